# ruff: noqa: E501 (what people type, and what is advised, stands in one line)
"""What the check advises an editor: plain texts, the same in all languages, found by what people really type."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from app.articles import markup
from app.knowledge.checking import errors, numbers, phrasings, plain_language, review
from app.knowledge.checking.comparing import differences
from app.knowledge.forms import TermsForm, TextForm
from app.knowledge.reading import Finding
from tests.cast import TODAY
from tests.knowledge.folders import ARTICLE, FJORDBY, LANGUAGES, LOCAL, a_folder, mend, write

TITLES = {"da": "Kørekort fra udlandet", "en": "Foreign driving licence", "de": "Ausländischer Führerschein"}
SENTENCES = {
    "da": "Du tager dit pas med, når du går hen på kontoret.",
    "en": "You bring your passport with you when you go to the office.",
    "de": "Sie nehmen Ihren Pass mit, wenn Sie auf das Amt gehen.",
}
WAYS = {
    "da": "kørekort|førerbevis|bytte|lastbil|motorcykel|knallert|må jeg køre|politiet stoppede os|prøve eller ej|min mor besøger mig"
    "|tabt pung|lægeattest|briller|gammelt plastik|japansk chauffør|hvor længe gælder|nyt billede|taxa|varevogn|traktor|syn"
    "|øvelse|kontant betaling|ferie i bil|udløber snart",
    "en": "driving licence|DMV|swap|truck|motorbike|kørekort from India|first førerbevis|plastic kørekort expired|am I allowed on the road"
    "|police stopped us|test or no test|my mother visits|lost wallet|doctor's note|glasses|scooter|van|how long valid|new photo|taxi"
    "|tractor|cash payment|holiday by car|Japanese chauffeur|eyesight",
    "de": "Führerschein|umschreiben|Lkw|Motorrad|Roller|kørekort aus Indien|altes førerbevis|kørekort abgelaufen|darf man fahren"
    "|Polizei hielt uns an|Prüfung oder nicht|Mutter zu Besuch|Geldbörse verloren|Attest vom Arzt|Brille|Transporter|wie lange gültig"
    "|neues Foto|Taxi|Traktor|bar zahlen|Urlaub mit Wagen|japanischer Chauffeur|Sehtest|Fahrschule",
}
ENGLISH = f"{ARTICLE}/en.md"
DANISH = f"{ARTICLE}/da.md"


def a_plain_text(language: str) -> str:
    ways = "".join(f"  - {way}\n" for way in WAYS[language].split("|"))
    paragraph = " ".join([SENTENCES[language]] * 12)
    return f"""\
---
title: {TITLES[language]}
summary: {SENTENCES[language]}
phrasings:
{ways}---
## {TITLES[language]} {{#what-to-do}}

1. {paragraph} {{{{ figure.licence-exchange-fee }}}}
2. {paragraph} 30 [kørekort](term:driving-licence)

::: audience eu
{SENTENCES[language]}
:::

{{{{ slot.photo-fee }}}}

## {TITLES[language]} {{#where-to-go}}

{SENTENCES[language]}

