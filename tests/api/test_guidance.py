"""Guides, checklists and events, as another system asks for them."""

from datetime import date
from typing import Any

import pytest

from app.events.actions import keep_events
from tests.api.conftest import OpenHouse
from tests.cast import TODAY
from tests.guidance.tables import a_checklist_in_the_house, a_guide_in_the_house


@pytest.fixture
def guided(house: OpenHouse) -> OpenHouse:
    with house.database.write() as session:
        a_guide_in_the_house(session)
        a_checklist_in_the_house(session)
    return house


def test_guides_and_checklists_are_listed_with_their_addresses(guided: OpenHouse) -> None:
    (guide,) = guided.stranger.get("/guides?lang=de").json()
    assert (guide["slug"], guide["title"], guide["topic"]) == ("exchange", "Your licence (de)", "driving")
    assert guide["url"] == "http://testserver/fjordby/de/guides/exchange"
    lists = guided.stranger.get("/checklists?lang=da&municipality=bakkeby").json()
    assert [each["url"] for each in lists] == [
        "http://testserver/bakkeby/da/checklists/arrival",
        "http://testserver/bakkeby/da/checklists/commuters",
    ]
    assert {each["text_language"] for each in lists} == {"en"}, "there is no Danish text"


def test_a_guide_asks_what_it_does_not_know_and_then_tells_her_rule(guided: OpenHouse) -> None:
    asked = guided.stranger.get("/guides/exchange?lang=en").json()
    assert (asked["next"]["id"], asked["next"]["type"], asked["outcome"]) == ("issued-in", "country", None)
    assert {"id": "GB-NIR", "text": "Northern Ireland"} in asked["next"]["options"]
    then = guided.stranger.get("/guides/exchange?lang=en&issued-in=BR").json()
    assert (then["next"]["id"], then["next"]["optional"]) == ("settled", True)
    told = guided.stranger.get("/guides/exchange?lang=en&issued-in=BR&settled=2026-12-01").json()
    outcome = told["outcome"]
    assert (outcome["id"], outcome["title"]) == ("exchange", "Do exchange (en)")
    assert outcome["html"] == "<p>Go <em>there</em>.</p>\n"
    assert outcome["conditions"] == ["You were not disqualified."]
    assert outcome["papers"] == [{"slug": "passport", "name": "passport", "meaning": "A small book."}]
    assert outcome["deadline"] == {
        "rule": "180 days after 1 December 2026",
        "due": "2027-05-30",
        "due_text": "Sunday, 30 May 2027. Offices are closed that day: go there by Friday, 28 May 2027.",
        "offices_until": "2027-05-28",
        "is_over": False,
        "advised": False,
    }
    assert [source["name"] for source in outcome["sources"]] == ["The order"]
    assert [answer["answer_text"] for answer in told["answers"]] == ["Brazil", "1 December 2026"]
    assert (outcome["confirm"], outcome["resource_person"]) == (False, None)


def test_who_does_not_know_yet_gets_the_rule_without_a_day(guided: OpenHouse) -> None:
    told = guided.stranger.get("/guides/exchange?lang=de&issued-in=br&settled=unknown").json()
    assert told["outcome"]["deadline"]["due"] is None
    assert told["outcome"]["deadline"]["rule"] == "180 Tage nach dem Tag, ab dem es zählt"


def test_a_rule_that_is_not_certain_names_the_person_who_confirms_it(guided: OpenHouse) -> None:
    outcome = guided.stranger.get("/guides/exchange?lang=en&issued-in=GB-NIR").json()["outcome"]
    assert outcome["confirm"]
    assert outcome["resource_person"] == {"name": "Jens", "title": "Officer"}


def test_an_answer_that_makes_no_difference_is_left_out(guided: OpenHouse) -> None:
    told = guided.stranger.get("/guides/exchange?lang=en&issued-in=SE&settled=2026-12-01&colour=red").json()
    assert told["outcome"]["id"] == "free"
    assert [answer["question"] for answer in told["answers"]] == ["issued-in"]


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("issued-in=XX", "issued-in", "Es gibt kein Land mit dem Code „XX“."),
        ("issued-in=BR&settled=2027-02-31", "settled", "Diesen Tag gibt es nicht."),
        ("issued-in=BR&settled=1815-06-18", "settled", "zwischen dem 1. Januar 1930 und dem"),
        ("issued-in=BR&settled=%00", "settled", "Diesen Tag gibt es nicht."),
    ],
)
def test_an_answer_that_cannot_be_used_is_said_in_the_callers_language(
    guided: OpenHouse, query: str, field: str, said: str
) -> None:
    answer = guided.stranger.get(f"/guides/exchange?lang=de&{query}")
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert said in answer.json()["detail"]


