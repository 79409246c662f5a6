"""The three-tap log: topic, language, outcome. The one place that works while the network is away (static/log.js)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Depends, Response
from fastapi.responses import FileResponse

from app.core import drafts, tokens
from app.core.errors import Problem
from app.enquiries import calls
from app.enquiries.calls import ANOTHER_LANGUAGE, ANOTHER_TOPIC, CallDraft
from app.enquiries.models import CallOutcome
from app.insight.calls import calls_by_outcome, shown
from app.people.rules import Staff, may_see_all_enquiries
from app.web.forms import FormFields, fields, problem_sentences, sentences
from app.web.pages import STATIC, redirect
from app.web.sign_in import keep_signed_in
from app.web.staff_pages import desk, show, spoken_here, topic_names
from app.web.visit import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=[Depends(keep_signed_in, scope="function")])

WORKER = STATIC / "log-worker.js"


@router.get("/desk/{municipality}/log")
def form(visit: CurrentVisit, done: str = "", undone: str = "", away: str = "") -> Response:
    """The three taps, and what she logged lately. With `away`: the page as a device keeps it for when the network is
    away, without what was logged and who is signed in."""
    return _page(visit, visit.staff_here(), {}, done=done, undone=bool(undone), away=bool(away))


def _page(
    visit: Visit,
    staff: Staff,
    values: dict[str, Any],
    *,
    faults: dict[str, str] | None = None,
    status: int = 200,
    done: str = "",
    undone: bool = False,
    away: bool = False,
) -> Response:
    lines = calls.latest(visit.session, visit.municipality, staff, now=visit.now)
    names = topic_names(visit)
    order = calls.most_used_first(visit.session, list(names), visit.municipality, staff, now=visit.now)
    before = lines[0] if lines else None
    sees_all = may_see_all_enquiries(staff, visit.municipality.id or 0)
    return show(
        visit,
        "desk/log_call.html",
        "log",
        status=status,
        key=values["key"] if values.get("key") and "key" not in (faults or {}) else str(uuid4()),
        values=values,
        faults=faults or {},
        tiles=[(slug, names[slug]) for slug in order],
        topics=names,
        spoken=spoken_here(visit),
        language_now=calls.language_of(values["language"])
        if values.get("language")
        else before.language
        if before
        else "en",
        channel_now=values.get("channel") or (before.channel if before else "telephone"),
        another_topic=ANOTHER_TOPIC,
        another_language=ANOTHER_LANGUAGE,
        outcomes=[outcome.value for outcome in CallOutcome],
        done=calls.call_of(visit.session, done, visit.municipality, staff, now=visit.now) if done else None,
        undone=undone,
        lines=[] if away else lines,
        today=calls.logged_today(visit.session, visit.municipality, staff, now=visit.now),
        this_month=_this_month(visit) if sees_all and not away else {},
        whose=tokens.sign(visit.house.key, "log", str(staff.account_id))[:16],
        away=away,
    )


def _this_month(visit: Visit) -> dict[str, int | str]:
    first = visit.today.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    counted = calls_by_outcome(visit.session, visit.municipality, first=first, last=last)
    return {outcome: shown(count) for outcome, count in counted.items()}


@router.post("/desk/{municipality}/log")
def log(visit: CurrentVisit, form: FormFields) -> Response:
    """Keeps a call; one that was handed over leads on to the form that gives the question to a colleague."""
    given = fields(form)
    staff = visit.staff_here()
    draft, faults = drafts.read(CallDraft, given)
    if draft is None:
        return _page(visit, staff, given, faults=sentences(faults, visit.speaker), status=422)
    try:
        visit.must_be_our_form(given["form_token"])
        kept = calls.log_call(visit.session, draft, municipality=visit.municipality, by=staff, now=visit.now)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        wrong = dict(problem_sentences(problem, visit.speaker))
        return _page(visit, staff, given, faults=wrong, status=problem.status)
    if kept.call.outcome == CallOutcome.HANDED_OVER:
        return redirect(f"{desk(visit)}enquiries/new?call={kept.call.key}")
    return redirect(f"{desk(visit)}log?done={kept.call.key}")


@router.post("/desk/{municipality}/log/undo")
def undo(visit: CurrentVisit, form: FormFields) -> Response:
    """Takes back a call that was logged by mistake."""
    staff, given = visit.staff_here(), fields(form)
    try:
        visit.must_be_our_form(given["form_token"])
        calls.take_back(visit.session, given["key"], municipality=visit.municipality, by=staff, now=visit.now)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        wrong = dict(problem_sentences(problem, visit.speaker))
        return _page(visit, staff, {}, faults=wrong, status=problem.status)
    return redirect(f"{desk(visit)}log?undone=1")


@router.get("/desk/{municipality}/log-worker.js")
def worker(municipality: str) -> Response:
    """The script that opens the page while the network is away, for this one page. It says nothing of anybody, so
    nobody need be signed in."""
    return FileResponse(WORKER, media_type="text/javascript")
