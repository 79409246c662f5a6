"""What was asked, who has it, and who knows what. Fetching and permission are one: a stranger finds nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from app.articles.models import Article
from app.core import clock, hours
from app.core.database import writes
from app.core.errors import N_, NotFound
from app.core.tokens import digest
from app.enquiries import routing, rules
from app.enquiries.models import (
    Assignment,
    Author,
    Capture,
    Enquiry,
    Message,
    MessageKind,
    MessageState,
    Outcome,
    Part,
    Promised,
)
from app.enquiries.routing import Candidate, Matter, Place
from app.people.models import Command, Municipality, PersonLanguage, PersonTopic, ResourcePerson, Role
from app.people.queries import colleagues, municipalities, shared_colleagues
from app.people.rules import Colleague, Staff, closed_days_of, may_see_all_enquiries
from app.topics.models import Topic
from app.topics.queries import topics as all_topics


@dataclass(frozen=True)
class Owned:
    """A part of an enquiry with who has it, and who carries the language for her."""

    part: Part
    topic: Topic | None
    assignment: Assignment
    person: ResourcePerson
    interpreter: ResourcePerson | None

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

    @property
    def open_parts(self) -> list[Owned]:
        return [each for each in self.parts if each.part.answered_at is None]

    @property
    def replied(self) -> bool:
        """Whether the asker was sent an answer; a question back is none."""
        return any(is_answer(message) and is_sent(message) for message in self.messages)

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


def looking_at(thread: Thread, part: int | None) -> Thread:
    """The same enquiry, looking at this part of it."""
    return replace(thread, owned=next((each for each in thread.parts if each.part.id == part), thread.owned))


def is_answer(message: Message) -> bool:
    """Whether staff answered with it, however far it has come; a note or a question back is no answer."""
    return message.author == Author.STAFF and message.kind == MessageKind.REPLY and not message.asks_back


def is_sent(message: Message) -> bool:
    """Whether the asker sees it: a reply, and one that waits for nobody."""
    return message.kind == MessageKind.REPLY and message.state == MessageState.SENT


def is_shown(message: Message, now: datetime | None) -> bool:
    """Whether a message can no longer be taken back."""
    return now is None or message.visible_from is None or message.visible_from <= now


def _thread(session: Session, enquiry: Enquiry, choose: Callable[[Owned], object] = lambda _: False) -> Thread:
    """Of its parts the first that `choose` is true of is looked at; else the first open one, else the first."""
    interpreter = aliased(ResourcePerson)
    rows = session.exec(
        select(Part, Assignment, ResourcePerson, interpreter)
        .join(Assignment, col(Assignment.part_id) == col(Part.id))
        .join(ResourcePerson, col(ResourcePerson.id) == col(Assignment.person_id))
        .join(interpreter, col(interpreter.id) == col(Assignment.interpreter_id), isouter=True)
        .where(Part.enquiry_id == enquiry.id, col(Assignment.ended_at).is_(None))
        .order_by(col(Part.id))
    ).all()
    messages = session.exec(select(Message).where(Message.enquiry_id == enquiry.id).order_by(col(Message.id))).all()
    topics = {topic.id: topic for topic in all_topics(session)}
    parts = tuple(
        Owned(part, topics.get(part.topic_id), assignment, person, helper) for part, assignment, person, helper in rows
    )
    looked_at = min(parts, key=lambda each: (not choose(each), each.part.answered_at is not None, each.part.id))
    return Thread(enquiry, parts, looked_at, tuple(messages))


def _fetch(session: Session, which: sa.ColumnElement[bool]) -> Enquiry | None:
    """The enquiry; for a session that writes, nobody else's change comes between reading and changing it.

    Otherwise, on PostgreSQL, an answer could stay behind in an enquiry that is being withdrawn. (On SQLite whoever
    writes is alone anyway.) With `key_share` others may note meanwhile that they have read it.
    """
    wanted = select(Enquiry).where(which)
    return session.exec(wanted.with_for_update(key_share=True) if writes(session) else wanted).first()


def for_asker(session: Session, key: str, *, now: datetime | None = None) -> Thread:
    """The enquiry of this secret key, with what the asker sees of its thread: of replies that can still be taken back
    nothing, at the moment `now`. Raises NotFound."""
    enquiry = _fetch(session, col(Enquiry.key) == key)
    if enquiry is None:
        raise NotFound(N_("There is no question at this address. Please check the link."))
    thread = _thread(session, enquiry)
    return replace(thread, messages=tuple(each for each in thread.messages if is_sent(each) and is_shown(each, now)))


def for_staff(
    session: Session, staff: Staff, municipality: Municipality, number: int, *, part: int | None = None
) -> Thread:
    """The enquiry of this number, when this person may read it: looking at this part, or else at hers.

    Raises NotFound, also for what she may not read.
    """
    enquiry = _fetch(session, col(Enquiry.id) == number) if number < 2**31 else None
    if enquiry is not None and enquiry.municipality_id == municipality.id:
        thread = _thread(
            session, enquiry, lambda each: each.part.id == part if part else each.owners & {*staff.persons}
        )
        if part is not None and thread.part.id != part:
            raise NotFound(N_("There is no such question among yours."))
        had = session.exec(
            select(Assignment.person_id, Assignment.interpreter_id)
            .join(Part, col(Part.id) == col(Assignment.part_id))
            .where(Part.enquiry_id == enquiry.id)
        ).all()
        owners = {person for pair in had for person in pair if person is not None}
        if rules.may_read(staff, enquiry, owners=owners, answered=thread.state != "open"):
            return thread
    raise NotFound(N_("There is no such question among yours."))


def part_of(session: Session, number: int, message: int) -> int | None:
    """The part that a message of this enquiry is about; None when it is about no single one, or not there."""
    found = select(Message.part_id).where(Message.enquiry_id == number, Message.id == message)
    return session.exec(found).first()


def for_worker(session: Session, number: int, part: int) -> Thread | None:
    """The enquiry of this number, looking at this part, while both are open; nobody reads it."""
    enquiry = _fetch(session, col(Enquiry.id) == number)
    if enquiry is None or enquiry.closed_at is not None:
        return None
    thread = _thread(session, enquiry, lambda each: each.part.id == part)
    return thread if thread.part.id == part and thread.part.answered_at is None else None


@dataclass(frozen=True)
class Line:
    """A part of an enquiry in a list: no words of it, so that a list is no reading. `waits_for` is an interpreter, the
    asker, or nobody."""

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
    waits_for: str = ""
    urgent: bool = False


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
    now: datetime | None = None,
) -> list[Line]:
    """The questions this person has (or, with `everyone`, all that she may see), newest first.

    `only` is "interpreter" (what waits for one), "risk" (promised until the next working day, or broken) or "topics"
    (of the topics she knows); `state` is open, answered, closed or empty for all; with `numbers`, only these;
    `before` is the part to go on from.
    """
    wanted = (
        select(Enquiry, Part, Assignment, ResourcePerson)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .join(Assignment, (col(Assignment.part_id) == col(Part.id)) & col(Assignment.ended_at).is_(None))
        .join(ResourcePerson, col(ResourcePerson.id) == col(Assignment.person_id))
        .where(Enquiry.municipality_id == municipality.id)
    )
    if not everyone or not may_see_all_enquiries(staff, municipality.id or 0):
        mine: sa.ColumnElement[bool] = col(Assignment.person_id).in_(staff.persons) | col(
            Assignment.interpreter_id
        ).in_(staff.persons)
        if everyone and staff.may(municipality.id or 0, Role.EDITOR):
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
        nobody = col(Assignment.interpreter_id).is_(None)
        wanted = wanted.where(col(Assignment.needs_interpreter), nobody | col(Part.id).in_(waiting))
    elif only == "risk":
        soon = hours.add_working_days(now or clock.now(), 1, closed_days_of(municipality))
        still_open = (col(Part.answered_at).is_(None), col(Enquiry.closed_at).is_(None))
        wanted = wanted.where(col(Part.promised_at) <= soon, col(Part.waiting_since).is_(None), *still_open)
    elif only == "topics":
        known = select(PersonTopic.topic_id).where(col(PersonTopic.person_id).in_(staff.persons))
        wanted = wanted.where(col(Part.topic_id).in_(known))
    if numbers is not None:
        wanted = wanted.where(col(Enquiry.id).in_(numbers))
    if before is not None:
        wanted = wanted.where(col(Part.id) < before)
    rows = session.exec(wanted.order_by(col(Part.id).desc()).limit(limit)).all()
    several = _of_several_parts(session, [enquiry.id for enquiry, *_ in rows])
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
                waits_for="asker" if part.waiting_since else "interpreter" if assignment.needs_interpreter else "",
                urgent=enquiry.urgent,
            )
        )
    return lines


def _of_several_parts(session: Session, numbers: Collection[int | None]) -> set[int]:
    counted = select(Part.enquiry_id).where(col(Part.enquiry_id).in_(numbers)).group_by(col(Part.enquiry_id))
    return set(session.exec(counted.having(func.count() > 1)).all())


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


def can_write(session: Session, staff: Staff, language: str) -> bool:
    """Whether somebody of the staff answers in this language herself."""
    speaks = select(PersonLanguage.person_id).where(
        col(PersonLanguage.person_id).in_(staff.persons),
        PersonLanguage.language == language,
        PersonLanguage.level != Command.UNDERSTANDS,
    )
    return session.exec(speaks).first() is not None


def have_answered(session: Session, municipality: Municipality, email: str) -> set[int]:
    """The persons who have answered whoever asks from this address."""
    if not email:
        return set()
    is_reply = (col(Message.kind) == MessageKind.REPLY) & (col(Message.state) == MessageState.SENT)
    found = session.exec(
        select(Message.person_id)
        .join(Enquiry, col(Enquiry.id) == col(Message.enquiry_id))
        .where(
            Enquiry.municipality_id == municipality.id, Enquiry.email == email, Message.author == Author.STAFF, is_reply
        )
        .distinct()
    )
    return {person for person in found if person is not None}


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
    rows = session.exec(
        select(Enquiry, Part, Topic.slug)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .join(Topic, col(Topic.id) == col(Part.topic_id), isouter=True)
        .where(
            Enquiry.municipality_id == place,
            col(Part.answered_at).is_not(None),
            col(Enquiry.forgotten_at).is_(None),
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
