"""Names every fault of a knowledge folder, with file and line, and how to mend it.

Errors are what would show readers something wrong, or nothing; the other findings ask an editor for a look. What a folder
refers to may also stand in the house already (`held`): so a municipality can bring its own part alone.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from app.articles import markup
from app.articles.drafts import SupplementDraft, TranslationDraft
from app.articles.files import forms
from app.articles.files.forms import AnyForm, ArticleForm, TextForm, language_order
from app.articles.files.notation import Reading
from app.articles.files.places import LANGUAGE, NAME, RESERVED, Kind, Place, place_of
from app.articles.files.reading import File, Finding, Folder, read_folder
from app.articles.files.writing import write
from app.articles.models import SlotType, Visibility
from app.core import hours
from app.core.drafts import read

F = TypeVar("F", bound=AnyForm)

FEWEST_PHRASINGS = 12
CONTRAST = 4.5  # WCAG 2.2, 1.4.3

_CODE = re.compile(r"[a-z][a-z0-9]{3,7}")
_FIGURE = re.compile(r"\{\{ figure\.([a-z0-9-]+) \}\}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_POSTCODE = re.compile(r"[0-9]{4}")


def check_folder(folder: Path) -> list[Finding]:
    """Everything to mend in a folder, by file and line. Raises NotFound when there is none."""
    return check(read_folder(folder))


def tidy_folder(folder: Path) -> list[Path]:
    """Brings every file that can be read to its canonical form; gives those that were rewritten."""
    tidied = []
    for path, file in read_folder(folder).files.items():
        if not file.is_canonical:
            (folder / path).write_bytes(write(file.form).encode())
            tidied.append(folder / path)
    return tidied


def check(folder: Folder, held: Mapping[str, AnyForm] | None = None, languages: Sequence[str] = ()) -> list[Finding]:
    """Everything to mend in a folder that was read. `held` are the house's own forms by path, `languages` the house's."""
    checker = _Checker(folder, held or {}, languages)
    findings = [*folder.findings, *checker.findings()]
    return sorted(set(findings), key=lambda each: (each.file, each.line, each.message))


def errors(findings: Collection[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.error]


@dataclass(frozen=True)
class ArticleFiles:
    """An article with its texts by language."""

    about: File
    texts: Mapping[str, File]

    @property
    def form(self) -> ArticleForm:
        assert isinstance(self.about.form, ArticleForm)  # noqa: S101 (for the type checker)
        return self.about.form

    @property
    def home(self) -> str:
        return self.about.place.municipality

    def body(self, language: str) -> markup.ArticleText:
        return markup.parse(_text(self.texts[language]).body)

    def has_anchor(self, anchor: str) -> bool:
        return all(anchor in self.body(language).ids for language in self.texts)


def _text(file: File) -> TextForm:
    assert isinstance(file.form, TextForm)  # noqa: S101 (for the type checker)
    return file.form


@dataclass
class _Checker:
    folder: Folder
    held: Mapping[str, AnyForm]
    house_languages: Sequence[str] = ()
    files: dict[str, File] = field(init=False)

    def __post_init__(self) -> None:
        """What the folder says stands before what the house holds; an article that moved in the folder has left its old place."""
        here = self.folder.files
        codes = {file.form.code for file in here.values() if isinstance(file.form, ArticleForm)}
        left = {
            path.removesuffix(Kind.ARTICLE.value)
            for path, form in self.held.items()
            if isinstance(form, ArticleForm) and form.code in codes and path not in here
        }
        house = {
            path: File(place, form)
            for path, form in self.held.items()
            if (place := place_of(path)) and not any(path.startswith(prefix) for prefix in left)
        }
        self.files = {**house, **here}

    def findings(self) -> Iterator[Finding]:
        for file in self.folder.files.values():
            yield from self._names(file)
            yield from self._one(file)
            if not file.is_canonical:
                yield file.finding("This file is not in its canonical form; run the check with --tidy.", error=False)
        yield from self._missing_topics()
        yield from self._codes_and_slugs()
        yield from self._phrasings_of_two()

    def _one(self, file: File) -> Iterator[Finding]:
        match file.form:
            case forms.TopicsForm():
                yield from self._topics(file, file.form)
            case forms.TermsForm():
                yield from self._terms(file, file.form)
            case forms.FiguresForm():
                yield from self._figures(file, file.form)
            case forms.ArticleForm():
                yield from self._article(file, file.form)
            case forms.TextForm():
                yield from self._article_text(file, file.form)
            case forms.MunicipalityForm():
                yield from self._municipality(file, file.form)
            case forms.SlotsForm():
                yield from self._slots(file, file.form)
            case forms.PeopleForm():
                yield from self._people(file, file.form)
            case forms.SupplementForm():
                yield from self._supplement(file, file.form)
            case forms.NoteForm():
                yield from self._note(file, file.form)

    # --- What there is --------------------------------------------------------------------------------------------------

    def _form(self, kind: Kind, form: type[F], municipality: str = "") -> F | None:
        file = self.files.get(Place(kind, municipality).path)
        return file.form if file and isinstance(file.form, form) else None

    @cached_property
    def topics(self) -> list[str]:
        form = self._form(Kind.TOPICS, forms.TopicsForm)
        return [topic.slug for topic in form.root] if form else []

    @cached_property
    def terms(self) -> Collection[str]:
        form = self._form(Kind.TERMS, forms.TermsForm)
        return form.root.keys() if form else ()

    @cached_property
    def languages(self) -> list[str]:
        """The languages that every text should be in: those the topics are named in."""
        form = self._form(Kind.TOPICS, forms.TopicsForm)
        named = {language for topic in form.root for language in topic.title} if form else set()
        texts = {file.place.language for file in self.files.values() if file.place.kind == Kind.TEXT}
        return sorted(named or texts, key=language_order)

    @cached_property
    def articles(self) -> dict[tuple[str, str], ArticleFiles]:
        """By municipality ("": shared) and slug."""
        texts: dict[tuple[str, str, str], dict[str, File]] = defaultdict(dict)
        for file in self.files.values():
            if file.place.kind == Kind.TEXT:
                texts[file.place.municipality, file.place.topic, file.place.slug][file.place.language] = file
        found = {}
        for file in self.files.values():
            if file.place.kind == Kind.ARTICLE:
                place = file.place
                in_order = sorted(texts[place.municipality, place.topic, place.slug].items(), key=lambda each: language_order(each[0]))
                found[place.municipality, place.slug] = ArticleFiles(file, dict(in_order))
        return found

    def article(self, slug: str, home: str) -> ArticleFiles | None:
        """The article of this name that a text of `home` may name: its own or a shared one."""
        return self.articles.get((home, slug)) or self.articles.get(("", slug))

    def figures_of(self, home: str) -> set[str]:
        found: set[str] = set()
        for owner in {"", home}:
            form = self._form(Kind.FIGURES, forms.FiguresForm, owner)
            found |= form.root.keys() if form else set()
        return found

    @cached_property
    def slot_types(self) -> dict[str, dict[str, list[str]]]:
        """By a slot's name: its types, and the articles that declare it so."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for article in self.articles.values():
            for slot in article.form.slots:
                found[slot.name][slot.type].append(article.about.path)
        return found

    # --- Names, languages, addresses ------------------------------------------------------------------------------------

    def _names(self, file: File) -> Iterator[Finding]:
        place = file.place
        if place.municipality in RESERVED:
            yield file.finding(f"A municipality can't be called “{place.municipality}”: addresses of the house begin so; choose another name.")
        elif place.municipality and self._form(Kind.MUNICIPALITY, forms.MunicipalityForm, place.municipality) is None:
            yield file.finding(f"municipalities/{place.municipality}/municipality.yaml is missing; add it.")
        if place.topic and self.topics and place.topic not in self.topics:
            yield file.finding(f"There is no topic “{place.topic}”; topics.yaml has {_listed(self.topics)}.")
        if place.topic and not self.topics:
            yield file.finding("There are no topics; add topics.yaml.")
        if place.language:
            yield from self._language(file, place.language)

    def _language(self, file: File, language: str, *where: str | int) -> Iterator[Finding]:
        if not LANGUAGE.fullmatch(language):
            yield file.finding(f"“{language}” is no language tag; write for example da, en or de.", *where)
        elif self.house_languages and language not in self.house_languages:
            yield file.finding(f"“{language}” is not a language of this house; it has {_listed(self.house_languages)}.", *where)
        elif language not in self.languages:
            yield file.finding(f"“{language}” is not a language of topics.yaml; write the topics in it first, or mend the tag.", *where, error=False)

    def _by_language(self, file: File, texts: Mapping[str, Any], *where: str | int) -> Iterator[Finding]:
        for language in texts:
            yield from self._language(file, language, *where, language)
        missing = [language for language in self.languages if language not in texts]
        if missing:
            yield file.finding(f"This is missing in {_listed(missing)}; add it.", *where, error=False)

    def _name(self, file: File, name: str, *where: str | int) -> Iterator[Finding]:
        if not NAME.fullmatch(name):
            yield file.finding(f"“{name}” is no name here; use a-z, 0-9 and single hyphens.", *where)

    def _web(self, file: File, address: str, *where: str | int) -> Iterator[Finding]:
        if address and not address.startswith("https://"):
            yield file.finding(f"“{address}” is no secure web address; it begins with https://.", *where)

    def _email(self, file: File, address: str, *where: str | int) -> Iterator[Finding]:
        if address and not _EMAIL.fullmatch(address):
            yield file.finding(f"“{address}” is no e-mail address; write for example mette@fjordby.example.org.", *where)

    def _hours(self, file: File, text: Any, *where: str | int) -> Iterator[Finding]:
        if not text:
            return
        try:
            hours.parse(str(text))
        except ValueError as error:
            yield file.finding(f"{error} Write hours as in “Mo-We 09:00-15:00; Th 09:00-17:00”.", *where)

    # --- Shared files ---------------------------------------------------------------------------------------------------

    def _topics(self, file: File, form: forms.TopicsForm) -> Iterator[Finding]:
        for number, topic in enumerate(form.root):
            yield from self._name(file, topic.slug, number, "slug")
            yield from self._by_language(file, topic.title, number, "title")
            yield from self._by_language(file, topic.summary, number, "summary")
        yield from _twice(file, [topic.slug for topic in form.root])

    def _missing_topics(self) -> Iterator[Finding]:
        """A folder that takes a topic away that articles of the house still have."""
        file = self.folder.files.get(Kind.TOPICS.value)
        if file is None:
            return
        held = {place.topic for path in self.held if (place := place_of(path)) and place.topic}
        for topic in sorted(held - set(self.topics)):
            yield file.finding(f"The topic “{topic}” is missing, but articles have it; add it.")

    def _terms(self, file: File, form: forms.TermsForm) -> Iterator[Finding]:
        for slug, languages in form.root.items():
            yield from self._name(file, slug, slug)
            yield from self._by_language(file, languages, slug)
            for language, each in languages.items():
                if not each.words:
                    yield file.finding("A term needs at least one word; add “words: […]”.", slug, language)
                if not each.meaning:
                    yield file.finding("The meaning is missing; add one plain sentence.", slug, language, error=False)

    def _figures(self, file: File, form: forms.FiguresForm) -> Iterator[Finding]:
        for name, figure in form.root.items():
            yield from self._name(file, name, name)
            if not figure.values:
                yield file.finding("A figure needs at least one value; add it below “values”.", name)
            yield from _overlapping(file, name, figure.values)
            for number, value in enumerate(figure.values):
                where = (name, "values", number)
                source = value.source
                if source is None or not (source.name and source.address and source.checked_on):
                    yield file.finding("The source is missing or not complete; add name, address and checked_on.", *where, error=False)
                if source:
                    yield from self._web(file, source.address, *where, "source", "address")

    # --- Articles -------------------------------------------------------------------------------------------------------

    def _article(self, file: File, form: ArticleForm) -> Iterator[Finding]:
        article = self.articles[file.place.municipality, file.place.slug]
        if not _CODE.fullmatch(form.code):
            yield file.finding(f"“{form.code}” is no code; use four letters and digits, a letter first, such as k7dl.", "code")
        yield from _choice(file, form.visibility, [each.value for each in Visibility], "visibility")
        for key, found, known in (("audiences", form.audiences, markup.AUDIENCES), ("situations", form.situations, forms.SITUATIONS)):
            for word in found:
                yield from _choice(file, word, known, key)
        if not 1 <= form.review_months <= 60:
            yield file.finding("“review_months” is from 1 to 60.", "review_months")
        if not form.sources:
            yield file.finding("There is no source; add at least one with name, address and checked_on.", error=False)
        for number, source in enumerate(form.sources):
            yield from self._web(file, source.address, "sources", number, "address")
        for alias in form.aliases:
            yield from self._name(file, alias, "aliases")
        yield from self._article_languages(file, form, article)
        yield from self._slots_declared(file, form, article)

    def _article_languages(self, file: File, form: ArticleForm, article: ArticleFiles) -> Iterator[Finding]:
        if form.source_language not in article.texts:
            yield file.finding(f"The source text {form.source_language}.md is missing or can't be read; add or mend it.")
        for language in self.languages:
            if language not in article.texts and language != form.source_language:
                yield file.finding(f"The text in {language} is missing; add {language}.md.", error=False)

    def _slots_declared(self, file: File, form: ArticleForm, article: ArticleFiles) -> Iterator[Finding]:
        source = markup.parse(_text(article.texts[form.source_language]).body) if form.source_language in article.texts else None
        yield from _twice(file, [slot.name for slot in form.slots], "slots")
        for number, slot in enumerate(form.slots):
            where = ("slots", number)
            yield from self._name(file, slot.name, *where, "name")
            yield from _choice(file, slot.type, [each.value for each in SlotType], *where, "type")
            others = [paths[0] for kind, paths in self.slot_types[slot.name].items() if kind != slot.type]
            if others:
                yield file.finding(f"The slot “{slot.name}” has another type in {others[0]}; one name means one type everywhere.", *where, "type")
            if source is None:
                continue
            section = next((each.id for each in source.sections if slot.name in [b.text for b in each.blocks if b.kind == "slot"]), None)
            if section is None:
                yield file.finding(f"The slot “{slot.name}” is not used; write “{{{{ slot.{slot.name} }}}}” into the texts or take it out.", *where, error=False)
            elif section != slot.section:
                yield file.finding(f"The slot “{slot.name}” stands in the section “{section}”, not “{slot.section}”; mend one of them.", *where, "section", error=False)

    def _article_text(self, file: File, form: TextForm) -> Iterator[Finding]:
        place = file.place
        if form.state not in ("", forms.DRAFT):
            yield file.finding("“state” is draft, or is left out for a published text.", "state")
        if form.based_on not in forms.BasedOn.WORDS:
            yield file.finding("“based_on” is earlier or before-important, or is left out for a text that follows its source.", "based_on")
        yield from _too_much(file, form)
        if not form.summary and form.state != forms.DRAFT:
            yield file.finding("The summary is missing; add one or two sentences that already answer.", "summary", error=False)
        if len(form.phrasings) < FEWEST_PHRASINGS and form.state != forms.DRAFT:
            yield file.finding(f"There are {len(form.phrasings)} phrasings; add ways people ask until there are {FEWEST_PHRASINGS}.", "phrasings", error=False)
        for phrasing, times in Counter(phrasing.casefold() for phrasing in form.phrasings).items():
            if times > 1:
                yield file.finding(f"The phrasing “{phrasing}” stands twice; take one out.", "phrasings", error=False)
        yield from self._body(file, form.body, place.municipality)
        article = self.articles.get((place.municipality, place.slug))
        if article is None or article.about.place.topic != place.topic:
            yield file.finding("article.yaml is missing beside this text, or can't be read; add or mend it.")
        else:
            yield from self._slots_used(file, form, article)
            yield from self._like_its_source(file, article)

    def _body(self, file: File, body: str, home: str) -> Iterator[Finding]:
        """Faults of the form, figures and links of a text."""
        for fault in markup.parse(body).faults:
            yield file.in_body(fault.line, fault.message)
        yield from self._references(file, body, home, first_line=1)

    def _references(self, file: File, body: str, home: str, *, first_line: int) -> Iterator[Finding]:
        for number, message in self._dead(body, home):
            yield file.in_body(first_line + number - 1, message)

    def _dead(self, body: str, home: str) -> Iterator[tuple[int, str]]:
        """Figures and links that lead nowhere: the line in the text, and what to do."""
        figures = self.figures_of(home)
        for number, line in enumerate(body.splitlines(), start=1):
            for name in _FIGURE.findall(line):
                if name not in figures:
                    yield number, f"There is no figure “{name}”; add it to figures.yaml or mend the name."
        for link in markup.parse(body).links():
            if message := self._dead_link(link, home):
                yield link.line, message

    def _dead_link(self, link: markup.Link, home: str) -> str:
        if link.kind == "outside":
            return "" if link.target.startswith("https://") else f"The link “{link.target}” leads nowhere; write https://…, article:… or term:…."
        if link.kind == "term":
            return "" if link.target in self.terms else f"There is no term “{link.target}”; add it to terms.yaml or mend the name."
        article = self.article(link.target, home)
        if article is None:
            return f"There is no article “{link.target}”; mend the link."
        if link.anchor and not article.has_anchor(link.anchor):
            return f"The article “{link.target}” has no section “{link.anchor}” in every language; link to another section or to the article."
        return ""

    def _slots_used(self, file: File, form: TextForm, article: ArticleFiles) -> Iterator[Finding]:
        declared = {slot.name for slot in article.form.slots}
        for block in markup.parse(form.body).blocks():
            if block.kind == "slot" and block.text not in declared:
                yield file.in_body(block.line, f"The slot “{block.text}” is not declared; add it below “slots” in article.yaml.")

    def _like_its_source(self, file: File, article: ArticleFiles) -> Iterator[Finding]:
        """Sections, blocks, slots and figures are the same in all languages of an article."""
        source_language = article.form.source_language
        if file.place.language == source_language or source_language not in article.texts:
            return
        source, text = article.body(source_language), article.body(file.place.language)
        if source.ids != text.ids:
            line = next((each.line for each, wanted in zip(_headed(text), [*source.ids, ""], strict=False) if each.id != wanted), 1)
            yield file.in_body(line, f"The sections differ from {source_language}.md; it has {_listed(source.ids)}.", error=False)
            return
        for section, wanted in zip(text.sections, source.sections, strict=False):
            if section.level != wanted.level:
                yield file.in_body(section.line, f"This heading has another level in {source_language}.md.", error=False)
            if _marks(section) != _marks(wanted):
                yield file.in_body(section.line, f"The audience blocks or slots here differ from {source_language}.md; it has {_listed(_marks(wanted)) or 'none'}.", error=False)
        if Counter(source.figures) != Counter(text.figures):
            yield file.finding(f"The figures differ from {source_language}.md; it has {_listed(source.figures) or 'none'}.", "body", error=False)

    def _codes_and_slugs(self) -> Iterator[Finding]:
        codes: dict[str, list[File]] = defaultdict(list)
        slugs: dict[tuple[str, str], list[File]] = defaultdict(list)
        for file in self.files.values():
            if isinstance(file.form, ArticleForm):
                codes[file.form.code].append(file)
                for slug in {file.place.slug, *file.form.aliases}:
                    slugs[file.place.municipality, slug].append(file)
        for code, files in codes.items():
            for file in self._mine(files):
                yield file.finding(f"The code “{code}” is also in {_other(file, files)}; give one of them another.", "code")
        for (home, slug), files in slugs.items():
            for file in self._mine(files):
                yield file.finding(f"{_other(file, files)} has the name “{slug}”, too; give one of them another.")
            for file in files if home and ("", slug) in slugs else ():
                if file.path in self.folder.files:
                    yield file.finding(f"A shared article has the name “{slug}”; give this one another, or write a supplement to the shared one.")

    def _mine(self, files: Sequence[File]) -> list[File]:
        """Of several files that want the same, those of the folder."""
        return [file for file in files if file.path in self.folder.files] if len(files) > 1 else []

    def _phrasings_of_two(self) -> Iterator[Finding]:
        """The same phrasing can't lead to two articles of one owner, or to a local and a shared one."""
        first: dict[tuple[str, str], File] = {}
        for file in sorted(self.files.values(), key=lambda each: each.path):
            if not isinstance(file.form, TextForm):
                continue
            for number, phrasing in enumerate(file.form.phrasings):
                known = first.setdefault((file.place.language, phrasing.casefold()), file)
                together = known.place.municipality in ("", file.place.municipality) or not file.place.municipality
                if known is not file and together and known.path.rsplit("/", 1)[0] != file.path.rsplit("/", 1)[0] and file.path in self.folder.files:
                    yield file.finding(f"“{phrasing}” is a phrasing of {known.path}, too; keep it where it fits best.", "phrasings", number, error=False)

    # --- A municipality's own -------------------------------------------------------------------------------------------

    def _municipality(self, file: File, form: forms.MunicipalityForm) -> Iterator[Finding]:
        for key, texts in (("names", form.names), ("letter", form.letter)):
            yield from self._by_language(file, texts, key)
        for number, language in enumerate(form.languages):
            yield from self._language(file, language, "languages", number)
        if not form.languages:
            yield file.finding("A municipality shows at least one language; add it to “languages”.", "languages")
        yield from _colours(file, form)
        yield from _twice(file, [postcode.code for postcode in form.postcodes], "postcodes")
        for number, postcode in enumerate(form.postcodes):
            if not _POSTCODE.fullmatch(postcode.code):
                yield file.finding(f"“{postcode.code}” is no postcode; it has four digits.", "postcodes", number)
        if not form.contacts:
            yield file.finding("There is no contact; add citizen-service.", "contacts")
        for key, contact in form.contacts.items():
            yield from self._contact(file, key, contact)
        for key, privacy in (("contact", form.privacy.contact), ("dpo", form.privacy.dpo)):
            yield from self._email(file, privacy.email, "privacy", key, "email")
        if form.privacy.keep_days < 1:
            yield file.finding("“keep_days” is at least 1.", "privacy", "keep_days")
        if form.promise_working_days < 1:
            yield file.finding("“promise_working_days” is at least 1.", "promise_working_days")
        yield from self._email(file, form.accessibility_contact, "accessibility_contact")
        yield from self._web(file, form.accessibility_statement, "accessibility_statement")
        if form.secure_contact:
            yield from self._web(file, form.secure_contact.address, "secure_contact", "address")
            yield from self._by_language(file, form.secure_contact.text, "secure_contact", "text")

    def _contact(self, file: File, key: str, contact: forms.ContactForm) -> Iterator[Finding]:
        where = ("contacts", key)
        yield from self._name(file, key, *where)
        yield from self._by_language(file, contact.name, *where, "name")
        yield from self._email(file, contact.email, *where, "email")
        yield from self._web(file, contact.web, *where, "web")
        yield from self._hours(file, contact.hours, *where, "hours")
        yield from self._known_topics(file, contact.topics, *where, "topics")

    def _known_topics(self, file: File, topics: Sequence[str], *where: str | int) -> Iterator[Finding]:
        for topic in topics:
            if topic not in self.topics:
                yield file.finding(f"There is no topic “{topic}”; topics.yaml has {_listed(self.topics)}.", *where)

    def _slots(self, file: File, form: forms.SlotsForm) -> Iterator[Finding]:
        contacts = self._form(Kind.MUNICIPALITY, forms.MunicipalityForm, file.place.municipality)
        for name, value in form.root.items():
            types = self.slot_types.get(name)
            if types is None:
                yield file.finding(f"No article has a slot “{name}”; mend the name or take it out.", name, error=False)
            elif message := _misfit(next(iter(types)), value, contacts.contacts.keys() if contacts else ()):
                yield file.finding(message, name)
            elif isinstance(value, str) and SlotType.HOURS in types:
                yield from self._hours(file, value, name)
            elif isinstance(value, dict):
                yield from self._slot_texts(file, name, next(iter(types)), value)

    def _slot_texts(self, file: File, name: str, kind: str, value: Mapping[str, Any]) -> Iterator[Finding]:
        if kind == SlotType.PLACE and isinstance(value["name"], dict):
            yield from self._by_language(file, value["name"], name, "name")
        if kind in (SlotType.RULE, SlotType.STEP):
            yield from self._by_language(file, value, name)
            for language, text in value.items():
                line = file.reading.line((name, language))
                for _, message in [*_local_faults(text), *self._dead(text, file.place.municipality)]:
                    yield Finding(file.path, line, message)

    def _people(self, file: File, form: forms.PeopleForm) -> Iterator[Finding]:
        numbers = {slug: number for number, slug in enumerate(_slugs(file.reading))}
        for person in form.root:
            yield from self._person(file, person, numbers.get(person.slug, 0))
        yield from _twice(file, [person.slug for person in form.root])
        yield from _twice(file, [person.email.lower() for person in form.root])

    def _person(self, file: File, person: forms.PersonForm, number: int) -> Iterator[Finding]:
        yield from self._name(file, person.slug, number, "slug")
        yield from self._by_language(file, person.title, number, "title")
        if not _EMAIL.fullmatch(person.email):
            yield file.finding("Everybody needs an e-mail address of her own, such as jens@fjordby.example.org.", number, "email")
        yield from self._known_topics(file, person.topics, number, "topics")
        if not person.topics and not person.subjects:
            yield file.finding("Nothing will be asked here; add topics or subjects.", number, error=False)
        for subject in person.subjects:
            if self.article(subject, file.place.municipality) is None:
                yield file.finding(f"There is no article “{subject}”; mend the name or take it out.", number, "subjects")
        for language in person.languages:
            if not LANGUAGE.fullmatch(language):
                yield file.finding(f"“{language}” is no language tag; write for example da, en or pl.", number, "languages")
        yield from self._hours(file, person.hours, number, "hours")
        yield from _choice(file, person.shown_as, ["full-name", "first-name", "team"], number, "shown_as")
        if person.place:
            yield from self._by_language(file, person.place, number, "place")
        if person.shown_as == "team":
            yield from self._by_language(file, person.team, number, "team")
        for absence in person.absences:
            if absence.last_day < absence.first_day:
                yield file.finding("An absence ends on its first day or later; mend the days.", number, "absences")

    def _supplement(self, file: File, form: forms.SupplementForm) -> Iterator[Finding]:
        article = self.article(file.place.slug, file.place.municipality)
        if article is None:
            yield file.finding(f"There is no article “{file.place.slug}”; rename the folder.")
        for section, text in form.after.items():
            line = file.reading.line(("after", section))
            if article and article.texts and not article.has_anchor(section):
                yield file.finding(f"The article has no section “{section}” in every language; name another one.", "after", section)
            for number, message in [*_local_faults(text), *self._dead(text, file.place.municipality), *_too_long(text)]:
                yield Finding(file.path, line + number - 1, message)
        yield from self._other_languages(file)

    def _note(self, file: File, form: forms.NoteForm) -> Iterator[Finding]:
        if self.article(file.place.slug, file.place.municipality) is None:
            yield file.finding(f"There is no article “{file.place.slug}”; rename the folder.")
        for number, message in [*_local_faults(form.text), *self._dead(form.text, file.place.municipality), *_too_long(form.text)]:
            yield file.in_body(number, message)

    def _other_languages(self, file: File) -> Iterator[Finding]:
        place = file.place
        for language in self.languages:
            if Place(place.kind, place.municipality, slug=place.slug, language=language).path not in self.files:
                yield file.finding(f"The supplement is missing in {language}; add {language}.md.", error=False)


