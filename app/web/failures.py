"""One calm page for whatever went wrong, in the language the reader was reading."""

import re
from urllib.parse import quote

import sqlalchemy as sa
from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData
from starlette.routing import Match

from app.core import languages
from app.core.errors import N_, NotFound, Problem, SignInNeeded
from app.core.i18n import Speaker, catalogued
from app.people import queries as people
from app.web import staff_pages
from app.web.forms import typed_in
from app.web.house import house_of
from app.web.pages import environment, render
from app.web.public import in_its_frame
from app.web.visit import Visit

NOT_FOUND, METHOD_NOT_ALLOWED = 404, 405
OUR_FAULT = 500  # and above
HEADINGS = {NOT_FOUND: N_("This page was not found"), 410: N_("This link no longer works")}
OUR_FAILURE = N_("Something went wrong")
OTHERWISE = N_("That did not work")
FRONT_PAGE, TO_THE_DESK = N_("To the front page"), N_("To the desk")
DESK = re.compile("/desk/[^/]+/")
STAFF_ROOMS = ("desk", "studio")
OF_STAFF = re.compile(f"/(?:{'|'.join(STAFF_ROOMS)})/([^/]+)/")


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
    """What happened and where to go from here, in the frame of the pages she was on: the staff's, or a municipality's
    with its telephone number and menu.

    Whoever must sign in first is brought there and back again; who typed a capital letter or a slash too much, to the
    page she meant; an address that only a form is sent to, kept from a page that answered one, leads to the page with
    the form."""
    if isinstance(problem, SignInNeeded):
        return _sign_in_first(request, problem)
    if problem.status == NOT_FOUND and request.method == "GET" and (meant := _as_meant(request)):
        return RedirectResponse(meant, status_code=308)
    above = _page_above(request)
    if problem.status == METHOD_NOT_ALLOWED and request.method == "GET" and above != "/":
        return RedirectResponse(above, status_code=303)
    if problem.status < OUR_FAULT and (page := _page_for_staff(request, problem) or _page_in_town(request, problem)):
        return page
    language, desk = reader_language(request), DESK.match(request.url.path)
    home = (desk[0], TO_THE_DESK) if desk else ("/", FRONT_PAGE)
    return _page(language, "failure.html", status=problem.status, **_told(problem, language, *home), frame="base.html")


def _page_for_staff(request: Request, problem: Problem) -> Response | None:
    """In the frame of desk and studio; nothing for whoever doesn't work there, or while that isn't known."""
    there = OF_STAFF.match(request.url.path)
    if there is None:
        return None
    request.scope["path_params"] = {"municipality": there[1]}
    visit = Visit(request, house_of(request))
    try:
        visit.staff_here()
        told = _told(problem, visit.language, staff_pages.desk(visit), TO_THE_DESK)
        return staff_pages.show(visit, "failure.html", status=problem.status, **told, frame="staff.html")
    except (Problem, sa.exc.SQLAlchemyError):
        return None
    finally:
        visit.close()


def _page_in_town(request: Request, problem: Problem) -> Response | None:
    """In the frame of the municipality and the language in the address; nothing where they aren't known just now."""
    _, municipality, language, *_ = [*request.url.path.split("/"), "", ""]
    request.scope["path_params"] = {"municipality": municipality, "language": language}
    visit = Visit(request, house_of(request))
    try:
        if language not in visit.municipality.languages:
            request.scope["path_params"]["language"] = languages.choose(
                request.headers.get("accept-language", ""), visit.municipality.languages
            )
        frame = in_its_frame(visit)
        told = _told(problem, visit.language, frame["front"], FRONT_PAGE)
        return render(visit, "failure.html", status=problem.status, **frame, **told, frame="public/frame.html")
    except (NotFound, sa.exc.SQLAlchemyError):
        return None
    finally:
        visit.close()


def _told(problem: Problem, language: str, home: str, home_name: str) -> dict[str, str]:
    speaker = Speaker(language)
    otherwise = OUR_FAILURE if problem.status >= OUR_FAULT else OTHERWISE
    return {
        "heading": speaker.say(HEADINGS.get(problem.status, otherwise)),
        "sentence": speaker.problem(problem),
        "home": home,
        "home_name": speaker.say(home_name),
    }


def _sign_in_first(request: Request, problem: SignInNeeded) -> Response:
    """Somebody wrote for longer than her stay lasted: her words are shown, so that she can take them along."""
    if request.method == "GET":
        wished = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(wished)}", status_code=303)
    typed = typed_in(getattr(request.state, "typed", FormData()))
    page = "sign_in/again.html"
    return _page(reader_language(request), page, status=problem.status, text=typed, back=_page_above(request))


def _as_meant(request: Request) -> str | None:
    """The address with the municipality, and the language after it, in small letters, and without a slash at the end
    where only that one is a page; nothing when it stands so already."""
    _, *parts = request.url.path.split("/")
    named = slice(1, 2) if parts[0] in STAFF_ROOMS else slice(0, 2)
    parts[named] = [part.lower() for part in parts[named]]
    path = "/".join(["", *parts])
    if path.endswith("/") and not _is_page(request, path):
        path = path.rstrip("/")
    if path == request.url.path or not _is_page(request, path) or not _is_municipality(request, parts[named.start]):
        return None
    return quote(path) + (f"?{request.url.query}" if request.url.query else "")


def _is_municipality(request: Request, slug: str) -> bool:
    try:
        with house_of(request).database.read() as session:
            return people.municipality(session, slug) is not None
    except sa.exc.SQLAlchemyError:
        return False


def _page_above(request: Request) -> str:
    """The page that a form's address belongs to: itself, or the first one above it that can be looked at."""
    path = request.url.path
    while path.strip("/"):
        for address in (path, path + "/"):
            if _is_page(request, address):
                return address
        path = path.rpartition("/")[0]
    return "/"


def _is_page(request: Request, address: str) -> bool:
    asked = {**request.scope, "path": address, "method": "GET"}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.routes)


def _page(language: str, template: str, *, status: int, **values: object) -> Response:
    html = environment(language).get_template(template).render(**values)
    return HTMLResponse(html, status_code=status)
