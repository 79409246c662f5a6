"""The index: one Whoosh index in a folder, written by one process and read by many.

On disk: `current` names the folder that holds the index in use and the form it was made in; a rebuild fills a new
folder beside it and then replaces `current` in one step, so that a search never meets half an index. Whoosh is asked
for what it does well, keeping terms and postings in files that survive a killed writer. A fresh searcher is opened when
the index has changed: Whoosh's `refresh()`, BufferedWriter and AsyncWriter return outdated and deleted documents.

The index is a copy of the database: whoever meets an `IndexUnusable` makes it anew with `Index.rebuild`.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import uuid
from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any, Generic, TypeVar

from whoosh import index
from whoosh.index import LockError
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher
from whoosh.util.filelock import FileLock
from whoosh.writing import IndexWriter

from app.core.analysis import Splitter, TermsOf, analysis_for, fold
from app.search import writing
from app.search.documents import Document, from_json
from app.search.passages import Sentence, sentences
from app.search.spelling import Speller

K1 = 2.0
B = 0.75
"""BM25's usual numbers are 1.2 and .75; with titles and phrasings repeated, more repetition still tells something."""

REMEMBERED_POSTINGS = 2_000_000
REMEMBERED_DOCUMENTS = 256
REMEMBERED_FINDINGS = 512

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class IndexUnusable(Exception):
    """There is no index to search here: make it anew with `Index.rebuild`."""


class IndexMissing(IndexUnusable):
    """Nothing has been built in this folder yet."""


class IndexOutdated(IndexUnusable):
    """The index was built by an earlier form of this program."""


class IndexTorn(IndexUnusable):
    """Files of the index are missing, cut off or not what they should be."""


class IndexBusy(Exception):
    """Another writer is at work; try again later."""


@dataclass(frozen=True)
class Card:
    """What ranking must know of a document without reading its text."""

    id: str
    group: str
    language: str
    owner: int
    edition: int
    topic: str
    audiences: frozenset[str]


@dataclass(frozen=True)
class Postings:
    """The documents that hold a term; `weights` (0..1) are BM25's saturated, length-normalised frequencies."""

    documents: array[int]
    weights: array[float]
    idf: float


