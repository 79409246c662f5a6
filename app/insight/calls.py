"""How many calls were logged: by day, topic, language and outcome, small numbers suppressed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from app.core import clock
from app.enquiries.models import CallOutcome, LoggedCall
from app.people.models import Municipality
from app.topics.models import Topic

FEWEST_SHOWN = 5
FIRST_DAY = date(2020, 1, 1)  # before the first call of all
LAST_DAY = date(2999, 12, 31)


@dataclass(frozen=True)
class CallCount:
    """The calls of one day (in Denmark), topic, language and outcome; `topic` is empty for another subject."""

    day: date
    topic: str
    language: str
    outcome: str
    count: int


def shown(count: int) -> int | str:
    """A count as it may be shown: none, five or more, or "<5"."""
    return count if count == 0 or count >= FEWEST_SHOWN else f"<{FEWEST_SHOWN}"


def calls_by_day(session: Session, municipality: Municipality, *, first: date, last: date) -> list[CallCount]:
    """The counts of these days, both included, in their order; what did not happen is not listed."""
    rows = session.exec(
        select(LoggedCall.happened_at, Topic.slug, LoggedCall.language, LoggedCall.outcome)
        .join(Topic, col(Topic.id) == col(LoggedCall.topic_id), isouter=True)
        .where(*_between(municipality, first, last))
    )
    counted = Counter(
        (clock.in_denmark(moment).date(), topic or "", language, outcome) for moment, topic, language, outcome in rows
    )
    return [CallCount(*what, count) for what, count in sorted(counted.items())]


def calls_by_outcome(session: Session, municipality: Municipality, *, first: date, last: date) -> dict[str, int]:
    """How many calls of these days ended in which way; every way is named."""
    counted = (
        select(LoggedCall.outcome, func.count())
        .where(*_between(municipality, first, last))
        .group_by(LoggedCall.outcome)
    )
    found = dict(session.exec(counted).all())
    return {outcome.value: found.get(outcome.value, 0) for outcome in CallOutcome}


def _between(municipality: Municipality, first: date, last: date) -> tuple[bool, ...]:
    begin = clock.danish_moment(min(max(first, FIRST_DAY), LAST_DAY), "00:00")
    end = clock.danish_moment(min(max(last, FIRST_DAY), LAST_DAY) + timedelta(days=1), "00:00")
    return (
        LoggedCall.municipality_id == municipality.id,
        LoggedCall.happened_at >= begin,
        LoggedCall.happened_at < end,
    )
