"""The part of a text to show for a question: the best sentence with its neighbours, as plain text with marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.core.analysis import TermsOf, clean, tokens
from app.search.documents import Document

LONGEST_PASSAGE = 320
LONGEST_SENTENCE = 600
HEADING_SHARE = 0.5
"""What a word in the heading counts for a sentence under it."""

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W_a-zæøåäöü])|\s*\n\s*")


class Mark(NamedTuple):
    """A word in a sentence or passage: where it stands and the index terms it has."""

    start: int
    end: int
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence of a section; said to everybody when it names no audiences."""

    anchor: str
    audiences: tuple[str, ...]
    text: str
    heading_terms: frozenset[str]
    words: tuple[Mark, ...]


@dataclass(frozen=True)
class Passage:
    """Plain text from the section `anchor`; `marks` are the (start, end) of the words that were asked for."""

    anchor: str
    text: str
    marks: tuple[tuple[int, int], ...] = ()


def sentences(document: Document, terms_of: TermsOf) -> tuple[Sentence, ...]:
    """The sentences of a document with their index terms; worth keeping, for it takes a millisecond."""
    found = []
    for section in document.sections:
        heading = frozenset(term for word in _words(clean(section.heading), terms_of) for term in word.terms)
        for piece in SENTENCE_END.split(clean(section.text)):
            text = " ".join(piece.split())[:LONGEST_SENTENCE]
            if text:
                found.append(Sentence(section.anchor, section.audiences, text, heading, _words(text, terms_of)))
    return tuple(found)


def best_passage(
    found: Sequence[Sentence], asked: Mapping[str, float], anchor: str | None = None, audience: str | None = None
) -> Passage | None:
    """The passage that holds most of the asked terms (each with its importance), said to the reader's audience.

    When none holds any, the beginning of the section `anchor`, or of the text; None for a text without sentences.
    """
    if audience:
        found = [each for each in found if not each.audiences or audience in each.audiences]
    if not found:
        return None
    scores = [_score(sentence, asked) for sentence in found]
    best = max(range(len(found)), key=lambda at: (scores[at], -at))
    if not scores[best]:
        best = next((at for at, sentence in enumerate(found) if sentence.anchor == anchor), 0)
    return _around(found, best, asked)


def _words(text: str, terms_of: TermsOf) -> tuple[Mark, ...]:
    return tuple(Mark(token.start, token.end, terms) for token in tokens(text) if (terms := terms_of(token)))


def _score(sentence: Sentence, asked: Mapping[str, float]) -> float:
    held = {term for word in sentence.words for term in word.terms if term in asked}
    above = {term for term in sentence.heading_terms if term in asked} - held
    return sum(asked[term] for term in held) + HEADING_SHARE * sum(asked[term] for term in above)


def _around(found: Sequence[Sentence], best: int, asked: Mapping[str, float]) -> Passage:
    """The best sentence, and those that follow it in its section while there is room."""
    part, end = (found[best].anchor, found[best].audiences), best + 1
    length = len(found[best].text)
    while end < len(found) and (found[end].anchor, found[end].audiences) == part:
        length += 1 + len(found[end].text)
        if length > LONGEST_PASSAGE:
            break
        end += 1
    text, marks = "", []
    for sentence in found[best:end]:
        text += " " if text else ""
        for start, end_of_word, terms in sentence.words:
            if any(term in asked for term in terms):
                marks.append((len(text) + start, len(text) + end_of_word))
        text += sentence.text
    return Passage(found[best].anchor, text, tuple(marks))
