"""What the index keeps of a document: its terms, its words as they are written, and the document itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain
from typing import Any

from whoosh import fields
from whoosh.analysis.tokenizers import RegexTokenizer

from app.core.analysis import TermsOf, analysis_for, clean, fingerprint, fold, tokens, words
from app.search.documents import Document, to_json

FORMAT = 3
"""Raise it with every change of the schema or of what is written; weights and analysis count by themselves."""

TITLE_WEIGHT = 3
PHRASING_WEIGHT = 2


def form() -> str:
    """The form of an index made by this program; one of another form has to be made anew."""
    return f"{FORMAT}-{TITLE_WEIGHT}-{PHRASING_WEIGHT}-{fingerprint()}"


def schema() -> fields.Schema:
    """Two text fields per language, filled with terms that the analysis has made; a new language needs no new schema.

    What stands in front (title, summary, phrasings, headings) is told apart from the body: a word that a text is asked
    by says more than one that it mentions.
    """
    schema = fields.Schema(
        id=fields.ID(unique=True),
        document=fields.STORED,
    )
    terms = RegexTokenizer(r"[^ ]+")
    for field in ("front_*", "body_*"):
        schema.add(field, fields.TEXT(analyzer=terms, phrase=False), glob=True)
    return schema


def entry(document: Document, terms_of: TermsOf) -> dict[str, Any]:
    """The fields that Whoosh keeps of a document."""
    return {
        "id": document.id,
        "document": to_json(document),
        f"front_{document.language}": " ".join(_index_terms(front_texts(document), terms_of)),
        f"body_{document.language}": " ".join(_index_terms(body_texts(document), terms_of)),
    }


def _index_terms(texts: Iterable[tuple[str, int]], terms_of: TermsOf) -> Iterator[str]:
    for text, weight in texts:
        for token in tokens(clean(text)):
            yield from terms_of(token) * weight


def front_texts(document: Document) -> Iterator[tuple[str, int]]:
    """What stands in front of a document and says what it is about, and how often each counts. The title three times,
    in one field, beats a boosted field of its own (measured on ten public sets)."""
    yield document.title, TITLE_WEIGHT
    yield document.summary, 1
    for phrasing in document.phrasings:
        yield phrasing, PHRASING_WEIGHT
    for heading in {section.anchor: section.heading for section in document.sections}.values():
        yield heading, 1


def body_texts(document: Document) -> Iterator[tuple[str, int]]:
    """What a document says below its headings."""
    for section in document.sections:
        yield section.text, 1


def written_words(document: Document) -> set[str]:
    """The words of a document as they are written, stop words left out."""
    found: set[str] = set()
    for text, _ in chain(front_texts(document), body_texts(document)):
        found |= words(clean(text))
    analysis = analysis_for(document.language)
    return {word for word in found if word.isalpha() and not analysis.is_stop_word(word)}


def readers(
    documents: Collection[Document], vocabulary: Callable[[str], Collection[str]] | None = None
) -> dict[str, TermsOf]:
    """For each language of the documents, what reads their words.

    Compounds are taken apart by the words of these documents and of the index's `vocabulary` (folded, by language).
    """
    known: dict[str, set[str]] = {}
    for document in documents:
        known.setdefault(document.language, set()).update(map(fold, written_words(document)))
    if vocabulary is not None:
        for language in known:
            known[language].update(vocabulary(language))
    analyses = {language: analysis_for(language) for language in known}
    return {language: TermsOf(each, each.splitter(known[language])) for language, each in analyses.items()}
