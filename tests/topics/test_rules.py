"""Countries, in the order in which their readers look for them."""

import pytest

from app.topics.rules import Countries


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("da", ["Albanien", "Brasilien", "Zimbabwe", "Østrig", "Åland"]),
        ("de", ["Ålandinseln", "Albanien", "Brasilien", "Österreich", "Simbabwe"]),
        ("en", ["Åland Islands", "Albania", "Austria", "Brazil", "Zimbabwe"]),
    ],
)
def test_countries_stand_where_their_readers_look_for_them(language: str, names: list[str]) -> None:
    countries = Countries({code: "" for code in ("ZW", "AT", "AX", "BR", "AL")})
    assert [name for _, name in countries.named(language)] == names