{{{{ slot.citizen-service }}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small folder without Fjordby's article, and a text that can be read well."""
    here = a_folder(tmp_path)
    for language in LANGUAGES:
        (here / f"{LOCAL}/{language}.md").unlink()
        write(here, f"{ARTICLE}/{language}.md", a_plain_text(language))
    (here / f"{LOCAL}/article.yaml").unlink()
    return here


def advised(folder: Path, *, today: date = TODAY) -> list[Finding]:
    return review(folder, today=today).findings


def test_a_plain_folder_needs_no_advice(folder: Path) -> None:
    assert list(map(str, advised(folder))) == []


THIRTY = "We " + "and we " * 14 + "go."
ADVICE = [
    # reading
    (f"summary: {SENTENCES['en']}\n", "", 2, "The summary is missing; add one or two sentences"),
    (f"summary: {SENTENCES['en']}", "summary: One. Two. Three.", 3, "The summary has more than 2 sentences"),
    (SENTENCES["en"] + " {{", THIRTY + " {{", 33, "This sentence has 30 words; divide it (28 at most): “We and we"),
    ("::: audience eu\n" + SENTENCES["en"], f"::: audience eu\n{SENTENCES['de']}", 37, "This is in another language (de)"),
    # numbers
    ("office. {{ figure", "office for 360 kr. {{ figure", 33, "“360 kr.” looks like a value that changes"),
    (" {{ figure.licence-exchange-fee }}", "", 31, "The figures differ from da.md, which has licence-exchange-fee"),
    ("30 [kørekort]", "31 [kørekort]", 31, "The numbers of this section differ (only here: 31; only in da.md: 30)"),
    # shape
    ("\n2. ", "\n", 31, "This section has 1 list items, 2 in da.md"),
    ("{#where-to-go}", "{#where}", 42, "The sections differ from da.md, which has what-to-do, where-to-go"),
    ("## Foreign driving licence {#where", "### Foreign driving licence {#where", 42, "This heading has ## in da.md"),
    ("::: audience eu", "::: audience third", 31, "which has ::: audience eu, {{ slot.photo-fee }}"),
    ("[kørekort](term:driving-licence)", "kørekort", 31, "The links to articles and terms differ (only here: none; only in"),
    # phrasings
    ("  - DMV\n", "", 4, "There are 24 phrasings; add ways people ask, until there are 25."),
    ("  - Japanese chauffeur\n", "  - chauffeur from holiday with mother\n", 4, ""),
    ("  - taxi\n", "  - glass and glasses\n", 24, "“glass and glasses” says nearly the same as “glasses”"),
    ("  - plastic kørekort expired\n", "  - plastic expired\n", 4, "There are 2 phrasings with a Danish word of terms.yaml; add 1"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "poor", "line", "message"), ADVICE, ids=[f"{each[3]:.40}" for each in ADVICE])
def test_advice_names_file_line_and_mending_and_stops_no_import(
    folder: Path, good: str, poor: str, line: int, message: str
) -> None:
    mend(folder, ENGLISH, good, poor)
    found = advised(folder)
    assert errors(found) == []
    if message:
        there = [(each.file, each.line) for each in found if message in each.message]
        assert (ENGLISH, line) in there, list(map(str, found))
    else:
        assert found == []


def test_a_text_is_neither_too_short_nor_too_long(folder: Path) -> None:
    text = a_plain_text("en")
    write(folder, ENGLISH, text.replace(" ".join([SENTENCES["en"]] * 12), " ".join([SENTENCES["en"]] * 3)))
    assert any("tell what a reader needs in at least 250" in each.message for each in advised(folder))
    write(folder, ENGLISH, text.replace(" ".join([SENTENCES["en"]] * 12), " ".join([SENTENCES["en"]] * 40)))
    assert any("cut it to 700" in each.message for each in advised(folder))


def test_a_draft_is_left_in_peace(folder: Path) -> None:
    mend(folder, ENGLISH, "  - DMV\n", "")
    assert len(advised(folder)) == 1
    mend(folder, ENGLISH, "---\n##", "state: draft\n---\n##")
    assert advised(folder) == []


def test_a_figure_that_has_run_out_is_named_the_day_after(folder: Path) -> None:
    mend(folder, "figures.yaml", "valid_from: 2026-01-01", "valid_from: 2026-01-01\n      valid_to: 2026-12-31")
    assert advised(folder, today=date(2026, 12, 31)) == []
    (found,) = advised(folder, today=date(2027, 1, 1))
    assert (found.file, found.line) == ("figures.yaml", 11)
    assert "This value ended on 2026-12-31, and texts show none" in found.message


def test_a_phrasing_that_fits_two_articles_is_named_in_both(folder: Path) -> None:
    for language in LANGUAGES:
        text = a_plain_text(language).replace(TITLES[language], f"Havn {language}")
        ways = "".join(f"  - {way}\n" for way in WAYS[language].split("|"))
        write(folder, f"{LOCAL}/{language}.md", text.replace(ways, "  - havn\n" * 12))
    about = (folder / f"{ARTICLE}/article.yaml").read_text(encoding="utf-8")
    write(folder, f"{LOCAL}/article.yaml", about.replace("d1fl", "f1hp"))
    mend(folder, f"{LOCAL}/en.md", "phrasings:\n", "phrasings:\n  - swaps\n")
    found = [str(each) for each in advised(folder) if "as well" in each.message]
    assert found == [
        f"{ENGLISH}:7: “swap” fits {LOCAL}/en.md as well (“swaps”); add the word that decides.",
        f"{LOCAL}/en.md:5: “swaps” fits {ENGLISH} as well (“swap”); add the word that decides.",
    ]


def test_a_supplement_and_a_note_type_no_value_that_changes_either(folder: Path) -> None:
    mend(folder, f"{FJORDBY}/supplements/foreign-driving-licence/en.md", "- Desk 5", "- Desk 5, EUR 20")
    mend(folder, f"{FJORDBY}/notes/foreign-driving-licence/en.md", "Ask for", "Take 20 % and ask for")
    assert [(each.line, each.message[:8]) for each in advised(folder)] == [(1, "“20 %” l"), (6, "“EUR 20”")]


# --- Reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("You go there. You ask.", 2),
        ("Gehen Sie am 3. Januar hin, z. B. früh. Fragen Sie.", 2),
        ("Det koster ca. 100 kr. Om året er det nok.", 2),
        ("Ring til nr. 5 kl. 10, f.eks. i dag.", 1),
        ("You are 18. Then you vote.", 2),
        ("**Pay the tax.** Then drive.", 2),
        ("Ask this: Where is it? Here!", 3),
        ("See motorst.dk for more.", 1),
        ("…", 0),
    ],
)
def test_sentences_end_where_a_reader_breathes(line: str, count: int) -> None:
    assert len(plain_language.sentences(line)) == count


