"""What everybody may read: municipalities, topics and articles."""

from tests.api.conftest import OpenHouse
from tests.cast import an_article


def test_municipalities_are_named_in_the_callers_language_the_default_one_first(house: OpenHouse) -> None:
    answer = house.stranger.get("/municipalities", headers={"Accept-Language": "de-AT,en;q=0.5"})
    assert answer.json() == [
        {"slug": "fjordby", "name": "Kommune Fjordby", "languages": ["da", "en", "de"]},
        {"slug": "bakkeby", "name": "Kommune Bakkeby", "languages": ["da", "en", "de"]},
    ]
    assert house.stranger.get("/municipalities?lang=da").json()[0]["name"] == "Fjordby Kommune"


def test_topics_come_in_their_order(house: OpenHouse) -> None:
    topics = house.stranger.get("/topics?lang=en").json()
    assert topics[:2] == [
        {"slug": "registration", "title": "Registration"},
        {"slug": "driving", "title": "Driving"},
    ]


def test_a_municipality_lists_its_own_and_the_shared_articles_and_not_its_neighbours(house: OpenHouse) -> None:
    fjordby = {line["slug"] for line in house.stranger.get("/articles").json()}
    bakkeby = {line["slug"]: line for line in house.stranger.get("/articles?municipality=bakkeby").json()}
    assert fjordby == {"foreign-driving-licence"}
    assert set(bakkeby) == {"foreign-driving-licence", "harbour-office"}
    assert bakkeby["harbour-office"]["local"]
    assert not bakkeby["foreign-driving-licence"]["local"]


def test_a_long_list_comes_in_pages_that_leave_nothing_out(house: OpenHouse) -> None:
    with house.database.write() as session:
        for number in range(5):
            an_article(session, house.cast, f"more-{number}", texts={"en": f"Number {number}"})
    seen, address = [], "/articles?limit=2&lang=en&topic=driving"
    while address:
        page = house.stranger.get(address)
        assert len(page.json()) <= 2
        seen += [line["slug"] for line in page.json()]
        address = page.links.get("next", {}).get("url", "").removeprefix("/api/v1")
    assert sorted(seen) == ["foreign-driving-licence", *(f"more-{number}" for number in range(5))]


def test_an_article_comes_as_markdown_and_html_in_the_readers_language(house: OpenHouse) -> None:
    article = house.stranger.get("/articles/foreign-driving-licence?lang=en").json()
    assert article["title"] == "Foreign driving licence"
    assert article["markdown"].startswith("## Foreign driving licence")
    assert '<h2 id="what-to-do">' in article["html"]
    assert article["text_language"] == "en"
    assert article["languages"] == ["da", "en"]
    assert article["url"] == "http://testserver/fjordby/en/articles/foreign-driving-licence"


def test_a_text_in_another_language_says_so(house: OpenHouse) -> None:
    article = house.stranger.get("/articles/foreign-driving-licence?lang=de").json()
    assert article["text_language"] == "en"


def test_a_neighbours_article_a_draft_and_a_staff_article_are_not_found(house: OpenHouse) -> None:
    with house.database.write() as session:
        an_article(session, house.cast, "a-draft", published=False)
        for_staff = an_article(session, house.cast, "for-staff")
        for_staff.visibility = "staff"
    for slug in ("harbour-office", "a-draft", "for-staff", "no-such-thing", "No Such Thing"):
        answer = house.stranger.get(f"/articles/{slug}?lang=da")
        assert answer.status_code == 404, slug
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == 404
    assert house.stranger.get("/articles/harbour-office?municipality=bakkeby").status_code == 200


def test_an_earlier_name_of_an_article_leads_to_it(house: OpenHouse) -> None:
    from app.articles import actions

    with house.database.write() as session:
        actions.rename(session, an_article(session, house.cast, "old-name"), "new-name")
    assert house.stranger.get("/articles/old-name").json()["slug"] == "new-name"


def test_an_unknown_municipality_is_said_to_be_unknown(house: OpenHouse) -> None:
    for address in ("/articles", "/search?q=x", "/articles/foreign-driving-licence"):
        separator = "&" if "?" in address else "?"
        answer = house.stranger.get(f"{address}{separator}municipality=atlantis&lang=en")
        assert answer.status_code == 404
        assert answer.json()["field"] == "municipality"
        assert answer.json()["detail"] == "There is no such municipality here."


def test_a_wrong_choice_names_its_field(house: OpenHouse) -> None:
    answer = house.stranger.get("/articles/foreign-driving-licence?audience=martian&lang=en")
    assert answer.status_code == 422
    assert answer.json()["field"] == "audience"
    assert answer.json()["detail"] == "Please choose one of the possibilities."
