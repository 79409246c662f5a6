"""Calls and visits at the counter, logged in three taps: topic, language, outcome. Nothing in them tells who asked."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

import sqlalchemy as sa
from babel import localedata
from pydantic import AfterValidator, BeforeValidator, Field, ModelWrapValidatorHandler, model_validator
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select, update

from app.core import clock, personal_data
from app.core.drafts import MaskedDraft
from app.core.errors import N_, Conflict, Invalid, NotFound
from app.core.forms import OneLine
from app.core.tokens import digest
from app.enquiries.models import CallOutcome, Channel, LoggedCall, Promised
from app.people.models import Municipality
from app.people.rules import Staff, keep_days_of
from app.topics.models import Topic
from app.topics.queries import topic as find_topic

ANOTHER_TOPIC = "other"
ANOTHER_LANGUAGE = "und"  # BCP 47 for a language that was not determined
LONGEST_NOTE = 2000
MOST_MINUTES = 600
LONGEST_AGO = timedelta(days=30)
UNDO_WITHIN = timedelta(minutes=10)
USED_LATELY = timedelta(days=90)
LATEST = 10


# --- what may come in


def language_of(tag: str) -> str:
    """The language of a BCP 47 tag, without its region; "und" for what is none."""
    language = tag.split("-")[0].lower()
    return language if len(language) <= 3 and localedata.exists(language) else ANOTHER_LANGUAGE


def _minutes(value: Any) -> Any:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        value = int(value) if re.fullmatch(r"\s*[0-9]{1,3}\s*", value) else -1
    if isinstance(value, int) and not 0 <= value <= MOST_MINUTES:
        raise Invalid(N_("Please give the minutes as a whole number from 0 to %(most)s."), most=MOST_MINUTES)
    return value


def _moment(value: str) -> datetime | None:
    """A moment that can't be read is none: a call is never refused for its time."""
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _key(value: str) -> UUID | str:
    try:
        return UUID(value)
    except ValueError:
        return value


class CallDraft(MaskedDraft):
    """A call or a visit. `key` is made where it is logged: what is sent twice is kept once.

    `topic` is a topic's slug, or "other"; `language` a BCP 47 tag, kept without its region, and as "und" where it is
    none; `happened_at` is for what is sent later. Telephone numbers and e-mail addresses are taken out of the text too:
    nobody answers a log.
    """

    longest_text: ClassVar[int] = LONGEST_NOTE
    chosen = frozenset({"topic", "language", "outcome"})

    key: UUID
    topic: Annotated[str, Field(min_length=1, max_length=200), OneLine]
    language: Annotated[str, Field(min_length=1, max_length=200), OneLine, AfterValidator(language_of)]
    outcome: CallOutcome
    channel: Literal["telephone", "counter"] = Channel.TELEPHONE.value
    asking_as: Literal["", "self", "family", "employer"] = ""
    minutes: Annotated[int | None, Field(ge=0, le=MOST_MINUTES), BeforeValidator(_minutes)] = None
    text: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""
    happened_at: datetime | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _read_what_is_no_text(cls, fields: Any, make: ModelWrapValidatorHandler[Self]) -> Self:
        """A key may look as if an account's number stood in it: it is read before such numbers are taken out."""
        if not isinstance(fields, dict):
            return make(fields)
        readers = {"key": _key, "happened_at": _moment}
        read = {name: readers[name](fields[name]) for name in readers if isinstance(fields.get(name), str)}
        return make({**fields, **read})

    @model_validator(mode="after")
    def _reach_nobody(self) -> "CallDraft":
        found = {found.type for found in personal_data.find(self.text)} & personal_data.KEPT_IN_THE_THREAD
        self.removed = sorted({*self.removed, *found})
        self.text = personal_data.anonymise(self.text)
        return self


# --- what can happen


@dataclass(frozen=True)
class Kept:
    """A call that is kept; `anew` when it was not there before."""

    call: LoggedCall
    anew: bool


def log_call(session: Session, draft: CallDraft, *, municipality: Municipality, by: Staff, now: datetime) -> Kept:
    """Keeps a call; the same key gives the first one. Its time is brought within the last 30 days.

    Raises Invalid for an unknown topic, and Conflict where somebody else has used the key.
    """
    key = str(draft.key)
    known = session.get(LoggedCall, key)
    if known is not None:
        return _same(known, municipality=municipality, by=by)
    call = LoggedCall(
        key=key,
        municipality_id=municipality.id or 0,
        account_id=by.account_id,
        topic_id=_topic_id(session, draft.topic),
        language=draft.language,
        channel=draft.channel,
        outcome=draft.outcome.value,
        asking_as=draft.asking_as,
        minutes=draft.minutes,
        text=draft.text,
        happened_at=min(max(draft.happened_at or now, now - LONGEST_AGO), now),
        kept_at=now,
    )
    try:
        with session.begin_nested():
            session.add(call)
    except IntegrityError:  # PostgreSQL: a twin came first, and has committed by now
        return _same(session.get_one(LoggedCall, key), municipality=municipality, by=by)
    return Kept(call, anew=True)


def _same(known: LoggedCall, *, municipality: Municipality, by: Staff) -> Kept:
    if (known.account_id, known.municipality_id) != (by.account_id, municipality.id):
        raise Conflict(N_("This call was logged already."), field="key")
    return Kept(known, anew=False)


