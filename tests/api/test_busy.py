"""A house that can't write at this moment says so, and loses nothing that it acknowledged."""

import sqlite3

import sqlalchemy as sa

from tests.api.conftest import QUESTION, OpenHouse


def test_a_database_in_somebodys_hands_for_too_long_is_told_as_busy(house: OpenHouse) -> None:
    @sa.event.listens_for(house.database.engine, "connect")
    def impatient(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    house.database.engine.dispose()
    other = sqlite3.connect(str(house.database.engine.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    busy = house.stranger.post("/enquiries", json=QUESTION)
    other.execute("ROLLBACK")
    other.close()
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "5")
    assert busy.headers["content-type"] == "application/problem+json"
    assert house.stranger.post("/enquiries", json=QUESTION).status_code == 201
