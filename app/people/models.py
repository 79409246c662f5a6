"""Municipalities, accounts with their roles and sign-ins, and the resource people."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import JSON, Column, Field, SQLModel

from app.core.database import Moment


class Municipality(SQLModel, table=True):
    """One participating kommune. Small texts that are always read whole stand as {language: text}."""

    id: int | None = Field(default=None, primary_key=True)
    owner_id: int = Field(foreign_key="owner.id", unique=True)
    slug: str = Field(unique=True)
    position: int
    demo: bool = False
    authority_code: str = ""
    names: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    short_name: str
    languages: list[str] = Field(sa_column=Column(JSON, nullable=False))
    colours: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    letter: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    privacy: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    secure_contact: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    accessibility_contact: str = ""
    accessibility_statement: str = ""
    promise_working_days: int = 3
    promises: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))  # days by topic
    closing_days: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))  # ISO dates
    routing: dict[str, float] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))  # changed weights
    confirm_days: int = 180  # after so many, a resource person is asked whether her entry is still right
    offers: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Postcode(SQLModel, table=True):
    municipality_id: int = Field(foreign_key="municipality.id", primary_key=True)
    code: str = Field(primary_key=True)
    town: str


class Contact(SQLModel, table=True):
    """A place to turn to, such as Citizen Service. `topics` are the topic slugs it answers for."""

    __table_args__ = (sa.UniqueConstraint("municipality_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id")
    key: str
    position: int
    name: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    telephone: str = ""
    email: str = ""
    address: str = ""
    hours: str = ""
    web: str = ""
    topics: list[str] = Field(sa_column=Column(JSON, nullable=False))


class Account(SQLModel, table=True):
    """Someone (or some program) who may enter. How she proves it is a sign-in; what she may do is her roles."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    email: str | None = Field(default=None, unique=True)
    language: str = "da"
    active: bool = True
    created_at: datetime = Field(sa_type=Moment)


class Role(StrEnum):
    DESK = "desk"
    RESOURCE_PERSON = "resource-person"
    EDITOR = "editor"
    TRANSLATOR = "translator"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class RoleGrant(SQLModel, table=True):
    """What an account may do in a municipality."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.CheckConstraint(
            "role IN ('desk', 'resource-person', 'editor', 'translator', 'coordinator', 'administrator')", name="role"
        ),
    )

    account_id: int = Field(foreign_key="account.id", primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id", primary_key=True)
    role: str = Field(primary_key=True)


class SignInKind(StrEnum):
    PASSWORD = "password"  # noqa: S105 (a kind, no secret)
    TOTP = "totp"
    TOKEN = "token"  # noqa: S105


class SignIn(SQLModel, table=True):
    """One way an account proves itself: kind, who vouches for it, and under which name it is known there.

    `secret` is an argon2 hash (password) or the shared key (totp); a token's subject is the digest of the token.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        sa.UniqueConstraint("kind", "issuer", "subject"),
        sa.CheckConstraint("kind IN ('password', 'totp', 'token')", name="kind"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    kind: str
    issuer: str = "indgang"
    subject: str
    secret: str = ""
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    last_used: int = 0  # totp: the last time step that was accepted, so that a code works once (RFC 6238, 5.2)


class Stay(SQLModel, table=True):
    """A signed-in browser. The cookie holds the key, we hold its digest."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    key_digest: str = Field(unique=True)
    second_factor: bool = False
    began_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)


class ShownAs(StrEnum):
    FULL_NAME = "full-name"
    FIRST_NAME = "first-name"
    TEAM = "team"


class ResourcePerson(SQLModel, table=True):
    """A named colleague who knows topics or single articles."""

    __tablename__ = "resource_person"
    __table_args__ = (
        sa.UniqueConstraint("municipality_id", "slug"),
        sa.CheckConstraint("shown_as IN ('full-name', 'first-name', 'team')", name="shown_as"),
    )

    id: int | None = Field(default=None, primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    slug: str
    name: str
    title: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    email: str
    telephone: str = ""
    hours: str = ""
    place: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    shown_as: str = "team"
    team: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    public: bool = False
    confirmed_on: date | None = None
    capacity: int | None = None  # open questions that she takes at most; None: as they come
    active: bool = True


class Knowing(StrEnum):
    """How well a person knows a topic or an article: she knows it, or it is her responsibility."""

    KNOWS = "knows"
    RESPONSIBLE = "responsible"


class Command(StrEnum):
    """How well a person has a language; who writes it also speaks and understands it."""

    UNDERSTANDS = "understands"
    SPEAKS = "speaks"
    WRITES = "writes"


_KNOWING = "level IN ('knows', 'responsible')"


class PersonTopic(SQLModel, table=True):
    __tablename__ = "person_topic"
    __table_args__ = (sa.CheckConstraint(_KNOWING, name="level"),)

    person_id: int = Field(foreign_key="resource_person.id", primary_key=True)
    topic_id: int = Field(foreign_key="topic.id", primary_key=True)
    level: str = Knowing.KNOWS.value


class PersonSubject(SQLModel, table=True):
    """A single article (its slug) that a person knows especially."""

    __tablename__ = "person_subject"
    __table_args__ = (sa.CheckConstraint(_KNOWING, name="level"),)

    person_id: int = Field(foreign_key="resource_person.id", primary_key=True)
    article: str = Field(primary_key=True)
    level: str = Knowing.KNOWS.value


class PersonDetail(SQLModel, table=True):
    """Something narrower that a person knows especially, such as issuing_country JP or permit pay-limit."""

    __tablename__ = "person_detail"

    person_id: int = Field(foreign_key="resource_person.id", primary_key=True)
    name: str = Field(primary_key=True)
    value: str = Field(primary_key=True)


class PersonLanguage(SQLModel, table=True):
    __tablename__ = "person_language"
    __table_args__ = (sa.CheckConstraint("level IN ('understands', 'speaks', 'writes')", name="level"),)

    person_id: int = Field(foreign_key="resource_person.id", primary_key=True)
    language: str = Field(primary_key=True)
    level: str = Command.WRITES.value


class Pair(SQLModel, table=True):
    """A standing pair: this colleague carries question and answer across this language for this expert."""

    expert_id: int = Field(foreign_key="resource_person.id", primary_key=True)
    language: str = Field(primary_key=True)
    interpreter_id: int = Field(foreign_key="resource_person.id", primary_key=True)


class PersonShare(SQLModel, table=True):
    """A municipality that may turn to this person of another one."""

    __tablename__ = "person_share"

    person_id: int = Field(foreign_key="resource_person.id", primary_key=True)
    municipality_id: int = Field(foreign_key="municipality.id", primary_key=True)


class Absence(SQLModel, table=True):
    """First and last day away, both included. Never a reason."""

    __table_args__ = (sa.CheckConstraint("first_day <= last_day", name="in_order"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="resource_person.id", index=True)
    first_day: date
    last_day: date
