"""The YAML of knowledge files: one way to write a value, and nothing in a file can do harm."""

from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.knowledge.notation import NotYaml, read, write
from tests.effort import at_most

ODD = (
    "yes",
    "NO",
    "12",
    "1.5",
    "2026-11-21",
    "a: b",
    "- x",
    "-x",
    "a #b",
    "0x1f",
    "09:30",
    "+45 00 10",
    "~",
    "",
    "x:",
    "é",
)
ODDER = (
    "'q'",
    '"',
    "\\",
    "\tq",
    " q",
    "%",
    "@a",
    "a\nb",
    "a\n\n b",
    "a\n",
    "\u2028",
    "\x07",
    "---",
    "[a]",
    "a, b",
    "<<",
    "null",
)
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(ODD + ODDER)
values = texts | st.integers(-(10**10), 10**10) | st.booleans() | st.dates(min_value=date(1000, 1, 1))
trees = st.recursive(
    values, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=10
)


@settings(deadline=None)  # the machine may be busy
@given(st.dictionaries(texts, trees, min_size=1, max_size=3) | st.lists(trees, min_size=1, max_size=3))
def test_what_is_written_is_read_again(value: Any) -> None:
    assert read(write(value)).value == value


@settings(deadline=None)  # the machine may be busy
@given(st.lists(texts, max_size=4))
@example(["NO", "a word, a comma", "2026-11-21"] * 20)
def test_lists_on_one_line_are_read_again(words: list[str]) -> None:
    assert read(write({"words": words}, in_line={"words"})).value == {"words": words}


def test_quotes_stand_only_where_they_are_needed() -> None:
    written = write(
        {"hours": "Mo-We 09:00-15:00; Th 09:00-17:00", "code": "6998", "colour": "#0b5463", "title": "Skat: hvornår?"}
    )
    assert (
        written
        == 'hours: Mo-We 09:00-15:00; Th 09:00-17:00\ncode: "6998"\ncolour: "#0b5463"\ntitle: "Skat: hvornår?"\n'
    )


def test_a_value_knows_its_line() -> None:
    found = read("- slug: jens\n  topics:\n    - driving\n- slug: mette\n")
    assert found.line((0, "topics", 0)) == 3
    assert found.line((1, "slug")) == 4
    assert found.line((1, "missing", "deeper")) == 4


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &x [1]\nb: *x\n", 1),
        ("a: 1\nb: *x\n", 2),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", 2),
        ("a: !!str x\n", 1),
        ("a: 1\n\na: 2\n", 3),
        ("a: 1\n---\nb: 2\n", 3),
        ("a: [1\nb: 2\n", 2),
        ("? [a]\n: b\n", 1),
        ("a: 2026-02-30\n", 1),
        ("a: \x07\n", 1),
        ("x: " + "[" * 50 + "]" * 50, 1),
    ],
)
def test_what_could_do_harm_or_is_wrong_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(NotYaml) as refused:
        read(text)
    assert refused.value.line == line


def test_a_bomb_of_anchors_does_not_go_off() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
    with at_most(seconds=5), pytest.raises(NotYaml):
        read("l0: &l0 [ha, ha]\n" + levels)


def test_a_hundred_thousand_brackets_are_refused_quickly() -> None:
    with at_most(seconds=20), pytest.raises(NotYaml):
        read("a: " + "[" * 100_000)
