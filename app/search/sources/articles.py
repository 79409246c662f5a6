"""Articles as they are published, with supplements and, for staff, articles for staff and notes."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlmodel import Session, col, select

from app.articles import markup
from app.articles.models import Article, Revision, Supplement, Translation, Visibility
from app.core.edition import kept
from app.search.documents import READY_TEXT, Document, Section
from app.search.sources import TEXTS, IndexName, at_once
from app.topics import queries as topics


def editions(session: Session, index: IndexName) -> Mapping[str, int]:
    """Which texts belong into an index. A supplement changes with its article too, whose address it carries."""
    if index not in TEXTS:
        return {}
    return kept(session, ("searched", "articles", index), lambda session: _editions(session, index))


def _editions(session: Session, index: IndexName) -> dict[str, int]:
    texts = select(Article.id, Translation.language, Article.edition).join(Translation)
    found = {_text(number, language): edition for number, language, edition in session.exec(_published(texts, index))}
    beside = select(Supplement.id, Supplement.number, Article.edition).join(Article)
    rows = session.exec(_beside_published(beside, index))
    return found | {_supplement(number): own + article for number, own, article in rows}


def _text(article: int | None, language: str) -> str:
    return f"article-{article}-{language}"


def _supplement(number: int | None) -> str:
    return f"supplement-{number}"


def _published(query: Any, index: IndexName) -> Any:
    query = query.where(col(Translation.public_number).is_not(None), col(Article.archived_at).is_(None))
    return query if index == IndexName.STAFF else query.where(Article.visibility == Visibility.PUBLIC)


def _beside_published(query: Any, index: IndexName) -> Any:
    published = select(Translation.article_id).where(col(Translation.public_number).is_not(None))
    query = query.where(Supplement.text != "", col(Article.archived_at).is_(None), col(Article.id).in_(published))
    if index == IndexName.STAFF:
        return query
    return query.where(Supplement.visibility == Visibility.PUBLIC, Article.visibility == Visibility.PUBLIC)


def documents(session: Session, index: IndexName, only: Collection[str]) -> Iterator[Document]:
    """These texts with their words, as readers see them now."""
    if index not in TEXTS:
        return
    slugs = {topic.id: topic.slug for topic in topics.topics(session)}
    for numbers in at_once(only, "article"):
        texts = (
            select(Article, Translation, Revision)
            .join(Translation, col(Translation.article_id) == col(Article.id))
            .join(
                Revision,
                (col(Revision.translation_id) == col(Translation.id))
                & (col(Revision.number) == col(Translation.public_number)),
            )
            .where(col(Article.id).in_(numbers))
        )
        for article, translation, revision in session.exec(_published(texts, index)):
            if _text(article.id, translation.language) in only:
                yield _article(article, translation.language, revision, slugs[article.topic_id])
    for numbers in at_once(only, "supplement"):
        beside = select(Supplement, Article).join(Article).where(col(Supplement.id).in_(numbers))
        for supplement, article in session.exec(_beside_published(beside, index)):
            yield _text_beside(supplement, article, slugs[article.topic_id])


def _article(article: Article, language: str, revision: Revision, topic: str) -> Document:
    return Document(
        id=_text(article.id, language),
        group=f"article-{article.id}",
        kind=READY_TEXT if article.for_replies else "article",
        language=language,
        owner=article.owner_id,
        edition=article.edition,
        slug=article.slug,
        topic=topic,
        title=revision.title,
        phrasings=tuple(revision.phrasings),
        summary=revision.summary,
        sections=tuple(_sections(revision.body)),
        audiences=tuple(article.audiences),
    )


def _text_beside(supplement: Supplement, article: Article, topic: str) -> Document:
    return Document(
        id=_supplement(supplement.id),
        group=f"article-{article.id}",
        kind="note" if supplement.visibility == Visibility.STAFF else "supplement",
        language=supplement.language,
        owner=supplement.owner_id,
        edition=supplement.number + article.edition,
        slug=article.slug,
        topic=topic,
        title="",
        sections=(Section(supplement.section, "", markup.to_plain(supplement.text)),),
    )


def _sections(body: str) -> Iterator[Section]:
    for section in markup.parse(body).sections:
        heading = markup.to_plain(section.heading)
        words = [block for block in section.blocks if block.kind != "slot"]
        for block in words:
            yield Section(section.id, heading, markup.to_plain(block.text), block.audiences)
        if not words:
            yield Section(section.id, heading, "")
