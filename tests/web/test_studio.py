"""The studio: who writes what, that nothing typed is lost, and that nobody overwrites anybody silently."""

import re
from html import escape

import pytest
from httpx2 import Response
from sqlalchemy import event
from sqlmodel import col, func, select

from app.articles import editing
from app.articles.models import Article, LocalRevision, Revision, Slot, SlotType, SlotValue, Supplement
from app.core.edition import house_edition
from app.enquiries import actions as enquiries
from app.enquiries import answering
from app.people import actions as people
from app.people.models import Account, Role
from app.people.queries import staff as staff_of
from app.web.visit import STAY_COOKIE
from tests.cast import NOW, a_question, an_account, an_article
from tests.web.conftest import Browser, OpenHouse

OWN = "/studio/fjordby/articles/waste/da"
SHARED = "/studio/shared/articles/licence/en"
LOCAL = "/studio/fjordby/articles/licence/supplements"
BODY = "## Where {#where-to-go}\n\nShared words."


@pytest.fixture
def library(house: OpenHouse) -> OpenHouse:
    """A shared article with two slots, an own one of Fjordby, and one of Bakkeby; all published but waste."""
    with house.write() as session:
        cast = house.cast
        body = BODY + "\n\n{{ slot.hours }}\n\n{{ slot.rule }}"
        article = an_article(session, cast, "licence", body=body)
        for position, (name, kind) in enumerate([("hours", SlotType.HOURS), ("rule", SlotType.RULE)]):
            slot = {"name": name, "type": kind, "position": position, "required": position == 0}
            session.add(Slot(article_id=article.id or 0, section="where-to-go", **slot))
        an_article(session, cast, "waste", owner=cast.fjordby, texts={"da": "Affald"}, published=False)
        an_article(session, cast, "bakkebys", owner=cast.bakkeby, texts={"da": "Kun i Bakkeby"})
    return house


def translator(house: OpenHouse) -> Browser:
    """Tove translates in Fjordby."""
    with house.write() as session:
        account = an_account(session, "Tove Tolk", house.cast.fjordby, Role.TRANSLATOR, language="en")
        key = people.begin_stay(session, account, second_factor=False, now=NOW)
    browser = house.browser()
    browser.cookies.set(STAY_COOKIE, key)
    return browser


def made_from(page: str) -> str:
    found = re.search(r'name="made_from" value="(\d+)"', page)
    assert found
    return found[1]


def write(browser: Browser, address: str, to: str = "", **typed: str) -> Response:
    """Opens a text, types, and presses a button: Save draft, or what `to` names."""
    page = browser.get(address).text
    fields = {"title": "Title", "body": BODY, "made_from": made_from(page), **typed}
    return browser.fill(address + (f"/{to}" if to else ""), page=address, **fields)


def newest(house: OpenHouse, slug: str, language: str) -> Revision:
    with house.read() as session:
        article = session.exec(select(Article).where(Article.slug == slug)).one()
        found = editing.latest(session, article, language)
        assert found is not None
        return found


def everything(house: OpenHouse) -> tuple[int, ...]:
    """How much of what editors write there is."""
    tables = (Article, Revision, Supplement, SlotValue, LocalRevision)
    with house.read() as session:
        counts = [session.exec(select(func.count()).select_from(table)).one() for table in tables]
        return (*counts, house_edition(session))


# --- who


@pytest.mark.parametrize(
    ("who", "town", "fjordby", "bakkeby", "shared"),
    [
        ("mette", "fjordby", 200, 404, 404),
        ("birgit", "bakkeby", 404, 200, 404),
        ("karen", "fjordby", 404, 404, 200),
        ("anders", "fjordby", 200, 404, 404),
        ("jens", "fjordby", 404, 404, 404),
    ],
)
def test_everybody_finds_her_own_studio_and_no_other(
    library: OpenHouse, who: str, town: str, fjordby: int, bakkeby: int, shared: int
) -> None:
    browser = library.signed_in(who, municipality=town)
    rooms = {"fjordby": (fjordby, "waste"), "bakkeby": (bakkeby, "bakkebys"), "shared": (shared, "licence")}
    for place, (status, slug) in rooms.items():
        assert browser.get(f"/studio/{place}/").status_code == status
        assert browser.get(f"/studio/{place}/articles/{slug}/da").status_code == status
        answer = browser.post(f"/studio/{place}/articles/{slug}/da", data={"title": "x"}, follow_redirects=False)
        assert answer.status_code == (403 if status == 200 else 404)  # without the mark of our form


