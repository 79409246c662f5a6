"""Checks of single values, and of texts that stand inside a page."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.articles import markup
from app.core import hours
from app.core.drafts import Draft, read
from app.guidance.drafts import SITUATIONS
from app.knowledge.checking.world import ArticleFiles, World
from app.knowledge.notation import Key
from app.knowledge.places import LANGUAGE, NAME
from app.knowledge.reading import File, Finding

_TELEPHONE = re.compile(r"tel:\+?[0-9]{3,15}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def language_tag(world: World, file: File, language: str, *where: Key) -> Iterator[Finding]:
    """Whether texts may be written in it."""
    if not LANGUAGE.fullmatch(language):
        yield file.finding(f"“{language}” is no language tag; write for example da, en or de.", *where)
    elif world.house_languages and language not in world.house_languages:
        known = ", ".join(world.house_languages)
        yield file.finding(f"“{language}” is not a language of this house; it has {known}.", *where)
    elif language not in world.languages:
        message = f"“{language}” is not a language of topics.yaml; write the topics in it first, or mend the tag."
        yield file.finding(message, *where, error=False)


def by_language(world: World, file: File, texts: Mapping[str, Any], *where: Key) -> Iterator[Finding]:
    """Whether the texts are in languages of the house, and in all of them."""
    for language in texts:
        yield from language_tag(world, file, language, *where, language)
    missing = [language for language in world.languages if language not in texts]
    if missing:
        yield file.finding(f"This is missing in {', '.join(missing)}; add it.", *where, error=False)


def name(file: File, word: str, *where: Key) -> Iterator[Finding]:
    """Whether it can stand in addresses and paths."""
    if not NAME.fullmatch(word):
        yield file.finding(f"“{word}” is no name here; use a-z, 0-9 and single hyphens.", *where)


def web(file: File, address: str, *where: Key) -> Iterator[Finding]:
    if address and not address.startswith("https://"):
        yield file.finding(f"“{address}” is no secure web address; it begins with https://.", *where)


def email(file: File, address: str, *where: Key) -> Iterator[Finding]:
    if address and not _EMAIL.fullmatch(address):
        yield file.finding(f"“{address}” is no e-mail address; write for example mette@fjordby.example.org.", *where)


def opening_hours(file: File, text: str, *where: Key) -> Iterator[Finding]:
    if not text:
        return
    try:
        kept = hours.as_kept(text)
    except ValueError as error:
        yield file.finding(f"{error} Write hours as in “Mo-We 09:00-15:00; Th 09:00-17:00”.", *where)
    else:
        if text != kept:  # the days of other languages are for those who type in a page
            yield file.finding(f"In a file, write hours as in “{kept}”.", *where)


def known_topics(world: World, file: File, topics: Sequence[str], *where: Key) -> Iterator[Finding]:
    for topic in topics:
        if topic not in world.topics:
            yield file.finding(f"There is no topic “{topic}”; {world.known_topics}.", *where)


def choice(file: File, word: str, known: Sequence[str], *where: Key) -> Iterator[Finding]:
    if word not in known:
        yield file.finding(f"“{word}” is not known here; there are {', '.join(known)}.", *where)


def audiences(file: File, words: Sequence[str], *where: Key) -> Iterator[Finding]:
    for word in words:
        yield from choice(file, word, markup.AUDIENCES, *where)


def situations(file: File, words: Sequence[str], *where: Key) -> Iterator[Finding]:
    for word in words:
        yield from choice(file, word, SITUATIONS, *where)


def between(file: File, number: int, least: int, most: int, *where: Key) -> Iterator[Finding]:
    if not least <= number <= most:
        yield file.finding(f"“{where[-1]}” is from {least} to {most}.", *where)


def only_once(file: File, names: Sequence[str], *where: Key) -> Iterator[Finding]:
    for each, times in Counter(names).items():
        if times > 1:
            yield file.finding(f"“{each}” stands {times} times; keep one or rename the others.", *where)


def draft(file: File, kind: type[Draft], fields: Mapping[str, Any], line: int) -> Iterator[Finding]:
    """Whether the studio would take it: nothing empty that must not be, nothing too long."""
    _, faults = read(kind, fields)
    for fault in faults:
        sentence = fault.sentence % fault.holes if fault.holes else fault.sentence
        yield Finding(file.path, line, f"“{fault.field}”: {sentence}")


def references(world: World, file: File, text: str, *, first_line: int) -> Iterator[Finding]:
    """Figures and links that lead nowhere. `first_line` is where the text begins in its file."""
    home = file.place.municipality
    for number, line in enumerate(text.splitlines(), start=first_line):
        for figure in markup.FIGURE.findall(line):
            if not world.has_figure(figure, home):
                yield Finding(
                    file.path, number, f"There is no figure “{figure}”; add it to figures.yaml or mend the name."
                )
    for link in markup.parse(text).links():
        yield from _link(world, file, link, first_line + link.line - 1)


def _link(world: World, file: File, link: markup.Link, line: int) -> Iterator[Finding]:
    if link.kind == "article":
        article = world.article(link.target, file.place.municipality)
        if article is None:
            yield Finding(file.path, line, f"There is no article “{link.target}”; mend the link.")
        elif link.anchor:
            yield from section(file, article, link.anchor, line)
    elif link.kind == "term":
        if link.target not in world.terms:
            yield Finding(file.path, line, f"There is no term “{link.target}”; add it to terms.yaml or mend the link.")
    elif not link.target.startswith("https://") and not _TELEPHONE.fullmatch(link.target):
        message = f"The link “{link.target}” leads nowhere; write https://…, tel:112, article:… or term:…."
        yield Finding(file.path, line, message)


def section(file: File, article: ArticleFiles, wanted: str, line: int) -> Iterator[Finding]:
    """Whether an article has this section: in its source text, and in every language."""
    if lacking := article.lacks_section(wanted):
        where = f"The article “{article.file.place.slug}” has no section “{wanted}” in {', '.join(lacking)}"
        yield Finding(file.path, line, f"{where}; name another one.", error=not article.has_section(wanted))


def local_text(world: World, file: File, text: str, *, first_line: int) -> Iterator[Finding]:
    """Whether a supplement, a note or a slot's text can stand inside a page."""
    for fault in markup.local_faults(text):
        yield Finding(file.path, first_line + fault.line - 1, fault.message)
    yield from references(world, file, text, first_line=first_line)
