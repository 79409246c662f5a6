from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.search.documents import GAP, Document
from app.search.engine import Index, IndexMissing
from app.search.suggesting import TERM, Shelf, Shelves, Suggestion, suggest
from tests.effort import at_most

from .cast import BAKKEBY, FJORDBY, SHARED, document, shared_articles

Build = Callable[..., Index]
TERMS = Shelf(
    Suggestion(text, TERM, language, slug)
    for slug, language, text in (
        ("driving-licence", "da", "kørekort"),
        ("driving-licence", "en", "driving licence"),
        ("driving-licence", "en", "driver's licence"),
        ("health-card", "en", "health card"),
        ("beekeeping", "en", "driving bees"),
    )
)


def offered(
    index: Index, text: str, language: str = "en", owners: tuple[int, ...] = (SHARED,), terms: Shelf = TERMS
) -> list[str]:
    return [each.text for each in suggest(index, text, language=language, owners=owners, terms=terms)]


@pytest.mark.parametrize("typed", ["Choosing a d", "choosing", "doct", "doctor ch", "CHOOSING A DOCTOR", " choosing "])
def test_every_word_that_was_typed_begins_a_word(index: Index, typed: str) -> None:
    assert "Choosing a doctor" in offered(index, typed)
    assert "Choosing a doctor" not in offered(index, typed + " hoosing")


@pytest.mark.parametrize("typed", ["kø", "koe", "ko", "kør", "koerekort", "körekort", "kørekort"])
def test_a_danish_word_is_completed_however_it_is_typed(index: Index, typed: str) -> None:
    assert offered(index, typed, "da")[0] == "Udenlandsk kørekort"


def test_a_danish_letter_that_was_typed_is_meant(build: Build) -> None:
    index = build(document("a", "da", "Årsopgørelse"), document("b", "da", "Arbejde"))
    assert offered(index, "år", "da") == ["Årsopgørelse"]
    assert offered(index, "ar", "da") == ["Arbejde", "Årsopgørelse"]


@pytest.mark.parametrize("typed", ["pd3", "PD 3", "pd 3", "a-kasse", "akasse"])
def test_what_is_written_in_two_words_is_found_in_one(build: Build, typed: str) -> None:
    index = build(document("a", "da", "Skema PD 3"), document("b", "da", "A-kasse"), document("c", "da", "Avis"))
    assert len(offered(index, typed, "da")) == 1


def test_the_pages_language_comes_first_and_a_text_is_offered_in_one(index: Index) -> None:
    found = suggest(index, "kinder", language="de", owners=[SHARED], terms=TERMS)
    assert [(each.text, each.language) for each in found] == [
        ("Krippe und Kindergarten", "de"),
    ]
    found = suggest(index, "kinder", language="en", owners=[SHARED], terms=TERMS)
    assert [each.language for each in found] == ["en"]
    assert [each.slug for each in found] == ["childcare"]


def test_titles_come_first_then_terms_then_phrasings_and_beginnings_before_the_rest(build: Build) -> None:
    index = build(
        document(
            "a", "en", "Foreign licence", "A licence to drive.", phrasings=("licence to drive", "drive a licence")
        ),
        document("b", "en", "Licence plates"),
    )
    terms = Shelf([Suggestion("licence", TERM, "en", "licence")])
    found = suggest(index, "lic", language="en", owners=[SHARED], terms=terms)
    assert [(each.kind, each.text) for each in found] == [
        ("article", "Licence plates"),
        ("article", "Foreign licence"),
        ("term", "licence"),
        ("phrasing", "licence to drive"),
        ("phrasing", "drive a licence"),
    ]
    assert [each.slug for each in found] == ["b", "a", "licence", "a", "a"]


def test_nothing_shows_through_of_texts_that_she_may_not_see(build: Build) -> None:
    secret = document("s", "en", "Zebras at the harbour", "Zebra feeding.", phrasings=("zebra feeding",), owner=BAKKEBY)
    index = build(*shared_articles(), secret)
    terms = Shelf([Suggestion("zebra", TERM, "en", "zebra")])
    for owners in ((), (SHARED,), (SHARED, FJORDBY)):
        assert offered(index, "zebra", owners=owners, terms=terms) == []
    assert offered(index, "zebra", owners=(SHARED, BAKKEBY), terms=terms) == [
        "Zebras at the harbour",
        "zebra",
        "zebra feeding",
    ]
    assert offered(index, "zebra", owners=(SHARED,), terms=terms) == []


