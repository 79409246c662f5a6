"""The texts of one article say the same in every language: the same sections, steps, blocks, slots, figures, numbers
and links as the source text."""

from collections import Counter
from collections.abc import Iterable, Iterator

from app.articles import markup
from app.knowledge.checking import numbers

Difference = tuple[int, str]
"""The line of a body (its first is 1), and how to mend it."""


def differences(
    text: markup.ArticleText, language: str, source: markup.ArticleText, source_language: str
) -> Iterator[Difference]:
    """Where a text differs from the one it follows. Sections that differ themselves are all that is said then."""
    there = f"{source_language}.md"
    if source.ids != text.ids:
        line = next((section.line for section in text.sections if section.id and section.id not in source.ids), 1)
        yield (
            line,
            f"The sections differ from {there}, which has {', '.join(source.ids)}; have the same in the same order.",
        )
        return
    for section, wanted in zip(_headed(text), _headed(source), strict=True):
        if section.level != wanted.level:
            yield section.line, f"This heading has {'#' * wanted.level} in {there}; write it so."
        if _marks(section) != _marks(wanted):
            marks = _named(_marks(wanted))
            yield section.line, f"Blocks and slots of this section differ from {there}, which has {marks}; mend one."
        if _items(section) != _items(wanted):
            items = f"{_items(section)} list items, {_items(wanted)} in {there}"
            yield section.line, f"This section has {items}; have the same steps and points."
        here, other = numbers.typed(section, language), numbers.typed(wanted, source_language)
        if here != other:
            yield (
                section.line,
                f"The numbers of this section differ ({_told(here, other, there)}); say the same in both.",
            )
    if Counter(source.figures) != Counter(text.figures):
        yield 1, f"The figures differ from {there}, which has {_named(source.figures)}; have the same."
    here, other = _targets(text), _targets(source)
    if here != other:
        yield 1, f"The links to articles and terms differ ({_told(here, other, there)}); have the same."


def _headed(text: markup.ArticleText) -> list[markup.Section]:
    return [section for section in text.sections if section.id]


def _marks(section: markup.Section) -> list[str]:
    """The audience blocks and slots of a section, in their order."""
    return [
        f"{{{{ slot.{block.text} }}}}" if block.kind == "slot" else f"::: audience {' '.join(block.audiences)}"
        for block in section.blocks
        if block.kind != "text"
    ]


def _items(section: markup.Section) -> int:
    return sum(len(markup.ITEM.findall(block.text)) for block in section.blocks if block.kind != "slot")


def _targets(text: markup.ArticleText) -> Counter[str]:
    return Counter(f"{link.kind}:{link.target}" for link in text.links() if link.kind != "outside")


def _told(here: Counter[str], other: Counter[str], there: str) -> str:
    """What only one of two texts has."""
    return f"only here: {_named((here - other).elements())}; only in {there}: {_named((other - here).elements())}"


def _named(things: Iterable[str]) -> str:
    return ", ".join(things) or "none"
