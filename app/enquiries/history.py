"""Everything that happened to an enquiry, in order of time: for the case system, and for whoever asks what is kept of
her."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.articles.models import Article
from app.enquiries import rules
from app.enquiries.models import Assignment, Author, Capture, Merged, MessageKind, MessageState, Part, Reading
from app.enquiries.queries import Owned, Thread
from app.enquiries.routing import Reason
from app.mail.models import Letter, LetterState
from app.people.models import Account, ResourcePerson
from app.people.rules import Staff


@dataclass(frozen=True)
class Asker:
    """Who asked, as far as it is kept."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True)
class PartKept:
    """A part as it stands; `text` is empty where it is the whole question, `promises_broken` counts."""

    number: int
    text: str
    topic: str
    article: str
    person: str
    interpreter: str
    promised_at: datetime
    waiting_since: datetime | None
    promises_broken: int
    answered_at: datetime | None


@dataclass(frozen=True)
class Written:
    """A message or a note; `original` is what the expert wrote where `interpreter` reworded it."""

    at: datetime
    part: int | None
    author: Author
    kind: MessageKind
    state: MessageState
    name: str
    interpreter: str
    text: str
    original: str
    visible_from: datetime | None
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Considered:
    """Somebody whom routing considered, as it was stored."""

    name: str
    score: float
    interpreter: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Given:
    """A part was given to somebody, by routing or by a colleague (`given_by`)."""

    at: datetime
    until: datetime | None
    part: int
    person: str
    interpreter: str
    needs_interpreter: bool
    fallback: bool
    given_by: str
    why: str
    candidates: tuple[Considered, ...]


@dataclass(frozen=True)
class Posted:
    """A letter went out, or is to go. `name` and `address` are only of staff."""

    at: datetime
    kind: str
    to: Author
    name: str
    address: str
    state: LetterState
    delivered_at: datetime | None


@dataclass(frozen=True)
class WasRead:
    at: datetime
    name: str


@dataclass(frozen=True)
class Ended:
    """Closed with an outcome."""

    at: datetime
    outcome: str
    referred_to: str
    case_reference: str


@dataclass(frozen=True)
class Withdrawn:
    """The asker took it back."""

    at: datetime


@dataclass(frozen=True)
class Forgotten:
    """Its time was over: texts and contact were taken out."""

    at: datetime


@dataclass(frozen=True)
class PutTogether:
    """An earlier enquiry of the same asker, in `number`, was put together with this one; all that was in it is here."""

    at: datetime
    number: int
    name: str


@dataclass(frozen=True)
class Captured:
    """An article was made from the answer."""

    at: datetime
    article: str


Event = Written | Given | Posted | WasRead | Ended | Withdrawn | Forgotten | PutTogether | Captured


