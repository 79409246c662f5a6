"""Who comes in, who does not, and for how long."""

import pyotp
import pytest
from sqlmodel import col, delete, select

from app.core.settings import Settings
from app.people.models import RoleGrant, SignIn, Stay
from app.web.visit import STAY_COOKIE
from tests.web.conftest import PASSWORD, Browser, OpenHouse

METTE = "mette@fjordby.example.org"
NOT_RIGHT = "The e-mail address or the password is not right."
DESK = "/desk/fjordby/"


def goes_to(browser: Browser, **fields: str) -> str:
    answer = browser.fill("/sign-in", **{"email": METTE, "password": PASSWORD, **fields})
    assert answer.status_code == 303
    return answer.headers["location"]


@pytest.mark.parametrize(
    "wrong",
    [{"password": "correct horse"}, {"email": "nobody@fjordby.example.org"}, {"password": ""}, {"email": "\x00"}],
)
def test_whoever_is_refused_is_not_told_which_of_the_two_was_wrong(house: OpenHouse, wrong: dict[str, str]) -> None:
    browser = house.browser()
    refused = browser.fill("/sign-in", **{"email": METTE, "password": PASSWORD, **wrong})
    assert refused.status_code == 422
    assert NOT_RIGHT in refused.text
    assert PASSWORD not in refused.text
    assert browser.get(DESK, follow_redirects=False).status_code == 303
    assert goes_to(browser) == DESK
    assert browser.get(DESK).status_code == 200


def test_whoever_came_for_a_page_is_brought_back_to_it(house: OpenHouse) -> None:
    browser = house.browser()
    sent_away = browser.get("/desk/fjordby/people", follow_redirects=False)
    assert sent_away.headers["location"] == "/sign-in?next=/desk/fjordby/people"
    assert 'value="/desk/fjordby/people"' in browser.get(sent_away.headers["location"]).text
    assert goes_to(browser, next="/desk/fjordby/people?lang=de") == "/desk/fjordby/people?lang=de"


def test_the_desk_without_a_municipality_is_her_own(house: OpenHouse) -> None:
    assert 'name="password"' in house.browser().get("/desk").text
    clerk = house.signed_in("jens")
    assert clerk.get("/desk/", follow_redirects=False).headers["location"] == "/desk/fjordby/"


ELSEWHERE = [
    "https://example.org/",
    "//example.org/",
    "/\\example.org",
    "\\\\example.org",
    "/\t/example.org",
    "javascript:x",
    "desk",
]


def test_a_link_to_sign_in_leads_to_no_other_site(house: OpenHouse) -> None:
    for elsewhere in ELSEWHERE:
        browser = house.browser()
        assert 'name="next" value=""' in browser.get("/sign-in", params={"next": elsewhere}).text, elsewhere
        assert goes_to(browser, next=elsewhere) == DESK, elsewhere
        again = browser.get("/sign-in", params={"next": elsewhere}, follow_redirects=False)
        assert again.headers["location"] == DESK, elsewhere


def test_a_form_that_is_not_ours_signs_nobody_in(house: OpenHouse) -> None:
    browser = house.browser()
    browser.get("/sign-in")
    fields = {"email": METTE, "password": PASSWORD}
    assert browser.post("/sign-in", data=fields, follow_redirects=False).status_code == 403
    assert browser.post("/sign-in", data={**fields, "form_token": house.browser().token("/sign-in")}).status_code == 403
    assert browser.cookies.get(STAY_COOKIE) is None
    assert browser.fill("/sign-in", **fields).status_code == 303


def test_every_sign_in_has_a_new_key_and_the_one_before_is_worth_nothing(house: OpenHouse) -> None:
    browser, listener = house.signed_in("jens"), house.browser()
    listener.cookies.set(STAY_COOKIE, browser.cookies[STAY_COOKIE])
    assert listener.get(DESK, follow_redirects=False).status_code == 200
    browser.fill("/sign-in", page=DESK, email=METTE, password=PASSWORD)
    assert browser.cookies[STAY_COOKIE] != listener.cookies[STAY_COOKIE]
    assert "Mette Eksempelgaard" in browser.get(DESK).text
    assert listener.get(DESK, follow_redirects=False).status_code == 303


