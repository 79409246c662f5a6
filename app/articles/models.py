"""Articles with their translations and every saved text, and what a municipality adds to them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, SQLModel

from app.core.database import Moment


class Visibility(StrEnum):
    PUBLIC = "public"
    STAFF = "staff"


class Article(SQLModel, table=True):
    """One subject answered, or with `for_replies` a text that staff puts into answers.

    The counters grow in SQL: edition with anything a reader sees, meaning with changed source texts, alert with
    important ones; who follows keeps the number it has seen.
    """

    __table_args__ = (
        sa.UniqueConstraint("owner_id", "slug"),
        sa.CheckConstraint("visibility IN ('public', 'staff')", name="visibility"),
    )

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(foreign_key="owner.id")
    topic_id: int = Field(foreign_key="topic.id", index=True)
    slug: str = Field(index=True)
    code: str = Field(unique=True)
    visibility: str = Visibility.PUBLIC.value
    for_replies: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    source_language: str = "da"
    audiences: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    situations: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    responsible: str = "coordinator"
    review_months: int = 6
    to_verify: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    edition: int = 0
    meaning: int = 0
    alert: int = 0
    archived_at: datetime | None = Field(default=None, sa_type=Moment)


class ArticleAlias(SQLModel, table=True):
    """A slug the article had before."""

    __tablename__ = "article_alias"

    owner_id: int = Field(foreign_key="owner.id", primary_key=True)
    slug: str = Field(primary_key=True)
    article_id: int = Field(foreign_key="article.id", index=True)


class Source(SQLModel, table=True):
    """Where an article's statements come from, and when somebody last looked."""

    article_id: int = Field(foreign_key="article.id", primary_key=True)
    position: int = Field(primary_key=True)
    name: str
    address: str
    checked_on: date


class SlotType(StrEnum):
    HOURS = "hours"
    PLACE = "place"
    FEE = "fee"
    CONTACT = "contact"
    RULE = "rule"
    STEP = "step"


class Slot(SQLModel, table=True):
    """A place in an article where a municipality's own text belongs; `title` says to readers what stands there."""

    article_id: int = Field(foreign_key="article.id", primary_key=True)
    name: str = Field(primary_key=True)
    position: int
    type: str
    required: bool = False
    section: str
    title: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Importance(StrEnum):
    SMALL = "small"
    CHANGED = "changed"
    IMPORTANT = "important"


class Translation(SQLModel, table=True):
    """An article in one language. `public_number` is the revision readers see (none: not published),
    `latest_number` the newest saved one; `based_on` the source's meaning it was made from; `counted_number` the newest
    one that was ever public, so that its importance counts once, however often a text is taken back and shown again."""

    __table_args__ = (sa.UniqueConstraint("article_id", "language"),)

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id")
    language: str = Field(foreign_key="language.code")
    public_number: int | None = None
    latest_number: int = 0
    based_on: int = 0
    counted_number: int = 0


class Revision(SQLModel, table=True):
    """One saved text of a translation; never changed afterwards."""

    __table_args__ = (sa.CheckConstraint("importance IN ('small', 'changed', 'important')", name="importance"),)

    translation_id: int = Field(foreign_key="translation.id", primary_key=True)
    number: int = Field(primary_key=True)
    title: str
    summary: str
    body: str
    phrasings: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    importance: str = Importance.CHANGED.value
    why: str = ""
    saved_by: int | None = Field(default=None, foreign_key="account.id")
    saved_at: datetime = Field(sa_type=Moment)


class Supplement(SQLModel, table=True):
    """A municipality's text after a section of an article; with visibility staff and no section, a note for staff.

    `reviewed_at` is the article's meaning when the municipality last looked at it.
    """

    __table_args__ = (
        sa.UniqueConstraint("article_id", "owner_id", "language", "section", "visibility"),
        sa.CheckConstraint("visibility IN ('public', 'staff')", name="visibility"),
    )

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id")
    owner_id: int = Field(foreign_key="owner.id", index=True)
    language: str = Field(foreign_key="language.code")
    section: str = ""
    visibility: str = Visibility.PUBLIC.value
    text: str
    number: int = 0
    reviewed_at: int = 0


class SlotValue(SQLModel, table=True):
    """What a municipality put into the slots of this name; neutral values once, texts as {language: text}."""

    __tablename__ = "slot_value"

    owner_id: int = Field(foreign_key="owner.id", primary_key=True)
    name: str = Field(primary_key=True)
    value: Any = Field(sa_column=Column(JSON, nullable=False))
    number: int = 0


class LocalRevision(SQLModel, table=True):
    """One saved state of a supplement ("supplement:r1cp:papers:en", by article code) or slot ("slot:photo-fee")."""

    __tablename__ = "local_revision"

    owner_id: int = Field(foreign_key="owner.id", primary_key=True)
    subject: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    value: Any = Field(sa_column=Column(JSON))
    saved_by: int | None = Field(default=None, foreign_key="account.id")
    saved_at: datetime = Field(sa_type=Moment)


class Figure(SQLModel, table=True):
    """A value that changes, from a day on: an owner's row (the collaboration's, or a municipality's own)."""

    __table_args__ = (sa.UniqueConstraint("owner_id", "name", "valid_from"),)

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(foreign_key="owner.id")
    name: str = Field(index=True)
    unit: str
    value: float
    valid_from: date
    valid_to: date | None = None
    source_name: str = ""
    source_address: str = ""
    checked_on: date | None = None


class ImportedFile(SQLModel, table=True):
    """The digest of what a file brought, in its canonical form (with ":earlier" where its text is based on an earlier
    source). What the database would export now has another digest when somebody edited it since."""

    __tablename__ = "imported_file"

    path: str = Field(primary_key=True)
    digest: str
