"""The newcomer's pages, as somebody reads them who has no script, no account and little Danish."""

import pytest
from sqlmodel import Session

from app.articles import actions as articles
from app.articles.drafts import SupplementDraft
from app.articles.models import Article
from app.articles.queries import article_by_slug
from app.topics.queries import visible_owners
from tests.cast import NOW, a_municipality, an_article
from tests.web.conftest import OpenHouse

LICENCE = "foreign-driving-licence"


@pytest.fixture
def with_licence(house: OpenHouse) -> OpenHouse:
    """The house with an article about licences (Danish, English) and one only in Danish, indexed."""
    with house.write() as session:
        an_article(session, house.cast, LICENCE, phrasings=["exchange my licence"])
        an_article(session, house.cast, "only-danish", texts={"da": "Kun på dansk"})
        an_article(session, house.cast, "hidden", texts={"en": "Hidden draft"}, published=False)
    house.index()
    return house


def article_of(session: Session, house: OpenHouse, slug: str = LICENCE) -> Article:
    found = article_by_slug(session, slug, visible_owners(session, house.cast.fjordby.owner_id))
    assert found is not None
    return found


def test_with_several_municipalities_the_reader_chooses(house: OpenHouse) -> None:
    page = house.browser().get("/", headers={"accept-language": "de"})
    assert "Fjordby" in page.text
    assert "Bakkeby" in page.text
    assert '<html lang="de">' in page.text


@pytest.mark.parametrize("place", ["6901", "fjord", "Fjordby", "6901 Fjordby"])
def test_a_postcode_or_town_leads_to_the_municipality(house: OpenHouse, place: str) -> None:
    answer = house.browser().get(
        "/", params={"place": place}, headers={"accept-language": "en"}, follow_redirects=False
    )
    assert answer.headers["location"] == "/fjordby/en/"


