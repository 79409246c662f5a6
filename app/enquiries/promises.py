"""What keeps the promises: reminded before they break, brought to the next person when they do, and moved on from who
is away. The worker calls it again and again; doing it twice changes nothing more."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.core import hours
from app.core.i18n import Speaker
from app.enquiries import actions, letters, queries
from app.enquiries.models import Assignment, Enquiry, Part
from app.enquiries.queries import Thread
from app.enquiries.routing import Candidate
from app.mail.writing import Writing
from app.people.models import Municipality, ResourcePerson
from app.people.queries import colleague
from app.people.rules import closed_days_of, presence

REMIND_BEFORE = timedelta(hours=6)  # of working time: a working day
MOST_LEVELS = 3  # after so many broken promises the question stays where it is, and stands in the desk's inbox


def keep_promises(session: Session, municipality: Municipality, *, now: datetime) -> int:
    """Looks after the municipality's open parts; gives how many something happened to.

    A part whose owner has left or is away goes to somebody who can answer it, one whose interpreter is away gets
    another, and one that the front desk has for want of anybody is tried again. Who has less than a working day left is
    reminded once. When a promised time passes, the next person is brought in and the asker is told the new time.
    """
    return sum(
        look_after(session, municipality, number, part, now=now) for number, part in open_parts(session, municipality)
    )


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
    """Looks after one part, as `keep_promises` does with all; gives whether something happened to it.

    Nothing happens to one that was answered, closed or looked after by somebody else meanwhile.
    """
    thread = queries.for_worker(session, number, part)
    return thread is not None and _look_after(session, municipality, thread, now)


def _look_after(session: Session, municipality: Municipality, thread: Thread, now: datetime) -> bool:
    moved = _may_be_better_placed(session, thread, now) and _move_on(session, municipality, thread, now)
    part = thread.part
    if moved or part.waiting_since is not None:
        return moved
    if part.promised_at <= now:
        return part.level < MOST_LEVELS and _bring_in_the_next(session, municipality, thread, now)
    return part.reminded_at is None and _remind_in_time(session, municipality, thread, now)


def _may_be_better_placed(session: Session, thread: Thread, now: datetime) -> bool:
    """Whether she who has it left or is away, her interpreter is, or nobody who knows could take it.

    What stands well is left alone: nothing is snatched back when somebody returns.
    """

    def is_there(person: ResourcePerson | None) -> bool:
        found = colleague(session, person.municipality_id, person.slug) if person is not None else None
        return found is not None and presence(found.person.hours, found.absences, now).away_until is None

    chosen_by_hand = thread.assignment.given_by is not None
    return (
        not is_there(thread.person)
        or (thread.assignment.needs_interpreter and not is_there(thread.owned.interpreter))
        or (thread.assignment.fallback and not thread.enquiry.urgent and not chosen_by_hand)
    )


def _move_on(session: Session, municipality: Municipality, thread: Thread, now: datetime) -> bool:
    """To the first who can answer, and has not let a promise break; from somebody who has left to whoever there is."""
    ranked = queries.who_knows(session, municipality, actions.matter_of(session, thread), now=now)
    had = _had(session, thread) if thread.part.level else set()
    ranked = [each for each in ranked if each.colleague.person.id not in had or _has_it(each, thread)]
    able = [each for each in ranked if each.can_answer] or ([] if thread.person.active else ranked)
    if not able or _has_it(able[0], thread):
        return False
    _give(session, municipality, thread, able, now)
    return True


def _had(session: Session, thread: Thread) -> set[int]:
    """The persons who have it, or have had it."""
    return set(session.exec(select(Assignment.person_id).where(Assignment.part_id == thread.part.id)).all())


def _has_it(candidate: Candidate, thread: Thread) -> bool:
    interpreter = candidate.interpreter.person.id if candidate.interpreter else None
    return (candidate.colleague.person.id, interpreter) == (thread.person.id, thread.assignment.interpreter_id)


def _give(
    session: Session, municipality: Municipality, thread: Thread, candidates: list[Candidate], now: datetime
) -> None:
    enquiry, part = thread.enquiry, thread.part

    def tell(speaker: Speaker, topic: str) -> Writing:
        return letters.brought_in(enquiry, part, municipality, topic, speaker)

    actions.give(session, enquiry, part, candidates, now=now, tell=tell)


def _remind_in_time(session: Session, municipality: Municipality, thread: Thread, now: datetime) -> bool:
    if hours.working_time(now, thread.part.promised_at, closed_days_of(municipality)) > REMIND_BEFORE:
        return False
    _remind(session, municipality, thread, thread.person, now)
    return True


def _remind(
    session: Session, municipality: Municipality, thread: Thread, person: ResourcePerson, now: datetime
) -> None:
    enquiry, part = thread.enquiry, thread.part

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
        if each.colleague.person.id not in had and each.is_free and (each.knows or each.has("front-desk", "urgent"))
    ]
    part.level, part.reminded_at = part.level + 1, None
    part.promised_at = actions.new_promise(municipality, thread.topic_slug, now)
    session.add(part)
    session.flush()
    if others:
        _give(session, municipality, thread, others, now)
        person = others[0].colleague.person
    else:
        _remind(session, municipality, thread, person, now)
    writing = letters.later(enquiry, part, person, municipality, Speaker(enquiry.language))
    actions.write_to_asker(session, enquiry, writing, kind="later", now=now)
    return True