class Recent(Generic[Key, Value]):
    """What was made last, to be had again without making it; threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            self._held[key] = made
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        return made


class Snapshot:
    """One generation of an index: it never changes, and threads may share it.

    Whoosh's readers must not be used by two threads at once, so reading from files is behind a lock, and what was
    read is remembered.
    """

    def __init__(self, name: str, searcher: Searcher) -> None:
        self.name = name
        self._searcher = searcher
        self._lock = threading.RLock()
        self._cards: dict[int, Card] = dict(self._read_cards())
        self._groups = {number: card.group for number, card in self._cards.items()}
        self._members: dict[str, list[int]] = {}
        for number, card in self._cards.items():
            self._members.setdefault(card.group, []).append(number)
        self._languages = tuple(sorted({card.language for card in self._cards.values()}))
        self._sizes = {language: self._size_of(language) for language in self._languages}
        self._documents: Recent[int, Document] = Recent(REMEMBERED_DOCUMENTS)
        self._postings: dict[tuple[str, str], Postings] = {}
        self._postings_held = 0
        self._vocabularies: dict[str, frozenset[str]] = {}
        self._spellers: dict[str, Speller] = {}
        self._splitters: dict[str, Splitter | None] = {}
        self._texts: dict[str, TermsOf] = {}
        self._visible: dict[frozenset[int], frozenset[int]] = {}
        self._sentences: Recent[int, tuple[Sentence, ...]] = Recent(REMEMBERED_DOCUMENTS)
        self.findings: Recent[Hashable, Any] = Recent(REMEMBERED_FINDINGS)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the texts that are held."""
        return self._languages

    def card(self, number: int) -> Card:
        return self._cards[number]

    def group(self, number: int) -> str:
        return self._groups[number]

    def cards(self) -> Collection[Card]:
        return self._cards.values()

    def size(self, language: str) -> int:
        """How many documents there are in a language."""
        return self._sizes[language][0]

    def members(self, group: str) -> Collection[int]:
        """The numbers of the documents that are found together."""
        return self._members[group]

    def visible(self, owners: Collection[int], topics: Collection[str] | None = None) -> frozenset[int]:
        """The numbers of the documents that belong to these owners, and to these topics when there are any."""
        key = frozenset(owners)
        if key not in self._visible:
            self._visible[key] = frozenset(number for number, card in self._cards.items() if card.owner in key)
        if topics is None:
            return self._visible[key]
        return frozenset(number for number in self._visible[key] if self._cards[number].topic in topics)

    def document(self, number: int) -> Document:
        return self._documents.get(number, lambda: self._read_document(number))

    def sentences(self, number: int) -> tuple[Sentence, ...]:
        """The sentences of a document with their index terms."""
        terms_of = self._terms_of(self._cards[number].language)
        return self._sentences.get(number, lambda: sentences(self.document(number), terms_of))

    def postings(self, language: str, term: str) -> Postings | None:
        """The documents of a language that hold a term, weighed by the statistics of that language alone."""
        key = (language, term)
        found = self._postings.get(key)
        if found is None:
            with self._reading():
                found = self._read_postings(language, term)
                if self._postings_held > REMEMBERED_POSTINGS:
                    self._postings.clear()
                    self._postings_held = 0
                self._postings[key] = found
                self._postings_held += len(found.documents) + 1
        return found if found.documents else None

    def vocabulary(self, language: str) -> frozenset[str]:
        """The words of a language as they are written, stop words left out."""
        if language not in self._vocabularies:
            with self._reading():
                words = self._searcher.reader().lexicon(f"words_{language}")
                self._vocabularies[language] = frozenset(word.decode() for word in words)
        return self._vocabularies[language]

    def speller(self, language: str) -> Speller:
        """Knows the nearest word of this index."""
        if language not in self._spellers:
            self._spellers[language] = Speller(self.vocabulary(language))
        return self._spellers[language]

    def splitter(self, language: str) -> Splitter | None:
        """Takes compounds apart into words of this index."""
        if language not in self._splitters:
            words = map(fold, self.vocabulary(language))
            self._splitters[language] = analysis_for(language).splitter(words)
        return self._splitters[language]

    def _terms_of(self, language: str) -> TermsOf:
        if language not in self._texts:
            self._texts[language] = TermsOf(analysis_for(language), self.splitter(language))
        return self._texts[language]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock, torn_when_unreadable():
            yield

    def _read_document(self, number: int) -> Document:
        with self._reading():
            return from_json(self._searcher.reader().stored_fields(number)["document"])

    def _read_cards(self) -> Iterator[tuple[int, Card]]:
        for number, stored in self._searcher.reader().iter_docs():
            yield (
                number,
                Card(
                    stored["id"],
                    stored["group"],
                    stored["language"],
                    stored["owner"],
                    stored["edition"],
                    stored["topic"],
                    frozenset(stored["audiences"]),
                ),
            )

    def _size_of(self, language: str) -> tuple[int, float]:
        """How many documents a language has, and their average length in terms.

        Whoosh's own statistics count deleted documents and those of other languages, too.
        """
        reader = self._searcher.reader()
        numbers = [number for number, card in self._cards.items() if card.language == language]
        length = sum(reader.doc_field_length(number, f"text_{language}") for number in numbers)
        return len(numbers), max(1.0, length / len(numbers))

    def _read_postings(self, language: str, term: str) -> Postings:
        documents, weights = array("l"), array("f")
        if language not in self._sizes:
            return Postings(documents, weights, 0.0)
        size, average = self._sizes[language]
        reader, name = self._searcher.reader(), f"text_{language}"
        try:
            matcher = reader.postings(name, term)
        except TermNotFound:
            return Postings(documents, weights, idf(0, size))
        while matcher.is_active():
            number, frequency = matcher.id(), matcher.weight()
            length = reader.doc_field_length(number, name)
            documents.append(number)
            weights.append(frequency / (frequency + K1 * (1 - B + B * length / average)))
            matcher.next()
        return Postings(documents, weights, idf(len(documents), size))


def idf(holding: int, size: int) -> float:
    """How much a term tells that `holding` of `size` documents hold; never below zero (as in Lucene's BM25)."""
    return log(1 + (size - holding + 0.5) / (holding + 0.5))


