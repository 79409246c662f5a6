"""Languages, owners, topics, terms, everyday words, known gaps and countries: what everything else is named by."""

from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, SQLModel


class Language(SQLModel, table=True):
    """A language that texts may be written in: a BCP 47 tag and its place in lists."""

    code: str = Field(primary_key=True)
    position: int


class OwnerKind(StrEnum):
    COLLABORATION = "collaboration"
    GROUP = "group"
    MUNICIPALITY = "municipality"


class Owner(SQLModel, table=True):
    """Who keeps something. The collaboration's things are shared by all; a group's by its members."""

    __table_args__ = (sa.CheckConstraint("kind IN ('collaboration', 'group', 'municipality')", name="kind"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: OwnerKind = Field(
        sa_column=Column(
            sa.Enum(OwnerKind, native_enum=False, values_callable=lambda kinds: [k.value for k in kinds], length=20),
            nullable=False,
        )
    )
    slug: str = Field(unique=True)


class GroupMember(SQLModel, table=True):
    """A municipality's owner in a group's owner."""

    __tablename__ = "group_member"

    group_id: int = Field(foreign_key="owner.id", primary_key=True)
    member_id: int = Field(foreign_key="owner.id", primary_key=True)


class Topic(SQLModel, table=True):
    """A subject area, such as driving. Titles and summaries by language."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    position: int
    title: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    summary: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))


class Term(SQLModel, table=True):
    """One concept: its words in each language (the first is the main one) and a sentence that explains it."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    words: dict[str, list[str]] = Field(sa_column=Column(JSON, nullable=False))
    meaning: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))


class Everyday(SQLModel, table=True):
    """Everyday words that mean the same, by language: search takes one for the other, and nothing explains them."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    words: dict[str, list[str]] = Field(sa_column=Column(JSON, nullable=False))


class Gap(SQLModel, table=True):
    """A known gap: a subject that people ask about and that no article answers, with the ways they ask, by language.

    Its topic says whose question it is.
    """

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    topic_id: int = Field(foreign_key="topic.id")
    phrasings: dict[str, list[str]] = Field(sa_column=Column(JSON, nullable=False))


class Country(SQLModel, table=True):
    """A country by its ISO 3166-1 alpha-2 code (XK: Kosovo), with the audience that its citizens belong to."""

    __table_args__ = (sa.CheckConstraint("origin IN ('nordic', 'eu', 'third')", name="origin"),)

    code: str = Field(primary_key=True)
    origin: str


class IssuingArea(SQLModel, table=True):
    """A part of a country that issues papers of its own, such as GB-NIR, with its names by language."""

    __tablename__ = "issuing_area"

    code: str = Field(primary_key=True)
    part_of: str = Field(foreign_key="country.code")
    names: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
