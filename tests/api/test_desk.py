"""A municipality's enquiries for its staff: who may do what, and what comes of it."""

from typing import Any

import pytest
from sqlmodel import select

from app.core.edition import renew
from app.enquiries import actions, answering, queries
from app.enquiries.models import Enquiry, Reading
from app.mail.models import Letter
from app.people.models import PersonShare, Role
from tests.api.conftest import QUESTION, OpenHouse, System
from tests.cast import NOW, a_question, recall

ONE = "/desk/fjordby/enquiries/{number}"
CALLS = [
    ("GET", "/desk/fjordby/enquiries", None, 200),
    ("POST", "/desk/fjordby/enquiries", {**QUESTION, "channel": "counter"}, 201),
    ("GET", ONE, None, 200),
    ("POST", f"{ONE}/messages", {"text": "Yes, you may."}, 201),
    ("POST", f"{ONE}/assign", {"to": "mette", "why": "She knows more."}, 200),
    ("POST", f"{ONE}/close", {"outcome": "referred", "referred_to": "The tax agency"}, 200),
    ("POST", f"{ONE}/article", None, 201),
]


def ready(house: OpenHouse) -> int:
    """The number of a question with an answer, so that an article can be made of it."""
    number = house.question().enquiry.id or 0
    house.acting_for(house.cast.mette).post(f"/desk/fjordby/enquiries/{number}/messages", json={"text": "Yes."})
    return number


@pytest.mark.parametrize(("method", "address", "body", "good"), CALLS)
def test_only_the_municipalitys_staff_may_do_it(
    house: OpenHouse, method: str, address: str, body: dict[str, Any] | None, good: int
) -> None:
    address = address.format(number=ready(house))

    def status(system: System) -> int:
        return system.request(method, address, json=body).status_code

    assert status(house.stranger) == 401
    assert status(System(house.app, "indgang_made-up")) == 401
    assert status(house.with_token()) == 404
    assert status(house.with_token(Role.DESK, municipality=house.cast.bakkeby)) == 404
    assert status(house.desk) == good


@pytest.mark.parametrize(("method", "address", "body", "good"), CALLS[2:])
def test_a_colleague_touches_only_what_she_has_or_had(
    house: OpenHouse, method: str, address: str, body: dict[str, Any] | None, good: int
) -> None:
    address = address.format(number=ready(house))
    assert house.acting_for(house.cast.hanne).request(method, address, json=body).status_code == 404
    assert house.acting_for(house.cast.jens).request(method, address, json=body).status_code == good


@pytest.mark.parametrize(("method", "address", "body", "good"), CALLS[2:])
def test_an_editor_reads_answered_questions_and_makes_articles_and_no_more(
    house: OpenHouse, method: str, address: str, body: dict[str, Any] | None, good: int
) -> None:
    address = address.format(number=ready(house))
    expected = good if method == "GET" or address.endswith("/article") else 403
    assert house.with_token(Role.EDITOR).request(method, address, json=body).status_code == expected


def test_an_enquiry_of_another_municipality_has_no_number_here(house: OpenHouse) -> None:
    elsewhere = house.question(municipality=house.cast.bakkeby).enquiry.id
    assert house.desk.get(f"/desk/fjordby/enquiries/{elsewhere}").status_code == 404
    assert (
        house.with_token(Role.DESK, municipality=house.cast.bakkeby)
        .get(f"/desk/bakkeby/enquiries/{elsewhere}")
        .is_success
    )


def test_what_can_be_no_number_is_not_found(house: OpenHouse) -> None:
    desk = house.desk
    for number in ("0", "-1", "99999999999999999999", "1.5", "one", "2147483648"):
        assert desk.get(f"/desk/fjordby/enquiries/{number}").status_code == 404, number


# --- lists


