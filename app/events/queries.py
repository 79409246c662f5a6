"""What is on."""

from datetime import date

from sqlmodel import Session, col, select

from app.core.edition import kept
from app.events.models import Event


def events(session: Session, municipality_id: int) -> list[Event]:
    """All events of a municipality in their order."""
    return kept(
        session,
        ("events", municipality_id),
        lambda session: list(
            session.exec(
                select(Event)
                .where(Event.municipality_id == municipality_id)
                .order_by(col(Event.day), col(Event.starts), col(Event.slug))
            ).all()
        ),
    )


def coming(session: Session, municipality_id: int, today: date) -> list[Event]:
    """The events of today and later."""
    return [event for event in events(session, municipality_id) if event.day >= today]
