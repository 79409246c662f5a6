"""What a resource person's articles spare her: shown to herself alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from app.articles.models import Article
from app.core.clock import in_denmark
from app.enquiries.models import Assignment, Capture, Part
from app.insight.models import Opened
from app.insight.rules import KEPT
from app.people.models import Knowing, PersonSubject, ResourcePerson
from app.people.rules import Staff

ASKED_WITHIN = timedelta(days=365)


@dataclass(frozen=True)
class Saved:
    """How often somebody was asked within so many days, and how often a reader found one of her articles instead."""

    asked: int
    asked_days: int
    answered: int
    answered_days: int


def saved_by(session: Session, staff: Staff, person: ResourcePerson, *, now: datetime) -> Saved | None:
    """How often she was given a question, and how often, after a search in her municipality, an article was opened that
    she is responsible for or that was made from an answer of hers. None for everybody else: nobody is compared."""
    if person.id not in staff.persons:
        return None
    given = select(func.count(func.distinct(Assignment.part_id))).where(
        Assignment.person_id == person.id, Assignment.began_at > now - ASKED_WITHIN
    )
    captured = (
        select(Article.slug)
        .join(Capture, col(Capture.article_id) == col(Article.id))
        .join(Part, col(Part.enquiry_id) == col(Capture.enquiry_id))
        .join(Assignment, col(Assignment.part_id) == col(Part.id))
        .where(
            Assignment.person_id == person.id, col(Assignment.ended_at).is_(None), col(Part.answered_at).is_not(None)
        )
    )
    responsible = select(PersonSubject.article).where(
        PersonSubject.person_id == person.id, PersonSubject.level == Knowing.RESPONSIBLE
    )
    slugs = {*session.exec(captured), *session.exec(responsible)}
    opened = select(func.sum(Opened.count)).where(
        Opened.municipality_id == person.municipality_id,
        col(Opened.slug).in_(slugs),
        Opened.day > in_denmark(now).date() - KEPT,
    )
    return Saved(
        asked=session.exec(given).one(),
        asked_days=ASKED_WITHIN.days,
        answered=session.exec(opened).one() or 0,
        answered_days=KEPT.days,
    )
