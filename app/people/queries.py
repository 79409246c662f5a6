"""Who is here and who may: municipalities, signed-in staff, resource people."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.core.database import writes
from app.core.edition import kept
from app.core.errors import N_, NotFound, Refused
from app.core.tokens import digest
from app.people.models import (
    Absence,
    Account,
    Contact,
    Municipality,
    Pair,
    PersonDetail,
    PersonLanguage,
    PersonShare,
    PersonSubject,
    PersonTopic,
    Postcode,
    ResourcePerson,
    RoleGrant,
    SignIn,
    SignInKind,
    Stay,
)
from app.people.rules import Colleague, Staff, closed_days_of, may_change
from app.topics.models import Topic

T = TypeVar("T")

STAY_IDLE = timedelta(hours=4)
STAY_LONGEST = timedelta(hours=12)


def municipalities(session: Session) -> list[Municipality]:
    """All municipalities, the default one first."""
    return kept(
        session,
        "municipalities",
        lambda session: list(
            session.exec(select(Municipality).order_by(col(Municipality.position), col(Municipality.slug))).all()
        ),
    )


def municipality(session: Session, slug: str) -> Municipality | None:
    """The municipality of this name."""
    return next((each for each in municipalities(session) if each.slug == slug), None)


def postcodes(session: Session) -> list[Postcode]:
    return kept(
        session, "postcodes", lambda session: list(session.exec(select(Postcode).order_by(col(Postcode.code))).all())
    )


def look_up_municipality(session: Session, text: str) -> list[Municipality]:
    """The municipalities that a postcode, a town or a name (or its beginning) may mean."""
    wish = text.strip().casefold()[:100]
    if not wish:
        return []
    ids = {
        place.municipality_id
        for place in postcodes(session)
        if place.code == wish.split()[0] or place.town.casefold().startswith(wish)
    }
    return [
        each
        for each in municipalities(session)
        if each.id in ids or any(name.casefold().startswith(wish) for name in (each.short_name, *each.names.values()))
    ]


def contacts(session: Session, municipality_id: int) -> list[Contact]:
    """The municipality's contacts in their order."""
    return kept(
        session,
        ("contacts", municipality_id),
        lambda session: list(
            session.exec(
                select(Contact).where(Contact.municipality_id == municipality_id).order_by(col(Contact.position))
            ).all()
        ),
    )


def contact_for(session: Session, municipality_id: int, topic: str) -> Contact | None:
    """The contact that answers for a topic; Citizen Service (the first one) when none names it."""
    found = contacts(session, municipality_id)
    return next((contact for contact in found if topic in contact.topics), found[0] if found else None)


def colleagues(session: Session, municipality_id: int) -> list[Colleague]:
    """The municipality's active resource people: one query for each kind of thing."""
    return kept(
        session,
        ("colleagues", municipality_id),
        lambda session: _colleagues(session, col(ResourcePerson.municipality_id) == municipality_id),
    )


