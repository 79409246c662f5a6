"""What goes out as JSON. The names are promises to users."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from app.enquiries.models import MessageKind, MessageState
from app.events.models import EventKind
from app.guidance.drafts import Event, QuestionType
from app.search.decision import Decision

State = Literal["open", "answered", "closed"]
OutcomeName = Literal["answered", "referred", "case", "withdrawn"]


# --- Knowledge


class MunicipalityShape(BaseModel):
    slug: str
    name: str
    languages: list[str]


class TopicShape(BaseModel):
    slug: str
    title: str


class ArticleLineShape(BaseModel):
    slug: str
    topic: str
    title: str
    summary: str
    text_language: str = Field(
        description="the language of title and summary: the reader's, or another where there is no text in hers"
    )
    languages: list[str]
    local: bool = Field(description="written by the municipality, not shared by all")
    audiences: list[str]
    code: str = Field(description="the permanent short address is /a/{code}")
    url: str
    checked_on: date | None


class SourceShape(BaseModel):
    name: str
    address: str
    checked_on: date


class ArticleShape(ArticleLineShape):
    markdown: str
    html: str
    sources: list[SourceShape]
    responsible: str
    situations: list[str]
    behind: bool = Field(description="something important changed in the source text and not yet in this one")


class ReadyTextShape(BaseModel):
    """A text that staff puts into answers."""

    slug: str
    topic: str
    title: str
    summary: str = Field(description="when it fits, for whoever answers")
    text: str = Field(description="plain text, ready for a letter; its links stand below it, a line for each")


# --- Guides, checklists, events


class GuidanceLineShape(BaseModel):
    slug: str
    topic: str
    article: str | None = Field(description="the article to read besides")
    title: str
    summary: str
    text_language: str
    languages: list[str]
    url: str


class OptionShape(BaseModel):
    id: str
    text: str


class QuestionShape(BaseModel):
    id: str
    type: QuestionType
    text: str
    help: str
    optional: bool = Field(description="she may answer `unknown`")
    options: list[OptionShape] = Field(description="for choices and countries")
    least: int | None
    most: int | None
    unit: str


class AnswerShape(BaseModel):
    question: str
    text: str
    answer: str
    answer_text: str


class WordShape(BaseModel):
    """A paper or an authority: the slug of its term, its name and what it is."""

    slug: str
    name: str
    meaning: str


class DeadlineShape(BaseModel):
    rule: str = Field(description="how long it is, in words")
    due: date | None = Field(description="the last day; none while the day it counts from is not known")
    due_text: str
    offices_until: date | None = Field(description="the last working day before, when offices are closed on it")
    is_over: bool
    advised: bool = Field(description="our advice, and no duty")


class OutcomeShape(BaseModel):
    id: str
    title: str
    html: str
    markdown: str
    conditions: list[str]
    papers: list[WordShape]
    deadline: DeadlineShape | None
    sources: list[SourceShape]
    valid_from: date
    confirm: bool = Field(description="the rule is not certain: the resource person confirms it")
    resource_person: "ShownPersonShape | None"


class GuideShape(GuidanceLineShape):
    answers: list[AnswerShape] = Field(description="the answers that made a difference")
    next: QuestionShape | None
    outcome: OutcomeShape | None


class NamedShape(BaseModel):
    slug: str
    title: str
    url: str


class StepShape(BaseModel):
    id: str
    title: str
    html: str
    markdown: str
    only_for: str = Field(description="whom it is for, as far as the call did not say; else empty")
    deadline: DeadlineShape | None
    article: NamedShape | None
    authority: WordShape | None
    papers: list[WordShape]
    confirm: bool


class ChecklistShape(GuidanceLineShape):
    counts_from: Event = Field(description="what the list's day means")
    day: date | None
    steps: list[StepShape]


class EventShape(BaseModel):
    slug: str
    kind: EventKind
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    host: str
    languages: list[str]
    audiences: list[str]
    situations: list[str]
    sign_up: str
    sign_up_by: date | None
    seats: int | None


# --- Search


class ExplainedShape(BaseModel):
    """A word of the query that is none of the reader's language; it was searched for under its names in hers, too."""

    word: str = Field(description="as it was typed")
    language: str = Field(description="the language that the word is of (BCP 47)")
    meaning: str = Field(description="a sentence in the reader's language")


