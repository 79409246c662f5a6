"""The index: one Whoosh index in a folder, written by one process and read by many.

On disk: `current` names the folder that holds the index in use and the form it was made in; a rebuild fills a new
folder beside it and then replaces `current` in one step, so that a search never meets half an index. Whoosh is asked
for what it does well, keeping terms and postings in files that survive a killed writer. A fresh searcher is opened when
the index has changed: Whoosh's `refresh()`, BufferedWriter and AsyncWriter return outdated and deleted documents.

The index is a copy of the database: whoever meets an `IndexUnusable` makes it anew with `Index.rebuild`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
from whoosh import index
from whoosh.index import LockError
from whoosh.searching import Searcher
from whoosh.util.filelock import FileLock
from whoosh.writing import IndexWriter

from app.search import writing
from app.search.columns import Block, Card, of_segment
from app.search.documents import Document, from_json

REMEMBERED_DOCUMENTS = 256
REMEMBERED_VIEWS = 24
REMEMBERED_FINDINGS = 2_000
REMEMBERED_SCORES = 64

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


class Memory(Generic[Key, Value]):
    """What was put in last, and no more of it than `most`; threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def peek(self, key: Key) -> Value | None:
        """What was put in for this key and is still there."""
        with self._lock:
            return self._held.get(key)

    def put(self, key: Key, value: Value) -> None:
        with self._lock:
            self._held[key] = value
            if len(self._held) > self._most:
                self._held.popitem(last=False)

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """What was made before for this key, or is made now."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        self.put(key, made)
        return made


class Snapshot:
    """One generation of an index: it never changes, and threads may share it.

    Whoosh's readers must not be used by two threads at once, so reading a document is behind a lock, and what was read
    is remembered.
    """

    def __init__(self, name: str, searcher: Searcher, segments: Sequence[Segment]) -> None:
        self.name = name
        self.segments = tuple(segments)
        self._searcher = searcher
        self._lock = threading.RLock()
        self._documents: Memory[int, Document] = Memory(REMEMBERED_DOCUMENTS)
        self.kept: Memory[Hashable, Any] = Memory(REMEMBERED_VIEWS)
        self.looked: Memory[Hashable, Any] = Memory(REMEMBERED_SCORES)
        self.findings: Memory[Hashable, Any] = Memory(REMEMBERED_FINDINGS)

    @cached_property
    def editions(self) -> Mapping[str, int]:
        """The edition of every document that can be found, by document id."""
        return {card.id: card.edition for _, card in self._cards()}

    def check(self) -> None:
        """Read every document once. Raises IndexTorn when one is not what it should be."""
        for number, card in self._cards():
            document = self._read_document(number)
            if (document.id, document.edition) != (card.id, card.edition):
                raise IndexTorn(f"The search index has {document.id} in the place of {card.id}.")

    def _cards(self) -> Iterator[tuple[int, Card]]:
        """The cards of all documents that are held, with their numbers."""
        for segment in self.segments:
            for block in segment.blocks:
                rows = zip(block.numbers.tolist(), block.cards, segment.alive(block).tolist(), strict=True)
                yield from ((segment.base + number, card) for number, card, lives in rows if lives)

    def document(self, number: int) -> Document:
        """The document of this number among all that Whoosh has."""
        return self._documents.get(number, lambda: self._read_document(number))

    def vocabulary(self, language: str) -> frozenset[str]:
        """The folded words of a language, whoever owns them."""
        return frozenset().union(*(block.folded(language) for seg in self.segments for block in seg.blocks))

    def _read_document(self, number: int) -> Document:
        with self._lock, torn_when_unreadable():
            return from_json(self._searcher.reader().stored_fields(number)["document"])


@dataclass(frozen=True)
class Segment:
    """A segment as one generation of the index has it: its first document's number, and which were deleted since."""

    base: int
    blocks: tuple[Block, ...]
    deleted: frozenset[int]

    def alive(self, block: Block) -> npt.NDArray[np.bool_]:
        """Which rows of a block are still there."""
        if not self.deleted:
            return np.ones(len(block.numbers), np.bool_)
        return ~np.isin(block.numbers, np.array(sorted(self.deleted), np.int64))


