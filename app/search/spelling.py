"""The nearest known word for one that is not known: one slip of the finger, two in words of eight letters or more.

The first letter is taken to be right, for it rarely is the wrong one, and Wintergarten is no Kindergarten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.core.analysis import fold

SHORTEST_CORRECTED = 4
TWO_SLIPS_FROM = 8


class Speller:
    """Knows the words of one language as they are written."""

    def __init__(self, words: Iterable[str]) -> None:
        self._written: dict[str, str] = {}
        for word in sorted(words, key=lambda word: (not word.isascii(), word)):
            # Of kørekort and korekort, the one that is more than ASCII; one string, where folding changes nothing.
            folded = fold(word)
            self._written[folded] = folded if folded == word else word
        self._alike: dict[tuple[str, int], list[str]] = {}
        for folded in self._written:
            if len(folded) >= SHORTEST_CORRECTED:
                self._alike.setdefault((folded[0], len(folded)), []).append(folded)

    @property
    def folded(self) -> Set[str]:
        """The words, folded."""
        return self._written.keys()

    def nearest(self, word: str, frequency: Callable[[str], float]) -> tuple[str, int] | None:
        """The nearest word, and how many slips away it is; of several the most frequent, never one without any."""
        folded = fold(word)
        if len(folded) < SHORTEST_CORRECTED or not folded.isalpha():
            return None
        slips = 2 if len(folded) >= TWO_SLIPS_FROM else 1
        near = [
            (int(distance), -often, self._written[found])
            for length in range(len(folded) - slips, len(folded) + slips + 1)
            for found, distance, _ in process.extract(
                folded, self._alike.get((folded[0], length), ()), scorer=OSA.distance, score_cutoff=slips, limit=5
            )
            if (often := frequency(self._written[found]))
        ]
        if not near:
            return None
        distance, _, nearest = min(near)
        return nearest, distance
