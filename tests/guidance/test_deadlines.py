"""How long somebody has."""

from datetime import date
from typing import Any

import pytest

from app.guidance.drafts import Deadline
from app.guidance.rules.deadlines import due

WEDNESDAY = date(2027, 3, 24)  # the last working day before Easter 2027


@pytest.mark.parametrize(
    ("rule", "event", "day", "offices_until"),
    [
        ({"days": 5, "after": "arrival"}, date(2027, 2, 1), date(2027, 2, 6), date(2027, 2, 5)),
        ({"days": 0, "after": "arrival"}, date(2027, 2, 1), date(2027, 2, 1), None),
        ({"days": 1, "before": "arrival"}, date(2027, 2, 2), date(2027, 2, 1), None),
        ({"days": 1, "after": "arrival"}, WEDNESDAY, date(2027, 3, 25), WEDNESDAY),
        ({"working_days": 1, "after": "arrival"}, WEDNESDAY, date(2027, 3, 30), None),
        ({"working_days": 5, "after": "arrival"}, WEDNESDAY, date(2027, 4, 5), None),
        ({"working_days": 1, "before": "arrival"}, date(2027, 3, 30), WEDNESDAY, None),
        ({"working_days": 2, "after": "arrival"}, date(2026, 12, 23), date(2026, 12, 29), None),
        ({"days": 5, "after": "arrival", "advised": True}, date(2027, 2, 1), date(2027, 2, 6), None),
        ({"months": 3, "after": "arrival"}, date(2026, 11, 30), date(2027, 2, 28), date(2027, 2, 26)),
        ({"months": 1, "before": "arrival"}, date(2027, 3, 31), date(2027, 2, 28), date(2027, 2, 26)),
        ({"months": 2, "after": "arrival"}, date(2026, 12, 15), date(2027, 2, 15), None),
        ({"years": 2, "after": "arrival"}, date(2028, 2, 29), date(2030, 2, 28), None),
        ({"figure": "driving", "after": "arrival"}, date(2027, 1, 1), date(2027, 6, 30), None),
        ({"figure": "waiting", "before": "arrival"}, date(2027, 3, 1), date(2027, 2, 15), None),
    ],
)
def test_a_deadline_ends_on_a_real_day(
    rule: dict[str, Any], event: date, day: date, offices_until: date | None
) -> None:
    found = due(Deadline.model_validate(rule), event, {"driving": (180, "days"), "waiting": (2, "weeks")})
    assert found is not None
    assert (found.day, found.offices_until) == (day, offices_until)


def test_a_deadline_has_no_day_while_something_is_not_known() -> None:
    assert due(Deadline(days=5, after="arrival"), None, {}) is None
    assert due(Deadline(figure="run-out", after="arrival"), WEDNESDAY, {}) is None
    assert due(Deadline(figure="a-fee", after="arrival"), WEDNESDAY, {"a-fee": (5, "DKK")}) is None


def test_what_concerns_no_office_has_no_last_working_day() -> None:
    saturday = due(Deadline(days=5, after="arrival"), date(2027, 2, 1), {}, office=False)
    assert saturday is not None
    assert (saturday.day, saturday.offices_until) == (date(2027, 2, 6), None)


def test_a_day_that_has_passed_is_over_on_the_next() -> None:
    found = due(Deadline(days=0, after="arrival"), WEDNESDAY, {})
    assert found is not None
    assert [found.is_over(day) for day in (WEDNESDAY, date(2027, 3, 25))] == [False, True]
