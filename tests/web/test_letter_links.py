"""A letter to a resource person opens its one question: for her, once, within a week, and never by looking at it."""

import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, select

from app.core.edition import renew
from app.core.i18n import Speaker
from app.core.logs import masked
from app.core.settings import Settings, read_settings, settings
from app.core.tokens import digest
from app.enquiries import actions
from app.enquiries.drafts import EnquiryDraft
from app.enquiries.models import Enquiry, LetterKey, Reading
from app.mail.models import Letter
from app.people import actions as people
from app.people.models import Account, Pair, Role, RoleGrant, Stay
from app.web.visit import STAY_COOKIE
from tests.cast import a_person, a_question
from tests.web.conftest import Browser, OpenHouse

QUESTION = "/desk/fjordby/enquiries/1"
LINK = re.compile(r"http://127\.0\.0\.1:8000(\S+)")
JENS = "jens@fjordby.example.org"
USED, OLD, UNKNOWN = "was used already", "is too old", "is not known here"


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"INDGANG_{name.upper()}", raising=False)
    settings.cache_clear()
    yield
    settings.cache_clear()


def letter_to(house: OpenHouse, address: str = JENS) -> Letter:
    with house.read() as session:
        return session.exec(select(Letter).where(Letter.to == address)).one()


def link_to(house: OpenHouse, address: str = JENS) -> str:
    found = LINK.search(letter_to(house, address).text)
    assert found
    return found[1]


@pytest.fixture
def link(house: OpenHouse) -> str:
    """What Jens' letter about Ola's question leads to."""
    return asked(house)


def asked(house: OpenHouse) -> str:
    with house.write() as session:
        a_question(session, house.cast)
    return link_to(house)


def key_in(link: str) -> str:
    return link.partition("?key=")[2]


def press(browser: Browser, link: str) -> Response:
    """Follows the link and presses the button."""
    return browser.fill(link.partition("?")[0], page=link, key=key_in(link))


def stays(house: OpenHouse) -> int:
    with house.read() as session:
        return len(session.exec(select(Stay)).all())


def test_the_letter_opens_its_question_for_whom_it_was_written(any_house: OpenHouse) -> None:
    house = any_house
    browser, link = house.browser(), asked(any_house)
    page = browser.get(link)
    assert page.status_code == 200
    assert "For Jens Prøvesen" in page.text and "Topic: Driving" in page.text
    assert "Japan" not in page.text and "Ola" not in page.text

    opened = press(browser, link)
    assert (opened.status_code, opened.headers["location"]) == (303, QUESTION)
    assert "May I drive here with a licence from Japan?" in browser.get(QUESTION).text
    with house.read() as session:
        assert session.exec(select(Reading.account_id)).one() == house.cast.jens.account_id


def test_looking_at_the_link_changes_nothing(house: OpenHouse, link: str) -> None:
    scanner = house.browser()
    for _ in range(3):
        assert scanner.get(link).status_code == 200
        assert scanner.head(link).status_code == 200
    assert scanner.cookies.get(STAY_COOKIE) is None
    assert scanner.get(QUESTION, follow_redirects=False).headers["location"].startswith("/sign-in")
    with house.read() as session:
        assert session.exec(select(LetterKey.used_at)).one() is None
        assert not session.exec(select(Stay)).all() and not session.exec(select(Reading)).all()
    assert press(house.browser(), link).headers["location"] == QUESTION


def test_a_key_works_once_and_the_second_is_shown_the_way_to_sign_in(any_house: OpenHouse) -> None:
    house = any_house
    link = asked(house)
    thief = house.browser()
    token = thief.token(link)
    assert press(house.browser(), link).status_code == 303
    late = thief.post(link.partition("?")[0], data={"form_token": token, "key": key_in(link)}, follow_redirects=False)
    assert late.status_code == 404
    assert USED in late.text and f'href="/sign-in?next={QUESTION}"' in late.text
    assert thief.cookies.get(STAY_COOKIE) is None
    assert USED in house.browser().get(link).text


def test_a_double_click_leaves_nobody_outside(any_house: OpenHouse) -> None:
    house = any_house
    link = asked(house)
    browser = house.browser()
    form = {"form_token": browser.token(link), "key": key_in(link)}
    twice = []
    for _ in range(2):  # the second is sent before the first is answered, so without its cookie
        browser.cookies.pop(STAY_COOKIE, None)
        twice.append(browser.post(link.partition("?")[0], data=form, follow_redirects=False))
    assert [each.headers["location"] for each in twice] == [QUESTION, QUESTION]
    assert browser.get(QUESTION, follow_redirects=False).status_code == 200

    browser.cookies.delete(STAY_COOKIE)
    house.later(seconds=31)
    assert USED in browser.post(link.partition("?")[0], data=form).text


