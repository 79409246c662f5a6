"""Can the first result answer the question? Three outcomes: answer, suggest, hand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp

from app.search.ranking import Ranked
from app.search.understanding import Question

BASE = -2.5
PER_SCORE = 6.0
PER_COVERAGE = 0.5
PER_MARGIN = 8.0
"""A logistic regression on whether the first result is right: fitted to 71 labelled questions on the first 14 articles
(ranks a right first result over a wrong one in .96 of pairs, Brier .09) and to 201 on 50, most of them still stand-ins
(.91, .12), and set between the two. Fit it anew when the articles or the ranking have changed much."""

ANSWER_FROM = 0.6
"""From here nine of ten first results were right, and at most one in 25 unanswerable questions got an answer."""

SUGGEST_FROM = 0.25
"""Below here half of the questions or more had no answer at all."""


class Decision(StrEnum):
    """answer: show the passage of the first result as the answer. suggest: show the list. hand_over: nothing fits."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    HAND_OVER = "hand_over"


@dataclass(frozen=True)
class Signals:
    """What tells a result that answers from one that merely shares a word; each 0..1."""

    score: float
    """the first result's score over the ideal for this question"""
    coverage: float
    """the share of the question's words, weighed by how telling they are, that the first result holds"""
    margin: float
    """how far the second is behind the first, over the ideal too: a lone weak match has no great lead"""


def signals(question: Question, ranked: Sequence[Ranked]) -> Signals:
    if not ranked:
        return Signals(0.0, 0.0, 0.0)
    first, second = ranked[0], ranked[1].score if len(ranked) > 1 else 0.0
    return Signals(first.score / question.ideal, first.coverage, (first.score - second) / question.ideal)


def confidence(seen: Signals) -> float:
    """How likely the first result answers, 0..1; 0 when nothing was found."""
    if not seen.score:
        return 0.0
    return 1 / (1 + exp(-(BASE + PER_SCORE * seen.score + PER_COVERAGE * seen.coverage + PER_MARGIN * seen.margin)))


def decide(confident: float) -> Decision:
    if confident >= ANSWER_FROM:
        return Decision.ANSWER
    return Decision.SUGGEST if confident >= SUGGEST_FROM else Decision.HAND_OVER
