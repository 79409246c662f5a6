"""What the rest of the house hands to search: plain values, one per text and language."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

GAP = "gap"
"""The kind of a known gap: a subject that people ask about and that no text answers. It tells that nothing else should
be found, either."""

TOPIC = "topic"
"""The kind of what people ask that no text answers, by topic: it tells who should be asked."""

READY_TEXT = "ready-text"
"""The kind of a text that staff puts into answers: found by staff, and no sign of what a question is about."""

NEVER_SHOWN = frozenset({GAP, TOPIC})
"""Kinds that are never found, and that make no word more common."""

ARTICLES = frozenset({"article"})
"""What a newcomer's question is answered with; guides and checklists are shown beside the article they belong to."""

BESIDE = frozenset({"supplement", "note"})
"""Kinds that stand beside an article: with one in its group, the article gives the title and the kind."""


@dataclass(frozen=True)
class Section:
    """A part of a text under one heading; the anchor is the same in all languages. `text` is plain text.

    What is said to some audiences only is a part of its own, with the anchor and the heading of what it stands under.
    """

    anchor: str
    heading: str
    text: str
    audiences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """One text in one language, as the index keeps it.

    `id` is unique in an index ("article-12-en"). Documents of one `group` ("article-12") are found together: its
    languages, and the supplements and notes that belong to it. `owner` is the owner's id; a reader hands in the
    owners she may see. `edition` is the number the caller compares with `Index.held` to learn what is out of date.
    No `audiences` means: for everybody.
    """

    id: str
    group: str
    kind: str
    language: str
    owner: int
    edition: int
    slug: str
    topic: str
    title: str
    phrasings: tuple[str, ...] = ()
    summary: str = ""
    sections: tuple[Section, ...] = ()
    audiences: tuple[str, ...] = ()


def to_json(document: Document) -> str:
    return json.dumps(asdict(document), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Document:
    """The document that `to_json` wrote. Raises ValueError, KeyError or TypeError on anything else."""
    fields = json.loads(text)
    fields["phrasings"] = tuple(fields["phrasings"])
    fields["audiences"] = tuple(fields["audiences"])
    fields["sections"] = tuple(
        Section(**{**section, "audiences": tuple(section["audiences"])}) for section in fields["sections"]
    )
    return Document(**fields)
