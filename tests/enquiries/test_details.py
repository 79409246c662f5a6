"""Countries and permits that a text names, in three languages, and words that only look like one."""

from pathlib import Path

import pytest
import yaml

from app.enquiries.details import SPOKEN_OF, country_called, details_in
from app.knowledge.forms import CountriesForm
from app.people.rules import PERMITS
from app.topics.rules import Countries

FILE = Path(__file__).parents[2] / "knowledge" / "countries.yaml"


@pytest.fixture(scope="module")
def world() -> Countries:
    return CountriesForm.model_validate(yaml.safe_load(FILE.read_text())).countries()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Japanese driving licence", {"JP"}),
        ("ombytning af japansk kørekort", {"JP"}),
        ("Umtausch eines japanischen Führerscheins", {"JP"}),
        ("mit sydkoreanske kørekort", {"KR"}),
        ("Japans kørekort", {"JP"}),
        ("koerekort fra TYRKIET", {"TR"}),
        ("Führerschein aus der Türkei", {"TR"}),
        ("licence from the USA and from England", {"US", "GB"}),
        ("a licence from Northern Ireland", {"GB-NIR"}),
        ("from South Africa", {"ZA"}),
        ("Saudi-Arabien", {"SA"}),
        ("my father comes from Iceland", {"IS"}),
    ],
)
def test_a_country_is_known_by_its_name_and_by_what_comes_from_it(text: str, codes: set[str], world: Countries) -> None:
    assert details_in(text, world) == {"issuing_country": codes}


@pytest.mark.parametrize(
    "text",
    [
        "tell us about the family reunion on the island",
        "Danish driving licence for a Dane in Denmark",
        "japanned furniture",
        "",
        "\x00\ud800 🙂",
        "kan I hjælpe os",
    ],
)
def test_everyday_words_and_denmark_itself_are_no_details(text: str, world: Countries) -> None:
    assert details_in(text, world, language="en") == {}


def test_iceland_is_a_country_where_the_text_is_danish_or_german(world: Countries) -> None:
    assert details_in("Min far kommer fra Island", world, language="da") == {"issuing_country": {"IS"}}
    assert details_in("We live on an island", world, language="en") == {}


@pytest.mark.parametrize(
    ("text", "permit"),
    [
        ("residence permit under the pay limit scheme", "pay-limit"),
        ("tilladelse efter beløbsordningen", "pay-limit"),
        ("er mit job på positivlisten?", "positive-list"),
        ("unser Au-pair-Mädchen", "au-pair"),
        ("my medfølgende familie", "accompanying"),
        ("can our firm join the fast-track scheme", "fast-track"),
    ],
)
def test_a_permit_is_known_by_its_name(text: str, permit: str, world: Countries) -> None:
    assert details_in(text, world) == {"permit": {permit}}


def test_every_permit_that_people_may_know_can_be_found_in_a_text() -> None:
    assert SPOKEN_OF.keys() == set(PERMITS)


@pytest.mark.parametrize("language", ["da", "en", "de"])
def test_every_country_is_found_by_the_name_that_the_house_gives_it(language: str, world: Countries) -> None:
    named = {code: world.name(code, language) for code in world.codes(areas=True)}
    assert {code: country_called(name, world) for code, name in named.items()} == {code: code for code in named}


@pytest.mark.parametrize(
    ("name", "code"), [("jp", "JP"), (" gb-nir ", "GB-NIR"), ("Tyskland", "DE"), ("Atlantis", ""), ("", ""), ("I", "")]
)
def test_somebody_may_write_a_name_or_a_code(name: str, code: str, world: Countries) -> None:
    assert country_called(name, world) == code


def test_without_countries_nothing_is_found() -> None:
    assert details_in("Japanese driving licence", Countries()) == {}
