"""Coverage for programs: as JSON and as CSV, for the municipality's staff alone."""

import csv
from typing import Any

import pytest

from app.people.models import Role
from tests.api.conftest import OpenHouse

ADDRESS = "/insight/fjordby/coverage"


def of(found: dict[str, Any], topic: str, language: str) -> dict[str, Any]:
    (cover,) = [each for each in found["coverage"] if (each["topic"], each["language"]) == (topic, language)]
    return dict(cover)


def test_a_week_is_given_whole_with_what_is_missing_soon(house: OpenHouse) -> None:
    found = house.desk.get(ADDRESS).json()
    assert found["week"] == "2026-W48"
    assert found["working_days"][0] == "2026-11-23" and len(found["working_days"]) == 5
    assert len(found["coverage"]) == 9
    german = of(found, "driving", "de")
    assert german["level"] == "pair"
    assert [each["slug"] for each in german["people"]] == ["jens"]
    assert german["people"][0]["interpreter"]["slug"] == "mette"
    assert german["away"] == [{"slug": "hanne", "name": "Hanne Fiktiv", "municipality": "fjordby"}]
    (gap,) = found["gaps"]
    assert (gap["topic"], gap["language"], gap["level"]) == ("driving", "de", "pair")
    assert gap["weeks"] == ["2026-W48", "2026-W49"]
    assert gap["text"].startswith("Weeks 48 to 49: Driving in German")


def test_another_week_is_asked_for_by_name(house: OpenHouse) -> None:
    found = house.desk.get(ADDRESS, params={"week": "2026-W50"}).json()
    assert found["week"] == "2026-W50"
    assert of(found, "driving", "de")["level"] == "one"
    assert of(found, "driving", "da")["level"] == "two"


def test_the_same_comes_as_a_table(house: OpenHouse) -> None:
    answer = house.desk.get(ADDRESS, params={"format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="coverage-fjordby-2026-W48.csv"' in answer.headers["content-disposition"]
    lines = list(csv.DictReader(answer.text.splitlines()))
    assert len(lines) == 9
    (german,) = [line for line in lines if (line["topic"], line["language"]) == ("driving", "de")]
    assert german == {
        "week": "2026-W48",
        "topic": "driving",
        "language": "de",
        "level": "pair",
        "people": "Jens Prøvesen",
        "interpreters": "Mette Eksempelgaard",
        "away": "Hanne Fiktiv",
    }


@pytest.mark.parametrize(
    ("query", "field"), [("week=29", "week"), ("week=2026-W54&format=csv", "week"), ("format=xml", "format")]
)
def test_what_cannot_be_understood_is_refused_with_its_field(house: OpenHouse, query: str, field: str) -> None:
    answer = house.desk.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 422
    assert answer.json()["field"] == field and answer.json()["detail"]


@pytest.mark.parametrize("form", ["json", "csv"])
def test_it_is_for_the_municipalitys_staff(house: OpenHouse, form: str) -> None:
    address = f"{ADDRESS}?format={form}"
    assert house.stranger.get(address).status_code == 401
    assert house.with_token().get(address).status_code == 404
    assert house.with_token(Role.DESK, municipality=house.cast.bakkeby).get(address).status_code == 404
    for role in (Role.DESK, Role.RESOURCE_PERSON, Role.EDITOR, Role.COORDINATOR):
        assert house.with_token(role).get(address).status_code == 200, role
