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
        sa.Index("ix_enquiry_email", sa.text("lower(email)")),
        sa.Index(
            "ix_enquiry_open",
            "municipality_id",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
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
    urgent: bool = False  # there were words of danger in it
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    forgotten_at: datetime | None = Field(default=None, sa_type=Moment)


class Part(SQLModel, table=True):
    """The piece of an enquiry that belongs to one subject and one resource person.

    `text` is the piece of what was asked, empty where it is the whole. Beside its topic it keeps all `topics` that it
    was found to be about, with how sure that was (0 to 1), and `articles`, the likeliest first. `promised_at` is what
    the asker was told; while the house waits for her (`waiting_since`) the time stands still, with so many minutes of
    working time left. `level` counts the promises that were broken.
    """

    __table_args__ = (
        sa.Index(
            "ix_part_open",
            "enquiry_id",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)
    text: str = ""
    topic_id: int | None = Field(default=None, foreign_key="topic.id")
    topics: dict[str, float] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    articles: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    promised_at: datetime = Field(sa_type=Moment)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    waiting_since: datetime | None = Field(default=None, sa_type=Moment)
    minutes_left: int | None = None
    level: int = 0
    answered_at: datetime | None = Field(default=None, sa_type=Moment)

    @property
    def article(self) -> str:
        """The likeliest article, if any."""
        return next(iter(self.articles), "")


class Assignment(SQLModel, table=True):
    """Who has a part, since when, and why: the candidates with scores and reasons as they were then.

    With an interpreter the two are a pair; `needs_interpreter` without one: the part waits for one. `fallback`: she has
    it because nobody who knows could take it.
    """

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
    interpreter_id: int | None = Field(default=None, foreign_key="resource_person.id", index=True)
    needs_interpreter: bool = False
    fallback: bool = False
    began_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    given_by: int | None = Field(default=None, foreign_key="account.id")
    why: str = ""
    candidates: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Author(StrEnum):
    ASKER = "asker"
    STAFF = "staff"


class MessageKind(StrEnum):
    """A word between asker and house, or a note that only the staff sees."""

    REPLY = "reply"
    NOTE = "note"


class MessageState(StrEnum):
    """Sent; ready, while other parts of the reply are not; or waiting for the interpreter to confirm or reword it."""

    SENT = "sent"
    READY = "ready"
    INTERPRETER = "interpreter"


class Message(SQLModel, table=True):
    """A text in the thread between the asker and the house, or a note beside it.

    With `asks_back` it is a question to the asker. `original` is what the expert wrote where the interpreter reworded
    it. A reply is shown from `visible_from` on; it can be taken back until then, and its part is again as it was before
    (`part_before`). Numbers grow, and none is given twice: what was seen is told by them.
    """

    __table_args__ = (
        sa.CheckConstraint("author IN ('asker', 'staff')", name="author"),
        sa.CheckConstraint("kind IN ('reply', 'note')", name="kind"),
        sa.CheckConstraint("state IN ('sent', 'ready', 'interpreter')", name="state"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)
    part_id: int | None = Field(default=None, foreign_key="part.id")
    author: str
    kind: str = MessageKind.REPLY.value
    state: str = MessageState.SENT.value
    asks_back: bool = False
    person_id: int | None = Field(default=None, foreign_key="resource_person.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    interpreter_id: int | None = Field(default=None, foreign_key="resource_person.id")
    text: str
    original: str = ""
    written_at: datetime = Field(sa_type=Moment)
    visible_from: datetime | None = Field(default=None, sa_type=Moment)
    part_before: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    removed: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Reading(SQLModel, table=True):
    """Somebody of the staff read an enquiry (or its asker's contact)."""

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    read_at: datetime = Field(sa_type=Moment)


class LetterKey(SQLModel, table=True):
    """A key in a letter to a resource person, of which we hold the digest: it opens one question for her, once.

    `used_by` is the digest of the cookie of the browser that used it.
    """

    __tablename__ = "letter_key"
    __table_args__ = (sa.CheckConstraint("(used_at IS NULL) = (used_by = '')", name="used_by_somebody"),)

    digest: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id")
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    used_by: str = ""


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


class Merged(SQLModel, table=True):
    """An enquiry that was put together with a later one of the same asker, and is no more: its key and its number lead
    to that one. (The earlier goes, so that SQLite never gives its number again.)"""

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    key: str = Field(unique=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)
    merged_at: datetime = Field(sa_type=Moment)
    merged_by: int | None = Field(default=None, foreign_key="account.id")


class RetiredKey(SQLModel, table=True):
    """A key that opens its enquiry no more: two were put together of which one at least came by the web, and who holds
    the keys of those only says that she has the same e-mail address. The key that opens them went there by letter."""

    __tablename__ = "retired_key"

    key: str = Field(primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)


class CallOutcome(StrEnum):
    """How a call or a visit at the counter ended."""

    SOLVED = "solved"
    LOOKED_UP = "looked-up"
    HANDED_OVER = "handed-over"


class LoggedCall(SQLModel, table=True):
    """A call or a visit at the counter, logged in three taps; nothing in it tells who asked. `key` is made where it was
    logged, so that what is sent twice is kept once."""

    __tablename__ = "logged_call"
    __table_args__ = (
        sa.CheckConstraint("channel IN ('telephone', 'counter')", name="channel"),
        sa.CheckConstraint("outcome IN ('solved', 'looked-up', 'handed-over')", name="outcome"),
        sa.CheckConstraint("asking_as IN ('', 'self', 'family', 'employer')", name="asking_as"),
        sa.CheckConstraint("minutes BETWEEN 0 AND 600", name="minutes"),
    )

    key: str = Field(primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    topic_id: int | None = Field(default=None, foreign_key="topic.id")
    language: str
    channel: str = Channel.TELEPHONE.value
    outcome: str
    asking_as: str = ""
    minutes: int | None = None
    text: str = ""
    happened_at: datetime = Field(sa_type=Moment)
    kept_at: datetime = Field(sa_type=Moment)
