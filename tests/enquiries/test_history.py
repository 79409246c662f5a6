"""The whole history of an enquiry: nothing that happened is missing, and nobody is told what is not for her."""

from datetime import timedelta
from typing import TypeVar

from sqlmodel import Session, select

from app.core.i18n import Speaker, catalogued
from app.enquiries import actions, answering, queries
from app.enquiries.drafts import ClosingDraft, EnquiryDraft
from app.enquiries.history import (
    Asker,
    Captured,
    Ended,
    Given,
    History,
    Posted,
    WasRead,
    Withdrawn,
    Written,
    history,
)
from app.enquiries.history_sentences import LETTERS, Names, paper
from app.enquiries.models import Author, MessageKind, Outcome
from app.enquiries.queries import Thread
from app.mail.models import Letter
from app.people import actions as people
from app.people.models import Account, ResourcePerson, Role
from tests.cast import NOW, Cast, a_question, keep_promises

LATER = NOW + timedelta(hours=1)
T = TypeVar("T")
NAMES = Names("Fjordby Municipality", {"driving": "Driving", "registration": "Registration"}, {})


def told(session: Session, cast: Cast, thread: Thread, who: Account | ResourcePerson) -> History:
    """What the history tells to somebody of the cast."""
    staff = cast.staff_of(who)
    again = queries.for_staff(session, staff, cast.fjordby, thread.enquiry.id or 0)
    return history(session, again, staff, now=LATER)


def of_kind(found: History, kind: type[T]) -> list[T]:
    return [event for event in found.events if isinstance(event, kind)]


def test_the_question_is_told_with_who_asked_what_was_taken_out_and_by_when(session: Session, cast: Cast) -> None:
    a_question(session, cast, "Another question", name="Somebody else", email="noise@example.org")
    thread = a_question(session, cast, "My number is 010190-1234. May I drive?", country="JP", phone="00 10 20 99")
    found = told(session, cast, thread, cast.jens)
    assert (found.channel, found.language, found.country, found.asked_at) == ("web", "en", "JP", NOW)
    assert found.asker == Asker("Ola Nordmann", "ola@example.org", "00 10 20 99")
    assert found.removed == ["CPR"]
    (part,) = found.parts
    assert (part.topic, part.person, part.promised_at, part.answered_at) == (
        "driving",
        "Jens Prøvesen",
        thread.part.promised_at,
        None,
    )
    (question,) = of_kind(found, Written)
    assert question.author == Author.ASKER and "May I drive?" in question.text and "010190" not in question.text
    assert "Another question" not in str(found) and "noise@example.org" not in str(found)
    assert thread.enquiry.key not in str(found)


