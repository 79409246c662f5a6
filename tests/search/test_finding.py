from collections.abc import Callable

import pytest

from app.search.decision import ASKED_SO, Decision
from app.search.documents import GAP, Section
from app.search.engine import Index
from app.search.finding import Findings, Hit, find
from app.search.glossary import Concept, Glossary
from tests.effort import at_most

from .cast import BAKKEBY, FJORDBY, SHARED, document, shared_articles

Build = Callable[..., Index]


def ask(
    index: Index, text: str, language: str = "en", owners: tuple[int, ...] = (SHARED,), **other: object
) -> Findings:
    return find(index, text, language=language, owners=owners, **other)  # type: ignore[arg-type]


def first(index: Index, text: str, language: str = "en") -> Hit:
    return ask(index, text, language).hits[0]


@pytest.mark.parametrize(
    ("text", "language", "group"),
    [
        ("driving licence", "en", "driving"),
        ("how do I swap my licence?", "en", "driving"),
        ("hvornår kommer årsopgørelsen", "da", "tax"),
        ("Hausarzt wechseln", "de", "doctor"),
        ("Kita-Platz", "de", "childcare"),
        ("pd3", "en", "tax"),
        ("PD 3", "en", "tax"),
        ("a kasse", "da", "unemployment"),
        ("akasse", "da", "unemployment"),
        ("A-kasse", "da", "unemployment"),
    ],
)
def test_the_article_asked_for_comes_first(index: Index, text: str, language: str, group: str) -> None:
    assert first(index, text, language).group == group


@pytest.mark.parametrize("text", ["kørekort", "koerekort", "korekort", "KØREKORT", "kørekortet", "kørekortsregler"])
def test_a_danish_word_is_found_however_it_is_written_or_compounded(index: Index, text: str) -> None:
    assert first(index, text, "da").group == "driving"


@pytest.mark.parametrize("text", ["Führerschein", "fuehrerschein", "Fuhrerschein", "Führerscheinregeln"])
def test_a_german_word_is_found_however_it_is_written_or_compounded(index: Index, text: str) -> None:
    assert first(index, text, "de").group == "driving"


def test_a_compound_is_found_by_its_parts_written_apart(build: Build) -> None:
    index = build(
        document("union", "da", "Fagforening", "Meld dig ind."),
        document("clubs", "da", "Forening", "Spil fodbold i en forening."),
        document("school", "da", "Fag i skolen", "Hvilke fag er der?"),
    )
    assert ask(index, "hvilken fag forening", "da").hits[0].group == "union"
    assert ask(index, "forening", "da").hits[0].group == "clubs"


def test_british_and_american_spellings_find_the_same(build: Build) -> None:
    index = build(
        document("fishing", "en", "Fishing licence", "You need it by the sea."),
        document("centre", "en", "Neighbourhood center", "Open on Mondays."),
    )
    for text in ("fishing license", "a licence to fish"):
        assert ask(index, text).hits[0].group == "fishing"
    for text in ("neighborhood", "neighbourhood", "which centre"):
        assert ask(index, text).hits[0].group == "centre"


def test_a_part_finds_the_compounds_it_stands_in(build: Build) -> None:
    index = build(
        document("permit", "de", "Aufenthaltserlaubnis", "Die Erlaubnis kommt mit der Post."),
        document("stay", "de", "Aufenthalt", "Kurzer Besuch."),
    )
    assert {hit.group for hit in ask(index, "Aufenthalt", "de").hits} == {"permit", "stay"}


@pytest.mark.parametrize("text", ["how do I get my årsopgørelse", "aarsopgoerelse?", "what is a pladsanvisning"])
def test_a_danish_word_in_an_english_question_is_answered_in_english(index: Index, text: str) -> None:
    hit = first(index, text)
    assert hit.group == ("childcare" if "plads" in text else "tax")
    assert hit.language == "en"


def test_a_german_question_on_an_english_page_is_understood_and_answered_in_english(index: Index) -> None:
    findings = ask(index, "Wie kann ich meinen Führerschein umtauschen?")
    assert findings.language == "de"
    assert (findings.hits[0].group, findings.hits[0].language) == ("driving", "en")


def test_a_text_in_another_language_is_shown_when_there_is_none_in_the_readers(index: Index) -> None:
    hit = first(index, "a-kasse dagpenge", "de")
    assert (hit.group, hit.language, hit.title) == ("unemployment", "da", "A-kasse")


