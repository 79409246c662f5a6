"""Who knows what, as the staff's pages show it: the directory, and the entry that a resource person keeps herself."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from httpx2 import Response

from app.core.edition import renew
from app.people import actions as people
from app.people import queries
from app.people.models import Absence, Account, PersonDetail, PersonShare, ResourcePerson, Role
from app.people.rules import Colleague
from tests.cast import TODAY, a_person, a_question, an_article
from tests.web.conftest import Browser, OpenHouse

PEOPLE = "/desk/fjordby/people"
JENS = f"{PEOPLE}/jens"


def entry(house: OpenHouse, slug: str = "jens") -> Colleague:
    with house.read() as session:
        return queries.entry(session, house.cast.fjordby, slug)


def confirmed(house: OpenHouse, slug: str, day: date | None) -> None:
    with house.write() as session:
        person = session.get_one(ResourcePerson, entry(house, slug).person.id)
        person.confirmed_on = day
        renew(session)


def main_of(page: Response) -> str:
    return unescape(page.text[page.text.index("<main") :])


def form_of(browser: Browser, address: str = f"{JENS}/edit") -> dict[str, str]:
    """The fields of an entry's form as they stand in the page."""
    page = browser.get(address)
    assert page.status_code == 200, page.text
    html = page.text[page.text.index(f'action="{address}"') :]
    found = {
        unescape(name): unescape(value)
        for name, value in re.findall(
            r'<input (?:class="[^"]*" )?type="(?:text|tel|hidden)"[^>]* name="([^"]+)" value="([^"]*)"', html
        )
    }
    found |= dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    for name, choices in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', html, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected>', choices)
        first = re.search(r'<option value="([^"]*)"', choices)
        found[name] = (chosen or first)[1]  # type: ignore[index]
    found |= dict(re.findall(r'type="(?:radio|checkbox)"[^>]* name="([^"]+)" value="([^"]*)" checked', html))
    return found


def save(browser: Browser, fields: dict[str, str], address: str = f"{JENS}/edit") -> Response:
    return browser.post(address, data=fields, follow_redirects=False)


def library(house: OpenHouse) -> None:
    with house.write() as session:
        an_article(session, house.cast, "foreign-driving-licence", phrasings=["Japanese driving licence"])
    house.index()


# --- an entry is read


def test_staff_sees_all_that_an_entry_says(house: OpenHouse) -> None:
    library(house)
    confirmed(house, "jens", None)
    with house.write() as session:
        jens, hanne = (queries.entry(session, house.cast.fjordby, slug) for slug in ("jens", "hanne"))
        session.add(PersonDetail(person_id=jens.person.id or 0, name="issuing_country", value="JP"))
        session.add(PersonDetail(person_id=jens.person.id or 0, name="permit", value="student"))
        session.add(PersonDetail(person_id=jens.person.id or 0, name="region", value="Syddanmark"))
        people.pair(session, jens, "de", hanne)
    page = main_of(house.signed_in("mette").get(JENS))
    for said in (
        "Driving",
        "Foreign driving licence",
        "Licences and papers from Japan",
        "Permits: Student",
        "region: Syddanmark",
        "Danish: writes it",
        "Monday to Friday 9:00–15:00",
        "jens@fjordby.example.org",
        "As they come",
        "Hanne Fiktiv carries question and answer, in German",
        "Never confirmed",
        "Here now",
    ):
        assert said in page, said
    assert "For Jens Prøvesen, in German" in main_of(house.signed_in("mette").get(f"{PEOPLE}/hanne"))


def test_who_does_not_work_here_sees_no_entry(house: OpenHouse) -> None:
    assert house.browser().get(JENS, follow_redirects=False).status_code in (303, 401)
    assert house.signed_in("birgit", municipality="bakkeby").get(JENS).status_code == 404
    assert house.signed_in("mette").get(f"{PEOPLE}/birgit").status_code == 404
    assert house.signed_in("mette").get(f"{PEOPLE}/nobody").status_code == 404


