"""Enquiries that were put together, and articles whose text goes into replies."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "merged",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Integer()),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_merged_enquiry_id_enquiry")),
        sa.ForeignKeyConstraint(["merged_by"], ["account.id"], name=op.f("fk_merged_merged_by_account")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_merged")),
        sa.UniqueConstraint("key", name=op.f("uq_merged_key")),
    )
    op.create_index(op.f("ix_merged_enquiry_id"), "merged", ["enquiry_id"])
    op.add_column("article", sa.Column("for_replies", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("article", "for_replies")
    op.drop_table("merged")
