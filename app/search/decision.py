"""Can the first result answer the question? Three outcomes: answer, suggest, hand over."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from enum import StrEnum
from math import exp, log1p

from app.search.ranking import Ranking
from app.search.understanding import Question

BASE = -1.88
WEIGHTS = (-0.58, 2.79, 2.79, -2.85, 2.09, 0.21, -4.07, 7.40, 1.56, -1.49)
"""A logistic regression on whether the first result is right, in the order of `Signals`; `bench/calibrate` fits it anew
and prints these lines."""

ASKED_SO = 0.95
"""How sure it is that a question which is, word for word, a phrasing of one text asks for it (measured: 63 of 64)."""


class Decision(StrEnum):
    """answer: show the passage of the first result as the answer. suggest: show the list. hand_over: nothing fits."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    HAND_OVER = "hand_over"


@dataclass(frozen=True)
class Signals:
    """What tells a result that answers from one that merely shares words."""

    by_words: float = 0.0
    by_grams: float = 0.0
    coverage: float = 0.0
    """how much of what the question tells the first result holds; all three 0..1"""
    lead: float = 0.0
    """how far the first result's score is above the best of what competes with it: the second, or a known gap"""
    length: float = 0.0
    """the logarithm of 1 and the number of telling words"""
    unknown: float = 0.0
    """how much of what the question tells no text holds as it was typed, 0..1"""
    gap: float = 0.0
    """the score of the nearest known gap, in first results"""
    relative_lead: float = 0.0
    """the lead, in first results"""
    topic_lead: float = 0.0
    """how far the topic of the first result is above the best other topic of the text"""
    wordiness: float = 0.0
    """the logarithm of 1 and the number of all words: who tells much beside the point is less surely understood"""


def signals(question: Question, ranking: Ranking) -> Signals:
    if not ranking.groups:
        return Signals()
    first = ranking.groups[0]
    gap = ranking.gap.score if ranking.gap else 0.0
    second = ranking.groups[1].score if len(ranking.groups) > 1 else 0.0
    lead = first.score - max(second, gap)
    others = max((score for topic, score in ranking.topics.items() if topic != first.topic), default=0.0)
    strange = sum(word.importance for word in question.words if not word.readings or word.corrected)
    return Signals(
        by_words=first.by_words,
        by_grams=first.by_grams,
        coverage=first.coverage,
        lead=lead,
        length=log1p(len(question.words)),
        unknown=strange / (question.ideal or 1.0),
        gap=gap / first.score,
        relative_lead=lead / first.score,
        topic_lead=ranking.topics.get(first.topic, 0.0) - others,
        wordiness=log1p(len(question.tokens)),
    )


def how_sure(question: Question, ranking: Ranking) -> float:
    """How likely the first result answers, 0..1. What an editor wrote as a way to ask for a text asks for it, and what
    she wrote for a known gap has no answer."""
    sure = confidence(signals(question, ranking))
    if ranking.groups and ranking.groups[0].asked_so:
        return max(sure, ASKED_SO)
    return min(sure, 1 - ASKED_SO) if ranking.gap and ranking.gap.asked_so else sure


def confidence(seen: Signals) -> float:
    """How likely the first result answers, 0..1; 0 when nothing was found."""
    if not seen.by_words and not seen.by_grams:
        return 0.0
    values = astuple(seen)
    return 1 / (1 + exp(-(BASE + sum(w * v for w, v in zip(WEIGHTS, values, strict=True)))))


@dataclass(frozen=True)
class Bounds:
    """From which confidence the first result is shown as the answer, and below which nothing fits; each 0..1."""

    answer_from: float
    suggest_from: float

    @classmethod
    def of(cls, answer_from: float | None, suggest_from: float | None) -> Bounds:
        """These bounds; the measured ones where none is given."""
        return cls(
            MEASURED.answer_from if answer_from is None else answer_from,
            MEASURED.suggest_from if suggest_from is None else suggest_from,
        )

    def decide(self, confident: float) -> Decision:
        if confident >= self.answer_from:
            return Decision.ANSWER
        return Decision.SUGGEST if confident >= self.suggest_from else Decision.HAND_OVER


MEASURED = Bounds(answer_from=0.81, suggest_from=0.34)
