"""What can happen to articles: texts revised, published and taken back, supplements and slots filled in.

Counters grow in SQL, never in Python, so that two who write at once both count.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update

from app.articles import markup, queries, rules
from app.articles.drafts import MOST_PHRASINGS, NewArticleDraft, SlotDraft, SupplementDraft, TranslationDraft
from app.articles.models import (
    Article,
    ArticleAlias,
    Importance,
    LocalRevision,
    Revision,
    Slot,
    SlotType,
    SlotValue,
    Source,
    Supplement,
    Translation,
    Visibility,
)
from app.core.edition import renew
from app.core.errors import N_, Conflict, Invalid, NotFound
from app.core.tokens import new_key
from app.people.models import Account, Contact, Municipality
from app.topics import queries as topics
from app.topics.models import Topic
from app.topics.queries import collaboration

CODE_LENGTH = 5
LONGEST_ANSWER = 19_000  # with every sign escaped, it still fits into a body


def shows(session: Session, article: Article) -> None:
    """A reader can see something new of this article."""
    session.exec(update(Article).where(col(Article.id) == article.id).values(edition=Article.edition + 1))
    session.refresh(article, ["edition"])
    renew(session)


def new_article(
    session: Session,
    *,
    owner_id: int,
    topic: Topic,
    slug: str,
    language: str,
    for_replies: bool = False,
) -> Article:
    """An article without a text yet; one `for_replies` is for staff only. Raises Conflict when the slug is taken (see
    `must_be_free`)."""
    must_be_free(session, owner_id, slug)
    article = Article(
        owner_id=owner_id,
        topic_id=topic.id or 0,
        slug=slug,
        code=_free_code(session),
        source_language=language,
        visibility=Visibility.STAFF if for_replies else Visibility.PUBLIC,
        for_replies=for_replies,
        responsible="coordinator" if owner_id == collaboration(session).id else "editor",
    )
    with _only_once(session, TAKEN, field="slug"):
        session.add(article)
    return article


TAKEN = N_("There is an article with this name already.")


def must_be_free(session: Session, owner_id: int, slug: str, *, for_article: Article | None = None) -> None:
    """Raises Conflict when another article has or had this name: one of this owner's or a shared one; for a shared
    article anybody's, because a municipality's article never has the name of a shared one."""
    articles = select(Article.id, Article.owner_id).where(Article.slug == slug)
    aliases = select(ArticleAlias.article_id, ArticleAlias.owner_id).where(ArticleAlias.slug == slug)
    shared = collaboration(session).id
    for article_id, holder in [*session.exec(articles), *session.exec(aliases)]:
        mine = for_article is not None and article_id == for_article.id
        if not mine and (owner_id == shared or holder in (owner_id, shared)):
            raise Conflict(TAKEN, field="slug")


@contextmanager
def _only_once(session: Session, sentence: str, **holes: Any) -> Iterator[None]:
    """Flushes what the block adds. Of two who add the same thing at once, the second is told so by a Conflict."""
    try:
        with session.begin_nested():
            yield
            session.flush()
    except sa.exc.IntegrityError:
        raise Conflict(sentence, **holes) from None


JUST_NOW = timedelta(minutes=1)


def begin_article(session: Session, *, owner_id: int, draft: NewArticleDraft, by: int | None, now: datetime) -> Article:
    """A new article with a first, unpublished text that has nothing but its title; without a name in the draft it gets
    one made from the title, and what the same person began just so a moment ago is not begun again. Raises Conflict
    when the name is taken, Invalid for a topic or language there is not."""
    topic = topics.topic(session, draft.topic)
    if topic is None:
        raise Invalid(N_("Please choose one of the possibilities."), field="topic")
    if draft.language not in topics.languages(session):
        raise Invalid(N_("Please choose one of the possibilities."), field="language")
    if not draft.slug and (begun := _just_begun(session, owner_id, topic, draft, by=by, now=now)):
        return begun
    slug = draft.slug or _free_slug(session, draft.title)
    article = new_article(
        session, owner_id=owner_id, topic=topic, slug=slug, language=draft.language, for_replies=draft.for_replies
    )
    revise(session, article, draft.language, TranslationDraft(title=draft.title), by=by, now=now)
    return article


def _just_begun(
    session: Session, owner_id: int, topic: Topic, draft: NewArticleDraft, *, by: int | None, now: datetime
) -> Article | None:
    """What a second press of the button began: the text is as it was."""
    return session.exec(
        select(Article)
        .join(Translation, col(Translation.article_id) == col(Article.id))
        .join(Revision, col(Revision.translation_id) == col(Translation.id))
        .where(Article.owner_id == owner_id, Article.topic_id == topic.id, Article.for_replies == draft.for_replies)
        .where(Article.source_language == draft.language, Translation.latest_number == 1)
        .where(Revision.title == draft.title, Revision.saved_by == by, col(Revision.saved_at) > now - JUST_NOW)
    ).first()


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

    Done twice, it is done once. Raises Conflict when somebody saved one since `draft.made_from`: nothing is
    overwritten.
    """
    translation = translation_of(session, article, language)
    latest = session.get(Revision, (translation.id, translation.latest_number)) if translation else None
    if translation is not None and latest is not None and _was_just_saved(latest, draft, by=by):
        if publish and translation.public_number != latest.number:
            show_revision(session, article, translation, based_on=draft.based_on)
        return latest
    if translation is None:
        translation = Translation(article_id=article.id or 0, language=language)
        with _only_once(session, SOMEBODY):
            session.add(translation)
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
        show_revision(session, article, translation, based_on=draft.based_on)
    return revision


