"""What is counted while people search: in memory, so that no page waits for it. A crash loses a few counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from threading import Lock

from app.insight.rules import LONGEST_WORDS
from app.search.decision import Decision

MOST = 2_000
"""Different things that are counted between two times of writing them down; more is no people."""


@dataclass(frozen=True)
class Search:
    """A search that is counted: one that was not answered or, with a slug, one after which that article was opened.
    Nothing of whose it was, and no time but the day."""

    municipality_id: int
    language: str
    text: str
    day: date
    slug: str = ""


class Counts:
    """Counts of this process since they were last taken. Switched off it counts nothing."""

    def __init__(self, *, on: bool) -> None:
        self._on = on
        self._lock = Lock()
        self._counts: Counter[Search] = Counter()

    def searched(self, municipality_id: int, text: str, *, language: str, decision: str, day: date) -> None:
        """Somebody searched. It counts when it was not answered."""
        if decision != Decision.ANSWER:
            self._count(Search(municipality_id, language, text, day))

    def asked_on(self, municipality_id: int, text: str, *, language: str, day: date) -> None:
        """Somebody asked a person with the words that search had answered."""
        self._count(Search(municipality_id, language, text, day))

    def opened(self, municipality_id: int, text: str, slug: str, *, language: str, day: date) -> None:
        """Somebody opened an article from the results of a search."""
        self._count(Search(municipality_id, language, text, day, slug))

    def _count(self, search: Search) -> None:
        if not self._on or len(search.text) > LONGEST_WORDS:
            return
        with self._lock:
            if search in self._counts or len(self._counts) < MOST:
                self._counts[search] += 1

    def take(self) -> Counter[Search]:
        """What was counted; counting begins anew."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return counts
