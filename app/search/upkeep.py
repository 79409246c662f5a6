"""Brings the two indexes up to date with the database: what changed is known by comparing editions, never by flags."""

import logging
from collections.abc import Iterator
from pathlib import Path

from sqlmodel import Session, col, select

from app.articles import markup
from app.articles.models import Article, Revision, Supplement, Translation, Visibility
from app.core.database import Database
from app.search.documents import Document, Section
from app.search.engine import Index, IndexUnusable
from app.topics.models import Topic

log = logging.getLogger(__name__)


def bring_up_to_date(database: Database, folder: Path) -> int:
    """Writes what changed since the last time into both indexes; a missing or torn one is rebuilt.

    Gives the number of changes. Raises IndexBusy while another process writes.
    """
    with database.read() as session:
        return sum(
            _bring_up_to_date(session, Index(folder / name), staff=staff)
            for name, staff in (("public", False), ("staff", True))
        )


def rebuild(database: Database, folder: Path) -> int:
    """Builds both indexes anew beside the old ones and swaps them in. Gives the number of documents."""
    with database.read() as session:
        count = 0
        for name, staff in (("public", False), ("staff", True)):
            wanted = list(documents(session, staff=staff))
            Index(folder / name).rebuild(wanted)
            count += len(wanted)
        return count


def _bring_up_to_date(session: Session, index: Index, *, staff: bool) -> int:
    wanted = editions(session, staff=staff)
    try:
        held = index.held()
    except IndexUnusable as error:
        log.warning("the index is rebuilt: %s", error)
        index.rebuild(documents(session, staff=staff))
        return len(wanted)
    gone = held.keys() - wanted.keys()
    changed = {name for name, edition in wanted.items() if held.get(name) != edition}
    if gone or changed:
        index.write([each for each in documents(session, staff=staff, only=changed)], gone)
    return len(gone) + len(changed)


def editions(session: Session, *, staff: bool) -> dict[str, int]:
    """Which documents there should be, and their editions: two queries."""
    found: dict[str, int] = {}
    for article_id, language, edition in session.exec(
        _visible(select(Article.id, Translation.language, Article.edition).join(Translation), staff=staff)
    ):
        found[f"article-{article_id}-{language}"] = edition
    for supplement_id, edition in session.exec(
        _with_text(select(Supplement.id, Supplement.number).join(Article), staff=staff)
    ):
        found[f"supplement-{supplement_id}"] = edition
    return found


def _visible(query, *, staff: bool):  # type: ignore[no-untyped-def]  # a select of any shape goes through
    query = query.where(col(Translation.public_number).is_not(None), col(Article.archived_at).is_(None))
    return query if staff else query.where(Article.visibility == Visibility.PUBLIC)


def _with_text(query, *, staff: bool):  # type: ignore[no-untyped-def]
    published = select(Translation.article_id).where(col(Translation.public_number).is_not(None))
    query = query.where(Supplement.text != "", col(Article.archived_at).is_(None), col(Article.id).in_(published))
    return (
        query
        if staff
        else query.where(Supplement.visibility == Visibility.PUBLIC, Article.visibility == Visibility.PUBLIC)
    )


def documents(session: Session, *, staff: bool, only: set[str] | None = None) -> Iterator[Document]:
    """The documents of an index: published texts, and supplements (for staff, notes too), each with its own edition."""
    topics = {topic.id: topic.slug for topic in session.exec(select(Topic))}
    texts = (
        select(Article, Translation, Revision)
        .join(Translation, col(Translation.article_id) == col(Article.id))
        .join(
            Revision,
            (col(Revision.translation_id) == col(Translation.id))
            & (col(Revision.number) == col(Translation.public_number)),
        )
    )
    for article, translation, revision in session.exec(_visible(texts, staff=staff)):
        name = f"article-{article.id}-{translation.language}"
        if only is None or name in only:
            yield Document(
                id=name,
                group=f"article-{article.id}",
                kind="article",
                language=translation.language,
                owner=article.owner_id,
                edition=article.edition,
                slug=article.slug,
                topic=topics[article.topic_id],
                title=revision.title,
                phrasings=tuple(revision.phrasings),
                summary=revision.summary,
                sections=tuple(_sections(revision.body)),
                audiences=tuple(article.audiences),
            )
    for supplement, article in session.exec(
        _with_text(
            select(Supplement, Article).join(Article, col(Article.id) == col(Supplement.article_id)), staff=staff
        )
    ):
        name = f"supplement-{supplement.id}"
        if only is None or name in only:
            yield Document(
                id=name,
                group=f"article-{article.id}",
                kind="note" if supplement.visibility == Visibility.STAFF else "supplement",
                language=supplement.language,
                owner=supplement.owner_id,
                edition=supplement.number,
                slug=article.slug,
                topic=topics[article.topic_id],
                title="",
                sections=(Section(supplement.section, "", markup.to_plain(supplement.text)),),
            )


def _sections(body: str) -> Iterator[Section]:
    for section in markup.parse(body).sections:
        words = " ".join(markup.to_plain(block.text) for block in section.blocks if block.kind != "slot")
        yield Section(section.id, markup.to_plain(section.heading), words)
