"""The one history of the database, for SQLite and PostgreSQL alike."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import Connection, Engine


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    return config


class UnknownForm(Exception):
    """The database has a form that this program does not know; the message says so in one sentence."""


def upgrade(engine: Engine) -> None:
    """Brings the database to the newest form; several processes may call it at once (the first one does the work).

    Raises UnknownForm for a database that a newer program made.
    """
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(20261121)"))
        try:
            command.upgrade(_config(connection), "head")
        except CommandError:
            raise UnknownForm("The database was made by another, newer version of the program.") from None
