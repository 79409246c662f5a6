"""What was asked, who has it, and who knows what. Fetching and permission are one: a stranger finds nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from app.articles.models import Article
from app.core import clock, hours
from app.core.database import writes
from app.core.errors import N_, Gone, NotFound
from app.core.tokens import digest
from app.enquiries import routing, rules
from app.enquiries.models import (
    Assignment,
    Author,
    Capture,
    Enquiry,
    Merged,
    Message,
    MessageKind,
    MessageState,
    Outcome,
    Part,
    Promised,
    RetiredKey,
)
from app.enquiries.routing import Candidate, Matter, Place
from app.people.models import Municipality, PersonLanguage, PersonTopic, ResourcePerson, Role
from app.people.queries import away_on, colleagues, municipalities, shared_colleagues
from app.people.rules import Colleague, Staff, closed_days_of, commands_for, may_see_all_enquiries
from app.topics.models import Topic
from app.topics.queries import topics as all_topics


@dataclass(frozen=True)
class Owned:
    """A part of an enquiry with who has it, and who carries the language for her. With `unread`, what was sent about it
    last can still be taken back, and whoever looks at it knows nothing of that."""

    part: Part
    topic: Topic | None
    assignment: Assignment
    person: ResourcePerson
    interpreter: ResourcePerson | None
    unread: bool = False

    @property
    def answered(self) -> bool:
        return self.part.answered_at is not None and not self.unread

    @property
    def waits_for_asker(self) -> bool:
        return self.part.waiting_since is not None and not self.unread

    @property
    def topic_slug(self) -> str:
        return self.topic.slug if self.topic else ""

    @property
    def owners(self) -> set[int | None]:
        """The persons who may act on it: who has it, and her interpreter."""
        return {self.person.id, self.interpreter.id if self.interpreter else None} - {None}


@dataclass(frozen=True)
class Thread:
    """An enquiry with everything that belongs to it. `owned` is the one of its parts that is being looked at."""

    enquiry: Enquiry
    parts: tuple[Owned, ...]
    owned: Owned
    messages: tuple[Message, ...]

    @property
    def part(self) -> Part:
        return self.owned.part

    @property
    def topic(self) -> Topic | None:
        return self.owned.topic

    @property
    def person(self) -> ResourcePerson:
        return self.owned.person

    @property
    def assignment(self) -> Assignment:
        return self.owned.assignment

    def looking_at(self, part: int | None) -> "Thread":
        """The same enquiry, looking at this part of it."""
        return replace(self, owned=next((each for each in self.parts if each.part.id == part), self.owned))

    @property
    def open_parts(self) -> list[Owned]:
        return [each for each in self.parts if not each.answered]

    def waits_for_interpreter(self, owned: Owned) -> bool:
        """Whether one of the parts has an answer that an interpreter is to confirm, or needs one and has none."""
        is_there = any(
            (each.part_id, each.state) == (owned.part.id, MessageState.INTERPRETER) for each in self.messages
        )
        return owned.assignment.needs_interpreter and (is_there or owned.interpreter is None)

    @property
    def replied(self) -> bool:
        """Whether the asker was sent an answer."""
        return bool(self.answers)

    @property
    def unanswered(self) -> tuple[Owned, ...]:
        """The open parts that nobody ever answered; others are open because the asker has written since."""
        told = {message.part_id for message in self.answers}
        return tuple(each for each in self.open_parts if each.part.id not in told)

    @property
    def answers(self) -> tuple[Message, ...]:
        """What the asker was sent as an answer; a question back is none."""
        return tuple(each for each in self.messages if rules.is_answer(each) and rules.is_sent(each))

    @property
    def question(self) -> str:
        """The first thing the asker wrote; empty when it is gone."""
        return next((message.text for message in self.messages if message.author == Author.ASKER), "")

    @property
    def topic_slug(self) -> str:
        return self.owned.topic_slug

    @property
    def state(self) -> str:
        """open, answered or closed"""
        if self.enquiry.closed_at is not None:
            return "closed"
        return "open" if self.open_parts else "answered"


def _thread(session: Session, enquiry: Enquiry, choose: Callable[[Owned], object] = lambda _: False) -> Thread:
    """Of its parts the first that `choose` is true of is looked at; else the first open one, else the first."""
    messages = session.exec(select(Message).where(Message.enquiry_id == enquiry.id).order_by(col(Message.id))).all()
    interpreter = aliased(ResourcePerson)
    rows = session.exec(
        select(Part, Assignment, ResourcePerson, interpreter)
        .join(Assignment, col(Assignment.part_id) == col(Part.id))
        .join(ResourcePerson, col(ResourcePerson.id) == col(Assignment.person_id))
        .join(interpreter, col(interpreter.id) == col(Assignment.interpreter_id), isouter=True)
        .where(Part.enquiry_id == enquiry.id, col(Assignment.ended_at).is_(None))
        .order_by(col(Part.id))
    ).all()
    if not rows:  # it was put together with another since it was read
        return _thread(session, session.get_one(Enquiry, leads_to(session, enquiry.id or 0)), choose)
    topics = {topic.id: topic for topic in all_topics(session)}
    parts = tuple(
        Owned(part, topics.get(part.topic_id), assignment, person, helper) for part, assignment, person, helper in rows
    )
    looked_at = min(parts, key=lambda each: (not choose(each), each.part.answered_at is not None, each.part.id))
    return Thread(enquiry, parts, looked_at, tuple(messages))


def leads_to(session: Session, number: int) -> int:
    """The number of the enquiry that this one was put together with; else its own."""
    return session.exec(select(Merged.enquiry_id).where(Merged.number == number)).first() or number


def kept_as(session: Session, numbers: Collection[int]) -> dict[int, int]:
    """The numbers under which these enquiries are kept now, those that are there no more left out.

    For a session that writes none of them is put together with another before it ends.
    """
    wanted = select(Enquiry.id).where(col(Enquiry.id).in_(numbers)).order_by(col(Enquiry.id))
    locked = wanted.with_for_update(read=True, key_share=True) if writes(session) else wanted
    there = {number: number for number in session.exec(locked).all() if number is not None}
    gone = {number: leads_to(session, number) for number in numbers if number not in there}
    moved = {number: to for number, to in gone.items() if to != number}
    kept = kept_as(session, set(moved.values())) if moved else {}
    return there | {number: kept[to] for number, to in moved.items() if to in kept}


def _fetch(session: Session, which: sa.ColumnElement[bool], merged: sa.ColumnElement[bool]) -> Enquiry | None:
    """The enquiry, or the one that it was put together with; for a session that writes, nobody else's change comes
    between reading and changing it.

    Otherwise, on PostgreSQL, an answer could stay behind in an enquiry that is being withdrawn. (On SQLite whoever
    writes is alone anyway.) With `key_share` others may note meanwhile that they have read it.
    """

    def fetch(this: sa.ColumnElement[bool]) -> Enquiry | None:
        wanted = select(Enquiry).where(this)
        return session.exec(wanted.with_for_update(key_share=True) if writes(session) else wanted).first()

    found, moved = fetch(which), select(Merged.enquiry_id).where(merged)
    while found is None and (number := session.exec(moved).first()) is not None:
        found = fetch(col(Enquiry.id) == number)
    return found


HAS_A_NEW_KEY = N_(
    "This question was put together with another one. The link to it is in our e-mail to the address that was given."
)


def has_new_key(session: Session, number: int) -> bool:
    """Whether an enquiry has another key than those who asked were given."""
    return session.exec(select(RetiredKey.key).where(RetiredKey.enquiry_id == number)).first() is not None


def for_asker(session: Session, key: str, *, now: datetime | None = None) -> Thread:
    """The enquiry of this secret key, with what the asker sees of its thread: of what can still be taken back nothing,
    at the moment `now`, not even that it was sent. Raises NotFound, or Gone where there is a new key."""
    if session.get(RetiredKey, key):
        raise Gone(HAS_A_NEW_KEY)
    enquiry = _fetch(session, col(Enquiry.key) == key, col(Merged.key) == key)
    if enquiry is None:
        raise NotFound(N_("There is no question at this address. Please check the link."))
    thread = _thread(session, enquiry)
    unread = rules.part_unread(thread.messages, now)
    parts = tuple(replace(each, unread=each.part.id == unread) for each in thread.parts)
    shown = tuple(each for each in thread.messages if rules.is_sent(each) and rules.is_shown(each, now))
    return replace(thread, parts=parts, messages=shown).looking_at(thread.part.id)


def for_staff(
    session: Session, staff: Staff, municipality: Municipality, number: int, *, part: int | None = None
) -> Thread:
    """The enquiry of this number, or the one that it was put together with, when this person may read it: looking at
    this part, or else at hers.

    Raises NotFound, also for what she may not read.
    """
    enquiry = _by_number(session, number) if number < 2**31 else None
    if enquiry is not None and enquiry.municipality_id == municipality.id:
        thread = _thread(
            session, enquiry, lambda each: each.part.id == part if part else each.owners & {*staff.persons}
        )
        if part is not None and thread.part.id != part and not put_together(session, thread.enquiry):
            raise NotFound(N_("There is no such question among yours."))
        had = session.exec(
            select(Assignment.person_id, Assignment.interpreter_id)
            .join(Part, col(Part.id) == col(Assignment.part_id))
            .where(Part.enquiry_id == thread.enquiry.id)
        ).all()
        owners = {person for pair in had for person in pair if person is not None}
        answered = any(each.part.answered_at for each in thread.parts)
        if rules.may_read(staff, thread.enquiry, owners=owners, answered=answered):
            return thread
    raise NotFound(N_("There is no such question among yours."))


def _by_number(session: Session, number: int) -> Enquiry | None:
    return _fetch(session, col(Enquiry.id) == number, col(Merged.number) == number)


def put_together(session: Session, enquiry: Enquiry) -> list[int]:
    """The numbers of the earlier enquiries that were put together with this one."""
    return list(
        session.exec(select(Merged.number).where(Merged.enquiry_id == enquiry.id).order_by(col(Merged.number))).all()
    )


def part_of(session: Session, number: int, message: int) -> int | None:
    """The part that a message of this enquiry is about; None when it is about no single one, or not there."""
    found = select(Message.part_id).where(Message.enquiry_id == number, Message.id == message)
    return session.exec(found).first()


def for_worker(session: Session, number: int, part: int) -> Thread | None:
    """The enquiry of this number, looking at this part, while both are open; nobody reads it."""
    enquiry = _by_number(session, number)
    if enquiry is None or enquiry.closed_at is not None:
        return None
    thread = _thread(session, enquiry, lambda each: each.part.id == part)
    return thread if thread.part.id == part and thread.part.answered_at is None else None


@dataclass(frozen=True)
class Line:
    """A part of an enquiry in a list: no words of it, so that a list is no reading. `waits_for` is an interpreter (to
    confirm an answer, or because there is none), the asker, or nobody; `broken` counts the promises that were broken.
    Who is not among those who may open it knows only that it is there."""

    number: int
    part: int
    one_of_several: bool
    topic: str
    language: str
    asking_as: str
    channel: str
    country: str
    state: str
    outcome: str
    asked_at: datetime
    promised_at: datetime
    person: str
    person_slug: str
    interpreter: str = ""
    waits_for: str = ""
    urgent: bool = False
    broken: int = 0
    may_open: bool = True


@dataclass(frozen=True)
class Other:
    """Another question of the same asker: no words of it, so that a list is no reading."""

    number: int
    topic: str
    asked_at: datetime


MOST_OTHERS = 10


def _as_dialled(phone: Any) -> Any:
    """A telephone number in the database without what people put between its digits."""
    for between in " -./()":
        phone = sa.func.replace(phone, between, "")
    return phone


def others_of_the_asker(session: Session, staff: Staff, thread: Thread) -> list[Other]:
    """The questions that this person could put together with this one, the newest ten: found by the asker's e-mail
    address or telephone number."""
    enquiry = thread.enquiry
    open_here = sa.and_(col(Enquiry.municipality_id) == enquiry.municipality_id, col(Enquiry.closed_at).is_(None))
    same = [_asked_from(enquiry.email)] if enquiry.email else []
    if len(number := rules.dialled(enquiry.phone)) >= rules.SHORTEST_NUMBER:
        same.append(sa.and_(open_here, _as_dialled(Enquiry.phone).like(f"%{number}")))
    if not same or enquiry.closed_at is not None:
        return []
    rows = session.exec(
        select(Enquiry, Part.topic_id, Assignment.person_id, Assignment.interpreter_id)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .join(Assignment, (col(Assignment.part_id) == col(Part.id)) & col(Assignment.ended_at).is_(None))
        .where(
            open_here,
            Enquiry.language == enquiry.language,
            Enquiry.id != enquiry.id,
            col(Enquiry.id).in_(sa.union(*(select(Enquiry.id).where(each) for each in same))),
        )
        .order_by(col(Enquiry.id).desc(), col(Part.id))
        .limit(3 * MOST_OTHERS)
    ).all()
    slugs = {topic.id: topic.slug for topic in all_topics(session)}
    found: dict[int | None, Other] = {}
    for other, topic, *owners in rows:
        if rules.is_same_asker(enquiry, other) and rules.may_answer(staff, other, owners=owners):
            found.setdefault(other.id, Other(other.id or 0, slugs.get(topic, ""), other.asked_at))
    return list(found.values())[:MOST_OTHERS]


ONLY = ("topics", "interpreter", "risk")
"""What an inbox may be narrowed to."""


def inbox(
    session: Session,
    staff: Staff,
    municipality: Municipality,
    *,
    everyone: bool = False,
    only: str = "",
    state: str = "",
    numbers: Collection[int] | None = None,
    limit: int = 50,
    before: int | None = None,
    soonest: bool = False,
    but_hers: bool = False,
    urgent: bool | None = None,
    now: datetime | None = None,
) -> list[Line]:
    """The questions this person has (or, with `everyone`, all that she may see), newest first or those first that are
    promised `soonest`; with everybody's, hers may be left out (`but_hers`).

    `only` is "interpreter" (what waits for one), "risk" (promised until the next working day, or broken before and not
    answered yet; a coordinator sees that everybody's promises are, and no more of them) or "topics" (of the topics she
    knows); `state` is open, answered, closed or empty for all; `urgent` is whether they tell of danger; with `numbers`,
    only these; `before` is the part to go on from.
    """
    wanted = (
        select(Enquiry, Part, Assignment, ResourcePerson)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .join(Assignment, (col(Assignment.part_id) == col(Part.id)) & col(Assignment.ended_at).is_(None))
        .join(ResourcePerson, col(ResourcePerson.id) == col(Assignment.person_id))
        .where(Enquiry.municipality_id == municipality.id)
    )
    place, today = municipality.id or 0, clock.in_denmark(now or clock.now()).date()
    sees_all = may_see_all_enquiries(staff, place) or (only == "risk" and staff.may(place, Role.COORDINATOR))
    hers = [col(each).in_(staff.persons) for each in (Assignment.person_id, Assignment.interpreter_id)]
    if but_hers:
        wanted = wanted.where(*(sa.func.coalesce(each, False).is_(False) for each in hers))
    if not everyone or not sees_all:
        mine: sa.ColumnElement[bool] = sa.or_(*hers)
        if everyone and staff.may(place, Role.EDITOR):
            mine = mine | col(Part.answered_at).is_not(None)
        wanted = wanted.where(mine)
    if state == "open":
        wanted = wanted.where(col(Enquiry.closed_at).is_(None), col(Part.answered_at).is_(None))
    elif state == "answered":
        wanted = wanted.where(col(Enquiry.closed_at).is_(None), col(Part.answered_at).is_not(None))
    elif state == "closed":
        wanted = wanted.where(col(Enquiry.closed_at).is_not(None))
    if only == "interpreter":
        waiting = select(Message.part_id).where(Message.state == MessageState.INTERPRETER)
        nobody = col(Assignment.interpreter_id).is_(None) | col(Assignment.interpreter_id).in_(away_on(today))
        wanted = wanted.where(col(Assignment.needs_interpreter), nobody | col(Part.id).in_(waiting))
    elif only == "risk":
        soon = hours.add_working_days(now or clock.now(), 1, closed_days_of(municipality))
        still_open = (col(Part.answered_at).is_(None), col(Enquiry.closed_at).is_(None))
        near = (col(Part.promised_at) <= soon) & col(Part.waiting_since).is_(None)
        wanted = wanted.where(near | (col(Part.level) > 0), *still_open)
    elif only == "topics":
        known = select(PersonTopic.topic_id).where(col(PersonTopic.person_id).in_(staff.persons))
        wanted = wanted.where(col(Part.topic_id).in_(known))
    if urgent is not None:
        wanted = wanted.where(col(Enquiry.urgent).is_(urgent))
    if numbers is not None:
        wanted = wanted.where(col(Enquiry.id).in_(numbers))
    if before is not None:
        wanted = wanted.where(col(Part.id) < before)
    if soonest:
        wanted = wanted.order_by(col(Part.promised_at))
    rows = session.exec(wanted.order_by(col(Part.id).desc()).limit(limit)).all()
    several = _of_several_parts(session, [enquiry.id for enquiry, *_ in rows])
    interpreters = _names(
        session, {each.interpreter_id for _, _, each, _ in rows if each.needs_interpreter}, here=today
    )
    interpreted = _being_interpreted(session, {part.id for _, part, each, _ in rows if each.needs_interpreter})
    lines, topics = [], {topic.id: topic.slug for topic in all_topics(session)}
    for enquiry, part, assignment, person in rows:
        lines.append(
            Line(
                number=enquiry.id or 0,
                part=part.id or 0,
                one_of_several=enquiry.id in several,
                topic=topics.get(part.topic_id, ""),
                language=enquiry.language,
                asking_as=enquiry.asking_as,
                channel=enquiry.channel,
                country=enquiry.country,
                state="closed" if enquiry.closed_at else "answered" if part.answered_at else "open",
                outcome=enquiry.outcome or "",
                asked_at=enquiry.asked_at,
                promised_at=part.promised_at,
                person=person.name,
                person_slug=person.slug,
                interpreter=(interpreter := interpreters.get(assignment.interpreter_id, "")),
                waits_for="asker"
                if part.waiting_since
                else "interpreter"
                if assignment.needs_interpreter and (not interpreter or part.id in interpreted)
                else "",
                urgent=enquiry.urgent,
                broken=part.level,
                may_open=may_see_all_enquiries(staff, place)
                or bool({assignment.person_id, assignment.interpreter_id} & {*staff.persons})
                or (part.answered_at is not None and staff.may(place, Role.EDITOR)),
            )
        )
    return lines


def _of_several_parts(session: Session, numbers: Collection[int | None]) -> set[int]:
    counted = select(Part.enquiry_id).where(col(Part.enquiry_id).in_(numbers)).group_by(col(Part.enquiry_id))
    return set(session.exec(counted.having(func.count() > 1)).all())


def _names(session: Session, persons: set[int | None], *, here: date) -> dict[int | None, str]:
    """Those of them who are not away on this day."""
    if not persons - {None}:
        return {}
    named = select(ResourcePerson.id, ResourcePerson.name).where(
        col(ResourcePerson.id).in_(persons), col(ResourcePerson.id).not_in(away_on(here))
    )
    return dict(session.exec(named).all())


def _being_interpreted(session: Session, parts: Collection[int | None]) -> set[int | None]:
    """Those of these parts of which an answer waits to be confirmed."""
    if not parts:
        return set()
    waiting = (col(Message.part_id).in_(parts), Message.state == MessageState.INTERPRETER)
    return set(session.exec(select(Message.part_id).where(*waiting)).all())


def open_parts(session: Session) -> dict[int, int]:
    """How many unanswered questions each resource person has, for whichever municipality."""
    counted = (
        select(Assignment.person_id, func.count())
        .join(Part, col(Part.id) == col(Assignment.part_id))
        .join(Enquiry, col(Enquiry.id) == col(Part.enquiry_id))
        .where(
            col(Assignment.ended_at).is_(None),
            col(Part.answered_at).is_(None),
            col(Enquiry.closed_at).is_(None),
        )
        .group_by(col(Assignment.person_id))
    )
    return dict(session.exec(counted).all())


def who_knows(session: Session, municipality: Municipality, matter: Matter, *, now: datetime) -> list[Candidate]:
    """The municipality's resource people, and those of others that it may ask, in the order in which this should be
    offered to them."""
    place = municipality.id or 0
    return routing.rank(
        [*colleagues(session, place), *shared_colleagues(session, place)],
        matter,
        place_of(session, municipality),
        open_parts=open_parts(session),
        now=now,
    )


def colleague_to_ask(session: Session, municipality: Municipality, slug: str) -> Colleague | None:
    """Somebody who may be asked from here, by her name in addresses: "jens", or "jens@bakkeby" of a neighbour."""
    name, _, town = slug.partition("@")
    there = next((each for each in municipalities(session) if each.slug == town), municipality)
    place = municipality.id or 0
    everybody = [*colleagues(session, place), *shared_colleagues(session, place)]
    return next(
        (each for each in everybody if (each.person.slug, each.person.municipality_id) == (name, there.id)), None
    )


def place_of(session: Session, municipality: Municipality) -> Place:
    """What routing knows of a municipality."""
    return Place(
        municipality_id=municipality.id or 0,
        weights=routing.weights_of(municipality),
        confirm_days=municipality.confirm_days,
        names={each.id or 0: each.short_name for each in municipalities(session)},
        slugs={each.id or 0: each.slug for each in municipalities(session)},
    )


def who_confirms(
    session: Session, municipality: Municipality, *, topic: str, article: str, language: str, now: datetime
) -> ResourcePerson | None:
    """The resource person to whom a question on this topic, and this article, would go now."""
    matter = Matter(topics={topic: 1.0}, articles=[article] if article else [], language=language)
    known = who_knows(session, municipality, matter, now=now)
    return known[0].colleague.person if known else None


def answers_herself(session: Session, staff: Staff, enquiry: Enquiry) -> bool:
    """Whether somebody of the staff answers in the asker's language herself."""
    has_it = select(PersonLanguage.person_id).where(
        col(PersonLanguage.person_id).in_(staff.persons),
        PersonLanguage.language == enquiry.language,
        col(PersonLanguage.level).in_(commands_for(spoken=rules.is_spoken(enquiry))),
    )
    return session.exec(has_it).first() is not None


