"""What can happen to articles: texts revised, published and taken back, supplements and slots filled in.

Counters grow in SQL, never in Python, so that two who write at once both count.
"""

import re
import unicodedata
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select, update

from app.articles.drafts import SlotDraft, SupplementDraft, TranslationDraft
from app.articles.models import (
    Article,
    ArticleAlias,
    Importance,
    LocalRevision,
    Revision,
    SlotValue,
    Supplement,
    Translation,
    Visibility,
)
from app.core.edition import renew
from app.core.errors import Conflict, Invalid, N_
from app.core.tokens import new_key
from app.people.models import Account
from app.topics.models import Topic
from app.topics.queries import collaboration

CODE_LENGTH = 5


def shows(session: Session, article: Article) -> None:
    """A reader can see something new of this article."""
    session.exec(update(Article).where(col(Article.id) == article.id).values(edition=Article.edition + 1))
    session.refresh(article, ["edition"])
    renew(session)


def new_article(session: Session, *, owner_id: int, topic: Topic, slug: str, language: str, visibility: str = Visibility.PUBLIC) -> Article:
    """An article without a text yet. Raises Conflict when the slug is taken: by this owner, or by a shared article."""
    shared = collaboration(session).id
    taken = select(Article.id).where(Article.slug == slug)
    if owner_id != shared:
        taken = taken.where(col(Article.owner_id).in_([owner_id, shared]))
    alias = select(ArticleAlias.article_id).where(ArticleAlias.slug == slug, col(ArticleAlias.owner_id).in_([owner_id, shared]))
    if session.exec(taken).first() is not None or session.exec(alias).first() is not None:
        raise Conflict(N_("There is an article with this name already."), field="slug")
    article = Article(
        owner_id=owner_id,
        topic_id=topic.id or 0,
        slug=slug,
        code=_free_code(session),
        source_language=language,
        visibility=visibility,
        responsible="coordinator" if owner_id == shared else "editor",
    )
    session.add(article)
    session.flush()
    return article


def _free_code(session: Session) -> str:
    while True:
        code = "x" + new_key(CODE_LENGTH - 1)
        if session.exec(select(Article.id).where(Article.code == code)).first() is None:
            return code


def translation_of(session: Session, article: Article, language: str) -> Translation | None:
    return session.exec(
        select(Translation).where(Translation.article_id == article.id, Translation.language == language)
    ).first()


def revise(
    session: Session,
    article: Article,
    language: str,
    draft: TranslationDraft,
    *,
    by: int | None,
    now: datetime,
    publish: bool = False,
) -> Revision:
    """Saves a text as the next revision; with `publish` readers see it.

    Raises Conflict when somebody saved one since `draft.made_from`: nothing is overwritten.
    """
    translation = translation_of(session, article, language)
    if translation is None:
        translation = Translation(article_id=article.id or 0, language=language)
        session.add(translation)
        session.flush()
    _must_be_latest(session, translation, draft.made_from)
    revision = Revision(
        translation_id=translation.id or 0,
        number=translation.latest_number,
        title=draft.title,
        summary=draft.summary,
        body=draft.body,
        phrasings=draft.phrasings,
        importance=draft.importance.value,
        why=draft.why,
        saved_by=by,
        saved_at=now,
    )
    session.add(revision)
    session.flush()
    if publish:
        show_revision(session, article, translation)
    return revision


def _must_be_latest(session: Session, translation: Translation, made_from: int) -> None:
    """Takes the next number with an UPDATE that must hit: of two editors who save at once, one is told."""
    mine = session.exec(
        update(Translation)
        .where(col(Translation.id) == translation.id, col(Translation.latest_number) == made_from)
        .values(latest_number=made_from + 1)
    )
    session.refresh(translation)
    if mine.rowcount == 1:
        return
    latest = session.get(Revision, (translation.id, translation.latest_number))
    editor = session.get(Account, latest.saved_by) if latest and latest.saved_by else None
    if editor is None:
        raise Conflict(N_("Somebody changed this text while you were writing."))
    raise Conflict(N_("%(editor)s changed this text while you were writing."), editor=editor.name)


def show_revision(session: Session, article: Article, translation: Translation) -> None:
    """Readers see the latest revision. A changed source text raises the article's meaning, an important one its alert."""
    since = translation.public_number or 0
    weights = session.exec(
        select(Revision.importance).where(Revision.translation_id == translation.id, Revision.number > since)
    ).all()
    if translation.language == article.source_language and weights:
        grows: dict[str, Any] = {}
        if set(weights) & {Importance.CHANGED, Importance.IMPORTANT}:
            grows["meaning"] = Article.meaning + 1
        if Importance.IMPORTANT in weights:
            grows["alert"] = Article.meaning + 1
        if grows:
            session.exec(update(Article).where(col(Article.id) == article.id).values(**grows))
            session.refresh(article)
    translation.public_number = translation.latest_number
    translation.based_on = article.meaning
    session.add(translation)
    session.flush()
    shows(session, article)


def take_back(session: Session, article: Article, translation: Translation) -> None:
    """Readers see this text no more; its revisions stay."""
    translation.public_number = None
    session.add(translation)
    session.flush()
    shows(session, article)