def _was_just_saved(latest: Revision, draft: TranslationDraft, *, by: int | None) -> bool:
    """Whether the latest revision is this very draft: the button was pressed twice."""
    said = (latest.importance, latest.why) == (draft.importance.value, draft.why)
    hers = by is not None and (latest.number, latest.saved_by) == (draft.made_from + 1, by)
    return hers and said and _says_the_same(latest, draft)


def publish(
    session: Session, article: Article, language: str, draft: TranslationDraft, *, by: int | None, now: datetime
) -> None:
    """Readers see this text: as the next revision, or, when it is the latest one unchanged, as that one. A translation
    that is published as it was (and not as something small) is confirmed to say what the source says now.

    Raises Conflict as `revise` does, and Invalid (on the body) when the text has faults.
    """
    if queries.faults(session, article, draft.body):
        raise Invalid(CANT_BE_SHOWN, field="body")
    translation = translation_of(session, article, language)
    latest = session.get(Revision, (translation.id, translation.latest_number)) if translation else None
    if (
        translation is None
        or latest is None
        or latest.number != draft.made_from
        or not _is_the_same(translation, latest, draft)
    ):
        revise(session, article, language, draft, by=by, now=now, publish=True)
    elif translation.public_number != translation.latest_number:
        show_revision(session, article, translation, based_on=draft.based_on)
    elif draft.importance != Importance.SMALL:
        confirm(session, article, translation, based_on=draft.based_on)


def confirm(session: Session, article: Article, translation: Translation, *, based_on: int | None = None) -> None:
    """Somebody looked: the translation says what the source said at this meaning (none: the present one)."""
    follows = article.meaning if based_on is None else min(based_on, article.meaning)
    if translation.based_on < follows:
        translation.based_on = follows
        session.add(translation)
        session.flush()
        shows(session, article)


CANT_BE_SHOWN = N_("Readers can't be shown this text yet: it has faults, named here with their lines.")


def _says_the_same(latest: Revision, draft: TranslationDraft) -> bool:
    words = ("title", "summary", "body", "phrasings")
    return all(getattr(latest, word) == getattr(draft, word) for word in words)


def _is_the_same(translation: Translation, latest: Revision, draft: TranslationDraft) -> bool:
    """Whether the draft says nothing that the latest revision does not. What was public already has had its say about
    importance and reason; with a draft they are still to be decided."""
    if not _says_the_same(latest, draft):
        return False
    return translation.counted_number >= latest.number or (latest.importance, latest.why) == (
        draft.importance,
        draft.why,
    )


def restore(
    session: Session,
    article: Article,
    language: str,
    number: int,
    *,
    made_from: int,
    why: str,
    by: int | None,
    now: datetime,
) -> Revision:
    """An earlier text becomes the next revision, not yet published. Raises Conflict when somebody was faster."""
    old = queries.revision(session, article, language, number)
    draft = TranslationDraft.model_construct(  # it was accepted once, perhaps from a file
        title=old.title,
        summary=old.summary,
        body=old.body,
        phrasings=old.phrasings,
        importance=Importance.CHANGED,
        why=why,
        made_from=made_from,
    )
    return revise(session, article, language, draft, by=by, now=now)


class Added(StrEnum):
    """What became of a phrasing: readers' search has it, an unpublished draft has it, or the text had it already."""

    PUBLISHED = "published"
    IN_DRAFT = "in-draft"
    KNOWN = "known"


