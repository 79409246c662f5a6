"""No answer is lost or sent as something else, whoever waits for whom."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from app.core import hours
from app.core.errors import Conflict
from app.enquiries import actions, answering, queries
from app.enquiries.drafts import ClosingDraft
from app.enquiries.models import MessageKind, MessageState, Outcome
from app.enquiries.queries import Thread
from app.people.rules import Staff
from tests.cast import NOW, Cast, a_question, keep_promises
from tests.enquiries.test_pairs_and_parts import LATER, as_seen_by, in_german, letters, of_two_parts, what_ola_reads


def test_the_same_words_about_two_parts_or_as_note_and_answer_are_no_double_click(session: Session, cast: Cast) -> None:
    thread, mette = of_two_parts(session, cast), cast.staff_of(cast.mette)
    for part in [each.part.id for each in thread.parts]:
        seen = queries.for_staff(session, mette, cast.fjordby, thread.enquiry.id or 0, part=part)
        answering.note(session, seen, "Yes.", by=mette, now=NOW)
        seen = queries.for_staff(session, mette, cast.fjordby, thread.enquiry.id or 0, part=part)
        answering.answer(session, seen, "Yes.", by=mette, now=NOW)
    assert what_ola_reads(session, thread) == ["Yes.", "Yes."]


def test_a_question_back_stops_the_clock_only_when_it_is_sent_and_stays_one(session: Session, cast: Cast) -> None:
    thread, jens, mette = in_german(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    message = answering.answer(session, thread, "Fra hvilket land?", by=jens, now=NOW, asks_back=True)
    assert thread.part.waiting_since is None
    answering.write_back(session, queries.for_asker(session, thread.enquiry.key), "Bitte schnell!", now=NOW)
    seen = as_seen_by(mette, session, cast, thread)
    answering.interpret(session, seen, message, "Aus welchem Land?", by=mette, now=LATER)
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.state, after.part.waiting_since) == ("open", LATER)
    assert letters(session, "ola@example.org") == ["receipt", "answered"]


def test_a_ready_part_is_sent_when_all_else_waits_for_the_asker(session: Session, cast: Cast) -> None:
    thread, jens, mette = of_two_parts(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    hers = as_seen_by(mette, session, cast, thread)
    answering.answer(session, hers, "At the town hall.", by=mette, now=NOW)
    his = as_seen_by(jens, session, cast, thread)
    answering.answer(session, his, "From where?", by=jens, now=NOW, asks_back=True)
    keep_promises(session, cast.fjordby, now=LATER)
    assert sorted(what_ola_reads(session, thread)) == ["At the town hall.", "From where?"]


def test_nobody_closes_what_another_has_an_open_part_of_or_whose_answer_waits(session: Session, cast: Cast) -> None:
    thread, jens, mette = of_two_parts(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    referred = ClosingDraft(outcome=Outcome.REFERRED, referred_to="SIRI")
    with pytest.raises(Conflict):
        actions.close(session, as_seen_by(jens, session, cast, thread), referred, now=NOW, by=jens)
    answering.answer(session, as_seen_by(jens, session, cast, thread), "Yes.", by=jens, now=NOW)
    with pytest.raises(Conflict):
        actions.close(session, as_seen_by(mette, session, cast, thread), referred, now=NOW, by=mette)


def test_a_second_answer_taken_back_leaves_the_first_and_its_letter(session: Session, cast: Cast) -> None:
    thread, jens = a_question(session, cast), cast.staff_of(cast.jens)
    answering.answer(session, thread, "Yes.", by=jens, now=NOW)
    undo = timedelta(seconds=15)
    answering.answer(session, as_seen_by(jens, session, cast, thread), "Or no.", by=jens, now=LATER, undo=undo)
    answering.take_back(session, as_seen_by(jens, session, cast, thread), by=jens, now=LATER)
    assert queries.for_asker(session, thread.enquiry.key).state == "answered"
    assert letters(session, "ola@example.org") == ["receipt", "answered"]


def as_ola_sees_it(session: Session, thread: Thread, now: datetime) -> list[tuple[bool, bool]]:
    """Of each part whether it is answered, and whether it waits for her."""
    seen = queries.for_asker(session, thread.enquiry.key, now=now)
    return [(each.answered, each.waits_for_asker) for each in seen.parts]


def test_until_a_reply_can_be_read_the_asker_is_not_told_that_it_was_sent(session: Session, cast: Cast) -> None:
    thread, jens, mette = of_two_parts(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    undo = timedelta(seconds=15)

    def write(staff: Staff, text: str, now: datetime, *, asks_back: bool = False) -> None:
        hers = as_seen_by(staff, session, cast, thread)
        answering.answer(session, hers, text, by=staff, now=now, undo=undo, asks_back=asks_back)

    write(jens, "From where?", NOW, asks_back=True)
    assert as_ola_sees_it(session, thread, NOW) == [(False, False), (False, False)]
    assert as_ola_sees_it(session, thread, NOW + undo) == [(False, True), (False, False)]
    write(mette, "At the town hall.", LATER)
    write(jens, "Yes.", LATER)
    assert as_ola_sees_it(session, thread, LATER) == [(False, False), (True, False)]
    assert queries.for_asker(session, thread.enquiry.key, now=LATER).state == "open"
    assert as_ola_sees_it(session, thread, LATER + undo) == [(True, False), (True, False)]


def test_a_question_written_back_stays_open_when_its_answer_is_taken_back(session: Session, cast: Cast) -> None:
    thread, jens, undo = a_question(session, cast), cast.staff_of(cast.jens), timedelta(seconds=15)
    answering.answer(session, thread, "Yes.", by=jens, now=NOW)
    answering.write_back(session, queries.for_asker(session, thread.enquiry.key), "And my wife?", now=NOW)
    answering.answer(session, as_seen_by(jens, session, cast, thread), "No.", by=jens, now=LATER, undo=undo)
    assert queries.for_asker(session, thread.enquiry.key, now=LATER).state == "open"
    answering.take_back(session, as_seen_by(jens, session, cast, thread), by=jens, now=LATER)
    assert queries.for_asker(session, thread.enquiry.key).state == "open"


def test_who_writes_back_before_she_could_read_the_answer_has_an_open_question(session: Session, cast: Cast) -> None:
    thread, jens, undo = a_question(session, cast), cast.staff_of(cast.jens), timedelta(seconds=15)
    answering.answer(session, thread, "Yes.", by=jens, now=NOW, undo=undo)
    key = thread.enquiry.key
    answering.write_back(session, queries.for_asker(session, key, now=NOW), "From Japan, I meant.", now=NOW)
    assert queries.for_asker(session, key, now=NOW + undo).state == "open"


def test_nothing_is_noted_about_a_question_that_was_withdrawn(session: Session, cast: Cast) -> None:
    thread, jens = a_question(session, cast), cast.staff_of(cast.jens)
    actions.withdraw(session, thread, now=NOW)
    with pytest.raises(Conflict):
        answering.note(session, thread, "She called.", by=jens, now=NOW)


def test_notes_and_hand_over_words_go_with_the_askers_name(session: Session, cast: Cast) -> None:
    thread, jens = a_question(session, cast), cast.staff_of(cast.jens)
    answering.note(session, thread, "Ola Nordmann called.", by=jens, now=NOW)
    answering.answer(session, as_seen_by(jens, session, cast, thread), "Yes.", by=jens, now=NOW)
    actions.withdraw(session, queries.for_asker(session, thread.enquiry.key), now=NOW)
    kept = as_seen_by(cast.staff_of(cast.mette), session, cast, thread)
    assert [each.text for each in kept.messages if each.kind == MessageKind.NOTE] == []
    assert kept.assignment.why == ""


def test_an_asker_who_never_writes_back_is_forgotten_like_any_other(session: Session, cast: Cast) -> None:
    thread, jens = a_question(session, cast), cast.staff_of(cast.jens)
    answering.answer(session, thread, "From where?", by=jens, now=NOW, asks_back=True)
    assert actions.forget_what_is_over(session, cast.fjordby, now=NOW + timedelta(days=179)) == 0
    assert actions.forget_what_is_over(session, cast.fjordby, now=NOW + timedelta(days=181)) == 1
    session.refresh(thread.enquiry)
    assert thread.enquiry.outcome == Outcome.WITHDRAWN  # nobody has answered her


def test_who_was_answered_and_then_asked_back_counts_as_answered(session: Session, cast: Cast) -> None:
    thread, jens = a_question(session, cast), cast.staff_of(cast.jens)
    answering.answer(session, thread, "Yes.", by=jens, now=NOW)
    answering.answer(session, as_seen_by(jens, session, cast, thread), "From where?", by=jens, now=NOW, asks_back=True)
    assert actions.forget_what_is_over(session, cast.fjordby, now=NOW + timedelta(days=181)) == 1
    session.refresh(thread.enquiry)
    assert thread.enquiry.outcome == Outcome.ANSWERED


def test_danger_that_is_told_later_goes_to_the_desk_too(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    again = queries.for_asker(session, thread.enquiry.key)
    answering.write_back(session, again, "My husband hits me and I am afraid to go home.", now=LATER)
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.enquiry.urgent, after.person.slug) == (True, "mette")
    assert after.part.promised_at == hours.add_working_days(LATER, 0)


def test_an_answer_that_waits_for_its_interpreter_stays_with_its_expert_and_the_interpreter_is_reminded(
    session: Session, cast: Cast
) -> None:
    thread, jens = in_german(session, cast), cast.staff_of(cast.jens)
    message = answering.answer(session, thread, "Ja.", by=jens, now=NOW)
    keep_promises(session, cast.fjordby, now=thread.part.promised_at - timedelta(hours=1))
    assert letters(session, cast.mettes_person.email)[-1] == "reminder"
    assert "reminder" not in letters(session, cast.jens.email)
    keep_promises(session, cast.fjordby, now=thread.part.promised_at + timedelta(hours=1))
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.person.slug, message.state) == ("jens", MessageState.INTERPRETER)
