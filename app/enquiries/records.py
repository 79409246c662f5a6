"""What is on record about enquiries beside their threads: who read them, and which letters went out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from app.enquiries.models import Enquiry, Message, Reading
from app.mail.models import Letter
from app.people.models import Account, Municipality

_LINK = re.compile(r"(https?://[^\s/]+)/\S*")
_ADDRESS = re.compile(r"\b[^\s@<>]+@(?=[^\s@<>]+)")


@dataclass(frozen=True)
class Reader:
    """Somebody of the staff who opened an enquiry: how often, and when last."""

    name: str
    times: int
    last_at: datetime


def readers(session: Session, enquiry_id: int) -> list[Reader]:
    """Who opened the enquiry, the last one first."""
    counted = (
        select(Account.name, func.count(), func.max(Reading.read_at))
        .join(Reading, col(Reading.account_id) == col(Account.id))
        .where(Reading.enquiry_id == enquiry_id)
        .group_by(col(Account.id), Account.name)
        .order_by(func.max(Reading.read_at).desc())
    )
    return [Reader(name, times, last_at) for name, times, last_at in session.exec(counted)]


LATELY = timedelta(minutes=10)


def opened_lately(session: Session, enquiry_id: int, *, besides: int, now: datetime) -> list[str]:
    """The names of other colleagues who opened the enquiry in the last minutes: they may be answering it, too."""
    found = session.exec(
        select(Account.name)
        .join(Reading, col(Reading.account_id) == col(Account.id))
        .where(Reading.enquiry_id == enquiry_id, Reading.account_id != besides, Reading.read_at > now - LATELY)
        .distinct()
        .order_by(Account.name)
    )
    return list(found)


def writers(session: Session, messages: Sequence[Message]) -> dict[int, str]:
    """The colleagues behind the staff's messages, by the messages' numbers."""
    wrote = {message.id or 0: message.account_id for message in messages if message.account_id is not None}
    names = dict(session.exec(select(Account.id, Account.name).where(col(Account.id).in_(set(wrote.values())))).all())
    return {number: names[account_id] for number, account_id in wrote.items() if account_id in names}


@dataclass(frozen=True)
class LetterLine:
    """A letter in the outbox, without what opens an enquiry or tells an asker's address: reading those is logged."""

    number: int
    kind: str
    to: str
    subject: str
    text: str
    state: str
    failure: str
    written_at: datetime
    delivered_at: datetime | None
    not_before: datetime
    tries: int


def letters(
    session: Session, municipality: Municipality, *, limit: int = 50, before: int | None = None
) -> list[LetterLine]:
    """The letters about this municipality's enquiries, the newest first; `before` is the number to go on from.

    Letters about anything else (to sign in) are nobody's to see.
    """
    wanted = (
        select(Letter, Enquiry.email)
        .join(Enquiry, col(Enquiry.id) == col(Letter.enquiry_id))
        .where(Enquiry.municipality_id == municipality.id)
    )
    if before is not None:
        wanted = wanted.where(col(Letter.id) < before)
    rows = session.exec(wanted.order_by(col(Letter.id).desc()).limit(limit)).all()
    return [_line(letter, to_asker=letter.to.casefold() == email.casefold()) for letter, email in rows]


def _line(letter: Letter, *, to_asker: bool) -> LetterLine:
    return LetterLine(
        number=letter.id or 0,
        kind=letter.kind,
        to=without_address(letter.to) if to_asker else letter.to,
        subject=letter.subject,
        text=without_links(letter.text),
        state=letter.state.value,
        failure=without_links(without_address(letter.failure)),
        written_at=letter.written_at,
        delivered_at=letter.delivered_at,
        not_before=letter.not_before,
        tries=letter.tries,
    )


def without_links(text: str) -> str:
    """The text with every link cut off behind its host: what follows may be an asker's secret key."""
    return _LINK.sub(r"\1/…", text)


def without_address(text: str) -> str:
    """The text with the names of e-mail addresses taken out: "…@example.org"."""
    return _ADDRESS.sub("…@", text)
