"""Names every fault of a knowledge folder, with file and line, and how to mend it.

Errors are what would show readers something wrong, or nothing; the other findings ask an editor for a look.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from app.articles.files import forms
from app.articles.files.checking import articles, municipalities, shared
from app.articles.files.checking.values import language_tag
from app.articles.files.checking.world import World
from app.articles.files.forms import AnyForm
from app.articles.files.places import RESERVED
from app.articles.files.reading import File, Finding, Folder, read_folder


def check_folder(folder: Path) -> list[Finding]:
    """Everything to mend in a folder, by file and line. Raises NotFound when there is none."""
    return check(read_folder(folder))


def tidy_folder(folder: Path) -> list[Path]:
    """Brings every file that can be read to its canonical form; gives those that were rewritten."""
    tidied = []
    for path, file in read_folder(folder).files.items():
        if not file.is_canonical and not file.is_empty:
            (folder / path).write_bytes(file.canonical.encode())
            tidied.append(folder / path)
    return tidied


def check(folder: Folder, held: Mapping[str, AnyForm] | None = None, languages: Sequence[str] = ()) -> list[Finding]:
    """Everything to mend in a folder that was read.

    What the folder refers to may also stand in the house already (`held`, forms by path), so that a municipality can
    bring its own part alone. `languages` are the house's; none: any.
    """
    world = World.of(folder, held or {}, languages)
    findings = [*folder.findings, *_in_files(world, folder), *_in_all(world)]
    return sorted(set(findings), key=lambda each: (each.file, each.line, each.message))


def errors(findings: Collection[Finding]) -> list[Finding]:
    """What stops an import."""
    return [finding for finding in findings if finding.error]


def _in_files(world: World, folder: Folder) -> Iterator[Finding]:
    for file in folder.files.values():
        yield from _place(world, file)
        yield from _content(world, file)
        if file.is_empty:
            yield file.finding("This file says nothing; fill it or take it away.")
        elif not file.is_canonical:
            yield file.finding("This file is not in its canonical form; run the check with --tidy.", error=False)


def _place(world: World, file: File) -> Iterator[Finding]:
    """Whether the folders that a file stands in are known: its municipality, topic and language."""
    place = file.place
    if place.municipality in RESERVED:
        message = f"A municipality can't be called “{place.municipality}”: addresses of the house begin so; rename it."
        yield file.finding(message)
    elif place.municipality and place.municipality not in world.municipalities:
        yield file.finding(f"municipalities/{place.municipality}/municipality.yaml is missing or faulty; mend it.")
    if place.topic and place.topic not in world.topics:
        yield file.finding(f"There is no topic “{place.topic}”; {world.known_topics}.")
    if place.language:
        yield from language_tag(world, file, place.language)


def _content(world: World, file: File) -> Iterator[Finding]:
    match file.form:
        case forms.TopicsForm():
            return shared.topics(world, file, file.form)
        case forms.TermsForm():
            return shared.terms(world, file, file.form)
        case forms.FiguresForm():
            return shared.figures(file, file.form)
        case forms.ArticleForm():
            return articles.description(world, file, file.form)
        case forms.TextForm():
            return articles.text(world, file, file.form)
        case forms.MunicipalityForm():
            return municipalities.municipality(world, file, file.form)
        case forms.SlotsForm():
            return municipalities.slots(world, file, file.form)
        case forms.PeopleForm():
            return municipalities.people(world, file, file.form)
        case forms.SupplementForm():
            return municipalities.supplement(world, file, file.form)
        case forms.NoteForm():
            return municipalities.note(world, file, file.form)


def _in_all(world: World) -> Iterator[Finding]:
    """What several files may want at the same time."""
    yield from articles.codes(world)
    yield from articles.names(world)
    yield from articles.phrasings(world)