# --- Values ---------------------------------------------------------------------------------------------------------------


def _listed(words: Collection[str]) -> str:
    return ", ".join(words)


def _other(file: File, files: Sequence[File]) -> str:
    return next(each.path for each in files if each is not file)


def _headed(text: markup.ArticleText) -> list[markup.Section]:
    return [section for section in text.sections if section.id]


def _marks(section: markup.Section) -> list[str]:
    """The audience blocks and slots of a section, in their order."""
    return [f"::: audience {' '.join(block.audiences)}" if block.kind == "audience" else f"{{{{ slot.{block.text} }}}}" for block in section.blocks if block.kind != "text"]


def _slugs(reading: Reading) -> list[str]:
    """The slugs of people in the order of the file, which need not be the canonical one."""
    return [person.get("slug", "") for person in reading.value or [] if isinstance(person, dict)]


def _twice(file: File, names: Sequence[str], *where: str | int) -> Iterator[Finding]:
    for name, times in Counter(names).items():
        if times > 1:
            yield file.finding(f"“{name}” stands {times} times; keep one or rename the others.", *where)


def _choice(file: File, word: str, known: Sequence[str], *where: str | int) -> Iterator[Finding]:
    if word not in known:
        yield file.finding(f"“{word}” is not known here; there are {_listed(known)}.", *where)


