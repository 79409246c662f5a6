"""Pages made from templates: one Jinja environment per language, chosen once."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.types import Scope

from app.core import addresses, hours, languages, telephone
from app.core.i18n import Speaker, catalogue
from app.people.rules import in_language, shown_name
from app.web.visit import VISITOR_COOKIE, Visit

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parents[1] / "static"


class StaticAssets(StaticFiles):
    """Static files. An address with a mark holds for good; the mark changes when the file does."""

    def file_response(self, full_path: Any, stat_result: Any, scope: Scope, status_code: int = 200) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        marked = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if marked else "public, max-age=86400"
        return response


@lru_cache
def static(path: str) -> str:
    """The address of a static file, with a mark that changes when the file does."""
    mark = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/static/{path}?v={mark}"


@lru_cache
def environment(language: str) -> Environment:
    """The templates in one language."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    speaker = Speaker(language)
    env.globals.update(
        address=addresses,
        static=static,
        speaker=speaker,
        language=language,
        own_name=languages.own_name,
        opening=lambda text: hours.describe(hours.parse(text), language),
        typed_hours=lambda text: hours.write(hours.parse(text), language) if text else "",
    )
    env.filters.update(
        here=lambda texts: in_language(texts, language),
        day=speaker.day,
        whole_day=speaker.whole_day,
        month=speaker.month,
        weekday=speaker.weekday,
        moment=speaker.moment,
        language_name=speaker.language_name,
        country_name=speaker.country_name,
        linked=telephone.linked,
        shown_name=lambda person: shown_name(person, language),
    )
    return env


def render(visit: Visit, template: str, *, status: int = 200, language: str | None = None, **values: Any) -> Response:
    """The page in the visit's language, with everything its frame needs."""
    env = environment(language or visit.language)
    if "municipality" in visit.request.path_params:
        values = {"town": visit.municipality} | values
    html = env.get_template(template).render(visit=visit, **values)
    response = HTMLResponse(html, status_code=status)
    keep_visitor(visit, response)
    return response


def keep_visitor(visit: Visit, response: Response) -> None:
    """Gives the browser the cookie that its forms are bound to, when a form was made for it."""
    if visit.new_visitor_key:
        set_cookie(visit, response, VISITOR_COOKIE, visit.new_visitor_key)


def set_cookie(visit: Visit, response: Response, name: str, value: str, *, days: int | None = None) -> None:
    """A cookie that only we read, on https only when we are reached that way. `value` is ours: a slug or a random key.

    Written by hand: the standard library's cookies take longer than the rest of a kept page (measured).
    """
    parts = [f"{name}={value}", "Path=/", "HttpOnly", "SameSite=lax"]
    if days:
        parts.append(f"Max-Age={days * 86_400}")
    if visit.house.settings.public_url.startswith("https://"):
        parts.append("Secure")
    response.headers.append("set-cookie", "; ".join(parts))


def redirect(address: str) -> Response:
    """To another page of ours, after a form was taken."""
    return RedirectResponse(address, status_code=303)
