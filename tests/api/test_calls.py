"""Calls logged by another system, and counted: once for each key, and no small number."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from app.enquiries.models import LoggedCall
from app.people.models import Role
from tests.api.conftest import OpenHouse, System
from tests.api.test_hostile_input import BODIES, JSON

CALLS = "/desk/fjordby/calls"
COUNTS = "/insight/fjordby/calls"


def a_call(**fields: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "topic": "driving", "language": "de", "outcome": "solved", **fields}


def rows(house: OpenHouse) -> list[LoggedCall]:
    with house.database.read() as session:
        return list(session.exec(select(LoggedCall)).all())


def test_a_call_is_logged_once_for_its_key(any_house: OpenHouse) -> None:
    desk, call = any_house.desk, a_call(text="Ring 22 33 44 55", minutes=3, happened_at="2026-11-23T08:00:00Z")
    first, again = desk.post(CALLS, json=call), desk.post(CALLS, json=call)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    said = {name: first.json()[name] for name in ("key", "topic", "language", "outcome", "removed")}
    assert said == {"key": call["key"], "topic": "driving", "language": "de", "outcome": "solved", "removed": ["PHONE"]}
    assert first.json()["happened_at"] == "2026-11-23T08:00:00+00:00"
    assert [row.text for row in rows(any_house)] == ["Ring [PHONE •••]"]


def test_a_key_of_somebody_else_is_refused_and_tells_nothing(house: OpenHouse) -> None:
    call = a_call()
    assert house.desk.post(CALLS, json=call).status_code == 201
    other = house.desk.post(CALLS, json=call)
    assert (other.status_code, other.json()["field"]) == (409, "key")


def test_only_those_who_work_here_log(house: OpenHouse) -> None:
    def status(system: System) -> int:
        return system.post(CALLS, json=a_call()).status_code

    assert status(house.stranger) == 401
    assert status(house.with_token()) == 404
    assert status(house.with_token(Role.DESK, municipality=house.cast.bakkeby)) == 404
    assert rows(house) == []
    assert status(house.acting_for(house.cast.jens)) == 201


def test_what_is_wrong_is_said_at_its_field(house: OpenHouse) -> None:
    desk = house.desk
    for field, value, status in (
        ("topic", "beekeeping", 404),
        ("key", "nonsense", 422),
        ("outcome", "lost", 422),
        ("minutes", 601, 422),
        ("text", "x" * 2001, 422),
    ):
        answer = desk.post(CALLS, json=a_call(**{field: value}))
        assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert rows(house) == []


def test_a_body_that_is_none_is_said_to_be_none(house: OpenHouse) -> None:
    desk = house.desk
    for name, (body, status) in BODIES.items():
        answer = desk.post(CALLS, content=body, headers=JSON)
        assert answer.status_code == status, name
        assert answer.headers["content-type"] == "application/problem+json", name


# --- counted


def test_calls_are_counted_and_small_numbers_are_not_shown(any_house: OpenHouse) -> None:
    desk = any_house.desk
    for _ in range(5):
        desk.post(CALLS, json=a_call())
    desk.post(CALLS, json=a_call(topic="other", outcome="handed-over"))
    desk.post(CALLS, json=a_call(happened_at="2026-11-20T10:00:00Z"))
    neighbour = any_house.with_token(Role.DESK, municipality=any_house.cast.bakkeby)
    neighbour.post("/desk/bakkeby/calls", json=a_call())
    counted = desk.get(COUNTS, params={"from": "2026-11-21", "to": "2026-11-23"})
    assert counted.json() == [
        {"day": "2026-11-23", "topic": None, "language": "de", "outcome": "handed-over", "count": "<5"},
        {"day": "2026-11-23", "topic": "driving", "language": "de", "outcome": "solved", "count": 5},
    ]
    assert counted.headers["cache-control"] == "no-store"
    assert len(desk.get(COUNTS).json()) == 3


def test_the_counts_come_as_a_table_too(house: OpenHouse) -> None:
    desk = house.desk
    desk.post(CALLS, json=a_call())
    answer = desk.get(COUNTS, params={"format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(answer.text))) == [
        ["day", "topic", "language", "outcome", "count"],
        ["2026-11-23", "driving", "de", "solved", "<5"],
    ]


def test_only_the_desk_and_coordinators_see_counts(house: OpenHouse) -> None:
    def status(system: System) -> int:
        return system.get(COUNTS).status_code

    assert status(house.stranger) == 401
    for role in (Role.EDITOR, Role.TRANSLATOR, Role.RESOURCE_PERSON):
        assert status(house.with_token(role)) == 404
    assert status(house.with_token(Role.DESK, municipality=house.cast.bakkeby)) == 404
    for role in (Role.DESK, Role.COORDINATOR):
        assert status(house.with_token(role)) == 200


@pytest.mark.parametrize("value", ["", "\0", "2026-02-30", "0001-01-01", "9999-12-31", "9" * 400, "-1"])
def test_strange_days_break_nothing(any_house: OpenHouse, value: str) -> None:
    desk = any_house.desk
    for name in ("from", "to", "format", "lang"):
        assert desk.get(COUNTS, params={name: value}).status_code in {200, 422}, name
