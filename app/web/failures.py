"""One calm page for whatever went wrong, in the language the reader was reading."""

from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.core import languages
from app.core.errors import Problem, SignInNeeded
from app.core.i18n import Speaker, catalogued
from app.web.pages import environment


def reader_language(request: Request) -> str:
    """The language in the address when it is one of ours, else what the browser asks for."""
    offered = catalogued()
    parts = request.url.path.split("/")
    if len(parts) > 2 and parts[2] in offered:
        return parts[2]
    return languages.choose(request.headers.get("accept-language", ""), offered)


def failure_page(request: Request, problem: Problem) -> Response:
    """What happened and where to go from here. Whoever must sign in first is brought there and back again."""
    if isinstance(problem, SignInNeeded) and request.method == "GET":
        wished = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(wished)}", status_code=303)
    language = reader_language(request)
    html = (
        environment(language)
        .get_template("failure.html")
        .render(status=problem.status, sentence=Speaker(language).problem(problem), home="/")
    )
    return HTMLResponse(html, status_code=problem.status)
