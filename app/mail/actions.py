"""What happens to letters: posted with what they tell of, taken by one worker, delivered, tried again."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, delete, func, select, update

from app.core.i18n import Speaker
from app.mail.models import NEVER, Letter
from app.mail.rules import next_try
from app.mail.writing import Writing, as_html, as_text

LEASE = timedelta(minutes=10)  # a letter whose taker died is free again after this
LETTERS_AN_HOUR = 20  # to one address; later ones wait for the next hour
KEPT = timedelta(days=30)  # a letter that was delivered or given up is forgotten after this


def post(
    session: Session,
    writing: Writing,
    *,
    kind: str,
    to: str,
    language: str,
    now: datetime,
    enquiry_id: int | None = None,
    not_before: datetime | None = None,
    to_staff: bool = True,
) -> Letter:
    """Puts a letter into the outbox, in the transaction of what it tells of; it is delivered `not_before` a moment.

    Anybody can give us anybody's address, so that besides `to_staff` no address gets more than LETTERS_AN_HOUR.
    """
    first = max(not_before or now, now)
    if not to_staff:
        first = max(first, now + timedelta(hours=1) * (_lately(session, to, now) // LETTERS_AN_HOUR))
    letter = Letter(
        kind=kind,
        to=to,
        language=language,
        subject=writing.subject,
        text=as_text(writing),
        html=as_html(writing, Speaker(language)),
        enquiry_id=enquiry_id,
        written_at=now,
        not_before=first,
    )
    session.add(letter)
    session.flush()
    return letter


def _lately(session: Session, to: str, now: datetime) -> int:
    """How many letters an address has got in the last hour, or is about to get; capital letters make no other one."""
    same = func.lower(col(Letter.to)) == to.lower()
    counted = select(func.count()).select_from(Letter).where(same, Letter.not_before > now - timedelta(hours=1))
    return session.exec(counted).one()


def due(session: Session, *, now: datetime, limit: int = 20) -> list[Letter]:
    """Letters that wait to be delivered, the oldest first."""
    free = sa.or_(col(Letter.taken_at).is_(None), col(Letter.taken_at) < now - LEASE)
    waiting = select(Letter).where(col(Letter.delivered_at).is_(None), Letter.not_before <= now, free)
    return list(session.exec(waiting.order_by(col(Letter.id)).limit(limit)).all())


def take(session: Session, letter: Letter, *, now: datetime) -> bool:
    """Claims a letter as it was read; False when it is gone, or another worker was faster.

    From here until it is noted, the letter's `tries` (one more than it was read with) names this claim.
    """
    untouched = (
        col(Letter.taken_at).is_(None) if letter.taken_at is None else col(Letter.taken_at) == letter.taken_at,
        col(Letter.tries) == letter.tries,
        col(Letter.delivered_at).is_(None),
    )
    claim = update(Letter).where(col(Letter.id) == letter.id, *untouched)
    return session.exec(claim.values(taken_at=now, tries=Letter.tries + 1)).rowcount == 1


def delivered(session: Session, letter_id: int, *, now: datetime) -> None:
    """The carrier took it over."""
    session.exec(update(Letter).where(col(Letter.id) == letter_id).values(delivered_at=now, failure=""))


def failed(session: Session, letter_id: int, *, tries: int, why: str, permanent: bool, now: datetime) -> None:
    """The carrier did not take this letter: it waits for its next try, or is given up. `tries` names the claim."""
    not_before = next_try(tries=tries, permanent=permanent, now=now)
    session.exec(_claimed(letter_id, tries).values(taken_at=None, not_before=not_before, failure=why))


def give_back(session: Session, letter_id: int, *, tries: int, why: str) -> None:
    """The carrier could not be reached at all: the letter is as if never taken, but says why it waits."""
    session.exec(_claimed(letter_id, tries).values(taken_at=None, tries=tries - 1, failure=why))


def _claimed(letter_id: int, tries: int) -> sa.Update:
    return update(Letter).where(col(Letter.id) == letter_id, col(Letter.tries) == tries)


def forget_letters(session: Session, *, enquiry_id: int) -> None:
    """Letters go when the enquiry goes."""
    session.exec(delete(Letter).where(col(Letter.enquiry_id) == enquiry_id))


def take_back_letters(session: Session, kind: str, *, enquiry_id: int, written_at: datetime) -> None:
    """Letters of a kind that were written at this very moment, and that nobody has in hand, are not sent."""
    waiting = (col(Letter.taken_at).is_(None), col(Letter.delivered_at).is_(None), col(Letter.written_at) == written_at)
    session.exec(delete(Letter).where(col(Letter.enquiry_id) == enquiry_id, col(Letter.kind) == kind, *waiting))


def tidy(session: Session, *, now: datetime) -> None:
    """Forgets letters that were delivered or given up long ago."""
    given_up = sa.and_(col(Letter.not_before) == NEVER, col(Letter.written_at) < now - KEPT)
    session.exec(delete(Letter).where(sa.or_(col(Letter.delivered_at) < now - KEPT, given_up)))
