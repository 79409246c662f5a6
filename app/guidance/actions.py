"""What can happen to guides and checklists: they are written, and put into words."""

from typing import TypeVar

from sqlmodel import Session, select

from app.core.edition import renew
from app.guidance.drafts import ChecklistTable, GuidanceText, GuideTable
from app.guidance.models import Checklist, ChecklistText, Guide, GuideText
from app.topics.models import Topic

G = TypeVar("G", Guide, Checklist)


def keep_guide(session: Session, slug: str, table: GuideTable) -> Guide:
    """Makes the guide of this name, or gives it this table. Its topic must be there."""
    return _keep(session, Guide, slug, table)


def keep_checklist(session: Session, slug: str, table: ChecklistTable) -> Checklist:
    """Makes the checklist of this name, or gives it this table. Its topic must be there."""
    return _keep(session, Checklist, slug, table)


def _keep(session: Session, kind: type[G], slug: str, table: GuideTable | ChecklistTable) -> G:
    topic = session.exec(select(Topic.id).where(Topic.slug == table.topic)).one() or 0
    content = table.model_dump(mode="json", exclude={"topic"}, exclude_defaults=True)
    found = session.exec(select(kind).where(kind.slug == slug)).first() or kind(slug=slug, topic_id=topic, content={})
    found.topic_id, found.content = topic, content
    session.add(found)
    session.flush()
    renew(session)
    return found


def put_into_words(session: Session, guidance: Guide | Checklist, language: str, text: GuidanceText) -> None:
    """Gives a guide or a checklist its text in one language."""
    kind = GuideText if isinstance(guidance, Guide) else ChecklistText
    number = guidance.id or 0
    known = session.exec(select(kind).where(kind.guidance_id == number, kind.language == language)).first()
    found = known or kind(guidance_id=number, language=language, title="", summary="", body="")
    found.title, found.summary, found.body = text.title, text.summary, text.body
    session.add(found)
    session.flush()
    renew(session)
