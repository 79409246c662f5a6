"""Every page, in every language, wide and narrow: nothing that axe finds, one h1, no scrolling sideways."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Page, expect

from app.core import clock
from app.core.database import Database, open_database
from app.insight.actions import keep_counts
from app.insight.counting import Search
from app.people.queries import municipality
from tests.browser.conftest import Guest, sign_in
from tests.houses import House
from tests.visitors import Visitor

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
ABOUT = """() => ({
    language: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    links: Array.from(document.querySelectorAll('a'), link => link.getAttribute('href')),
})"""
RUN_AXE = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
WIDE, NARROW = 1200, 390
LANGUAGES = ["da", "en", "de"]
BOTH = (NARROW, WIDE)
# Every day the language with the longest words on a telephone; every language, and wide too, before anything goes in.
LOOKED_AT = pytest.mark.parametrize(
    ("languages", "widths"),
    [
        pytest.param(["de"], (NARROW,), id="German, narrow"),
        pytest.param(LANGUAGES, BOTH, id="every language", marks=pytest.mark.long),
    ],
)
METTE, KAREN, ANDERS = "mette@fjordby.example.org", "karen@example.org", "anders@example.org"


@dataclass(frozen=True)
class Lived:
    """What happened in the house before its pages are looked at."""

    open: str
    answered: str
    referred: str
    withdrawn: str
    question: str  # an answered one, as staff sees it
    draft: str  # the article made of it


@pytest.fixture(scope="session")
def lived(house: House) -> Lived:
    """Questions in every state, and an article that was begun."""
    with Visitor(house) as ola, Visitor(house) as mette:
        mette.sign_in(METTE)
        ask = {"name": "Ola Nordmann", "email": "ola@example.org", "country": "NO", "topic": "driving"}
        answered = ola.ask("May I drive here with a licence from Norway? My CPR number is 271188-4093.", **ask)
        question = newest(mette)
        reply = mette.open(question).form("/messages")
        mette.send(reply, text="Yes, you may.\n\nhttps://www.fstyr.dk/", link=reply.choices["link"][0])
        draft = mette.send(mette.open(question).form("/article")).path.partition("?")[0]
        page = mette.open(draft)
        mette.send(page.form(draft), body="A text {{ figure.nothing }} with a fault.", why="To see what it says")
        referred = ola.ask(**ask)
        mette.send(mette.open(newest(mette)).form("/close"), outcome="referred", referred_to="SIRI")
        withdrawn = ola.ask(**ask)
        ola.send(withdrawn.form("/withdraw"), sure="yes")
        waiting = ola.ask(**ask)
    search_in_vain(house, "May I moor my boat in the harbour?")
    keys = [page.path.rpartition("/")[2] for page in (waiting, answered, referred, withdrawn)]
    return Lived(*keys, question=question, draft=draft)


def search_in_vain(house: House, text: str) -> None:
    """People in Fjordby do so on three days, and then open an article."""
    database = Database(open_database(house.database_url))
    with database.write() as session:
        place = municipality(session, "fjordby")
        assert place is not None
        for day in (clock.today() - timedelta(days=ago) for ago in range(3)):
            for language, slug in product(LANGUAGES, ("", "cpr-number")):
                keep_counts(session, Counter({Search(place.id or 0, language, text, day, slug): 2}))
    database.engine.dispose()


def newest(staff: Visitor) -> str:
    lines = staff.open("/desk/fjordby/enquiries?whose=all&state=open").links
    return next(link for link in lines if re.search(r"/enquiries/\d+$", link))


# --- what must be true of each page


OF_THE_PLACE, OF_THE_HOUSE = ("privacy", "accessibility"), ("was",)


def faults_of(
    page: Page, name: str, language: str, *, links: tuple[str, ...] = OF_THE_HOUSE, widths: tuple[int, ...] = BOTH
) -> list[str]:
    """What is wrong with the page that is open. `links` is where it must lead, by the ends of addresses."""
    page.wait_for_load_state()  # a page that was come to by a form may still wait for its style
    about, faults = page.evaluate(ABOUT), []
    if (shown := about["language"]) != language:
        faults.append(f"is in {shown}")
    if (headings := about["headings"]) != 1:
        faults.append(f"has {headings} h1")
    if not re.search(r"\S – \S", page.title()):
        faults.append(f"is called {page.title()!r}")
    there = [link for link in about["links"] if link]
    faults += [f"has no link to {end}" for end in links if not any(link.endswith(f"/{end}") for link in there)]
    page.evaluate(AXE)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        faults += [f"at {width}: {violation}" for violation in map(_in_short, page.evaluate(RUN_AXE))]
        if (reach := page.evaluate("document.documentElement.scrollWidth")) > width:
            faults.append(f"at {width}: is {reach} wide")
    return [f"{name} ({language}) {fault}" for fault in faults]


def _in_short(violation: dict[str, Any]) -> str:
    where = "; ".join(f"{node['target']} {node['html'][:150]}" for node in violation["nodes"][:3])
    return f"{violation['id']}: {where}"


@LOOKED_AT
def test_nothing_is_wrong_with_the_pages_for_everybody(
    languages: list[str], widths: tuple[int, ...], guest: Guest, lived: Lived
) -> None:
    faults = []
    for language in languages:
        faults += faults_for_everybody(guest(language), language, lived, widths)
    assert faults == []


def faults_for_everybody(page: Page, language: str, lived: Lived, widths: tuple[int, ...]) -> list[str]:
    home = f"/fjordby/{language}/"
    outside = {
        "choice": "/?choose=1",
        "choice without a result": "/?place=Atlantis",
        "no such municipality": "/nowhere",
    }
    inside = {
        "front": home,
        "no such page": home + "nowhere",
        "no such article": home + "articles/nothing",
        "found": home + "search?q=koerekort",
        "not found": home + "search?q=xyzzy+plugh",
        "number in a search": home + "search?q=my+cpr+271188-4093",
        "topic": home + "topics/driving",
        "article": home + "articles/foreign-driving-licence?audience=commuter",
        "another article": home + "articles/cpr-number",
        "local article": home + "articles/harbour-workers-reception",
        "guide": home + "guides/foreign-driving-licence",
        "guide with a country": home + "guides/foreign-driving-licence?stay=settled",
        "guide with a bad answer": home + "guides/foreign-driving-licence?stay=settled&issuing-area=XX",
        "rule": home + "guides/foreign-driving-licence?stay=temporary",
        "rule to confirm": home + "guides/foreign-driving-licence?stay=settled&issuing-area=HK&settled-on=unknown",
        "checklist": home + "checklists/arrival",
        "her checklist": home + "checklists/arrival?audience=third&household=children&arrival=2027-02-06",
        "checklist with a bad day": home + "checklists/arrival?arrival=1950-01-01",
        "events": home + "events",
        "ask": home + "ask?q=May+I+drive&topic=driving",
        "people": home + "people",
        "privacy": home + "privacy",
        "accessibility": home + "accessibility",
        "open question": home + "enquiries/" + lived.open,
        "answered question": home + "enquiries/" + lived.answered,
        "referred question": home + "enquiries/" + lived.referred,
        "withdrawn question": home + "enquiries/" + lived.withdrawn,
    }
    faults = []
    for name, address in outside.items():
        page.goto(address)
        faults += faults_of(page, name, language, widths=widths)
    for name, address in inside.items():
        page.goto(address)
        faults += faults_of(page, name, language, links=OF_THE_PLACE, widths=widths)
    page.goto(home + "ask")
    page.locator("#email").fill("nobody")
    page.locator("form[action$='/ask'] button[type=submit]").click()
    expect(page.locator("#error-summary")).to_be_visible()
    faults += faults_of(page, "faulty question", language, links=OF_THE_PLACE, widths=widths)
    page.goto(home + "enquiries/" + lived.open)
    page.locator("form[action$='/messages'] button.button-primary").click()
    expect(page.locator("#error-summary")).to_be_visible()
    faults += faults_of(page, "faulty message", language, links=OF_THE_PLACE, widths=widths)
    return faults


def in_their_language(page: Page, language: str) -> None:
    """Somebody of the staff chooses the language of her pages."""
    page.locator(f"button[name=language][value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


@LOOKED_AT
def test_nothing_is_wrong_with_the_pages_of_the_desk(
    languages: list[str], widths: tuple[int, ...], guest: Guest, house: House, lived: Lived
) -> None:
    page = guest("en-GB")
    sign_in(page, house, METTE)
    desk, faults = "/desk/fjordby/", []
    addresses = {
        "desk": desk,
        "found": desk + "?q=foreign+licence&speaks=de",
        "nothing found": desk + "?q=xyzzy+plugh",
        "checklists and questions found": desk + "?q=May+I+drive+here%2C+first+steps",
        "one group of what was found": desk + "?q=licence&only=articles",
        "article": desk + "articles/foreign-driving-licence",
        "people": desk + "people",
        "people who fit": desk + "people?topic=driving&lang=en",
        "people who are asked": desk + "people?q=Japanese+driving+licence&lang=de",
        "entry": desk + "people/jens",
        "entry to change": desk + "people/jens/edit",
        "questions": desk + "enquiries?whose=all&state=open",
        "closed questions": desk + "enquiries?whose=all&state=closed",
        "log": desk + "enquiries/new",
        "question": lived.question,
        "no such question": desk + "enquiries/4711",
    }
    for language in languages:
        page.goto(desk)
        in_their_language(page, language)
        for name, address in addresses.items():
            page.goto(address)
            faults += faults_of(page, name, language, widths=widths)
        page.goto(lived.question)
        page.locator("form[action$='/messages'] button.button-primary").click()
        expect(page.locator("#error-summary")).to_be_visible()
        faults += faults_of(page, "faulty answer", language, widths=widths)
    assert faults == []


@LOOKED_AT
def test_nothing_is_wrong_with_the_pages_of_the_studio(
    languages: list[str], widths: tuple[int, ...], guest: Guest, house: House, lived: Lived
) -> None:
    page, other = guest("en-GB"), guest("en-GB")
    for editor in (page, other):
        sign_in(editor, house, METTE)
    studio, faults = "/studio/fjordby/", []
    addresses = {
        "articles": studio,
        "new article": studio + "articles/new",
        "faulty text": lived.draft,
        "revision": lived.draft + "/revisions/1",
        "translation": studio + "articles/harbour-workers-reception/de",
        "own texts": studio + "articles/cpr-number/supplements",
        "searched in vain": studio + "missed",
    }
    for language in languages:
        page.goto("/desk/fjordby/")
        in_their_language(page, language)
        for name, address in addresses.items():
            page.goto(address)
            faults += faults_of(page, name, language, widths=widths)
        page.goto(studio + "articles/harbour-workers-reception/de")
        page.locator("button[formaction$='/preview']").click()
        expect(page.locator(".preview-bar")).to_be_visible()
        faults += faults_of(page, "preview", language, widths=widths)
        page.goto(studio + "articles/new")
        page.locator("form:has(#slug) button[type=submit]").click()
        expect(page.locator("[aria-invalid=true]").first).to_be_visible()
        faults += faults_of(page, "faulty article", language, widths=widths)
        page.goto(lived.draft)
        other.goto(lived.draft)
        other.locator("#why").fill(f"First, in {language}")
        other.locator(f"form[action='{lived.draft}'] button[type=submit]").first.click()
        expect(other.get_by_role("status")).to_be_visible()
        page.locator(f"form[action='{lived.draft}'] button[type=submit]").first.click()
        expect(page.locator(".conflict")).to_be_visible()
        faults += faults_of(page, "conflict", language, widths=widths)
    assert faults == []


@LOOKED_AT
def test_nothing_is_wrong_with_the_pages_of_coordinator_and_administrator(
    languages: list[str], widths: tuple[int, ...], guest: Guest, house: House
) -> None:
    karen, anders, faults = guest("en-GB"), guest("en-GB"), []
    sign_in(karen, house, KAREN)
    anders.goto("/sign-in")
    faults += faults_of(anders, "sign-in", "en", widths=widths)
    anders.locator("#email").fill(ANDERS)
    anders.locator("#password").fill("not the right password")
    anders.get_by_role("button", name="Sign in").click()
    faults += faults_of(anders, "refused sign-in", "en", widths=widths)
    anders.locator("#email").fill(ANDERS)
    anders.locator("#password").fill(house.sign_ins()[ANDERS])
    anders.get_by_role("button", name="Sign in").click()
    anders.wait_for_url("**/second-factor")
    faults += faults_of(anders, "second factor", "da", widths=widths)
    key = anders.locator(".key").inner_text().replace(" ", "")
    anders.locator("#code").fill(pyotp.TOTP(key).now())
    anders.locator("form[action$='/second-factor'] button[type=submit]").click()
    anders.wait_for_url("**/desk/**")
    for language in languages:
        karen.goto("/desk/fjordby/")
        in_their_language(karen, language)
        for name, address in {
            "shared articles": "/studio/shared/",
            "searched in vain": "/studio/shared/missed",
            "shared text": "/studio/shared/articles/cpr-number/da",
            "shared translation": "/studio/shared/articles/cpr-number/de",
        }.items():
            karen.goto(address)
            faults += faults_of(karen, name, language, widths=widths)
        anders.goto("/desk/fjordby/")
        in_their_language(anders, language)
        for name, address in {"outbox": "/desk/fjordby/outbox", "desk": "/desk/fjordby/"}.items():
            anders.goto(address)
            faults += faults_of(anders, name, language, widths=widths)
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign_in_speaks_the_browsers_language(language: str, guest: Guest) -> None:
    page = guest(language)
    page.goto("/sign-in")
    assert faults_of(page, "sign-in", language) == []


def test_what_is_wrong_with_a_page_is_found(guest: Guest) -> None:
    """So that nothing found means that nothing is there."""
    page = guest("en-GB")
    page.goto("/fjordby/en/ask")
    page.evaluate("""() => {
        document.documentElement.lang = "tlh";
        document.querySelector("label[for=email]").remove();
        document.querySelector("#email").removeAttribute("aria-describedby");
        document.querySelector("main").insertAdjacentHTML("beforeend", "<h1>Two</h1><p>" + "x".repeat(500) + "</p>");
        document.querySelectorAll("a").forEach(link => link.remove());
    }""")
    found = "\n".join(faults_of(page, "ask", "en", links=OF_THE_PLACE))
    for fault in (
        "is in tlh",
        "has 2 h1",
        "has no link to privacy",
        "has no link to accessibility",
        "at 1200: label: ['#email']",
        "at 390: label: ['#email']",
        "at 390: is ",
    ):
        assert f"ask (en) {fault}" in found


# --- the keyboard


def test_a_question_is_asked_with_the_keyboard_alone(guest: Guest, scripts: bool) -> None:
    page = guest("en-GB", scripts=scripts)
    page.goto("/fjordby/en/ask")
    keys = page.keyboard
    keys.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    expect(page.locator(":focus")).to_be_in_viewport()
    keys.press("Enter")
    expect(page).to_have_url(re.compile("#main-content$"))

    tab_to(page, "text")
    keys.type("May I drive here with a licence from Japan?")
    tab_to(page, "topic")
    keys.type("Driv")
    tab_to(page, "email")
    keys.type("not an address")
    keys.press("Enter")

    expect(page.locator("#error-summary")).to_be_visible()
    expect(page.locator("#text")).to_have_value("May I drive here with a licence from Japan?")
    tab_to_link(page, "This is not an e-mail address. It looks like name@example.org.")
    keys.press("Enter")
    tab_to(page, "email")
    keys.press("Control+A")
    keys.type("ola@example.org")
    while page.locator(":focus").get_attribute("type") != "submit":
        keys.press("Tab")
    keys.press("Enter")

    expect(page.get_by_text("We have your question")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Jens Prøvesen has it.")


def tab_to(page: Page, field: str) -> None:
    _tab_until(page, lambda: page.locator(":focus").get_attribute("id") == field)


def tab_to_link(page: Page, words: str) -> None:
    _tab_until(page, lambda: page.locator(":focus").inner_text() == words)


def _tab_until(page: Page, there: Callable[[], bool]) -> None:
    for _ in range(60):
        if page.locator(":focus").count() and there():
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard never comes there")
