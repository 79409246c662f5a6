"""Guides, checklists and events, as somebody reads them who has no script."""

import pytest

from tests.cast import an_article
from tests.guidance.tables import a_checklist_in_the_house, a_guide_in_the_house
from tests.web.conftest import OpenHouse

GUIDE = "/fjordby/en/guides/exchange"
LIST = "/fjordby/en/checklists/arrival"


@pytest.fixture
def guided(house: OpenHouse) -> OpenHouse:
    with house.write() as session:
        an_article(session, house.cast, "foreign-driving-licence")
        a_guide_in_the_house(session)
        a_checklist_in_the_house(session)
    return house


def test_one_question_after_another_leads_to_her_rule(guided: OpenHouse) -> None:
    browser = guided.browser()
    first = browser.get(GUIDE)
    assert "Where was it issued?" in first.text
    assert '<option value="GB-NIR">Northern Ireland</option>' in first.text
    second = browser.get(GUIDE, params={"issued-in": "BR"})
    assert "When did you move?" in second.text
    assert '<input type="hidden" name="issued-in" value="BR">' in second.text
    told = browser.get(GUIDE, params={"issued-in": "BR", "settled": "2026-12-01"}).text
    assert "Do exchange (en)" in told
    assert "Sunday, 30 May 2027" in told
    assert "(180 days after 1 December 2026). Offices are closed that day: go there by Friday, 28 May 2027." in told
    assert "You were not disqualified." in told
    assert "Brazil" in told
    assert f'href="{GUIDE}?issued-in=BR">Change' in told, "each answer can be changed by itself"


def test_who_does_not_know_yet_goes_on_without(guided: OpenHouse) -> None:
    page = guided.browser().get(GUIDE, params={"issued-in": "BR"})
    assert f'href="{GUIDE}?issued-in=BR&amp;settled=unknown"' in page.text
    told = guided.browser().get(GUIDE, params={"issued-in": "BR", "settled": "unknown"}).text
    assert "No later than 180 days after the day it counts from" in told


def test_a_rule_that_is_not_certain_leads_to_the_named_person_with_the_answers_written_down(guided: OpenHouse) -> None:
    told = guided.browser().get(GUIDE, params={"issued-in": "JP"}).text
    assert "A colleague has to confirm this" in told
    assert "<strong>Jens</strong> (Officer) knows this." in told
    asked = guided.browser().get("/fjordby/en/ask", params={"q": "Where was it issued? Japan", "topic": "driving"})
    assert "q=Your+licence+%28en%29%0AWhere+was+it+issued%3F+Japan%0A&amp;topic=driving" in told
    assert '<option value="driving" selected>' in asked.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"issued-in": "XX"}, "There is no country with the code “XX”"),
        ({"issued-in": "<b>"}, "There is no country with the code “&lt;B&gt;”"),
        ({"issued-in": ""}, "Please answer this question."),
        ({"issued-in": "BR", "settled": "2027-02-31"}, "There is no such day"),
        ({"issued-in": "BR", "settled": "1815-06-18"}, "it must lie between 1 January 1930 and"),
    ],
)
def test_a_bad_answer_is_said_beside_its_question_and_the_others_are_kept(
    guided: OpenHouse, given: dict[str, str], said: str
) -> None:
    page = guided.browser().get(GUIDE, params=given)
    assert page.status_code == 422
    assert said in page.text
    assert ('name="issued-in" value="BR"' in page.text) == (given["issued-in"] == "BR")


def test_a_language_link_keeps_the_answers(guided: OpenHouse) -> None:
    page = guided.browser().get(GUIDE, params={"issued-in": "BR", "settled": "2026-12-01"})
    assert 'href="/fjordby/de/guides/exchange?issued-in=BR&amp;settled=2026-12-01"' in page.text


def test_a_guide_in_another_language_says_which(guided: OpenHouse) -> None:
    page = guided.browser().get("/fjordby/da/guides/exchange")
    assert '<h1 lang="en">Your licence (en)</h1>' in page.text


def test_a_checklist_shows_her_steps_with_real_days(guided: OpenHouse) -> None:
    page = guided.browser().get(LIST, params={"audience": "third", "arrival": "2027-02-01", "household": "alone"}).text
    assert "3 steps" in page
    assert "No later than <strong>Saturday, 6 February 2027</strong>" in page
    assert "Offices are closed that day: go there by Friday, 5 February 2027." in page
    assert "Best done: 2 working days before the first working day" in page
    assert '<option value="third" selected>' in page


def test_a_checklist_keeps_to_what_she_said_and_marks_what_she_did_not(guided: OpenHouse) -> None:
    browser = guided.browser()
    assert "Only for citizens of other countries" in browser.get(LIST).text
    assert "Do permit" not in browser.get(LIST, params={"audience": "eu"}).text
    assert "Do permit" not in browser.get(LIST).text, "she is remembered"


def test_a_commuter_is_led_to_her_own_list(guided: OpenHouse) -> None:
    page = guided.browser().get(LIST, params={"commuter": "yes", "arrival": "2027-02-01"})
    assert page.url.path == "/fjordby/en/checklists/commuters"
    assert page.url.params["arrival"] == "2027-02-01"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"arrival": "1950-01-01"}, "it must lie between"),
        ({"arrival": "2027-02-31"}, "There is no such day"),
        ({"children": "-1"}, "a whole number from 0 to 20"),
        ({"audience": "martian"}, "choose one of the possibilities"),
    ],
)
def test_a_bad_word_about_herself_is_said_and_the_steps_stay(
    guided: OpenHouse, given: dict[str, str], said: str
) -> None:
    page = guided.browser().get(LIST, params=given)
    assert page.status_code == 422
    assert said in page.text
    assert "3 steps" in page.text


def test_guides_and_checklists_are_found_from_the_front_page_their_topic_and_their_article(guided: OpenHouse) -> None:
    browser = guided.browser()
    for address in ("/fjordby/en/", "/fjordby/en/topics/driving", "/fjordby/en/articles/foreign-driving-licence"):
        assert f'href="{GUIDE}"' in browser.get(address).text, address
    assert f'href="{LIST}"' in browser.get("/fjordby/en/topics/registration").text


@pytest.mark.parametrize("page", ["guides/nothing", "checklists/nothing"])
def test_what_is_not_there_is_not_found(guided: OpenHouse, page: str) -> None:
    assert guided.browser().get(f"/fjordby/en/{page}").status_code == 404


def test_without_events_the_page_says_so(house: OpenHouse) -> None:
    assert "Nothing is planned at the moment." in house.browser().get("/fjordby/en/events").text
