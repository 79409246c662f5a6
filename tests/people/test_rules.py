"""Names as people agreed to be shown, and when somebody is here."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.models import Absence, ResourcePerson
from app.people.rules import in_language, is_stale, presence, shown_name

WEEK = "Mo-Fr 09:00-15:00"


def a_person(**given: object) -> ResourcePerson:
    values = {
        "name": "Jens Prøvesen",
        "title": {"da": "Medarbejder"},
        "team": {"da": "Kørekortteamet", "en": "The licence team"},
    }
    return ResourcePerson(
        municipality_id=1, account_id=1, slug="jens", email="jens@example.org", place={}, **{**values, **given}
    )


@pytest.mark.parametrize(
    ("shown_as", "language", "name"),
    [
        ("full-name", "en", "Jens Prøvesen"),
        ("first-name", "en", "Jens"),
        ("team", "en", "The licence team"),
        ("team", "de", "The licence team"),
    ],
)
def test_a_person_is_shown_as_she_agreed(shown_as: str, language: str, name: str) -> None:
    assert shown_name(a_person(shown_as=shown_as), language) == name


def test_a_team_without_a_name_is_shown_by_title_never_by_the_persons_name() -> None:
    assert shown_name(a_person(shown_as="team", team={}), "en") == "Medarbejder"


@pytest.mark.parametrize(("day", "away"), [(13, False), (16, True), (20, True), (23, False)])
def test_an_absence_covers_its_first_and_its_last_day(day: int, away: bool) -> None:
    absence = Absence(person_id=1, first_day=date(2026, 11, 16), last_day=date(2026, 11, 20))
    seen = presence("", [absence], datetime(2026, 11, day, 9, 30, tzinfo=UTC))
    assert (seen.here, seen.away_until is not None) == (not away, away)


def test_somebody_is_here_in_her_hours_and_back_when_they_begin() -> None:
    monday_morning = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert presence(WEEK, [], monday_morning).here
    evening = presence(WEEK, [], datetime(2026, 11, 23, 19, 0, tzinfo=UTC))
    assert (evening.here, evening.next_at) == (False, datetime(2026, 11, 24, 8, 0, tzinfo=UTC))


def test_somebody_away_is_back_on_the_first_day_after() -> None:
    absence = Absence(person_id=1, first_day=date(2026, 11, 16), last_day=date(2026, 12, 4))
    seen = presence(WEEK, [absence], datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    assert (seen.here, seen.away_until) == (False, date(2026, 12, 4))
    assert seen.next_at == datetime(2026, 12, 7, 8, 0, tzinfo=UTC)


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_nobody_is_next_here_before_now(at: datetime) -> None:
    seen = presence(WEEK, [], at)
    assert seen.here or (seen.next_at is not None and seen.next_at > at)


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        ({"da": "a", "en": "b"}, "da", "a"),
        ({"da": "a", "en": "b"}, "de", "b"),
        ({"da": "a"}, "de", "a"),
        ({"pl": "c"}, "de", "c"),
        ({}, "de", ""),
    ],
)
def test_a_missing_language_falls_back_to_one_there_is(texts: dict[str, str], language: str, shown: str) -> None:
    assert in_language(texts, language) == shown


@pytest.mark.parametrize(
    ("confirmed_on", "stale"),
    [(None, True), (date(2026, 5, 26), True), (date(2026, 5, 27), False), (date(2026, 11, 23), False)],
)
def test_an_entry_is_old_when_nobody_confirmed_it_within_the_days(confirmed_on: date | None, stale: bool) -> None:
    assert is_stale(a_person(confirmed_on=confirmed_on), 180, date(2026, 11, 23)) is stale


def test_on_a_day_when_the_town_hall_is_closed_nobody_is_there() -> None:
    monday = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    seen = presence(WEEK, [], monday, closed=frozenset({monday.date(), date(2026, 11, 24)}))
    assert not seen.here and seen.next_at is not None
    assert seen.next_at.date() == date(2026, 11, 25)
    assert not presence("", [], monday, closed=frozenset({monday.date()})).here
    assert not presence("", [], datetime(2026, 12, 25, 9, 30, tzinfo=UTC)).here, "on Christmas Day"


def test_absences_that_follow_each_other_are_one() -> None:
    days = [(23, 27), (28, 30), (10, 24)]
    away = [
        Absence(person_id=1, first_day=date(2026, 11, first), last_day=date(2026, 11, last)) for first, last in days
    ]
    away.append(Absence(person_id=1, first_day=date(2026, 12, 3), last_day=date(2026, 12, 4)))
    seen = presence(WEEK, away, datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    assert seen.away_until == date(2026, 11, 30)