def test_a_stranger_is_asked_to_sign_in_and_changes_nothing(library: OpenHouse) -> None:
    stranger = library.browser()
    before = everything(library)
    for address in ("/studio/fjordby/", "/studio/shared/", OWN, SHARED, LOCAL):
        answer = stranger.get(address, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={address}")
        assert stranger.fill(address, title="x", body="y").status_code in {401, 405}
    assert everything(library) == before


def test_one_s_own_texts_are_not_reached_through_anothers_address(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    for address in (
        "articles/licence/da",
        "articles/bakkebys/da",
        "articles/bakkebys/supplements",
        "articles/waste/supplements",
    ):
        assert mette.get(f"/studio/fjordby/{address}").status_code == 404
    assert library.signed_in("karen").get("/studio/shared/articles/licence/supplements").status_code == 404


def test_a_translator_saves_drafts_that_an_editor_publishes(library: OpenHouse) -> None:
    tove = translator(library)
    page = tove.get("/studio/shared/articles/licence/de").text
    assert "Udenlandsk kørekort" in page and "Shared words." in page  # the source text beside the form
    assert "/publish" not in page and "Archive" not in page
    assert write(tove, "/studio/shared/articles/licence/de", title="Führerschein").status_code == 303
    for to in ("publish", "take-back"):
        refused = write(tove, "/studio/shared/articles/licence/de", to, title="Toves Titel")
        assert refused.status_code == 403
        assert "Only editors can do this" in refused.text
    assert (
        'value="Toves Titel"' in write(tove, "/studio/shared/articles/licence/de", "publish", title="Toves Titel").text
    )
    archived = tove.fill("/studio/shared/articles/licence/archive", page=SHARED, sure="yes", language="de")
    assert archived.status_code == 403
    for address in (LOCAL, "/studio/fjordby/articles/new", "/studio/shared/articles/new"):
        assert tove.get(address).status_code == 403
    assert "Führerschein" not in tove.get("/fjordby/de/articles/licence").text
    karen = library.signed_in("karen")
    assert write(karen, "/studio/shared/articles/licence/de", "publish", title="Führerschein").status_code == 303
    assert "Führerschein" in karen.get("/fjordby/de/articles/licence").text


# --- writing


def test_an_article_is_begun_written_and_published(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    new = "/studio/fjordby/articles/new"
    nothing = mette.fill(new, page=new, title=" ", language="da", topic="")
    for sentence in ("Please fill this in.", "Please choose one of the possibilities."):
        assert nothing.text.count(sentence) == 2  # above and at the field
    missing = mette.fill(new, page=new, title="Må jeg brænde bål?", language="da", topic="")
    assert missing.status_code == 422
    assert 'value="Må jeg brænde bål?"' in missing.text and 'href="#topic"' in missing.text
    begun = mette.fill(new, page=new, title="Må jeg brænde bål?", language="da", topic="help")
    text = begun.headers["location"].removesuffix("?saved=new")
    assert text == "/studio/fjordby/articles/ma-jeg-braende-bal/da"
    assert mette.get("/fjordby/da/articles/ma-jeg-braende-bal").status_code == 404
    saved = write(mette, text, title="Bål", summary="Kort.", phrasings="bål\nild", why="første", importance="important")
    assert saved.headers["location"] == text + "?saved=draft"
    assert "saved as a draft" in mette.get(saved.headers["location"]).text
    assert mette.get("/fjordby/da/articles/ma-jeg-braende-bal").status_code == 404
    published = write(mette, text, "publish", title="Bål", summary="Kort.", phrasings="bål\nild", why="første")
    assert published.headers["location"] == text + "?saved=published"
    public = mette.get("/fjordby/da/articles/ma-jeg-braende-bal").text
    assert "Bål" in public and "Shared words." in public
    assert mette.get("/bakkeby/da/articles/ma-jeg-braende-bal").status_code == 404
    found = newest(library, "ma-jeg-braende-bal", "da")
    assert (found.number, found.phrasings, found.saved_by) == (3, ["bål", "ild"], library.cast.mette.id)


def test_a_button_pressed_twice_is_pressed_once(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    new = "/studio/fjordby/articles/new"
    begun = [mette.fill(new, page=new, title="Bål", language="da", topic="help").headers["location"] for _ in range(2)]
    assert begun[0] == begun[1]
    library.later(minutes=2)
    assert mette.fill(new, page=new, title="Bål", language="da", topic="help").headers["location"] != begun[0]
    text = begun[0].removesuffix("?saved=new")
    number = made_from(mette.get(text).text)
    fields = {"title": "Bål", "body": BODY, "made_from": number}
    for to, said in (("", "draft"), ("/publish", "published")):
        twice = [mette.fill(text + to, page=text, **fields) for _ in range(2)]
        assert [answer.headers.get("location") for answer in twice] == [f"{text}?saved={said}"] * 2
        fields["made_from"] = made_from(mette.get(text).text)
    other = mette.fill(text, page=text, title="Bål", body="Something else", made_from=number)
    assert other.status_code == 409 and "Something else</textarea>" in other.text


def test_a_name_that_a_shared_article_has_is_refused_at_its_field(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    new = "/studio/fjordby/articles/new"
    for slug, status in [("licence", 409), ("waste", 409), ("Not A Slug", 422), ("bakkebys", 303)]:
        answer = mette.fill(new, page=new, title="Nyt", language="da", topic="help", slug=slug)
        assert answer.status_code == status
        assert status == 303 or ('href="#slug"' in answer.text and f'value="{slug}"' in answer.text)


def test_a_text_with_faults_is_kept_as_a_draft_and_refused_to_readers(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    faulty = "## No id\n\n{{ figure.nobody }}"
    refused = write(mette, OWN, "publish", title="Ny titel", body=faulty, why="derfor", importance="small")
    assert refused.status_code == 422
    for shown in ("Line 1:", "no id", "Line 3:", "There is no figure “nobody”.", 'value="Ny titel"', 'value="derfor"'):
        assert shown in refused.text
    assert re.search(r'value="small" checked', refused.text)
    assert "{{ figure.nobody }}</textarea>" in refused.text
    assert mette.get("/fjordby/da/articles/waste").status_code == 404
    assert write(mette, OWN, title="Ny titel", body=faulty).status_code == 303
    assert "Line 3:" in mette.get(OWN).text


def test_what_is_too_long_or_missing_is_named_at_its_field_and_kept(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    for field, typed in {"title": "", "summary": "x" * 501, "body": "y" * 40_001, "phrasings": "z" * 201}.items():
        answer = write(mette, OWN, **{"why": "a reason", field: typed})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text and f'id="{field}-error"' in answer.text
        assert typed in answer.text and 'value="a reason"' in answer.text
    assert newest(library, "waste", "da").number == 1


def test_of_two_editors_at_once_the_second_sees_both_texts_and_can_put_them_together(library: OpenHouse) -> None:
    mette, anders = library.signed_in("mette"), library.signed_in("anders")
    before = made_from(mette.get(OWN).text)
    assert write(anders, OWN, title="Anders' titel", body="## A {#a}\n\nAnders' ord.").status_code == 303
    typed = {"title": "Mettes titel", "body": "## A {#a}\n\nMettes ord.", "made_from": before}
    for to in ("", "publish"):
        conflict = write(mette, OWN, to, **typed)
        assert conflict.status_code == 409
        for shown in (
            "Anders Opdigtet saved this text on",
            "Anders&#39; ord.",
            "Anders&#39; titel",
            "Mettes ord.</textarea>",
        ):
            assert shown in conflict.text
        assert 'value="Mettes titel"' in conflict.text
    assert newest(library, "waste", "da").title == "Anders' titel"
    merged = write(mette, OWN, **{**typed, "made_from": made_from(conflict.text)})
    assert merged.status_code == 303
    assert (newest(library, "waste", "da").number, newest(library, "waste", "da").title) == (3, "Mettes titel")


def test_a_preview_shows_the_composed_page_keeps_what_was_typed_and_writes_nothing(library: OpenHouse) -> None:
    karen = library.signed_in("karen")
    before = everything(library)
    body = '## Where {#where-to-go}\n\nPreviewed *words* at [waste](article:waste) & "more".\n\n{{ slot.hours }}\n\n<b>'
    page = write(karen, SHARED, "preview", title="Previewed", body=body, importance="important")
    assert page.status_code == 200
    assert "<h1>Previewed</h1>" in page.text and "<em>words</em>" in page.text and "HTML is not allowed" in page.text
    assert f'name="body" value="{escape(body)}"'.replace("&quot;", "&#34;") in page.text
    assert 'name="importance" value="important"' in page.text
    back = write(karen, SHARED, "write", title="Previewed", body=body)
    assert back.status_code == 200 and 'value="Previewed"' in back.text
    for address in ("/studio/fjordby/", "/studio/shared/", SHARED, SHARED + "/revisions/1"):
        karen.get(address)
    assert everything(library) == before
    assert "Previewed" not in karen.get("/fjordby/en/articles/licence").text


def test_an_earlier_revision_is_looked_at_and_restored_as_the_next_one(library: OpenHouse) -> None:
    karen = library.signed_in("karen")
    write(karen, SHARED, "publish", title="Second title", why="a new law")
    page = karen.get(SHARED).text
    assert all(shown in page for shown in ("Revision 2", "a new law", "Karen Fælles"))
    old = SHARED + "/revisions/1"
    assert "Foreign driving licence" in karen.get(old).text
    stale = karen.fill(old + "/restore", page=SHARED, made_from="1")
    assert stale.status_code == 409 and "Karen Fælles changed this text" in stale.text
    assert karen.fill(old + "/restore", page=SHARED, made_from="2").status_code == 303
    assert (newest(library, "licence", "en").number, newest(library, "licence", "en").title) == (
        3,
        "Foreign driving licence",
    )
    assert "Second title" in karen.get("/fjordby/en/articles/licence").text  # readers see it when it is published
    assert karen.get(SHARED + "/revisions/99").status_code == 404


def test_a_text_is_taken_back_and_an_article_archived_with_a_tick(library: OpenHouse) -> None:
    karen = library.signed_in("karen")
    assert karen.fill(SHARED + "/take-back", page=SHARED).status_code == 303
    page = karen.get("/fjordby/en/articles/licence")
    assert page.status_code == 200 and "Foreign driving licence" not in page.text  # the Danish text, marked
    archive = "/studio/shared/articles/licence/archive"
    unsure = karen.fill(archive, page=SHARED, language="en")
    assert unsure.status_code == 422 and 'href="#sure"' in unsure.text
    assert (
        karen.fill(archive, page=SHARED, language="en", sure="yes").headers["location"]
        == "/studio/shared/?saved=archived"
    )
    assert karen.get("/fjordby/da/articles/licence").status_code == 404
    assert karen.get(SHARED).status_code == 404


def test_a_form_that_is_not_ours_changes_nothing_and_what_was_typed_is_kept(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    before = everything(library)
    for address in (OWN, OWN + "/publish"):
        answer = mette.post(address, data={"title": "Typed", "body": "kept", "form_token": "0" * 64, "made_from": "1"})
        assert answer.status_code == 403
        assert 'value="Typed"' in answer.text and "kept</textarea>" in answer.text
    token = {"form_token": mette.token(OWN), "title": "x", "made_from": "1"}
    assert mette.post(OWN, data=token, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert everything(library) == before


# --- what a municipality adds to a shared article


def add(browser: Browser, text: str, *, town: str = "fjordby", number: str = "0", **other: str) -> Response:
    field = "text-where-to-go-en"
    address = f"/studio/{town}/articles/licence/supplements"
    fields = {"section": "where-to-go", field: text, f"made_from-{field}": number, **other}
    return browser.fill(address, page=address, **fields)


def test_a_coordinators_edit_shows_at_once_in_both_towns_with_their_own_texts(library: OpenHouse) -> None:
    mette, birgit, karen = (
        library.signed_in("mette"),
        library.signed_in("birgit", municipality="bakkeby"),
        library.signed_in("karen"),
    )
    assert add(mette, "Come to **desk 5**.").status_code == 303
    assert add(birgit, "Come to desk 7.", town="bakkeby").status_code == 303
    assert write(karen, SHARED, "publish", body=BODY.replace("Shared words", "The new rule")).status_code == 303
    here, there = karen.get("/fjordby/en/articles/licence").text, karen.get("/bakkeby/en/articles/licence").text
    assert "The new rule" in here and "The new rule" in there
    assert "<strong>desk 5</strong>" in here and "desk 7" not in here
    assert "desk 7" in there and "desk 5" not in there
    assert "desk 5" not in birgit.get("/studio/bakkeby/articles/licence/supplements").text
    assert "In one section" in mette.get("/studio/fjordby/").text


def test_local_texts_are_never_overwritten_silently(library: OpenHouse) -> None:
    mette, anders = library.signed_in("mette"), library.signed_in("anders")
    assert add(anders, "Anders was here.").status_code == 303
    conflict = add(mette, "Mette was here.")
    assert conflict.status_code == 409
    for shown in (
        "Anders Opdigtet saved this text on",
        "Anders was here.",
        "Mette was here.</textarea>",
        'href="#own-where-to-go"',
    ):
        assert shown in conflict.text
    assert 'name="made_from-text-where-to-go-en" value="1"' in conflict.text
    assert add(mette, "Both were here.", number="1").status_code == 303
    assert "Both were here." in mette.get("/fjordby/en/articles/licence").text
    same = add(mette, "Both were here.", number="1")  # an old page, but nothing to say
    assert same.headers["location"].startswith(LOCAL + "?saved=same")
    assert all(shown in mette.get(LOCAL).text for shown in ("Saved 2 times", "Anders was here."))


def test_a_faulty_supplement_is_refused_at_its_field_and_kept(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    for text in ("## Heading {#x}", "<b>bold</b>", "y" * 40_001):
        answer = add(mette, text)
        assert answer.status_code == 422
        assert 'href="#text-where-to-go-en"' in answer.text and escape(text) in answer.text
    nowhere = mette.fill(LOCAL, page=LOCAL, **{"section": "nowhere", "text-nowhere-en": "Text"})
    assert nowhere.status_code == 404 and "There is no such section" in nowhere.text
    with library.read() as session:
        assert session.exec(select(Supplement)).all() == []


def test_a_note_is_for_staff_only(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    note = {"kind": "note", "note-en": "Call Silke first.", "made_from-note-en": "0"}
    assert mette.fill(LOCAL, page=LOCAL, **note).status_code == 303
    assert "Call Silke first." in mette.get(LOCAL).text
    assert "Silke" not in mette.get("/fjordby/en/articles/licence").text


def fill(browser: Browser, name: str, *, number: str = "0", **fields: str) -> Response:
    address = f"/studio/fjordby/articles/licence/slots/{name}"
    return browser.fill(address, page=LOCAL, slot=name, made_from=number, **fields)


def test_a_slot_is_filled_in_with_words_that_explain_what_is_wrong(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    assert "Local information is missing" in mette.get("/studio/fjordby/").text
    wrong = fill(mette, "hours", **{"slot-hours": "weekdays 9 to 3"})
    assert wrong.status_code == 422
    assert (
        "“9 to 3” is no span of time" in wrong.text
        and 'value="weekdays 9 to 3"' in wrong.text
        and 'href="#slot-hours"' in wrong.text
    )
    assert fill(mette, "hours", **{"slot-hours": "Mo-We 09:00-15:00"}).status_code == 303
    assert "Monday to Wednesday 9:00–15:00" in mette.get("/fjordby/en/articles/licence").text
    assert "9:00" not in mette.get("/bakkeby/en/articles/licence").text
    assert "Local information is missing" not in mette.get("/studio/fjordby/").text
    stale = fill(mette, "hours", **{"slot-hours": "Mo 10:00-11:00"})
    assert stale.status_code == 409
    assert "Mo-We 09:00-15:00" in stale.text and 'value="Mo 10:00-11:00"' in stale.text
    wrong = fill(mette, "rule", **{"slot-rule-da": "Fint", "slot-rule-en": "<b>"})
    assert wrong.status_code == 422 and 'href="#slot-rule-en"' in wrong.text and "Fint</textarea>" in wrong.text
    assert fill(mette, "nothing", **{"slot-nothing": "x"}).status_code == 404


# --- what waits


def test_answered_questions_wait_to_become_articles_and_none_of_their_words_are_shown(library: OpenHouse) -> None:
    with library.write() as session:
        staff = staff_of(session, session.get_one(Account, library.cast.jens.account_id))
        answered = a_question(session, library.cast, "May I drive with a licence from Atlantis?")
        answering.answer(session, answered, "No.", by=staff, now=NOW)
        waiting = a_question(session, library.cast, "Another one?")
        there = a_question(session, library.cast, "In Bakkeby?", municipality=library.cast.bakkeby)
    page = library.signed_in("mette").get("/studio/fjordby/").text
    assert f"/desk/fjordby/enquiries/{answered.enquiry.id}" in page
    assert f'/desk/fjordby/enquiries/{waiting.enquiry.id}"' not in page and f'enquiries/{there.enquiry.id}"' not in page
    assert "Atlantis" not in page
    with library.write() as session:
        thread = enquiries.queries.for_asker(session, answered.enquiry.key)
        enquiries.capture(session, thread, by=staff, now=NOW)
    assert "Answered questions" not in library.signed_in("mette").get("/studio/fjordby/").text


# --- what nobody should send


NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


def test_nothing_typed_in_any_field_becomes_markup(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    typed = {
        "title": NASTY,
        "summary": NASTY,
        "phrasings": NASTY,
        "why": NASTY,
        "body": f"## {NASTY} {{#a}}\n\n{NASTY}",
    }
    before = made_from(mette.get(OWN).text)
    assert write(mette, OWN, **typed).status_code == 303
    pages = [
        mette.get(address).text
        for address in (OWN, "/studio/fjordby/", OWN + "/revisions/2", "/studio/fjordby/articles/waste/en")
    ]
    pages += [write(mette, OWN, to, **typed).text for to in ("preview", "write", "publish")]
    pages.append(write(mette, OWN, made_from=before, **typed).text)
    new = "/studio/fjordby/articles/new"
    pages.append(mette.fill(new, page=new, title=NASTY, slug=NASTY, language=NASTY, topic=NASTY).text)
    pages.append(add(mette, NASTY, section=f"where-to-go{NASTY}", kind=NASTY).text)
    pages.append(add(mette, NASTY).text)
    pages.append(fill(mette, "hours", **{"slot-hours": NASTY}).text)
    pages.append(mette.get(f"/studio/fjordby/?saved={NASTY}").text)
    for page in pages:
        assert "<script>alert" not in page and "<img src=x" not in page


@pytest.mark.parametrize(
    "typed",
    [
        {"made_from": "x"},
        {"made_from": "9" * 40},
        {"made_from": "-1"},
        {"based_on": "x"},
        {"importance": "huge"},
        {"title": "a\x00b\ud800"},
        {"body": "\x00"},
    ],
)
def test_bad_input_is_answered_calmly(library: OpenHouse, typed: dict[str, str]) -> None:
    mette = library.signed_in("mette")
    data = {name: value.encode("utf-8", "surrogatepass") for name, value in typed.items()}
    fields = {"title": "Title", "made_from": "1", "form_token": mette.token(OWN), **data}
    for to in ("", "/publish", "/preview", "/write", "/take-back", "/revisions/1/restore"):
        assert mette.post(OWN + to, data=fields, follow_redirects=False).status_code < 500
    local = {f"{name}-text-where-to-go-en": value for name, value in data.items()}
    local |= {"section": "where-to-go", "text-where-to-go-en": "x", "form_token": fields["form_token"]}
    assert mette.post(LOCAL, data=local, follow_redirects=False).status_code < 500
    slot = {**data, "slot-hours": "Mo 09:00-10:00", "form_token": fields["form_token"]}
    assert (
        mette.post("/studio/fjordby/articles/licence/slots/hours", data=slot, follow_redirects=False).status_code < 500
    )


def test_addresses_that_lead_nowhere_are_not_found(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    for address in (
        "articles/waste/tlh",
        "articles/nothing/da",
        "articles/waste/da/revisions/0",
        f"articles/waste/da/revisions/{2**70}",
    ):
        assert mette.get(f"/studio/fjordby/{address}").status_code == 404
    assert mette.get("/studio/nowhere/").status_code == 404
    assert mette.get("/studio/fjordby", follow_redirects=False).headers["location"] == "/studio/fjordby/"


def test_lists_are_read_with_the_same_few_queries_however_long_they_are(library: OpenHouse) -> None:
    mette = library.signed_in("mette")

    statements: list[object] = []
    event.listen(library.database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    def counted() -> int:
        """After a first visit, when what is kept is kept."""
        mette.get("/studio/fjordby/")
        statements.clear()
        assert mette.get("/studio/fjordby/").status_code == 200
        return len(statements)

    few = counted()
    with library.write() as session:
        for _ in range(12):
            an_article(session, library.cast, owner=library.cast.fjordby)
            an_article(session, library.cast)
    assert counted() <= few


def test_everything_saved_has_its_place_in_the_history(library: OpenHouse) -> None:
    mette = library.signed_in("mette")
    for number in range(1, 4):
        assert write(mette, OWN, title=f"Titel {number}").status_code == 303
    with library.read() as session:
        titles = session.exec(
            select(Revision.title).where(Revision.saved_by == library.cast.mette.id).order_by(col(Revision.number))
        ).all()
    assert titles == ["Titel 1", "Titel 2", "Titel 3"]
