"""Articles: their description, their texts, and what the texts of one article have in common."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.articles import markup
from app.articles.drafts import TranslationDraft
from app.articles.models import SlotType, Visibility
from app.knowledge.checking.values import (
    audiences,
    between,
    choice,
    draft,
    name,
    only_once,
    references,
    situations,
    web,
)
from app.knowledge.checking.world import ArticleFiles, World
from app.knowledge.forms import DRAFT, ArticleForm, BasedOn, SlotForm, TextForm
from app.knowledge.reading import File, Finding

_CODE = re.compile(r"[a-z][a-z0-9]{3,7}")


def description(world: World, file: File, form: ArticleForm) -> Iterator[Finding]:
    """article.yaml"""
    article = world.articles[file.place.municipality, file.place.slug]
    if not _CODE.fullmatch(form.code):
        message = f"“{form.code}” is no code; use four letters and digits, a letter first, such as k7dl."
        yield file.finding(message, "code")
    yield from choice(file, form.visibility, list(Visibility), "visibility")
    if form.for_replies and form.visibility == Visibility.PUBLIC:
        yield file.finding("A text for answers is for staff only; write “visibility: staff”.", "visibility")
    yield from audiences(file, form.audiences, "audiences")
    yield from situations(file, form.situations, "situations")
    for alias in form.aliases:
        yield from name(file, alias, "aliases")
    yield from between(file, form.review_months, 1, 60, "review_months")
    if not form.sources and not form.for_replies:
        yield file.finding("There is no source; add one with name, address and checked_on.", error=False)
    for number, source in enumerate(form.sources):
        yield from web(file, source.address, "sources", number, "address")
    yield from _languages(world, file, article)
    yield from only_once(file, [slot.name for slot in form.slots], "slots")
    for number, slot in enumerate(form.slots):
        yield from _declared(world, file, article, slot, number)


def _languages(world: World, file: File, article: ArticleFiles) -> Iterator[Finding]:
    source = article.form.source_language
    if source not in article.texts:
        yield file.finding(f"The source text {source}.md is missing or faulty; add or mend it.")
    for language in world.languages:
        if language not in article.texts and language != source:
            yield file.finding(f"The text in {language} is missing; add {language}.md.", error=False)


def _declared(world: World, file: File, article: ArticleFiles, slot: SlotForm, number: int) -> Iterator[Finding]:
    """A slot has one type everywhere, and stands in the section it says."""
    where = ("slots", number)
    yield from name(file, slot.name, *where, "name")
    yield from choice(file, slot.type, list(SlotType), *where, "type")
    for kind, path in world.slot_types[slot.name].items():
        if kind != slot.type:
            message = f"The slot “{slot.name}” is of type {kind} in {path}; a name has the same type everywhere."
            yield file.finding(message, *where, "type")
    if article.source is None:
        return
    section = _section_of(article.source, slot.name)
    if section is None:
        message = f"The slot “{slot.name}” is not used; write {{{{ slot.{slot.name} }}}} into the texts or take it out."
        yield file.finding(message, *where, error=False)
    elif section != slot.section:
        message = f"The slot “{slot.name}” stands in the section “{section}”, not “{slot.section}”; mend one of them."
        yield file.finding(message, *where, "section", error=False)


def _section_of(text: markup.ArticleText, slot: str) -> str | None:
    for section in text.sections:
        if any(block.kind == "slot" and block.text == slot for block in section.blocks):
            return section.id
    return None


def text(world: World, file: File, form: TextForm) -> Iterator[Finding]:
    """An article's text in one language."""
    place = file.place
    fields = form.model_dump(include={"title", "summary", "body", "phrasings"})
    yield from draft(file, TranslationDraft, fields, file.reading.line(("title",)))
    if form.state not in ("", DRAFT):
        yield file.finding("“state” is draft; a published text has none.", "state")
    if form.based_on not in BasedOn.WORDS:
        message = "“based_on” is earlier or before-important; a text that follows its source has none."
        yield file.finding(message, "based_on")
    for fault in markup.parse(form.body).faults:
        yield file.in_body(fault.line, fault.message)
    yield from references(world, file, form.body, first_line=file.body_line)
    article = world.articles.get((place.municipality, place.slug))
    if article is None or article.file.place.topic != place.topic:
        yield file.finding("article.yaml is missing beside this text, or faulty; add or mend it.")
        return
    yield from _slots_used(file, form, article)


def _slots_used(file: File, form: TextForm, article: ArticleFiles) -> Iterator[Finding]:
    declared = {slot.name for slot in article.form.slots}
    for block in markup.parse(form.body).blocks():
        if block.kind == "slot" and block.text not in declared:
            message = f"The slot “{block.text}” is not declared; add it below “slots” in article.yaml."
            yield file.in_body(block.line, message)


def codes(world: World) -> Iterator[Finding]:
    """A code leads to one article."""
    wanted: dict[str, list[File]] = defaultdict(list)
    for article in world.articles.values():
        wanted[article.form.code].append(article.file)
    for code, files in wanted.items():
        for file, other in _rivals(world, files):
            yield file.finding(f"The code “{code}” is also in {other.path}; give one of them another.", "code")


def names(world: World) -> Iterator[Finding]:
    """A name, or a former one, leads to one article; a municipality's never has the name of a shared one."""
    wanted: dict[tuple[str, str], list[File]] = defaultdict(list)
    for file in world.files.values():
        if isinstance(file.form, ArticleForm):
            for slug in {file.place.slug, *file.form.aliases}:
                wanted[file.place.municipality, slug].append(file)
    for (municipality, slug), files in wanted.items():
        shared = wanted.get(("", slug), []) if municipality else []
        for file, other in _rivals(world, [*files, *shared]):
            yield file.finding(f"{other.path} has the name “{slug}”, too; give one of them another.")


def _rivals(world: World, files: Sequence[File]) -> Iterator[tuple[File, File]]:
    """Of files that want the same thing, those of the folder, each with another one."""
    for file in files if len(files) > 1 else ():
        if file.path in world.mine:
            yield file, next(each for each in files if each is not file)