def test_an_unknown_place_says_so_and_keeps_what_was_typed(house: OpenHouse) -> None:
    page = house.browser().get("/", params={"place": "<b>Atlantis"}, headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "no municipality for “&lt;b&gt;Atlantis”" in page.text


def test_the_municipality_chosen_before_is_remembered(house: OpenHouse) -> None:
    browser = house.browser()
    browser.get("/bakkeby/da/")
    assert (
        browser.get("/", follow_redirects=False, headers={"accept-language": "da"}).headers["location"]
        == "/bakkeby/da/"
    )
    assert "Fjordby" in browser.get("/?choose=1").text


def test_search_finds_and_says_in_which_language_a_text_is(with_licence: OpenHouse) -> None:
    browser = with_licence.browser()
    assert "Foreign driving licence" in browser.get("/fjordby/en/search?q=licence").text
    assert (
        "does not exist in English yet. You see it in Danish." in browser.get("/fjordby/en/search?q=kun på dansk").text
    )


def test_a_search_without_an_answer_hands_over_with_the_words_filled_in(with_licence: OpenHouse) -> None:
    page = with_licence.browser().get("/fjordby/en/search?q=zeppelin+mooring")
    assert "no sure answer" in page.text
    assert "/fjordby/en/ask?q=zeppelin+mooring" in page.text


def test_a_personal_number_is_taken_out_of_a_search_and_the_reader_is_told(with_licence: OpenHouse) -> None:
    page = with_licence.browser().get("/fjordby/en/search?q=my+cpr+is+150955-8231")
    assert "8231" not in page.text
    assert "took a personal number out" in page.text


def test_an_unpublished_text_is_never_shown(with_licence: OpenHouse) -> None:
    browser = with_licence.browser()
    assert browser.get("/fjordby/en/articles/hidden").status_code == 404
    assert "Hidden draft" not in browser.get("/fjordby/en/topics/driving").text
    assert browser.get(f"/fjordby/en/articles/{LICENCE}").status_code == 200


def test_a_text_in_another_language_is_plainly_marked(with_licence: OpenHouse) -> None:
    page = with_licence.browser().get("/fjordby/en/articles/only-danish").text
    assert "does not exist in English yet. You see it in Danish." in page
    assert '<article class="article" lang="da">' in page


@pytest.mark.parametrize(
    ("order", "led"),
    [(("who", "what-to-do", "papers", "cost"), True), (("what-to-do", "who", "papers", "cost"), False)],
)
def test_a_reader_is_led_straight_to_the_steps_when_something_stands_before_them(
    house: OpenHouse, order: tuple[str, ...], led: bool
) -> None:
    with house.write() as session:
        body = "\n\n".join(f"## About {section} {{#{section}}}\n\nText." for section in order)
        an_article(session, house.cast, "steps", body=body)
    page = house.browser().get("/fjordby/en/articles/steps").text
    assert page.count('href="#what-to-do"') == (2 if led else 1)
    assert ("Straight to:" in page) is led


def test_each_municipality_shows_its_own_supplement_only(with_licence: OpenHouse) -> None:
    with with_licence.write() as session:
        for town, text in ((with_licence.cast.fjordby, "Room 4"), (with_licence.cast.bakkeby, "Room 9")):
            draft = SupplementDraft(text=text)
            where = {"section": "what-to-do", "language": "en", "owner_id": town.owner_id}
            articles.supplement(session, article_of(session, with_licence), draft=draft, by=None, now=NOW, **where)
    browser = with_licence.browser()
    fjordby, bakkeby = (browser.get(f"/{town}/en/articles/{LICENCE}").text for town in ("fjordby", "bakkeby"))
    assert "Room 4" in fjordby
    assert "Room 9" not in fjordby
    assert "Room 9" in bakkeby
    assert "Room 4" not in bakkeby


def test_a_change_shows_at_once_though_pages_are_kept(with_licence: OpenHouse) -> None:
    browser = with_licence.browser()
    before = browser.get(f"/fjordby/en/articles/{LICENCE}").text
    assert before == browser.get(f"/fjordby/en/articles/{LICENCE}").text
    with with_licence.write() as session:
        article = article_of(session, with_licence)
        translation = articles.translation_of(session, article, "en")
        assert translation is not None
        articles.take_back(session, article, translation)
    assert "You see it in Danish" in browser.get(f"/fjordby/en/articles/{LICENCE}").text


def test_the_short_address_leads_to_the_readers_language_and_municipality(with_licence: OpenHouse) -> None:
    with with_licence.read() as session:
        code = article_of(session, with_licence).code
    browser = with_licence.browser()
    browser.get("/bakkeby/da/")
    there = browser.get(f"/a/{code}", headers={"accept-language": "da"}, follow_redirects=False)
    assert there.headers["location"] == f"/bakkeby/da/articles/{LICENCE}"
    assert browser.get("/a/zzzz").status_code == 404


def test_a_renamed_article_is_found_under_its_old_name(with_licence: OpenHouse) -> None:
    with with_licence.write() as session:
        articles.rename(session, article_of(session, with_licence), "driving-licence")
    answer = with_licence.browser().get(f"/fjordby/en/articles/{LICENCE}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (301, "/fjordby/en/articles/driving-licence")


@pytest.mark.parametrize(
    "path",
    ["", "search?q=licence", f"articles/{LICENCE}", "topics/driving", "ask", "people", "privacy", "accessibility"],
)
def test_language_links_keep_the_page_and_lead_somewhere(with_licence: OpenHouse, path: str) -> None:
    browser = with_licence.browser()
    page = browser.get(f"/fjordby/en/{path}").text
    for language in ("da", "en", "de"):
        assert f'href="/fjordby/{language}/{path}"' in page
        assert browser.get(f"/fjordby/{language}/{path}").status_code == 200


def test_every_page_has_privacy_accessibility_and_one_heading(with_licence: OpenHouse) -> None:
    for path in (
        "",
        "search?q=licence",
        f"articles/{LICENCE}",
        "topics/driving",
        "ask",
        "people",
        "privacy",
        "accessibility",
    ):
        page = with_licence.browser().get(f"/fjordby/de/{path}").text
        assert 'href="/fjordby/de/privacy"' in page
        assert 'href="/fjordby/de/accessibility"' in page
        assert page.count("<h1") == 1


def test_was_leads_to_the_accessibility_statement(house: OpenHouse) -> None:
    answer = house.browser().get("/was", headers={"accept-language": "da"}, follow_redirects=False)
    assert answer.headers["location"] == "/fjordby/da/accessibility"


@pytest.mark.parametrize(
    "path",
    [
        "/atlantis/en/",
        "/fjordby/fr/",
        "/fjordby/english/",
        "/Atlantis/en/ask/",
        "/fjordby/en/topics/magic",
        "/fjordby/en/articles/%00",
    ],
)
def test_a_wrong_address_is_not_found_in_the_readers_language(house: OpenHouse, path: str) -> None:
    page = house.browser().get(path, headers={"accept-language": "da"})
    assert page.status_code == 404
    assert '<html lang="' in page.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/Fjordby", "/fjordby"),
        ("/Fjordby/EN/", "/fjordby/en/"),
        ("/FJORDBY/en/ask/?topic=driving", "/fjordby/en/ask?topic=driving"),
        ("/fjordby/en/topics/driving/", "/fjordby/en/topics/driving"),
        ("/desk/Fjordby/enquiries/", "/desk/fjordby/enquiries"),
    ],
)
def test_a_capital_letter_or_a_slash_too_much_leads_to_the_page_that_was_meant(
    house: OpenHouse, typed: str, meant: str
) -> None:
    answer = house.browser().get(typed, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, meant)