def archive(session: Session, article: Article, *, now: datetime) -> None:
    """The article is found no more, in any language."""
    article.archived_at = now
    session.add(article)
    session.flush()
    shows(session, article)


def rename(session: Session, article: Article, slug: str) -> None:
    """Gives the article another name in addresses; the old one leads to it for good."""
    session.add(ArticleAlias(owner_id=article.owner_id, slug=article.slug, article_id=article.id or 0))
    article.slug = slug
    session.add(article)
    session.flush()
    shows(session, article)


def supplement(
    session: Session,
    article: Article,
    *,
    owner_id: int,
    section: str,
    language: str,
    draft: SupplementDraft,
    by: int | None,
    now: datetime,
    visibility: str = Visibility.PUBLIC,
) -> Supplement:
    """Saves a municipality's text after a section of an article. Raises Conflict when somebody was faster."""
    known = session.exec(
        select(Supplement).where(
            Supplement.article_id == article.id,
            Supplement.owner_id == owner_id,
            Supplement.section == section,
            Supplement.language == language,
            Supplement.visibility == visibility,
        )
    ).first()
    found = known or Supplement(article_id=article.id or 0, owner_id=owner_id, section=section, language=language, visibility=visibility, text="")
    kind = "note" if visibility == Visibility.STAFF else "supplement"
    subject = f"{kind}:{article.slug}:{section}:{language}"
    found.number = _next_local(session, owner_id, subject, {"text": draft.text}, made_from=draft.made_from, by=by, now=now)
    found.text = draft.text
    found.reviewed_at = article.meaning
    session.add(found)
    session.flush()
    renew(session)
    return found


def fill_slot(session: Session, name: str, *, owner_id: int, draft: SlotDraft, by: int | None, now: datetime) -> SlotValue:
    """Saves what a municipality puts into the slots of this name. Raises Conflict when somebody was faster."""
    number = _next_local(session, owner_id, f"slot:{name}", draft.value, made_from=draft.made_from, by=by, now=now)
    found = session.get(SlotValue, (owner_id, name)) or SlotValue(owner_id=owner_id, name=name, value=None)
    found.value, found.number = draft.value, number
    session.add(found)
    session.flush()
    renew(session)
    return found


def _next_local(
    session: Session, owner_id: int, subject: str, value: Any, *, made_from: int, by: int | None, now: datetime
) -> int:
    """Keeps one more saved state; the primary key refuses the second of two who save at once."""
    latest = session.exec(
        select(LocalRevision)
        .where(LocalRevision.owner_id == owner_id, LocalRevision.subject == subject)
        .order_by(col(LocalRevision.number).desc())
    ).first()
    if (latest.number if latest else 0) != made_from:
        editor = session.get(Account, latest.saved_by) if latest and latest.saved_by else None
        if editor is None:
            raise Conflict(N_("Somebody changed this text while you were writing."))
        raise Conflict(N_("%(editor)s changed this text while you were writing."), editor=editor.name)
    try:
        with session.begin_nested():
            session.add(LocalRevision(owner_id=owner_id, subject=subject, number=made_from + 1, value=value, saved_by=by, saved_at=now))
    except sa.exc.IntegrityError:
        raise Conflict(N_("Somebody changed this text while you were writing.")) from None
    return made_from + 1


def draft_from_answer(
    session: Session,
    *,
    owner_id: int,
    topic: Topic | None,
    language: str,
    question: str,
    answer: str,
    by: int | None,
    now: datetime,
) -> Article:
    """An unpublished local article whose text is an answer and whose first phrasing is the question (both without personal data)."""
    topic = topic or session.exec(select(Topic).where(Topic.slug == "help")).one()
    title = first_sentence(question, longest=80)
    article = new_article(session, owner_id=owner_id, topic=topic, slug=_free_slug(session, owner_id, title), language=language)
    draft = TranslationDraft(
        title=title,
        summary=first_sentence(answer, longest=300),
        body=f"## {title} {{#what-to-do}}\n\n{_as_markdown(answer)}",
        phrasings=[first_sentence(question, longest=180)],
    )
    revise(session, article, language, draft, by=by, now=now)
    return article


def first_sentence(text: str, *, longest: int) -> str:
    """The first sentence of a text on one line, cut at a word when it is longer."""
    line = " ".join(text.split())
    sentence = re.split(r"(?<=[.!?])\s", line, maxsplit=1)[0]
    if len(sentence) <= longest:
        return sentence
    return sentence[:longest].rsplit(" ", 1)[0] + " …"


def _as_markdown(text: str) -> str:
    """What somebody typed into a reply, so that nothing of it becomes a heading, a directive or a placeholder."""
    escaped = re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)
    lines = (re.sub(r"^(\s*)(:{3,}|[-+=~]{3,})", r"\1\\\2", line) for line in escaped.splitlines())
    return "\n".join(lines)


def slug_from(title: str) -> str:
    """A name for addresses: "Må jeg køre?" gives "ma-jeg-kore"."""
    spelled = title.lower().translate(str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss"}))
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "answer"


def _free_slug(session: Session, owner_id: int, title: str) -> str:
    slug = slug_from(title)
    taken = set(session.exec(select(Article.slug).where(col(Article.slug).startswith(slug))).all())
    return next(name for name in (slug, *(f"{slug}-{number}" for number in range(2, 10_000))) if name not in taken)


