"""The desk: what a clerk finds, who sees which question, and what is kept of it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from time import sleep

import pytest
from sqlmodel import col, select

from app.articles import actions as articles
from app.articles.drafts import SupplementDraft
from app.articles.models import Article, Revision, Visibility
from app.core.edition import renew
from app.enquiries import actions as enquiries
from app.enquiries import queries
from app.enquiries.drafts import ClosingDraft, EnquiryDraft
from app.enquiries.models import Assignment, Enquiry, Message, Outcome, Part, Reading
from app.mail.models import Letter
from app.people import actions as people
from app.people.actions import open_account
from app.people.models import PersonDetail, PersonShare, Role
from tests.cast import NOW, a_person, a_question, an_article, recall
from tests.guidance.tables import a_checklist_in_the_house, a_guide_in_the_house
from tests.web.conftest import OpenHouse

DESK = "/desk/fjordby/"
LIST = "/desk/fjordby/enquiries"
WORDS = "May I drive here with a licence from Japan?"
PAGES = [
    "",
    "?q=licence",
    "people",
    "enquiries",
    "enquiries/new",
    "enquiries/1",
    "articles/foreign-driving-licence",
    "outbox",
]


@pytest.fixture
def number(house: OpenHouse) -> int:
    """Ola's question about driving; Jens has it."""
    return ask(house)


def ask(house: OpenHouse, text: str = WORDS, **fields: str) -> int:
    with house.write() as session:
        return a_question(session, house.cast, text, **fields).enquiry.id or 0


def library(house: OpenHouse) -> None:
    """Two articles and a note about one of them, found by search."""
    with house.write() as session:
        licence = an_article(session, house.cast, "foreign-driving-licence", phrasings=["Japanese driving licence"])
        an_article(
            session, house.cast, "cpr-number", topic=house.cast.registration, texts={"en": "CPR number and address"}
        )
        articles.supplement(
            session, licence, owner_id=house.cast.fjordby.owner_id, section="", language="en",
            draft=SupplementDraft(text="Ask first **who issued** it."), by=None, now=NOW, visibility=Visibility.STAFF,
        )  # fmt: skip
    house.index()


def messages(house: OpenHouse) -> list[str]:
    with house.read() as session:
        return list(session.exec(select(Message.text).order_by(col(Message.id))).all())


# --- what is not there


