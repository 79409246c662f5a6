"""What can happen to a municipality's calendar."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, delete

from app.core.edition import renew
from app.events.models import Event


def keep_events(session: Session, municipality_id: int, events: Sequence[Mapping[str, Any]]) -> None:
    """Replaces a municipality's events by these (each the columns of an `Event`)."""
    session.exec(delete(Event).where(col(Event.municipality_id) == municipality_id))
    session.add_all(Event(municipality_id=municipality_id, **event) for event in events)
    session.flush()
    renew(session)
