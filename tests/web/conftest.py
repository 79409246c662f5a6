"""A house with its doors open, for tests that come in as a browser does. The clock stands still until it is turned."""

import re
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import Session, select

from app.core import clock
from app.core.database import Database
from app.core.settings import Settings
from app.people.models import Account, SignIn, SignInKind
from app.searched import upkeep
from tests.cast import NOW, Cast, recall
from tests.doors import Client, app_of, open_doors

PASSWORD = "correct horse battery"
TOKEN = re.compile(r'name="form_token" value="([0-9a-f]+)"')


class Browser(Client):
    """Somebody's browser: it keeps cookies, and fills in forms as they stand in the pages."""

    def token(self, page: str) -> str:
        """The mark of a form in this page."""
        found = TOKEN.search(self.get(page).text)
        assert found, f"no form in {page}"
        return found[1]

    def fill(self, address: str, *, page: str = "/sign-in", **fields: object) -> Response:
        """Posts a form to an address, with the mark that a page has given."""
        return self.post(address, data={"form_token": self.token(page), **fields}, follow_redirects=False)


class OpenHouse:
    """The application with the cast in its database; everybody's password is the same."""

    def __init__(self, app: FastAPI, database: Database, cast: Cast, data: Path) -> None:
        self.app, self.database, self.cast, self.data = app, database, cast, data
        self.now = NOW

    def browser(self) -> Browser:
        return Browser(self.app)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def write(self) -> AbstractContextManager[Session]:
        return self.database.write()

    def read(self) -> AbstractContextManager[Session]:
        return self.database.read()

    def index(self) -> None:
        """Builds the search index of what is there."""
        upkeep(self.database, self.data / "index").rebuild()

    def signed_in(self, name: str, *, municipality: str = "fjordby") -> Browser:
        """The browser of somebody who has just signed in, with her second factor when she needs one."""
        browser = self.browser()
        answer = browser.fill("/sign-in", email=f"{name}@{municipality}.example.org", password=PASSWORD)
        assert answer.status_code == 303, answer.text
        if "second-factor" in answer.headers["location"]:
            answer = browser.fill("/sign-in/second-factor", page="/sign-in/second-factor", code=self.code(name))
            assert answer.status_code == 303, answer.text
        return browser

    def code(self, name: str) -> str:
        """What the authenticator app of somebody in Fjordby shows now."""
        with self.read() as session:
            mine = select(SignIn.secret).join(Account).where(SignIn.kind == SignInKind.TOTP)
            secret = session.exec(mine.where(Account.email == f"{name}@fjordby.example.org")).one()
        return pyotp.TOTP(secret).at(self.now)


@pytest.fixture(scope="session")
def secret() -> str:
    """What the database keeps of everybody's password. Ours are made to be slow; this one is not."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
def house(cast_sqlite: Path, secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenHouse]:
    """A house on SQLite."""
    file = tmp_path / "indgang.sqlite"
    shutil.copy(cast_sqlite, file)
    with _opened(f"sqlite:///{file}", secret, tmp_path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def any_house(database_url: str, secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenHouse]:
    """A house on each kind of database, for what is asked of the database in words of our own."""
    with _opened(database_url, secret, tmp_path, monkeypatch) as opened:
        yield opened


@contextmanager
def _opened(url: str, secret: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenHouse]:
    app = app_of(Settings(data=folder / "data", database_url=url, public_url="http://testserver", undo_seconds=0))
    database = app.state.house.database
    with database.write() as session:
        cast = recall(session)
        for account in session.exec(select(Account)).all():
            account.language = "en"
            kind, subject = SignInKind.PASSWORD, account.email or ""
            session.add(SignIn(account_id=account.id or 0, kind=kind, subject=subject, secret=secret, confirmed_at=NOW))
    opened = OpenHouse(app, database, cast, folder / "data")

    def now() -> datetime:
        return opened.now

    monkeypatch.setattr(clock, "now", now)
    with open_doors(app):
        yield opened