def _too_much(file: File, form: TextForm) -> Iterator[Finding]:
    """What the studio would not take: a title, summary or phrasing that is empty or too long."""
    _, faults = read(TranslationDraft, {name: getattr(form, name) for name in ("title", "summary", "body", "phrasings")})
    for fault in faults:
        yield file.finding(f"“{fault.field}”: {fault.sentence % fault.holes if fault.holes else fault.sentence}", fault.field)


def _too_long(text: str) -> Iterator[tuple[int, str]]:
    _, faults = read(SupplementDraft, {"text": text})
    for fault in faults:
        yield 1, fault.sentence % fault.holes if fault.holes else fault.sentence


def _local_faults(text: str) -> Iterator[tuple[int, str]]:
    for fault in markup.local_faults(text):
        yield fault.line, fault.message


def _overlapping(file: File, name: str, values: Sequence[forms.FigureValueForm]) -> Iterator[Finding]:
    for number, (before, after) in enumerate(zip(values, values[1:], strict=False), start=1):
        if before.valid_from == after.valid_from or (before.valid_to and before.valid_to >= after.valid_from):
            yield file.finding(f"This value begins on {after.valid_from}, before the one above it has ended; mend the days.", name, "values", number)
    for number, value in enumerate(values):
        if value.valid_to and value.valid_to < value.valid_from:
            yield file.finding("This value ends before it begins; mend the days.", name, "values", number)


