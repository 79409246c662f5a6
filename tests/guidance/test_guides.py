"""The rule for her case: one for everybody, on every day, whatever the order of the rows."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.guidance.drafts import GuideTable, Question, QuestionType, Row
from app.guidance.rules.answers import Answer, Answers, read_answers, write_answer
from app.guidance.rules.completeness import days_of_change, prove
from app.guidance.rules.guides import Rules
from tests.cast import TODAY
from tests.guidance.tables import FROM, GUIDES, a_guide, a_question, a_row, shipped_guide


def answers_to(rules: Rules) -> some.SearchStrategy[dict[str, Answer]]:
    """An answer to every question of a guide, any that a reader may give."""
    return some.fixed_dictionaries({each.id: an_answer(rules, each) for each in rules.table.questions})


def an_answer(rules: Rules, question: Question) -> some.SearchStrategy[Any]:
    match question.type:
        case QuestionType.CHOICE:
            known: some.SearchStrategy[Any] = some.sampled_from([option.id for option in question.options])
        case QuestionType.COUNTRY:
            known = some.sampled_from(rules.countries.codes(areas=question.areas))
        case QuestionType.YES_NO:
            known = some.booleans()
        case QuestionType.NUMBER:
            known = some.integers(question.least or 0, question.most)
        case _:
            known = some.dates(date(1990, 1, 1), date(2030, 1, 1))
    return some.none() | known if question.optional else known


def days_of(rules: Rules) -> some.SearchStrategy[date]:
    first = days_of_change(rules.table.rows)[0]
    return some.dates(first, first + timedelta(days=5000))


def a_case(slug: str, data: some.DataObject) -> tuple[Rules, Answers, date]:
    """A shipped guide, any answers to all of its questions, and a day on which its rules hold."""
    rules = shipped_guide(slug)
    return rules, data.draw(answers_to(rules)), data.draw(days_of(rules))


def led_through(rules: Rules, answers: Answers, day: date) -> Row | None:
    """Where somebody ends who is asked one question after another."""
    told: dict[str, Answer] = {}
    while isinstance(found := rules.consult(told, day), Question):
        told[found.id] = answers[found.id]
    return found


def with_rows(rules: Rules, rows: list[Row]) -> Rules:
    return replace(rules, table=rules.table.model_copy(update={"rows": rows}))


@pytest.mark.parametrize("slug", GUIDES)
@settings(deadline=None)
@given(data=some.data())
def test_everybody_gets_exactly_one_rule_on_every_day(slug: str, data: some.DataObject) -> None:
    rules, answers, day = a_case(slug, data)
    (only,) = rules.fitting(answers, day)
    assert led_through(rules, answers, day) is only


@pytest.mark.parametrize("slug", GUIDES)
@settings(deadline=None)
@given(data=some.data())
def test_the_order_of_rows_means_nothing(slug: str, data: some.DataObject) -> None:
    rules, answers, day = a_case(slug, data)
    shuffled = with_rows(rules, data.draw(some.permutations(rules.table.rows)))
    assert led_through(shuffled, answers, day) is led_through(rules, answers, day)


@pytest.mark.parametrize("slug", GUIDES)
@settings(deadline=None)
@given(data=some.data())
def test_the_rule_on_a_day_is_that_of_the_rows_valid_on_it(slug: str, data: some.DataObject) -> None:
    rules, answers, day = a_case(slug, data)
    then = [row for row in rules.table.rows if row.valid_from <= day <= (row.valid_to or day)]
    assert led_through(with_rows(rules, then), answers, day) is led_through(rules, answers, day)


# Tables of chance: what the proof calls complete is so, and what it finds wrong is wrong.

QUESTIONS = [
    a_question("country", "country"),
    a_question("kind", "choice", options="car lorry"),
    a_question("share", "number", least=0, most=100),
    a_question("issued", "date", optional=True),
    a_question("settled", "date"),
]
BOUND = date(2025, 6, 1)
CONDITIONS: dict[str, list[Any]] = {
    "country": [["nordic"], ["BR", "eu"], {"other_than": ["nordic"]}, {"other_than": ["BR", "eu"]}],
    "kind": [["car"], ["lorry"]],
    "share": [{"at_least": 25}, {"below": 25}, {"at_least": 50}],
    "issued": [
        {"since": BOUND},
        {"before": BOUND, "unknown": True},
        {"unknown": True},
        {"later_than": "settled"},
        {"not_later_than": "settled"},
    ],
}
whens = some.fixed_dictionaries({}, optional={name: some.sampled_from(each) for name, each in CONDITIONS.items()})
spans = some.sampled_from([{}, {"valid_from": BOUND}, {"valid_to": BOUND - timedelta(days=1)}])
tables = some.lists(
    some.builds(lambda when, span: a_row("x", **{"when": when, **span}), whens, spans), min_size=1, max_size=4
)


@settings(deadline=None)
@given(rows=tables, data=some.data())
def test_what_the_proof_finds_complete_has_one_rule_for_any_answers(
    rows: list[dict[str, Any]], data: some.DataObject
) -> None:
    rules = a_guide(QUESTIONS, rows)
    proof = prove(rules)
    answers, day = data.draw(answers_to(rules)), data.draw(days_of(rules))
    assert proof.failures or len(rules.fitting(answers, day)) == 1
    for failure in proof.failures:
        full = {**answers, **failure.answers}
        assert len(rules.fitting(full, failure.day)) == len(failure.rows) != 1


# One thing at a time


def test_a_question_that_changes_nothing_for_her_is_not_asked() -> None:
    rules = a_guide(
        [a_question("country", "country"), a_question("kind", "choice", options="car lorry")],
        [
            a_row("free", when={"country": ["nordic", "eu"]}),
            a_row("exchange", when={"country": ["third"], "kind": ["car"]}),
            a_row("test", when={"country": ["third"], "kind": ["lorry"]}),
        ],
    )
    assert asked(rules, country="SE") == "free"
    assert asked(rules, country="BR") == "kind?"
    assert asked(rules, country="BR", kind="lorry") == "test"


def asked(rules: Rules, **answers: Answer) -> str:
    """The question that comes next, or the outcome."""
    found = rules.consult(answers, TODAY)
    return f"{found.id}?" if isinstance(found, Question) else found.outcome if found else "nothing"


def test_a_deadline_asks_for_the_day_it_counts_from() -> None:
    rules = a_guide([a_question("settled", "date")], [a_row("exchange", deadline={"days": 180, "after": "settled"})])
    assert asked(rules) == "settled?"
    assert asked(rules, settled=TODAY) == "exchange"


@pytest.mark.parametrize(
    ("day", "outcome"), [(date(2020, 12, 31), "old"), (date(2021, 1, 1), "new"), (date(2019, 12, 31), "nothing")]
)
def test_a_rule_holds_from_its_first_to_its_last_day(day: date, outcome: str) -> None:
    rules = a_guide([], [a_row("old", valid_to=date(2020, 12, 31)), a_row("new", date(2021, 1, 1))])
    found = rules.consult({}, day)
    assert (found.outcome if isinstance(found, Row) else "nothing") == outcome


@pytest.mark.parametrize(
    ("condition", "issued", "settled", "met"),
    [
        ({"later_than": "settled"}, 2, 1, True),
        ({"later_than": "settled"}, 1, 1, False),
        ({"not_later_than": "settled"}, 1, 1, True),
        ({"not_later_than": "settled"}, 2, 1, False),
        ({"later_than": "settled"}, None, 1, False),
        ({"not_later_than": "settled"}, None, 1, True),
        ({"not_later_than": "settled"}, 2, None, True),
        ({"since": FROM, "not_later_than": "settled"}, 1, 2, True),
        ({"before": FROM}, 1, 2, False),
        ({"before": FROM, "unknown": True}, None, 2, True),
        ({"before": FROM}, None, 2, False),
    ],
)
def test_days_are_compared_with_bounds_and_with_each_other(
    condition: dict[str, Any], issued: int | None, settled: int | None, met: bool
) -> None:
    rules = a_guide(
        [a_question("issued", "date", optional=True), a_question("settled", "date", optional=True)],
        [a_row("met", when={"issued": condition})],
    )
    answers = {name: day and FROM + timedelta(days=day) for name, day in (("issued", issued), ("settled", settled))}
    assert bool(rules.fitting(answers, TODAY)) is met


# What is answered

ASKED = a_guide(
    [
        a_question("country", "country"),
        a_question("area", "country", areas=True),
        a_question("kind", "choice", options="car lorry"),
        a_question("sure", "yes-no"),
        a_question("issued", "date", earliest=date(1950, 1, 1), latest_days_ahead=0),
        a_question("settled", "date", optional=True),
        a_question("share", "number", least=0, most=100),
    ],
    [],
)


@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [
        ("country", "br", "BR"),
        ("kind", "car", "car"),
        ("sure", "no", False),
        ("issued", "2021-02-28", date(2021, 2, 28)),
        ("settled", "unknown", None),
        ("share", "25", 25),
    ],
)
def test_an_answer_is_understood_and_written_again(name: str, text: str, answer: Answer) -> None:
    answers, faults = understood(ASKED.table, {name: f" {text} "})
    assert (answers, faults) == ({name: answer}, [])
    assert write_answer(answers[name]).lower() == text


def understood(table: GuideTable, given: dict[str, str]) -> tuple[dict[str, Answer], list[str]]:
    answers, faults = read_answers(table, given, countries=ASKED.countries, today=TODAY)
    return answers, [fault.sentence % fault.holes for fault in faults]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("country", "XX", "There is no country with the code “XX”"),
        ("country", "nordic", "There is no country with the code “NORDIC”"),
        ("country", "B" * 5000, "choose one of the possibilities"),
        ("kind", "CAR", "choose one of the possibilities"),
        ("sure", "true", "choose one of the possibilities"),
        ("issued", "2021-02-31", "There is no such day"),
        ("issued", "31.12.2020", "There is no such day"),
        ("issued", "20210228", "There is no such day"),
        ("issued", "1949-12-31", "it must lie between 1950-01-01 and"),
        ("issued", str(TODAY + timedelta(days=1)), f"it must lie between 1950-01-01 and {TODAY}"),
        ("settled", "9999-12-31", "it must lie between 1930-01-01 and"),
        ("issued", "unknown", "There is no such day"),
        ("share", "-1", "a whole number from 0 to 100"),
        ("share", "101", "a whole number from 0 to 100"),
        ("share", "12.5", "a whole number from 0 to 100"),
        ("share", "1_0", "a whole number from 0 to 100"),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_with_a_sentence(name: str, text: str, said: str) -> None:
    answers, faults = understood(ASKED.table, {name: text})
    assert answers == {}
    assert said in faults[0]
