"""A telephone number is compared as it is dialled, among the open questions of a town: these have an index, and the
number as it was typed needs none."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_open = sa.text("closed_at IS NULL")
    op.create_index("ix_enquiry_open", "enquiry", ["municipality_id"], sqlite_where=is_open, postgresql_where=is_open)
    op.drop_index(op.f("ix_enquiry_phone"), "enquiry")


def downgrade() -> None:
    op.create_index(op.f("ix_enquiry_phone"), "enquiry", ["phone"])
    op.drop_index("ix_enquiry_open", "enquiry")