def steps(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return {step["id"]: step for step in answer.json()["steps"]}


def test_a_checklist_gives_real_days_for_an_arrival_date(guided: OpenHouse) -> None:
    found = guided.stranger.get(
        "/checklists/arrival?lang=en&audience=third&arrival=2027-02-01&work_start=2027-03-30&household=alone"
    )
    assert (found.json()["counts_from"], found.json()["day"]) == ("arrival", "2027-02-01")
    hers = steps(found)
    assert [*hers] == ["register", "permit", "tax"]
    assert hers["register"]["deadline"]["due"] == "2027-02-06"
    assert hers["register"]["deadline"]["offices_until"] == "2027-02-05"
    assert hers["register"]["authority"]["name"] == "town hall"
    assert hers["permit"]["article"]["url"] == "http://testserver/fjordby/en/articles/foreign-driving-licence"
    assert (hers["tax"]["deadline"]["due"], hers["tax"]["deadline"]["advised"]) == ("2027-03-23", True)
    assert hers["tax"]["confirm"]


def test_without_a_day_the_rule_stands_in_words(guided: OpenHouse) -> None:
    hers = steps(guided.stranger.get("/checklists/arrival?lang=en"))
    assert hers["register"]["deadline"]["rule"] == "5 days after the day of moving in"
    assert hers["register"]["deadline"]["due"] is None
    assert hers["permit"]["only_for"] == "Only for citizens of other countries"


@pytest.mark.parametrize("query", ["commuter=true", "audience=commuter"])
def test_a_commuter_gets_the_list_for_commuters(guided: OpenHouse, query: str) -> None:
    assert guided.stranger.get(f"/checklists/arrival?{query}").json()["slug"] == "commuters"


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("arrival=1950-01-01", "arrival", "it must lie between"),
        ("arrival=2027-02-31", "arrival", "There is no such day"),
        ("children=-1", "children", "a whole number from 0 to 20"),
        ("children=two", "children", "a whole number from 0 to 20"),
        ("household=alone&children=2", "children", "Please mend one of them"),
        ("household=alone&household=partner", "household", "Please choose either"),
        ("household=dog", "household", "choose one of the possibilities"),
        ("situation=pirate", "situation", "choose one of the possibilities"),
        ("commuter=perhaps", "commuter", "choose one of the possibilities"),
        ("arrival=2026-W50-1", "arrival", "There is no such day"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(guided: OpenHouse, query: str, field: str, said: str) -> None:
    answer = guided.stranger.get(f"/checklists/arrival?lang=en&{query}")
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert said in answer.json()["detail"]


@pytest.mark.parametrize("address", ["/guides/nothing", "/checklists/nothing"])
def test_what_is_not_there_is_not_found(guided: OpenHouse, address: str) -> None:
    assert guided.stranger.get(address).status_code == 404


def an_event(slug: str, day: date) -> dict[str, Any]:
    words = {"en": slug, "de": slug}
    return {
        **{"slug": slug, "kind": "meeting", "title": words, "summary": words, "day": day, "starts": "14:00"},
        **{"ends": "18:00", "place": words, "host": words, "languages": ["da"], "audiences": [], "situations": []},
    }


def test_events_are_those_of_today_and_later_of_this_municipality(house: OpenHouse) -> None:
    with house.database.write() as session:
        fjordby, bakkeby = house.cast.fjordby.id or 0, house.cast.bakkeby.id or 0
        over, later = date(2026, 11, 1), date(2027, 6, 1)
        keep_events(session, fjordby, [an_event("later", later), an_event("over", over), an_event("today", TODAY)])
        keep_events(session, bakkeby, [an_event("elsewhere", later)])
    found = house.stranger.get("/events?lang=en").json()
    assert [each["slug"] for each in found] == ["today", "later"]
    assert (found[0]["starts_at"], found[1]["starts_at"]) == ("2026-11-23T14:00:00+01:00", "2027-06-01T14:00:00+02:00")
