"""Guides and checklists as they are written down: in their files, and in the database the same."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from app.articles.markup import AUDIENCES
from app.core.forms import ByLanguage, ByName, Form, Line, Names, Text, in_order_of

HOUSEHOLDS = ("alone", "partner", "children")
SITUATIONS = ("worker", "student", "family", "employer")

Codes = Annotated[list[Line], in_order_of()]
Origins = Annotated[list[Line], in_order_of(*AUDIENCES)]
Households = Annotated[list[Line], in_order_of(*HOUSEHOLDS)]
Situations = Annotated[list[Line], in_order_of(*SITUATIONS)]


class GuidanceText(Form):
    """A guide or a checklist in one language: its title, and its sections (outcomes or steps) in the body."""

    title: Line
    summary: Line = ""
    body: Text = ""


class Deadline(Form):
    """So long after or before a day: calendar days, Danish working days, months, years, or a figure with such a unit.

    `advised`: it is our advice, and no duty.
    """

    goes_without_saying = {"advised": False}

    days: int | None = None
    working_days: int | None = None
    months: int | None = None
    years: int | None = None
    figure: Line = ""
    after: Line = ""
    before: Line = ""
    advised: bool = False

    @property
    def event(self) -> str:
        """The day it counts from."""
        return self.after or self.before

    @property
    def lengths(self) -> dict[str, Any]:
        """What says how long it is, by its key: one thing, if it is well made."""
        wanted = ("days", "working_days", "months", "years", "figure")
        return {key: each for key in wanted if (each := getattr(self, key)) not in (None, "")}


# --- Guides -----------------------------------------------------------------------------------------------------------


class QuestionType(StrEnum):
    COUNTRY = "country"
    CHOICE = "choice"
    YES_NO = "yes-no"
    DATE = "date"
    NUMBER = "number"


class Option(Form):
    id: Line
    text: ByLanguage


class Question(Form):
    """What a guide asks. `areas`: issuing areas may be chosen like countries; `optional`: she may not know."""

    goes_without_saying = {"optional": False, "areas": False}

    id: Line
    type: Line
    text: ByLanguage
    help: ByLanguage = {}
    optional: bool = False
    options: list[Option] = []
    areas: bool = False
    earliest: date | None = None
    latest_days_ahead: int | None = None
    least: int | None = None
    most: int | None = None
    unit: Line = ""

    @property
    def range(self) -> tuple[int, int]:
        """The least and the greatest number that may be answered."""
        return self.least or 0, 1_000_000 if self.most is None else self.most


class OtherThan(Form):
    """Every country but these."""

    other_than: Codes


class Span(Form):
    """Days or numbers between bounds, or a day compared with the answer to another question.

    `unknown`: also (or, without bounds, only) when she does not know.
    """

    goes_without_saying = {"unknown": False}

    since: date | None = None
    before: date | None = None
    later_than: Line = ""
    not_later_than: Line = ""
    at_least: int | None = None
    below: int | None = None
    unknown: bool = False

    @property
    def other(self) -> str:
        """The question it is compared with, if any."""
        return self.later_than or self.not_later_than


def _kind_of_condition(value: Any) -> str:
    match value:
        case bool():
            return "yes-no"
        case list():
            return "list"
        case {"other_than": _} | OtherThan():
            return "other-than"
        case _:
            return "span"


Condition = Annotated[
    Annotated[bool, Tag("yes-no")]
    | Annotated[Codes, Tag("list")]
    | Annotated[OtherThan, Tag("other-than")]
    | Annotated[Span, Tag("span")],
    Discriminator(_kind_of_condition),
]
"""What must be true of an answer: yes or no, one of these, none of these, or between bounds."""


class GuideSource(Form):
    name: Line
    address: Line
    checked_on: date


class Row(Form):
    """A rule: when it fits, what it says, and on which days it holds. `check`: a colleague has to confirm it."""

    goes_without_saying = {"check": False}

    when: dict[str, Condition] = {}
    outcome: Line
    conditions: Names = []
    papers: Names = []
    deadline: Deadline | None = None
    sources: Names = []
    check: bool = False
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def needs(self) -> set[str]:
        """The questions that this row asks about."""
        others = {each.other for each in self.when.values() if isinstance(each, Span) and each.other}
        return {*self.when, *others, *({self.deadline.event} if self.deadline else ())}


class GuideTable(Form):
    """guide.yaml: questions, and a dated table of which exactly one row fits every set of answers on every day.

    `withdrawn`: readers see it no more.
    """

    goes_without_saying = {"withdrawn": False}

    topic: Line
    article: Line = ""
    withdrawn: bool = False
    questions: list[Question]
    sets: Annotated[dict[str, Codes], ByName] = {}
    conditions: Annotated[dict[str, ByLanguage], ByName] = {}
    sources: Annotated[dict[str, GuideSource], ByName] = {}
    rows: list[Row]

    def question(self, name: str) -> Question | None:
        return next((each for each in self.questions if each.id == name), None)

    def outcomes(self) -> list[str]:
        """The sections that its rows lead to."""
        return list(dict.fromkeys(row.outcome for row in self.rows))


# --- Checklists -------------------------------------------------------------------------------------------------------


class Event(StrEnum):
    """The days that a checklist's deadlines count from."""

    ARRIVAL = "arrival"
    WORK_START = "work-start"
    DEPARTURE = "departure"


class StepWhen(Form):
    """Whom a step is for; nothing said: everybody."""

    audience: Origins = []
    household: Households = []
    situation: Situations = []


class Step(Form):
    """One thing to do. Its words stand in the texts, in the section of its id."""

    goes_without_saying = {"check": False, "when": StepWhen()}

    id: Line
    when: StepWhen = Field(default_factory=StepWhen)
    deadline: Deadline | None = None
    article: Line = ""
    section: Line = ""
    authority: Line = ""
    papers: Names = []
    check: bool = False


class ChecklistTable(Form):
    """checklist.yaml: the steps, in the order in which they are best done. `day` is what the reader's date means.

    `withdrawn`: readers see it no more.
    """

    goes_without_saying = {"household": False, "withdrawn": False}

    topic: Line
    article: Line = ""
    withdrawn: bool = False
    day: Line
    audiences: Origins = []
    commuters: Line = ""
    household: bool = False
    situations: Situations = []
    steps: list[Step]

    def events(self) -> Iterator[str]:
        """The days its deadlines count from, its own first."""
        named = [step.deadline.event for step in self.steps if step.deadline]
        yield from dict.fromkeys([self.day, *named])
