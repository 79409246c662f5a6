"""What is counted while people search: in vain, opened, asked after all; and never who, nor at the cost of a page."""

import logging
import re
from collections import Counter

import pytest
from httpx2 import Response
from sqlmodel import select

from app.insight.counting import Search
from app.insight.models import Missed, Opened
from app.web import counting
from app.web.house import House
from tests.cast import TODAY, an_article
from tests.web.conftest import Browser, OpenHouse

SEARCH = "/fjordby/en/search"
OPENED = "/fjordby/en/opened"
ANSWERED = "foreign driving licence"
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def with_licence(house: OpenHouse) -> OpenHouse:
    """The house with an article that search is sure of."""
    with house.write() as session:
        texts = {"da": "Udenlandsk kørekort", "en": "Foreign driving licence", "de": "Der Führerschein und wo er gilt"}
        an_article(session, house.cast, "licence", texts=texts, phrasings=[ANSWERED])
        for number in range(20):
            an_article(session, house.cast, texts={"en": f"Something else, number {number}"})
    house.index()
    return house


def inside(house: OpenHouse) -> House:
    found: House = house.app.state.house
    return found


def counted(house: OpenHouse) -> dict[str, int]:
    """What was counted and not written down yet: words, and how often."""
    return {event.text: times for event, times in inside(house).counts.take().items()}


def opens(browser: Browser, *, address: str = OPENED, headers: dict[str, str] | None = None, **told: str) -> Response:
    given = {"words": "licence", "language": "en", "article": "/fjordby/en/articles/licence", **told}
    return browser.post(address, data=given, headers=OURS if headers is None else headers)


def test_a_search_in_vain_counts_and_one_that_is_answered_does_not(with_licence: OpenHouse) -> None:
    browser = with_licence.browser()
    answered = browser.get(SEARCH, params={"q": ANSWERED}).text
    assert 'id="answer"' in answered
    for _ in range(2):
        browser.get(SEARCH, params={"q": "zeppelin  mooring"})
    browser.get(SEARCH)
    browser.get("/api/v1/search", params={"q": "zeppelin hangar", "municipality": "fjordby"})
    browser.get("/api/v1/search", params={"q": ANSWERED, "municipality": "fjordby", "lang": "en"})
    assert counted(with_licence) == {"zeppelin mooring": 2, "zeppelin hangar": 1}


def test_where_there_is_no_index_nothing_is_missed(house: OpenHouse) -> None:
    assert house.browser().get(SEARCH, params={"q": "zeppelin mooring"}).status_code == 200
    assert counted(house) == {}


def test_what_is_written_down_has_town_language_and_day_and_no_numbers(with_licence: OpenHouse) -> None:
    browser = with_licence.browser()
    browser.get(SEARCH, params={"q": "Zeppelin 150955-8231 or 22334455"})
    browser.get("/bakkeby/de/search", params={"q": "wo ist der Zeppelin und warum"})
    counting.write_down(inside(with_licence))
    with with_licence.read() as session:
        rows = {
            (row.municipality_id, row.language, row.words, row.day, row.count) for row in session.exec(select(Missed))
        }
    assert rows == {
        (with_licence.cast.fjordby.id, "en", "zeppelin … or …", TODAY, 1),
        (with_licence.cast.bakkeby.id, "de", "wo ist der zeppelin und warum", TODAY, 1),
    }


def test_a_question_in_the_words_that_search_answered_counts_as_missed(with_licence: OpenHouse) -> None:
    browser, words = with_licence.browser(), ANSWERED
    found = browser.get(SEARCH, params={"q": words}).text
    assert "&amp;answered=en" in found
    form = browser.get("/fjordby/en/ask", params={"q": words, "answered": "en"}).text
    assert f'name="searched" value="{words}"' in form and 'name="searched_in" value="en"' in form
    for text in ("Something else", f"{words.upper()}!"):
        asked = browser.fill("/fjordby/en/ask", page="/fjordby/en/ask", text=text, searched=words, searched_in="en")
        assert asked.status_code == 303
    assert counted(with_licence) == {f"{words.upper()}!": 1}
    browser.fill("/fjordby/en/ask", page="/fjordby/en/ask", text="zeppelin mooring")  # the search counted already
    assert counted(with_licence) == {}
    assert "answered=" not in browser.get(SEARCH, params={"q": "zeppelin mooring"}).text


