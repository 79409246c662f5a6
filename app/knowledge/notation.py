"""The small part of YAML that knowledge is written in: maps, lists, texts, numbers, days, yes and no.

Reading builds plain values from the parser's events and never an object, so that tags have nothing to call; anchors are
refused, so that nothing can multiply. Writing has one form for each value, and reading gives that value back.
"""

import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml
from yaml.events import (
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

Key = str | int
Where = tuple[Key, ...]
"""The keys and places in lists that lead to a value."""

DEEPEST = 12
MOST_IN_A_LINE = 24
LONGEST_LINE = 120


class NotYaml(Exception):
    """The text can't be read; `line` (from 1) says where, the message how to mend it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Reading:
    """A value and the line (from 1) of everything in it."""

    value: Any
    lines: Mapping[Where, int] = field(default_factory=dict)

    def line(self, where: Where) -> int:
        """The line of what stands there, or of the nearest thing around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def read(text: str, *, first_line: int = 1) -> Reading:
    """Reads one document; an empty one is None. Raises NotYaml."""
    try:
        return _Reader(text, first_line).read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(part for part in (error.context, error.problem) if part)
        raise NotYaml(
            (mark.line if mark else 0) + first_line,
            f"This is not valid YAML ({said}); mend the line or the one above it.",
        ) from None
    except yaml.YAMLError:
        raise NotYaml(
            first_line, "This is not valid YAML: it holds characters that can't be shown; take them out."
        ) from None


class _Reader:
    def __init__(self, text: str, first_line: int) -> None:
        self.events: Iterator[Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.first_line = first_line
        self.lines: dict[Where, int] = {}

    def read(self) -> Reading:
        value = None
        for number, event in enumerate(self._content()):
            if number:
                raise NotYaml(self._line(event), "Only one document stands in a file; take the line “---” out.")
            value = self._value(event, ())
        return Reading(value, self.lines)

    def _content(self) -> Iterator[NodeEvent]:
        """The first event of each document."""
        return (event for event in self.events if isinstance(event, NodeEvent))

    def _line(self, event: Event) -> int:
        return (event.start_mark.line if event.start_mark else 0) + self.first_line

    def _value(self, event: Event, where: Where) -> Any:
        self.lines.setdefault(where, self._line(event))
        if not isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent) or event.anchor is not None:
            raise NotYaml(self._line(event), "Anchors (& and *) are not used here; write the value out.")
        if len(where) > DEEPEST:
            raise NotYaml(
                self._line(event), "This is nested too deeply; see the form of this file in writing-articles.md."
            )
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if event.tag is not None:
            raise NotYaml(self._line(event), "Tags (!) are not used here; take it out.")
        if isinstance(event, SequenceStartEvent):
            return self._list(where)
        return self._map(where)

    def _scalar(self, event: ScalarEvent) -> Any:
        if event.tag is not None:
            raise NotYaml(self._line(event), "Tags (!) are not used here; take it out.")
        if not event.implicit[0]:
            return event.value
        try:
            return plain_value(event.value)
        except ValueError:
            raise NotYaml(self._line(event), f"There is no day {event.value}; write it as 2026-11-21.") from None

    def _list(self, where: Where) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self._value(event, (*where, len(items))))
        return items

    def _map(self, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            if not isinstance(event, ScalarEvent) or event.anchor is not None or event.tag is not None:
                raise NotYaml(self._line(event), "A key must be a word.")
            key = event.value
            if key in found:
                raise NotYaml(self._line(event), f"The key “{key}” stands twice; keep one.")
            self.lines[(*where, key)] = self._line(event)
            found[key] = self._value(next(self.events), (*where, key))
        return found


_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}


def plain_value(text: str) -> Any:
    """What an unquoted word means (YAML 1.2, core schema, and days). Raises ValueError for a day there is not."""
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > 30:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    return text


# --- Writing ----------------------------------------------------------------------------------------------------------


