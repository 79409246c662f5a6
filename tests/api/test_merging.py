"""Two enquiries of one asker are put together through the API, as on the pages."""

from typing import Any

import pytest

from app.people.models import Role
from tests.api.conftest import OpenHouse, System

LIST = "/desk/fjordby/enquiries"


def two(house: OpenHouse) -> tuple[int, int]:
    """The numbers of two questions of Ola's: Jens has the first, Mette the second."""
    first = house.question()
    second = house.question(text="How do I register?", topic="registration")
    return first.enquiry.id or 0, second.enquiry.id or 0


def put(system: System, number: int, other: Any, **headers: str) -> Any:
    return system.post(f"{LIST}/{number}/merge", json={"number": other}, headers=headers)


def test_the_answer_is_the_whole_and_the_old_number_leads_to_it(any_house: OpenHouse) -> None:
    first, second = two(any_house)
    desk = any_house.desk
    before = desk.get(f"{LIST}/{first}").headers["etag"]
    assert put(desk, first, second, **{"If-Match": '"made-up"'}).status_code == 412
    done = put(desk, first, second, **{"If-Match": before})
    assert done.status_code == 200
    whole = done.json()
    assert (whole["number"], len(whole["parts"]), len(whole["messages"])) == (second, 2, 2)
    again = desk.get(f"{LIST}/{first}")
    assert (again.json(), again.headers["etag"]) == (whole, done.headers["etag"])
    for one, other in ((first, second), (second, first)):
        assert put(desk, one, other).json() == whole
    events = desk.get(f"{LIST}/{first}/export").json()["events"]
    (told,) = [each for each in events if each["event"] == "put-together"]
    assert (told["number"], told["name"]) == (first, "The telephone system")
    changed = desk.post(f"{LIST}/{first}/messages", json={"text": "Yes."})
    assert (changed.status_code, str(first) in changed.json()["detail"]) == (409, True)


@pytest.mark.parametrize(
    ("body", "status"), [({}, 422), ({"number": "x"}, 422), ({"number": 0}, 422), ({"number": 4711}, 404)]
)
def test_what_is_no_other_enquiry_is_refused(house: OpenHouse, body: dict[str, Any], status: int) -> None:
    first, second = two(house)
    refused = house.desk.post(f"{LIST}/{first}/merge", json=body)
    assert refused.status_code == status
    assert put(house.desk, first, first).json()["field"] == "number"
    assert put(house.desk, first, second).status_code == 200


def test_only_who_may_answer_both_puts_them_together(house: OpenHouse) -> None:
    first, second = two(house)
    elsewhere = house.question(municipality=house.cast.bakkeby).enquiry.id or 0
    other = house.question(email="noise@example.org").enquiry.id or 0
    assert put(house.stranger, first, second).status_code == 401
    for system in (
        house.with_token(),
        house.with_token(Role.DESK, municipality=house.cast.bakkeby),
        house.acting_for(house.cast.jens),
        house.acting_for(house.cast.hanne),
        house.with_token(Role.EDITOR),
    ):
        assert put(system, first, second).status_code == 404
    assert put(house.desk, first, elsewhere).status_code == 404
    assert put(house.desk, first, other).status_code == 409
    assert put(house.acting_for(house.cast.mette), first, second).status_code == 200
