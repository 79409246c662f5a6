"""What was asked, who has it, and who knows what. Fetching and permission are one: a stranger finds nothing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.articles.models import Article
from app.core.database import writes
from app.core.errors import N_, NotFound
from app.core.tokens import digest
from app.enquiries import rules
from app.enquiries.models import Assignment, Author, Capture, Enquiry, Message, Outcome, Part, Promised
from app.enquiries.rules import Candidate
from app.people.models import Municipality, ResourcePerson, Role
from app.people.queries import colleagues, municipalities
from app.people.rules import Staff, may_see_all_enquiries
from app.topics.models import Topic
from app.topics.queries import topics as all_topics


@dataclass(frozen=True)
class Thread:
    """An enquiry with everything that belongs to it."""

    enquiry: Enquiry
    part: Part
    topic: Topic | None
    person: ResourcePerson
    assignment: Assignment
    messages: tuple[Message, ...]

    @property
    def replied(self) -> bool:
        return any(message.author == Author.STAFF for message in self.messages)

    @property
    def question(self) -> str:
        """The first thing the asker wrote; empty when it is gone."""
        return next((message.text for message in self.messages if message.author == Author.ASKER), "")

    @property
    def topic_slug(self) -> str:
        return self.topic.slug if self.topic else ""

    @property
    def state(self) -> str:
        """open, answered or closed"""
        if self.enquiry.closed_at is not None:
            return "closed"
        return "answered" if self.part.answered_at else "open"


def _thread(session: Session, enquiry: Enquiry) -> Thread:
    part, assignment, person = session.exec(
        select(Part, Assignment, ResourcePerson)
        .join(Assignment, col(Assignment.part_id) == col(Part.id))
        .join(ResourcePerson, col(ResourcePerson.id) == col(Assignment.person_id))
        .where(Part.enquiry_id == enquiry.id, col(Assignment.ended_at).is_(None))
    ).one()
    messages = session.exec(select(Message).where(Message.enquiry_id == enquiry.id).order_by(col(Message.id))).all()
    topic = next((topic for topic in all_topics(session) if topic.id == part.topic_id), None)
    return Thread(enquiry, part, topic, person, assignment, tuple(messages))


def _fetch(session: Session, which: sa.ColumnElement[bool]) -> Enquiry | None:
    """The enquiry; for a session that writes, nobody else's change comes between reading and changing it.

    Otherwise, on PostgreSQL, an answer could stay behind in an enquiry that is being withdrawn. (On SQLite whoever
    writes is alone anyway.) With `key_share` others may note meanwhile that they have read it.
    """
    wanted = select(Enquiry).where(which)
    return session.exec(wanted.with_for_update(key_share=True) if writes(session) else wanted).first()


def for_asker(session: Session, key: str) -> Thread:
    """The enquiry of this secret key. Raises NotFound."""
    enquiry = _fetch(session, col(Enquiry.key) == key)
    if enquiry is None:
        raise NotFound(N_("There is no question at this address. Please check the link."))
    return _thread(session, enquiry)


def for_staff(session: Session, staff: Staff, municipality: Municipality, number: int) -> Thread:
    """The enquiry of this number, when this person may read it. Raises NotFound, also for what she may not read."""
    enquiry = _fetch(session, col(Enquiry.id) == number) if number < 2**31 else None
    if enquiry is not None and enquiry.municipality_id == municipality.id:
        thread = _thread(session, enquiry)
        owners = session.exec(select(Assignment.person_id).where(Assignment.part_id == thread.part.id)).all()
        if rules.may_read(staff, enquiry, owners=owners, answered=thread.part.answered_at is not None):
            return thread
    raise NotFound(N_("There is no such question among yours."))


@dataclass(frozen=True)
class Line:
    """An enquiry in a list: no words of it, so that a list is no reading."""

    number: int
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


def inbox(
    session: Session,
    staff: Staff,
    municipality: Municipality,
    *,
    everyone: bool = False,
    state: str = "",
    numbers: Collection[int] | None = None,
    limit: int = 50,
    before: int | None = None,
) -> list[Line]:
    """The questions this person has (or, with `everyone`, all that she may see), newest first.

    `state` is open, answered, closed or empty for all; with `numbers`, only these; `before` is the number to go on
    from.
    """
    wanted = (
        select(Enquiry, Part, Topic, ResourcePerson)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .join(Assignment, (col(Assignment.part_id) == col(Part.id)) & col(Assignment.ended_at).is_(None))
        .join(ResourcePerson, col(ResourcePerson.id) == col(Assignment.person_id))
        .join(Topic, col(Topic.id) == col(Part.topic_id), isouter=True)
        .where(Enquiry.municipality_id == municipality.id)
    )
    if not everyone or not may_see_all_enquiries(staff, municipality.id or 0):
        mine: sa.ColumnElement[bool] = col(Assignment.person_id).in_(staff.persons)
        if everyone and staff.may(municipality.id or 0, Role.EDITOR):
            mine = mine | col(Part.answered_at).is_not(None)
        wanted = wanted.where(mine)
    if state == "open":
        wanted = wanted.where(col(Enquiry.closed_at).is_(None), col(Part.answered_at).is_(None))
    elif state == "answered":
        wanted = wanted.where(col(Enquiry.closed_at).is_(None), col(Part.answered_at).is_not(None))
    elif state == "closed":
        wanted = wanted.where(col(Enquiry.closed_at).is_not(None))
    if numbers is not None:
        wanted = wanted.where(col(Enquiry.id).in_(numbers))
    if before is not None:
        wanted = wanted.where(col(Enquiry.id) < before)
    lines = []
    for enquiry, part, topic, person in session.exec(wanted.order_by(col(Enquiry.id).desc()).limit(limit)):
        lines.append(
            Line(
                number=enquiry.id or 0,
                topic=topic.slug if topic else "",
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
            )
        )
    return lines


def open_parts(session: Session, municipality_id: int) -> dict[int, int]:
    """How many unanswered questions each resource person has."""
    counted = (
        select(Assignment.person_id, func.count())
        .join(Part, col(Part.id) == col(Assignment.part_id))
        .join(Enquiry, col(Enquiry.id) == col(Part.enquiry_id))
        .where(
            Enquiry.municipality_id == municipality_id,
            col(Assignment.ended_at).is_(None),
            col(Part.answered_at).is_(None),
            col(Enquiry.closed_at).is_(None),
        )
        .group_by(col(Assignment.person_id))
    )
    return dict(session.exec(counted).all())


def who_knows(
    session: Session,
    municipality: Municipality,
    *,
    topics: Mapping[str, float],
    articles: Sequence[str] = (),
    language: str,
    now: datetime,
) -> list[Candidate]:
    """The municipality's resource people, in the order in which a question on this should be offered to them."""
    return rules.rank(
        colleagues(session, municipality.id or 0),
        topics=topics,
        articles=articles,
        language=language,
        open_parts=open_parts(session, municipality.id or 0),
        now=now,
    )


def who_confirms(
    session: Session, municipality: Municipality, *, topic: str, article: str, language: str, now: datetime
) -> ResourcePerson | None:
    """The resource person to whom a question on this topic, and this article, would go now."""
    articles = [article] if article else []
    known = who_knows(session, municipality, topics={topic: 1.0}, articles=articles, language=language, now=now)
    return known[0].colleague.person if known else None


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
