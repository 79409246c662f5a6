"""A question's whole history as a file: for those who may read it, and each file is a reading."""

import io
import json

import pytest
from pypdf import PdfReader
from sqlmodel import col, select

from app.enquiries.models import Reading
from app.people import actions as people
from app.people.models import Account, Role
from tests.cast import a_question
from tests.web.conftest import OpenHouse

DESK = "/desk/fjordby/"
LIST = "/desk/fjordby/enquiries"
WORDS = "May I drive here with a licence from Japan?"


@pytest.fixture
def number(house: OpenHouse) -> int:
    """Ola's question about driving; Jens has it."""
    with house.write() as session:
        return a_question(session, house.cast, WORDS).enquiry.id or 0


def readers(house: OpenHouse) -> list[str]:
    with house.read() as session:
        found = select(Account.name).join(Reading, col(Reading.account_id) == col(Account.id))
        return list(session.exec(found.order_by(col(Reading.id))).all())


def test_who_has_it_gets_the_history_as_pdf_in_her_language(house: OpenHouse, number: int) -> None:
    with house.write() as session:
        people.choose_language(session, house.cast.mette.id or 0, "da")
    answer = house.signed_in("jens").get(f"{LIST}/{number}/export?format=pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'attachment; filename="fjordby-{number}.pdf"'
    assert answer.headers["cache-control"] == "no-store"
    reader = PdfReader(io.BytesIO(answer.content))
    words = reader.pages[0].extract_text()
    for said in (f"Question {number}: Driving", WORDS, "Ola Nordmann", "ola@example.org", "Jens Prøvesen"):
        assert said in words
    danish = PdfReader(io.BytesIO(house.signed_in("mette").get(f"{LIST}/{number}/export?format=pdf").content))
    assert [str(each.root_object["/Lang"]) for each in (reader, danish)] == ["en", "da"]
    assert f"Spørgsmål {number}" in danish.pages[0].extract_text()


def test_it_comes_as_json_too(house: OpenHouse, number: int) -> None:
    answer = house.signed_in("jens").get(f"{LIST}/{number}/export?format=json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"] == f'attachment; filename="fjordby-{number}.json"'
    found = json.loads(answer.content)
    assert (found["number"], found["municipality"], found["exported_by"]) == (number, "fjordby", "Jens Prøvesen")
    assert found["events"][0]["text"] == WORDS


@pytest.mark.parametrize("form", ["pdf", "json"])
def test_every_export_is_a_reading(house: OpenHouse, number: int, form: str) -> None:
    mette = house.signed_in("mette")
    assert readers(house) == []
    assert mette.get(f"{LIST}/{number}/export?format={form}").status_code == 200
    assert readers(house) == ["Mette Eksempelgaard"]
    found = mette.get(f"{LIST}/{number}/export?format=json").json()
    assert [event["name"] for event in found["events"] if event["event"] == "read"] == ["Mette Eksempelgaard"]


def test_who_may_not_read_it_gets_nothing_and_reads_nothing(house: OpenHouse, number: int) -> None:
    for name, town in (("hanne", "fjordby"), ("birgit", "bakkeby")):
        refused = house.signed_in(name, municipality=town).get(f"{LIST}/{number}/export")
        assert refused.status_code == 404 and WORDS not in refused.text
    there = house.signed_in("birgit", municipality="bakkeby").get(f"/desk/bakkeby/enquiries/{number}/export")
    assert there.status_code == 404
    signed_out = house.browser().get(f"{LIST}/{number}/export", follow_redirects=False)
    assert signed_out.headers["location"].startswith("/sign-in")
    assert readers(house) == []


def test_an_editor_who_only_reads_gets_it_without_who_asked_and_is_not_led_to_it(house: OpenHouse, number: int) -> None:
    with house.write() as session:
        people.grant(session, house.cast.karen, Role.EDITOR, municipality_id=house.cast.fjordby.id or 0)
    jens = house.signed_in("jens")
    jens.fill(f"{LIST}/{number}/messages", page=DESK, text="Yes, you may.")
    karen = house.signed_in("karen")
    found = karen.get(f"{LIST}/{number}/export?format=json")
    assert found.json()["asker"] is None and "Nordmann" not in found.text and "ola@example.org" not in found.text
    assert "Yes, you may." in found.text
    assert f"{LIST}/{number}/export" in jens.get(f"{LIST}/{number}").text
    assert "/export" not in karen.get(f"{LIST}/{number}").text


@pytest.mark.parametrize("form", ["docx", "", "PDF%00", "../pdf"])
def test_another_form_is_refused_in_a_sentence(house: OpenHouse, number: int, form: str) -> None:
    answer = house.signed_in("jens").get(f"{LIST}/{number}/export?format={form}")
    assert answer.status_code == 422
    assert "A question is exported as PDF or as JSON." in answer.text
    assert readers(house) == []
