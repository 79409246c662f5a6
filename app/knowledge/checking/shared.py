"""topics.yaml, terms.yaml, countries.yaml, figures.yaml."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.core.languages import locale
from app.knowledge.checking.values import by_language, name, only_once, web
from app.knowledge.checking.world import World
from app.knowledge.forms import CountriesForm, FiguresForm, FigureValueForm, TermsForm, TopicsForm
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
