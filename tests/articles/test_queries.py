"""Articles as a municipality's readers see them, and what editors see of them."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from sqlmodel import Session

from app.articles import actions, editing, pages, queries
from app.articles.drafts import SlotDraft, SupplementDraft
from app.articles.models import Article, Figure, Slot, SlotType, SlotValue, Source, Visibility
from app.core.errors import NotFound
from app.people.models import Municipality
from app.topics.models import Term
from tests.cast import NOW, TODAY, Cast, an_article


def read(
    session: Session,
    municipality: Municipality,
    slug: str = "the-article",
    language: str = "en",
    *,
    audience: str = "",
    today: date = TODAY,
) -> pages.ArticlePage:
    return pages.read_article(
        session, slug, language=language, municipality=municipality, audience=audience, today=today
    )


def the_article(session: Session, cast: Cast, body: str, **other: Any) -> Article:
    """In English; with a neighbour's article and a draft beside it that must not get in the way."""
    an_article(session, cast, "draft", published=False)
    an_article(session, cast, "neighbours", owner=cast.bakkeby, texts={"en": "Only in Bakkeby"})
    return an_article(session, cast, "the-article", texts={"en": "The article"}, body=body, **other)


def supplement(
    session: Session, article: Article, municipality: Municipality, text: str, *, language: str = "en", **other: Any
) -> None:
    place = {"section": "papers", "by": None, "now": NOW, **other}
    draft = SupplementDraft(text=text)
    actions.supplement(session, article, owner_id=municipality.owner_id, language=language, draft=draft, **place)


def put(session: Session, municipality: Municipality, name: str, value: Any) -> None:
    actions.fill_slot(session, name, owner_id=municipality.owner_id, draft=SlotDraft(value=value), by=None, now=NOW)


def a_slot(session: Session, article: Article, kind: SlotType, *, name: str = "local", required: bool = False) -> None:
    session.add(Slot(article_id=article.id or 0, name=name, position=0, type=kind, section="papers", required=required))
    session.flush()


# --- whose things are shown


def test_a_municipality_shows_its_own_and_the_shared_articles_only(session: Session, cast: Cast) -> None:
    the_article(session, cast, "## A {#a}")
    assert [line.slug for line in queries.lines(session, cast.fjordby, "en")] == ["the-article"]
    assert [line.slug for line in queries.lines(session, cast.bakkeby, "en")] == ["neighbours", "the-article"]
    with pytest.raises(NotFound):
        read(session, cast.fjordby, "neighbours")
    with pytest.raises(NotFound):
        read(session, cast.fjordby, "draft")


def test_a_supplement_stands_after_its_section_and_the_neighbour_never_sees_it(session: Session, cast: Cast) -> None:
    article = the_article(session, cast, "## Papers {#papers}\n\nShared.\n\n## Cost {#cost}\n\nFree.")
    supplement(session, article, cast.fjordby, "Book at desk 5.")
    here, there = read(session, cast.fjordby), read(session, cast.bakkeby)
    assert [[(block.kind, block.label) for block in section.blocks] for section in here.sections] == [
        [("text", ""), ("supplement", "In Fjordby")],
        [("text", "")],
    ]
    assert "desk 5" not in there.html + there.markdown


def test_staff_only_articles_are_for_staff(session: Session, cast: Cast) -> None:
    article = the_article(session, cast, "## A {#a}")
    article.visibility = Visibility.STAFF.value
    session.add(article)
    actions.shows(session, article)
    with pytest.raises(NotFound):
        read(session, cast.fjordby)
    assert queries.lines(session, cast.fjordby, "en") == [] and queries.article_by_code(session, article.code) is None
    page = pages.read_article(session, "the-article", language="en", municipality=cast.fjordby, today=TODAY, staff=True)
    assert page.staff_only


# --- languages


