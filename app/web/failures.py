"""One calm page for whatever went wrong, in the language the reader was reading."""

import re
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData
from starlette.routing import Match

from app.core import languages
from app.core.errors import Problem, SignInNeeded
from app.core.i18n import Speaker, catalogued
from app.web.forms import typed_in
from app.web.pages import environment

METHOD_NOT_ALLOWED = 405
DESK = re.compile("/desk/[^/]+/")


def reader_language(request: Request) -> str:
    """The staff's own, the language in the address when it is one of ours, else what the browser asks for."""
    visit = getattr(request.state, "visit", None)
    if visit is not None and visit.staff_known:
        return str(visit.staff_known.language)
    offered = catalogued()
    parts = request.url.path.split("/")
    if len(parts) > 2 and parts[2] in offered:
        return parts[2]
    return languages.choose(request.headers.get("accept-language", ""), offered)


def failure_page(request: Request, problem: Problem) -> Response:
    """What happened and where to go from here. Whoever must sign in first is brought there and back again; an address
    that only a form is sent to, kept from a page that answered one, leads to the page with the form."""
    if isinstance(problem, SignInNeeded):
        return _sign_in_first(request, problem)
    above = _page_above(request)
    if problem.status == METHOD_NOT_ALLOWED and request.method == "GET" and above != "/":
        return RedirectResponse(above, status_code=303)
    language = reader_language(request)
    sentence = Speaker(language).problem(problem)
    desk = DESK.match(request.url.path)
    return _page(
        language, "failure.html", status=problem.status, sentence=sentence, home=desk[0] if desk else "/", desk=desk
    )


def _sign_in_first(request: Request, problem: SignInNeeded) -> Response:
    """Somebody wrote for longer than her stay lasted: her words are shown, so that she can take them along."""
    if request.method == "GET":
        wished = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(wished)}", status_code=303)
    typed = typed_in(getattr(request.state, "typed", FormData()))
    page = "sign_in/again.html"
    return _page(reader_language(request), page, status=problem.status, text=typed, back=_page_above(request))


def _page_above(request: Request) -> str:
    """The page that a form's address belongs to: itself, or the first one above it that can be looked at."""
    path = request.url.path
    while path.strip("/"):
        for address in (path, path + "/"):
            asked = {**request.scope, "path": address, "method": "GET"}
            if any(route.matches(asked)[0] is Match.FULL for route in request.app.routes):
                return address
        path = path.rpartition("/")[0]
    return "/"


def _page(language: str, template: str, *, status: int, **values: object) -> Response:
    html = environment(language).get_template(template).render(status=status, **values)
    return HTMLResponse(html, status_code=status)
