"""The page of the three-tap log: one form, without a script too, for those who work here and nobody else."""

import re
from html import unescape
from uuid import uuid4

import pytest
from httpx2 import Response
from sqlmodel import select

from app.enquiries.models import LoggedCall
from tests.web.conftest import Browser, OpenHouse

LOG = "/desk/fjordby/log"
TAPS = {"topic": "driving", "language": "de", "outcome": "solved"}


def log(browser: Browser, **fields: str) -> Response:
    return browser.fill(LOG, page=LOG, **{"key": str(uuid4()), **TAPS, **fields})


def rows(house: OpenHouse) -> list[LoggedCall]:
    with house.read() as session:
        return list(session.exec(select(LoggedCall)).all())


def words(page: Response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def test_three_taps_log_a_call_and_the_page_says_so(any_house: OpenHouse) -> None:
    mette = any_house.signed_in("mette")
    sent = log(mette)
    (call,) = rows(any_house)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{LOG}?done={call.key}")
    page = mette.get(sent.headers["location"])
    assert "Logged: Driving, German, solved." in words(page)
    assert "Logged by you today: 1. Solved: 1 · Looked up: 0 · Handed over: 0" in words(page)
    assert (call.outcome, call.language, call.channel) == ("solved", "de", "telephone")


def test_what_she_used_last_is_chosen_already_and_from_tomorrow_her_topics_come_first(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    topics = r'name="topic" value="([a-z]+)"'
    assert re.findall(topics, mette.get(LOG).text) == ["registration", "driving", "help", "other"]
    log(mette, topic="help", channel="counter")
    page = mette.get(LOG).text
    assert re.findall(topics, page) == ["registration", "driving", "help", "other"]
    assert '<option value="de" selected>German</option>' in page
    assert re.search(r'value="counter" checked', page)
    house.later(days=1)
    page = house.signed_in("mette").get(LOG).text
    assert re.findall(topics, page) == ["help", "registration", "driving", "other"]


def test_the_form_has_no_field_for_who_asks(house: OpenHouse) -> None:
    page = house.signed_in("mette").get(LOG).text
    form = page[page.index('<form id="call"') :].partition("</form>")[0]
    assert set(re.findall(r' name="(\w+)"', form)) == {
        *("form_token", "key", "topic", "language", "outcome"),
        *("channel", "asking_as", "minutes", "text"),
    }


def test_the_same_form_sent_twice_logs_one_call(house: OpenHouse) -> None:
    mette, key = house.signed_in("mette"), str(uuid4())
    assert [log(mette, key=key).status_code for _ in range(2)] == [303, 303]
    assert len(rows(house)) == 1


def test_personal_data_in_the_note_is_taken_out_and_the_clerk_is_told(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    sent = log(mette, text="271188-4093 asks, ring 22 33 44 55 or ola@example.org")
    assert rows(house)[0].text == "[CPR •••] asks, ring [PHONE •••] or [EMAIL •••]"
    assert "Personal data was taken out of your note" in mette.get(sent.headers["location"]).text
    assert "Personal data was taken out" not in mette.get(log(mette, text="Bees").headers["location"]).text


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    page = mette.fill(
        LOG, page=LOG, key=str(uuid4()), language="uk", outcome="looked-up", minutes="700", text="A story"
    )
    assert page.status_code == 422
    assert 'id="topic-error"' in page.text and "Please give the minutes as a whole number from 0 to 600." in page.text
    assert ">\nA story</textarea>" in page.text and 'value="700"' in page.text
    assert '<option value="uk" selected>Ukrainian</option>' in page.text
    assert rows(house) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"key": "nonsense"},
        {"topic": "beekeeping"},
        {"topic": "beekeeping", "language": "yes"},
        {"topic": "beekeeping", "language": "x@y.z"},
        {"outcome": "'; DROP TABLE logged_call; --"},
        {"text": "x" * 20_000},
        {"minutes": "💥"},
        {"channel": "pigeon", "asking_as": "\ufffd"},
    ],
)
def test_whatever_is_sent_is_answered_with_a_sentence(house: OpenHouse, fields: dict[str, str]) -> None:
    mette = house.signed_in("mette")
    refused = log(mette, **fields)
    assert refused.status_code == 422
    assert 'id="error-summary"' in refused.text
    assert rows(house) == []


