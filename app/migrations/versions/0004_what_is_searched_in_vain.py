"""What people search for in vain, what they open, and the ways of asking that are made of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "missed",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("for_town", sa.Boolean(), nullable=False),
        sa.Column("for_all", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_missed_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("municipality_id", "language", "folded", "day", name=op.f("pk_missed")),
    )
    op.create_index(op.f("ix_missed_day"), "missed", ["day"])
    op.create_table(
        "opened",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_opened_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("municipality_id", "language", "folded", "slug", "day", name=op.f("pk_opened")),
    )
    op.create_index(op.f("ix_opened_day"), "opened", ["day"])
    op.create_table(
        "proposed",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_proposed_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("municipality_id", "language", "folded", name=op.f("pk_proposed")),
    )
    op.create_table(
        "considered",
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_considered_enquiry_id_enquiry")),
        sa.PrimaryKeyConstraint("enquiry_id", name=op.f("pk_considered")),
    )


def downgrade() -> None:
    for table in ("considered", "proposed", "opened", "missed"):
        op.drop_table(table)
