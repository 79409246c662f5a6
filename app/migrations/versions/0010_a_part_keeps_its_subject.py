"""A part keeps all topics and articles that it was found to be about: it is given again as it was given first."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("part", sa.Column("topics", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("part", sa.Column("articles", sa.JSON(), nullable=False, server_default="[]"))
    part = sa.table("part", sa.column("article", sa.String()), sa.column("articles", sa.JSON()))
    as_a_list = {"sqlite": sa.func.json_array, "postgresql": sa.func.json_build_array}[op.get_bind().dialect.name]
    op.execute(part.update().where(part.c.article != "").values(articles=as_a_list(part.c.article)))
    op.drop_column("part", "article")


def downgrade() -> None:
    op.add_column("part", sa.Column("article", sa.String(), nullable=False, server_default=""))
    part = sa.table("part", sa.column("article", sa.String()), sa.column("articles", sa.JSON()))
    first = part.c.articles[0].as_string()
    op.execute(part.update().where(first.is_not(None)).values(article=first))
    op.drop_column("part", "articles")
    op.drop_column("part", "topics")
