"""Reads a knowledge folder into forms. What can't be read is a finding with its file and line; nothing is raised."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.articles.markup import parse_supplements
from app.core.errors import N_, NotFound
from app.guidance.drafts import ChecklistTable, GuidanceText, GuideTable
from app.knowledge import forms, notation
from app.knowledge.forms import AnyForm
from app.knowledge.notation import Key, NotYaml, Reading, Where
from app.knowledge.places import Kind, Place, place_of
from app.knowledge.writing import write

LARGEST = 1_000_000
DEEPEST_FOLDER = 8

Yaml = type[
    forms.TopicsForm
    | forms.TermsForm
    | forms.EverydayForm
    | forms.GapsForm
    | forms.FiguresForm
    | forms.ArticleForm
    | forms.MunicipalityForm
    | forms.SlotsForm
    | forms.PeopleForm
    | forms.CountriesForm
    | forms.EventsForm
    | GuideTable
    | ChecklistTable
]
YAML_FORMS: Mapping[Kind, Yaml] = {
    Kind.TOPICS: forms.TopicsForm,
    Kind.TERMS: forms.TermsForm,
    Kind.EVERYDAY: forms.EverydayForm,
    Kind.GAPS: forms.GapsForm,
    Kind.FIGURES: forms.FiguresForm,
    Kind.ARTICLE: forms.ArticleForm,
    Kind.MUNICIPALITY: forms.MunicipalityForm,
    Kind.SLOTS: forms.SlotsForm,
    Kind.PEOPLE: forms.PeopleForm,
    Kind.COUNTRIES: forms.CountriesForm,
    Kind.EVENTS: forms.EventsForm,
    Kind.GUIDE: GuideTable,
    Kind.CHECKLIST: ChecklistTable,
}


@dataclass(frozen=True)
class Finding:
    """What is wrong in a line of a file, and how to mend it. An error stops an import; the rest asks for a look."""

    file: str
    line: int
    message: str
    error: bool = True

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True)
class File:
    """A file that could be read. `body_line` is where a text begins, below its front matter."""

    place: Place
    form: AnyForm
    reading: Reading = field(default_factory=lambda: Reading(None))
    body_line: int = 1
    raw: bytes = b""

    @property
    def path(self) -> str:
        return self.place.path

    @cached_property
    def canonical(self) -> str:
        return write(self.form)

    @property
    def is_canonical(self) -> bool:
        return self.raw == self.canonical.encode()

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing: `{}`, or a supplement without a text."""
        return not self.canonical.strip()

    def finding(self, message: str, *where: Key, error: bool = True) -> Finding:
        """A finding about what stands there in the file's YAML."""
        return Finding(self.path, self.reading.line(where), message, error)

    def in_body(self, line: int, message: str, *, error: bool = True) -> Finding:
        """A finding about a line of the body (its first is 1)."""
        return Finding(self.path, self.body_line + line - 1, message, error)


@dataclass(frozen=True)
class Folder:
    """A knowledge folder, read: its files by path, and what could not be read."""

    files: Mapping[str, File]
    findings: tuple[Finding, ...] = ()


def read_folder(folder: Path) -> Folder:
    """Reads every file below `folder`. Links are not followed. Raises NotFound when there is no such folder."""
    if not folder.is_dir():
        raise NotFound(N_("There is no folder %(folder)s."), folder=str(folder))
    files: dict[str, File] = {}
    findings: list[Finding] = []
    for path, file in _below(folder):
        try:
            if read := _read(path, file):
                files[path] = read
        except _Unreadable as unreadable:
            findings.extend(unreadable.findings)
    return Folder(files, tuple(findings))


class _Unreadable(Exception):
    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    for here, inner, names in os.walk(folder, followlinks=False):
        depth = len(Path(here).relative_to(folder).parts)
        inner[:] = [] if depth >= DEEPEST_FOLDER else sorted(name for name in inner if not name.startswith("."))
        linked = [name for name in inner if (Path(here) / name).is_symlink()]
        for name in sorted([*names, *linked]):
            if not name.startswith(".") and not (depth == 0 and name.lower().startswith(("readme", "licen"))):
                file = Path(here) / name
                yield file.relative_to(folder).as_posix(), file


def _read(path: str, file: Path) -> File | None:
    """Raises _Unreadable."""
    if file.is_symlink() or not file.is_file():
        raise _Unreadable(
            Finding(path, 1, "This is a link or no file at all; it is not read. Put the file itself here.")
        )
    place = place_of(path)
    if place is None:
        raise _Unreadable(
            Finding(
                _shown(path),
                1,
                "This file has no place in knowledge and is not read; see the list of files in writing-articles.md.",
                error=False,
            )
        )
    if file.stat().st_size > LARGEST:
        raise _Unreadable(Finding(path, 1, f"This file is larger than {LARGEST} bytes; divide it."))
    raw = file.read_bytes()
    try:
        return _understood(place, _decoded(path, raw), raw)
    except NotYaml as error:
        raise _Unreadable(Finding(path, error.line, str(error))) from None