def test_where_her_language_is_missing_another_is_shown_and_marked(session: Session, cast: Cast) -> None:
    article = an_article(
        session, cast, "the-article", texts={"da": "Dansk", "en": "English"}, body="## Papers {#papers}\n\nText."
    )
    page = read(session, cast.fjordby, language="de")
    assert (page.title, page.language, page.text_language, page.languages) == ("English", "de", "en", ("da", "en"))
    supplement(session, article, cast.fjordby, "Kun på dansk", language="da")
    block = read(session, cast.fjordby).sections[0].blocks[-1]
    assert (block.kind, block.language) == ("supplement", "da")
    supplement(session, article, cast.fjordby, "In English", language="en")
    block = read(session, cast.fjordby).sections[0].blocks[-1]
    assert (block.kind, block.language) == ("supplement", "en")


def test_a_translation_is_marked_when_something_important_changed_since(session: Session, cast: Cast) -> None:
    article = an_article(session, cast, "the-article", texts={"da": "Dansk", "en": "English"})
    for number, (importance, behind) in enumerate([("changed", False), ("important", True)], start=1):
        draft = {"title": "Dansk", "importance": importance, "made_from": number}
        actions.revise(
            session, article, "da", actions.TranslationDraft.model_validate(draft), by=None, now=NOW, publish=True
        )
        assert read(session, cast.fjordby, language="en").behind == behind
    assert not read(session, cast.fjordby, language="da").behind


# --- audiences


BLOCKS = """\
## Papers {#papers}

For all.

::: audience nordic
Nordic.
:::

::: audience eu third
Both.
:::

::: audience commuter
Commuter.
:::

After."""


@pytest.mark.parametrize(
    ("audience", "order"),
    [
        ("", ["all", "Nordic", "Both", "Commuter", "After"]),
        ("nordic", ["all", "Nordic", "Both", "Commuter", "After"]),
        ("third", ["all", "Both", "Nordic", "Commuter", "After"]),
        ("commuter", ["all", "Commuter", "Nordic", "Both", "After"]),
    ],
)
def test_what_applies_to_her_comes_first_and_nothing_is_hidden(
    session: Session, cast: Cast, audience: str, order: list[str]
) -> None:
    the_article(session, cast, BLOCKS)
    html = read(session, cast.fjordby, audience=audience).html
    assert sorted(order, key=html.index) == order


# --- slots, figures, links


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (SlotType.HOURS, "Mo-We 09:00-15:00", "<strong>Opening hours:</strong> Monday to Wednesday 9:00–15:00"),
        (SlotType.PLACE, {"name": {"en": "Desk"}, "address": "Torvet 1"}, "<strong>Desk</strong><br>Torvet 1"),
        (SlotType.FEE, {"value": 150, "unit": "DKK"}, "<strong>Price:</strong> DKK150"),
        (SlotType.RULE, {"en": "Bring *two* photos."}, "Bring <em>two</em> photos."),
        (SlotType.STEP, {"da": "Kun på dansk"}, "Kun på dansk"),
        (SlotType.CONTACT, "citizen-service", "<strong>Citizen Service</strong><br>Torvet 1, Fjordby<br>"),
    ],
)  # fmt: skip
def test_a_slot_shows_what_the_municipality_put_there(
    session: Session, cast: Cast, kind: SlotType, value: Any, shown: str
) -> None:
    article = the_article(session, cast, "## Papers {#papers}\n\n{{ slot.local }}\n\n{{ slot.unknown }}")
    a_slot(session, article, kind)
    empty = [block.kind for block in read(session, cast.fjordby).sections[0].blocks]
    assert empty == (["slot"] if kind == SlotType.CONTACT else [])  # a contact defaults to the topic's
    put(session, cast.fjordby, "local", value)
    (block,) = read(session, cast.fjordby).sections[0].blocks
    assert shown in block.html.replace("\xa0", "")
    assert block.label == "In Fjordby"
    if kind != SlotType.CONTACT:
        assert not read(session, cast.bakkeby).sections[0].blocks


