"""Guides and checklists as JSON: the rule for her case, and her steps with their days."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from app.api.calls import Call, CurrentCall, JsonRoute
from app.api.parameters import AudienceParameter, Lang, MunicipalityParameter, Slug
from app.api.problems import responses
from app.api.shapes import (
    AnswerShape,
    ChecklistShape,
    DeadlineShape,
    EventShape,
    GuidanceLineShape,
    GuideShape,
    NamedShape,
    OptionShape,
    OutcomeShape,
    QuestionShape,
    ShownPersonShape,
    SourceShape,
    StepShape,
    WordShape,
)
from app.core import addresses, clock
from app.core.drafts import Fault
from app.core.errors import Invalid
from app.enquiries.queries import who_confirms
from app.events import queries as events
from app.events.models import EventKind
from app.guidance import queries as guidance
from app.guidance.drafts import HOUSEHOLDS, SITUATIONS, Deadline, Event, Question, QuestionType
from app.guidance.queries import ChecklistStep, GuidanceLine, HerRule, Word
from app.guidance.rules.answers import write_answer
from app.guidance.rules.deadlines import Due, Length
from app.guidance.sentences import (
    answer_in_words,
    filled,
    length_in_words,
    offices_in_words,
    only_for_in_words,
)
from app.people.rules import in_language, shown_name, shown_title
from app.topics import queries as topics

router = APIRouter(route_class=JsonRoute, tags=["guidance"])

ANSWERS = {
    "parameters": [
        {
            "in": "query",
            "name": "answers",
            "description": "an answer for each question asked so far, by its id: a country's or area's code, an option,"
            " `yes` or `no`, a day as 2026-11-21, a whole number; `unknown` where the question is optional",
            "schema": {"type": "object", "additionalProperties": {"type": "string", "maxLength": 40}},
            "style": "form",
            "explode": True,
        }
    ]
}
DAY = {"type": "string", "format": "date"}
Day = Annotated[str, Query(json_schema_extra=DAY, description="as 2026-11-21")]
Household = Annotated[
    list[str],
    Query(
        default_factory=list,
        json_schema_extra={"items": {"type": "string", "enum": list(HOUSEHOLDS)}},
        description="who moves with her; repeat it for several",
    ),
]
Situation = Annotated[str, Query(json_schema_extra={"enum": ["", *SITUATIONS]}, description="what brings her here")]


@router.get("/guides", responses=responses())
def guide_list(call: CurrentCall, lang: Lang = "", municipality: MunicipalityParameter = "") -> list[GuidanceLineShape]:
    """The guides: a few questions each, then the rule for her case."""
    return [_line(call, line, addresses.guide) for line in guidance.guide_lines(call.session, call.language)]


@router.get("/guides/{slug}", responses=responses(), openapi_extra=ANSWERS)
def guide(call: CurrentCall, slug: Slug, lang: Lang = "", municipality: MunicipalityParameter = "") -> GuideShape:
    """Where her answers lead: the next question that matters for her or, when all is known, the outcome.

    Answers stand in the query by the ids of their questions. An outcome with `confirm` rests on a rule that is not
    certain: its text says what is known, and `resource_person` confirms it.
    """
    page = guidance.read_guide(
        call.session,
        slug,
        dict(call.request.query_params),
        language=call.language,
        municipality=call.municipality,
        today=call.today,
    )
    _must_be_understood(call, page.faults)
    countries = topics.countries(call.session)
    return GuideShape(
        **_line(call, page.line, addresses.guide).model_dump(),
        answers=[
            AnswerShape(
                question=question.id,
                text=in_language(question.text, call.language),
                answer=write_answer(answer),
                answer_text=answer_in_words(question, answer, countries, call.speaker),
            )
            for question, answer in page.answered
        ],
        next=_question(call, page.ask) if page.ask else None,
        outcome=_outcome(call, page.line, page.rule) if page.rule else None,
    )


def _question(call: Call, question: Question) -> QuestionShape:
    options = [OptionShape(id=each.id, text=in_language(each.text, call.language)) for each in question.options]
    if question.type == QuestionType.COUNTRY:
        named = topics.countries(call.session).named(call.language, areas=question.areas)
        options = [OptionShape(id=code, text=name) for code, name in named]
    return QuestionShape(
        id=question.id,
        type=QuestionType(question.type),
        text=in_language(question.text, call.language),
        help=in_language(question.help, call.language),
        optional=question.optional,
        options=options,
        least=question.least,
        most=question.most,
        unit=question.unit,
    )


def _outcome(call: Call, line: GuidanceLine, rule: HerRule) -> OutcomeShape:
    return OutcomeShape(
        id=rule.id,
        title=rule.title.striptags(),
        html=str(rule.text.html),
        markdown=rule.text.markdown,
        conditions=list(rule.conditions),
        papers=[_word(paper) for paper in rule.papers],
        deadline=_deadline(call, rule.deadline, rule.length, rule.due, rule.counts_from),
        sources=[
            SourceShape(name=each.name, address=each.address, checked_on=each.checked_on) for each in rule.sources
        ],
        valid_from=rule.valid_from,
        confirm=rule.confirm,
        resource_person=_resource_person(call, line) if rule.confirm else None,
    )


def _resource_person(call: Call, line: GuidanceLine) -> ShownPersonShape | None:
    """Who would get a question on this, as she agreed to be shown."""
    person = who_confirms(
        call.session, call.municipality, topic=line.topic, article=line.article, language=call.language, now=call.now
    )
    if person is None:
        return None
    return ShownPersonShape(name=shown_name(person, call.language), title=shown_title(person, call.language))


@router.get("/checklists", responses=responses())
def checklist_list(
    call: CurrentCall, lang: Lang = "", municipality: MunicipalityParameter = ""
) -> list[GuidanceLineShape]:
    """The checklists: the steps after arrival, and around other days."""
    return [_line(call, line, addresses.checklist) for line in guidance.checklist_lines(call.session, call.language)]


@router.get("/checklists/{slug}", responses=responses())
def checklist(
    call: CurrentCall,
    slug: Slug,
    household: Household,
    lang: Lang = "",
    municipality: MunicipalityParameter = "",
    audience: AudienceParameter = "",
    commuter: Annotated[
        str, Query(json_schema_extra={"type": "boolean"}, description="she works in Denmark and lives abroad")
    ] = "",
    children: Annotated[
        str, Query(json_schema_extra={"type": "integer", "minimum": 0, "maximum": 20}, description="how many children")
    ] = "",
    situation: Situation = "",
    arrival: Annotated[
        str, Query(json_schema_extra=DAY, description="the day the list counts from, such as that of moving in")
    ] = "",
    work_start: Day = "",
    departure: Day = "",
) -> ChecklistShape:
    """Her steps in their order, with real days for an arrival date. What she has not said leaves steps in that may not
    be hers; `only_for` says so. A commuter gets the list for commuters, where there is one."""
    given = {
        "audience": audience,
        "commuter": commuter,
        "household": ",".join(household),
        "children": children,
        "situation": situation,
        "arrival": arrival,
        "work_start": work_start,
        "departure": departure,
    }
    page = guidance.read_checklist(
        call.session,
        guidance.checklist_for(call.session, slug, given),
        given,
        language=call.language,
        municipality=call.municipality,
        today=call.today,
    )
    _must_be_understood(call, page.faults)
    return ChecklistShape(
        **_line(call, page.line, addresses.checklist).model_dump(),
        counts_from=Event(page.table.day),
        day=page.reader.days.get(page.table.day),
        steps=[_step(call, step) for step in page.steps],
    )


def _step(call: Call, step: ChecklistStep) -> StepShape:
    here, language = call.municipality.slug, call.language
    return StepShape(
        id=step.id,
        title=step.title.striptags(),
        html=str(step.text.html),
        markdown=step.text.markdown,
        only_for=only_for_in_words(step.only_for, call.speaker),
        deadline=_deadline(call, step.deadline, step.length, step.due),
        article=NamedShape(
            slug=step.article,
            title=step.article_title,
            url=call.house.settings.public_url + addresses.article(here, language, step.article, anchor=step.section),
        )
        if step.article
        else None,
        authority=_word(step.authority) if step.authority else None,
        papers=[_word(paper) for paper in step.papers],
        confirm=step.confirm,
    )


@router.get("/events", responses=responses())
def event_list(call: CurrentCall, lang: Lang = "", municipality: MunicipalityParameter = "") -> list[EventShape]:
    """What is on in the municipality, from today on."""
    language = call.language
    return [
        EventShape(
            slug=each.slug,
            kind=EventKind(each.kind),
            title=in_language(each.title, language),
            summary=in_language(each.summary, language),
            starts_at=clock.danish_moment(each.day, each.starts),
            ends_at=clock.danish_moment(each.day, each.ends),
            place=in_language(each.place, language),
            address=each.address,
            host=in_language(each.host, language),
            languages=each.languages,
            audiences=each.audiences,
            situations=each.situations,
            sign_up=each.sign_up,
            sign_up_by=each.sign_up_by,
            seats=each.seats,
        )
        for each in events.coming(call.session, call.municipality.id or 0, call.today)
    ]


def _line(call: Call, line: GuidanceLine, address: Callable[[str, str, str], str]) -> GuidanceLineShape:
    return GuidanceLineShape(
        slug=line.slug,
        topic=line.topic,
        article=line.article or None,
        title=line.title,
        summary=line.summary,
        text_language=line.text_language,
        languages=list(line.languages),
        url=call.house.settings.public_url + address(call.municipality.slug, call.language, line.slug),
    )


def _word(word: Word) -> WordShape:
    return WordShape(slug=word.slug, name=word.name, meaning=word.meaning)


def _deadline(
    call: Call, deadline: Deadline | None, length: Length | None, due: Due | None, counts_from: date | None = None
) -> DeadlineShape | None:
    if deadline is None or length is None:
        return None
    said = (call.speaker.whole_day(due.day), offices_in_words(due, call.speaker)) if due else ()
    return DeadlineShape(
        rule=length_in_words(deadline, length, call.speaker, counts_from),
        due=due.day if due else None,
        due_text=". ".join(filter(None, said)),
        offices_until=due.offices_until if due else None,
        is_over=due.is_over(call.today) if due else False,
        advised=deadline.advised,
    )


def _must_be_understood(call: Call, faults: Sequence[Fault]) -> None:
    """Raises Invalid for the first answer that can't be used."""
    for fault in faults:
        told = filled(fault, call.speaker)
        raise Invalid(told.sentence, field=told.field, **told.holes)
