"""What people asked, and its whole life."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, SQLModel

from app.core.database import Moment


class AskingAs(StrEnum):
    SELF = "self"
    FAMILY = "family"
    EMPLOYER = "employer"


class Channel(StrEnum):
    WEB = "web"
    TELEPHONE = "telephone"
    COUNTER = "counter"
    EMAIL = "e-mail"


class Outcome(StrEnum):
    ANSWERED = "answered"
    REFERRED = "referred"
    CASE = "case"
    WITHDRAWN = "withdrawn"


class Enquiry(SQLModel, table=True):
    """One question, by whatever channel. `key` is the asker's secret; name, contact and texts go after a time."""

    __table_args__ = (
        sa.CheckConstraint("asking_as IN ('self', 'family', 'employer')", name="asking_as"),
        sa.CheckConstraint("channel IN ('web', 'telephone', 'counter', 'e-mail')", name="channel"),
        sa.CheckConstraint("outcome IN ('answered', 'referred', 'case', 'withdrawn')", name="outcome"),
        sa.CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed_with_outcome"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    channel: str = Channel.WEB.value
    language: str
    asking_as: str = AskingAs.SELF.value
    audience: str = ""
    country: str = ""
    details: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    name: str = ""
    email: str = ""
    phone: str = ""
    logged_by: int | None = Field(default=None, foreign_key="account.id")
    asked_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    outcome: str | None = None
    referred_to: str = ""
    case_reference: str = ""
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    forgotten_at: datetime | None = Field(default=None, sa_type=Moment)


class Part(SQLModel, table=True):
    """The piece of an enquiry that belongs to one subject and one resource person."""

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)
    topic_id: int | None = Field(default=None, foreign_key="topic.id")
    article: str = ""
    promised_at: datetime = Field(sa_type=Moment)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)


class Assignment(SQLModel, table=True):
    """Who has a part, since when, and why: the candidates with scores and reasons as they were then."""

    __table_args__ = (
        sa.Index(
            "uq_assignment_current",
            "part_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    part_id: int = Field(foreign_key="part.id", index=True)
    person_id: int = Field(foreign_key="resource_person.id", index=True)
    began_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    given_by: int | None = Field(default=None, foreign_key="account.id")
    why: str = ""
    candidates: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Author(StrEnum):
    ASKER = "asker"
    STAFF = "staff"


class Message(SQLModel, table=True):
    """A text in the thread between the asker and the house."""

    __table_args__ = (sa.CheckConstraint("author IN ('asker', 'staff')", name="author"),)

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)
    author: str
    person_id: int | None = Field(default=None, foreign_key="resource_person.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    text: str
    written_at: datetime = Field(sa_type=Moment)
    removed: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Reading(SQLModel, table=True):
    """Somebody of the staff read an enquiry (or its asker's contact)."""

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    read_at: datetime = Field(sa_type=Moment)


class Promised(SQLModel, table=True):
    """An Idempotency-Key (its digest) and what it made: the same key and body make one enquiry, for 24 hours."""

    __tablename__ = "idempotency"

    key_digest: str = Field(primary_key=True)
    body_digest: str
    enquiry_id: int | None = Field(default=None, foreign_key="enquiry.id", index=True)
    made_at: datetime = Field(sa_type=Moment)


class Capture(SQLModel, table=True):
    """The article that was made from an enquiry's answer."""

    enquiry_id: int = Field(foreign_key="enquiry.id", primary_key=True)
    article_id: int = Field(foreign_key="article.id", index=True)
    made_at: datetime = Field(sa_type=Moment)