def test_all_texts_of_a_group_are_one_result(index: Index) -> None:
    groups = [hit.group for hit in ask(index, "kørekort driving licence Führerschein tax læge").hits]
    assert len(groups) == len(set(groups))


def test_another_municipalitys_text_is_never_found_nor_named(build: Build) -> None:
    ours = document("driving", "en", "At Fjordby", "Book zebras here.", id="f", kind="supplement", owner=FJORDBY)
    theirs = document("driving", "en", "At Bakkeby", "Book wombats there.", id="b", kind="supplement", owner=BAKKEBY)
    index = build(*shared_articles(), ours, theirs)
    for text, seen in (("zebras", True), ("wombats", False), ("wombtas", False)):
        findings = ask(index, text, owners=(SHARED, FJORDBY))
        assert bool(findings.hits) is seen
        assert findings.showing_for is None
        assert ask(index, text, owners=(SHARED,)).hits == ()
    assert ask(index, "wombtas", owners=(SHARED, BAKKEBY)).showing_for == "wombats"
    for text in ("driving licence", "book Bakkeby", "Fjordby"):
        for hit in ask(index, text, owners=(SHARED, FJORDBY)).hits:
            assert hit.owner != BAKKEBY
            assert "wombats" not in hit.passage.text


def test_a_supplement_shows_its_words_under_the_title_of_its_article(build: Build) -> None:
    supplement = document("driving", "en", "", "Queue at counter seven.", id="f", kind="supplement", owner=FJORDBY)
    hit = ask(build(*shared_articles(), supplement), "counter seven", owners=(SHARED, FJORDBY)).hits[0]
    assert (hit.kind, hit.title) == ("article", "Foreign driving licence")
    assert hit.passage.text == "Queue at counter seven."


def test_a_passage_says_whether_it_is_from_the_article_or_from_a_note_beside_it(build: Build) -> None:
    note = document("driving", "en", "", "Ask first who issued it.", id="n", kind="note", owner=FJORDBY)
    index = build(*shared_articles(), note)
    for text, kind in (("who issued it", "note"), ("medical certificate", "article")):
        hit = ask(index, text, owners=(SHARED, FJORDBY)).hits[0]
        assert (hit.group, hit.kind, hit.passage_kind) == ("driving", "article", kind)


def test_an_article_keeps_its_title_where_only_the_supplement_is_in_the_readers_language(build: Build) -> None:
    supplement = document("unemployment", "en", "", "Queue at counter seven.", id="f", kind="supplement", owner=FJORDBY)
    hit = ask(build(*shared_articles(), supplement), "counter seven", owners=(SHARED, FJORDBY)).hits[0]
    assert (hit.kind, hit.title, hit.language) == ("article", "A-kasse", "da")
    assert hit.passage.text == "Queue at counter seven."


def test_the_passage_is_the_sentence_that_answers_with_its_words_marked(index: Index) -> None:
    hit = first(index, "licence medical certificate")
    assert hit.passage.anchor == "papers"
    assert hit.passage.text.startswith("Bring your passport and a medical certificate.")
    assert [hit.passage.text[start:end] for start, end in hit.passage.marks] == ["medical", "certificate"]


def test_the_passage_in_the_readers_language_is_of_the_section_found_in_another(build: Build) -> None:
    hit = first(build(*(each for each in shared_articles() if each.group == "driving")), "lægeattest")
    assert (hit.group, hit.language, hit.passage.anchor) == ("driving", "en", "papers")


def test_marks_are_places_in_plain_text_whatever_the_text_holds(build: Build) -> None:
    text = "<b>Bold</b> & 🍺  tax\u00ad card\nnext ｌｉｎｅ"
    hit = first(build(document("odd", "en", "Odd", text)), "tax card line")
    assert {hit.passage.text[start:end] for start, end in hit.passage.marks} == {"tax", "card", "line"}


@pytest.mark.parametrize(
    ("text", "showing_for", "group"),
    [
        ("driving licnece", "driving licence", "driving"),
        ("medical certifcate", "medical certificate", "driving"),
        ("ombytte mit kørekot", "ombytte mit kørekort", "driving"),
        ("Führreschein umtauschen", "führerschein umtauschen", "driving"),
    ],
)
def test_a_misspelt_word_is_corrected_and_said_so(index: Index, text: str, showing_for: str, group: str) -> None:
    findings = ask(index, text)
    assert (findings.showing_for, findings.hits[0].group) == (showing_for, group)


