"""Which subject is covered in which language, and by whom, in any week: so that somebody who writes to us in it is
answered in it. No database here."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby

from app.core import hours
from app.core.errors import N_, Invalid
from app.people.models import Knowing
from app.people.rules import Colleague, can_carry

WRITTEN_WEEK = re.compile(r"(20\d\d)-[Ww](\d\d)", re.ASCII)


class Level(StrEnum):
    """How well a subject is covered in a language, the best first."""

    TWO = "two"  # two people or more who know it and write the language
    ONE = "one"
    PAIR = "pair"  # somebody who knows it, and an interpreter
    NEIGHBOUR = "neighbour"  # only people whom another municipality shares
    NOBODY = "nobody"

    @property
    def strength(self) -> int:
        """Grows from nobody to two."""
        return -list(Level).index(self)


@dataclass(frozen=True, order=True)
class Week:
    """A week by ISO 8601: it begins on a Monday and belongs to the year of its Thursday."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02}"

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    def later(self, weeks: int) -> "Week":
        return week_of(self.monday + timedelta(weeks=weeks))

    def working_days(self, closed_days: Iterable[date] = ()) -> tuple[date, ...]:
        """Monday to Friday without holidays and the days named; none when the town hall is closed all week."""
        closed = frozenset(closed_days)
        days = (self.monday + timedelta(days=ahead) for ahead in range(7))
        return tuple(day for day in days if hours.is_working_day(day, closed))


