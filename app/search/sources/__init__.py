"""Where the documents of the indexes come from. This room has the sources of the rooms below it, one file for each;
rooms above hand in their own. `app/searched.py` puts all of them together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from sqlmodel import Session

from app.core.edition import kept
from app.search.documents import Document, to_json

MOST_AT_ONCE = 500
"""Rows that one query asks for by their numbers: databases bound how many they take."""


class IndexName(StrEnum):
    """The indexes, each in a folder of this name.

    public: what any reader may see; her results, suggestions and corrections are made from nothing else. staff: the
    same, and the texts for staff. desk: what is no text, people and open enquiries; apart, so that what people asked
    influences no other search, and goes from the disk when it is over.
    """

    PUBLIC = "public"
    STAFF = "staff"
    DESK = "desk"


TEXTS = frozenset({IndexName.PUBLIC, IndexName.STAFF})


class Source(Protocol):
    """Something that can be searched. A document that stands in two indexes is the same in both."""

    def editions(self, session: Session, index: IndexName) -> Mapping[str, int]:
        """Which documents belong into an index now, each with its edition: another one whenever it changed."""

    def documents(self, session: Session, index: IndexName, only: Collection[str]) -> Iterator[Document]:
        """Those of the documents with these ids that belong into an index now."""


def at_once(names: Iterable[str], kind: str) -> Iterator[list[int]]:
    """The numbers in the ids of this kind ("article-12-en"), each once, as many as a query may ask for at once."""
    numbers = sorted({int(name.split("-")[1]) for name in names if name.startswith(f"{kind}-")})
    return (numbers[start : start + MOST_AT_ONCE] for start in range(0, len(numbers), MOST_AT_ONCE))


@dataclass(frozen=True)
class Few:
    """A source of few documents that no counter follows: when anything in the house has changed, all are made anew and
    told apart by their content."""

    name: str
    indexes: Collection[IndexName]
    make: Callable[[Session], Iterable[Document]]

    def editions(self, session: Session, index: IndexName) -> Mapping[str, int]:
        return {name: document.edition for name, document in self._all(session, index).items()}

    def documents(self, session: Session, index: IndexName, only: Collection[str]) -> Iterator[Document]:
        there = self._all(session, index)
        return (there[name] for name in only if name in there)

    def _all(self, session: Session, index: IndexName) -> Mapping[str, Document]:
        if index not in self.indexes:
            return {}
        return kept(
            session,
            ("searched", self.name),
            lambda session: {document.id: _by_content(document) for document in self.make(session)},
        )


def _by_content(document: Document) -> Document:
    digest = hashlib.sha256(to_json(document).encode()).digest()
    return replace(document, edition=int.from_bytes(digest[:6], "big"))
