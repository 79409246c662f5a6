"""What comes in as JSON: the rooms' drafts, with what the OpenAPI description must say of them besides."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from app.core.drafts import Draft
from app.enquiries.drafts import (
    LONGEST_TEXT,
    ClosingDraft,
    EnquiryDraft,
    HandOverDraft,
    Line,
    LoggedDraft,
    MergeDraft,
    MessageDraft,
    PartDraft,
    ReplyDraft,
    TopicDraft,
)

COUNTRY = "^([A-Za-z]{2})?$"
SOMETHING = r"[^\s\x00-\x1f\x7f-\x9f]"
THREE = rf"{SOMETHING}[^\x00-\x08\x0b-\x1f\x7f-\x9f]{SOMETHING}"
ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
PATTERNS = {
    "text": THREE,
    # The ordinary form (RFC 5322 dot-atom). Names beyond ASCII are taken too, where a letter can be written to them.
    "email": rf"^$|^{ATOM}(\.{ATOM})*@{LABEL}(\.{LABEL})+$",
    "country": COUNTRY,
    "to": SOMETHING,
    "piece": THREE,
}


def _describe(schema: dict[str, Any]) -> None:
    """The form of texts that only validators know, without what only validators fill in."""
    schema["properties"].pop("removed", None)
    for name, pattern in PATTERNS.items():
        if name in schema["properties"]:
            schema["properties"][name]["pattern"] = pattern


def _describe_closing(schema: dict[str, Any]) -> None:
    _describe(schema)
    schema["anyOf"] = [
        {"properties": {"outcome": {"enum": ["answered", "withdrawn"]}}},
        _with("referred", "referred_to"),
        _with("case", "case_reference"),
    ]


def _with(outcome: str, field: str) -> dict[str, Any]:
    return {"properties": {"outcome": {"const": outcome}, field: {"pattern": SOMETHING}}, "required": [field]}


class QuestionBody(EnquiryDraft):
    """A question. `lang` is the asker's language, `country` where she comes from (ISO 3166-1 alpha-2), `details` holds
    narrower subjects such as `issuing_country` or `permit`."""

    model_config = ConfigDict(json_schema_extra=_describe)


class LoggedBody(LoggedDraft):
    """A question that reached the desk by telephone, at the counter or by mail."""

    model_config = ConfigDict(json_schema_extra=_describe)


class MessageBody(MessageDraft):
    """A message."""

    model_config = ConfigDict(json_schema_extra=_describe)


class ReplyBody(ReplyDraft):
    """An answer, a question back to the asker, or a note. `in_askers_language`: no interpreter needs to look at it."""

    model_config = ConfigDict(json_schema_extra=_describe)


def _describe_part(schema: dict[str, Any]) -> None:
    _describe(schema)
    schema["properties"]["topic"]["pattern"] = SOMETHING


class PartBody(PartDraft):
    """A piece of a question, word for word, and the slug of its topic."""

    model_config = ConfigDict(json_schema_extra=_describe_part)


class TopicBody(TopicDraft):
    """The slug of the topic that the enquiry, or the part, is really about."""

    model_config = ConfigDict(json_schema_extra=_describe_part)


class MergeBody(MergeDraft):
    """The number of the other enquiry."""


class HandOverBody(HandOverDraft):
    """`to` is the colleague's slug."""

    model_config = ConfigDict(json_schema_extra=_describe)


class ClosingBody(ClosingDraft):
    """An outcome: with `referred`, the authority the question was passed on to; with `case`, the case's reference."""

    model_config = ConfigDict(json_schema_extra=_describe_closing)


class RouteBody(Draft):
    """A text somebody may ask, and where. Nothing of it is stored; offsets count in the text exactly as it was sent."""

    model_config = ConfigDict(str_strip_whitespace=False)

    text: Annotated[str, Field(min_length=3, max_length=LONGEST_TEXT)]
    lang: Line = ""
    municipality: Line = ""
    country: Annotated[str, Field(pattern=COUNTRY)] = ""
    details: dict[Line, Line] = Field(default_factory=dict, max_length=20)
