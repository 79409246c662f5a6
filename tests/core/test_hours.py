"""Opening hours, working days and the deadlines promised in them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import DENMARK
from app.core.hours import (
    TYPED_IN,
    Opening,
    WeeklyHours,
    _day_names,
    add_working_days,
    add_working_time,
    as_kept,
    describe,
    is_closing_day,
    is_open,
    is_working_day,
    next_opening,
    parse,
    working_time,
    write,
)

TOWN_HALL = parse("Mo-We 09:00-15:00; Th 09:00-12:00,13:00-17:00; Fr 09:00-13:00")


def denmark(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=DENMARK)


# The written form


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Mo-We 09:00-15:00; Th 09:00-12:00,13:00-17:00; Fr 09:00-13:00", None),
        ("Mo 9:00-15:00;Tu 09:00-15:00", "Mo-Tu 09:00-15:00"),
        ("Mo-Fr 10:00-15:00; Th 10:00-17:00; We off", "Mo-Tu 10:00-15:00; Th 10:00-17:00; Fr 10:00-15:00"),
        ("Mo,We,Fr 10:00-12:00", "Mo 10:00-12:00; We 10:00-12:00; Fr 10:00-12:00"),
        ("Sa-Mo 10:00-12:00", "Mo 10:00-12:00; Sa-Su 10:00-12:00"),
        ("Mo 13:00-15:00, 09:00-12:00", "Mo 09:00-12:00,13:00-15:00"),
        ("Mo 09:00-12:00,12:00-15:00", "Mo 09:00-15:00"),
        ("Mo-Su 00:00-24:00", None),
        ("Mo off", ""),
    ],
)
def test_hours_have_one_canonical_form(written: str, canonical: str | None) -> None:
    assert write(parse(written)) == (written if canonical is None else canonical)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("ma-on 9-15; to 9.00–17.30", "Mo-We 09:00-15:00; Th 09:00-17:30"),
        ("Mo-Mi 9-15; Do. 09:00 - 12:00, 13-17", "Mo-We 09:00-15:00; Th 09:00-12:00,13:00-17:00"),
        ("Mandag 10-12; lør-søn 10.30-11", "Mo 10:00-12:00; Sa-Su 10:30-11:00"),
        ("Dienstag 8-12; So 9-10", "Tu 08:00-12:00; Su 09:00-10:00"),
    ],
)
def test_hours_may_be_typed_with_the_days_of_the_readers_language(typed: str, canonical: str) -> None:
    assert write(parse(typed)) == as_kept(typed) == canonical


@pytest.mark.parametrize("written", ["Mo,We 09:00-12:00; Th 13:00-17:00", "Mo-Fr 09:00-12:00,13:00-15:00; We off"])
def test_hours_in_the_form_of_files_are_kept_as_they_were_written(written: str) -> None:
    assert as_kept(written) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("da", "Ma-On 10:00-15:00; Lø-Sø 10:00-11:00"), ("de", "Mo-Mi 10:00-15:00; Sa-So 10:00-11:00")],
)
def test_hours_are_given_back_as_their_reader_would_type_them(language: str, written: str) -> None:
    hours = parse("Mo-We 10:00-15:00; Sa-Su 10:00-11:00")
    assert write(hours, language) == written
    assert parse(written) == hours


def test_no_two_letters_begin_different_days() -> None:
    short = [(name[:2].casefold(), day) for language in TYPED_IN for day, name in enumerate(_day_names(language))]
    assert len(set(short)) == len({letters for letters, _ in short})


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "No hours are given; write them as in “Mo-Fr 09:00-15:00”."),
        (" ; ", "No hours are given; write them as in “Mo-Fr 09:00-15:00”."),
        ("Xx 09:00-15:00", "“Xx” is no day; write Mo, Tu, We, Th, Fr, Sa or Su, or a range such as Mo-Fr."),
        ("Mo-Fr", "“Mo-Fr” names no times; write them as in “Mo-Fr 09:00-15:00”, or “off”."),
        ("Mo 9", "“9” is no span of time; write it as 09:00-15:00."),
        ("M 9-15", "“M” is no day; write Mo, Tu, We, Th, Fr, Sa or Su, or a range such as Mo-Fr."),
        ("Mo 09:00-25:00", "“09:00-25:00” is not a time of day."),
        ("Mo 09:75-15:00", "“09:75-15:00” is not a time of day."),
        ("Mo 22:00-02:00", "“22:00-02:00” ends before it begins; hours may not go past midnight."),
        ("Mo 09:00-12:00,11:00-15:00", "The times in “Mo 09:00-12:00,11:00-15:00” overlap."),
        ("24/7", "“24/7” names no times; write them as in “Mo-Fr 09:00-15:00”, or “off”."),
    ],
)
def test_unreadable_hours_are_refused_with_a_sentence(written: str, sentence: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parse(written)
    assert str(refusal.value) == sentence


def test_hours_are_described_in_the_readers_language() -> None:
    assert describe(TOWN_HALL, "en") == [
        ("Monday to Wednesday", "9:00–15:00"),
        ("Thursday", "9:00–12:00 and 13:00–17:00"),
        ("Friday", "9:00–13:00"),
    ]
    weekend = parse("Sa-Su 08:30-24:00")
    assert describe(weekend, "en") == [("Saturday and Sunday", "8:30–24:00")]
    assert describe(weekend, "da") == [("Lørdag og søndag", "8.30–24.00")]
    assert describe(weekend, "de") == [("Samstag und Sonntag", "8:30–24:00")]
    assert describe(TOWN_HALL, "da")[1] == ("Torsdag", "9.00–12.00 og 13.00–17.00")
    german = describe(TOWN_HALL, "de")[0][0]
    assert german.startswith("Montag ") and german.endswith(" Mittwoch")


# Open or closed


@pytest.mark.parametrize(
    ("at", "is_it_open"),
    [
        (denmark(2026, 11, 23, 8, 59), False),
        (denmark(2026, 11, 23, 9), True),
        (denmark(2026, 11, 23, 14, 59), True),
        (denmark(2026, 11, 23, 15), False),
        (denmark(2026, 11, 26, 12, 30), False),
        (denmark(2026, 11, 26, 16), True),
        (denmark(2026, 11, 21, 10), False),  # Saturday
        (denmark(2026, 12, 24, 10), False),  # Christmas Eve, a Thursday
        (denmark(2026, 4, 6, 10), False),  # Easter Monday
        (datetime(2026, 7, 6, 12, 59, tzinfo=UTC), True),
        (datetime(2026, 7, 6, 13, 1, tzinfo=UTC), False),
    ],
)
def test_a_town_hall_is_open_in_its_hours_in_denmarks_time(at: datetime, is_it_open: bool) -> None:
    assert is_open(TOWN_HALL, at) is is_it_open


def test_the_next_opening_skips_the_weekend_holidays_and_closed_days() -> None:
    friday_evening = denmark(2026, 12, 18, 20)
    assert next_opening(TOWN_HALL, friday_evening) == denmark(2026, 12, 21, 9)
    assert next_opening(TOWN_HALL, friday_evening, [date(2026, 12, 21)]) == denmark(2026, 12, 22, 9)
    assert next_opening(TOWN_HALL, denmark(2026, 12, 23, 15)) == denmark(2026, 12, 28, 9)
    assert next_opening(TOWN_HALL, denmark(2026, 11, 26, 12, 30)) == denmark(2026, 11, 26, 13)
    assert next_opening(TOWN_HALL, denmark(2026, 11, 26, 13)) == denmark(2026, 11, 27, 9)
    assert next_opening(parse("Mo off"), friday_evening) is None
    first = next_opening(TOWN_HALL, friday_evening)
    assert first is not None and first.tzinfo is UTC


# Working days and deadlines


def test_closing_days_are_holidays_and_the_days_town_halls_close_besides() -> None:
    closed = [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 5, 14),
        date(2026, 6, 5),
        date(2026, 12, 24),
        date(2026, 12, 31),
    ]
    assert all(is_closing_day(day) and not is_working_day(day) for day in closed)
    assert is_working_day(date(2026, 5, 1))  # Great Prayer Day is a working day since 2024
    assert not is_working_day(date(2023, 5, 5))
    assert not is_working_day(date(2026, 11, 21))
    assert not is_working_day(date(2026, 11, 23), closed_days=[date(2026, 11, 23)])


@pytest.mark.parametrize(
    ("asked", "days", "deadline"),
    [
        (denmark(2026, 11, 23, 10), 0, denmark(2026, 11, 23, 15)),
        (denmark(2026, 11, 23, 10), 2, denmark(2026, 11, 25, 15)),
        (denmark(2026, 11, 23, 3), 2, denmark(2026, 11, 25, 15)),  # before the day begins
        (denmark(2026, 11, 23, 23), 2, denmark(2026, 11, 26, 15)),  # at night: as if asked on Tuesday
        (denmark(2026, 11, 21, 12), 2, denmark(2026, 11, 25, 15)),  # on Saturday: as if asked on Monday
        (denmark(2026, 11, 27, 10), 1, denmark(2026, 11, 30, 15)),  # over the weekend
        (denmark(2026, 12, 22, 10), 2, denmark(2026, 12, 28, 15)),  # over Christmas
        (denmark(2026, 4, 1, 10), 1, denmark(2026, 4, 7, 15)),  # over Easter
    ],
)
def test_a_deadline_is_the_end_of_a_working_day(asked: datetime, days: int, deadline: datetime) -> None:
    assert add_working_days(asked, days) == deadline
    assert add_working_days(asked, days).tzinfo is UTC


@pytest.mark.parametrize(
    ("asked", "deadline"),
    [
        (denmark(2026, 3, 27, 10), datetime(2026, 3, 30, 13, tzinfo=UTC)),  # clocks go forward on the 29th
        (denmark(2026, 10, 23, 10), datetime(2026, 10, 26, 14, tzinfo=UTC)),  # clocks go back on the 25th
    ],
)
def test_a_deadline_stays_at_three_o_clock_when_the_clocks_change(asked: datetime, deadline: datetime) -> None:
    assert add_working_days(asked, 1) == deadline


def test_a_moment_without_time_zone_and_a_deadline_in_the_past_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        add_working_days(datetime(2026, 11, 23, 10), 1)
    with pytest.raises(ValueError, match="before its start"):
        add_working_days(denmark(2026, 11, 23), -1)


# Promises for any day

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
days_off = st.lists(st.integers(0, 40), max_size=12)
openings = st.lists(st.integers(0, 1440), max_size=6, unique=True).map(
    lambda minutes: tuple(
        Opening(start, end) for start, end in zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False)
    )
)
weeks = st.builds(WeeklyHours, st.tuples(*[openings] * 7))


@given(moments, st.integers(0, 15), days_off, st.integers(0, 40))
def test_a_closed_day_never_makes_a_deadline_earlier(asked: datetime, days: int, off: list[int], more: int) -> None:
    closed = [asked.date() + timedelta(days=ahead) for ahead in off]
    deadline = add_working_days(asked, days, closed)
    assert add_working_days(asked, days, [*closed, asked.date() + timedelta(days=more)]) >= deadline


@given(moments, moments, st.integers(0, 10))
def test_who_asks_first_is_never_promised_later(one: datetime, other: datetime, days: int) -> None:
    assert add_working_days(min(one, other), days) <= add_working_days(max(one, other), days)


@given(moments, st.integers(0, 15), days_off)
def test_a_deadline_lies_ahead_at_three_o_clock_on_a_working_day(asked: datetime, days: int, off: list[int]) -> None:
    closed = [asked.date() + timedelta(days=ahead) for ahead in off]
    deadline = add_working_days(asked, days, closed)
    there = deadline.astimezone(DENMARK)
    assert deadline > asked
    assert (there.hour, there.minute) == (15, 0)
    assert is_working_day(there.date(), closed)


@given(weeks)
def test_what_is_written_reads_the_same(hours: WeeklyHours) -> None:
    if write(hours):
        assert parse(write(hours)) == hours
        assert write(parse(write(hours))) == write(hours)


@given(weeks, moments)
def test_it_is_closed_until_the_next_opening_and_open_at_it(hours: WeeklyHours, at: datetime) -> None:
    opens = next_opening(hours, at)
    if opens is not None:
        assert opens > at
        # A time that the clock skips in March opens when the clock goes on.
        assert is_open(hours, opens) or opens.astimezone(DENMARK).month == 3
        if not is_open(hours, at):
            middle = at + (opens - at) / 2
            assert not is_open(hours, middle) or opens.astimezone(DENMARK).month in (3, 10)


# Working time: 9 to 15 on working days

FRIDAY_14 = denmark(2026, 11, 20, 14)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(lambda at: at.replace(tzinfo=DENMARK))
AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=60))
CLOSED = st.sets(st.dates(date(2026, 1, 1), date(2027, 6, 1)), max_size=20)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (FRIDAY_14, 1, denmark(2026, 11, 20, 15)),
        (FRIDAY_14, 2, denmark(2026, 11, 23, 10)),
        (denmark(2026, 11, 21, 3), 0.5, denmark(2026, 11, 23, 9, 30)),
        (denmark(2026, 12, 23, 14), 2, denmark(2026, 12, 28, 10)),  # Christmas
        (denmark(2026, 3, 27, 14), 2, denmark(2026, 3, 30, 10)),  # the clocks are put forward between
    ],
)
def test_working_time_passes_while_the_town_hall_works(start: datetime, hours: float, end: datetime) -> None:
    amount = timedelta(hours=hours)
    assert add_working_time(start, amount) == end
    assert working_time(start, end) == amount


def test_no_working_time_lies_between_moments_the_wrong_way_round() -> None:
    assert working_time(FRIDAY_14, FRIDAY_14 - timedelta(days=3)) == timedelta()


@given(MOMENTS, AMOUNTS, CLOSED)
def test_what_is_added_lies_between(start: datetime, amount: timedelta, closed: set[date]) -> None:
    assert working_time(start, add_working_time(start, amount, closed), closed) == amount


@given(MOMENTS, AMOUNTS, CLOSED, st.dates(date(2026, 1, 1), date(2027, 6, 1)))
def test_a_closing_day_more_never_makes_working_time_pass_earlier(
    start: datetime, amount: timedelta, closed: set[date], another: date
) -> None:
    assert add_working_time(start, amount, closed | {another}) >= add_working_time(start, amount, closed)
