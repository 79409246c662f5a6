"""Who gets a question, and why."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.enquiries.routing import Candidate, Matter, Place, Weights, as_settings, rank, weights_of
from app.people.models import Absence, Municipality, ResourcePerson
from app.people.rules import Colleague
from tests.cast import NOW, TODAY

AWAY = (Absence(person_id=0, first_day=date(2026, 11, 16), last_day=date(2026, 12, 4)),)


def somebody(
    number: int,
    *,
    topics: set[str] | None = None,
    subjects: set[str] | None = None,
    languages: str = "da en",
    speaks: str = "",
    away: bool = False,
    town: int = 1,
    responsible: bool = False,
    details: dict[str, tuple[str, ...]] | None = None,
    pairs: dict[str, tuple[int, ...]] | None = None,
    capacity: int | None = None,
    confirmed_on: date | None = TODAY,
) -> Colleague:
    person = ResourcePerson(
        id=number,
        municipality_id=town,
        account_id=number,
        slug=f"person-{number}",
        name=f"Person {number}",
        title={},
        team={},
        place={},
        email="x@example.org",
        hours="Mo-Fr 09:00-15:00",
        capacity=capacity,
        confirmed_on=confirmed_on,
    )
    level = "responsible" if responsible else "knows"
    return Colleague(
        person,
        topics=dict.fromkeys(topics or (), level),
        subjects=dict.fromkeys(subjects or (), level),
        languages=dict.fromkeys(languages.split(), "writes") | dict.fromkeys(speaks.split(), "speaks"),
        absences=AWAY if away else (),
        details=details or {},
        pairs=pairs or {},
    )


def ranked(*colleagues: Colleague, open_parts: dict[int, int] | None = None, **given: Any) -> list[Candidate]:
    about = {"topics": {"driving": 0.8}, "articles": ["foreign-driving-licence"], "language": "en", **given}
    return rank(colleagues, Matter(**about), Place(1), open_parts=open_parts or {}, now=NOW)


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
    """zammad #854: evenly, to whoever is there and has least to do."""
    assert first(somebody(1, topics={"driving"}), somebody(2, topics={"driving"}), open_parts={1: 3}) == 2


def test_a_long_list_never_hands_a_question_to_somebody_who_does_not_know() -> None:
    assert first(somebody(1, topics={"driving"}), somebody(2, topics={"tax"}), open_parts={1: 500}) == 1


def test_without_a_topic_the_front_desk_takes_it() -> None:
    assert first(somebody(1, topics={"driving"}), somebody(2, topics={"help"}), topics={}, articles=[]) == 2


def test_who_knows_the_issuing_country_goes_first_and_only_where_licences_are_meant() -> None:
    japan = somebody(2, topics={"driving"}, details={"issuing_country": ("JP",)})
    details = {"issuing_country": {"JP"}}
    assert first(somebody(1, topics={"driving"}), japan, details=details) == 2
    assert ("detail", "issuing_country=JP") in [
        (reason.kind, reason.about) for reason in ranked(japan, details=details)[0].reasons
    ]
    assert first(somebody(1, topics={"tax"}), japan, topics={"tax": 1.0}, articles=[], details=details) == 1


def test_who_is_responsible_goes_before_who_knows_as_well() -> None:
    assert first(somebody(1, topics={"driving"}), somebody(2, topics={"driving"}, responsible=True)) == 2


def test_the_expert_without_the_language_gets_it_together_with_an_interpreter() -> None:
    """zammad #53: languages belong to people, not to a queue for each language and topic."""
    expert, colleague = somebody(1, subjects={"foreign-driving-licence"}, languages="da"), somebody(2, topics={"tax"})
    pair = ranked(expert, colleague)[0]
    assert (pair.colleague, pair.interpreter) == (expert, colleague)


def test_who_only_speaks_the_language_answers_by_word_of_mouth_and_in_writing_with_one_who_writes_it() -> None:
    speaker, writer = somebody(1, topics={"driving"}, languages="da", speaks="en"), somebody(3, topics={"tax"})
    helper = somebody(2, topics={"tax"}, languages="da", speaks="en")
    written = ranked(speaker, helper, writer)[0]
    assert (written.colleague, written.interpreter) == (speaker, writer)
    assert ranked(speaker, helper)[0].interpreter is None
    said = ranked(speaker, helper, writer, spoken=True)[0]
    assert (said.colleague, said.needs_interpreter, said.interpreter) == (speaker, False, None)
    silent = somebody(4, topics={"driving"}, languages="da")
    assert ranked(silent, helper, spoken=True)[0].interpreter == helper


