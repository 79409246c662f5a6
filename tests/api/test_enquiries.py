"""An asker's own enquiry through the API."""

from pathlib import Path

import pytest
from sqlmodel import select

from app.enquiries import actions, answering, queries
from app.enquiries.drafts import ClosingDraft
from app.enquiries.models import Enquiry, Message, Outcome
from app.mail.models import Letter
from tests.api.conftest import QUESTION, OpenHouse, opened


def test_a_question_is_kept_with_a_named_person_before_it_is_acknowledged(any_house: OpenHouse) -> None:
    answer = any_house.stranger.asks(name="Ola Nordmann", email="ola@example.org", country="no")
    assert answer.status_code == 201
    receipt = answer.json()
    assert receipt["topic"] == "driving"
    assert receipt["assigned_to"] == {"name": "Jens", "title": "Officer"}
    assert receipt["answer_expected_by"] > any_house.now.isoformat()
    assert receipt["url"] == f"http://testserver/fjordby/en/enquiries/{receipt['key']}"
    assert answer.headers["location"] == f"/api/v1/enquiries/{receipt['key']}"
    with any_house.database.read() as session:
        enquiry = session.exec(select(Enquiry)).one()
        assert (enquiry.key, enquiry.country, enquiry.language) == (receipt["key"], "NO", "en")
        assert {letter.to for letter in session.exec(select(Letter))} == {"jens@fjordby.example.org", "ola@example.org"}


def test_the_writer_is_told_that_a_number_was_taken_out(house: OpenHouse) -> None:
    receipt = house.stranger.asks(text="My CPR is 010190-1234, may I drive?").json()
    assert receipt["removed"] == ["CPR"]
    thread = house.stranger.get(f"/enquiries/{receipt['key']}").json()
    assert thread["messages"][0]["text"] == "My CPR is [CPR •••], may I drive?"
    assert thread["messages"][0]["removed"] == ["CPR"]


def test_a_receipt_says_whom_to_call_where_there_is_danger(house: OpenHouse) -> None:
    receipt = house.stranger.asks(text="Mein Mann schlägt mich. Wohin kann ich gehen?", lang="de").json()
    assert receipt["emergency"][0].startswith("112: ")
    own = f"/enquiries/{receipt['key']}"
    assert house.stranger.get(own, params={"lang": "en"}).json()["emergency"] == receipt["emergency"], "in her language"
    house.stranger.delete(own)
    assert house.stranger.get(own).json().get("emergency", []) == []
    assert house.stranger.asks().json()["emergency"] == []


def test_the_subject_is_seen_in_the_text_when_no_topic_is_given(house: OpenHouse) -> None:
    house.index()
    assert house.stranger.asks(topic="").json()["topic"] == "driving"


@pytest.mark.parametrize(("field", "value"), [("municipality", "atlantis"), ("topic", "astrology")])
def test_a_name_nobody_knows_is_not_found_and_nothing_is_kept(house: OpenHouse, field: str, value: str) -> None:
    answer = house.stranger.asks(**{field: value})
    assert (answer.status_code, answer.json()["field"]) == (404, field)
    with house.database.read() as session:
        assert session.exec(select(Enquiry)).all() == []


FAULTS: list[tuple[str, object]] = [
    ("text", ""),
    ("text", "\x00\x01\x02"),
    ("text", "x" * 8001),
    ("text", 7),
    ("text", None),
    ("email", "nobody"),
    ("country", "Norway"),
    ("audience", "martian"),
    ("asking_as", "king"),
    ("details", ["a"]),
    ("name", "x" * 201),
]


def test_a_fault_names_its_field(house: OpenHouse) -> None:
    for field, value in FAULTS:
        answer = house.stranger.asks(**{field: value})
        assert answer.status_code == 422, field
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["field"] == field
        assert answer.json()["detail"]


def test_a_language_that_is_not_offered_becomes_one_that_is(house: OpenHouse) -> None:
    for wished, given in (("de-AT", "de"), ("pl", "en"), ("", "en"), ("da", "da")):
        key = house.stranger.asks(lang=wished).json()["key"]
        assert house.stranger.get(f"/enquiries/{key}").json()["language"] == given


# --- asking twice


