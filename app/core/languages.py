"""Languages as BCP 47 tags: what a browser asks for, what they are called, and how Babel knows them."""

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale

BRITISH = {"en": "en_GB"}  # Babel's plain "en" writes American dates


@lru_cache
def locale(language: str) -> Locale:
    """Babel's locale for a language of the house."""
    return Locale.parse(BRITISH.get(language, language), sep="-" if "-" in language else "_")


def name(language: str, *, in_language: str) -> str:
    """What a language is called in another: name("de", in_language="en") is "German"."""
    return locale(language.replace("-", "_")).get_language_name(in_language) or language


def own_name(language: str) -> str:
    """What a language calls itself, with a capital: "Deutsch"."""
    return name(language, in_language=language).capitalize()


def choose(accept_language: str, offered: Sequence[str]) -> str:
    """The first offered language of an Accept-Language header (RFC 9110, 12.5.4); else English, else the first."""
    wishes: list[tuple[float, int, str]] = []
    for position, item in enumerate(accept_language[:500].split(",")):
        tag, _, quality = item.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if weight > 0:
            wishes.append((-weight, position, tag.lower()))
    for _, _, tag in sorted(wishes):
        for language in offered:
            if tag == language.lower() or tag.split("-")[0] == language.lower():
                return language
    return "en" if "en" in offered else offered[0]