def test_in_writing_who_writes_the_language_goes_before_who_speaks_it_and_she_before_who_does_neither() -> None:
    silent, speaker = (somebody(each, topics={"driving"}, languages="da", speaks="en" * (each - 1)) for each in (1, 2))
    writer = somebody(3, topics={"driving"})
    assert [each.colleague.person.id for each in ranked(silent, speaker, writer)] == [3, 2, 1]


def test_an_expert_is_taken_to_have_danish_as_in_the_coverage() -> None:
    expert, colleague = somebody(1, topics={"driving"}, languages="pl"), somebody(2, topics={"tax"})
    assert ranked(expert, colleague)[0].interpreter == colleague


def test_a_standing_pair_is_kept_though_another_has_less_to_do() -> None:
    expert = somebody(1, topics={"driving"}, languages="da", pairs={"en": (3,)})
    pair = ranked(expert, somebody(2), somebody(3), open_parts={3: 9})[0]
    assert pair.interpreter and pair.interpreter.person.id == 3


def test_an_interpreter_who_is_away_or_shares_no_language_with_the_expert_is_none() -> None:
    expert = somebody(1, topics={"driving"}, languages="da")
    assert ranked(expert, somebody(2, away=True), somebody(3, languages="pl en"))[0].interpreter is None


def test_a_neighbour_who_can_answer_goes_before_a_colleague_who_waits_for_an_interpreter() -> None:
    assert first(somebody(1, topics={"driving"}, languages="da"), somebody(2, topics={"driving"}, town=2)) != 2
    alone = somebody(1, topics={"driving"}, languages="da")
    polish = somebody(2, topics={"driving"}, languages="da pl", town=2)
    assert first(alone, polish, language="pl") == 1  # the neighbour is an interpreter, too
    abroad = somebody(2, topics={"driving"}, languages="pl", town=2)
    assert first(alone, abroad, language="pl") == 2


def test_a_neighbour_who_does_not_know_is_never_asked_before_somebody_here() -> None:
    assert first(somebody(1, topics={"tax"}), somebody(2, topics={"help"}, town=2)) == 1


def test_who_has_enough_to_do_gets_no_more_while_another_can_answer() -> None:
    full = somebody(1, subjects={"foreign-driving-licence"}, capacity=2)
    assert first(full, somebody(2, topics={"driving"}), open_parts={1: 2}) == 2
    assert first(full, somebody(2, topics={"tax"}), open_parts={1: 2}) == 1


def test_an_entry_that_nobody_confirmed_for_long_sinks() -> None:
    assert first(somebody(1, topics={"driving"}, confirmed_on=date(2026, 1, 1)), somebody(2, topics={"driving"})) == 2


def test_who_has_answered_her_before_goes_before_who_is_alike() -> None:
    assert first(somebody(1, topics={"driving"}), somebody(2, topics={"driving"}), earlier={2}) == 2


def test_what_may_be_dangerous_goes_to_the_front_desk_at_once() -> None:
    assert first(somebody(1, subjects={"foreign-driving-licence"}), somebody(2, topics={"help"}), urgent=True) == 2


def test_what_may_be_dangerous_goes_to_whoever_is_there_first() -> None:
    later = somebody(1, topics={"help"}, subjects={"foreign-driving-licence"})
    later.person.hours = "Tu 14:00-15:00"
    assert first(later, somebody(2, topics={"help"}), urgent=True) == 2


def test_what_may_be_dangerous_waits_for_no_interpreter_while_somebody_can_write_it() -> None:
    early = somebody(1, topics={"help"}, languages="da")
    early.person.hours, late = "Mo-Fr 06:00-07:00", somebody(2, topics={"help"}, languages="da de")
    late.person.hours = "Mo-Fr 07:30-08:00"
    assert first(early, late, urgent=True, language="de") == 2


def test_a_municipality_sets_its_own_weights_and_unknown_ones_count_nothing() -> None:
    town = Municipality(routing={"language": 5.0, "magic": 9.0})
    assert weights_of(town) == replace(Weights(), language=5.0)
    assert as_settings(weights_of(town)) == {"language": 5.0}


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
