"""How good search is, measured on labelled examples: is the right article first, is what it says of itself true?

An example says which articles answer it (grade 2) or are related (grade 1); none means that no article does. A related
article counts as found, and for a `lenient` example without an answer a list of results is no fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, Field, ValidationError

from app.search.decision import Decision
from app.search.finding import Findings

LOOKED_AT = 10
"""Results that are looked at."""

BINS = 10


class Grade(BaseModel):
    slug: str
    grade: Annotated[int, Field(ge=1, le=2)] = 2


class Example(BaseModel):
    """A query with the articles that should be found. `lang` is da, en or de, `mixed` (two of them) or `other`."""

    id: str
    lang: str
    text: str
    kind: str = ""
    slugs: list[Grade] = []
    audience: str = ""
    lenient: bool = False

    @property
    def page_language(self) -> str:
        """The language of the page that it is asked from."""
        return "en" if self.lang in ("mixed", "other") else self.lang

    @property
    def answerable(self) -> bool:
        return bool(self.slugs)


Kind = TypeVar("Kind", bound=BaseModel)


class BadExample(ValueError):
    """A line that is no example; says which and why."""


def read_examples(file: Path) -> list[Example]:
    """The examples of a JSON Lines file. Raises BadExample, or OSError when the file can't be read."""
    return list(read_lines(file, Example))


def read_lines(file: Path, kind: type[Kind]) -> Iterator[Kind]:
    """Each line as one of these. Raises BadExample with the number of the first that isn't."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield kind.model_validate_json(line)
            except ValidationError as wrong:
                first = wrong.errors()[0]
                raise BadExample(f"Line {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


class Outcome(BaseModel):
    """What became of one example: the place (from 1) of the first article that answers or is related, if any."""

    id: str
    lang: str
    kind: str
    answerable: bool
    place: int | None
    right: bool
    ndcg: float
    decision: Decision
    confidence: float
    found: list[str]


def judge(example: Example, findings: Findings) -> Outcome:
    """Hold what was found against what should have been."""
    grades = {each.slug: each.grade for each in example.slugs}
    found = [hit.slug for hit in findings.hits[:LOOKED_AT]]
    place = next((at for at, slug in enumerate(found, 1) if slug in grades), None)
    return Outcome(
        id=example.id,
        lang=example.lang,
        kind=example.kind,
        answerable=example.answerable,
        place=place,
        right=place == 1,
        ndcg=_ndcg([grades.get(slug, 0) for slug in found], sorted(grades.values(), reverse=True)),
        decision=findings.decision,
        confidence=round(findings.confidence, 4),
        found=found[:3],
    )


def _ndcg(gained: Sequence[int], ideal: Sequence[int]) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002), gains 2^grade - 1."""

    def worth(grades: Iterable[int]) -> float:
        return sum((2.0**grade - 1) / log2(at + 1) for at, grade in enumerate(grades, 1))

    best = worth(ideal[:LOOKED_AT])
    return round(worth(gained) / best, 4) if best else 0.0


class Recall(BaseModel):
    """Of answerable examples: how often one of the first 1, 3, 10 results answers; the means of 1/place and nDCG."""

    examples: int
    at_1: float
    at_3: float
    at_10: float
    mrr: float
    ndcg: float


class Decisions(BaseModel):
    """Shares: of the answerable, and of the unanswerable, those that got an answer or were handed over; and of all that
    was shown as the answer, what was wrong."""

    answerable_answered: float
    answerable_handed_over: float
    unanswerable: int
    unanswerable_answered: float
    unanswerable_handed_over: float
    answers: int
    answers_wrong: float


class Bin(BaseModel):
    """Results with a confidence from `above` to the next bin: how many, how sure on average, how many were right."""

    above: float
    results: int
    confidence: float
    right: float


class Report(BaseModel):
    """The measures of a run, over all and by language and kind, with what became of each example."""

    all: Recall
    languages: dict[str, Recall]
    kinds: dict[str, Recall]
    decisions: Decisions
    decisions_by_language: dict[str, Decisions]
    reliability: list[Bin]
    outcomes: list[Outcome]


