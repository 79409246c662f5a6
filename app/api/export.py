"""The whole history of an enquiry, for the case system."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.api.calls import Call, JsonRoute, StaffCall
from app.api.parameters import Lang, Number, Place
from app.api.problems import responses
from app.api.shapes import OutcomeName, ReasonShape, State
from app.articles import queries as articles
from app.core.i18n import Speaker
from app.enquiries import actions, queries
from app.enquiries.history import (
    Captured,
    Ended,
    Event,
    Forgotten,
    Given,
    History,
    Posted,
    PutTogether,
    Withdrawn,
    Written,
    history,
)
from app.enquiries.models import MessageKind, MessageState
from app.enquiries.reasons import SENTENCES, say
from app.mail.models import LetterState
from app.people.rules import in_language
from app.topics import queries as topics

router = APIRouter(prefix="/desk/{municipality}/enquiries", route_class=JsonRoute, tags=["desk"])

WHEN = "when it happened (ISO 8601 with offset)"


class AskerShape(BaseModel):
    name: str
    email: str
    phone: str


class PartKeptShape(BaseModel):
    """A part as it stands at the time of the export."""

    number: int
    text: str = Field(description="empty where it is the whole question")
    topic: str | None
    article: str | None
    assigned_to: str
    interpreter: str | None
    answer_expected_by: datetime = Field(description="what the asker was told last")
    waiting_since: datetime | None = Field(
        description="since then the promised time stands still: the asker is to write"
    )
    promises_broken: int = Field(description="how often a promised time passed without an answer")
    answered_at: datetime | None


class WrittenShape(BaseModel):
    """A message between asker and house, or a note of the staff."""

    event: Literal["written"] = "written"
    at: datetime = Field(description=WHEN)
    part: int | None
    author: Literal["asker", "staff"]
    kind: MessageKind = Field(description="reply: between asker and house; note: for the staff alone")
    state: MessageState = Field(description="ready: waits for other parts; interpreter: waits to be confirmed")
    name: str | None = Field(description="the colleague who wrote it")
    interpreter: str | None = Field(description="the colleague who confirmed or reworded it")
    text: str = Field(description="as the asker reads it, or wrote it")
    original: str = Field(description="what the expert wrote, where the interpreter reworded it")
    visible_from: datetime | None = Field(description="until then it could be taken back")
    removed: list[str] = Field(description="kinds of personal numbers that were taken out and not kept")


class ConsideredShape(BaseModel):
    name: str
    score: float
    interpreter: str | None
    reasons: list[ReasonShape]


class AssignedShape(BaseModel):
    """A part was given to somebody."""

    event: Literal["assigned"] = "assigned"
    at: datetime = Field(description=WHEN)
    until: datetime | None = Field(description="null: she has it")
    part: int
    assigned_to: str
    interpreter: str | None
    needs_interpreter: bool
    fallback: bool = Field(description="nobody who knows could take it")
    given_by: str | None = Field(description="the colleague who handed it over; null: chosen by routing")
    why: str = Field(description="what that colleague gave as reason")
    candidates: list[ConsideredShape] = Field(description="who was considered, with scores and reasons as they were")


class LetterShape(BaseModel):
    """A letter. Of addresses it tells only those of staff."""

    event: Literal["letter"] = "letter"
    at: datetime = Field(description="when it was written (ISO 8601 with offset)")
    kind: str
    to: Literal["asker", "staff"]
    name: str | None
    address: str | None
    state: LetterState
    delivered_at: datetime | None


class ReadShape(BaseModel):
    """A colleague read it; every export is a reading, too."""

    event: Literal["read"] = "read"
    at: datetime = Field(description=WHEN)
    name: str


class EndedShape(BaseModel):
    event: Literal["closed"] = "closed"
    at: datetime = Field(description=WHEN)
    outcome: OutcomeName
    referred_to: str
    case_reference: str


class WithdrawnShape(BaseModel):
    """The asker took it back."""

    event: Literal["withdrawn"] = "withdrawn"
    at: datetime = Field(description=WHEN)


class ForgottenShape(BaseModel):
    """Texts and contact were taken out, as their time was over."""

    event: Literal["forgotten"] = "forgotten"
    at: datetime = Field(description=WHEN)


class PutTogetherShape(BaseModel):
    """An earlier enquiry of the same asker was put together with this one; all that was in it is here."""

    event: Literal["put-together"] = "put-together"
    at: datetime = Field(description=WHEN)
    number: int = Field(description="the number that it had; it leads here")
    name: str | None = Field(description="the colleague who did it")


class MadeArticleShape(BaseModel):
    event: Literal["article"] = "article"
    at: datetime = Field(description=WHEN)
    article: str


EventShape = Annotated[
    WrittenShape
    | AssignedShape
    | LetterShape
    | ReadShape
    | EndedShape
    | WithdrawnShape
    | ForgottenShape
    | PutTogetherShape
    | MadeArticleShape,
    Field(discriminator="event"),
]


class HistoryShape(BaseModel):
    """An enquiry and everything that happened to it. All times are ISO 8601 with offset."""

    number: int
    municipality: str
    exported_at: datetime
    exported_by: str
    state: State
    channel: str
    language: str
    asking_as: str
    audience: str
    country: str
    details: dict[str, str]
    urgent: bool = Field(description="there were words of danger in it")
    asked_at: datetime
    logged_by: str | None = Field(description="the colleague who took it down")
    asker: AskerShape | None = Field(description="as far as it is kept; null for those who may only read it")
    outcome: OutcomeName | None
    referred_to: str
    case_reference: str
    removed: list[str] = Field(description="kinds of personal numbers that were taken out of its texts and not kept")
    parts: list[PartKeptShape]
    events: list[EventShape] = Field(
        description="in order of time; who read it is told only to those who may act on the enquiry"
    )


@router.get("/{number}/export", responses=responses(401))
def export(call: StaffCall, municipality: Place, number: Number, lang: Lang = "") -> HistoryShape:
    """The whole history of an enquiry, for journalising it and for requests of access.

    Getting it is a reading, which is on disk before a word is shown.
    """
    staff = call.staff_here()
    thread = queries.for_staff(call.session, staff, call.municipality, number)
    found = history(call.session, thread, staff, now=call.now)
    with call.house.database.write() as session:
        actions.note_reading(session, thread, staff, now=call.now)
    return history_shape(found, call.municipality.slug, call.speaker, _names(call))


def _names(call: Call) -> dict[str, str]:
    language = call.speaker.language
    lines = articles.lines(call.session, call.municipality, language, staff=True)
    named = {line.slug: line.title for line in lines}
    return named | {topic.slug: in_language(topic.title, language) for topic in topics.topics(call.session)}


def history_shape(found: History, municipality: str, speaker: Speaker, names: Mapping[str, str]) -> HistoryShape:
    """The history as it goes out. `names` gives the titles of topics and articles by slug."""
    return HistoryShape.model_validate(
        {
            "number": found.number,
            "municipality": municipality,
            "exported_at": found.made_at,
            "exported_by": found.made_by,
            "state": found.state,
            "channel": found.channel,
            "language": found.language,
            "asking_as": found.asking_as,
            "audience": found.audience,
            "country": found.country,
            "details": found.details,
            "urgent": found.urgent,
            "asked_at": found.asked_at,
            "logged_by": found.logged_by or None,
            "asker": vars(found.asker) if found.asker else None,
            "outcome": found.outcome or None,
            "referred_to": found.referred_to,
            "case_reference": found.case_reference,
            "removed": found.removed,
            "parts": [
                {
                    "number": part.number,
                    "text": part.text,
                    "topic": part.topic or None,
                    "article": part.article or None,
                    "assigned_to": part.person,
                    "interpreter": part.interpreter or None,
                    "answer_expected_by": part.promised_at,
                    "waiting_since": part.waiting_since,
                    "promises_broken": part.promises_broken,
                    "answered_at": part.answered_at,
                }
                for part in found.parts
            ],
            "events": [_event(event, speaker, names) for event in found.events],
        }
    )


def _event(event: Event, speaker: Speaker, names: Mapping[str, str]) -> BaseModel:
    match event:
        case Written():
            return WrittenShape(
                at=event.at,
                part=event.part,
                author="staff" if event.author == "staff" else "asker",
                kind=event.kind,
                state=event.state,
                name=event.name or None,
                interpreter=event.interpreter or None,
                text=event.text,
                original=event.original,
                visible_from=event.visible_from,
                removed=list(event.removed),
            )
        case Given():
            return _assigned(event, speaker, names)
        case Posted():
            return LetterShape(
                at=event.at,
                kind=event.kind,
                to="staff" if event.to == "staff" else "asker",
                name=event.name or None,
                address=event.address or None,
                state=event.state,
                delivered_at=event.delivered_at,
            )
        case Ended():
            return EndedShape.model_validate({"event": "closed", **vars(event)})
        case Withdrawn():
            return WithdrawnShape(at=event.at)
        case Forgotten():
            return ForgottenShape(at=event.at)
        case PutTogether():
            return PutTogetherShape(at=event.at, number=event.number, name=event.name or None)
        case Captured():
            return MadeArticleShape(at=event.at, article=event.article)
        case _:
            return ReadShape(at=event.at, name=event.name)


def _assigned(event: Given, speaker: Speaker, names: Mapping[str, str]) -> AssignedShape:
    return AssignedShape(
        at=event.at,
        until=event.until,
        part=event.part,
        assigned_to=event.person,
        interpreter=event.interpreter or None,
        needs_interpreter=event.needs_interpreter,
        fallback=event.fallback,
        given_by=event.given_by or None,
        why=event.why,
        candidates=[
            ConsideredShape(
                name=each.name,
                score=each.score,
                interpreter=each.interpreter or None,
                reasons=[
                    ReasonShape(kind=reason.kind, text=say(reason, speaker, names=dict(names)))
                    for reason in each.reasons
                    if reason.kind in SENTENCES
                ],
            )
            for each in event.candidates
        ],
    )
