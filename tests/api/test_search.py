"""Search as another system uses it."""

import shutil

import pytest

from app.api.searching import marked
from app.articles import actions, queries
from app.topics.actions import keep_term
from tests.api.conftest import OpenHouse
from tests.guidance.tables import a_guide_in_the_house


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


def test_whoever_tells_of_danger_is_told_whom_to_call_in_her_language(house: OpenHouse) -> None:
    for language, begins in (("en", "112: Call now"), ("da", "112: Ring nu"), ("de", "112: Rufen Sie jetzt an")):
        told = house.stranger.get("/search", params={"q": "my husband hits me", "lang": language}).json()["emergency"]
        assert told[0].startswith(begins)
    assert house.stranger.get("/search", params={"q": "licence from Japan"}).json()["emergency"] == []


def test_a_danish_word_is_explained_in_the_readers_language(house: OpenHouse) -> None:
    with house.database.write() as session:
        words = {"da": ["kørekort"], "en": ["driving licence"]}
        keep_term(session, "driving-licence", words=words, meaning={"en": "A card that lets you drive."})
    found = house.stranger.get("/search", params={"q": "what is a koerekort", "lang": "en"}).json()
    assert found["explained"] == [{"word": "koerekort", "language": "da", "meaning": "A card that lets you drive."}]
    assert house.stranger.get("/search", params={"q": "kørekort", "lang": "da"}).json()["explained"] == []


def test_a_passage_is_escaped_and_marked() -> None:
    assert marked("if a < b & c", ((3, 4), (11, 12))) == "if <mark>a</mark> &lt; b &amp; <mark>c</mark>"


def test_only_the_municipalitys_articles_are_found(house: OpenHouse) -> None:
    for municipality, slugs in (("fjordby", []), ("bakkeby", ["harbour-office"])):
        query = {"q": "harbour office", "lang": "en", "municipality": municipality}
        found = house.stranger.get("/search", params=query).json()
        assert [result["slug"] for result in found["results"]] == slugs


def test_an_archived_article_is_gone_from_results_before_the_index_knows(house: OpenHouse) -> None:
    with house.database.write() as session:
        owners = (house.cast.shared.id or 0,)
        article = queries.article_by_slug(session, "foreign-driving-licence", owners)
        assert article
        actions.archive(session, article, now=house.now)
    found = house.stranger.get("/search", params={"q": "licence from Japan", "lang": "en"})
    assert found.status_code == 200
    assert found.json()["results"] == []


def test_a_question_is_completed_while_it_is_typed(house: OpenHouse) -> None:
    found = house.stranger.get("/suggest", params={"q": "fore", "lang": "en"}).json()
    [title, *_] = found
    assert title == {
        "text": "Foreign driving licence",
        "kind": "article",
        "language": "en",
        "slug": "foreign-driving-licence",
    }
    assert house.stranger.get("/suggest", params={"q": "f", "lang": "en"}).json() == []


def test_a_term_completes_a_question_and_is_no_text(house: OpenHouse) -> None:
    with house.database.write() as session:
        keep_term(session, "licence", words={"en": ["driving licence"]}, meaning={"en": "A card."})
    found = house.stranger.get("/suggest", params={"q": "driving l", "lang": "en"}).json()
    assert {"text": "driving licence", "kind": "term", "language": "en", "slug": None} in found


def test_only_what_the_municipalitys_readers_may_read_is_suggested(house: OpenHouse) -> None:
    for municipality, texts in (("fjordby", []), ("bakkeby", ["The harbour office"])):
        query = {"q": "harb", "lang": "en", "municipality": municipality}
        assert [each["text"] for each in house.stranger.get("/suggest", params=query).json()] == texts


def test_an_archived_article_is_suggested_no_more_before_the_index_knows(house: OpenHouse) -> None:
    with house.database.write() as session:
        article = queries.article_by_slug(session, "foreign-driving-licence", (house.cast.shared.id or 0,))
        assert article
        actions.archive(session, article, now=house.now)
    for typed in ("foreign", "may I drive"):
        assert house.stranger.get("/suggest", params={"q": typed, "lang": "en"}).json() == []


def test_a_guide_is_suggested_by_its_title(house: OpenHouse) -> None:
    with house.database.write() as session:
        a_guide_in_the_house(session)
    house.index()
    [found] = house.stranger.get("/suggest", params={"q": "your", "lang": "en"}).json()
    assert (found["text"], found["kind"], found["slug"]) == ("Your licence (en)", "guide", "exchange")


def test_nothing_is_suggested_for_a_personal_number(house: OpenHouse) -> None:
    answer = house.stranger.get("/suggest", params={"q": "010190-1234", "lang": "en"})
    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize("call", ["/search", "/suggest"])
def test_any_query_is_answered(house: OpenHouse, call: str) -> None:
    for query in ("", " ", "?", "a" * 10_000, "\x00", "\ufffe", "' OR 1=1 --", "*" * 500, "AND OR NOT ("):
        assert house.stranger.get(call, params={"q": query}).status_code == 200, query


def test_without_an_index_a_search_asks_for_patience_and_questions_are_taken(house: OpenHouse) -> None:
    shutil.rmtree(house.data / "index")
    for call in ("/search", "/suggest"):
        answer = house.stranger.get(f"{call}?q=licence&lang=en")
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert answer.headers["content-type"] == "application/problem+json"
    assert house.stranger.asks().status_code == 201


def test_where_she_comes_from_says_which_audience_she_is(house: OpenHouse) -> None:
    for country in ("NO", "de", "IN", ""):
        assert house.stranger.get("/search", params={"q": "licence", "country": country}).status_code == 200
    wrong = house.stranger.get("/search", params={"q": "licence", "country": "Norway"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "country")