def test_the_same_key_and_body_give_the_same_enquiry(any_house: OpenHouse) -> None:
    headers = {"Idempotency-Key": "7d3f"}
    first, second = (any_house.stranger.post("/enquiries", json=QUESTION, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    with any_house.database.read() as session:
        assert len(session.exec(select(Enquiry)).all()) == 1
        assert len(session.exec(select(Message)).all()) == 1


def test_the_same_key_with_another_body_is_refused(house: OpenHouse) -> None:
    headers = {"Idempotency-Key": "7d3f"}
    assert house.stranger.post("/enquiries", json=QUESTION, headers=headers).status_code == 201
    other = house.stranger.post("/enquiries", json=QUESTION | {"name": "Ola"}, headers=headers)
    assert (other.status_code, other.json()["field"]) == (422, "Idempotency-Key")


def test_a_key_counts_for_a_day(house: OpenHouse) -> None:
    headers = {"Idempotency-Key": "7d3f"}
    first = house.stranger.post("/enquiries", json=QUESTION, headers=headers).json()
    house.later(hours=25)
    second = house.stranger.post("/enquiries", json=QUESTION, headers=headers).json()
    assert first["key"] != second["key"]


def test_without_a_key_the_same_words_are_two_questions(house: OpenHouse) -> None:
    assert house.stranger.asks().json()["key"] != house.stranger.asks().json()["key"]


# --- the thread


def test_the_asker_reads_the_answer_by_name_and_writes_back(any_house: OpenHouse) -> None:
    key = any_house.stranger.asks().json()["key"]
    answered(any_house, key)
    thread = any_house.stranger.get(f"/enquiries/{key}").json()
    assert (thread["state"], [each["author"] for each in thread["messages"]]) == ("answered", ["asker", "staff"])
    assert thread["messages"][1]["name"] == "Jens"
    written = any_house.stranger.post(f"/enquiries/{key}/messages", json={"text": "And my wife?"})
    assert (written.status_code, written.json()["author"]) == (201, "asker")
    assert any_house.stranger.get(f"/enquiries/{key}").json()["state"] == "open"


def answered(house: OpenHouse, key: str, *, close: ClosingDraft | None = None) -> None:
    """Jens answers, and may close."""
    with house.database.write() as session:
        thread = queries.for_asker(session, key)
        house.cast.session = session
        answering.answer(session, thread, "Yes, you may.", by=house.cast.staff_of(house.cast.jens), now=house.now)
        if close:
            actions.close(session, thread, close, now=house.now)


def test_nobody_reads_or_writes_without_the_key(house: OpenHouse) -> None:
    key = house.stranger.asks().json()["key"]
    assert house.stranger.get(f"/enquiries/{key}").status_code == 200
    for wrong in (key[:-1], key.upper(), "a" * 26, "%00", "..%2F..", "x" * 500):
        assert house.stranger.get(f"/enquiries/{wrong}").status_code == 404
        assert house.stranger.post(f"/enquiries/{wrong}/messages", json={"text": "Hello"}).status_code == 404
        assert house.stranger.delete(f"/enquiries/{wrong}").status_code == 404


def test_writing_on_what_was_changed_meanwhile_is_refused_when_asked_to(house: OpenHouse) -> None:
    key = house.stranger.asks().json()["key"]
    tag = house.stranger.get(f"/enquiries/{key}").headers["etag"]
    answered(house, key)
    for method, body in (("POST", {"text": "And now?"}), ("DELETE", None)):
        address = f"/enquiries/{key}" + ("/messages" if body else "")
        late = house.stranger.request(method, address, json=body, headers={"If-Match": tag})
        assert (late.status_code, late.json()["field"]) == (412, "If-Match")
    now = house.stranger.get(f"/enquiries/{key}").headers["etag"]
    headers = {"If-Match": f'"other", {now}'}
    written = house.stranger.post(f"/enquiries/{key}/messages", json={"text": "And now?"}, headers=headers)
    assert written.status_code == 201
    assert written.headers["etag"] == house.stranger.get(f"/enquiries/{key}").headers["etag"] != now


def test_nothing_can_be_written_to_what_went_elsewhere(house: OpenHouse) -> None:
    key = house.stranger.asks().json()["key"]
    answered(house, key, close=ClosingDraft(outcome=Outcome.REFERRED, referred_to="The tax agency"))
    assert house.stranger.get(f"/enquiries/{key}").json()["referred_to"] == "The tax agency"
    refused = house.stranger.post(f"/enquiries/{key}/messages", json={"text": "And now?"})
    assert (refused.status_code, refused.json()["detail"]) == (409, "This question is closed.")


# --- withdrawing


def test_a_question_without_a_reply_goes_at_once_and_altogether(any_house: OpenHouse) -> None:
    key = any_house.stranger.asks(name="Ola Nordmann", email="ola@example.org", phone="+47 22 22 55 55").json()["key"]
    answer = any_house.stranger.delete(f"/enquiries/{key}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert any_house.stranger.get(f"/enquiries/{key}").status_code == 404
    assert any_house.stranger.delete(f"/enquiries/{key}").status_code == 404
    with any_house.database.read() as session:
        enquiry = session.exec(select(Enquiry)).one()
        assert (enquiry.name, enquiry.email, enquiry.phone) == ("", "", "")
        assert session.exec(select(Message)).all() == []
        assert session.exec(select(Letter)).all() == []


def test_after_a_reply_identity_goes_and_the_asker_is_told_what_is_kept_why_and_how_long(house: OpenHouse) -> None:
    key = house.stranger.asks(name="Ola Nordmann", email="ola@example.org").json()["key"]
    answered(house, key)
    answer = house.stranger.delete(f"/enquiries/{key}?lang=en")
    assert answer.status_code == 202
    told = answer.json()
    assert told["removed"] == ["name", "email", "phone"]
    assert told["kept"] == ["text"]
    assert told["why"].startswith("You were given guidance")
    assert told["kept_until"].startswith("2027-05-22")
    assert "22 May 2027" in told["detail"]
    with house.database.read() as session:
        enquiry = session.exec(select(Enquiry)).one()
        assert (enquiry.name, enquiry.email) == ("", "")
        assert len(session.exec(select(Message)).all()) == 2
    assert house.stranger.get(f"/enquiries/{key}").json()["withdrawn_at"]


# --- limits


def test_who_writes_too_often_is_asked_to_wait_and_reading_goes_on(
    cast_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "limited.sqlite"
    database.write_bytes(cast_sqlite.read_bytes())
    with opened(f"sqlite:///{database}", tmp_path, monkeypatch, rate_limit="3/minute") as house:
        answers = [house.stranger.asks() for _ in range(4)]
        assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
        assert answers[3].headers["retry-after"] == "60"
        assert house.stranger.get(f"/enquiries/{answers[0].json()['key']}").status_code == 200
