"""Reading what comes in: one draft for form, JSON and command line, and faults as sentences a person can use."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ModelWrapValidatorHandler, ValidationError, model_validator

from app.core import personal_data
from app.core.errors import N_, Invalid, Problem

D = TypeVar("D", bound="Draft")

_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Draft(BaseModel):
    """What may come in. Unknown fields are ignored, as a form brings its own."""

    model_config = ConfigDict(str_strip_whitespace=True, hide_input_in_errors=True)
    chosen: ClassVar[frozenset[str]] = frozenset()  # the fields that are chosen, not typed


def readable(text: str) -> str:
    """Without control characters and lone surrogates, which nobody types and PostgreSQL refuses, and without marks that
    turn what follows around; line ends as ours."""
    return _UNREADABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """Readable, and on one line."""
    return " ".join(readable(text).split())


class MaskedDraft(Draft):
    """Takes CPR, passport and bank numbers out of every text; `removed` says which kinds there were.

    What is too long is not searched for them (four million signs take 13 seconds): it is refused.
    """

    texts: ClassVar[frozenset[str]] = frozenset({"text"})  # the fields that may have several lines
    lists: ClassVar[frozenset[str]] = frozenset()  # those that may be typed with one item on each line
    longest_text: ClassVar[int] = 8000
    longest_line: ClassVar[int] = 200
    most_items: ClassVar[int] = 200

    removed: list[str] = Field(default_factory=list)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_no_numbers(cls, fields: Any, make: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(fields, dict):
            return make(fields)
        removed: set[str] = set()
        too_long: list[Invalid] = []

        def clean(name: str, value: Any, *, is_text: bool) -> Any:
            if isinstance(value, str):
                text, longest = (readable(value), cls.longest_text) if is_text else (one_line(value), cls.longest_line)
                if len(text) > longest:
                    too_long.append(Invalid(TOO_LONG, field=name, max_length=longest))
                    return text
                kept = personal_data.keep(text)
                removed.update(kept.removed)
                return kept.text
            if isinstance(value, dict | list) and len(value) > cls.most_items:
                too_long.append(Invalid(TOO_MANY, field=name, max_length=cls.most_items))
                return value
            if isinstance(value, dict):
                cleaned = value.items()
                return {clean(name, key, is_text=False): clean(name, item, is_text=is_text) for key, item in cleaned}
            return [clean(name, item, is_text=is_text) for item in value] if isinstance(value, list) else value

        ours = {name: value for name, value in fields.items() if name in cls.model_fields}
        for name in cls.lists & ours.keys():
            if isinstance(ours[name], str):
                ours[name] = [line for line in readable(ours[name]).split("\n") if line.strip()]
        kept = {name: clean(name, value, is_text=name in cls.texts) for name, value in ours.items()}
        draft = make({**kept, "removed": sorted(removed)})  # where a field refuses what is too long, it says so better
        if too_long:
            raise too_long[0]
        return draft


@dataclass(frozen=True)
class Fault:
    """A sentence about one field, its holes not yet filled."""

    field: str
    sentence: str
    holes: Mapping[str, Any]


TOO_LONG = N_("This is too long: at most %(max_length)s characters fit here.")
TOO_MANY = N_("This is too long: at most %(max_length)s fit here.")
SENTENCES = {
    "missing": N_("Please fill this in."),
    "string_too_short": N_("Please fill this in."),
    "string_too_long": TOO_LONG,
    "too_long": TOO_MANY,
    "enum": N_("Please choose one of the possibilities."),
    "literal_error": N_("Please choose one of the possibilities."),
    "string_type": N_("This must be text."),
    "string_unicode": N_("This holds characters that can't be read. Please type it again."),
    "date_from_datetime_parsing": N_("Please give a date such as 2026-11-21."),
    "int_parsing": N_("Please give a whole number."),
    "json_invalid": N_("This is not valid JSON."),
}
OTHERWISE = N_("This can't be used here. Please check it.")


def sentence_for(error: Mapping[str, Any], chosen: Container[str] = ()) -> tuple[str, Mapping[str, Any]]:
    """The sentence and its holes for one of pydantic's errors; `chosen` are the fields that nobody types."""
    context = error.get("ctx") or {}
    raised = context.get("error")
    if isinstance(raised, Problem):
        return raised.sentence, raised.holes
    if error["type"] == "string_too_short" and str(error.get("input") or "").strip():
        return N_("This is too short to be understood."), {}
    if error["type"] in {"missing", "string_too_short", "too_short"} and error["loc"][0] in chosen:
        return SENTENCES["enum"], {}
    return SENTENCES.get(error["type"], OTHERWISE), context


def _field_of(error: Mapping[str, Any]) -> str:
    """The field an error names; a rule about several fields says itself at which one its sentence belongs."""
    raised = (error.get("ctx") or {}).get("error")
    if error["loc"]:
        return str(error["loc"][0])
    return (raised.field or "") if isinstance(raised, Problem) else ""


def read(draft: type[D], fields: Mapping[str, Any]) -> tuple[D | None, list[Fault]]:
    """The draft, or what is wrong with it, a fault for each field."""
    try:
        return draft.model_validate(fields), []
    except ValidationError as error:
        faults = []
        for each in error.errors():
            sentence, holes = sentence_for(each, draft.chosen)
            faults.append(Fault(field=_field_of(each), sentence=sentence, holes=holes))
        return None, faults
