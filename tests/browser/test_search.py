"""The search box that suggests while somebody types: by the keyboard, by a screen reader, by the mouse, and without."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Guest
from tests.browser.test_pages import NARROW, OF_THE_PLACE, WIDE, faults_of

HOME = "/fjordby/en/"


@pytest.fixture(params=[NARROW, pytest.param(WIDE, marks=pytest.mark.long)], ids=["narrow", "wide"])
def page(guest: Guest, request: pytest.FixtureRequest) -> Page:
    page = guest("en-GB", width=request.param)
    page.goto(HOME)
    return page


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Ask in your own words, in English, German or Danish")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def type_in(page: Page, words: str) -> None:
    """Types, and waits until there is something to choose."""
    box(page).press_sequentially(words)
    expect(options(page).first).to_be_visible()


def test_a_suggestion_is_chosen_with_the_keyboard_and_searched_for(page: Page) -> None:
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    type_in(page, "foreign dri")
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(box(page)).to_be_focused()
    first = options(page).first
    expect(first).to_have_text("Exchange your foreign driving licence")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)

    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", str(first.get_attribute("id")))
    expect(box(page)).to_have_value("foreign dri")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Exchange+your+foreign+driving+licence")
    expect(page.get_by_role("article")).to_contain_text("Exchange your foreign driving licence")


def test_the_arrows_go_round_by_what_was_typed(page: Page) -> None:
    type_in(page, "licen")
    count = options(page).count()
    page.keyboard.press("ArrowUp")
    expect(options(page).nth(count - 1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    expect(box(page)).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")


def test_escape_closes_the_suggestions_and_keeps_the_words(page: Page) -> None:
    type_in(page, "licen")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("licen")
    expect(box(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)


def test_enter_searches_for_what_was_typed_while_nothing_is_chosen(page: Page) -> None:
    type_in(page, "licen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=licen")


def test_a_suggestion_is_chosen_with_the_mouse(page: Page) -> None:
    type_in(page, "foreign dri")
    options(page).first.click()
    page.wait_for_url("**/search?q=Exchange+your+foreign+driving+licence")


def test_how_many_there_are_is_told_and_nothing_is_wrong_with_the_open_list(page: Page) -> None:
    type_in(page, "licen")
    told = f"Suggestions: {options(page).count()}. Choose one with the arrow keys."
    expect(page.get_by_role("search").get_by_role("status")).to_have_text(told)
    page.keyboard.press("ArrowDown")
    assert faults_of(page, "suggestions", "en", links=OF_THE_PLACE) == []
    expect(options(page).first).to_be_visible()


def test_the_last_words_count_however_late_an_answer_comes(guest: Guest) -> None:
    page = guest("en-GB")
    page.goto(HOME)
    page.route("**/suggest?*q=tax*", lambda route: page.wait_for_timeout(600) or route.continue_())
    box(page).press_sequentially("tax", delay=10)
    page.wait_for_timeout(250)
    box(page).fill("foreign dri")
    expect(options(page).first).to_have_text("Exchange your foreign driving licence")
    page.wait_for_timeout(700)
    expect(options(page).first).to_have_text("Exchange your foreign driving licence")


def test_a_number_that_may_be_somebodys_is_not_sent_while_it_is_typed(guest: Guest) -> None:
    page, sent = guest("en-GB"), []
    page.on("request", lambda request: sent.append(request.url))
    page.goto(HOME)
    box(page).fill("my cpr 271188-40")
    page.wait_for_timeout(400)
    assert not [url for url in sent if "/suggest?" in url]


def test_without_the_suggestions_a_search_goes_on(guest: Guest, scripts: bool) -> None:
    page = guest("en-GB", scripts=scripts)
    page.route("**/suggest?*", lambda route: route.fulfill(status=429))
    page.goto(HOME)
    page.get_by_label("Ask in your own words").fill("yellow card")
    page.wait_for_timeout(300)
    expect(page.get_by_role("option")).to_have_count(0)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search?q=yellow+card")
    expect(page.get_by_role("region", name="Results")).to_be_visible()


@pytest.mark.parametrize("language", ["da", "de"])
def test_suggestions_are_in_the_pages_language(guest: Guest, language: str) -> None:
    page = guest(language)
    page.goto(f"/fjordby/{language}/")
    page.get_by_role("combobox").press_sequentially({"da": "kørek", "de": "führersch"}[language])
    first = page.get_by_role("option").first
    expect(first).to_have_text(
        {"da": "Byt dit udenlandske kørekort", "de": "Ausländischen Führerschein umtauschen"}[language]
    )
    assert first.get_attribute("lang") is None