def test_a_contact_is_named_once_in_a_section_however_many_slots_lead_to_it(session: Session, cast: Cast) -> None:
    article = the_article(
        session, cast, "## A {#a}\n\n{{ slot.here }}\n\n{{ slot.there }}\n\n## B {#b}\n\n{{ slot.there }}"
    )
    for name in ("here", "there"):
        a_slot(session, article, SlotType.CONTACT, name=name)
    first, second = read(session, cast.fjordby).sections
    assert (len(first.blocks), len(second.blocks)) == (1, 1)


def test_a_value_that_no_longer_fits_its_slot_is_as_if_not_filled(session: Session, cast: Cast) -> None:
    article = the_article(session, cast, "## Papers {#papers}\n\n{{ slot.local }}")
    put(session, cast.fjordby, "local", "not yet a slot, so anything goes")
    for kind in (SlotType.HOURS, SlotType.FEE, SlotType.RULE, SlotType.PLACE):
        session.exec(actions.delete(Slot))
        a_slot(session, article, kind)
        actions.shows(session, article)
        assert not read(session, cast.fjordby).sections[0].blocks


def test_the_figure_of_the_day_is_shown_and_a_municipalitys_own_comes_before_the_shared(
    session: Session, cast: Cast
) -> None:
    def fee(owner_id: int | None, value: float, valid_from: date, valid_to: date | None = None) -> Figure:
        return Figure(
            owner_id=owner_id or 0, name="fee", unit="DKK", value=value, valid_from=valid_from, valid_to=valid_to
        )

    shared = cast.shared.id
    session.add_all(
        [
            fee(shared, 100, date(2026, 1, 1), date(2026, 12, 31)),
            fee(shared, 120, date(2027, 1, 1), date(2027, 12, 31)),
            fee(cast.bakkeby.owner_id, 90, date(2026, 1, 1)),
        ]
    )
    session.flush()
    the_article(session, cast, "## Papers {#papers}\n\nIt costs {{ figure.fee }}.")

    def cost(municipality: Municipality, today: date) -> str:
        html = unescape(read(session, municipality, today=today).html)
        return html.split("It costs ")[1].split(".")[0].replace("\xa0", " ")

    assert cost(cast.fjordby, date(2026, 12, 31)) == "DKK 100"
    assert cost(cast.fjordby, date(2027, 1, 1)) == "DKK 120"
    assert cost(cast.fjordby, date(2028, 1, 1)) == "…"  # never an old amount
    assert cost(cast.bakkeby, date(2027, 1, 1)) == "DKK 90"


def test_links_lead_to_the_reader_s_own_pages_and_dead_ones_are_only_words(session: Session, cast: Cast) -> None:
    session.add(Term(slug="cpr", words={"da": ["CPR"]}, meaning={"en": "Your Danish <number>.", "da": "Dit nummer."}))
    session.flush()
    an_article(session, cast, "cpr-number")
    body = (
        "## A {#a}\n\n[one](article:cpr-number#papers) [two](article:draft) [three](article:neighbours) [CPR](term:cpr)"
    )
    the_article(session, cast, body)
    html = read(session, cast.fjordby).html
    assert '<a href="/fjordby/en/articles/cpr-number#papers">one</a> two three' in html
    assert "Your Danish &lt;number&gt;." in html
    assert '<a href="/bakkeby/de/articles/neighbours">three</a>' in read(session, cast.bakkeby, language="de").html


NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>[x](javascript:alert(1))"


