"""What readers answer: read from texts, or refused with a sentence that helps."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from app.core.drafts import Fault
from app.core.errors import N_
from app.guidance.drafts import GuideTable, Question, QuestionType
from app.topics.rules import Countries

Answer = str | bool | int | date | None
"""A code or an option, yes or no, a number, a day; None: she does not know."""
Answers = Mapping[str, Answer]

UNKNOWN = "unknown"
EARLIEST = date(1930, 1, 1)
FARTHEST_AHEAD = 3650
LONGEST = 40


class NotUnderstood(Exception):
    """An answer that can't be used; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


def read_answers(
    table: GuideTable, given: Mapping[str, str], *, countries: Countries, today: date
) -> tuple[dict[str, Answer], list[Fault]]:
    """The answers to a guide's questions, and what is wrong with those that can't be used. An empty text is no answer.

    Forms: a country by its code (ISO 3166-1 alpha-2, or an issuing area's), a choice by its option, `yes` or `no`, a
    day as 2026-11-21, a whole number; `unknown` where a question is optional.
    """
    answers: dict[str, Answer] = {}
    faults = []
    for question in table.questions:
        text = given.get(question.id, "").strip()
        if not text:
            continue
        try:
            answers[question.id] = read_answer(question, text, countries=countries, today=today)
        except NotUnderstood as refused:
            faults.append(refused.fault)
    return answers, faults


def write_answer(answer: Answer) -> str:
    """An answer as `read_answers` reads it."""
    match answer:
        case None:
            return UNKNOWN
        case bool():
            return "yes" if answer else "no"
        case date():
            return answer.isoformat()
        case _:
            return str(answer)


def read_answer(question: Question, text: str, *, countries: Countries, today: date) -> Answer:
    """Raises NotUnderstood."""
    if text == UNKNOWN and question.optional:
        return None
    match question.type:
        case QuestionType.COUNTRY:
            return _country(question, text.upper(), countries)
        case QuestionType.DATE:
            ahead = FARTHEST_AHEAD if question.latest_days_ahead is None else question.latest_days_ahead
            latest = today + timedelta(days=ahead)
            return read_day(question.id, text, earliest=question.earliest or EARLIEST, latest=latest)
        case QuestionType.NUMBER:
            return read_number(question.id, text, *question.range)
        case QuestionType.YES_NO:
            return read_choice(question.id, text, ("yes", "no")) == "yes"
        case _:
            return read_choice(question.id, text, [option.id for option in question.options])


def _country(question: Question, code: str, countries: Countries) -> str:
    known = countries.codes(areas=question.areas)
    if len(code) <= LONGEST and code not in known:
        sentence = N_("There is no country with the code “%(code)s”. Please choose one.")
        raise NotUnderstood(Fault(question.id, sentence, {"code": code}))
    return read_choice(question.id, code, known)


def read_choice(field: str, text: str, known: Collection[str]) -> str:
    """One of the words that are known. Raises NotUnderstood."""
    if text not in known:
        raise NotUnderstood(Fault(field, N_("Please choose one of the possibilities."), {}))
    return text


def read_day(field: str, text: str, *, earliest: date, latest: date) -> date:
    """A day written as 2026-11-21, not before the earliest nor after the latest. Raises NotUnderstood."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise NotUnderstood(Fault(field, N_("There is no such day. Please give a date such as 2026-11-21."), {}))
    if not earliest <= day <= latest:
        sentence = N_("Please check the date: it must lie between %(earliest)s and %(latest)s.")
        raise NotUnderstood(Fault(field, sentence, {"earliest": earliest, "latest": latest}))
    return day


def read_number(field: str, text: str, least: int, most: int) -> int:
    """A whole number between two others. Raises NotUnderstood."""
    number = int(text) if text.isdecimal() and len(text) <= LONGEST else None
    if number is None or not least <= number <= most:
        sentence = N_("Please give a whole number from %(least)s to %(most)s.")
        raise NotUnderstood(Fault(field, sentence, {"least": least, "most": most}))
    return number
