"""How much of what a municipality's readers see is shared by all, and how much is its own.

Counted as the pages show it: a contact that stands in twenty articles is read twenty times.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.articles import markup
from app.articles.models import SlotType, Visibility
from app.guidance.drafts import GuidanceText
from app.knowledge.checking.plain_language import count_words
from app.knowledge.checking.world import ArticleFiles, World
from app.knowledge.forms import (
    DRAFT,
    ContactForm,
    EventsForm,
    MunicipalityForm,
    SlotsForm,
    SupplementForm,
    TextForm,
)
from app.knowledge.places import Kind, Place


@dataclass(frozen=True)
class Share:
    """A municipality's words in all its languages: those it shares with others, and its own."""

    municipality: str
    shared: int
    local: int

    @property
    def percent_local(self) -> int:
        return round(100 * self.local / max(self.shared + self.local, 1))


def shares(world: World) -> list[Share]:
    """The count for each municipality. What is for staff only, drafts and phrasings are nothing that readers see;
    guides and checklists are shared."""
    return [_share(world, slug, form) for slug, form in sorted(world.municipalities.items())]


def _share(world: World, municipality: str, form: MunicipalityForm) -> Share:
    slots = world.form(Kind.SLOTS, SlotsForm, municipality)
    shown = _Shown(world, municipality, form, slots.root if slots else {})
    return Share(municipality, sum(map(_words, shown.shared())), sum(map(_words, shown.local())))


@dataclass(frozen=True)
class _Shown:
    """The texts that one municipality's pages show."""

    world: World
    municipality: str
    form: MunicipalityForm
    slots: Mapping[str, Any]

    def shared(self) -> Iterator[str]:
        for _, article, text in self._articles():
            if not article.file.place.municipality:
                yield from (text.title, text.summary, text.body)
        for file in self.world.files.values():
            if isinstance(file.form, GuidanceText) and file.place.language in self.form.languages:
                yield from (file.form.title, file.form.summary, file.form.body)

    def local(self) -> Iterator[str]:
        for language, article, text in self._articles():
            if article.file.place.municipality:
                yield from (text.title, text.summary, text.body)
            yield from self._filled(article, text, language)
            place = Place(Kind.SUPPLEMENT, self.municipality, slug=article.file.place.slug, language=language)
            supplement = self.world.files.get(place.path)
            if supplement and isinstance(supplement.form, SupplementForm):
                yield from supplement.form.after.values()
        yield from self._besides()

    def _articles(self) -> Iterator[tuple[str, ArticleFiles, TextForm]]:
        for (owner, _), article in self.world.articles.items():
            if owner in ("", self.municipality) and article.form.visibility == Visibility.PUBLIC:
                for language, text in article.texts.items():
                    if language in self.form.languages and text.state != DRAFT:
                        yield language, article, text

    def _filled(self, article: ArticleFiles, text: TextForm, language: str) -> Iterator[Any]:
        types = {slot.name: slot.type for slot in article.form.slots}
        for name in markup.parse(text.body).slots:
            value = self.slots.get(name)
            match types.get(name), value:
                case SlotType.CONTACT, _:
                    yield from self._contact(value, article.file.place.topic, language)
                case SlotType.PLACE, {"name": {**names}, **rest}:
                    yield from (names.get(language, ""), rest.get("address", ""))
                case ((SlotType.RULE | SlotType.STEP), {**texts}):
                    yield texts.get(language, "")
                case _, str():
                    yield value

    def _contact(self, value: Any, topic: str, language: str) -> Iterator[str]:
        contacts = self.form.contacts
        fitting = (each for each in contacts.values() if topic in each.topics)
        contact: ContactForm | None = contacts.get(value) or next(fitting, None) or next(iter(contacts.values()), None)
        if contact:
            yield from (contact.name.get(language, ""), contact.address, contact.telephone, contact.hours)

    def _besides(self) -> Iterator[str]:
        """The letter, and what is on."""
        for language in self.form.languages:
            yield self.form.letter.get(language, "")
            events = self.world.form(Kind.EVENTS, EventsForm, self.municipality)
            for event in events.root if events else ():
                for texts in (event.title, event.summary, event.place, event.host):
                    yield texts.get(language, "")


def _words(text: str) -> int:
    return count_words(text) if text else 0
