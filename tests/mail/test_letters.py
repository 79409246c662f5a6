"""Letters about enquiries carry no words of the asker or of the answer, in any language."""

import pytest
from sqlmodel import col, select

from app.core.languages import name
from app.enquiries import actions as enquiries
from app.enquiries import answering, queries
from app.enquiries.drafts import ClosingDraft, EnquiryDraft, MessageDraft
from app.enquiries.models import Outcome
from app.mail.models import Letter
from tests.cast import NOW, Cast

# The CPR number is made up: its month does not exist.
QUESTION = "Zitronenfalter: my number is 010170-1234, my landlord Ulla Påhit threw me out of Solvænget 5"
ANSWER = "Apfelstrudel: please bring the contract of Solvænget 5 to Ulla Påhit, and 010170-1234"
AGAIN = "Quarkkeulchen: she has changed the lock of Solvænget 5"
PRIVATE = [
    *("Zitronenfalter", "Apfelstrudel", "Quarkkeulchen", "Solvænget", "Påhit", "010170", "1234", "landlord"),
    *("Nordmann", "ola@example.org", "44 55 66 77", "Samoa"),
]


@pytest.mark.parametrize("language", ["da", "en", "de"])
def test_no_letter_of_an_enquirys_life_repeats_what_was_written(cast: Cast, language: str) -> None:
    session, staff = cast.session, cast.staff_of(cast.mette)
    asked = EnquiryDraft(
        text=QUESTION,
        topic="driving",
        name="Ola Nordmann",
        email="ola@example.org",
        phone="44 55 66 77",
        country="WS",
        details={"landlord": "Ulla Påhit"},
    )
    for outcome in (Outcome.REFERRED, Outcome.CASE):
        thread = enquiries.ask(session, asked, municipality=cast.fjordby, language=language, now=NOW)
        answering.answer(session, thread, MessageDraft(text=ANSWER).text, by=staff, now=NOW)
        thread = queries.for_asker(session, thread.enquiry.key)
        answering.write_back(session, thread, MessageDraft(text=AGAIN).text, now=NOW)
        enquiries.hand_over(session, thread, to=cast.mettes_person, why="Solvænget again", by=staff, now=NOW)
        thread = queries.for_asker(session, thread.enquiry.key)
        closing = ClosingDraft(outcome=outcome, referred_to="Påhit-ankenævnet", case_reference="Solvænget 5-1234")
        enquiries.close(session, thread, closing, now=NOW)
    letters = session.exec(select(Letter).order_by(col(Letter.id))).all()
    pair = {"interpreter"} if language == "de" else set()
    assert {letter.kind for letter in letters} == pair | {
        *("new-question", "receipt", "answered", "written-back", "handed-over", "closed"),
    }
    for letter in letters:
        for private in PRIVATE:
            assert private not in letter.subject + letter.text + letter.html, (letter.kind, private)


@pytest.mark.parametrize("language", ["da", "en", "de"])
def test_letters_speak_the_language_of_who_gets_them(cast: Cast, language: str) -> None:
    session = cast.session
    asked = EnquiryDraft(text=QUESTION, topic="driving", email="ola@example.org")
    enquiries.ask(session, asked, municipality=cast.fjordby, language=language, now=NOW)
    to_staff, *to_interpreter, to_asker = session.exec(select(Letter).order_by(col(Letter.id))).all()
    assert [letter.to for letter in to_interpreter] == ([cast.mettes_person.email] if language == "de" else [])
    assert (to_staff.kind, to_staff.to, to_staff.language) == ("new-question", cast.jens.email, "da")
    assert name(language, in_language="da") in to_staff.text
    assert (to_asker.kind, to_asker.to, to_asker.language) == ("receipt", "ola@example.org", language)
    assert f'<html lang="{language}">' in to_asker.html
    assert to_asker.text.endswith(f"-- \n{cast.fjordby.names[language]}\n")