def test_what_was_taken_out_is_offered_no_more(index: Index) -> None:
    assert offered(index, "choosing")
    index.write([], ["doctor-da", "doctor-en", "doctor-de"])
    assert offered(index, "choosing") == []
    assert offered(index, "health card") == []


def test_a_term_is_offered_when_the_texts_use_it_and_by_one_name(index: Index) -> None:
    assert offered(index, "driv") == ["Foreign driving licence", "driving licence"]
    assert "driving bees" not in offered(index, "driving b")


@pytest.mark.parametrize(
    ("phrasing", "is_offered"),
    [
        ("how do I exchange my licence", True),
        ("how do I exchnage my licence", False),
        ("how do I " + "really " * 8 + "exchange my licence", False),
    ],
)
def test_a_phrasing_is_offered_when_it_is_short_and_in_words_of_the_texts(
    build: Build, phrasing: str, is_offered: bool
) -> None:
    text = "Here you exchange your licence really fast."
    index = build(document("a", "en", "Driving", text, phrasings=(phrasing,)), document("b", "en", "Noise", "Text."))
    assert (phrasing in offered(index, "how do I")) is is_offered


def test_the_same_words_are_offered_once(build: Build) -> None:
    body = "All about parking."
    index = build(
        document("a", "en", "Parking", body, phrasings=("parking", "PARKING")),
        document("b", "da", "Parking", body, phrasings=("parking",)),
    )
    terms = Shelf([Suggestion("parking", TERM, "en", "parking")])
    assert offered(index, "park", terms=terms) == ["Parking"]


def test_a_known_gap_is_not_offered(build: Build) -> None:
    gap = document("gap", "en", "", kind=GAP, phrasings=("how do I catch eels",), topic="nature")
    assert offered(build(document("a", "en", "Eel", "I catch eels."), gap), "how do I") == []


@pytest.mark.parametrize("text", ["", " ", "?", "a", "ø", "*", "licence " * 20, "\x00\ud800", "🍺", "مرحبا", "运"])
def test_nothing_is_offered_for_one_letter_a_story_or_no_word_of_ours(index: Index, text: str) -> None:
    assert offered(index, text) == []


def test_there_are_eight_at_most(build: Build) -> None:
    index = build(*(document(f"a{number}", "en", f"Parking in zone {number}") for number in range(20)))
    assert len(offered(index, "parking")) == 8
    assert len(suggest(index, "parking", language="en", owners=[SHARED], terms=TERMS, limit=3)) == 3


def test_there_is_nothing_to_offer_from_without_an_index(build: Build) -> None:
    index = build()
    assert offered(index, "driving") == []
    with pytest.raises(IndexMissing):
        offered(Index(index.folder / "nothing"), "driving")


def test_whoever_types_while_another_lays_them_out_waits_and_is_offered_all(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves = Shelves()
    monkeypatch.setattr("app.search.suggesting.Shelves", lambda: shelves)
    with ThreadPoolExecutor(1) as another:
        with shelves._laying_out:
            typed = another.submit(offered, index, "choosing")
            with pytest.raises(TimeoutError):
                typed.result(timeout=0.1)
        assert typed.result() == ["Choosing a doctor"]


def test_nobody_waits_long_while_another_lays_them_out(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    shelves = Shelves()
    monkeypatch.setattr("app.search.suggesting.Shelves", lambda: shelves)
    monkeypatch.setattr("app.search.suggesting.PATIENCE", 0.1)
    with shelves._laying_out:
        assert offered(index, "choosing") == []


def test_thousands_of_texts_are_looked_up_with_little_work(build: Build) -> None:
    def text(number: int) -> Document:
        phrasings = tuple(f"how do I reach office {number} on day {day}" for day in range(20))
        return replace(document(f"a{number}", "en", f"Office {number}", "How to reach it."), phrasings=phrasings)

    index = build(*map(text, range(500)))
    offered(index, "how")
    for typed in ("how", "how do I", "off", "of 4 d", "zz"):
        with at_most(seconds=1):
            offered(index, typed)