@pytest.mark.parametrize("text", ["driving licence", "koerekort", "fuehrerschein", "tax zz", "licences", "112"])
def test_what_is_known_or_too_short_is_not_corrected(index: Index, text: str) -> None:
    assert ask(index, text).showing_for is None


def test_a_good_match_is_an_answer_and_a_stranger_is_handed_over(index: Index) -> None:
    answered, unknown = ask(index, "exchange foreign driving licence"), ask(index, "black holes and wormholes")
    assert answered.decision == "answer"
    assert unknown.decision == "hand_over"
    assert answered.confidence > unknown.confidence


def test_two_texts_that_fit_alike_are_listed_and_neither_is_the_answer(build: Build) -> None:
    twins = [document(f"twin-{n}", "en", "Borrowing books", "You borrow books here.") for n in (1, 2)]
    assert ask(build(*shared_articles(), *twins), "borrow a book").decision == Decision.SUGGEST
    assert ask(build(*shared_articles(), twins[0]), "borrow a book").decision == Decision.ANSWER


def test_topics_are_guessed_from_what_is_found(index: Index) -> None:
    guesses = ask(index, "driving licence").topics
    assert guesses[0].slug == "driving"
    assert sum(guess.confidence for guess in guesses) <= 1


@pytest.mark.parametrize(("kind", "likeliest"), [("article", "fishing"), ("ready-text", "cars")])
def test_of_two_topics_that_fit_alike_the_one_whose_texts_are_asked_by_the_word_more_often_is_likelier(
    build: Build, kind: str, likeliest: str
) -> None:
    index = build(
        document("parking", "en", "Parking permit", topic="cars"),
        document("fees", "en", "Fees for tunnels", topic="cars"),
        document("angling", "en", "Fishing permit", topic="fishing"),
        document("bait", "en", "Worms and hooks for eels", topic="fishing"),
        document("prices", "en", "Rods", topic="fishing", kind=kind, phrasings=("permit lost", "permit refused")),
    )
    assert ask(index, "permit").topics[0].slug == likeliest


def test_only_the_asked_topics_are_found(index: Index) -> None:
    assert {hit.topic for hit in ask(index, "licence card doctor", topics={"tax"}).hits} == {"tax"}


def test_no_more_than_the_limit_is_shown(index: Index) -> None:
    assert len(ask(index, "licence card doctor child", limit=2).hits) == 2
    assert ask(index, "licence", limit=0).hits == ()


def test_a_text_for_the_readers_audience_comes_before_one_for_others(build: Build) -> None:
    index = build(
        document("a", "en", "Health card", audiences=("third",)),
        document("b", "en", "Health card", audiences=("commuter",)),
        document("noise", "en", "Voting"),
    )
    for audience, best in (("third", "a"), ("commuter", "b")):
        assert ask(index, "health card", audience=audience).hits[0].group == best


def test_a_language_without_an_analysis_can_be_searched(build: Build) -> None:
    index = build(
        *shared_articles(), document("lodz", "pl", "Łódki", sections=(Section("a", "", "Zażółć gęślą jaźń"),))
    )
    assert first(index, "zazolc", "pl").group == "lodz"


