"""What one reader may see of the index: the documents of her owners, and statistics of these alone.

Nothing else is found, counted, split or corrected by, so no other municipality's words show through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from app.core.analysis import Splitter, TermsOf, analysis_for
from app.search.columns import Block, Bytes, Card, Numbers, Postings, Weights, digest_of
from app.search.documents import BESIDE, GAP, NEVER_SHOWN, READY_TEXT, TOPIC, Document
from app.search.engine import Memory, Segment, Snapshot
from app.search.glossary import Concept
from app.search.passages import Sentence, sentences
from app.search.spelling import Speller

K1 = {"front": 6.0, "body": 10.0, "grams": 8.0}
B = 0.75
"""BM25's usual k1 is 1.2. An article with fifty ways of asking and a thousand words says many things once in passing;
what it says again and again is its subject (measured: .03 more first results right than with 2)."""

TELLS_NO_TOPIC = frozenset({GAP, READY_TEXT})
"""Kinds whose words tell nothing of a topic: those of a gap stand with its topic's other questions already."""

REMEMBERED_SENTENCES = 1024
REMEMBERED_WORDS = 5_000


@dataclass(frozen=True)
class Field:
    """Postings in a view: by key, how telling it is (`idf`); by row, what BM25 adds below the line (`norms`)."""

    postings: Postings
    idf: Weights
    norms: Weights


@dataclass(frozen=True)
class Part:
    """A block in a view. Its row r is the view's row `shift` + r and Whoosh's document `base` + numbers[r]."""

    block: Block
    base: int
    shift: int
    alive: npt.NDArray[np.bool_]
    front: Field
    body: Field
    grams: Field


def view(snapshot: Snapshot, owners: Collection[int]) -> View:
    """What a reader of these owners' documents may see; made once for each generation of the index."""
    key = frozenset(owners)
    found: View = snapshot.kept.get(("view", key), lambda: View(snapshot, key))
    return found


