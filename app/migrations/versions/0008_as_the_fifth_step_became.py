"""What is taken back leaves its part as it was; an asker's other questions and open parts are found by indexes. And
what the fifth step gained after houses had taken it: they get it here, so whatever is there already is left as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    house = sa.inspect(op.get_bind())
    if "minutes_left" not in {column["name"] for column in house.get_columns("part")}:
        op.add_column("part", sa.Column("minutes_left", sa.Integer()))
    if "asks_back" not in {column["name"] for column in house.get_columns("message")}:
        op.add_column("message", sa.Column("asks_back", sa.Boolean(), nullable=False, server_default=sa.false()))
    if "ix_part_open" not in {index["name"] for index in house.get_indexes("part")}:
        is_open = sa.text("answered_at IS NULL")
        op.create_index("ix_part_open", "part", ["enquiry_id"], sqlite_where=is_open, postgresql_where=is_open)
    op.add_column("message", sa.Column("part_before", sa.JSON(), nullable=False, server_default="{}"))
    if house.has_table("merger"):
        op.drop_table("merger")
    op.create_index("ix_enquiry_email", "enquiry", [sa.text("lower(email)")])
    op.create_index(op.f("ix_enquiry_phone"), "enquiry", ["phone"])


def downgrade() -> None:
    op.drop_index(op.f("ix_enquiry_phone"), "enquiry")
    op.drop_index("ix_enquiry_email", "enquiry")
    op.create_table(
        "merger",
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_merger_enquiry_id_enquiry")),
        sa.ForeignKeyConstraint(["into_id"], ["enquiry.id"], name=op.f("fk_merger_into_id_enquiry")),
        sa.PrimaryKeyConstraint("enquiry_id", name=op.f("pk_merger")),
    )
    op.create_index(op.f("ix_merger_into_id"), "merger", ["into_id"])
    op.drop_index("ix_part_open", "part")
    op.drop_column("message", "part_before")
    op.drop_column("message", "asks_back")
    op.drop_column("part", "minutes_left")