def test_a_list_shows_no_words_and_is_no_reading_and_opening_is_one(any_house: OpenHouse) -> None:
    number = any_house.question().enquiry.id or 0
    desk = any_house.desk
    listed = desk.get("/desk/fjordby/enquiries")
    assert [line["number"] for line in listed.json()] == [number]
    assert "Japan" not in listed.text and "Ola" not in listed.text
    assert readings(any_house) == 0
    opened = desk.get(f"/desk/fjordby/enquiries/{number}").json()
    assert (opened["name"], opened["messages"][0]["text"]) == ("Ola Nordmann", QUESTION["text"])
    assert readings(any_house) == 1


def readings(house: OpenHouse) -> int:
    with house.database.read() as session:
        return len(session.exec(select(Reading)).all())


def test_who_is_refused_leaves_no_reading(house: OpenHouse) -> None:
    number = house.question().enquiry.id
    house.with_token(Role.EDITOR).get(f"/desk/fjordby/enquiries/{number}")
    assert readings(house) == 0


def test_the_list_goes_by_state_and_in_pages_that_leave_nothing_out(house: OpenHouse) -> None:
    numbers = [house.question().enquiry.id for _ in range(5)]
    desk = house.desk
    desk.post(f"/desk/fjordby/enquiries/{numbers[0]}/messages", json={"text": "Yes."})
    seen, address = [], "/desk/fjordby/enquiries?state=open&limit=2"
    while address:
        page = desk.get(address)
        seen += [line["number"] for line in page.json()]
        address = page.links.get("next", {}).get("url", "").removeprefix("/api/v1")
    assert seen == numbers[:0:-1]
    assert [line["number"] for line in desk.get("/desk/fjordby/enquiries?state=answered").json()] == numbers[:1]


def test_a_resource_person_lists_what_was_given_to_her(house: OpenHouse) -> None:
    number = house.question().enquiry.id
    for person, expected in ((house.cast.jens, [number]), (house.cast.hanne, [])):
        listed = house.acting_for(person).get("/desk/fjordby/enquiries").json()
        assert [line["number"] for line in listed] == expected


# --- changes


def test_a_call_is_logged_in_the_callers_name_and_goes_to_who_knows(house: OpenHouse) -> None:
    desk = house.desk
    answer = desk.post("/desk/fjordby/enquiries", json={**QUESTION, "text": "CPR 010190-1234, may he drive?"})
    logged = answer.json()
    assert logged["assigned_to"]["slug"] == "jens"
    assert logged["removed"] == ["CPR"]
    assert "key" not in logged  # the secret is the asker's
    read = desk.get(answer.headers["location"].removeprefix("/api/v1")).json()
    assert (read["channel"], read["number"]) == ("telephone", logged["number"])
    with house.database.read() as session:
        assert session.exec(select(Enquiry)).one().logged_by is not None


