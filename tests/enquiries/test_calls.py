"""A call in three taps: nothing in it tells who asked, what is sent twice is kept once, and each sees only her own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from app.core import drafts
from app.core.database import Database
from app.core.errors import Conflict, Invalid, NotFound
from app.enquiries import calls
from app.enquiries.calls import CallDraft, Kept
from app.enquiries.models import LoggedCall
from app.insight.calls import calls_by_day, calls_by_outcome, shown
from app.people.models import Account, Municipality
from tests.cast import NOW, TODAY, Cast

DAY = timedelta(days=1)


def a_call(**fields: Any) -> CallDraft:
    taps = {"key": str(uuid4()), "topic": "driving", "language": "de", "outcome": "solved"}
    return CallDraft.model_validate(taps | fields)


def log(
    session: Session,
    cast: Cast,
    *,
    by: Account | None = None,
    at: Municipality | None = None,
    now: datetime = NOW,
    **fields: Any,
) -> Kept:
    """Mette logs a call in Fjordby, unless told otherwise."""
    staff = cast.staff_of(by or cast.mette, session)
    return calls.log_call(session, a_call(**fields), municipality=at or cast.fjordby, by=staff, now=now)


def rows(session: Session) -> list[LoggedCall]:
    return list(session.exec(select(LoggedCall)).all())


# --- what comes in


def test_three_taps_are_enough() -> None:
    """zammad #181: no name, no number, no made-up address."""
    call = a_call()
    assert (call.channel, call.asking_as, call.minutes, call.text, call.happened_at) == (
        "telephone",
        "",
        None,
        "",
        None,
    )


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("She has 271188-4093", "CPR"),
        ("Account 1234 0012345678", "BANK_ACCOUNT"),
        ("Ring her at 22 33 44 55", "PHONE"),
        ("Write to ola@example.org", "EMAIL"),
    ],
)
def test_nothing_that_leads_to_somebody_stays_in_the_text(typed: str, kind: str) -> None:
    call = a_call(text=f"About the licence. {typed}.")
    assert call.removed == [kind]
    assert "•••" in call.text and call.text.startswith("About the licence. ")
    assert not any(number in call.text for number in ("4093", "0012345678", "44 55", "ola@"))


def test_a_key_stays_whole_even_where_it_looks_like_somebodys_number() -> None:
    key = "12345678-1234-4234-8234-271188409312"
    assert a_call(key=key).key == UUID(key)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "7"),
        ("key", ""),
        ("topic", ""),
        ("language", " "),
        ("outcome", "nobody-home"),
        ("channel", "web"),
        ("asking_as", "boss"),
        ("minutes", "601"),
        ("minutes", "-1"),
        ("minutes", "9" * 5000),
        ("minutes", "a while"),
        ("text", "x" * 2001),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field: str, value: str) -> None:
    taps = {"key": str(uuid4()), "topic": "driving", "language": "de", "outcome": "solved"}
    draft, faults = drafts.read(CallDraft, taps | {field: value})
    assert draft is None
    assert [fault.field for fault in faults] == [field]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("de", "de"), ("de-AT", "de"), ("UK", "uk"), ("und", "und"), ("tlh", "und"), ("../..", "und"), ("x" * 200, "und")],
)
def test_a_language_is_kept_without_its_region_and_one_that_nobody_knows_as_another(given: str, kept: str) -> None:
    assert a_call(language=given).language == kept


# --- kept


def test_a_call_is_kept_with_its_three_taps(session: Session, cast: Cast) -> None:
    kept = log(session, cast, minutes="12", text="Licence from Japan", asking_as="family", channel="counter")
    assert kept.anew
    (call,) = rows(session)
    assert (call.topic_id, call.language, call.outcome) == (cast.driving.id, "de", "solved")
    assert (call.minutes, call.text, call.asking_as, call.channel) == (12, "Licence from Japan", "family", "counter")
    assert (call.happened_at, call.kept_at, call.municipality_id) == (NOW, NOW, cast.fjordby.id)


def test_the_same_key_is_kept_once_and_gives_the_first(session: Session, cast: Cast) -> None:
    key = str(uuid4())
    first, twin = log(session, cast, key=key), log(session, cast, key=key, outcome="looked-up")
    assert (first.anew, twin.anew) == (True, False)
    assert twin.call.outcome == "solved"
    assert len(rows(session)) == 1


