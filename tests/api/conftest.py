"""A house with its doors open, for tests that come in as another system does. The clock stands still."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response

from app.core import clock
from app.core.database import Database
from app.core.settings import Settings
from app.core.tokens import digest
from app.enquiries.queries import Thread
from app.people import actions as people
from app.people.models import Account, Municipality, ResourcePerson, Role, SignIn, SignInKind
from app.searched import upkeep
from tests.cast import NOW, Cast, a_question, an_article, recall
from tests.doors import Client, app_of, open_doors

QUESTION = {"text": "May I drive here with a licence from Japan?", "lang": "en", "topic": "driving"}


class System(Client):
    """Another system, with a token or without."""

    def __init__(self, app: FastAPI, token: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        super().__init__(app, below="/api/v1", headers=headers)

    def asks(self, **fields: Any) -> Response:
        return self.post("/enquiries", json={**QUESTION, **fields})


class OpenHouse:
    """The application with the cast and two articles in its database; it hands out tokens."""

    def __init__(self, app: FastAPI, database: Database, cast: Cast, data: Path) -> None:
        self.app, self.database, self.cast, self.data = app, database, cast, data
        self.now = NOW

    @cached_property
    def stranger(self) -> System:
        """A system that nobody knows."""
        return System(self.app)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def index(self) -> None:
        """Builds the search index of what is there."""
        upkeep(self.database, self.data / "index").rebuild()

    def with_token(self, *roles: Role, municipality: Municipality | None = None) -> System:
        """A system that may do what these roles do in a municipality (Fjordby unless told otherwise)."""
        with self.database.write() as session:
            account, token = people.issue_token(session, name="The telephone system", now=NOW)
            for role in roles:
                people.grant(session, account, role, municipality_id=(municipality or self.cast.fjordby).id or 0)
        return System(self.app, token)

    def acting_for(self, who: Account | ResourcePerson) -> System:
        """A system that acts for somebody of the cast."""
        account_id = (who.id if isinstance(who, Account) else who.account_id) or 0
        token = f"indgang_of_{account_id}"
        with self.database.write() as session:
            session.add(SignIn(account_id=account_id, kind=SignInKind.TOKEN, subject=digest(token), confirmed_at=NOW))
        return System(self.app, token)

    @property
    def desk(self) -> System:
        """The front desk of Fjordby."""
        return self.with_token(Role.DESK)

    def question(self, **fields: Any) -> Thread:
        """A question from Ola to Fjordby about driving, which Jens has."""
        with self.database.write() as session:
            return a_question(session, self.cast, **fields)


@pytest.fixture
def house(cast_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenHouse]:
    """A house on SQLite."""
    file = tmp_path / "indgang.sqlite"
    shutil.copy(cast_sqlite, file)
    with opened(f"sqlite:///{file}", tmp_path, monkeypatch) as open_house:
        yield open_house


@pytest.fixture
def any_house(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenHouse]:
    """A house on each kind of database, for what is asked of the database in words of our own."""
    with opened(database_url, tmp_path, monkeypatch) as open_house:
        yield open_house


@contextmanager
def opened(url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> Iterator[OpenHouse]:
    """The house on an empty database, filled with the cast, a shared article and one of Bakkeby's."""
    given = {"rate_limit": "off", "undo_seconds": 0, **settings}
    app = app_of(Settings(data=folder / "data", database_url=url, public_url="http://testserver", **given))
    database = app.state.house.database
    with database.write() as session:
        cast = recall(session)
        an_article(session, cast, "foreign-driving-licence", phrasings=["May I drive with a licence from Japan?"])
        an_article(
            session,
            cast,
            "harbour-office",
            owner=cast.bakkeby,
            topic=cast.registration,
            texts={"da": "Havnekontoret", "en": "The harbour office"},
        )
    house = OpenHouse(app, database, cast, folder / "data")

    def now() -> datetime:
        return house.now

    monkeypatch.setattr(clock, "now", now)
    with open_doors(app):
        yield house