class TopicGuessShape(BaseModel):
    slug: str
    title: str
    confidence: float


class PassageShape(BaseModel):
    html: str = Field(description="escaped text with the words that matched in <mark>")
    anchor: str = Field(description="the id of the section it stands in; empty before the first heading")


class ResultShape(BaseModel):
    kind: str
    slug: str
    title: str
    summary: str
    passage: PassageShape
    text_language: str = Field(description="another than the reader's only where there is no text in hers")
    local: bool = Field(description="the municipality's own, not shared by all")
    audience: list[str] = Field(description="whom it is for; everybody when empty")
    topic: str
    url: str
    score: float = Field(description="0 to 1 of a text that is about nothing but the query")
    checked_on: date | None


class SearchShape(BaseModel):
    query: str = Field(description="what was searched for, without CPR, passport and bank numbers")
    language: str = Field(description="the language the query seems to be in")
    decision: Decision = Field(
        description="answer: show the passage of the first result as the answer; suggest: show the list; "
        "hand_over: nothing fits, show the way to a person, and results at most as guesses"
    )
    confidence: float = Field(description="how likely the first result answers, 0 to 1")
    showing_for: str | None = Field(description="the query with misspelt words put right, where there were any")
    emergency: list[str] = Field(
        description="whom to call, to be shown first, in the caller's language: only where there are words of danger"
    )
    explained: list[ExplainedShape]
    topics: list[TopicGuessShape] = Field(description="what it seems to be about, the likeliest first")
    results: list[ResultShape] = Field(description="best first, whatever the decision")


class SuggestionShape(BaseModel):
    """How a question may go on. Title, term or phrasing: searching for `text` finds what it is about."""

    text: str
    kind: str = Field(description="of a title the kind of its text (article, guide, checklist), else term or phrasing")
    language: str = Field(description="of the text (BCP 47)")
    slug: str | None = Field(description="of a title: of the text that it is the title of")


# --- Enquiries, as their asker sees them


class ShownPersonShape(BaseModel):
    """A resource person as she agreed to be shown."""

    name: str
    title: str


class PartShape(BaseModel):
    """A piece of an enquiry with its own person; one that is about one matter has one."""

    topic: str | None
    state: Literal["open", "answered"]
    assigned_to: ShownPersonShape
    answer_expected_by: datetime


class ReceiptShape(BaseModel):
    key: str = Field(description="a secret: whoever has it has the enquiry")
    url: str
    topic: str | None
    assigned_to: ShownPersonShape
    answer_expected_by: datetime
    parts: list[PartShape]
    removed: list[str] = Field(description="kinds of personal numbers that were taken out and not kept")
    emergency: list[str] = Field(
        description="whom to call, to be shown first, in the asker's language: only where there are words of danger"
    )


class MessageShape(BaseModel):
    author: Literal["asker", "staff"]
    name: str | None = Field(description="who of the staff wrote it, as she agreed to be shown")
    text: str
    written_at: datetime
    removed: list[str]


class EnquiryShape(BaseModel):
    key: str
    url: str
    state: State
    topic: str | None
    language: str
    asked_at: datetime
    assigned_to: ShownPersonShape
    answer_expected_by: datetime
    parts: list[PartShape]
    outcome: OutcomeName | None
    referred_to: str
    case_reference: str
    withdrawn_at: datetime | None
    emergency: list[str] = Field(
        description="whom to call, to be shown first, in the asker's language: only where there are words of danger"
    )
    messages: list[MessageShape]


class WithdrawalShape(BaseModel):
    """What is kept of a withdrawn enquiry, why and how long."""

    removed: list[str] = Field(description="what was removed at once")
    kept: list[str] = Field(description="what is kept for now")
    why: str
    kept_until: datetime
    detail: str = Field(description="the same in one sentence, in the caller's language")


# --- Who knows what


class PersonShape(BaseModel):
    """A colleague, as colleagues see her."""

    slug: str
    name: str
    title: str
    email: str
    telephone: str
    languages: list[str]


class ReasonShape(BaseModel):
    kind: str
    text: str


class ReachableShape(BaseModel):
    now: bool
    away_until: date | None
    next_at: datetime | None