def test_the_cookie_is_read_by_us_alone_and_travels_safely(house: OpenHouse) -> None:
    plain = house.browser().fill("/sign-in", email=METTE, password=PASSWORD).headers["set-cookie"]
    assert "HttpOnly" in plain and "SameSite=lax" in plain and "Secure" not in plain
    house.app.state.house.settings = Settings(data=house.data, public_url="https://indgang.example.org")
    safe = house.browser().fill("/sign-in", email=METTE, password=PASSWORD).headers["set-cookie"]
    assert "HttpOnly" in safe and "SameSite=lax" in safe and "Secure" in safe


def test_guessing_ends_after_ten_attempts_and_others_still_come_in(house: OpenHouse) -> None:
    browser = house.browser()
    for _ in range(10):
        assert browser.fill("/sign-in", email=METTE, password="wrong").status_code == 422
    refused = browser.fill("/sign-in", email=f" {METTE.upper()}", password=PASSWORD)
    assert refused.status_code == 429
    assert "wait ten minutes" in refused.text
    assert goes_to(browser, email="jens@fjordby.example.org") == DESK


def test_a_password_is_checked_while_somebody_else_writes(house: OpenHouse) -> None:
    browser = house.browser()
    with house.write() as session:
        session.exec(delete(Stay))
        assert browser.fill("/sign-in", email=METTE, password="wrong").status_code == 422


def test_an_administrator_comes_in_with_a_second_factor_only(any_house: OpenHouse) -> None:
    house = any_house
    browser = house.browser()
    anders = "anders@fjordby.example.org"
    onward = goes_to(browser, email=anders, next="/desk/fjordby/outbox")
    assert onward == "/sign-in/second-factor?next=%2Fdesk%2Ffjordby%2Foutbox"
    away = browser.get("/desk/fjordby/outbox", follow_redirects=False)
    assert away.headers["location"].startswith("/sign-in")
    assert browser.get(away.headers["location"], follow_redirects=False).headers["location"] == onward
    page = browser.get(onward).text
    assert "<svg" in page and "style=" not in page
    with house.read() as session:
        secret = session.exec(select(SignIn.secret).where(SignIn.kind == "totp")).one()
    assert secret in page.replace(" ", "")

    before = browser.cookies[STAY_COOKIE]
    wrong = browser.fill("/sign-in/second-factor", page=onward, code="000000")
    assert wrong.status_code == 422
    right = browser.fill(
        "/sign-in/second-factor", page=onward, code=pyotp.TOTP(secret).at(house.now), next="/desk/fjordby/outbox"
    )
    assert right.headers["location"] == "/desk/fjordby/outbox"
    assert browser.cookies[STAY_COOKIE] != before
    assert browser.get("/desk/fjordby/outbox").status_code == 200

    stolen = house.browser()
    stolen.cookies.set(STAY_COOKIE, before)
    assert stolen.get("/desk/fjordby/outbox", follow_redirects=False).status_code == 303


def test_a_code_works_once_and_its_key_is_never_shown_again(any_house: OpenHouse) -> None:
    house = any_house
    house.signed_in("anders")
    second = house.browser()
    onward = goes_to(second, email="anders@fjordby.example.org")
    assert "<svg width" not in second.get(onward).text
    replayed = second.fill("/sign-in/second-factor", page=onward, code=house.code("anders"))
    assert replayed.status_code == 422
    assert "was used already" in replayed.text
    house.later(seconds=30)
    assert second.fill("/sign-in/second-factor", page=onward, code=house.code("anders")).status_code == 303
    assert second.get(DESK).status_code == 200


def test_signing_out_ends_the_stay_for_whoever_has_the_key(any_house: OpenHouse) -> None:
    house = any_house
    browser = house.signed_in("mette")
    copy = house.browser()
    copy.cookies.set(STAY_COOKIE, browser.cookies[STAY_COOKIE])
    assert copy.get(DESK, follow_redirects=False).status_code == 200
    assert browser.post("/sign-out", follow_redirects=False).status_code == 403
    out = browser.fill("/sign-out", page=DESK)
    assert "You are signed out." in browser.get(out.headers["location"]).text
    assert browser.get(DESK, follow_redirects=False).status_code == 303
    assert copy.get(DESK, follow_redirects=False).status_code == 303


