"""What stands in each kind of file. The order of the keys here is the order in the files.

Forms know the shape only: which keys, and what kind of value. Making one brings it to its canonical order; whether its
content is right is the business of `checking`.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, Field, RootModel, TypeAdapter

from app.articles.markup import AUDIENCES
from app.core.forms import (
    ByLanguage,
    ByName,
    Form,
    LanguagesFirst,
    LanguageTags,
    Line,
    Lines,
    Names,
    Text,
    TextByLanguage,
    by_language,
    in_order_of,
    language_order,
)
from app.guidance.drafts import ChecklistTable, GuidanceText, GuideTable, Situations
from app.topics.rules import Area, Countries, Origin

Audiences = Annotated[list[Line], in_order_of(*AUDIENCES)]


class TopicForm(Form):
    slug: Line
    title: ByLanguage
    summary: ByLanguage


class TopicsForm(RootModel[list[TopicForm]]):
    """topics.yaml, in the order of the pages."""


class WordsForm(Form):
    words: Lines
    meaning: Line = ""


class TermsForm(RootModel[Annotated[dict[str, Annotated[dict[str, WordsForm], LanguagesFirst]], ByName]]):
    """terms.yaml: each concept with its words, by language."""


def _in_language_order(words: dict[str, list[str]]) -> dict[str, list[str]]:
    """Empty lists stay, so that the check can name them."""
    return {language: words[language] for language in sorted(words, key=language_order)}


LinesByLanguage = Annotated[dict[str, Lines], AfterValidator(_in_language_order)]


class EverydayForm(RootModel[Annotated[dict[str, LinesByLanguage], ByName]]):
    """everyday.yaml: each everyday thing with the words for it, by language."""


class GapForm(Form):
    topic: Line
    phrasings: LinesByLanguage


class GapsForm(RootModel[Annotated[dict[str, GapForm], ByName]]):
    """gaps.yaml: each subject that no article answers, with the ways people ask about it."""


class OriginsForm(Form):
    nordic: Names = []
    eu: Names = []
    third: Names = []


class AreaForm(Form):
    part_of: Line
    names: ByLanguage


class CountriesForm(Form):
    """countries.yaml: the world's countries by the audience of their citizens, and issuing areas that are none."""

    origins: OriginsForm
    areas: Annotated[dict[str, AreaForm], ByName] = {}

    def countries(self) -> Countries:
        origins = {code: origin.value for origin in Origin for code in getattr(self.origins, origin)}
        return Countries(origins, {code: Area(area.part_of, area.names) for code, area in self.areas.items()})


class SourceForm(Form):
    name: Line
    address: Line
    checked_on: date


class FigureSourceForm(Form):
    name: Line = ""
    address: Line = ""
    checked_on: date | None = None


class FigureValueForm(Form):
    value: float
    valid_from: date
    valid_to: date | None = None
    source: FigureSourceForm | None = None


class FigureForm(Form):
    unit: Line
    values: Annotated[
        list[FigureValueForm], AfterValidator(lambda values: sorted(values, key=lambda each: each.valid_from))
    ]


class FiguresForm(RootModel[Annotated[dict[str, FigureForm], ByName]]):
    """figures.yaml: each figure with its values from a day on."""


class SlotForm(Form):
    name: Line
    type: Line
    required: bool = False
    section: Line
    title: ByLanguage = Field(default_factory=dict)


class ArticleForm(Form):
    """article.yaml: all of an article but its texts."""

    goes_without_saying = {"for_replies": False, "source_language": "da"}

    code: Line
    aliases: Names = []
    visibility: Line
    for_replies: bool = False
    source_language: Line = "da"
    audiences: Audiences = []
    situations: Situations = []
    sources: list[SourceForm] = []
    responsible: Line
    review_months: int
    to_verify: Lines = []
    slots: list[SlotForm] = []


class TextForm(Form):
    """An article's text in one language: front matter, and the body below it.

    `based_on` is there when the source text has moved on since: see `BasedOn`.
    """

    title: Line
    summary: Line = ""
    phrasings: Lines = []
    state: Line = ""
    based_on: Line = ""
    body: Text = ""


DRAFT = "draft"


class BasedOn:
    """How far behind its source a translation is; nothing said: not at all."""

    EARLIER = "earlier"
    BEFORE_IMPORTANT = "before-important"
    WORDS = ("", EARLIER, BEFORE_IMPORTANT)


class SupplementForm(Form):
    """A municipality's texts by the section they stand after."""

    after: Annotated[dict[str, Text], ByName]


class NoteForm(Form):
    text: Text


class PostcodeForm(Form):
    code: Line
    town: Line


class ContactForm(Form):
    name: ByLanguage
    telephone: Line = ""
    email: Line = ""
    address: Line = ""
    hours: Line = ""
    web: Line = ""
    topics: Names = []


class PrivacyContactForm(Form):
    name: Line
    email: Line = ""
    telephone: Line = ""
    address: Line = ""


class PrivacyForm(Form):
    contact: PrivacyContactForm
    dpo: PrivacyContactForm
    keep_days: int


