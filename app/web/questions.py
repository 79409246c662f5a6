"""Questions at the desk: listed, logged, read, answered, handed over, closed, and made into articles.

A list shows no words of a question, so that only opening one is a reading; each reading is logged.
"""

import secrets
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from fastapi import APIRouter, Response
from starlette.datastructures import FormData

from app.articles import queries as articles
from app.core import addresses, drafts, personal_data
from app.core.drafts import Draft
from app.core.errors import N_, Invalid, Problem, SignInNeeded
from app.core.tokens import digest
from app.enquiries import actions, calls, queries, records, rules
from app.enquiries.dividing import parts_of
from app.enquiries.drafts import ClosingDraft, HandOverDraft, LoggedDraft, MessageDraft
from app.enquiries.queries import Thread
from app.people import queries as people
from app.people.models import Role
from app.people.rules import Staff, may_see_all_enquiries
from app.search.documents import ARTICLES
from app.search.engine import IndexUnusable
from app.search.finding import Hit, find
from app.search.upkeep import glossary
from app.topics.queries import countries
from app.web.forms import FormFields, fields, problem_sentences, sentences
from app.web.pages import redirect, render
from app.web.staff_pages import (
    Before,
    Number,
    article_names,
    desk,
    knowers,
    show,
    stored_reasons,
    topic_names,
)
from app.web.visit import SAFE_METHODS, CurrentVisit, Visit

router = APIRouter(include_in_schema=False)
D = TypeVar("D", bound=Draft)

LINES_A_PAGE = 25
MOST_SUGGESTIONS = 4
STATES = ("open", "answered", "closed")


@router.get("/desk/{municipality}/enquiries")
def inbox(visit: CurrentVisit, whose: str = "", state: str = "", before: Before = None, logged: str = "") -> Response:
    """The questions a colleague has, or all she may see; by state, the newest first."""
    staff = visit.staff_here()
    place = visit.municipality.id or 0
    sees_all = may_see_all_enquiries(staff, place)
    sees_answered = not sees_all and staff.may(place, Role.EDITOR)
    everyone = (sees_all or sees_answered) and (whose == "all" or (whose != "mine" and not staff.persons))
    if state not in STATES:
        state = "answered" if everyone and sees_answered else "open"
    lines = queries.inbox(
        visit.session, staff, visit.municipality, everyone=everyone, state=state, limit=LINES_A_PAGE + 1, before=before
    )
    return show(
        visit,
        "desk/questions.html",
        "enquiries",
        lines=lines[:LINES_A_PAGE],
        more=lines[LINES_A_PAGE - 1].number if len(lines) > LINES_A_PAGE else None,
        before=before,
        everyone=everyone,
        sees_all=sees_all,
        sees_answered=sees_answered,
        state=state,
        topics=topic_names(visit),
        now=visit.now,
        logged=bool(logged),
    )


# --- a question that came by telephone or at the counter


@router.get("/desk/{municipality}/enquiries/new")
def new(visit: CurrentVisit, q: str = "", topic: str = "", call: str = "") -> Response:
    """The form to log a question, with the words that were searched for, or with what a call of hers says already."""
    staff = visit.staff_here()
    logged = calls.call_of(visit.session, call, visit.municipality, staff, now=visit.now) if call else None
    if logged is not None:
        known = logged.language in visit.municipality.languages
        return _log_form(visit, asdict(logged) | {"lang": logged.language if known else ""})
    return _log_form(visit, {"text": personal_data.keep_for_search(q).text, "topic": topic})


def _log_form(
    visit: Visit, values: dict[str, Any], *, faults: dict[str, str] | None = None, status: int = 200
) -> Response:
    return show(
        visit,
        "desk/log.html",
        "enquiries",
        status=status,
        values=values,
        faults=faults or {},
        once=values.get("once") or secrets.token_urlsafe(16),
        topics=topic_names(visit),
        countries=countries(visit.session).named(visit.language),
    )


