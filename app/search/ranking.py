"""Scores what one reader may see for a question, in two ways that are added up:

- by words (BM25): for each word, a group (an article in all its languages, with its supplements) scores what the best
  of its texts scores, so a Danish word in an English sentence counts in the Danish text;
- by grams (BM25 over four letters) of what stands in front of a text: inflections, compounds, slips of the finger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.core.analysis import fold
from app.search.columns import Numbers, Weights, grams_of, key
from app.search.documents import GAP
from app.search.understanding import Question
from app.search.view import View, unseen

IN_FRONT = 0.42
"""Of a word's score, the share of what stands in front of a text."""

LAST_RESORT = 1000
"""Which text of a group is the best, words say; grams only where there is no word."""

ALIKE = 0.05
"""A group that holds no word of the question has to hold this much of its grams: “kitesurfing” is no “parking”."""

ASKED_SHARE = 0.8
"""What the questions of a topic that no text answers count beside its texts: all together, and the nearest once more
(.6 to .8 is flat)."""

LEANING = 0.025
"""What the words of a question, each by itself, count where texts of several topics fit it (.02 to .03 is flat)."""

TRUSTED_FROM = 5
"""How often a word must stand in front of texts for half of what it tells of their topic to count (2 to 10 is flat)."""

FIRST_BY = 0.01
"""How far a text that is asked for in just its own words stands before the next."""

OTHER_AUDIENCE = 0.85
"""What a text for another audience keeps of its score: a hint, no filter, for people know little of our audiences."""


@dataclass(frozen=True)
class Ranked:
    """A group with its score and the two that it is the sum of, each 0..1 of what a perfect text would have.

    `coverage` is how much of what the question tells the group holds; `rows` are its documents, each with its score.
    `asked_so` is true when the question is, word for word, a title or phrasing of this group alone.
    """

    group: int
    score: float
    by_words: float
    by_grams: float
    coverage: float
    rows: Mapping[int, float]
    topic: str = ""
    asked_so: bool = False


@dataclass(frozen=True)
class Ranking:
    """The groups that hold something of a question, best first; the nearest known gap; and a score for each topic."""

    groups: tuple[Ranked, ...] = ()
    gap: Ranked | None = None
    topics: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Scores:
    """What each group scores for a question, as in `Ranked`, whether it may be shown or not; `rows` by document;
    `leanings` says how much its words lean to each topic; `asked_so` is the group that is asked for in just these
    words."""

    view: View
    total: Weights
    by_words: Weights
    by_grams: Weights
    coverage: Weights
    rows: Weights
    leanings: Weights
    asked_so: int | None = None

    def rank(self, kinds: frozenset[str] | None = None, most: int = 10) -> Ranking:
        """The `most` best groups; of these kinds only, when there are any."""
        view = self.view
        shown = view.may_be_shown if kinds is None else np.isin(view.kinds, list(kinds))
        gaps = _first(np.where(view.kinds == GAP, self.total, 0.0), 1).tolist()
        return Ranking(
            tuple(map(self._ranked, _first(np.where(shown, self.total, 0.0), most).tolist())),
            self._ranked(gaps[0]) if gaps else None,
            self._topics(),
        )

    def _topics(self) -> dict[str, float]:
        """What the topics score: as their texts do, and less the further the words of the question lean elsewhere."""
        kept = np.exp(LEANING * (self.leanings - self.leanings.max(initial=0.0))).tolist()
        by_texts = [self._of_topic(*groups) for groups in self.view.by_topic.values()]
        return {
            topic: score * keeps
            for topic, score, keeps in zip(self.view.by_topic, by_texts, kept, strict=True)
            if score
        }

    def _ranked(self, group: int) -> Ranked:
        return Ranked(
            group=group,
            score=float(self.total[group]),
            by_words=float(self.by_words[group]),
            by_grams=float(self.by_grams[group]),
            coverage=float(self.coverage[group]),
            rows={row: float(self.rows[row]) for row in self.view.members(group)},
            topic=str(self.view.topics[group]),
            asked_so=group == self.asked_so,
        )

    def _of_topic(self, texts: Numbers, asked: Numbers, gaps: Numbers) -> float:
        """What the best text of a topic scores, and a share of what its questions without a text do."""
        of_text, of_asked, of_gap = (float(self.total[groups].max(initial=0.0)) for groups in (texts, asked, gaps))
        return of_text + ASKED_SHARE * (of_asked + of_gap)


def score(
    view: View, question: Question, *, audience: str | None = None, topics: frozenset[str] | None = None
) -> Scores:
    """What all groups score for a question; with `topics`, only those of them score anything."""
    if not view.groups:
        nothing = np.zeros(0)
        return Scores(view, nothing, nothing, nothing, nothing, nothing, nothing)
    words, ideal = _by_words(view, question), question.ideal or 1.0
    best = np.maximum.reduceat(words[:, view.by_group], view.group_starts, axis=1)
    by_words = best.sum(axis=0) / ideal
    grams = _by_grams(view, question)
    by_grams = np.maximum.reduceat(grams[view.by_group], view.group_starts)
    total = np.where((by_words > 0) | (by_grams > ALIKE), by_words + by_grams, 0.0)
    if topics is not None:
        total *= np.isin(view.topics, list(topics))
    if audience is not None:
        total *= np.where(view.is_for(audience), 1.0, OTHER_AUDIENCE)
    asked_so = _asked_so(view, question, total)
    if asked_so is not None:
        total[asked_so] = total.max() + FIRST_BY
    return Scores(
        view=view,
        total=total,
        by_words=by_words,
        by_grams=by_grams,
        coverage=np.array([word.importance for word in question.words]) @ (best > 0) / ideal,
        rows=words.sum(axis=0) / ideal + grams / LAST_RESORT,
        leanings=_leanings(view, question),
        asked_so=asked_so,
    )


