"""The part of an article that answers a question: one section as its reader sees it, and not more than she can read at
once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from app.articles.pages import ArticlePage, PageBlock, PageSection
from app.core.analysis import clean, tokens

LONG = 1_500
"""Characters of a section that are shown; about a screen and a half of a phone."""

LOCAL = ("slot", "supplement")


@dataclass(frozen=True)
class Excerpt:
    """A section of a page with the blocks to show. Without blocks the page's summary says most.

    `shortened` says that the section has more to read.
    """

    page: ArticlePage
    section: PageSection
    shortened: bool


def excerpt(page: ArticlePage, anchor: str, words: str, *, audience: str = "") -> Excerpt:
    """The section `anchor` of a page, without the blocks for other audiences where the reader's is known.

    Of a long section the first blocks are shown, and wherever they stand the one that says most of these `words` and
    what the municipality says itself: a block is never cut, for its end may be what matters. Without an anchor, or
    with one that has gone, it is the text before the first heading.
    """
    section = next((each for each in page.sections if each.id == anchor), None)
    section = section or next((each for each in page.sections if not each.id), None)
    if section is None:
        return Excerpt(page, PageSection("", 0, Markup(), ()), shortened=True)
    hers = [block for block in section.blocks if not audience or not block.audiences or audience in block.audiences]
    shown = _first_blocks(hers, words)
    return Excerpt(page, replace(section, blocks=tuple(shown)), shortened=len(shown) < len(hers))


def _first_blocks(blocks: Sequence[PageBlock], words: str) -> list[PageBlock]:
    """The first blocks until they are long, among them the first for everybody, the one that says most of these words,
    and the municipality's own."""
    wanted = _words(words)
    answering = max(range(len(blocks)), key=lambda at: (len(wanted & _words(_plain(blocks[at]))), -at), default=0)
    for_all = next((at for at, block in enumerate(blocks) if not block.audiences and block.kind not in LOCAL), 0)
    shown, length = [], 0
    for at, block in enumerate(blocks):
        length += len(_plain(block))
        if length <= LONG or at in (0, for_all, answering) or block.kind in LOCAL:
            shown.append(block)
    return shown


def _plain(block: PageBlock) -> str:
    return block.html.striptags()


def _words(text: str) -> set[str]:
    return {token.text for token in tokens(clean(text))}