class SecureContactForm(Form):
    address: Line
    text: TextByLanguage = {}


class OfferForm(Form):
    """Something for newcomers in the welcome package, from the municipality, a club or a shop."""

    slug: Line
    title: ByLanguage
    text: ByLanguage
    by: ByLanguage
    place: Line = ""
    audiences: Audiences = []
    situations: Situations = []
    valid_to: date | None = None


class ColoursForm(Form):
    primary: Line
    tint: Line


class MunicipalityForm(Form):
    """municipality.yaml"""

    goes_without_saying = {"demo": False}

    names: ByLanguage
    short_name: Line
    position: int
    demo: bool = False
    authority_code: Line = ""
    languages: list[Line]
    colours: ColoursForm
    postcodes: Annotated[list[PostcodeForm], AfterValidator(lambda found: sorted(found, key=lambda each: each.code))]
    contacts: dict[str, ContactForm]
    letter: TextByLanguage = {}
    privacy: PrivacyForm
    accessibility_contact: Line = ""
    accessibility_statement: Line = ""
    secure_contact: SecureContactForm | None = None
    promise_working_days: int = 3
    offers: list[OfferForm] = []


def slot_content(value: Any) -> Any:
    """What stands in a slot, its keys in order: hours or a contact's key, a fee, a place, or a text by language."""
    if isinstance(value, str):
        return _LINE.validate_python(value)
    if isinstance(value, date):  # a day that should have stood in quotes; the slot is kept as JSON
        return value.isoformat()
    if isinstance(value, list):
        return [slot_content(each) for each in value]
    if not isinstance(value, dict):
        return value
    for known in (("value", "unit"), ("name", "address")):
        if value.keys() <= set(known):
            contents = {key: slot_content(value[key]) for key in known if key in value}
            return {key: each for key, each in contents.items() if each not in (None, "", {})}
    return by_language({language: _passage(text) for language, text in value.items()})


def _passage(text: Any) -> Any:
    return _BODY.validate_python(text) if isinstance(text, str) else slot_content(text)


_LINE: TypeAdapter[str] = TypeAdapter(Line)
_BODY: TypeAdapter[str] = TypeAdapter(Text)


def _filled_slots(slots: dict[str, Any]) -> dict[str, Any]:
    contents = {name: slot_content(slots[name]) for name in sorted(slots)}
    return {name: content for name, content in contents.items() if content not in (None, "", {})}


class SlotsForm(RootModel[Annotated[dict[str, Any], AfterValidator(_filled_slots)]]):
    """slots.yaml: a municipality's values by the name of the slot."""


class AbsenceForm(Form):
    first_day: date
    last_day: date


def _without_empty(things: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: things[name] for name in sorted(things) if things[name]}


NamesByName = Annotated[dict[str, Names], AfterValidator(_without_empty)]


class PersonForm(Form):
    """`details` are narrower things that she knows, by name; `interpreters` the people who carry question and answer
    for her, by language."""

    slug: Line
    name: Line
    title: ByLanguage
    email: Line
    telephone: Line = ""
    topics: Annotated[dict[str, Line], ByName] = {}
    subjects: Annotated[dict[str, Line], ByName] = {}
    details: NamesByName = {}
    languages: Annotated[dict[str, Line], LanguagesFirst]
    interpreters: Annotated[dict[str, Names], LanguagesFirst] = {}
    shared_with: Names = []
    hours: Line = ""
    capacity: int | None = None
    place: ByLanguage = {}
    shown_as: Line
    team: ByLanguage = {}
    public: bool = False
    confirmed_on: date | None = None
    absences: Annotated[
        list[AbsenceForm], AfterValidator(lambda found: sorted(found, key=lambda each: (each.first_day, each.last_day)))
    ] = []


class PeopleForm(
    RootModel[Annotated[list[PersonForm], AfterValidator(lambda found: sorted(found, key=lambda each: each.slug))]]
):
    """people.yaml"""


class EventForm(Form):
    """An event on one day, from one time of day ("14:00") to another."""

    slug: Line
    kind: Line
    title: ByLanguage
    summary: ByLanguage
    day: date
    starts: Line
    ends: Line
    place: ByLanguage
    address: Line = ""
    host: ByLanguage
    languages: LanguageTags
    audiences: Audiences = []
    situations: Situations = []
    sign_up: Line = ""
    sign_up_by: date | None = None
    seats: int | None = None


class EventsForm(
    RootModel[
        Annotated[
            list[EventForm],
            AfterValidator(lambda found: sorted(found, key=lambda each: (each.day, each.starts, each.slug))),
        ]
    ]
):
    """events.yaml"""


AnyForm = (
    TopicsForm
    | CountriesForm
    | EventsForm
    | GuideTable
    | ChecklistTable
    | GuidanceText
    | TermsForm
    | EverydayForm
    | GapsForm
    | FiguresForm
    | ArticleForm
    | TextForm
    | SupplementForm
    | NoteForm
    | MunicipalityForm
    | SlotsForm
    | PeopleForm
)
