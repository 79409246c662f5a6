"""Concepts are recognised by their names."""

from app.core.analysis import clean, tokens
from app.search.glossary import Concept, Glossary

KEYS = Concept({"da": ["nøgle", "nøgler"], "en": ["key"]}, {"en": "What opens a door."})
CARD = Concept({"en": ["yellow card", "yellow health card"], "da": ["gult kort", "sundhedskort"]})
HEALTH = Concept({"en": ["health"]})


def named(text: str, *concepts: Concept) -> list[tuple[Concept, str]]:
    found = tokens(clean(text))
    return [
        (each.concept, " ".join(token.text for token in found[each.first : each.last]))
        for each in Glossary(concepts).named(found)
    ]


def test_a_thing_is_named_by_its_name_inflected_or_from_a_foreign_keyboard() -> None:
    for text in ("min nøgle", "mine nøgler", "my noegle", "the keys"):
        assert [concept for concept, _ in named(text, KEYS)] == [KEYS]


def test_of_names_that_overlap_the_longer_one_counts() -> None:
    assert named("the yellow health card please", CARD, HEALTH) == [(CARD, "yellow health card")]


def test_a_stop_word_names_nothing_though_it_is_folded_like_a_name() -> None:
    assert named("nogle spørgsmål", KEYS) == []


def test_a_name_begun_at_the_end_of_a_question_is_no_name() -> None:
    assert named("it was yellow", CARD) == []
