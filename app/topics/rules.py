"""What is true of countries and of the areas that issue papers of their own. No database here."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.core import languages

LAST_IN_DANISH = str.maketrans({"æ": "zx", "ä": "zx", "ø": "zy", "ö": "zy", "å": "zz"})
WITH_THEIR_LETTER = str.maketrans({"æ": "ae", "ø": "o"})  # what has no accent that could be taken off


class Origin(StrEnum):
    """The audience that a country's citizens belong to: eu is the EU, the EEA and Switzerland without the Nordic."""

    NORDIC = "nordic"
    EU = "eu"
    THIRD = "third"


@dataclass(frozen=True)
class Area:
    """A part of a country that issues papers of its own, such as GB-NIR, with its names by language."""

    part_of: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Countries:
    """The world's countries (ISO 3166-1 alpha-2, and XK for Kosovo) with their origins, and the issuing areas."""

    origins: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)

    def origin(self, code: str) -> str:
        """The audience of a country's citizens, or of an area's country; none for a code that is not known."""
        code = code.upper()
        return self.origins.get(self.areas[code].part_of if code in self.areas else code, "")

    def codes(self, *, areas: bool = False) -> list[str]:
        """All codes of countries, with `areas` those of issuing areas, too."""
        return [*self.origins, *(self.areas if areas else ())]

    def name(self, code: str, language: str) -> str:
        """What a country (as CLDR has it) or an area is called in this language; the code when nobody knows."""
        if area := self.areas.get(code):
            return area.names.get(language) or area.names.get("en") or code
        return str(languages.locale(language).territories.get(code, code))

    def named(self, language: str, *, areas: bool = False) -> list[tuple[str, str]]:
        """Codes with their names, in the order in which the language's readers look for them."""
        found = [(code, self.name(code, language)) for code in self.codes(areas=areas)]
        return sorted(found, key=lambda each: _sorted_as(each[1], language))


def _sorted_as(name: str, language: str) -> str:
    """Danes look for æ, ø and å after z; everybody else with the letters that they look like."""
    letters = name.casefold().translate(LAST_IN_DANISH if language == "da" else WITH_THEIR_LETTER)
    return "".join(each for each in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(each))
