"""Sentences in the reader's language: gettext catalogues, chosen once per request and passed on."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import dates, lists, numbers
from babel.support import NullTranslations, Translations

from app.core import clock, languages
from app.core.errors import Problem

LOCALES = Path(__file__).parents[2] / "locales"
DOMAIN = "indgang"
log = logging.getLogger(__name__)


@lru_cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of a language; sentences stay English where there is none."""
    return Translations.load(str(LOCALES), [language.replace("-", "_")], DOMAIN)


def catalogued() -> list[str]:
    """The languages the interface speaks: those with a catalogue, Danish first."""
    found = [folder.name.replace("_", "-") for folder in LOCALES.iterdir() if (folder / "LC_MESSAGES").is_dir()]
    return sorted(found, key=lambda language: (language != "da", language))


@dataclass(frozen=True)
class Speaker:
    """Speaks one language: sentences, dates, numbers and names in the reader's form."""

    language: str

    @property
    def gettext(self) -> Callable[[str], str]:
        return catalogue(self.language).gettext

    def say(self, sentence: str, **holes: Any) -> str:
        """The sentence translated, its named holes filled. A translation with a broken hole falls back to English."""
        translated = catalogue(self.language).gettext(sentence)
        if not holes:
            return translated
        try:
            return translated % holes
        except (KeyError, ValueError, TypeError):
            log.warning("broken translation", extra={"language": self.language, "sentence": sentence})
            return sentence % holes

    def problem(self, problem: Problem) -> str:
        return self.say(problem.sentence, **problem.holes)

    def day(self, day: date) -> str:
        """21 November 2026"""
        return dates.format_date(day, "long", locale=languages.locale(self.language))

    def month(self, day: date) -> str:
        """November 2026"""
        return dates.format_skeleton("yMMMM", day, locale=languages.locale(self.language))

    def whole_day(self, day: date) -> str:
        """Saturday, 21 November 2026"""
        return dates.format_date(day, "full", locale=languages.locale(self.language))

    def either(self, things: Sequence[str]) -> str:
        """One of several: "bread, butter or jam"."""
        return lists.format_list(list(things), style="or", locale=languages.locale(self.language))

    def all_of(self, things: Sequence[str]) -> str:
        """All of several: "bread, butter and jam"."""
        return lists.format_list(list(things), locale=languages.locale(self.language))

    def weekday(self, moment: datetime) -> str:
        """Monday 23 November at 15:00, in Denmark's time"""
        there, locale = clock.in_denmark(moment), languages.locale(self.language)
        return self.say(
            "%(weekday)s %(day)s at %(time)s",
            weekday=dates.format_date(there, "EEEE", locale),
            day=dates.format_skeleton("MMMMd", there, locale=locale),
            time=self.time(there),
        )

    def moment(self, moment: datetime) -> str:
        """21 Nov 2026, 19:31"""
        there, locale = clock.in_denmark(moment), languages.locale(self.language)
        return f"{dates.format_date(there, 'medium', locale)}, {self.time(there)}"

    def time(self, at: time | datetime) -> str:
        """A time of day as it stands: 9:00 in English and German, 9.00 in Danish."""
        locale = languages.locale(self.language)
        written = dates.parse_pattern(dates.get_time_format("short", locale).pattern.replace("HH", "H"))
        return written.apply(at, locale)

    def number(self, value: float) -> str:
        return numbers.format_decimal(value, locale=languages.locale(self.language))

    def money(self, value: float, currency: str) -> str:
        """360 kr. · DKK 360 · 360 DKK: whole amounts without decimals."""
        locale = languages.locale(self.language)
        written = numbers.format_currency(value, currency, locale=locale)
        if value == int(value):
            written = written.replace(f"{numbers.get_decimal_symbol(locale)}00", "", 1)
        return written if " " in written or "\xa0" in written else written.replace(currency, f"{currency}\xa0", 1)

    def language_name(self, language: str) -> str:
        return languages.name(language, in_language=self.language)

    def country_name(self, code: str) -> str:
        return str(languages.locale(self.language).territories.get(code.upper(), code))
