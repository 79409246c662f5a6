"""What an import writes at once: all of an article but its texts, how far behind they are, an owner's figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, delete, select, update

from app.articles.actions import shows
from app.articles.models import Article, ArticleAlias, Figure, Slot, Source, Translation
from app.core.edition import renew


def describe(
    session: Session,
    article: Article,
    *,
    about: Mapping[str, Any],
    sources: Sequence[Mapping[str, Any]],
    slots: Sequence[Mapping[str, Any]],
    aliases: Sequence[str] = (),
) -> None:
    """Replaces all that an article has besides its texts: its columns named in `about`, its sources and its slots, each
    in their order. Aliases are added, never taken away: an address that led here goes on leading here."""
    for name, value in about.items():
        setattr(article, name, value)
    session.add(article)
    session.exec(delete(Source).where(col(Source.article_id) == article.id))
    session.exec(delete(Slot).where(col(Slot.article_id) == article.id))
    session.add_all(
        Source(article_id=article.id or 0, position=position, **source) for position, source in enumerate(sources)
    )
    session.add_all(Slot(article_id=article.id or 0, position=position, **slot) for position, slot in enumerate(slots))
    for alias in aliases:
        if session.get(ArticleAlias, (article.owner_id, alias)) is None:
            session.add(ArticleAlias(owner_id=article.owner_id, slug=alias, article_id=article.id or 0))
    session.flush()
    shows(session, article)


def mark_behind(session: Session, article: Article, *, earlier: Sequence[str], before_important: Sequence[str]) -> None:
    """Says which languages' texts were made from an earlier source text, before an important change or not.

    The others follow the source as it is. Counters only grow: the source gets a new meaning, and these do not.
    """
    grows = {"meaning": Article.meaning + 1} | ({"alert": Article.meaning} if before_important else {})
    session.exec(update(Article).where(col(Article.id) == article.id).values(**grows))
    session.refresh(article)
    for translation in session.exec(select(Translation).where(Translation.article_id == article.id)):
        if translation.language in before_important:
            translation.based_on = article.alert - 1
        elif translation.language in earlier:
            translation.based_on = article.meaning - 1
        elif translation.based_on == article.meaning - 1:
            translation.based_on = article.meaning
        session.add(translation)
    session.flush()


def follow_source(session: Session, article: Article, translation: Translation) -> None:
    """Somebody has seen that this text says what its source says now."""
    translation.based_on = article.meaning
    session.add(translation)
    session.flush()
    shows(session, article)


def keep_figures(session: Session, *, owner_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Replaces an owner's figures: their names, units, values, days and sources."""
    session.exec(delete(Figure).where(col(Figure.owner_id) == owner_id))
    session.add_all(Figure(owner_id=owner_id, **row) for row in rows)
    session.flush()
    renew(session)
