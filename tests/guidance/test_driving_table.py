"""The driving-licence table: the scheme of each issuing country and area, and one outcome for every licence."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from app.guidance.drafts import Row
from app.guidance.rules.deadlines import due
from tests.guidance.tables import figures, shipped_guide

GUIDE = "foreign-driving-licence"
SETTLED = date(2027, 1, 11)
CATEGORIES = ("a", "b", "be", "c", "d")

# Issued on 1 May 2022. The lists were last seen in 2021 and 2022; where they are not certain, a colleague confirms.
SCHEMES = {
    "eu-eea": "AT BE BG CY CZ DE DK_ EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK",
    "faroe-islands": "FO",
    "greenland": "GL",
    "group-1": "AU-ACT BR CH GB GB-NIR GG GI JE JP KR TW UA",
    "group-2": "AU BA CA CL IL IM NZ RS SG US",
    "other-country": "AR CN CO EG ID IN IQ IR MX NG PE PH PK SY TH TR VN XK ZA",
    "not-confirmed": "AD AE AL GE HK MC MD ME MK RU SM VA",
}
LISTED = [(code, scheme) for scheme, codes in SCHEMES.items() for code in codes.split() if not code.endswith("_")]


def rule(area: str, category: str, *, issued: date = date(2022, 5, 1), settled: date | None = SETTLED) -> Row:
    """What somebody is told who settles here without protection, with a licence of ordinary validity."""
    answers = {
        "stay": "settled",
        "issuing-area": area,
        "category": category,
        "issued": issued,
        "settled-on": settled,
        "long-validity": False,
        "protection": False,
        "renewed": False,
    }
    (row,) = shipped_guide(GUIDE).fitting(answers, date(2026, 11, 23))
    return row


def outcome(area: str, category: str, **more: Any) -> str:
    return rule(area, category, **more).outcome


@pytest.mark.parametrize(("area", "scheme"), LISTED)
def test_each_country_and_area_has_its_scheme(area: str, scheme: str) -> None:
    assert outcome(area, "b") == scheme
    other = "other-category" if scheme in ("group-1", "group-2") else scheme
    assert {outcome(area, category) for category in CATEGORIES if category != "b"} == {other}


@pytest.mark.parametrize("area", ["GB", "GB-NIR", "GI"])
def test_a_british_licence_from_before_2021_is_exchanged_for_all_it_holds(area: str) -> None:
    old, new = date(2020, 12, 31), date(2021, 1, 1)
    assert {outcome(area, category, issued=old) for category in CATEGORIES} == {"united-kingdom-before-2021"}
    assert [outcome(area, category, issued=new) for category in ("b", "c")] == ["group-1", "other-category"]


def test_every_area_category_and_date_has_exactly_one_outcome() -> None:
    rules = shipped_guide(GUIDE)
    (area,) = (each for each in rules.table.questions if each.id == "issuing-area")
    days = [date(2010, 1, 1), date(2020, 12, 31), date(2021, 1, 1), date(2026, 6, 1)]
    codes = rules.countries.codes(areas=area.areas)
    assert len(codes) > 250
    for code, category, issued, settled in product(codes, CATEGORIES, days, [*days, None]):
        assert outcome(code, category, issued=issued, settled=settled)


@pytest.mark.parametrize("territory", ["BM", "GU", "NC", "PF", "PR", "SJ", "VG"])
def test_a_territory_that_no_list_names_goes_to_the_person_who_knows(territory: str) -> None:
    assert outcome(territory, "b") == "not-confirmed"


@pytest.mark.parametrize("country", ["BO", "CU", "GH", "KE", "LR", "MA", "NP", "UZ", "VU"])
def test_every_other_country_needs_the_control_test(country: str) -> None:
    assert {outcome(country, category) for category in CATEGORIES} == {"other-country"}


def test_a_rule_that_has_to_be_confirmed_is_marked() -> None:
    rows = shipped_guide(GUIDE).table.rows
    assert all(row.check for row in rows if row.outcome == "not-confirmed")
    assert not any(row.check for row in rows if row.outcome in ("eu-eea", "group-1", "group-2", "other-country"))


@pytest.mark.parametrize(
    ("area", "category", "issued"),
    [
        ("BR", "b", date(2015, 1, 1)),
        ("BR", "c", date(2015, 1, 1)),
        ("US", "b", date(2015, 1, 1)),
        ("IN", "b", date(2015, 1, 1)),
        ("GB", "d", date(2019, 1, 1)),
        ("GL", "b", date(2015, 1, 1)),
    ],
)
def test_a_licence_from_outside_the_eu_is_valid_for_180_days(area: str, category: str, issued: date) -> None:
    row = rule(area, category, issued=issued)
    assert row.deadline is not None
    ends = due(row.deadline, SETTLED, figures())
    assert ends is not None
    assert (ends.day, ends.advised) == (SETTLED + timedelta(days=180), False)
