"""The search as JSON; the command line prints the same."""

from collections.abc import Sequence

from fastapi import APIRouter
from markupsafe import Markup, escape
from sqlmodel import Session

from app.api.calls import CurrentCall, JsonRoute
from app.api.parameters import AudienceParameter, Country, Lang, Limit, MunicipalityParameter, Typed, Words
from app.api.problems import NotReady, responses
from app.api.shapes import ExplainedShape, PassageShape, ResultShape, SearchShape, SuggestionShape, TopicGuessShape
from app.articles import queries as articles
from app.articles.queries import ArticleLine
from app.core import addresses, personal_data
from app.core.danger import tells_of_danger
from app.core.errors import N_
from app.core.i18n import Speaker
from app.enquiries.emergency import whom_to_call
from app.guidance import queries as guidance
from app.guidance.queries import GuidanceLine
from app.people.models import Municipality
from app.people.rules import in_language
from app.search import suggesting
from app.search.decision import Bounds
from app.search.documents import ARTICLES
from app.search.engine import Index, IndexUnusable
from app.search.finding import Hit, find
from app.search.upkeep import glossary
from app.topics import queries as topics
from app.web.counting import count_search

BEING_PREPARED = N_("The search is being prepared. Please try again in a moment.")
router = APIRouter(route_class=JsonRoute)


@router.get("/search", responses=responses(), tags=["knowledge"])
def search(
    call: CurrentCall,
    q: Words,
    limit: Limit = 10,
    lang: Lang = "",
    municipality: MunicipalityParameter = "",
    audience: AudienceParameter = "",
    country: Country = "",
) -> SearchShape:
    """Finds the approved text that answers a question; personal numbers are taken out of it before anything else.

    `decision` says what to show: the first result's passage as the answer, the list, or the way to a person; whoever
    tells of danger should first be shown whom to call (`emergency`).
    """
    try:
        found = search_answer(
            call.session,
            call.house.public_index,
            personal_data.keep_for_search(q).text,
            municipality=call.municipality,
            language=call.language,
            audience=audience or topics.countries(call.session).origin(country),
            bounds=call.house.bounds,
            limit=limit,
            public_url=call.house.settings.public_url,
        )
    except IndexUnusable:
        raise NotReady(BEING_PREPARED) from None
    count_search(call, found)
    return found


@router.get("/suggest", responses=responses(), tags=["knowledge"])
def suggest(
    call: CurrentCall, q: Typed, lang: Lang = "", municipality: MunicipalityParameter = ""
) -> list[SuggestionShape]:
    """How a question may go on while it is typed: at most eight, best first, those in the reader's language before
    others. Every word that was typed begins a word of them. Personal numbers are taken out before anything else.
    """
    try:
        found = suggesting.suggest(
            call.house.public_index,
            personal_data.keep_for_search(q).text,
            language=call.language,
            owners=call.owners,
            terms=suggesting.terms_on_offer(call.session),
        )
    except IndexUnusable:
        raise NotReady(BEING_PREPARED) from None
    there = _readable(call.session, call.municipality, call.language)
    return [
        SuggestionShape(
            text=each.text, kind=each.kind, language=each.language, slug=each.slug if each.is_title else None
        )
        for each in found
        if each.kind == suggesting.TERM
        or ("article" if each.kind == suggesting.PHRASING else each.kind, each.slug) in there
    ]


def _readable(session: Session, municipality: Municipality, language: str) -> set[tuple[str, str]]:
    """The kind and slug of all that readers may read: the index is a copy, and may be a moment behind."""
    shelves: dict[str, Sequence[ArticleLine | GuidanceLine]] = {
        "article": articles.lines(session, municipality, language),
        "guide": guidance.guide_lines(session, language),
        "checklist": guidance.checklist_lines(session, language),
    }
    return {(kind, line.slug) for kind, lines in shelves.items() for line in lines}


def search_answer(
    session: Session,
    index: Index,
    query: str,
    *,
    municipality: Municipality,
    language: str,
    audience: str,
    bounds: Bounds,
    limit: int,
    public_url: str,
) -> SearchShape:
    """What the municipality's readers find for a query without personal numbers. Raises IndexUnusable."""
    owners = topics.visible_owners(session, municipality.owner_id)
    found = find(
        index,
        query,
        language=language,
        owners=owners,
        audience=audience or None,
        kinds=ARTICLES,
        glossary=glossary(session),
        bounds=bounds,
        limit=limit,
    )
    titles = {topic.slug: in_language(topic.title, language) for topic in topics.topics(session)}
    lines = {line.slug: line for line in articles.lines(session, municipality, language)}
    return SearchShape(
        query=found.query,
        language=found.language,
        decision=found.decision,
        confidence=found.confidence,
        showing_for=found.showing_for,
        emergency=whom_to_call(Speaker(language)) if tells_of_danger(query) else [],
        explained=[
            ExplainedShape(word=each.word, language=each.language, meaning=each.meaning) for each in found.explained
        ],
        topics=[
            TopicGuessShape(slug=guess.slug, title=titles.get(guess.slug, guess.slug), confidence=guess.confidence)
            for guess in found.topics
        ],
        # The index is a copy: what is no longer shown may stand in it for a moment.
        results=[
            _result(hit, lines[hit.slug], public_url + addresses.article(municipality.slug, language, hit.slug))
            for hit in found.hits
            if hit.slug in lines
        ],
    )


def _result(hit: Hit, line: ArticleLine, url: str) -> ResultShape:
    return ResultShape(
        kind="article",
        slug=line.slug,
        title=line.title,
        summary=line.summary,
        passage=PassageShape(html=marked(hit.passage.text, hit.passage.marks), anchor=hit.passage.anchor),
        text_language=line.text_language,
        local=line.local,
        audience=list(line.audiences),
        topic=line.topic,
        url=url,
        score=hit.score,
        checked_on=line.checked_on,
    )


def marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """The escaped text with these stretches in <mark>."""
    pieces, position = [], 0
    for start, end in marks:
        pieces += [escape(text[position:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        position = end
    return str(Markup("").join([*pieces, escape(text[position:])]))
