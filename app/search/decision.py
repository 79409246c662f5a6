"""Can the first result answer the question? Three outcomes: answer, suggest, hand over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import exp, log, log1p

from app.search.ranking import Ranking
from app.search.understanding import Question

ANSWERABLE = {"base": -2.37, "above_gap": 5.58, "coverage": 2.25, "topic_lead": 1.51, "words": -1.12}
"""A logistic regression on whether any text answers: what each of the `Signals` counts."""

FIRST = {"base": 8.60, "second": -10.88, "coverage": 2.10, "telling_words": 1.71, "words": -1.00}
"""One on whether the first result does, where any does; `bench/calibrate` fits both anew and prints these lines."""

BY_CHANCE = 0.065
"""What any text scores for most questions: known gaps count as if one of them scored this (.06 to .07 is flat)."""

ASKED_SO = 0.95
"""How sure it is that a question which is, word for word, a phrasing of one text asks for it (measured: 63 of 64)."""


class Decision(StrEnum):
    """answer: show the passage of the first result as the answer. suggest: show the list. hand_over: nothing fits."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    HAND_OVER = "hand_over"


@dataclass(frozen=True)
class Signals:
    """What tells a question that a text answers from one that merely shares words with it."""

    above_gap: float
    """how far the first result is above the nearest known gap: the logarithm of its score in gaps"""
    second: float
    """the score of the second result, in first ones"""
    coverage: float
    """how much of what the question tells the first result holds, 0..1"""
    topic_lead: float
    """how far the topic of the first result is above the best other topic of the text"""
    telling_words: float
    """the logarithm of 1 and the number of telling words"""
    words: float
    """the logarithm of 1 and the number of all words: who tells much beside the point is less surely understood"""


def signals(question: Question, ranking: Ranking) -> Signals:
    """The signals of a question for which something was found."""
    first, gap = ranking.groups[0], ranking.gap
    second = ranking.groups[1].score if len(ranking.groups) > 1 else 0.0
    others = max((score for topic, score in ranking.topics.items() if topic != first.topic), default=0.0)
    return Signals(
        above_gap=log(first.score / max(gap.score if gap else 0.0, BY_CHANCE)),
        second=second / first.score,
        coverage=first.coverage,
        topic_lead=ranking.topics.get(first.topic, 0.0) - others,
        telling_words=log1p(len(question.words)),
        words=log1p(len(question.tokens)),
    )


@dataclass(frozen=True)
class Sureness:
    """How likely any text answers, and how likely the first result does; each 0..1. Where two texts fit equally well,
    an answer is there, though neither may be it."""

    answerable: float = 0.0
    first: float = 0.0


def how_sure(question: Question, ranking: Ranking) -> Sureness:
    """What an editor wrote as a way to ask for a text asks for it, and what she wrote for a known gap has no answer."""
    if not ranking.groups:
        return Sureness()
    seen = signals(question, ranking)
    answerable = _likely(ANSWERABLE, seen)
    sure = Sureness(answerable, answerable * _likely(FIRST, seen))
    if ranking.groups[0].asked_so:
        return Sureness(max(sure.answerable, ASKED_SO), max(sure.first, ASKED_SO))
    if ranking.gap and ranking.gap.asked_so:
        return Sureness(min(sure.answerable, 1 - ASKED_SO), min(sure.first, 1 - ASKED_SO))
    return sure


def _likely(model: Mapping[str, float], seen: Signals) -> float:
    values = {"base": 1.0, **asdict(seen)}
    return 1 / (1 + exp(-sum(weight * values[name] for name, weight in model.items())))


@dataclass(frozen=True)
class Bounds:
    """How sure it must be of the first result to show it as the answer, and that any text answers, else nothing fits;
    each 0..1."""

    answer_from: float
    suggest_from: float

    @classmethod
    def of(cls, answer_from: float | None, suggest_from: float | None) -> Bounds:
        """These bounds; the measured ones where none is given."""
        return cls(
            MEASURED.answer_from if answer_from is None else answer_from,
            MEASURED.suggest_from if suggest_from is None else suggest_from,
        )

    def decide(self, sure: Sureness) -> Decision:
        if sure.first >= self.answer_from:
            return Decision.ANSWER
        return Decision.SUGGEST if sure.answerable >= self.suggest_from else Decision.HAND_OVER


MEASURED = Bounds(answer_from=0.81, suggest_from=0.5)
