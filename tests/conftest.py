"""What every test may ask for: real databases of both kinds, the cast, and a house with its doors open."""

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from app.core.database import Database, open_database
from app.core.edition import renew
from app.migrations import upgrade
from tests import houses, postgres
from tests.cast import Cast, gather, recall

_names = count(1)
# What takes longest begins first, so that no process is left with it while the others have ended. The first of them
# makes a house ready for all; what comes right behind it needs none, so that nobody waits for that.
LONGEST = (
    "tests/browser/test_pages.py",
    "tests/test_worker.py",
    "tests/search/test_upkeep.py",
    "tests/proofs/test_nothing_is_lost.py",
    "tests/proofs/test_private.py",
    "tests/test_serving.py",
    "tests/browser/",
    "tests/proofs/",
    "tests/web/test_studio.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        begins = (number for number, path in enumerate(LONGEST) if item.nodeid.startswith(path))
        return next(begins, len(LONGEST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What was loaded stays to the end: it need not be looked at each time that memory is tidied."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def sql_is_compiled_once() -> Iterator[None]:
    """Each test has a database of its own, and so an engine; what SQL was compiled for one serves them all. It is a
    sixth of what the tests of the database take."""
    create, compiled, first = sa.create_engine, dict[Any, Any](), dict[str, sa.Dialect]()

    def create_engine(*args: Any, **given: Any) -> sa.Engine:
        engine = create(*args, **given)
        shared = first.get(engine.dialect.name)
        if shared is None or shared.server_version_info is None:  # none has been connected yet
            first[engine.dialect.name] = engine.dialect
        else:
            engine.dialect = shared
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sa, "create_engine", create_engine)
        yield


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
def cast_sqlite(empty_sqlite: Path) -> Path:
    """A SQLite file with the cast in it, to be copied."""
    file = empty_sqlite.with_name("cast.sqlite")
    shutil.copy(empty_sqlite, file)
    _gather_in(f"sqlite:///{file}")
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


@pytest.fixture(scope="session")
def cast_postgres(postgres_server: str, empty_postgres: str) -> str:
    """The name of a PostgreSQL database with the cast in it, to be copied."""
    with _admin(postgres_server) as connection:
        connection.execute(sa.text(f"CREATE DATABASE cast_house TEMPLATE {empty_postgres}"))
    _gather_in(f"{postgres_server}/cast_house")
    return "cast_house"


def _gather_in(url: str) -> None:
    engine = open_database(url)
    try:
        with Database(engine).write() as session:
            gather(session)
    finally:
        engine.dispose()


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


# Who asks for one of these gets a database in which the cast is already gathered: a copy is quicker than doing it anew.
WITH_CAST = {"cast", "any_house"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database in the newest form, empty or with the cast; the test runs on each kind."""
    contents = "cast" if WITH_CAST & set(request.fixturenames) else "empty"
    if request.param == "sqlite":
        file = tmp_path / "indgang.sqlite"
        shutil.copy(request.getfixturevalue(f"{contents}_sqlite"), file)
        return f"sqlite:///{file}"
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue(f"{contents}_postgres")
    name = f"test_{next(_names)}"
    with _admin(server) as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
    return f"{server}/{name}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with nothing in it but, where a test asks for it, the cast."""
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
    """Two municipalities and the people everyone knows. Rows may be changed by hand: nothing is kept in memory."""
    renew(session)
    return recall(session)


@pytest.fixture(scope="session")
def filled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration, to be copied; made once for all processes of a test run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    made = folder / "filled" / "done"
    with (folder / "filled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            made.parent.mkdir()
            made.write_text(str(houses.filled(made.parent)))
    return Path(made.read_text())


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
            connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
        return data, f"{server}/{name}"

    return fill
