"""Run by Alembic: on the connection that app.migrations.upgrade gives, else on the database of the settings."""

from typing import Literal

from alembic import context
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import app.articles.models
import app.core.edition
import app.enquiries.models
import app.events.models
import app.guidance.models
import app.insight.models
import app.mail.models
import app.people.models
import app.topics.models  # noqa: F401 (the tables register themselves)
from app.core.database import Moment, open_database
from app.core.settings import settings


def _render(kind: str, thing: object, _: object) -> str | Literal[False]:
    """Our own column types as what the database makes of them, so that old steps need nothing of today's code."""
    if kind == "type" and isinstance(thing, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, AutoString):
        return "sa.String()"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, render_item=_render
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with open_database(settings().database).begin() as connection:
        _run(connection)
