"""What keeps the promises: reminded before they break, brought to the next person when they do, and moved on from who
is away. The worker calls it again and again; doing it twice changes nothing more."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.core import hours
from app.core.clock import in_denmark
from app.core.i18n import Speaker
from app.enquiries import actions, answering, letters, queries
from app.enquiries.models import Assignment, Enquiry, MessageState, Part
from app.enquiries.queries import Thread
from app.enquiries.routing import Candidate
from app.mail.writing import Writing
from app.people.models import Municipality
from app.people.queries import colleagues, shared_colleagues
from app.people.rules import Colleague, closed_days_of

REMIND_BEFORE = timedelta(hours=6)  # of working time: a working day
MOST_LEVELS = 3  # after so many broken promises the question stays where it is, and stands in the desk's inbox


def open_parts(session: Session, municipality: Municipality) -> list[tuple[int, int]]:
    """The numbers of the municipality's open enquiries, each with one of its open parts."""
    wanted = (
        select(Enquiry.id, Part.id)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .where(
            Enquiry.municipality_id == municipality.id,
            col(Enquiry.closed_at).is_(None),
            col(Part.answered_at).is_(None),
        )
        .order_by(col(Part.id))
    )
    return [(number or 0, part or 0) for number, part in session.exec(wanted)]


def look_after(session: Session, municipality: Municipality, number: int, part: int, *, now: datetime) -> bool:
    """Looks after one open part; gives whether something happened to it.

    A part whose owner has left or is away goes to somebody who can answer it, one whose interpreter is away gets
    another, and one that the front desk has for want of anybody is tried again. Who has less than a working day left is
    reminded once. When a promised time passes, the next person is brought in and the asker is told the new time. An
    answer about another part that is ready and would wait in vain is sent.

    Nothing happens to a part that was answered, closed or looked after by somebody else meanwhile.
    """
    thread = queries.for_worker(session, number, part)
    return thread is not None and _look_after(session, municipality, thread, now)


def _look_after(session: Session, municipality: Municipality, thread: Thread, now: datetime) -> bool:
    part = thread.part
    if _waits_in_vain(thread, now):
        answering.send_what_is_ready(session, thread, now=now)
        return True
    better = _better_placed(session, municipality, thread, now)
    if better and not _has_it(better[0], thread):
        _give(session, municipality, thread, better, now)
        return True
    if part.waiting_since is not None:
        return False
    if part.promised_at <= now:
        return part.level < MOST_LEVELS and _bring_in_the_next(session, municipality, thread, now)
    return part.reminded_at is None and _remind_in_time(session, municipality, thread, now)


def _waits_in_vain(thread: Thread, now: datetime) -> bool:
    """Whether an answer about another part is ready, and its time over or everything else waits for the asker."""
    ready = {message.part_id for message in thread.messages if message.state == MessageState.READY}
    times = [each.part.promised_at for each in thread.parts if each.part.id in ready]
    return bool(times) and (min(times) <= now or all(each.part.waiting_since for each in thread.open_parts))


def _better_placed(session: Session, municipality: Municipality, thread: Thread, now: datetime) -> list[Candidate]:
    """Who should have the part by now, the first one first; nobody, when it stands well.

    That is when she who has it has left or is away, her interpreter is, or nobody who knows could take it. What
    stands well is left alone: nothing is snatched back when somebody returns, nor what a colleague gave by hand.
    """
    place, assignment = municipality.id or 0, thread.assignment
    here = {each.person.id: each for each in (*colleagues(session, place), *shared_colleagues(session, place))}
    gone = _is_gone(here.get(thread.person.id), assignment, now)
    alone = assignment.needs_interpreter and not _is_there(here.get(assignment.interpreter_id), now)
    if _is_being_interpreted(thread) and not alone:  # who wrote it has done her work
        return []
    by_hand = assignment.given_by is not None
    untaken = assignment.fallback and not thread.enquiry.urgent and not by_hand
    if not (gone or alone or untaken):
        return []
    ranked = queries.who_knows(session, municipality, actions.matter_of(session, thread), now=now)
    again = [each for each in ranked if each.colleague.person.id == thread.person.id and each.interpreter]
    if alone and (again or not gone) and (again or by_hand or _is_being_interpreted(thread)):
        return again
    had = _had(session, thread) if thread.part.level else set()
    left = [each for each in ranked if each.colleague.person.id not in had or _has_it(each, thread)]
    able = [each for each in left if each.can_answer]
    return able or ([] if thread.person.id in here else left or ranked)


