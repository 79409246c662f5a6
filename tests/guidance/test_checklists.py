"""Her steps: those that are hers, and no others."""

from datetime import date
from itertools import chain, combinations, product
from typing import Any

import pytest

from app.guidance.drafts import HOUSEHOLDS, SITUATIONS, ChecklistTable
from app.guidance.rules.checklists import Reader, read_reader, steps_for
from tests.cast import TODAY
from tests.guidance.tables import CHECKLISTS, shipped_checklist

STEPS: list[dict[str, Any]] = [
    {"id": "register", "deadline": {"days": 5, "after": "arrival"}},
    {"id": "permit", "when": {"audience": ["third"]}, "deadline": {"days": 1, "before": "work-start"}},
    {"id": "school", "when": {"household": ["children"]}},
    {"id": "partner-job", "when": {"household": ["partner"], "situation": ["worker", "family"]}},
]
LIST = ChecklistTable.model_validate(
    {
        "topic": "registration",
        "day": "arrival",
        "audiences": ["eu", "third"],
        "household": True,
        "situations": ["worker", "family"],
        "steps": STEPS,
    }
)


def steps(**said: str) -> list[str]:
    reader, faults = read_reader(LIST, said, today=TODAY)
    assert faults == []
    return [each.step.id for each in steps_for(LIST, reader, {})]


@pytest.mark.parametrize(
    ("said", "hers"),
    [
        ({}, "register permit school partner-job"),
        ({"audience": "eu"}, "register school partner-job"),
        ({"audience": "third", "household": "alone"}, "register permit"),
        ({"audience": "eu", "household": "partner,children", "situation": "worker"}, "register school partner-job"),
        ({"audience": "eu", "household": "partner", "children": "2"}, "register school partner-job"),
        ({"audience": "eu", "household": "partner", "children": "0"}, "register partner-job"),
        ({"audience": "eu", "children": "0"}, "register partner-job"),
        ({"audience": "commuter", "children": "1"}, "register permit school partner-job"),
        ({"audience": "eu", "household": "partner", "situation": "student"}, "register"),
    ],
)
def test_she_sees_her_steps_and_no_others(said: dict[str, str], hers: str) -> None:
    assert steps(**said) == hers.split()


def test_a_step_that_may_not_be_hers_says_whom_it_is_for() -> None:
    marks = {each.step.id: each.only_for for each in steps_for(LIST, Reader(household=frozenset({"partner"})), {})}
    assert marks["permit"].audience == ["third"]
    assert (marks["partner-job"].household, marks["partner-job"].situation) == ([], ["worker", "family"])
    marks = {each.step.id: each.only_for for each in steps_for(LIST, Reader(children=True), {})}
    assert (marks["school"].household, marks["partner-job"].household) == ([], ["partner"])


def test_a_day_counts_from_the_event_that_its_rule_names() -> None:
    reader, _ = read_reader(LIST, {"arrival": "2027-02-01", "work_start": "2027-02-15"}, today=TODAY)
    days = {each.step.id: each.due.day for each in steps_for(LIST, reader, {}) if each.due}
    assert days == {"register": date(2027, 2, 6), "permit": date(2027, 2, 14)}


def test_arrival_is_the_day_of_every_list() -> None:
    leaving = LIST.model_copy(update={"day": "departure"})
    assert read_reader(leaving, {"arrival": "2027-02-01"}, today=TODAY)[0].days["departure"] == date(2027, 2, 1)
    both = read_reader(leaving, {"arrival": "2027-02-01", "departure": "2027-05-01"}, today=TODAY)[0]
    assert both.days["departure"] == date(2027, 5, 1)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("audience", "martian", "choose one of the possibilities"),
        ("household", "dog", "choose one of the possibilities"),
        ("household", "alone,children", "choose either"),
        ("children", "-1", "a whole number from 0 to 20"),
        ("children", "two", "a whole number from 0 to 20"),
        ("children", "99999999999", "a whole number from 0 to 20"),
        ("situation", "pirate", "choose one of the possibilities"),
        ("commuter", "perhaps", "choose one of the possibilities"),
        ("arrival", "2026-W50-1", "There is no such day"),
        ("arrival", "1950-01-01", "it must lie between"),
        ("arrival", "2027-02-31", "There is no such day"),
        ("arrival", "9" * 5000, "There is no such day"),
        ("work_start", "tomorrow", "There is no such day"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(field: str, text: str, said: str) -> None:
    _, (fault,) = read_reader(LIST, {field: text}, today=TODAY)
    assert fault.field == field
    assert said in fault.sentence % fault.holes


@pytest.mark.parametrize(("household", "children"), [("alone", "2"), ("children", "0"), ("partner,children", "0")])
def test_the_number_of_children_fits_to_who_comes_along(household: str, children: str) -> None:
    _, (fault,) = read_reader(LIST, {"household": household, "children": children}, today=TODAY)
    assert fault.field == "children"


@pytest.mark.parametrize("slug", CHECKLISTS)
def test_nobody_is_left_without_steps(slug: str) -> None:
    table = shipped_checklist(slug)
    households = chain.from_iterable(combinations(HOUSEHOLDS[1:], size) for size in range(3))
    for origin, household, situation in product(("", *table.audiences), [*households, ("alone",)], ("", *SITUATIONS)):
        reader = Reader(origin, frozenset(household), situation)
        assert len(steps_for(table, reader, {})) >= 5, reader


@pytest.mark.parametrize("slug", CHECKLISTS)
def test_somebody_who_said_who_she_is_reads_no_step_with_a_mark(slug: str) -> None:
    table = shipped_checklist(slug)
    for origin, situation in product(table.audiences or ["eu"], table.situations or ["worker"]):
        for each in steps_for(table, Reader(origin, frozenset({"alone"}), situation), {}):
            assert not any((each.only_for.audience, each.only_for.household, each.only_for.situation))
