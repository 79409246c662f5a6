from typing import Annotated

from pydantic import Field

from app.core.drafts import Draft, read


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
