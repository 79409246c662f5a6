import pytest

from app.core.analysis import ANALYSES, Analysis, Splitter, analysis_for, clean, fold, guessed_language, tokens


def terms(language: str, text: str) -> set[str]:
    analysis = analysis_for(language)
    return {term for token in tokens(clean(text)) for term in analysis.terms(token).all()}


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("kørekort", "koerekort"),
        ("kørekort", "korekort"),
        ("kørekort", "KØREKORT"),
        ("årsopgørelse", "aarsopgoerelse"),
        ("årsopgørelse", "arsopgorelse"),
        ("Århus", "Aarhus"),
        ("læge", "laege"),
        ("læge", "läge"),
        ("Führerschein", "fuehrerschein"),
        ("Führerschein", "Fuhrerschein"),
        ("Straße", "strasse"),
        ("Malmö", "Malmø"),
        ("Lindström", "Lindstroem"),
        ("café", "cafe"),
    ],
)
def test_a_word_is_the_same_on_any_keyboard(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


@pytest.mark.parametrize(
    ("language", "one", "another"),
    [
        ("da", "kørekort", "kørekortets"),
        ("da", "årsopgørelse", "årsopgørelsen"),
        ("en", "licence", "licences"),
        ("en", "driver", "driver's"),
        ("de", "Führerschein", "Führerscheine"),
        ("de", "Führerschein", "fuehrerscheins"),
    ],
)
def test_the_endings_of_a_word_dont_matter(language: str, one: str, another: str) -> None:
    assert terms(language, one) & terms(language, another)


def test_a_word_is_also_kept_as_it_stands_where_stems_collide() -> None:
    garden, sea = terms("da", "haven"), terms("da", "havet")
    assert garden & sea
    assert garden != sea


@pytest.mark.parametrize(
    ("text", "other"),
    [("pd3", "PD 3"), ("A1", "a 1"), ("skema 1", "Skema 1"), ("a-kasse", "akasse"), ("e-mail", "email")],
)
def test_names_with_numbers_and_hyphens_are_found_either_way(text: str, other: str) -> None:
    assert terms("da", text) & terms("da", other)


def test_numbers_are_words() -> None:
    assert {"112", "1813", "2025"} <= terms("en", "Call 112 or 1813, since 2025")


def test_a_number_far_from_a_word_is_no_part_of_its_name() -> None:
    assert "skema1" in terms("da", "skema 1")
    assert "skema1" not in terms("da", "skema, 1")


def test_stop_words_are_those_of_the_language_itself() -> None:
    assert not ANALYSES["da"].is_stop_word("by")
    assert ANALYSES["en"].is_stop_word("by")
    assert not ANALYSES["en"].is_stop_word("die")
    assert ANALYSES["de"].is_stop_word("die")


def test_a_language_without_an_analysis_is_folded_and_not_stemmed() -> None:
    assert terms("pl", "Zażółć łódkami") == {"zazolc", "lodkami"}
    assert analysis_for("pl").splitter(["lodka"]) is None


def test_a_regional_form_is_read_as_its_language() -> None:
    assert terms("de-CH", "Fahrausweise") == terms("de", "Fahrausweise")


def test_a_new_language_is_one_analysis() -> None:
    swedish = Analysis("sv", frozenset({"och"}), "swedish", links=("s",))
    assert swedish.stem("körningar") == swedish.stem("körning") == "korning"


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("kørekortsregler", ("korekort", "regler")),
        ("bilregistreringsafgift", ("bil", "registrering", "afgift")),
        ("børnehave", ("born", "have")),
        ("kørekort", ()),
        ("regler", ()),
        ("ukendtord", ()),
    ],
)
def test_a_danish_compound_is_taken_apart_into_known_words(compound: str, parts: tuple[str, ...]) -> None:
    known = {fold(word) for word in ("kørekort", "regler", "bil", "registrering", "afgift", "børn", "have")}
    splitter = ANALYSES["da"].splitter(known)
    assert splitter is not None
    assert splitter.parts(fold(compound)) == parts


@pytest.mark.parametrize(
    ("compound", "parts"),
    [("Sprachkurs", ("sprache", "kurs")), ("Aufenthaltserlaubnis", ("aufenthalt", "erlaubnis")), ("Kursbuch", ())],
)
def test_a_german_compound_is_taken_apart_into_known_words(compound: str, parts: tuple[str, ...]) -> None:
    splitter = ANALYSES["de"].splitter({fold(word) for word in ("Sprache", "Kurs", "Aufenthalt", "Erlaubnis")})
    assert splitter is not None
    assert splitter.parts(fold(compound)) == parts


def test_a_very_long_word_is_taken_apart_in_no_time() -> None:
    splitter = Splitter(frozenset({"aaa", "aaaa"}), ("", "a"))
    assert isinstance(splitter.parts("a" * 64), tuple)


def test_control_characters_and_direction_marks_are_no_part_of_a_word() -> None:
    assert [token.text for token in tokens(clean("k\u00adø\u200fre\u0000kort \u202eA1"))] == ["køre", "kort", "a1"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ja, et indisk kørekort skal byttes, før der er gået 180 dage.", "da"),
        ("Ja, Sie müssen einen indischen Führerschein umtauschen.", "de"),
        ("Yes, you have to exchange it before the 180 days are over.", "en"),
        ("OK!", None),
        ("", None),
    ],
)
def test_the_language_of_a_text_is_guessed_where_its_words_tell(text: str, language: str | None) -> None:
    assert guessed_language(text) == language


def test_tokens_know_where_they_stand() -> None:
    text = clean("Hvad koster kørekortet?")
    assert [text[token.start : token.end] for token in tokens(text)] == ["Hvad", "koster", "kørekortet"]
