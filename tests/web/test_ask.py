"""Asking a person, and the asker's own page."""

import re
from collections.abc import Iterator

import pytest
from httpx2 import Response
from sqlmodel import select
from starlette.datastructures import FormData

from app.enquiries import answering, queries
from app.enquiries.models import Enquiry
from app.mail.models import Letter
from app.web.forms import fields
from app.web.guard import as_read
from tests.web.conftest import Browser, OpenHouse

ASK = "/fjordby/en/ask"


@pytest.fixture
def ola(house: OpenHouse) -> Iterator[Browser]:
    """The browser of Ola, who is new here."""
    yield house.browser()


def ask(browser: Browser, **fields: object) -> Response:
    given = {"text": "May I drive here with a licence from Japan?", "topic": "driving", "once": "1", **fields}
    return browser.fill(ASK, page=ASK, **given)


def test_the_form_says_what_the_asker_must_know(ola: Browser) -> None:
    page = ola.get(ASK).text
    for words in (
        "It is not a decision",
        "no CPR, passport or bank numbers",
        "https://fjordby.example.org/sikker",
        'call <a class="telephone" href="tel:112">112</a>',
        "1813",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("page", "text", "answered"),
    [
        ("de", "May I drive here with the licence that I have from Japan?", "en"),
        ("en", "Darf ich mit dem Führerschein aus Japan hier fahren?", "de"),
        ("da", "May I drive here with the licence that I have from Japan?", "en"),
        ("en", "What is this? Du skal møde op hos kommunen, og du har ikke svaret på vores brev.", "en"),
        ("de", "driving licence Japan", "de"),
    ],
    ids=["English on the German page", "German", "English on the Danish page", "quotes a Danish letter", "two words"],
)
def test_she_is_answered_in_the_language_that_she_writes(
    house: OpenHouse, ola: Browser, page: str, text: str, answered: str
) -> None:
    form = f"/fjordby/{page}/ask"
    sent = ola.fill(form, page=form, text=text, topic="driving", once="1", email="ola@example.org")
    assert sent.headers["location"].startswith(f"/fjordby/{page}/enquiries/")
    with house.read() as session:
        assert session.exec(select(Enquiry.language)).one() == answered
    said = {"de": "erhalten deshalb die Antwort auf", "en": "so you are answered in", "da": "så du får svar på"}
    assert (said[page] in ola.get(sent.headers["location"]).text) == (answered != page)


def test_she_is_told_where_the_link_goes_without_showing_it_to_others(ola: Browser) -> None:
    own = ask(ola, email="ola@example.org").headers["location"]
    page = ola.get(own).text
    assert "We also send it to you by e-mail, to o…@example.org." in page and "ola@example.org" not in page
    assert f'<a href="{own}">' in page
    assert "this link is your only way back" in ola.get(ask(ola, text="And my wife?").headers["location"]).text


def test_the_asker_gets_a_link_a_name_and_a_promise(house: OpenHouse, ola: Browser) -> None:
    answer = ask(ola)
    page = ola.get(answer.headers["location"])
    assert re.search(r"/fjordby/en/enquiries/[a-z0-9]{26}$", answer.headers["location"])
    assert "Jens has it." in page.text  # he agreed to be shown by his first name
    assert "Prøvesen" not in page.text
    assert "Thursday 26 November at 15:00" in page.text
    assert "It is not a decision" in page.text


def test_a_double_click_makes_one_question(house: OpenHouse, ola: Browser) -> None:
    first, second = ask(ola), ask(ola)
    assert first.headers["location"] == second.headers["location"]
    assert ask(ola, text="Something else?").headers["location"] != first.headers["location"]


def test_faults_are_told_in_the_readers_language_and_nothing_typed_is_lost(house: OpenHouse, ola: Browser) -> None:
    answer = ask(ola, text="", email="not an address", name="<script>alert(1)</script>", asking_as="employer")
    assert answer.status_code == 422
    assert "Please fill this in." in answer.text
    assert "This is not an e-mail address." in answer.text
    assert 'value="not an address"' in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert re.search(r'value="employer" checked', answer.text)


