"""Texts for answers through the API: for staff, in the language of the answer, and in no call for readers."""

import pytest

from app.people.models import Role
from tests.api.conftest import OpenHouse
from tests.ready_texts import a_ready_text

TEXTS = "/desk/fjordby/texts"


@pytest.fixture
def texts(house: OpenHouse) -> OpenHouse:
    """A shared one in Danish and English, one of Fjordby's in Danish, and one of Bakkeby's."""
    with house.database.write() as session:
        a_ready_text(session, house.cast)
        a_ready_text(session, house.cast, "only-danish", owner=house.cast.fjordby, bodies={"da": "Kun dansk."})
        a_ready_text(session, house.cast, "of-bakkeby", owner=house.cast.bakkeby)
    return house


def test_they_are_listed_in_the_language_of_the_answer(texts: OpenHouse) -> None:
    page = "http://testserver/fjordby/en/articles/foreign-driving-licence#what-to-do"
    assert texts.desk.get(TEXTS, params={"lang": "en"}).json() == [
        {
            "slug": "another-authority",
            "topic": "help",
            "title": "another-authority en",
            "summary": "When zebras fit (en)",
            "text": f"We can not answer.\n\n- Read about licences.\n\nForeign driving licence: {page}",
        }
    ]
    danish = texts.desk.get(TEXTS, headers={"Accept-Language": "da"}).json()
    assert [each["slug"] for each in danish] == ["another-authority", "only-danish"]
    assert texts.desk.get(TEXTS, params={"lang": "de"}).json() == []


def test_they_are_for_the_municipalitys_staff(texts: OpenHouse) -> None:
    assert texts.stranger.get(TEXTS).status_code == 401
    assert texts.with_token().get(TEXTS).status_code == 404
    assert texts.with_token(Role.DESK, municipality=texts.cast.bakkeby).get(TEXTS).status_code == 404
    assert texts.acting_for(texts.cast.jens).get(TEXTS).status_code == 200


def test_no_call_for_readers_gives_one(texts: OpenHouse) -> None:
    texts.index()
    assert texts.stranger.get("/articles/another-authority", params={"lang": "en"}).status_code == 404
    for call in ("/articles", "/search?q=zebras", "/suggest?q=another"):
        answer = texts.stranger.get(call)
        assert answer.status_code == 200, call
        assert "another-authority" not in answer.text, call


def test_a_contact_in_them_is_the_one_for_the_topic_that_is_asked_about(texts: OpenHouse) -> None:
    everything = texts.desk.get("/desk/fjordby/texts?lang=en")
    assert texts.desk.get("/desk/fjordby/texts?lang=en&topic=driving").json() == everything.json()
    unknown = texts.desk.get("/desk/fjordby/texts?topic=astronomy")
    assert (unknown.status_code, unknown.json()["field"]) == (404, "topic")
