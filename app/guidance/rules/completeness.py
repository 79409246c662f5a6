"""Proves that exactly one row of a guide fits every set of answers on every day, or gives the example that shows not.

The answers to a question that its rows can't tell apart are one class: countries by the lists they stand in, numbers
and days by the bounds between them. One of each class is tried, together with those of the other questions, on each
day on which a row begins or ends to hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.guidance.drafts import OtherThan, Question, QuestionType, Row, Span
from app.guidance.rules.answers import Answer, Answers
from app.guidance.rules.guides import Rules

A_DAY = timedelta(days=1)
SOME_DAY = date(2026, 6, 15)


@dataclass(frozen=True)
class Failure:
    """Answers on a day that no row, or more than one, fits."""

    answers: Answers
    day: date
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Proof:
    """What was found wrong with a table: failures, and rows that no answers lead to."""

    failures: tuple[Failure, ...]
    unused: tuple[Row, ...]


def prove(rules: Rules) -> Proof:
    """Tries every set of answers that makes a difference, on every day on which the table changes."""
    failures = []
    used: set[int] = set()
    for day in days_of_change(rules.table.rows):
        for answers, rows in every_case(rules, day):
            used.update(id(row) for row in rows)
            if len(rows) != 1:
                failures.append(Failure(answers, day, tuple(rows)))
    return Proof(tuple(failures), tuple(row for row in rules.table.rows if id(row) not in used))


def every_case(rules: Rules, day: date) -> Iterator[tuple[Answers, list[Row]]]:
    """Every set of answers that makes a difference on this day, with the rows that fit."""
    examples = {question.id: tuple(_examples(rules, question)) for question in rules.table.questions}

    def walk(answers: dict[str, Answer], rows: list[Row]) -> Iterator[tuple[Answers, list[Row]]]:
        question = rules.open_question(rows, answers)
        if question is None:
            yield answers, rows
            return
        for example in examples[question.id]:
            more = {**answers, question.id: example}
            yield from walk(more, rules.among(rows, more))

    yield from walk({}, rules.fitting({}, day))


def days_of_change(rows: Sequence[Row]) -> list[date]:
    """The days on which a row begins to hold or holds no longer."""
    return sorted({row.valid_from for row in rows} | {row.valid_to + A_DAY for row in rows if row.valid_to})


def _examples(rules: Rules, question: Question) -> Iterator[Answer]:
    """One answer of each class that the rows can tell apart."""
    match question.type:
        case QuestionType.CHOICE:
            yield from (option.id for option in question.options)
        case QuestionType.YES_NO:
            yield from (True, False)
        case QuestionType.COUNTRY:
            yield from _countries(rules, question)
        case QuestionType.NUMBER:
            yield from _numbers(rules, question)
        case QuestionType.DATE:
            yield from _days(rules)
    if question.optional:
        yield None


def _countries(rules: Rules, question: Question) -> Iterator[str]:
    lists = [
        rules.meant(question.id, words) for row in rules.table.rows if (words := _listed(row, question.id)) is not None
    ]
    seen = set()
    for code in rules.countries.codes(areas=question.areas):
        kind = tuple(code in each for each in lists)
        if kind not in seen:
            seen.add(kind)
            yield code


def _listed(row: Row, name: str) -> Sequence[str] | None:
    condition = row.when.get(name)
    if isinstance(condition, OtherThan):
        return condition.other_than
    return condition if isinstance(condition, list) else None


def _spans(rules: Rules, name: str | None = None) -> Iterator[Span]:
    for row in rules.table.rows:
        for question, condition in row.when.items():
            if isinstance(condition, Span) and name in (None, question):
                yield condition


def _numbers(rules: Rules, question: Question) -> Iterator[int]:
    least, most = question.range
    bounds = {b for span in _spans(rules, question.id) for b in (span.at_least, span.below) if b is not None}
    yield from sorted({least, most, *(n for b in bounds for n in (b - 1, b) if least <= n <= most)})


def _days(rules: Rules) -> Iterator[date]:
    """Two days of each class at least, for all questions the same: any two of them may come before each other."""
    bounds = {b for span in _spans(rules) for b in (span.since, span.before) if b is not None} or {SOME_DAY}
    yield from sorted({b + ahead * A_DAY for b in bounds for ahead in (-2, -1, 0, 1)})