@pytest.mark.parametrize(
    "typed", ["ola@example.org,", "mailto:ola@example.org", " <ola@example.org> ", "ola@\u200bexample.org"]
)
def test_an_address_is_taken_as_people_copy_it(house: OpenHouse, ola: Browser, typed: str) -> None:
    assert ask(ola, email=typed).status_code == 303
    with house.read() as session:
        assert session.exec(select(Enquiry.email)).all() == ["ola@example.org"]


@pytest.mark.parametrize(
    "typed", ["a@x..dk", "a;b@x.dk", "a@x.dk;rm", "a,b@x.dk", "a:b@x.dk", "a b@x.dk", "@x.dk", "a@dk"]
)
def test_an_address_that_no_letter_reaches_is_refused(house: OpenHouse, ola: Browser, typed: str) -> None:
    answer = ask(ola, email=typed)
    assert answer.status_code == 422 and "This is not an e-mail address." in answer.text


def test_a_form_from_elsewhere_is_refused_and_the_text_is_kept(house: OpenHouse, ola: Browser) -> None:
    stranger = {"text": "A long question", "once": "1", "form_token": "0" * 64}
    answer = ola.post(ASK, data=stranger)
    assert answer.status_code == 403
    assert "A long question" in answer.text
    elsewhere = ola.post(ASK, data={**stranger, "form_token": ola.token(ASK)}, headers={"sec-fetch-site": "cross-site"})
    assert elsewhere.status_code == 403
    with house.read() as session:
        assert session.exec(select(Enquiry)).all() == []


def test_a_cpr_number_is_taken_out_and_the_asker_is_told(house: OpenHouse, ola: Browser) -> None:
    page = ola.get(ask(ola, text="My cpr is 150955-8231, may I drive?").headers["location"]).text
    assert "8231" not in page
    assert "was taken out of this text" in page


def test_the_asker_reads_the_answer_and_writes_back(house: OpenHouse, ola: Browser) -> None:
    own = ask(ola).headers["location"]
    before = ola.get(own).text
    assert before.index("Keep this link") < before.index("What was written")
    with house.write() as session:
        thread = queries.for_asker(session, own.rsplit("/", 1)[1])
        jens = house.cast.staff_of(house.cast.jens, session)
        answering.answer(session, thread, "Yes, for\n180 days.", by=jens, now=house.now)
    page = ola.get(own).text
    assert page.index("has been answered by Jens") < page.index("180 days.") < page.index("Keep this link")
    written = ola.fill(f"{own}/messages", page=own, text="And my motorcycle?")
    assert written.status_code == 303
    assert "Your message was sent." in ola.get(written.headers["location"]).text
    assert "Jens has it." in ola.get(own).text


def test_withdrawing_asks_first_and_then_removes_everything(house: OpenHouse, ola: Browser) -> None:
    own = ask(ola, name="Ola Nordmann").headers["location"]
    assert ola.fill(f"{own}/withdraw", page=own).status_code == 422
    assert ola.fill(f"{own}/withdraw", page=own, sure="yes").status_code == 303
    page = ola.get(own).text
    assert "Your question has been removed" in page
    assert "licence from Japan" not in page


def test_after_a_reply_the_texts_stay_and_the_asker_is_told_for_how_long(house: OpenHouse, ola: Browser) -> None:
    own = ask(ola).headers["location"]
    with house.write() as session:
        thread = queries.for_asker(session, own.rsplit("/", 1)[1])
        answering.answer(session, thread, "Yes.", by=house.cast.staff_of(house.cast.jens, session), now=house.now)
    ola.fill(f"{own}/withdraw", page=own, sure="yes")
    assert "180 days after the question was closed" in ola.get(own).text


@pytest.mark.parametrize("key", ["x", "zzzzzzzzzzzzzzzzzzzzzzzzzz", "%00", "../../etc"])
def test_a_wrong_key_is_not_found(house: OpenHouse, ola: Browser, key: str) -> None:
    assert ola.get(f"/fjordby/en/enquiries/{key}").status_code == 404


def test_the_askers_page_is_never_stored_indexed_or_told_of(house: OpenHouse, ola: Browser) -> None:
    headers = ola.get(ask(ola).headers["location"]).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "noindex" in headers["x-robots-tag"]


