"""Finding: the one way into search. A question goes in, with who asks; findings come out, or hand over."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from app.core.analysis import clean, fold, tokens
from app.search import decision as deciding
from app.search.decision import MEASURED, Bounds, Decision
from app.search.documents import BESIDE
from app.search.engine import Index, Snapshot
from app.search.glossary import Glossary
from app.search.passages import Passage, best_passage
from app.search.ranking import Ranked, Scores, score
from app.search.understanding import LONGEST_QUESTION, Question, understand
from app.search.view import View, view

MOST_TOPICS = 3
COMPARED = 2
"""Results that the decision looks at."""

TOPIC_SHARPNESS = 6
"""A topic's share is its score to this power: what scores a tenth less is half as likely."""

CLEARLY_LIKELIER = 1.5
"""A topic is chosen for somebody from this many times the next one's confidence (measured: right in .89 of such cases,
and in .55 of others)."""

KNOWN_FROM = 0.4
"""The score from which a text surely is about something that we know."""


@dataclass(frozen=True)
class TopicGuess:
    slug: str
    confidence: float


NO_TOPIC = TopicGuess("", 0.0)


@dataclass(frozen=True)
class Explained:
    """A word of the question that is none of the reader's language, as it was typed, and what it means in hers."""

    word: str
    language: str
    meaning: str


@dataclass(frozen=True)
class Hit:
    """One found group, in the reader's language when it has a text in it; `language` is the language of the text.

    `score` is 0..1 of the ideal, `coverage` how much of what the question tells the group holds. Summary and passage
    are looked up when they are asked for.
    """

    group: str
    kind: str
    slug: str
    language: str
    owner: int
    topic: str
    score: float
    coverage: float
    title: str
    _shown: tuple[int, ...] = field(repr=False, compare=False)
    _best: int = field(repr=False, compare=False)
    _audience: str | None = field(repr=False, compare=False)
    _question: Question = field(repr=False, compare=False)
    _view: View = field(repr=False, compare=False)

    @cached_property
    def summary(self) -> str:
        return self._view.document(self._shown[0]).summary

    @property
    def passage(self) -> Passage:
        """The part of the text that says most about the question; plain text: escape it, and set its marks in <mark>.

        Where none of the shown texts holds a word that was asked for, the section that does in the best one, perhaps
        in another language, leads there: anchors are equal in all languages.
        """
        return self._said[1]

    @property
    def passage_kind(self) -> str:
        """The kind of the text that the passage is from, such as "article" or the "note" beside it."""
        return self._view.cards[self._said[0]].kind

    @cached_property
    def _said(self) -> tuple[int, Passage]:
        elsewhere = self._passage_of(self._best, None)
        for row in sorted(self._shown, key=lambda row: row != self._best):
            if passage := self._passage_of(row, elsewhere.anchor if elsewhere else None):
                return row, passage
        return self._shown[0], Passage("", self.summary)

    @cached_property
    def _by_title(self) -> bool:
        """Whether the question is just the title: that asks for the text from its beginning."""
        asked = [fold(token.text) for token in self._question.tokens]
        titles = {self.title, self._view.cards[self._best].title}
        return any(asked == [fold(token.text) for token in tokens(clean(title))] for title in titles)

    def _passage_of(self, row: int, anchor: str | None) -> Passage | None:
        asked = {} if self._by_title else self._question.terms(self._view.cards[row].language)
        return best_passage(self._view.sentences(row), asked, anchor, self._audience)


@dataclass(frozen=True)
class Findings:
    """What was found. `language` is the one the question seems to be in; `showing_for` the question with misspelt
    words corrected, when there were any; `hits` are filled whatever the decision, best first."""

    query: str
    language: str
    decision: Decision
    confidence: float
    showing_for: str | None
    explained: tuple[Explained, ...]
    topics: tuple[TopicGuess, ...]
    hits: tuple[Hit, ...]

    @property
    def topic(self) -> str:
        """The topic to choose for whoever goes on to ask; empty where it is better found from all that she writes."""
        first, second, *_ = (*self.topics, NO_TOPIC, NO_TOPIC)
        return first.slug if first.confidence >= second.confidence * CLEARLY_LIKELIER else ""