def _asked_so(view: View, question: Question, total: Weights) -> int | None:
    """The only text, or else the only known gap, that is asked for in just these words."""
    groups = view.asked_so(token.text for token in question.tokens)
    scoring = groups[total[groups] > 0]
    texts, gaps = scoring[view.may_be_shown[scoring]], scoring[view.kinds[scoring] == GAP]
    only = texts if len(texts) else gaps
    return int(only[0]) if len(only) == 1 else None


def _first(scores: Weights, most: int) -> npt.NDArray[np.int64]:
    """The places of the highest scores above nothing, best first; of equals the first."""
    likely = np.sort(np.argpartition(-scores, most)[:most]) if len(scores) > most else np.arange(len(scores))
    order = likely[np.argsort(-scores[likely], kind="stable")]
    return order[scores[order] > 0]


def _by_words(view: View, question: Question) -> Weights:
    """What each row scores for each word."""
    names, word_of, weights = [], [], []
    for at, word in enumerate(question.words):
        for language, reading in word.readings.items():
            sure = question.weight(language) * reading.sureness
            for term, weight in reading.terms:
                names.append(key(language, term))
                word_of.append(at)
                weights.append(weight * sure)
    wanted, of, weighed = np.array(names, np.bytes_), np.array(word_of, np.int64), np.array(weights)
    found = np.zeros((len(question.words), len(view.cards)))
    if not names:
        return found
    for part in view.parts:
        size = len(part.block.numbers)
        mine = found[:, part.shift : part.shift + size]
        for searched, share in ((part.front, IN_FRONT), (part.body, 1 - IN_FRONT)):
            places, there = searched.postings.places(wanted)
            places = places[there]
            which, rows, counts = searched.postings.gather(places)
            worth = (weighed[there] * searched.idf[places] * share)[which] * counts / (counts + searched.norms[rows])
            sums = np.bincount(of[there][which] * size + rows, worth, minlength=len(question.words) * size)
            mine += sums.reshape(-1, size)
        mine *= part.alive
    return found


def _leanings(view: View, question: Question) -> Weights:
    """How much the words of a question lean to each topic: each word votes for those in front of whose texts it stands,
    by the share that each has of it, and the more the more telling it is."""
    told = [
        (key(language, term), language, weight * question.weight(language) * reading.sureness * reading.idf)
        for word in question.words
        for language, reading in word.readings.items()
        for term, weight in reading.terms
    ]
    topics = len(view.by_topic)
    if not told or not topics:
        return np.zeros(topics)
    names, languages, weights = zip(*told, strict=True)
    wanted, held = np.array(names, np.bytes_), np.zeros((len(names), topics + 1))
    for part in view.parts:
        places, there = part.front.postings.places(wanted)
        which, rows, counts = part.front.postings.gather(places[there])
        of_topic = np.flatnonzero(there)[which] * (topics + 1) + view.topic_of[part.shift + rows]
        held += np.bincount(of_topic, counts, minlength=held.size).reshape(held.shape)
    stands = held[:, :-1] * np.array([view.topic_weights[language] for language in languages])
    leanings: Weights = np.array(weights) @ (stands / (stands.sum(axis=1, keepdims=True) + TRUSTED_FROM))
    return leanings


def _by_grams(view: View, question: Question) -> Weights:
    """What each row scores by the grams of the whole question, 0..1."""
    counted = Counter(gram for token in question.tokens for gram in grams_of(fold(token.text)))
    found = np.zeros(len(view.cards))
    if not counted or not view.languages:
        return found
    names = np.array([key(language, gram) for language in view.languages for gram in counted], np.bytes_)
    told = np.zeros(len(names))
    for part in view.parts:
        places, there = part.block.grams.places(names)
        told[there] = part.grams.idf[places[there]]
    unknown = [unseen(view.sizes[language]) for language in view.languages]
    by_language = told.reshape(len(view.languages), -1)
    ideals = np.where(by_language > 0, by_language, np.array(unknown)[:, None]).sum(axis=1)
    share = np.array([question.weight(language) for language in view.languages]) / ideals
    weighed = (by_language * share[:, None]).ravel()
    for part in view.parts:
        grams, size = part.block.grams, len(part.block.numbers)
        places, there = grams.places(names)
        which, rows, counts = grams.gather(places[there])
        worth = weighed[there][which] * counts / (counts + part.grams.norms[rows])
        found[part.shift : part.shift + size] = np.bincount(rows, worth, minlength=size) * part.alive
    return found
