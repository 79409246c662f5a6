"""What can happen to accounts (opened, given roles, signed in and out), to municipalities and to resource people."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from threading import BoundedSemaphore
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select, update

from app.core.clock import in_denmark
from app.core.edition import renew
from app.core.errors import N_, Conflict, Invalid
from app.core.i18n import Speaker
from app.core.tokens import digest, new_key
from app.mail.actions import post
from app.mail.models import Letter
from app.people import letters, queries
from app.people.drafts import AbsenceDraft, EntryDraft
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
    Role,
    RoleGrant,
    SignIn,
    SignInKind,
    Stay,
)
from app.people.rules import Colleague, is_stale, must_be_able_to_pair
from app.topics.models import Owner, OwnerKind, Topic

# 19 MiB, 2 passes: OWASP's least for argon2id, 30 ms. At most two at once, or sign-ins eat all memory and both cores.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = BoundedSemaphore(2)
# The hash of a password that nobody has, so that an unknown address takes as long as a wrong password.
_nobody = "$argon2id$v=19$m=19456,t=2,p=1$v/LeduzxrwgOQqgVVERrQA$lPsWFN+wShTlsbrg8x6Le6/sN9ReB9ipdI1TIChmT3k"

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
SEEN_EVERY = timedelta(minutes=5)
CONFIRM_ENTRY = "confirm-entry"
ASKED_AGAIN_AFTER = timedelta(days=30)


def open_account(session: Session, *, name: str, email: str | None, now: datetime, language: str = "da") -> Account:
    """A new account, or the one this address already has."""
    address = email.strip().lower() if email else None
    found = queries.account_by_email(session, address) if address else None
    if found is None:
        found = Account(name=name, email=address, language=language, created_at=now)
        session.add(found)
        session.flush()
    return found


def grant(session: Session, account: Account, role: Role, *, municipality_id: int) -> None:
    """The account may do what this role does, in this municipality."""
    key = (account.id, municipality_id, role.value)
    if session.get(RoleGrant, key) is None:
        session.add(RoleGrant(account_id=account.id or 0, municipality_id=municipality_id, role=role.value))
        session.flush()


def set_password(session: Session, account: Account, password: str, *, now: datetime) -> None:
    """Replaces the account's password and signs out whoever is in with the old one. Raises Invalid for its length."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(
            N_("A password has %(shortest)s to %(longest)s characters."),
            field="password",
            shortest=SHORTEST_PASSWORD,
            longest=LONGEST_PASSWORD,
        )
    session.exec(delete(SignIn).where(col(SignIn.account_id) == account.id, col(SignIn.kind) == SignInKind.PASSWORD))
    session.exec(delete(Stay).where(col(Stay.account_id) == account.id))
    with _at_once:
        secret = _hasher.hash(password)
    session.add(
        SignIn(
            account_id=account.id or 0,
            kind=SignInKind.PASSWORD,
            subject=account.email or str(account.id),
            secret=secret,
            confirmed_at=now,
        )
    )
    session.flush()


def account_with_password(session: Session, *, email: str, password: str) -> Account | None:
    """The account of this address and password; an unknown address takes as long as a wrong password."""
    account = queries.account_by_email(session, email[:320])
    known = queries.sign_ins(session, account.id or 0, SignInKind.PASSWORD) if account and account.active else []
    secret = known[0].secret if known else _nobody
    with _at_once:
        try:
            _hasher.verify(secret, password[:LONGEST_PASSWORD])
        except VerifyMismatchError:
            return None
    return account if known else None


def begin_stay(session: Session, account: Account, *, second_factor: bool, now: datetime) -> str:
    """Signs a browser in; gives the key for its cookie."""
    key = new_key(32)
    session.add(
        Stay(account_id=account.id or 0, key_digest=digest(key), second_factor=second_factor, began_at=now, seen_at=now)
    )
    session.flush()
    return key


def end_stay(session: Session, key: str) -> None:
    """Signs a browser out."""
    session.exec(delete(Stay).where(col(Stay.key_digest) == digest(key)))


def prepare_totp(session: Session, account: Account) -> None:
    """Gives the account a key for an authenticator app (RFC 6238), which counts once a code confirmed it.

    A fresh one each time until then: who saw an earlier one has nothing.
    """
    known = next(iter(queries.sign_ins(session, account.id or 0, SignInKind.TOTP)), None)
    if known is not None and known.confirmed_at is not None:
        return
    known = known or SignIn(account_id=account.id or 0, kind=SignInKind.TOTP, subject=str(account.id))
    known.secret = pyotp.random_base32()
    session.add(known)
    session.flush()