def _colleagues(session: Session, which: sa.ColumnElement[bool]) -> list[Colleague]:
    persons = session.exec(
        select(ResourcePerson).where(which, col(ResourcePerson.active)).order_by(col(ResourcePerson.id))
    ).all()
    ids = [person.id for person in persons]
    topics = _levels(
        session.exec(
            select(PersonTopic.person_id, Topic.slug, PersonTopic.level)
            .join(Topic)
            .where(col(PersonTopic.person_id).in_(ids))
            .order_by(col(Topic.position))
        )
    )
    subjects = _levels(
        session.exec(
            select(PersonSubject.person_id, PersonSubject.article, PersonSubject.level)
            .where(col(PersonSubject.person_id).in_(ids))
            .order_by(col(PersonSubject.article))
        )
    )
    languages = _levels(
        session.exec(
            select(PersonLanguage.person_id, PersonLanguage.language, PersonLanguage.level)
            .where(col(PersonLanguage.person_id).in_(ids))
            .order_by(col(PersonLanguage.language))
        )
    )
    absences: dict[int, list[Absence]] = {}
    for absence in session.exec(
        select(Absence).where(col(Absence.person_id).in_(ids)).order_by(col(Absence.first_day))
    ):
        absences.setdefault(absence.person_id, []).append(absence)
    shares: dict[int, list[int]] = {}
    for share in session.exec(select(PersonShare).where(col(PersonShare.person_id).in_(ids))):
        shares.setdefault(share.person_id, []).append(share.municipality_id)
    details = _gathered(
        session.exec(
            select(PersonDetail.person_id, PersonDetail.name, PersonDetail.value)
            .where(col(PersonDetail.person_id).in_(ids))
            .order_by(col(PersonDetail.name), col(PersonDetail.value))
        )
    )
    pairs = _gathered(
        session.exec(
            select(Pair.expert_id, Pair.language, Pair.interpreter_id)
            .join(ResourcePerson, col(ResourcePerson.id) == col(Pair.interpreter_id))
            .where(col(Pair.expert_id).in_(ids), col(ResourcePerson.active))
            .order_by(col(Pair.language), col(Pair.interpreter_id))
        )
    )
    closed = {each.id: closed_days_of(each) for each in municipalities(session)}
    return [
        Colleague(
            person=person,
            topics=topics.get(person.id or 0, {}),
            subjects=subjects.get(person.id or 0, {}),
            languages=languages.get(person.id or 0, {}),
            absences=tuple(absences.get(person.id or 0, ())),
            shared_with=tuple(shares.get(person.id or 0, ())),
            details=details.get(person.id or 0, {}),
            pairs=pairs.get(person.id or 0, {}),
            closed_days=closed.get(person.municipality_id, frozenset()),
        )
        for person in persons
    ]


def away_on(day: date) -> Any:
    """A subquery: the numbers of those who are away on this day."""
    return select(Absence.person_id).where(Absence.first_day <= day, Absence.last_day >= day)


def shared_colleagues(session: Session, municipality_id: int) -> list[Colleague]:
    """The active resource people of other municipalities to whom this one may turn, too, by municipality and number.

    One query tells which municipalities share; their people are those that `colleagues` keeps.
    """

    def find(session: Session) -> list[int]:
        return list(
            session.exec(
                select(ResourcePerson.municipality_id)
                .join(PersonShare, col(PersonShare.person_id) == col(ResourcePerson.id))
                .where(
                    PersonShare.municipality_id == municipality_id,
                    ResourcePerson.municipality_id != municipality_id,
                    col(ResourcePerson.active),
                )
                .distinct()
                .order_by(col(ResourcePerson.municipality_id))
            ).all()
        )

    return [
        each
        for sharing in kept(session, ("sharing with", municipality_id), find)
        for each in colleagues(session, sharing)
        if municipality_id in each.shared_with
    ]


def carried_by(session: Session, person: ResourcePerson) -> list[tuple[str, ResourcePerson]]:
    """Who carries question and answer for her in standing pairs, of any municipality, each with the language."""
    return _partners(session, col(Pair.expert_id) == person.id, col(Pair.interpreter_id))


def carries_for(session: Session, person: ResourcePerson) -> list[tuple[str, ResourcePerson]]:
    """For whom she carries question and answer in standing pairs, of any municipality, each with the language."""
    return _partners(session, col(Pair.interpreter_id) == person.id, col(Pair.expert_id))


def _partners(session: Session, pairs: sa.ColumnElement[bool], partner: Any) -> list[tuple[str, ResourcePerson]]:
    found = select(Pair.language, ResourcePerson).join(ResourcePerson, col(ResourcePerson.id) == partner)
    ordered = found.where(pairs, col(ResourcePerson.active)).order_by(col(Pair.language), col(ResourcePerson.id))
    return [(language, each) for language, each in session.exec(ordered)]


