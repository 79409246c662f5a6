"""Brings the indexes up to date with the database: what changed is known by comparing editions, never by flags."""

import logging
from collections.abc import Collection, Sequence
from pathlib import Path

from sqlmodel import Session

from app.core.database import Database
from app.core.edition import kept
from app.search.documents import Document
from app.search.engine import Index, IndexUnusable
from app.search.glossary import Concept, Glossary
from app.search.sources import IndexName, Source
from app.topics import queries as topics

log = logging.getLogger(__name__)


def glossary(session: Session) -> Glossary:
    """The terms and everyday words as search takes them; kept until one is changed."""

    def gather(session: Session) -> Glossary:
        terms = [Concept(term.words, term.meaning) for term in topics.terms(session).values()]
        return Glossary([*terms, *(Concept(words.words) for words in topics.everyday(session).values())])

    return kept(session, "glossary", gather)


class Upkeep:
    """Keeps the indexes in a folder as the sources are.

    One stays with its process: what it has opened once is not read again, so that looking whether anything has changed
    costs the database a query or two.
    """

    def __init__(self, database: Database, folder: Path, sources: Sequence[Source]) -> None:
        self._database = database
        self._sources = sources
        self._indexes = {name: Index(folder / name, forgets=name == IndexName.DESK) for name in IndexName}
        self._checked: set[IndexName] = set()

    def bring_up_to_date(self) -> int:
        """Writes what changed since the last time. The first time each index is read whole; one that is missing, torn
        or of an older form is made anew, then and whenever that shows itself later.

        Gives the number of changes. Raises IndexBusy while another process writes.
        """
        with self._database.read() as session:
            texts = _Texts(session, self._sources)
            return sum(self._look_after(name, texts) for name in IndexName)

    def rebuild(self) -> int:
        """Makes all indexes anew beside the old ones and swaps them in. Gives the number of texts for staff.

        Raises IndexBusy while another process writes.
        """
        with self._database.read() as session:
            texts = _Texts(session, self._sources)
            return {name: self._rebuild(name, texts) for name in IndexName}[IndexName.STAFF]

    def _look_after(self, name: IndexName, texts: "_Texts") -> int:
        try:
            return self._write_changes(name, texts)
        except IndexUnusable as error:
            log.warning("the %s index is made anew: %s", name, error)
            return self._rebuild(name, texts)

    def _write_changes(self, name: IndexName, texts: "_Texts") -> int:
        index, wanted = self._indexes[name], texts.editions(name)
        if name not in self._checked:
            index.check()
            self._checked.add(name)
        held = index.held()
        gone = held.keys() - wanted.keys()
        changed = {each for each, edition in wanted.items() if held.get(each) != edition}
        if gone or changed:
            index.write(texts.documents(name, changed), gone)
        return len(gone) + len(changed)

    def _rebuild(self, name: IndexName, texts: "_Texts") -> int:
        """What readers see is the greater part of what staff see: it is analysed and written once for both."""
        wanted = texts.editions(name)
        upon = self._indexes[IndexName.PUBLIC] if name == IndexName.STAFF else None
        self._indexes[name].rebuild(texts.documents(name, wanted.keys()), upon=upon)
        return len(wanted)


class _Texts:
    """What the sources have now. What readers may see is read once for them and for staff, and as readers see it."""

    def __init__(self, session: Session, sources: Sequence[Source]) -> None:
        self._session = session
        self._sources = sources
        self._public: dict[str, Document] = {}

    def editions(self, name: IndexName) -> dict[str, int]:
        found: dict[str, int] = {}
        for source in self._sources:
            found |= source.editions(self._session, name)
        return found

    def documents(self, name: IndexName, only: Collection[str]) -> list[Document]:
        known = [self._public[each] for each in only if each in self._public]
        missing = {each for each in only if each not in self._public}
        read = [each for source in self._sources for each in source.documents(self._session, name, missing)]
        if name == IndexName.PUBLIC:
            self._public |= {each.id: each for each in read}
        return known + read
