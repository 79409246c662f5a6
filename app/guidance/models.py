"""Guides and checklists: a table of rules or steps each, and their words by language."""

from typing import Any

from sqlmodel import JSON, Field, SQLModel


class Guidance(SQLModel):
    """What guides and checklists have in common. `content` is their table (`drafts`) but for the topic."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    topic_id: int = Field(foreign_key="topic.id")
    content: dict[str, Any] = Field(sa_type=JSON)


class GuidanceWords(SQLModel):
    """A guide or checklist in one language; the body's sections are outcomes or steps."""

    language: str = Field(foreign_key="language.code", primary_key=True)
    title: str
    summary: str
    body: str


class Guide(Guidance, table=True):
    """A guided answer over a dated table."""


class GuideText(GuidanceWords, table=True):
    __tablename__ = "guide_text"

    guidance_id: int = Field(foreign_key="guide.id", primary_key=True)


class Checklist(Guidance, table=True):
    """The steps after arrival, or around another day."""


class ChecklistText(GuidanceWords, table=True):
    __tablename__ = "checklist_text"

    guidance_id: int = Field(foreign_key="checklist.id", primary_key=True)