def test_logging_twice_with_one_key_makes_one_enquiry_and_others_keys_are_their_own(house: OpenHouse) -> None:
    desk, other = house.desk, house.desk
    headers = {"Idempotency-Key": "call 7"}
    numbers = [
        system.post("/desk/fjordby/enquiries", json=QUESTION, headers=headers).json()["number"]
        for system in (desk, desk, other)
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def test_an_answer_reaches_the_asker(house: OpenHouse) -> None:
    thread = house.question()
    address = f"/desk/fjordby/enquiries/{thread.enquiry.id}"
    answer = house.acting_for(house.cast.mette).post(f"{address}/messages", json={"text": "Yes. Not 010190-1234."})
    assert answer.json()["name"] == "Mette Eksempelgaard"
    assert answer.json()["text"] == "Yes. Not [CPR •••]."
    assert house.stranger.get(f"/enquiries/{thread.enquiry.key}").json()["state"] == "answered"
    with house.database.read() as session:
        assert "answered" in {letter.kind for letter in session.exec(select(Letter)) if letter.to == "ola@example.org"}


def test_an_answer_is_taken_back_while_nobody_reads_it_and_no_longer(house: OpenHouse) -> None:
    house.app.state.house.settings.undo_seconds = 15
    thread = house.question()
    address, jens = f"/desk/fjordby/enquiries/{thread.enquiry.id}", house.acting_for(house.cast.jens)
    sent = jens.post(f"{address}/messages", json={"text": "No."})
    assert sent.json()["can_be_taken_back_until"] == "2026-11-23T09:30:15Z"
    assert house.stranger.get(f"/enquiries/{thread.enquiry.key}").json()["state"] == "open"
    assert house.desk.post(f"{address}/take-back").status_code == 409  # it is not hers
    stale = jens.post(f"{address}/take-back", headers={"If-Match": '"made-up"'})
    assert stale.status_code == 412
    back = jens.post(f"{address}/take-back")
    assert (back.status_code, back.json()) == (200, {"text": "No."})
    assert back.headers["etag"] == jens.get(address).headers["etag"] != sent.headers["etag"]
    assert jens.post(f"{address}/take-back").status_code == 409
    jens.post(f"{address}/messages", json={"text": "Yes."})
    house.later(seconds=15)
    assert jens.post(f"{address}/take-back").status_code == 409
    _, answer = jens.get(address).json()["messages"]
    assert (answer["text"], answer["can_be_taken_back_until"]) == ("Yes.", None)
    assert house.stranger.get(f"/enquiries/{thread.enquiry.key}").json()["state"] == "answered"


def test_handing_over_changes_the_owner_and_keeps_the_promise(house: OpenHouse) -> None:
    thread = house.question()
    address = f"/desk/fjordby/enquiries/{thread.enquiry.id}"
    desk = house.desk
    before = desk.get(address)
    answer = desk.post(f"{address}/assign", json={"to": "mette", "why": "She has time."})
    assert answer.json()["assigned_to"]["name"] == "Mette Eksempelgaard"
    after = desk.get(address)
    assert after.json()["assigned_to"]["slug"] == "mette"
    assert after.json()["assigned_why"] == "She has time."
    assert after.json()["answer_expected_by"] == before.json()["answer_expected_by"]
    assert answer.headers["etag"] == after.headers["etag"] != before.headers["etag"]
    assert desk.post(f"{address}/assign", json={"to": "mette"}).status_code == 409
    nobody = desk.post(f"{address}/assign", json={"to": "nobody"})
    assert (nobody.status_code, nobody.json()["field"]) == (404, "to")


def test_a_topic_is_put_right_and_the_enquiry_goes_to_who_knows_it(house: OpenHouse) -> None:
    address = f"/desk/fjordby/enquiries/{house.question().enquiry.id}"
    jens = house.acting_for(house.cast.jens)
    first, again = (jens.post(f"{address}/topic", json={"topic": "registration"}) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert (first.json()["topic"], first.json()["assigned_to"]) == ("registration", "Mette Eksempelgaard")
    assert first.json() == again.json()
    assert first.headers["etag"] == house.desk.get(address).headers["etag"]
    wrong = house.desk.post(f"{address}/topic", json={"topic": "flying"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "topic")
    assert jens.post(f"{address}/topic", json={"topic": "driving"}).status_code == 403


def test_a_hand_over_that_is_said_twice_ends_as_the_first_did_also_for_who_has_it_no_more(house: OpenHouse) -> None:
    address = f"/desk/fjordby/enquiries/{house.question().enquiry.id}/assign"
    jens = house.acting_for(house.cast.jens)
    first, again = (jens.post(address, json={"to": "mette", "why": "She has time."}) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert jens.post(address, json={"to": "hanne", "why": "She has time."}).status_code == 403
    assert jens.post(address, json={"to": "nobody", "why": "She has time."}).status_code == 403


def test_of_two_who_answer_at_once_the_second_is_told(house: OpenHouse) -> None:
    address = f"/desk/fjordby/enquiries/{house.question().enquiry.id}"
    desk = house.desk
    tag = {"If-Match": desk.get(address).headers["etag"]}
    assert desk.post(f"{address}/messages", json={"text": "Yes."}, headers=tag).status_code == 201
    for call, body in (("messages", {"text": "No."}), ("assign", {"to": "mette"}), ("close", {"outcome": "answered"})):
        assert desk.post(f"{address}/{call}", json=body, headers=tag).status_code == 412
    assert desk.post(f"{address}/article", headers=tag).status_code == 412


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"outcome": "answered"}, 409, None),
        ({"outcome": "referred"}, 422, "referred_to"),
        ({"outcome": "case"}, 422, "case_reference"),
        ({"outcome": "vanished"}, 422, "outcome"),
        ({"outcome": "case", "case_reference": "26/1234"}, 200, None),
    ],
)
def test_closing_says_where_the_question_went(
    house: OpenHouse, body: dict[str, str], status: int, field: str | None
) -> None:
    address = f"/desk/fjordby/enquiries/{house.question().enquiry.id}"
    answer = house.desk.post(f"{address}/close", json=body)
    assert (answer.status_code, answer.json().get("field")) == (status, field)
    assert house.desk.get(address).json()["state"] == ("closed" if status == 200 else "open")