class Index:
    """An index in a folder. Two indexes share nothing but the code."""

    def __init__(self, folder: Path, *, forgets: bool = False) -> None:
        """`forgets`: a document that was taken out leaves no trace in the files of the index."""
        self.folder = folder
        self.forgets = forgets
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._opened: index.Index | None = None
        self._pointer_seen: tuple[int, int] | None = None
        self._build = ""
        self._blocks: dict[Path, tuple[Block, ...]] = {}

    @classmethod
    def open(cls, folder: Path) -> Index:
        """The index in this folder. Raises IndexMissing, IndexOutdated or IndexTorn."""
        opened = cls(folder)
        opened.snapshot()
        return opened

    def snapshot(self) -> Snapshot:
        """The index as it is now, opened afresh when it has changed. Raises IndexMissing, IndexOutdated, IndexTorn."""
        with self._lock:
            try:
                return self._newest()
            except IndexTorn:
                if self._read_current().get("build") == self._build:
                    raise
                return self._newest()  # what was being opened was swapped for another and swept away

    def _newest(self) -> Snapshot:
        with torn_when_unreadable():
            whoosh_index = self._whoosh_index()
            if self._snapshot is None or self._snapshot.name != _name(self._build, whoosh_index):
                self._snapshot = self._take(self._build, whoosh_index)
            return self._snapshot

    def _take(self, build: str, whoosh_index: index.Index) -> Snapshot:
        """A snapshot of the newest generation; segments that were there before are not read again."""
        name = _name(build, whoosh_index)
        searcher = whoosh_index.searcher()
        segments, known = [], {}
        for leaf, base in searcher.reader().leaf_readers():
            segment: Any = leaf.segment()
            if segment is None:  # of an empty index
                continue
            file = self.folder / build / f"{segment.segment_id()}.columns"
            known[file] = self._blocks.get(file) or of_segment(leaf, file)
            segments.append(Segment(base, known[file], frozenset(segment.deleted_docs() or ())))
        self._blocks = known
        return Snapshot(name, searcher, segments)

    def held(self) -> Mapping[str, int]:
        """The edition of every document that can be found, by document id."""
        return self.snapshot().editions

    def check(self) -> None:
        """Read every document once. Raises IndexUnusable when there is one that can't be read."""
        self.snapshot().check()

    def write(self, put: Iterable[Document], remove: Iterable[str] = ()) -> None:
        """Take these documents up, or anew, and those ids out, in one step.

        Raises IndexBusy when another writer is at work, and IndexUnusable when there is nothing to write to.
        """
        with self._only_writer():
            snapshot = self.snapshot()
            self._sweep(keep={self._build})
            self._write(self._whoosh_index(), snapshot, put, remove)

    def rebuild(self, documents: Iterable[Document], *, upon: Index | None = None) -> None:
        """Make the index anew from these documents, in a new folder that takes the old one's place when complete.

        Searches go on in the old one meanwhile. What another index, `upon`, has in the same edition is copied from
        there. Before the new folder counts it is read once, and must hold these documents and nothing else. Raises
        IndexBusy when another writer is at work, and IndexTorn when something got lost on the way.
        """
        with self._only_writer():
            held = {document.id: document for document in documents}
            build = uuid.uuid4().hex
            try:
                if upon is None:
                    (self.folder / build).mkdir()
                    made, there = index.create_in(str(self.folder / build), writing.schema()), None
                else:
                    there = upon._copy_to(self.folder / build)
                    made = index.open_dir(str(self.folder / build))
                copied = there.editions if there else {}
                fresh = [document for document in held.values() if copied.get(document.id) != document.edition]
                self._write(made, there, fresh, copied.keys() - held.keys())
                self._must_hold(build, made, held)
            except BaseException:
                shutil.rmtree(self.folder / build, ignore_errors=True)
                raise
            replaced = self._read_current().get("build")
            self._point_to(build)
            self._sweep(keep={build} if self.forgets else {build, str(replaced)})

    def _write(
        self, whoosh_index: index.Index, held: Snapshot | None, put: Iterable[Document], remove: Iterable[str]
    ) -> None:
        documents = {document.id: document for document in put}
        terms_of = writing.readers(documents.values(), held.vocabulary if held else None)
        gone = {*remove, *documents} & held.editions.keys() if held else set()
        try:
            writer = whoosh_index.writer()
        except LockError:
            raise IndexBusy(f"Another writer is at work in {self.folder}.") from None
        with _committing(writer, anew=self.forgets and bool(gone)):
            for document_id in gone:
                writer.delete_by_term("id", document_id)
            for document in documents.values():
                writer.add_document(**writing.entry(document, terms_of[document.language]))

    def _copy_to(self, folder: Path) -> Snapshot:
        """Copies the index in use into a folder, and gives what is in it."""
        with self._only_writer():
            snapshot = self.snapshot()
            shutil.copytree(self.folder / self._build, folder)
            return snapshot

    def _must_hold(self, build: str, made: index.Index, documents: Mapping[str, Document]) -> None:
        """Raises IndexTorn when a new folder does not hold these documents, and nothing else."""
        with self._lock, torn_when_unreadable():
            found = self._take(build, made)
            found.check()
        wanted = {document.id: document.edition for document in documents.values()}
        if (len(found.editions), fingerprint(found.editions)) != (len(wanted), fingerprint(wanted)):
            raise IndexTorn(f"{len(found.editions)} of {len(wanted)} documents arrived in {self.folder / build}.")

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
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(str(self.folder / "writing"))
        if not lock.acquire():
            raise IndexBusy(f"Another writer is at work in {self.folder}.")
        try:
            yield
        finally:
            lock.release()


def fingerprint(editions: Mapping[str, int]) -> str:
    """Differs whenever other documents, or other editions of them, are held."""
    return hashlib.sha256(json.dumps(sorted(editions.items())).encode()).hexdigest()


def _name(build: str, whoosh_index: index.Index) -> str:
    """Names one generation of an index."""
    return f"{build}:{whoosh_index.latest_generation()}"


@contextmanager
def _committing(writer: IndexWriter, *, anew: bool) -> Iterator[None]:
    """Commit what is written inside, or nothing of it. With `anew`, all files of the index are written anew."""
    try:
        yield
    except BaseException:
        writer.cancel()
        raise
    with torn_when_unreadable():  # Whoosh reads earlier files here, to merge them
        writer.commit(optimize=anew)


@contextmanager
def torn_when_unreadable() -> Iterator[None]:
    """Whoosh unpacks structs and pickles, so bytes that are not its own may raise anything."""
    try:
        yield
    except IndexUnusable:
        raise
    except Exception as error:
        raise IndexTorn(f"The search index can't be read: {error!r}") from error
