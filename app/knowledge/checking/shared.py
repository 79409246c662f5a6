"""topics.yaml, terms.yaml, everyday.yaml, gaps.yaml, countries.yaml, figures.yaml."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from app.core.languages import locale
from app.knowledge.checking.values import by_language, known_topics, name, only_once, web
from app.knowledge.checking.world import World
from app.knowledge.forms import (
    CountriesForm,
    EverydayForm,
    FiguresForm,
    FigureValueForm,
    GapsForm,
    TermsForm,
    TopicsForm,
)
from app.knowledge.notation import Key, Where
from app.knowledge.reading import File, Finding
from app.topics.rules import Origin

_COUNTRY = re.compile(r"[A-Z]{2}")
_AREA = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


def topics(world: World, file: File, form: TopicsForm) -> Iterator[Finding]:
    for number, topic in enumerate(form.root):
        yield from name(file, topic.slug, number, "slug")
        yield from by_language(world, file, topic.title, number, "title")
        yield from by_language(world, file, topic.summary, number, "summary")
    yield from only_once(file, [topic.slug for topic in form.root])
    used = {each.place.topic for each in world.files.values() if each.place.topic and each.path not in world.mine}
    for slug in sorted(used - set(world.topics)):
        yield file.finding(f"The topic “{slug}” is missing, but articles of the house have it; add it.")


def terms(world: World, file: File, form: TermsForm) -> Iterator[Finding]:
    for slug, languages in form.root.items():
        yield from name(file, slug, slug)
        yield from by_language(world, file, languages, slug)
        for language, each in languages.items():
            if not each.words:
                yield file.finding("A term needs at least one word; add “words: […]”.", slug, language)
            if not each.meaning:
                yield file.finding("The meaning is missing; add one plain sentence.", slug, language, error=False)


def everyday(world: World, file: File, form: EverydayForm) -> Iterator[Finding]:
    """everyday.yaml. A word may stand in two entries, but in one entry only once."""
    for slug, words in form.root.items():
        yield from name(file, slug, slug)
        yield from _lists(world, file, words, slug)
        for language, each in words.items():
            yield from _not_twice(file, [((slug, language), word) for word in each])


def gaps(world: World, file: File, form: GapsForm) -> Iterator[Finding]:
    """gaps.yaml. In one language a phrasing belongs to one gap."""
    asked: dict[str, list[tuple[Where, str]]] = {}
    for slug, gap in form.root.items():
        yield from name(file, slug, slug)
        yield from known_topics(world, file, [gap.topic], slug, "topic")
        yield from _lists(world, file, gap.phrasings, slug, "phrasings")
        for language, phrasings in gap.phrasings.items():
            asked.setdefault(language, []).extend(((slug, "phrasings", language), each) for each in phrasings)
    for found in asked.values():
        yield from _not_twice(file, found)


def _lists(world: World, file: File, lists: Mapping[str, Sequence[str]], *where: Key) -> Iterator[Finding]:
    """Whether something stands in each language."""
    yield from by_language(world, file, lists, *where)
    if not lists:
        yield file.finding("Nothing stands here; add a list for each language.", *where)
    for language, each in lists.items():
        if not each:
            yield file.finding("This list is empty; fill it or take it out.", *where, language)


def _not_twice(file: File, found: Sequence[tuple[Where, str]]) -> Iterator[Finding]:
    """Words and phrasings with where they stand; search takes capitals and small letters for the same."""
    known: dict[str, Key] = {}
    for where, words in found:
        if words.casefold() in known:
            yield file.finding(f"“{words}” stands below “{known[words.casefold()]}” already; keep one.", *where)
        known.setdefault(words.casefold(), where[0])


def countries(world: World, file: File, form: CountriesForm) -> Iterator[Finding]:
    """countries.yaml"""
    codes = [code for origin in Origin for code in getattr(form.origins, origin)]
    yield from only_once(file, codes, "origins")
    for origin in Origin:
        for code in getattr(form.origins, origin):
            if not _COUNTRY.fullmatch(code) or code not in locale("en").territories:
                yield file.finding(f"“{code}” is no country's code (ISO 3166-1 alpha-2, or XK).", "origins", origin)
    for code, area in form.areas.items():
        if not _AREA.fullmatch(code) or code in codes:
            message = f"“{code}” is no issuing area's code; write the country's, a hyphen and capitals: GB-NIR."
            yield file.finding(message, "areas", code)
        if area.part_of not in codes:
            yield file.finding(f"There is no country “{area.part_of}” above; mend the code.", "areas", code, "part_of")
        yield from by_language(world, file, area.names, "areas", code, "names")


def figures(file: File, form: FiguresForm) -> Iterator[Finding]:
    for figure_name, figure in form.root.items():
        yield from name(file, figure_name, figure_name)
        if not figure.values:
            yield file.finding("A figure needs at least one value; add it below “values”.", figure_name)
        yield from _days(file, figure_name, figure.values)
        for number, value in enumerate(figure.values):
            yield from _source(file, value, figure_name, number)


def _source(file: File, value: FigureValueForm, figure: str, number: int) -> Iterator[Finding]:
    where = (figure, "values", number)
    source = value.source
    if source is None or not (source.name and source.address and source.checked_on):
        message = "The source is missing or not complete; add name, address and checked_on."
        yield file.finding(message, *where, error=False)
    if source:
        yield from web(file, source.address, *where, "source", "address")


def _days(file: File, figure: str, values: Sequence[FigureValueForm]) -> Iterator[Finding]:
    """One day has one value."""
    for number, value in enumerate(values):
        if value.valid_to and value.valid_to < value.valid_from:
            yield file.finding("This value ends before it begins; mend the days.", figure, "values", number)
    for before, after in pairwise(values):
        if before.valid_from == after.valid_from or (before.valid_to and before.valid_to >= after.valid_from):
            message = f"The value from {after.valid_from} begins before the earlier one has ended; mend the days."
            yield file.finding(message, figure, "values")