HOSTILE = [
    "",
    " \n\t ",
    "?",
    "*",
    "title:(",
    "title:licence AND NOT (",
    '"driving licence',
    "[a TO z]",
    "kørekort~9999",
    "a OR b AND",
    "<script>alert('x')</script>",
    "' OR 1=1 --",
    "🍺🥨🥳",
    "\x00\x01\x7f\ud800",
    "\u202egnivird\u202c",
    "مرحبا كيف حالك",
    "运转执照",
    "й" * 500,
    "a" * 20_000,
    "driving " * 2_500,
    " ".join(f"licence{number}" for number in range(2_500)),
    " ".join(f"kørkort{chr(97 + number % 26)}" for number in range(2_500)),
    "-" * 20_000,
    "a-" * 10_000,
    "æøå" * 7_000,
    "1 " * 10_000,
    "the of and to in is",
    "%s %n {0} {{slot}} ${HOME}",
    "../../etc/passwd",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_any_input_gets_an_answer_with_little_work(index: Index, text: str) -> None:
    ask(index, "driving licnece")  # the first misspelt word of a process also opens the dictionary
    with at_most(seconds=3):
        findings = ask(index, text)
    assert 0 <= findings.confidence <= 1
    for hit in findings.hits:
        assert all(0 <= start < end <= len(hit.passage.text) for start, end in hit.passage.marks)


def test_an_unknown_language_of_the_page_is_no_error(index: Index) -> None:
    assert first(index, "driving licence", "xx-unknown").group == "driving"


def test_a_reader_without_owners_finds_nothing(index: Index) -> None:
    assert ask(index, "driving licence", owners=()).hits == ()


# --- asked in just the words that an editor wrote


def test_a_phrasing_as_it_was_written_finds_its_text_and_is_answered(build: Build) -> None:
    certificate = document("stay", "de", "Aufenthaltsbescheinigung", "Die Bescheinigung kommt mit der Post. " * 5)
    pension = document("pension", "de", "Rente", "Jedes Jahr im Herbst.", phrasings=("Ist das die Bescheinigung?",))
    findings = ask(build(certificate, pension), "ist das die bescheinigung", "de")
    assert [hit.group for hit in findings.hits] == ["pension", "stay"]
    assert findings.decision == Decision.ANSWER


def test_what_two_texts_are_asked_by_finds_neither_of_them_for_sure(build: Build) -> None:
    both = [
        document(slug, "en", slug.title(), "Some words. " * 9, phrasings=("what about the fee",))
        for slug in ("dogs", "boats")
    ]
    assert ask(build(*both), "what about the fee").confidence < ASKED_SO
    assert ask(build(both[0]), "what about the fee").confidence >= ASKED_SO


def test_a_known_gap_in_just_its_words_is_handed_over(build: Build) -> None:
    gap = document("gap", "en", "", phrasings=("swap my licence for a boat",), kind=GAP, id="gap-en")
    index = build(*shared_articles(), gap)
    assert ask(index, "Swap my licence for a boat!").decision == Decision.HAND_OVER
    assert first(index, "swap my licence").group == "driving"


def test_the_and_a_make_no_other_words(build: Build) -> None:
    card = document("card", "en", "Registering", "The card comes by post.", phrasings=("the yellow card",))
    other = document("cover", "en", "Yellow cards and other cards", "A card for commuters. " * 3)
    for text in ("the yellow card", "yellow card", "a yellow card"):
        assert ask(build(card, other), text).hits[0].group == "card", text


def test_a_title_as_it_is_written_is_answered_with_the_beginning_of_the_text(build: Build) -> None:
    sections = (
        Section("", "", "Report your move."),
        Section("tax", "Tax", "Before leaving Denmark tell the tax agency."),
    )
    leaving = document("leaving", "en", "Leaving Denmark", sections=sections)
    hit = first(build(leaving), "leaving Denmark")
    assert hit.passage.text == "Report your move."
    assert first(build(leaving), "tax when leaving Denmark").passage.anchor == "tax"


def test_an_everyday_word_of_hers_is_no_other_languages_name(build: Build) -> None:
    glossary = Glossary(
        [
            Concept({"en": ["rent"]}, {"de": "Was man für eine Wohnung zahlt.", "en": "What you pay for a flat."}),
            Concept({"da": ["kørekort"]}, {"de": "Der Führerschein."}),
        ]
    )
    index = build(document("pension", "de", "Rente im Alter"))
    for text, explained in (("Rente", []), ("koerekort", ["koerekort"])):
        found = find(index, text, language="de", owners=(SHARED,), glossary=glossary)
        assert [each.word for each in found.explained] == explained


def test_the_same_words_of_another_municipality_do_not_count(build: Build) -> None:
    theirs = document("zoo", "en", "The zoo", "Zebras.", phrasings=("tax on my salary",), owner=BAKKEBY)
    index = build(*shared_articles(), theirs)
    assert ask(index, "tax on my salary", owners=(SHARED, FJORDBY)).confidence >= ASKED_SO
    assert ask(index, "tax on my salary", owners=(SHARED, FJORDBY, BAKKEBY)).confidence < ASKED_SO


def test_what_stands_for_a_number_that_was_taken_out_is_no_word_of_hers(build: Build) -> None:
    cpr, driving = (
        document("cpr", "en", "CPR number", "You get one at the counter."),
        document("driving", "en", "Driving licence", "Here we help."),
    )
    index = build(cpr, driving)
    assert [hit.group for hit in ask(index, "[CPR •••] driving licence").hits] == ["driving"]
    assert not ask(index, "[CPR •••]").hits
