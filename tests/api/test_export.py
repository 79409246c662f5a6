"""The history of an enquiry for the case system: what it says, to whom, and that it is a reading."""

import json
from datetime import datetime

import pytest
from sqlmodel import select

from app.enquiries.models import Reading
from app.people.models import Role
from tests.api.conftest import OpenHouse

ADDRESS = "/desk/fjordby/enquiries/{}/export"


@pytest.fixture
def number(house: OpenHouse) -> int:
    return house.question(phone="00 10 20 99").enquiry.id or 0


def test_the_whole_history_comes_in_order_of_time(house: OpenHouse, number: int) -> None:
    jens = house.acting_for(house.cast.jens)
    house.later(minutes=5)
    jens.post(f"/desk/fjordby/enquiries/{number}/messages", json={"text": "Yes, you may."})
    house.later(minutes=5)
    jens.post(f"/desk/fjordby/enquiries/{number}/close", json={"outcome": "case", "case_reference": "26/1234"})
    found = jens.get(ADDRESS.format(number)).json()
    assert found["asker"] == {"name": "Ola Nordmann", "email": "ola@example.org", "phone": "00 10 20 99"}
    assert (found["state"], found["outcome"], found["case_reference"]) == ("closed", "case", "26/1234")
    assert [event["event"] for event in found["events"]] == [
        *("written", "assigned", "letter", "letter"),
        *("written", "letter"),
        *("closed", "letter"),
    ]
    assigned = found["events"][1]
    assert assigned["assigned_to"] == "Jens Prøvesen" and assigned["given_by"] is None
    assert {"kind": "topic", "text": "knows the topic Driving"} in assigned["candidates"][0]["reasons"]
    for moment in (found["asked_at"], found["exported_at"], *(event["at"] for event in found["events"])):
        assert datetime.fromisoformat(moment).tzinfo is not None


def test_of_letters_only_the_addresses_of_staff_are_told(house: OpenHouse, number: int) -> None:
    found = house.desk.get(ADDRESS.format(number)).json()
    letters = [event for event in found["events"] if event["event"] == "letter"]
    assert [(letter["kind"], letter["to"], letter["address"]) for letter in letters] == [
        ("new-question", "staff", "jens@fjordby.example.org"),
        ("receipt", "asker", None),
    ]
    assert "ola@example.org" not in json.dumps(letters)


def test_every_export_is_a_reading_that_the_next_one_tells(any_house: OpenHouse) -> None:
    number = any_house.question().enquiry.id or 0
    desk = any_house.desk
    desk.get(ADDRESS.format(number))
    again = desk.get(ADDRESS.format(number)).json()
    assert [event["name"] for event in again["events"] if event["event"] == "read"] == ["The telephone system"]
    with any_house.database.read() as session:
        assert len(session.exec(select(Reading)).all()) == 2


def test_what_she_may_not_read_is_not_found_and_not_read(house: OpenHouse, number: int) -> None:
    birgit = house.with_token(Role.DESK, municipality=house.cast.bakkeby)
    for address in (ADDRESS.format(number), ADDRESS.format(number).replace("fjordby", "bakkeby")):
        assert birgit.get(address).status_code == 404
    assert house.acting_for(house.cast.hanne).get(ADDRESS.format(number)).status_code == 404
    assert house.stranger.get(ADDRESS.format(number)).status_code == 401
    with house.database.read() as session:
        assert session.exec(select(Reading)).all() == []


def test_an_editor_who_only_reads_is_not_told_who_asked(house: OpenHouse, number: int) -> None:
    house.acting_for(house.cast.jens).post(f"/desk/fjordby/enquiries/{number}/messages", json={"text": "Yes."})
    found = house.with_token(Role.EDITOR).get(ADDRESS.format(number))
    assert found.status_code == 200 and found.json()["asker"] is None
    assert "Nordmann" not in found.text and "00 10 20 99" not in found.text


def test_the_description_names_the_kinds_of_events(house: OpenHouse) -> None:
    shapes = house.app.openapi()["components"]["schemas"]
    kinds = shapes["HistoryShape"]["properties"]["events"]["items"]["discriminator"]["mapping"]
    assert set(kinds) == {
        *("written", "assigned", "letter", "read"),
        *("closed", "withdrawn", "forgotten", "put-together", "article"),
    }
    assert shapes["WrittenShape"]["properties"]["at"]["format"] == "date-time"