def _shown(path: str) -> str:
    """A path that can be printed, whatever its bytes."""
    return path.encode(errors="replace").decode()


def _decoded(path: str, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _Unreadable(Finding(path, line, "This is not UTF-8; save the file as UTF-8.")) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _understood(place: Place, text: str, raw: bytes) -> File:
    match place.kind:
        case Kind.TEXT:
            return _text_file(place, text, raw, forms.TextForm)
        case Kind.GUIDE_TEXT | Kind.CHECKLIST_TEXT:
            return _text_file(place, text, raw, GuidanceText)
        case Kind.SUPPLEMENT:
            return _supplement_file(place, text, raw)
        case Kind.NOTE:
            body, line = _body(text, 1)
            return File(place, forms.NoteForm(text=body), body_line=line, raw=raw)
        case _:
            reading = notation.read(text)
            return File(place, _formed(place, reading, YAML_FORMS[place.kind]), reading, raw=raw)


def _text_file(place: Place, text: str, raw: bytes, form: type[forms.TextForm | GuidanceText]) -> File:
    opening, _, rest = text.partition("\n")
    front, closed, body = f"\n{rest}".partition("\n---\n")
    if opening.strip() != "---" or not closed:
        raise NotYaml(1, "A text begins with a line “---”, title, summary (and phrasings), and another line “---”.")
    reading = notation.read(front[1:], first_line=2)
    body, line = _body(body, front.count("\n") + 3)
    if not isinstance(reading.value, dict) or "body" in reading.value:
        raise NotYaml(2, "Between the lines “---” stand keys with values, such as “title: Getting a CPR number”.")
    with_body = Reading({**reading.value, "body": body}, {**reading.lines, ("body",): line})
    return File(place, _formed(place, with_body, form), with_body, line, raw)


def _body(text: str, first_line: int) -> tuple[str, int]:
    """The text without empty lines around it, and the line it begins in."""
    body = text.strip()
    return body, first_line + text[: len(text) - len(text.lstrip())].count("\n")


def _supplement_file(place: Place, text: str, raw: bytes) -> File:
    texts, faults = parse_supplements(text)
    if faults:
        raise _Unreadable(*(Finding(place.path, fault.line, fault.message) for fault in faults))
    return File(place, forms.SupplementForm(after=texts), _blocks(text), raw=raw)


def _blocks(text: str) -> Reading:
    """In which line the text of each block of a supplement begins."""
    lines: dict[Where, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("::: after "):
            lines["after", line.removeprefix("::: after ").strip()] = number + 1
    return Reading(None, lines)


def _formed(place: Place, reading: Reading, form: type[Any]) -> Any:
    """Raises _Unreadable with a finding for each thing that has the wrong shape."""
    try:
        return form.model_validate(reading.value)
    except ValidationError as error:
        raise _Unreadable(
            *(_finding(place, reading, each) for each in error.errors(include_url=False, include_input=False))
        ) from None


SHAPES = {
    "missing": "The key “{name}” is missing here; add it.",
    "extra_forbidden": "The key “{name}” is not known here; take it out or mend its spelling.",
    "string_type": "“{name}” must be text; put it in double quotes when it looks like a number, a day or yes and no.",
    "int_type": "“{name}” must be a whole number.",
    "int_from_float": "“{name}” must be a whole number.",
    "float_type": "“{name}” must be a number, without a unit and without quotes.",
    "bool_type": "“{name}” must be true or false.",
    "date_type": "“{name}” must be a day such as 2026-11-21, without quotes.",
    "list_type": "“{name}” must be a list.",
    "dict_type": "“{name}” must have keys with values below it.",
    "model_type": "“{name}” must have keys with values below it.",
    "string_too_long": "“{name}” is too long; at most {max_length} characters fit.",
}


def _where(reading: Reading, loc: tuple[Key, ...]) -> Where:
    """A fault's place in the file: what names no part of it (pydantic's words for a kind of value) is left out."""
    where: Where = ()
    for number, part in enumerate(loc):
        if (*where, part) in reading.lines or (number == len(loc) - 1 and part != "[key]"):
            where = (*where, part)
    return where


def _finding(place: Place, reading: Reading, error: Mapping[str, Any]) -> Finding:
    where = _where(reading, error["loc"])
    name = next((part for part in reversed(where) if isinstance(part, str)), "The file")
    message = SHAPES.get(
        error["type"], "“{name}” can't be read here; see the form of this file in writing-articles.md."
    )
    return Finding(place.path, reading.line(where), message.format(name=name, **error.get("ctx", {})))
