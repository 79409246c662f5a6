"""The front desk: one box that finds articles and people who know, for a clerk with somebody waiting."""

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from app.articles import markup, pages
from app.articles import queries as articles
from app.articles.markup import Target
from app.core import personal_data
from app.core.errors import NotFound
from app.enquiries import queries, records
from app.enquiries.queries import Line
from app.enquiries.subjects import Subject
from app.people.models import Role
from app.people.rules import Staff, may_see_all_enquiries
from app.web import export, people, questions
from app.web.found import MOST_TO_ASK, look_everywhere, people_to_ask
from app.web.pages import redirect
from app.web.sign_in import keep_signed_in
from app.web.staff_pages import (
    Before,
    article_names,
    desk,
    show,
    spoken_here,
    topic_names,
)
from app.web.visit import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=[Depends(keep_signed_in, scope="function")])
router.include_router(questions.router)
router.include_router(export.router)
router.include_router(people.router)

GROUPS = ("people", "articles", "guides", "checklists", "questions")
MOST_OF_A_KIND = 5
MOST_QUESTIONS = 10
SOON = timedelta(days=1)
LETTERS_A_PAGE = 50
CALLED_BY_NUMBER = re.compile(r"(?:(?:no|nr|nummer|number|question|spørgsmål|frage)[. ]+|#)\s*(\d{1,9})", re.IGNORECASE)


@router.get("/desk/{municipality}")
def without_slash(visit: CurrentVisit) -> Response:
    return RedirectResponse(desk(visit), status_code=308)


@router.get("/desk/{municipality}/")
def front(visit: CurrentVisit, q: str = "", speaks: str = "", only: str = "") -> Response:
    """The box. With a question: everything that fits, in groups, or one group whole. With the number of one: that
    question. Without: what waits for her."""
    staff = visit.staff_here()
    kept = personal_data.keep_for_search(q)
    query = kept.text
    spoken = spoken_here(visit)
    speaks = speaks if speaks in spoken else ""
    if not query:
        return show(
            visit,
            "desk/front.html",
            query="",
            speaks=speaks,
            spoken=spoken,
            topics=topic_names(visit),
            **_waiting(visit, staff),
        )
    if there := _question_called(visit, staff, query):
        return redirect(there)
    found = look_everywhere(visit, staff, query, speaks=speaks)
    only = only if only in GROUPS else ""
    articles_shown = found.articles if only == "articles" else found.articles[:MOST_OF_A_KIND]
    return show(
        visit,
        "desk/found.html",
        query=query,
        removed=bool(kept.removed),
        speaks=speaks,
        spoken=spoken,
        found=found,
        only=only,
        most=MOST_OF_A_KIND,
        notes=_notes(visit, [hit.slug for hit in articles_shown]),
        topics=topic_names(visit),
        now=visit.now,
    )


def _question_called(visit: Visit, staff: Staff, query: str) -> str | None:
    """The address of the question whose number is all that was typed, as in “nr. 12”, when she may read it."""
    called = CALLED_BY_NUMBER.fullmatch(query)
    if called is None:
        return None
    try:
        thread = queries.for_staff(visit.session, staff, visit.municipality, int(called[1]))
    except NotFound:
        return None
    return f"{desk(visit)}enquiries/{thread.enquiry.id}"


def _waiting(visit: Visit, staff: Staff) -> dict[str, Any]:
    """Her open questions, and for the front desk and a coordinator the others' promises at risk; the most urgent
    first."""
    find = partial(queries.inbox, visit.session, staff, visit.municipality, soonest=True, now=visit.now)
    due: list[Line] = []
    place = visit.municipality.id or 0
    if may_see_all_enquiries(staff, place) or staff.may(place, Role.COORDINATOR):
        due = find(everyone=True, only="risk", but_hers=True, limit=MOST_QUESTIONS)
    return {"mine": find(state="open", limit=MOST_QUESTIONS), "due": due, "now": visit.now}


# --- reading articles


@router.get("/desk/{municipality}/articles/{slug}")
def article(visit: CurrentVisit, slug: str) -> Response:
    """An article as staff reads it: with the municipality's note, and with whoever knows more."""
    visit.staff_here()
    page = pages.read_article(
        visit.session,
        slug,
        language=visit.language,
        municipality=visit.municipality,
        today=visit.today,
        staff=True,
    )
    subject = Subject(topics={page.topic: 1.0}, articles=(page.slug,))
    return show(
        visit,
        "desk/article.html",
        there_too="" if page.local else f"articles/{page.slug}",
        page=page,
        note=_notes(visit, [page.slug]).get(page.slug),
        topics=topic_names(visit),
        people=people_to_ask(visit, subject, visit.language)[:MOST_TO_ASK],
    )


def _notes(visit: Visit, slugs: Sequence[str]) -> dict[str, Markup]:
    """What the municipality's staff should know about articles, by their slugs."""
    texts = articles.notes(visit.session, slugs, visit.municipality.owner_id, visit.language)
    return {
        slug: markup.to_html(text, lambda kind, target, anchor: _article_here(visit, kind, target, anchor))
        for slug, text in texts.items()
    }


def _article_here(visit: Visit, kind: str, target: str, anchor: str) -> Target | None:
    if kind != "article" or target not in article_names(visit):
        return None
    return Target(href=f"{desk(visit)}articles/{target}" + (f"#{anchor}" if anchor else ""))


# --- letters


@router.get("/desk/{municipality}/outbox")
def outbox(visit: CurrentVisit, before: Before = None) -> Response:
    """The letters that wait, were delivered or given up, for the municipality's administrator."""
    visit.staff_here(Role.ADMINISTRATOR)
    letters = records.letters(visit.session, visit.municipality, limit=LETTERS_A_PAGE + 1, before=before)
    more = letters[LETTERS_A_PAGE - 1].number if len(letters) > LETTERS_A_PAGE else None
    return show(visit, "desk/outbox.html", "outbox", letters=letters[:LETTERS_A_PAGE], more=more, before=before)