class View:
    """The documents of some owners, in rows; `languages` are theirs."""

    def __init__(self, snapshot: Snapshot, owners: frozenset[int]) -> None:
        self._snapshot = snapshot
        seen = [(segment, block) for segment in snapshot.segments for block in segment.blocks if block.owner in owners]
        alive = [segment.alive(block) for segment, block in seen]
        cards = [card for _, block in seen for card in block.cards]
        self.cards: Sequence[Card] = cards
        self.alive: npt.NDArray[np.bool_] = np.concatenate([*alive, np.zeros(0, np.bool_)])
        self.sizes = Counter(
            card.language
            for card, lives in zip(cards, self.alive, strict=True)
            if lives and card.kind not in NEVER_SHOWN
        )
        self.languages = tuple(sorted(self.sizes))
        self.parts = tuple(self._parts(seen, alive))
        groups = {card.group: None for card in cards}
        self.groups = tuple(groups)
        number = {group: at for at, group in enumerate(self.groups)}
        self.group_of: Numbers = np.array([number[card.group] for card in cards], np.int64)
        self.by_group: Numbers = np.argsort(self.group_of, kind="stable")
        self.group_starts: Numbers = np.searchsorted(self.group_of[self.by_group], np.arange(len(self.groups)))
        self._sentences: Memory[int, tuple[Sentence, ...]] = Memory(REMEMBERED_SENTENCES)
        self.words: Memory[tuple[str, tuple[str, ...]], Mapping[str, Any]] = Memory(REMEMBERED_WORDS)
        self.nearest: Memory[str, list[tuple[str, int, str]]] = Memory(REMEMBERED_WORDS)
        self.heads: Memory[tuple[Concept, str], Mapping[str, float]] = Memory(REMEMBERED_WORDS)
        self._is_for: dict[str, npt.NDArray[np.bool_]] = {}
        self._terms_of: dict[str, TermsOf] = {}
        self._splitters: dict[str, Splitter | None] = {}
        self.telling_most = max(map(unseen, self.sizes.values()), default=1.0)

    def _parts(self, seen: Sequence[tuple[Segment, Block]], alive: Sequence[npt.NDArray[np.bool_]]) -> Iterable[Part]:
        rows = [np.array([f"{card.kind} {card.language}" for card in block.cards]) for _, block in seen]
        counted = [
            lives & np.array([card.kind not in NEVER_SHOWN for card in block.cards], np.bool_)
            for (_, block), lives in zip(seen, alive, strict=True)
        ]
        fields = {}
        for name, k1 in K1.items():
            postings = [getattr(block, name) for _, block in seen]
            idfs, norms = _idfs(postings, alive, counted, self.sizes), _norms(postings, alive, rows, k1)
            fields[name] = [Field(*each) for each in zip(postings, idfs, norms, strict=True)]
        shift = 0
        for at, (segment, block) in enumerate(seen):
            yield Part(block, segment.base, shift, alive[at], **{name: fields[name][at] for name in K1})
            shift += len(block.numbers)

    def members(self, group: int) -> list[int]:
        """The rows of the documents that are found together."""
        start = self.group_starts[group]
        end = self.group_starts[group + 1] if group + 1 < len(self.groups) else len(self.by_group)
        rows: list[int] = self.by_group[start:end].tolist()
        return [row for row in rows if self.alive[row]]

    @cached_property
    def kinds(self) -> npt.NDArray[np.str_]:
        """The kind of each group."""
        found = [self.cards[row].kind for row in self.by_group[self.group_starts]]
        for row in self.by_group.tolist():
            if self.cards[row].kind not in BESIDE:
                found[self.group_of[row]] = self.cards[row].kind
        return np.array(found, np.str_)

    @cached_property
    def may_be_shown(self) -> npt.NDArray[np.bool_]:
        """Which groups are texts, and not only what is asked."""
        return ~np.isin(self.kinds, list(NEVER_SHOWN))

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Numbers, Numbers, Numbers]]:
        """For each topic, the groups that are texts, and those of its questions that no text answers: all together, and
        one by one."""
        return {
            topic: (
                np.flatnonzero((self.topics == topic) & self.may_be_shown & (self.kinds != READY_TEXT)),
                np.flatnonzero((self.topics == topic) & (self.kinds == TOPIC)),
                np.flatnonzero((self.topics == topic) & (self.kinds == GAP)),
            )
            for topic in np.unique(self.topics).tolist()
            if topic
        }

    @cached_property
    def topic_of(self) -> Numbers:
        """For each row, the place of its topic in `by_topic`, or the one after the last: a row that tells of none."""
        places = {topic: at for at, topic in enumerate(self.by_topic)}
        tells = np.array([card.kind not in TELLS_NO_TOPIC for card in self.cards], np.bool_)
        found = np.array([places.get(card.topic, len(places)) for card in self.cards], np.int64)
        return np.where(self.alive & tells, found, len(places))

    @cached_property
    def topic_weights(self) -> Mapping[str, Weights]:
        """By language: for each topic, what a word in front of its texts counts. All topics have the same say, however
        much is written about them."""
        languages = np.array([card.language for card in self.cards], np.str_)
        lengths = np.concatenate([*(part.front.postings.lengths for part in self.parts), np.zeros(0)])
        found = {}
        for language in self.languages:
            written = np.bincount(self.topic_of, lengths * (languages == language), len(self.by_topic) + 1)[:-1]
            found[language] = np.divide(written.mean(), written, out=np.zeros_like(written), where=written > 0)
        return found

    @cached_property
    def topics(self) -> npt.NDArray[np.str_]:
        """The topic of each group; empty for what has none."""
        return np.array([self.cards[row].topic for row in self.by_group[self.group_starts]], np.str_)

    def is_for(self, audience: str) -> npt.NDArray[np.bool_]:
        """Which groups have a text for this audience; one that names none is for everybody."""
        if audience not in self._is_for:
            fits = np.array([not card.audiences or audience in card.audiences for card in self.cards])
            self._is_for[audience] = np.maximum.reduceat((fits & self.alive)[self.by_group], self.group_starts)
        return self._is_for[audience]

    def owner(self, row: int) -> int:
        return self._part(row).block.owner

    def document(self, row: int) -> Document:
        part = self._part(row)
        return self._snapshot.document(part.base + int(part.block.numbers[row - part.shift]))

    def sentences(self, row: int) -> tuple[Sentence, ...]:
        """The sentences of a document with their index terms."""
        return self._sentences.get(row, lambda: sentences(self.document(row), self.terms_of(self.cards[row].language)))

    def idfs(self, names: Sequence[bytes]) -> Weights:
        """How telling each of these keys is; 0 for those that no document holds."""
        wanted = np.array(names, np.bytes_)
        found = np.full(len(names), np.inf)
        for part in self.parts:
            for field in (part.front, part.body):
                at, there = field.postings.places(wanted)
                told = field.idf[at[there]]
                found[there] = np.minimum(found[there], np.where(told > 0, told, np.inf))
        return np.where(np.isfinite(found), found, 0.0)

    def writes(self, names: Sequence[bytes]) -> npt.NDArray[np.bool_]:
        """Which of these keys are words as somebody wrote them."""
        wanted = np.array(names, np.bytes_)
        found = np.zeros(len(names), np.bool_)
        for part in self.parts:
            words = part.block.words
            if len(words):
                at = np.minimum(np.searchsorted(words, wanted), len(words) - 1)
                found |= words[at] == wanted
        return found

    def asked_so(self, words: Iterable[str]) -> Numbers:
        """The groups with a text whose title or phrasing is just these words."""
        wanted = np.uint64(digest_of(words))
        rows = [np.zeros(0, np.int64)]
        for part in self.parts:
            start, end = np.searchsorted(part.block.asked, wanted), np.searchsorted(part.block.asked, wanted, "right")
            found = part.block.asked_rows[start:end]
            rows.append(found[part.alive[found]].astype(np.int64) + part.shift)
        groups: Numbers = np.unique(self.group_of[np.concatenate(rows)])
        return groups

    def spellers(self, language: str) -> list[Speller]:
        """Who knows the nearest word of a language."""
        return [part.block.spellers[language] for part in self.parts if language in part.block.spellers]

    def splitter(self, language: str) -> Splitter | None:
        """Takes compounds apart into words of these documents."""
        if language not in self._splitters:
            words = _AnyOf([part.block.folded(language) for part in self.parts])
            self._splitters[language] = analysis_for(language).splitter(words)
        return self._splitters[language]

    def terms_of(self, language: str) -> TermsOf:
        """Gives the index terms of words in these documents."""
        if language not in self._terms_of:
            self._terms_of[language] = TermsOf(analysis_for(language), self.splitter(language))
        return self._terms_of[language]

    def _part(self, row: int) -> Part:
        return next(part for part in reversed(self.parts) if part.shift <= row)