@pytest.mark.parametrize(("age", "opens"), [(timedelta(days=6, hours=23), True), (timedelta(days=7), False)])
def test_a_key_holds_for_a_week(house: OpenHouse, link: str, age: timedelta, opens: bool) -> None:
    browser = house.browser()
    token = browser.token(link)
    house.now += age
    answer = browser.post(
        link.partition("?")[0], data={"form_token": token, "key": key_in(link)}, follow_redirects=False
    )
    assert (answer.status_code == 303) is opens
    assert (OLD in answer.text) is not opens
    assert (OLD in house.browser().get(link).text) is not opens


def test_a_key_opens_no_other_question_and_no_other_town(house: OpenHouse, link: str) -> None:
    with house.write() as session:
        a_question(session, house.cast)
        a_question(session, house.cast, municipality=house.cast.bakkeby)
    for wrong in (
        link.replace("/1/", "/2/"),
        link.replace("/1/", "/3/").replace("fjordby", "bakkeby"),
        link.replace("fjordby", "bakkeby"),
        link + "x",
        link.partition("?")[0],
        link.partition("=")[0] + "=" + "k" * 5000,
        link.partition("=")[0] + "=%00%ff'",
    ):
        browser = house.browser()
        page = browser.get(wrong)
        assert page.status_code == 404 and "For Jens" not in page.text, wrong
        answer = browser.fill(wrong.partition("?")[0], page="/sign-in", key=key_in(wrong))
        assert answer.status_code == 404 and browser.cookies.get(STAY_COOKIE) is None, wrong
    assert UNKNOWN in house.browser().get(link + "x").text
    assert press(house.browser(), link).status_code == 303
    for nowhere in (link.replace("/1/", "/x/"), link.replace("/1/", f"/{2**40}/"), link.replace("fjordby", "nowhere")):
        assert house.browser().get(nowhere).status_code == 404


def test_a_form_that_is_not_ours_opens_nothing_and_the_right_one_still_does(house: OpenHouse, link: str) -> None:
    browser = house.browser()
    refused = browser.post(link.partition("?")[0], data={"key": key_in(link)}, follow_redirects=False)
    assert refused.status_code == 403
    assert "This form is too old" in refused.text and f'name="key" value="{key_in(link)}"' in refused.text
    assert stays(house) == 0
    assert press(browser, link).status_code == 303


def test_guessing_keys_ends_as_guessing_passwords_does(house: OpenHouse, link: str) -> None:
    guesser, address = house.browser(), link.partition("?")[0]
    for _ in range(10):
        assert guesser.fill(address, key="guess").status_code == 404
    assert guesser.fill(address, key=key_in(link)).status_code == 429
    assert stays(house) == 0


ROLES = [Role.DESK, Role.EDITOR, Role.TRANSLATOR, Role.COORDINATOR, Role.ADMINISTRATOR]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("where", ["fjordby", "bakkeby"])
def test_who_is_more_than_a_resource_person_gets_a_plain_link(house: OpenHouse, role: Role, where: str) -> None:
    place = getattr(house.cast, where).id
    with house.write() as session:
        session.add(RoleGrant(account_id=house.cast.jens.account_id, municipality_id=place, role=role.value))
    assert asked(house) == QUESTION
    with house.read() as session:
        assert not session.exec(select(LetterKey)).all()
    assert "without a password" not in letter_to(house).text


@pytest.mark.parametrize("role", ROLES)
def test_who_is_given_more_before_she_opens_it_signs_in_and_is_brought_back(
    house: OpenHouse, link: str, role: Role
) -> None:
    with house.write() as session:
        jens = session.get_one(Account, house.cast.jens.account_id)
        people.grant(session, jens, role, municipality_id=house.cast.fjordby.id or 0)
    browser = house.browser()
    answer = press(browser, link)
    assert answer.headers["location"] == "/sign-in?next=%2Fdesk%2Ffjordby%2Fenquiries%2F1"
    assert browser.cookies.get(STAY_COOKIE) is None and stays(house) == 0
    assert f'value="{QUESTION}"' in browser.get(answer.headers["location"]).text
    with house.read() as session:
        assert session.exec(select(LetterKey.used_at)).one() is None


def _closed(session: Session, account: Account) -> None:
    account.active = False
    session.add(account)


def _without_roles(session: Session, account: Account) -> None:
    for held in session.exec(select(RoleGrant).where(RoleGrant.account_id == account.id)):
        session.delete(held)


@pytest.mark.parametrize("end", [_closed, _without_roles])
def test_who_has_left_is_not_let_in(house: OpenHouse, link: str, end: Callable[[Session, Account], None]) -> None:
    with house.write() as session:
        end(session, session.get_one(Account, house.cast.jens.account_id))
    browser = house.browser()
    browser.fill(link.partition("?")[0], key=key_in(link))
    assert browser.cookies.get(STAY_COOKIE) is None and stays(house) == 0


def test_whoever_is_signed_in_opens_it_as_herself(house: OpenHouse, link: str) -> None:
    for name in ("jens", "mette"):
        browser = house.signed_in(name)
        assert browser.get(link, follow_redirects=False).headers["location"] == QUESTION
        form = {"form_token": browser.token("/desk/fjordby/people"), "key": key_in(link)}
        pressed = browser.post(link.partition("?")[0], data=form, follow_redirects=False)
        assert pressed.headers["location"] == QUESTION
    assert "Mette Eksempelgaard" in browser.get(QUESTION).text
    with house.read() as session:
        assert session.exec(select(LetterKey.used_at)).one() is None


