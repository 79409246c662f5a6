"""Decides what an import does with each file, from what the file, the last import and the house say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from app.knowledge.exporting import Held
from app.knowledge.forms import AnyForm, ArticleForm, MunicipalityForm
from app.knowledge.reading import File, Folder
from app.knowledge.writing import digest, read_stamp, stamp

Take = Literal["file", "database"]
"""Whose text stands where both sides were edited."""


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # edited in the house since


def decide(
    file: str, *, imported: str | None, held: str | None, unpublished: bool = False, take: Take | None = None
) -> Outcome:
    """What to do with a file, by the digests of what it says, what it said when imported, and what the house holds.

    `unpublished`: a newer text waits in the studio, which a replacement would push aside.
    """
    if held is None:
        return Outcome.ADDED if imported is None or take == "file" else Outcome.KEPT
    if file == held and not unpublished:
        return Outcome.UNCHANGED
    if imported == held and not unpublished:
        return Outcome.CHANGED
    return Outcome.CHANGED if take == "file" else Outcome.KEPT


@dataclass(frozen=True)
class Plan:
    """What is to be done with each file of a folder. `imported` are the stamps of the last import, by path."""

    folder: Folder
    held: Held
    imported: Mapping[str, str]
    take: Take | None = None

    @cached_property
    def moved(self) -> dict[str, str]:
        """Articles that moved in the folder, new place -> old one: known by their codes, and still in the house where
        they were imported to."""
        old = {form.code: path for path, form in self.held.forms.items() if isinstance(form, ArticleForm)}
        return {
            home(path): home(was)
            for path, file in self.folder.files.items()
            if isinstance(file.form, ArticleForm)
            and (was := old.get(file.form.code, path)) != path
            and was in self.imported
            and was not in self.folder.files
        }

    def before(self, path: str) -> str:
        """Where the house has it."""
        here = home(path)
        return path.replace(here, self.moved[here], 1) if here in self.moved else path

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        return {path: self._outcome(path, file) for path, file in self.folder.files.items()}

    def _outcome(self, path: str, file: File) -> Outcome:
        before = self.before(path)
        stands = self.held.forms.get(before)
        decided = decide(
            digest(file.form),
            imported=read_stamp(self.imported[before])[0] if before in self.imported else None,
            held=digest(stands) if stands else None,
            unpublished=before in self.held.unpublished,
            take=self.take,
        )
        besides = self._renames(file, stands, moves=before != path) or self._is_marked_anew(file)
        return Outcome.CHANGED if decided == Outcome.UNCHANGED and besides else decided

    def _is_marked_anew(self, file: File) -> bool:
        """Whether a text says otherwise than before how far it is behind its source."""
        imported = self.imported.get(self.before(file.path))
        return imported is not None and read_stamp(imported)[1] != read_stamp(stamp(file.form))[1]

    def catches_up(self, path: str) -> bool:
        """Whether a text no longer says that it is behind its source."""
        file = self.folder.files[path]
        return self._is_marked_anew(file) and not read_stamp(stamp(file.form))[1]

    def _renames(self, file: File, stands: AnyForm | None, *, moves: bool) -> bool:
        """Whether an article gets another name, or one more that leads to it."""
        if not isinstance(file.form, ArticleForm) or not isinstance(stands, ArticleForm):
            return False
        return moves or not set(file.form.aliases) <= {*stands.aliases, file.place.slug}

    def having(self, outcome: Outcome) -> tuple[str, ...]:
        return tuple(path for path, each in self.outcomes.items() if each == outcome)

    def still_here(self, *, demo: bool) -> Iterator[str]:
        """What was imported and has left the folder, but is in the house; without `demo`, demo municipalities aside. A
        folder with nothing but a municipality's own files has not lost what is shared, nor what is another's."""
        forms = self.held.forms.items()
        demos = tuple(home(path) for path, form in forms if isinstance(form, MunicipalityForm) and form.demo)
        owners = {_owner(path) for path in self.folder.files}
        for path in self._gone():
            if _owner(path) in owners and (demo or not path.startswith(demos)):
                yield path

    def _gone(self) -> Iterator[str]:
        for path in sorted(self.imported.keys() & self.held.forms.keys() - self.folder.files.keys()):
            if home(path) not in self.moved.values():
                yield path

    def stamps(self) -> dict[str, str]:
        """What is to be remembered: what the files said that were brought in or stood here in the same words; of what
        was kept, what it said when it was last imported."""
        said = {path: self.imported.get(self.before(path)) for path in self.having(Outcome.KEPT)}
        kept = {path: stamp for path, stamp in said.items() if stamp}
        gone = {path: self.imported[path] for path in self._gone()}
        brought = {path: stamp(file.form) for path, file in self.folder.files.items() if path not in said}
        return {**gone, **kept, **brought}


def home(path: str) -> str:
    """The folder of a file, with its slash."""
    return path[: path.rfind("/") + 1]


def _owner(path: str) -> str:
    """The municipality whose file it is; empty for what is shared."""
    first, _, rest = path.partition("/")
    return rest.partition("/")[0] if first == "municipalities" else ""
