"""The one history of the database, for SQLite and PostgreSQL alike."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

FOLDER = Path(__file__).parent
_FORM = sa.table("alembic_version", sa.column("version_num"))


class UnknownForm(Exception):
    """The database has a form that this program does not know; the message says so in one sentence."""


def upgrade(engine: Engine) -> None:
    """Brings the database to the newest form; several processes may call it at once (the first one does the work).

    Raises UnknownForm for a database that a newer program made.
    """
    with engine.connect() as connection:
        if _form(connection) == _newest():
            return
    # Not above: it takes a tenth of a second that a process on a database of the newest form can do without.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    with engine.execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(20261121)"))
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise UnknownForm("The database was made by another, newer version of the program.") from None


def _newest() -> str:
    """The last step's number; the files' names begin with theirs."""
    return max(file.name for file in FOLDER.glob("versions/[0-9]*.py")).partition("_")[0]


def _form(connection: Connection) -> str | None:
    """The number of the last step that this database has taken, if any."""
    if not sa.inspect(connection).has_table(_FORM.name):
        return None
    return connection.execute(sa.select(_FORM)).scalar()
