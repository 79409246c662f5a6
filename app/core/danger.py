"""Words of danger in what people write: violence, threats, suicide, an accident, somebody held or forced to work.

A clerk looks at such a text at once, and its receipt begins with the emergency numbers. Danish, English and German are
read together, because people mix them at night. The expressions (`danger_words.py`) err on the side of looking; a word
alone (accident, fire, violence) is no danger, somebody to whom it happens is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from app.core import danger_words as words
from app.core.analysis import LONGEST_WORD, clean, fold

WORD_OR_END = re.compile(r"[^\W_]+|[.!?;,]|\n\s*\n")
WRAPPED = re.compile(r"\|\s+")
APOSTROPHES = re.compile("['`´‘]")

LONGEST_READ = 20_000
"""Characters; no text that is taken is longer."""

NOBODY = "nobody |noone |no one |none |ingen |niemand |keiner |ohne verletzte |uden tilskadekomne "
GAP = rf"(?: (?!{NOBODY})[^ .]+){{0,6}}"


def tells_of_danger(text: str) -> bool:
    """Whether somebody should look at this text at once: it tells of danger to the writer or to another person. Of a
    text that is too long to be taken, the beginning is read."""
    told, (danger, accident, long_past) = _as_told(text[:LONGEST_READ]), _patterns()
    if danger.search(told):
        return True
    return any(accident.search(sentence) and not long_past.search(sentence) for sentence in _sentences(told))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Danger; an accident, which is one as long as it is not long past; and what is long past."""
    others = [table for kind, table in words.EXPRESSIONS.items() if kind != words.ACCIDENTS]
    return _any_of(others), _any_of([words.EXPRESSIONS[words.ACCIDENTS]]), _any_of([words.LONG_AGO])


def _as_told(text: str) -> str:
    """The folded words with one space before and after each; a full stop ends a sentence, a comma a clause."""
    pieces = WORD_OR_END.findall(_folded(APOSTROPHES.sub("", clean(text))))
    told = (piece[:LONGEST_WORD] if piece[0].isalnum() or piece == "," else "." for piece in pieces)
    return f" {' '.join(told)} . "


def _folded(text: str) -> str:
    """Folded, and ä or æ typed as a, too: schlägt, schlaegt and schlagt are one word."""
    return fold(text).replace("ae", "a")


def _sentences(told: str) -> Iterator[str]:
    return (f" {sentence} . " for sentence in told.split(" . "))


def _any_of(tables: Iterable[Mapping[str, str]]) -> re.Pattern[str]:
    return re.compile(
        "|".join(
            _pattern(line, words.PEOPLE[language])
            for table in tables
            for language, lines in table.items()
            for line in lines.strip().splitlines()
        )
    )


def _pattern(expression: str, people: Mapping[str, str]) -> str:
    """The regular expression for one line of the table."""
    in_full = WRAPPED.sub("|", expression).format_map(people)
    return "".join(_parts(in_full)) + "(?= )"


def _parts(expression: str) -> Iterator[str]:
    for part in expression.split():
        if part == "…":
            yield GAP
        elif part.startswith("…!"):
            yield rf"(?!(?: [^ .]+){{0,7}} (?:{_either(part[2:])}) )"
        elif part.startswith("!"):
            yield f"(?! (?:{_either(part[1:])}) )"
        elif part.startswith("["):
            yield f"(?: (?:{_either(part[1:-1])})(?= ))?"
        else:
            yield f" (?:{_either(part)})(?= )"


def _either(alternatives: str) -> str:
    return "|".join(map(_word, alternatives.split("|")))


def _word(word: str) -> str:
    if word == ".":
        return "[.,]"
    return _folded(word.removesuffix("*")) + "[^ ]*" * word.endswith("*")
