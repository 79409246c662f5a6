"""Questions of the web that were put together have a key of their own, and those of both open nothing any more. An
address is the same one in capital letters."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retired_key",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_retired_key_enquiry_id_enquiry")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_retired_key")),
    )
    op.create_index(op.f("ix_retired_key_enquiry_id"), "retired_key", ["enquiry_id"])
    op.drop_index("ix_letter_lately", "letter")
    op.create_index("ix_letter_lately", "letter", [sa.text("lower(to_address)"), "not_before"])


def downgrade() -> None:
    op.drop_index("ix_letter_lately", "letter")
    op.create_index("ix_letter_lately", "letter", ["to_address", "written_at"])
    op.drop_table("retired_key")
