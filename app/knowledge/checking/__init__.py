"""Names every fault of a knowledge folder, with file and line, and how to mend it.

Errors are what would show readers something wrong, or nothing; they stop an import. The other findings ask an editor
for a look; most of them come from `advice`, which an import does without.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.guidance.drafts import ChecklistTable, GuidanceText, GuideTable
from app.knowledge import forms
from app.knowledge.checking import articles, guidance, municipalities, shared
from app.knowledge.checking.advice import advice
from app.knowledge.checking.shares import Share, shares
from app.knowledge.checking.values import language_tag
from app.knowledge.checking.world import World
from app.knowledge.forms import AnyForm
from app.knowledge.places import RESERVED, Kind
from app.knowledge.reading import File, Finding, Folder, read_folder


@dataclass(frozen=True)
class Review:
    """A folder that was looked at: everything to mend or to better, by file and line."""

    folder: Folder
    findings: list[Finding]
    shares: list[Share]

    def count(self, form: type[AnyForm]) -> int:
        """How many files of this form could be read."""
        return sum(isinstance(file.form, form) for file in self.folder.files.values())

    @property
    def phrasings(self) -> int:
        return sum(
            len(file.form.phrasings) for file in self.folder.files.values() if isinstance(file.form, forms.TextForm)
        )

    @property
    def terms(self) -> int:
        found = self.folder.files.get(Kind.TERMS.value)
        return len(found.form.root) if found and isinstance(found.form, forms.TermsForm) else 0


def review(folder: Path, *, today: date) -> Review:
    """Reads a folder and finds its faults and what could be better; `today` decides which values have run out.

    Raises NotFound when there is no such folder.
    """
    read = read_folder(folder)
    world = World.of(read, {}, ())
    return Review(read, _in_order([*_faults(world, read), *advice(world, read, today=today)]), shares(world))


def tidy_folder(folder: Path) -> list[Path]:
    """Brings every file that can be read to its canonical form; gives those that were rewritten."""
    tidied = []
    for path, file in read_folder(folder).files.items():
        if not file.is_canonical and not file.is_empty:
            (folder / path).write_bytes(file.canonical.encode())
            tidied.append(folder / path)
    return tidied


def check(folder: Folder, held: Mapping[str, AnyForm] | None = None, languages: Sequence[str] = ()) -> list[Finding]:
    """The faults of a folder that was read, without advice.

    What the folder refers to may also stand in the house already (`held`, forms by path), so that a municipality can
    bring its own part alone. `languages` are the house's; none: any.
    """
    return _in_order(_faults(World.of(folder, held or {}, languages), folder))


def errors(findings: Collection[Finding]) -> list[Finding]:
    """What stops an import."""
    return [finding for finding in findings if finding.error]


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(set(findings), key=lambda each: (each.file, each.line, each.message))


def _faults(world: World, folder: Folder) -> Iterator[Finding]:
    yield from folder.findings
    yield from _in_files(world, folder)
    yield from articles.codes(world)
    yield from articles.names(world)


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
        case forms.EverydayForm():
            return shared.everyday(world, file, file.form)
        case forms.GapsForm():
            return shared.gaps(world, file, file.form)
        case forms.CountriesForm():
            return shared.countries(world, file, file.form)
        case forms.EventsForm():
            return municipalities.events(world, file, file.form)
        case GuideTable():
            return guidance.guide(world, file, file.form)
        case ChecklistTable():
            return guidance.checklist(world, file, file.form)
        case GuidanceText():
            return guidance.text(world, file, file.form)
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
