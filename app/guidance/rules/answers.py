"""What readers answer: read from texts, or refused with a sentence that helps."""

from collections.abc import Mapping
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
    if len(text) > LONGEST:
        raise _refused(question, N_("Please choose one of the possibilities."))
    match question.type:
        case QuestionType.COUNTRY:
            return _country(question, text.upper(), countries)
        case QuestionType.DATE:
            return _day(question, text, today)
        case QuestionType.NUMBER:
            return _number(question, text)
        case QuestionType.YES_NO if text in ("yes", "no"):
            return text == "yes"
        case QuestionType.CHOICE if text in (option.id for option in question.options):
            return text
    raise _refused(question, N_("Please choose one of the possibilities."))


def _country(question: Question, code: str, countries: Countries) -> str:
    if code not in countries.codes(areas=question.areas):
        raise _refused(question, N_("There is no country with the code “%(code)s”. Please choose one."), code=code)
    return code


def _day(question: Question, text: str, today: date) -> date:
    day = read_day(text)
    if day is None:
        raise _refused(question, N_("There is no such day. Please give a date such as 2026-11-21."))
    ahead = FARTHEST_AHEAD if question.latest_days_ahead is None else question.latest_days_ahead
    return within(question.id, day, question.earliest or EARLIEST, today + timedelta(days=ahead))


def read_day(text: str) -> date | None:
    """A day written as 2026-11-21; None when there is no such day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def within(field: str, day: date, earliest: date, latest: date) -> date:
    """The day, when it lies between these. Raises NotUnderstood."""
    if not earliest <= day <= latest:
        sentence = N_("Please check the date: it must lie between %(earliest)s and %(latest)s.")
        raise NotUnderstood(Fault(field, sentence, {"earliest": earliest, "latest": latest}))
    return day


def _number(question: Question, text: str) -> int:
    least, most = question.least or 0, question.most if question.most is not None else 1_000_000
    number = int(text) if text.isdecimal() else least - 1
    if not least <= number <= most:
        sentence = N_("Please give a whole number from %(least)s to %(most)s.")
        raise _refused(question, sentence, least=least, most=most)
    return number


def _refused(question: Question, sentence: str, **holes: object) -> NotUnderstood:
    return NotUnderstood(Fault(question.id, sentence, holes))
