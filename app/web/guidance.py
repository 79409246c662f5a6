"""Guides, checklists and events as plain pages: forms that only read, so that every step of them has an address."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from app.core import addresses
from app.core.drafts import Fault
from app.core.errors import N_
from app.enquiries.queries import who_confirms
from app.events import queries as events
from app.guidance import queries as guidance
from app.guidance.drafts import HOUSEHOLDS, Question, QuestionType
from app.guidance.queries import ChecklistPage, GuidePage
from app.guidance.rules.answers import UNKNOWN
from app.guidance.sentences import (
    NO,
    YES,
    answer_in_words,
    filled,
    length_in_words,
    offices_in_words,
    only_for_in_words,
)
from app.people.rules import in_language
from app.topics import queries as topics
from app.topics.rules import Origin
from app.web.forms import sentences
from app.web.pages import redirect, set_cookie
from app.web.public import audience_choices, kept_page, show
from app.web.visit import AUDIENCE_COOKIE, CurrentVisit, Visit

router = APIRouter(include_in_schema=False)

ASKED = "asked"  # which question a form puts: a browser sends nothing for one where nothing was chosen
CHANGE = "change"  # which answer is to be given anew; the others are kept


@router.get("/{municipality}/{language:language}/guides/{slug}")
def guide(visit: CurrentVisit, slug: str) -> Response:
    """Her answers so far, then the next question or her rule."""
    given = dict(visit.request.query_params)
    changing = given.get(CHANGE, "")
    page = guidance.read_guide(
        visit.session,
        slug,
        {name: text for name, text in given.items() if name != changing},
        language=visit.language,
        municipality=visit.municipality,
        today=visit.today,
    )
    countries = topics.countries(visit.session)
    asked = page.ask.id if page.ask else ""
    typed = given.get(asked, "")
    others = {name: given[name] for name in page.questions if name != asked and given.get(name)}
    so_far = {**others, asked: typed} if typed else others
    faults = _faults(visit, page, given)
    answered = [
        (
            question,
            answer_in_words(question, answer, countries, visit.speaker),
            urlencode({**others, CHANGE: question.id}),
        )
        for question, answer in page.answered
    ]
    return show(
        visit,
        "public/guide.html",
        f"guides/{slug}",
        status=422 if faults else 200,
        link_query=f"?{urlencode(so_far)}" if so_far else "",
        page=page,
        topic=topics.topic(visit.session, page.line.topic),
        answers=others,
        answered=answered,
        typed=typed,
        asked=ASKED,
        options=_options(visit, page.ask) if page.ask else [],
        without=urlencode({**others, page.ask.id: UNKNOWN}) if page.ask and page.ask.optional else "",
        faults=faults,
        ask_words=_ask_words(page, answered, visit.language),
        person=who_confirms(
            visit.session,
            visit.municipality,
            topic=page.line.topic,
            article=page.line.article,
            language=visit.language,
            now=visit.now,
        )
        if page.rule and page.rule.confirm
        else None,
        **_deadlines(visit),
    )


def _deadlines(visit: Visit) -> dict[str, Any]:
    """What `parts/guidance.html` writes deadlines with."""
    return {
        "today": visit.today,
        "offices_in_words": lambda due: offices_in_words(due, visit.speaker),
        "length_in_words": lambda deadline, length, day: length_in_words(deadline, length, visit.speaker, day),
    }


def _faults(visit: Visit, page: GuidePage, given: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with the answer to the question that stands open; sent without an answer, that it wants one."""
    if page.ask is None:
        return {}
    if given.get(CHANGE) == page.ask.id:
        return {}
    open_ones = [filled(fault, visit.speaker) for fault in page.faults if fault.field == page.ask.id]
    if given.get(ASKED) == page.ask.id and not given.get(page.ask.id, "").strip():
        open_ones = [Fault(page.ask.id, N_("Please answer this question."), {})]
    return sentences(open_ones, visit.speaker)


def _options(visit: Visit, question: Question) -> list[tuple[str, str]]:
    """What may be chosen, with its words."""
    match question.type:
        case QuestionType.COUNTRY:
            named = topics.countries(visit.session).named(visit.language, areas=question.areas)
            return [("", visit.speaker.say(N_("Please choose"))), *named]
        case QuestionType.YES_NO:
            return [("yes", visit.speaker.say(YES)), ("no", visit.speaker.say(NO))]
        case _:
            return [(option.id, in_language(option.text, visit.language)) for option in question.options]


