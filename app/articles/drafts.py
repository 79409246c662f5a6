"""What may come in about articles."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from app.articles.models import Importance
from app.core.drafts import MaskedDraft
from app.core.errors import N_, Invalid
from app.core.forms import OneLine, Text


def _slug(value: str) -> str:
    if value and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+|[a-z0-9]{2,}", value):
        raise Invalid(N_("Please write small letters and digits, with hyphens between words: foreign-driving-licence."))
    return value


MOST_PHRASINGS = 200
Body = Text
Number = Annotated[int, Field(ge=0, lt=2**31)]


class WritingDraft(MaskedDraft):
    """What editors write, in which personal numbers are never kept either."""

    texts = frozenset({"body", "text", "value"})
    lists = frozenset({"phrasings"})
    longest_text = 40_000
    longest_line = 500


class TranslationDraft(WritingDraft):
    """An article's text in one language. `made_from` is the revision it was written on (0: the first), `based_on` the
    source's meaning that a translator had before her (none: the present one)."""

    title: Annotated[str, Field(min_length=1, max_length=150), OneLine]
    summary: Annotated[str, Field(max_length=500), OneLine] = ""
    body: Body = ""
    phrasings: list[Annotated[str, Field(max_length=200)]] = Field(default_factory=list, max_length=MOST_PHRASINGS)
    importance: Importance = Importance.CHANGED
    why: Annotated[str, Field(max_length=200), OneLine] = ""
    made_from: Number = 0
    based_on: Number | None = None


class NewArticleDraft(WritingDraft):
    """A new article: title, its own language, topic, and its name in addresses (empty: made from the title); with
    `for_replies` a text that staff puts into answers."""

    chosen = frozenset({"language", "topic"})

    title: Annotated[str, Field(min_length=1, max_length=150), OneLine]
    language: Annotated[str, Field(min_length=1), OneLine]
    topic: Annotated[str, Field(min_length=1), OneLine]
    slug: Annotated[str, Field(max_length=80), AfterValidator(_slug), OneLine] = ""
    for_replies: bool = False


class SupplementDraft(WritingDraft):
    """A municipality's text after a section (or, without one, its note for staff); empty takes it away."""

    text: Body = ""
    made_from: Number = 0


class SlotDraft(WritingDraft):
    """What stands in a slot: hours, a place or a fee once, a text by language; empty takes it away."""

    value: Any = None
    made_from: Number = 0