def evaluate(examples: Iterable[Example], search: Callable[[Example], Findings]) -> Report:
    """Search for every example and measure what comes of it. Raises BadExample when there are none."""
    outcomes = []
    lenient = set()
    for example in examples:
        outcomes.append(judge(example, search(example)))
        if example.lenient:
            lenient.add(example.id)
    if not outcomes:
        raise BadExample("There is no example.")
    answerable = [each for each in outcomes if each.answerable]
    return Report(
        all=_recall(answerable),
        languages={name: _recall(each) for name, each in _by(answerable, "lang")},
        kinds={name: _recall(each) for name, each in _by(answerable, "kind")},
        decisions=_decisions(outcomes, lenient),
        decisions_by_language={name: _decisions(each, lenient) for name, each in _by(outcomes, "lang")},
        reliability=list(_reliability(outcomes)),
        outcomes=outcomes,
    )


def _by(outcomes: Iterable[Outcome], name: str) -> Iterator[tuple[str, list[Outcome]]]:
    groups: dict[str, list[Outcome]] = {}
    for each in outcomes:
        groups.setdefault(getattr(each, name), []).append(each)
    yield from sorted(groups.items())


def _recall(outcomes: Sequence[Outcome]) -> Recall:
    def within(most: int) -> float:
        return _share(each.place is not None and each.place <= most for each in outcomes)

    return Recall(
        examples=len(outcomes),
        at_1=within(1),
        at_3=within(3),
        at_10=within(LOOKED_AT),
        mrr=_mean(1 / each.place if each.place else 0.0 for each in outcomes),
        ndcg=_mean(each.ndcg for each in outcomes),
    )


def _decisions(outcomes: Sequence[Outcome], lenient: set[str]) -> Decisions:
    answerable = [each for each in outcomes if each.answerable]
    others = [each for each in outcomes if not each.answerable]
    answers = [each for each in outcomes if each.decision == Decision.ANSWER]
    return Decisions(
        answerable_answered=_share(each.decision == Decision.ANSWER for each in answerable),
        answerable_handed_over=_share(each.decision == Decision.HAND_OVER for each in answerable),
        unanswerable=len(others),
        unanswerable_answered=_share(each.decision == Decision.ANSWER for each in others),
        unanswerable_handed_over=_share(
            each.decision == Decision.HAND_OVER or (each.id in lenient and each.decision == Decision.SUGGEST)
            for each in others
        ),
        answers=len(answers),
        answers_wrong=_share(not each.right for each in answers),
    )


def _reliability(outcomes: Sequence[Outcome]) -> Iterator[Bin]:
    """Is what we are 80 % sure of right in 80 of 100 cases?"""
    for at in range(BINS):
        mine = [each for each in outcomes if each.found and min(int(each.confidence * BINS), BINS - 1) == at]
        if mine:
            yield Bin(
                above=at / BINS,
                results=len(mine),
                confidence=_mean(each.confidence for each in mine),
                right=_share(each.right for each in mine),
            )


def _share(truths: Iterable[bool]) -> float:
    return _mean(map(float, truths))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else 0.0


@dataclass(frozen=True)
class Change:
    """An example whose right article stands at another place than in an earlier run (none: not found)."""

    id: str
    before: int | None
    now: int | None


def read_report(file: Path) -> Report:
    """The report that an earlier run wrote as JSON. Raises BadExample, or OSError when the file can't be read."""
    try:
        return Report.model_validate(json.loads(file.read_text("utf-8")))
    except ValueError:
        raise BadExample(f"{file.name} is no report of an earlier run (indgang evaluate --json).") from None


def changes(now: Report, before: Report) -> list[Change]:
    """What stands at another place now, what fell furthest first."""
    places = {each.id: each.place for each in before.outcomes}
    moved = [
        Change(each.id, places[each.id], each.place)
        for each in now.outcomes
        if each.id in places and each.place != places[each.id]
    ]
    return sorted(moved, key=lambda change: (_rank(change.before) - _rank(change.now), change.id))


def _rank(place: int | None) -> int:
    return place or LOOKED_AT + 1
