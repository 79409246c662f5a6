"""Search quality as a promise: questions of our own, per language, against the articles that are shipped."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from app.search.documents import Document, Section
from app.search.engine import Index
from app.search.finding import find

from .cast import SHARED

ARTICLES = Path(__file__).parents[2] / "knowledge" / "articles"
HEADING = re.compile(r"^#{2,3} (?P<heading>.*?)\s*\{#(?P<anchor>[\w-]+)\}\s*$", re.MULTILINE)
MARKUP = re.compile(r"^:::.*$|[*_`>]|\{\{.*?\}\}|\]\([^)]*\)|\[", re.MULTILINE)

GOLDEN = {
    "da": [
        ("jeg er lige flyttet hertil, hvordan får jeg et personnummer", "cpr-number"),
        ("melde indrejse fra udlandet", "cpr-number"),
        ("sundhedskortet er væk", "choosing-a-doctor"),
        ("min adgang til mitid er spærret", "mitid"),
        ("kodeviser", "mitid"),
        ("kan jeg slippe for digitale breve fra det offentlige", "digital-post"),
        ("e-Boks", "digital-post"),
        ("hvor får jeg min løn ind", "bank-account-nemkonto"),
        ("basal indlånskonto", "bank-account-nemkonto"),
        ("nemkonto i udenlandsk bank", "bank-account-nemkonto"),
        ("skal mit pakistanske koerekort byttes", "foreign-driving-licence"),
        ("kontrollerende køreprøve", "foreign-driving-licence"),
        ("registreringsafgift på min svenske bil", "importing-a-car"),
        ("nummerplader fra hjemlandet", "importing-a-car"),
        ("rejsekort eller app til bussen", "public-transport-and-cycling"),
        ("lygter på cyklen", "public-transport-and-cycling"),
        ("vi flytter til en ny lejlighed, hvem skal vide det", "moving-within-denmark"),
        ("opholdsbevis til EU-borger", "eu-residence-document"),
        ("opholdstilladelse gennem arbejde", "residence-and-work-permit"),
        ("dansk statsborgerskab krav", "voting-and-citizenship"),
        ("jeg rejser hjem for altid, hvad skal jeg afmelde", "leaving-denmark"),
        ("norsk statsborger der flytter til danmark", "nordic-citizens"),
        ("tolk til samtale med kommunen", "who-can-help"),
    ],
    "en": [
        ("I need the Danish social security number", "cpr-number"),
        ("register my address at citizen service", "cpr-number"),
        ("my health card has not come in the mail", "cpr-number"),
        ("electronic ID on a new phone", "mitid"),
        ("MitID without a Danish passport", "mitid"),
        ("where do letters from the authorities arrive", "digital-post"),
        ("read my Digital Post in English", "digital-post"),
        ("the bank refuses to let me open an account", "bank-account-nemkonto"),
        ("where does the state pay money to me", "bank-account-nemkonto"),
        ("do I have to swap my Indian licence", "foreign-driving-licence"),
        ("exchange driver's license from the USA", "foreign-driving-licence"),
        ("bring my car from Spain", "importing-a-car"),
        ("registration tax on a used vehicle", "importing-a-car"),
        ("where can I buy a train ticket", "public-transport-and-cycling"),
        ("rules for riding a bicycle", "public-transport-and-cycling"),
        ("new flat, tell the authorities about my change of adress", "moving-within-denmark"),
        ("residence paper for an Italian citizen", "eu-residence-document"),
        ("registration certificate SIRI", "eu-residence-document"),
        ("fast-track or pay limit scheme", "residence-and-work-permit"),
        ("biometrics for my work permit", "residence-and-work-permit"),
        ("may I vote in the local election", "voting-and-citizenship"),
        ("how to become Danish", "voting-and-citizenship"),
        ("deregister before going home for good", "leaving-denmark"),
        ("Finnish passport moving here", "nordic-citizens"),
        ("is there an interpreter at the town hall", "who-can-help"),
    ],
    "de": [
        ("Wie bekomme ich eine Personennummer?", "cpr-number"),
        ("Anmeldung beim Bürgerservice", "cpr-number"),
        ("Gesundheitskarte verloren", "cpr-number"),
        ("MitID beantragen ohne dänischen Pass", "mitid"),
        ("digitaler Ausweis neues Handy", "mitid"),
        ("Briefe von Behoerden im Netz lesen", "digital-post"),
        ("Befreiung von der Digitalen Post", "digital-post"),
        ("Konto eröffnen abgelehnt", "bank-account-nemkonto"),
        ("Nemkonto bei meiner deutschen Sparkasse", "bank-account-nemkonto"),
        ("Muss ich meinen türkischen Fuehrerschein tauschen?", "foreign-driving-licence"),
        ("Führerscheinumtausch", "foreign-driving-licence"),
        ("Auto aus Deutschland anmelden", "importing-a-car"),
        ("Zulassungssteuer Fahrzeug", "importing-a-car"),
        ("Fahrkarte für den Bus", "public-transport-and-cycling"),
        ("Fahrradlicht Pflicht", "public-transport-and-cycling"),
        ("Umzug innerhalb der Stadt melden", "moving-within-denmark"),
        ("Adressänderung", "moving-within-denmark"),
        ("EU-Bürger Aufenthaltsdokument", "eu-residence-document"),
        ("Arbeitserlaubnis für meinen Kollegen aus Indien", "residence-and-work-permit"),
        ("dänische Staatsangehörigkeit bekommen", "voting-and-citizenship"),
        ("Wahlrecht bei der Kommunalwahl", "voting-and-citizenship"),
        ("Rückkehr nach Deutschland, Abmeldung", "leaving-denmark"),
        ("schwedischer Staatsbürger zieht um", "nordic-citizens"),
        ("Beratung für Zugezogene", "who-can-help"),
    ],
}


def sections(text: str) -> Iterator[Section]:
    """The sections of an article as plain text, well enough for a test of search."""
    headings = list(HEADING.finditer(text))
    for heading, after in zip(headings, [*headings[1:], None], strict=True):
        body = text[heading.end() : after.start() if after else len(text)]
        yield Section(heading["anchor"], heading["heading"], MARKUP.sub("", body).strip())


def shipped() -> Iterator[Document]:
    for folder in sorted(ARTICLES.glob("*/*/")):
        for file in sorted(folder.glob("*.md")):
            _, front, text = file.read_text().split("---\n", 2)
            page = yaml.safe_load(front)
            yield Document(
                id=f"{folder.name}-{file.stem}",
                group=folder.name,
                kind="article",
                language=file.stem,
                owner=SHARED,
                edition=1,
                slug=folder.name,
                topic=folder.parent.name,
                title=str(page["title"]),
                phrasings=tuple(map(str, page["phrasings"])),
                summary=str(page["summary"]),
                sections=tuple(sections(text)),
            )


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Index:
    index = Index(tmp_path_factory.mktemp("golden"))
    index.rebuild(shipped())
    return index


def misses(index: Index, language: str, asked: Callable[[str], str]) -> list[str]:
    """The questions whose article is not among the first three."""
    missed = []
    for text, slug in GOLDEN[language]:
        hits = find(index, asked(text), language=language, owners={SHARED}).hits[:3]
        if slug not in [hit.slug for hit in hits]:
            missed.append(f"{asked(text)}: {slug}, not {[hit.slug for hit in hits]}")
    return missed


@pytest.mark.parametrize("language", GOLDEN)
def test_nine_of_ten_questions_find_their_article_among_the_first_three(articles: Index, language: str) -> None:
    missed = misses(articles, language, str)
    assert len(missed) <= len(GOLDEN[language]) / 10, missed


@pytest.mark.parametrize("language", GOLDEN)
def test_eight_of_ten_do_so_when_typed_on_a_foreign_keyboard(articles: Index, language: str) -> None:
    letters = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    missed = misses(articles, language, lambda text: text.lower().translate(letters).replace("Ü", "Ue"))
    assert len(missed) <= len(GOLDEN[language]) / 5, missed


def test_every_golden_question_asks_for_an_article_that_is_shipped() -> None:
    slugs = {folder.name for folder in ARTICLES.glob("*/*/")}
    assert {slug for asked in GOLDEN.values() for _, slug in asked} <= slugs


def test_there_are_twenty_golden_questions_a_language() -> None:
    assert all(len(asked) >= 20 for asked in GOLDEN.values())