def test_what_is_opened_after_a_search_counts(with_licence: OpenHouse) -> None:
    browser = with_licence.browser()
    page = browser.get(SEARCH, params={"q": 'a "zeppelin" & more'}).text
    assert f'data-opened="{OPENED}" data-words="a &#34;zeppelin&#34; &amp; more" data-language="en"' in page
    assert counted(with_licence) == {'a "zeppelin" & more': 1}
    answer = opens(browser)
    assert (answer.status_code, answer.content, "set-cookie" in answer.headers) == (204, b"", False)
    counting.write_down(inside(with_licence))
    with with_licence.read() as session:
        [row] = session.exec(select(Opened)).all()
    assert (row.municipality_id, row.language, row.folded, row.slug, row.day, row.count) == (
        with_licence.cast.fjordby.id,
        "en",
        "licence",
        "licence",
        TODAY,
        1,
    )


def test_only_our_own_pages_are_believed_and_everybody_is_answered_alike(with_licence: OpenHouse) -> None:
    browser = with_licence.browser()
    hostile = [
        opens(browser, headers={}),
        opens(browser, headers={"sec-fetch-site": "cross-site"}),
        opens(browser, article="/fjordby/en/articles/nothing"),
        opens(browser, article="x" * 100_000),
        opens(browser, words="x" * 100_000),
        browser.post(OPENED, headers=OURS),
    ]
    assert {answer.status_code for answer in hostile} == {204}
    assert counted(with_licence) == {}
    assert opens(browser, address="/nowhere/en/opened").status_code == 404
    assert browser.get(OPENED, follow_redirects=False).status_code == 303, "no page: a person is led to one"
    opens(browser, language="tlh'; --")
    assert [event.language for event in inside(with_licence).counts.take()] == ["en"]


def test_counts_that_cannot_be_written_are_lost_and_nothing_else(
    with_licence: OpenHouse, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("zeppelin")

    browser = with_licence.browser()
    browser.get(SEARCH, params={"q": "zeppelin mooring"})
    monkeypatch.setattr(counting, "keep_counts", fail)
    caplog.set_level(logging.INFO)
    counting.write_down(inside(with_licence))
    [said] = [record.getMessage() for record in caplog.records if record.name == counting.log.name]
    assert re.fullmatch(r"1 counts of searches are lost: RuntimeError at [\w.: <]+", said)
    assert browser.get(SEARCH, params={"q": "zeppelin mooring"}).status_code == 200


def test_a_thread_writes_down_what_was_counted_and_at_the_end_the_rest(
    with_licence: OpenHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[Counter[Search]] = []
    monkeypatch.setattr(counting, "keep_counts", lambda _, counts: batches.append(counts))
    with counting.counting(inside(with_licence)):
        with_licence.browser().get(SEARCH, params={"q": "zeppelin mooring"})
    assert sum(batch.total() for batch in batches) == 1


def test_switched_off_nothing_is_counted_and_no_page_speaks_of_it(with_licence: OpenHouse) -> None:
    browser = with_licence.browser()
    assert "counted by the day" in browser.get("/fjordby/en/privacy").text
    house = inside(with_licence)
    switched_off = House(house.settings.model_copy(update={"learning": "off"}), house.database)
    with_licence.app.state.house = switched_off
    try:
        assert "data-opened" not in browser.get(SEARCH, params={"q": "zeppelin mooring"}).text
        opens(browser)
        assert not switched_off.counts.take()
        assert "counted by the day" not in browser.get("/bakkeby/en/privacy").text
    finally:
        with_licence.app.state.house = house
