from typing import Annotated, Any

import pytest
from pydantic import Field

from app.core.drafts import Draft, MaskedDraft, read


def test_what_is_chosen_is_not_to_be_filled_in() -> None:
    class Handing(Draft):
        chosen = frozenset({"to", "outcome"})

        to: Annotated[str, Field(min_length=1)]
        outcome: str
        why: Annotated[str, Field(min_length=1)]

    faults = {fault.field: fault.sentence for fault in read(Handing, {"to": "", "why": " "})[1]}
    assert faults == {
        "to": "Please choose one of the possibilities.",
        "outcome": "Please choose one of the possibilities.",
        "why": "Please fill this in.",
    }


class Notes(MaskedDraft):
    """A draft that bounds nothing itself."""

    lists = frozenset({"lines"})
    longest_text = 100
    most_items = 3

    text: str = ""
    title: dict[str, str] = Field(default_factory=dict)
    lines: list[str] = Field(default_factory=list)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "271188-4093 " + "x" * 100}, "text"),
        ({"title": {"en": "271188-4093 " + "x" * 200}}, "title"),
        ({"title": {"271188-4093" + "x" * 200: "en"}}, "title"),
        ({"title": {each: "271188-4093" for each in "abcd"}}, "title"),
        ({"lines": "271188-4093\n" + "x" * 300}, "lines"),
        ({"lines": ["271188-4093"] * 4}, "lines"),
    ],
)
def test_what_is_too_long_to_be_searched_for_numbers_is_refused(given: dict[str, Any], field: str) -> None:
    draft, faults = read(Notes, given)
    assert (draft, [fault.field for fault in faults]) == (None, [field])
    assert "too long" in faults[0].sentence


def test_a_list_may_be_typed_line_by_line_and_is_searched_line_by_line() -> None:
    draft, _ = read(Notes, {"lines": "\n my cpr is 271188-4093 \n" + "\n" * 40_000 + "\r\nand\tmore\r\n"})
    assert draft is not None
    assert (draft.lines, draft.removed) == (["my cpr is [CPR •••]", "and more"], ["CPR"])
