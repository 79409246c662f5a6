"""A region of made-up towns with many people and enquiries: for counting and measuring."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from sqlmodel import Session, SQLModel, col, func, select

from app.core.edition import renew
from app.enquiries.models import Assignment, Author, Enquiry, Message, Outcome, Part
from app.people.models import (
    Absence,
    Account,
    Municipality,
    PersonLanguage,
    PersonSubject,
    PersonTopic,
    ResourcePerson,
    Role,
    RoleGrant,
)
from app.topics.models import Owner, OwnerKind, Topic
from tests.cast import NOW, TODAY

LANGUAGES = (["da", "en"], ["da", "de"], ["da"], ["da", "en", "de"])
ARTICLES = 50
ASKERS = 1000
LONGEST_AGO = 150  # days
Row = TypeVar("Row", bound=SQLModel)


def add_towns(session: Session, number: int) -> list[Municipality]:
    """So many municipalities more, with nobody in them."""
    first = 100 + _how_many(session, Municipality)
    slugs = [f"town-{first + each}" for each in range(number)]
    owners = _keep(session, [Owner(kind=OwnerKind.MUNICIPALITY, slug=slug) for slug in slugs])
    towns = [
        Municipality(
            owner_id=owner.id or 0,
            slug=owner.slug,
            position=first + at,
            names={"da": owner.slug},
            short_name=owner.slug,
            languages=["da", "en", "de"],
            colours={},
            letter={},
            privacy={"contact": {"name": owner.slug}, "dpo": {"name": owner.slug}},
            secure_contact={},
        )
        for at, owner in enumerate(owners)
    ]
    renew(session)
    return _keep(session, towns)


def add_people(session: Session, town: Municipality, number: int) -> list[ResourcePerson]:
    """So many resource people more, each with a topic or two, an article and some languages."""
    first, place = _how_many(session, ResourcePerson), town.id or 0
    names = [f"person-{first + each}" for each in range(number)]
    topics = session.exec(select(Topic.id).order_by(col(Topic.slug))).all()
    accounts = _keep(session, [Account(name=name, email=f"{name}@example.org", created_at=NOW) for name in names])
    persons = [
        ResourcePerson(
            municipality_id=place,
            account_id=account.id or 0,
            slug=account.name,
            name=account.name,
            title={"da": "Medarbejder"},
            email=account.email or "",
            hours="Mo-Fr 09:00-15:00",
            place={},
            team={"da": "Holdet"},
            confirmed_on=TODAY,
        )
        for account in accounts
    ]
    role = Role.RESOURCE_PERSON.value
    session.add_all(RoleGrant(account_id=each.id or 0, municipality_id=place, role=role) for each in accounts)
    for at, person in enumerate(_keep(session, persons)):
        number_of = person.id or 0
        known = {topics[at % len(topics)] or 0, topics[at // 2 % len(topics)] or 0}
        session.add_all(PersonTopic(person_id=number_of, topic_id=topic) for topic in known)
        session.add_all(PersonLanguage(person_id=number_of, language=each) for each in LANGUAGES[at % len(LANGUAGES)])
        session.add(PersonSubject(person_id=number_of, article=f"article-{at % ARTICLES}"))
    session.flush()
    renew(session)
    return persons


def add_enquiries(session: Session, town: Municipality, number: int, *, still_open: float = 0.05) -> None:
    """So many enquiries more, given to the town's people who are there; answered and closed, but for the share that is
    `still_open`."""
    first, chance = _how_many(session, Enquiry), random.Random(number)
    here = select(ResourcePerson.id).where(
        ResourcePerson.municipality_id == town.id, col(ResourcePerson.id).not_in(select(Absence.person_id))
    )
    persons = session.exec(here.order_by(col(ResourcePerson.id))).all()
    topics = session.exec(select(Topic.id).order_by(col(Topic.slug))).all()
    enquiries = [
        Enquiry(
            key=f"key-{first + each}",
            municipality_id=town.id or 0,
            language=("en", "de", "da")[each % 3],
            email=f"asker-{(first + each) % ASKERS}@example.org",
            asked_at=NOW - timedelta(days=chance.randint(5, LONGEST_AGO)),
        )
        for each in range(number)
    ]
    for enquiry in enquiries:
        if chance.random() < still_open:
            enquiry.asked_at = NOW
        else:
            enquiry.closed_at, enquiry.outcome = enquiry.asked_at + timedelta(days=2), Outcome.ANSWERED
    _keep(session, enquiries)
    parts = [
        Part(
            enquiry_id=each.id or 0,
            topic_id=chance.choice(topics),
            promised_at=each.asked_at + timedelta(days=4),
            answered_at=each.closed_at and each.asked_at + timedelta(days=1),
        )
        for each in enquiries
    ]
    for enquiry, part in zip(enquiries, _keep(session, parts), strict=True):
        owner, about = chance.choice(persons) or 0, enquiry.id or 0
        text, asked_at = "May I drive here with a licence from Japan?", enquiry.asked_at
        session.add(Assignment(part_id=part.id or 0, person_id=owner, began_at=asked_at))
        session.add(Message(enquiry_id=about, author=Author.ASKER, text=text, written_at=asked_at))
        if part.answered_at:
            at = part.answered_at
            session.add(
                Message(
                    enquiry_id=about, part_id=part.id, author=Author.STAFF, person_id=owner, text="Yes.", written_at=at
                )
            )
    session.flush()


def _keep(session: Session, rows: Sequence[Row]) -> list[Row]:
    session.add_all(rows)
    session.flush()
    return list(rows)


def _how_many(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()
