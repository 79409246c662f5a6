"""The editors' list of what was searched for in vain: seen by those who can do something, dealt with in one click."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import func, select

from app.articles import editing
from app.articles.actions import revise
from app.articles.drafts import TranslationDraft
from app.articles.models import Article
from app.enquiries import answering
from app.enquiries.models import Reading
from app.insight.actions import keep_counts
from app.insight.counting import Search
from app.insight.models import Missed, Proposed
from tests.cast import NOW, TODAY, a_question, an_article
from tests.web.conftest import Browser, OpenHouse

LIST, SHARED = "/studio/fjordby/missed", "/studio/shared/missed"
ENTRY = re.compile(r'<li>\n<h2 class="h4" lang="(\w+)">(.*?)</h2>(.*?)</form>', re.DOTALL)
CHOSEN = re.compile(r'<option value="([^"]*)" lang="\w+" selected>')


@pytest.fixture
def library(house: OpenHouse) -> OpenHouse:
    """A shared article and one of Fjordby's, and what people searched for in vain on three days."""
    with house.write() as session:
        cast = house.cast
        an_article(session, cast, "licence")
        an_article(session, cast, "harbour", owner=cast.fjordby, texts={"en": "Harbour festival", "da": "Havnefest"})
    for text, times in {"boats & <b>": 2, "xyzzy plugh": 1}.items():
        miss(house, text, times=times)
    house.index()
    return house


def miss(house: OpenHouse, text: str, *, times: int = 1, slug: str = "", days: int = 3) -> None:
    town = house.cast.fjordby.id or 0
    events = [Search(town, "en", text, TODAY - timedelta(days=ago), slug) for ago in range(days)]
    with house.write() as session:
        keep_counts(session, Counter(dict.fromkeys(events, times)))


def entries(browser: Browser, page: str = LIST) -> dict[str, str]:
    """The entries of a list by their words, as HTML."""
    return {words: rest for _, words, rest in ENTRY.findall(browser.get(page).text)}


def deal(browser: Browser, how: str, entry: str, *, page: str = LIST, **typed: str) -> Response:
    """Presses one of an entry's buttons, with the fields as they stand in the page."""
    html = entries(browser, page)[entry]
    fields = dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', html))
    chosen = CHOSEN.search(html)
    given = {**fields, "article": chosen[1] if chosen else "", **typed}
    return browser.fill(f"{page}/{how}", page=page, **given)


def phrasings(house: OpenHouse, slug: str) -> list[str]:
    with house.read() as session:
        found = editing.latest(session, session.exec(select(Article).where(Article.slug == slug)).one(), "en")
        assert found is not None
        return list(found.phrasings)


def count(house: OpenHouse, table: type[Missed] | type[Proposed] | type[Reading]) -> int:
    with house.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_editors_see_it_and_nobody_else(library: OpenHouse) -> None:
    seen = {}
    for who in ("mette", "anders", "karen", "birgit", "jens"):
        browser = library.signed_in(who, municipality="bakkeby" if who == "birgit" else "fjordby")
        seen[who] = [browser.get(page).status_code for page in (LIST, SHARED)]
    assert seen == {
        "mette": [200, 404],
        "anders": [200, 404],
        "karen": [404, 200],
        "birgit": [404, 404],
        "jens": [404, 404],
    }
    stranger = library.browser().get(LIST, follow_redirects=False)
    assert stranger.headers["location"] == f"/sign-in?next={LIST}"
    for who, front, link in (("mette", "/studio/fjordby/", LIST), ("karen", "/studio/shared/", SHARED)):
        assert f'href="{link}"' in library.signed_in(who).get(front).text


def test_the_list_shows_the_most_frequent_first_with_what_fits(library: OpenHouse) -> None:
    miss(library, "Boats & <b>", slug="harbour", times=4, days=1)
    miss(library, "seen on two days", times=90, days=2)
    found = entries(library.signed_in("mette"))
    assert list(found) == ["boats &amp; &lt;b&gt;", "xyzzy plugh"]
    boats, exchange = found.values()
    assert "English · searched for 6 times on 3 days" in boats
    assert "“Harbour festival” was opened after it 4 times" in boats
    assert CHOSEN.findall(boats) == ["harbour"]
    assert CHOSEN.findall(exchange) == []
    assert "Shared articles: their coordinators decide" in boats


def test_search_names_the_article_where_nothing_was_opened(library: OpenHouse) -> None:
    miss(library, "foreign licence from elsewhere", times=9)
    found = entries(library.signed_in("mette"))["foreign licence from elsewhere"]
    assert CHOSEN.findall(found) == ["licence"]


