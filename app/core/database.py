"""The database: one engine, sessions that read and sessions that write, and the column types of the house.

SQLite: WAL and synchronous=FULL (NORMAL survives a killed process, not a power cut). Python's own transaction
handling is switched off and BEGIN is sent by an event, because writing sessions must say BEGIN IMMEDIATE: with a
deferred one, two writers who have both read fail at once instead of waiting for each other. secure_delete overwrites
what is deleted: a question that was withdrawn must not stand in the file's free pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(sa.types.TypeDecorator[datetime]):
    """A point in time: aware and in UTC on the way in and out, whatever the database keeps."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def open_database(url: str) -> Engine:
    """An engine for `url` (sqlite:/// or postgresql+psycopg://); a SQLite file and its folder are made, for their owner
    alone (SQLite gives the files beside it the same rights)."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, hide_parameters=True, pool_pre_ping=True)
    if file := sa.make_url(url).database:
        Path(file).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        Path(file).touch(mode=0o600)
    engine = sa.create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def writes(session: Session) -> bool:
    """Whether this session may write (see `Database.session`)."""
    return bool(session.get_bind().get_execution_options().get("writes"))


def _prepare_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


class Database:
    """Hands out sessions on one engine. Only doors open and commit them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(writes=True)

    def session(self, *, writes: bool) -> Session:
        """A session the caller closes; with `writes` it waits its turn to write from its first statement on."""
        return Session(self._writing if writes else self.engine, expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading; what it changes is forgotten."""
        with self.session(writes=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that commits when the block ends well, and forgets everything when it does not."""
        with self.session(writes=True) as session:
            yield session
            session.commit()