def find(
    index: Index,
    text: str,
    *,
    language: str,
    owners: Collection[int],
    audience: str | None = None,
    topics: Collection[str] | None = None,
    kinds: Collection[str] | None = None,
    glossary: Glossary | None = None,
    correct: bool = True,
    bounds: Bounds = MEASURED,
    limit: int = 10,
    remember: bool = True,
) -> Findings:
    """What the index holds for a text in any language, for a reader whose page is in `language`.

    Only documents of `owners` are found, named in corrections or counted on; with `topics` or `kinds`, only those of
    them are found. Misspelt words are read as their nearest known ones unless she wants it as she typed it (`correct`).
    Any text gets an answer; the first 4,000 characters count. The text is kept in memory for as long as its findings
    hold, so mask personal data before, or say not to `remember` it. Raises IndexUnusable without an index.
    """
    asked = _Asked(
        text[:LONGEST_QUESTION],
        language,
        frozenset(owners),
        audience,
        None if topics is None else frozenset(topics),
        glossary,
        correct,
    )
    wanted = _Wanted(None if kinds is None else frozenset(kinds), bounds, limit)
    snapshot = index.snapshot()
    if not remember:
        return _find(_look(snapshot, asked), asked, wanted)

    def make() -> Findings:
        looked: _Looked = snapshot.looked.get(asked, lambda: _look(snapshot, asked))
        return _find(looked, asked, wanted)

    found: Findings = snapshot.findings.get((asked, wanted), make)
    return found


class _Asked(NamedTuple):
    """All that scores depend on, besides the index."""

    text: str
    language: str
    owners: frozenset[int]
    audience: str | None
    topics: frozenset[str] | None
    glossary: Glossary | None
    correct: bool


class _Wanted(NamedTuple):
    """Which of what scores is shown, and as what."""

    kinds: frozenset[str] | None
    bounds: Bounds
    limit: int


class _Looked(NamedTuple):
    question: Question
    scores: Scores


def _look(snapshot: Snapshot, asked: _Asked) -> _Looked:
    seen = view(snapshot, asked.owners)
    question = understand(seen, asked.text, asked.language, asked.glossary, correct=asked.correct)
    return _Looked(question, score(seen, question, audience=asked.audience, topics=asked.topics))


def _find(looked: _Looked, asked: _Asked, wanted: _Wanted) -> Findings:
    question, scores = looked
    ranking = scores.rank(wanted.kinds, max(wanted.limit, COMPARED))
    sure = deciding.how_sure(question, ranking)
    return Findings(
        query=asked.text,
        language=question.language,
        decision=wanted.bounds.decide(sure),
        confidence=sure.first,
        showing_for=question.showing_for,
        explained=tuple(_explained(question, asked.language)),
        topics=_topics(ranking.topics),
        hits=tuple(_hit(scores.view, question, found, asked) for found in ranking.groups[: max(0, wanted.limit)]),
    )


def _explained(question: Question, language: str) -> Iterator[Explained]:
    """The words that another language has for things, with what they are in the reader's; each thing once."""
    for concept, first, last, languages in dict.fromkeys(question.named):
        meaning = concept.meaning.get(language)
        if meaning and language not in languages:
            start, end = question.tokens[first].start, question.tokens[last - 1].end
            yield Explained(question.text[start:end], sorted(languages)[0], meaning)


def _topics(scores: Mapping[str, float]) -> tuple[TopicGuess, ...]:
    """The likeliest topics; together they are at most as sure as it is that the text is about any of them."""
    best = max(scores.values(), default=0.0)
    if not best:
        return ()
    shares = {topic: (score / best) ** TOPIC_SHARPNESS for topic, score in scores.items()}
    sure = min(1.0, best / KNOWN_FROM) / sum(shares.values())
    guesses = [TopicGuess(topic, sure * share) for topic, share in shares.items()]
    return tuple(sorted(guesses, key=lambda guess: (-guess.confidence, guess.slug))[:MOST_TOPICS])


def _hit(view: View, question: Question, found: Ranked, asked: _Asked) -> Hit:
    shown = _in_best_language(view, found, asked.language)
    front = next((row for row in (*shown, *found.rows) if view.cards[row].kind not in BESIDE), shown[0])
    card = view.cards[front]
    return Hit(
        group=card.group,
        kind=card.kind,
        slug=card.slug,
        language=card.language,
        owner=view.owner(front),
        topic=card.topic,
        score=found.score / 2,
        coverage=found.coverage,
        title=card.title,
        _shown=(front, *(row for row in shown if row != front)),
        _best=max(found.rows, key=found.rows.__getitem__),
        _audience=asked.audience,
        _question=question,
        _view=view,
    )


def _in_best_language(view: View, found: Ranked, language: str) -> list[int]:
    """The documents of a group in the reader's language, else in that of its best one; the best first."""
    by_score = sorted(found.rows, key=lambda row: (-found.rows[row], row))
    own = [row for row in by_score if view.cards[row].language == language]
    best = view.cards[by_score[0]].language
    return own or [row for row in by_score if view.cards[row].language == best]
