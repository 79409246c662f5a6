"""Divides a text with several questions into parts, each with a subject of its own: proposed, and staff may change it.

People say it when they come to another matter ("besides", "außerdem", "for det andet"), or have asked a question and go
on. There, and only there, a text may be divided; and it is where both pieces are surely about different topics.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from app.enquiries.subjects import Subject, subject_of
from app.search.engine import Index
from app.search.glossary import Glossary
from app.search.passages import SENTENCE_END

MOST_PLACES = 12
"""Where a text may be divided that are looked at: each costs two searches."""

MOST_PARTS = 5
SURE_AFTER_A_WORD = 0.15
SURE_AFTER_A_QUESTION = 0.4
"""How sure the topics of both pieces must be (measured: no question with one topic is divided, most with two are)."""

ANOTHER_MATTER = {
    "da": "desuden|derudover|udover|ud over|oven i|oveni|for det andet|en anden ting|et andet spørgsmål|endnu et|og så"
    "|så er der|til sidst|i øvrigt|ellers|samtidig",
    "en": "also|besides|in addition|additionally|moreover|on top of|another (?:thing|question)"
    "|the other (?:thing|question)|one more|secondly|second,|second question|finally|last,|plus|then there",
    "de": "dazu|außerdem|ausserdem|zudem|zweitens|ferner|und noch|noch etwas|noch eine|eine andere|eine weitere"
    "|die andere|das andere|ein anderes|obendrein|daneben|nebenbei|zusätzlich|übrigens|dann noch",
}
AND = "and|og|und"
COMES_TO_ANOTHER = re.compile(rf"(?:(?:{AND}) )?(?:{'|'.join(ANOTHER_MATTER.values())}|2[.)])(?!\w)", re.IGNORECASE)
MAY_END = re.compile(rf"{SENTENCE_END.pattern}|(?<=[,;])\s+(?=(?!also\s)(?i:{COMES_TO_ANOTHER.pattern}))")
"""The end of a sentence, or of a clause before another matter (not before the German *also*, which goes on)."""

GOES_ON = re.compile(rf"(?:{AND})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A part of a text, as it was written, and what it is about."""

    text: str
    subject: Subject

    @property
    def topic(self) -> str:
        """The likeliest topic; empty when it is about nothing that we know."""
        return max(self.subject.topics, key=self.subject.topics.__getitem__, default="")

    @property
    def confidence(self) -> float:
        return self.subject.topics.get(self.topic, 0.0)


def parts_of(index: Index, text: str, *, language: str, owners: Collection[int], glossary: Glossary) -> list[Piece]:
    """The parts of a text as this index sees them; while it can't be read, a text is about nothing."""
    return divide(text, lambda piece: subject_of(index, piece, language=language, owners=owners, glossary=glossary))


def divide(text: str, look: Callable[[str], Subject]) -> list[Piece]:
    """The parts of a text, in its order: one, when it is about one matter. Together they are the text.

    `look` says what a piece of it is about.
    """
    found: list[tuple[int, int, Piece]] = []
    for after_a_word, start, end in _may_be_divided(text):
        piece = Piece(text[start:end].strip(), look(text[start:end]))
        if found and (len(found) == MOST_PARTS or not _another(found[-1][2], piece, after_a_word)):
            start = found.pop()[0]
            piece = Piece(text[start:end].strip(), look(text[start:end]))
        found.append((start, end, piece))
    return [piece for _, _, piece in found]


def _another(before: Piece, piece: Piece, after_a_word: bool) -> bool:
    if not after_a_word and not piece.text.endswith("?"):
        return False
    sure = SURE_AFTER_A_WORD if after_a_word else SURE_AFTER_A_QUESTION
    return before.topic != piece.topic and min(before.confidence, piece.confidence) >= sure


def _may_be_divided(text: str) -> Iterator[tuple[bool, int, int]]:
    """Start and end of the pieces between which another matter may begin, and whether the writer says that it does."""
    places, said, start = 0, False, 0
    for end in MAY_END.finditer(text):
        asked = text[start : end.start()].rstrip().endswith("?")
        word = bool(COMES_TO_ANOTHER.match(text, end.end()) or (asked and GOES_ON.match(text, end.end())))
        if (word or asked) and places < MOST_PLACES and text[start : end.start()].strip():
            yield said, start, end.start()
            places, said, start = places + 1, word, end.end()
    yield said, start, len(text)
