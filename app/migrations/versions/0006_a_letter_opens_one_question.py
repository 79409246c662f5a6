"""Keys in letters to resource people: each opens one question, once."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_key",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("used_by", sa.String(), nullable=False),
        sa.CheckConstraint("(used_at IS NULL) = (used_by = '')", name=op.f("ck_letter_key_used_by_somebody")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_letter_key_account_id_account")),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_letter_key_enquiry_id_enquiry")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_letter_key")),
    )
    op.create_index(op.f("ix_letter_key_enquiry_id"), "letter_key", ["enquiry_id"])


def downgrade() -> None:
    op.drop_table("letter_key")
