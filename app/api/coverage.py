"""Which subjects are covered in which languages, for staff: a week as it will be, and where that breaks soon."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from app.api.calls import Call, JsonRoute, StaffCall
from app.api.parameters import Lang, Place
from app.api.problems import Responses, responses
from app.enquiries import coverage_queries as queries
from app.enquiries.coverage import Cover, Covering, Gap, Level, coming_week, read_week
from app.enquiries.coverage_queries import Coverage
from app.enquiries.coverage_sentences import say_gap
from app.people import queries as people
from app.people.rules import Colleague, in_language
from app.topics import queries as topics

router = APIRouter(prefix="/insight/{municipality}/coverage", route_class=JsonRoute, tags=["insight"])


class SomebodyShape(BaseModel):
    slug: str
    name: str
    municipality: str


class CoveringShape(SomebodyShape):
    away_on: list[date] = Field(description="the working days of the week on which she is away")
    interpreter: "CoveringShape | None" = Field(description="who carries the language for her, in a pair")


class CoverShape(BaseModel):
    topic: str
    language: str
    level: Level
    people: list[CoveringShape] = Field(description="who covers it: who is responsible for it comes first")
    away: list[SomebodyShape] = Field(description="who usually covers it and is away the whole week")


class GapShape(BaseModel):
    topic: str
    language: str
    level: Level
    weeks: list[str] = Field(description="the weeks in which it is missing; none when it is missing at all times")
    away: list[SomebodyShape] = Field(description="who usually covers it and is away these whole weeks")
    text: str = Field(description="the gap as a sentence in the caller's language")


class CoverageShape(BaseModel):
    week: str
    working_days: list[date] = Field(description="none when the town hall is closed: then nothing is covered")
    coverage: list[CoverShape]
    gaps: list[GapShape] = Field(description="what is missing at all times, then in the next eight weeks, by week")


AS_CSV: Responses = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


@router.get("", response_model=CoverageShape, responses=AS_CSV | responses(401))
def coverage(
    call: StaffCall,
    municipality: Place,
    week: Annotated[
        str, Query(description="a week by ISO 8601, such as 2026-W29; this one (at weekends the next) when not given")
    ] = "",
    format: Annotated[Literal["json", "csv"], Query(description="csv: the week's coverage, a line for each")] = "json",
    lang: Lang = "",
) -> CoverageShape | Response:
    """How each topic is covered in each of the municipality's languages in a week, and what is missing soon."""
    call.staff_here()
    chosen = read_week(week) if week else coming_week(call.today)
    found = queries.in_week(call.session, call.municipality, chosen)
    if format == "csv":
        return _as_csv(call, found)
    towns = _towns(call)
    return CoverageShape(
        week=str(found.week),
        working_days=list(found.days),
        coverage=[_cover(cover, towns) for cover in found.covers],
        gaps=list(_gaps(call, queries.gaps_ahead(call.session, call.municipality, call.today), towns)),
    )


def _towns(call: Call) -> dict[int, str]:
    return {each.id or 0: each.slug for each in people.municipalities(call.session)}


def _cover(cover: Cover, towns: dict[int, str]) -> CoverShape:
    return CoverShape(
        topic=cover.topic,
        language=cover.language,
        level=cover.level,
        people=[_covering(each, towns) for each in cover.by],
        away=_somebody(cover.missed, towns),
    )


def _covering(covering: Covering, towns: dict[int, str]) -> CoveringShape:
    person = covering.colleague.person
    return CoveringShape(
        slug=person.slug,
        name=person.name,
        municipality=towns[person.municipality_id],
        away_on=list(covering.away_on),
        interpreter=_covering(covering.interpreter, towns) if covering.interpreter else None,
    )


def _somebody(colleagues: Iterable[Colleague], towns: dict[int, str]) -> list[SomebodyShape]:
    return [
        SomebodyShape(slug=each.person.slug, name=each.person.name, municipality=towns[each.person.municipality_id])
        for each in colleagues
    ]


def _gaps(call: Call, gaps: Iterable[Gap], towns: dict[int, str]) -> Iterator[GapShape]:
    names = {topic.slug: in_language(topic.title, call.speaker.language) for topic in topics.topics(call.session)}
    for gap in gaps:
        yield GapShape(
            topic=gap.topic,
            language=gap.language,
            level=gap.level,
            weeks=[str(week) for week in gap.weeks],
            away=_somebody(gap.missed, towns),
            text=say_gap(gap, call.speaker, topics=names),
        )


def _as_csv(call: Call, found: Coverage) -> Response:
    text = StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(["week", "topic", "language", "level", "people", "interpreters", "away"])
    for cover in found.covers:
        interpreters = {each.interpreter.colleague.person.name: None for each in cover.by if each.interpreter}
        lines.writerow(
            [
                found.week,
                cover.topic,
                cover.language,
                cover.level,
                "; ".join(each.colleague.person.name for each in cover.by),
                "; ".join(interpreters),
                "; ".join(each.person.name for each in cover.missed),
            ]
        )
    name = f"coverage-{call.municipality.slug}-{found.week}.csv"
    return Response(
        text.getvalue(), media_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
