"""What a search reads of an index: one Whoosh segment as arrays, so that a whole question is scored at once.

Whoosh keeps the postings and is asked for them once, when a segment is new; walking through them in Python took 96 % of
a search. The arrays lie in a file beside the segment (`MAIN_….columns`, which Whoosh removes together with its
segment), are mapped into memory and never change; what was deleted since is masked by whoever reads them.

A segment is divided into blocks, one for each owner: a reader's search touches her own municipality's and the shared
texts, however many other municipalities there are.
"""

from __future__ import annotations

import json
import logging
import mmap
import os
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from whoosh.reading import IndexReader

from app.core.analysis import clean, fold, tokens
from app.search.documents import Document, from_json
from app.search.spelling import Speller
from app.search.writing import front_texts, written_words

log = logging.getLogger(__name__)

FORM = 3
"""Raise it with every change of what is kept in a file of columns; a file of another form is made anew."""

GRAM = 4
"""Characters of a gram. Of 3, 4, 5 and their mixtures on our own questions, 4 alone was as good as all together."""

MOST = 65535

Digests: TypeAlias = npt.NDArray[np.uint64]
Bytes: TypeAlias = npt.NDArray[np.bytes_]
Numbers: TypeAlias = npt.NDArray[np.int64]
Weights: TypeAlias = npt.NDArray[np.float64]


class Card(NamedTuple):
    """What ranking must know of a document without reading its text."""

    id: str
    group: str
    kind: str
    language: str
    edition: int
    slug: str
    title: str
    topic: str
    audiences: frozenset[str]


class Gathered(NamedTuple):
    """Postings of several keys, one after the other: `which` of the keys, the row that holds it, how often."""

    which: Numbers
    rows: Numbers
    counts: Weights


@dataclass(frozen=True)
class Postings:
    """Which rows hold which key. `keys` are sorted, "da:kørekort" in UTF-8; those of key k are at starts[k] to
    starts[k + 1]. `lengths` says how much each row holds in all."""

    keys: Bytes
    starts: npt.NDArray[np.int32]
    rows: npt.NDArray[np.int32]
    counts: npt.NDArray[np.uint16]
    lengths: npt.NDArray[np.float32]

    @cached_property
    def frequencies(self) -> npt.NDArray[np.int32]:
        """In how many rows each key is."""
        return np.diff(self.starts)

    def places(self, wanted: Bytes) -> tuple[Numbers, npt.NDArray[np.bool_]]:
        """Where these keys are, and which of them are there at all."""
        if not len(self.keys):
            return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return at, self.keys[at] == wanted

    def gather(self, places: Numbers) -> Gathered:
        """The postings of the keys at these places."""
        which, at = ranges(self.starts[places], self.starts[places + 1])
        return Gathered(which, self.rows[at].astype(np.int64), self.counts[at].astype(np.float64))


def ranges(starts: npt.NDArray[Any], ends: npt.NDArray[Any]) -> tuple[Numbers, Numbers]:
    """All numbers from each start to its end (exclusive), one range after the other, and which range each is of."""
    sizes = (ends - starts).astype(np.int64)
    which = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    before = np.cumsum(sizes) - sizes
    return which, np.arange(sizes.sum(), dtype=np.int64) + np.repeat(starts - before, sizes)


@dataclass(frozen=True)
class Block:
    """One owner's documents of one segment, in rows. `numbers` are Whoosh's own of the documents.

    `front` has the index terms of title, summary, headings and phrasings, `body` those below, `grams` the characters of
    what stands in front, all by language; `words` are the keys of the words as they are written. `asked` are the
    digests of titles and phrasings, sorted, each of the row in `asked_rows`.
    """

    owner: int
    numbers: npt.NDArray[np.int32]
    front: Postings
    body: Postings
    grams: Postings
    words: Bytes
    asked: Digests
    asked_rows: npt.NDArray[np.int32]
    cards_json: npt.NDArray[np.uint8]

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        return tuple(map(Card._make, _cards(self.cards_json.tobytes())))

    @cached_property
    def spellers(self) -> Mapping[str, Speller]:
        """Who knows the nearest word, by language."""
        found: dict[str, list[str]] = {}
        for name in self.words.tolist():
            language, _, word = name.decode().partition(":")
            found.setdefault(language, []).append(word)
        return {language: Speller(words) for language, words in found.items()}

    def folded(self, language: str) -> Set[str]:
        """The words of a language, folded."""
        return self.spellers[language].folded if language in self.spellers else frozenset()


def _cards(written: bytes) -> Iterator[list[Any]]:
    for *values, audiences in json.loads(written):
        yield [*values, frozenset(audiences)]


ARTICLE_WORDS = frozenset(("the", "a", "an", "der", "die", "das", "den", "dem", "ein", "eine", "det", "de", "en", "et"))