def test_a_language_that_is_not_spoken_there_is_told_in_the_frame_of_the_municipality(house: OpenHouse) -> None:
    page = house.browser().get("/fjordby/fr/ask", headers={"accept-language": "fr, de;q=0.5"})
    assert page.status_code == 404
    assert '<html lang="de"' in page.text and 'href="/fjordby/de/ask"' in page.text and 'href="tel:' in page.text


@pytest.mark.parametrize("path", ["articles/nothing-here", "topics/magic", "nonsense", "enquiries/x"])
def test_who_finds_nothing_in_a_municipality_stays_there_with_its_telephone_and_menu(
    house: OpenHouse, path: str
) -> None:
    page = house.browser().get(f"/fjordby/de/{path}")
    assert page.status_code == 404
    assert "<h1>Diese Seite wurde nicht gefunden" in page.text
    assert 'href="/fjordby/de/ask"' in page.text and 'href="tel:' in page.text
    assert 'class="function-link" href="/fjordby/de/">Zur Startseite' in page.text


def test_the_audience_said_once_is_remembered_and_comes_first(house: OpenHouse) -> None:
    body = "## Papers {#papers}\n\n::: audience nordic\nNordic text\n:::\n\n::: audience third\nThird text\n:::"
    with house.write() as session:
        an_article(session, house.cast, LICENCE, body=body)
    browser = house.browser()
    address = f"/fjordby/en/articles/{LICENCE}"
    assert (page := browser.get(address).text).index("Nordic text") < page.index("Third text")
    browser.get(f"{address}?audience=third")
    assert (page := browser.get(address).text).index("Third text") < page.index("Nordic text")


def test_a_municipality_with_one_language_and_no_letter_has_its_pages(house: OpenHouse) -> None:
    with house.write() as session:
        a_municipality(session, "ensomby", 3, letter={}, languages=["da"])
    assert house.browser().get("/ensomby/da/").status_code == 200
    assert house.browser().get("/ensomby/en/").status_code == 404
    answer = house.browser().get("/ensomby/", headers={"accept-language": "en"}, follow_redirects=False)
    assert answer.headers["location"] == "/ensomby/da/"
