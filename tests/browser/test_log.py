"""The three-tap log in a real browser: by keyboard alone, while the network is away, and without a script."""

import re
from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect
from sqlmodel import select

from app.core.database import Database, open_database
from app.enquiries.models import LoggedCall
from tests.browser.conftest import PATIENCE, Guest, sign_in
from tests.browser.test_pages import LOOKED_AT, faults_of
from tests.houses import House, eventually

METTE, JENS = "mette@fjordby.example.org", "jens@fjordby.example.org"
LOG = "/desk/fjordby/log"
ON_DEVICE = """() => new Promise((resolve) => {
    const request = indexedDB.open('indgang-log', 1);
    request.onsuccess = () => {
        const all = request.result.transaction('calls').objectStore('calls').getAll();
        all.onsuccess = () => { request.result.close(); resolve(all.result.map((call) => call.fields)); };
    };
})"""
IS_READY = """async () => navigator.serviceWorker.controller !== null
    && await caches.match(location.pathname) !== undefined"""


@pytest.fixture
def device(browser: Browser, house: House) -> Iterator[BrowserContext]:
    """A clerk's device whose network may go away; what the browser says of that is no trouble."""
    context = browser.new_context(base_url=house.address, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    with closing(context):
        yield context


@pytest.fixture
def clerk(device: BrowserContext, house: House) -> Page:
    """Mette's page, ready for the network to go away."""
    page = device.new_page()
    sign_in_in_english(page, house, METTE)
    page.goto(LOG)
    assert eventually(lambda: page.evaluate(IS_READY))
    return page


def sign_in_in_english(page: Page, house: House, email: str) -> None:
    sign_in(page, house, email)
    page.locator("button[name=language][value=en]").click()
    page.wait_for_load_state()


def kept(house: House, note: str) -> list[LoggedCall]:
    """What the house has with this note."""
    engine = open_database(house.database_url)
    with Database(engine).read() as session:
        found = list(session.exec(select(LoggedCall).where(LoggedCall.text == note)).all())
    engine.dispose()
    return found


def tap(page: Page, *, topic: str, outcome: str, language: str = "de", note: str = "") -> None:
    """A call, logged as with a finger."""
    page.locator(f"label[for^=topic]:has-text('{topic}')").click()
    page.locator("#language").select_option(language)
    if note:
        if page.locator("#call details[open]").count() == 0:
            page.locator("#call summary").click()
        page.locator("#text").fill(note)
    page.get_by_role("button", name=outcome, exact=True).click()


def test_a_call_is_logged_with_two_keys_and_the_next_one_with_five(guest: Guest, house: House) -> None:
    page = guest()
    sign_in_in_english(page, house, METTE)
    page.goto(LOG)
    tiles = page.locator(".tile")
    first, fourth = (tiles.nth(number).locator("label").inner_text().split("\n")[-1] for number in (0, 3))
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    said = page.locator("#said .alert-success")
    expect(said).to_contain_text(f"Logged: {fourth}, English, solved.")
    expect(page.locator("#topic")).to_be_focused()
    for key in ("Space", "Tab", "Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(said).to_contain_text(f"Logged: {first}, English, looked up.")
    page.locator("#said").get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("It was taken back.")


def test_without_a_script_it_is_a_plain_form_with_the_same_three_taps(guest: Guest, house: House) -> None:
    note = f"plain {uuid4().hex}"
    page = guest(scripts=False, width=390)
    sign_in_in_english(page, house, METTE)
    page.goto(LOG)
    tap(page, topic="Tax", outcome="Looked up", note=note)
    expect(page.locator("#said")).to_contain_text("Logged: Tax, German, looked up.")
    assert [call.outcome for call in kept(house, note)] == ["looked-up"]


def test_handed_over_leads_on_with_what_was_said(guest: Guest, house: House, scripts: bool) -> None:
    page = guest(scripts=scripts)
    sign_in_in_english(page, house, METTE)
    page.goto(LOG)
    tap(page, topic="Tax", outcome="Handed over", note="Which tax card do I need?")
    page.wait_for_url("**/enquiries/new?call=*")
    expect(page.locator("#text")).to_have_value("Which tax card do I need?")
    expect(page.locator("[name=lang][value=de]")).to_be_checked()
    expect(page.locator("#topic")).to_have_value("tax")


def test_a_call_without_a_topic_stays_in_the_form_and_is_not_sent(guest: Guest, house: House) -> None:
    page = guest()
    sign_in_in_english(page, house, METTE)
    page.goto(LOG)
    page.locator("#call summary").click()
    page.locator("#text").fill("A story")
    page.locator("#minutes").fill("700")
    page.get_by_role("button", name="Solved", exact=True).click()
    expect(page.get_by_role("alert").first).to_have_text("Please choose a topic.")
    expect(page.get_by_role("alert").last).to_contain_text("whole number from 0 to 600")
    expect(page.locator("#text")).to_have_value("A story")
    assert page.evaluate(ON_DEVICE) == []


# --- while the network is away


def test_what_is_logged_while_the_network_is_away_is_sent_once_when_it_is_back(
    clerk: Page, device: BrowserContext, house: House
) -> None:
    note = f"away {uuid4().hex}"
    device.set_offline(True)
    clerk.reload()
    expect(clerk.locator("h1")).to_have_text("Log a call")
    expect(clerk.locator("#waiting")).to_contain_text("There is no connection.")
    assert "Mette" not in clerk.content()
    tap(clerk, topic="Tax", outcome="Solved", note=note)
    expect(clerk.locator("#waiting")).to_contain_text("Waiting on this device to be sent: 1.")
    clerk.reload()
    expect(clerk.locator("#waiting")).to_contain_text("Waiting on this device to be sent: 1.")
    tap(clerk, topic="Work", outcome="Looked up", note=note)
    expect(clerk.locator("#waiting")).to_contain_text("Waiting on this device to be sent: 2.")
    assert kept(house, note) == []
    device.set_offline(False)
    expect(clerk.locator("#waiting")).to_be_hidden(timeout=PATIENCE)
    expect(clerk.locator("#mine")).to_contain_text("Tax")
    expect(clerk.locator(".signed-in-name")).to_be_visible()
    assert sorted(call.outcome for call in kept(house, note)) == ["looked-up", "solved"]
    assert clerk.evaluate(ON_DEVICE) == []
    clerk.reload()
    assert len(kept(house, note)) == 2


def test_a_personal_number_is_not_even_kept_on_the_device(clerk: Page, device: BrowserContext) -> None:
    device.set_offline(True)
    for number, written in enumerate(("271188-4093", "2711884093", "271188 4093", "271188–4093")):
        tap(clerk, topic="Tax", outcome="Solved", note=f"She has {written}.")
        expect(clerk.locator("#waiting")).to_contain_text(f"to be sent: {number + 1}.")
    assert [call["text"] for call in clerk.evaluate(ON_DEVICE)] == ["She has [CPR •••]."] * 4
    device.set_offline(False)
    expect(clerk.locator("#waiting")).to_be_hidden()


def test_two_tabs_lose_nothing_and_double_nothing(clerk: Page, device: BrowserContext, house: House) -> None:
    note = f"tabs {uuid4().hex}"
    other = device.new_page()
    other.goto(LOG)
    device.set_offline(True)
    for page in (clerk, other, clerk, other):
        tap(page, topic="Tax", outcome="Solved", note=note)
    expect(other.locator("#waiting")).to_contain_text("Waiting on this device to be sent: 4.")
    device.set_offline(False)
    expect(other.locator("#waiting")).to_be_hidden()
    expect(clerk.locator("#waiting")).to_be_hidden()
    assert len(kept(house, note)) == 4


def test_an_answer_that_is_lost_on_its_way_makes_no_second_call(clerk: Page, house: House) -> None:
    note = f"lost {uuid4().hex}"
    posts = []

    def lose_the_first(route: Route, request: Request) -> None:
        if request.method == "POST":
            posts.append(request.post_data)
        if request.method == "POST" and len(posts) == 1:
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.fallback()

    clerk.route(f"**{LOG}", lose_the_first)
    tap(clerk, topic="Tax", outcome="Solved", note=note)
    expect(clerk.locator("#waiting")).to_contain_text("There is no connection.")
    expect(clerk.locator("#waiting")).to_contain_text("Waiting on this device to be sent: 1.")
    assert len(kept(house, note)) == 1
    clerk.evaluate("window.dispatchEvent(new Event('online'))")
    expect(clerk.locator("#waiting")).to_be_hidden()
    assert len(posts) == 2
    assert len(kept(house, note)) == 1


def test_whoever_was_signed_out_meanwhile_loses_nothing(clerk: Page, device: BrowserContext, house: House) -> None:
    note = f"out {uuid4().hex}"
    device.clear_cookies()
    tap(clerk, topic="Tax", outcome="Solved", note=note)
    expect(clerk.locator("#waiting")).to_contain_text("You are signed out.")
    expect(clerk.locator("#waiting")).to_contain_text("Waiting on this device to be sent: 1.")
    assert kept(house, note) == []
    clerk.locator("#waiting a").click()
    clerk.locator("#email").fill(METTE)
    clerk.locator("#password").fill(house.sign_ins()[METTE])
    clerk.locator("main form[action='/sign-in'] button[type=submit]").click()
    clerk.wait_for_url(f"**{LOG}*")
    expect(clerk.locator("#said")).to_contain_text("Logged: Tax, German, solved.")
    assert len(kept(house, note)) == 1


def test_a_call_goes_in_nobody_elses_name(clerk: Page, device: BrowserContext, house: House) -> None:
    note = f"name {uuid4().hex}"
    device.set_offline(True)
    tap(clerk, topic="Tax", outcome="Solved", note=note)
    expect(clerk.locator("#waiting")).to_contain_text("to be sent: 1.")
    device.clear_cookies()
    device.set_offline(False)
    other = device.new_page()
    sign_in_in_english(other, house, JENS)
    other.goto(LOG)
    expect(other.locator("#waiting")).to_contain_text("until the colleague who logged it signs in here: 1.")
    clerk.evaluate("window.dispatchEvent(new Event('online'))")
    expect(clerk.locator("#waiting")).to_contain_text("until the colleague who logged it signs in here: 1.")
    assert kept(house, note) == []
    device.clear_cookies()
    sign_in_in_english(other, house, METTE)
    other.goto(LOG)
    expect(other.locator("#said")).to_contain_text("Logged: Tax, German, solved.")
    assert len(kept(house, note)) == 1


def test_only_the_log_is_kept_for_when_the_network_is_away(clerk: Page, device: BrowserContext) -> None:
    addresses = clerk.evaluate(
        "async () => (await (await caches.open((await caches.keys())[0])).keys()).map((each) => each.url)"
    )
    places = {re.sub(r"^http://[^/]+", "", address).partition("?")[0] for address in addresses}
    assert LOG in places
    assert all(place == LOG or place.startswith("/static/") or place.endswith("/colours.css") for place in places)
    device.set_offline(True)
    assert "ERR_INTERNET_DISCONNECTED" in str(failure_of(clerk, "/desk/fjordby/enquiries"))
    assert "ERR_INTERNET_DISCONNECTED" in str(failure_of(clerk, "/desk/bakkeby/log"))


def failure_of(page: Page, address: str) -> Exception | None:
    try:
        page.goto(address)
    except Exception as error:
        return error
    return None


# --- as all pages


@LOOKED_AT
def test_nothing_is_wrong_with_the_page(
    languages: list[str], widths: tuple[int, ...], guest: Guest, house: House
) -> None:
    faults = []
    for language in languages:
        page = guest(language)
        sign_in(page, house, METTE)
        page.locator(f"button[name=language][value={language}]").click()
        page.wait_for_load_state()
        page.goto(LOG)
        page.locator(".tile label").first.click()
        page.locator("#call summary").click()
        page.locator("#outcome").click()
        page.locator("#said .alert-success").wait_for()
        faults += faults_of(page, LOG, language, widths=widths)
    assert faults == []
