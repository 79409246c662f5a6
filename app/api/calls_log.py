"""Calls and visits at the counter: logged in three taps, and counted."""

import csv
import io
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.bodies import SOMETHING
from app.api.calls import JsonRoute, StaffCall
from app.api.parameters import Lang, Place
from app.api.problems import responses
from app.core.errors import N_, NotFound
from app.enquiries.calls import ANOTHER_TOPIC, CallDraft, log_call
from app.enquiries.models import CallOutcome
from app.insight.calls import calls_by_day, shown
from app.people.models import Role
from app.people.rules import DESK_ROLES
from app.topics import queries as topics

router = APIRouter(route_class=JsonRoute)

COLUMNS = ("day", "topic", "language", "outcome", "count")
MAY_COUNT = (*DESK_ROLES, Role.COORDINATOR)


def _describe(schema: dict[str, Any]) -> None:
    del schema["properties"]["removed"]
    for name in ("topic", "language"):
        schema["properties"][name]["pattern"] = SOMETHING


class CallBody(CallDraft):
    """A call or a visit at the counter. `key` is a UUID that the caller makes: the same key is kept once. `topic` is a
    topic's slug or "other", `language` the caller's (BCP 47). `happened_at`, for what is sent later, is brought within
    the last 30 days. Who asked has no place here: numbers and addresses are taken out of the text."""

    model_config = ConfigDict(json_schema_extra=_describe)


class LoggedCallShape(BaseModel):
    key: str
    topic: str | None = Field(description="none for another subject")
    language: str
    outcome: CallOutcome
    happened_at: str
    removed: list[str] = Field(description="the kinds of personal data that were taken out of the text")


class CallCountShape(BaseModel):
    day: date
    topic: str | None = Field(description="none for another subject")
    language: str
    outcome: CallOutcome
    count: int | Literal["<5"]


@router.post(
    "/desk/{municipality}/calls",
    status_code=201,
    responses=responses(401, 403, 409, 415, 429)
    | {200: {"model": LoggedCallShape, "description": "It was logged before."}},
    tags=["desk"],
)
def log(call: StaffCall, municipality: Place, body: CallBody, response: Response, lang: Lang = "") -> LoggedCallShape:
    """Logs a call: its topic, language and outcome. Nothing in it tells who asked."""
    staff = call.staff_here()
    call.house.limits.count_writing(call.client)
    if body.topic != ANOTHER_TOPIC and topics.topic(call.session, body.topic) is None:
        raise NotFound(N_("There is no topic with this name."), field="topic")
    kept = log_call(call.session, body, municipality=call.municipality, by=staff, now=call.now)
    slug = next((each.slug for each in topics.topics(call.session) if each.id == kept.call.topic_id), None)
    logged = LoggedCallShape(
        key=kept.call.key,
        topic=slug,
        language=kept.call.language,
        outcome=CallOutcome(kept.call.outcome),
        happened_at=kept.call.happened_at.isoformat(),
        removed=body.removed,
    )
    call.commit()
    response.status_code = 201 if kept.anew else 200
    return logged


@router.get(
    "/insight/{municipality}/calls",
    response_model=list[CallCountShape],
    responses=responses(401) | {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
    tags=["insight"],
)
def counts(
    call: StaffCall,
    municipality: Place,
    response: Response,
    first: Annotated[date | None, Query(alias="from", description="the first of this month when not given")] = None,
    last: Annotated[date | None, Query(alias="to", description="today when not given")] = None,
    format: Annotated[Literal["json", "csv"], Query()] = "json",
    lang: Lang = "",
) -> list[CallCountShape] | Response:
    """The calls of these days by day, topic, language and outcome; a count below five is "<5"."""
    call.staff_here(*MAY_COUNT)
    counted = calls_by_day(
        call.session, call.municipality, first=first or call.today.replace(day=1), last=last or call.today
    )
    if format == "csv":
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        writer.writerows((each.day, each.topic, each.language, each.outcome, shown(each.count)) for each in counted)
        return Response(text.getvalue(), media_type="text/csv", headers={"Cache-Control": "no-store"})
    response.headers["Cache-Control"] = "no-store"
    return [
        CallCountShape.model_validate(
            {
                "day": each.day,
                "topic": each.topic or None,
                "language": each.language,
                "outcome": each.outcome,
                "count": shown(each.count),
            }
        )
        for each in counted
    ]
