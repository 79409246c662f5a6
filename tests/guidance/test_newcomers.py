"""Invented newcomers, and what each must be told: written down from the facts by somebody who knew no guide and no
checklist, before anybody tried. Where one of them is told something else, the guide or the checklist is wrong.

`besides` are steps that everybody in her place gets and her story leaves open.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.guidance.drafts import Question
from app.guidance.rules.answers import Answer, read_answers
from app.guidance.rules.checklists import read_reader, steps_for
from app.guidance.rules.deadlines import due
from app.knowledge import notation
from tests.cast import TODAY
from tests.guidance.tables import figures, shipped_checklist, shipped_guide

NEWCOMERS = notation.read((Path(__file__).parent / "newcomers.yaml").read_text(encoding="utf-8")).value
RULES = [(who["name"], each) for who in NEWCOMERS for each in who.get("guides", ())]
LISTS = [(who["name"], each) for who in NEWCOMERS for each in who.get("checklists", ())]


def called(each: tuple[str, dict[str, Any]]) -> str:
    who, what = each
    return f"{who}: {what.get('about') or what.get('checklist')}"


def test_there_are_ten_of_them_of_different_origins() -> None:
    assert len(NEWCOMERS) >= 10
    assert len({each["answers"].get("citizenship") for _, each in RULES} - {None}) >= 7


@pytest.mark.parametrize("each", RULES, ids=called)
def test_each_gets_her_rule(each: tuple[str, dict[str, Any]]) -> None:
    _, wanted = each
    rules = shipped_guide(wanted["guide"])
    given = {name: written(answer) for name, answer in wanted["answers"].items()}
    answers, faults = read_answers(rules.table, given, countries=rules.countries, today=TODAY)
    assert faults == []
    told: dict[str, Answer] = {}
    while isinstance(found := rules.consult(told, TODAY), Question):
        told[found.id] = answers[found.id]
    assert found is not None
    assert (found.outcome, found.check) == (wanted["outcome"], wanted.get("confirm", False))
    assert set(wanted.get("papers", ())) <= set(found.papers)
    assert not set(wanted.get("no_papers", ())) & set(found.papers)
    assert set(wanted.get("conditions", ())) <= set(found.conditions)
    assert not set(wanted.get("no_conditions", ())) & set(found.conditions)
    if "due" in wanted:
        day = told[found.deadline.event] if found.deadline else None
        assert found.deadline and isinstance(day, date)
        ends = due(found.deadline, day, figures())
        assert ends and ends.day == wanted["due"]


def written(answer: Any) -> str:
    return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else str(answer)


@pytest.mark.parametrize("each", LISTS, ids=called)
def test_each_gets_her_steps(each: tuple[str, dict[str, Any]]) -> None:
    _, wanted = each
    table = shipped_checklist(wanted["checklist"])
    reader, faults = read_reader(table, {name: str(said) for name, said in wanted["said"].items()}, today=TODAY)
    assert faults == []
    steps = {step.step.id: step for step in steps_for(table, reader, figures())}
    assert not set(wanted.get("never", ())) & steps.keys()
    assert {*wanted["steps"], *wanted.get("besides", ())} == steps.keys(), "these, and no others"
    days = {name: ends.day if (ends := steps[name].due) else None for name, day in wanted["steps"].items() if day}
    assert days == {name: day for name, day in wanted["steps"].items() if day}
