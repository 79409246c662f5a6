"""Reading what comes in: one draft for form, JSON and command line, and faults as sentences a person can use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from app.core.errors import N_, Problem

D = TypeVar("D", bound="Draft")


class Draft(BaseModel):
    """What may come in. Unknown fields are ignored, as a form brings its own."""

    model_config = ConfigDict(str_strip_whitespace=True, hide_input_in_errors=True)


@dataclass(frozen=True)
class Fault:
    """A sentence about one field, its holes not yet filled."""

    field: str
    sentence: str
    holes: Mapping[str, Any]


SENTENCES = {
    "missing": N_("Please fill this in."),
    "string_too_short": N_("Please fill this in."),
    "string_too_long": N_("This is too long: at most %(max_length)s characters fit here."),
    "too_long": N_("This is too long: at most %(max_length)s fit here."),
    "enum": N_("Please choose one of the possibilities."),
    "literal_error": N_("Please choose one of the possibilities."),
    "string_type": N_("This must be text."),
    "string_unicode": N_("This holds characters that can't be read. Please type it again."),
    "date_from_datetime_parsing": N_("Please give a date such as 2026-11-21."),
    "int_parsing": N_("Please give a whole number."),
    "json_invalid": N_("This is not valid JSON."),
}
OTHERWISE = N_("This can't be used here. Please check it.")


def sentence_for(error: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The sentence and its holes for one of pydantic's errors."""
    context = error.get("ctx") or {}
    raised = context.get("error")
    if isinstance(raised, Problem):
        return raised.sentence, raised.holes
    if error["type"] == "string_too_short" and error.get("input"):
        return N_("This is too short to be understood."), {}
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
            sentence, holes = sentence_for(each)
            faults.append(Fault(field=_field_of(each), sentence=sentence, holes=holes))
        return None, faults
