"""Which steps are somebody's, and by when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from app.core.drafts import Fault
from app.core.errors import N_
from app.guidance.drafts import HOUSEHOLDS, SITUATIONS, ChecklistTable, Event, Step, StepWhen
from app.guidance.rules.answers import NotUnderstood, read_choice, read_day, read_number
from app.guidance.rules.deadlines import Due, Figures, Length, due, length
from app.topics.rules import Origin

T = TypeVar("T")


@dataclass(frozen=True)
class Reader:
    """Who reads a checklist, as far as she has said: nothing said is "", an empty household, or None.
    `children`: whether any come along, where she said nothing of the others."""

    audience: str = ""
    household: frozenset[str] = frozenset()
    situation: str = ""
    children: bool | None = None
    days: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class HerStep:
    """A step for a reader. `only_for` is whom it is for, as far as she has not said that she is; `due` is none without
    a deadline, and while its day is not known; `length` is how long the deadline is."""

    step: Step
    only_for: StepWhen
    due: Due | None
    length: Length | None


MOST_CHILDREN = 20
TIME_AROUND = timedelta(days=731)
"""How far from today a checklist's days may lie: an older move is not prepared any more."""


def read_reader(table: ChecklistTable, given: Mapping[str, str], *, today: date) -> tuple[Reader, list[Fault]]:
    """Who reads, from what she said, and what is wrong with it. Nothing said, or an empty text: not known.

    `audience` and `situation` are words, `commuter` yes or no; `household` is alone, partner or children, or several
    with commas; `children` a number of children (0: none come along); the days `arrival`, `work_start` and `departure`
    as 2026-11-21. A list that counts from another day takes `arrival` for it, too.
    """
    said = _Said(given, today)
    household = said.read("household", _household) or frozenset()
    children = said.read("children", _children)
    if (children and "alone" in household) or (children == 0 and "children" in household):
        sentence = N_("What you chose and the number of children don't fit together. Please mend one of them.")
        said.faults.append(Fault("children", sentence, {}))
    elif children and household:
        household |= {"children"}
    events = dict.fromkeys((*table.events(), Event.ARRIVAL.value))
    days = {event: day for event in events if (day := said.read(event.replace("-", "_"), said.day))}
    if Event.ARRIVAL in days:
        days.setdefault(table.day, days[Event.ARRIVAL])
    said.read("commuter", _commuter)
    reader = Reader(
        audience=said.read("audience", _audience) or "",
        household=household,
        situation=said.read("situation", _situation) or "",
        children=None if children is None else children > 0,
        days=days,
    )
    return reader, said.faults


YES = ("yes", "true", "on", "1")
NO = ("no", "false", "off", "0")
COMMUTER = "commuter"


def is_commuter(given: Mapping[str, str]) -> bool:
    """Whether she says that she works here and lives abroad: by `commuter`, or as her audience."""
    return given.get("commuter", "").strip().lower() in YES or given.get("audience", "").strip() == COMMUTER


class _Said:
    """What a reader said, field by field, and what of it can't be used."""

    def __init__(self, given: Mapping[str, str], today: date) -> None:
        self.given = given
        self.today = today
        self.faults: list[Fault] = []

    def read(self, field: str, understand: Callable[[str, str], T]) -> T | None:
        text = self.given.get(field, "").strip()
        try:
            return understand(field, text) if text else None
        except NotUnderstood as refused:
            self.faults.append(refused.fault)
            return None

    def day(self, field: str, text: str) -> date:
        return read_day(field, text, earliest=self.today - TIME_AROUND, latest=self.today + TIME_AROUND)


def _household(field: str, text: str) -> frozenset[str]:
    words = frozenset(read_choice(field, word.strip(), HOUSEHOLDS) for word in text[:100].split(","))
    if "alone" in words and len(words) > 1:
        sentence = N_("Please choose either that you come alone, or who comes along.")
        raise NotUnderstood(Fault(field, sentence, {}))
    return words


def _audience(field: str, text: str) -> str:
    return "" if text == COMMUTER else read_choice(field, text, tuple(Origin))


def _commuter(field: str, text: str) -> str:
    return read_choice(field, text.lower(), (*YES, *NO))


def _situation(field: str, text: str) -> str:
    return read_choice(field, text, SITUATIONS)


def _children(field: str, text: str) -> int:
    return read_number(field, text, 0, MOST_CHILDREN)


def steps_for(table: ChecklistTable, reader: Reader, figures: Figures) -> list[HerStep]:
    """The steps that are hers or, as far as she has not said who she is, may be."""
    return [_hers(step, reader, figures) for step in table.steps if _may_be_hers(step.when, reader)]


def _may_be_hers(when: StepWhen, reader: Reader) -> bool:
    others = ((when.audience, reader.audience), (when.situation, reader.situation))
    return bool(not when.household or _open_households(when, reader)) and all(
        not wanted or not said or said in wanted for wanted, said in others
    )


def _open_households(when: StepWhen, reader: Reader) -> list[str]:
    """The households a step is for, of those that may be hers."""
    if reader.household:
        return [word for word in when.household if word in reader.household]
    ruled_out = {True: {"alone"}, False: {"children"}, None: set[str]()}[reader.children]
    return [word for word in when.household if word not in ruled_out]


def _is_of_her_household(when: StepWhen, reader: Reader) -> bool:
    return bool(reader.household) or (reader.children is True and "children" in when.household)


def _hers(step: Step, reader: Reader, figures: Figures) -> HerStep:
    open_still = StepWhen(
        audience=[] if reader.audience else step.when.audience,
        household=[] if _is_of_her_household(step.when, reader) else _open_households(step.when, reader),
        situation=[] if reader.situation else step.when.situation,
    )
    if step.deadline is None:
        return HerStep(step, open_still, None, None)
    day = reader.days.get(step.deadline.event)
    ends = due(step.deadline, day, figures, office=bool(step.authority))
    return HerStep(step, open_still, ends, length(step.deadline, figures))
