"""What may stand in a slot."""

import pytest

from app.articles import rules
from app.core.errors import Invalid


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("hours", " Mo-We  09:00-15:00 ", "Mo-We 09:00-15:00"),
        ("hours", "", None),
        (
            "place",
            {"name": {"da": "Borgerservice", "en": ""}, "address": "Torvet 1"},
            {"name": {"da": "Borgerservice"}, "address": "Torvet 1"},
        ),
        ("place", {"name": {"da": ""}, "address": ""}, None),
        ("fee", {"value": "150", "unit": "DKK"}, {"value": 150, "unit": "DKK"}),
        ("fee", {"value": "99,50", "unit": ""}, {"value": 99.5, "unit": "DKK"}),
        ("fee", {"value": "", "unit": "DKK"}, None),
        ("rule", {"da": "Tag pas med.", "en": " "}, {"da": "Tag pas med."}),
        ("step", {"da": ""}, None),
        ("contact", "citizen-service", "citizen-service"),
        ("contact", "", None),
    ],
)
def test_what_fits_a_slot_is_kept(kind: str, given: object, kept: object) -> None:
    assert rules.slot_value(kind, given) == kept


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("hours", "weekdays 9 to 3", None),
        ("hours", "Mo 25:00-26:00", None),
        ("hours", {"da": "Mo 09:00-10:00"}, None),
        ("place", {"name": {"da": ""}, "address": "Torvet 1"}, "name"),
        ("place", "Torvet", None),
        ("fee", {"value": "much", "unit": "DKK"}, "value"),
        ("fee", {"value": "nan", "unit": "DKK"}, "value"),
        ("fee", {"value": "-1", "unit": "DKK"}, "value"),
        ("fee", {"value": "10", "unit": "kroner"}, "unit"),
        ("rule", {"da": "Godt", "en": "<script>alert(1)</script>"}, "en"),
        ("rule", "Tekst", None),
    ],
)
def test_what_does_not_fit_a_slot_is_refused(kind: str, given: object, field: str | None) -> None:
    with pytest.raises(Invalid) as refused:
        rules.slot_value(kind, given)
    assert refused.value.field == field
