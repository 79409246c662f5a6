"""Counting in memory: only what editors may use, bounded, and nothing when it is switched off."""

from datetime import timedelta

from app.insight import counting
from app.insight.counting import Counts, Search
from app.search.decision import Decision
from tests.cast import TODAY


def test_a_search_counts_when_it_was_not_answered() -> None:
    counts = Counts(on=True)
    for decision in Decision:
        counts.searched(1, f"{decision} words", language="en", decision=decision, day=TODAY)
    counts.searched(1, "suggest words", language="en", decision=Decision.SUGGEST, day=TODAY)
    assert counts.take() == {Search(1, "en", "suggest words", TODAY): 2, Search(1, "en", "hand_over words", TODAY): 1}
    assert not counts.take()


def test_what_is_opened_and_asked_counts_by_town_language_and_day() -> None:
    counts = Counts(on=True)
    counts.asked_on(1, "words", language="en", day=TODAY)
    counts.asked_on(1, "words", language="en", day=TODAY + timedelta(days=1))
    counts.opened(1, "words", "licence", language="de", day=TODAY)
    counts.opened(2, "words", "licence", language="de", day=TODAY)
    assert len(counts.take()) == 4


def test_stories_are_not_even_held_in_memory() -> None:
    counts = Counts(on=True)
    counts.asked_on(1, "x" * 121, language="en", day=TODAY)
    counts.opened(1, "x" * 121, "licence", language="en", day=TODAY)
    assert not counts.take()


def test_a_flood_of_different_words_is_bounded_and_known_ones_go_on_counting() -> None:
    counts = Counts(on=True)
    for _ in range(2):
        for number in range(counting.MOST + 50):
            counts.asked_on(1, f"word {number}", language="en", day=TODAY)
    taken = counts.take()
    assert len(taken) == counting.MOST and set(taken.values()) == {2}


def test_switched_off_nothing_is_counted() -> None:
    counts = Counts(on=False)
    counts.searched(1, "words", language="en", decision=Decision.HAND_OVER, day=TODAY)
    counts.asked_on(1, "words", language="en", day=TODAY)
    counts.opened(1, "words", "licence", language="en", day=TODAY)
    assert not counts.take()
