"""What may stand in a slot, and when two phrasings are the same. No database here."""

import math
import re
from collections.abc import Mapping
from typing import Any

from app.articles import markup
from app.articles.models import SlotType
from app.core import analysis, hours
from app.core.errors import N_, Invalid

LONGEST_LINE = 300
LONGEST_TEXT = 5_000
HIGHEST_FEE = 10_000_000
_CURRENCY = re.compile(r"[A-Z]{3}")


def slot_value(kind: str, given: Any) -> Any:
    """A slot's value as it is kept; None when there is nothing in it.

    hours: "Mo-We 09:00-15:00" · place: {"name": {language: text}, "address": text} · fee: {"value": 150, "unit": "DKK"}
    rule and step: {language: text} · contact: the contact's key.

    Raises Invalid; its `field` is the part at fault (a language, "name", "address", "value", "unit", or nothing for a
    value in one piece).
    """
    if given in (None, "", {}):
        return None
    match SlotType(kind):
        case SlotType.HOURS:
            return _hours(given)
        case SlotType.PLACE:
            return _place(given)
        case SlotType.FEE:
            return _fee(given)
        case SlotType.CONTACT:
            return _line(given) or None
        case _:
            return _texts(given)


def _hours(given: Any) -> str | None:
    written = _line(given)
    return hours.as_kept(written) or None if written else None


def _place(given: Any) -> dict[str, Any] | None:
    place = _map(given)
    name = place.get("name", "")
    names: Any = _line(name, "name") if isinstance(name, str) else _lines(name, "name")
    address = _line(place.get("address", ""), "address")
    if not names and not address:
        return None
    if not names:
        raise Invalid(N_("Please name the place, at least in one language."), field="name")
    return {"name": names, "address": address} if address else {"name": names}


def _fee(given: Any) -> dict[str, Any] | None:
    fee = _map(given)
    value = fee.get("value", "")
    if value in ("", None):
        return None
    unit = _line(fee.get("unit") or "DKK", "unit")
    if not _CURRENCY.fullmatch(unit):
        raise Invalid(N_("Please write the currency as in DKK or EUR."), field="unit")
    try:
        amount = float(str(value).strip().replace(",", "."))
    except ValueError:
        amount = math.nan
    if not 0 <= amount <= HIGHEST_FEE:  # nan is neither
        raise Invalid(N_("Please give the price as a number, such as 150 or 99,50."), field="value")
    return {"value": int(amount) if amount == int(amount) else round(amount, 2), "unit": unit}


def _texts(given: Any) -> dict[str, str] | None:
    texts: dict[str, str] = {}
    for language, text in _map(given).items():
        if not isinstance(text, str) or len(text) > LONGEST_TEXT:
            raise Invalid(
                N_("This is too long: at most %(max_length)s characters fit here."),
                field=language,
                max_length=LONGEST_TEXT,
            )
        written = text.replace("\r\n", "\n").strip()
        for fault in markup.local_faults(written)[:1]:
            raise Invalid(fault.sentence, field=language, **fault.holes)
        if written:
            texts[language] = written
    return texts or None


def _map(given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise Invalid(N_("This must be given in its parts."))
    return given


def _lines(given: Any, part: str) -> dict[str, str]:
    return {language: line for language, text in _map(given).items() if (line := _line(text, part))}


def _line(given: Any, part: str | None = None) -> str:
    if not isinstance(given, str) or len(given) > LONGEST_LINE:
        raise Invalid(
            N_("This must be text on one line, at most %(longest)s characters."), field=part, longest=LONGEST_LINE
        )
    return " ".join(given.split())


def folded(words: str) -> str:
    """Words as search compares them: "Må jeg køre?" and "maa jeg koere" are the same."""
    return " ".join(analysis.fold(token.text) for token in analysis.tokens(analysis.clean(words)))
