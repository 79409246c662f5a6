"""Two enquiries of the same asker become one: she has one thread, and gets one reply.

The earlier one goes into the later one, so that SQLite gives its number to nobody else; `Merged` keeps its number and
key, which lead on (a key only while it is not among the `RetiredKey`s).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update

from app.core.errors import N_, Conflict
from app.core.i18n import Speaker
from app.core.tokens import new_key
from app.enquiries import letters, queries, rules
from app.enquiries.actions import matter_of, tell_interpreter, write_to_asker, write_to_person
from app.enquiries.answering import go_on
from app.enquiries.models import Assignment, Enquiry, Merged, Message, MessageState, RetiredKey
from app.enquiries.queries import Owned, Thread
from app.mail.writing import Writing
from app.people.models import Municipality
from app.people.rules import Staff


def both(session: Session, staff: Staff, municipality: Municipality, number: int, other: int) -> tuple[Thread, Thread]:
    """Two enquiries that this person may answer, for `merge`; the same one twice when they are together already.

    Their rows are taken in the order of their numbers before anything else, so that two merges at once, or a merge and
    a reply, never wait for each other. Raises NotFound for what she may not read, Refused for what she may only read,
    and Conflict for one with itself and when one of them was put together with a third one meanwhile.
    """
    if number == other:
        raise Conflict(N_("Please choose another question."), field="number")
    wanted = {queries.leads_to(session, each) for each in (number, other)}
    rows = select(Enquiry.id).where(col(Enquiry.id).in_(wanted)).order_by(col(Enquiry.id))
    taken = set(session.exec(rows.with_for_update()).all())
    now = {queries.leads_to(session, each) for each in wanted}
    if now != wanted and not now <= taken:
        raise Conflict(N_("One of these questions was put together with another one meanwhile. Please look again."))
    first, second = (queries.for_staff(session, staff, municipality, each) for each in (number, other))
    for thread in (first, second):
        rules.must_be_hers(staff, thread.enquiry, owner=thread.person, interpreter=thread.owned.interpreter)
    if first.enquiry.id != second.enquiry.id:
        rules.must_not_have_moved(first.enquiry, None, number=number, part=None)
        rules.must_not_have_moved(second.enquiry, None, number=other, part=None)
    return first, second


def merge(session: Session, thread: Thread, other: Thread, *, by: Staff, now: datetime) -> Enquiry:
    """Puts two enquiries of the same asker together, and gives the one that they are now; done twice, it is done once.

    The later one stays, with everything of both: where it knows less of the asker it takes it from the earlier one.
    Open parts about the same topic become one, with the earlier promise; whoever had the other one is told by letter.
    All other parts stay as they are. Where one of them came by the web and she gave an address, both keys are retired
    and a letter brings her a new one. Raises Conflict when a rule is against it
    (`rules.must_fit_together`), while an answer can still be taken back, and when an article was made from each.
    """
    if thread.enquiry.id == other.enquiry.id:
        return thread.enquiry
    earlier, later = sorted((thread, other), key=lambda each: each.enquiry.id or 0)
    rules.must_fit_together(earlier.enquiry, later.enquiry)
    rules.must_be_settled([*earlier.messages, *later.messages], now)
    if all(queries.captured(session, each.enquiry.id or 0) for each in (earlier, later)):
        raise Conflict(N_("An article was made from each of these two questions. Please leave them apart."))
    for each in (earlier, later):
        _give_parts_their_text(session, each)
    keys, new_key_needed = [earlier.enquiry.key, later.enquiry.key], rules.needs_new_key(earlier.enquiry, later.enquiry)
    joined = [_join(session, twins, now=now) for twins in _alike(earlier, later)]
    spoken = {each.enquiry.id: rules.is_spoken(each.enquiry) for each in (earlier, later)}
    enquiry = _move(session, earlier.enquiry, later.enquiry, by=by, now=now)
    if len({*spoken.values()}) > 1:
        _find_interpreters(session, enquiry, now=now)
    _tell(session, enquiry, joined, by=by, now=now)
    if new_key_needed:
        _give_new_key(session, enquiry, retired=keys, now=now)
    return enquiry


def _give_parts_their_text(session: Session, thread: Thread) -> None:
    """What was the whole question is a piece of it from now on."""
    for each in thread.parts:
        each.part.text = each.part.text or thread.question
        session.add(each.part)
    session.flush()


@dataclass(frozen=True)
class Twins:
    """Two open parts that become one: whose owner has it from now on, and whose had the other."""

    stays: Owned
    goes: Owned


def _alike(earlier: Thread, later: Thread) -> Iterator[Twins]:
    """The open parts about one topic, and those without a topic that one person has.

    Where there is danger, its owner has both; else whoever knows; else the later one's. A part whose answer waits for
    its interpreter stays by itself: that answers nothing but its own question.
    """
    left = [each for each in later.open_parts if not _is_being_interpreted(later, each)]
    for part in earlier.open_parts:
        twin = next((each for each in left if _is_alike(part, each)), None)
        if twin is None or _is_being_interpreted(earlier, part):
            continue
        hers, theirs = (part, earlier.enquiry), (twin, later.enquiry)
        (stays, _), (goes, _) = sorted((theirs, hers), key=lambda each: (not each[1].urgent, _is_makeshift(each[0])))
        left[left.index(twin)] = stays
        yield Twins(stays, goes)


def _is_being_interpreted(thread: Thread, owned: Owned) -> bool:
    waiting = MessageState.INTERPRETER
    return any((message.part_id, message.state) == (owned.part.id, waiting) for message in thread.messages)


def _is_makeshift(owned: Owned) -> bool:
    """Whether nobody who knows could take it, and no colleague chose who has it."""
    return owned.assignment.fallback and owned.assignment.given_by is None


def _is_alike(one: Owned, other: Owned) -> bool:
    same_person = one.person.id == other.person.id
    return one.part.topic_id == other.part.topic_id and (one.part.topic_id is not None or same_person)


def _join(session: Session, twins: Twins, *, now: datetime) -> Twins:
    """One part has the pieces of both and whatever was written about them; it waits for the asker only where both do.
    Who had the other part stands among those who have had this one."""
    part, gone = twins.stays.part, twins.goes.part
    if part.waiting_since is None or gone.waiting_since is None:
        municipality = queries.municipality_of(session, session.get_one(Enquiry, part.enquiry_id))
        for each in (part, gone):
            go_on(each, municipality, now)
    else:
        part.waiting_since = max(part.waiting_since, gone.waiting_since)
        part.minutes_left = min(part.minutes_left or 0, gone.minutes_left or 0)
    if gone.promised_at < part.promised_at:
        part.promised_at, part.reminded_at = gone.promised_at, None
    in_order = sorted((part, gone), key=lambda each: each.id or 0)
    part.text = "\n\n".join(dict.fromkeys(each.text for each in in_order))
    part.topics = {slug: max(each.topics.get(slug, 0) for each in in_order) for slug in part.topics | gone.topics}
    part.articles = list(dict.fromkeys(part.articles + gone.articles))
    part.level = max(part.level, gone.level)
    session.add(part)
    had = col(Assignment.part_id) == gone.id
    session.exec(update(Assignment).where(had, col(Assignment.ended_at).is_(None)).values(ended_at=now))
    session.exec(update(Assignment).where(had).values(part_id=part.id))
    session.exec(update(Message).where(col(Message.part_id) == gone.id).values(part_id=part.id))
    session.delete(gone)
    session.flush()
    return twins


def _move(session: Session, earlier: Enquiry, later: Enquiry, *, by: Staff, now: datetime) -> Enquiry:
    """Whatever names the earlier enquiry names the later one, and the earlier one is no more."""
    for table in _tables_about_enquiries():
        about = table.enquiry_id
        if about.primary_key and session.exec(select(about).where(about == later.id)).first():
            session.exec(delete(table).where(about == earlier.id))
        else:
            session.exec(update(table).where(about == earlier.id).values(enquiry_id=later.id))
    if rules.is_spoken(later) and not rules.is_spoken(earlier):
        later.channel = earlier.channel
    for name in ("name", "email", "phone", "country", "audience", "logged_by"):
        setattr(later, name, getattr(later, name) or getattr(earlier, name))
    later.details = {**earlier.details, **later.details}
    later.asked_at = min(earlier.asked_at, later.asked_at)
    later.urgent = earlier.urgent or later.urgent
    number, key = earlier.id or 0, earlier.key
    session.delete(earlier)
    session.add_all(
        [later, Merged(number=number, key=key, enquiry_id=later.id or 0, merged_at=now, merged_by=by.account_id)]
    )
    session.flush()
    return later


def _find_interpreters(session: Session, enquiry: Enquiry, *, now: datetime) -> None:
    """What was to be answered by word of mouth is answered in writing now: whoever only speaks the language needs an
    interpreter for it."""
    thread = queries.for_asker(session, enquiry.key)
    municipality = queries.municipality_of(session, enquiry)
    for owned in thread.open_parts:
        ranked = queries.who_knows(session, municipality, matter_of(session, thread.looking_at(owned.part.id)), now=now)
        hers = next((each for each in ranked if each.colleague.person.id == owned.person.id), None)
        if hers is None or owned.assignment.needs_interpreter or not hers.needs_interpreter:
            continue
        owned.assignment.needs_interpreter = True
        session.add(owned.assignment)
        if hers.interpreter is not None:
            helper = hers.interpreter.person
            owned.assignment.interpreter_id = helper.id
            session.flush()
            tell_interpreter(session, enquiry, owned.part, helper, expert=owned.person.name, now=now)
    session.flush()


def _tables_about_enquiries() -> list[Any]:
    """Every table of the house that names an enquiry: rooms above have some, too, which this one may not know."""
    mappers = sa.inspect(Enquiry).registry.mappers
    return [mapper.class_ for mapper in mappers if "enquiry_id" in mapper.columns]


def _give_new_key(session: Session, enquiry: Enquiry, *, retired: list[str], now: datetime) -> None:
    """The keys of both open nothing any more; the new one goes to the address that both gave."""
    session.add_all([RetiredKey(key=key, enquiry_id=enquiry.id or 0) for key in retired])
    enquiry.key = new_key()
    session.add(enquiry)
    session.flush()
    municipality = queries.municipality_of(session, enquiry)
    writing = letters.put_together(enquiry, municipality, Speaker(enquiry.language))
    write_to_asker(session, enquiry, writing, kind="put-together", now=now)


def _tell(session: Session, enquiry: Enquiry, joined: list[Twins], *, by: Staff, now: datetime) -> None:
    """Writes to those whose part went to somebody else, and who did not do that themselves: one letter each."""
    municipality = queries.municipality_of(session, enquiry)
    have = {twins.stays.person.id for twins in joined} | {*by.persons}
    for twins in {twins.goes.person.id: twins for twins in joined if twins.goes.person.id not in have}.values():
        name = twins.stays.person.name

        def tell(speaker: Speaker, topic: str, name: str = name) -> Writing:
            return letters.answered_elsewhere(enquiry, municipality, topic, name, speaker)

        part, kind = twins.stays.part, "answered-elsewhere"
        write_to_person(session, enquiry, twins.goes.person, tell, part=part, kind=kind, now=now)