def test_an_answer_becomes_one_draft_of_an_article(house: OpenHouse) -> None:
    address = f"/desk/fjordby/enquiries/{house.question().enquiry.id}"
    desk = house.desk
    assert desk.post(f"{address}/article").status_code == 409
    desk.post(f"{address}/messages", json={"text": "Ola Nordmann may drive. Call 20 30 40 50."})
    first, second = desk.post(f"{address}/article"), desk.post(f"{address}/article")
    assert first.status_code == 201
    assert first.json() == second.json()
    assert house.stranger.get(f"/articles/{first.json()['slug']}").status_code == 404  # nobody has published it


# --- a browser's sign-in


def test_a_browser_changes_things_only_with_its_form_token(house: OpenHouse) -> None:
    from app.core.tokens import sign
    from app.people import actions

    with house.database.write() as session:
        key = actions.begin_stay(session, house.cast.mette, second_factor=False, now=house.now)
    browser = System(house.app)
    browser.cookies.set("indgang_stay", key)
    address = f"/desk/fjordby/enquiries/{house.question().enquiry.id}"
    assert browser.get(address).status_code == 200
    token = sign(house.app.state.house.key, "form", key)
    for headers, status in (({}, 403), ({"X-CSRF-Token": "0" * 64}, 403), ({"X-CSRF-Token": token}, 201)):
        assert browser.post(f"{address}/messages", json={"text": "Yes."}, headers=headers).status_code == status
    across = {"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"}
    assert browser.post(f"{address}/messages", json={"text": "Yes."}, headers=across).status_code == 403


def test_who_has_not_seen_a_colleagues_answer_writes_and_closes_nothing_over_it(house: OpenHouse) -> None:
    number = house.question().enquiry.id
    address = f"/desk/fjordby/enquiries/{number}"
    jens, mette = house.acting_for(house.cast.jens), house.acting_for(house.cast.mette)
    before = jens.get(address).json()
    seen = {"seen": before["messages"][-1]["number"], "seen_before": 1}
    assert mette.post(f"{address}/messages", json={"text": "At the town hall."}).status_code == 201
    for to, body in (("messages", {"text": "I don't know that."}), ("close", {"outcome": "answered"})):
        assert jens.post(f"{address}/{to}", json=body | seen).status_code == 409
    given = mette.post(f"{address}/assign", json={"to": "hanne"})
    assert given.status_code == 200
    assert jens.post(f"{address}/assign", json={"to": "mette", "assignment": 1}).status_code == 409


def test_a_neighbours_answer_carries_her_name(house: OpenHouse) -> None:
    with house.database.write() as session:
        cast = recall(session)
        session.add(PersonShare(person_id=cast.birgits_person.id or 0, municipality_id=cast.fjordby.id or 0))
        session.flush()
        renew(session)
        asked = a_question(session, cast)
        key, number = asked.enquiry.key, asked.enquiry.id
        actions.hand_over(session, asked, to=cast.birgits_person, why="", by=cast.staff_of(cast.mette), now=NOW)
        answering.answer(session, queries.for_asker(session, key), "Yes.", by=cast.staff_of(cast.birgit), now=NOW)
    assert house.stranger.get(f"/enquiries/{key}").json()["messages"][-1]["name"].startswith("Birgit")
    assert house.desk.get(f"/desk/fjordby/enquiries/{number}").json()["assigned_to"]["languages"] != []
