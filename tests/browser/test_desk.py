"""The desk's one list, walked through by keyboard; and without scripts, where its links are links like all others."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Guest, sign_in
from tests.houses import House

METTE = "mette@fjordby.example.org"


def look_for(page: Page, words: str) -> Locator:
    """Types it into the box and sends it; gives what was found, as one list of links."""
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")
    page.wait_for_url(re.compile("q="))
    return page.locator("a[data-hit]")


def test_the_keyboard_walks_from_the_box_through_all_that_was_found_and_back(guest: Guest, house: House) -> None:
    page = guest()
    sign_in(page, house, METTE)
    found = look_for(page, "driving licence")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator(".walk-hint")).to_be_visible()
    count = found.count()
    assert count > 5
    kinds = set()
    for number in range(count):
        page.keyboard.press("ArrowDown")
        expect(found.nth(number)).to_be_focused()
        expect(found.nth(number)).to_be_in_viewport()
        kinds.add((found.nth(number).get_attribute("href") or "").split("/")[-2])
    assert {"fjordby", "articles", "guides"} <= kinds  # people's addresses end below the desk
    page.keyboard.press("ArrowDown")
    expect(found.nth(count - 1)).to_be_focused()
    for number in reversed(range(count - 1)):
        page.keyboard.press("ArrowUp")
        expect(found.nth(number)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/desk/fjordby/people#person-jens$"))
    expect(page.locator("#person-jens")).to_be_in_viewport()


def test_without_scripts_the_list_is_links_in_the_same_order(guest: Guest, house: House) -> None:
    page = guest(scripts=False, width=390)
    sign_in(page, house, METTE)
    found = look_for(page, "driving licence")
    expect(page.locator(".walk-hint")).to_be_hidden()
    order = [found.nth(number).get_attribute("href") for number in range(found.count())]
    boxes = [found.nth(number).bounding_box() for number in range(found.count())]
    heights = [box["y"] for box in boxes if box]
    assert heights == sorted(heights) and len(heights) == len(order)
    found.nth(order.index("/desk/fjordby/articles/foreign-driving-licence")).click()
    expect(page).to_have_url(re.compile("/articles/foreign-driving-licence$"))