def accept_totp(session: Session, account: Account, code: str, *, now: datetime) -> bool:
    """Whether the code is right now or was half a minute ago, and was not used before; the first confirms the app.

    A code is used up by an UPDATE that must hit: of two requests with the same one, one is refused (RFC 6238, 5.2).
    """
    known = next(iter(queries.sign_ins(session, account.id or 0, SignInKind.TOTP)), None)
    if known is None:
        return False
    totp = pyotp.TOTP(known.secret)
    given = "".join(code.split())
    step = int(now.timestamp()) // totp.interval
    for at in (step, step - 1):
        if len(given) == totp.digits and pyotp.utils.strings_equal(totp.generate_otp(at), given):
            unused = update(SignIn).where(col(SignIn.id) == known.id, col(SignIn.last_used) < at)
            used = session.exec(unused.values(last_used=at, confirmed_at=known.confirmed_at or now))
            return used.rowcount == 1
    return False


def choose_language(session: Session, account_id: int, language: str) -> None:
    """The language somebody of the staff reads her pages and letters in."""
    session.exec(update(Account).where(col(Account.id) == account_id).values(language=language))


def note_seen(session: Session, stay_id: int, *, now: datetime) -> None:
    """The signed-in browser is in use."""
    session.exec(update(Stay).where(col(Stay.id) == stay_id).values(seen_at=now))


def issue_token(session: Session, *, name: str, now: datetime) -> tuple[Account, str]:
    """An account for a program, and its token, which is shown this once."""
    account = Account(name=name, email=None, created_at=now)
    session.add(account)
    session.flush()
    token = "indgang_" + new_key(40)
    session.add(SignIn(account_id=account.id or 0, kind=SignInKind.TOKEN, subject=digest(token), confirmed_at=now))
    session.flush()
    return account, token


def tidy_stays(session: Session, *, now: datetime) -> int:
    """Forgets browsers that have been signed out by time."""
    old = session.exec(select(Stay).where(col(Stay.began_at) < now - queries.STAY_LONGEST)).all()
    for stay in old:
        session.delete(stay)
    return len(old)


SET_IN_THE_HOUSE = ("promise_working_days",)  # from when the municipality is made, its administrators decide it


def keep_municipality(
    session: Session,
    slug: str,
    *,
    about: Mapping[str, Any],
    postcodes: Mapping[str, str],
    contacts: Mapping[str, Mapping[str, Any]],
) -> Municipality:
    """Makes the municipality of this name, or gives it these values, but those that are `SET_IN_THE_HOUSE`; postcodes
    (with their towns) and contacts (by key, in their order) are replaced."""
    found = session.exec(select(Municipality).where(Municipality.slug == slug)).first()
    if found is None:
        owner = Owner(kind=OwnerKind.MUNICIPALITY, slug=slug)
        session.add(owner)
        session.flush()
        found = Municipality(owner_id=owner.id or 0, slug=slug, **about)
    for name, value in about.items():
        if found.id is None or name not in SET_IN_THE_HOUSE:
            setattr(found, name, value)
    session.add(found)
    session.flush()
    session.exec(delete(Postcode).where(col(Postcode.municipality_id) == found.id))
    session.exec(delete(Contact).where(col(Contact.municipality_id) == found.id))
    session.add_all(Postcode(municipality_id=found.id or 0, code=code, town=town) for code, town in postcodes.items())
    session.add_all(
        Contact(municipality_id=found.id or 0, key=key, position=position, **contact)
        for position, (key, contact) in enumerate(contacts.items())
    )
    session.flush()
    renew(session)
    return found


def set_promises(
    session: Session, municipality: Municipality, *, usual: int, by_topic: Mapping[str, int] | None = None
) -> None:
    """How many working days an answer may take from now on: usually, and about single topics. What was promised before
    stays as it was promised."""
    _set(session, municipality, promise_working_days=usual, promises=dict(by_topic or {}))


def set_closing_days(session: Session, municipality: Municipality, days: Iterable[date]) -> None:
    """The days on which the town hall is closed besides the usual ones."""
    _set(session, municipality, closing_days=[day.isoformat() for day in sorted(set(days))])


def set_confirm_days(session: Session, municipality: Municipality, days: int) -> None:
    """After how many days somebody's entry counts as unconfirmed."""
    _set(session, municipality, confirm_days=days)


def set_routing(session: Session, municipality: Municipality, weights: Mapping[str, float]) -> None:
    """The weights of routing that are not the usual ones."""
    _set(session, municipality, routing=dict(weights))