@dataclass(frozen=True)
class History:
    """An enquiry and its whole life. `asker` is None for those who may only read it, and so are its readers."""

    number: int
    state: str
    channel: str
    language: str
    asking_as: str
    audience: str
    country: str
    urgent: bool
    asked_at: datetime
    logged_by: str
    outcome: str
    referred_to: str
    case_reference: str
    made_at: datetime
    made_by: str
    asker: Asker | None
    details: dict[str, str] = field(default_factory=dict)
    parts: tuple[PartKept, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def removed(self) -> list[str]:
        """The kinds of personal numbers that were taken out of its texts and not kept."""
        return sorted({kind for event in self.events if isinstance(event, Written) for kind in event.removed})


def history(session: Session, thread: Thread, staff: Staff, *, now: datetime) -> History:
    """Everything that happened to this enquiry, for a colleague who may read it; getting it is a reading to be noted.

    Who asked and who read it is only for those who may act on it: who has a part, her interpreter, the front desk. Of
    letters it tells the kind, to whom and when, of addresses only those of staff.
    """
    enquiry, number = thread.enquiry, thread.enquiry.id or 0
    may_act = any(rules.may_answer(staff, enquiry, owners=each.owners) for each in thread.parts)
    names = _Names(session)
    events: list[Event] = [
        *_written(thread, names),
        *_given(session, thread, names),
        *_captured(session, number),
        *_put_together(session, number, names),
        *_ended(thread),
        *_posted(session, thread),
        *(_was_read(session, number) if may_act else ()),
    ]
    return History(
        number=number,
        state=thread.state,
        channel=enquiry.channel,
        language=enquiry.language,
        asking_as=enquiry.asking_as,
        audience=enquiry.audience,
        country=enquiry.country,
        details=dict(enquiry.details),
        urgent=enquiry.urgent,
        asked_at=enquiry.asked_at,
        logged_by=names.of(enquiry.logged_by),
        outcome=enquiry.outcome or "",
        referred_to=enquiry.referred_to,
        case_reference=enquiry.case_reference,
        made_at=now,
        made_by=staff.name,
        asker=Asker(enquiry.name, enquiry.email, enquiry.phone) if may_act else None,
        parts=tuple(_part(each) for each in thread.parts),
        events=tuple(sorted(events, key=lambda event: event.at)),
    )


class _Names:
    """The names of accounts and resource people; the session asks for each once."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def of(self, account_id: int | None) -> str:
        account = self.session.get(Account, account_id) if account_id else None
        return account.name if account else ""

    def of_person(self, person_id: int | None) -> str:
        person = self.session.get(ResourcePerson, person_id) if person_id else None
        return person.name if person else ""


def _part(owned: Owned) -> PartKept:
    part = owned.part
    return PartKept(
        number=part.id or 0,
        text=part.text,
        topic=owned.topic_slug,
        article=part.article,
        person=owned.person.name,
        interpreter=owned.interpreter.name if owned.interpreter else "",
        promised_at=part.promised_at,
        waiting_since=part.waiting_since,
        promises_broken=part.level,
        answered_at=part.answered_at,
    )


def _written(thread: Thread, names: _Names) -> Iterator[Written]:
    for message in thread.messages:
        yield Written(
            at=message.written_at,
            part=message.part_id,
            author=Author(message.author),
            kind=MessageKind(message.kind),
            state=MessageState(message.state),
            name=names.of(message.account_id) or names.of_person(message.person_id),
            interpreter=names.of_person(message.interpreter_id),
            text=message.text,
            original=message.original,
            visible_from=message.visible_from,
            removed=tuple(message.removed),
        )


def _given(session: Session, thread: Thread, names: _Names) -> Iterator[Given]:
    interpreter = aliased(ResourcePerson)
    rows = session.exec(
        select(Assignment, ResourcePerson.name, interpreter.name)
        .join(Part, col(Part.id) == col(Assignment.part_id))
        .join(ResourcePerson, col(ResourcePerson.id) == col(Assignment.person_id))
        .join(interpreter, col(interpreter.id) == col(Assignment.interpreter_id), isouter=True)
        .where(Part.enquiry_id == thread.enquiry.id)
        .order_by(col(Assignment.id))
    )
    for assignment, person, helper in rows:
        yield Given(
            at=assignment.began_at,
            until=assignment.ended_at,
            part=assignment.part_id,
            person=person,
            interpreter=helper or "",
            needs_interpreter=assignment.needs_interpreter,
            fallback=assignment.fallback,
            given_by=names.of(assignment.given_by),
            why=assignment.why,
            candidates=tuple(
                Considered(
                    name=each["name"],
                    score=each["score"],
                    interpreter=each.get("interpreter", ""),
                    reasons=tuple(Reason(kind, about) for kind, about in each["reasons"]),
                )
                for each in assignment.candidates
            ),
        )


def _captured(session: Session, number: int) -> Iterator[Captured]:
    made = select(Capture.made_at, Article.slug).join(Article, col(Article.id) == col(Capture.article_id))
    for made_at, slug in session.exec(made.where(Capture.enquiry_id == number)):
        yield Captured(made_at, slug)


def _put_together(session: Session, number: int, names: _Names) -> Iterator[PutTogether]:
    merged = select(Merged).where(Merged.enquiry_id == number).order_by(col(Merged.number))
    for each in session.exec(merged):
        yield PutTogether(each.merged_at, each.number, names.of(each.merged_by))


def _ended(thread: Thread) -> Iterator[Withdrawn | Ended | Forgotten]:
    enquiry = thread.enquiry
    if enquiry.withdrawn_at is not None:
        yield Withdrawn(enquiry.withdrawn_at)
    if enquiry.closed_at is not None:
        yield Ended(enquiry.closed_at, enquiry.outcome or "", enquiry.referred_to, enquiry.case_reference)
    if enquiry.forgotten_at is not None:
        yield Forgotten(enquiry.forgotten_at)


def _posted(session: Session, thread: Thread) -> Iterator[Posted]:
    enquiry = thread.enquiry
    letters = session.exec(select(Letter).where(Letter.enquiry_id == enquiry.id).order_by(col(Letter.id))).all()
    staff = _staff_by_address(session, {letter.to for letter in letters} - {enquiry.email})
    for letter in letters:
        yield Posted(
            at=letter.written_at,
            kind=letter.kind,
            to=Author.STAFF if letter.to in staff else Author.ASKER,
            name=staff.get(letter.to, ""),
            address=letter.to if letter.to in staff else "",
            state=letter.state,
            delivered_at=letter.delivered_at,
        )


def _staff_by_address(session: Session, addresses: Collection[str]) -> dict[str, str]:
    persons = select(ResourcePerson.email, ResourcePerson.name).where(col(ResourcePerson.email).in_(addresses))
    accounts = select(Account.email, Account.name).where(col(Account.email).in_(addresses))
    return {email: name for email, name in [*session.exec(accounts), *session.exec(persons)] if email}


def _was_read(session: Session, number: int) -> Iterator[WasRead]:
    readings = (
        select(Reading.read_at, Account.name)
        .join(Account, col(Account.id) == col(Reading.account_id))
        .where(Reading.enquiry_id == number)
        .order_by(col(Reading.id))
    )
    for read_at, name in session.exec(readings):
        yield WasRead(read_at, name)