def write(value: Mapping[str, Any] | Sequence[Any], *, in_line: Collection[str] = ()) -> str:
    """The document, one newline at its end. Lists of words under the keys `in_line` stand on their key's line."""
    return "".join(f"{line}\n" for line in _block(value, in_line))


def _block(value: Any, in_line: Collection[str]) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _entry(f"{_text(str(key))}:", each, in_line, flow=key in in_line)
    else:
        for each in value:
            yield from _item(each, in_line)


def _entry(head: str, value: Any, in_line: Collection[str], *, flow: bool) -> Iterator[str]:
    if isinstance(value, list | tuple) and (not value or (flow and all(map(_is_word, value)))):
        yield from _in_lines(head, [_scalar(each, flow=True) for each in value])
    elif isinstance(value, Mapping) and not value:
        yield f"{head} {{}}"
    elif isinstance(value, Mapping | list | tuple):
        yield head
        yield from _indented(_block(value, in_line))
    elif _stands_as_block(value):
        yield f"{head} |-"
        yield from _indented(value.split("\n"))
    else:
        yield f"{head} {_scalar(value)}"


def _is_word(value: Any) -> bool:
    return not isinstance(value, Mapping | list | tuple)


def _in_lines(head: str, items: Sequence[str]) -> Iterator[str]:
    """A list on its key's line; one of very many items goes on in further lines."""
    longest = LONGEST_LINE if len(items) > MOST_IN_A_LINE else sys.maxsize
    line = f"{head} ["
    for number, item in enumerate(items, start=1):
        word = f"{item}," if number < len(items) else f"{item}]"
        if len(line) + len(word) >= longest and number > 1:
            yield line.rstrip()
            line = "  "
        line += f"{word} "
    yield line.rstrip() if items else f"{line}]"


def _item(value: Any, in_line: Collection[str]) -> Iterator[str]:
    if isinstance(value, Mapping | list | tuple) and value:
        first, *rest = _block(value, in_line)
        yield f"- {first}"
        yield from _indented(rest)
    else:
        yield from _entry("-", value, in_line, flow=False)


def _indented(lines: Collection[str] | Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"  {line}" if line else ""


def _scalar(value: Any, *, flow: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return _text(value, flow=flow)


# What other readers of YAML take for a number, a moment or a switch (YAML 1.1).
_MEANT_OTHERWISE = re.compile(
    r"""y|yes|n|no|on|off|true|false|null|~|=|<<|[-+]?\.(?:inf|nan)
      | [-+]?[0-9][0-9_,.]*(?:e[-+]?[0-9]+)? | [-+]?\.[0-9_]+(?:e[-+]?[0-9]+)?
      | [-+]?[0-9]+(?::[0-9]+)+(?:\.[0-9]*)? | 0[xob][0-9a-f_]+
      | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*""",
    re.IGNORECASE | re.VERBOSE,
)
_STARTS_SOMETHING = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|[-?:](?:\s|$)|---|\.\.\.")
_BREAKS_OFF = re.compile(r":(?:\s|$)|\s#")
_BREAKS_OFF_IN_LINE = re.compile(r"[,\[\]{}]|[:?]")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _text(text: str, *, flow: bool = False) -> str:
    """The text as it stands, in double quotes where YAML would read something else."""
    needs_quotes = (
        not text
        or text != text.strip()
        or _MEANT_OTHERWISE.fullmatch(text)
        or _STARTS_SOMETHING.match(text)
        or _BREAKS_OFF.search(text)
        or _UNSEEN.search(text)
        or (flow and _BREAKS_OFF_IN_LINE.search(text))
    )
    return f'"{_escaped(text)}"' if needs_quotes else text


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def _stands_as_block(value: Any) -> bool:
    """Whether a text of several lines can stand as they are."""
    if not isinstance(value, str) or "\n" not in value:
        return False
    lines = value.split("\n")
    seen = all(line.strip() or not line for line in lines) and not _UNSEEN.search(
        value.replace("\n", "").replace("\t", "")
    )
    return seen and bool(lines[0]) and bool(lines[-1]) and not lines[0][0].isspace()
