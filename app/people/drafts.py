"""What may come in about resource people: their own entry, an absence, a standing pair."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from app.core import hours
from app.core.drafts import MaskedDraft
from app.core.errors import N_, Invalid
from app.core.forms import LanguagesFirst, OneLine
from app.people.models import Command, Knowing, ShownAs
from app.people.rules import LONGEST_ABSENCE

MOST_THINGS = 200
MOST_OPEN = 999
FIRST_YEAR, LAST_YEAR = 2000, 2100
_WRITTEN_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")

Line = Annotated[str, Field(max_length=MaskedDraft.longest_line), OneLine]
LineByLanguage = Annotated[dict[str, Line], LanguagesFirst]


def _hours(value: str) -> str:
    return hours.as_kept(value) if value else value


def _none_if_empty(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _capacity(value: int | None) -> int | None:
    if value is not None and not 0 <= value <= MOST_OPEN:
        raise Invalid(N_("Please give a number from 0 to %(most)s, or nothing."), most=MOST_OPEN)
    return value


def _day(value: Any) -> Any:
    """As a browser sends it, or as people here write it: 24.12.2026."""
    written = _WRITTEN_DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    return f"{written[3]}-{written[2]:0>2}-{written[1]:0>2}" if written else value


def _in_this_century(day: date) -> date:
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        raise Invalid(N_("Please check the year."))
    return day


Day = Annotated[date, BeforeValidator(_day), AfterValidator(_in_this_century)]


class EntryDraft(MaskedDraft):
    """What somebody says of herself in the directory. `topics` and `subjects` (articles) have their level, `details`
    are narrower things by name, `capacity` is how many open questions she takes at most (None: as they come)."""

    title: LineByLanguage = Field(default_factory=dict)
    place: LineByLanguage = Field(default_factory=dict)
    team: LineByLanguage = Field(default_factory=dict)
    telephone: Line = ""
    hours: Annotated[Line, AfterValidator(_hours)] = ""
    capacity: Annotated[int | None, BeforeValidator(_none_if_empty), AfterValidator(_capacity)] = None
    shown_as: ShownAs = ShownAs.TEAM
    public: bool = False
    topics: dict[Line, Knowing] = Field(default_factory=dict, max_length=MOST_THINGS)
    subjects: dict[Line, Knowing] = Field(default_factory=dict, max_length=MOST_THINGS)
    details: dict[Line, Annotated[list[Line], Field(max_length=MOST_THINGS)]] = Field(
        default_factory=dict, max_length=MOST_THINGS
    )
    languages: dict[Line, Command] = Field(default_factory=dict, max_length=MOST_THINGS)

    @model_validator(mode="after")
    def _can_be_shown(self) -> "EntryDraft":
        if not self.title:
            raise Invalid(N_("Please say in a few words what you do."), field="title")
        if self.shown_as == ShownAs.TEAM and not self.team:
            raise Invalid(N_("Please name the team that is shown instead of the name."), field="team")
        if not self.languages:
            raise Invalid(N_("Please give at least one language."), field="languages")
        return self


class AbsenceDraft(MaskedDraft):
    """First and last day away, both included."""

    first_day: Day
    last_day: Day

    @model_validator(mode="after")
    def _in_order(self) -> "AbsenceDraft":
        if self.last_day < self.first_day:
            raise Invalid(N_("The last day comes before the first. Please check the two days."), field="last_day")
        if self.last_day - self.first_day > LONGEST_ABSENCE:
            raise Invalid(N_("An absence lasts two years at most. Please check the two days."), field="last_day")
        return self


class PairDraft(MaskedDraft):
    """`colleague` is the other one's name in addresses (her slug)."""

    language: Annotated[Line, Field(min_length=1)]
    colleague: Annotated[Line, Field(min_length=1)]
