"""What a municipality sets for its questions: promises, closing days, when entries are old, and routing's weights."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from sqlmodel import Session

from app.core.drafts import Draft
from app.core.errors import N_, Conflict, Invalid
from app.core.tokens import digest
from app.enquiries.routing import Weights, as_settings
from app.people import actions
from app.people.drafts import Day
from app.people.models import Municipality
from app.topics.queries import topics

LONGEST_PROMISE = 60
LONGEST_CONFIRMED = 730
MOST_CLOSING_DAYS = 150  # with the longest promise still fewer than a year's working days: then a promise can be made
LARGEST_WEIGHT = 10
DECIMALS = 3


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        number = _read(int, value)
        if type(number) is float and number.is_integer():  # 5.0 is a whole number in JSON Schema
            number = int(number)
        if type(number) is not int or not least <= number <= most:
            raise Invalid(N_("Please give a whole number from %(least)s to %(most)s."), least=least, most=most)
        return number

    return read


def _weight(value: Any) -> float:
    """A number as people here write it, too: -0,5."""
    number = _read(float, value.replace("−", "-").replace(",", ".") if isinstance(value, str) else value)
    if type(number) not in (int, float) or not -LARGEST_WEIGHT <= number <= LARGEST_WEIGHT:
        raise Invalid(N_("Please give a number from -%(most)s to %(most)s, such as 0.5."), most=LARGEST_WEIGHT)
    return round(float(number), DECIMALS) + 0.0  # no negative zero


def _read(kind: type, value: Any) -> Any:
    """A number that was typed; what is none stays as it is."""
    with suppress(ValueError):
        return kind(value) if isinstance(value, str) else value
    return value


def _number(kind: str, least: int, most: int) -> WithJsonSchema:
    return WithJsonSchema({"type": kind, "minimum": least, "maximum": most})


def _in_order(days: list[date]) -> list[date]:
    return sorted(set(days))


WorkingDays = Annotated[int, BeforeValidator(_whole(1, LONGEST_PROMISE)), _number("integer", 1, LONGEST_PROMISE)]
ConfirmDays = Annotated[int, BeforeValidator(_whole(1, LONGEST_CONFIRMED)), _number("integer", 1, LONGEST_CONFIRMED)]
Weight = Annotated[float, BeforeValidator(_weight), _number("number", -LARGEST_WEIGHT, LARGEST_WEIGHT)]
WeightName = Literal[
    "article",
    "topic",
    "detail",
    "responsible",
    "language",
    "earlier",
    "here",
    "open",
    "most_open",
    "unconfirmed",
]


class WeightsDraft(Draft):
    """The weights that are not the usual ones; each from -10 to 10."""

    weights: dict[WeightName, Weight]

    def as_weights(self) -> Weights:
        """These weights; the usual ones where none is given."""
        return Weights(**{str(name): value for name, value in self.weights.items()})


class SettingsDraft(WeightsDraft):
    """Everything that is set: the usual number of working days for an answer and other numbers by topic, the days on
    which the town hall is closed besides the usual ones, after how many days an entry counts as unconfirmed, and the
    weights. What is not named in `promises` and `weights` has the usual number."""

    promise_working_days: WorkingDays
    promises: dict[str, WorkingDays]
    closing_days: Annotated[list[Day], Field(max_length=MOST_CLOSING_DAYS), AfterValidator(_in_order)]
    confirm_days: ConfirmDays


def edition_of(municipality: Municipality) -> str:
    """A digest of all that is set, so that nobody writes over what she has not seen."""
    said: list[Any] = [municipality.promise_working_days, municipality.promises, municipality.closing_days]
    said += [municipality.confirm_days, municipality.routing]
    return digest(json.dumps(said, sort_keys=True))[:16]


def to_change(session: Session, municipality: Municipality) -> Municipality:
    """The municipality read afresh; until the session ends nobody else changes it."""
    return session.get_one(Municipality, municipality.id, populate_existing=True, with_for_update={"key_share": True})


def keep_settings(session: Session, municipality: Municipality, draft: SettingsDraft, *, seen: str = "") -> None:
    """Keeps what is set; `seen` is the edition that the draft was made from. What was promised before stays so.

    Raises Conflict when somebody was faster, Invalid for a topic that there is not.
    """
    if seen and seen != edition_of(municipality):
        raise Conflict(N_("Somebody has changed these settings since you opened them."))
    if draft.promises.keys() - {topic.slug for topic in topics(session)}:
        raise Invalid(N_("There is no topic with this name."), field="promises")
    actions.set_promises(session, municipality, usual=draft.promise_working_days, by_topic=draft.promises)
    actions.set_closing_days(session, municipality, draft.closing_days)
    actions.set_confirm_days(session, municipality, draft.confirm_days)
    actions.set_routing(session, municipality, as_settings(draft.as_weights()))
