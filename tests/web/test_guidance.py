"""Guides, checklists and events, as somebody reads them who has no script."""

from datetime import date

import pytest

from app.articles.actions import rename
from app.articles.queries import article_by_slug
from app.events.actions import keep_events
from app.guidance.actions import keep_guide
from app.guidance.queries import guide_tables
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


def test_one_answer_is_changed_and_the_others_stay(guided: OpenHouse) -> None:
    answers = {"issued-in": "BR", "settled": "2026-12-01"}
    told = guided.browser().get(GUIDE, params=answers).text
    assert f'href="{GUIDE}?issued-in=BR&amp;settled=2026-12-01&amp;change=issued-in">Change' in told
    again = guided.browser().get(GUIDE, params={**answers, "change": "issued-in"})
    assert again.status_code == 200
    assert '<option value="BR" selected>Brazil</option>' in again.text
    assert '<input type="hidden" name="settled" value="2026-12-01">' in again.text
    other = guided.browser().get(GUIDE, params={**answers, "issued-in": "JP", "asked": "issued-in"})
    assert "A colleague has to confirm this" in other.text


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
        ({"asked": "issued-in", "issued-in": ""}, "Please answer this question."),
        ({"asked": "issued-in"}, "Please answer this question."),
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
    assert ('name="issued-in" value="BR"' in page.text) == (given.get("issued-in") == "BR")


def test_a_language_link_keeps_what_was_typed(guided: OpenHouse) -> None:
    page = guided.browser().get(GUIDE, params={"issued-in": "BR", "settled": "2027-02-31"})
    assert 'href="/fjordby/de/guides/exchange?issued-in=BR&amp;settled=2027-02-31"' in page.text


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
    said = {"commuter": "yes", "household": ["partner", "children"], "arrival": "2027-02-01"}
    page = guided.browser().get(LIST, params=said)
    assert str(page.url).endswith("/checklists/commuters?household=partner&household=children&arrival=2027-02-01")
    for only in ("commuter=true", "audience=commuter"):
        assert str(guided.browser().get(f"{LIST}?{only}").url).endswith("/fjordby/en/checklists/commuters")
    assert guided.browser().get(f"{LIST}?commuter=no").url.path == LIST
    assert guided.browser().get("/fjordby/en/checklists/commuters?audience=commuter").status_code == 200


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


def test_a_fault_in_what_the_page_does_not_ask_stands_above_its_form(guided: OpenHouse) -> None:
    page = guided.browser().get(LIST, params={"commuter": "perhaps", "children": "-1"}).text
    assert 'href="#children"' in page and 'id="children-error"' in page
    assert 'href="#commuter"' not in page
    assert "<li>Please choose one of the possibilities.</li>" in page


def test_a_withdrawn_guide_is_gone(guided: OpenHouse) -> None:
    with guided.write() as session:
        table = guide_tables(session)["exchange"]
        keep_guide(session, "exchange", table.model_copy(update={"withdrawn": True}))
    assert guided.browser().get(GUIDE).status_code == 404
    assert GUIDE not in guided.browser().get("/fjordby/en/").text


def test_a_guide_follows_its_article_to_its_new_name(guided: OpenHouse) -> None:
    with guided.write() as session:
        article = article_by_slug(session, "foreign-driving-licence", [guided.cast.shared.id or 0])
        assert article is not None
        rename(session, article, "driving-licence")
    assert f'href="{GUIDE}"' in guided.browser().get("/fjordby/en/articles/driving-licence").text


def test_events_stand_by_month_with_when_where_and_how_to_sign_up(house: OpenHouse) -> None:
    words = {"en": "Harbour <tour>"}
    event = {
        **{"slug": "tour", "kind": "social", "title": words, "summary": words, "day": date(2027, 3, 4)},
        **{"starts": "14:00", "ends": "16:00", "place": {"en": "Harbour office"}, "host": words, "languages": ["da"]},
        **{"audiences": [], "situations": [], "sign_up": "tour@fjordby.example.org", "sign_up_by": date(2027, 3, 1)},
    }
    with house.write() as session:
        keep_events(session, house.cast.fjordby.id or 0, [event])
    page = house.browser().get("/fjordby/en/events").text
    for said in ("March 2027", "Thursday, 4 March 2027", "14:00–16:00", "Harbour &lt;tour&gt;", "Harbour office"):
        assert said in page
    assert "Sign up by e-mail: tour@fjordby.example.org" in page
    assert "(by 1 March 2027)" in page