def test_a_key_that_is_none_is_replaced_so_that_the_next_try_is_taken(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    again = log(mette, key="nonsense").text
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', again)
    assert key and log(mette, key=key[1]).status_code == 303


def test_strange_addresses_break_nothing(any_house: OpenHouse) -> None:
    mette = any_house.signed_in("mette")
    for strange in ("\0", "nonsense", "9" * 400, str(uuid4())):
        for name in ("done", "undone", "away"):
            assert mette.get(LOG, params={name: strange}).status_code == 200
        assert mette.get("/desk/fjordby/enquiries/new", params={"call": strange}).status_code == 200
        assert mette.fill(f"{LOG}/undo", page=LOG, key=strange).status_code == 404


# --- handed over


def test_handed_over_leads_on_to_the_form_with_what_is_known_filled_in(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    sent = log(mette, outcome="handed-over", text="May I drive\nwith a licence from Japan?", channel="counter")
    (call,) = rows(house)
    assert sent.headers["location"] == f"/desk/fjordby/enquiries/new?call={call.key}"
    page = mette.get(sent.headers["location"]).text
    assert ">\nMay I drive\nwith a licence from Japan?</textarea>" in page
    assert '<option value="driving" selected>' in page
    assert re.search(r'name="lang" value="de" checked', page)
    assert re.search(r'name="channel" value="counter" checked', page)
    assert f'href="/desk/fjordby/enquiries/new?call={call.key}"' in mette.get(LOG).text


def test_the_language_of_a_call_is_not_lost_where_we_answer_in_others(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    form = log(mette, outcome="handed-over", language="pl").headers["location"]
    said = "The call was in Polish. Which of these does the asker read best?"
    assert said in mette.get(form).text
    assert said in mette.fill("/desk/fjordby/enquiries/new", page=form, call=rows(house)[0].key, text="").text
    assert "The call was in" not in mette.get("/desk/fjordby/enquiries/new").text


def test_a_call_becomes_one_question_only(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    form = log(mette, outcome="handed-over", text="May I drive with a licence from Japan?").headers["location"]
    page = mette.get(form).text
    sent = {
        "text": "May I drive?",
        "topic": "driving",
        "lang": "de",
        "channel": "telephone",
        "call": rows(house)[0].key,
    }
    assert f'name="call" value="{sent["call"]}"' in page
    first = mette.fill("/desk/fjordby/enquiries/new", page=form, **sent)
    again = mette.fill("/desk/fjordby/enquiries/new", page=LOG, **sent | {"text": "Once more: may I drive?"})
    opened = mette.get(form, follow_redirects=False)
    assert {each.headers["location"] for each in (first, again, opened)} == {"/desk/fjordby/enquiries/1?done=logged"}
    listed = mette.get(LOG).text
    assert 'href="/desk/fjordby/enquiries/1">It became question 1</a>' in listed
    assert "Give it to a colleague" not in listed


def test_a_colleague_who_knows_the_key_reads_nothing(house: OpenHouse) -> None:
    log(house.signed_in("mette"), outcome="handed-over", text="About bees")
    key, jens = rows(house)[0].key, house.signed_in("jens")
    assert "About bees" not in jens.get("/desk/fjordby/enquiries/new", params={"call": key}).text
    assert "Logged:" not in jens.get(LOG, params={"done": key}).text
    assert key not in jens.get(LOG).text


# --- undone


def test_undo_takes_back_for_ten_minutes(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    log(mette)
    key = rows(house)[0].key
    assert f'action="{LOG}/undo"' in mette.get(LOG).text
    undone = mette.fill(f"{LOG}/undo", page=LOG, key=key)
    assert "It was taken back." in mette.get(undone.headers["location"]).text
    assert rows(house) == []
    log(mette)
    house.later(minutes=11)
    assert f'action="{LOG}/undo"' not in mette.get(LOG).text
    late = mette.fill(f"{LOG}/undo", page=LOG, key=rows(house)[0].key)
    assert late.status_code == 409
    assert "more than ten minutes ago" in late.text
    assert len(rows(house)) == 1


# --- who may


def test_only_those_who_work_here_log_and_a_form_of_our_own_is_needed(house: OpenHouse) -> None:
    stranger, birgit, mette = (
        house.browser(),
        house.signed_in("birgit", municipality="bakkeby"),
        house.signed_in("mette"),
    )
    assert stranger.get(LOG, follow_redirects=False).headers["location"] == f"/sign-in?next={LOG}"
    assert birgit.get(LOG).status_code == 404
    taps = {**TAPS, "key": str(uuid4()), "text": "A story"}
    out = stranger.post(LOG, data=taps)
    assert out.status_code == 401 and "A story" in out.text
    assert birgit.post(LOG, data=taps | {"form_token": birgit.token("/desk/bakkeby/")}).status_code == 404
    forged = mette.post(LOG, data=taps)
    assert forged.status_code == 403 and "A story" in forged.text
    assert mette.post(f"{LOG}/undo", data={"key": taps["key"]}).status_code == 403
    assert rows(house) == []
    assert log(house.signed_in("jens")).status_code == 303


def test_the_front_desk_sees_the_month_without_small_numbers_and_others_do_not(house: OpenHouse) -> None:
    mette, jens = house.signed_in("mette"), house.signed_in("jens")
    for number in range(6):
        log(mette, outcome="looked-up" if number else "solved")
    assert "Solved <5 Looked up 5 Handed over 0" in words(mette.get(LOG))
    assert "This month" not in jens.get(LOG).text


def test_the_desk_leads_to_the_log(house: OpenHouse) -> None:
    assert mette_links(house).count(LOG) >= 2


def mette_links(house: OpenHouse) -> list[str]:
    return re.findall(r'href="([^"]+)"', house.signed_in("mette").get("/desk/fjordby/").text)


# --- what a device keeps


def test_the_page_for_when_the_network_is_away_says_nothing_of_anybody(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    log(mette, text="A story")
    page = mette.get(LOG, params={"away": "1"})
    assert 'id="call"' in page.text
    for private in ("Mette", "A story", "Sign out", "This month", rows(house)[0].key):
        assert private not in page.text, private
    assert "Mette" in mette.get(LOG).text


def test_the_worker_is_a_script_that_reaches_no_further_than_this_desk(house: OpenHouse) -> None:
    script = house.browser().get("/desk/fjordby/log-worker.js")
    assert (script.status_code, script.headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert "service-worker-allowed" not in script.headers  # so a browser lets it see nothing but what is beside it


@pytest.mark.parametrize("language", ["da", "en", "de"])
def test_the_page_speaks_the_clerks_language(house: OpenHouse, language: str) -> None:
    mette = house.signed_in("mette")
    mette.fill("/sign-in/language", page=LOG, language=language, next=LOG)
    page = mette.get(LOG).text
    assert f'<html lang="{language}">' in page
    assert "{count}" in page
