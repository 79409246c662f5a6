"""The newcomer's pages: choosing a municipality, searching, reading. No sign-in, no script; a GET changes nothing."""

import gzip
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.articles import pages
from app.articles import queries as articles
from app.articles.excerpts import Excerpt, excerpt
from app.articles.queries import ArticleLine
from app.core import addresses, personal_data
from app.core.danger import tells_of_danger
from app.core.edition import kept, kept_before
from app.core.errors import N_, NotFound
from app.core.i18n import Speaker
from app.enquiries.emergency import whom_to_call
from app.events import queries as events
from app.guidance import queries as guidance
from app.guidance.queries import GuidanceLine, GuidesAndChecklists
from app.people import queries as people
from app.people.rules import keep_days_of
from app.search.decision import Decision
from app.search.documents import ARTICLES
from app.search.engine import IndexUnusable
from app.search.finding import Findings, Hit, find
from app.search.upkeep import glossary
from app.topics import queries as topics
from app.web.counting import count_search
from app.web.pages import redirect, render, set_cookie
from app.web.visit import AUDIENCE_COOKIE, PLACE_COOKIE, CurrentVisit, Visit

router = APIRouter(include_in_schema=False)
last = APIRouter(include_in_schema=False)  # a municipality's bare name: asked only when no other door knows the address

MOST_RESULTS = 6
MOST_GUESSES = 3  # when nothing fits well
FAR_BEHIND = 0.35  # of the first one's score
NEARLY_THE_BEST = 0.75  # of the first one's score, too
GUIDE, CHECKLIST = "guide", "checklist"


def show(visit: Visit, template: str, canonical: str, *, status: int = 200, **values: Any) -> Response:
    """A public page with its municipality's frame. `canonical` is the address below /{municipality}/{language}/."""
    response = render(visit, template, status=status, canonical=canonical, **in_its_frame(visit), **values)
    remember_place(visit, response)
    return response


def in_its_frame(visit: Visit) -> dict[str, Any]:
    """What the frame of a municipality's public pages needs. Raises NotFound where there is no such page."""
    front = addresses.front(visit.municipality.slug, visit.language)
    return {"front": front, "contacts": people.contacts(visit.session, visit.municipality.id or 0)}


def remember_place(visit: Visit, response: Response) -> None:
    """The municipality she reads is the one she finds at `/` the next time."""
    place = visit.request.path_params["municipality"]
    if visit.request.cookies.get(PLACE_COOKIE) != place:
        set_cookie(visit, response, PLACE_COOKIE, place, days=365)


def kept_page(visit: Visit, make: Callable[[], Response]) -> Response:
    """A page as it was made for the first who read it, until the house changes or a new day begins.

    It depends on its address, on the reader's audience and on nothing else of her.
    """
    today = visit.today
    name = ("page", visit.request.scope["path"], visit.audience, today)
    page = kept_before(visit.house.database.engine, name) or kept(visit.session, name, lambda _: KeptPage.of(make()))
    response = page.answer(visit.request.headers.get("accept-encoding", ""))
    remember_place(visit, response)
    return response


@dataclass(frozen=True)
class KeptPage:
    """A page's status, address to go to, and body, as it is and compressed."""

    status: int
    location: str | None
    plain: bytes
    compressed: bytes

    @classmethod
    def of(cls, response: Response) -> "KeptPage":
        body = bytes(response.body)
        return cls(response.status_code, response.headers.get("location"), body, gzip.compress(body, mtime=0))

    def answer(self, accepted: str) -> Response:
        headers = {"Vary": "Accept-Encoding, Cookie", "Cache-Control": "private, no-cache"}
        if self.location:
            headers["Location"] = self.location
        if "gzip" not in accepted:
            return HTMLResponse(self.plain, self.status, headers)
        return HTMLResponse(self.compressed, self.status, headers | {"Content-Encoding": "gzip"})


@router.get("/{municipality}/{language:language}/")
def front(visit: CurrentVisit) -> Response:
    """The front page: one box, the topics, the way to a person, the mayor's letter."""
    return kept_page(visit, lambda: _front(visit))


