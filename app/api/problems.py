"""Errors as application/problem+json (RFC 9457), in the caller's language."""

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.routing import Match

from app.core import languages
from app.core.drafts import sentence_for
from app.core.errors import N_, Problem
from app.core.i18n import Speaker, catalogued

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: N_("The request can't be read"),
    401: N_("Sign-in needed"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("Not possible here"),
    409: N_("Not possible now"),
    410: N_("No longer here"),
    412: N_("Somebody was faster"),
    413: N_("Too much at once"),
    415: N_("Please send JSON"),
    422: N_("Something must be put right"),
    429: N_("Too often"),
    503: N_("Not ready yet"),
}
OTHERWISE = N_("Something went wrong")
NO_SUCH_ADDRESS = N_("There is nothing at this address.")

_SCHEMA = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "the kind of problem, in the caller's language"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what to do about it, in the caller's language"},
        "field": {"type": "string", "description": "the field at fault, where there is one"},
        "errors": {
            "type": "array",
            "description": "every fault, where there are several",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}

WAITS = {429: 60, 503: 5}
"""In how many seconds it is worth trying again."""

Responses = dict[int | str, dict[str, Any]]


class NotReady(Problem):
    """What is needed for the answer is still being made."""

    status = 503


class NotReadable(Problem):
    status = 400


class NotJson(Problem):
    status = 415


def responses(*statuses: int) -> Responses:
    """These errors, and those that any call may give, for the OpenAPI description."""
    return {status: _described(status) for status in sorted({400, 404, 405, 413, 422, 500, 503, *statuses})}


def _described(status: int) -> dict[str, Any]:
    described = {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": _SCHEMA}}}
    if status in WAITS:
        described["headers"] = {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer"}}}
    return described


def callers_language(request: Request) -> str:
    """The language that the call names (in `lang`, in the address or the body); else what Accept-Language asks for."""
    wished = request.query_params.get("lang") or getattr(request.state, "lang", "")
    accepted = request.headers.get("accept-language", "")
    return languages.choose(f"{wished[:35]},{accepted}" if wished else accepted, catalogued())


def answer(request: Request, problem: Problem) -> Response:
    """The problem in the caller's language."""
    detail = Speaker(callers_language(request)).problem(problem)
    return _answer(request, problem.status, detail, field=problem.field)


def _answer(
    request: Request, status: int, detail: str, *, field: str | None = None, errors: Iterable[Mapping[str, str]] = ()
) -> Response:
    title = Speaker(callers_language(request)).say(TITLES.get(status, OTHERWISE))
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if field:
        body["field"] = field
    if listed := list(errors):
        body["errors"] = listed
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE, headers=_headers(request, status))


def _headers(request: Request, status: int) -> dict[str, str]:
    match status:
        case 401:
            return {"WWW-Authenticate": "Bearer"}
        case 405:
            return {"Allow": ", ".join(_allowed(request))}
        case 429 | 503:
            return {"Retry-After": str(WAITS[status])}
    return {}


def _allowed(request: Request) -> Iterator[str]:
    """The methods that this address takes, whichever of its routes takes them (RFC 9110, 15.5.6)."""
    for method in ("GET", "POST", "PUT", "DELETE"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] == Match.FULL for route in request.app.routes):
            yield method


def answer_validation(request: Request, error: RequestValidationError) -> Response:
    """What is wrong with each field. An address whose parts can't name anything is not found."""
    found = error.errors()
    if any(fault["loc"][0] == "path" for fault in found):
        problem = Problem(NO_SUCH_ADDRESS)
        problem.status = 404
        return answer(request, problem)
    if isinstance(error.body, dict) and isinstance(error.body.get("lang"), str):
        request.state.lang = error.body["lang"]
    speaker = Speaker(callers_language(request))
    faults = [{"field": _field(fault), "detail": _sentence(fault, speaker)} for fault in found]
    first = faults[0]
    return _answer(request, 422, first["detail"], field=first["field"], errors=faults)


def _sentence(fault: Mapping[str, Any], speaker: Speaker) -> str:
    sentence, holes = sentence_for(fault)
    return speaker.say(sentence, **holes)


def _field(fault: Mapping[str, Any]) -> str:
    raised = (fault.get("ctx") or {}).get("error")
    if isinstance(raised, Problem) and raised.field:
        return raised.field
    return ".".join(str(part) for part in fault["loc"][1:] if part != "[key]").encode(errors="replace").decode()
