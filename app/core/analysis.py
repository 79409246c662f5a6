"""From text to index terms: one analysis per language, used alike on what is indexed and on what is asked.

Whoosh's own language analysers drop English stop words and one-letter words from Danish ("by", "ø"), so the chain
is ours: words, stop words, stem, fold, compound parts. A word gives two terms, as it stands and stemmed, because
stems collide ("haven" the garden, "havet" the sea). Both are folded, so that kørekort, koerekort and korekort meet.
To add a language, add one entry to ANALYSES; a language without one is folded and not stemmed.
"""

from __future__ import annotations

import hashlib
import re
import threading
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import Stemmer

from app.core import english

LONGEST_WORD = 64
SHORTEST_PART = 3

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
LETTERS = str.maketrans(
    {"ø": "o", "ö": "o", "œ": "o", "å": "a", "æ": "ae", "ä": "ae", "ü": "u", "ß": "ss", "ł": "l", "đ": "d", "ð": "d"}
)
PAIRS = re.compile("oe|aa|ue")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\uf8ff]")
INVISIBLE = re.compile(r"[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]")


class Token(NamedTuple):
    """A word where it stands in a text. `joined` is what it makes with its neighbour: a-kasse, PD 3, skema 1."""

    text: str
    start: int
    end: int
    joined: tuple[str, ...] = ()


class Terms(NamedTuple):
    """The index terms of one word: `plain` as it stands, `stem`, what it makes with a neighbour, its parts."""

    plain: str
    stem: str
    joined: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.plain, self.stem, *self.joined, *self.parts)))


