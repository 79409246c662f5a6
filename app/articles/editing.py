"""What editors see of articles: every text with its state, what a municipality added, and what is missing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app.articles import rules
from app.articles.models import (
    Article,
    LocalRevision,
    Revision,
    Slot,
    SlotType,
    SlotValue,
    Supplement,
    Translation,
    Visibility,
)
from app.articles.queries import article_by_slug, preferred
from app.core.errors import N_, Invalid, NotFound
from app.people import queries as people
from app.people.models import Account, Municipality
from app.topics import queries as topics


@dataclass(frozen=True)
class TextState:
    """How far a text in one language is: none, draft, published, or changed (published, and there is a newer draft)."""

    language: str
    state: str
    title: str = ""
    latest_number: int = 0
    public_number: int | None = None
    behind: bool = False


@dataclass(frozen=True)
class ArticleRow:
    """An article in an editor's list, with a state for each language it may have a text in."""

    slug: str
    code: str
    topic: str
    staff_only: bool
    for_replies: bool
    source_language: str
    texts: tuple[TextState, ...]

    def title(self, language: str) -> str:
        """Its title in this language, else in another it has, else its name in addresses."""
        titles = {text.language: text.title for text in self.texts if text.title}
        return titles[preferred(list(titles), language, self.source_language)] if titles else self.slug

    @property
    def published(self) -> bool:
        return any(text.public_number for text in self.texts)


def own_articles(session: Session, owner_id: int, languages: Collection[str]) -> list[ArticleRow]:
    """An owner's articles that are not archived, by topic, then name."""
    articles = session.exec(
        select(Article).where(Article.owner_id == owner_id, col(Article.archived_at).is_(None)).order_by(Article.slug)
    ).all()
    states = _states(session, articles, languages)
    places = {topic.id: (topic.position, topic.slug) for topic in topics.topics(session)}
    rows = [
        ArticleRow(
            slug=article.slug,
            code=article.code,
            topic=places[article.topic_id][1],
            staff_only=article.visibility == Visibility.STAFF,
            for_replies=article.for_replies,
            source_language=article.source_language,
            texts=states[article.id or 0],
        )
        for article in sorted(articles, key=lambda article: places[article.topic_id])
    ]
    return rows


def states(session: Session, article: Article, languages: Collection[str]) -> tuple[TextState, ...]:
    """The article's texts, one state for each of these languages."""
    return _states(session, [article], languages)[article.id or 0]


def _states(
    session: Session, articles: Iterable[Article], languages: Collection[str]
) -> dict[int, tuple[TextState, ...]]:
    by_id = {article.id or 0: article for article in articles}
    found: dict[tuple[int, str], TextState] = {}
    for translation, title in session.exec(
        select(Translation, Revision.title)
        .join(
            Revision,
            (col(Revision.translation_id) == col(Translation.id))
            & (col(Revision.number) == col(Translation.latest_number)),
        )
        .where(col(Translation.article_id).in_(by_id))
    ):
        article = by_id[translation.article_id]
        found[article.id or 0, translation.language] = TextState(
            language=translation.language,
            state=_state(translation),
            title=title,
            latest_number=translation.latest_number,
            public_number=translation.public_number,
            behind=is_behind(translation, article),
        )
    return {
        number: tuple(found.get((number, language), TextState(language, "none")) for language in languages)
        for number in by_id
    }


def _state(translation: Translation) -> str:
    if translation.public_number is None:
        return "draft"
    return "published" if translation.public_number == translation.latest_number else "changed"


def is_behind(translation: Translation, article: Article) -> bool:
    """Whether the source text has changed in meaning since this published translation was made from it."""
    return (
        translation.language != article.source_language
        and translation.public_number is not None
        and translation.based_on < article.meaning
    )


def own_article(session: Session, owner_id: int, slug: str) -> Article:
    """This owner's article of this name. Raises NotFound, also for somebody else's."""
    found = article_by_slug(session, slug, [owner_id], staff=True)
    if found is None:
        raise NotFound(N_("There is no such article here."))
    return found


