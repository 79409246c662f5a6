"""What may be counted of a search, and shown of a question. No database here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.articles.rules import folded
from app.core import analysis, personal_data

LONGEST_WORDS = 120
LONGEST_QUESTION = 200
MOST_SENTENCES = 2
FEWEST_DAYS = 3
KEPT = timedelta(days=180)
TAKEN_OUT = "…"

_NUMBER = re.compile(r"\d(?:[\W_]*\d){4,}")
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Words:
    """Words that were searched for, without what tells of a person: in lower case, and as search compares them."""

    shown: str
    folded: str


def words_of(text: str) -> Words | None:
    """What may be counted of a search: nothing of a longer text, for that is a story and tells of somebody."""
    line = " ".join(text.split())
    if len(line) > LONGEST_WORDS:
        return None
    shown = anonymous(line).lower()
    compared = folded(shown)
    return Words(shown, compared) if compared and len(shown) <= LONGEST_WORDS else None


def anonymous(text: str, names: Iterable[str] = ()) -> str:
    """A text without personal numbers, telephone, e-mail, these names, and any number of five digits or more, however
    it is spaced."""
    known = analysis.clean(personal_data.anonymise(text, names))
    return _NUMBER.sub(TAKEN_OUT, personal_data.MARKER.sub(TAKEN_OUT, known))


def short_question(text: str, names: Iterable[str]) -> str:
    """The beginning of a question, as a phrasing is proposed of it; empty when it has more than two sentences."""
    line = " ".join(anonymous(text, names).split())
    if len(_SENTENCES.split(line)) > MOST_SENTENCES or not folded(line):
        return ""
    return line if len(line) <= LONGEST_QUESTION else line[:LONGEST_QUESTION].rpartition(" ")[0]


def first_day_kept(today: date) -> date:
    """Counts of earlier days are forgotten."""
    return today - KEPT