class _AnyOf(Container[str]):
    """What is in any of these sets."""

    def __init__(self, sets: Sequence[Set[str]]) -> None:
        self._sets = sets

    def __contains__(self, word: object) -> bool:
        return any(word in each for each in self._sets)


def idf(holding: Weights, size: Weights) -> Weights:
    """How much a term tells that `holding` of `size` documents hold; never below zero (as in Lucene's BM25)."""
    return np.log(1 + (size - holding + 0.5) / (holding + 0.5))


def unseen(size: int) -> float:
    """How much a term tells that none of `size` documents holds."""
    return log(1 + (size + 0.5) / 0.5)


def _idfs(
    fields: Sequence[Postings],
    alive: Sequence[npt.NDArray[np.bool_]],
    counted: Sequence[npt.NDArray[np.bool_]],
    sizes: Mapping[str, int],
) -> list[Weights]:
    """For each block, how telling its keys are in all of them together; 0 where none that lives has the key.

    Only rows that are `counted` make a word common: what we have no text about does not change what texts are about.
    """
    own = [_holding(field, rows) for field, rows in zip(fields, counted, strict=True)]
    found = []
    for at, field in enumerate(fields):
        holding = own[at].copy()
        for other, counts in enumerate(own):
            if other != at:
                places, there = fields[other].places(field.keys)
                holding[there] += counts[places[there]]
        telling = idf(holding, _sizes_by_key(field.keys, sizes))
        found.append(np.where((holding > 0) | (_holding(field, alive[at]) > 0), telling, 0.0))
    return found


def _holding(field: Postings, rows: npt.NDArray[np.bool_]) -> Weights:
    """How many of these rows hold each key."""
    if rows.all():
        return field.frequencies.astype(np.float64)
    which = np.repeat(np.arange(len(field.keys)), field.frequencies)
    return np.bincount(which[rows[field.rows]], minlength=len(field.keys)).astype(np.float64)


def _sizes_by_key(keys: Bytes, sizes: Mapping[str, int]) -> Weights:
    """For each key, how many documents its language has: the keys are sorted by language."""
    found = np.ones(len(keys))
    for language, size in sizes.items():
        first, last = np.searchsorted(keys, np.array([f"{language}:", f"{language};"], np.bytes_))
        found[first:last] = size
    return found


def _norms(
    fields: Sequence[Postings],
    alive: Sequence[npt.NDArray[np.bool_]],
    sorts: Sequence[npt.NDArray[np.str_]],
    k1: float,
) -> list[Weights]:
    """For each block, what BM25 adds to a row's frequencies: a text that is long for its sort needs more."""
    lengths = np.concatenate([*(field.lengths for field in fields), np.zeros(0)])
    living = np.concatenate([*alive, np.zeros(0, np.bool_)])
    sort_of = np.concatenate([*sorts, np.zeros(0, "U1")])
    averages = np.ones(len(lengths))
    for sort in np.unique(sort_of):
        mine = sort_of == sort
        averages[mine] = max(1.0, lengths[mine & living].mean()) if (mine & living).any() else 1.0
    norms = k1 * (1 - B + B * lengths / averages)
    ends = np.cumsum([len(field.lengths) for field in fields])
    return np.split(norms, ends[:-1]) if len(fields) else []
