"""Maps with known keys, as they stand in files and in the database: one form for both.

A form knows the shape only: which keys, and what kind of value. Making one brings it to its canonical order.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from app.core.drafts import one_line, readable

FIRST_LANGUAGES = ("da", "en", "de")


def language_order(language: str) -> tuple[int, str]:
    """Danish, English, German, then the others by their tags."""
    return (FIRST_LANGUAGES.index(language) if language in FIRST_LANGUAGES else len(FIRST_LANGUAGES), language)


def by_language(texts: dict[str, Any]) -> dict[str, Any]:
    """Texts by language in their order, without empty ones."""
    return {language: texts[language] for language in sorted(texts, key=language_order) if texts[language]}


def _by_name(things: dict[str, Any]) -> dict[str, Any]:
    return {name: things[name] for name in sorted(things)}


def in_order_of(*words: str) -> AfterValidator:
    """Brings a list of words into this order, each once; others come last, by the alphabet."""

    def ordered(found: list[str]) -> list[str]:
        return sorted(set(found), key=lambda word: (words.index(word) if word in words else len(words), word))

    return AfterValidator(ordered)


def clean_line(value: Any) -> Any:
    """A text on one line; anything else as it is."""
    return one_line(value) if isinstance(value, str) else value


def _clean_text(value: Any) -> Any:
    return readable(value) if isinstance(value, str) else value


# Lengths stand before the cleaning (pydantic reads from the inside out), so that their faults are those of texts.
OneLine = BeforeValidator(clean_line)
Line = Annotated[str, OneLine]
Text = Annotated[str, Field(max_length=40_000), BeforeValidator(_clean_text)]
Lines = Annotated[list[Line], AfterValidator(lambda found: [line for line in found if line])]
Names = Annotated[list[Line], in_order_of()]
LanguageTags = Annotated[list[Line], AfterValidator(lambda found: sorted(set(found), key=language_order))]
LanguagesFirst = AfterValidator(by_language)
ByName = AfterValidator(_by_name)
ByLanguage = Annotated[dict[str, Line], LanguagesFirst]
TextByLanguage = Annotated[dict[str, Text], LanguagesFirst]


class Form(BaseModel):
    """A map with known keys. What is empty, or goes without saying, is not written."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
    goes_without_saying: ClassVar[Mapping[str, Any]] = {}
