"""Pairs, parts and promises: who carries a language for whom, what belongs to whom and by when. Calls in three taps."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DROPPED = {
    "part": ("level", "waiting_since", "reminded_at", "text"),
    "enquiry": ("urgent",),
    "resource_person": ("capacity",),
    "municipality": ("confirm_days", "routing", "closing_days", "promises"),
}


def upgrade() -> None:
    with op.batch_alter_table("municipality") as table:
        for name, empty in (("promises", "{}"), ("closing_days", "[]"), ("routing", "{}")):
            table.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default=empty))
        table.add_column(sa.Column("confirm_days", sa.Integer(), nullable=False, server_default="180"))
    with op.batch_alter_table("resource_person") as table:
        table.add_column(sa.Column("capacity", sa.Integer()))
    with op.batch_alter_table("enquiry") as table:
        table.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("part") as table:
        table.add_column(sa.Column("text", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("level", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("assignment") as table:
        table.add_column(sa.Column("interpreter_id", sa.Integer()))
        table.add_column(sa.Column("needs_interpreter", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("fallback", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_foreign_key(
            op.f("fk_assignment_interpreter_id_resource_person"), "resource_person", ["interpreter_id"], ["id"]
        )
        table.create_index(op.f("ix_assignment_interpreter_id"), ["interpreter_id"])
    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("part_id", sa.Integer()))
        table.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="reply"))
        table.add_column(sa.Column("state", sa.String(), nullable=False, server_default="sent"))
        table.add_column(sa.Column("interpreter_id", sa.Integer()))
        table.add_column(sa.Column("original", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("visible_from", sa.DateTime(timezone=True)))
        table.create_foreign_key(op.f("fk_message_part_id_part"), "part", ["part_id"], ["id"])
        table.create_foreign_key(
            op.f("fk_message_interpreter_id_resource_person"), "resource_person", ["interpreter_id"], ["id"]
        )
        table.create_check_constraint(op.f("ck_message_kind"), "kind IN ('reply', 'note')")
        table.create_check_constraint(op.f("ck_message_state"), "state IN ('sent', 'ready', 'interpreter')")
    op.create_table(
        "person_detail",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["resource_person.id"], name=op.f("fk_person_detail_person_id_resource_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "name", "value", name=op.f("pk_person_detail")),
    )
    op.create_table(
        "pair",
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("interpreter_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["expert_id"], ["resource_person.id"], name=op.f("fk_pair_expert_id_resource_person")),
        sa.ForeignKeyConstraint(
            ["interpreter_id"], ["resource_person.id"], name=op.f("fk_pair_interpreter_id_resource_person")
        ),
        sa.PrimaryKeyConstraint("expert_id", "language", "interpreter_id", name=op.f("pk_pair")),
    )
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
    op.create_table(
        "logged_call",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer()),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("asking_as", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer()),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("channel IN ('telephone', 'counter')", name=op.f("ck_logged_call_channel")),
        sa.CheckConstraint("outcome IN ('solved', 'looked-up', 'handed-over')", name=op.f("ck_logged_call_outcome")),
        sa.CheckConstraint("asking_as IN ('', 'self', 'family', 'employer')", name=op.f("ck_logged_call_asking_as")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 600", name=op.f("ck_logged_call_minutes")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_logged_call_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_logged_call_account_id_account")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_logged_call_topic_id_topic")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_logged_call")),
    )
    op.create_index(op.f("ix_logged_call_municipality_id"), "logged_call", ["municipality_id"])


def downgrade() -> None:
    for name in ("logged_call", "merger", "pair", "person_detail"):
        op.drop_table(name)
    with op.batch_alter_table("message") as table:
        table.drop_constraint(op.f("ck_message_state"), type_="check")
        table.drop_constraint(op.f("ck_message_kind"), type_="check")
        table.drop_constraint(op.f("fk_message_interpreter_id_resource_person"), type_="foreignkey")
        table.drop_constraint(op.f("fk_message_part_id_part"), type_="foreignkey")
        for name in ("visible_from", "original", "interpreter_id", "state", "kind", "part_id"):
            table.drop_column(name)
    with op.batch_alter_table("assignment") as table:
        table.drop_index(op.f("ix_assignment_interpreter_id"))
        table.drop_constraint(op.f("fk_assignment_interpreter_id_resource_person"), type_="foreignkey")
        for name in ("fallback", "needs_interpreter", "interpreter_id"):
            table.drop_column(name)
    # One by one: made anew, as in a batch, these tables would leave those behind that refer to them.
    for name, columns in DROPPED.items():
        for column in columns:
            op.execute(f"ALTER TABLE {name} DROP COLUMN {column}")