def key(language: str, term: str) -> bytes:
    """The key of a term among those of all languages."""
    return f"{language}:{term}".encode()


def digest_of(words: Iterable[str]) -> int:
    """One number for these words in this order, folded, without “the” and “a”: “the yellow card” is “yellow card”."""
    written = " ".join(folded for word in words if (folded := fold(word)) not in ARTICLE_WORDS).encode()
    return int.from_bytes(blake2b(written, digest_size=8).digest(), "big")


def grams_of(word: str) -> tuple[str, ...]:
    """The grams of a folded word, its ends marked."""
    marked = f"^{word}$"
    return tuple(marked[at : at + GRAM] for at in range(max(1, len(marked) - GRAM + 1)))


# --- From Whoosh


def read_segment(reader: IndexReader) -> tuple[Block, ...]:
    """The blocks of one segment, read from Whoosh's postings and stored documents."""
    documents: dict[int, list[tuple[int, Document]]] = {}
    for number, stored in reader.iter_docs():
        document = from_json(stored["document"])
        documents.setdefault(document.owner, []).append((number, document))
    languages = sorted({document.language for owned in documents.values() for _, document in owned})
    front, body = (_read_field(reader, field, languages, documents) for field in ("front", "body"))
    return tuple(_block(owner, owned, front.of(owner), body.of(owner)) for owner, owned in sorted(documents.items()))


def _read_field(
    reader: IndexReader, field: str, languages: Iterable[str], documents: Mapping[int, Sequence[tuple[int, Document]]]
) -> _Making:
    postings = _Making.by_owner(documents)
    for language in languages:
        name = f"{field}_{language}"
        for term in reader.lexicon(name):
            matcher = reader.postings(name, term)
            while matcher.is_active():
                postings.add(key(language, term.decode()), matcher.id(), int(matcher.weight()))
                matcher.next()
    return postings


class _Making:
    """Postings of one segment as they come, told apart by the owner of the document."""

    def __init__(self, place: Mapping[int, tuple[int, int]], sizes: Mapping[int, int]) -> None:
        self._place = place
        self._keys: dict[int, list[bytes]] = {owner: [] for owner in sizes}
        self._starts: dict[int, array[int]] = {owner: array("i") for owner in sizes}
        self._rows: dict[int, array[int]] = {owner: array("i") for owner in sizes}
        self._counts: dict[int, array[int]] = {owner: array("H") for owner in sizes}
        self._sizes = sizes

    @classmethod
    def by_owner(cls, documents: Mapping[int, Sequence[tuple[int, Document]]]) -> _Making:
        place = {number: (owner, row) for owner, owned in documents.items() for row, (number, _) in enumerate(owned)}
        return cls(place, {owner: len(owned) for owner, owned in documents.items()})

    def add(self, name: bytes, number: int, count: int) -> None:
        if number not in self._place:  # deleted
            return
        owner, row = self._place[number]
        keys, rows = self._keys[owner], self._rows[owner]
        if not keys or keys[-1] != name:
            keys.append(name)
            self._starts[owner].append(len(rows))
        rows.append(row)
        self._counts[owner].append(min(count, MOST))

    def of(self, owner: int) -> Postings:
        return _postings(
            self._keys[owner], self._starts[owner], self._rows[owner], self._counts[owner], self._sizes[owner]
        )


def _postings(keys: Sequence[bytes], starts: array[int], rows: array[int], counts: array[int], size: int) -> Postings:
    """Sorted by key; within one language Whoosh's terms are, but languages of one segment may come in any order."""
    names = np.array(keys, dtype=np.bytes_) if keys else np.zeros(0, "S1")
    begins = np.append(np.array(starts, np.int32), np.int32(len(rows)))
    all_rows, all_counts = np.array(rows, np.int32), np.array(counts, np.uint16)
    order = np.argsort(names, kind="stable")
    _, at = ranges(begins[:-1][order], begins[1:][order])
    sizes = np.diff(begins)[order]
    lengths = np.bincount(all_rows, all_counts, minlength=size).astype(np.float32)
    return Postings(
        names[order], np.append(0, np.cumsum(sizes)).astype(np.int32), all_rows[at], all_counts[at], lengths
    )


def _block(owner: int, owned: Sequence[tuple[int, Document]], front: Postings, body: Postings) -> Block:
    words = {key(document.language, word) for _, document in owned for word in written_words(document)}
    asked = sorted({each for row, (_, document) in enumerate(owned) for each in _asked(document, row)})
    cards = [
        [
            *(each.id, each.group, each.kind, each.language, each.edition, each.slug, each.title, each.topic),
            list(each.audiences),
        ]
        for _, each in owned
    ]
    return Block(
        owner=owner,
        numbers=np.array([number for number, _ in owned], np.int32),
        front=front,
        body=body,
        grams=_grams([document for _, document in owned]),
        words=np.array(sorted(words), np.bytes_),
        asked=np.array([digest for digest, _ in asked], np.uint64),
        asked_rows=np.array([row for _, row in asked], np.int32),
        cards_json=np.frombuffer(json.dumps(cards, ensure_ascii=False).encode(), np.uint8),
    )