def test_who_has_it_is_told_with_reasons_and_who_gave_it_to_her(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    jens = cast.staff_of(cast.jens)
    actions.hand_over(session, thread, to=cast.mettes_person, why="She knows Japan.", by=jens, now=LATER)
    first, second = of_kind(told(session, cast, thread, cast.mette), Given)
    assert (first.person, first.given_by, first.until) == ("Jens Prøvesen", "", LATER)
    assert first.candidates[0].name == "Jens Prøvesen"
    assert "topic" in {reason.kind for reason in first.candidates[0].reasons}
    assert (second.person, second.given_by, second.why, second.until) == (
        cast.mettes_person.name,
        "Jens Prøvesen",
        "She knows Japan.",
        None,
    )


def test_what_an_interpreter_reworded_is_told_with_both_texts_and_both_names(session: Session, cast: Cast) -> None:
    draft = EnquiryDraft(text="Darf ich hier fahren?", topic="driving", email="ola@example.org")
    thread = actions.ask(session, draft, municipality=cast.fjordby, language="de", now=NOW)
    jens, mette = cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    his = queries.for_staff(session, jens, cast.fjordby, thread.enquiry.id or 0)
    answering.note(session, his, "He called yesterday.", by=jens, now=NOW)
    reply = answering.answer(session, his, "Ja, i 180 dage.", by=jens, now=NOW)
    hers = queries.for_staff(session, mette, cast.fjordby, thread.enquiry.id or 0)
    answering.interpret(session, hers, reply, "Ja, 180 Tage lang.", by=mette, now=LATER)
    found = told(session, cast, thread, cast.jens)
    _, note, answer = of_kind(found, Written)
    assert (note.kind, note.text, note.name) == (MessageKind.NOTE, "He called yesterday.", "Jens Prøvesen")
    assert (answer.original, answer.name) == ("Ja, i 180 dage.", "Jens Prøvesen")
    assert (answer.text, answer.interpreter) == ("Ja, 180 Tage lang.", cast.mettes_person.name)
    assert of_kind(found, Given)[0].interpreter == cast.mettes_person.name


def test_letters_are_told_without_the_askers_address(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    for letter in session.exec(select(Letter)).all():
        letter.delivered_at = LATER
        session.add(letter)
    letters = of_kind(told(session, cast, thread, cast.jens), Posted)
    to_staff, to_asker = letters
    assert (to_staff.kind, to_staff.to, to_staff.name, to_staff.address, to_staff.delivered_at) == (
        "new-question",
        Author.STAFF,
        "Jens Prøvesen",
        cast.jens.email,
        LATER,
    )
    assert (to_asker.kind, to_asker.to, to_asker.name, to_asker.address) == ("receipt", Author.ASKER, "", "")
    assert "ola@example.org" not in str(letters)


def test_broken_promises_and_the_next_person_are_told(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    late = thread.part.promised_at + timedelta(minutes=1)
    assert keep_promises(session, cast.fjordby, now=late) == 1
    found = told(session, cast, thread, cast.mette)
    assert found.parts[0].promises_broken == 1
    assert [event.at for event in of_kind(found, Given)] == [NOW, late]
    assert "later" in {letter.kind for letter in of_kind(found, Posted)}


def test_readings_are_told_to_those_who_may_act_on_it(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    actions.note_reading(session, thread, cast.staff_of(cast.mette), now=LATER)
    assert of_kind(told(session, cast, thread, cast.jens), WasRead) == [WasRead(LATER, cast.mette.name)]


def test_an_editor_who_only_reads_is_not_told_who_asked_or_who_read(session: Session, cast: Cast) -> None:
    people.grant(session, cast.karen, Role.EDITOR, municipality_id=cast.fjordby.id or 0)
    thread = a_question(session, cast)
    jens = cast.staff_of(cast.jens)
    answering.answer(session, thread, "Yes, you may.", by=jens, now=NOW)
    actions.note_reading(session, thread, jens, now=NOW)
    found = told(session, cast, thread, cast.karen)
    assert found.asker is None and of_kind(found, WasRead) == []
    assert [message.text for message in of_kind(found, Written)][1:] == ["Yes, you may."]
    assert "Ola" not in str(found) and "ola@example.org" not in str(found)
    assert "Contact" not in dict(paper(found, Speaker("en"), NAMES)["about"]["facts"])
    assert told(session, cast, thread, cast.jens).asker, "who has it is told"


def test_how_it_ended_is_told_in_order_of_time(session: Session, cast: Cast) -> None:
    thread, jens = a_question(session, cast), cast.staff_of(cast.jens)
    answering.answer(session, thread, "Yes, you may.", by=jens, now=NOW + timedelta(minutes=5))
    thread = queries.for_staff(session, jens, cast.fjordby, thread.enquiry.id or 0)
    article = actions.capture(session, thread, by=jens, now=NOW + timedelta(minutes=10))
    closing = ClosingDraft(outcome=Outcome.CASE, case_reference="26/1234")
    actions.close(session, thread, closing, now=NOW + timedelta(minutes=20))
    found = told(session, cast, thread, cast.jens)
    assert (found.state, found.outcome, found.case_reference) == ("closed", "case", "26/1234")
    assert of_kind(found, Captured) == [Captured(NOW + timedelta(minutes=10), article.slug)]
    assert of_kind(found, Ended) == [Ended(NOW + timedelta(minutes=20), "case", "", "26/1234")]
    moments = [event.at for event in found.events]
    assert moments == sorted(moments) and isinstance(found.events[0], Written)


def test_of_a_withdrawn_question_only_what_is_kept_is_told(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    actions.withdraw(session, thread, now=LATER)
    found = told(session, cast, thread, cast.mette)
    assert of_kind(found, Withdrawn) == [Withdrawn(LATER)]
    assert of_kind(found, Written) == [] and of_kind(found, Posted) == []
    assert found.asker == Asker("", "", "")
    assert dict(paper(found, Speaker("en"), NAMES)["about"]["facts"])["Contact"] == "None is kept"


def test_it_is_printed_in_the_readers_language_with_every_event(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    found = told(session, cast, thread, cast.jens)
    for language in catalogued():
        printed = paper(found, Speaker(language), NAMES)
        assert printed["language"] == language
        assert len(printed["events"]["list"]) == len(found.events)
    english = paper(found, Speaker("en"), NAMES)
    assert english["title"] == f"Question {found.number}: Driving"
    assert [event["sentence"] for event in english["events"]["list"]] == [
        "The asker wrote",
        "Given to Jens Prøvesen",
        f"Letter to Jens Prøvesen ({cast.jens.email}): “A new question”",
        "Letter to the asker: “We have received your question”",
    ]
    assert english["events"]["list"][0]["texts"][0]["text"] == thread.question


def test_every_letter_that_we_write_has_a_name_in_it(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    keep_promises(session, cast.fjordby, now=thread.part.promised_at - timedelta(hours=1))
    keep_promises(session, cast.fjordby, now=thread.part.promised_at + timedelta(minutes=1))
    kinds = {letter.kind for letter in of_kind(told(session, cast, thread, cast.mette), Posted)}
    assert len(kinds) > 3 and kinds <= LETTERS.keys()