def add_phrasing(
    session: Session, article: Article, language: str, phrasing: str, *, why: str, by: int | None, now: datetime
) -> Added:
    """One more way people ask, in the newest text in this language; published, as something small, unless that text is
    a draft: then it waits there with the rest, and the draft's importance and reason stay.

    Raises NotFound without a text in this language, Invalid when the text has faults or as many phrasings as it can
    hold, and Conflict as `revise` does.
    """
    translation = translation_of(session, article, language)
    latest = session.get(Revision, (translation.id, translation.latest_number)) if translation else None
    if translation is None or latest is None:
        raise NotFound(N_("There is no text in this language yet."))
    if rules.folded(phrasing) in map(rules.folded, latest.phrasings):
        return Added.KNOWN
    if len(latest.phrasings) >= MOST_PHRASINGS:
        raise Invalid(N_("This text has as many ways people ask as it can hold. Please take some out first."))
    is_public = translation.public_number == latest.number
    draft = TranslationDraft.model_construct(  # all but the phrasing was accepted once, perhaps from a file
        title=latest.title,
        summary=latest.summary,
        body=latest.body,
        phrasings=[*latest.phrasings, phrasing],
        importance=Importance.SMALL if is_public else Importance(latest.importance),
        why=why if is_public else latest.why,
        made_from=latest.number,
    )
    if is_public:
        publish(session, article, language, draft, by=by, now=now)
        return Added.PUBLISHED
    revise(session, article, language, draft, by=by, now=now)
    return Added.IN_DRAFT


SOMEBODY = N_("Somebody changed this text while you were writing.")


def _somebody(session: Session, account_id: int | None) -> Conflict:
    """Who was faster, as far as it is known."""
    editor = session.get(Account, account_id) if account_id else None
    if editor is None:
        return Conflict(SOMEBODY)
    return Conflict(N_("%(editor)s changed this text while you were writing."), editor=editor.name)


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
    raise _somebody(session, latest.saved_by if latest else None)


def show_revision(session: Session, article: Article, translation: Translation, *, based_on: int | None = None) -> None:
    """Readers see the latest revision. A changed source text raises the article's meaning, an important one its alert.

    Each revision's importance counts once, when it is first shown. A translation follows the source's meaning that its
    writer had before her (`based_on`; none: the present one), unless all she did was small: mending a comma in a text
    that is behind does not bring it up to date.
    """
    weights = set(
        session.exec(
            select(Revision.importance).where(
                Revision.translation_id == translation.id, Revision.number > translation.counted_number
            )
        )
    )
    changed = bool(weights & {Importance.CHANGED, Importance.IMPORTANT})
    if translation.language == article.source_language:
        if changed:
            grows: dict[str, Any] = {"meaning": Article.meaning + 1}
            if Importance.IMPORTANT in weights:
                grows["alert"] = Article.meaning + 1
            session.exec(update(Article).where(col(Article.id) == article.id).values(**grows))
            session.refresh(article)
        translation.based_on = article.meaning
    elif changed or not translation.counted_number:
        confirm(session, article, translation, based_on=based_on)
    translation.public_number = translation.counted_number = translation.latest_number
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


def drop_unpublished(session: Session, article: Article) -> bool:
    """Removes an article that no reader ever saw, with all its texts. Gives whether it was one."""
    translations = session.exec(select(Translation).where(Translation.article_id == article.id)).all()
    if any(each.public_number or each.counted_number for each in translations):
        return False
    numbers = [each.id for each in translations]
    session.exec(delete(Revision).where(col(Revision.translation_id).in_(numbers)))
    for table in (Translation, Source, Slot, Supplement, ArticleAlias):
        session.exec(delete(table).where(col(table.article_id) == article.id))
    session.exec(delete(Article).where(col(Article.id) == article.id))
    renew(session)
    return True


def rename(session: Session, article: Article, slug: str) -> None:
    """Gives the article another name in addresses; the old one leads to it for good. Raises Conflict if it is taken."""
    if slug == article.slug:
        return
    must_be_free(session, article.owner_id, slug, for_article=article)
    session.exec(delete(ArticleAlias).where(col(ArticleAlias.article_id) == article.id, col(ArticleAlias.slug) == slug))
    with _only_once(session, TAKEN, field="slug"):
        session.add(ArticleAlias(owner_id=article.owner_id, slug=article.slug, article_id=article.id or 0))
        article.slug = slug
        session.add(article)
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
    found = known or Supplement(
        article_id=article.id or 0,
        owner_id=owner_id,
        section=section,
        language=language,
        visibility=visibility,
        text="",
    )
    kind = "note" if visibility == Visibility.STAFF else "supplement"
    subject = f"{kind}:{article.code}:{section}:{language}"
    found.number = _next_local(
        session, owner_id, subject, {"text": draft.text}, made_from=draft.made_from, by=by, now=now
    )
    found.text = draft.text
    found.reviewed_at = article.meaning
    session.add(found)
    session.flush()
    renew(session)
    return found


