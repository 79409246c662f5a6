"""A house that was there before goes on with what it has."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection, Engine
from sqlmodel import Session, SQLModel, select

from app.core.database import open_database
from app.enquiries.models import Message, Part
from app.migrations import FOLDER, upgrade
from app.topics.actions import keep_everyday, keep_gap
from app.topics.models import Topic
from app.topics.queries import countries, everyday, gaps

_names = count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'indgang.sqlite'}"
    server = request.getfixturevalue("postgres_server")
    name = f"of_old_{next(_names)}"
    admin = sa.create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return f"{server}/{name}"


def step_back(engine: Engine, to: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.downgrade(config, to)


OF_OLD = """
INSERT INTO owner (id, kind, slug) VALUES (1, 'municipality', 'fjordby');
INSERT INTO topic (id, slug, position, title, summary) VALUES (1, 'driving', 0, '{}', '{}');
INSERT INTO municipality (id, owner_id, slug, position, demo, authority_code, names, short_name, languages, colours,
 letter, privacy, secure_contact, accessibility_contact, accessibility_statement, promise_working_days)
 VALUES (1, 1, 'fjordby', 1, false, '', '{}', 'Fjordby', '[]', '{}', '{}', '{}', '{}', '', '', 3);
INSERT INTO account (id, name, language, active, created_at)
 VALUES (1, 'Jens', 'da', true, '2026-01-01 00:00:00+00:00');
INSERT INTO resource_person (id, municipality_id, account_id, slug, name, title, email, telephone, hours, place,
 shown_as, team, public, active) VALUES (1, 1, 1, 'jens', 'Jens', '{}', '', '', '', '{}', 'team', '{}', false, true);
INSERT INTO person_topic (person_id, topic_id) VALUES (1, 1);
INSERT INTO person_language (person_id, language) VALUES (1, 'da')
"""


@contextmanager
def a_house_of_old(address: str) -> Iterator[Session]:
    """The first house, with a topic and somebody who knows it, brought to the newest form; in the end it goes back."""
    engine = open_database(address)
    try:
        upgrade(engine)
        step_back(engine, "0001")
        with engine.execution_options(writes=True).begin() as connection:
            for statement in OF_OLD.split(";\n"):
                connection.execute(sa.text(statement))
        upgrade(engine)
        with Session(engine.execution_options(writes=True)) as session:
            yield session
        step_back(engine, "0001")
    finally:
        engine.dispose()


def test_rules_as_data_come_to_a_house_that_has_people_already(empty: str) -> None:
    with a_house_of_old(empty) as session:
        assert session.connection().execute(sa.text("SELECT level FROM person_topic")).scalar() == "knows"
        assert session.connection().execute(sa.text("SELECT level FROM person_language")).scalar() == "writes"
        world = countries(session)
        assert [world.origin(code) for code in ("NO", "DE", "GB-NIR", "XK")] == ["nordic", "eu", "third", "third"]
        assert len(world.codes()) == 250


def test_everyday_words_and_gaps_come_to_a_house_that_has_topics_already(empty: str) -> None:
    with a_house_of_old(empty) as session:
        assert (everyday(session), gaps(session)) == ({}, {})
        keep_everyday(session, "boss", words={"en": ["boss", "employer"]})
        keep_gap(session, "planes", topic=session.get_one(Topic, 1), phrasings={"en": ["pilot licence"]})
        assert (set(everyday(session)), set(gaps(session))) == ({"boss"}, {"planes"})


def test_an_empty_house_has_no_countries_before_its_first_import(empty: str) -> None:
    engine = open_database(empty)
    try:
        upgrade(engine)
        with Session(engine) as session:
            assert countries(session).codes() == []
    finally:
        engine.dispose()


AN_OPEN_QUESTION = """
INSERT INTO enquiry (id, key, municipality_id, channel, language, asking_as, audience, country, details, name, email,
 phone, asked_at, referred_to, case_reference, urgent) VALUES (7, 'key', 1, 'web', 'en', 'self', '', '', '{}', '',
 'Ana@example.org', '', '2026-03-02 09:00:00+00:00', '', '', false);
INSERT INTO part (id, enquiry_id, text, topic_id, article, promised_at, waiting_since, level)
 VALUES (8, 7, '', 1, 'foreign-driving-licence', '2026-03-05 09:00:00+00:00', '2026-03-04 09:00:00+00:00', 0);
INSERT INTO message (id, enquiry_id, part_id, author, text, written_at, removed)
 VALUES (9, 7, 8, 'asker', 'May I drive here?', '2026-03-02 09:00:00+00:00', '[]')
"""

GAINED_LATER = """
ALTER TABLE part ADD COLUMN minutes_left INTEGER;
ALTER TABLE message ADD COLUMN asks_back BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX ix_part_open ON part (enquiry_id) WHERE answered_at IS NULL;
DROP TABLE merger
"""


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # SQLite can't tell of them
@pytest.mark.parametrize("gained", ["", GAINED_LATER], ids=["as-it-was", "as-it-became"])
def test_a_house_that_took_the_fifth_step_early_or_late_becomes_the_same_and_keeps_its_questions(
    empty: str, gained: str
) -> None:
    with a_house_of_old(empty) as session:
        engine = session.get_bind()
        assert isinstance(engine, Engine)
        step_back(engine, "0006")
        with engine.execution_options(writes=True).begin() as connection:
            for statement in filter(None, (AN_OPEN_QUESTION + ";" + gained).split(";\n")):
                connection.execute(sa.text(statement))
        upgrade(engine)
        with engine.connect() as connection:
            assert differences(connection) == []
        (part,) = session.exec(select(Part)).all()
        assert (part.waiting_since, part.minutes_left) == (datetime(2026, 3, 4, 9, tzinfo=UTC), None)
        assert part.articles == ["foreign-driving-licence"]
        (message,) = session.exec(select(Message)).all()
        assert (message.id, message.part_id, message.text) == (9, 8, "May I drive here?")
        session.rollback()
        step_back(engine, "0009")
        assert session.connection().execute(sa.text("SELECT article FROM part")).scalar() == "foreign-driving-licence"
        session.rollback()
        upgrade(engine)
        session.connection().execute(sa.text("DELETE FROM message"))
        session.connection().execute(sa.text("DELETE FROM part"))
        session.connection().execute(sa.text("DELETE FROM enquiry"))
        session.commit()


def differences(connection: Connection) -> list[object]:
    """What the tables are not that the models say they are."""
    return list(compare_metadata(MigrationContext.configure(connection), SQLModel.metadata))
