"""Who knows what, for staff."""

from collections.abc import Collection, Mapping
from typing import Annotated

from babel.core import UnknownLocaleError
from fastapi import APIRouter, Query

from app.api.bodies import RouteBody
from app.api.calls import Call, JsonRoute, StaffCall
from app.api.parameters import MunicipalityParameter
from app.api.problems import responses
from app.api.shapes import (
    CandidateShape,
    FoundShape,
    InterpreterShape,
    PersonShape,
    ReachableShape,
    ReasonShape,
    RoutePartShape,
    RouteShape,
    WeightShape,
)
from app.articles import queries as articles
from app.core import languages, personal_data
from app.core.errors import N_, NotFound
from app.enquiries import queries
from app.enquiries.details import details_of
from app.enquiries.dividing import divide
from app.enquiries.reasons import say
from app.enquiries.routing import Candidate, Matter
from app.enquiries.subjects import Subject, subject_of
from app.people.rules import Colleague, in_language, shown_title
from app.search.upkeep import glossary
from app.topics import queries as topics

router = APIRouter(route_class=JsonRoute, tags=["people"])


@router.get("/people", responses=responses(401))
def who_knows(
    call: StaffCall,
    q: Annotated[str, Query(description="what it is about, in somebody's own words")] = "",
    topic: Annotated[str, Query(description="a topic it is about")] = "",
    lang: Annotated[str, Query(description="the asker's language (BCP 47)")] = "",
    municipality: MunicipalityParameter = "",
) -> list[CandidateShape]:
    """The municipality's resource people in the order in which they should be asked, each with reasons."""
    call.staff_here()
    if topic and topics.topic(call.session, topic) is None:
        raise NotFound(N_("There is no topic with this name."), field="topic")
    text = personal_data.keep_for_search(q).text
    subject = _subject(call, text) if q else Subject()
    about = Subject({topic: 1.0}, subject.articles) if topic else subject
    return _candidates(
        call, about, _spoken(lang) or call.language, details_of(text, topics.countries(call.session), given={})
    )


@router.post("/route", responses=responses(401, 403, 415))
def route(call: StaffCall, body: RouteBody) -> RouteShape:
    """Whom a question would be given to, without storing anything."""
    call.only_reads()
    call.names(municipality=body.municipality, lang=body.lang)
    call.staff_here()
    text = personal_data.keep(body.text).text
    subject = _subject(call, text)
    weights = [WeightShape(slug=slug, confidence=sure) for slug, sure in subject.topics.items()]
    return RouteShape(
        language=subject.language or call.language,
        text=text,
        found=[
            FoundShape.model_validate({"type": each.type, "start": each.start, "end": each.end})
            for each in personal_data.find(body.text)
        ],
        topics=weights,
        parts=[
            RoutePartShape(text=piece.text, topic=piece.topic or None, confidence=piece.confidence)
            for piece in divide(text, lambda piece: _subject(call, piece))
        ],
        candidates=_candidates(
            call,
            subject,
            _spoken(body.lang) or call.language,
            details_of(text, topics.countries(call.session), given=body.details, country=body.country),
        ),
    )


def _subject(call: Call, text: str) -> Subject:
    return subject_of(
        call.house.staff_index, text, language=call.language, owners=call.owners, glossary=glossary(call.session)
    )


def _spoken(tag: str) -> str:
    """The language of a BCP 47 tag, when it has a name: it may be one that no page is written in."""
    language = tag.partition("-")[0].lower()
    try:
        return language if language and languages.own_name(language) else ""
    except (UnknownLocaleError, ValueError):
        return ""


def _candidates(
    call: Call, subject: Subject, language: str, details: Mapping[str, Collection[str]]
) -> list[CandidateShape]:
    matter = Matter(topics=subject.topics, articles=subject.articles, language=language, details=details)
    names = _names(call)
    ranked = queries.who_knows(call.session, call.municipality, matter, now=call.now)
    return [_candidate(call, each, language, names) for each in ranked]


def _names(call: Call) -> dict[str, str]:
    language = call.speaker.language
    lines = articles.lines(call.session, call.municipality, language, staff=True)
    titles = {topic.slug: in_language(topic.title, language) for topic in topics.topics(call.session)}
    return {line.slug: line.title for line in lines} | titles


def _candidate(call: Call, candidate: Candidate, language: str, names: dict[str, str]) -> CandidateShape:
    presence = candidate.presence
    helper = candidate.interpreter
    spoken = person_shape(helper, call.speaker.language) if helper else None
    return CandidateShape(
        person=person_shape(candidate.colleague, call.speaker.language),
        score=round(candidate.score, 3),
        reasons=[ReasonShape(kind=each.kind, text=say(each, call.speaker, names=names)) for each in candidate.reasons],
        reachable=ReachableShape(now=presence.here, away_until=presence.away_until, next_at=presence.next_at),
        interpreter=InterpreterShape(language=language, person=spoken) if candidate.needs_interpreter else None,
    )


def person_shape(colleague: Colleague, language: str) -> PersonShape:
    person = colleague.person
    return PersonShape(
        slug=person.slug,
        name=person.name,
        title=shown_title(person, language),
        email=person.email,
        telephone=person.telephone,
        languages=list(colleague.speaks),
    )
