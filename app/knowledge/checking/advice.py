"""What an editor could do better: texts that are hard to read, hard to find, or say another thing than their source;
values that have run out. None of it stops an import."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date

from app.articles import markup
from app.knowledge import forms
from app.knowledge.checking import numbers, phrasings, plain_language
from app.knowledge.checking.comparing import differences
from app.knowledge.checking.world import World
from app.knowledge.forms import DRAFT, FiguresForm, NoteForm, SupplementForm, TextForm
from app.knowledge.places import Kind
from app.knowledge.reading import File, Finding, Folder


def advice(world: World, folder: Folder, *, today: date) -> Iterator[Finding]:
    """Everything to better in a folder, besides its faults. `today` decides which values have run out."""
    terms = world.form(Kind.TERMS, forms.TermsForm)
    danish = {language: phrasings.danish_words(terms, language) for language in world.languages}
    for file in folder.files.values():
        match file.form:
            case TextForm() as form if form.state != DRAFT:
                if world.is_for_replies(file.place):
                    yield from _words(file, form, plain_language.hard_to_read)
                else:
                    yield from _text(file, form)
                    yield from _phrasings(file, form, danish.get(file.place.language, frozenset()))
                yield from _like_its_source(world, file, form)
            case SupplementForm() as form:
                for section, text in form.after.items():
                    yield from _passage(file, text, file.reading.line(("after", section)))
            case NoteForm() as form:
                yield from _passage(file, form.text, file.body_line)
            case FiguresForm() as form:
                yield from _run_out(file, form, today)
            case _:
                pass
    yield from _collisions(world)


def _text(file: File, form: TextForm) -> Iterator[Finding]:
    if not form.summary:
        message = "The summary is missing; add one or two sentences that already answer."
        yield file.finding(message, "summary", error=False)
    if len(plain_language.sentences(form.summary)) > plain_language.LONGEST_SUMMARY:
        message = (
            f"The summary has more than {plain_language.LONGEST_SUMMARY} sentences; let the others go to the text."
        )
        yield file.finding(message, "summary", error=False)
    yield from _words(file, form, plain_language.faults)


def _words(file: File, form: TextForm, hard: Callable[[str, str], Iterator[tuple[int, str]]]) -> Iterator[Finding]:
    yield from _passage(file, form.body, file.body_line)
    for line, message in hard(form.body, file.place.language):
        yield file.in_body(line, message, error=False)


def _passage(file: File, text: str, first_line: int) -> Iterator[Finding]:
    for line, message in plain_language.foreign(text, file.place.language):
        yield Finding(file.path, first_line + line - 1, message, error=False)
    for line, number in numbers.changing(text):
        message = f"“{number}” looks like a value that changes; make it a figure, or word it without the number."
        yield Finding(file.path, first_line + line - 1, message, error=False)


def _phrasings(file: File, form: TextForm, danish: Collection[str]) -> Iterator[Finding]:
    language = file.place.language
    for message in phrasings.missing(form, language, danish, local=bool(file.place.municipality)):
        yield file.finding(message, "phrasings", error=False)
    for number, earlier in phrasings.overlaps(form.phrasings, language):
        message = f"“{form.phrasings[number]}” says nearly the same as “{earlier}”; ask in another way."
        yield file.finding(message, "phrasings", number, error=False)


def _like_its_source(world: World, file: File, form: TextForm) -> Iterator[Finding]:
    article = world.articles.get((file.place.municipality, file.place.slug))
    language = file.place.language
    if article is None or article.source is None or language == article.form.source_language:
        return
    found = markup.parse(form.body)
    for line, message in differences(found, language, article.source, article.form.source_language):
        yield file.in_body(line, message, error=False)


def _run_out(file: File, form: FiguresForm, today: date) -> Iterator[Finding]:
    for name, figure in form.root.items():
        last = figure.values[-1] if figure.values else None
        if last and last.valid_to and last.valid_to < today:
            message = f"This value ended on {last.valid_to}, and texts show none; add the one that follows."
            yield file.finding(message, name, "values", len(figure.values) - 1, error=False)


def _collisions(world: World) -> Iterator[Finding]:
    """Phrasings that fit two articles that one reader can find."""
    asked: dict[str, list[phrasings.Asked]] = defaultdict(list)
    for path, file in sorted(world.files.items()):
        if isinstance(form := file.form, TextForm) and not world.is_for_replies(file.place):
            asked[file.place.language] += phrasings.asked(path, file.place.municipality, form, file.place.language)
    for texts in asked.values():
        for one, other in phrasings.collisions(texts):
            if one.path in world.mine:
                message = f"“{one.words}” fits {other.path} as well (“{other.words}”); add the word that decides."
                yield world.files[one.path].finding(message, "phrasings", one.number or 0, error=False)
