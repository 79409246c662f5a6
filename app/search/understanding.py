"""What somebody typed, read in all languages at once: which language it probably is, which of its words tell
something, which index terms they become in each language, which of them are misspelt, and which things they name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise
from math import sqrt
from operator import itemgetter

from app.core.analysis import ALL_STOP_WORDS, SHORTEST_PART, Token, analysis_for, clean, fold, tokens
from app.core.dictionary import is_word
from app.core.personal_data import blank_markers
from app.search.columns import key
from app.search.glossary import Glossary, Named, Stems
from app.search.view import View

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

SYNONYM = 0.6
"""How surely another name of the same thing is what was meant. Several share this by the root of their number: many
names would outweigh the word itself."""

HEAD_FROM = 0.7
"""Of a name's words, those count that tell at least this much of what the most telling one does."""

MOST_SYNONYMS = 8
"""Names of one thing in one language that are looked for."""

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
    """`languages` says how likely each language is (together 1); `showing_for` is the text with words corrected;
    `tokens` are all its words, corrected, and `named` the things that they name."""

    text: str
    language: str
    languages: Mapping[str, float]
    tokens: tuple[Token, ...]
    words: tuple[AskedWord, ...]
    named: tuple[Named, ...]
    showing_for: str | None

    @cached_property
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


def understand(
    view: View, text: str, reader_language: str, glossary: Glossary | None = None, *, correct: bool = True
) -> Question:
    """Read a question against the documents that the reader may see: nothing else corrects or splits her words."""
    cleaned = " ".join(clean(text[:LONGEST_QUESTION]).split())
    found = _put_together(view, cleaned, tokens(blank_markers(cleaned)))
    languages = likely_languages(view, found, reader_language)
    language = max(languages, key=lambda name: (languages[name], name == reader_language), default=reader_language)
    reader = _Reader(view, languages)
    telling = _telling(found, language)
    words = reader.read(telling)
    if correct:
        words = reader.correct(words)
    corrections = {word.token.text: word.corrected for word in words if word.corrected}
    read = [each._replace(text=corrections.get(each.text, each.text)) for each in found]
    named = tuple(each for each in glossary.named(read) if _is_meant(each, read, language)) if glossary else ()
    if glossary:
        words = reader.widen(words, read, named, glossary)
    return Question(
        cleaned, language, languages, tuple(read), tuple(words), named, _showing_for(cleaned, found, corrections)
    )


def _put_together(view: View, text: str, found: Sequence[Token]) -> list[Token]:
    """The words, each with what it makes with its neighbour where that is a compound of the texts: who is new to a
    language with compounds writes fag forening for fagforening, and so do some who are not."""
    forms = [
        (at, language, form)
        for at, (first, second) in enumerate(pairwise(found))
        if text[first.end : second.start] == " " and min(len(first.text), len(second.text)) >= SHORTEST_PART
        for language in view.languages
        if analysis_for(language).links is not None
        for form in {fold(first.text + second.text), analysis_for(language).stem(first.text + second.text)}
    ]
    words = list(found)
    if forms:
        held = view.idfs([key(language, form) for _, language, form in forms]).tolist()
        for at, form in dict.fromkeys((at, form) for (at, _, form), told in zip(forms, held, strict=True) if told):
            for each in (at, at + 1):
                words[each] = words[each]._replace(joined=(*words[each].joined, form))
    return words


def _is_meant(named: Named, read: Sequence[Token], language: str) -> bool:
    """Whether somebody who writes this language means another language's name for a thing: not with an everyday word of
    her own (no German who says “Rente” means the rent)."""
    alone = named.last - named.first == 1
    return not (alone and language not in named.languages and is_word(read[named.first].text, language))


def likely_languages(view: View, found: Sequence[Token], reader_language: str) -> dict[str, float]:
    """How likely each language of the index is, by its stop words, its vocabulary and the language of the page."""
    likely: dict[str, float] = {}
    words = [token.text for token in found]
    written = view.writes([key(language, word) for language in view.languages for word in words])
    for at, language in enumerate(view.languages):
        analysis, known = analysis_for(language), written[at * len(words) : (at + 1) * len(words)]
        hits = sum(1.0 if analysis.is_stop_word(word) else 0.6 * bool(k) for word, k in zip(words, known, strict=True))
        share = hits / len(words) if words else 0.0
        likely[language] = (0.1 + share) ** 3 * (READER_PRIOR if language == reader_language else 1.0)
    total = sum(likely.values())
    return {language: share / total for language, share in likely.items()}