def test_a_key_that_somebody_else_used_gives_nothing_of_hers(session: Session, cast: Cast) -> None:
    key = str(uuid4())
    log(session, cast, key=key)
    for other in ({"by": cast.anders}, {"by": cast.birgit, "at": cast.bakkeby}, {"at": cast.bakkeby}):
        with pytest.raises(Conflict):
            log(session, cast, key=key, **other)
    assert len(rows(session)) == 1


def test_twins_in_the_same_moment_are_kept_once(database: Database, cast: Cast) -> None:
    key, together = str(uuid4()), Barrier(2)
    cast.session.commit()

    def one(_: int) -> bool:
        together.wait()
        with database.write() as session:
            return log(session, cast, key=key).anew

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == [False, True]
    with database.read() as session:
        assert len(rows(session)) == 1


def test_another_subject_has_no_topic_and_an_unknown_one_is_refused(session: Session, cast: Cast) -> None:
    assert log(session, cast, topic="other").call.topic_id is None
    with pytest.raises(Invalid):
        log(session, cast, topic="beekeeping")


@pytest.mark.parametrize(
    ("happened_at", "kept"),
    [
        ("2026-11-23T08:00:00Z", NOW - timedelta(minutes=90)),
        ("2026-11-23T09:00:00+01:00", NOW - timedelta(minutes=90)),
        ("2026-11-23T08:00:00", NOW - timedelta(minutes=90)),
        ("2027-01-01T00:00:00Z", NOW),
        ("2026-01-01T00:00:00Z", NOW - 30 * DAY),
        ("0001-01-01T00:00:00+14:00", NOW),
        ("yesterday", NOW),
        (None, NOW),
    ],
)
def test_a_call_is_never_refused_for_its_time(
    session: Session, cast: Cast, happened_at: str | None, kept: datetime
) -> None:
    call = log(session, cast, happened_at=happened_at).call
    assert (call.happened_at, call.kept_at) == (kept, NOW)


# --- her own list


def test_a_clerk_sees_her_last_ten_and_nobody_elses(session: Session, cast: Cast) -> None:
    for number in range(12):
        log(session, cast, now=NOW + timedelta(minutes=number), text=f"No. {number}")
    log(session, cast, by=cast.anders, now=NOW + timedelta(hours=1))
    log(session, cast, at=cast.bakkeby, now=NOW + timedelta(hours=1))
    now = NOW + timedelta(minutes=15)
    lines = calls.latest(session, cast.fjordby, cast.staff_of(cast.mette), now=now)
    assert [line.text for line in lines] == [f"No. {number}" for number in range(11, 1, -1)]
    assert [line.may_take_back for line in lines] == [True] * 7 + [False] * 3
    assert {line.topic for line in lines} == {"driving"}


def test_a_call_is_found_by_its_key_by_whoever_logged_it(session: Session, cast: Cast) -> None:
    key = log(session, cast, topic="other").call.key
    mette, anders = cast.staff_of(cast.mette), cast.staff_of(cast.anders)
    found = calls.call_of(session, key, cast.fjordby, mette, now=NOW)
    assert found is not None and (found.key, found.topic) == (key, "")
    assert calls.call_of(session, key, cast.fjordby, anders, now=NOW) is None
    assert calls.call_of(session, key, cast.bakkeby, mette, now=NOW) is None
    assert calls.call_of(session, "\0", cast.fjordby, mette, now=NOW) is None


def test_today_is_counted_in_denmark(session: Session, cast: Cast) -> None:
    log(session, cast, happened_at="2026-11-22T22:59:00Z")
    log(session, cast, happened_at="2026-11-22T23:01:00Z", outcome="looked-up")
    log(session, cast)
    log(session, cast, by=cast.anders)
    today = calls.logged_today(session, cast.fjordby, cast.staff_of(cast.mette), now=NOW)
    assert today == {"solved": 1, "looked-up": 1}


def test_the_topics_she_uses_most_come_first(session: Session, cast: Cast) -> None:
    for topic in ("help", "help", "driving"):
        log(session, cast, topic=topic)
    for _ in range(5):
        log(session, cast, by=cast.anders, topic="registration")
    topics, mette = ["registration", "driving", "help"], cast.staff_of(cast.mette)

    def order(days: int) -> list[str]:
        return calls.most_used_first(session, topics, cast.fjordby, mette, now=NOW + days * DAY)

    assert order(1) == ["help", "driving", "registration"]
    assert order(91) == topics