@router.post("/desk/{municipality}/enquiries/new")
def log(visit: CurrentVisit, form: FormFields) -> Response:
    """Takes down a question in the asker's name; it goes to whoever knows."""
    given = fields(form)
    try:
        staff = visit.staff_here()
    except SignInNeeded as problem:
        return _signed_out(visit, problem, given, back=desk(visit) + "enquiries/new")
    draft, faults = drafts.read(LoggedDraft, given)
    if draft is None:
        return _log_form(visit, given, faults=sentences(faults, visit.speaker), status=422)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        thread = _ask(visit, staff, draft, once=digest(given.get("once", "") + draft.model_dump_json()))
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        return _log_form(visit, given, faults=dict(problem_sentences(problem, visit.speaker)), status=problem.status)
    if rules.may_answer(staff, thread.enquiry, owner=thread.person.id):
        return redirect(_address(visit, thread.enquiry.id or 0, done="logged"))
    return redirect(desk(visit) + "enquiries?logged=1")


def _ask(visit: Visit, staff: Staff, draft: LoggedDraft, *, once: str) -> Thread:
    language = draft.lang if draft.lang in visit.municipality.languages else visit.language
    pieces = parts_of(
        visit.house.public_index, draft.text, language=language, owners=visit.owners, glossary=glossary(visit.session)
    )
    return actions.ask(
        visit.session,
        draft,
        municipality=visit.municipality,
        language=language,
        pieces=pieces,
        now=visit.now,
        once=once,
        by=staff,
    )


# --- one question


@router.get("/desk/{municipality}/enquiries/{number}")
def question(visit: CurrentVisit, number: Number, done: str = "") -> Response:
    """Everything about a question, for those who may read it. Opening it is logged."""
    return _question(visit, number, done=done)


def _question(
    visit: Visit,
    number: int,
    *,
    values: dict[str, Any] | None = None,
    links: list[str] | None = None,
    faults: dict[str, str] | None = None,
    status: int = 200,
    done: str = "",
) -> Response:
    staff = visit.staff_here()
    thread = queries.for_staff(visit.session, staff, visit.municipality, number)
    _note_reading(visit, thread, staff)
    topics, names = topic_names(visit), article_names(visit)
    enquiry = thread.enquiry
    matter = actions.matter_of(visit.session, thread)
    candidates = queries.who_knows(visit.session, visit.municipality, matter, now=visit.now)
    sure = {**names, **topics}
    stored = thread.assignment.candidates
    return show(
        visit,
        "desk/question.html",
        "enquiries",
        status=status,
        thread=thread,
        may_answer=rules.may_answer(staff, enquiry, owner=thread.person.id),
        writers=records.writers(visit.session, thread.messages),
        given_by=_name(visit, thread.assignment.given_by),
        logged_by=_name(visit, enquiry.logged_by),
        why=[(each["name"], stored_reasons(each["reasons"], visit.speaker, sure)) for each in stored],
        suggestions=_suggestions(visit, thread),
        colleagues=knowers(
            [each for each in candidates if each.colleague.person.id != thread.person.id], visit.speaker, sure
        ),
        captured=queries.captured(visit.session, enquiry.id or 0),
        readers=records.readers(visit.session, enquiry.id or 0)
        if staff.may(enquiry.municipality_id, Role.ADMINISTRATOR)
        else [],
        topics=topics,
        now=visit.now,
        values=values or {},
        links=links or [],
        faults=faults or {},
        done=done,
    )


def _note_reading(visit: Visit, thread: Thread, staff: Staff) -> None:
    """On disk before a word is shown. A GET writes it by itself: no page is made while others wait to write."""
    if visit.request.method in SAFE_METHODS:
        with visit.house.database.write() as session:
            actions.note_reading(session, thread, staff, now=visit.now)
    else:
        actions.note_reading(visit.session, thread, staff, now=visit.now)
        visit.commit()


def _name(visit: Visit, account_id: int | None) -> str:
    account = people.account(visit.session, account_id) if account_id else None
    return account.name if account else ""


def _suggestions(visit: Visit, thread: Thread) -> tuple[Hit, ...]:
    """Public articles that may answer the question, in the asker's language; none when its words are gone."""
    if not thread.question:
        return ()
    language = thread.enquiry.language
    try:
        return find(
            visit.house.public_index,
            thread.question,
            language=language,
            owners=visit.owners,
            kinds=ARTICLES,
            glossary=glossary(visit.session),
            limit=MOST_SUGGESTIONS,
        ).hits
    except IndexUnusable:
        return ()


