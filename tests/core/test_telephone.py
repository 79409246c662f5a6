"""Numbers that can be called from the page."""

import re

import pytest

from app.core.telephone import linked
from app.enquiries.emergency import SENTENCES


def called(text: str) -> list[str]:
    return re.findall(r'href="tel:([^"]+)"', linked(text))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 112. For urgent medical help call 1813.", ["112", "1813"]),
        ("1818 (Seeland), 70 11 07 07 oder 70 201 201", ["1818", "70110707", "70201201"]),
        ("1888: Lev Uden Vold. 116 111: BørneTelefonen.", ["1888", "116111"]),
        ("00 10 20 30", ["00102030"]),
        ("00102030", ["00102030"]),
        ("+45 00 10 20 30", ["+4500102030"]),
        ("+49 461 85 0000", ["+49461850000"]),
        ("Rådhustorvet 1, 6998 Fjordby", []),
        ("Monday to Wednesday 9:00–15:00; Thursday 10.00–18.13", []),
        ("DKK 552,112 in 2026, room 1813a, on 21.11.2026", []),
    ],
)
def test_a_number_can_be_called_and_nothing_else(text: str, numbers: list[str]) -> None:
    assert called(text) == numbers


def test_what_stands_around_a_number_stays_text() -> None:
    assert linked("<b>112</b>") == '&lt;b&gt;<a class="telephone" href="tel:112">112</a>&lt;/b&gt;'


def test_whoever_is_in_danger_can_call_every_number_that_she_is_told() -> None:
    numbers = [number for sentence in SENTENCES for number in called(sentence)]
    assert numbers == ["112", "1888", "116111", "70201201", "1813", "1818", "70110707", "70113131", "70150300"]
