"""Weekly opening hours, Danish working days, and the deadlines that are promised in them.

Hours are kept in a subset of OpenStreetMap's opening_hours: "Mo-We 09:00-15:00; Th 09:00-12:00,13:00-17:00; Sa off".
People type the days in their own language ("ma-on 9-15"). Times are Denmark's; moments come in aware and go out in UTC.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NoReturn

import holidays
from babel import dates, lists

from app.core import languages
from app.core.clock import DENMARK, in_denmark
from app.core.errors import N_, Invalid
from app.core.i18n import Speaker

TYPED_IN = ("en", "da", "de")
"""Languages that the days are typed in: in all of them together, no two letters begin different days."""

START_OF_WORK, END_OF_WORK = time(9), time(15)
SATURDAY = 5
A_YEAR = 366


@dataclass(frozen=True, order=True)
class Opening:
    """From one minute of the day to another; 24:00 is 1440."""

    start: int
    end: int


@dataclass(frozen=True)
class WeeklyHours:
    """The openings of each day, Monday first; a closed day has none."""

    days: tuple[tuple[Opening, ...], ...]


def parse(text: str) -> WeeklyHours:
    """Hours from their written form, or as people type them: days in any language of the house, by two letters or more,
    and times as in 9-15 or 9.00–15.00. A later rule replaces an earlier one for the same day, as in OpenStreetMap.

    Raises Invalid (a ValueError) with a sentence that names what can't be read.
    """
    week: list[tuple[Opening, ...]] = [()] * 7
    rules = [rule.strip() for rule in text.split(";")]
    if not any(rules):
        _refuse(N_("No hours are given; write them as in “Mo-Fr 09:00-15:00”."))
    for rule in filter(None, rules):
        days, _, times = rule.partition(" ")
        openings = _openings(times.strip(), rule)
        for day in _days(days):
            week[day] = openings
    return WeeklyHours(tuple(week))


def as_kept(text: str) -> str:
    """Hours as they are kept, in files and in the API: what was written, when that is OpenStreetMap's form, else the
    canonical form of what was typed. Raises Invalid as `parse` does."""
    hours = parse(text)
    return text if OSM.fullmatch(text) else write(hours)


def write(hours: WeeklyHours, language: str = "en") -> str:
    """The canonical form: days in order, equal neighbours joined, closed days left out ("" when never open). In
    another language, with its days: how somebody who reads it would type these hours."""
    short = [name[:2].capitalize() for name in _day_names(language if language in TYPED_IN else "en")]
    rules = []
    for first, last, openings in _runs(hours):
        days = short[first] if first == last else f"{short[first]}-{short[last]}"
        rules.append(f"{days} {','.join(f'{_clock(each.start)}-{_clock(each.end)}' for each in openings)}")
    return "; ".join(rules)


def describe(hours: WeeklyHours, language: str) -> list[tuple[str, str]]:
    """Days and times for a reader: [("Monday to Wednesday", "9:00–15:00"), …]. Closed days are left out."""
    return [
        (_days_in_words(first, last, language), _times_in_words(openings, language))
        for first, last, openings in _runs(hours)
    ]


def is_open(hours: WeeklyHours, at: datetime, closed_days: Collection[date] = ()) -> bool:
    """Whether it is open at a moment. Public holidays, usual closing days and `closed_days` are closed."""
    there = _in_denmark(at)
    if is_closing_day(there.date(), closed_days):
        return False
    minute = there.hour * 60 + there.minute
    return any(each.start <= minute < each.end for each in hours.days[there.weekday()])


def next_opening(hours: WeeklyHours, at: datetime, closed_days: Collection[date] = ()) -> datetime | None:
    """When it opens next after a moment (UTC); None when that is more than a year away."""
    today = _in_denmark(at).date()
    for day in (today + timedelta(days=ahead) for ahead in range(A_YEAR + 1)):
        if is_closing_day(day, closed_days):
            continue
        for each in hours.days[day.weekday()]:
            opens = _moment(day, time(each.start // 60, each.start % 60))
            if opens > at:
                return opens
    return None


def is_closing_day(day: date, closed_days: Collection[date] = ()) -> bool:
    """Public holidays in Denmark, the days town halls usually close besides, and the days named."""
    return day in closed_days or (day.month, day.day) in USUAL_CLOSING_DAYS or day in _public_holidays(day.year)


def is_working_day(day: date, closed_days: Collection[date] = ()) -> bool:
    """Monday to Friday, except closing days."""
    return day.weekday() < SATURDAY and not is_closing_day(day, closed_days)


def add_working_days(start: datetime, days: int, closed_days: Collection[date] = ()) -> datetime:
    """The end (15:00 in Denmark, returned in UTC) of the n-th working day after a moment.

    What comes in after 15:00, at night or on a day off counts as if it had come in on the next working day; 0 days is
    the end of that day itself. Raises ValueError for fewer than none, and when no working day comes within a year.
    """
    if days < 0:
        raise ValueError("A deadline can't lie before its start.")
    there = _in_denmark(start)
    first = there.date() if there.time() < END_OF_WORK else there.date() + timedelta(days=1)
    return _moment(working_day(_working_day_from(first, closed_days), days, closed_days), END_OF_WORK)


def working_day(day: date, count: int, closed_days: Collection[date] = ()) -> date:
    """The n-th working day after a day (before it, when `count` is negative; the day itself for 0).

    Raises ValueError when there is none within a year.
    """
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = _working_day_from(day + timedelta(days=step), closed_days, step)
    return day


def working_time(start: datetime, end: datetime, closed_days: Collection[date] = ()) -> timedelta:
    """How much working time lies between two moments: 9:00 to 15:00 in Denmark, on working days. None backwards."""
    first, last = _in_denmark(start).date(), _in_denmark(end).date()
    days = (first + timedelta(days=ahead) for ahead in range(min((last - first).days, A_YEAR) + 1))
    spans = (_work_of(day) for day in days if is_working_day(day, closed_days))
    return sum((max(timedelta(), min(end, to) - max(start, since)) for since, to in spans), timedelta())


def add_working_time(start: datetime, amount: timedelta, closed_days: Collection[date] = ()) -> datetime:
    """When so much working time has passed since a moment (UTC). Raises ValueError when that takes over a year."""
    today = _in_denmark(start).date()
    for day in (today + timedelta(days=ahead) for ahead in range(A_YEAR + 1)):
        if not is_working_day(day, closed_days):
            continue
        since, to = _work_of(day)
        since = max(since, start)
        if since + amount <= to:
            return (since + amount).astimezone(UTC)
        amount -= max(timedelta(), to - since)
    raise ValueError("So much working time does not come within a year.")


def _work_of(day: date) -> tuple[datetime, datetime]:
    return _moment(day, START_OF_WORK), _moment(day, END_OF_WORK)


# Constitution Day, Christmas Eve and New Year's Eve are no public holidays (helligdage), yet town halls are closed.
USUAL_CLOSING_DAYS = frozenset({(6, 5), (12, 24), (12, 31)})


@lru_cache(64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def _working_day_from(day: date, closed_days: Collection[date], step: int = 1) -> date:
    for ahead in range(A_YEAR):
        if is_working_day(there := day + timedelta(days=ahead * step), closed_days):
            return there
    raise ValueError("There is no working day within a year.")


def _in_denmark(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return in_denmark(moment)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, DENMARK).astimezone(UTC)


# Reading the written form

_DAYS = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:-(?:Mo|Tu|We|Th|Fr|Sa|Su))?"
_TIMES = r"\d\d:\d\d-\d\d:\d\d"
_RULE = rf"{_DAYS}(?:,{_DAYS})* (?:off|closed|{_TIMES}(?:, ?{_TIMES})*)"
OSM = re.compile(rf"{_RULE}(?:; ?{_RULE})*")
CLOSED = frozenset({"off", "closed", "lukket", "geschlossen"})
RANGE_OF_DAYS = re.compile(r"([^\W\d_]{2,})\.?(?:[-–]([^\W\d_]{2,})\.?)?")
RANGE_OF_TIMES = re.compile(r"(\d?\d)(?:[:.](\d\d))?\s?[-–]\s?(\d?\d)(?:[:.](\d\d))?")


def _days(text: str) -> Iterator[int]:
    for part in text.split(","):
        match = RANGE_OF_DAYS.fullmatch(part.strip())
        first, last = (_day(match[1]), _day(match[2] or match[1])) if match else (None, None)
        if first is None or last is None:
            _refuse(
                N_("“%(part)s” is no day; write Mo, Tu, We, Th, Fr, Sa or Su, or a range such as Mo-Fr."), part=part
            )
        for ahead in range((last - first) % 7 + 1):  # Sa-Mo goes over the end of the week
            yield (first + ahead) % 7


@lru_cache(256)
def _day(typed: str) -> int | None:
    """The day whose name begins so: Mo, Ma, Monday, tirs."""
    for language in TYPED_IN:
        for day, name in enumerate(_day_names(language)):
            if name.casefold().startswith(typed.casefold()):
                return day
    return None


@lru_cache
def _day_names(language: str) -> tuple[str, ...]:
    names = dates.get_day_names("wide", "stand-alone", languages.locale(language))
    return tuple(names[day] for day in range(7))


def _openings(text: str, rule: str) -> tuple[Opening, ...]:
    if text in CLOSED:
        return ()
    if not text:
        _refuse(N_("“%(rule)s” names no times; write them as in “Mo-Fr 09:00-15:00”, or “off”."), rule=rule)
    openings = sorted(_opening(part.strip()) for part in text.split(","))
    for earlier, later in pairwise(openings):
        if later.start < earlier.end:
            _refuse(N_("The times in “%(rule)s” overlap."), rule=rule)
    return tuple(_joined(openings))


def _opening(text: str) -> Opening:
    match = RANGE_OF_TIMES.fullmatch(text)
    if match is None:
        _refuse(N_("“%(part)s” is no span of time; write it as 09:00-15:00."), part=text)
    hour, minute, last_hour, last_minute = (int(each or 0) for each in match.groups())
    start, end = hour * 60 + minute, last_hour * 60 + last_minute
    if minute > 59 or last_minute > 59 or end > 24 * 60:
        _refuse(N_("“%(part)s” is not a time of day."), part=text)
    if start >= end:
        _refuse(N_("“%(part)s” ends before it begins; hours may not go past midnight."), part=text)
    return Opening(start, end)


def _joined(openings: Iterable[Opening]) -> Iterator[Opening]:
    """09:00-12:00,12:00-15:00 is 09:00-15:00."""
    current: Opening | None = None
    for each in openings:
        if current is not None and current.end == each.start:
            current = Opening(current.start, each.end)
            continue
        if current is not None:
            yield current
        current = each
    if current is not None:
        yield current


def _refuse(sentence: str, **holes: str) -> NoReturn:
    raise Invalid(sentence, **holes)


# Writing


def _runs(hours: WeeklyHours) -> Iterator[tuple[int, int, tuple[Opening, ...]]]:
    """First day, last day and openings of each run of equal open days."""
    first = 0
    for day in range(1, 8):
        if day == 7 or hours.days[day] != hours.days[first]:
            if hours.days[first]:
                yield first, day - 1, hours.days[first]
            first = day


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _days_in_words(first: int, last: int, language: str) -> str:
    locale = languages.locale(language)
    names = _day_names(language)
    if last - first < 2:
        words = lists.format_list([names[day] for day in range(first, last + 1)], locale=locale)
    else:
        words = Speaker(language).say(N_("%(first)s to %(last)s"), first=names[first], last=names[last])
    return words[:1].upper() + words[1:]


def _times_in_words(openings: Iterable[Opening], language: str) -> str:
    spans = [f"{_time_in_words(each.start, language)}–{_time_in_words(each.end, language)}" for each in openings]
    return lists.format_list(spans, locale=languages.locale(language))


def _time_in_words(minutes: int, language: str) -> str:
    say = Speaker(language).time
    if minutes == 24 * 60:
        return say(time(0)).replace("0", "24", 1)
    return say(time(minutes // 60, minutes % 60))
