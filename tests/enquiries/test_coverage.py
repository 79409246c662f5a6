"""Which subject is covered in which language, in any week, and what is missing soon."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, delete

from app.core.errors import Invalid
from app.core.i18n import Speaker
from app.enquiries import coverage_queries as queries
from app.enquiries.coverage import Cover, Gap, Level, Team, Week, coming_week, coverage, gaps, read_week, week_of
from app.enquiries.coverage_sentences import say_days, say_gap, say_week
from app.people.models import Absence, Pair, PersonShare, PersonTopic, ResourcePerson
from app.people.rules import Colleague
from tests.cast import TODAY, Cast, a_person

WEEK = Week(2026, 29)  # Monday 13 to Friday 17 July 2026
MONDAY, FRIDAY = date(2026, 7, 13), date(2026, 7, 17)
ALL_WEEK = (MONDAY, FRIDAY)


def somebody(
    number: int,
    topics: str = "driving",
    languages: str = "da",
    *,
    away: Collection[tuple[date, date]] = (),
    hours: str = "Mo-Fr 09:00-15:00",
    speaks: str = "",
    understands: str = "",
    responsible: str = "",
    interpreters: Mapping[str, tuple[int, ...]] | None = None,
    account: int | None = None,
) -> Colleague:
    person = ResourcePerson(
        id=number,
        municipality_id=1,
        account_id=account or number,
        slug=f"person-{number}",
        name=f"Person {number}",
        title={},
        team={},
        place={},
        email="x@example.org",
        hours=hours,
    )
    return Colleague(
        person,
        topics=dict.fromkeys(topics.split(), "knows") | dict.fromkeys(responsible.split(), "responsible"),
        languages={
            **dict.fromkeys(languages.split(), "writes"),
            **dict.fromkeys(speaks.split(), "speaks"),
            **dict.fromkeys(understands.split(), "understands"),
        },
        absences=tuple(Absence(person_id=number, first_day=first, last_day=last) for first, last in away),
        pairs=interpreters or {},
    )


def driving_in_german(*own: Colleague, shared: Collection[Colleague] = ()) -> Cover:
    team = Team(own, list(shared))
    return coverage(team, topics=["driving"], languages=["de"], days=WEEK.working_days())[0]


def named(cover: Cover) -> list[tuple[int | None, ...]]:
    """The numbers of those who cover it, in pairs with their interpreters."""
    return [tuple(each.person.id for each in covering.everybody) for covering in cover.by]


# --- who covers it


def test_two_who_know_it_and_write_the_language_are_two() -> None:
    cover = driving_in_german(somebody(1, languages="da de"), somebody(2, languages="de"), somebody(3))
    assert (cover.level, named(cover)) == (Level.TWO, [(1,), (2,)])


def test_one_is_one_however_many_know_it_without_the_language_or_write_it_without_knowing() -> None:
    cover = driving_in_german(somebody(1, languages="da de"), somebody(2), somebody(3, "tax", "da de"))
    assert (cover.level, named(cover)) == (Level.ONE, [(1,)])


def test_somebody_who_stands_twice_in_the_list_is_one() -> None:
    cover = driving_in_german(somebody(1, languages="de"), somebody(2, languages="de", account=1))
    assert cover.level == Level.ONE


def test_who_only_understands_the_language_does_not_cover_it() -> None:
    assert driving_in_german(somebody(1, understands="de")).level == Level.NOBODY
    assert driving_in_german(somebody(1), somebody(2, "tax", understands="de")).level == Level.NOBODY


def test_who_only_speaks_the_language_needs_an_interpreter_who_writes_it() -> None:
    cover = driving_in_german(somebody(1, speaks="de"), somebody(2, "tax", speaks="de"), somebody(3, "tax", "da de"))
    assert (cover.level, named(cover)) == (Level.PAIR, [(1, 3)])
    assert driving_in_german(somebody(1, speaks="de"), somebody(2, "tax", speaks="de")).level == Level.NOBODY


def test_who_knows_it_without_the_language_covers_it_with_an_interpreter() -> None:
    cover = driving_in_german(somebody(1), somebody(2, "tax", "da de"), somebody(3, "tax"))
    assert (cover.level, named(cover)) == (Level.PAIR, [(1, 2)])


def test_an_interpreter_must_understand_the_expert() -> None:
    assert driving_in_german(somebody(1), somebody(2, "tax", "de pl")).level == Level.NOBODY
    assert driving_in_german(somebody(1, languages="pl"), somebody(2, "tax", "de pl")).level == Level.PAIR


def test_nobody_is_her_own_interpreter() -> None:
    twice = somebody(2, "tax", "da de", account=1)
    assert driving_in_german(somebody(1), twice).level == Level.NOBODY


def test_a_standing_pair_comes_before_any_other_interpreter() -> None:
    first, usual = somebody(2, "tax", "da de"), somebody(3, "tax", "da de")
    expert = somebody(1, interpreters={"de": (3,), "en": (2,)})
    assert named(driving_in_german(expert, first, usual)) == [(1, 3)]
    away = replace(usual, absences=(Absence(person_id=3, first_day=MONDAY, last_day=FRIDAY),))
    assert named(driving_in_german(expert, first, away)) == [(1, 2)]


def test_a_neighbour_counts_where_nobody_here_covers_it_alone_or_in_a_pair() -> None:
    neighbour, interpreter = somebody(9, languages="da de"), somebody(2, "tax", "da de")
    assert driving_in_german(somebody(1, languages="de"), shared=[neighbour]).level == Level.ONE
    assert driving_in_german(somebody(1), interpreter, shared=[neighbour]).level == Level.PAIR
    cover = driving_in_german(somebody(1, "tax"), shared=[neighbour])
    assert (cover.level, named(cover)) == (Level.NEIGHBOUR, [(9,)])
    with_ours = driving_in_german(interpreter, shared=[somebody(9)])
    assert (with_ours.level, named(with_ours)) == (Level.NEIGHBOUR, [(9, 2)])


def test_who_is_responsible_is_named_first_and_then_who_is_away_less() -> None:
    partly = somebody(1, languages="de", away=[(MONDAY, MONDAY)])
    cover = driving_in_german(partly, somebody(2, languages="de"), somebody(3, responsible="driving", languages="de"))
    assert named(cover) == [(3,), (2,), (1,)]


def test_each_topic_stands_in_each_language_in_their_order() -> None:
    team = Team([somebody(1, "tax", "da"), somebody(2, "driving", "da de")])
    table = coverage(team, topics=["tax", "driving"], languages=["da", "de"], days=WEEK.working_days())
    assert [(each.topic, each.language, each.level) for each in table] == [
        ("tax", "da", Level.ONE),
        ("tax", "de", Level.PAIR),
        ("driving", "da", Level.ONE),
        ("driving", "de", Level.ONE),
    ]


# --- absences


def test_who_is_away_all_week_covers_nothing_and_is_named_as_missed() -> None:
    cover = driving_in_german(somebody(1, languages="de", away=[ALL_WEEK]))
    assert (cover.level, [each.person.id for each in cover.missed]) == (Level.NOBODY, [1])
    still = driving_in_german(somebody(1, languages="de", away=[ALL_WEEK]), somebody(2, languages="de"))
    assert (still.level, [each.person.id for each in still.missed]) == (Level.ONE, [1])


def test_who_is_away_on_some_days_counts_and_the_days_are_named() -> None:
    cover = driving_in_german(somebody(1, languages="de", away=[(date(2026, 7, 1), MONDAY), (FRIDAY, FRIDAY)]))
    assert cover.level == Level.ONE
    assert cover.by[0].away_on == (MONDAY, FRIDAY)
    assert not cover.missed


def test_two_absences_in_a_row_are_a_whole_week() -> None:
    wednesday = MONDAY + timedelta(days=2)
    away = [(MONDAY, wednesday), (wednesday + timedelta(days=1), FRIDAY)]
    assert driving_in_german(somebody(1, languages="de", away=away)).level == Level.NOBODY


@pytest.mark.parametrize(
    ("hours", "level"),
    [("Mo-Tu 09:00-15:00", Level.NOBODY), ("Tu-We 09:00-15:00", Level.ONE), ("", Level.ONE)],
)
def test_only_the_days_on_which_she_works_make_her_week(hours: str, level: Level) -> None:
    tuesday = MONDAY + timedelta(days=1)
    cover = driving_in_german(somebody(1, languages="de", hours=hours, away=[(MONDAY, tuesday)]))
    assert cover.level == level
    assert all(each.away_on for each in cover.by)


def test_a_pair_breaks_with_the_absence_of_either() -> None:
    def cover(expert_away: bool, interpreter_away: bool) -> Cover:
        expert = somebody(1, away=[ALL_WEEK] if expert_away else [])
        return driving_in_german(expert, somebody(2, "tax", "da de", away=[ALL_WEEK] if interpreter_away else []))

    assert cover(False, False).level == Level.PAIR
    for expert_away, interpreter_away, missed in ((True, False, [1]), (False, True, [2]), (True, True, [1, 2])):
        broken = cover(expert_away, interpreter_away)
        assert broken.level == Level.NOBODY
        assert [each.person.id for each in broken.missed] == missed


def test_nobody_is_missed_on_days_when_the_house_is_closed() -> None:
    days = (date(2026, 12, 21), date(2026, 12, 22))
    wednesdays = somebody(1, languages="de", hours="We 09:00-15:00")
    cover = coverage(Team([wednesdays]), topics=["driving"], languages=["de"], days=days)
    assert (cover[0].level, cover[0].missed) == (Level.ONE, ())


def test_a_week_without_working_days_is_covered_by_nobody() -> None:
    week = Week(2026, 52)
    days = week.working_days([date(2026, 12, 21) + timedelta(days=ahead) for ahead in range(4)])
    assert days == ()  # Christmas Day is the Friday
    cover = coverage(Team([somebody(1, languages="de")]), topics=["driving"], languages=["de"], days=days)
    assert cover[0].level == Level.NOBODY


# --- gaps


def missing(*own: Colleague, shared: Collection[Colleague] = (), languages: str = "de") -> list[Gap]:
    weeks = {week: week.working_days() for week in (WEEK.later(ahead) for ahead in range(8))}
    return gaps(Team(own, list(shared)), topics=["driving", "tax"], languages=languages.split(), weeks=weeks)


def lines(found: list[Gap], language: str = "en") -> list[str]:
    titles = {"driving": "Driving", "tax": "Tax"}
    return [say_gap(gap, Speaker(language), topics=titles) for gap in found]


def weeks_away(first: int, last: int) -> tuple[date, date]:
    """From the Monday of a week to the Sunday of another."""
    return Week(2026, first).monday, Week(2026, last).monday + timedelta(days=6)


def test_week_29_driving_licences_in_german_nobody() -> None:
    tax = somebody(2, "tax", "de pl")  # without Danish: no interpreter
    found = missing(somebody(1, languages="da de", away=[weeks_away(29, 29)]), tax)
    assert lines(found) == ["Week 29: Driving in German: nobody. Away: Person 1."]
    assert (found[0].level, found[0].weeks) == (Level.NOBODY, (WEEK,))


def test_equal_weeks_in_a_row_are_one_gap_and_others_are_their_own() -> None:
    first = somebody(1, languages="da de", away=[weeks_away(30, 33), weeks_away(35, 35)])
    second = somebody(2, languages="da de", away=[weeks_away(31, 32), weeks_away(35, 40)])
    found = missing(first, second, somebody(3, "tax", "pl de"))
    assert [[week.number for week in gap.weeks] for gap in found] == [[31, 32], [35]]
    assert lines(found)[0] == "Weeks 31 to 32: Driving in German: nobody. Away: Person 1 and Person 2."


def test_one_person_who_breaks_is_a_gap_though_a_pair_or_a_neighbour_remains() -> None:
    only = somebody(1, languages="da de", away=[weeks_away(30, 30)])
    pair = missing(only, somebody(2), somebody(3, "tax", "da de"), somebody(4, "tax", "da de"))
    assert lines(pair) == ["Week 30: Driving in German: only a pair with an interpreter. Away: Person 1."]
    neighbour = missing(only, somebody(3, "tax", "pl de"), shared=[somebody(9, languages="de")])
    assert lines(neighbour) == ["Week 30: Driving in German: only a neighbour. Away: Person 1."]


def test_where_another_remains_or_a_pair_is_what_there_always_is_nothing_is_missing() -> None:
    away = somebody(1, languages="da de", away=[weeks_away(30, 30)])
    assert missing(away, somebody(2, "driving tax", "da de"), somebody(3, "tax", "da de")) == []
    assert missing(somebody(1), somebody(2), somebody(3, "tax", "da de"), somebody(4, "tax", "da de")) == []


def test_what_nobody_ever_covers_comes_first_and_once_and_the_rest_by_week() -> None:
    found = missing(
        somebody(1, "driving", "da", away=[weeks_away(34, 34)]),
        somebody(2, "tax", "da", away=[weeks_away(31, 31)]),
        languages="da pl",
    )
    assert lines(found) == [
        "Driving in Polish: nobody",
        "Tax in Polish: nobody",
        "Week 31: Tax in Danish: nobody. Away: Person 2.",
        "Week 34: Driving in Danish: nobody. Away: Person 1.",
    ]


def test_a_week_in_which_the_town_hall_is_closed_is_no_gap() -> None:
    team = Team([somebody(1, languages="de", away=[weeks_away(29, 31)])])
    weeks = {week: week.working_days() if week.number != 30 else () for week in map(WEEK.later, range(4))}
    assert [
        week.number for gap in gaps(team, topics=["driving"], languages=["de"], weeks=weeks) for week in gap.weeks
    ] == [
        29,
        31,
    ]


# --- whatever comes

DAYS_AROUND = st.dates(MONDAY - timedelta(days=3), FRIDAY + timedelta(days=5))
ABSENCES = st.tuples(DAYS_AROUND, DAYS_AROUND).map(lambda days: (min(days), max(days)))
KNOWN = {
    "topics": ("", "driving", "tax", "driving tax"),
    "languages": ("", "da", "de", "da de", "pl", "da pl", "de pl"),
}


@st.composite
def people(draw: st.DrawFn, number: int) -> Colleague:
    return somebody(
        number,
        draw(st.sampled_from(KNOWN["topics"])),
        draw(st.sampled_from(KNOWN["languages"])),
        away=draw(st.lists(ABSENCES, max_size=2)),
        hours=draw(st.sampled_from(("", "Mo-Fr 09:00-15:00", "Mo-Tu 09:00-12:00", "We 10:00-17:00", "Sa 09:00-12:00"))),
        speaks=draw(st.sampled_from(("", "de", "da pl"))),
        understands=draw(st.sampled_from(("", "fr"))),
        interpreters=draw(st.dictionaries(st.sampled_from(("de", "pl")), st.tuples(st.integers(1, 8)), max_size=1)),
        account=draw(st.integers(1, 8)),
    )


@st.composite
def teams(draw: st.DrawFn) -> Team:
    own, shared = draw(st.integers(0, 4)), draw(st.integers(0, 2))
    everybody = [draw(people(number)) for number in range(1, own + shared + 1)]
    return Team(everybody[:own], everybody[own:])


def strengths(team: Team) -> list[int]:
    table = coverage(team, topics=["driving", "tax"], languages=["da", "de", "pl"], days=WEEK.working_days())
    return [each.level.strength for each in table]


@given(teams(), st.data())
def test_an_absence_never_raises_a_level(team: Team, data: st.DataObject) -> None:
    everybody = [*team.own, *team.shared]
    if not everybody:
        return
    who = data.draw(st.integers(0, len(everybody) - 1))
    first, last = data.draw(ABSENCES)
    gone = Absence(person_id=who + 1, first_day=first, last_day=last)
    everybody[who] = replace(everybody[who], absences=(*everybody[who].absences, gone))
    after = Team(everybody[: len(team.own)], everybody[len(team.own) :])
    assert all(new <= old for new, old in zip(strengths(after), strengths(team), strict=True))


@given(teams(), people(9), st.booleans())
def test_another_person_never_lowers_a_level(team: Team, another: Colleague, ours: bool) -> None:
    after = Team([*team.own, another], team.shared) if ours else Team(team.own, [*team.shared, another])
    assert all(new >= old for new, old in zip(strengths(after), strengths(team), strict=True))


@given(teams())
def test_every_gap_says_who_is_away_or_that_it_is_always_so(team: Team) -> None:
    weeks = {WEEK: WEEK.working_days(), WEEK.later(1): WEEK.later(1).working_days()}
    for gap in gaps(team, topics=["driving", "tax"], languages=["da", "de", "pl"], weeks=weeks):
        assert bool(gap.weeks) == bool(gap.missed)
        assert gap.level not in {Level.ONE, Level.TWO}


def test_levels_are_ordered_from_nobody_to_two() -> None:
    best_first = [Level.TWO, Level.ONE, Level.PAIR, Level.NEIGHBOUR, Level.NOBODY]
    assert sorted(Level, key=lambda level: -level.strength) == best_first


# --- weeks


def test_a_week_is_read_and_written_as_by_iso_8601() -> None:
    assert read_week(" 2026-w29 ") == WEEK and str(WEEK) == "2026-W29"
    assert (WEEK.working_days()[0], WEEK.working_days()[-1]) == (MONDAY, FRIDAY)
    assert week_of(date(2027, 1, 2)) == Week(2026, 53) == read_week("2026-W53")
    assert Week(2026, 53).later(1) == Week(2027, 1)
    assert len(read_week("2026-W23").working_days()) == 4  # Constitution Day
    assert read_week("2099-W53").working_days()


def test_who_plans_at_the_weekend_means_the_next_week() -> None:
    assert coming_week(MONDAY) == coming_week(FRIDAY) == WEEK
    assert coming_week(FRIDAY + timedelta(days=1)) == coming_week(FRIDAY + timedelta(days=2)) == WEEK.later(1)


@pytest.mark.parametrize(
    "text", ["29", "2026", "2026-29", "2026-W00", "2026-W54", "2025-W53", "1999-W01", "٢٠٢٦-W01", "x" * 99]
)
def test_what_is_no_week_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Invalid, match="is no week") as refused:
        read_week(text)
    assert refused.value.field == "week"


def test_weeks_and_days_are_said_in_the_readers_language() -> None:
    assert say_week(WEEK, Speaker("en")) == "Week 29, from 13 July 2026"
    assert say_days([MONDAY, FRIDAY], Speaker("de")) == "Montag und Freitag"
    assert say_days([MONDAY], Speaker("da")) == "mandag"


# --- from the database


@pytest.fixture
def asked(session: Session) -> Iterator[list[str]]:
    """The queries that the database was asked meanwhile."""
    engine, seen = session.get_bind(), []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)


def levels(session: Session, cast: Cast, week: Week) -> dict[str, str]:
    found = queries.in_week(session, cast.fjordby, week)
    return {f"{each.topic} {each.language}": each.level.value for each in found.covers}


def test_the_cast_covers_what_they_know_and_hannes_absence_shows(session: Session, cast: Cast) -> None:
    now, later = week_of(TODAY), week_of(date(2026, 12, 7))
    assert levels(session, cast, later) == {
        "registration da": "one",
        "registration en": "one",
        "registration de": "one",
        "driving da": "two",
        "driving en": "one",
        "driving de": "one",
        "help da": "one",
        "help en": "one",
        "help de": "one",
    }
    assert levels(session, cast, now) == {**levels(session, cast, later), "driving da": "one", "driving de": "pair"}
    found = queries.gaps_ahead(session, cast.fjordby, TODAY)
    titles = {"driving": "Driving"}
    assert [say_gap(gap, Speaker("en"), topics=titles) for gap in found] == [
        "Weeks 48 to 49: Driving in German: only a pair with an interpreter. Away: Hanne Fiktiv."
    ]


def test_a_standing_pair_is_found(session: Session, cast: Cast) -> None:
    silke = a_person(session, cast.fjordby, "Silke Opdigtet", [cast.help], languages=["da", "de"])
    session.add(Pair(expert_id=cast.jens.id or 0, language="de", interpreter_id=silke.id or 0))
    session.flush()
    cover = queries.in_week(session, cast.fjordby, week_of(TODAY)).of("driving", "de")
    assert [[each.person.slug for each in covering.everybody] for covering in cover.by] == [["jens", "silke"]]


def test_a_neighbours_person_counts_when_she_is_shared_with_us(session: Session, cast: Cast) -> None:
    session.exec(delete(PersonTopic).where(col(PersonTopic.person_id) == cast.mettes_person.id))
    assert levels(session, cast, week_of(TODAY))["registration en"] == "nobody"
    session.add(PersonShare(person_id=cast.birgits_person.id or 0, municipality_id=cast.fjordby.id or 0))
    session.flush()
    assert levels(session, cast, week_of(TODAY))["registration en"] == "neighbour"


def test_the_municipalitys_own_closing_days_make_no_week(session: Session, cast: Cast) -> None:
    week = week_of(TODAY)
    cast.fjordby.closing_days = [day.isoformat() for day in week.working_days()]
    session.add(cast.fjordby)
    session.flush()
    assert queries.in_week(session, cast.fjordby, week).days == ()
    assert [str(gap.weeks[0]) for gap in queries.gaps_ahead(session, cast.fjordby, TODAY)] == ["2026-W49"]


def test_more_people_ask_no_more_of_the_database(session: Session, cast: Cast, asked: list[str]) -> None:
    def cost() -> int:
        asked.clear()
        queries.in_week(session, cast.fjordby, week_of(TODAY))
        return len(asked)

    session.add(PersonShare(person_id=cast.birgits_person.id or 0, municipality_id=cast.fjordby.id or 0))
    session.flush()
    few = cost()
    for number in range(20):
        town = cast.fjordby if number % 2 else cast.bakkeby
        person = a_person(session, town, f"Nr{number} Ny", [cast.driving], languages=["da", "de"])
        if town is cast.bakkeby:
            session.add(PersonShare(person_id=person.id or 0, municipality_id=cast.fjordby.id or 0))
    session.flush()
    assert cost() == few
