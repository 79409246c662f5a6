"""Coverage as the desk shows it: who covers what in any week, what is missing soon, and who may see it."""

import re
from datetime import date
from html import unescape

import pytest

from app.core.edition import renew
from app.people.models import Absence, Account, PersonShare
from tests.cast import a_person
from tests.web.conftest import Browser, OpenHouse

PAGE = "/desk/fjordby/coverage"


def cell(page: str, topic: str, language: str) -> str:
    """The words of one cell of the table."""
    row = re.search(rf'<tr>\s*<th scope="row"><a[^>]*>{topic}</a>(.*?)</tr>', page, re.DOTALL)
    assert row, topic
    found = re.search(rf'<td data-title="{language}">(.*?)</td>', row[1], re.DOTALL)
    assert found, language
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def sentences(page: str) -> list[str]:
    """What is missing, as the page says."""
    section = page[page.index('id="gaps"') :]
    return [unescape(re.sub(r"<[^>]+>", "", item)) for item in re.findall(r"<li>(.*?)</li>", section)]


def test_each_topic_stands_in_each_language_with_its_level_in_words_and_who(house: OpenHouse) -> None:
    page = house.signed_in("mette").get(PAGE, params={"week": "2026-W50"}).text
    assert "Week 50, from 7 December 2026" in page
    assert cell(page, "Driving", "Danish") == "Two or more people Jens Prøvesen Hanne Fiktiv"
    assert cell(page, "Driving", "German") == "One person Hanne Fiktiv"
    assert cell(page, "Registration", "English") == "One person Mette Eksempelgaard"
    assert 'href="/desk/fjordby/people?topic=driving#person-jens"' in page


def test_an_absence_shows_in_its_week_and_as_a_sentence_about_the_next_ones(house: OpenHouse) -> None:
    page = house.signed_in("mette").get(PAGE).text
    assert "Week 48, from 23 November 2026" in page
    german = (
        "A pair with an interpreter Jens Prøvesen Interpreter: Mette Eksempelgaard Away the whole week: Hanne Fiktiv"
    )
    assert cell(page, "Driving", "German") == german
    missing = "Weeks 48 to 49: Driving in German: only a pair with an interpreter. Away: Hanne Fiktiv."
    assert sentences(page) == [missing]
    assert 'href="/desk/fjordby/coverage?week=2026-W48"' in page


def test_the_days_on_which_somebody_is_away_are_named(house: OpenHouse) -> None:
    with house.write() as session:
        jens, monday, tuesday = house.cast.jens.id or 0, date(2026, 12, 7), date(2026, 12, 8)
        session.add(Absence(person_id=jens, first_day=monday, last_day=tuesday))
        renew(session)
    page = house.signed_in("mette").get(PAGE, params={"week": "2026-W50"}).text
    assert cell(page, "Driving", "English") == "One person Jens Prøvesen (away on Monday and Tuesday)"


def test_what_nobody_covers_is_said_and_a_neighbour_is_named_with_her_town(house: OpenHouse) -> None:
    with house.write() as session:
        mette = house.cast.mettes_person.id or 0
        session.add(Absence(person_id=mette, first_day=date(2026, 12, 5), last_day=date(2026, 12, 13)))
        session.add(
            PersonShare(person_id=house.cast.birgits_person.id or 0, municipality_id=house.cast.fjordby.id or 0)
        )
        renew(session)
    page = house.signed_in("mette").get(PAGE, params={"week": "2026-W50"}).text
    assert cell(page, "Registration", "English").startswith("Only a neighbour Birgit Påfund in Bakkeby Away the whole")
    assert "Week 50: Help in English: only a neighbour. Away: Mette Eksempelgaard." in sentences(page)
    assert "Birgit Påfund</a>" not in page  # she does not stand in this town's directory


def test_many_names_are_cut_short_with_a_way_to_all_of_them(house: OpenHouse) -> None:
    with house.write() as session:
        for number in range(6):
            a_person(session, house.cast.fjordby, f"Nr{number} Ny", [house.cast.driving], languages=["de"])
        renew(session)
    page = house.signed_in("mette").get(PAGE, params={"week": "2026-W50"}).text
    assert cell(page, "Driving", "German").endswith("Nr2 Ny and 3 more")
    assert 'href="/desk/fjordby/people?topic=driving&amp;lang=de"' in page


def test_twenty_six_weeks_can_be_chosen_and_any_other_by_its_address(house: OpenHouse) -> None:
    mette = house.signed_in("mette")
    weeks = re.findall(r'<option value="(\d{4}-W\d\d)"( selected)?>', mette.get(PAGE).text)
    assert len(weeks) == 26
    assert (weeks[0], weeks[-1]) == (("2026-W48", " selected"), ("2027-W20", ""))
    later = re.findall(r'<option value="(\d{4}-W\d\d)" selected>', mette.get(PAGE, params={"week": "2028-W01"}).text)
    assert later == ["2028-W01"]


@pytest.mark.parametrize("week", ["29", "2026-W54", "<b>", "2026-W48 or 1=1", "x" * 3000, "9999-W01", "\x00"])
def test_what_is_no_week_is_said_and_this_week_is_shown(house: OpenHouse, week: str) -> None:
    page = house.signed_in("mette").get(PAGE, params={"week": week})
    assert page.status_code == 422
    assert "is no week. Please write it as in 2026-W29. Shown instead: Week 48, from 23 November 2026." in page.text
    assert "<b>" not in page.text
    assert cell(page.text, "Driving", "English") == "One person Jens Prøvesen"


def test_a_week_in_which_the_town_hall_is_closed_says_so(house: OpenHouse) -> None:
    with house.write() as session:
        town = session.merge(house.cast.fjordby)
        town.closing_days = [f"2026-12-{day:02}" for day in range(7, 12)]
        session.add(town)
        renew(session)
    page = house.signed_in("mette").get(PAGE, params={"week": "2026-W50"}).text
    assert "Week 50, from 7 December 2026: the town hall is closed on all days." in page
    assert "<table" not in page


def test_it_speaks_the_readers_language(house: OpenHouse) -> None:
    with house.write() as session:
        session.get_one(Account, house.cast.mette.id).language = "de"
    page = house.signed_in("mette").get(PAGE, params={"week": "2026-W50"}).text
    assert 'data-title="Deutsch"' in page
    assert "7. Dezember 2026" in page


def test_everybody_who_works_here_reads_it_and_nobody_else(house: OpenHouse) -> None:
    def status(browser: Browser) -> int:
        return browser.get(PAGE, follow_redirects=False).status_code

    for name in ("mette", "jens", "karen", "anders"):  # desk and editor, resource person, coordinator, administrator
        assert status(house.signed_in(name)) == 200, name
    assert status(house.signed_in("birgit", municipality="bakkeby")) == 404
    assert status(house.browser()) == 303


def test_who_knows_what_leads_to_it(house: OpenHouse) -> None:
    assert f'href="{PAGE}"' in house.signed_in("jens").get("/desk/fjordby/people").text
