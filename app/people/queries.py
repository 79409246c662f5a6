"""Who is here and who may: municipalities, signed-in staff, resource people."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.core.edition import kept
from app.core.tokens import digest
from app.people.models import (
    Absence,
    Account,
    Contact,
    Municipality,
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
from app.people.rules import Colleague, Staff
from app.topics.models import Topic

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

    def gather(session: Session) -> list[Colleague]:
        persons = session.exec(
            select(ResourcePerson)
            .where(ResourcePerson.municipality_id == municipality_id, col(ResourcePerson.active))
            .order_by(col(ResourcePerson.id))
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
        return [
            Colleague(
                person=person,
                topics=topics.get(person.id or 0, {}),
                subjects=subjects.get(person.id or 0, {}),
                languages=languages.get(person.id or 0, {}),
                absences=tuple(absences.get(person.id or 0, ())),
                shared_with=tuple(shares.get(person.id or 0, ())),
            )
            for person in persons
        ]

    return kept(session, ("colleagues", municipality_id), gather)


def _levels(rows: Iterable[tuple[int, str, str]]) -> dict[int, dict[str, str]]:
    """Rows of person, thing and level as {person: {thing: level}}."""
    found: dict[int, dict[str, str]] = {}
    for person, thing, level in rows:
        found.setdefault(person, {})[thing] = level
    return found


def colleague(session: Session, municipality_id: int, slug: str) -> Colleague | None:
    return next((each for each in colleagues(session, municipality_id) if each.person.slug == slug), None)


def staff(session: Session, account: Account, *, second_factor: bool = True) -> Staff:
    """What this account may do, read afresh: a role taken away is gone at once."""
    grants = session.exec(select(RoleGrant).where(RoleGrant.account_id == account.id)).all()
    persons = session.exec(select(ResourcePerson.id).where(ResourcePerson.account_id == account.id)).all()
    return Staff(
        account_id=account.id or 0,
        name=account.name,
        email=account.email,
        language=account.language,
        grants=frozenset((grant.role, grant.municipality_id) for grant in grants),
        persons=tuple(person for person in persons if person is not None),
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
