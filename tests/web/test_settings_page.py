"""What a municipality sets, on one page for its administrator: set, tried before it is kept, and explained."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from sqlmodel import func, select

from app.core.edition import renew
from app.enquiries import actions as enquiries
from app.enquiries.dividing import Piece
from app.enquiries.drafts import EnquiryDraft
from app.enquiries.models import Assignment, Part
from app.enquiries.subjects import Subject
from app.people.models import Account, Municipality
from tests.cast import NOW, a_person, a_question
from tests.web.conftest import Browser, OpenHouse

PAGE = "/desk/fjordby/settings"
AS_IT_IS = {"promise_working_days": "3", "confirm_days": "180"}


@pytest.fixture
def anders(house: OpenHouse) -> Browser:
    """The administrator of Fjordby."""
    return house.signed_in("anders")


def stands(house: OpenHouse) -> Municipality:
    with house.read() as session:
        return session.get_one(Municipality, house.cast.fjordby.id)


def field(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*id="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def send(browser: Browser, **given: Any) -> Any:
    return browser.fill(PAGE, page=PAGE, **{**AS_IT_IS, **given})


def with_lone_and_a_question(house: OpenHouse) -> int:
    """Lone knows driving, too; Jens, who knows the article, has the question. Gives its number."""
    with house.write() as session:
        a_person(session, house.cast.fjordby, "Lone Opdigtet", [house.cast.driving], languages=["da", "en"])
        renew(session)
        text = "May I drive here?"
        pieces = [Piece(text, Subject({"driving": 0.9}, ("foreign-driving-licence",)))]
        draft = EnquiryDraft(text=text, email="ola@example.org")
        asked = enquiries.ask(session, draft, municipality=house.cast.fjordby, language="en", pieces=pieces, now=NOW)
        a_question(session, house.cast, topic="registration")
        return asked.enquiry.id or 0


# --- set and kept


def test_what_is_set_is_kept_and_stands_in_the_form_again(house: OpenHouse, anders: Browser) -> None:
    sent = send(
        anders,
        **{"promises-driving": "7", "weights-article": "5", "weights-topic": "2", "weights-open": "-0,5"},
        promise_working_days="4",
        confirm_days="90",
        new_days="4.1.2027, 2026-12-23",
    )
    assert (sent.status_code, sent.headers["location"]) == (303, f"{PAGE}?done=saved")
    here = stands(house)
    assert (here.promise_working_days, here.promises, here.confirm_days) == (4, {"driving": 7}, 90)
    assert here.closing_days == ["2026-12-23", "2027-01-04"]
    assert here.routing == {"article": 5, "open": -0.5}  # the usual weight of a topic is 2
    page = anders.get(sent.headers["location"]).text
    assert "The settings are saved." in page
    names = ("promise_working_days", "promises-driving", "promises-help", "weights-open", "weights-topic")
    assert [field(page, name) for name in names] == ["4", "7", "", "-0.5", ""]
    assert 'value="2026-12-23" checked' in page and "Wednesday, 23 December 2026" in page


def test_a_day_without_its_mark_is_open_again_and_the_past_stays(house: OpenHouse, anders: Browser) -> None:
    with house.write() as session:
        here = session.get_one(Municipality, house.cast.fjordby.id)
        here.closing_days = ["2024-12-23", "2026-11-20", "2026-12-23", "2027-01-04"]
        session.add(here)
        renew(session)
    page = anders.get(PAGE).text
    assert re.findall(r'name="closed" value="([^"]+)" checked', page) == ["2026-12-23", "2027-01-04"]
    assert send(anders, closed=["2027-01-04"]).status_code == 303
    assert stands(house).closing_days == ["2026-11-20", "2027-01-04"]  # a promise of last week may still count on it


def test_an_emptied_field_has_the_usual_number_again(house: OpenHouse, anders: Browser) -> None:
    send(anders, **{"promises-driving": "7", "weights-article": "5"})
    assert stands(house).promises == {"driving": 7}
    send(anders)
    assert (stands(house).promises, stands(house).routing) == ({}, {})


def test_a_changed_promise_is_told_to_the_next_asker_and_not_to_the_last(house: OpenHouse, anders: Browser) -> None:
    with house.write() as session:
        before = a_question(session, house.cast).part
    send(anders, **{"promises-driving": "1"})
    with house.write() as session:
        here = session.get_one(Municipality, house.cast.fjordby.id)
        after = a_question(session, house.cast, municipality=here).part
        assert session.get_one(Part, before.id).promised_at.date() == date(2026, 11, 26)
        assert after.promised_at.date() == date(2026, 11, 24)


# --- what can't be


@pytest.mark.parametrize(
    ("name", "typed", "label", "sentence"),
    [
        ("promise_working_days", "", "Working days until an answer, usually", "from 1 to 60."),
        ("promise_working_days", "soon", "Working days until an answer, usually", "from 1 to 60."),
        ("promises-driving", "61", "Driving", "Please give a whole number from 1 to 60."),
        ("confirm_days", "0", "Days until an entry counts as unconfirmed", "from 1 to 730."),
        ("weights-article", "11", "Knows the very article that it is about", "from -10 to 10, such as 0.5."),
        ("weights-most_open", "<b>", "All open questions together, at most", "from -10 to 10, such as 0.5."),
        ("new_days", "tomorrow, 23.12.2026", "", "“tomorrow” is no day. Please write days as in 24.12.2026"),
        ("new_days", "31.2.2027", "", "“31.2.2027” is no day. Please write days as in 24.12.2026"),
        ("new_days", "23.12.2025", "", "Tuesday, 23 December 2025 is over. Please check the year."),
        ("new_days", "23.12.2926", "", "Please check the year."),
        ("new_days", "2.1.2027", "", "On Saturday, 2 January 2027 it is closed anyway. Please check the date."),
    ],
)
def test_what_cant_be_is_said_at_its_field_and_nothing_typed_is_lost(
    house: OpenHouse, anders: Browser, name: str, typed: str, label: str, sentence: str
) -> None:
    others = {"promise_working_days": "5", "promises-help": "8", "weights-here": "0,7", "new_days": "4.1.2027"}
    page = send(anders, **{**others, name: typed})
    assert page.status_code == 422
    for each, value in {**others, name: typed}.items():
        assert field(page.text, each) == value, each
    said = re.search(rf'<a class="function-link" href="#{name}">([^<]*)</a>', page.text)
    assert said is not None
    assert said[1].startswith(label)
    assert sentence in said[1]
    assert re.search(rf'<input[^>]*id="{name}"[^>]*aria-describedby="[^"]*{name}-error"', page.text)
    assert (stands(house).promise_working_days, stands(house).closing_days) == (3, [])


@pytest.mark.parametrize("button", ["", "try"])
def test_hostile_fields_are_answered_calmly(house: OpenHouse, anders: Browser, button: str) -> None:
    odd = {
        "closed": ["<script>", "\x00", "9999-99-99", "0001-01-01", "1796083200"],
        "new_days": "x" * 3000,
        "promises-sailing": "5",
        "weights-beauty": "5",
        "weights-here": "9" * 5000,
        "seen": "\x00",
    }
    page = send(anders, do=button, **odd)
    assert page.status_code == 422
    assert "<script>" not in page.text.partition("<main")[2]


def test_who_was_overtaken_sees_what_stands_and_keeps_what_she_typed(house: OpenHouse, anders: Browser) -> None:
    seen = field_of_seen(anders.get(PAGE).text)
    send(anders, **{"promises-driving": "7", "new_days": "23.12.2026"}, confirm_days="90")
    page = send(anders, **{"promises-driving": "2"}, promise_working_days="9", seen=seen)
    assert page.status_code == 409
    assert (field(page.text, "promise_working_days"), field(page.text, "promises-driving")) == ("9", "2")
    stand = words(page.text[page.text.index('<dl class="facts">') : page.text.index("</dl>")])
    assert stand == (
        "Working days until an answer, usually 3 Closing days 23 December 2026 "
        "Days until an entry counts as unconfirmed 90 Driving 7"
    )
    assert stands(house).confirm_days == 90
    again = send(anders, promise_working_days="9", seen=field_of_seen(page.text))
    assert (again.status_code, stands(house).promise_working_days) == (303, 9)


def field_of_seen(page: str) -> str:
    return str(re.findall(r'name="seen" value="([^"]*)"', page)[0])


# --- trying weights


def test_trying_shows_whose_question_would_go_to_whom_and_keeps_nothing(house: OpenHouse, anders: Browser) -> None:
    number = with_lone_and_a_question(house)
    page = send(anders, do="try", **{"weights-article": "-5", "promises-driving": "9", "new_days": "4.1.2027"})
    assert page.status_code == 200
    replay = words(page.text[page.text.index('id="replay"') : page.text.index('<form method="post" action="/desk/fj')])
    assert "1 of 2 parts of questions would go to somebody else. For 1 nothing changes." in replay
    assert f"No. {number} Driving Jens Prøvesen Jens Prøvesen knows the article" in replay
    assert "Lone Opdigtet knows the topic Driving speaks English is here now" in replay
    assert [field(page.text, each) for each in ("weights-article", "promises-driving", "new_days")] == [
        "-5",
        "9",
        "4.1.2027",
    ]
    here = stands(house)
    assert (here.routing, here.promises, here.closing_days) == ({}, {}, [])
    with house.read() as session:
        assert session.exec(select(func.count()).select_from(Assignment)).one() == 2


def test_where_nothing_was_asked_it_says_so(anders: Browser) -> None:
    page = send(anders, do="try", **{"weights-article": "5"}).text
    assert "In the last 30 days nobody has asked anything that could be tried." in page


def test_what_was_tried_can_then_be_kept(house: OpenHouse, anders: Browser) -> None:
    with_lone_and_a_question(house)
    tried = send(anders, do="try", **{"weights-article": "-5"}).text
    kept = send(anders, **{"weights-article": field(tried, "weights-article")}, seen=field_of_seen(tried))
    assert (kept.status_code, stands(house).routing) == (303, {"article": -5})
    with house.write() as session:
        text = "May I drive here?"
        pieces = [Piece(text, Subject({"driving": 0.9}, ("foreign-driving-licence",)))]
        draft = EnquiryDraft(text=text)
        here = session.get_one(Municipality, house.cast.fjordby.id)
        asked = enquiries.ask(session, draft, municipality=here, language="en", pieces=pieces, now=NOW)
        assert asked.person.slug == "lone"


# --- who, and in which language


def test_it_is_the_administrators_alone(house: OpenHouse, anders: Browser) -> None:
    assert anders.get(PAGE).status_code == 200
    assert f'href="{PAGE}"' in anders.get("/desk/fjordby/").text
    assert anders.get("/desk/bakkeby/settings").status_code == 404
    for name in ("mette", "jens", "karen"):
        browser = house.signed_in(name)
        assert browser.get(PAGE).status_code == 404, name
        assert f'href="{PAGE}"' not in browser.get("/desk/fjordby/").text
        assert (
            browser.fill(PAGE, page="/desk/fjordby/", promise_working_days="3", confirm_days="5").status_code == 404
        ), name
    assert house.browser().get(PAGE, follow_redirects=False).status_code == 303
    assert stands(house).confirm_days == 180


def test_a_form_that_is_not_ours_changes_nothing_and_tries_nothing(house: OpenHouse, anders: Browser) -> None:
    number = with_lone_and_a_question(house)
    for button in ("", "try"):
        given = {**AS_IT_IS, "confirm_days": "5", "weights-article": "-5", "do": button, "form_token": "0" * 64}
        page = anders.post(PAGE, data=given)
        assert page.status_code == 403
        assert field(page.text, "confirm_days") == "5" and f"No. {number}" not in page.text
    assert stands(house).confirm_days == 180


def test_who_was_signed_out_meanwhile_gets_back_what_she_typed(house: OpenHouse, anders: Browser) -> None:
    token = anders.token(PAGE)
    house.later(hours=5)
    page = anders.post(PAGE, data={**AS_IT_IS, "promises-driving": "7", "form_token": token})
    assert page.status_code == 401
    assert "promises-driving: 7" in page.text
    assert stands(house).promises == {}


def test_numbers_stand_as_the_reader_writes_them(house: OpenHouse, anders: Browser) -> None:
    send(anders, **{"weights-open": "-0.5"})
    with house.write() as session:
        session.get_one(Account, house.cast.anders.id).language = "de"
    page = anders.get(PAGE).text
    assert field(page, "weights-open") == "-0,5"
    assert send(anders, **{"weights-open": field(page, "weights-open")}).status_code == 303
    assert stands(house).routing == {"open": -0.5}