def borrowed_article(session: Session, owner_id: int, slug: str) -> Article:
    """The article of this name that somebody else keeps and this owner shows. Raises NotFound."""
    others = [owner for owner in topics.visible_owners(session, owner_id) if owner != owner_id]
    found = article_by_slug(session, slug, others, staff=True)
    if found is None:
        raise NotFound(N_("There is no such article here."))
    return found


def latest(session: Session, article: Article, language: str) -> Revision | None:
    """The newest saved text in this language."""
    return session.exec(
        select(Revision)
        .join(
            Translation,
            (col(Translation.id) == col(Revision.translation_id))
            & (col(Translation.latest_number) == col(Revision.number)),
        )
        .where(Translation.article_id == article.id, Translation.language == language)
    ).first()


def public(session: Session, article: Article, language: str) -> Revision | None:
    """The text in this language that readers see."""
    return session.exec(
        select(Revision)
        .join(
            Translation,
            (col(Translation.id) == col(Revision.translation_id))
            & (col(Translation.public_number) == col(Revision.number)),
        )
        .where(Translation.article_id == article.id, Translation.language == language)
    ).first()


def source_text(session: Session, article: Article) -> Revision | None:
    """What translators translate: the source text that readers see, else its newest draft."""
    return public(session, article, article.source_language) or latest(session, article, article.source_language)


@dataclass(frozen=True)
class Saved:
    """A saved state of a text, for a list: who, when, why. `text` only for local texts, which are short."""

    number: int
    by: str
    at: datetime
    importance: str = ""
    why: str = ""
    text: str = ""


def history(session: Session, article: Article, language: str) -> list[Saved]:
    """The saved revisions of a translation, the newest first, without their texts."""
    rows = session.exec(
        select(Revision, Account.name)
        .join(Translation, col(Translation.id) == col(Revision.translation_id))
        .join(Account, col(Account.id) == col(Revision.saved_by), isouter=True)
        .where(Translation.article_id == article.id, Translation.language == language)
        .order_by(col(Revision.number).desc())
    )
    return [Saved(row.number, by or "", row.saved_at, row.importance, row.why) for row, by in rows]


# --- what a municipality adds


@dataclass(frozen=True)
class LocalText:
    """A municipality's text after a section (or its note for staff) in one language, with its earlier states."""

    language: str
    text: str = ""
    number: int = 0
    saved: tuple[Saved, ...] = ()


def local_texts(
    session: Session, article: Article, owner_id: int, *, visibility: str, languages: Collection[str]
) -> dict[str, list[LocalText]]:
    """A municipality's texts by section, each in all these languages; a section without one is absent."""
    rows = {
        (row.section, row.language): row
        for row in session.exec(
            select(Supplement).where(
                Supplement.article_id == article.id,
                Supplement.owner_id == owner_id,
                Supplement.visibility == visibility,
            )
        )
    }
    kind = "note" if visibility == Visibility.STAFF else "supplement"
    before = _local_history(session, owner_id, f"{kind}:{article.code}:")
    sections: dict[str, list[LocalText]] = {}
    for section in dict.fromkeys(section for section, _ in rows):
        for language in languages:
            row = rows.get((section, language))
            saved = tuple(before.get(f"{kind}:{article.code}:{section}:{language}", ()))
            text = LocalText(language, row.text, row.number, saved) if row else LocalText(language)
            sections.setdefault(section, []).append(text)
    return sections


def no_texts(languages: Collection[str]) -> list[LocalText]:
    """Nothing yet in any of these languages."""
    return [LocalText(language) for language in languages]


def _local_history(session: Session, owner_id: int, beginning: str) -> dict[str, list[Saved]]:
    """The saved states of everything whose subject begins so, the newest first."""
    rows = session.exec(
        select(LocalRevision, Account.name)
        .join(Account, col(Account.id) == col(LocalRevision.saved_by), isouter=True)
        .where(LocalRevision.owner_id == owner_id, col(LocalRevision.subject).startswith(beginning))
        .order_by(col(LocalRevision.number).desc())
    )
    found: dict[str, list[Saved]] = {}
    for row, by in rows:
        text = row.value.get("text", "") if isinstance(row.value, Mapping) else ""
        found.setdefault(row.subject, []).append(Saved(row.number, by or "", row.saved_at, text=text))
    return found