def test_what_her_articles_spare_her_is_for_herself_alone(house: OpenHouse) -> None:
    with house.write() as session:
        a_question(session, house.cast)
    assert "You were asked once in the last 365 days." in main_of(house.signed_in("jens").get(JENS))
    for other in ("hanne", "mette", "anders"):
        page = main_of(house.signed_in(other).get(JENS))
        assert "Jens Prøvesen" in page and "spare you" not in page and "asked once" not in page, other


# --- an entry is changed


def test_she_changes_her_own_entry_and_so_confirms_it(any_house: OpenHouse) -> None:
    library(any_house)
    jens = any_house.signed_in("jens")
    fields = form_of(jens)
    fields |= {
        "topic-registration": "knows",
        "topic-driving": "responsible",
        "article-foreign-driving-licence": "",
        "countries": "Japan, Indien; gb",
        "permits": "student",
        "others": "Region: Syddanmark, Fyn",
        "new-language-1": "pl",
        "new-language-1-level": "understands",
        "language-en": "writes",
        "hours": "Mo-Th 10:00-12:00",
        "place-de": "Rathaus",
        "telephone": "00 10 20 41",
        "capacity": "7",
        "shown_as": "full-name",
        "public": "",
    }
    answer = save(jens, fields)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{JENS}?done=saved"
    after = entry(any_house)
    assert after.topics == {"registration": "knows", "driving": "responsible"}
    assert after.subjects == {}
    assert after.details == {
        "issuing_country": ("GB", "IN", "JP"),
        "permit": ("student",),
        "region": ("Fyn", "Syddanmark"),
    }
    assert after.languages == {"da": "writes", "en": "writes", "pl": "understands"}
    person = after.person
    assert (person.hours, person.place, person.telephone) == ("Mo-Th 10:00-12:00", {"de": "Rathaus"}, "00 10 20 41")
    assert (person.capacity, person.shown_as, person.public, person.confirmed_on) == (7, "full-name", False, TODAY)
    assert "The entry was changed" in jens.get(answer.headers["location"]).text


def test_hours_are_typed_and_shown_in_the_days_of_the_language(house: OpenHouse) -> None:
    jens = house.signed_in("jens")
    assert save(jens, form_of(jens) | {"hours": "ma-on 9-15; to 9.00–17.00"}).status_code == 303
    assert entry(house).person.hours == "Mo-We 09:00-15:00; Th 09:00-17:00", "files and the API have one form"
    for language, typed in (("da", "Ma-On 09:00-15:00; To 09:00-17:00"), ("de", "Mo-Mi 09:00-15:00; Do 09:00-17:00")):
        with house.write() as session:
            session.get_one(Account, house.cast.jens.account_id).language = language
        assert f'name="hours" value="{typed}"' in jens.get(f"{JENS}/edit").text


def test_saving_what_stands_there_changes_nothing(house: OpenHouse) -> None:
    library(house)
    confirmed(house, "jens", None)
    before = entry(house)
    mette = house.signed_in("mette")
    assert save(mette, form_of(mette)).status_code == 303
    assert entry(house).edition == before.edition
    assert entry(house).person.confirmed_on is None, "an editor does not confirm in her place"


def test_an_article_is_added_by_choosing_it_from_the_list(house: OpenHouse) -> None:
    with house.write() as session:
        an_article(session, house.cast, "importing-a-car", texts={"en": "Bring a car"})
    jens = house.signed_in("jens")
    page = jens.get(f"{JENS}/edit").text
    assert '<option value="importing-a-car">Bring a car</option>' in page
    fields = form_of(jens) | {"new-article-1": "importing-a-car", "new-article-1-level": "responsible"}
    save(jens, fields | {"new-article-2": "no-such-article"})
    assert entry(house).subjects == {"foreign-driving-licence": "knows", "importing-a-car": "responsible"}


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("hours", "Monday morning", "“morning” is no span of time"),
        ("capacity", "a few", "Please give a whole number."),
        ("countries", "Japan, Atlantis", "“Atlantis” is no country that we know."),
        ("others", "just words", "“just words” can't be read."),
        ("telephone", "0" * 300, "This is too long"),
        ("title-en", "271188-4093 " + "x" * 300, "This is too long"),
        ("countries", ",".join(map(str, range(2_000))), "This is too long: at most 200 fit here."),
    ],
)
def test_bad_input_is_explained_at_its_field_and_nothing_typed_is_lost(
    house: OpenHouse, field: str, typed: str, said: str
) -> None:
    jens = house.signed_in("jens")
    fields = form_of(jens) | {field: typed, "place-de": "Rathaus, Zimmer 5", "topic-registration": "knows"}
    answer = save(jens, fields)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert said in page and f'href="#{field.removesuffix("-en")}"' in page
    assert f'value="{typed}"' in page or f"\n{typed}</textarea>" in page
    assert 'value="Rathaus, Zimmer 5"' in page
    assert re.search(r'name="topic-registration">.*?value="knows" selected', page, re.S)
    assert entry(house).topics == {"driving": "knows"}