def _asked(document: Document, row: int) -> Iterator[tuple[int, int]]:
    for text in (document.title, *document.phrasings):
        if words := [token.text for token in tokens(clean(text))]:
            yield digest_of(words), row


def _grams(documents: Sequence[Document]) -> Postings:
    found: dict[bytes, list[tuple[int, int]]] = {}
    known: dict[str, tuple[str, ...]] = {}
    for row, document in enumerate(documents):
        counted: Counter[str] = Counter()
        for text, weight in front_texts(document):
            for token in tokens(clean(text)):
                counted[token.text] += weight
        grams: Counter[str] = Counter()
        for word, count in counted.items():
            if word not in known:
                known[word] = grams_of(fold(word))
            for gram in known[word]:
                grams[gram] += count
        for gram, count in grams.items():
            found.setdefault(key(document.language, gram), []).append((row, min(count, MOST)))
    starts, rows, counts = array("i"), array("i"), array("H")
    for postings in found.values():
        starts.append(len(rows))
        for row, count in postings:
            rows.append(row)
            counts.append(count)
    return _postings(list(found), starts, rows, counts, len(documents))


# --- From and to a file


def of_segment(reader: IndexReader, file: Path) -> tuple[Block, ...]:
    """The blocks of a segment: from its file, or, where that is missing or damaged, from Whoosh and then kept."""
    try:
        return load(file)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("columns are made anew: %s can't be read (%s)", file.name, error)
    blocks = read_segment(reader)
    with suppress(OSError):  # a copy of a copy: without it the next process reads Whoosh again
        save(blocks, file)
    return blocks


def save(blocks: Iterable[Block], file: Path) -> None:
    """Writes blocks in one step: a head in JSON says where each array lies, and a sum that they arrived whole."""
    arrays: list[npt.NDArray[Any]] = []
    parts, offset = [], 0
    for block in blocks:
        shapes = {}
        for name, values in _arrays(block).items():
            offset += -offset % 8
            shapes[name] = [values.dtype.str, len(values), offset]
            offset += values.nbytes
            arrays.append(values)
        parts.append({"owner": block.owner, "arrays": shapes})
    body = b"".join(_aligned(arrays))
    head = json.dumps({"form": FORM, "size": len(body), "sum": zlib.crc32(body), "blocks": parts}).encode()
    head += b" " * (-(len(head) + 1) % 8) + b"\n"
    new = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        new.write_bytes(head + body)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _aligned(arrays: Iterable[npt.NDArray[Any]]) -> Iterator[bytes]:
    length = 0
    for values in arrays:
        pad = -length % 8
        yield b"\0" * pad + values.tobytes()
        length += pad + values.nbytes


def load(file: Path) -> tuple[Block, ...]:
    """The blocks that `save` wrote, mapped into memory. Raises ValueError, KeyError or TypeError on anything else."""
    with file.open("rb") as opened:
        head = opened.readline()
        said = json.loads(head)
        if said["form"] != FORM:
            raise ValueError("another form")
        length, summed = 0, 0
        while piece := opened.read(1 << 20):
            length += len(piece)
            summed = zlib.crc32(piece, summed)
        if (length, summed) != (said["size"], said["sum"]):
            raise ValueError("damaged")
        mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) if length else b""

    def read(shape: tuple[str, int, int]) -> npt.NDArray[Any]:
        kind, count, offset = shape
        return np.frombuffer(mapped, np.dtype(kind), count, len(head) + offset) if count else np.zeros(0, kind)

    return tuple(_from_arrays(part["owner"], part["arrays"], read) for part in said["blocks"])


FIELDS = ("front", "body", "grams")
POSTINGS = ("keys", "starts", "rows", "counts", "lengths")
REST = ("numbers", "words", "asked", "asked_rows", "cards_json")


def _arrays(block: Block) -> dict[str, npt.NDArray[Any]]:
    postings = {f"{field}.{name}": getattr(getattr(block, field), name) for field in FIELDS for name in POSTINGS}
    return {**postings, **{name: getattr(block, name) for name in REST}}


def _from_arrays(
    owner: int, shapes: Mapping[str, tuple[str, int, int]], read: Callable[[tuple[str, int, int]], npt.NDArray[Any]]
) -> Block:
    values: dict[str, Any] = {name: read(shapes[name]) for name in REST}
    for field in FIELDS:
        values[field] = Postings(*(read(shapes[f"{field}.{name}"]) for name in POSTINGS))
    return Block(owner=owner, **values)