def test_a_colleague_who_may_not_read_it_leaves_the_browser_to_whom_it_is_for(house: OpenHouse, link: str) -> None:
    browser = house.signed_in("hanne")
    before = browser.cookies[STAY_COOKIE]
    assert press(browser, link).headers["location"] == QUESTION
    assert "Jens Prøvesen" in browser.get(QUESTION).text
    left = house.browser()
    left.cookies.set(STAY_COOKIE, before)
    assert left.get("/desk/fjordby/", follow_redirects=False).status_code == 303


def test_the_page_speaks_the_language_of_her_letter(house: OpenHouse) -> None:
    with house.write() as session:
        session.get_one(Account, house.cast.jens.account_id).language = "de"
    page = house.browser().get(asked(house), headers={"Accept-Language": "da"}).text
    assert '<html lang="de">' in page and "driving de" in page


def test_switched_off_letters_hold_plain_links_and_no_key_opens_anything(
    house: OpenHouse, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.app.state.house.settings = read_settings(data=house.data, public_url="http://testserver", letter_links="off")
    browser = house.browser()
    assert browser.get(link, follow_redirects=False).headers["location"] == QUESTION
    answer = browser.fill(link.partition("?")[0], key=key_in(link))
    assert answer.headers["location"] == QUESTION and browser.cookies.get(STAY_COOKIE) is None

    monkeypatch.setenv("INDGANG_LETTER_LINKS", "off")
    settings.cache_clear()
    with house.write() as session:
        a_question(session, house.cast)
        newest = session.exec(select(Letter).where(Letter.to == JENS, Letter.enquiry_id == 2)).one()
    assert LINK.findall(newest.text) == ["/desk/fjordby/enquiries/2"]


def test_the_letter_says_in_both_its_forms_what_the_link_does(house: OpenHouse, link: str) -> None:
    letter = letter_to(house)
    until = Speaker("en").weekday(house.now + timedelta(days=7))
    assert f"without a password, once and until {until}. Keep it to yourself" in letter.text
    assert f'href="http://127.0.0.1:8000{link}"' in letter.html


def test_an_interpreter_has_a_key_of_her_own(house: OpenHouse) -> None:
    with house.write() as session:
        ida = a_person(session, house.cast.fjordby, "Ida Tolkensen", [], languages=["da", "de"])
        session.add(Pair(expert_id=house.cast.jens.id or 0, language="de", interpreter_id=ida.id or 0))
        session.flush()
        renew(session)
        draft = EnquiryDraft(text="Darf ich hier fahren?", topic="driving", email="ola@example.org")
        thread = actions.ask(session, draft, municipality=house.cast.fjordby, language="de", now=house.now)
        assert (thread.person.slug, thread.owned.interpreter) == ("jens", ida)
    for address in (JENS, "ida@fjordby.example.org"):
        browser = house.browser()
        assert press(browser, link_to(house, address)).headers["location"] == QUESTION
        assert "Darf ich hier fahren?" in browser.get(QUESTION).text


# --- the key is a secret


def test_we_hold_the_digest_alone(house: OpenHouse, link: str) -> None:
    with house.read() as session:
        held = session.exec(select(LetterKey)).one()
    assert held.digest == digest(key_in(link)) and len(key_in(link)) == 26
    assert key_in(link) not in repr(held)


def test_the_outbox_shows_no_key(house: OpenHouse, link: str) -> None:
    page = house.signed_in("anders").get("/desk/fjordby/outbox").text
    assert "A question for you: Driving" in page
    assert key_in(link) not in page and "key=" not in page


def test_no_key_reaches_the_log(house: OpenHouse, link: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = house.browser()
    press(browser, link)
    browser.get(link + "x")
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert sum("/desk/fjordby/enquiries/…/open" in line for line in lines) == 3
    assert not any(key_in(link) in line for line in lines)
    assert masked(f"GET {link} failed, http://x.example.org/a?b=1&key=secret&c=2") == (
        "GET /desk/fjordby/enquiries/…/open?key=… failed, http://x.example.org/a?b=1&key=…&c=2"
    )


def test_the_page_is_kept_by_nobody_and_tells_no_other_site(house: OpenHouse, link: str) -> None:
    for page in (house.browser().get(link), house.browser().get(link + "x")):
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "noindex" in page.headers["x-robots-tag"]


def test_keys_go_when_the_asker_takes_her_question_back(house: OpenHouse, link: str) -> None:
    with house.read() as session:
        asker = session.exec(select(Enquiry.key)).one()
    own = f"/fjordby/en/enquiries/{asker}"
    browser = house.browser()
    assert browser.fill(own + "/withdraw", page=own, sure="yes").status_code == 303
    with house.read() as session:
        assert not session.exec(select(LetterKey)).all() and not session.exec(select(Letter)).all()
    assert UNKNOWN in house.browser().get(link).text