def _front(visit: Visit) -> Response:
    lines = articles.lines(visit.session, visit.municipality, visit.language)
    used = {line.topic for line in lines}
    shown = [topic for topic in topics.topics(visit.session) if topic.slug in used]
    counts = {topic.slug: sum(line.topic == topic.slug for line in lines) for topic in shown}
    return show(
        visit,
        "public/front.html",
        "",
        topics=shown,
        counts=counts,
        guidances=guidance.about(visit.session, visit.language),
        has_events=bool(events.coming(visit.session, visit.municipality.id or 0, visit.today)),
    )


@router.get("/{municipality}/{language:language}/articles/{slug}")
def article(visit: CurrentVisit, slug: str, audience: str | None = None) -> Response:
    """An article, composed for this municipality."""
    response = kept_page(visit, lambda: _article(visit, slug))
    if audience is not None:
        set_cookie(visit, response, AUDIENCE_COOKIE, visit.audience, days=365)
    return response


def _article(visit: Visit, slug: str) -> Response:
    page = pages.read_article(
        visit.session,
        slug,
        language=visit.language,
        municipality=visit.municipality,
        audience=visit.audience,
        today=visit.today,
    )
    if page.slug != slug:
        return RedirectResponse(addresses.article(visit.municipality.slug, visit.language, page.slug), status_code=301)
    topic = topics.topic(visit.session, page.topic)
    has_audiences = any(block.kind == "audience" for section in page.sections for block in section.blocks)
    return show(
        visit,
        "public/article.html",
        f"articles/{page.slug}",
        page=page,
        topic=topic,
        guidances=guidance.about(visit.session, visit.language, article=page.slug),
        has_audiences=has_audiences,
        audiences=[("", visit.speaker.say(N_("I have not chosen"))), *audience_choices(visit.speaker)],
    )


@router.get("/")
def choose(visit: CurrentVisit, place: str = "", choose: str = "") -> Response:
    """Which municipality? One: straight there. Several: by postcode, town or list, and the one chosen before."""
    known = people.municipalities(visit.session)
    before = people.municipality(visit.session, visit.request.cookies.get(PLACE_COOKIE, ""))
    found = people.look_up_municipality(visit.session, place)
    there = (
        found[0]
        if len(found) == 1
        else known[0]
        if len(known) == 1
        else before
        if before and not choose and not place
        else None
    )
    if there is not None:
        language = visit.language if visit.language in there.languages else there.languages[0]
        return redirect(addresses.front(there.slug, language))
    return render(
        visit, "public/choose.html", municipalities=found or known, place=place, nothing=bool(place) and not found
    )


@router.get("/was")
def web_accessibility_statement(visit: CurrentVisit) -> Response:
    """Where Danish law wants the accessibility statement to be found."""
    return redirect(_some_place(visit) + "accessibility")


def _some_place(visit: Visit) -> str:
    """The front page of the municipality chosen before, or of the first. Raises NotFound where there is none."""
    known = people.municipalities(visit.session)
    there = people.municipality(visit.session, visit.request.cookies.get(PLACE_COOKIE, "")) or next(iter(known), None)
    if there is None:
        raise NotFound(N_("There is no page at this address."))
    return addresses.front(there.slug, visit.language if visit.language in there.languages else there.languages[0])


@router.get("/privacy")
def privacy_of_no_place(visit: CurrentVisit) -> Response:
    """The privacy notice for pages that belong to no municipality: that of the one chosen before, or the first."""
    return redirect(_some_place(visit) + "privacy")


@router.get("/a/{code}")
def short_address(visit: CurrentVisit, code: str) -> Response:
    """The permanent address of an article: to the reader's language and municipality."""
    article = articles.article_by_code(visit.session, code)
    known = people.municipalities(visit.session)
    before = people.municipality(visit.session, visit.request.cookies.get(PLACE_COOKIE, ""))
    showing = [
        each for each in known if article and article.owner_id in topics.visible_owners(visit.session, each.owner_id)
    ]
    if article is None or not showing:
        raise NotFound(N_("There is no such article here."))
    there = before if before in showing else showing[0]
    language = visit.language if visit.language in there.languages else there.languages[0]
    return RedirectResponse(addresses.article(there.slug, language, article.slug), status_code=302)