def test_no_level_and_no_choice_that_was_never_offered_is_a_five_hundred(house: OpenHouse) -> None:
    jens = house.signed_in("jens")
    for odd in (
        {"topic-driving": "guru"},
        {"language-da": "sings"},
        {"shown_as": "nobody"},
        {"language-da": "", "language-en": ""},
        {"shown_as": "team", "team-da": "", "team-en": "", "team-de": ""},
        {"title-da": "", "title-en": "", "title-de": ""},
    ):
        assert save(jens, form_of(jens) | odd).status_code == 422, odd
    assert save(jens, {"form_token": form_of(jens)["form_token"]}).status_code == 422
    assert save(jens, form_of(jens) | {"form_token": "no"}).status_code == 403


def test_of_two_who_write_at_once_the_second_sees_what_the_first_wrote_and_keeps_her_own(house: OpenHouse) -> None:
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    mine, hers = form_of(jens), form_of(mette)
    assert save(mette, hers | {"hours": "Tu 09:00-10:00"}).status_code == 303
    answer = save(jens, mine | {"hours": "We 09:00-10:00", "telephone": "00 10 20 41"})
    assert answer.status_code == 409
    page = unescape(answer.text)
    assert "Somebody has changed this entry while you were writing" in page
    assert 'value="We 09:00-10:00"' in page and "<dd>Tu 09:00-10:00</dd>" in page
    assert entry(house).person.hours == "Tu 09:00-10:00"
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen and save(jens, mine | {"hours": "We 09:00-10:00", "seen": seen[1]}).status_code == 303
    assert entry(house).person.hours == "We 09:00-10:00"


def test_only_she_the_administrator_and_editors_change_an_entry(house: OpenHouse) -> None:
    confirmed(house, "jens", None)
    fields = form_of(house.signed_in("jens"))
    for other, municipality, status in (("hanne", "fjordby", 403), ("birgit", "bakkeby", 404)):
        browser = house.signed_in(other, municipality=municipality)
        token = browser.token(f"/desk/{municipality}/")
        assert browser.get(f"{JENS}/edit").status_code == status
        for way in ("edit", "confirm", "absences", "absences/1/end", "pairs", "pairs/end"):
            given = {**fields, "form_token": token, "first_day": "2026-12-01", "last_day": "2026-12-02"}
            given |= {"colleague": "mette", "language": "de"}
            assert browser.post(f"{JENS}/{way}", data=given).status_code == status, way
        assert "Change this entry" not in browser.get(JENS).text
    for allowed in ("mette", "anders"):
        assert "Change this entry" in house.signed_in(allowed).get(JENS).text
    assert (entry(house).person.confirmed_on, entry(house).absences, entry(house).pairs) == (None, (), {})


def test_who_was_signed_out_while_writing_gets_her_words_back(house: OpenHouse) -> None:
    jens = house.signed_in("jens")
    fields = form_of(jens) | {"place-de": "Rathaus, Zimmer 5"}
    house.later(hours=5)
    answer = save(jens, fields)
    assert answer.status_code == 401
    assert "Rathaus, Zimmer 5" in answer.text