def _telling(found: Iterable[Token], language: str) -> list[Token]:
    """The distinct words that are no stop words, in their order. A question of stop words alone tells nothing."""
    analysis = analysis_for(language)
    distinct = {token.text: token for token in found if token.joined or not analysis.is_stop_word(token.text)}
    return list(distinct.values())[:MOST_WORDS]


def _showing_for(text: str, found: Iterable[Token], corrections: Mapping[str, str | None]) -> str | None:
    if not corrections:
        return None
    shown, end = "", 0
    for token in found:
        if corrected := corrections.get(token.text):
            shown += text[end : token.start] + corrected
            end = token.end
    return shown + text[end:]


@dataclass(frozen=True)
class _Candidate:
    """What a word may become in a language, before it is known which of its terms the documents hold."""

    own: tuple[tuple[str, float], ...]
    joined: tuple[str, ...]
    parts: tuple[str, ...]

    def all(self) -> Iterable[str]:
        return (*(term for term, _ in self.own), *self.joined, *self.parts)


def _name(token: Token) -> tuple[str, tuple[str, ...]]:
    return token.text, token.joined


class _Reader:
    """Reads words against what one reader may see."""

    def __init__(self, view: View, languages: Mapping[str, float]) -> None:
        self.view = view
        self.languages = languages

    def read(self, found: Sequence[Token], sureness: float = 1.0) -> list[AskedWord]:
        """The words read in every language. What a word is in these documents is remembered, not how sure we are."""
        memory = self.view.words
        known = {_name(token): memory.peek(_name(token)) for token in found}
        fresh = {
            _name(token): {language: self._candidate(token, language) for language in self.languages}
            for token in found
            if known[_name(token)] is None
        }
        names = [
            key(language, term)
            for candidates in fresh.values()
            for language, candidate in candidates.items()
            for term in candidate.all()
        ]
        telling = dict(zip(names, self.view.idfs(names).tolist(), strict=True)) if names else {}
        for name, candidates in fresh.items():
            read = self._readings(candidates, telling)
            memory.put(name, read)
            known[name] = read
        words = []
        for token in found:
            readings: Mapping[str, Reading] = known[_name(token)] or {}
            if sureness != 1.0:
                readings = {
                    language: replace(reading, sureness=reading.sureness * sureness)
                    for language, reading in readings.items()
                }
            words.append(AskedWord(token, readings, self._importance(readings)))
        return words

    def correct(self, words: Sequence[AskedWord]) -> list[AskedWord]:
        """Unknown words read as their nearest known ones, the first of them at most."""
        found, corrections = [], MOST_CORRECTIONS
        for word in words:
            if not word.readings and corrections and not self._is_a_word(word.token.text):
                corrections -= 1
                corrected = self._nearest(word.token.text)
                if corrected is not None:
                    token = Token(corrected, word.token.start, word.token.end)
                    [read] = self.read([token], CORRECTED)
                    word = AskedWord(word.token, read.readings, read.importance, corrected)
            found.append(word)
        return found

    def _is_a_word(self, word: str) -> bool:
        """Whether a word that no text holds is one all the same."""
        return word in ALL_STOP_WORDS or any(is_word(word, language) for language in self.languages)

    def _nearest(self, word: str) -> str | None:
        """The nearest known word, in the likeliest language that has one."""
        remembered = self.view.nearest.get(word, lambda: self._look_for(word))
        near = [(slips, -self.languages[language], found) for language, slips, found in remembered]
        return min(near)[2] if near else None

    def _look_for(self, word: str) -> list[tuple[str, int, str]]:
        nearest = []
        for language in self.languages:
            frequency = partial(self._frequency, language)
            near = [speller.nearest(word, frequency) for speller in self.view.spellers(language)]
            found = min((each for each in near if each), key=itemgetter(1), default=None)
            if found is not None:
                nearest.append((language, found[1], found[0]))
        return nearest

    def _frequency(self, language: str, word: str) -> float:
        """Grows with how many documents hold a word; 0 when none does."""
        telling = float(self.view.idfs([key(language, fold(word))])[0])
        return 1 / telling if telling else 0.0

    def widen(
        self, words: Sequence[AskedWord], read: Sequence[Token], named: Sequence[Named], glossary: Glossary
    ) -> list[AskedWord]:
        """The words with the other names of the things that they name."""
        places = {word.corrected or word.token.text: at for at, word in enumerate(words)}
        wider = list(words)
        for each in named:
            for token in read[each.first : each.last]:
                if (at := places.get(token.text)) is not None:
                    wider[at] = self._with_names(wider[at], each, glossary)
        return wider

    def _with_names(self, word: AskedWord, named: Named, glossary: Glossary) -> AskedWord:
        readings = dict(word.readings)
        for language in self.languages:
            reading = readings.get(language)
            held = {term for term, _ in reading.terms} if reading is not None else frozenset()
            heads = self.view.heads.get(
                (named.concept, language), partial(self._heads, glossary.stems(named.concept, language), language)
            )
            seen = {stem: told for stem, told in heads.items() if stem not in held}
            if not seen:
                continue
            share = SYNONYM / sqrt(len(seen))
            if reading is not None:
                readings[language] = replace(reading, terms=reading.terms + tuple((stem, share) for stem in seen))
            else:
                terms = tuple((stem, share / SYNONYM) for stem in seen)
                readings[language] = Reading(terms, max(seen.values()), SYNONYM)
        return replace(
            word, readings=readings, importance=word.importance if word.readings else self._importance(readings)
        )

    def _heads(self, names: Sequence[Stems], language: str) -> dict[str, float]:
        """The stems that tell most of each name of a thing, with how telling they are: of "health card", not "card"."""
        names = names[:MOST_SYNONYMS]
        stems = list(dict.fromkeys(stem for name in names for stem in name))
        told = dict(zip(stems, self.view.idfs([key(language, stem) for stem in stems]).tolist(), strict=True))
        heads: dict[str, float] = {}
        for name in names:
            least = HEAD_FROM * max(map(told.__getitem__, name))
            heads |= {stem: told[stem] for stem in name if told[stem] and told[stem] >= least}
        return heads

    def _candidate(self, token: Token, language: str) -> _Candidate:
        analysis = analysis_for(language)
        if analysis.is_stop_word(token.text):
            return _Candidate((), token.joined, ())
        terms = analysis.terms(token, self.view.splitter(language))
        weights: dict[str, float] = {}
        for term, share in ((terms.plain, PLAIN_SHARE), (terms.stem, 1 - PLAIN_SHARE)):
            weights[term] = weights.get(term, 0.0) + share
        return _Candidate(tuple(weights.items()), terms.joined, terms.parts)

    def _readings(self, candidates: Mapping[str, _Candidate], telling: Mapping[bytes, float]) -> dict[str, Reading]:
        found = {}
        for language, candidate in candidates.items():
            known = {term: told for term in candidate.all() if (told := telling[key(language, term)])}
            if reading := _reading(candidate, known):
                found[language] = reading
        return found

    def _importance(self, readings: Mapping[str, Reading]) -> float:
        """How telling a word is: by the likeliest language that knows it; an unknown word tells most."""
        if readings:
            return readings[max(readings, key=self.languages.__getitem__)].idf
        return self.view.telling_most


def _reading(candidate: _Candidate, known: Mapping[str, float]) -> Reading | None:
    """A word by those of its terms that are known, with how telling each of them is."""
    joined = [term for term in candidate.joined if term in known]
    weights = {term: weight * (1 - JOINED_SHARE if joined else 1.0) for term, weight in candidate.own if term in known}
    weights.update({term: JOINED_SHARE / len(joined) for term in joined})
    parts = [part for part in candidate.parts if part in known]
    if weights:
        telling = min(known[term] for term in weights)
        weights.update({part: PARTS_OF_KNOWN / len(parts) for part in parts if part not in weights})
        return Reading(tuple(weights.items()), telling, 1.0)
    if parts:
        of_parts = sum(known[part] for part in parts) / len(parts)
        sureness = PARTS_OF_UNKNOWN * len(parts) / len(candidate.parts)
        return Reading(tuple((part, 1 / len(parts)) for part in parts), of_parts, sureness)
    return None
