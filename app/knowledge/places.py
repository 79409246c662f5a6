"""What stands where in a knowledge folder: a path says what a file is about, and back."""

import re
from dataclasses import dataclass
from enum import StrEnum

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

RESERVED = frozenset(
    {"api", "desk", "studio", "shared", "static", "a", "was", "sign-in", "sign-out", "healthz", "readyz", "metrics"}
)
"""First parts of addresses that are no municipality's."""


class Kind(StrEnum):
    TOPICS = "topics.yaml"
    TERMS = "terms.yaml"
    EVERYDAY = "everyday.yaml"
    GAPS = "gaps.yaml"
    FIGURES = "figures.yaml"
    COUNTRIES = "countries.yaml"
    MUNICIPALITY = "municipality.yaml"
    SLOTS = "slots.yaml"
    PEOPLE = "people.yaml"
    EVENTS = "events.yaml"
    ARTICLE = "article.yaml"
    TEXT = "text"
    SUPPLEMENT = "supplement"
    NOTE = "note"
    GUIDE = "guide.yaml"
    GUIDE_TEXT = "guide-text"
    CHECKLIST = "checklist.yaml"
    CHECKLIST_TEXT = "checklist-text"


@dataclass(frozen=True)
class Place:
    """What a file is about; no municipality: it is shared."""

    kind: Kind
    municipality: str = ""
    topic: str = ""
    slug: str = ""
    language: str = ""

    @property
    def path(self) -> str:
        """Where it stands, from the folder on, with slashes. Raises ValueError for names that are no names."""
        path = "/".join(part for part in self._parts() if part)
        if place_of(path) != self:
            raise ValueError(f"not a place in a knowledge folder: {path}")
        return path

    def _parts(self) -> tuple[str, ...]:
        home = f"municipalities/{self.municipality}" if self.municipality else ""
        match self.kind:
            case Kind.TEXT:
                return (home, "articles", self.topic, self.slug, f"{self.language}.md")
            case Kind.ARTICLE:
                return (home, "articles", self.topic, self.slug, self.kind.value)
            case Kind.SUPPLEMENT:
                return (home, "supplements", self.slug, f"{self.language}.md")
            case Kind.NOTE:
                return (home, "notes", self.slug, f"{self.language}.md")
            case Kind.GUIDE:
                return ("guides", self.slug, self.kind.value)
            case Kind.GUIDE_TEXT:
                return ("guides", self.slug, f"{self.language}.md")
            case Kind.CHECKLIST:
                return ("checklists", self.slug, self.kind.value)
            case Kind.CHECKLIST_TEXT:
                return ("checklists", self.slug, f"{self.language}.md")
            case _:
                return (home, self.kind.value)


SHARED_FILES = {Kind.TOPICS, Kind.TERMS, Kind.EVERYDAY, Kind.GAPS, Kind.FIGURES, Kind.COUNTRIES}
LOCAL_FILES = {Kind.MUNICIPALITY, Kind.SLOTS, Kind.PEOPLE, Kind.FIGURES, Kind.EVENTS}


def place_of(path: str) -> Place | None:
    """What the file at this path is about; None for a file that knowledge has no use for."""
    match path.split("/"):
        case ["municipalities", municipality, *rest] if NAME.fullmatch(municipality):
            return _local(municipality, rest)
        case ["articles", *rest]:
            return _of_article("", rest)
        case ["guides", slug, file] if NAME.fullmatch(slug):
            return _of_guidance(Kind.GUIDE, Kind.GUIDE_TEXT, slug, file)
        case ["checklists", slug, file] if NAME.fullmatch(slug):
            return _of_guidance(Kind.CHECKLIST, Kind.CHECKLIST_TEXT, slug, file)
        case [name] if name in SHARED_FILES:
            return Place(Kind(name))
    return None


def _local(municipality: str, rest: list[str]) -> Place | None:
    match rest:
        case ["articles", *below]:
            return _of_article(municipality, below)
        case [("supplements" | "notes") as folder, slug, file] if NAME.fullmatch(slug) and (
            language := _language(file)
        ):
            kind = Kind.SUPPLEMENT if folder == "supplements" else Kind.NOTE
            return Place(kind, municipality, slug=slug, language=language)
        case [name] if name in LOCAL_FILES:
            return Place(Kind(name), municipality)
    return None


def _of_article(municipality: str, rest: list[str]) -> Place | None:
    match rest:
        case [topic, slug, file] if NAME.fullmatch(topic) and NAME.fullmatch(slug):
            if file == Kind.ARTICLE:
                return Place(Kind.ARTICLE, municipality, topic, slug)
            if language := _language(file):
                return Place(Kind.TEXT, municipality, topic, slug, language)
    return None


def _of_guidance(table: Kind, text: Kind, slug: str, file: str) -> Place | None:
    if file == table:
        return Place(table, slug=slug)
    language = _language(file)
    return Place(text, slug=slug, language=language) if language else None


def _language(file: str) -> str:
    name = file.removesuffix(".md")
    return name if name != file and LANGUAGE.fullmatch(name) else ""