def test_a_cpr_number_in_an_entry_is_never_kept(house: OpenHouse) -> None:
    jens = house.signed_in("jens")
    answer = save(jens, form_of(jens) | {"place-da": "cpr 010190-1234", "others": "phone: 0101901234"})
    assert "A personal number was taken out" in jens.get(answer.headers["location"]).text
    assert "010190" not in f"{entry(house).person.place} {entry(house).details}"
    many = ", ".join(str(number) for number in range(300))
    assert save(jens, form_of(jens) | {"others": f"cpr: {many}, 010190-1234"}).status_code == 422


# --- confirmed, away, paired


def test_one_button_says_that_everything_is_still_right(house: OpenHouse) -> None:
    confirmed(house, "jens", None)
    jens = house.signed_in("jens")
    assert "Never confirmed" in main_of(jens.get(JENS))
    answer = jens.fill(f"{JENS}/confirm", page=JENS)
    assert "counts as confirmed today" in jens.get(answer.headers["location"]).text
    assert entry(house).person.confirmed_on == TODAY
    assert "Questions go rather to colleagues" not in main_of(jens.get(JENS))


def test_a_get_confirms_nothing(house: OpenHouse) -> None:
    confirmed(house, "jens", None)
    jens = house.signed_in("jens")
    assert jens.get(f"{JENS}/confirm", follow_redirects=False).headers["location"] == JENS
    assert entry(house).person.confirmed_on is None


def test_an_absence_that_is_over_is_not_noted(house: OpenHouse) -> None:
    jens = house.signed_in("jens")
    refused = jens.fill(f"{JENS}/absences", page=JENS, first_day="2020-12-21", last_day="2020-12-31")
    assert (refused.status_code, "These days are over. Please check the year." in refused.text) == (422, True)
    assert "31 December 2020" not in main_of(jens.get(JENS))


def test_an_absence_is_noted_and_taken_out(house: OpenHouse) -> None:
    jens = house.signed_in("jens")
    jens.fill(f"{JENS}/absences", page=JENS, first_day="2026-12-21", last_day="31.12.2026")
    assert "21 December 2026 to 31 December 2026" in main_of(jens.get(JENS))
    number = entry(house).absences[0].id
    jens.fill(f"{JENS}/absences/{number}/end", page=JENS)
    assert entry(house).absences == ()
    assert jens.fill(f"{JENS}/absences/{number}/end", page=JENS).status_code == 303, "twice is no fault"


def test_days_that_can_not_be_are_explained_and_stay_in_the_form(house: OpenHouse) -> None:
    jens = house.signed_in("jens")
    answer = jens.fill(f"{JENS}/absences", page=JENS, first_day="2026-12-31", last_day="2026-12-21")
    assert answer.status_code == 422
    assert "The last day comes before the first" in answer.text
    assert 'value="2026-12-31"' in answer.text and 'value="2026-12-21"' in answer.text
    assert jens.fill(f"{JENS}/absences", page=JENS, first_day="", last_day="never").status_code == 422


def test_a_pair_is_made_from_either_side_and_ended(house: OpenHouse) -> None:
    jens, hanne = house.signed_in("jens"), house.signed_in("hanne")
    jens.fill(f"{JENS}/pairs", page=JENS, language="de", colleague="hanne", carries="")
    assert entry(house).pairs == {"de": (house.cast.hanne.id,)}
    hanne.fill(f"{PEOPLE}/hanne/pairs/end", page=f"{PEOPLE}/hanne", language="de", colleague="jens", carries="me")
    assert entry(house).pairs == {}
    hanne.fill(f"{PEOPLE}/hanne/pairs", page=f"{PEOPLE}/hanne", language="de", colleague="jens", carries="me")
    assert entry(house).pairs == {"de": (house.cast.hanne.id,)}