def test_one_click_makes_a_phrasing_that_search_finds(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    done = deal(mette, "phrasing", "xyzzy plugh", article="harbour", phrasing="zeppelin regatta")
    assert (done.status_code, done.headers["location"]) == (303, LIST + "?saved=phrasing-published")
    assert "Search knows these words now" in mette.get(done.headers["location"]).text
    assert list(entries(mette)) == ["boats &amp; &lt;b&gt;"]
    assert phrasings(library, "harbour") == ["zeppelin regatta"]
    assert "Readers searched for it in these words" in mette.get("/studio/fjordby/articles/harbour/en").text
    library.index()
    assert "Harbour festival" in library.browser().get("/fjordby/en/search?q=zeppelin+regatta").text


def test_a_shared_article_gets_it_when_its_coordinator_says_so(library: OpenHouse) -> None:
    mette, karen = library.signed_in("mette"), library.signed_in("karen")
    proposed = deal(mette, "phrasing", "xyzzy plugh", article="licence")
    assert proposed.headers["location"] == LIST + "?saved=phrasing-proposed"
    assert phrasings(library, "licence") == []
    assert list(entries(mette)) == ["boats &amp; &lt;b&gt;"]
    first, *_ = (shared := entries(karen, SHARED))
    assert first == "xyzzy plugh" and "Proposed by Fjordby" in shared[first]
    assert CHOSEN.findall(shared[first]) == ["licence"] and "harbour" not in shared[first]
    done = deal(karen, "phrasing", "xyzzy plugh", page=SHARED)
    assert done.headers["location"] == SHARED + "?saved=phrasing-published"
    assert phrasings(library, "licence") == ["xyzzy plugh"]
    assert (count(library, Proposed), count(library, Missed)) == (0, 3)


def test_an_unpublished_draft_is_named_and_kept(library: OpenHouse) -> None:
    with library.write() as session:
        harbour = session.exec(select(Article).where(Article.slug == "harbour")).one()
        draft = TranslationDraft(title="New harbour", body="Draft words.", made_from=1)
        revise(session, harbour, "en", draft, by=None, now=NOW)
    mette = library.signed_in("mette")
    assert "New harbour (has an unpublished draft)" in entries(mette)["xyzzy plugh"]
    done = deal(mette, "phrasing", "xyzzy plugh", article="harbour")
    assert "unpublished draft of this text now" in mette.get(done.headers["location"]).text
    assert phrasings(library, "harbour") == ["xyzzy plugh"]
    page = mette.get("/studio/fjordby/articles/harbour/en").text
    assert "Draft words." in page and 'value="New harbour"' in page
    assert "New harbour" not in mette.get("/fjordby/en/articles/harbour").text


def test_words_are_dismissed_and_leave_the_list(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    done = deal(mette, "dismiss", "xyzzy plugh")
    assert "These words are off the list" in mette.get(done.headers["location"]).text
    assert list(entries(mette)) == ["boats &amp; &lt;b&gt;"]
    deal(mette, "dismiss", "boats &amp; &lt;b&gt;")
    assert "There is nothing here now." in mette.get(LIST).text
    assert len(entries(library.signed_in("karen"), SHARED)) == 2


def test_what_cannot_be_done_is_said_at_its_field_with_what_was_typed(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    nothing = deal(mette, "phrasing", "xyzzy plugh", article="", phrasing="")
    assert nothing.status_code == 422 and nothing.text.count("Please fill this in.") == 4
    assert 'href="#phrasing-1"' in nothing.text and 'id="article-1-error"' in nothing.text
    other = deal(mette, "phrasing", "xyzzy plugh", article="licences", phrasing="typed & kept")
    assert other.status_code == 422 and 'href="#article-1"' in other.text and "Please choose an article." in other.text
    assert 'value="typed &amp; kept"' in other.text
    long = deal(mette, "phrasing", "xyzzy plugh", article="harbour", phrasing="x" * 201)
    assert long.status_code == 422 and "at most 200 characters" in long.text
    gone = deal(mette, "phrasing", "xyzzy plugh", article="licences", folded="gone meanwhile")
    assert gone.status_code == 422 and "Please choose an article." in gone.text
    assert phrasings(library, "harbour") == [] and count(library, Missed) == 6


def test_a_form_that_is_not_ours_or_says_nonsense_changes_nothing(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    given = {"language": "en", "folded": "xyzzy plugh", "enquiry": "0", "phrasing": "x", "article": "harbour"}
    for how in ("phrasing", "dismiss"):
        assert mette.post(f"{LIST}/{how}", data=given | {"form_token": "0" * 64}).status_code == 403
        for nonsense in ({"language": ""}, {"enquiry": "-1"}, {"enquiry": "9" * 30}, {"folded": "x" * 501}):
            assert mette.fill(f"{LIST}/{how}", page=LIST, **(given | nonsense)).status_code == 422
        assert mette.fill(f"{SHARED}/{how}", page=LIST, **given).status_code == 404
        assert mette.fill(f"{LIST}/{how}", page=LIST, **(given | {"enquiry": "4711"})).status_code == 404
    assert phrasings(library, "harbour") == [] and count(library, Missed) == 6


def test_an_answered_question_is_proposed_and_showing_it_is_a_reading(library: OpenHouse) -> None:
    with library.write() as session:
        thread = a_question(session, library.cast, "I am Ola Nordmann. Where is the <b> festival?")
        reply = "There.\n\nHarbour festival\nhttp://testserver/fjordby/en/articles/harbour"
        answering.answer(session, thread, reply, by=library.cast.staff_of(library.cast.jens, session), now=NOW)
    mette, words = library.signed_in("mette"), "I am …. Where is the &lt;b&gt; festival?"
    found = entries(mette)[words]
    assert "From an answered question" in found and CHOSEN.findall(found) == ["harbour"]
    assert count(library, Reading) == 1
    assert words not in library.signed_in("karen").get(SHARED).text
    assert deal(mette, "phrasing", words, phrasing="Where is the festival?").status_code == 303
    assert phrasings(library, "harbour") == ["Where is the festival?"]
    before = count(library, Reading)
    assert words not in entries(mette)
    assert count(library, Reading) == before
