"""Rules as data: countries, guides, checklists, events, offers, and how well people know what they know."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The world as countries.yaml has it, for a house that has asked for countries before they were rows.
ORIGINS = {
    "nordic": "AX BV DK FI FO GL IS NO SE SJ",
    "eu": "AT AW BE BG BL BQ CH CW CY CZ DE EE ES FR GF GP GR HR HU IE IT LI LT LU LV MF MQ MT NC NL PF PL "
    "PM PT RE RO SI SK SX TF WF YT",
    "third": "AD AE AF AG AI AL AM AO AQ AR AS AU AZ BA BB BD BF BH BI BJ BM BN BO BR BS BT BW BY BZ CA CC CD "
    "CF CG CI CK CL CM CN CO CR CU CV CX DJ DM DO DZ EC EG EH ER ET FJ FK FM GA GB GD GE GG GH GI GM "
    "GN GQ GS GT GU GW GY HK HM HN HT ID IL IM IN IO IQ IR JE JM JO JP KE KG KH KI KM KN KP KR KW KY "
    "KZ LA LB LC LK LR LS LY MA MC MD ME MG MH MK ML MM MN MO MP MR MS MU MV MW MX MY MZ NA NE NF NG "
    "NI NP NR NU NZ OM PA PE PG PH PK PN PR PS PW PY QA RS RU RW SA SB SC SD SG SH SL SM SN SO SR SS "
    "ST SV SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU "
    "WS XK YE ZA ZM ZW",
}
AREAS = {
    "AU-ACT": (
        "AU",
        dict.fromkeys(("da", "en"), "Australian Capital Territory (Canberra)")
        | {"de": "Australisches Hauptstadtterritorium (Canberra)"},
    ),
    "GB-NIR": ("GB", {"da": "Nordirland", "en": "Northern Ireland", "de": "Nordirland"}),
}


def upgrade() -> None:
    op.create_table(
        "country",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.CheckConstraint("origin IN ('nordic', 'eu', 'third')", name=op.f("ck_country_origin")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_country")),
    )
    op.create_table(
        "checklist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_checklist_topic_id_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist")),
        sa.UniqueConstraint("slug", name=op.f("uq_checklist_slug")),
    )
    op.create_table(
        "guide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_guide_topic_id_topic")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide")),
        sa.UniqueConstraint("slug", name=op.f("uq_guide_slug")),
    )
    op.create_table(
        "issuing_area",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("part_of", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["part_of"], ["country.code"], name=op.f("fk_issuing_area_part_of_country")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_issuing_area")),
    )
    op.create_table(
        "checklist_text",
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("guidance_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guidance_id"], ["checklist.id"], name=op.f("fk_checklist_text_guidance_id_checklist")
        ),
        sa.ForeignKeyConstraint(["language"], ["language.code"], name=op.f("fk_checklist_text_language_language")),
        sa.PrimaryKeyConstraint("language", "guidance_id", name=op.f("pk_checklist_text")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("ends", sa.String(), nullable=False),
        sa.Column("place", sa.JSON(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("host", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("situations", sa.JSON(), nullable=False),
        sa.Column("sign_up", sa.String(), nullable=False),
        sa.Column("sign_up_by", sa.Date(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('visiting-day', 'course', 'meeting', 'social')", name=op.f("ck_event_kind")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_event_municipality_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("municipality_id", "slug", name=op.f("uq_event_municipality_id")),
    )
    op.create_table(
        "guide_text",
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("guidance_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["guidance_id"], ["guide.id"], name=op.f("fk_guide_text_guidance_id_guide")),
        sa.ForeignKeyConstraint(["language"], ["language.code"], name=op.f("fk_guide_text_language_language")),
        sa.PrimaryKeyConstraint("language", "guidance_id", name=op.f("pk_guide_text")),
    )
    op.create_table(
        "person_share",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_person_share_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["resource_person.id"], name=op.f("fk_person_share_person_id_resource_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "municipality_id", name=op.f("pk_person_share")),
    )
    with op.batch_alter_table("municipality", schema=None) as batch_op:
        batch_op.add_column(sa.Column("offers", sa.JSON(), nullable=False, server_default="[]"))

    with op.batch_alter_table("person_language", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(), nullable=False, server_default="writes"))
        batch_op.create_check_constraint("level", "level IN ('understands', 'speaks', 'writes')")

    with op.batch_alter_table("person_subject", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(), nullable=False, server_default="knows"))
        batch_op.create_check_constraint("level", "level IN ('knows', 'responsible')")

    with op.batch_alter_table("person_topic", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(), nullable=False, server_default="knows"))
        batch_op.create_check_constraint("level", "level IN ('knows', 'responsible')")
    if op.get_bind().execute(sa.text("SELECT count(*) FROM topic")).scalar():
        _fill_countries()


def _fill_countries() -> None:
    country = sa.table("country", sa.column("code"), sa.column("origin"))
    area = sa.table("issuing_area", sa.column("code"), sa.column("part_of"), sa.column("names", sa.JSON()))
    rows = [{"code": code, "origin": origin} for origin, codes in ORIGINS.items() for code in codes.split()]
    op.bulk_insert(country, rows)
    op.bulk_insert(area, [{"code": code, "part_of": of, "names": names} for code, (of, names) in AREAS.items()])


def downgrade() -> None:
    with op.batch_alter_table("person_topic", schema=None) as batch_op:
        batch_op.drop_constraint("level", type_="check")
        batch_op.drop_column("level")

    with op.batch_alter_table("person_subject", schema=None) as batch_op:
        batch_op.drop_constraint("level", type_="check")
        batch_op.drop_column("level")

    with op.batch_alter_table("person_language", schema=None) as batch_op:
        batch_op.drop_constraint("level", type_="check")
        batch_op.drop_column("level")

    op.drop_column("municipality", "offers")

    op.drop_table("person_share")
    op.drop_table("guide_text")
    op.drop_table("event")
    op.drop_table("checklist_text")
    op.drop_table("issuing_area")
    op.drop_table("guide")
    op.drop_table("checklist")
    op.drop_table("country")
