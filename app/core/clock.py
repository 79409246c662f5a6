"""The time, in one place, so that tests can turn it and everything else takes it as an argument."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

DENMARK = ZoneInfo("Europe/Copenhagen")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date in Denmark."""
    return in_denmark(now()).date()


def in_denmark(moment: datetime) -> datetime:
    return moment.astimezone(DENMARK)


def danish_moment(day: date, clock: str) -> datetime:
    """A time of day in Denmark, such as "14:00", as a moment."""
    return datetime.combine(day, time.fromisoformat(clock), DENMARK)