@router.get("/{municipality}/colours.css")
def colours(visit: CurrentVisit) -> Response:
    """The municipality's colours as a style sheet (the content security policy allows none in the page)."""
    of = visit.municipality.colours
    css = ":root { " + "".join(f"--{name}: {value}; " for name, value in of.items()) + "}\n"
    return Response(css, media_type="text/css", headers={"Cache-Control": "public, max-age=86400"})


@last.get("/{municipality}")
@last.get("/{municipality}/")
def municipality_front(visit: CurrentVisit) -> Response:
    """The municipality without a language: the browser's."""
    there = visit.municipality
    language = visit.language if visit.language in there.languages else there.languages[0]
    return redirect(addresses.front(there.slug, language))


@router.get("/{municipality}/{language:language}")
def without_slash(visit: CurrentVisit) -> Response:
    return RedirectResponse(addresses.front(visit.municipality.slug, visit.language), status_code=308)


@router.get("/{municipality}/{language:language}/search")
def search(visit: CurrentVisit, q: str = "", exact: str = "") -> Response:
    """The answer itself where there is one, else what fits the question; and always the way to a person.

    With `exact`, the words are taken as they are typed. Whoever tells of danger reads first whom to call, and
    no answer that does not say it, too: what seems sure may be about her husband's job.
    """
    masked = personal_data.keep_for_search(q)
    query = masked.text
    findings = look_for(visit, query, correct=not exact) if query else None
    count_search(visit, findings)
    shown = worth_showing(visit, findings) if findings else []
    danger = tells_of_danger(query)
    answer = answer_in(visit, findings, shown) if findings else None
    if danger and answer and not says_whom_to_call(answer):
        answer = None
    here = addresses.search(visit.municipality.slug, visit.language, query, exact=bool(exact))
    return show(
        visit,
        "public/search.html",
        "search",
        link_query="?" + here.partition("?")[2] if query else "",
        query=query,
        findings=findings,
        answer=answer,
        results=more_on_it(shown) if answer else shown,
        guidances=made_for_her(visit, findings, shown, correct=not exact) if findings else None,
        removed=masked.removed,
        emergency=whom_to_call(visit.speaker) if danger else [],
        topics={topic.slug: topic for topic in topics.topics(visit.session)},
    )


def says_whom_to_call(answer: Excerpt) -> bool:
    """Whether its text, not only the box of a contact, has a number that can be called from the page."""
    return any(block.kind != "slot" and 'href="tel:' in block.html for block in answer.section.blocks)


@dataclass(frozen=True)
class Result:
    """An article that was found, as a line of a list."""

    hit: Hit
    line: ArticleLine


def worth_showing(visit: Visit, findings: Findings) -> list[Result]:
    """The results that help a tired reader: few, and none that is far behind the first.

    The index is a copy: what was taken back may stand in it for a moment, and is left out.
    """
    lines = {line.slug: line for line in articles.lines(visit.session, visit.municipality, visit.language)}
    there = [Result(hit, lines[hit.slug]) for hit in findings.hits if hit.slug in lines]
    best = max((each.hit.score for each in there), default=0.0)
    most = MOST_GUESSES if findings.decision == Decision.HAND_OVER else MOST_RESULTS
    return [each for each in there if each.hit.score >= best * FAR_BEHIND][:most]


def more_on_it(shown: Sequence[Result]) -> list[Result]:
    """What is worth reading after the first, which answers: of its topic, or nearly as near to the words."""
    first = shown[0].hit
    return [
        each for each in shown[1:] if each.hit.topic == first.topic or each.hit.score >= first.score * NEARLY_THE_BEST
    ]


def answer_in(visit: Visit, findings: Findings, shown: Sequence[Result]) -> Excerpt | None:
    """The part of the first article that answers, as this reader sees it; none where the decision is another, or where
    it was taken back a moment ago: the next one may be no answer."""
    if findings.decision != Decision.ANSWER or not shown or shown[0].hit is not findings.hits[0]:
        return None
    first = shown[0].hit
    try:
        page = pages.read_article(
            visit.session,
            first.slug,
            language=visit.language,
            municipality=visit.municipality,
            audience=visit.audience,
            today=visit.today,
        )
    except NotFound:
        return None
    return excerpt(page, first.passage.anchor, first.passage.text, audience=visit.audience)


