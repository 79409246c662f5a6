"""The search page, as somebody sees it who has no script: the answer itself, a list, or the way to a person."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from app.articles import actions as articles
from app.articles.drafts import SupplementDraft
from app.articles.models import Figure, Source
from app.articles.queries import article_by_slug
from app.search.decision import Bounds
from app.topics.actions import keep_term
from app.topics.queries import visible_owners
from tests.cast import NOW, TODAY, an_article
from tests.guidance.tables import a_guide_in_the_house
from tests.visitors import Page
from tests.web.conftest import OpenHouse

LICENCE = "foreign-driving-licence"
BODY = """\
## What to do {#what-to-do}

Exchange the licence at the town hall.

## Papers {#papers}

Bring your passport and a medical certificate. The photo costs {{ figure.photo-fee }}.

::: audience nordic
Nordic citizens bring nothing.
:::

::: audience third
Others bring a translation of the certificate.
:::
"""
SURE, UNSURE, AT_A_LOSS = Bounds(0.0, 0.0), Bounds(1.1, 0.0), Bounds(1.1, 1.1)

Search = Callable[..., Page]


@pytest.fixture
def search(house: OpenHouse) -> Search:
    """Searches in Fjordby, in English unless told otherwise, in a house that is as sure as the test says."""
    with house.write() as session:
        fee = {"owner_id": house.cast.shared.id or 0, "name": "photo-fee", "value": 150, "unit": "DKK"}
        session.add(Figure(**fee, valid_from=TODAY, source="https://example.org/fees"))
        article = an_article(session, house.cast, LICENCE, body=BODY, phrasings=["exchange my licence"])
        source = {"position": 0, "name": "The order", "address": "https://example.org/order", "checked_on": TODAY}
        session.add(Source(article_id=article.id or 0, **source))
        where = {"section": "papers", "language": "en", "owner_id": house.cast.fjordby.owner_id}
        draft = SupplementDraft(text="Photos are taken in room 4.")
        articles.supplement(session, article, draft=draft, by=None, now=NOW, **where)
        for number in range(5):
            texts = {"en": f"Driving licence, lesson {number}", "da": f"Køretime {number}"}
            an_article(
                session, house.cast, f"lesson-{number}", texts=texts, body="## Lessons {#lessons}\n\nDrive well."
            )
        articles.shows(session, article)
    house.index()
    browser = house.browser()

    def search(words: str, *, bounds: Bounds = SURE, language: str = "en", **query: str) -> Page:
        house.app.state.house.bounds = bounds
        return Page(browser.get(f"/fjordby/{language}/search", params={"q": words, **query}))  # type: ignore[arg-type]

    return search


def title_of(page: Page) -> str:
    found = re.search(r"<title>(.*?)</title>", page.html, re.DOTALL)
    return found[1] if found else ""


# --- the answer


def test_a_sure_search_shows_the_section_that_answers_as_readers_see_it(search: Search) -> None:
    page = search("licence medical certificate")
    assert "Bring your passport and a medical certificate. The photo costs DKK 150." in page.text.replace("\xa0", " ")
    assert "Photos are taken in room 4." in page.text
    assert "Exchange the licence at the town hall." not in page.text
    assert f"/fjordby/en/articles/{LICENCE}" in page.links
    assert title_of(page).startswith("Foreign driving licence: the answer to “licence medical certificate”")


def test_an_answer_says_when_it_was_checked_who_is_responsible_and_its_source(search: Search) -> None:
    page = search("licence medical certificate")
    assert "Last checked on 23 November 2026." in page.text
    assert "Responsible: the municipalities' shared editors." in page.text
    assert "https://example.org/order" in page.read.links


def test_blocks_for_others_are_left_out_when_her_audience_is_known(search: Search) -> None:
    nordic, third = "Nordic citizens bring nothing.", "Others bring a translation"
    page = search("licence medical certificate")
    assert nordic in page.text and third in page.text
    page = search("licence medical certificate", audience="third")
    assert nordic not in page.text and third in page.text


def test_the_other_results_are_a_short_list_and_a_person_is_near(search: Search) -> None:
    page = search("driving licence")
    assert "More on this" in page.text
    assert "/fjordby/en/articles/lesson-1" in page.links
    assert any(link.startswith("/fjordby/en/ask?q=driving+licence&topic=driving") for link in page.links)


def test_a_topic_that_is_hardly_likelier_than_others_is_not_chosen_for_her(search: Search, house: OpenHouse) -> None:
    with house.write() as session:
        for topic in (house.cast.driving, house.cast.help, house.cast.registration):
            an_article(session, house.cast, topic=topic, texts={"en": "The ferry"})
    house.index()
    page = search("the ferry", bounds=AT_A_LOSS)
    assert "/fjordby/en/ask?q=the+ferry" in page.links


def test_what_stands_below_an_answer_is_of_its_topic_or_nearly_as_near(search: Search, house: OpenHouse) -> None:
    cast = house.cast
    with house.write() as session:
        for slug, topic, title in (
            ("ferry", cast.driving, "The ferry"),
            ("boat", cast.help, "The ferry"),
            ("harbour", cast.registration, "Where the ferry lies in winter, and why"),
            ("cars", cast.driving, "Whether the ferry takes a car, and when"),
        ):
            an_article(session, cast, slug, topic=topic, texts={"en": title})
    house.index()
    everything = {f"/fjordby/en/articles/{slug}" for slug in ("ferry", "boat", "harbour", "cars")}
    assert everything <= set(search("the ferry", bounds=UNSURE).links)
    assert everything - set(search("the ferry").links) == {"/fjordby/en/articles/harbour"}


def test_of_a_long_section_the_beginning_is_shown_and_the_way_on(search: Search, house: OpenHouse) -> None:
    words = "The ferry sails daily. " * 60
    body = f"## Ferry {{#ferry}}\n\n{words}\n\n::: audience nordic\n{words}\n:::\n\n::: audience eu\nLast words.\n:::"
    with house.write() as session:
        an_article(session, house.cast, "ferry", texts={"en": "The ferry"}, body=body)
    house.index()
    page = search("ferry sails daily")
    assert "Read on" in page.text and "Last words." not in page.text
    assert "/fjordby/en/articles/ferry#ferry" in page.read.links


def test_an_answer_in_another_language_is_plainly_marked(search: Search, house: OpenHouse) -> None:
    with house.write() as session:
        an_article(session, house.cast, "only-danish", texts={"da": "Kun på dansk"})
    house.index()
    page = search("kun på dansk")
    assert "This text does not exist in English yet. You see it in Danish." in page.text
    assert '<article class="article answer" aria-labelledby="answer" lang="da">' in page.html


def test_what_was_taken_back_a_moment_ago_is_no_answer_and_the_list_is_shown(search: Search, house: OpenHouse) -> None:
    with house.write() as session:
        article = article_by_slug(session, LICENCE, visible_owners(session, house.cast.fjordby.owner_id))
        assert article
        articles.archive(session, article, now=NOW)
    page = search("driving licence")
    assert page.status == 200
    assert 'id="answer"' not in page.html
    assert LICENCE not in page.html
    assert "/fjordby/en/articles/lesson-1" in page.links


def test_guides_come_along_that_fit_the_words_or_are_on_the_article_that_answers(
    search: Search, house: OpenHouse
) -> None:
    with house.write() as session:
        a_guide_in_the_house(session)
    house.index()
    guide = "/fjordby/en/guides/exchange"
    assert guide in search("it depends").links
    assert guide in search("medical certificate").links
    assert guide not in search("medical certificate", bounds=UNSURE).links
    assert guide not in search("medical certificate", bounds=AT_A_LOSS).links


# --- a list, or a person


def test_an_unsure_search_shows_a_list_with_passages(search: Search) -> None:
    page = search("licence medical certificate", bounds=UNSURE)
    assert 'id="answer"' not in page.html
    assert "a <mark>medical</mark> <mark>certificate</mark>" in page.html
    assert f"/fjordby/en/articles/{LICENCE}#papers" in page.read.links
    assert "Ask a person" in page.text
    assert title_of(page).startswith("Answers for “licence medical certificate”")


def test_where_nothing_fits_the_question_form_opens_with_topic_and_words(search: Search, house: OpenHouse) -> None:
    page = search("driving licence for a horse", bounds=AT_A_LOSS)
    assert "We have no sure answer to this" in page.text
    assert title_of(page).startswith("No sure answer to “driving licence for a horse”")
    [to_form] = [link for link in page.links if link.startswith("/fjordby/en/ask?")]
    form = Page(house.browser().get(to_form)).form("/ask")  # type: ignore[arg-type]
    assert (form.fields["text"], form.fields["topic"]) == ("driving licence for a horse", "driving")


@pytest.mark.parametrize("bounds", [SURE, UNSURE, AT_A_LOSS], ids=["sure", "unsure", "at a loss"])
@pytest.mark.parametrize(
    ("language", "words", "first"),
    [
        ("en", "I want to kill myself, where is my licence", "Are you in danger?"),
        ("da", "min mand slår mig og har taget mit kørekort", "Er du i fare?"),
        ("de", "ich will nicht mehr leben", "Sind Sie in Gefahr?"),
    ],
)
def test_whoever_tells_of_danger_reads_first_whom_to_call(
    search: Search, house: OpenHouse, bounds: Bounds, language: str, words: str, first: str
) -> None:
    in_form = house.browser().get(f"/fjordby/{language}/ask", params={"q": words}).text
    for html in (search(words, bounds=bounds, language=language).html, in_form):
        assert first in html
        assert html.index('href="tel:112"') < min(
            html.find(each) for each in ('id="hits"', "<form method") if each in html
        )
    assert 'id="answer"' not in html, "not a text about jobs because it says husband"
    ordinary = search("driving licence", language=language).html
    assert first not in ordinary
    assert 'id="answer"' in ordinary


def test_an_answer_to_danger_says_whom_to_call(search: Search, house: OpenHouse) -> None:
    words = "somebody threatens to kill me"
    with house.write() as session:
        body = "## Violence {#violence}\n\nIs somebody threatening to kill you? Call [112](tel:112)."
        an_article(session, house.cast, "violence", texts={"en": "Violence"}, body=body, phrasings=[words])
    house.index()
    assert "Is somebody threatening to kill you?" in search(words).html.partition('id="answer"')[2]


def test_guesses_are_three_at_most_and_named_so(search: Search) -> None:
    page = search("driving", bounds=AT_A_LOSS)
    assert "Only guesses" in page.text
    assert len(re.findall('<li class="hit">', page.html)) == 3
    assert "<mark>" not in page.html


# --- how the words were read


def test_a_corrected_search_can_be_made_as_it_was_typed(search: Search) -> None:
    page = search("driving licnece")
    assert "Showing results for driving licence . Search instead for driving licnece" in page.text
    assert "/fjordby/en/search?q=driving+licence" in page.links
    assert "/fjordby/en/search?q=driving+licnece&exact=1" in page.links
    exact = search("driving licnece", exact="1")
    assert "Showing results for" not in exact.text
    assert "/fjordby/da/search?q=driving+licnece&exact=1" in exact.links


def test_a_danish_word_is_explained_in_the_readers_language(search: Search, house: OpenHouse) -> None:
    with house.write() as session:
        words = {"da": ["kørekort"], "en": ["driving licence"]}
        keep_term(session, "driving-licence", words=words, meaning={"en": "A card that lets you <b>drive</b>."})
    page = search("what is a koerekort")
    assert '<strong lang="da">koerekort</strong> is Danish: A card that lets you &lt;b&gt;drive&lt;/b&gt;.' in page.html
    assert "So we also searched for what it is called in English." in page.text
    assert "is Danish" not in search("what is a driving licence").text


@pytest.mark.parametrize("bounds", [SURE, UNSURE, AT_A_LOSS])
@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script> licence", "\x00licence\ud7ff", "licence " * 300, "*", "🍺"]
)
def test_any_words_get_a_page_that_is_whole(search: Search, words: str, bounds: Bounds) -> None:
    page = search(words, bounds=bounds, exact="<b>")
    assert page.status == 200
    assert len(page.headings) == 1
    assert "<script>alert" not in page.html
    assert any(link.startswith("/fjordby/en/ask?") for link in page.links)


def test_headings_stand_in_order(search: Search) -> None:
    for bounds in (SURE, UNSURE, AT_A_LOSS):
        page = search("driving licence medical", bounds=bounds)
        levels = [int(tag[1]) for tag, _ in page.read.elements if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
