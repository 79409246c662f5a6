"""What everybody may read: municipalities, topics, and articles as a municipality shows them."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.api.calls import Call, CurrentCall, JsonRoute
from app.api.pages import add_next
from app.api.parameters import AudienceParameter, Lang, MunicipalityParameter, Slug
from app.api.problems import responses
from app.api.shapes import ArticleLineShape, ArticleShape, MunicipalityShape, SourceShape, TopicShape
from app.articles import pages
from app.articles import queries as articles
from app.core import addresses
from app.core.errors import N_, NotFound
from app.people import queries as people
from app.people.rules import in_language
from app.topics import queries as topics

router = APIRouter(route_class=JsonRoute, tags=["knowledge"])


@router.get("/municipalities", responses=responses())
def municipalities(call: CurrentCall, lang: Lang = "") -> list[MunicipalityShape]:
    """The municipalities, the default one first, with the languages of their pages."""
    language = call.speaker.language
    return [
        MunicipalityShape(slug=each.slug, name=in_language(each.names, language), languages=each.languages)
        for each in people.municipalities(call.session)
    ]


@router.get("/topics", responses=responses())
def topic_list(call: CurrentCall, lang: Lang = "") -> list[TopicShape]:
    """The topics in their order."""
    language = call.speaker.language
    return [TopicShape(slug=each.slug, title=in_language(each.title, language)) for each in topics.topics(call.session)]


@router.get("/articles", responses=responses())
def article_list(
    call: CurrentCall,
    response: Response,
    lang: Lang = "",
    municipality: MunicipalityParameter = "",
    topic: Annotated[str, Query(description="only this topic")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    cursor: Annotated[str, Query(description="from the Link header of the page before")] = "",
) -> list[ArticleLineShape]:
    """The articles that the municipality shows, by topic and title; the Link header leads to the next page."""
    if topic and topics.topic(call.session, topic) is None:
        raise NotFound(N_("There is no topic with this name."), field="topic")
    lines = articles.lines(call.session, call.municipality, call.language, topic=topic)
    begin = 0
    if cursor:
        begin = next((number for number, line in enumerate(lines, 1) if line.slug == cursor), len(lines))
    shown = lines[begin : begin + limit]
    if len(lines) > begin + limit:
        add_next(call, response, cursor=shown[-1].slug)
    return [_line(call, line) for line in shown]


def _line(call: Call, line: articles.ArticleLine) -> ArticleLineShape:
    return ArticleLineShape(
        slug=line.slug,
        topic=line.topic,
        title=line.title,
        summary=line.summary,
        text_language=line.text_language,
        languages=list(line.languages),
        local=line.local,
        audiences=list(line.audiences),
        code=line.code,
        url=_url(call, line.slug),
        checked_on=line.checked_on,
    )


def _url(call: Call, slug: str) -> str:
    return call.house.settings.public_url + addresses.article(call.municipality.slug, call.language, slug)


@router.get("/articles/{slug}", responses=responses())
def article(
    call: CurrentCall,
    slug: Slug,
    lang: Lang = "",
    municipality: MunicipalityParameter = "",
    audience: AudienceParameter = "",
) -> ArticleShape:
    """An article as the municipality shows it, in Markdown and HTML. An earlier name of it leads to it, too."""
    page = pages.read_article(
        call.session,
        slug,
        language=call.language,
        municipality=call.municipality,
        audience=audience,
        today=call.today,
    )
    return ArticleShape(
        slug=page.slug,
        topic=page.topic,
        title=page.title,
        summary=page.summary,
        text_language=page.text_language,
        languages=list(page.languages),
        local=page.local,
        audiences=list(page.audiences),
        code=page.code,
        url=_url(call, page.slug),
        checked_on=page.checked_on,
        markdown=page.markdown,
        html=page.html,
        sources=[
            SourceShape(name=each.name, address=each.address, checked_on=each.checked_on) for each in page.sources
        ],
        responsible=page.responsible,
        situations=list(page.situations),
        behind=page.behind,
    )
