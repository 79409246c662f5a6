"""Search as another system uses it."""

import shutil

import pytest

from app.api.searching import marked
from tests.api.conftest import OpenHouse


@pytest.fixture(autouse=True)
def indexed(house: OpenHouse) -> None:
    house.index()


def test_a_search_decides_and_fills_its_results_whatever_it_decides(house: OpenHouse) -> None:
    sure = house.stranger.get("/search", params={"q": "licence from Japan", "lang": "en"}).json()
    assert sure["decision"] == "answer"
    assert sure["results"][0]["slug"] == "foreign-driving-licence"
    assert sure["results"][0]["url"] == "http://testserver/fjordby/en/articles/foreign-driving-licence"
    assert sure["topics"][0]["slug"] == "driving"
    unsure = house.stranger.get("/search", params={"q": "xyzzy", "lang": "en"}).json()
    assert unsure["decision"] == "hand_over"
    assert unsure["results"] == []


def test_a_personal_number_is_taken_out_of_a_search_before_anything_else(house: OpenHouse) -> None:
    answer = house.stranger.get("/search", params={"q": "driving licence 010190-1234"})
    assert answer.json()["query"] == "driving licence [CPR •••]"
    assert "1234" not in answer.text


def test_a_passage_is_escaped_and_marked() -> None:
    assert marked("if a < b & c", ((3, 4), (11, 12))) == "if <mark>a</mark> &lt; b &amp; <mark>c</mark>"


def test_only_the_municipalitys_articles_are_found(house: OpenHouse) -> None:
    for municipality, slugs in (("fjordby", []), ("bakkeby", ["harbour-office"])):
        query = {"q": "harbour office", "lang": "en", "municipality": municipality}
        found = house.stranger.get("/search", params=query).json()
        assert [result["slug"] for result in found["results"]] == slugs


def test_an_archived_article_is_gone_from_results_before_the_index_knows(house: OpenHouse) -> None:
    from app.articles import actions, queries

    with house.database.write() as session:
        owners = (house.cast.shared.id or 0,)
        article = queries.article_by_slug(session, "foreign-driving-licence", owners)
        assert article
        actions.archive(session, article, now=house.now)
    found = house.stranger.get("/search", params={"q": "licence from Japan", "lang": "en"})
    assert found.status_code == 200
    assert found.json()["results"] == []


def test_any_query_is_answered(house: OpenHouse) -> None:
    for query in ("", " ", "?", "a" * 10_000, "\x00", "\ufffe", "' OR 1=1 --", "*" * 500, "AND OR NOT ("):
        assert house.stranger.get("/search", params={"q": query}).status_code == 200, query


def test_without_an_index_a_search_asks_for_patience_and_questions_are_taken(house: OpenHouse) -> None:
    shutil.rmtree(house.data / "index")
    answer = house.stranger.get("/search?q=licence&lang=en")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert house.stranger.asks().status_code == 201


def test_where_she_comes_from_says_which_audience_she_is(house: OpenHouse) -> None:
    for country in ("NO", "de", "IN", ""):
        assert house.stranger.get("/search", params={"q": "licence", "country": country}).status_code == 200
    wrong = house.stranger.get("/search", params={"q": "licence", "country": "Norway"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "country")
