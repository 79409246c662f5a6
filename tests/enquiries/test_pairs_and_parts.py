"""An expert and her interpreter answer as one; a question of several parts gets one reply."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from app.core import hours
from app.core.edition import renew
from app.core.errors import Conflict, Invalid
from app.enquiries import actions, answering, queries
from app.enquiries.dividing import Piece
from app.enquiries.drafts import ClosingDraft, EnquiryDraft
from app.enquiries.models import MessageState, Outcome
from app.enquiries.queries import Thread
from app.enquiries.subjects import Subject
from app.mail.models import Letter
from app.people.models import Absence
from app.people.rules import Staff
from tests.cast import NOW, Cast

LATER = NOW + timedelta(hours=2)


def in_german(session: Session, cast: Cast) -> Thread:
    """A question that Jens has, who speaks no German: Mette is his interpreter."""
    draft = EnquiryDraft(text="Darf ich hier fahren?", topic="driving", email="ola@example.org")
    return actions.ask(session, draft, municipality=cast.fjordby, language="de", now=NOW)


def of_two_parts(session: Session, cast: Cast) -> Thread:
    pieces = [
        Piece("May I drive here?", Subject({"driving": 0.9})),
        Piece("And how do I register?", Subject({"registration": 0.9})),
    ]
    draft = EnquiryDraft(text="May I drive here? And how do I register?", email="ola@example.org")
    return actions.ask(session, draft, municipality=cast.fjordby, language="en", pieces=pieces, now=NOW)


def as_seen_by(staff: Staff, session: Session, cast: Cast, thread: Thread) -> Thread:
    return queries.for_staff(session, staff, cast.fjordby, thread.enquiry.id or 0)


def letters(session: Session, to: str) -> list[str]:
    return list(session.exec(select(Letter.kind).where(Letter.to == to).order_by(Letter.id)).all())


def what_ola_reads(session: Session, thread: Thread) -> list[str]:
    return [message.text for message in queries.for_asker(session, thread.enquiry.key).messages][1:]


# --- pairs


def test_the_best_expert_and_a_colleague_who_speaks_the_language_get_it_together(session: Session, cast: Cast) -> None:
    thread = in_german(session, cast)
    assert thread.person.slug == "jens"
    assert thread.owned.interpreter and thread.owned.interpreter.slug == "mette"
    assert thread.assignment.candidates[0]["interpreter"] == cast.mettes_person.name
    assert letters(session, cast.mettes_person.email) == ["interpreter"]


def test_the_expert_writes_danish_the_interpreter_rewords_and_the_asker_sees_one_answer(
    session: Session, cast: Cast
) -> None:
    thread, jens, mette = in_german(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    message = answering.answer(session, thread, "Ja, i 180 dage.", by=jens, now=NOW)
    assert message.state == MessageState.INTERPRETER
    assert what_ola_reads(session, thread) == []
    assert letters(session, "ola@example.org") == ["receipt"]

    theirs = as_seen_by(mette, session, cast, thread)
    answering.interpret(session, theirs, message, "Ja, 180 Tage lang.", by=mette, now=LATER)
    assert what_ola_reads(session, thread) == ["Ja, 180 Tage lang."]
    assert (message.original, message.person_id, message.interpreter_id) == (
        "Ja, i 180 dage.",
        cast.jens.id,
        cast.mettes_person.id,
    )
    assert letters(session, "ola@example.org") == ["receipt", "answered"]
    assert queries.for_asker(session, thread.enquiry.key).state == "answered"


def test_an_answer_that_was_set_aside_is_not_said_to_be_confirmed(session: Session, cast: Cast) -> None:
    thread, mette, jens = in_german(session, cast), cast.staff_of(cast.mette), cast.staff_of(cast.jens)
    waited = answering.answer(session, thread, "Ja.", by=jens, now=NOW)
    actions.set_aside(session, thread.part)
    with pytest.raises(Conflict):
        answering.interpret(session, as_seen_by(mette, session, cast, thread), waited, "Ja.", by=mette, now=LATER)


def test_the_interpreter_sees_by_the_subject_that_an_answer_waits_for_her(session: Session, cast: Cast) -> None:
    thread = in_german(session, cast)
    answering.answer(session, thread, "Ja.", by=cast.staff_of(cast.jens), now=NOW)
    sent = session.exec(select(Letter.subject).where(Letter.kind == "interpreter").order_by(Letter.id)).all()
    assert len(set(sent)) == 2
    assert "Et svar venter på, at du tolker det til tysk" in sent[1]


def test_an_answer_interpreted_twice_goes_out_once(session: Session, cast: Cast) -> None:
    thread, mette = in_german(session, cast), cast.staff_of(cast.mette)
    message = answering.answer(session, thread, "Ja.", by=cast.staff_of(cast.jens), now=NOW)
    for _ in range(2):
        answering.interpret(session, as_seen_by(mette, session, cast, thread), message, "Ja!", by=mette, now=LATER)
    with pytest.raises(Conflict):  # nobody is told that her other words were sent
        answering.interpret(session, as_seen_by(mette, session, cast, thread), message, "Ja?", by=mette, now=LATER)
    assert what_ola_reads(session, thread) == ["Ja!"]
    assert letters(session, "ola@example.org") == ["receipt", "answered"]


def test_who_speaks_the_language_herself_waits_for_nobody(session: Session, cast: Cast) -> None:
    by_mette, by_jens = in_german(session, cast), in_german(session, cast)
    answering.answer(session, by_mette, "Ja.", by=cast.staff_of(cast.mette), now=NOW)
    answering.answer(session, by_jens, "Ja.", by=cast.staff_of(cast.jens), now=NOW, in_askers_language=True)
    assert what_ola_reads(session, by_mette) == what_ola_reads(session, by_jens) == ["Ja."]


def test_what_waits_for_an_interpreter_is_a_list_of_its_own(session: Session, cast: Cast) -> None:
    of_two_parts(session, cast)
    thread, mette = in_german(session, cast), cast.staff_of(cast.mette)
    assert queries.inbox(session, mette, cast.fjordby, everyone=True, only="interpreter") == []
    answering.answer(session, thread, "Ja.", by=cast.staff_of(cast.jens), now=NOW)
    lines = queries.inbox(session, mette, cast.fjordby, everyone=True, only="interpreter")
    assert [(line.number, line.waits_for) for line in lines] == [(thread.enquiry.id, "interpreter")]


def test_handed_over_to_who_speaks_the_language_it_needs_no_interpreter(session: Session, cast: Cast) -> None:
    thread = in_german(session, cast)
    by = cast.staff_of(cast.jens)
    assignment = actions.hand_over(session, thread, to=cast.mettes_person, why="", by=by, now=NOW)
    assert (assignment.needs_interpreter, assignment.interpreter_id) == (False, None)


# --- parts


def test_each_part_has_its_own_owner_and_the_asker_one_thread(session: Session, cast: Cast) -> None:
    thread = of_two_parts(session, cast)
    assert [(each.topic_slug, each.person.slug, each.part.text) for each in thread.parts] == [
        ("driving", "jens", "May I drive here?"),
        ("registration", "mette", "And how do I register?"),
    ]
    assert letters(session, cast.jens.email) == letters(session, cast.mettes_person.email) == ["new-question"]
    [receipt] = session.exec(select(Letter).where(Letter.to == "ola@example.org")).all()
    assert "Driving: Jens has it." in receipt.text
    assert "Registration: Mette has it." in receipt.text


def test_the_asker_gets_one_reply_when_all_parts_are_ready(session: Session, cast: Cast) -> None:
    thread, jens, mette = of_two_parts(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    answering.answer(session, as_seen_by(mette, session, cast, thread), "At the town hall.", by=mette, now=NOW)
    assert what_ola_reads(session, thread) == []
    answering.answer(session, as_seen_by(jens, session, cast, thread), "Yes.", by=jens, now=LATER)
    assert what_ola_reads(session, thread) == ["At the town hall.", "Yes."]
    assert letters(session, "ola@example.org") == ["receipt", "answered"]


def test_what_is_ready_can_go_first_and_she_is_told_when_the_rest_follows(session: Session, cast: Cast) -> None:
    thread, mette = of_two_parts(session, cast), cast.staff_of(cast.mette)
    hers = as_seen_by(mette, session, cast, thread)
    with pytest.raises(Conflict):
        answering.send_what_is_ready(session, hers, now=NOW)
    answering.answer(session, hers, "At the town hall.", by=mette, now=NOW)
    answering.send_what_is_ready(session, hers, now=NOW)
    assert what_ola_reads(session, thread) == ["At the town hall."]
    [told] = session.exec(select(Letter).where(Letter.kind == "answered")).all()
    assert "The rest follows by" in told.text
    assert queries.for_asker(session, thread.enquiry.key).state == "open"


def test_it_is_not_answered_while_a_part_has_no_answer(session: Session, cast: Cast) -> None:
    thread, mette = of_two_parts(session, cast), cast.staff_of(cast.mette)
    hers = as_seen_by(mette, session, cast, thread)
    answering.answer(session, hers, "At the town hall.", by=mette, now=NOW)
    with pytest.raises(Conflict):
        actions.close(session, hers, ClosingDraft(outcome=Outcome.ANSWERED), now=NOW)


def test_a_chosen_topic_counts_for_the_whole_text(session: Session, cast: Cast) -> None:
    draft = EnquiryDraft(text="May I drive here? And how do I register?", topic="driving")
    pieces = [Piece("May I drive here?", Subject({"tax": 1.0})), Piece("And how?", Subject({"registration": 1.0}))]
    thread = actions.ask(session, draft, municipality=cast.fjordby, language="en", pieces=pieces, now=NOW)
    assert [(each.topic_slug, each.part.text) for each in thread.parts] == [("driving", "")]


def test_staff_makes_a_part_of_what_was_not_seen_as_one(session: Session, cast: Cast) -> None:
    draft = EnquiryDraft(text="May I drive here and how do I register?", topic="driving")
    thread, jens = (
        actions.ask(session, draft, municipality=cast.fjordby, language="en", now=NOW),
        cast.staff_of(cast.jens),
    )
    actions.divide(session, thread, "how do I register?", topic="registration", by=jens, now=NOW)
    after = as_seen_by(jens, session, cast, thread)
    assert [(each.topic_slug, each.person.slug) for each in after.parts] == [
        ("driving", "jens"),
        ("registration", "mette"),
    ]
    with pytest.raises(Invalid):
        actions.divide(session, after, "and fly?", topic="flying", by=jens, now=NOW)


def test_each_of_her_parts_is_a_line_in_a_colleagues_inbox(session: Session, cast: Cast) -> None:
    thread, jens = of_two_parts(session, cast), cast.staff_of(cast.jens)
    assert [line.topic for line in queries.inbox(session, jens, cast.fjordby)] == ["driving"]
    mine, other = queries.inbox(session, cast.staff_of(cast.mette), cast.fjordby, everyone=True)
    assert {mine.number, other.number} == {thread.enquiry.id}
    assert [
        line.part
        for line in queries.inbox(session, cast.staff_of(cast.mette), cast.fjordby, everyone=True, before=mine.part)
    ] == [other.part]


def test_the_pieces_of_a_question_go_with_it(session: Session, cast: Cast) -> None:
    thread = of_two_parts(session, cast)
    actions.withdraw(session, thread, now=NOW)
    session.expire_all()
    assert [each.part.text for each in queries.for_asker(session, thread.enquiry.key).parts] == ["", ""]


# --- waiting for the asker, and notes


def test_while_the_house_waits_for_the_asker_the_promised_time_stands_still(session: Session, cast: Cast) -> None:
    thread = in_german(session, cast)
    mette, promised = cast.staff_of(cast.mette), thread.part.promised_at
    left = hours.working_time(NOW, promised)
    answering.answer(session, thread, "Aus welchem Land?", by=mette, now=NOW, asks_back=True)
    assert what_ola_reads(session, thread) == ["Aus welchem Land?"]
    back = NOW + timedelta(days=14)
    again = queries.for_asker(session, thread.enquiry.key)
    assert again.state == "open"
    answering.write_back(session, again, "Aus Japan.", now=back)
    part = queries.for_asker(session, thread.enquiry.key).part
    assert part.waiting_since is None
    assert hours.working_time(back, part.promised_at) == left


def test_a_note_is_for_the_staff_alone(session: Session, cast: Cast) -> None:
    thread, jens = of_two_parts(session, cast), cast.staff_of(cast.jens)
    answering.note(session, thread, "She called twice.", by=jens, now=NOW)
    assert what_ola_reads(session, thread) == []
    seen = as_seen_by(jens, session, cast, thread)
    assert [message.text for message in seen.messages][1:] == ["She called twice."]
    assert not seen.replied


# --- what may be dangerous


def test_words_of_danger_go_to_the_front_desk_today_and_the_receipt_begins_with_the_numbers_to_call(
    session: Session, cast: Cast
) -> None:
    draft = EnquiryDraft(text="My husband hits me. May I drive his car?", topic="driving", email="ola@example.org")
    thread = actions.ask(session, draft, municipality=cast.fjordby, language="en", now=NOW)
    assert (thread.enquiry.urgent, thread.person.slug) == (True, "mette")
    assert thread.part.promised_at == hours.add_working_days(NOW, 0)
    [receipt] = session.exec(select(Letter).where(Letter.kind == "receipt")).all()
    assert receipt.text.index("112") < receipt.text.index("We have received")


@pytest.mark.parametrize(("sure", "topic"), [(0.9, "driving"), (0.3, "help")])
def test_words_of_danger_are_about_help_unless_they_surely_are_about_something_else(
    session: Session, cast: Cast, sure: float, topic: str
) -> None:
    text = "I am afraid of my husband."
    thread = actions.ask(
        session,
        EnquiryDraft(text=text, email="ola@example.org"),
        municipality=cast.fjordby,
        language="en",
        pieces=[Piece(text, Subject({"driving": sure}))],
        now=NOW,
    )
    assert (thread.enquiry.urgent, thread.topic_slug) == (True, topic)


# --- taken back


UNDO = timedelta(seconds=15)


def test_a_reply_can_be_taken_back_before_anybody_reads_it_and_its_letter_is_never_sent(
    session: Session, cast: Cast
) -> None:
    draft = EnquiryDraft(text="May I drive?", topic="driving", email="ola@example.org")
    thread = actions.ask(session, draft, municipality=cast.fjordby, language="en", now=NOW)
    key, jens = thread.enquiry.key, cast.staff_of(cast.jens)
    answering.answer(session, thread, "No.", by=jens, now=NOW, undo=UNDO)
    assert len(queries.for_asker(session, key, now=NOW).messages) == 1
    seen = as_seen_by(jens, session, cast, thread)
    assert answering.take_back(session, seen, by=jens, now=NOW + timedelta(seconds=5)).text == "No."
    assert letters(session, "ola@example.org") == ["receipt"]
    assert queries.for_asker(session, key).state == "open"
    answering.answer(session, as_seen_by(jens, session, cast, thread), "Yes.", by=jens, now=NOW, undo=UNDO)
    assert [each.text for each in queries.for_asker(session, key, now=NOW + UNDO).messages] == ["May I drive?", "Yes."]


def test_what_the_asker_can_read_is_not_taken_back_nor_what_a_colleague_wrote(session: Session, cast: Cast) -> None:
    thread, jens, mette = of_two_parts(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    answering.answer(
        session, as_seen_by(mette, session, cast, thread), "At the town hall.", by=mette, now=NOW, undo=UNDO
    )
    answering.answer(session, as_seen_by(jens, session, cast, thread), "Yes.", by=jens, now=LATER, undo=UNDO)
    for staff, when in ((jens, LATER + UNDO), (cast.staff_of(cast.anders), LATER)):
        with pytest.raises(Conflict):
            answering.take_back(session, as_seen_by(staff, session, cast, thread), by=staff, now=when)
    answering.take_back(session, as_seen_by(jens, session, cast, thread), by=jens, now=LATER)
    after = as_seen_by(mette, session, cast, thread)
    assert [(each.text, each.state) for each in after.messages[1:]] == [("At the town hall.", MessageState.READY)]
    assert [bool(each.part.answered_at) for each in after.parts] == [False, True]


def test_what_waits_for_an_interpreter_who_is_away_stands_in_the_queue(session: Session, cast: Cast) -> None:
    asked, desk = in_german(session, cast), cast.staff_of(cast.mette)
    tomorrow = NOW + timedelta(days=1)

    def queue(now: datetime) -> list[tuple[int, str]]:
        found = queries.inbox(session, desk, cast.fjordby, everyone=True, only="interpreter", state="open", now=now)
        return [(each.number, each.waits_for) for each in found]

    session.add(Absence(person_id=cast.mettes_person.id or 0, first_day=tomorrow.date(), last_day=tomorrow.date()))
    session.flush()
    renew(session)
    assert (queue(NOW), queue(tomorrow)) == ([], [(asked.enquiry.id, "interpreter")])