def test_lix_is_bjornssons() -> None:
    """Ten words in two sentences, three of them with more than six letters: 10/2 + 100*3/10."""
    read = plain_language.prose("The municipality answers you. Bring your passport to the office.")
    assert (len(read.words), len(read.sentences)) == (10, 2)
    assert (read.mean, read.lix) == (5.0, 35.0)


def test_headings_slots_marks_and_addresses_are_no_prose() -> None:
    text = "## Where {#where}\n\n- *Go* to [the **office**](https://office.example.org/a-b).\n\n{{ slot.hours }}\n"
    assert plain_language.prose(text).words == ["Go", "to", "the", "office"]
    assert plain_language.count_words(text) == 5


@pytest.mark.parametrize(("language", "hard"), [("da", True), ("en", True), ("de", True), ("sv", False)])
def test_hard_words_are_named_where_the_language_has_a_limit(language: str, hard: bool) -> None:
    words = "Municipality administration determines consequences. " * 100
    assert any("The LIX is" in message for _, message in plain_language.faults(words, language)) is hard


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paragraph_is_in_the_language_of_its_file(language: str) -> None:
    for other in LANGUAGES:
        found = list(plain_language.foreign(f"Ok.\n\n{SENTENCES[other]}", language))
        assert [line for line, _ in found] == ([3] if other != language else [])


# --- Numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It costs 360 kr. or DKK 1,180.", ["360 kr.", "DKK 1,180"]),
        ("Die Steuer ist 8 % oder 27,5 Prozent.", ["8 %", "27,5 Prozent"]),
        ("Højst 552.000 om året", ["552.000"]),
        ("About 54 100 a year, €20", ["54 100", "€20"]),
        ("Use form 21.059, within 30 days, from 2026, 6,000 km, call 112 or 1813.", []),
        ("{{ figure.fee }}, [5 % more](https://example.org/50%20kr)", ["5 %"]),
        ("Call [70 201 201](tel:70201201), or [112](tel:112).", []),
        ("Paragraph 9c, the 3rd of May 2025", []),
    ],
)
def test_amounts_rates_and_large_numbers_look_like_values_that_change(text: str, found: list[str]) -> None:
    assert [number for _, number in numbers.changing(text)] == found


