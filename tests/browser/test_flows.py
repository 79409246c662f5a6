"""Three walks through the house, as the people walk them: with scripts and without."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from app.core import clock
from tests.browser.conftest import Guest, sign_in
from tests.houses import House, eventually

METTE, JENS, KAREN = "mette@fjordby.example.org", "jens@fjordby.example.org", "karen@example.org"
FOUND_WITHIN = 5  # seconds from publishing to being found


def search(page: Page, words: str) -> None:
    page.get_by_label("Ask in your own words").fill(words)
    page.get_by_role("button", name="Search").click()


def test_a_newcomer_finds_the_article_of_her_municipality(guest: Guest, scripts: bool) -> None:
    page = guest("pl-PL", scripts=scripts, width=390)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")  # nothing Polish here: English
    page.get_by_label("Postcode or town").fill("6998")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("banner")).to_contain_text("Fjordby Municipality")
    page.get_by_role("navigation", name="Choose language").get_by_role("link", name="Dansk").click()
    expect(page.locator("html")).to_have_attribute("lang", "da")
    page.get_by_role("navigation", name="Vælg sprog").get_by_role("link", name="English").click()

    search(page, "koerekort")
    page.get_by_role("link", name="Exchange your foreign driving licence").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Exchange your foreign driving licence")
    article = page.get_by_role("article")
    expect(article).to_contain_text("In Fjordby you book a time for driving licences at desk 5.")
    expect(article).to_contain_text("00 10 20 40")  # the slot of the contact, filled by Fjordby
    about = page.get_by_role("complementary", name="About this text")
    expect(about).to_contain_text(re.compile(r"Last checked on \d+ \w+ 2026\."))
    expect(about.get_by_role("link", name="Danish police, foreign driving licences")).to_have_attribute(
        "href", "https://politi.dk/koerekort/udenlandske-koerekort"
    )
    about.get_by_role("link", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.get_by_role("article")).to_contain_text("Fjordby")

    page.goto("/")  # her municipality is remembered
    expect(page).to_have_url(re.compile("/fjordby/"))


def test_which_result_was_opened_is_told_without_a_word_about_the_reader(guest: Guest) -> None:
    page = guest("en-GB")
    page.goto("/fjordby/en/search?q=foreign+licence")
    with page.expect_request("**/fjordby/en/opened") as told:
        page.locator("#hits a[href*='/articles/']").first.click()
    expect(page).to_have_url(re.compile(r"/fjordby/en/articles/[a-z-]+(#[a-z-]+)?$"))
    slug = re.sub(r".*/|#.*", "", page.url)
    sent = f"words=foreign+licence&language=en&article=%2Ffjordby%2Fen%2Farticles%2F{slug}"
    assert (told.value.method, told.value.post_data) == ("POST", sent)


def test_a_question_becomes_an_answer_and_the_answer_an_article(guest: Guest, scripts: bool, house: House) -> None:
    animal = "axolotls" if scripts else "hedgehogs"
    ola = guest("en-GB", scripts=scripts)
    ola.goto("/fjordby/en/ask")
    notes = ola.get_by_role("main")
    for note in (
        "You get guidance. It is not a decision in your case.",
        "Please write no CPR, passport or bank numbers here.",
        "Not for emergencies: call 112.",
    ):
        expect(notes).to_contain_text(note)
    ola.get_by_label("Your question").fill(f"May I take my two {animal} along in the car, and who checks that?")
    ola.get_by_label("What is it about?").select_option("driving")
    ola.get_by_label("Your name").fill("Ola Nordmann")
    ola.get_by_label("E-mail").fill("ola@example.org")
    ola.get_by_role("button", name="Send the question").click()

    expect(ola.get_by_text("We have your question")).to_be_visible()
    receipt = ola.get_by_role("main")
    expect(receipt).to_contain_text("Jens Prøvesen has it.")
    expect(receipt).to_contain_text(a_promise())
    expect(receipt).to_contain_text("Not for emergencies: call 112.")
    link = ola.get_by_role("region", name="Keep this link").locator(".mono").inner_text()
    assert link == ola.url

    jens = guest("da-DK", scripts=scripts)
    sign_in(jens, house, JENS)
    expect(jens.locator(".question-line").first).to_be_visible()  # it waits for him where he begins
    open_newest_question(jens, "?whose=mine")
    expect(jens.get_by_role("main")).to_contain_text(f"my two {animal}")
    jens.locator("#text").fill(f"Yes, {animal} may travel in the car when they sit in a closed box.")
    jens.locator("form[action$='/messages'] button.button-primary").click()
    expect(jens.get_by_role("status")).to_be_visible()

    ola.goto(link)
    expect(ola.get_by_role("main")).to_contain_text("Your question has been answered by Jens Prøvesen.")
    expect(ola.get_by_role("main")).to_contain_text("when they sit in a closed box")
    ola.get_by_label("Write back").fill("Thank you! How large must the box be?")
    ola.get_by_role("button", name="Send", exact=True).click()
    expect(ola.get_by_role("main")).to_contain_text("How large must the box be?")
    expect(ola.get_by_text("We have your question")).to_be_visible()

    mette = guest("da-DK", scripts=scripts)
    sign_in(mette, house, METTE)
    open_newest_question(mette, "?whose=all&state=open")
    expect(mette.get_by_role("main")).to_contain_text("How large must the box be?")
    mette.locator("form[action$='/article'] button[type=submit]").click()
    mette.wait_for_url("**/studio/fjordby/articles/**")
    assert "Ola" not in mette.get_by_role("main").inner_text()
    title = f"Travelling with {animal}"
    mette.locator("#title").fill(title)
    mette.locator("#summary").fill(f"In the car, {animal} sit in a closed box.")
    mette.locator("#body").fill(f"## In the car {{#in-the-car}}\n\nPut your {animal} into a **closed box**.")
    mette.locator("button[formaction$='/preview']").click()
    expect(mette.get_by_role("heading", level=1)).to_have_text(title)
    expect(mette.get_by_role("article").locator("strong")).to_have_text("closed box")
    assert not found(ola, animal, title), "a preview publishes nothing"
    mette.locator("button[formaction$='/publish']").click()
    expect(mette.get_by_role("status")).to_be_visible()
    studio = mette.url

    assert eventually(lambda: found(ola, animal, title), seconds=FOUND_WITHIN)
    ola.get_by_role("link", name=title).first.click()
    expect(ola.get_by_role("article")).to_contain_text(f"Put your {animal} into a closed box.")

    mette.goto(studio)
    mette.locator("form[action$='/take-back'] button[type=submit]").click()
    expect(mette.get_by_role("status")).to_be_visible()
    assert eventually(lambda: not found(ola, animal, title), seconds=FOUND_WITHIN)

    ola.goto(link)
    if not ola.get_by_label("Yes, withdraw my question").is_visible():
        ola.get_by_text("Withdraw the question").click()
    ola.get_by_label("Yes, withdraw my question").check()
    ola.get_by_role("button", name="Withdraw", exact=True).click()
    expect(ola.get_by_text("You have withdrawn your question")).to_be_visible()
    open_newest_question(mette, "?whose=all&state=closed")
    expect(mette.get_by_role("main")).not_to_contain_text("ola@example.org")


def open_newest_question(staff: Page, which: str) -> None:
    staff.goto(f"/desk/fjordby/enquiries{which}")
    staff.locator(".question-line a").first.click()


def a_promise() -> re.Pattern[str]:
    """By a working day within a week and a half, written in English."""
    today = clock.in_denmark(clock.now())
    days = [today + timedelta(days=number) for number in range(1, 15)]
    return re.compile("You can expect an answer by (" + "|".join(map(_written, days)) + ") at ")


def _written(day: datetime) -> str:
    return rf"{day:%A},? {day.day} {day:%B}"


def found(page: Page, words: str, title: str) -> bool:
    page.goto("/fjordby/en/search?q=" + words)
    return page.get_by_role("link", name=title).count() > 0


@pytest.fixture
def shared_text(scripts: bool) -> str:
    """Another language for each way, so that one test does not see what the other wrote."""
    return "en" if scripts else "de"


def test_a_shared_article_is_edited_and_both_municipalities_show_it_at_once(
    guest: Guest, scripts: bool, house: House, shared_text: str
) -> None:
    karen, second, reader = guest(scripts=scripts), guest(scripts=scripts), guest(scripts=scripts)
    address = f"/studio/shared/articles/cpr-number/{shared_text}"
    local = {
        "en": {"fjordby": "Kajvej 4", "bakkeby": "International House"},
        "de": {"fjordby": "Kajvej 4", "bakkeby": "Bakketorvet"},
    }[shared_text]
    for editor in (karen, second):
        sign_in(editor, house, KAREN)
        editor.goto(address)
    body = karen.locator("#body").input_value()
    karen.locator("#body").fill(body + "\n\nNew for everybody: bring a pen.")
    karen.locator("button[formaction$='/publish']").click()
    expect(karen.get_by_role("status")).to_be_visible()
    for place, own in local.items():
        reader.goto(f"/{place}/{shared_text}/articles/cpr-number")
        article = reader.get_by_role("article")
        expect(article).to_contain_text("New for everybody: bring a pen.")
        expect(article).to_contain_text(own)
        for other in set(local.values()) - {own}:
            expect(article).not_to_contain_text(other)

    # Somebody else began before that was published. She is told, and loses nothing.
    second.locator("#summary").fill("Mine: register within five days.")
    second.locator("#body").fill(body + "\n\nAlso new: bring a friend.")
    second.locator("button[formaction$='/publish']").click()
    expect(second.get_by_role("heading", name="Karen Fælles")).to_be_visible()
    assert second.locator("#summary").input_value() == "Mine: register within five days."
    assert second.locator("#body").input_value() == body + "\n\nAlso new: bring a friend."
    expect(second.locator(".conflict")).to_contain_text("New for everybody: bring a pen.")
    reader.reload()
    expect(reader.get_by_role("article")).to_contain_text("bring a pen")
    expect(reader.get_by_role("article")).not_to_contain_text("bring a friend")

    # Putting both together goes through.
    second.locator("#body").fill(body + "\n\nNew for everybody: bring a pen.\n\nAlso new: bring a friend.")
    second.locator("button[formaction$='/publish']").click()
    expect(second.get_by_role("status")).to_be_visible()
    reader.reload()
    expect(reader.get_by_role("article")).to_contain_text("bring a pen")
    expect(reader.get_by_role("article")).to_contain_text("bring a friend")
