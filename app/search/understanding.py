"""What somebody typed, read in all languages at once: which language it probably is, which of its words tell
something, which index terms they become in each language, and which of them are misspelt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from app.core.analysis import ALL_STOP_WORDS, Analysis, Token, analysis_for, clean, tokens
from app.search.engine import Snapshot, idf

LONGEST_QUESTION = 4_000
"""Characters that are read; more is a document, not a question."""

MOST_WORDS = 48
MOST_CORRECTIONS = 8

PLAIN_SHARE = 0.3
"""How much of a word's weight its unstemmed term has; the stem has the rest."""

JOINED_SHARE = 0.6
PARTS_OF_KNOWN = 0.25
"""What the parts of a compound count together beside the compound itself, when that is known."""

PARTS_OF_UNKNOWN = 0.85
CORRECTED = 0.85
"""How surely a word was read that is known only by its parts, or only by its nearest known word."""

READER_PRIOR = 2.0
"""How many times likelier the language of the page is than another, before a word is read."""

SOFT_FLOOR = 0.25
"""A language that it surely isn't still counts this much (measured: a hard filter loses, most on single words)."""


@dataclass(frozen=True)
class Reading:
    """A word in one language: its index terms with their weights, how telling it is, and how surely it was read."""

    terms: tuple[tuple[str, float], ...]
    idf: float
    sureness: float


@dataclass(frozen=True)
class AskedWord:
    """A word of a question that tells something. `readings` is empty when the texts that may be seen don't know it."""

    token: Token
    readings: Mapping[str, Reading]
    importance: float
    corrected: str | None = None


@dataclass(frozen=True)
class Question:
    """`languages` says how likely each language is (together 1); `showing_for` is the text with words corrected."""

    text: str
    language: str
    languages: Mapping[str, float]
    words: tuple[AskedWord, ...]
    showing_for: str | None

    @property
    def ideal(self) -> float:
        """The score of a text that is about nothing but this question."""
        return sum(word.importance for word in self.words)

    def terms(self, language: str) -> dict[str, float]:
        """The index terms that were asked for in a language, each with its importance."""
        return {
            term: word.importance * weight
            for word in self.words
            if language in word.readings
            for term, weight in word.readings[language].terms
        }

    def weight(self, language: str) -> float:
        return SOFT_FLOOR + (1 - SOFT_FLOOR) * self.languages[language]


def understand(snapshot: Snapshot, text: str, reader_language: str, visible: frozenset[int]) -> Question:
    """Read a question against the documents that the reader may see: nothing else corrects or splits her words."""
    cleaned = " ".join(clean(text[:LONGEST_QUESTION]).split())
    found = tokens(cleaned)
    languages = likely_languages(snapshot, found, reader_language)
    language = max(languages, key=lambda name: (languages[name], name == reader_language), default=reader_language)
    reader = _Reader(snapshot, visible, languages)
    words: list[AskedWord] = []
    corrections = MOST_CORRECTIONS
    for token in _telling(found, analysis_for(language)):
        word = reader.read(token)
        if not word.readings and corrections:
            corrections -= 1
            word = reader.correct(word)
        words.append(word)
    return Question(cleaned, language, languages, tuple(words), _showing_for(cleaned, found, words))


def likely_languages(snapshot: Snapshot, found: Collection[Token], reader_language: str) -> dict[str, float]:
    """How likely each language of the index is, by its stop words, its vocabulary and the language of the page."""
    likely: dict[str, float] = {}
    for language in snapshot.languages:
        analysis, vocabulary = analysis_for(language), snapshot.vocabulary(language)
        hits = sum(1.0 if analysis.is_stop_word(t.text) else 0.6 * (t.text in vocabulary) for t in found)
        share = hits / len(found) if found else 0.0
        likely[language] = (0.1 + share) ** 3 * (READER_PRIOR if language == reader_language else 1.0)
    total = sum(likely.values())
    return {language: share / total for language, share in likely.items()}