def made_for_her(visit: Visit, findings: Findings, shown: Sequence[Result], *, correct: bool) -> GuidesAndChecklists:
    """The guides and checklists that fit the words, and those on the first article where that answers."""
    found = look_for(visit, findings.query, correct=correct, kinds=(GUIDE, CHECKLIST))
    hits = found.hits if found and found.decision != Decision.HAND_OVER else ()
    near = {(hit.kind, hit.slug) for hit in hits if hit.score >= hits[0].score * NEARLY_THE_BEST}
    about = shown[0].line.slug if shown and findings.decision == Decision.ANSWER else None

    def fitting(kind: str, lines: Sequence[GuidanceLine]) -> tuple[GuidanceLine, ...]:
        return tuple(line for line in lines if line.article == about or (kind, line.slug) in near)

    return GuidesAndChecklists(
        fitting(GUIDE, guidance.guide_lines(visit.session, visit.language)),
        fitting(CHECKLIST, guidance.checklist_lines(visit.session, visit.language)),
    )


def look_for(
    visit: Visit, query: str, *, correct: bool = True, kinds: Collection[str] = ARTICLES, limit: int = 10
) -> Findings | None:
    """The public findings for a query (already without personal numbers); none while the index is being built."""
    try:
        return find(
            visit.house.public_index,
            query,
            language=visit.language,
            owners=visit.owners,
            audience=visit.audience or None,
            kinds=kinds,
            glossary=glossary(visit.session),
            correct=correct,
            bounds=visit.house.bounds,
            limit=limit,
        )
    except IndexUnusable:
        return None


@router.get("/{municipality}/{language:language}/topics/{topic}")
def topic_page(visit: CurrentVisit, topic: str) -> Response:
    """The articles of a topic, and who knows it."""
    return kept_page(visit, lambda: _topic(visit, topic))


def _topic(visit: Visit, topic: str) -> Response:
    found = topics.topic(visit.session, topic)
    if found is None:
        raise NotFound(N_("There is no such topic here."))
    lines = articles.lines(visit.session, visit.municipality, visit.language, topic=topic)
    guidances = guidance.about(visit.session, visit.language, topic=topic)
    return show(visit, "public/topic.html", f"topics/{topic}", topic=found, lines=lines, guidances=guidances)


def audience_choices(speaker: Speaker) -> list[tuple[str, str]]:
    """The audiences as a reader may choose herself one."""
    sentences = {
        "nordic": N_("A Nordic citizen"),
        "eu": N_("A citizen of the EU, EEA or Switzerland"),
        "third": N_("A citizen of another country"),
        "commuter": N_("I work in Denmark and live abroad"),
    }
    return [(audience, speaker.say(sentence)) for audience, sentence in sentences.items()]


@router.get("/{municipality}/{language:language}/people")
def who_can_help(visit: CurrentVisit) -> Response:
    """The contacts, and the resource people that the municipality chose to show."""
    return kept_page(visit, lambda: _who_can_help(visit))


def _who_can_help(visit: Visit) -> Response:
    shown = [each for each in people.colleagues(visit.session, visit.municipality.id or 0) if each.person.public]
    names = {topic.slug: topic for topic in topics.topics(visit.session)}
    return show(visit, "public/people.html", "people", colleagues=shown, topics=names)


@router.get("/{municipality}/{language:language}/privacy")
def privacy(visit: CurrentVisit) -> Response:
    """Who keeps what, why, on which legal basis, how long, and where to complain (GDPR, art. 13)."""
    return kept_page(visit, lambda: _privacy(visit))


def _privacy(visit: Visit) -> Response:
    return show(visit, "public/privacy.html", "privacy", keep_days=keep_days_of(visit.municipality))


@router.get("/{municipality}/{language:language}/accessibility")
def accessibility(visit: CurrentVisit) -> Response:
    """The accessibility statement (lov om tilgængelighed af offentlige organers websteder)."""
    return kept_page(visit, lambda: show(visit, "public/accessibility.html", "accessibility"))