def _is_there(colleague: Colleague | None, now: datetime) -> bool:
    return colleague is not None and colleague.presence(now).away_until is None


def _is_gone(colleague: Colleague | None, assignment: Assignment, now: datetime) -> bool:
    """Whether she has left or is away; who was chosen by hand while she was away already is meant to have it then."""
    if _is_there(colleague, now):
        return False
    chosen = assignment.candidates[0]["reasons"] if assignment.given_by is not None and assignment.candidates else []
    until = max((about for kind, about in chosen if kind == "away"), default="")
    return colleague is None or until < in_denmark(now).date().isoformat()


def _is_being_interpreted(thread: Thread) -> bool:
    """Whether the answer is there, and waits for the interpreter alone."""
    return any(
        (message.part_id, message.state) == (thread.part.id, MessageState.INTERPRETER) for message in thread.messages
    )


def _had(session: Session, thread: Thread) -> set[int]:
    """The persons who have it, or have had it."""
    return set(session.exec(select(Assignment.person_id).where(Assignment.part_id == thread.part.id)).all())


def _has_it(candidate: Candidate, thread: Thread) -> bool:
    interpreter = candidate.interpreter.person.id if candidate.interpreter else None
    return (candidate.colleague.person.id, interpreter) == (thread.person.id, thread.assignment.interpreter_id)


def _give(
    session: Session, municipality: Municipality, thread: Thread, candidates: list[Candidate], now: datetime
) -> None:
    enquiry, part, first = thread.enquiry, thread.part, candidates[0]
    if first.colleague.person.id == thread.person.id and first.interpreter is not None:
        thread.assignment.interpreter_id = first.interpreter.person.id
        session.add(thread.assignment)
        session.flush()
        actions.tell_interpreter(session, enquiry, part, first.interpreter.person, expert=thread.person.name, now=now)
        return

    def tell(speaker: Speaker, topic: str) -> Writing:
        return letters.brought_in(enquiry, part, municipality, topic, speaker)

    actions.give(session, enquiry, part, candidates, now=now, tell=tell)


def _remind_in_time(session: Session, municipality: Municipality, thread: Thread, now: datetime) -> bool:
    if hours.working_time(now, thread.part.promised_at, closed_days_of(municipality)) > REMIND_BEFORE:
        return False
    _remind(session, municipality, thread, now)
    return True


def _remind(session: Session, municipality: Municipality, thread: Thread, now: datetime) -> None:
    """Whoever it waits for: who has it, or her interpreter once the answer is there."""
    enquiry, part, interpreter = thread.enquiry, thread.part, thread.owned.interpreter
    person = interpreter if interpreter is not None and _is_being_interpreted(thread) else thread.person

    def tell(speaker: Speaker, topic: str) -> Writing:
        return letters.reminder(enquiry, part, municipality, topic, speaker)

    part.reminded_at = now
    session.add(part)
    session.flush()
    actions.write_to_person(session, enquiry, person, tell, part=part, kind="reminder", now=now)


def _bring_in_the_next(session: Session, municipality: Municipality, thread: Thread, now: datetime) -> bool:
    """Somebody who has not had it yet: who can answer first, then the front desk. The asker is told the new time."""
    enquiry, part, person = thread.enquiry, thread.part, thread.person
    had = _had(session, thread)
    ranked = queries.who_knows(session, municipality, actions.matter_of(session, thread), now=now)
    others = [
        each
        for each in ranked
        if not _is_being_interpreted(thread)
        and each.colleague.person.id not in had
        and each.is_free
        and (each.knows or each.has("front-desk", "urgent"))
    ]
    part.level, part.reminded_at = part.level + 1, None
    part.promised_at = actions.new_promise(municipality, thread.topic_slug, now, urgent=enquiry.urgent)
    session.add(part)
    session.flush()
    if others:
        _give(session, municipality, thread, others, now)
        person = others[0].colleague.person
    else:
        _remind(session, municipality, thread, now)
    writing = letters.later(enquiry, part, person, municipality, Speaker(enquiry.language))
    actions.write_to_asker(session, enquiry, writing, kind="later", now=now)
    return True
