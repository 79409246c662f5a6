"""What a municipality sets counts from then on, and changes nothing that was said before."""

from datetime import date

from sqlmodel import Session

from app.core import hours
from app.people import actions, queries
from app.people.rules import closed_days_of, is_stale, promised_days
from tests.cast import NOW, TODAY, Cast, a_question


def test_a_changed_promise_counts_for_the_next_question_and_never_for_one_asked_before(
    session: Session, cast: Cast
) -> None:
    before = a_question(session, cast).part
    promised = before.promised_at
    actions.set_promises(session, cast.fjordby, usual=10, by_topic={"driving": 1})
    actions.set_closing_days(session, cast.fjordby, [date(2026, 11, 24)])
    after = a_question(session, cast).part
    other = a_question(session, cast, topic="registration").part
    session.refresh(before)
    assert before.promised_at == promised == hours.add_working_days(NOW, 3)
    assert after.promised_at == hours.add_working_days(NOW, 1, {date(2026, 11, 24)})
    assert other.promised_at == hours.add_working_days(NOW, 10, {date(2026, 11, 24)})


def test_what_is_set_is_there_for_everybody_who_asks_again_and_only_here(session: Session, cast: Cast) -> None:
    actions.set_promises(session, cast.fjordby, usual=4, by_topic={"driving": 7})
    actions.set_closing_days(session, cast.fjordby, [date(2027, 1, 4), date(2026, 12, 23), date(2027, 1, 4)])
    actions.set_confirm_days(session, cast.fjordby, 30)
    actions.set_routing(session, cast.fjordby, {"here": 0.0})
    session.commit()
    session.expire_all()
    here, there = queries.municipality(session, "fjordby"), queries.municipality(session, "bakkeby")
    assert here and there
    assert (promised_days(here, "driving"), promised_days(here, "help")) == (7, 4)
    assert here.closing_days == ["2026-12-23", "2027-01-04"]
    assert (here.confirm_days, here.routing) == (30, {"here": 0.0})
    assert (promised_days(there, "driving"), closed_days_of(there), there.confirm_days) == (3, frozenset(), 180)


def test_no_other_numbers_means_the_usual_one_for_every_topic(session: Session, cast: Cast) -> None:
    actions.set_promises(session, cast.fjordby, usual=4, by_topic={"driving": 7})
    actions.set_promises(session, cast.fjordby, usual=5)
    assert promised_days(cast.fjordby, "driving") == 5


def test_an_entry_is_old_after_the_days_that_were_set(session: Session, cast: Cast) -> None:
    cast.jens.confirmed_on = date(2026, 10, 1)
    assert not is_stale(cast.jens, cast.fjordby.confirm_days, TODAY)
    actions.set_confirm_days(session, cast.fjordby, 30)
    assert is_stale(cast.jens, cast.fjordby.confirm_days, TODAY)
