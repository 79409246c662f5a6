"""What articles there are, with their texts, figures, slots and notes. (`pages` composes them for readers.)"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from app.articles import markup
from app.articles.markup import Fault
from app.articles.models import (
    Article,
    ArticleAlias,
    Figure,
    Revision,
    Slot,
    SlotValue,
    Source,
    Supplement,
    Translation,
    Visibility,
)
from app.core.edition import kept
from app.core.errors import N_, NotFound
from app.core.i18n import Speaker
from app.people.models import Municipality
from app.people.rules import in_language
from app.topics import queries as topics
from app.topics.models import Topic


@dataclass(frozen=True)
class ArticleLine:
    """An article in a list, in the reader's language where there is a text in it."""

    slug: str
    topic: str
    title: str
    summary: str
    text_language: str
    languages: tuple[str, ...]
    local: bool
    audiences: tuple[str, ...]
    code: str
    checked_on: date | None
    for_replies: bool


def preferred(available: Sequence[str], language: str, source: str) -> str:
    """The language to show: the reader's, else English, else the source, else any."""
    for wished in (language, "en", source):
        if wished in available:
            return wished
    return available[0]


def article_by_slug(session: Session, slug: str, owners: Sequence[int], *, staff: bool = False) -> Article | None:
    """The article of this name (or an earlier one) among these owners' things; staff-only ones for staff."""
    wanted = select(Article).where(
        Article.slug == slug, col(Article.owner_id).in_(owners), col(Article.archived_at).is_(None)
    )
    found = session.exec(wanted).first()
    if found is None:
        renamed = (
            select(Article).join(ArticleAlias).where(ArticleAlias.slug == slug, col(ArticleAlias.owner_id).in_(owners))
        )
        found = session.exec(renamed.where(col(Article.archived_at).is_(None))).first()
    return found if found and (staff or found.visibility == Visibility.PUBLIC) else None


def article_by_code(session: Session, code: str) -> Article | None:
    """The public article of a short permanent code."""
    return session.exec(
        select(Article).where(
            Article.code == code.lower(), Article.visibility == Visibility.PUBLIC, col(Article.archived_at).is_(None)
        )
    ).first()


PublicTexts = Mapping[str, tuple[Translation, Revision]]


def public_texts(session: Session, article_ids: Sequence[int]) -> dict[int, dict[str, tuple[Translation, Revision]]]:
    """What readers see of each article, by language."""
    rows = session.exec(
        select(Translation, Revision)
        .join(
            Revision,
            (col(Revision.translation_id) == col(Translation.id))
            & (col(Revision.number) == col(Translation.public_number)),
        )
        .where(col(Translation.article_id).in_(article_ids))
    )
    texts: dict[int, dict[str, tuple[Translation, Revision]]] = {}
    for translation, revision in rows:
        texts.setdefault(translation.article_id, {})[translation.language] = (translation, revision)
    return texts