def supplement_section(
    session: Session,
    article: Article,
    *,
    owner_id: int,
    section: str,
    drafts: Mapping[str, SupplementDraft],
    by: int | None,
    now: datetime,
    visibility: str = Visibility.PUBLIC,
) -> int:
    """Saves a municipality's texts after a section, or its note for staff, in several languages at once; gives how many
    were changed. What is word for word as before makes no new state, so that two who write in different languages are
    not in each other's way. Raises Conflict when somebody was faster, and Invalid (on the language) for a text with
    faults: a supplement is seen at once."""
    before = {
        row.language: row.text
        for row in session.exec(
            select(Supplement).where(
                Supplement.article_id == article.id,
                Supplement.owner_id == owner_id,
                Supplement.section == section,
                Supplement.visibility == visibility,
            )
        )
    }
    if visibility == Visibility.PUBLIC and not before and section not in queries.section_ids(session, article):
        raise NotFound(N_("There is no such section in this article."))
    changed = {language: draft for language, draft in drafts.items() if draft.text != before.get(language, "")}
    for language, draft in changed.items():
        for fault in queries.local_faults(session, owner_id, draft.text)[:1] if visibility == Visibility.PUBLIC else ():
            raise Invalid(fault.sentence, field=language, **fault.holes)
        supplement(
            session,
            article,
            owner_id=owner_id,
            section=section,
            language=language,
            draft=draft,
            by=by,
            now=now,
            visibility=visibility,
        )
    return len(changed)


def fill_slot(
    session: Session, name: str, *, owner_id: int, draft: SlotDraft, by: int | None, now: datetime
) -> SlotValue:
    """Saves what a municipality puts into the slots of this name. Raises Conflict when somebody was faster, and Invalid
    (as `rules.slot_value` does) for what the slots of this name can't hold."""
    kind = session.exec(select(Slot.type).where(Slot.name == name).order_by(col(Slot.article_id))).first()
    value = rules.slot_value(kind, draft.value) if kind else draft.value
    if kind == SlotType.CONTACT and value is not None:
        _must_be_a_contact(session, owner_id, value)
    number = _next_local(session, owner_id, f"slot:{name}", value, made_from=draft.made_from, by=by, now=now)
    found = session.get(SlotValue, (owner_id, name)) or SlotValue(owner_id=owner_id, name=name, value=None)
    found.value, found.number = value, number
    session.add(found)
    session.flush()
    renew(session)
    return found


def _must_be_a_contact(session: Session, owner_id: int, key: str) -> None:
    known = select(Contact.id).join(Municipality).where(Municipality.owner_id == owner_id, Contact.key == key)
    if session.exec(known).first() is None:
        raise Invalid(N_("Please choose one of the possibilities."))


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
        raise _somebody(session, latest.saved_by if latest else None)
    number = made_from + 1
    with _only_once(session, SOMEBODY):
        session.add(
            LocalRevision(owner_id=owner_id, subject=subject, number=number, value=value, saved_by=by, saved_at=now)
        )
    return number


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
    """An unpublished local article whose text is an answer and whose first phrasing is the question, both without
    personal data."""
    topic = topic or topics.topics(session)[-1]  # the last one, where what fits nowhere else belongs
    title = first_sentence(question, longest=80)
    article = new_article(session, owner_id=owner_id, topic=topic, slug=_free_slug(session, title), language=language)
    draft = TranslationDraft(
        title=title,
        summary=first_sentence(answer, longest=300),
        body=f"## {_as_markdown(title)} {{#what-to-do}}\n\n{_as_markdown(answer[:LONGEST_ANSWER])}",
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
    lines = (
        re.sub(r"^(:{3}|[-+=~]{3}|[-=]+\s*$)", r"\\\1", line.strip()) for line in markup.literal(text).splitlines()
    )
    return "\n".join(lines)


_SPELLED = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss"})


def slug_from(title: str) -> str:
    """A name for addresses: "Må jeg køre?" gives "ma-jeg-kore"."""
    spelled = title.lower().translate(_SPELLED)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "answer"


def _free_slug(session: Session, title: str) -> str:
    """A name made from the title that no article of any owner has or had."""
    slug = slug_from(title)
    taken = set(session.exec(select(Article.slug).where(col(Article.slug).startswith(slug))))
    taken |= set(session.exec(select(ArticleAlias.slug).where(col(ArticleAlias.slug).startswith(slug))))
    return next(name for name in (slug, *(f"{slug}-{number}" for number in range(2, 10_000))) if name not in taken)