def test_the_keys_of_the_topics_stay_where_they_are_all_day(session: Session, cast: Cast) -> None:
    topics, mette = ["registration", "driving", "help"], cast.staff_of(cast.mette)
    log(session, cast, topic="driving", happened_at="2026-11-22T09:00:00Z")
    for topic in ("help", "help"):
        log(session, cast, topic=topic)
        assert calls.most_used_first(session, topics, cast.fjordby, mette, now=NOW) == [
            "driving",
            "registration",
            "help",
        ]


def test_what_was_logged_by_mistake_is_taken_back_within_ten_minutes(session: Session, cast: Cast) -> None:
    mette = cast.staff_of(cast.mette)
    key, late = log(session, cast).call.key, log(session, cast).call.key
    soon, then = NOW + timedelta(minutes=10), NOW + timedelta(minutes=10, seconds=1)
    calls.take_back(session, key, municipality=cast.fjordby, by=mette, now=soon)
    with pytest.raises(Conflict):
        calls.take_back(session, late, municipality=cast.fjordby, by=mette, now=then)
    assert [row.key for row in rows(session)] == [late]


def test_nobody_takes_back_a_colleagues_call(session: Session, cast: Cast) -> None:
    key = log(session, cast).call.key
    for which, who, where in (
        (key, cast.anders, cast.fjordby),
        (key, cast.birgit, cast.bakkeby),
        (key, cast.mette, cast.bakkeby),
        (str(uuid4()), cast.mette, cast.fjordby),
        ("\0", cast.mette, cast.fjordby),
    ):
        with pytest.raises(NotFound):
            calls.take_back(session, which, municipality=where, by=cast.staff_of(who), now=NOW)
    assert len(rows(session)) == 1


# --- forgotten


def test_texts_are_forgotten_when_the_municipalitys_time_is_over_and_counts_stay(session: Session, cast: Cast) -> None:
    old, young = log(session, cast, text="An old story"), log(session, cast, text="A new one", now=NOW + DAY)
    elsewhere = log(session, cast, text="Bakkeby's", by=cast.birgit, at=cast.bakkeby)
    now = NOW + 180 * DAY + timedelta(hours=1)
    assert calls.forget_old_calls(session, cast.fjordby, now=now) == 1
    session.expire_all()
    assert (old.call.text, young.call.text, elsewhere.call.text) == ("", "A new one", "Bakkeby's")
    assert len(rows(session)) == 3
    assert calls.forget_old_calls(session, cast.fjordby, now=now) == 0


# --- counted


def test_calls_are_counted_by_danish_day_topic_language_and_outcome(session: Session, cast: Cast) -> None:
    log(session, cast, happened_at="2026-11-22T23:30:00Z")
    log(session, cast)
    log(session, cast, by=cast.anders, topic="other", language="en", outcome="handed-over")
    log(session, cast, happened_at="2026-11-22T22:30:00Z")
    log(session, cast, by=cast.birgit, at=cast.bakkeby)

    def counted(first: int, last: int) -> list[tuple[int, str, str, str, int]]:
        found = calls_by_day(session, cast.fjordby, first=TODAY.replace(day=first), last=TODAY.replace(day=last))
        return [(each.day.day, each.topic, each.language, each.outcome, each.count) for each in found]

    yesterday = (22, "driving", "de", "solved", 1)
    today = [(23, "", "en", "handed-over", 1), (23, "driving", "de", "solved", 2)]
    assert counted(22, 23) == [yesterday, *today]
    assert counted(23, 30) == today
    assert counted(22, 22) == [yesterday]
    assert counted(23, 22) == []
    month = calls_by_outcome(session, cast.fjordby, first=TODAY.replace(day=1), last=TODAY)
    assert month == {"solved": 3, "looked-up": 0, "handed-over": 1}


def test_days_before_and_after_all_calendars_are_none(session: Session, cast: Cast) -> None:
    log(session, cast)
    first, last = datetime.min.date(), datetime.max.date()
    assert len(calls_by_day(session, cast.fjordby, first=first, last=last)) == 1
    assert calls_by_day(session, cast.fjordby, first=last, last=last) == []
    assert calls_by_day(session, cast.fjordby, first=first, last=first) == []


@pytest.mark.parametrize(("count", "as_shown"), [(0, 0), (1, "<5"), (4, "<5"), (5, 5), (1000, 1000)])
def test_small_numbers_are_not_shown(count: int, as_shown: int | str) -> None:
    assert shown(count) == as_shown