@dataclass(frozen=True)
class OpenSlot:
    """A slot of an article and what the municipality put there (None: nothing); `saved` is the last time."""

    name: str
    title: Mapping[str, str]
    type: str
    required: bool
    section: str
    value: Any
    number: int
    filled: bool
    saved: Saved | None = None


def slots(session: Session, article: Article, municipality: Municipality) -> list[OpenSlot]:
    """The article's slots in their order, with the municipality's values."""
    names = session.exec(select(Slot).where(Slot.article_id == article.id).order_by(col(Slot.position))).all()
    values = {
        row.name: row for row in session.exec(select(SlotValue).where(SlotValue.owner_id == municipality.owner_id))
    }
    has_contacts = bool(people.contacts(session, municipality.id or 0))
    before = _local_history(session, municipality.owner_id, "slot:")
    found = []
    for slot in names:
        row = values.get(slot.name)
        value = _fitting(slot.type, row.value if row else None)
        found.append(
            OpenSlot(
                name=slot.name,
                title=slot.title or _spelled(slot.name),
                type=slot.type,
                required=slot.required,
                section=slot.section,
                value=value,
                number=row.number if row else 0,
                filled=_is_filled(slot.type, value, has_contacts=has_contacts),
                saved=next(iter(before.get(f"slot:{slot.name}", ())), None),
            )
        )
    return found


def _spelled(name: str) -> dict[str, str]:
    """What a slot without a title is called."""
    return {"en": name.replace("-", " ").capitalize()}


def _fitting(kind: str, value: Any) -> Any:
    try:
        return rules.slot_value(kind, value)
    except Invalid:
        return None


def _is_filled(kind: str, value: Any, *, has_contacts: bool) -> bool:
    """A contact slot that nobody filled shows the contact of the topic."""
    return value is not None or (kind == SlotType.CONTACT and has_contacts)


@dataclass(frozen=True)
class MissingSlot:
    """A required slot that a municipality left empty, and the articles that wait for it."""

    name: str
    title: Mapping[str, str]
    articles: tuple[str, ...]


def missing_slots(session: Session, municipality: Municipality) -> list[MissingSlot]:
    """Required slots of published articles that this municipality has not filled."""
    owners = topics.visible_owners(session, municipality.owner_id)
    rows = session.exec(
        select(Slot, Article.slug)
        .join(Article, col(Article.id) == col(Slot.article_id))
        .where(
            col(Slot.required),
            col(Article.owner_id).in_(owners),
            col(Article.archived_at).is_(None),
            col(Article.id).in_(select(Translation.article_id).where(col(Translation.public_number).is_not(None))),
        )
        .order_by(col(Slot.name), col(Article.slug))
    ).all()
    values = {
        row.name: row.value
        for row in session.exec(select(SlotValue).where(SlotValue.owner_id == municipality.owner_id))
    }
    has_contacts = bool(people.contacts(session, municipality.id or 0))
    waiting: dict[str, MissingSlot] = {}
    for slot, slug in rows:
        if not _is_filled(slot.type, _fitting(slot.type, values.get(slot.name)), has_contacts=has_contacts):
            others = waiting[slot.name].articles if slot.name in waiting else ()
            waiting[slot.name] = MissingSlot(slot.name, slot.title or _spelled(slot.name), (*others, slug))
    return list(waiting.values())


def supplemented(session: Session, owner_id: int) -> dict[str, int]:
    """In how many sections of which articles (by their codes) this municipality has a text of its own."""
    rows = session.exec(
        select(Article.code, Supplement.section)
        .join(Article, col(Article.id) == col(Supplement.article_id))
        .where(Supplement.owner_id == owner_id, Supplement.visibility == Visibility.PUBLIC, Supplement.text != "")
        .distinct()
    )
    counts: dict[str, int] = {}
    for code, _ in rows:
        counts[code] = counts.get(code, 0) + 1
    return counts
