"""What may be counted of a search: nothing that tells of a person."""

import pytest

from app.insight import rules


@pytest.mark.parametrize(
    ("typed", "shown", "folded"),
    [
        ("  Wo  bekomme ich\nmein CPR? ", "wo bekomme ich mein cpr?", "wo bekomme ich mein cpr"),
        ("Kørekort", "kørekort", "korekort"),
        ("koerekort", "koerekort", "korekort"),
        ("skema 1, A1 and PD3 in 2026", "skema 1, a1 and pd3 in 2026", "skema 1 a1 and pd3 in 2026"),
        ("my cpr 150955-8231 is wrong", "my cpr … is wrong", "my cpr is wrong"),
        ("call +45 22 33 44 55 please", "call … please", "call please"),
        ("write to ola@example.org", "write to …", "write to"),
        ("my bill no 48213", "my bill no …", "my bill no"),
        ("letter 12 34-5 came", "letter … came", "letter came"),
        ("born 3.4.1991", "born …", "born"),
        ("flat １２３４５", "flat …", "flat"),
        ("key ab123456c", "key ab…c", "key ab c"),
        ("postcode 6950", "postcode 6950", "postcode 6950"),
        ("привет мир", "привет мир", "привет мир"),
    ],
)
def test_words_are_counted_without_numbers_and_addresses(typed: str, shown: str, folded: str) -> None:
    assert rules.words_of(typed) == rules.Words(shown, folded)


@pytest.mark.parametrize("typed", ["", " ", "?!", "…", "48213", "150955-8231", "x" * 121, "ab " * 41, "\u202e\x00"])
def test_stories_and_what_has_no_words_are_not_counted(typed: str) -> None:
    assert rules.words_of(typed) is None


def test_no_long_number_is_left_in_what_words_are_compared_by() -> None:
    for typed in ("pass 1234 (5678)", "12_34_56", "1a 2 3-4/5:6", "٣٣٣٣٣٣", "①②③④⑤⑥", "1…2…3…4…5"):
        words = rules.words_of(f"number {typed}")
        assert words is None or sum(map(str.isdigit, words.folded.replace("1a", ""))) < 5, words


def test_a_question_of_one_or_two_sentences_is_proposed_without_its_asker() -> None:
    asked = "Hi, I am Ola Nordmann. May I drive with case 123456?"
    assert rules.short_question(asked, ["Ola Nordmann"]) == "Hi, I am …. May I drive with case …?"
    assert rules.short_question("One. Two. Three.", []) == ""
    assert rules.short_question("", ["Ola"]) == ""
    long = rules.short_question("Kindergarten " * 40, [])
    assert len(long) <= 200 and long.endswith("Kindergarten")
