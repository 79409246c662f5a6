"""Scores what an index holds for a question. A group (an article in all its languages, with its supplements) scores,
for each word, what the best of its texts scores; so a Danish word in an English sentence counts in the Danish text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nlargest

from app.search.engine import Snapshot
from app.search.understanding import AskedWord, Question

MOST_RANKED = 100

OTHER_AUDIENCE = 0.85
"""What a text for another audience keeps of its score: a hint, no filter, for people know little of our audiences."""


@dataclass(frozen=True)
class Ranked:
    """A group with its score. `coverage` (0..1) is how much of what the question tells it holds; `documents` are the
    numbers of its documents that hold something, each with its own score."""

    group: str
    score: float
    coverage: float
    documents: Mapping[int, float]


def rank(snapshot: Snapshot, question: Question, visible: frozenset[int], audience: str | None = None) -> list[Ranked]:
    """The groups whose visible documents hold a word of the question, best first, a hundred at most."""
    documents: dict[int, float] = {}
    groups: dict[str, float] = {}
    covered: dict[str, float] = {}
    for word in question.words:
        best: dict[str, tuple[float, int]] = {}
        for number, score in _score(snapshot, question, word, visible).items():
            documents[number] = documents.get(number, 0.0) + score
            group = snapshot.group(number)
            if group not in best or score > best[group][0]:
                best[group] = (score, number)
        for group, (score, number) in best.items():
            sureness = word.readings[snapshot.card(number).language].sureness
            groups[group] = groups.get(group, 0.0) + score
            covered[group] = covered.get(group, 0.0) + word.importance * sureness
    ranked = []
    for group in nlargest(MOST_RANKED, groups, key=groups.__getitem__):
        members = {number: documents[number] for number in snapshot.members(group) if number in documents}
        fit = 1.0 if audience is None or _is_for(snapshot, members, audience) else OTHER_AUDIENCE
        ranked.append(Ranked(group, groups[group] * fit, covered[group] / question.ideal, members))
    return sorted(ranked, key=lambda found: (-found.score, found.group))


def _score(snapshot: Snapshot, question: Question, word: AskedWord, visible: frozenset[int]) -> dict[int, float]:
    """What each document scores for one word."""
    scores: dict[int, float] = {}
    for language, reading in word.readings.items():
        factor = question.weight(language) * reading.sureness
        for term, weight in reading.terms:
            postings = snapshot.postings(language, term)
            if postings is None:
                continue
            worth = factor * weight * postings.idf
            for number, frequency in zip(postings.documents, postings.weights, strict=True):
                if number in visible:
                    scores[number] = scores.get(number, 0.0) + worth * frequency
    return scores


def _is_for(snapshot: Snapshot, members: Mapping[int, float], audience: str) -> bool:
    """Whether any of the documents is meant for this audience; one that names none is for everybody."""
    return any(not (meant := snapshot.card(number).audiences) or audience in meant for number in members)