def test_an_idle_stay_ends_and_one_in_use_goes_on(house: OpenHouse) -> None:
    idle, busy = house.signed_in("mette"), house.signed_in("jens")
    for _ in range(5):
        house.later(hours=1)
        assert busy.get(DESK, follow_redirects=False).status_code == 200
    assert idle.get(DESK, follow_redirects=False).status_code == 303
    house.later(hours=8)
    assert busy.get(DESK, follow_redirects=False).status_code == 303  # twelve hours are the longest


def test_a_stay_is_noted_every_five_minutes_and_not_more_often(any_house: OpenHouse) -> None:
    house = any_house
    browser = house.signed_in("mette")

    def seen() -> list[object]:
        with house.read() as session:
            return list(session.exec(select(Stay.seen_at)).all())

    first = seen()
    house.later(minutes=4)
    browser.get(DESK)
    assert seen() == first
    house.later(minutes=1)
    browser.get(DESK)
    assert seen() == [house.now]


def test_a_role_that_was_taken_away_is_gone_at_once(house: OpenHouse) -> None:
    browser = house.signed_in("mette")
    assert browser.get(DESK).status_code == 200
    with house.write() as session:
        session.exec(delete(RoleGrant).where(col(RoleGrant.account_id) == house.cast.mette.id))
    assert browser.get(DESK).status_code == 404


def test_staff_reads_in_her_own_language_from_now_on(house: OpenHouse) -> None:
    browser = house.signed_in("mette")
    assert '<html lang="en">' in browser.get(DESK).text
    assert browser.post("/sign-in/language", data={"language": "de"}, follow_redirects=False).status_code == 403
    assert browser.fill("/sign-in/language", page=DESK, language="xx").status_code == 422
    chosen = browser.fill("/sign-in/language", page=DESK, language="de", next="/desk/fjordby/people")
    assert chosen.headers["location"] == "/desk/fjordby/people"
    assert '<html lang="de">' in browser.get(DESK).text
    assert '<html lang="de">' in house.signed_in("mette").get(DESK).text


def test_who_works_in_two_municipalities_changes_between_them(house: OpenHouse) -> None:
    with house.write() as session:
        session.add(RoleGrant(account_id=house.cast.mette.id, municipality_id=house.cast.bakkeby.id, role="desk"))
    assert 'href="/desk/bakkeby/"' in house.signed_in("mette").get(DESK).text
    assert 'href="/desk/bakkeby/"' not in house.signed_in("jens").get(DESK).text
    assert house.signed_in("mette").get("/desk/bakkeby/").status_code == 200
    assert house.signed_in("jens").get("/desk/bakkeby/").status_code == 404


def test_pages_to_sign_in_are_kept_by_no_browser(house: OpenHouse) -> None:
    assert house.browser().get("/sign-in").headers["cache-control"] == "no-store"


WRITTEN = {
    f"{DESK}enquiries/7/messages": f"{DESK}enquiries/7",
    f"{DESK}log": f"{DESK}log",
    "/studio/fjordby/articles/waste/da": "/studio/fjordby/articles/waste/da",
    "/studio/fjordby/articles/waste/da/publish": "/studio/fjordby/articles/waste/da",
}


@pytest.mark.parametrize(("address", "page"), WRITTEN.items())
def test_whoever_was_signed_out_while_writing_has_her_words_and_the_way_back(
    house: OpenHouse, address: str, page: str
) -> None:
    words = {"title": "Where to go", "body": "Line <one>\nline two"}
    typed = {**words, "form_token": "secret", "password": "secret", "empty": ""}
    answer = house.browser().post(address, data=typed)
    assert answer.status_code == 401
    assert "title: Where to go\nbody: Line &lt;one&gt;\nline two</textarea>" in answer.text
    assert f'href="/sign-in?next={page}"' in answer.text
    assert "secret" not in answer.text and "empty" not in answer.text
    only_text = house.browser().post(address, data={"text": "My words", "kind": "reply"}).text
    assert ">\nMy words</textarea>" in only_text
