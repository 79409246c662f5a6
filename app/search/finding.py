"""Finding: the one way into search. A question goes in, with who asks; findings come out, or hand over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.search import decision as deciding
from app.search.decision import Decision
from app.search.engine import Index, Snapshot
from app.search.passages import Passage, best_passage
from app.search.ranking import Ranked, rank
from app.search.understanding import LONGEST_QUESTION, Question, understand

MOST_TOPICS = 3
TOPICS_FROM_FIRST = 5
KINDS_BESIDE = frozenset({"supplement", "note"})
"""Kinds that stand beside an article: with one in its group, the article gives the title."""


@dataclass(frozen=True)
class TopicGuess:
    slug: str
    confidence: float


@dataclass(frozen=True)
class Hit:
    """One found group, in the reader's language when it has a text in it; `language` is the language of the text.

    `passage` is plain text: escape it, and set `passage_marks` (start, end) in <mark>. `score` is 0..1 of the ideal.
    """

    group: str
    kind: str
    slug: str
    language: str
    owner: int
    topic: str
    score: float
    title: str
    summary: str
    passage_anchor: str
    passage: str
    passage_marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Findings:
    """What was found. `language` is the one the question seems to be in; `showing_for` the question with misspelt
    words corrected, when there were any; `hits` are filled whatever the decision, best first."""

    query: str
    language: str
    decision: Decision
    confidence: float
    showing_for: str | None
    topics: tuple[TopicGuess, ...]
    hits: tuple[Hit, ...]


def find(
    index: Index,
    text: str,
    *,
    language: str,
    owners: Collection[int],
    audience: str | None = None,
    topics: Collection[str] | None = None,
    limit: int = 10,
    remember: bool = True,
) -> Findings:
    """What the index holds for a text in any language, for a reader whose page is in `language`.

    Only documents of `owners` are found, named in corrections or counted on; with `topics`, only those of them are
    found. Any text gets an answer; the first 4,000 characters count. The text is kept in memory for as long as its
    findings hold, so mask personal data before, or say not to `remember` it. Raises IndexUnusable without an index.
    """
    snapshot = index.snapshot()
    text = text[:LONGEST_QUESTION]
    topics = None if topics is None else frozenset(topics)
    if not remember:
        return _find(snapshot, text, language, owners, audience, topics, limit)
    key = (text, language, frozenset(owners), audience, topics, limit)
    found: Findings = snapshot.findings.get(
        key, lambda: _find(snapshot, text, language, owners, audience, topics, limit)
    )
    return found


def _find(
    snapshot: Snapshot,
    text: str,
    language: str,
    owners: Collection[int],
    audience: str | None,
    topics: Collection[str] | None,
    limit: int,
) -> Findings:
    visible = snapshot.visible(owners, topics)
    question = understand(snapshot, text, language, visible)
    ranked = rank(snapshot, question, visible, audience)
    confidence = deciding.confidence(deciding.signals(question, ranked))
    return Findings(
        query=text,
        language=question.language,
        decision=deciding.decide(confidence),
        confidence=confidence,
        showing_for=question.showing_for,
        topics=_topics(snapshot, ranked, confidence),
        hits=tuple(_hit(snapshot, question, found, visible, language) for found in ranked[: max(0, limit)]),
    )


def _topics(snapshot: Snapshot, ranked: Sequence[Ranked], confidence: float) -> tuple[TopicGuess, ...]:
    """The topics of the first results, the share of each in their squared scores, times the confidence."""
    shares: dict[str, float] = {}
    for found in ranked[:TOPICS_FROM_FIRST]:
        topic = snapshot.card(max(found.documents, key=found.documents.__getitem__)).topic
        shares[topic] = shares.get(topic, 0.0) + found.score**2
    total = sum(shares.values())
    guesses = [TopicGuess(topic, confidence * share / total) for topic, share in shares.items() if topic]
    return tuple(sorted(guesses, key=lambda guess: (-guess.confidence, guess.slug))[:MOST_TOPICS])


def _hit(snapshot: Snapshot, question: Question, found: Ranked, visible: Collection[int], language: str) -> Hit:
    members = [number for number in snapshot.members(found.group) if number in visible]
    shown = _in_best_language(snapshot, found, members, language)
    beside = [number for number in shown if snapshot.document(number).kind in KINDS_BESIDE]
    front = snapshot.document(next((number for number in shown if number not in beside), shown[0]))
    passage = _passage(snapshot, question, found, shown) or Passage("", front.summary)
    return Hit(
        group=found.group,
        kind=front.kind,
        slug=front.slug,
        language=front.language,
        owner=front.owner,
        topic=front.topic,
        score=found.score / question.ideal,
        title=front.title,
        summary=front.summary,
        passage_anchor=passage.anchor,
        passage=passage.text,
        passage_marks=passage.marks,
    )


def _in_best_language(snapshot: Snapshot, found: Ranked, members: Sequence[int], language: str) -> list[int]:
    """The documents of a group in the reader's language, else in that of its best one; the best first."""
    by_score = sorted(members, key=lambda number: (-found.documents.get(number, 0.0), number))
    own = [number for number in by_score if snapshot.card(number).language == language]
    best = snapshot.card(by_score[0]).language
    return own or [number for number in by_score if snapshot.card(number).language == best]


def _passage(snapshot: Snapshot, question: Question, found: Ranked, shown: Sequence[int]) -> Passage | None:
    """The passage of the first shown document that has sentences.

    Where none of them holds a word that was asked for, the section that does in the best document, perhaps in another
    language, leads there: anchors are equal in all languages.
    """
    best = max(found.documents, key=found.documents.__getitem__)
    elsewhere = _passage_of(snapshot, question, best, None)
    for number in shown:
        if passage := _passage_of(snapshot, question, number, elsewhere.anchor if elsewhere else None):
            return passage
    return None


def _passage_of(snapshot: Snapshot, question: Question, number: int, anchor: str | None) -> Passage | None:
    return best_passage(snapshot.sentences(number), question.terms(snapshot.card(number).language), anchor)