def _ask_words(page: GuidePage, answered: list[tuple[Question, str, str]], language: str) -> str:
    """The guide and her answers, so that she need not write them again when she asks a person."""
    said = [f"{in_language(question.text, language)} {words}" for question, words, _ in answered]
    return "\n".join([page.line.title, *said, ""])


@router.get("/{municipality}/{language:language}/checklists/{slug}")
def checklist(visit: CurrentVisit, slug: str) -> Response:
    """Her steps, with real days when she has given hers."""
    query = visit.request.query_params
    given = {**query, "household": ",".join(filter(None, query.getlist("household")))}
    if (hers := guidance.checklist_for(visit.session, slug, given)) != slug:
        about = (("commuter", query.get("commuter")), ("audience", "commuter"))
        rest = urlencode([each for each in query.multi_items() if each not in about])
        there = addresses.checklist(visit.municipality.slug, visit.language, hers)
        return redirect(f"{there}?{rest}" if rest else there)
    if "audience" not in query and visit.audience in list(Origin):
        given["audience"] = visit.audience
    page = guidance.read_checklist(
        visit.session,
        slug,
        given,
        language=visit.language,
        municipality=visit.municipality,
        today=visit.today,
    )
    choices = _choices(visit, page)
    response = show(
        visit,
        "public/checklist.html",
        f"checklists/{slug}",
        status=422 if page.faults else 200,
        link_query=f"?{urlencode(given)}" if query else "",
        page=page,
        topic=topics.topic(visit.session, page.line.topic),
        given=given,
        faults=_faults_shown(visit, page.faults, choices),
        words={word.slug: word for step in page.steps for word in (step.authority, *step.papers) if word}.values(),
        only_for_in_words=lambda when: only_for_in_words(when, visit.speaker),
        **_deadlines(visit),
        **choices,
    )
    if page.reader.audience and "audience" in query:
        set_cookie(visit, response, AUDIENCE_COOKIE, page.reader.audience, days=365)
    return response


def _faults_shown(visit: Visit, faults: Sequence[Fault], choices: Mapping[str, Any]) -> dict[str, str]:
    """The faults by the fields that the page has; those of others stand for the whole form."""
    fields = {name for name, _ in choices["days"]}
    fields |= {"audience"} if choices["origins"] else set()
    fields |= {"household", "children"} if choices["households"] else set()
    fields |= {"situation"} if choices["situations"] else set()
    said = sentences([filled(fault, visit.speaker) for fault in faults], visit.speaker)
    others = " ".join(sentence for name, sentence in said.items() if name not in fields)
    return {name: said[name] for name in said if name in fields} | ({"": others} if others else {})


# What the date means, as the page asks for it; the first of a list is what it counts from.
DAYS = {
    "arrival": N_("Day of moving in"),
    "work-start": N_("First working day"),
    "departure": N_("Day of leaving"),
}
WHO = {
    "alone": N_("Only me"),
    "partner": N_("My partner and me"),
    "children": N_("My children and me"),
    "partner,children": N_("My partner, my children and me"),
}
SITUATIONS = {
    "worker": N_("I work here"),
    "student": N_("I study here"),
    "family": N_("I come for my family"),
    "employer": N_("I am an employer"),
}


def _choices(visit: Visit, page: ChecklistPage) -> dict[str, Any]:
    """What the reader may say of herself: only what makes a difference on this list."""
    say, table = visit.speaker.say, page.table
    not_said = ("", say(N_("I have not chosen")))
    origins = [(value, label) for value, label in audience_choices(visit.speaker) if value in table.audiences]
    return {
        "days": [(event.replace("-", "_"), say(DAYS[event])) for event in table.events()],
        "origins": [not_said, *origins] if origins else [],
        "households": [not_said, *((value, say(label)) for value, label in WHO.items())] if table.household else [],
        "household": ",".join(word for word in HOUSEHOLDS if word in page.reader.household),
        "situations": [not_said, *((each, say(SITUATIONS[each])) for each in table.situations)]
        if table.situations
        else [],
    }


@router.get("/{municipality}/{language:language}/events")
def what_is_on(visit: CurrentVisit) -> Response:
    """Visiting days, courses, meetings and social events, by month."""
    return kept_page(visit, lambda: _what_is_on(visit))


def _what_is_on(visit: Visit) -> Response:
    coming = events.coming(visit.session, visit.municipality.id or 0, visit.today)
    months = [(month, list(each)) for month, each in groupby(coming, lambda event: event.day.replace(day=1))]
    return show(visit, "public/events.html", "events", months=months)