def _set(session: Session, municipality: Municipality, **values: Any) -> None:
    for name, value in values.items():
        setattr(municipality, name, value)
    session.add(municipality)
    session.flush()
    renew(session)


def keep_person(
    session: Session,
    municipality: Municipality,
    slug: str,
    *,
    about: Mapping[str, Any],
    topics: Mapping[str, str],
    subjects: Mapping[str, str],
    languages: Mapping[str, str],
    absences: Sequence[tuple[date, date]],
    details: Mapping[str, Sequence[str]] | None = None,
    shared_with: Sequence[str] = (),
    now: datetime,
) -> ResourcePerson:
    """Makes the resource person of this name (with her account and role), or gives her these values; her topics,
    articles and languages (each with its level), her absences (first and last day), the narrower things that she knows
    and the municipalities that may turn to her, too, are replaced."""
    wanted = select(ResourcePerson).where(ResourcePerson.municipality_id == municipality.id)
    known = session.exec(wanted.where(ResourcePerson.slug == slug)).first()
    if known and queries.account_by_email(session, about["email"]) is None:  # her address changed, not she
        session.get_one(Account, known.account_id).email = about["email"].lower()
        session.flush()
    account = open_account(session, name=about["name"], email=about["email"], now=now, language="da")
    grant(session, account, Role.RESOURCE_PERSON, municipality_id=municipality.id or 0)
    person = known or ResourcePerson(municipality_id=municipality.id or 0, slug=slug, **about)
    for name, value in about.items():
        setattr(person, name, value)
    person.account_id, person.active = account.id or 0, True
    session.add(person)
    session.flush()
    number = person.id or 0
    _knows(session, person, topics=topics, subjects=subjects, details=details or {}, languages=languages)
    for table in (Absence, PersonShare):
        session.exec(delete(table).where(col(table.person_id) == number))
    others = session.exec(select(Municipality.id).where(col(Municipality.slug).in_(shared_with))).all()
    session.add_all(PersonShare(person_id=number, municipality_id=other or 0) for other in others)
    session.add_all(Absence(person_id=number, first_day=first, last_day=last) for first, last in absences)
    session.flush()
    renew(session)
    return person


def revise_person(
    session: Session, colleague: Colleague, draft: EntryDraft, *, seen: str, confirmed_on: date | None = None
) -> None:
    """Replaces what somebody's entry says; `seen` is the edition that the draft was made from, `confirmed_on` the day
    when she wrote it herself. Raises Conflict when it was changed since."""
    if seen != colleague.edition:
        raise Conflict(N_("Somebody has changed this entry since you opened it."))
    person = colleague.person
    for name in ("title", "place", "team", "telephone", "hours", "capacity", "public"):
        setattr(person, name, getattr(draft, name))
    person.shown_as = draft.shown_as.value
    person.confirmed_on = confirmed_on or person.confirmed_on
    session.add(person)
    _knows(
        session,
        person,
        topics=draft.topics,
        subjects=draft.subjects,
        details=draft.details,
        languages=draft.languages,
    )
    renew(session)


def confirm_person(session: Session, person: ResourcePerson, *, today: date) -> None:
    """Somebody has looked at the entry, and everything in it is still right."""
    person.confirmed_on = today
    session.add(person)
    session.flush()
    renew(session)


def add_absence(session: Session, person: ResourcePerson, draft: AbsenceDraft, *, today: date) -> Absence:
    """She is away on these days. The same days twice are one absence. Raises Invalid when they are over."""
    if draft.last_day < today:
        raise Invalid(N_("These days are over. Please check the year."), field="last_day")
    found = session.exec(
        select(Absence).where(
            Absence.person_id == person.id, Absence.first_day == draft.first_day, Absence.last_day == draft.last_day
        )
    ).first()
    absence = found or Absence(person_id=person.id or 0, first_day=draft.first_day, last_day=draft.last_day)
    session.add(absence)
    session.flush()
    renew(session)
    return absence


def end_absence(session: Session, person: ResourcePerson, number: int) -> None:
    """She is not away on these days; nothing when there is no such absence of hers any more."""
    session.exec(delete(Absence).where(col(Absence.id) == number, col(Absence.person_id) == person.id))
    renew(session)


def pair(session: Session, expert: Colleague, language: str, interpreter: Colleague) -> None:
    """From now on the one carries question and answer across this language for the other. Raises Invalid when she
    can't."""
    must_be_able_to_pair(expert, language, interpreter)
    key = (expert.person.id or 0, language, interpreter.person.id or 0)
    with suppress(IntegrityError), session.begin_nested():  # the other of the two may do the same at this moment
        session.add(Pair(expert_id=key[0], language=key[1], interpreter_id=key[2]))
        session.flush()
    renew(session)


