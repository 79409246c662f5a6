"""A house that was there before goes on with what it has."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Engine
from sqlmodel import Session

from app.core.database import open_database
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


def take_steps(engine: Engine, to: str) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        (command.upgrade if to > "0001" else command.downgrade)(config, to)


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
        take_steps(engine, "0001")
        with engine.execution_options(writes=True).begin() as connection:
            for statement in OF_OLD.split(";\n"):
                connection.execute(sa.text(statement))
        upgrade(engine)
        with Session(engine.execution_options(writes=True)) as session:
            yield session
        take_steps(engine, "0001")
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