@pytest.mark.parametrize(
    ("danish", "other", "language"),
    [
        ("inden 30 dage, to gange, 1 pas", "within 30 days, twice, a passport", "en"),
        ("6.000 km, kl. 7.30", "6,000 km, 7:30", "en"),
        ("kl. 14-17.30", "2 pm to 5.30 pm", "en"),
        ("tolv uger", "12 Wochen", "de"),
        ("30 60 dage, 12 000 timer", "30 60 days, 12,000 hours", "en"),
        ("{{ figure.fee }} {{ figure.fee }}", "{{ figure.fee }}", "de"),
    ],
)
def test_the_same_number_may_be_written_as_its_language_does(danish: str, other: str, language: str) -> None:
    def typed(text: str, language: str) -> Counter[str]:
        (section,) = markup.parse(f"## A {{#a}}\n\n{text}").sections
        return numbers.typed(section, language)

    assert typed(danish, "da") == typed(other, language)
    assert typed(f"{danish} 77", "da") != typed(other, language)


def test_the_text_that_the_others_follow_need_not_be_danish() -> None:
    english, german = (markup.parse(f"## A {{#a}}\n\n{words}") for words in ("- two", "zwei"))
    assert list(differences(german, "de", english, "en")) == [
        (1, "This section has 0 list items, 1 in en.md; have the same steps and points.")
    ]


# --- Phrasings --------------------------------------------------------------------------------------------------------


def test_two_phrasings_may_share_a_part_of_their_stems_only() -> None:
    ways = ["exchange my licence", "exchanging licences today", "licence", "exchange my Indian licence in Esbjerg"]
    assert list(phrasings.overlaps(ways, "en")) == [(1, "exchange my licence")]


def test_a_danish_word_is_one_that_the_language_has_not_for_its_own() -> None:
    terms = TermsForm.model_validate(
        {
            "account": {"da": {"words": ["NemKonto", "bank konto"]}, "en": {"words": ["NemKonto", "bank account"]}},
            "licence": {"da": {"words": ["kørekort"]}, "en": {"words": ["driving licence"]}},
        }
    )
    assert phrasings.danish_words(terms, "en") == {"nemkonto", "konto", "korekort"}


def test_what_matters_decides_whether_two_phrasings_are_alike() -> None:
    benefits = [("child", 1), ("housing", 2), ("sickness", 3), ("student", 4)]
    texts = [
        phrasings.Asked(f"{kind}.md", "", number, f"apply for {kind} benefit", phrasings.stems(f"{kind} benefit", "en"))
        for kind, number in benefits
    ]
    assert list(phrasings.collisions(texts)) == []
    again = phrasings.Asked("other.md", "", 5, "benefit for a child", phrasings.stems("benefit child", "en"))
    assert {(one.path, other.path) for one, other in phrasings.collisions([*texts, again])} == {
        ("child.md", "other.md"),
        ("other.md", "child.md"),
    }


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [("", "", True), ("", "fjordby", True), ("bakkeby", "fjordby", False), ("fjordby", "fjordby", True)],
)
def test_only_what_one_reader_can_find_collides(one: str, other: str, meet: bool) -> None:
    stems = frozenset({"pass"})
    here, there = (
        phrasings.Asked(f"{each} {number}", each, 0, "pass", stems) for number, each in enumerate((one, other))
    )
    assert here.may_meet(there) is meet


def test_a_municipalitys_own_article_needs_fewer_phrasings() -> None:
    form = TextForm(title="Harbour", phrasings=["harbour"] * 12)
    assert list(phrasings.missing(form, "en", frozenset(), local=True)) == []
    assert len(list(phrasings.missing(form, "en", frozenset(), local=False))) == 3
