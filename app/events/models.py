"""What is on: visiting days of state authorities, courses, meetings and social events of a municipality."""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, SQLModel


class EventKind(StrEnum):
    VISITING_DAY = "visiting-day"
    COURSE = "course"
    MEETING = "meeting"
    SOCIAL = "social"


class Event(SQLModel, table=True):
    """One event, on one day. Times of day are written "14:00"; texts stand as {language: text}."""

    __table_args__ = (
        sa.UniqueConstraint("municipality_id", "slug"),
        sa.CheckConstraint("kind IN ('visiting-day', 'course', 'meeting', 'social')", name="kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id")
    slug: str
    kind: str
    title: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    summary: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    day: date
    starts: str
    ends: str
    place: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    address: str = ""
    host: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    languages: list[str] = Field(sa_column=Column(JSON, nullable=False))
    audiences: list[str] = Field(sa_column=Column(JSON, nullable=False))
    situations: list[str] = Field(sa_column=Column(JSON, nullable=False))
    sign_up: str = ""
    sign_up_by: date | None = None
    seats: int | None = None