class Splitter:
    """Takes compounds apart into words that are known by themselves: kørekortsregler into kørekort and regler.

    `words` are the folded words of the texts, `links` the letters that may stand between two parts.
    """

    def __init__(self, words: Container[str], links: tuple[str, ...]) -> None:
        self.words = words
        self.links = ("", *links)

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a folded word, of which there are two or three, or none. The longest last part wins."""
        for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            if word[cut:] in self.words:
                first = self._first_parts(word[:cut])
                if first:
                    return (*first, word[cut:])
        return ()

    def _first_parts(self, head: str) -> tuple[str, ...]:
        bare = [head[: len(head) - len(link)] for link in self.links if head.endswith(link)]
        for word in bare:
            if len(word) >= SHORTEST_PART and word in self.words:
                return (word,)
        for word in bare:
            if len(word) > SHORTEST_PART and word + "e" in self.words:  # Sprache, Sprachkurs
                return (word + "e",)
        for word in bare:
            for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
                if word[:cut] in self.words and word[cut:] in self.words:
                    return (word[:cut], word[cut:])
        return ()


@dataclass(frozen=True)
class Analysis:
    """How one language is read. `stemmer` names a Snowball algorithm; `links` join the parts of its compounds;
    `one_spelling` makes one word of the two that a word is spelt as."""

    language: str
    stop_words: frozenset[str] = frozenset()
    stemmer: str | None = None
    links: tuple[str, ...] | None = None
    one_spelling: Callable[[str], str] = str

    def is_stop_word(self, word: str) -> bool:
        return word in self.stop_words

    def stem(self, word: str) -> str:
        spelt = self.one_spelling(word)
        return fold(_stem(self.stemmer, spelt)) if self.stemmer else fold(spelt)

    def splitter(self, words: Container[str]) -> Splitter | None:
        """A splitter fed by these folded words, for a language that writes compounds in one word."""
        return None if self.links is None else Splitter(words, self.links)

    def terms(self, token: Token, splitter: Splitter | None = None) -> Terms:
        plain = fold(token.text)
        parts = splitter.parts(plain) if splitter and len(plain) >= 2 * SHORTEST_PART else ()
        return Terms(plain, self.stem(token.text), token.joined, tuple(self.stem(part) for part in parts))


class TermsOf:
    """The index terms of the words of texts, each word worked out once; a stop word has none of its own."""

    def __init__(self, analysis: Analysis, splitter: Splitter | None) -> None:
        self._analysis = analysis
        self._splitter = splitter
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, token: Token) -> tuple[str, ...]:
        if token.joined:
            own = self(Token(token.text, token.start, token.end))
            return (*own, *token.joined)
        found = self._known.get(token.text)
        if found is None:
            stop = self._analysis.is_stop_word(token.text)
            found = () if stop else self._analysis.terms(token, self._splitter).all()
            self._known[token.text] = found
        return found


def clean(text: str) -> str:
    """Compatibility forms composed; control characters are spaces, soft hyphens and direction marks nothing."""
    composed = unicodedata.normalize("NFKC", text).replace("’", "'")
    return INVISIBLE.sub("", CONTROL.sub(" ", composed))


@cache
def _fold_character(character: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))


def fold(word: str) -> str:
    """The word in lower case as it might be typed on a foreign keyboard: ø, oe and o are one letter."""
    plain = word.lower().translate(LETTERS)
    if not plain.isascii():
        plain = "".join(_fold_character(character) for character in plain)
    return PAIRS.sub(lambda pair: pair.group()[0], plain)


def tokens(text: str) -> list[Token]:
    """The words of a cleaned text, in lower case and with their places, the same for every language."""
    found = [Token(_word(match.group()), match.start(), match.end()) for match in WORD.finditer(text)]
    joined = dict(_joined(text, found))
    for at in joined.keys() | {at + 1 for at in joined}:
        both = tuple(joined[first] for first in (at - 1, at) if first in joined)
        found[at] = found[at]._replace(joined=both)
    return found


def words(text: str) -> set[str]:
    """The different words of a cleaned text, in lower case."""
    return {_word(written) for written in set(WORD.findall(text))}


def _word(written: str) -> str:
    word = written.lower()[:LONGEST_WORD]
    if "'" not in word or word in ALL_STOP_WORDS:
        return word
    before, _, after = word.partition("'")  # driver's, l'école
    return before if len(before) > 1 else after.replace("'", "")


def _joined(text: str, found: list[Token]) -> Iterator[tuple[int, str]]:
    """What neighbours make together, by the index of the first: a-kasse is akasse, PD 3 is pd3, skema 1 is skema1."""
    for index in range(len(found) - 1):
        first, second = found[index], found[index + 1]
        if second.start - first.end != 1:
            continue
        between = text[first.end]
        if between not in " -‐‑":
            continue
        numbered = first.text.isalpha() and len(first.text) <= 6 and second.text.isdigit() and len(second.text) <= 2
        if between != " " or numbered:
            yield index, fold(first.text + second.text)[:LONGEST_WORD]


_per_thread = threading.local()  # a PyStemmer object must not be used by two threads at once


def _stem(algorithm: str, word: str) -> str:
    stemmers: dict[str, Stemmer.Stemmer] = _per_thread.__dict__.setdefault("stemmers", {})
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm)
    stemmed: str = stemmers[algorithm].stemWord(word)
    return stemmed


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH_STOP_WORDS = _words("""
    a an the and or but nor so yet if then than as because while though although
    i i'm i'd i've i'll im ive me my mine myself you you're your yours yourself he he's him his she she's her hers it
    it's its we we're we've us our ours they they're them their theirs one ones someone somebody anyone anybody everyone
    this that that's these those here there there's
    who who's whom whose what what's which when where where's why how how's
    am is are was were be been being isn't aren't wasn't weren't
    do does did doing done don't doesn't didn't dont doesnt didnt
    have has had having haven't hasn't hadn't
    can can't cannot cant could couldn't may might must shall should shouldn't will won't would wouldn't
    of in on at by to from for with without about into onto over under up down out off between during before after
    through until till since per via within
    not no yes also too very just only even still already again ever never
    some any each every both either neither such same other another all
    get gets got getting let lets let's make made
    please hello hi hey thanks thank dear ok okay
