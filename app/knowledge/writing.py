"""The one canonical form of every kind of file."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, RootModel

from app.articles.markup import write_supplements
from app.core.forms import Form
from app.guidance.drafts import ChecklistTable, GuidanceText, GuideTable
from app.knowledge import notation
from app.knowledge.forms import (
    AnyForm,
    ArticleForm,
    CountriesForm,
    EverydayForm,
    GapsForm,
    MunicipalityForm,
    NoteForm,
    OriginsForm,
    SupplementForm,
    TextForm,
)
from app.people.actions import SET_IN_THE_HOUSE

IN_LINE = frozenset({"audiences", "situations", "languages", "topics", "words", "aliases", "shared_with"})
"""Lists of single words, which stand on their key's line."""


def _in_line(form: AnyForm) -> frozenset[str]:
    match form:
        case GuideTable():
            names = {*form.sets, *(question.id for question in form.questions)}
            return frozenset({"other_than", "conditions", "papers", "sources", *names})
        case ChecklistTable():
            return IN_LINE | {"audience", "household", "situation", "papers"}
        case CountriesForm():
            return frozenset(OriginsForm.model_fields)
        case EverydayForm():
            return frozenset(language for words in form.root.values() for language in words)
        case GapsForm():
            return frozenset(language for gap in form.root.values() for language in gap.phrasings)
        case _:
            return IN_LINE


def write(form: AnyForm) -> str:
    """The file's text: UTF-8, LF, one newline at its end."""
    match form:
        case TextForm() | GuidanceText():
            front = _plain(form)
            body = front.pop("body", "")
            return f"---\n{notation.write(front, in_line=IN_LINE)}---\n{body}\n"
        case SupplementForm():
            return write_supplements({section: text for section, text in form.after.items() if text})
        case NoteForm():
            return form.text + "\n"
        case _:
            return notation.write(_plain(form), in_line=_in_line(form))


def digest(form: AnyForm) -> str:
    """The digest of what a file says. History does not count: how far a translation is behind, and former names. Nor
    does what is set in the house once a municipality is made."""
    match form:
        case TextForm():
            form = form.model_copy(update={"based_on": ""})
        case ArticleForm():
            form = form.model_copy(update={"aliases": []})
        case MunicipalityForm():
            form = form.model_copy(update=dict.fromkeys(SET_IN_THE_HOUSE))
    return sha256(write(form).encode()).hexdigest()


def stamp(form: AnyForm) -> str:
    """What is remembered of an imported file: its digest and, after a colon, how far behind its source it is."""
    said = form.based_on if isinstance(form, TextForm) else ""
    return f"{digest(form)}:{said}" if said else digest(form)


def read_stamp(stamp: str) -> tuple[str, str]:
    """A digest, and how far behind its source a file said it is."""
    found, _, said = stamp.partition(":")
    return found, said


def _plain(value: Any) -> Any:
    """Maps, lists and values, without what is empty or goes without saying."""
    if isinstance(value, RootModel):
        return _plain(value.root)
    if isinstance(value, BaseModel):
        unsaid = value.goes_without_saying if isinstance(value, Form) else {}
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        return _plain({name: each for name, each in fields.items() if name not in unsaid or each != unsaid[name]})
    if isinstance(value, Mapping):
        filled = {name: _plain(each) for name, each in value.items()}
        return {name: each for name, each in filled.items() if each not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