def test_a_neighbours_colleague_whom_we_may_ask_is_paired_seen_by_both_and_unpaired(house: OpenHouse) -> None:
    jens, birgit = house.signed_in("jens"), house.signed_in("birgit", municipality="bakkeby")
    given = {"language": "en", "colleague": "birgit@bakkeby", "carries": ""}
    assert "Birgit Påfund" not in jens.get(JENS).text
    assert jens.fill(f"{JENS}/pairs", page=JENS, **given).status_code == 404
    with house.write() as session:
        share = PersonShare(person_id=house.cast.birgits_person.id or 0, municipality_id=house.cast.fjordby.id or 0)
        session.add(share)
        renew(session)
    assert '<option value="birgit@bakkeby">Birgit Påfund in Bakkeby</option>' in jens.get(JENS).text
    jens.fill(f"{JENS}/pairs", page=JENS, **given)
    assert entry(house).pairs == {"en": (house.cast.birgits_person.id,)}
    assert "Birgit Påfund in Bakkeby carries question and answer, in English" in jens.get(JENS).text
    hers = "/desk/bakkeby/people/birgit"
    assert "For Jens Prøvesen in Fjordby, in English" in birgit.get(hers).text
    birgit.fill(f"{hers}/pairs/end", page=hers, language="en", colleague="jens@fjordby", carries="me")
    assert entry(house).pairs == {}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"language": "", "colleague": "hanne"}, 422),
        ({"language": "de", "colleague": ""}, 422),
        ({"language": "pl", "colleague": "hanne"}, 422),
        ({"language": "de", "colleague": "jens"}, 422),
        ({"language": "de", "colleague": "birgit"}, 404),
    ],
)
def test_a_pair_that_can_not_be_is_explained(house: OpenHouse, given: dict[str, str], status: int) -> None:
    jens = house.signed_in("jens")
    answer = jens.fill(f"{JENS}/pairs", page=JENS, carries="", **given)
    assert answer.status_code == status
    assert 'id="error-summary"' in answer.text and "<h1" in answer.text
    assert entry(house).pairs == {}


# --- the directory answers a question


def test_a_question_finds_first_whoever_knows_its_country_and_says_why_and_when(house: OpenHouse) -> None:
    library(house)
    with house.write() as session:
        other = a_person(
            session, house.cast.fjordby, "Lise Digt", [house.cast.driving], languages=["da", "en"],
            subjects=["foreign-driving-licence"],
        )  # fmt: skip
        session.add(PersonDetail(person_id=other.id or 0, name="issuing_country", value="JP"))
    page = main_of(house.signed_in("mette").get(PEOPLE, params={"q": "Japanese driving licence"}))
    assert page.index("Lise Digt") < page.index("Jens Prøvesen") < page.index("Hanne Fiktiv")
    assert "knows licences from Japan" in page
    assert "knows the article “Foreign driving licence”" in page
    assert page.index("Here now") < page.index("Back on Monday 7 December at 9:00")


def test_a_question_in_german_names_who_carries_the_language(house: OpenHouse) -> None:
    library(house)
    params = {"q": "Japanese driving licence", "lang": "de"}
    page = main_of(house.signed_in("mette").get(PEOPLE, params=params))
    jens = page[page.index('id="person-jens"') :]
    assert "With Mette Eksempelgaard as interpreter" in jens[: jens.index("</li>\n<li class")]


def test_a_country_alone_finds_who_knows_it(house: OpenHouse) -> None:
    with house.write() as session:
        session.add(PersonDetail(person_id=house.cast.jens.id or 0, name="issuing_country", value="JP"))
    for query in ("Japan", "japansk", "japanische Papiere"):
        page = main_of(house.signed_in("mette").get(PEOPLE, params={"q": query}))
        assert "Jens Prøvesen" in page and "knows licences from Japan" in page, query
        assert "Hanne Fiktiv" not in page


def test_when_nobody_knows_the_front_desk_is_named(house: OpenHouse) -> None:
    page = main_of(house.signed_in("mette").get(PEOPLE, params={"q": "xylophone"}))
    assert "Mette Eksempelgaard" in page and "takes questions that nobody else covers" in page
    assert "Jens Prøvesen" not in page


def test_an_old_entry_is_marked_and_a_fresh_one_is_not(house: OpenHouse) -> None:
    confirmed(house, "jens", TODAY - timedelta(days=181))
    confirmed(house, "mette", TODAY - timedelta(days=5))
    confirmed(house, "hanne", None)
    page = main_of(house.signed_in("mette").get(PEOPLE))
    assert page.count("Not confirmed since 26 May 2026") == 1
    assert "Confirmed on 18 November 2026" in page
    assert page.count("Never confirmed") == 1