def have_answered(session: Session, municipality: Municipality, email: str) -> set[int]:
    """The persons who have answered whoever asks from this address."""
    if not email:
        return set()
    is_reply = (col(Message.kind) == MessageKind.REPLY) & (col(Message.state) == MessageState.SENT)
    found = session.exec(
        select(Message.person_id)
        .join(Enquiry, col(Enquiry.id) == col(Message.enquiry_id))
        .where(Enquiry.municipality_id == municipality.id, _asked_from(email), Message.author == Author.STAFF, is_reply)
        .distinct()
    )
    return {person for person in found if person is not None}


def _asked_from(email: str) -> sa.ColumnElement[bool]:
    """Whether it was asked from this address; capital letters make no other one."""
    return func.lower(Enquiry.email) == email.lower()


def has_handed_over(
    session: Session, municipality: Municipality, thread: Thread, *, to: str, why: str, by: Staff
) -> bool:
    """Whether she has just given the part to this colleague (a slug) with these words: said twice, it is done once."""
    colleague = colleague_to_ask(session, municipality, to)
    return colleague is not None and rules.has_handed_over(thread.assignment, by=by, to=colleague.person.id, why=why)


def promised(session: Session, key: str) -> Promised | None:
    """What an Idempotency-Key made."""
    return session.get(Promised, digest(key))


