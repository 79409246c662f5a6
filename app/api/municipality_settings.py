"""What a municipality sets for its questions, for its administrator. Weights can be tried before they are kept."""

from dataclasses import asdict
from datetime import date

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from app.api.asking import ETAG, with_headers
from app.api.calls import Call, JsonRoute, StaffCall
from app.api.parameters import Lang, Place
from app.api.problems import responses
from app.api.shapes import ReasonShape
from app.articles import queries as articles
from app.enquiries import settings
from app.enquiries.reasons import say
from app.enquiries.replay import replay
from app.enquiries.routing import Candidate, Weights, weights_of
from app.enquiries.settings import SettingsDraft, WeightsDraft
from app.people.models import Municipality, Role
from app.people.rules import closed_days_of, in_language
from app.topics import queries as topics

router = APIRouter(prefix="/desk/{municipality}/settings", route_class=JsonRoute, tags=["desk"])


class SettingsShape(BaseModel):
    promise_working_days: int = Field(description="working days until an answer, usually")
    promises: dict[str, int] = Field(description="other numbers of working days, by topic")
    closing_days: list[date] = Field(description="days on which the town hall is closed besides the usual ones")
    confirm_days: int = Field(description="days until an entry in the directory counts as unconfirmed")
    weights: dict[str, float] = Field(description="what counts in routing, and how much")
    usual_weights: dict[str, float] = Field(description="the weights of whoever sets none")


class NamedShape(BaseModel):
    slug: str
    name: str
    interpreter: str | None
    score: float
    reasons: list[ReasonShape]


class ChangeShape(BaseModel):
    number: int
    part: int
    topic: str | None
    assigned_to: str = Field(description="who has it, or had it last")
    before: NamedShape = Field(description="who would get it today with the weights as they are")
    after: NamedShape = Field(description="who would get it today with these weights")


class ReplayShape(BaseModel):
    parts: int = Field(description="how many parts of questions were tried")
    unchanged: int
    changes: list[ChangeShape]


@router.get("", responses=with_headers(200, ETag=ETAG) | responses(401))
def read(call: StaffCall, municipality: Place, response: Response, lang: Lang = "") -> SettingsShape:
    """What is set now."""
    call.staff_here(Role.ADMINISTRATOR)
    return _settings(call, call.municipality, response)


def _settings(call: Call, here: Municipality, response: Response) -> SettingsShape:
    known = {topic.slug for topic in topics.topics(call.session)}
    response.headers["ETag"] = _tag(here)
    return SettingsShape(
        promise_working_days=here.promise_working_days,
        promises={slug: days for slug, days in here.promises.items() if slug in known},
        closing_days=sorted(closed_days_of(here)),
        confirm_days=here.confirm_days,
        weights=asdict(weights_of(here)),
        usual_weights=asdict(Weights()),
    )


def _tag(here: Municipality) -> str:
    return f'"{settings.edition_of(here)}"'


@router.put("", responses=with_headers(200, ETag=ETAG) | responses(401, 403, 412, 415, 429))
def write(
    call: StaffCall, municipality: Place, body: SettingsDraft, response: Response, lang: Lang = ""
) -> SettingsShape:
    """Replaces what is set. What was promised before stays as it was promised.

    Takes `If-Match`.
    """
    call.staff_here(Role.ADMINISTRATOR)
    call.house.limits.count_writing(call.client)
    here = settings.to_change(call.session, call.municipality)
    call.must_match(_tag(here))
    settings.keep_settings(call.session, here, body)
    shape = _settings(call, here, response)
    call.commit()
    return shape


@router.post("/replay", responses=responses(401, 403, 415))
def try_weights(call: StaffCall, municipality: Place, body: WeightsDraft, lang: Lang = "") -> ReplayShape:
    """Who would get the questions of the last 30 days (200 parts at most) under these weights, with people as they are
    now. Nothing is stored."""
    call.only_reads()
    call.staff_here(Role.ADMINISTRATOR)
    found = replay(call.session, call.municipality, body.as_weights(), now=call.now)
    names = _names(call)
    return ReplayShape(
        parts=found.parts,
        unchanged=found.unchanged,
        changes=[
            ChangeShape(
                number=each.asked.number,
                part=each.asked.part,
                topic=each.asked.topic or None,
                assigned_to=each.asked.person.name,
                before=_named(call, each.before, names),
                after=_named(call, each.after, names),
            )
            for each in found.changes
        ],
    )


def _names(call: Call) -> dict[str, str]:
    language = call.speaker.language
    lines = articles.lines(call.session, call.municipality, language, staff=True)
    titles = {topic.slug: in_language(topic.title, language) for topic in topics.topics(call.session)}
    return {line.slug: line.title for line in lines} | titles


def _named(call: Call, candidate: Candidate, names: dict[str, str]) -> NamedShape:
    person, interpreter = candidate.colleague.person, candidate.interpreter
    return NamedShape(
        slug=person.slug,
        name=person.name,
        interpreter=interpreter.person.name if interpreter else None,
        score=round(candidate.score, 3),
        reasons=[ReasonShape(kind=each.kind, text=say(each, call.speaker, names=names)) for each in candidate.reasons],
    )
