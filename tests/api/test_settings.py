"""What a municipality sets, for programs: read, replaced by whoever saw it last, and weights tried."""

import json
from typing import Any

import pytest

from app.core.edition import renew
from app.enquiries.routing import Weights
from app.people.models import PersonDetail, Role
from tests.api.conftest import OpenHouse, System
from tests.cast import a_person

ADDRESS = "/desk/fjordby/settings"
REPLAY = f"{ADDRESS}/replay"
WHOLE: dict[str, Any] = {
    "promise_working_days": 4,
    "promises": {"driving": 7},
    "closing_days": ["2027-01-04", "2026-12-23"],
    "confirm_days": 90,
    "weights": {"article": 5, "topic": 2},
}


@pytest.fixture
def anders(house: OpenHouse) -> System:
    """A system of Fjordby's administrator."""
    return house.with_token(Role.ADMINISTRATOR)


def test_what_is_set_is_read_with_the_usual_weights_beside(anders: System) -> None:
    found = anders.get(ADDRESS)
    assert found.json() == {
        "promise_working_days": 3,
        "promises": {},
        "closing_days": [],
        "confirm_days": 180,
        "weights": vars(Weights()),
        "usual_weights": vars(Weights()),
    }
    assert found.headers["etag"]


def test_it_is_replaced_whole_and_what_was_read_can_be_sent_back(anders: System) -> None:
    put = anders.put(ADDRESS, json=WHOLE)
    assert put.status_code == 200, put.text
    kept = {**WHOLE, "closing_days": ["2026-12-23", "2027-01-04"], "weights": {**vars(Weights()), "article": 5}}
    assert put.json() == {**kept, "usual_weights": vars(Weights())}
    again = anders.get(ADDRESS)
    assert (again.json(), again.headers["etag"]) == (put.json(), put.headers["etag"])
    back = anders.put(ADDRESS, json=again.json())
    assert (back.json(), back.headers["etag"]) == (put.json(), put.headers["etag"])


def test_who_was_overtaken_is_told_and_changes_nothing(anders: System) -> None:
    seen = anders.get(ADDRESS).headers["etag"]
    first = anders.put(ADDRESS, json=WHOLE, headers={"If-Match": seen})
    assert first.status_code == 200 and first.headers["etag"] != seen
    late = anders.put(ADDRESS, json={**WHOLE, "confirm_days": 5}, headers={"If-Match": seen})
    assert (late.status_code, late.json()["field"]) == (412, "If-Match")
    assert anders.get(ADDRESS).json()["confirm_days"] == 90
    now = {"If-Match": first.headers["etag"]}
    assert anders.put(ADDRESS, json={**WHOLE, "confirm_days": 5}, headers=now).json()["confirm_days"] == 5


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"promise_working_days": 0}, "promise_working_days"),
        ({"promise_working_days": "soon"}, "promise_working_days"),
        ({"promises": {"driving": 61}}, "promises.driving"),
        ({"promises": {"sailing": 2}}, "promises"),
        ({"promises": []}, "promises"),
        ({"closing_days": ["never"]}, "closing_days.0"),
        ({"closing_days": "2026-12-23"}, "closing_days"),
        ({"confirm_days": True}, "confirm_days"),
        ({"weights": {"here": 10.5}}, "weights.here"),
        ({"weights": {"here": 10**400}}, "weights.here"),
        ({"weights": {"beauty": 1}}, "weights.beauty"),
        ({"weights": None}, "weights"),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_is_kept(anders: System, change: dict[str, Any], at: str) -> None:
    before = anders.get(ADDRESS).json()
    refused = anders.put(ADDRESS, json={**WHOLE, **change})
    assert refused.status_code == 422, refused.text
    assert refused.json()["field"].startswith(at)
    assert anders.get(ADDRESS).json() == before
    assert anders.put(ADDRESS, json=WHOLE).status_code == 200  # the same without the change


def test_a_whole_number_may_come_with_a_decimal_point(anders: System) -> None:
    """To JSON Schema 5.0 is an integer."""
    kept = anders.put(ADDRESS, json={**WHOLE, "confirm_days": 5.0})
    assert (kept.status_code, kept.json()["confirm_days"]) == (200, 5)


@pytest.mark.parametrize("left_out", list(WHOLE))
def test_nothing_is_set_back_by_leaving_it_out(anders: System, left_out: str) -> None:
    refused = anders.put(ADDRESS, json={name: value for name, value in WHOLE.items() if name != left_out})
    assert (refused.status_code, refused.json()["field"]) == (422, left_out)


def test_weights_are_tried_and_nothing_is_kept(house: OpenHouse, anders: System) -> None:
    """Lone knows licences from Japan; without that Jens would get the question."""
    with house.database.write() as session:
        lone = a_person(session, house.cast.fjordby, "Lone Opdigtet", [house.cast.driving], languages=["en"])
        session.add(PersonDetail(person_id=lone.id or 0, name="issuing_country", value="JP"))
        renew(session)
    thread, _ = house.question(), house.question(topic="registration")
    before = anders.get(ADDRESS)
    found = anders.post(REPLAY, json={"weights": {"detail": -1}}).json()
    assert (found["parts"], found["unchanged"]) == (2, 1)
    (change,) = found["changes"]
    assert (change["number"], change["part"]) == (thread.enquiry.id, thread.part.id)
    assert (change["topic"], change["assigned_to"]) == ("driving", "Lone Opdigtet")
    assert (change["before"]["slug"], change["after"]["slug"]) == ("lone", "jens")
    assert {"kind": "detail", "text": "knows licences from Japan"} in change["before"]["reasons"]
    assert anders.post(REPLAY, json={"weights": {}}).json() == {"parts": 2, "unchanged": 2, "changes": []}
    after = anders.get(ADDRESS)
    assert (after.json(), after.headers["etag"]) == (before.json(), before.headers["etag"])


def test_a_name_that_can_not_be_read_is_refused(anders: System) -> None:
    text = json.dumps({**WHOLE, "promises": {"\ud800": 2}})
    refused = anders.put(ADDRESS, content=text, headers={"Content-Type": "application/json"})
    assert refused.status_code == 422
    assert refused.json()["field"].startswith("promises")


def test_weights_out_of_bounds_are_not_tried(anders: System) -> None:
    refused = anders.post(REPLAY, json={"weights": {"here": 11}})
    assert (refused.status_code, refused.json()["field"]) == (422, "weights.here")
    assert refused.json()["detail"] == "Please give a number from -10 to 10, such as 0.5."


@pytest.mark.parametrize("role", [Role.DESK, Role.EDITOR, Role.COORDINATOR, Role.RESOURCE_PERSON])
def test_only_the_administrator_finds_it(house: OpenHouse, anders: System, role: Role) -> None:
    other = house.with_token(role)
    for system, expected in ((anders, 200), (other, 404), (house.stranger, 401)):
        assert system.get(ADDRESS).status_code == expected
        assert system.put(ADDRESS, json=WHOLE).status_code == expected
        assert system.post(REPLAY, json={"weights": {}}).status_code == expected
    assert anders.get("/desk/bakkeby/settings").status_code == 404


def test_a_call_that_is_not_possible_here_names_those_that_are(anders: System) -> None:
    refused = anders.delete(ADDRESS)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, PUT")