def week_of(day: date) -> Week:
    """The week that a day lies in."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def coming_week(today: date) -> Week:
    """The week that somebody who plans today means: this one, and from Saturday on the next."""
    return week_of(today + timedelta(days=2))


def read_week(text: str) -> Week:
    """The week written as 2026-W29, of the years 2000 to 2099. Raises Invalid."""
    written = WRITTEN_WEEK.fullmatch(text.strip())
    try:
        return week_of(date.fromisocalendar(int(written[1]), int(written[2]), 1)) if written else _no_week(text)
    except ValueError:
        return _no_week(text)


def _no_week(text: str) -> Week:
    raise Invalid(N_("“%(week)s” is no week. Please write it as in 2026-W29."), field="week", week=text[:40])


@dataclass(frozen=True)
class Team:
    """Whom a municipality can turn to: its own people, and those whom others share with it."""

    own: Sequence[Colleague]
    shared: Sequence[Colleague] = ()


@dataclass(frozen=True)
class Covering:
    """Somebody who covers something, with the working days of the week on which she is away; in a pair with her
    interpreter."""

    colleague: Colleague
    away_on: tuple[date, ...] = ()
    interpreter: "Covering | None" = None

    @property
    def everybody(self) -> tuple[Colleague, ...]:
        return (self.colleague, self.interpreter.colleague) if self.interpreter else (self.colleague,)


@dataclass(frozen=True)
class Cover:
    """How a topic is covered in a language, by whom, and who usually covers it and is away the whole week."""

    topic: str
    language: str
    level: Level
    by: tuple[Covering, ...] = ()
    missed: tuple[Colleague, ...] = ()


@dataclass(frozen=True)
class Gap:
    """A topic that nobody covers in a language (without weeks: at no time), or that in these weeks is covered neither
    by anybody here who writes it, as it usually is."""

    topic: str
    language: str
    level: Level
    weeks: tuple[Week, ...] = ()
    missed: tuple[Colleague, ...] = ()


def coverage(team: Team, *, topics: Sequence[str], languages: Sequence[str], days: Sequence[date]) -> list[Cover]:
    """Each topic in each language, in their order, in a week with these working days.

    Who is away on all days of the week that she works on covers nothing; who is away on some of them counts.
    """
    usual = _covers(_all_there(team.own), _all_there(team.shared), topics, languages)
    return _in_week(team, usual, topics, languages, days)


def gaps(
    team: Team, *, topics: Sequence[str], languages: Sequence[str], weeks: Mapping[Week, Sequence[date]]
) -> list[Gap]:
    """What nobody covers at any time, then what is missing in some of these weeks (each with its working days), the
    earliest first. Equal weeks in a row are one gap; a week without working days leaves none."""
    usual = _covers(_all_there(team.own), _all_there(team.shared), topics, languages)
    always = [Gap(each.topic, each.language, each.level) for each in usual if each.level == Level.NOBODY]
    working = {week: days for week, days in weeks.items() if days}
    tables = [_in_week(team, usual, topics, languages, days) for days in working.values()]
    found = [
        gap
        for usually, *covers in zip(usual, *tables, strict=True)
        if usually.level != Level.NOBODY
        for gap in _breaks(usually, list(working), covers)
    ]
    return [*always, *sorted(found, key=lambda gap: gap.weeks[0])]


def _breaks(usually: Cover, weeks: Sequence[Week], covers: Sequence[Cover]) -> Iterator[Gap]:
    """The weeks in which this is worse covered than by one person, though it usually is not, or by nobody."""

    def kind(each: tuple[Week, Cover]) -> tuple[Level, tuple[int, ...]]:
        return each[1].level, tuple(missed.person.id or 0 for missed in each[1].missed)

    missing = {Level.NOBODY}
    if usually.level in {Level.TWO, Level.ONE}:
        missing |= {Level.PAIR, Level.NEIGHBOUR}
    for (level, _), run in groupby(zip(weeks, covers, strict=True), kind):
        if level in missing:
            here = list(run)
            yield Gap(usually.topic, usually.language, level, tuple(week for week, _ in here), here[0][1].missed)


def _in_week(
    team: Team, usual: Iterable[Cover], topics: Sequence[str], languages: Sequence[str], days: Sequence[date]
) -> list[Cover]:
    own, shared = _there(team.own, days), _there(team.shared, days)
    there = {each.colleague.person.id for each in (*own, *shared)}
    return [
        Cover(cover.topic, cover.language, cover.level, cover.by, _missed(usually, there))
        for cover, usually in zip(_covers(own, shared, topics, languages), usual, strict=True)
    ]


def _missed(usually: Cover, there: set[int | None]) -> tuple[Colleague, ...]:
    """Who usually covers it and is not there, each once."""
    people = {each.person.id: each for covering in usually.by for each in covering.everybody}
    return tuple(each for number, each in people.items() if number not in there)


def _all_there(colleagues: Iterable[Colleague]) -> list[Covering]:
    return [Covering(each) for each in colleagues]


def _there(colleagues: Iterable[Colleague], days: Sequence[date]) -> list[Covering]:
    """Those who are not away on all their days among these, with the days on which they are. Whose days are all closed
    misses none."""
    there = []
    for each in colleagues:
        hers = [day for day in days if day.weekday() in _weekdays(each.person.hours)]
        away = tuple(day for day in hers if any(gone.first_day <= day <= gone.last_day for gone in each.absences))
        if days and (not hers or len(away) < len(hers)):
            there.append(Covering(each, away))
    return there


@lru_cache(1000)
def _weekdays(weekly: str) -> frozenset[int]:
    """The weekdays (Monday is 0) on which somebody with these hours works; all when they are not known."""
    if not weekly:
        return frozenset(range(7))
    return frozenset(day for day, openings in enumerate(hours.parse(weekly).days) if openings)


def _covers(
    own: Sequence[Covering], shared: Sequence[Covering], topics: Sequence[str], languages: Sequence[str]
) -> list[Cover]:
    writers = {language: _writing((*own, *shared), language) for language in languages}
    return [
        _cover(topic, language, _knowing(own, topic), _knowing(shared, topic), writers[language])
        for topic in topics
        for language in languages
    ]


def _knowing(people: Iterable[Covering], topic: str) -> list[Covering]:
    """Those who know it: who is responsible for it first, and who is away less."""
    return sorted(
        (each for each in people if topic in each.colleague.topics),
        key=lambda each: (each.colleague.topics[topic] != Knowing.RESPONSIBLE, len(each.away_on)),
    )


def _cover(
    topic: str, language: str, own: Sequence[Covering], shared: Sequence[Covering], writers: Sequence[Covering]
) -> Cover:
    if able := _writing(own, language):
        people = {each.colleague.person.account_id for each in able}  # somebody may be named twice
        return Cover(topic, language, Level.TWO if len(people) > 1 else Level.ONE, able)
    if pairs := _pairs(own, language, writers):
        return Cover(topic, language, Level.PAIR, pairs)
    if neighbours := _writing(shared, language) or _pairs(shared, language, writers):
        return Cover(topic, language, Level.NEIGHBOUR, neighbours)
    return Cover(topic, language, Level.NOBODY)


def _writing(people: Iterable[Covering], language: str) -> tuple[Covering, ...]:
    return tuple(each for each in people if each.colleague.answers_in(language))


def _pairs(experts: Iterable[Covering], language: str, writers: Sequence[Covering]) -> tuple[Covering, ...]:
    """The experts who have an interpreter for this language: of a standing pair where she is there, or the first."""
    pairs = []
    for expert in experts:
        standing = expert.colleague.pairs.get(language, ())
        able = [each for each in writers if can_carry(each.colleague, expert.colleague, language)]
        interpreter = min(able, key=lambda each: each.colleague.person.id not in standing, default=None)
        if interpreter is not None:
            pairs.append(Covering(expert.colleague, expert.away_on, interpreter))
    return tuple(pairs)
