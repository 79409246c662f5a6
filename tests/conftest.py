"""What every test may ask for: real databases of both kinds, the cast, and a house with its doors open."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.core.database import Database, open_database
from app.migrations import upgrade
from tests import postgres
from tests.cast import Cast, gather

_names = count(1)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server, started for the first test that needs one."""
    with postgres.running(tmp_path_factory.mktemp("postgres")) as address:
        yield address


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file in the newest form, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    engine = open_database(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def empty_postgres(postgres_server: str) -> str:
    """The name of a PostgreSQL database in the newest form, to be copied."""
    with _admin(postgres_server) as connection:
        connection.execute(sa.text("CREATE DATABASE empty_house"))
    engine = open_database(f"{postgres_server}/empty_house")
    upgrade(engine)
    engine.dispose()
    return "empty_house"


class _admin:
    """A connection to the server itself, outside of transactions."""

    def __init__(self, server: str) -> None:
        self.engine = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")

    def __enter__(self) -> sa.Connection:
        self.connection = self.engine.connect()
        return self.connection

    def __exit__(self, *_: object) -> None:
        self.connection.close()
        self.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database in the newest form; the test runs on each kind."""
    if request.param == "sqlite":
        file = tmp_path / "indgang.sqlite"
        shutil.copy(request.getfixturevalue("empty_sqlite"), file)
        return f"sqlite:///{file}"
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("empty_postgres")
    name = f"test_{next(_names)}"
    with _admin(server) as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    return f"{server}/{name}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with nothing in it."""
    engine = open_database(database_url)
    yield Database(engine)
    engine.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session; a test that wants to keep something commits."""
    with database.session(writes=True) as session:
        yield session


@pytest.fixture
def cast(session: Session) -> Cast:
    """Two municipalities and the people everyone knows."""
    return gather(session)
