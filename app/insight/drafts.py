"""What may come in about words that people searched for."""

from typing import Annotated

from pydantic import Field

from app.core.drafts import MaskedDraft
from app.core.forms import OneLine

Filled = Annotated[str, Field(min_length=1, max_length=200), OneLine]


class EntryDraft(MaskedDraft):
    """Which entry of an editor's list: words in a language, or an answered question by its number."""

    longest_line = 500

    language: Filled
    folded: Annotated[str, Field(max_length=500), OneLine] = ""
    enquiry: Annotated[int, Field(ge=0, lt=2**31)] = 0


class PhrasingDraft(EntryDraft):
    """An entry made into a way people ask for an article (its slug)."""

    phrasing: Filled
    article: Filled
