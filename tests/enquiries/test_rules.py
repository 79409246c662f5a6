"""Who gets a question, and why."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enquiries.rules import Candidate, rank
from app.people.models import Absence, ResourcePerson
from app.people.rules import Colleague
from tests.cast import NOW

AWAY = (Absence(person_id=0, first_day=date(2026, 11, 16), last_day=date(2026, 12, 4)),)


def somebody(
    number: int,
    *,
    topics: set[str] | None = None,
    subjects: set[str] | None = None,
    languages: str = "da en",
    away: bool = False,
) -> Colleague:
    person = ResourcePerson(
        id=number,
        municipality_id=1,
        account_id=number,
        slug=f"person-{number}",
        name=f"Person {number}",
        title={},
        team={},
        place={},
        email="x@example.org",
        hours="Mo-Fr 09:00-15:00",
    )
    return Colleague(
        person,
        topics=dict.fromkeys(topics or (), "knows"),
        subjects=dict.fromkeys(subjects or (), "knows"),
        languages=dict.fromkeys(languages.split(), "writes"),
        absences=AWAY if away else (),
    )


def ranked(*colleagues: Colleague, **given: Any) -> list[Candidate]:
    wanted = {
        "topics": {"driving": 0.8},
        "articles": ["foreign-driving-licence"],
        "language": "en",
        "open_parts": {},
        "now": NOW,
        **given,
    }
    return rank(colleagues, **wanted)


def first(*colleagues: Colleague, **given: Any) -> int:
    return ranked(*colleagues, **given)[0].colleague.person.id or 0


def test_who_knows_the_article_goes_before_who_knows_the_topic() -> None:
    assert first(somebody(1, topics={"driving"}), somebody(2, subjects={"foreign-driving-licence"})) == 2


def test_who_knows_goes_before_who_only_speaks_the_language() -> None:
    expert, speaker = somebody(1, topics={"driving"}, languages="da"), somebody(2, topics={"tax"}, languages="da en")
    assert first(expert, speaker) == 1
    assert ranked(expert, speaker)[0].needs_interpreter


def test_of_two_who_know_the_one_who_speaks_the_language_goes_first() -> None:
    assert first(somebody(1, topics={"driving"}, languages="da"), somebody(2, topics={"driving"})) == 2


def test_who_is_away_gets_nothing_while_the_front_desk_is_here() -> None:
    assert first(somebody(1, topics={"driving"}, away=True), somebody(2, topics={"help"})) == 2


def test_who_is_away_still_goes_before_somebody_who_knows_nothing_of_it() -> None:
    assert first(somebody(1, topics={"driving"}, away=True), somebody(2, topics={"tax"})) == 1


def test_of_two_alike_the_less_busy_goes_first() -> None:
    assert first(somebody(1, topics={"driving"}), somebody(2, topics={"driving"}), open_parts={1: 3}) == 2


def test_a_long_list_never_hands_a_question_to_somebody_who_does_not_know() -> None:
    assert first(somebody(1, topics={"driving"}), somebody(2, topics={"tax"}), open_parts={1: 500}) == 1


def test_without_a_topic_the_front_desk_takes_it() -> None:
    assert first(somebody(1, topics={"driving"}), somebody(2, topics={"help"}), topics={}, articles=[]) == 2


people = st.lists(
    st.builds(
        lambda topics, subjects, languages, away: {
            "topics": topics,
            "subjects": subjects,
            "languages": " ".join(languages),
            "away": away,
        },
        st.sets(st.sampled_from(["driving", "tax", "help"])),
        st.sets(st.sampled_from(["foreign-driving-licence", "tax-card"])),
        st.sets(st.sampled_from(["da", "en", "de"]), min_size=1),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@given(people, st.dictionaries(st.sampled_from(["driving", "tax", "magic"]), st.floats(0, 1)))
def test_everybody_is_ranked_once_and_with_a_reason(
    given_people: list[dict[str, Any]], topics: dict[str, float]
) -> None:
    everybody = [somebody(number, **each) for number, each in enumerate(given_people, start=1)]
    result = ranked(*everybody, topics=topics)
    assert sorted(each.colleague.person.id or 0 for each in result) == list(range(1, len(everybody) + 1))
    assert all(each.reasons for each in result)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_list_decides_nothing(seed: int) -> None:
    everybody = [somebody(1, topics={"driving"}), somebody(2, topics={"help"}), somebody(3, topics={"tax"}, away=True)]
    assert [each.colleague.person.id for each in ranked(*everybody[seed:], *everybody[:seed])] == [1, 2, 3]
