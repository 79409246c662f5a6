"""Whatever comes in, the answer is a problem in the caller's language, and never our failure."""

import json

import pytest

from tests.api.conftest import OpenHouse, System

JSON = {"Content-Type": "application/json"}
DEEP = '{"a":' * 400 + "1" + "}" * 400
BODIES = {
    "nothing": (b"", 422),
    "broken": (b"{", 422),
    "cut off": (b'{"text": "May I', 422),
    "a list": (b"[]", 422),
    "a text": (b'"text"', 422),
    "null": (b"null", 422),
    "not a number": (b'{"text": NaN}', 422),
    "too long a number": (b'{"text": ' + b"9" * 5000 + b"}", 422),
    "infinite": (b'{"text": 1e999}', 422),
    "broken UTF-8": (b'{"text": "\xff\xfe May I"}', 400),
    "UTF-16": ('{"text": "May I drive?"}'.encode("utf-16"), 400),
    "deep": (f'{{"text": "May I drive?", "details": {DEEP}}}'.encode(), 422),
    "deeper": (b"[" * 100_000, 422),
    "deep in what nobody reads": (f'{{"text": "May I drive?", "other": {DEEP}}}'.encode(), 422),
    "wrong types": (b'{"text": {"a": 1}, "name": [], "details": 7, "email": true}', 422),
}
WRITING = ["/enquiries", "/enquiries/{key}/messages", "/route", "/desk/fjordby/enquiries"] + [
    f"/desk/fjordby/enquiries/{{number}}/{call}" for call in ("messages", "assign", "close")
]


@pytest.mark.parametrize("address", WRITING)
def test_a_body_that_is_none_is_said_to_be_none(house: OpenHouse, address: str) -> None:
    thread = house.question()
    address = address.format(key=thread.enquiry.key, number=thread.enquiry.id)
    desk = house.desk
    for name, (body, status) in BODIES.items():
        answer = desk.post(address, content=body, headers=JSON | {"Accept-Language": "en"})
        assert answer.status_code == status, name
        assert answer.headers["content-type"] == "application/problem+json", name
        assert answer.json()["detail"], name


@pytest.mark.parametrize("address", WRITING)
def test_only_json_is_taken(house: OpenHouse, address: str) -> None:
    thread = house.question()
    address = address.format(key=thread.enquiry.key, number=thread.enquiry.id)
    for content_type in ("application/x-www-form-urlencoded", "text/plain", "application/xml", "nonsense"):
        answer = house.desk.post(address, content=b"text=May I drive?", headers={"Content-Type": content_type})
        assert answer.status_code == 415, content_type
        assert answer.headers["content-type"] == "application/problem+json"


STRANGE = [
    "\ud800 a lone half of a character",
    "NUL \x00 inside",
    "\u202e turned round",
    "🐘" * 100,
    "'; DROP TABLE enquiry; --",
]


def test_strange_characters_are_kept_or_left_out_and_break_nothing(any_house: OpenHouse) -> None:
    desk = any_house.desk
    for text in STRANGE:
        fields = {
            "text": f"May I drive? {text}",
            "name": text[:200],
            "details": {text[:99]: text[:99]},
            "topic": "driving",
        }
        answer = any_house.stranger.post("/enquiries", content=json.dumps(fields), headers=JSON)
        assert answer.status_code == 201, text
        thread = any_house.stranger.get(f"/enquiries/{answer.json()['key']}").json()
        assert thread["messages"][0]["text"].startswith("May I drive?")
        more = json.dumps({"text": f"Well? {text}"})
        written = any_house.stranger.post(f"/enquiries/{thread['key']}/messages", content=more, headers=JSON)
        assert written.status_code == 201, text
        routed = desk.post("/route", content=json.dumps(fields), headers=JSON)
        assert routed.status_code == (422 if "\ud800" in text else 200), text


def test_too_much_at_once_is_refused(house: OpenHouse) -> None:
    answer = house.stranger.post("/enquiries", content=json.dumps({"text": "x" * 5_000_000}), headers=JSON)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_address_of_nothing_is_not_found(any_house: OpenHouse) -> None:
    desk = any_house.desk
    for address in (
        *("/articles/%00", "/articles/a%ffb", "/enquiries/%00", "/desk/%00/enquiries"),
        *("/topics/driving", "/nothing", ""),
    ):
        answer = desk.get(address)
        assert answer.status_code == 404, address
        assert answer.headers["content-type"] == "application/problem+json", address


def test_a_wrong_method_says_which_are_right(house: OpenHouse) -> None:
    for method, address, allowed in (
        ("PUT", "/enquiries", "POST"),
        ("POST", "/search", "GET"),
        ("PATCH", "/enquiries/abc", "GET, DELETE"),
    ):
        answer = house.stranger.request(method, address)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
        assert answer.headers["content-type"] == "application/problem+json"


def test_strange_parameters_break_nothing(any_house: OpenHouse) -> None:
    desk = any_house.desk
    for parameter in ("lang", "municipality", "topic", "cursor", "limit", "audience", "q", "country"):
        for value in ("\x00", "%", "-1", "1e9", "9" * 400, "💥", "zh-Hant-TW-x-private", "..", "' OR 1=1"):
            for address in ("/articles", "/search?q=x", "/people", "/desk/fjordby/enquiries", "/municipalities"):
                answer = desk.get(address, params={parameter: value})
                assert answer.status_code in {200, 404, 422, 503}, (address, parameter, value)


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ({"params": {"lang": "da"}}, "Ikke fundet"),
        ({"headers": {"Accept-Language": "de"}}, "Nicht gefunden"),
        ({}, "Not found"),
    ],
)
def test_a_problem_speaks_the_callers_language(house: OpenHouse, asked: dict[str, dict[str, str]], title: str) -> None:
    assert System(house.app).get("/articles/nothing", **asked).json()["title"] == title


def test_a_problem_with_a_body_speaks_the_language_it_names(house: OpenHouse) -> None:
    answers = [house.stranger.post("/enquiries", json={"text": "", "lang": lang}) for lang in ("da", "en", "de")]
    assert len({answer.json()["detail"] for answer in answers}) == 3