def test_letters_carry_the_link_and_no_words(house: OpenHouse, ola: Browser) -> None:
    own = ask(ola, email="ola@example.org").headers["location"]
    with house.read() as session:
        letters = {letter.to: letter for letter in session.exec(select(Letter)).all()}
    assert own in letters["ola@example.org"].text
    assert all("Japan" not in letter.text + letter.html + letter.subject for letter in letters.values())


def test_too_many_questions_from_one_address_wait_and_nothing_is_lost(house: OpenHouse, ola: Browser) -> None:
    answers = [ask(ola, text=f"Question number {number}") for number in range(62)]
    assert answers[-1].status_code == 429
    assert "Question number 61" in answers[-1].text
    assert answers[0].status_code == 303


def test_head_is_answered_as_get_is_without_the_body(ola: Browser) -> None:
    answer = ola.head("/fjordby/en/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-security-policy"]


@pytest.mark.parametrize("charset", ["unicode_escape", "undefined", "punycode", "utf-16"])
def test_a_form_in_another_charset_is_refused_calmly(ola: Browser, charset: str) -> None:
    body = '--x\r\nContent-Disposition: form-data; name="form_token"\r\n\r\n\\ud800\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    answer = ola.post(ASK, content=body.encode(), headers={"Content-Type": kind})
    assert answer.status_code == 415
    assert "<h1>" in answer.text


def test_a_link_in_an_answer_can_be_followed(house: OpenHouse, ola: Browser) -> None:
    address = ask(ola, text="See https://asker.example.org/, may I drive?").headers["location"]
    with house.write() as session:
        thread = queries.for_asker(session, address.rpartition("/")[2])
        jens = house.cast.staff_of(house.cast.jens, session)
        answering.answer(session, thread, "See https://fjordby.example.org/ <b>", by=jens, now=house.now)
    page = ola.get(address).text
    assert '<a href="https://fjordby.example.org/" rel="' in page
    assert "<b>" not in page and 'href="https://asker' not in page


def test_a_nul_reaches_no_database(ola: Browser) -> None:
    assert as_read({"method": "GET", "path": "/a/x\0"})["path"] == "/a/x\ufffd"
    assert fields(FormData({"section": "pap\0ers"})) == {"section": "papers"}
    assert ola.get("/fjordby/en/articles/%00").status_code == 404


def test_whoever_goes_back_and_sends_again_has_one_question_until_it_is_closed(house: OpenHouse, ola: Browser) -> None:
    first = ask(ola).headers["location"]
    assert ask(ola, once="2").headers["location"] == first
    ola.fill(f"{first}/withdraw", page=first, sure="yes")
    assert ask(ola, once="3").headers["location"] != first
    assert ask(house.browser()).headers["location"] != first, "somebody else with the same words"


def test_a_withdrawal_with_an_old_form_can_be_sent_once_more(house: OpenHouse, ola: Browser) -> None:
    own = ask(ola).headers["location"]
    refused = ola.post(f"{own}/withdraw", data={"sure": "yes", "form_token": "0" * 64}, follow_redirects=False)
    assert (refused.status_code, "This form is too old" in refused.text) == (403, True)
    assert f'action="{own}/withdraw"' in refused.text


def test_what_was_typed_for_a_question_that_is_over_is_shown_with_a_way_to_ask_it(
    house: OpenHouse, ola: Browser
) -> None:
    own = ask(ola).headers["location"]
    token = ola.token(own)
    ola.fill(f"{own}/withdraw", page=own, sure="yes")
    refused = ola.post(f"{own}/messages", data={"text": "And my dog?", "form_token": token}, follow_redirects=False)
    assert refused.status_code == 409
    assert "This was not sent" in refused.text
    assert 'href="/fjordby/en/ask?q=And+my+dog%3F"' in refused.text


def test_marks_that_turn_a_line_around_are_not_kept(house: OpenHouse, ola: Browser) -> None:
    page = ola.get(ask(ola, text="Hello \u202edlrow, may I drive?").headers["location"]).text
    assert "Hello dlrow, may I drive?" in page