def _levels(rows: Iterable[tuple[int, str, str]]) -> dict[int, dict[str, str]]:
    """Rows of person, thing and level as {person: {thing: level}}."""
    found: dict[int, dict[str, str]] = {}
    for person, thing, level in rows:
        found.setdefault(person, {})[thing] = level
    return found


def _gathered(rows: Iterable[tuple[int, str, T]]) -> dict[int, dict[str, tuple[T, ...]]]:
    """Rows of person, name and value as {person: {name: values}}."""
    found: dict[int, dict[str, tuple[T, ...]]] = {}
    for person, name, value in rows:
        values = found.setdefault(person, {})
        values[name] = (*values.get(name, ()), value)
    return found


def colleague(session: Session, municipality_id: int, slug: str) -> Colleague | None:
    return next((each for each in colleagues(session, municipality_id) if each.person.slug == slug), None)


def entry(session: Session, municipality: Municipality, slug: str) -> Colleague:
    """The resource person of this name as the directory shows her. Raises NotFound."""
    found = colleague(session, municipality.id or 0, slug)
    if found is None:
        raise NotFound(N_("Nobody of this name is among the people who know."))
    return found


def entry_to_change(session: Session, staff: Staff, municipality: Municipality, slug: str) -> Colleague:
    """The same for whoever may change her entry, read afresh; until the session ends nobody else changes it.

    Raises NotFound, and Refused for those who may only read it.
    """
    known = entry(session, municipality, slug).person
    if not may_change(staff, known):
        raise Refused(N_("Only %(name)s and the municipality's editors can change this entry."), name=known.name)
    if writes(session):
        session.exec(select(ResourcePerson.id).where(ResourcePerson.id == known.id).with_for_update()).one()
    found = _colleagues(session, col(ResourcePerson.id) == known.id)
    if not found:
        raise NotFound(N_("Nobody of this name is among the people who know."))
    return found[0]


def staff(session: Session, account: Account, *, second_factor: bool = True) -> Staff:
    """What this account may do, read afresh: a role taken away is gone at once."""
    grants = session.exec(select(RoleGrant).where(RoleGrant.account_id == account.id)).all()
    hers = (ResourcePerson.account_id == account.id, col(ResourcePerson.active))
    persons = session.exec(select(ResourcePerson.id).where(*hers)).all()
    lent_to = session.exec(select(PersonShare.municipality_id).where(col(PersonShare.person_id).in_(persons))).all()
    return Staff(
        account_id=account.id or 0,
        name=account.name,
        email=account.email,
        language=account.language,
        grants=frozenset((grant.role, grant.municipality_id) for grant in grants),
        persons=tuple(person for person in persons if person is not None),
        lent_to=frozenset(lent_to),
        second_factor=second_factor,
    )


def stay(session: Session, key: str, *, now: datetime) -> Stay | None:
    """The signed-in browser with this key, unless it was idle or here too long, or its account was closed."""
    found = session.exec(
        select(Stay, Account).join(Account).where(Stay.key_digest == digest(key), col(Account.active))
    ).first()
    if found is None:
        return None
    here = found[0]
    over = now - here.seen_at > STAY_IDLE or now - here.began_at > STAY_LONGEST
    return None if over else here


def account(session: Session, account_id: int) -> Account | None:
    return session.get(Account, account_id)


def account_by_email(session: Session, email: str) -> Account | None:
    return session.exec(select(Account).where(Account.email == email.strip().lower())).first()


def account_of_token(session: Session, token: str) -> Account | None:
    """Whose API token this is."""
    return session.exec(
        select(Account)
        .join(SignIn)
        .where(SignIn.kind == SignInKind.TOKEN, SignIn.subject == digest(token), col(Account.active))
    ).first()


def sign_ins(session: Session, account_id: int, kind: SignInKind) -> Sequence[SignIn]:
    """The account's sign-ins of one kind."""
    return session.exec(select(SignIn).where(SignIn.account_id == account_id, SignIn.kind == kind)).all()