def unpair(session: Session, expert: ResourcePerson, language: str, interpreter: ResourcePerson) -> None:
    """The two are no standing pair in this language any more."""
    session.exec(
        delete(Pair).where(
            col(Pair.expert_id) == expert.id,
            col(Pair.language) == language,
            col(Pair.interpreter_id) == interpreter.id,
        )
    )
    renew(session)


def ask_to_confirm(session: Session, municipality: Municipality, now: datetime) -> int:
    """Asks whoever has not confirmed her entry for long whether it is still right: one letter in 30 days at most. Says
    how many letters it posted.

    What another worker is asking at this moment is left to it.
    """
    today = in_denmark(now).date()
    everybody = select(ResourcePerson).where(
        ResourcePerson.municipality_id == municipality.id, col(ResourcePerson.active)
    )
    persons = session.exec(everybody.order_by(col(ResourcePerson.id)).with_for_update(skip_locked=True)).all()
    due = [each for each in persons if is_stale(each, municipality.confirm_days, today)]
    asked = session.exec(
        select(Letter.to, Letter.text).where(
            Letter.kind == CONFIRM_ENTRY,
            Letter.written_at > now - ASKED_AGAIN_AFTER,
            col(Letter.to).in_([each.email.lower() for each in due]),
        )
    ).all()
    posted = 0
    for person in due:
        account = session.get_one(Account, person.account_id)
        writing = letters.confirm_entry(person, municipality, Speaker(account.language))
        to = person.email.lower()
        if account.active and not any(to == before and writing.link in text for before, text in asked):
            post(session, writing, kind=CONFIRM_ENTRY, to=to, language=account.language, now=now)
            posted += 1
    return posted


def _knows(
    session: Session,
    person: ResourcePerson,
    *,
    topics: Mapping[str, str],
    subjects: Mapping[str, str],
    details: Mapping[str, Sequence[str]],
    languages: Mapping[str, str],
) -> None:
    """Replaces what a person knows, and her languages."""
    number = person.id or 0
    for table in (PersonTopic, PersonSubject, PersonDetail, PersonLanguage):
        session.exec(delete(table).where(col(table.person_id) == number))
    ids = session.exec(select(Topic.id, Topic.slug).where(col(Topic.slug).in_(topics))).all()
    session.add_all(PersonTopic(person_id=number, topic_id=topic or 0, level=topics[slug]) for topic, slug in ids)
    session.add_all(
        PersonSubject(person_id=number, article=article, level=level) for article, level in subjects.items()
    )
    session.add_all(
        PersonDetail(person_id=number, name=name, value=value)
        for name, values in details.items()
        for value in dict.fromkeys(values)
    )
    session.add_all(
        PersonLanguage(person_id=number, language=language, level=level) for language, level in languages.items()
    )
    session.flush()


def keep_pairs(session: Session, municipality: Municipality, pairs: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """Replaces the standing pairs of these people: who carries question and answer for whom, by her name in addresses
    and by language. Names that nobody has here are left out."""
    here = select(ResourcePerson.slug, ResourcePerson.id).where(
        ResourcePerson.municipality_id == municipality.id, col(ResourcePerson.active)
    )
    ids = {slug: number or 0 for slug, number in session.exec(here)}
    experts = {ids[expert]: languages for expert, languages in pairs.items() if expert in ids}
    session.exec(delete(Pair).where(col(Pair.expert_id).in_(experts)))
    session.add_all(
        Pair(expert_id=expert, language=language, interpreter_id=ids[slug])
        for expert, languages in experts.items()
        for language, slugs in languages.items()
        for slug in slugs
        if slug in ids
    )
    session.flush()
    renew(session)


def let_go(session: Session, person: ResourcePerson) -> None:
    """She gets no more questions; what she answered keeps her name. Her role goes when she is nobody else here."""
    person.active = False
    session.add(person)
    session.exec(delete(Pair).where((col(Pair.expert_id) == person.id) | (col(Pair.interpreter_id) == person.id)))
    session.exec(delete(PersonShare).where(col(PersonShare.person_id) == person.id))
    session.flush()
    others = select(ResourcePerson.id).where(
        ResourcePerson.account_id == person.account_id,
        ResourcePerson.municipality_id == person.municipality_id,
        col(ResourcePerson.active),
    )
    if session.exec(others).first() is None:
        held = session.get(RoleGrant, (person.account_id, person.municipality_id, Role.RESOURCE_PERSON.value))
        if held is not None:
            session.delete(held)
            session.flush()
    renew(session)
