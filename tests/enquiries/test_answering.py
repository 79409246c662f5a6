"""No answer is lost or sent as something else, whoever waits for whom."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from app.core import hours
from app.core.errors import Conflict, NotFound
from app.enquiries import actions, answering, queries, rules
from app.enquiries.drafts import ClosingDraft
from app.enquiries.models import Assignment, MessageKind, MessageState, Outcome
from app.enquiries.queries import Thread
from app.mail.models import Letter
from app.people import actions as people
from app.people.models import Role
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


def test_what_is_written_after_a_reply_was_taken_back_is_new_to_whoever_saw_that_reply(
    session: Session, cast: Cast
) -> None:
    thread, jens, mette = a_question(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    answering.answer(session, thread, "Yes.", by=jens, now=NOW, undo=timedelta(seconds=15))
    seen = as_seen_by(mette, session, cast, thread).messages
    answering.take_back(session, as_seen_by(jens, session, cast, thread), by=jens, now=NOW)
    answering.write_back(session, queries.for_asker(session, thread.enquiry.key), "And my wife?", now=NOW)
    there = as_seen_by(mette, session, cast, thread).messages
    with pytest.raises(Conflict):
        rules.must_have_been_seen(there, seen[-1].id, by=mette, seen_before=len(seen))


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


# --- what was sent is taken back

UNDO = timedelta(seconds=15)


def says(session: Session, cast: Cast, thread: Thread, text: str, by: Staff, now: datetime = NOW, **how: bool) -> None:
    seen = as_seen_by(by, session, cast, thread)
    answering.answer(session, seen, text, by=by, now=now, undo=UNDO, **how)


def takes_back(session: Session, cast: Cast, thread: Thread, by: Staff, now: datetime, part: int | None = None) -> str:
    seen = queries.for_staff(session, by, cast.fjordby, thread.enquiry.id or 0, part=part)
    return answering.take_back(session, seen, by=by, now=now).text


def test_what_answers_everything_goes_out_also_when_a_second_thought_is_taken_back(
    session: Session, cast: Cast
) -> None:
    thread, jens, mette = of_two_parts(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    says(session, cast, thread, "Yes.", jens)
    says(session, cast, thread, "Perhaps.", jens)
    says(session, cast, thread, "At the town hall.", mette, LATER)
    assert takes_back(session, cast, thread, jens, LATER, thread.parts[0].part.id) == "Perhaps."
    assert letters(session, "ola@example.org") == ["receipt", "answered"]
    read = queries.for_asker(session, thread.enquiry.key, now=LATER + UNDO)
    assert [each.text for each in read.messages][1:] == ["Yes.", "At the town hall."]


def test_taken_back_a_part_is_as_it_was_before(session: Session, cast: Cast) -> None:
    thread, jens = a_question(session, cast), cast.staff_of(cast.jens)
    answering.answer(session, thread, "From where?", by=jens, now=NOW, asks_back=True)
    waiting = (thread.part.waiting_since, thread.part.minutes_left, thread.part.promised_at)
    for how in ({"asks_back": True}, {}):
        says(session, cast, thread, "And since when?", jens, LATER, **how)
        takes_back(session, cast, thread, jens, LATER)
        part = as_seen_by(jens, session, cast, thread).part
        assert (part.waiting_since, part.minutes_left, part.promised_at) == waiting
        assert part.answered_at is None


def test_an_answer_of_days_ago_stays_one_when_an_afterthought_is_taken_back(session: Session, cast: Cast) -> None:
    thread, jens = of_two_parts(session, cast), cast.staff_of(cast.jens)
    answering.answer(session, as_seen_by(jens, session, cast, thread), "Yes.", by=jens, now=NOW)
    answering.send_what_is_ready(session, as_seen_by(jens, session, cast, thread), now=NOW)
    answering.write_back(session, queries.for_asker(session, thread.enquiry.key), "And the town hall?", now=LATER)
    mine = thread.parts[0].part
    says(session, cast, thread, "P.S.", jens, LATER + UNDO)
    takes_back(session, cast, thread, jens, LATER + UNDO, mine.id)
    assert mine.answered_at == NOW


def test_a_letter_that_waits_with_many_others_is_taken_back_with_its_answer(session: Session, cast: Cast) -> None:
    asked = [a_question(session, cast, f"May I drive {number}?", email="hr@example.org") for number in range(20)]
    jens = cast.staff_of(cast.jens)
    says(session, cast, asked[-1], "Yes.", jens)
    takes_back(session, cast, asked[-1], jens, NOW)
    assert "answered" not in letters(session, "hr@example.org")


# --- what waits for an interpreter


def test_what_waits_for_an_interpreter_is_taken_back_or_overtaken_and_hangs_nowhere(
    session: Session, cast: Cast
) -> None:
    jens, mette = cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    thread = in_german(session, cast)
    answering.answer(session, thread, "Ja.", by=jens, now=NOW)
    assert takes_back(session, cast, thread, jens, LATER) == "Ja."
    answering.answer(session, as_seen_by(jens, session, cast, thread), "Jo.", by=jens, now=LATER)
    seen = as_seen_by(jens, session, cast, thread)
    answering.answer(session, seen, "Ja, dürfen Sie.", by=jens, now=LATER, in_askers_language=True)
    assert what_ola_reads(session, thread) == ["Ja, dürfen Sie."]
    said = as_seen_by(mette, session, cast, thread)
    assert [(each.text, each.kind) for each in said.messages][1] == ("Jo.", MessageKind.NOTE)
    actions.close(session, said, ClosingDraft(outcome=Outcome.ANSWERED), now=LATER, by=mette)


def test_taken_back_by_its_interpreter_an_answer_waits_for_her_again_in_the_experts_words(
    session: Session, cast: Cast
) -> None:
    jens, mette = cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    thread = in_german(session, cast)
    reply = answering.answer(session, thread, "Ja.", by=jens, now=NOW)
    seen = as_seen_by(mette, session, cast, thread)
    answering.interpret(session, seen, reply, "Ja, dürfen Sie.", by=mette, now=LATER, undo=UNDO)
    assert takes_back(session, cast, thread, mette, LATER) == "Ja, dürfen Sie."
    waiting = as_seen_by(mette, session, cast, thread)
    assert [(each.text, each.original, each.state) for each in waiting.messages][1:] == [
        ("Ja.", "", MessageState.INTERPRETER)
    ]
    assert waiting.part.answered_at is None
    assert letters(session, "ola@example.org") == ["receipt"]
    assert what_ola_reads(session, thread) == []


def test_the_expert_who_takes_back_an_interpreted_answer_gets_her_own_words(session: Session, cast: Cast) -> None:
    jens, mette = cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    thread = in_german(session, cast)
    reply = answering.answer(session, thread, "Ja.", by=jens, now=NOW)
    seen = as_seen_by(mette, session, cast, thread)
    answering.interpret(session, seen, reply, "Ja, dürfen Sie.", by=mette, now=LATER, undo=UNDO)
    assert takes_back(session, cast, thread, jens, LATER) == "Ja."
    assert what_ola_reads(session, thread) == []


def test_taken_back_in_time_an_answer_bothers_no_interpreter_with_a_letter(session: Session, cast: Cast) -> None:
    jens, post = cast.staff_of(cast.jens), cast.mettes_person.email
    thread = in_german(session, cast)
    before = letters(session, post)
    says(session, cast, thread, "Ja.", jens, LATER)
    told = session.exec(select(Letter).where(Letter.to == post).order_by(col(Letter.id).desc())).first()
    assert told and told.not_before == LATER + UNDO
    assert cast.jens.name in told.text
    takes_back(session, cast, thread, jens, LATER)
    assert letters(session, post) == before


def test_handed_over_what_waited_for_an_interpreter_is_a_note_for_who_has_it_now(session: Session, cast: Cast) -> None:
    jens, mette, thread = cast.staff_of(cast.jens), cast.staff_of(cast.mette), in_german(session, cast)
    answering.answer(session, thread, "Ja.", by=jens, now=NOW)
    seen = as_seen_by(jens, session, cast, thread)
    actions.hand_over(session, seen, to=cast.mettes_person, why="", by=jens, now=NOW)
    answering.answer(session, as_seen_by(mette, session, cast, thread), "Ja, dürfen Sie.", by=mette, now=NOW)
    assert what_ola_reads(session, thread) == ["Ja, dürfen Sie."]
    assert queries.inbox(session, mette, cast.fjordby, everyone=True, only="interpreter", state="open", now=NOW) == []


# --- the asker writes again


def test_who_is_asked_back_after_the_answer_and_writes_has_an_open_question_with_a_promise(
    session: Session, cast: Cast
) -> None:
    thread, jens = a_question(session, cast), cast.staff_of(cast.jens)
    answering.answer(session, thread, "Yes.", by=jens, now=NOW)
    asked = as_seen_by(jens, session, cast, thread)
    answering.answer(session, asked, "From where?", by=jens, now=NOW, asks_back=True)
    much_later = NOW + timedelta(days=20)
    answering.write_back(session, queries.for_asker(session, thread.enquiry.key), "From Japan.", now=much_later)
    part = as_seen_by(jens, session, cast, thread).part
    assert (part.answered_at, part.promised_at) == (None, hours.add_working_days(much_later, 3))
    assert [line.number for line in queries.inbox(session, jens, cast.fjordby, now=much_later)] == [thread.enquiry.id]


def test_a_question_that_was_closed_with_an_open_part_gets_a_new_promise_when_she_writes(
    session: Session, cast: Cast
) -> None:
    thread, jens = a_question(session, cast), cast.staff_of(cast.jens)
    answering.answer(session, thread, "Yes.", by=jens, now=NOW)
    answering.write_back(session, queries.for_asker(session, thread.enquiry.key), "Thanks!", now=LATER)
    done = ClosingDraft(outcome=Outcome.ANSWERED)
    actions.close(session, as_seen_by(jens, session, cast, thread), done, now=LATER, by=jens)
    much_later = NOW + timedelta(days=14)
    answering.write_back(session, queries.for_asker(session, thread.enquiry.key), "One more thing", now=much_later)
    keep_promises(session, cast.fjordby, now=much_later + timedelta(minutes=10))
    assert letters(session, "ola@example.org") == ["receipt", "answered"]
    part = as_seen_by(jens, session, cast, thread).part
    assert (part.promised_at, part.level) == (hours.add_working_days(much_later, 3), 0)


def test_nobody_writes_to_a_question_that_is_forgotten(session: Session, cast: Cast) -> None:
    thread, jens, much_later = a_question(session, cast), cast.staff_of(cast.jens), NOW + timedelta(days=200)
    answering.answer(session, thread, "Yes.", by=jens, now=NOW)
    assert actions.forget_what_is_over(session, cast.fjordby, now=much_later) == 1
    with pytest.raises(Conflict):
        answering.write_back(session, queries.for_asker(session, thread.enquiry.key), "I am Ola", now=much_later)


def test_the_rest_of_an_answer_is_promised_only_where_its_time_runs(session: Session, cast: Cast) -> None:
    thread, jens, mette = of_two_parts(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    answering.answer(session, as_seen_by(jens, session, cast, thread), "From where?", by=jens, now=NOW, asks_back=True)
    answering.answer(session, as_seen_by(mette, session, cast, thread), "Town hall.", by=mette, now=LATER)
    keep_promises(session, cast.fjordby, now=LATER)
    last = session.exec(select(Letter).where(Letter.to == "ola@example.org").order_by(col(Letter.id).desc())).first()
    assert last and "The rest follows when you have answered us." in last.text


def test_an_editor_reads_what_was_answered_and_nothing_else(session: Session, cast: Cast) -> None:
    people.grant(session, cast.karen, Role.EDITOR, municipality_id=cast.fjordby.id or 0)
    karen, jens = cast.staff_of(cast.karen), cast.staff_of(cast.jens)
    never, half = a_question(session, cast), of_two_parts(session, cast)
    case = ClosingDraft(outcome=Outcome.CASE, case_reference="2026-1")
    actions.close(session, as_seen_by(jens, session, cast, never), case, now=NOW, by=jens)
    with pytest.raises(NotFound):
        as_seen_by(karen, session, cast, never)
    with pytest.raises(NotFound):
        as_seen_by(karen, session, cast, half)
    answering.answer(session, as_seen_by(jens, session, cast, half), "Yes.", by=jens, now=NOW)
    listed = queries.inbox(session, karen, cast.fjordby, everyone=True, state="answered", now=NOW)
    assert [(line.number, line.may_open) for line in listed] == [(half.enquiry.id, True)]
    assert as_seen_by(karen, session, cast, half).enquiry.id == half.enquiry.id


def test_thanks_for_answers_to_two_parts_need_none_before_the_question_is_closed(session: Session, cast: Cast) -> None:
    thread, jens, mette = of_two_parts(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    answered = ClosingDraft(outcome=Outcome.ANSWERED)
    for staff in (jens, mette):
        with pytest.raises(Conflict):
            actions.close(session, as_seen_by(mette, session, cast, thread), answered, now=NOW, by=mette)
        answering.answer(session, as_seen_by(staff, session, cast, thread), "Yes.", by=staff, now=NOW)
    answering.write_back(session, queries.for_asker(session, thread.enquiry.key), "Thank you!", now=NOW)
    open_again = as_seen_by(mette, session, cast, thread)
    assert (bool(open_again.open_parts), open_again.unanswered) == (True, ())
    actions.close(session, open_again, answered, now=NOW, by=mette)
    assert queries.for_asker(session, thread.enquiry.key).enquiry.outcome == "answered"


def test_what_was_taken_out_of_the_experts_words_was_not_in_the_interpreters(session: Session, cast: Cast) -> None:
    for text, removed in (("Ja, mit Führerschein.", []), ("Ja, [CPR •••].", ["CPR"])):
        thread = in_german(session, cast)
        jens, mette = cast.staff_of(cast.jens), cast.staff_of(cast.mette)
        waits = answering.answer(
            session, as_seen_by(jens, session, cast, thread), "Ja, [CPR •••].", by=jens, now=NOW, removed=["CPR"]
        )
        there = as_seen_by(mette, session, cast, thread)
        answering.interpret(session, there, waits, text, by=mette, now=NOW)
        assert (waits.state, waits.removed) == (MessageState.SENT, removed)


def test_what_she_writes_later_opens_the_part_that_it_is_about(session: Session, cast: Cast) -> None:
    thread, jens, mette = of_two_parts(session, cast), cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    for staff in (jens, mette):
        answering.answer(session, as_seen_by(staff, session, cast, thread), "Yes.", by=staff, now=NOW)
    own = queries.for_asker(session, thread.enquiry.key)
    answering.write_back(session, own, "And with a trailer?", about={"driving": 0.8}, now=LATER)
    assert [each.topic_slug for each in queries.for_asker(session, own.enquiry.key).open_parts] == ["driving"]
    assert letters(session, "jens@fjordby.example.org")[-1] == "written-back"


def test_words_of_danger_reach_the_desk_each_time(session: Session, cast: Cast) -> None:
    desk, jens = cast.staff_of(cast.mette), cast.staff_of(cast.jens)
    asked = a_question(session, cast, "My husband beats me and threatens to kill me.", topic="")
    key, number = asked.enquiry.key, asked.enquiry.id or 0
    assert asked.person.slug == "mette"
    actions.hand_over(session, asked, to=cast.jens, why="", by=desk, now=NOW)
    answering.answer(session, queries.for_staff(session, jens, cast.fjordby, number), "Call 1888.", by=jens, now=NOW)
    for day in (1, 2):
        later = NOW + timedelta(days=day)
        answering.write_back(session, queries.for_asker(session, key), f"He beats me again ({day}).", now=later)
        assert queries.for_asker(session, key).person.slug == "mette"
    assert len(session.exec(select(Assignment).where(Assignment.part_id == asked.part.id)).all()) == 3


def test_the_same_words_a_week_later_are_new_ones(session: Session, cast: Cast) -> None:
    key = a_question(session, cast).enquiry.key
    for later in (timedelta(days=1), timedelta(days=1, seconds=3), timedelta(days=8)):
        answering.write_back(session, queries.for_asker(session, key), "Any news?", now=NOW + later)
    assert [each.text for each in queries.for_asker(session, key).messages][1:] == ["Any news?"] * 2
    assert len(session.exec(select(Letter).where(Letter.kind == "written-back")).all()) == 2


def test_the_same_words_open_a_closed_question_again(session: Session, cast: Cast) -> None:
    asked, jens = a_question(session, cast), cast.staff_of(cast.jens)
    key, number = asked.enquiry.key, asked.enquiry.id or 0
    answering.answer(session, asked, "Yes.", by=jens, now=NOW)
    answering.write_back(session, queries.for_asker(session, key), "It does not work.", now=NOW)
    closing = ClosingDraft(outcome=Outcome.ANSWERED)
    actions.close(session, queries.for_staff(session, jens, cast.fjordby, number), closing, by=jens, now=NOW)
    answering.write_back(session, queries.for_asker(session, key), "It does not work.", now=NOW + timedelta(minutes=2))
    assert queries.for_asker(session, key).state == "open"


def test_an_answered_part_is_handed_over_without_a_promise(session: Session, cast: Cast) -> None:
    asked, jens = a_question(session, cast), cast.staff_of(cast.jens)
    answering.answer(session, asked, "Yes.", by=jens, now=NOW)
    answered = queries.for_staff(session, jens, cast.fjordby, asked.enquiry.id or 0)
    actions.hand_over(session, answered, to=cast.hanne, why="", by=jens, now=NOW + timedelta(days=20))
    letter = session.exec(select(Letter).where(Letter.kind == "handed-over")).one()
    assert "promised" not in letter.text and "lovet" not in letter.text