class Index:
    """An index in a folder. Two indexes share nothing but the code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._opened: index.Index | None = None
        self._pointer_seen: tuple[int, int] | None = None
        self._build = ""

    @classmethod
    def open(cls, folder: Path) -> Index:
        """The index in this folder. Raises IndexMissing, IndexOutdated or IndexTorn."""
        opened = cls(folder)
        opened.snapshot()
        return opened

    def snapshot(self) -> Snapshot:
        """The index as it is now, opened afresh when it has changed. Raises IndexMissing, IndexOutdated, IndexTorn."""
        with self._lock, torn_when_unreadable():
            whoosh_index = self._whoosh_index()
            name = f"{self._build}:{whoosh_index.latest_generation()}"
            if self._snapshot is None or self._snapshot.name != name:
                self._snapshot = Snapshot(name, whoosh_index.searcher())
            return self._snapshot

    def held(self) -> dict[str, int]:
        """The edition of every document that can be found, by document id."""
        return {card.id: card.edition for card in self.snapshot().cards()}

    def write(self, put: Iterable[Document], remove: Iterable[str] = ()) -> None:
        """Take these documents up, or anew, and those ids out, in one step.

        Raises IndexBusy when another writer is at work, and IndexUnusable when there is nothing to write to.
        """
        with self._only_writer():
            snapshot = self.snapshot()
            documents = {document.id: document for document in put}
            terms_of = writing.readers(documents.values(), snapshot.vocabulary)
            try:
                writer = self._whoosh_index().writer()
            except LockError:
                raise IndexBusy(f"Another writer is at work in {self.folder}.") from None
            with _committing(writer):
                for document_id in remove:
                    writer.delete_by_term("id", document_id)
                for document in documents.values():
                    writer.update_document(**writing.entry(document, terms_of[document.language]))

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Make the index anew from these documents, in a new folder that takes the old one's place when complete.

        Searches go on in the old one meanwhile. Raises IndexBusy when another writer is at work.
        """
        with self._only_writer():
            held = {document.id: document for document in documents}
            terms_of = writing.readers(held.values())
            build = uuid.uuid4().hex
            (self.folder / build).mkdir()
            writer = index.create_in(str(self.folder / build), writing.schema()).writer()
            with _committing(writer):
                for document in held.values():
                    writer.add_document(**writing.entry(document, terms_of[document.language]))
            replaced = self._read_current().get("build")
            self._point_to(build)
            self._sweep(keep={build, str(replaced)})

    @property
    def _pointer(self) -> Path:
        return self.folder / "current"

    def _read_current(self) -> dict[str, object]:
        """What `current` says: the build in use and the form it was made in; nothing when there is none."""
        with suppress(OSError, ValueError):
            said = json.loads(self._pointer.read_text("utf-8"))
            if isinstance(said, dict):
                return said
        return {}

    def _point_to(self, build: str) -> None:
        new = self.folder / "current.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump({"build": build, "form": writing.form()}, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._pointer)

    def _sweep(self, keep: Collection[str]) -> None:
        """Remove builds out of use; the one just replaced stays until the next time, for a reader may be opening it."""
        for entry in self.folder.iterdir():
            if entry.is_dir() and entry.name not in keep:
                shutil.rmtree(entry, ignore_errors=True)

    def _whoosh_index(self) -> index.Index:
        """The Whoosh index that `current` names, opened anew only when `current` was replaced."""
        try:
            status = self._pointer.stat()
        except FileNotFoundError:
            raise IndexMissing(f"There is no search index in {self.folder}.") from None
        seen = (status.st_ino, status.st_mtime_ns)
        if self._opened is None or seen != self._pointer_seen:
            said = self._read_current()
            if said.get("form") != writing.form():
                raise IndexOutdated(f"The search index in {self.folder} was built by an earlier form of the program.")
            self._build = str(said.get("build"))
            self._opened = index.open_dir(str(self.folder / self._build))
            self._pointer_seen = seen
        return self._opened

    @contextmanager
    def _only_writer(self) -> Iterator[None]:
        """Refuse a second writer, also while the first rebuilds. The lock of a killed writer is free again at once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.folder / "writing"))
        if not lock.acquire():
            raise IndexBusy(f"Another writer is at work in {self.folder}.")
        try:
            yield
        finally:
            lock.release()


@contextmanager
def _committing(writer: IndexWriter) -> Iterator[None]:
    """Commit what is written inside, or nothing of it."""
    try:
        yield
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


@contextmanager
def torn_when_unreadable() -> Iterator[None]:
    """Whoosh unpacks structs and pickles, so bytes that are not its own may raise anything."""
    try:
        yield
    except IndexUnusable:
        raise
    except Exception as error:
        raise IndexTorn(f"The search index can't be read: {error!r}") from error