""")

DANISH_STOP_WORDS = _words("""
    en et den det de der dem deres og eller men for så hvis da når mens fordi om at som end
    jeg mig min mit mine du dig din dit dine han ham hans hun hende hendes vi os vores i jer jeres man sin sit sine
    sig selv nogen noget nogle ingen intet
    denne dette disse her
    hvad hvem hvilken hvilket hvilke hvor hvordan hvornår hvorfor hvis hvorhen hvortil
    er var være været bliver blive blev blevet
    har have havde haft
    gør gøre gjorde gjort
    kan kunne må måtte skal skulle vil ville bør burde
    af fra til med uden på ved over under efter før mellem gennem mod hos inden siden ind ud op ned
    ikke nej ja jo også kun bare meget alt alle hver begge samme anden andet andre
    få får fik fået
    nu igen stadig allerede aldrig altid
    hej tak venligst
    paa naar saa maa gaar goer goere vaere vaeret blev faa faar hvornaar foer ogsaa
""")

GERMAN_STOP_WORDS = _words("""
    der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner und oder aber denn sondern
    wenn dann als weil ob dass daß damit obwohl während
    ich mich mir mein meine meinen meinem meiner meines du dich dir dein deine deinen deinem deiner er ihn ihm sein
    seine seinen seinem seiner sie ihr ihre ihren ihrem ihrer es wir uns unser unsere unseren unserem euch euer eure man
    sich
    selbst jemand niemand
    dies diese diesen diesem dieser dieses hier da dort
    wer wen wem wessen was welche welchen welchem welcher welches wann wo wohin woher warum wieso weshalb wie
    bin bist ist sind seid war waren wäre sein gewesen wird werden wurde wurden würde
    habe hast hat haben habt hatte hatten hätte gehabt
    kann kannst können könnt könnte konnte muss muß musst müssen müsst müsste soll sollen sollte darf dürfen dürfte will
    willst wollen möchte möchten mag
    tun tut tue machen macht mache gemacht
    von vom in im ins an am auf aus bei beim mit nach seit zu zum zur für durch gegen ohne um über unter vor hinter
    zwischen neben bis pro ab
    nicht nein ja doch auch nur schon noch sehr so mal immer nie wieder
    alle allen aller alles jede jeden jedem jeder jedes beide andere anderen
    bekomme bekommen bekommt
    hallo moin danke bitte guten tag liebe sehr geehrte
    fuer ueber waehrend koennen koennte muessen duerfen moechte wuerde haette waere
""")

ANALYSES: Mapping[str, Analysis] = {
    analysis.language: analysis
    for analysis in (
        Analysis("da", DANISH_STOP_WORDS, "danish", links=("s", "e", "er")),
        Analysis("en", ENGLISH_STOP_WORDS, "english", one_spelling=english.one_spelling),
        Analysis("de", GERMAN_STOP_WORDS, "german", links=("s", "n", "en", "es", "er", "e")),
    )
}
ALL_STOP_WORDS = frozenset().union(*(analysis.stop_words for analysis in ANALYSES.values()))


def analysis_for(language: str) -> Analysis:
    """The analysis of a language or, with none of its own, one that folds only; "de-CH" is read as "de"."""
    return ANALYSES.get(language) or ANALYSES.get(language.partition("-")[0]) or Analysis(language)


def guessed_language(text: str) -> str | None:
    """The language that a text is written in, by its stop words; None where they don't tell."""
    written = words(text)
    told = sorted(((sum(map(each.is_stop_word, written)), name) for name, each in ANALYSES.items()), reverse=True)
    (most, language), (second, _) = told[:2]
    return language if most > max(second, 1) else None


def fingerprint() -> str:
    """Changes whenever an index made by an earlier analysis would no longer fit."""
    parts = [str(Stemmer.version()), WORD.pattern, PAIRS.pattern, repr(sorted(LETTERS.items())), str(SHORTEST_PART)]
    parts += map(repr, english.RULES)
    for language, analysis in sorted(ANALYSES.items()):
        parts += [language, analysis.stemmer or "", repr(analysis.links), *sorted(analysis.stop_words)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
