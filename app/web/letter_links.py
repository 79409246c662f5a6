"""The link in a letter to a resource person: a page with one button, which opens that one question.

Mail scanners follow links, so looking at the page changes nothing; the button uses the key up.
"""

from contextlib import suppress
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from app.core import addresses
from app.core.errors import NotFound, Refused, SignInNeeded
from app.core.i18n import Speaker
from app.core.settings import Switch
from app.enquiries import letter_keys, queries, rules
from app.web.forms import FormFields, fields
from app.web.pages import redirect, render
from app.web.sign_in import let_in
from app.web.staff_pages import Number
from app.web.visit import CurrentVisit, Visit

router = APIRouter(include_in_schema=False)

OPEN = "/desk/{municipality}/enquiries/{number}/open"


@router.get(OPEN)
def page(visit: CurrentVisit, number: Number, key: str = "") -> Response:
    """Whom the link is for and what it is about; whoever needs no key goes on to the question."""
    if _needs_no_key(visit, number):
        return redirect(_question(visit, number))
    return _page(visit, number, key)


@router.post(OPEN)
def open_question(visit: CurrentVisit, number: Number, form: FormFields) -> Response:
    """Uses the key and signs its owner in. Who may do more by now than answer signs in herself, and the key stays."""
    given = fields(form)
    question, key = _question(visit, number), given["key"]
    if _needs_no_key(visit, number):
        return redirect(question)
    visit.house.limits.count_writing(visit.client)
    visit.house.limits.count_guess(f"key to {question}", visit.client)
    try:
        visit.must_be_our_form(given["form_token"])
        opening = letter_keys.use(
            visit.session, visit.municipality, number, key, browser=visit.visitor_key, now=visit.now
        )
    except NotFound:
        return _page(visit, number, key)
    except Refused as problem:
        return _page(visit, number, key, refused=problem)
    if not rules.may_enter_by_letter(opening.staff):
        return redirect(f"/sign-in?{urlencode({'next': question})}")
    return let_in(visit, opening.account, question)


def _question(visit: Visit, number: int) -> str:
    return addresses.desk_enquiry(visit.municipality.slug, number)


def _needs_no_key(visit: Visit, number: int) -> bool:
    """Where keys are off everybody signs in; and whoever has, and may read the question, opens it as herself."""
    if visit.house.settings.letter_links is Switch.OFF:
        return True
    with suppress(SignInNeeded, NotFound):
        queries.for_staff(visit.session, visit.staff_here(), visit.municipality, number)
        return True
    return False


def _page(visit: Visit, number: int, key: str, *, refused: Refused | None = None) -> Response:
    """The button, in the language of her whom the letter is for; or why there is none."""
    problem: NotFound | Refused | None = refused
    opening = None
    try:
        opening = letter_keys.find(
            visit.session, visit.municipality, number, key, browser=visit.visitor_key, now=visit.now
        )
    except NotFound as unusable:
        problem = unusable
    language = opening.account.language if opening else visit.language
    return render(
        visit,
        "desk/open.html",
        status=problem.status if problem else 200,
        language=language,
        opening=opening,
        key=key,
        own=addresses.desk_opening(visit.municipality.slug, number),
        question=_question(visit, number),
        sentence=Speaker(language).problem(problem) if problem else "",
    )