def in_order(session: Session, available: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages that are there, in the house's order."""
    return tuple(code for code in topics.languages(session) if code in available)


def slot_values(session: Session, owner_id: int) -> dict[str, Any]:
    """What a municipality put into its slots, by their names."""
    return kept(
        session,
        ("slot values", owner_id),
        lambda session: {
            slot.name: slot.value for slot in session.exec(select(SlotValue).where(SlotValue.owner_id == owner_id))
        },
    )


def figures(session: Session, owner_id: int, today: date) -> dict[str, Figure]:
    """The figures valid on this day, a municipality's own before the shared ones."""

    def gather(session: Session) -> dict[str, Figure]:
        owners = topics.visible_owners(session, owner_id)
        rows = session.exec(
            select(Figure).where(
                col(Figure.owner_id).in_(owners),
                Figure.valid_from <= today,
                col(Figure.valid_to).is_(None) | (col(Figure.valid_to) >= today),
            )
        ).all()
        rows = sorted(rows, key=lambda row: (-owners.index(row.owner_id), row.valid_from))
        return {row.name: row for row in rows}

    return kept(session, ("figures", owner_id, today), gather)


UNITS = {
    "percent": (N_("%(number)s per cent"), N_("%(number)s per cent")),
    "days": (N_("%(number)s day"), N_("%(number)s days")),
    "weeks": (N_("%(number)s week"), N_("%(number)s weeks")),
    "months": (N_("%(number)s month"), N_("%(number)s months")),
    "years": (N_("%(number)s year"), N_("%(number)s years")),
    "hours": (N_("%(number)s hour"), N_("%(number)s hours")),
    "points": (N_("%(number)s point"), N_("%(number)s points")),
}


def write_figure(value: float, unit: str, speaker: Speaker) -> str:
    """A figure with its unit in the reader's form: "360 kr.", "DKK 360", "27 %". Amounts are in ISO 4217 currencies."""
    if unit in UNITS:
        one, many = UNITS[unit]
        return speaker.say(one if value == 1 else many, number=speaker.number(value))
    if len(unit) == 3 and unit.isupper():
        return speaker.money(value, unit)
    return speaker.number(value)


def lines(
    session: Session, municipality: Municipality, language: str, *, topic: str = "", staff: bool = False
) -> list[ArticleLine]:
    """The municipality's readable articles in lists: by topic, then title."""

    def gather(session: Session) -> list[ArticleLine]:
        owners = topics.visible_owners(session, municipality.owner_id)
        wanted = (
            select(Article, Topic.slug, Topic.position)
            .join(Topic)
            .where(col(Article.owner_id).in_(owners), col(Article.archived_at).is_(None))
        )
        if not staff:
            wanted = wanted.where(Article.visibility == Visibility.PUBLIC)
        rows = session.exec(wanted).all()
        texts = public_texts(session, [article.id or 0 for article, _, _ in rows])
        checked: dict[int, date] = {}
        for source in session.exec(select(Source).where(col(Source.article_id).in_(list(texts)))):
            checked[source.article_id] = min(source.checked_on, checked.get(source.article_id, source.checked_on))
        shared = topics.collaboration(session).id
        found = []
        for article, topic_slug, position in rows:
            public = texts.get(article.id or 0)
            if not public:
                continue
            shown = preferred(in_order(session, public), language, article.source_language)
            revision = public[shown][1]
            line = ArticleLine(
                slug=article.slug,
                topic=topic_slug,
                title=revision.title,
                summary=revision.summary,
                text_language=shown,
                languages=in_order(session, public),
                local=article.owner_id != shared,
                audiences=tuple(article.audiences),
                code=article.code,
                checked_on=checked.get(article.id or 0),
                for_replies=article.for_replies,
            )
            found.append((position, line.title, line))
        return [line for _, _, line in sorted(found, key=lambda each: each[:2])]

    everything = kept(session, ("lines", municipality.id, language, staff), gather)
    return [line for line in everything if not topic or line.topic == topic]


def titles(session: Session, municipality: Municipality, language: str) -> dict[str, str]:
    """The titles of the municipality's public articles by slug."""
    return {line.slug: line.title for line in lines(session, municipality, language)}


def notes(session: Session, slugs: Collection[str], owner_id: int, language: str) -> dict[str, str]:
    """What a municipality's staff should know about articles, by their slugs, in this language or any there is."""
    rows = session.exec(
        select(Article.slug, Supplement.language, Supplement.text)
        .join(Article)
        .where(
            col(Article.slug).in_(slugs),
            col(Article.archived_at).is_(None),
            Supplement.owner_id == owner_id,
            Supplement.visibility == Visibility.STAFF,
            Supplement.text != "",
        )
    )
    written: dict[str, dict[str, str]] = {}
    for slug, written_in, text in rows:
        written.setdefault(slug, {})[written_in] = text
    return {slug: in_language(texts, language) for slug, texts in written.items()}


def revision(session: Session, article: Article, language: str, number: int) -> Revision:
    """One saved text of a translation. Raises NotFound."""
    found = session.exec(
        select(Revision)
        .join(Translation)
        .where(Translation.article_id == article.id, Translation.language == language, Revision.number == number)
    ).first()
    if found is None:
        raise NotFound(N_("There is no such revision of this text."))
    return found


def section_ids(session: Session, article: Article) -> set[str]:
    """The ids of the sections that readers see, in whatever language."""
    number = article.id or 0
    texts = public_texts(session, [number]).get(number, {})
    return {name for _, text in texts.values() for name in markup.parse(text.body).ids}


def faults(session: Session, article: Article, body: str) -> tuple[Fault, ...]:
    """Everything that is wrong with an article's text: its markup, and names that nobody knows."""
    slots = set(session.exec(select(Slot.name).where(Slot.article_id == article.id)))
    found = [*markup.parse(body).faults, *_unknown_names(session, article.owner_id, slots, body)]
    return tuple(sorted(found, key=lambda fault: fault.line))


def local_faults(session: Session, owner_id: int, text: str) -> tuple[Fault, ...]:
    """Everything that is wrong with a municipality's supplement."""
    found = [*markup.local_faults(text), *_unknown_names(session, owner_id, set(), text)]
    return tuple(sorted(found, key=lambda fault: fault.line))


def _unknown_names(session: Session, owner_id: int, slots: Collection[str], text: str) -> Iterator[Fault]:
    owners = topics.visible_owners(session, owner_id)
    read = markup.parse(text)
    figures_known = (
        set(session.exec(select(Figure.name).where(col(Figure.owner_id).in_(owners)))) if read.figures else set()
    )
    terms_known = topics.terms(session)
    for block in read.blocks():
        if block.kind == "slot" and block.text not in slots:
            yield Fault(block.line, N_("This article has no slot “%(name)s”."), {"name": block.text})
    for number, line in enumerate(text.splitlines(), start=1):
        for name in markup.parse(line).figures:
            if name not in figures_known:
                yield Fault(number, N_("There is no figure “%(name)s”."), {"name": name})
    for link in read.links():
        if link.kind == "term" and link.target not in terms_known:
            yield Fault(link.line, N_("There is no term “%(name)s”."), {"name": link.target})
        if link.kind == "article" and article_by_slug(session, link.target, owners, staff=True) is None:
            yield Fault(link.line, N_("There is no article “%(name)s”."), {"name": link.target})


def revisions(session: Session, article: Article, language: str) -> list[Revision]:
    """All saved texts of a translation, the newest first."""
    return list(
        session.exec(
            select(Revision)
            .join(Translation)
            .where(Translation.article_id == article.id, Translation.language == language)
            .order_by(col(Revision.number).desc())
        ).all()
    )
