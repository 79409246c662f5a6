"""Whether somebody who is tired and reads a second language can read a text: its length, its sentences, its words.

LIX is Björnsson's readability index: words per sentence, and the share of words with more than six letters, in percent
(C. H. Björnsson, Läsbarhet, 1968). Up to 40 is easy, about 50 an ordinary newspaper. English words are shorter than
German ones, so the same ease has another number in each language.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from app.articles import markup
from app.core.analysis import ANALYSES, Analysis

FEWEST_WORDS, MOST_WORDS = 250, 700
LONGEST_SENTENCE = 28
LONGEST_MEAN = 15
HARDEST: Mapping[str, int] = {"da": 45, "en": 42, "de": 50}
"""The highest LIX by language."""

LONGEST_SUMMARY = 2
"""Sentences."""

_LONG_WORD = 7
_WORD = re.compile(r"[^\W_]+(?:[’'.,:-][^\W_]+)*")
_END = re.compile(r"""[.!?:]["”“»)*_]*\s+(?=["“„»(*_]*[A-ZÆØÅÄÖÜ0-9])""")
_NO_END = re.compile(r"\b(?:[a-zæøåäöü]|bzw|ca|kl|nr|f\.eks|bl\.a|dvs|evt|e\.g|i\.e|dr|st|mr|ms|mio)\.$", re.IGNORECASE)
_ORDINAL = re.compile(
    r"\b(?:am|ab|bis|vom|zum|zur|im|der|die|das|dem|den|des|und|oder|jeden|seit) \d{1,2}\.$", re.IGNORECASE
)
_FEWEST_TELLING = 4
"""A paragraph with fewer small words than this in another language is no paragraph in it."""


@dataclass(frozen=True)
class Prose:
    """A text as it is read aloud: its sentences, each with its line. A list item and a heading end a sentence."""

    sentences: tuple[tuple[int, str], ...]

    @cached_property
    def words(self) -> list[str]:
        return [word for _, sentence in self.sentences for word in _WORD.findall(sentence)]

    @property
    def mean(self) -> float:
        """Words in a sentence."""
        return len(self.words) / max(len(self.sentences), 1)

    @property
    def lix(self) -> float:
        long = sum(1 for word in self.words if len(word) >= _LONG_WORD)
        return self.mean + 100 * long / max(len(self.words), 1)


def count_words(text: str) -> int:
    """The words of a body that a reader reads, headings among them; a figure is one."""
    lines = [heading for section in markup.parse(text).sections if (heading := section.heading)]
    lines += [line for _, line in _lines(text)]
    return sum(len(_WORD.findall(line)) for line in lines)


def prose(text: str) -> Prose:
    """A body's sentences, without headings and slots. Lines are those of the body."""
    return Prose(tuple((number, each) for number, line in _lines(text) for each in sentences(line)))


def sentences(line: str) -> list[str]:
    """A line taken apart at its full stops, colons and marks, but not after an abbreviation or "am 3."."""
    found, began = [], 0
    for end in _END.finditer(line):
        before = line[began : end.end()].rstrip()
        if not (_NO_END.search(before) or _ORDINAL.search(before)):
            found.append(before)
            began = end.end()
    found.append(line[began:])
    return [sentence for sentence in found if _WORD.search(sentence)]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines of paragraphs and list items as they are read, each with its number."""
    for block in markup.parse(text).blocks():
        if block.kind != "slot":
            for number, line in enumerate(block.text.splitlines(), start=block.line):
                if spoken := markup.spoken(line):
                    yield number, spoken


def faults(text: str, language: str) -> Iterator[tuple[int, str]]:
    """What makes an article hard to read, each with its line and how to mend it."""
    length = count_words(text)
    if length < FEWEST_WORDS:
        yield 1, f"The text has {length} words; tell what a reader needs in at least {FEWEST_WORDS}."
    if length > MOST_WORDS:
        yield 1, f"The text has {length} words; cut it to {MOST_WORDS}, or make two articles of it."
    yield from hard_to_read(text, language)


def hard_to_read(text: str, language: str) -> Iterator[tuple[int, str]]:
    """What is hard to read in a text of any length, each with its line and how to mend it."""
    read = prose(text)
    for number, sentence in read.sentences:
        if (long := len(_WORD.findall(sentence))) > LONGEST_SENTENCE:
            yield number, f"This sentence has {long} words; divide it ({LONGEST_SENTENCE} at most): “{_cut(sentence)}”."
    if read.mean > LONGEST_MEAN:
        yield 1, f"A sentence has {read.mean:.1f} words on average; write shorter ones, {LONGEST_MEAN} at most."
    hardest = HARDEST.get(language)
    if hardest and read.lix > hardest:
        yield (
            1,
            f"The LIX is {read.lix:.0f}, at most {hardest} is plain in this language; use shorter words and sentences.",
        )


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= 60 else sentence[:59].rstrip() + "…"


def foreign(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Paragraphs in another language than the text's, each with its line."""
    if language not in ANALYSES:
        return
    for number, line in _lines(text):
        small = {each.language: _small_words(line, each) for each in ANALYSES.values()}
        likely = max(small, key=lambda each: small[each])
        if small[likely] >= max(_FEWEST_TELLING, 2 * small[language] + 1):
            yield number, f"This is in another language ({likely}) than its file; translate it."


def _small_words(line: str, analysis: Analysis) -> int:
    return sum(times for word, times in Counter(_WORD.findall(line.lower())).items() if analysis.is_stop_word(word))
