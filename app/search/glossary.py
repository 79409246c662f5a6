"""The words of terms: one thing said in several ways and languages, so that a question in one finds a text in another.
It is handed in with each question: what an editor changes takes effect at once, without a new index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.core.analysis import ALL_STOP_WORDS, Token, analysis_for, clean, fold, tokens

LONGEST_NAME = 5
"""Words of one name; what is longer is a sentence."""

Stems = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Concept:
    """One thing with its names by language, the main one first, and a sentence by language that says what it is."""

    names: Mapping[str, Sequence[str]]
    meaning: Mapping[str, str] = field(default_factory=dict)


class Named(NamedTuple):
    """A concept that was named: by the tokens from `first` to `last` (exclusive), in these languages."""

    concept: Concept
    first: int
    last: int
    languages: frozenset[str]


class Glossary:
    """Concepts by their names: as they are written (folded), and by their stems in their language."""

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
        self._names: dict[tuple[str, ...], dict[Concept, set[str]]] = {}
        self._stems: dict[tuple[Concept, str], tuple[Stems, ...]] = {}
        for concept in concepts:
            for language, names in concept.names.items():
                read = [[token.text for token in tokens(clean(name))] for name in names]
                for words in read:
                    for form in _forms(words, language):
                        self._names.setdefault(form, {}).setdefault(concept, set()).add(language)
                stems = dict.fromkeys(tuple(_telling(words, language)) for words in read)
                self._stems[concept, language] = tuple(filter(None, stems))
        self._longest: dict[str, int] = {}
        for name in self._names:
            self._longest[name[0]] = max(len(name), self._longest.get(name[0], 0))
        self._languages = sorted({language for _, language in self._stems})

    def named(self, found: Sequence[Token]) -> Iterator[Named]:
        """The concepts that these words name; of two names that overlap the longer one, first come first.

        A stop word alone names nothing: nogle (some) is no nøgle (key), though both are folded alike.
        """
        words = [token.text for token in found]
        readings = [tuple(map(fold, words))]
        readings += [_stemmed(words, language) for language in self._languages]
        at = 0
        while at < len(found):
            longest = max(self._longest.get(reading[at], 0) for reading in readings)
            shortest = 2 if words[at] in ALL_STOP_WORDS else 1
            for length in range(min(longest, len(found) - at), shortest - 1, -1):
                if concepts := self._look_up(reading[at : at + length] for reading in readings):
                    for concept, languages in concepts.items():
                        yield Named(concept, at, at + length, frozenset(languages))
                    at += length
                    break
            else:
                at += 1

    def _look_up(self, readings: Iterable[tuple[str, ...]]) -> dict[Concept, set[str]]:
        found: dict[Concept, set[str]] = {}
        for reading in readings:
            for concept, languages in self._names.get(reading, {}).items():
                found.setdefault(concept, set()).update(languages)
        return found

    def stems(self, concept: Concept, language: str) -> tuple[Stems, ...]:
        """The names of a concept in a language, each as the stems of its telling words."""
        return self._stems.get((concept, language), ())


def _forms(words: Sequence[str], language: str) -> Iterator[tuple[str, ...]]:
    if 0 < len(words) <= LONGEST_NAME:
        yield tuple(map(fold, words))
        yield _stemmed(words, language)


def _stemmed(words: Sequence[str], language: str) -> tuple[str, ...]:
    """Stems say which language they are of: a German stem is no name in English."""
    stem = analysis_for(language).stem
    return tuple(f"{language}:{stem(word)}" for word in words)


def _telling(words: Sequence[str], language: str) -> Iterator[str]:
    analysis = analysis_for(language)
    for word in words:
        if not analysis.is_stop_word(word):
            yield analysis.stem(word)