def _topic_id(session: Session, slug: str) -> int | None:
    if slug == ANOTHER_TOPIC:
        return None
    topic = find_topic(session, slug)
    if topic is None:
        raise Invalid(N_("There is no topic with this name."), field="topic")
    return topic.id


def take_back(session: Session, key: str, *, municipality: Municipality, by: Staff, now: datetime) -> None:
    """Deletes a call that she logged by mistake. Raises NotFound for a call that is not hers, Conflict when more than
    ten minutes have passed since it was kept."""
    call = session.get(LoggedCall, key) if isinstance(_key(key), UUID) else None
    if call is None or (call.account_id, call.municipality_id) != (by.account_id, municipality.id):
        raise NotFound(N_("There is no such call among yours."))
    if not may_take_back(call, now):
        raise Conflict(N_("This was logged more than ten minutes ago. It stays."))
    session.delete(call)
    session.flush()


def may_take_back(call: LoggedCall, now: datetime) -> bool:
    return now - call.kept_at <= UNDO_WITHIN


def forget_old_calls(session: Session, municipality: Municipality, *, now: datetime) -> int:
    """Forgets the texts of calls that the municipality has kept as long as it set; the counts stay. Gives how many."""
    before = now - timedelta(days=keep_days_of(municipality))
    old = update(LoggedCall).where(
        col(LoggedCall.municipality_id) == municipality.id,
        col(LoggedCall.happened_at) < before,
        col(LoggedCall.text) != "",
    )
    return session.exec(old.values(text="")).rowcount


# --- what is there: a clerk's own calls, and nobody else's


@dataclass(frozen=True)
class CallLine:
    """A call in its clerk's list; `topic` is empty for another subject."""

    key: str
    topic: str
    language: str
    channel: str
    outcome: str
    asking_as: str
    text: str
    happened_at: datetime
    may_take_back: bool
    became: int | None
    """the number of the question that it was handed over as, as long as that is known (a day)"""


def question_key(call: str) -> str:
    """The Idempotency-Key by which a call becomes one question only."""
    return f"call {call}"


def latest(session: Session, municipality: Municipality, by: Staff, *, now: datetime) -> list[CallLine]:
    """The last ten calls that she logged, the newest first."""
    return _lines(session, municipality, by, now=now)


def call_of(session: Session, key: str, municipality: Municipality, by: Staff, *, now: datetime) -> CallLine | None:
    """The call of this key, when she logged it."""
    if not isinstance(_key(key), UUID):
        return None
    return next(iter(_lines(session, municipality, by, col(LoggedCall.key) == key, now=now)), None)


def _lines(
    session: Session, municipality: Municipality, by: Staff, *which: sa.ColumnElement[bool], now: datetime
) -> list[CallLine]:
    newest = (
        select(LoggedCall, Topic.slug)
        .join(Topic, col(Topic.id) == col(LoggedCall.topic_id), isouter=True)
        .where(LoggedCall.municipality_id == municipality.id, LoggedCall.account_id == by.account_id, *which)
        .order_by(col(LoggedCall.kept_at).desc(), col(LoggedCall.happened_at).desc(), col(LoggedCall.key))
        .limit(LATEST)
    )
    rows = session.exec(newest).all()
    keys = {digest(question_key(call.key)): call.key for call, _ in rows if call.outcome == CallOutcome.HANDED_OVER}
    made = select(Promised).where(col(Promised.key_digest).in_(keys))
    became = {keys[each.key_digest]: each.enquiry_id for each in session.exec(made)} if keys else {}
    return [
        CallLine(
            key=call.key,
            topic=topic or "",
            language=call.language,
            channel=call.channel,
            outcome=call.outcome,
            asking_as=call.asking_as,
            text=call.text,
            happened_at=call.happened_at,
            may_take_back=may_take_back(call, now),
            became=became.get(call.key),
        )
        for call, topic in rows
    ]


def logged_today(session: Session, municipality: Municipality, by: Staff, *, now: datetime) -> Counter[str]:
    """How many calls of today (in Denmark) she logged, by outcome."""
    counted = (
        select(LoggedCall.outcome, func.count())
        .where(
            LoggedCall.municipality_id == municipality.id,
            LoggedCall.account_id == by.account_id,
            LoggedCall.happened_at >= _midnight(now),
        )
        .group_by(LoggedCall.outcome)
    )
    return Counter(dict(session.exec(counted).all()))


def _midnight(now: datetime) -> datetime:
    """When today began in Denmark."""
    return clock.danish_moment(clock.in_denmark(now).date(), "00:00")


def most_used_first(
    session: Session, topics: Sequence[str], municipality: Municipality, by: Staff, *, now: datetime
) -> list[str]:
    """These topics (slugs), the ones she logged most in the last 90 days first, the others in their order.

    Today's calls don't count: the key that she has learnt in the morning is the same all day.
    """
    midnight = _midnight(now)
    counted = (
        select(Topic.slug, func.count())
        .join(LoggedCall, col(LoggedCall.topic_id) == col(Topic.id))
        .where(
            LoggedCall.municipality_id == municipality.id,
            LoggedCall.account_id == by.account_id,
            LoggedCall.happened_at >= midnight - USED_LATELY,
            LoggedCall.happened_at < midnight,
        )
        .group_by(Topic.slug)
    )
    times = Counter(dict(session.exec(counted).all()))
    return sorted(topics, key=lambda slug: -times[slug])
