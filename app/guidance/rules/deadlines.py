"""How long somebody has: the day on which a deadline ends."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.core import hours
from app.guidance.drafts import Deadline

Figures = Mapping[str, tuple[float, str]]
"""The figures valid now, by name: value and unit."""

Length = tuple[int, str]
"""A number and a unit: days, working_days, weeks, months, years."""

UNITS_OF_TIME = ("days", "weeks", "months", "years")
LONGEST = {"days": 3650, "working_days": 2500, "weeks": 520, "months": 120, "years": 10}


@dataclass(frozen=True)
class Due:
    """The day a deadline ends. `offices_until` is the last working day before it, when a duty towards an office ends on
    a day on which offices are closed."""

    day: date
    advised: bool = False
    offices_until: date | None = None

    def is_over(self, today: date) -> bool:
        return self.day < today


def due(deadline: Deadline, event: date | None, figures: Figures, *, office: bool = True) -> Due | None:
    """When a deadline ends that counts from this day; None while the day, or the figure that says how long, is not
    known. `office`: she has to go to an authority, or write to it.

    Days are calendar days, the day counted from not included; a period of months or years ends on the same day of the
    month, or on the month's last one (Regulation 1182/71, art. 3). Working days are Monday to Friday without the days
    on which Danish town halls are closed.
    """
    if event is None:
        return None
    long = length(deadline, figures)
    if long is None:
        return None
    number, unit = long
    day = _count(event, -number if deadline.before else number, unit)
    closed = office and not deadline.advised and not hours.is_working_day(day)
    return Due(day, deadline.advised, hours.working_day(day, -1) if closed else None)


def length(deadline: Deadline, figures: Figures) -> Length | None:
    """How long it is; None when a figure is not known, or no length that a deadline may have."""
    if deadline.figure:
        value, unit = figures.get(deadline.figure, (0, ""))
        return (int(value), unit) if unit in UNITS_OF_TIME and 0 <= value <= LONGEST[unit] else None
    unit, number = next(iter(deadline.lengths.items()))
    return int(number), unit


def _count(day: date, number: int, unit: str) -> date:
    match unit:
        case "working_days":
            return hours.working_day(day, number)
        case "months":
            return _months_later(day, number)
        case "years":
            return _months_later(day, 12 * number)
        case _:
            return day + timedelta(days=number * (7 if unit == "weeks" else 1))


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
