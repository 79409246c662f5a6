"""Coverage in a reader's words."""

from collections.abc import Iterable, Mapping
from datetime import date

from babel import dates, lists

from app.core import languages
from app.core.errors import N_
from app.core.i18n import Speaker
from app.enquiries.coverage import Gap, Level, Week

LEVELS = {
    Level.TWO: N_("Two or more people"),
    Level.ONE: N_("One person"),
    Level.PAIR: N_("A pair with an interpreter"),
    Level.NEIGHBOUR: N_("Only a neighbour"),
    Level.NOBODY: N_("Nobody"),
}
AT_NO_TIME = N_("%(topic)s in %(language)s: nobody")
IN_ONE_WEEK = {
    Level.PAIR: N_("Week %(week)s: %(topic)s in %(language)s: only a pair with an interpreter. Away: %(away)s."),
    Level.NEIGHBOUR: N_("Week %(week)s: %(topic)s in %(language)s: only a neighbour. Away: %(away)s."),
    Level.NOBODY: N_("Week %(week)s: %(topic)s in %(language)s: nobody. Away: %(away)s."),
}
IN_SEVERAL_WEEKS = {
    Level.PAIR: N_(
        "Weeks %(week)s to %(last)s: %(topic)s in %(language)s: only a pair with an interpreter. Away: %(away)s."
    ),
    Level.NEIGHBOUR: N_("Weeks %(week)s to %(last)s: %(topic)s in %(language)s: only a neighbour. Away: %(away)s."),
    Level.NOBODY: N_("Weeks %(week)s to %(last)s: %(topic)s in %(language)s: nobody. Away: %(away)s."),
}


def say_level(level: Level, speaker: Speaker) -> str:
    """How well something is covered: "One person"."""
    return speaker.say(LEVELS[level])


def say_week(week: Week, speaker: Speaker) -> str:
    """Week 29, from 13 July 2026"""
    return speaker.say(N_("Week %(week)s, from %(date)s"), week=week.number, date=speaker.day(week.monday))


def say_days(days: Iterable[date], speaker: Speaker) -> str:
    """Days of one week: "Monday and Tuesday"."""
    locale = languages.locale(speaker.language)
    return lists.format_list([dates.format_date(day, "EEEE", locale) for day in days], locale=locale)


def say_gap(gap: Gap, speaker: Speaker, *, topics: Mapping[str, str]) -> str:
    """The gap as a sentence. `topics` gives the topics' titles by slug."""
    about = {"topic": topics[gap.topic], "language": speaker.language_name(gap.language)}
    if not gap.weeks:
        return speaker.say(AT_NO_TIME, **about)
    sentences = IN_ONE_WEEK if len(gap.weeks) == 1 else IN_SEVERAL_WEEKS
    away = lists.format_list([each.person.name for each in gap.missed], locale=languages.locale(speaker.language))
    return speaker.say(sentences[gap.level], week=gap.weeks[0].number, last=gap.weeks[-1].number, away=away, **about)
