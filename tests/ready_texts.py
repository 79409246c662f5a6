"""Texts for answers, for tests."""

from collections.abc import Mapping

from sqlmodel import Session

from app.articles import actions
from app.articles.drafts import NewArticleDraft, TranslationDraft
from app.articles.models import Article, Slot
from app.people.models import Municipality
from app.topics.models import Owner
from tests.cast import NOW, Cast

BODIES = {
    "da": "Vi kan **ikke** svare.\n\n- Læs [om kørekort](article:foreign-driving-licence#what-to-do).",
    "en": "We can **not** answer.\n\n- Read [about licences](article:foreign-driving-licence#what-to-do).",
}


def a_ready_text(
    session: Session,
    cast: Cast,
    slug: str = "another-authority",
    *,
    owner: Owner | Municipality | None = None,
    topic: str = "help",
    bodies: Mapping[str, str] = BODIES,
    published: bool = True,
    slots: Mapping[str, str] | None = None,
) -> Article:
    """A shared text for answers in Danish and English, called by its name and language, unless told otherwise."""
    owner_id = owner.owner_id if isinstance(owner, Municipality) else (owner or cast.shared).id
    draft = NewArticleDraft(title=slug, language="da", topic=topic, slug=slug, for_replies=True)
    article = actions.begin_article(session, owner_id=owner_id or 0, draft=draft, by=None, now=NOW)
    session.add_all(
        Slot(article_id=article.id or 0, name=name, position=at, type=kind, section="where-to-go")
        for at, (name, kind) in enumerate((slots or {}).items())
    )
    for language, body in bodies.items():
        made_from = 1 if language == "da" else 0
        text = TranslationDraft(
            title=f"{slug} {language}", summary=f"When zebras fit ({language})", body=body, made_from=made_from
        )
        actions.revise(session, article, language, text, by=None, now=NOW, publish=published)
    return article
