"""The search as JSON; the command line prints the same."""

from collections.abc import Sequence

from fastapi import APIRouter
from markupsafe import Markup, escape
from sqlmodel import Session

from app.api.calls import CurrentCall, JsonRoute
from app.api.parameters import AudienceParameter, Country, Lang, Limit, MunicipalityParameter, Words
from app.api.problems import NotReady, responses
from app.api.shapes import PassageShape, ResultShape, SearchShape, TopicGuessShape
from app.articles import queries as articles
from app.core import addresses, personal_data
from app.core.errors import N_
from app.people.models import Municipality
from app.people.rules import in_language
from app.search.engine import Index, IndexUnusable
from app.search.finding import Hit, find
from app.topics import queries as topics

LONGEST_QUERY = 2000
router = APIRouter(route_class=JsonRoute)


@router.get("/search", responses=responses(503), tags=["knowledge"])
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

    `decision` says what to show: the first result's passage as the answer, the list, or the way to a person.
    """
    try:
        return search_answer(
            call.session,
            call.house.public_index,
            without_numbers(q),
            municipality=call.municipality,
            language=call.language,
            audience=audience or topics.countries(call.session).origin(country),
            limit=limit,
            public_url=call.house.settings.public_url,
        )
    except IndexUnusable:
        raise NotReady(N_("The search is being prepared. Please try again in a moment.")) from None


def without_numbers(words: str) -> str:
    """Words as they may be searched for: on one line, bounded, without CPR, passport and bank numbers."""
    return " ".join(personal_data.keep(words[:LONGEST_QUERY]).text.split())


def search_answer(
    session: Session,
    index: Index,
    query: str,
    *,
    municipality: Municipality,
    language: str,
    audience: str,
    limit: int,
    public_url: str,
) -> SearchShape:
    """What the municipality's readers find for a query without personal numbers. Raises IndexUnusable."""
    owners = topics.visible_owners(session, municipality.owner_id)
    found = find(index, query, language=language, owners=owners, audience=audience or None, limit=limit)
    titles = {topic.slug: in_language(topic.title, language) for topic in topics.topics(session)}
    lines = {line.slug: line for line in articles.lines(session, municipality, language)}
    return SearchShape(
        query=found.query,
        language=found.language,
        decision=found.decision,
        confidence=found.confidence,
        showing_for=found.showing_for,
        explained=[],
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


def _result(hit: Hit, line: articles.ArticleLine, url: str) -> ResultShape:
    return ResultShape(
        kind=hit.kind,
        slug=hit.slug,
        title=hit.title,
        summary=hit.summary,
        passage=PassageShape(html=marked(hit.passage, hit.passage_marks), anchor=hit.passage_anchor),
        text_language=hit.language,
        local=line.local,
        audience=list(line.audiences),
        topic=hit.topic,
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
