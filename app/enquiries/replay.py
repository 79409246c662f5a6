"""Who would have had last month's questions under other weights. Nothing is stored by asking."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.enquiries import routing
from app.enquiries.details import details_of
from app.enquiries.models import Assignment, Author, Enquiry, Message, MessageKind, Part
from app.enquiries.queries import open_parts, place_of
from app.enquiries.routing import Candidate, Matter, Place, Weights
from app.enquiries.rules import matter_of_part
from app.people.models import Municipality, ResourcePerson
from app.people.queries import colleagues, shared_colleagues
from app.people.rules import Colleague
from app.topics.queries import countries, topics

DAYS = 30
MOST_PARTS = 200


@dataclass(frozen=True)
class Asked:
    """A part as it was asked, by the numbers of its enquiry and its own, and who has it or had it last."""

    number: int
    part: int
    topic: str
    matter: Matter
    person: ResourcePerson


@dataclass(frozen=True)
class Change:
    """A part that would go to somebody else: whom the present weights name, and whom the others would."""

    asked: Asked
    before: Candidate
    after: Candidate


@dataclass(frozen=True)
class Replay:
    """What would be different, the newest first, and how many parts would go to the same person."""

    changes: tuple[Change, ...] = ()
    unchanged: int = 0

    @property
    def parts(self) -> int:
        return len(self.changes) + self.unchanged


def replay(session: Session, municipality: Municipality, weights: Weights, *, now: datetime) -> Replay:
    """The parts asked here in the last 30 days (at most 200) under these weights, with people as they are now."""
    number = municipality.id or 0
    return compare(
        last_asked(session, municipality, now=now),
        [*colleagues(session, number), *shared_colleagues(session, number)],
        place_of(session, municipality),
        weights,
        open_parts=open_parts(session),
        now=now,
    )


def compare(
    asked: Iterable[Asked],
    everybody: Sequence[Colleague],
    place: Place,
    weights: Weights,
    *,
    open_parts: Mapping[int, int],
    now: datetime,
) -> Replay:
    """What other weights than the place's would change. Both are asked today: what differs, differs by the weights, and
    not because somebody has gone on leave since."""
    other = replace(place, weights=weights)
    known: dict[str, Matter] = {}

    @cache
    def first(about: str, under: str) -> Candidate | None:
        here = place if under == "present" else other
        return next(iter(routing.rank(everybody, known[about], here, open_parts=open_parts, now=now)), None)

    changes, unchanged = [], 0
    for each in asked:
        about = repr(each.matter)  # questions that are alike are ranked once
        known[about] = each.matter
        before, after = first(about, "present"), first(about, "other")
        if before is None or after is None or before.colleague.person.id == after.colleague.person.id:
            unchanged += 1
        else:
            changes.append(Change(each, before, after))
    return Replay(tuple(changes), unchanged)


def last_asked(session: Session, municipality: Municipality, *, now: datetime) -> list[Asked]:
    """The newest parts of the last 30 days with what routing is told of them; none whose text is gone, as it can't be
    told what was in it. The number of queries does not grow with the parts."""
    rows = session.exec(
        select(Enquiry, Part, ResourcePerson)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .join(Assignment, (col(Assignment.part_id) == col(Part.id)) & col(Assignment.ended_at).is_(None))
        .join(ResourcePerson, col(ResourcePerson.id) == col(Assignment.person_id))
        .where(
            Enquiry.municipality_id == municipality.id,
            Enquiry.asked_at > now - timedelta(days=DAYS),
            col(Enquiry.forgotten_at).is_(None),
        )
        .order_by(col(Part.id).desc())
        .limit(MOST_PARTS)
    ).all()
    texts = _questions(session, {enquiry.id for enquiry, *_ in rows})
    answers = _answers(session, municipality, {enquiry.email for enquiry, *_ in rows} - {""})
    slugs = {topic.id: topic.slug for topic in topics(session)}
    named = countries(session)
    return [
        Asked(
            number=enquiry.id or 0,
            part=part.id or 0,
            topic=(topic := slugs.get(part.topic_id, "")),
            matter=matter_of_part(
                enquiry,
                part,
                topic=topic,
                details=details_of(
                    part.text or texts.get(enquiry.id, ""),
                    named,
                    language=enquiry.language,
                    given=enquiry.details,
                    country=enquiry.country,
                ),
                earlier=tuple(
                    person for person, since in answers.get(enquiry.email, {}).items() if since < enquiry.asked_at
                ),
            ),
            person=person,
        )
        for enquiry, part, person in rows
    ]


def _questions(session: Session, enquiries: set[int | None]) -> dict[int | None, str]:
    """The first text of each asker."""
    first = (
        select(func.min(Message.id))
        .where(Message.author == Author.ASKER, col(Message.enquiry_id).in_(enquiries))
        .group_by(col(Message.enquiry_id))
    )
    return dict(session.exec(select(Message.enquiry_id, Message.text).where(col(Message.id).in_(first))).all())


def _answers(session: Session, municipality: Municipality, addresses: set[str]) -> dict[str, dict[int, datetime]]:
    """Who has answered those who ask from these addresses, since when: an answer to this question counts only for the
    next."""
    found: dict[str, dict[int, datetime]] = {}
    for address, person, since in session.exec(
        select(Enquiry.email, Message.person_id, sa.func.min(Message.written_at))
        .join(Message, col(Message.enquiry_id) == col(Enquiry.id))
        .where(
            Enquiry.municipality_id == municipality.id,
            col(Enquiry.email).in_(addresses),
            Message.author == Author.STAFF,
            Message.kind == MessageKind.REPLY,
            col(Message.person_id).is_not(None),
        )
        .group_by(col(Enquiry.email), col(Message.person_id))
        .order_by(col(Enquiry.email), col(Message.person_id))
    ):
        found.setdefault(address, {})[person or 0] = since
    return found
