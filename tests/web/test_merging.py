"""The desk puts two questions of one asker together, and whatever led to the old one leads to the whole."""

import pytest
from sqlmodel import select

from app.enquiries import actions
from app.enquiries.drafts import EnquiryDraft
from app.enquiries.models import Enquiry, Message
from app.mail.models import Letter
from tests.web.conftest import OpenHouse

DESK = "/desk/fjordby/"
LIST = "/desk/fjordby/enquiries"
CHOOSE = "Put together with another question of the same asker"


def ask(house: OpenHouse, text: str, *, email: str = "ola@example.org", topic: str = "driving") -> tuple[int, str]:
    """The number and the key of a question to Fjordby."""
    draft = EnquiryDraft(text=text, topic=topic, email=email)
    with house.write() as session:
        asked = actions.ask(session, draft, municipality=house.cast.fjordby, language="en", now=house.now)
        return asked.enquiry.id or 0, asked.enquiry.key


@pytest.fixture
def two(house: OpenHouse) -> tuple[tuple[int, str], tuple[int, str]]:
    return ask(house, "May I drive here?"), ask(house, "How do I register?", topic="registration")


Two = tuple[tuple[int, str], tuple[int, str]]


def test_the_page_offers_the_askers_other_question_without_a_word_of_it_and_puts_them_together(
    house: OpenHouse, two: Two
) -> None:
    (first, old_key), (second, key) = two
    noise, _ = ask(house, "Somebody else's?", email="noise@example.org")
    mette = house.signed_in("mette")
    page = mette.get(f"{LIST}/{first}").text
    offered = page.partition(CHOOSE)[2].partition("</details>")[0]
    assert f"No. {second}: Registration" in offered and f"No. {noise}" not in offered
    assert "How do I register?" not in page
    offered = mette.get(f"{LIST}/{noise}").text.partition(CHOOSE)[2].partition("</details>")[0]
    assert 'type="radio"' not in offered and "The number of the other question" in offered
    done = mette.fill(f"{LIST}/{first}/merge", page=DESK, number=second)
    assert done.headers["location"] == f"{LIST}/{second}?done=merged"
    page = mette.get(done.headers["location"]).text
    assert "The two questions are one now." in page
    assert f"Question {first} was put together with this one." in page
    assert "This question has 2 parts" in page and "May I drive here?" in page and "How do I register?" in page
    old = mette.get(f"{LIST}/{first}", follow_redirects=False)
    assert (old.status_code, old.headers["location"]) == (303, f"{LIST}/{second}")
    asker = house.browser()
    for each in (old_key, key):
        gone = asker.get(f"/fjordby/en/enquiries/{each}")
        assert gone.status_code == 410 and "The link to it is in our e-mail" in gone.text
        assert "<h1>This link no longer works</h1>" in gone.text
        assert "May I drive here?" not in gone.text
    with house.read() as session:
        letter = session.exec(select(Letter).where(Letter.kind == "put-together")).one()
    assert letter.to == "ola@example.org"
    link = letter.text[letter.text.index("/fjordby/en/enquiries/") :].split()[0]
    own = asker.get(link).text
    assert "May I drive here?" in own and "How do I register?" in own
    wrote = asker.fill(f"{link}/messages", page=link, text="Hi!")
    assert wrote.status_code == 303
    assert "Hi!" in mette.get(f"{LIST}/{second}").text


def test_one_that_was_taken_down_without_a_contact_is_put_together_by_its_number(house: OpenHouse) -> None:
    number, _ = ask(house, "May I drive here?")
    mette = house.signed_in("mette")
    logged = mette.fill(f"{LIST}/new", text="And my trailer?", topic="driving", channel="telephone", lang="en")
    other = int(logged.headers["location"].partition("?")[0].rpartition("/")[2])
    assert f"No. {other}:" not in mette.get(f"{LIST}/{number}").text.partition(CHOOSE)[2]
    again = mette.fill(f"{LIST}/{number}/merge", page=DESK, number="", other="seven")
    assert again.status_code == 422 and "Please choose a question, or give its number." in again.text
    done = mette.fill(f"{LIST}/{number}/merge", page=DESK, number="", other=f" {other} ")
    assert done.headers["location"] == f"{LIST}/{other}?done=merged"
    assert "May I drive here?" in mette.get(done.headers["location"]).text


def test_a_double_click_does_it_once(house: OpenHouse, two: Two) -> None:
    (first, _), (second, _) = two
    mette = house.signed_in("mette")
    for page, number in ((first, second), (first, second), (second, first)):
        done = mette.fill(f"{LIST}/{page}/merge", page=DESK, number=number)
        assert (done.status_code, done.headers["location"]) == (303, f"{LIST}/{second}?done=merged")


def test_without_a_choice_or_with_a_wrong_one_a_sentence_says_so(house: OpenHouse, two: Two) -> None:
    (first, _), (second, _) = two
    noise, _ = ask(house, "Somebody else's?", email="noise@example.org")
    mette = house.signed_in("mette")

    def refused(number: object) -> tuple[int, str]:
        answer = mette.fill(f"{LIST}/{first}/merge", page=DESK, number=number)
        return answer.status_code, answer.text

    for nothing in ("", "x", "0", "-1", "99999999999999999999"):
        status, text = refused(nothing)
        assert (status, "Please choose a question, or give its number." in text) == (422, True), nothing
    for number, expected, sentence in (
        (noise, 409, "not of the same asker"),
        (first, 409, "Please choose another question."),
        (4711, 404, "There is no such question among yours."),
    ):
        status, text = refused(number)
        assert (status, sentence in text) == (expected, True), number
    with house.read() as session:
        assert len(session.exec(select(Enquiry)).all()) == 3
    assert mette.post(f"{LIST}/{first}/merge", data={"number": second, "form_token": "x"}).status_code == 403


def test_a_colleague_is_offered_only_what_she_may_answer(house: OpenHouse, two: Two) -> None:
    (first, _), (second, _) = two
    jens = house.signed_in("jens")
    assert f"No. {second}:" not in jens.get(f"{LIST}/{first}").text.partition(CHOOSE)[2]
    assert jens.fill(f"{LIST}/{first}/merge", page=DESK, number=second).status_code == 404
    assert house.signed_in("hanne").fill(f"{LIST}/{first}/merge", page=DESK, number=second).status_code == 404


def test_what_was_written_before_is_kept_and_not_sent_unread(house: OpenHouse) -> None:
    (first, _), (second, _) = ask(house, "May I drive here?"), ask(house, "And my motorcycle?")
    jens, mette = house.signed_in("jens"), house.signed_in("mette")
    forms = {number: jens.get(f"{LIST}/{number}").text for number in (first, second)}
    mette.fill(f"{LIST}/{first}/merge", page=DESK, number=second)
    for number, page in forms.items():
        seen = {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("seen", "seen_before")}
        late = jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes, you may.", **seen)
        assert (late.status_code, "Yes, you may.</textarea>" in late.text) == (409, True)
        assert "And my motorcycle?" in late.text and "May I drive here?" in late.text
    ended = jens.fill(f"{LIST}/{first}/close", page=DESK, outcome="withdrawn")
    assert (ended.status_code, f"Question {first} was put together" in ended.text) == (409, True)
    with house.read() as session:
        assert len(session.exec(select(Message)).all()) == 2
    page = jens.get(f"{LIST}/{second}").text
    seen = {name: page.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("seen", "seen_before")}
    assert jens.fill(f"{LIST}/{second}/messages", page=DESK, text="Yes, you may.", **seen).status_code == 303
