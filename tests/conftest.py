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
from tests import houses, postgres
from tests.cast import Cast, gather

_names = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server, started for the first test that needs one."""
    with postgres.running() as address:
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


@pytest.fixture(scope="session")
def filled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration, to be copied."""
    return houses.filled(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="session")
def filled_postgres(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder and the name of a PostgreSQL database with the demonstration, to be copied."""
    with _admin(postgres_server) as connection:
        connection.execute(sa.text("CREATE DATABASE filled_house"))
    data = houses.filled(tmp_path_factory.mktemp("house"), database_url=f"{postgres_server}/filled_house")
    return data, "filled_house"


@pytest.fixture(scope="session")
def a_filled_house(request: pytest.FixtureRequest) -> houses.FilledHouse:
    """Gives the demonstration on either kind of database: a data folder to be copied, and the database's address."""

    def fill(kind: str) -> tuple[Path, str]:
        if kind == "sqlite":
            return request.getfixturevalue("filled_sqlite"), ""
        server = request.getfixturevalue("postgres_server")
        data, template = request.getfixturevalue("filled_postgres")
        name = f"house_{next(_names)}"
        with _admin(server) as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return data, f"{server}/{name}"

    return fill