@router.post("/desk/{municipality}/enquiries/{number}/messages")
def reply(visit: CurrentVisit, number: Number, form: FormFields) -> Response:
    """Answers the asker, with links to the articles that were ticked below the text."""

    def send(thread: Thread, staff: Staff, draft: MessageDraft) -> str:
        text = "\n\n".join([draft.text, *_links(visit, thread, _ticked(form))])
        actions.answer(visit.session, thread, text, by=staff, now=visit.now, removed=draft.removed)
        return _address(visit, number, done="answered")

    return _change(visit, number, form, MessageDraft, send)


def _ticked(form: FormData) -> list[str]:
    return [slug for slug in form.getlist("link") if isinstance(slug, str)]


def _links(visit: Visit, thread: Thread, slugs: list[str]) -> list[str]:
    """Title and public address of articles, in the asker's language."""
    town, language = visit.municipality, thread.enquiry.language
    titles = articles.titles(visit.session, town, language)
    public = visit.house.settings.public_url
    return [
        f"{titles[slug]}\n{public}{addresses.article(town.slug, language, slug)}"
        for slug in dict.fromkeys(slugs)
        if slug in titles
    ]


@router.post("/desk/{municipality}/enquiries/{number}/assign")
def hand_over(visit: CurrentVisit, number: Number, form: FormFields) -> Response:
    """Gives the question to a named colleague."""

    def give(thread: Thread, staff: Staff, draft: HandOverDraft) -> str:
        colleague = people.colleague(visit.session, visit.municipality.id or 0, draft.to)
        if colleague is None:
            raise Invalid(N_("Please choose a colleague."), field="to")
        actions.hand_over(visit.session, thread, to=colleague.person, why=draft.why, by=staff, now=visit.now)
        return _address(visit, number, done="handed-over")

    return _change(visit, number, form, HandOverDraft, give)


@router.post("/desk/{municipality}/enquiries/{number}/close")
def close(visit: CurrentVisit, number: Number, form: FormFields) -> Response:
    """Ends the question with an outcome."""

    def end(thread: Thread, staff: Staff, draft: ClosingDraft) -> str:
        actions.close(visit.session, thread, draft, now=visit.now)
        return _address(visit, number, done="closed")

    return _change(visit, number, form, ClosingDraft, end)


@router.post("/desk/{municipality}/enquiries/{number}/article")
def make_article(visit: CurrentVisit, number: Number, form: FormFields) -> Response:
    """Makes a draft of an article from the answer, and brings whoever edits here to it."""

    def capture(thread: Thread, staff: Staff, _: Draft) -> str:
        article = actions.capture(visit.session, thread, by=staff, now=visit.now)
        if not staff.may_edit(thread.enquiry.municipality_id):
            return _address(visit, number, done="captured")
        return f"/studio/{visit.municipality.slug}/articles/{article.slug}/{article.source_language}"

    return _change(visit, number, form, Draft, capture, editors_too=True)


def _change(
    visit: Visit,
    number: int,
    form: FormData,
    what: type[D],
    change: Callable[[Thread, Staff, D], str],
    *,
    editors_too: bool = False,
) -> Response:
    """Understands a form, makes the change, keeps it, and goes to the address that `change` gives.

    Whatever is wrong is shown in the question's page, with everything that was typed.
    """
    given, links = fields(form), _ticked(form)
    try:
        staff = visit.staff_here()
    except SignInNeeded as problem:
        return _signed_out(visit, problem, given, back=addresses.desk_enquiry(visit.municipality.slug, number))
    thread = queries.for_staff(visit.session, staff, visit.municipality, number)
    draft, faults = drafts.read(what, given)
    if draft is None:
        return _question(visit, number, values=given, links=links, faults=sentences(faults, visit.speaker), status=422)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        rules.must_be_hers(staff, thread.enquiry, owner=thread.person, editors_too=editors_too)
        address = change(thread, staff, draft)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        wrong = dict(problem_sentences(problem, visit.speaker))
        return _question(visit, number, values=given, links=links, faults=wrong, status=problem.status)
    return redirect(address)


def _address(visit: Visit, number: int, *, done: str) -> str:
    return addresses.desk_enquiry(visit.municipality.slug, number) + f"?done={done}"


def _signed_out(visit: Visit, problem: SignInNeeded, given: dict[str, Any], *, back: str) -> Response:
    """Somebody wrote for longer than her stay lasted: her words are shown, so that she can take them along."""
    return render(visit, "sign_in/again.html", status=problem.status, text=given.get("text", ""), back=back)