class InterpreterShape(BaseModel):
    language: str
    person: PersonShape | None = Field(description="a colleague who is not away and carries it, where there is one")


class CandidateShape(BaseModel):
    person: PersonShape
    score: float
    reasons: list[ReasonShape]
    reachable: ReachableShape
    interpreter: InterpreterShape | None = Field(description="null: none is needed")


class FoundShape(BaseModel):
    type: Literal["CPR", "PASSPORT", "IBAN", "BANK_ACCOUNT", "PHONE", "EMAIL"]
    start: int
    end: int


class WeightShape(BaseModel):
    slug: str
    confidence: float


class RoutePartShape(BaseModel):
    text: str
    topic: str | None
    confidence: float


class RouteShape(BaseModel):
    language: str = Field(description="the language the text seems to be in")
    text: str = Field(description="the text as it would be kept")
    found: list[FoundShape] = Field(description="personal data in the text as it was sent; offsets in characters")
    topics: list[WeightShape]
    parts: list[RoutePartShape]
    candidates: list[CandidateShape]


# --- Enquiries at the desk


class LineShape(BaseModel):
    """A part of an enquiry in a list: no words of it, so that a list is no reading."""

    number: int
    part: int
    waits_for: Literal["", "interpreter", "asker"]
    promises_broken: int = Field(description="since the asker wrote last; answer_expected_by is the newest promise")
    urgent: bool
    url: str
    state: State
    topic: str | None
    language: str
    asking_as: str
    channel: str
    country: str
    outcome: OutcomeName | None
    asked_at: datetime
    answer_expected_by: datetime
    assigned_to: str
    assigned_to_slug: str


class LoggedShape(BaseModel):
    number: int
    url: str
    topic: str | None
    assigned_to: PersonShape
    answer_expected_by: datetime
    removed: list[str]


class StaffMessageShape(BaseModel):
    number: int
    author: Literal["asker", "staff"]
    kind: MessageKind = Field(description="reply: between asker and house; note: for the staff alone")
    state: MessageState = Field(description="ready: waits for other parts; interpreter: waits to be confirmed")
    part: int | None
    original: str = Field(description="what the expert wrote, where an interpreter reworded it")
    name: str | None = Field(description="the colleague who wrote it")
    text: str
    written_at: datetime
    can_be_taken_back_until: datetime | None = Field(
        description="until then nobody reads it, and whoever sent it can take it back; null: no (more)"
    )
    removed: list[str]


class TakenBackShape(BaseModel):
    text: str = Field(description="what was taken back, to be sent again when it is right")


class StaffPartShape(BaseModel):
    """A piece of an enquiry, with who has it and who carries the language for her."""

    number: int
    text: str = Field(description="empty where it is the whole question")
    topic: str | None
    state: Literal["open", "answered"]
    assigned_to: str
    interpreter: str | None
    waits_for: Literal["", "interpreter", "asker"]
    answer_expected_by: datetime


class WhyShape(BaseModel):
    """A candidate as routing saw her when the enquiry was given to somebody."""

    name: str
    reasons: list[str]


class StaffEnquiryShape(BaseModel):
    number: int
    url: str
    state: State
    topic: str | None
    article: str | None
    language: str
    channel: str
    asking_as: str
    audience: str
    country: str
    details: dict[str, str]
    name: str
    email: str
    phone: str
    asked_at: datetime
    answer_expected_by: datetime
    answered_at: datetime | None
    closed_at: datetime | None
    outcome: OutcomeName | None
    referred_to: str
    case_reference: str
    withdrawn_at: datetime | None
    assigned_to: PersonShape
    assigned_at: datetime
    assigned_why: str
    candidates: list[WhyShape]
    urgent: bool = Field(description="there were words of danger in it")
    parts: list[StaffPartShape]
    messages: list[StaffMessageShape]


class AssignmentShape(BaseModel):
    number: int
    assigned_to: PersonShape
    assigned_at: datetime
    why: str
    answer_expected_by: datetime


class ClosedShape(BaseModel):
    number: int
    state: State
    outcome: OutcomeName
    closed_at: datetime
    referred_to: str
    case_reference: str


class CapturedShape(BaseModel):
    """The draft of an article that was made from an answer."""

    slug: str
    topic: str | None
    language: str
    url: str
