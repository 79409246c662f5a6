"""What the index keeps of a document: its terms, its words as they are written, and the document itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from whoosh import fields
from whoosh.analysis.tokenizers import RegexTokenizer

from app.core.analysis import TermsOf, analysis_for, clean, fingerprint, fold, tokens
from app.search.documents import Document, to_json

FORMAT = 1
"""Raise it with every change of the schema or of what is written; weights and analysis count by themselves."""

TITLE_WEIGHT = 3
PHRASING_WEIGHT = 2


def form() -> str:
    """The form of an index made by this program; one of another form has to be made anew."""
    return f"{FORMAT}-{TITLE_WEIGHT}-{PHRASING_WEIGHT}-{fingerprint()}"


def schema() -> fields.Schema:
    """One text field per language, filled with terms that the analysis has made; a new language needs no new schema.

    The words stand beside it as they are written, for spelling and for taking compounds apart.
    """
    schema = fields.Schema(
        id=fields.ID(unique=True, stored=True),
        group=fields.STORED,
        language=fields.STORED,
        owner=fields.STORED,
        edition=fields.STORED,
        topic=fields.STORED,
        audiences=fields.STORED,
        document=fields.STORED,
    )
    terms = RegexTokenizer(r"[^ ]+")
    schema.add("text_*", fields.TEXT(analyzer=terms, phrase=False), glob=True)
    schema.add("words_*", fields.KEYWORD(scorable=False), glob=True)
    return schema


def entry(document: Document, terms_of: TermsOf) -> dict[str, Any]:
    """The fields that Whoosh keeps of a document."""
    return {
        "id": document.id,
        "group": document.group,
        "language": document.language,
        "owner": document.owner,
        "edition": document.edition,
        "topic": document.topic,
        "audiences": list(document.audiences),
        "document": to_json(document),
        f"text_{document.language}": " ".join(_index_terms(document, terms_of)),
        f"words_{document.language}": " ".join(sorted(_written_words(document))),
    }


def _index_terms(document: Document, terms_of: TermsOf) -> Iterator[str]:
    for text, weight in _weighed_texts(document):
        for token in tokens(clean(text)):
            yield from terms_of(token) * weight


def _weighed_texts(document: Document) -> Iterator[tuple[str, int]]:
    """The texts of a document and how often each counts. The title three times, in the one field of its language,
    beats a boosted field of its own (measured on ten public sets)."""
    yield document.title, TITLE_WEIGHT
    yield document.summary, 1
    for phrasing in document.phrasings:
        yield phrasing, PHRASING_WEIGHT
    for section in document.sections:
        yield section.heading, 1
        yield section.text, 1


def _written_words(document: Document) -> set[str]:
    analysis = analysis_for(document.language)
    return {
        token.text
        for text, _ in _weighed_texts(document)
        for token in tokens(clean(text))
        if token.text.isalpha() and not analysis.is_stop_word(token.text)
    }


def readers(
    documents: Collection[Document], vocabulary: Callable[[str], Collection[str]] | None = None
) -> dict[str, TermsOf]:
    """For each language of the documents, what reads their words.

    Compounds are taken apart by the words of these documents and of the index's `vocabulary` by language.
    """
    words: dict[str, set[str]] = {}
    for document in documents:
        words.setdefault(document.language, set()).update(map(fold, _written_words(document)))
    if vocabulary is not None:
        for language, known in words.items():
            known.update(map(fold, vocabulary(language)))
    analyses = {language: analysis_for(language) for language in words}
    return {
        language: TermsOf(analyses[language], analyses[language].splitter(known)) for language, known in words.items()
    }
