"""The number of a message that was taken back is given to no other: whoever has seen the one has not seen the other.

PostgreSQL has always done so. SQLite does it for a table made with AUTOINCREMENT.
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_messages_anew(once_only=True)


def downgrade() -> None:
    _make_messages_anew(once_only=False)


def _make_messages_anew(*, once_only: bool) -> None:
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table(
            "message",
            recreate="always",
            table_kwargs={"sqlite_autoincrement": once_only},
            reflect_kwargs={"resolve_fks": False},  # the tables it refers to stay as they are
        ):
            pass
