"""What is shown of an article as an answer."""

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session

from app.articles.actions import supplement
from app.articles.drafts import SupplementDraft
from app.articles.excerpts import LONG, excerpt
from app.articles.pages import ArticlePage, read_article
from tests.cast import NOW, TODAY, Cast, an_article

BODY = """\
Before all.

## Papers {#papers}

Bring your passport.

::: audience nordic
Nordic citizens bring nothing.
:::

::: audience eu commuter
EU citizens bring a card.
:::

## Cost {#cost}

It is free.
"""


@pytest.fixture
def page(session: Session, cast: Cast) -> ArticlePage:
    return page_of(session, cast, BODY)


def page_of(session: Session, cast: Cast, body: str) -> ArticlePage:
    an_article(session, cast, "the-article", texts={"en": "The article"}, body=body)
    return read_article(session, "the-article", language="en", municipality=cast.fjordby, today=TODAY)


def shown(page: ArticlePage, anchor: str, words: str = "", **other: Any) -> list[str]:
    return [block.html.striptags() for block in excerpt(page, anchor, words, **other).section.blocks]


def test_the_section_is_shown_and_no_other(page: ArticlePage) -> None:
    assert shown(page, "cost") == ["It is free."]
    assert excerpt(page, "cost", "").section.heading == "Cost"


def test_blocks_for_others_are_left_out_when_her_audience_is_known(page: ArticlePage) -> None:
    everything = ["Bring your passport.", "Nordic citizens bring nothing.", "EU citizens bring a card."]
    assert shown(page, "papers") == everything
    assert shown(page, "papers", audience="nordic") == everything[:2]
    assert shown(page, "papers", audience="commuter") == [everything[0], everything[2]]
    assert shown(page, "papers", audience="third") == everything[:1]
    assert not excerpt(page, "papers", "", audience="third").shortened


@pytest.mark.parametrize("anchor", ["", "gone-since"])
def test_without_a_section_it_is_what_stands_before_the_first_heading(page: ArticlePage, anchor: str) -> None:
    assert shown(page, anchor) == ["Before all."]


def test_where_nothing_stands_there_the_summary_is_left(session: Session, cast: Cast) -> None:
    found = excerpt(page_of(session, cast, "## Cost {#cost}\n\nFree."), "", "")
    assert (found.section.blocks, found.section.id, found.shortened) == ((), "", True)


def test_of_a_long_section_the_first_blocks_are_shown_and_the_one_that_answers(session: Session, cast: Cast) -> None:
    filler = "A word. " * (LONG // 20)
    blocks = [f"::: audience {name}\n{name} {filler}\n:::" for name in ("nordic", "eu", "third", "commuter")]
    page = page_of(session, cast, "## Papers {#papers}\n\n" + "\n\n".join(blocks))
    assert [line.split()[0] for line in shown(page, "papers", "nordic")] == ["nordic", "eu"]
    assert [line.split()[0] for line in shown(page, "papers", "for a commuter")] == ["nordic", "eu", "commuter"]
    assert excerpt(page, "papers", "nordic").shortened


def test_what_is_said_to_others_never_stands_alone_for_what_is_said_to_all(session: Session, cast: Cast) -> None:
    steps = "Everybody reports this. " * (LONG // 10)
    page = page_of(session, cast, f"## Steps {{#steps}}\n\n::: audience commuter\nNot you.\n:::\n\n{steps}")
    assert [line.split()[0] for line in shown(page, "steps", "not you")] == ["Not", "Everybody"]


def test_what_the_municipality_says_itself_is_shown_however_long_the_section_is(session: Session, cast: Cast) -> None:
    filler = "A word. " * (LONG // 8)
    body = f"## Papers {{#papers}}\n\n{filler}\n\n::: audience eu\n{filler}\n:::"
    article = an_article(session, cast, "the-article", texts={"en": "The article"}, body=body)
    supplement(
        session,
        article,
        owner_id=cast.fjordby.owner_id,
        language="en",
        draft=SupplementDraft(text="Book at desk 5."),
        section="papers",
        by=None,
        now=NOW,
    )
    page = read_article(session, "the-article", language="en", municipality=cast.fjordby, today=TODAY)
    assert [block.kind for block in excerpt(page, "papers", "").section.blocks] == ["text", "supplement"]


def test_a_block_is_never_cut(session: Session, cast: Cast) -> None:
    page = page_of(session, cast, "## Papers {#papers}\n\n" + "A word. " * LONG)
    found = excerpt(page, "papers", "")
    assert len(found.section.blocks) == 1
    assert not found.shortened


def test_a_section_without_blocks_for_her_is_no_error(page: ArticlePage) -> None:
    [_, papers, _] = page.sections
    for_others = replace(page, sections=(replace(papers, blocks=papers.blocks[1:]),))
    assert excerpt(for_others, "papers", "passport", audience="third").section.blocks == ()
