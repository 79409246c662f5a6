"""What stands in each kind of file. The order of the keys here is the order in the files.

Forms know the shape only: which keys, and what kind of value. Making one brings it to its canonical order; whether its
content is right is the business of `checking`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel, TypeAdapter

from app.articles import drafts
from app.articles.markup import AUDIENCES

FIRST_LANGUAGES = ("da", "en", "de")
SITUATIONS = ("worker", "student", "family", "employer")


def language_order(language: str) -> tuple[int, str]:
    """Danish, English, German, then the others by their tags."""
    return (FIRST_LANGUAGES.index(language) if language in FIRST_LANGUAGES else len(FIRST_LANGUAGES), language)


def _by_language(texts: dict[str, Any]) -> dict[str, Any]:
    return {language: texts[language] for language in sorted(texts, key=language_order) if texts[language]}


def _by_name(things: dict[str, Any]) -> dict[str, Any]:
    return {name: things[name] for name in sorted(things)}


def _in_order_of(words: tuple[str, ...]) -> AfterValidator:
    def ordered(found: list[str]) -> list[str]:
        return sorted(set(found), key=lambda word: (words.index(word) if word in words else len(words), word))

    return AfterValidator(ordered)


# Cleaned as the studio cleans them, so that a text is the same whichever way it came in.
Line = Annotated[str, drafts.Line]
Body = drafts.Body
Lines = Annotated[list[Line], AfterValidator(lambda found: [line for line in found if line])]
Names = Annotated[list[Line], _in_order_of(())]
Audiences = Annotated[list[Line], _in_order_of(AUDIENCES)]
Situations = Annotated[list[Line], _in_order_of(SITUATIONS)]
Languages = Annotated[list[Line], AfterValidator(lambda found: sorted(set(found), key=language_order))]
ByLanguage = Annotated[dict[str, Line], AfterValidator(_by_language)]
PassagesByLanguage = Annotated[dict[str, Body], AfterValidator(_by_language)]


class Form(BaseModel):
    """A map with known keys. What is empty, or goes without saying, is not written."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
    goes_without_saying: ClassVar[Mapping[str, Any]] = {}


class TopicForm(Form):
    slug: Line
    title: ByLanguage
    summary: ByLanguage


class TopicsForm(RootModel[list[TopicForm]]):
    """topics.yaml, in the order of the pages."""


class WordsForm(Form):
    words: Lines
    meaning: Line = ""


class TermsForm(
    RootModel[
        Annotated[dict[str, Annotated[dict[str, WordsForm], AfterValidator(_by_language)]], AfterValidator(_by_name)]
    ]
):
    """terms.yaml: each concept with its words, by language."""


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


class FiguresForm(RootModel[Annotated[dict[str, FigureForm], AfterValidator(_by_name)]]):
    """figures.yaml: each figure with its values from a day on."""


class SlotForm(Form):
    name: Line
    type: Line
    required: bool = False
    section: Line
    title: ByLanguage = Field(default_factory=dict)


class ArticleForm(Form):
    """article.yaml: all of an article but its texts."""

    goes_without_saying = {"source_language": "da"}

    code: Line
    aliases: Names = []
    visibility: Line
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
    body: Body = ""


DRAFT = "draft"


class BasedOn:
    """How far behind its source a translation is; nothing said: not at all."""

    EARLIER = "earlier"
    BEFORE_IMPORTANT = "before-important"
    WORDS = ("", EARLIER, BEFORE_IMPORTANT)


class SupplementForm(Form):
    """A municipality's texts by the section they stand after."""

    after: Annotated[dict[str, Body], AfterValidator(_by_name)]


class NoteForm(Form):
    text: Body


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
    text: PassagesByLanguage = {}


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
    letter: PassagesByLanguage = {}
    privacy: PrivacyForm
    accessibility_contact: Line = ""
    accessibility_statement: Line = ""
    secure_contact: SecureContactForm | None = None
    promise_working_days: int = 3


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
    return _by_language({language: _passage(text) for language, text in value.items()})


def _passage(text: Any) -> Any:
    return _BODY.validate_python(text) if isinstance(text, str) else slot_content(text)


_LINE: TypeAdapter[str] = TypeAdapter(Line)
_BODY: TypeAdapter[str] = TypeAdapter(Body)


def _filled_slots(slots: dict[str, Any]) -> dict[str, Any]:
    contents = {name: slot_content(slots[name]) for name in sorted(slots)}
    return {name: content for name, content in contents.items() if content not in (None, "", {})}


class SlotsForm(RootModel[Annotated[dict[str, Any], AfterValidator(_filled_slots)]]):
    """slots.yaml: a municipality's values by the name of the slot."""


class AbsenceForm(Form):
    first_day: date
    last_day: date


class PersonForm(Form):
    slug: Line
    name: Line
    title: ByLanguage
    email: Line
    telephone: Line = ""
    topics: Names
    subjects: Names = []
    languages: Languages
    hours: Line = ""
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


AnyForm = (
    TopicsForm
    | TermsForm
    | FiguresForm
    | ArticleForm
    | TextForm
    | SupplementForm
    | NoteForm
    | MunicipalityForm
    | SlotsForm
    | PeopleForm
)
