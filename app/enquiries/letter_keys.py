"""Keys in letters to resource people: each opens one question for her whom the letter is for, once, within a week.

Whoever has a key enters as her, so keys are made only for who is a resource person and nothing else
(docs/decisions/0015-a-letter-opens-one-question.md).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select, update

from app.core.errors import N_, NotFound
from app.core.settings import Switch, settings
from app.core.tokens import digest, new_key
from app.enquiries import queries, rules
from app.enquiries.models import Enquiry, LetterKey
from app.mail.actions import KEPT
from app.people import queries as people
from app.people.models import Account, Municipality
from app.people.rules import Staff
from app.topics.models import Topic

HOLDS = timedelta(days=7)
# A double click sends the form twice, and only the second answer is read; so may a browser whose answer was lost.
SENT_AGAIN = timedelta(seconds=30)


@dataclass(frozen=True)
class Opening:
    """What a key opens: for whom, what she may do, and the topic of her part of the question."""

    account: Account
    staff: Staff
    topic: Topic | None


def are_made_for(session: Session, account: Account) -> bool:
    """Whether letters to this account hold a key."""
    return settings().letter_links is Switch.ON and rules.may_enter_by_letter(people.staff(session, account))


def make(session: Session, enquiry: Enquiry, account: Account, *, now: datetime) -> tuple[str, datetime]:
    """A new key to this question for this account, and until when it holds. It is nowhere but in its letter."""
    key, until = new_key(), now + HOLDS
    session.add(LetterKey(digest=digest(key), account_id=account.id or 0, enquiry_id=enquiry.id or 0, expires_at=until))
    session.flush()
    return key, until


def find(
    session: Session, municipality: Municipality, number: int, key: str, *, browser: str, now: datetime
) -> Opening:
    """What this key to the question of this number opens, unused. Raises NotFound with the sentence that says why not.

    `browser` is what it is known by: in the one that has just used the key it is as if unused.
    """
    row = session.exec(
        select(LetterKey, Account)
        .join(Account)
        .where(LetterKey.digest == digest(key), col(Account.active))
        .execution_options(populate_existing=True)  # another may have used it since it was read
    ).first()
    if row is None or row[0].enquiry_id not in {number, queries.leads_to(session, number)}:
        raise NotFound(N_("This link is not known here. Please sign in to see your questions."))
    held, account = row
    if held.used_at is not None and not (held.used_by == digest(browser) and now - held.used_at <= SENT_AGAIN):
        raise NotFound(N_("This link was used already: it works once. Please sign in to open the question."))
    if held.expires_at <= now:
        raise NotFound(N_("This link is too old: it works for a week. Please sign in to open the question."))
    staff = people.staff(session, account)
    return Opening(account, staff, queries.for_staff(session, staff, municipality, number).topic)


def use(session: Session, municipality: Municipality, number: int, key: str, *, browser: str, now: datetime) -> Opening:
    """Uses the key up, and gives what it opens, as `find` does. Of two browsers with the same key one is refused.

    First `find`: it takes the enquiry before the key, as withdrawing does, so that neither waits for the other.
    """
    opening = find(session, municipality, number, key, browser=browser, now=now)
    unused = update(LetterKey).where(col(LetterKey.digest) == digest(key), col(LetterKey.used_at).is_(None))
    if session.exec(unused.values(used_at=now, used_by=digest(browser))).rowcount == 1:
        return opening
    return find(session, municipality, number, key, browser=browser, now=now)


def forget(session: Session, enquiry: Enquiry) -> None:
    """The keys go with the letters about an enquiry."""
    session.exec(delete(LetterKey).where(col(LetterKey.enquiry_id) == enquiry.id))


def forget_old(session: Session, *, now: datetime) -> None:
    """Keys that have long been too old to open anything."""
    session.exec(delete(LetterKey).where(col(LetterKey.expires_at) < now - KEPT))
