"""How well questions are understood, measured on labelled examples: which topic they belong to, what in them is
personal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel

from app.core import personal_data
from app.search.evaluation import BadExample, read_lines


class RoutingExample(BaseModel):
    """A case that needs a person: the topics that are right, the best of them, and the country it is about."""

    id: str
    lang: str
    text: str
    topics: list[str]
    topic: str
    country: str = ""


class RoutingOutcome(BaseModel):
    """The topics that a text was taken for, likeliest first, and whether somebody was named for it, with reasons."""

    id: str
    lang: str
    right: bool
    in_first_two: bool
    named: bool
    topics: list[str]


class RoutingReport(BaseModel):
    examples: int
    first: float
    first_two: float
    named: float
    languages: dict[str, float]
    outcomes: list[RoutingOutcome]


def evaluate_routing(file: Path, guess: Callable[[RoutingExample], tuple[Sequence[str], bool]]) -> RoutingReport:
    """How often the guessed topics are right. `guess` gives them, likeliest first, and whether somebody was named.

    Raises BadExample, or OSError when the file can't be read.
    """
    outcomes = []
    for example in read_lines(file, RoutingExample):
        topics, named = guess(example)
        outcomes.append(
            RoutingOutcome(
                id=example.id,
                lang=example.lang,
                right=bool(topics) and topics[0] in example.topics,
                in_first_two=any(topic in example.topics for topic in topics[:2]),
                named=named,
                topics=list(topics),
            )
        )
    if not outcomes:
        raise BadExample("There is no example.")
    return RoutingReport(
        examples=len(outcomes),
        first=_share(each.right for each in outcomes),
        first_two=_share(each.in_first_two for each in outcomes),
        named=_share(each.named for each in outcomes),
        languages={
            language: _share(each.right for each in outcomes if each.lang == language)
            for language in sorted({each.lang for each in outcomes})
        },
        outcomes=outcomes,
    )


class Span(BaseModel):
    start: int
    end: int
    type: str


class PersonalExample(BaseModel):
    """A text with its personal data marked; none when there is none."""

    id: str
    text: str
    spans: list[Span] = []


class TypeReport(BaseModel):
    """How much of what there is was found, and how much of what was found is there."""

    there: int
    found: int
    recall: float
    precision: float


class PersonalReport(BaseModel):
    all: TypeReport
    types: dict[str, TypeReport]
    missed: list[str]
    """What was not found, or wrongly, by the id of its example."""


def evaluate_personal_data(file: Path) -> PersonalReport:
    """Find the personal data in every example. Raises BadExample, or OSError when the file can't be read."""
    there: set[tuple[str, int, int, str]] = set()
    found: set[tuple[str, int, int, str]] = set()
    for example in read_lines(file, PersonalExample):
        there |= {(example.id, span.start, span.end, span.type) for span in example.spans}
        found |= {(example.id, each.start, each.end, each.type) for each in personal_data.find(example.text)}
    types = sorted({kind for *_, kind in there | found})
    return PersonalReport(
        all=_type_report(there, found),
        types={
            kind: _type_report({each for each in there if each[3] == kind}, {each for each in found if each[3] == kind})
            for kind in types
        },
        missed=sorted({each[0] for each in there ^ found}),
    )


def _type_report(there: set[tuple[str, int, int, str]], found: set[tuple[str, int, int, str]]) -> TypeReport:
    right = len(there & found)
    return TypeReport(
        there=len(there),
        found=len(found),
        recall=round(right / len(there), 4) if there else 1.0,
        precision=round(right / len(found), 4) if found else 1.0,
    )


def _share(truths: Iterable[bool]) -> float:
    found = list(truths)
    return round(sum(found) / len(found), 4) if found else 0.0
