"""The rule for somebody's case: which question to ask next, and which row of a guide's table fits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.guidance.drafts import Condition, GuideTable, OtherThan, Question, QuestionType, Row, Span
from app.guidance.rules.answers import Answer, Answers
from app.topics.rules import Countries


@dataclass(frozen=True)
class Rules:
    """A guide's table, with the world's countries behind its names for groups of them."""

    table: GuideTable
    countries: Countries

    def fitting(self, answers: Answers, day: date) -> list[Row]:
        """The rows valid on this day that no answer contradicts."""
        return self.among([row for row in self.table.rows if row.holds_on(day)], answers)

    def among(self, rows: Iterable[Row], answers: Answers) -> list[Row]:
        """Those of the rows that no answer contradicts."""
        return [row for row in rows if not any(self.holds(row, name, answers) is False for name in row.when)]

    def open_question(self, rows: Collection[Row], answers: Answers) -> Question | None:
        """The first question not yet answered that matters for one of these rows; None: all is known."""
        needed = set().union(*(row.needs for row in rows))
        return next((each for each in self.table.questions if each.id in needed - answers.keys()), None)

    def consult(self, answers: Answers, day: date) -> Question | Row | None:
        """What to ask next or, when all that matters is known, the one row that fits; None when the table fails.

        A checked table never fails (see `completeness`) from its first valid day on.
        """
        rows = self.fitting(answers, day)
        if question := self.open_question(rows, answers):
            return question
        return rows[0] if len(rows) == 1 else None

    def holds(self, row: Row, name: str, answers: Answers) -> bool | None:
        """Whether a row's condition on this question is met; None while that is not known."""
        condition = row.when[name]
        others = condition.other if isinstance(condition, Span) else ""
        if name not in answers or (others and others not in answers):
            return None
        return self._is_met(condition, name, answers)

    def _is_met(self, condition: Condition, name: str, answers: Answers) -> bool:
        answer = answers[name]
        match condition:
            case bool():
                return answer is condition
            case list():
                return answer in self.meant(name, condition)
            case OtherThan():
                return answer is not None and answer not in self.meant(name, condition.other_than)
            case Span():
                return _lies_in(condition, answer, answers)

    def meant(self, name: str, words: Collection[str]) -> frozenset[str]:
        """The options or codes that a list means: for countries, names of sets and origins are written out."""
        key = (name, *words)
        if key not in self._meant:
            self._meant[key] = frozenset(self._written_out(name, words))
        return self._meant[key]

    @cached_property
    def _meant(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    def _written_out(self, name: str, words: Collection[str]) -> Iterable[str]:
        question = self.table.question(name)
        if question is None or question.type != QuestionType.COUNTRY:
            yield from words
            return
        for word in words:
            if word in self.table.sets:
                yield from self.table.sets[word]
            elif word.islower():
                yield from (code for code in self.countries.codes(areas=True) if self.countries.origin(code) == word)
            else:
                yield word


def _lies_in(span: Span, answer: Answer, answers: Answers) -> bool:
    bounds: list[bool] = []
    if isinstance(answer, date):
        bounds += [span.since <= answer] if span.since else []
        bounds += [answer < span.before] if span.before else []
    elif isinstance(answer, int):
        bounds += [span.at_least <= answer] if span.at_least is not None else []
        bounds += [answer < span.below] if span.below is not None else []
    if span.other:
        other = answers[span.other]
        later = isinstance(answer, date) and isinstance(other, date) and answer > other
        bounds.append(later if span.later_than else not later)
    if answer is None and not span.other:
        return span.unknown
    return bool(bounds) and all(bounds)