def test_a_neighbours_colleague_who_may_be_asked_is_named_with_her_municipality(house: OpenHouse) -> None:
    library(house)
    with house.write() as session:
        session.add(
            PersonShare(person_id=house.cast.birgits_person.id or 0, municipality_id=house.cast.fjordby.id or 0)
        )
    page = main_of(house.signed_in("mette").get(PEOPLE, params={"q": "Japanese driving licence"}))
    assert "Birgit Påfund" in page and "Works in Bakkeby and may be asked" in page
    assert f"{PEOPLE}/birgit" not in page


# --- what others see


def test_the_public_page_shows_whom_the_municipality_and_the_person_chose_and_how(house: OpenHouse) -> None:
    with house.write() as session:
        for person, shown_as, public in (
            (house.cast.jens, "first-name", True),
            (house.cast.hanne, "full-name", False),
            (house.cast.mettes_person, "team", True),
        ):
            row = session.get_one(ResourcePerson, person.id)
            row.shown_as, row.public, row.team, row.telephone = shown_as, public, {"en": "The team"}, "00 10 20 41"
        session.add(Absence(person_id=house.cast.jens.id or 0, first_day=TODAY, last_day=TODAY))
    page = house.browser().get("/fjordby/en/people").text
    assert "Jens</h3>" in page and "The team</h3>" in page
    for never in ("Prøvesen", "Hanne", "Mette", "@fjordby.example.org</a>", "00 10 20 41", "Away", "confirmed"):
        assert never not in page, never


# --- for another municipality


def works_in_both(house: OpenHouse) -> Browser:
    with house.write() as session:
        people.grant(session, house.cast.mette, Role.DESK, municipality_id=house.cast.bakkeby.id or 0)
    return house.signed_in("mette")


def switch(page: str) -> str:
    nav = page[page.index('class="workplaces"') :]
    return unescape(re.findall(r'href="(/desk/bakkeby/[^"]*)"', nav)[0])


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("", ""),
        ("?q=licence&speaks=de", "?q=licence&speaks=de"),
        ("people?topic=driving", "people?topic=driving"),
        ("people/jens", "people"),
        ("enquiries", "enquiries"),
        ("articles/foreign-driving-licence", "articles/foreign-driving-licence"),
    ],
)
def test_a_clerk_switches_to_another_municipality_and_stays_on_her_page(
    house: OpenHouse, here: str, there: str
) -> None:
    library(house)
    mette = works_in_both(house)
    address = switch(mette.get(f"/desk/fjordby/{here}").text)
    assert address == f"/desk/bakkeby/{there}"
    assert mette.get(address).status_code == 200


def test_a_page_that_the_other_municipality_lacks_leads_to_its_desk(house: OpenHouse) -> None:
    with house.write() as session:
        an_article(session, house.cast, "harbour-parking", owner=house.cast.fjordby)
        people.grant(session, house.cast.anders, Role.DESK, municipality_id=house.cast.bakkeby.id or 0)
    mette, anders = works_in_both(house), house.signed_in("anders")
    assert switch(mette.get("/desk/fjordby/articles/harbour-parking").text) == "/desk/bakkeby/"
    assert switch(anders.get("/desk/fjordby/outbox").text) == "/desk/bakkeby/"


def test_who_works_in_one_municipality_has_nothing_to_switch_to(house: OpenHouse) -> None:
    assert 'class="workplaces"' not in house.signed_in("jens").get("/desk/fjordby/").text


def test_what_she_sees_and_logs_there_belongs_to_the_other_municipality(house: OpenHouse) -> None:
    mette = works_in_both(house)
    page = main_of(mette.get("/desk/bakkeby/people"))
    assert "Birgit Påfund" in page and "Jens Prøvesen" not in page
    new = "/desk/bakkeby/enquiries/new"
    answer = mette.fill(
        new, page=new, text="May I drive here?", topic="driving", channel="counter", lang="en", once="x"
    )
    assert answer.status_code == 303 and answer.headers["location"].startswith("/desk/bakkeby/")
    assert "Birgit Påfund" in mette.get("/desk/bakkeby/enquiries?whose=all").text
    assert "/enquiries/1" not in mette.get("/desk/fjordby/enquiries?whose=all").text