def test_what_is_not_there_is_said_in_the_frame_of_the_desk_to_whoever_works_there(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    for address in (
        f"{DESK}nowhere",
        f"{LIST}/999",
        f"{LIST}/x",
        "/studio/fjordby/articles/nowhere/da",
        f"{DESK}settings",
    ):
        page = mette.get(address)
        assert page.status_code in {404, 403, 422}, address
        assert 'aria-label="Main menu"' in page.text and "Mette Eksempelgaard" in page.text, address
        assert f'<a class="function-link" href="{DESK}">To the desk</a>' in page.text, address
    for address in ("/desk/bakkeby/nowhere", "/desk/nowhere/", "/studio/shared/nowhere"):
        page = mette.get(address)
        assert page.status_code == 404 and 'aria-label="Main menu"' not in page.text, address
    stranger = house.browser().get(f"{DESK}nowhere", follow_redirects=False)
    assert "Main menu" not in stranger.text and "Mette" not in stranger.text


# --- the box


def test_one_box_finds_the_article_its_note_and_first_the_person_who_knows(house: OpenHouse) -> None:
    library(house)
    page = house.signed_in("mette").get(DESK, params={"q": "Japanese driving licence"}).text
    assert 'href="/desk/fjordby/articles/foreign-driving-licence"' in page
    assert "<strong>who issued</strong>" in page
    assert page.index("Jens Prøvesen") < page.index("Mette Eksempelgaard", page.index("People who know"))
    assert "knows the article “Foreign driving licence”" in page
    assert "Here now" in page


def test_a_neighbour_finds_the_shared_article_and_never_our_note(house: OpenHouse) -> None:
    library(house)
    page = (
        house.signed_in("birgit", municipality="bakkeby")
        .get("/desk/bakkeby/", params={"q": "Japanese driving licence"})
        .text
    )
    assert "Foreign driving licence" in page
    assert "who issued" not in page
    assert "Jens Prøvesen" not in page


def test_an_interpreter_is_named_as_needed_for_a_language_that_the_expert_does_not_speak(house: OpenHouse) -> None:
    library(house)
    browser = house.signed_in("mette")
    german = browser.get(DESK, params={"q": "Japanese driving licence", "speaks": "de"}).text
    assert german.index("Jens Prøvesen") < german.index("With Mette Eksempelgaard as interpreter")
    danish = browser.get(DESK, params={"q": "Japanese driving licence", "speaks": "da"}).text
    assert "as interpreter" not in danish


@pytest.mark.parametrize("country", ["Japan", "japansk"])
def test_a_country_alone_finds_first_who_knows_it_and_says_why(house: OpenHouse, country: str) -> None:
    with house.write() as session:
        session.add(PersonDetail(person_id=house.cast.jens.id or 0, name="issuing_country", value="JP"))
        an_article(session, house.cast, topic=house.cast.registration, texts={"en": "Japan day", "da": "Japansk dag"})
    house.index()
    mette = house.signed_in("mette")
    for place in ("", "people"):
        page = mette.get(DESK + place, params={"q": country}).text
        assert list(dict.fromkeys(re.findall(r"person-(\w+)", page))) == ["jens", "mette"], place
        assert "knows licences from Japan" in page
    assert "person-jens" not in mette.get(DESK, params={"q": "Brazil"}).text


def test_people_are_named_while_the_index_is_being_built(house: OpenHouse) -> None:
    page = house.signed_in("mette").get(DESK, params={"q": "Japanese driving licence"})
    assert page.status_code == 200
    assert "The search is being prepared" in page.text
    assert "takes questions that nobody else covers" in page.text


def test_a_cpr_number_in_the_box_is_not_shown_again_and_the_clerk_is_told(house: OpenHouse) -> None:
    page = house.signed_in("mette").get(DESK, params={"q": "licence for 010190-1234"}).text
    assert "010190-1234" not in page
    assert "was taken out of your search" in page


def test_a_long_search_is_not_said_to_have_held_a_number(house: OpenHouse) -> None:
    page = house.signed_in("mette").get(DESK, params={"q": "hello " * 600}).text
    assert "was taken out of your search" not in page


def test_another_language_keeps_the_page_and_what_was_searched_for(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    page = mette.get(DESK, params={"q": "licence of 010190-1234", "speaks": "da"}).text
    [here] = re.findall(r'name="next" value="([^"]*)"', page)
    chosen = mette.fill("/sign-in/language", page=DESK, language="de", next=unescape(here))
    assert chosen.headers["location"] == DESK + "?q=licence+of+%5BCPR+%E2%80%A2%E2%80%A2%E2%80%A2%5D&speaks=da"


def test_nobody_loses_what_she_typed_by_choosing_another_language(house: OpenHouse, number: int) -> None:
    jens = house.signed_in("jens")
    assert 'action="/sign-in/language"' in jens.get(f"{LIST}/{number}").text
    shown_again = jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes.", kind="shout")
    assert (shown_again.status_code, 'action="/sign-in/language"' in shown_again.text) == (422, False)


def test_the_address_of_a_form_that_was_shown_again_leads_to_its_question(house: OpenHouse, number: int) -> None:
    jens = house.signed_in("jens")
    for form in ("messages", "text", "messages/7"):
        led = jens.get(f"{LIST}/{number}/{form}", follow_redirects=False)
        assert (led.status_code, led.headers["location"]) == (303, f"{LIST}/{number}")


def test_what_went_wrong_is_said_in_her_own_language_with_the_way_back_to_the_desk(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    mette.fill("/sign-in/language", page=DESK, language="de", next=DESK)
    page = mette.get(f"{LIST}/404", headers={"accept-language": "da"}).text
    assert '<html lang="de"' in page
    assert f'href="{DESK}">Zum Schalter</a>' in page


def test_a_question_says_its_details_in_words(house: OpenHouse) -> None:
    with house.write() as session:
        details = {"issuing_country": "JP", "vehicle": "van"}
        draft = EnquiryDraft(text="May I drive?", topic="driving", details=details)
        asked = enquiries.ask(session, draft, municipality=house.cast.fjordby, language="en", now=house.now)
        there = f"{LIST}/{asked.enquiry.id}"
    page = house.signed_in("jens").get(there).text
    assert "Licences and papers from Japan" in page and "vehicle: van" in page
    assert "issuing_country" not in page


def groups(page: str) -> dict[str, int]:
    """What was found: how many of each group, as the page says."""
    found = re.findall(r'<h2 class="h4" id="(\w+)">[^<]*(?:<span class="found-count">(\d+)</span>)?', page)
    return {name: int(count or 0) for name, count in found}


def walked(page: str) -> list[str]:
    """Where the links of the one list lead, in their order."""
    return [unescape(link) for link in re.findall(r'data-hit href="([^"]*)"', page)]


def test_the_box_finds_everything_in_groups_with_counts_and_one_list_of_links(house: OpenHouse, number: int) -> None:
    library(house)
    with house.write() as session:
        a_guide_in_the_house(session)
        a_checklist_in_the_house(session)
    house.index()
    page = house.signed_in("mette").get(DESK, params={"q": "licence"}).text
    assert groups(page) == {"people": 3, "articles": 1, "guides": 1, "questions": 1}
    assert walked(page) == [
        "/desk/fjordby/people#person-jens",
        "/desk/fjordby/people#person-mette",
        "/desk/fjordby/people#person-hanne",
        "/desk/fjordby/articles/foreign-driving-licence",
        "/fjordby/en/guides/exchange",
        f"{LIST}/{number}",
    ]
    page = house.signed_in("mette").get(DESK, params={"q": "permit"}).text
    assert groups(page)["checklists"] == 1
    assert "/fjordby/en/checklists/arrival" in walked(page)
    assert 'id="person-jens"' in house.signed_in("mette").get(DESK + "people").text


def test_a_group_shows_five_and_the_way_to_all_of_it(house: OpenHouse) -> None:
    with house.write() as session:
        for each in range(7):
            an_article(session, house.cast, f"zebra-{each}", texts={"en": "Zebras"})
    house.index()
    mette = house.signed_in("mette")
    page = mette.get(DESK, params={"q": "zebras", "speaks": "da"}).text
    assert groups(page)["articles"] == 7
    assert len([link for link in walked(page) if "/articles/" in link]) == 5
    [everything] = [link for link in walked(page) if "only=" in link]
    assert everything == "/desk/fjordby/?q=zebras&speaks=da&only=articles"
    whole = mette.get(everything).text
    assert groups(whole) == {"articles": 7}
    assert len(walked(whole)) == 7
    assert 'href="/desk/fjordby/?q=zebras&amp;speaks=da"' in whole
    assert groups(mette.get(DESK, params={"q": "zebras", "only": "<script>"}).text) == groups(page)


def test_open_questions_are_found_without_a_word_of_them_by_those_who_may_see_them(any_house: OpenHouse) -> None:
    house = any_house
    hers = ask(house, "May I keep a zebra on the balcony?")
    closed = ask(house, "May I keep a zebra in the garden?")
    with house.write() as session:
        a_question(session, house.cast, "A zebra, in Bakkeby?", municipality=house.cast.bakkeby)
    house.index()
    with house.write() as session:  # the index is a copy, and does not know it yet
        thread = queries.for_staff(session, house.cast.staff_of(house.cast.mette, session), house.cast.fjordby, closed)
        closing = ClosingDraft(outcome=Outcome.REFERRED, referred_to="SIRI")
        enquiries.close(session, thread, closing, now=NOW)
    for name, seen in (("jens", True), ("mette", True), ("anders", True), ("hanne", False), ("karen", False)):
        page = house.signed_in(name).get(DESK, params={"q": "zebra"}).text
        assert groups(page).get("questions", 0) == seen, name
        assert (f"{LIST}/{hers}" in walked(page)) is seen, name
        for word in ("balcony", "garden", "Ola", "We also looked"):
            assert word not in page, name
    page = house.signed_in("mette").get(DESK, params={"q": "zebra"}).text
    for words in ("Driving", f"No. {hers}", "Asked on Monday 23 November at 10:30", "Jens Prøvesen", "Promised by"):
        assert words in page
    assert "balcony" not in house.signed_in("hanne").get(DESK, params={"q": "balcnoy"}).text
    with house.read() as session:
        assert session.exec(select(Reading)).all() == []


def test_a_colleague_is_found_by_name_and_function_and_her_name_is_no_misspelt_word(house: OpenHouse) -> None:
    with house.write() as session:
        an_article(session, house.cast, "provesten", texts={"en": "Provesten harbour", "da": "Provesten havn"})
        a_person(
            session, house.cast.fjordby, "Lise Påfund", [house.cast.registration], languages=["da"],
            title={"en": "Head teacher", "da": "Skoleleder"},
        )  # fmt: skip
        renew(session)
    house.index()
    mette = house.signed_in("mette")
    for query in ("Lise", "lise paafund", "head teacher"):
        page = mette.get(DESK, params={"q": query}).text
        assert "/desk/fjordby/people#person-lise" in walked(page), query
        assert "Skoleleder" not in page
    assert "/desk/fjordby/people#person-lise" not in walked(mette.get(DESK, params={"q": "harbour"}).text)
    lise = mette.get(DESK, params={"q": "Påfund"}).text
    assert next(link for link in walked(lise) if "people#person-" in link).endswith("#person-lise")
    birgit = house.signed_in("birgit", municipality="bakkeby").get("/desk/bakkeby/", params={"q": "Lise"}).text
    assert "Lise Påfund" not in birgit
    assert "We also looked for “provesten”" in mette.get(DESK, params={"q": "provestn"}).text
    assert "We also looked for" not in mette.get(DESK, params={"q": "Prøvesen"}).text


def test_whoever_is_asked_for_by_name_comes_alone_unless_the_name_is_a_word_that_a_text_answers(
    house: OpenHouse,
) -> None:
    with house.write() as session:
        an_article(session, house.cast, "foreign-driving-licence", phrasings=["drive"])
        a_person(session, house.cast.fjordby, "Lise Drive", [house.cast.registration], languages=["da"])
        renew(session)
    house.index()
    mette = house.signed_in("mette")

    def in_the_box(query: str) -> set[str]:
        links = walked(mette.get(DESK, params={"q": query}).text)
        return {link.partition("#person-")[2] for link in links} - {""}

    def in_the_directory(query: str) -> set[str]:
        page = mette.get("/desk/fjordby/people", params={"q": query}).text
        return set(re.findall(r'id="person-([a-z]+)"', page))

    for found in (in_the_box, in_the_directory):
        assert found("Jens") == found("jens prøvesen") == {"jens"}
        assert found("Lise") == {"lise"}
        assert {"lise", "jens"} <= found("drive")


def test_what_a_note_says_stands_in_the_note_and_nowhere_else(house: OpenHouse) -> None:
    library(house)
    mette = house.signed_in("mette")
    page = mette.get(DESK, params={"q": "issued"}).text
    assert "<strong>who issued</strong>" in page[page.index("Note for staff") :]
    assert "<mark>" not in page
    assert "<mark>Text</mark>" in mette.get(DESK, params={"q": "text"}).text


def test_an_article_that_was_taken_back_a_moment_ago_is_not_shown(house: OpenHouse) -> None:
    library(house)
    mette = house.signed_in("mette")
    address = "/desk/fjordby/articles/cpr-number"
    assert address in walked(mette.get(DESK, params={"q": "CPR number"}).text)
    with house.write() as session:
        article = session.exec(select(Article).where(Article.slug == "cpr-number")).one()
        articles.archive(session, article, now=NOW)
    assert address not in walked(mette.get(DESK, params={"q": "CPR number"}).text)


def test_an_article_is_read_at_the_desk_with_its_note_and_addresses_to_hand_out(house: OpenHouse) -> None:
    library(house)
    page = house.signed_in("mette").get(DESK + "articles/foreign-driving-licence").text
    assert "<strong>who issued</strong>" in page
    assert 'href="/fjordby/da/articles/foreign-driving-licence"' in page
    assert "Jens Prøvesen" in page


def test_the_front_page_shows_what_waits_and_what_is_due_with_colleagues(house: OpenHouse, number: int) -> None:
    assert f'href="{LIST}/{number}"' in house.signed_in("jens").get(DESK).text
    desk = house.signed_in("mette")
    assert f'href="{LIST}/{number}"' not in desk.get(DESK).text
    house.later(days=7)
    desk = house.signed_in("mette")
    assert f'href="{LIST}/{number}"' in desk.get(DESK).text
    assert "Overdue" in desk.get(DESK).text
    assert f'href="{LIST}/{number}"' not in house.signed_in("hanne").get(DESK).text


# --- who may come in


def test_nobody_sees_the_desk_without_signing_in(house: OpenHouse) -> None:
    library(house)
    ask(house)
    stranger, anders = house.browser(), house.signed_in("anders")
    for page in PAGES:
        sent_away = stranger.get(DESK + page, follow_redirects=False)
        assert sent_away.status_code == 303, page
        assert sent_away.headers["location"].startswith("/sign-in?next=/desk/fjordby/")
        assert anders.get(DESK + page).status_code == 200, page


def test_a_clerk_of_another_municipality_finds_nothing_here(house: OpenHouse) -> None:
    library(house)
    ask(house)
    birgit, anders = house.signed_in("birgit", municipality="bakkeby"), house.signed_in("anders")
    for page in PAGES:
        assert birgit.get(DESK + page).status_code == 404, page
        assert anders.get(DESK + page).status_code == 200, page


def test_a_number_that_never_was_is_not_found(house: OpenHouse, number: int) -> None:
    mette = house.signed_in("mette")
    assert mette.get(f"{LIST}/{number}").status_code == 200
    for never in ("0", "-1", str(number + 1), "2147483648", "99999999999999999999", "x"):
        assert mette.get(f"{LIST}/{never}").status_code == 404, never


def test_a_resource_person_opens_hers_and_the_front_desk_all(house: OpenHouse, number: int) -> None:
    for name, status in (("jens", 200), ("mette", 200), ("anders", 200), ("hanne", 404), ("karen", 404)):
        assert house.signed_in(name).get(f"{LIST}/{number}").status_code == status, name
    assert f"/enquiries/{number}" in house.signed_in("jens").get(LIST).text
    for query in ({}, {"whose": "all"}):
        assert f"/enquiries/{number}" not in house.signed_in("hanne").get(LIST, params=query).text
    assert f"/enquiries/{number}" in house.signed_in("mette").get(LIST, params={"whose": "all"}).text


@pytest.mark.parametrize("typed", ["nr. {}", "No {}", "#{}", "spørgsmål {}", "Frage  {}"])
def test_a_question_is_opened_by_its_number(house: OpenHouse, number: int, typed: str) -> None:
    def arrives(who: str, called: int) -> str:
        return house.signed_in(who).get("/desk/fjordby/", params={"q": typed.format(called)}).url.path

    assert arrives("mette", number) == f"{LIST}/{number}"
    for who, called in (("hanne", number), ("mette", number + 1), ("mette", 999_999_999)):
        assert arrives(who, called) == "/desk/fjordby/", who


# --- reading is logged


def test_a_list_tells_no_word_of_a_question_and_opening_one_is_logged(any_house: OpenHouse) -> None:
    house = any_house
    number = ask(house)

    def readings() -> int:
        with house.read() as session:
            return len(session.exec(select(Reading)).all())

    jens = house.signed_in("jens")
    listed = jens.get(LIST).text
    assert "Japan" not in listed and "Ola" not in listed
    assert jens.get(DESK).status_code == 200
    assert readings() == 0
    assert house.signed_in("hanne").get(f"{LIST}/{number}").status_code == 404
    assert readings() == 0
    assert WORDS in jens.get(f"{LIST}/{number}").text
    assert readings() == 1
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="")  # the page comes again, with what is wrong
    assert readings() == 2


def test_administrators_see_who_has_read_a_question_and_others_do_not(any_house: OpenHouse) -> None:
    house = any_house
    number = ask(house)
    jens = house.signed_in("jens")
    jens.get(f"{LIST}/{number}")
    assert "Who has read it" not in jens.get(f"{LIST}/{number}").text
    page = house.signed_in("anders").get(f"{LIST}/{number}").text
    assert "Jens Prøvesen" in page[page.index("Who has read it") :]
    assert "2 times" in page


# --- answering


def test_an_answer_reaches_the_asker_without_numbers_and_its_writer_is_told(house: OpenHouse, number: int) -> None:
    jens = house.signed_in("jens")
    sent = jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes. Your number 010190-1234 is on file.")
    assert sent.headers["location"] == f"{LIST}/{number}?done=answered"
    page = jens.get(sent.headers["location"]).text
    assert "Your answer was sent." in page
    assert "Taken out and not kept: a CPR number" in " ".join(page.split())
    assert "010190-1234" not in page
    assert messages(house)[-1] == "Yes. Your number [CPR •••] is on file."
    with house.read() as session:
        assert session.exec(select(Letter.kind).order_by(col(Letter.id).desc())).first() == "answered"


def test_an_answer_carries_links_to_the_articles_that_were_ticked(house: OpenHouse, number: int) -> None:
    """zammad #3559: in the asker's language, wherever the article has one."""
    library(house)
    jens = house.signed_in("jens")
    assert 'value="foreign-driving-licence"' in jens.get(f"{LIST}/{number}").text
    jens.fill(
        f"{LIST}/{number}/messages",
        page=DESK,
        text="Yes, for 180 days.",
        link=["foreign-driving-licence", "no-such-article"],
    )
    assert (
        messages(house)[-1]
        == "Yes, for 180 days.\n\nForeign driving licence\nhttp://testserver/fjordby/en/articles/foreign-driving-licence"
    )


def test_a_form_without_our_mark_is_refused_and_what_was_typed_is_kept(house: OpenHouse, number: int) -> None:
    jens = house.signed_in("jens")
    fields = {"text": "Yes, for 180 days from the day you moved."}
    for forged in ({}, {"form_token": "0" * 64}, {"form_token": house.signed_in("mette").token(DESK)}):
        refused = jens.post(f"{LIST}/{number}/messages", data={**fields, **forged}, follow_redirects=False)
        assert refused.status_code == 403
        assert fields["text"] in refused.text
    headers = {"sec-fetch-site": "cross-site"}
    mark = jens.token(DESK)
    assert (
        jens.post(f"{LIST}/{number}/messages", data={**fields, "form_token": mark}, headers=headers).status_code == 403
    )
    assert messages(house) == [WORDS]
    assert jens.fill(f"{LIST}/{number}/messages", page=DESK, **fields).status_code == 303
    assert len(messages(house)) == 2


def test_an_answer_too_short_to_be_one_is_shown_again_with_its_ticks(house: OpenHouse, number: int) -> None:
    library(house)
    again = house.signed_in("jens").fill(
        f"{LIST}/{number}/messages", page=DESK, text="ok", link="foreign-driving-licence"
    )
    assert again.status_code == 422
    assert 'id="text-error"' in again.text and ">\nok</textarea>" in again.text
    assert 'value="foreign-driving-licence" checked' in again.text
    assert messages(house) == [WORDS]


def test_whoever_wrote_longer_than_her_stay_lasted_gets_her_words_back(house: OpenHouse, number: int) -> None:
    jens = house.signed_in("jens")
    mark = jens.token(DESK)
    house.later(hours=5)
    late = jens.post(f"{LIST}/{number}/messages", data={"form_token": mark, "text": "A long and thoughtful answer"})
    assert late.status_code == 401
    assert "A long and thoughtful answer" in late.text
    assert f"/sign-in?next=/desk/fjordby/enquiries/{number}" in late.text
    assert WORDS not in late.text
    assert messages(house) == [WORDS]


# --- handing over and closing


def test_handing_over_gives_the_question_to_a_named_colleague(any_house: OpenHouse) -> None:
    house = any_house
    number = ask(house)
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    nobody = jens.fill(f"{LIST}/{number}/assign", page=DESK, to="nobody-here", why="Knows Japan")
    assert nobody.status_code == 422
    assert "Please choose a colleague." in nobody.text
    assert 'value="Knows Japan"' in nobody.text
    given = jens.fill(f"{LIST}/{number}/assign", page=DESK, to="hanne", why="Knows Japan")
    assert given.status_code == 303
    with house.read() as session:
        current = session.exec(select(Assignment).where(col(Assignment.ended_at).is_(None))).one()
        assert (current.person_id, current.why) == (house.cast.hanne.id, "Knows Japan")
    hanne = house.signed_in("hanne").get(f"{LIST}/{number}").text
    assert "Handed over by Jens Prøvesen." in hanne and "Knows Japan" in hanne
    assert "Hanne Fiktiv" in mette.get(LIST, params={"whose": "all"}).text
    again = mette.fill(f"{LIST}/{number}/assign", page=DESK, to="hanne")
    assert again.status_code == 409
    assert "Hanne Fiktiv has this question already." in again.text


def test_of_two_who_hand_over_at_once_the_slower_is_told_who_has_it_now(house: OpenHouse, number: int) -> None:
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    page = mette.get(f"{LIST}/{number}").text
    had = re.search(r'name="assignment" value="(\d+)"', page)
    assert had
    assert jens.fill(f"{LIST}/{number}/assign", page=DESK, to="hanne", assignment=had[1]).status_code == 303
    slower = mette.fill(f"{LIST}/{number}/assign", page=DESK, to="mette", assignment=had[1], why="Knows Japan")
    assert slower.status_code == 409 and "Hanne Fiktiv has it meanwhile. Please look again." in slower.text
    assert 'value="Knows Japan"' in slower.text
    now = re.search(r'name="assignment" value="(\d+)"', slower.text)
    assert now and now[1] != had[1]
    assert mette.fill(f"{LIST}/{number}/assign", page=DESK, to="mette", assignment=now[1]).status_code == 303


def test_who_had_a_question_still_reads_it_and_sees_why_she_can_not_answer(house: OpenHouse, number: int) -> None:
    jens = house.signed_in("jens")
    assert "Your answer, in English" in jens.get(f"{LIST}/{number}").text
    jens.fill(f"{LIST}/{number}/assign", page=DESK, to="hanne")
    page = jens.get(f"{LIST}/{number}").text
    assert "Your answer, in" not in page
    assert "You can read this, but not answer it: Hanne Fiktiv has the question." in page
    refused = jens.fill(f"{LIST}/{number}/messages", page=DESK, text="I know it after all")
    assert refused.status_code == 403
    assert messages(house) == [WORDS]
    assert house.signed_in("hanne").fill(f"{LIST}/{number}/messages", page=DESK, text="I know it").status_code == 303


def test_a_question_is_called_answered_only_when_somebody_answered(house: OpenHouse, number: int) -> None:
    jens = house.signed_in("jens")
    too_early = jens.fill(f"{LIST}/{number}/close", page=DESK, outcome="answered")
    assert too_early.status_code == 409
    assert "Nobody has replied yet." in too_early.text
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes, you may.")
    assert jens.fill(f"{LIST}/{number}/close", page=DESK, outcome="answered").status_code == 303
    assert f"/enquiries/{number}" in jens.get(LIST, params={"state": "closed"}).text
    late = jens.fill(f"{LIST}/{number}/messages", page=DESK, text="One thing more")
    assert late.status_code == 409
    assert "This question is closed." in late.text


def test_a_question_that_became_a_case_says_which(house: OpenHouse, number: int) -> None:
    jens = house.signed_in("jens")
    missing = jens.fill(f"{LIST}/{number}/close", page=DESK, outcome="case")
    assert missing.status_code == 422
    assert "Please give the case&#39;s reference." in missing.text
    assert jens.fill(f"{LIST}/{number}/close", page=DESK, outcome="case", case_reference="26/1234").status_code == 303
    assert "26/1234" in jens.get(f"{LIST}/{number}").text


# --- from an answer to an article


def test_an_answer_becomes_the_draft_of_an_article_without_personal_data(house: OpenHouse) -> None:
    number = ask(house, "I am Ola Nordmann, call 00 10 20 99. May I drive?", name="Ola Nordmann")
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    assert mette.fill(f"{LIST}/{number}/article", page=DESK).status_code == 409
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes Ola, for 180 days.")
    mine = jens.fill(f"{LIST}/{number}/article", page=DESK)
    assert mine.headers["location"] == f"{LIST}/{number}?done=captured"
    with house.read() as session:
        article = session.exec(select(Article)).one()
        text = session.exec(select(Revision)).one()
        assert "180 days" in text.body
        assert "Ola" not in text.model_dump_json() and "00 10 20 99" not in text.model_dump_json()
    editors = mette.fill(f"{LIST}/{number}/article", page=DESK)
    assert editors.headers["location"] == f"/studio/fjordby/articles/{article.slug}/en"


# --- logging what came by telephone


def test_a_question_by_telephone_is_logged_once_and_goes_to_whoever_knows(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    fields = {
        "text": "May she drive on her licence?",
        "channel": "telephone",
        "lang": "de",
        "topic": "driving",
        "once": "one form",
    }
    first = mette.fill(LIST + "/new", page=DESK, **fields)
    second = mette.fill(LIST + "/new", page=DESK, **fields)
    assert first.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    with house.read() as session:
        enquiry = session.exec(select(Enquiry)).one()
        assert (enquiry.channel, enquiry.language, enquiry.logged_by) == ("telephone", "de", house.cast.mette.id)
    page = mette.get(first.headers["location"]).text
    assert "Logged. Jens Prøvesen has the question" in page
    assert "Logged by Mette Eksempelgaard" in page


def test_a_resource_person_who_logs_for_another_is_not_shown_what_is_not_hers(house: OpenHouse) -> None:
    logged = house.signed_in("hanne").fill(LIST + "/new", page=DESK, text="How do I register?", topic="registration")
    assert logged.headers["location"] == LIST + "?logged=1"
    assert "was logged" in house.signed_in("hanne").get(logged.headers["location"]).text


def test_a_faulty_log_keeps_every_field(house: OpenHouse) -> None:
    fields = {
        "text": "May she drive?",
        "channel": "counter",
        "lang": "de",
        "topic": "driving",
        "name": "Ola",
        "email": "nonsense",
        "country": "JP",
    }
    again = house.signed_in("mette").fill(LIST + "/new", page=DESK, **fields)
    assert again.status_code == 422
    for kept in (
        "May she drive?",
        'value="counter" checked',
        'value="de" checked',
        'value="driving" selected',
        'value="Ola"',
        'value="nonsense"',
        'value="JP" selected',
    ):
        assert kept in again.text
    assert "This is not an e-mail address." in again.text
    assert messages(house) == []


# --- who knows what


FILTERS = [
    ({"topic": "driving"}, ["Jens Prøvesen", "Hanne Fiktiv"], ["Mette Eksempelgaard"]),
    ({"lang": "de"}, ["Hanne Fiktiv"], ["Jens Prøvesen"]),
    ({"topic": "driving", "lang": "de"}, ["Hanne Fiktiv"], ["Jens Prøvesen", "Mette Eksempelgaard"]),
    ({"q": "prøvesen"}, ["Jens Prøvesen"], ["Hanne Fiktiv"]),
    ({"q": "DRIVING jens"}, ["Jens Prøvesen"], ["Hanne Fiktiv"]),
    ({"topic": "nothing"}, ["Nobody fits."], ["Jens Prøvesen"]),
]


def test_colleagues_are_found_by_topic_language_and_words(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    for query, there, absent in FILTERS:
        page = mette.get(DESK + "people", params=query).text
        found = page[page.index("<main") :]
        assert all(words in found for words in there), query
        assert not any(words in found for words in [*absent, "Birgit Påfund"]), query


def test_the_directory_tells_how_well_she_knows_it_and_for_whom_she_answers_too(house: OpenHouse) -> None:
    with house.write() as session:
        jens = house.cast.jens
        people.keep_person(
            session,
            house.cast.fjordby,
            jens.slug,
            about={"name": jens.name, "email": jens.email, "title": jens.title},
            topics={"driving": "responsible"},
            subjects={"foreign-driving-licence": "knows"},
            languages={"da": "writes", "de": "understands"},
            absences=[],
            shared_with=["bakkeby"],
            now=NOW,
        )
    page = house.signed_in("mette").get(DESK + "people?q=Jens").text
    for said in ("Driving (responsible)", "Speaks Danish", "Understands German", "Also answers for Bakkeby"):
        assert said in page
    assert "foreign-driving-licence (responsible)" not in page
    assert "Jens" not in house.signed_in("mette").get(DESK + "people?lang=de").text, "who only understands it"


def test_the_directory_tells_who_is_here_and_when_the_others_are_back(house: OpenHouse) -> None:
    page = house.signed_in("mette").get(DESK + "people").text
    found = page[page.index("<main") :]
    assert found.index("Jens Prøvesen") < found.index("Hanne Fiktiv")
    assert "Here now" in found
    assert "Back on Monday 7 December at 9:00" in found


# --- lists and letters


def test_a_long_list_goes_on_where_the_page_before_ended(house: OpenHouse) -> None:
    with house.write() as session:
        numbers = [a_question(session, house.cast, email="").enquiry.id for _ in range(26)]
    jens = house.signed_in("jens")
    first = jens.get(LIST).text
    assert f'/enquiries/{numbers[-1]}"' in first and f'/enquiries/{numbers[0]}"' not in first
    assert f"before={numbers[1]}" in first
    second = jens.get(LIST, params={"before": str(numbers[1])}).text
    assert f'/enquiries/{numbers[0]}"' in second and f'/enquiries/{numbers[1]}"' not in second


def test_an_editor_without_the_desk_sees_what_was_answered(house: OpenHouse) -> None:

    with house.write() as session:
        people.grant(session, house.cast.karen, Role.EDITOR, municipality_id=house.cast.fjordby.id or 0)
    waiting, answered = ask(house, "Is there a choir?"), ask(house)
    house.signed_in("jens").fill(f"{LIST}/{answered}/messages", page=DESK, text="Yes, you may.")
    karen = house.signed_in("karen")
    page = karen.get(LIST).text
    assert f'/enquiries/{answered}"' in page and f'/enquiries/{waiting}"' not in page
    assert karen.get(f"{LIST}/{waiting}").status_code == 404
    assert "Make an article of it" in karen.get(f"{LIST}/{answered}").text
    assert karen.fill(f"{LIST}/{answered}/messages", page=DESK, text="Me too").status_code == 403


def test_the_outbox_is_the_administrators_and_opens_no_question(any_house: OpenHouse) -> None:
    house = any_house
    ask(house)
    with house.write() as session:
        key = session.exec(select(Enquiry.key)).one()
        bounced = session.exec(select(Letter).where(Letter.to == "ola@example.org")).one()
        bounced.failure = "550 <ola@example.org> unknown"
        secret = {"subject": "Sign in", "text": "https://…", "html": "", "written_at": NOW, "not_before": NOW}
        session.add(Letter(kind="sign-in", to="anders@fjordby.example.org", language="en", **secret))
    page = house.signed_in("anders").get(DESK + "outbox").text
    assert "We have received your question" in page
    assert "jens@fjordby.example.org" in page
    assert key not in page and "ola@example.org" not in page and "550 &lt;…@example.org&gt; unknown" in page
    assert ">Sign in<" not in page
    assert house.signed_in("mette").get(DESK + "outbox").status_code == 404


def test_what_the_asker_wrote_is_text_and_nothing_else(house: OpenHouse) -> None:
    number = ask(house, "<script>alert(1)</script> see https://evil.example.org", name="<b>Ola</b>")
    page = house.signed_in("jens").get(f"{LIST}/{number}").text
    assert "<script>alert" not in page and "<b>Ola" not in page
    assert 'href="https://evil.example.org' not in page


def test_pages_of_the_desk_are_kept_by_no_browser_and_shown_to_no_search_engine(house: OpenHouse, number: int) -> None:
    answer = house.signed_in("jens").get(f"{LIST}/{number}")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in answer.headers["x-robots-tag"]


def test_the_front_page_begins_with_what_was_promised_first(house: OpenHouse, number: int) -> None:
    with house.write() as session:
        part = session.exec(select(Part).where(Part.enquiry_id == number)).one()
        part.promised_at, part.level = house.now - timedelta(days=30), 3
        for each in range(60):
            a_question(session, recall(session), f"Question {each}?", email=f"{each}@example.org")
        for other in session.exec(select(Part).where(Part.enquiry_id != number)):
            other.promised_at = house.now + timedelta(hours=1)
    for who in ("mette", "jens", "karen"):
        page = house.signed_in(who).get(DESK).text
        assert f"No. {number}" in page or f"enquiries/{number}" in page, who


def test_what_waits_for_the_asker_is_nobodys_risk(house: OpenHouse, number: int) -> None:
    house.signed_in("jens").fill(f"{LIST}/{number}/messages", page=DESK, text="From where?", kind="question")
    house.later(days=14)
    assert f"enquiries/{number}" not in house.signed_in("mette").get(DESK).text


def test_a_neighbours_colleague_of_the_same_name_hides_nobody(house: OpenHouse) -> None:
    with house.write() as session:
        cast = recall(session)
        account = open_account(session, name="Jens Nabo", email="jens@bakkeby.example.org", now=house.now)
        other = a_person(session, cast.bakkeby, "Jens Nabo", [cast.driving], languages=["da", "en"], account=account)
        session.add(PersonShare(person_id=other.id or 0, municipality_id=cast.fjordby.id or 0))
        session.flush()
        renew(session)
        an_article(session, cast, "foreign-driving-licence", phrasings=["Japanese driving licence"])
    house.index()
    page = house.signed_in("mette").get(DESK, params={"q": "Japanese driving licence"}).text
    assert "Jens Prøvesen" in page and "Jens Nabo" in page


def test_what_waited_for_a_writer_is_not_taken_back_when_the_asker_has_read_it(house: OpenHouse, number: int) -> None:
    house.app.state.house.settings.undo_seconds = 15
    jens, asker = house.signed_in("jens"), house.browser()
    with house.read() as session:
        own = f"/fjordby/en/enquiries/{session.exec(select(Enquiry.key)).one()}"
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="You must pay 999 kroner.")
    house.later(seconds=14)
    token = jens.token(f"{LIST}/{number}")
    with ThreadPoolExecutor() as pool:
        with house.write() as session:
            session.exec(select(Enquiry)).all()  # somebody else writes
            back = pool.submit(jens.post, f"{LIST}/{number}/take-back", data={"form_token": token})
            sleep(0.5)
            house.later(seconds=6)
            assert "999 kroner" in asker.get(own).text
        assert back.result().status_code == 409
    assert "999 kroner" in asker.get(own).text
