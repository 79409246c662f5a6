"""What may be set, and how: numbers within bounds, days that are days, and nothing over what somebody else has set."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from app.core import hours
from app.core.database import Database
from app.core.drafts import read
from app.core.errors import Conflict, Invalid
from app.enquiries.routing import Weights, weights_of
from app.enquiries.settings import (
    LONGEST_PROMISE,
    MOST_CLOSING_DAYS,
    SettingsDraft,
    WeightName,
    edition_of,
    keep_settings,
    to_change,
)
from tests.cast import Cast

WHOLE: dict[str, Any] = {
    "promise_working_days": 4,
    "promises": {"driving": 7},
    "closing_days": ["2026-12-23"],
    "confirm_days": 90,
    "weights": {"article": 5, "topic": 2},
}


def a_draft(**other: Any) -> SettingsDraft:
    draft, faults = read(SettingsDraft, {**WHOLE, **other})
    assert draft is not None, faults
    return draft


def faults(**other: Any) -> dict[str, str]:
    draft, found = read(SettingsDraft, {**WHOLE, **other})
    assert draft is None
    return {fault.field: fault.sentence % fault.holes for fault in found}


def test_what_is_set_is_kept_and_of_the_weights_only_those_that_are_not_usual(session: Session, cast: Cast) -> None:
    keep_settings(session, cast.fjordby, a_draft())
    assert (cast.fjordby.promise_working_days, cast.fjordby.promises) == (4, {"driving": 7})
    assert (cast.fjordby.closing_days, cast.fjordby.confirm_days) == (["2026-12-23"], 90)
    assert cast.fjordby.routing == {"article": 5}
    assert weights_of(cast.fjordby) == Weights(article=5)


def test_nobody_writes_over_what_she_has_not_seen(session: Session, cast: Cast) -> None:
    seen = edition_of(cast.fjordby)
    keep_settings(session, cast.fjordby, a_draft(), seen=seen)
    with pytest.raises(Conflict):
        keep_settings(session, cast.fjordby, a_draft(confirm_days=10), seen=seen)
    assert cast.fjordby.confirm_days == 90
    keep_settings(session, cast.fjordby, a_draft(confirm_days=10), seen=edition_of(cast.fjordby))
    assert cast.fjordby.confirm_days == 10


def test_who_changes_reads_afresh_what_another_has_set(database: Database, session: Session, cast: Cast) -> None:
    session.commit()
    with database.write() as other:
        keep_settings(other, to_change(other, cast.fjordby), a_draft())
    assert cast.fjordby.confirm_days == 180
    assert to_change(session, cast.fjordby).confirm_days == 90


def test_a_topic_that_there_is_not_has_no_promise(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        keep_settings(session, cast.fjordby, a_draft(promises={"sailing": 2}))
    assert refused.value.field == "promises"
    assert cast.fjordby.promises == {}


@pytest.mark.parametrize("number", ["1", 60, " 3 "])
def test_working_days_are_a_whole_number(number: Any) -> None:
    assert a_draft(promise_working_days=number).promise_working_days == int(number)


@pytest.mark.parametrize("number", ["", "0", 0, 61, "-1", "2.5", 2.5, "many", True, None, [1], "9" * 5000, 10**400])
def test_what_is_no_number_of_working_days_is_said_at_its_field(number: Any) -> None:
    sentence = "Please give a whole number from 1 to 60."
    assert faults(promise_working_days=number) == {"promise_working_days": sentence}
    assert faults(promises={"driving": number}) == {"promises": sentence}


@pytest.mark.parametrize(
    ("typed", "number"), [("0.5", 0.5), ("-0,15", -0.15), ("−2", -2), (" 10 ", 10), (-10, -10), (0.12345, 0.123)]
)
def test_a_weight_may_be_written_as_people_here_write_numbers(typed: Any, number: float) -> None:
    assert a_draft(weights={"here": typed}).weights == {"here": number}


@pytest.mark.parametrize("typed", ["", "11", 10.01, "-10.5", "nan", "inf", "heavy", "1,2,3", True, None, {}, 10**400])
def test_what_is_no_weight_is_said(typed: Any) -> None:
    assert faults(weights={"here": typed}) == {"weights": "Please give a number from -10 to 10, such as 0.5."}


def test_a_weight_that_there_is_not_is_refused() -> None:
    assert "weights" in faults(weights={"beauty": 1})


def test_every_weight_of_routing_can_be_set_and_no_other() -> None:
    assert set(WeightName.__args__) == set(vars(Weights()))  # type: ignore[attr-defined]


def test_closing_days_are_kept_in_their_order_each_once() -> None:
    days = a_draft(closing_days=["2027-01-04", "23.12.2026", "2026-12-23"]).closing_days
    assert days == [date(2026, 12, 23), date(2027, 1, 4)]


def test_more_closing_days_than_a_year_can_bear_are_refused() -> None:
    days = [date(2027, 1, 1) + timedelta(days=each) for each in range(MOST_CLOSING_DAYS + 1)]
    assert "closing_days" in faults(closing_days=days)


@settings(deadline=None)
@given(
    st.integers(1, LONGEST_PROMISE),
    st.sets(st.integers(1, 500), max_size=MOST_CLOSING_DAYS),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
)
def test_whatever_is_set_a_promise_can_be_made_and_put_off(days: int, closed: set[int], moment: datetime) -> None:
    """Otherwise nobody could ask."""
    asked = moment.replace(tzinfo=UTC)
    closing = a_draft(closing_days=[(asked + timedelta(days=each)).date() for each in closed]).closing_days
    promised = hours.add_working_days(asked, days, closing)
    left = hours.working_time(asked, promised, closing)
    assert hours.add_working_time(asked, left, closing) <= promised


def test_the_longest_promise_stands_even_when_all_closing_days_come_in_a_row() -> None:
    asked = datetime(2026, 12, 21, 10, tzinfo=UTC)
    weekdays = [day for each in range(400) if hours.is_working_day(day := asked.date() + timedelta(days=each))]
    closing = a_draft(closing_days=weekdays[:MOST_CLOSING_DAYS]).closing_days
    promised = hours.add_working_days(asked, LONGEST_PROMISE, closing)
    left = hours.working_time(asked, promised, closing)
    assert hours.add_working_time(asked, left, closing) == promised
