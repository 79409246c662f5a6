"""What there is to refer to: the files of a folder, before what the house holds already."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from app.articles import markup
from app.core.forms import language_order
from app.knowledge import forms
from app.knowledge.forms import AnyForm, ArticleForm, TextForm
from app.knowledge.places import LANGUAGE, Kind, Place, place_of
from app.knowledge.reading import File, Folder
from app.topics.rules import Countries

F = TypeVar("F", bound=AnyForm)


@dataclass(frozen=True)
class ArticleFiles:
    """An article with its texts by language."""

    file: File
    form: ArticleForm
    texts: Mapping[str, TextForm]

    def body(self, language: str) -> markup.ArticleText:
        return markup.parse(self.texts[language].body)

    @property
    def source(self) -> markup.ArticleText | None:
        """The text that the others are made from."""
        return self.body(self.form.source_language) if self.form.source_language in self.texts else None

    def lacks_section(self, section: str) -> list[str]:
        """The languages in whose texts it is not."""
        return sorted((each for each in self.texts if section not in self.body(each).ids), key=language_order)

    def has_section(self, section: str) -> bool:
        """Whether it is in the source text; a translation may be behind."""
        return self.form.source_language not in self.lacks_section(section)


@dataclass(frozen=True)
class World:
    """`files` by path; `mine` are the paths that the folder brought; `house_languages` the languages of the house."""

    files: Mapping[str, File]
    mine: Collection[str]
    house_languages: Sequence[str] = ()

    @classmethod
    def of(cls, folder: Folder, held: Mapping[str, AnyForm], languages: Sequence[str]) -> "World":
        """An article that moved in the folder (its code stands elsewhere now) has left its old place."""
        house = {path: File(place, form) for path, form in held.items() if (place := place_of(path))}
        codes = {
            (file.place.municipality, form.code)
            for file in folder.files.values()
            if isinstance(form := file.form, ArticleForm)
        }
        left = tuple(
            path.removesuffix(Kind.ARTICLE.value)
            for path, file in house.items()
            if isinstance(form := file.form, ArticleForm)
            and (file.place.municipality, form.code) in codes
            and path not in folder.files
        )
        house = {path: file for path, file in house.items() if not path.startswith(left)}
        return cls({**house, **folder.files}, folder.files.keys(), languages)

    def form(self, kind: Kind, form: type[F], municipality: str = "") -> F | None:
        file = self.files.get(Place(kind, municipality).path)
        return file.form if file and isinstance(file.form, form) else None

    @cached_property
    def countries(self) -> Countries:
        """None at all where countries.yaml is missing or faulty."""
        form = self.form(Kind.COUNTRIES, forms.CountriesForm)
        return form.countries() if form else Countries()

    @cached_property
    def topics(self) -> list[str]:
        form = self.form(Kind.TOPICS, forms.TopicsForm)
        return [topic.slug for topic in form.root] if form else []

    @property
    def known_topics(self) -> str:
        """For a message: which ones there are."""
        return f"topics.yaml has {', '.join(self.topics)}" if self.topics else "add topics.yaml"

    @cached_property
    def terms(self) -> Collection[str]:
        form = self.form(Kind.TERMS, forms.TermsForm)
        return form.root.keys() if form else ()

    @cached_property
    def languages(self) -> list[str]:
        """The languages that every text should be in: those the topics are named in."""
        form = self.form(Kind.TOPICS, forms.TopicsForm)
        named = {language for topic in form.root for language in topic.title} if form else set()
        texts = {file.place.language for file in self.files.values() if file.place.kind == Kind.TEXT}
        return sorted(filter(LANGUAGE.fullmatch, named or texts), key=language_order)

    @cached_property
    def municipalities(self) -> dict[str, forms.MunicipalityForm]:
        return {
            file.place.municipality: file.form
            for file in self.files.values()
            if isinstance(file.form, forms.MunicipalityForm)
        }

    @cached_property
    def articles(self) -> dict[tuple[str, str], ArticleFiles]:
        """By municipality ("": shared) and slug."""
        texts: dict[Place, dict[str, TextForm]] = defaultdict(dict)
        for file in self.files.values():
            if isinstance(file.form, TextForm):
                place = file.place
                texts[Place(Kind.ARTICLE, place.municipality, place.topic, place.slug)][place.language] = file.form
        return {
            (file.place.municipality, file.place.slug): ArticleFiles(file, file.form, texts[file.place])
            for file in self.files.values()
            if isinstance(file.form, ArticleForm)
        }

    def is_for_replies(self, place: Place) -> bool:
        """Whether a text at this place is one that staff puts into answers."""
        article = self.articles.get((place.municipality, place.slug))
        return article is not None and article.form.for_replies

    def article(self, slug: str, municipality: str) -> ArticleFiles | None:
        """The article of this name that a municipality's text may name: its own or a shared one."""
        return self.articles.get((municipality, slug)) or self.articles.get(("", slug))

    @cached_property
    def _figures(self) -> dict[str, set[str]]:
        return {
            file.place.municipality: set(file.form.root)
            for file in self.files.values()
            if isinstance(file.form, forms.FiguresForm)
        }

    def has_figure(self, name: str, municipality: str) -> bool:
        return any(name in self._figures.get(owner, ()) for owner in ("", municipality))

    def unit_of(self, figure: str) -> str:
        """The unit of a shared figure; nothing when there is no such figure."""
        form = self.form(Kind.FIGURES, forms.FiguresForm)
        return form.root[figure].unit if form and figure in form.root else ""

    @cached_property
    def slot_types(self) -> dict[str, dict[str, str]]:
        """By a slot's name: its types, each with the path of an article that declares it so."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for article in self.articles.values():
            for slot in article.form.slots:
                found[slot.name].setdefault(slot.type, article.file.path)
        return found