def _telling(found: Iterable[Token], analysis: Analysis) -> list[Token]:
    """The distinct words that are no stop words, in their order. A question of stop words alone tells nothing."""
    distinct = {token.text: token for token in found if token.joined or not analysis.is_stop_word(token.text)}
    return list(distinct.values())[:MOST_WORDS]


def _showing_for(text: str, found: Iterable[Token], words: Iterable[AskedWord]) -> str | None:
    corrections = {word.token.text: word.corrected for word in words if word.corrected}
    if not corrections:
        return None
    shown, end = "", 0
    for token in found:
        if token.text in corrections:
            shown += text[end : token.start] + str(corrections[token.text])
            end = token.end
    return shown + text[end:]


class _Reader:
    """Reads words against what one reader may see of a snapshot."""

    def __init__(self, snapshot: Snapshot, visible: frozenset[int], languages: Mapping[str, float]) -> None:
        self.snapshot = snapshot
        self.visible = visible
        self.languages = languages

    def read(self, token: Token, sureness: float = 1.0) -> AskedWord:
        readings = {}
        for language in self.languages:
            if reading := self._reading(token, language, sureness):
                readings[language] = reading
        return AskedWord(token, readings, self._importance(readings))

    def correct(self, word: AskedWord) -> AskedWord:
        """The word read as its nearest known one, in the likeliest language that has one; else as it was."""
        if word.token.text in ALL_STOP_WORDS:
            return word
        nearest = []
        for language, likelihood in self.languages.items():
            found = self.snapshot.speller(language).nearest(word.token.text, partial(self._frequency, language))
            if found:
                nearest.append((found[1], -likelihood, found[0]))
        if not nearest:
            return word
        _, _, corrected = min(nearest)
        token = Token(corrected, word.token.start, word.token.end)
        read = self.read(token, CORRECTED)
        return AskedWord(word.token, read.readings, read.importance, corrected)

    def _frequency(self, language: str, word: str) -> int:
        """How many documents that may be seen hold a word."""
        terms = analysis_for(language).terms(Token(word, 0, len(word)))
        postings = self.snapshot.postings(language, terms.plain)
        return len(self.visible.intersection(postings.documents)) if postings else 0

    def _is_seen(self, language: str, term: str) -> bool:
        postings = self.snapshot.postings(language, term)
        return postings is not None and not self.visible.isdisjoint(postings.documents)

    def _reading(self, token: Token, language: str, sureness: float) -> Reading | None:
        analysis = analysis_for(language)
        terms = analysis.terms(token, self.snapshot.splitter(language))
        weights: dict[str, float] = {}
        if not analysis.is_stop_word(token.text):
            for term, share in ((terms.plain, PLAIN_SHARE), (terms.stem, 1 - PLAIN_SHARE)):
                weights[term] = weights.get(term, 0.0) + share
        joined = [term for term in terms.joined if self._is_seen(language, term)]
        if joined:
            weights = {term: weight * (1 - JOINED_SHARE) for term, weight in weights.items()}
            weights.update({term: JOINED_SHARE / len(joined) for term in joined})
        weights = {term: weight for term, weight in weights.items() if self._is_seen(language, term)}
        parts = [part for part in terms.parts if self._is_seen(language, part)]
        if weights:
            telling = min(self._idf(language, term) for term in weights)
            weights.update({part: PARTS_OF_KNOWN / len(parts) for part in parts if part not in weights})
            return Reading(tuple(weights.items()), telling, sureness)
        if parts:
            of_parts = sum(self._idf(language, part) for part in parts) / len(parts)
            sureness *= PARTS_OF_UNKNOWN * len(parts) / len(terms.parts)
            return Reading(tuple((part, 1 / len(parts)) for part in parts), of_parts, sureness)
        return None

    def _idf(self, language: str, term: str) -> float:
        postings = self.snapshot.postings(language, term)
        return postings.idf if postings else 0.0

    def _importance(self, readings: Mapping[str, Reading]) -> float:
        """How telling a word is: by the likeliest language that knows it; an unknown word tells most."""
        if readings:
            return readings[max(readings, key=self.languages.__getitem__)].idf
        return max((idf(0, self.snapshot.size(language)) for language in self.languages), default=1.0)
