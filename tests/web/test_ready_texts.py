"""Texts for answers: no newcomer ever finds one; whoever answers puts one in, and nothing that she typed is lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import pytest
import sqlalchemy as sa
from sqlmodel import col, func, select

from app.articles.models import Article
from app.enquiries.models import Message
from app.enquiries.queries import for_staff
from tests.cast import a_question, an_article
from tests.ready_texts import a_ready_text
from tests.web.conftest import Browser, OpenHouse

LIST = "/desk/fjordby/enquiries"
EVERY = {
    "da": "Dansk zebratekst.",
    "en": "English zebra text, see [licences](article:foreign-driving-licence).",
    "de": "Deutscher Zebratext.",
}
PAGE = "http://testserver/fjordby/{}/articles/foreign-driving-licence"


@pytest.fixture
def library(house: OpenHouse) -> OpenHouse:
    """An article about licences, two shared texts for answers, one of Fjordby's in Danish and one of Bakkeby's."""
    with house.write() as session:
        cast = house.cast
        texts = {"da": "Udenlandsk kørekort", "en": "Foreign driving licence", "de": "Ausländischer Führerschein"}
        an_article(session, cast, "foreign-driving-licence", texts=texts, phrasings=["Japanese driving licence"])
        a_ready_text(session, cast, "another-authority", bodies=EVERY)
        a_ready_text(session, cast, "which-country", topic="driving", bodies=EVERY)
        a_ready_text(session, cast, "only-danish", owner=cast.fjordby, bodies={"da": "Kun dansk."})
        a_ready_text(session, cast, "of-bakkeby", owner=cast.bakkeby, bodies=EVERY)
    house.index()
    return house


def ask(house: OpenHouse, topic: str = "driving") -> int:
    """A question in English; Jens has it, when it is about driving."""
    with house.write() as session:
        return a_question(session, house.cast, topic=topic).enquiry.id or 0


def ask_in_german(house: OpenHouse) -> int:
    """A question that Jens has, who knows no German: Mette puts his answer into it."""
    number = ask(house)
    with house.write() as session:
        staff = house.cast.staff_of(house.cast.mette, session)
        thread = for_staff(session, staff, house.cast.fjordby, number)
        thread.enquiry.language = "de"
        thread.assignment.needs_interpreter = True
        session.add_all([thread.enquiry, thread.assignment])
    return number


def offered(page: str) -> list[str]:
    return re.findall(r'name="insert" value="([^"]+)"', page)


def typed(page: str) -> str:
    found = re.search(r'<textarea[^>]* id="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    return unescape(found[1])


# --- no newcomer finds one


def test_no_public_page_list_search_or_call_shows_one(library: OpenHouse) -> None:
    with library.read() as session:
        code = session.exec(select(Article.code).where(Article.slug == "another-authority")).one()
    stranger, home, api = library.browser(), "/fjordby/en/", "/api/v1/"
    for address in (home + "articles/another-authority", f"/a/{code}", api + "articles/another-authority"):
        assert stranger.get(address).status_code == 404, address
    for address in (
        *(home, home + "topics/help", home + "topics/driving", home + "search?q=zebra"),
        home + "search?q=another-authority",
        *(api + "articles", api + "articles?topic=help", api + "search?q=zebra", api + "suggest?q=another-au"),
        home + "people",
    ):  # fmt: skip
        page = stranger.get(address)
        assert page.status_code == 200, address
        shown = page.text.replace("q=another-authority", "").replace('value="another-authority"', "")
        for word in ("zebra text", "another-authority en", "articles/another-authority", "which-country"):
            assert word not in shown, (address, word)
    assert "foreign-driving-licence" in stranger.get(api + "articles").text, "and what is for all is there"


def test_staff_finds_it_and_it_says_what_it_is_and_tells_nothing_of_who_knows(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    found = mette.get("/desk/fjordby/", params={"q": "zebra"}).text
    assert 'href="/desk/fjordby/articles/another-authority"' in found
    assert "of-bakkeby" not in found
    assert "Text for answers" in mette.get("/desk/fjordby/articles/another-authority").text
    assert "knows the article “which-country en”" not in found
    entry = mette.get("/desk/fjordby/people/mette/edit").text
    assert '<option value="foreign-driving-licence"' in entry
    assert '<option value="another-authority"' not in entry


# --- putting one in


def test_those_in_the_askers_language_are_offered_of_the_questions_topic_first(library: OpenHouse) -> None:
    page = library.signed_in("jens").get(f"{LIST}/{ask(library)}").text
    assert offered(page) == ["which-country", "another-authority"]
    assert "English zebra text, see licences." in page
    assert "Dansk zebra" not in page
    page = library.signed_in("jens").get(f"{LIST}/{ask(library, topic='help')}").text
    assert "Texts for answers" not in page, "it is Mette's, and Jens can not answer it"


def test_it_stands_below_what_was_typed_and_nothing_else_changes_or_is_kept(library: OpenHouse) -> None:
    number = ask(library)
    jens = library.signed_in("jens")
    own = f"{LIST}/{number}"
    assert f'formaction="{own}/text#to-reply"' in jens.get(own).text
    again = jens.fill(
        f"{own}/text", page=own, insert="which-country", text="Dear Ola,\n<b>", kind="question",
        link="foreign-driving-licence",
    )  # fmt: skip
    assert again.status_code == 200
    text = f"English zebra text, see licences.\n\nForeign driving licence: {PAGE.format('en')}"
    assert typed(again.text) == f"Dear Ola,\n<b>\n\n{text}"
    assert 'value="question" checked' in again.text
    assert 'value="foreign-driving-licence" checked' in again.text
    assert "Nothing is sent yet" in again.text
    assert typed(jens.fill(f"{own}/text", page=own, insert="which-country", text="  ").text) == text
    with library.read() as session:
        assert session.exec(select(func.count()).select_from(Message)).one() == 1
    jens.fill(f"{own}/messages", page=own, text=typed(again.text), kind="question", link="foreign-driving-licence")
    with library.read() as session:
        sent = session.exec(select(Message).order_by(col(Message.id).desc())).first()
    assert sent is not None and sent.asks_back
    assert sent.text == f"Dear Ola,\n<b>\n\n{text}\n\nForeign driving licence\n{PAGE.format('en')}"


def test_for_an_interpreter_it_is_danish_and_its_links_lead_to_the_askers_pages(library: OpenHouse) -> None:
    own = f"{LIST}/{ask_in_german(library)}"
    with library.write() as session:
        a_ready_text(
            session,
            library.cast,
            "see",
            bodies={"da": "Se [kørekort](article:foreign-driving-licence).", "de": "Siehe"},
        )
    jens = library.signed_in("jens")
    assert offered(jens.get(own).text) == ["which-country", "another-authority", "only-danish", "see"]
    again = jens.fill(f"{own}/text", page=own, insert="see", text="Hej.", in_askers_language="yes")
    assert typed(again.text) == f"Hej.\n\nSe kørekort.\n\nAusländischer Führerschein: {PAGE.format('de')}"
    assert 'name="in_askers_language" value="yes" checked' in again.text
    mette = library.signed_in("mette")
    assert offered(mette.get(own).text) == ["which-country", "another-authority", "see"], "she writes German herself"
    assert typed(mette.fill(f"{own}/text", page=own, insert="see").text) == "Siehe"


@pytest.mark.parametrize("slug", ["no-such-text", "of-bakkeby", "foreign-driving-licence", "only-danish", "", "\0<x>"])
def test_what_is_no_text_here_is_said_and_what_was_typed_stays(library: OpenHouse, slug: str) -> None:
    own = f"{LIST}/{ask(library)}"
    again = library.signed_in("jens").fill(f"{own}/text", page=own, insert=slug, text="My words.", kind="note")
    assert again.status_code == 422
    assert typed(again.text) == "My words."
    assert "This text is not there any more." in again.text and 'value="note" checked' in again.text


def test_it_is_for_those_who_may_answer_here(library: OpenHouse) -> None:
    own = f"{LIST}/{ask(library)}"
    given = {"insert": "which-country", "text": "My long words."}
    hanne = library.signed_in("hanne")
    assert hanne.fill(f"{own}/text", page="/desk/fjordby/", **given).status_code == 404
    birgit = library.signed_in("birgit", municipality="bakkeby")
    assert birgit.fill(f"{own}/text", page="/desk/bakkeby/", **given).status_code == 404
    signed_out = library.browser().post(f"{own}/text", data=given)
    assert signed_out.status_code == 401
    assert "My long words." in signed_out.text


@contextmanager
def counted(house: OpenHouse) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*given: object) -> None:
        statements.append(str(given[2]))

    sa.event.listen(house.database.engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(house.database.engine, "before_cursor_execute", note)


def test_a_question_is_read_with_as_many_queries_however_many_texts_there_are(library: OpenHouse) -> None:
    own, jens = f"{LIST}/{ask(library)}", library.signed_in("jens")

    def queries() -> int:
        jens.get(own)
        with counted(library) as statements:
            assert jens.get(own).status_code == 200
        return len(statements)

    few = queries()
    with library.write() as session:
        for number in range(40):
            a_ready_text(session, library.cast, f"text-{number}")
    assert len(offered(jens.get(own).text)) == 42
    assert queries() == few


# --- the studio


def new(browser: Browser, **fields: str) -> str:
    page = "/studio/fjordby/articles/new"
    begun = browser.fill(page, page=page, title="Zebrasvar", language="da", topic="help", **fields)
    assert begun.status_code == 303
    return begun.headers["location"].removesuffix("?saved=new")


def test_one_is_made_in_the_studio_and_offered_when_it_is_published(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    text = new(mette, for_replies="yes")
    assert "Text for answers" in mette.get(text).text
    fields = {"title": "Zebrasvar", "body": "Zebraer er **ikke** kommunens.", "made_from": "1"}
    assert mette.fill(f"{text}/publish", page=text, **fields).status_code == 303
    assert "Text for answers" in mette.get("/studio/fjordby/").text
    assert "/fjordby/da/articles/zebrasvar" not in mette.get(text).text, "readers have no page of it"
    assert mette.get("/fjordby/da/articles/zebrasvar").status_code == 404
    own = f"{LIST}/{ask_in_german(library)}"
    jens = library.signed_in("jens")
    assert "zebrasvar" in offered(jens.get(own).text)
    assert typed(jens.fill(f"{own}/text", page=own, insert="zebrasvar").text) == "Zebraer er ikke kommunens."
    assert "zebrasvar" not in jens.get("/desk/fjordby/people/jens/edit").text


def test_an_article_is_one_for_readers_unless_the_box_is_ticked_and_the_tick_stays(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    page = "/studio/fjordby/articles/new"
    missing = mette.fill(page, page=page, title="Zebrasvar", language="da", topic="", for_replies="yes")
    assert missing.status_code == 422
    assert re.search(r'name="for_replies" value="yes"[^>]* checked', missing.text)
    slug = new(mette).split("/")[4]
    with library.read() as session:
        article = session.exec(select(Article).where(Article.slug == slug)).one()
    assert (article.for_replies, article.visibility) == (False, "public")