def _misfit(kind: str, value: Any, contacts: Collection[str]) -> str:
    """What to do when a slot's value has not the form of its type; nothing when it has."""
    if kind == SlotType.HOURS:
        return "" if isinstance(value, str) else "Hours are one line, such as “Tu 14:00-17:00”."
    if kind == SlotType.CONTACT:
        return "" if value in contacts else f"A contact's key belongs here; municipality.yaml has {_listed(contacts)}."
    if kind == SlotType.FEE:
        number = value.get("value") if isinstance(value, dict) else None
        fits = isinstance(number, int | float) and not isinstance(number, bool) and number >= 0 and isinstance(value.get("unit"), str)
        return "" if fits else "A fee has “value” (a number) and “unit” (such as DKK) below it."
    if kind == SlotType.PLACE:
        name = value.get("name") if isinstance(value, dict) else None
        named = isinstance(name, str) or (isinstance(name, dict) and all(isinstance(text, str) for text in name.values()))
        fits = named and value.keys() <= {"name", "address"} and isinstance(value.get("address", ""), str)
        return "" if fits else "A place has “name” (by language) and “address” below it."
    fits = isinstance(value, dict) and bool(value) and all(isinstance(text, str) for text in value.values())
    return "" if fits else "A text by language belongs here: da, en, de, each with its text."


def _colours(file: File, form: forms.MunicipalityForm) -> Iterator[Finding]:
    for key, colour in (("primary", form.colours.primary), ("tint", form.colours.tint)):
        if not _COLOUR.fullmatch(colour):
            yield file.finding(f"“{colour}” is no colour; write six hexadecimal digits in small letters, such as \"#0b5463\".", "colours", key)
            return
    if (found := _contrast(form.colours.primary, "#ffffff")) < CONTRAST:
        yield file.finding(f"White text on the primary colour has a contrast of {found:.1f}:1; choose a darker one, at least {CONTRAST}:1.", "colours", "primary")
    if (found := _contrast(form.colours.tint, "#000000")) < CONTRAST:
        yield file.finding(f"Black text on the tint has a contrast of {found:.1f}:1; choose a paler one, at least {CONTRAST}:1.", "colours", "tint")


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