def captured(session: Session, enquiry_id: int) -> Article | None:
    """The article made from this enquiry."""
    return session.exec(select(Article).join(Capture).where(Capture.enquiry_id == enquiry_id)).first()


@dataclass(frozen=True)
class Uncaptured:
    """An answered question that no article was made from: no words of it, so that a list is no reading."""

    number: int
    topic: str
    language: str
    answered_at: datetime


def not_yet_articles(
    session: Session, staff: Staff, municipality: Municipality, *, limit: int = 20
) -> list[Uncaptured]:
    """The answered questions that whoever edits here could make an article from, the newest answers first."""
    place = municipality.id or 0
    if not (staff.may(place, Role.EDITOR) or may_see_all_enquiries(staff, place)):
        return []
    others = aliased(Part)
    answered_last = (
        select(others.id)
        .where(others.enquiry_id == Enquiry.id, col(others.answered_at).is_not(None))
        .order_by(col(others.answered_at).desc(), col(others.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.exec(
        select(Enquiry, Part, Topic.slug)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .join(Topic, col(Topic.id) == col(Part.topic_id), isouter=True)
        .where(
            Enquiry.municipality_id == place,
            col(Part.answered_at).is_not(None),
            col(Enquiry.forgotten_at).is_(None),
            col(Enquiry.withdrawn_at).is_(None),
            col(Part.id) == answered_last,
            col(Enquiry.outcome).is_(None) | (col(Enquiry.outcome) == Outcome.ANSWERED),
            col(Enquiry.id).not_in(select(Capture.enquiry_id)),
        )
        .order_by(col(Part.answered_at).desc())
        .limit(limit)
    )
    return [
        Uncaptured(enquiry.id or 0, topic or "", enquiry.language, part.answered_at)
        for enquiry, part, topic in rows
        if part.answered_at is not None
    ]


def municipality_of(session: Session, enquiry: Enquiry) -> Municipality:
    return next(each for each in municipalities(session) if each.id == enquiry.municipality_id)
