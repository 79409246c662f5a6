"""Who knows what, and whom a question would be given to."""

from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import SQLModel, func, select

from app.people.models import Role
from tests.api.conftest import OpenHouse, System
from tests.cast import an_article


@pytest.fixture(autouse=True)
def indexed(house: OpenHouse) -> None:
    house.index()


def names(answer: Response) -> list[str]:
    return [each["person"]["slug"] for each in answer.json()]


def test_those_who_know_and_are_here_come_first_with_reasons_in_the_callers_language(house: OpenHouse) -> None:
    answer = house.desk.get("/people?topic=driving&lang=de")
    assert names(answer) == ["jens", "mette", "hanne"]
    jens, _, hanne = answer.json()
    assert jens["person"]["email"] == "jens@fjordby.example.org"
    assert jens["reachable"] == {"now": True, "away_until": None, "next_at": None}
    assert {"topic", "no-language", "here"} == {reason["kind"] for reason in jens["reasons"]}
    assert all(reason["text"] for reason in jens["reasons"])
    assert hanne["reachable"]["now"] is False
    assert hanne["reachable"]["away_until"] == "2026-12-04"
    assert hanne["reachable"]["next_at"].startswith("2026-12-07")


def test_an_interpreter_is_named_for_who_lacks_the_language_and_for_nobody_else(house: OpenHouse) -> None:
    jens, mette, _ = house.desk.get("/people?topic=driving&lang=de").json()
    assert jens["interpreter"]["language"] == "de"
    assert jens["interpreter"]["person"]["slug"] == "mette"  # Hanne speaks German too, but is away
    assert mette["interpreter"] is None
    assert house.desk.get("/people?topic=driving&lang=pl").json()[0]["interpreter"] == {
        "language": "pl",
        "person": None,
    }


def test_words_find_the_one_who_knows_the_very_article(house: OpenHouse) -> None:
    answer = house.desk.get("/people", params={"q": "licence from Japan", "lang": "en"})
    assert names(answer)[0] == "jens"
    assert answer.json()[0]["reasons"][0]["kind"] == "article"


def test_a_topic_nobody_knows_of_is_not_found(house: OpenHouse) -> None:
    assert house.desk.get("/people?topic=astrology").status_code == 404


def route(system: System, text: str, **fields: Any) -> Response:
    return system.post("/route", json={"text": text, "lang": "en", "municipality": "fjordby", **fields})


def rows(house: OpenHouse) -> dict[str, int]:
    with house.database.read() as session:
        tables = SQLModel.metadata.tables.values()
        return {table.name: session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}


def test_a_route_names_topics_and_candidates_and_stores_nothing(house: OpenHouse) -> None:
    desk = house.desk
    before = rows(house)
    told = route(desk, "May I drive with a licence from Japan?", country="jp", details={"issuing_country": "JP"}).json()
    assert told["language"] == "en"
    assert told["topics"][0]["slug"] == "driving"
    assert told["parts"] == [{"text": told["text"], "topic": "driving", "confidence": told["topics"][0]["confidence"]}]
    assert told["candidates"][0]["person"]["slug"] == "jens"
    assert rows(house) == before


def test_a_text_with_two_questions_is_proposed_as_two_parts(house: OpenHouse) -> None:
    with house.database.write() as session:
        an_article(session, house.cast, topic=house.cast.registration, texts={"en": "The CPR number"})
    house.index()
    first, second = "May I drive on my licence from Japan?", "And where do I get a CPR number?"
    told = route(house.desk, f"{first} {second}").json()
    assert [(part["text"], part["topic"]) for part in told["parts"]] == [(first, "driving"), (second, "registration")]


def test_personal_data_is_found_where_it_stands_in_the_text_as_sent(house: OpenHouse) -> None:
    text = "  Jeg hedder Ola 😀, cpr 010190-1234, tlf. 20 30 40 50, ola@example.org\n"
    told = route(house.desk, text).json()
    found = {each["type"]: text[each["start"] : each["end"]] for each in told["found"]}
    assert found == {"CPR": "010190-1234", "PHONE": "20 30 40 50", "EMAIL": "ola@example.org"}
    assert "010190-1234" not in told["text"]
    assert "ola@example.org" in told["text"]


def test_a_text_on_nothing_we_know_has_no_topic_and_still_somebody_to_ask(house: OpenHouse) -> None:
    told = route(house.desk, "xyzzy plugh").json()
    assert (told["topics"], told["parts"][0]["topic"]) == ([], None)
    assert told["candidates"][0]["person"]["slug"] == "mette"  # the front desk


CALLS = [("GET", "/people", None), ("POST", "/route", {"text": "May I drive?"})]


@pytest.mark.parametrize(("method", "address", "body"), CALLS)
def test_only_the_municipalitys_staff_may_ask(
    house: OpenHouse, method: str, address: str, body: dict[str, str] | None
) -> None:
    def status(system: System) -> int:
        return system.request(method, address, json=body).status_code

    assert status(house.desk) == 200
    assert status(house.with_token(Role.RESOURCE_PERSON)) == 200
    assert status(house.stranger) == 401
    assert status(System(house.app, "indgang_made-up")) == 401
    assert status(house.with_token(Role.DESK, municipality=house.cast.bakkeby)) == 404
    assert status(house.with_token()) == 404