def test_no_field_that_anybody_writes_becomes_markup(session: Session, cast: Cast) -> None:
    session.add(Term(slug="cpr", words={}, meaning={"en": NASTY}))
    article = the_article(
        session, cast, f"## {NASTY} {{#papers}}\n\n{NASTY}\n\n[{NASTY}](term:cpr)\n\n{{{{ slot.local }}}}"
    )
    a_slot(session, article, SlotType.PLACE)
    session.add(
        Source(article_id=article.id or 0, position=0, name=NASTY, address="https://example.org", checked_on=TODAY)
    )
    value = {"name": {"en": NASTY}, "address": NASTY}
    session.add(SlotValue(owner_id=cast.fjordby.owner_id, name="local", value=value))
    supplement(session, article, cast.fjordby, NASTY)
    page = read(session, cast.fjordby)
    for live in ("<script", "<img", 'href="javascript'):
        assert live not in page.html.lower()
    assert "\\<script\\>" in page.markdown  # a place's name is only its characters in Markdown too


# --- what editors see


def test_editors_see_the_state_of_every_text(session: Session, cast: Cast) -> None:
    article = the_article(session, cast, "## Papers {#papers}")
    article.source_language = "en"
    actions.revise(session, article, "da", actions.TranslationDraft(title="Artiklen"), by=None, now=NOW)

    def states() -> list[tuple[str, str, bool]]:
        rows = editing.own_articles(session, cast.shared.id or 0, ["da", "en", "de"])
        assert [row.slug for row in rows] == ["draft", "the-article"]
        return [(text.language, text.state, text.behind) for text in rows[1].texts]

    assert states() == [("da", "draft", False), ("en", "published", False), ("de", "none", False)]
    drafts = {
        "en": actions.TranslationDraft(title="New", made_from=1),
        "da": actions.TranslationDraft(title="Ny", made_from=1),
    }
    actions.revise(session, article, "da", drafts["da"], by=None, now=NOW, publish=True)
    actions.revise(session, article, "en", drafts["en"], by=None, now=NOW)
    assert states() == [("da", "published", False), ("en", "changed", False), ("de", "none", False)]
    actions.revise(
        session, article, "en", actions.TranslationDraft(title="New", made_from=2), by=None, now=NOW, publish=True
    )
    assert states() == [("da", "published", True), ("en", "published", False), ("de", "none", False)]


def test_required_slots_that_are_empty_are_named_once_for_all_their_articles(session: Session, cast: Cast) -> None:
    body = "## Papers {#papers}\n\n{{ slot.local }}"
    articles = [
        the_article(session, cast, body),
        an_article(session, cast, "z-other", texts={"en": "Other"}, body=body),
    ]
    unpublished = an_article(session, cast, "unpublished", published=False)
    for article in (*articles, unpublished):
        a_slot(session, article, SlotType.HOURS, required=True)
        a_slot(session, article, SlotType.FEE, name="optional")
        a_slot(session, article, SlotType.CONTACT, name="where", required=True)  # never empty: the topic's contact
    assert editing.missing_slots(session, cast.fjordby) == [
        editing.MissingSlot("local", {"en": "Local"}, ("the-article", "z-other"))
    ]
    put(session, cast.fjordby, "local", "Mo 09:00-10:00")
    assert editing.missing_slots(session, cast.fjordby) == []
    assert [slot.name for slot in editing.missing_slots(session, cast.bakkeby)] == ["local"]


def test_an_editor_finds_only_what_her_owner_keeps(session: Session, cast: Cast) -> None:
    the_article(session, cast, "## A {#a}")
    shared, fjordby, bakkeby = cast.shared.id or 0, cast.fjordby.owner_id, cast.bakkeby.owner_id
    assert editing.own_article(session, bakkeby, "neighbours").slug == "neighbours"
    assert editing.borrowed_article(session, fjordby, "the-article").owner_id == shared
    for owner, slug in [(fjordby, "neighbours"), (fjordby, "the-article"), (shared, "neighbours")]:
        with pytest.raises(NotFound):
            editing.own_article(session, owner, slug)
    for slug in ("neighbours", "nothing"):
        with pytest.raises(NotFound):
            editing.borrowed_article(session, fjordby, slug)
    with pytest.raises(NotFound):
        editing.borrowed_article(session, bakkeby, "neighbours")  # her own
