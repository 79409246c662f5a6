"""One call to the API, understood: a visit with the municipality and language it names, and a token or a sign-in."""

import json
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import cached_property
from typing import Annotated, Any

from fastapi import Depends, Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import APIKeyCookie, HTTPBearer
from sqlmodel import Session

from app.api import problems
from app.core import languages, tokens
from app.core.errors import N_, Invalid, NotFound, Outdated
from app.core.i18n import Speaker
from app.people import queries as people
from app.people.models import Municipality, Role
from app.people.rules import Staff
from app.web.house import House, house_of
from app.web.visit import SAFE_METHODS, STAY_COOKIE, Visit

CSRF_HEADER = "X-CSRF-Token"
DEEPEST = 8  # levels of objects in a body; drafts have two


class Call(Visit):
    """A visit by a program."""

    def __init__(self, request: Request, house: House) -> None:
        super().__init__(request, house)
        self._named = ""
        self._changes = request.method not in SAFE_METHODS

    @property
    def session(self) -> Session:
        if self._session is None:
            self._open(writes=self._changes)
        return super().session

    def only_reads(self) -> None:
        """This POST changes nothing, so it waits for no writer. To be said before anything is read."""
        self._changes = False

    def names(self, *, municipality: str = "", lang: str = "") -> None:
        """What a body says of place and language."""
        self._named = municipality
        self.request.state.lang = lang

    @cached_property
    def municipality(self) -> Municipality:
        """The municipality named in the address or the body; else the first one. Raises NotFound."""
        path, query = self.request.path_params, self.request.query_params
        wished = path.get("municipality") or self._named or query.get("municipality")
        known = people.municipalities(self.session)
        found = next((each for each in known if each.slug == wished), None) if wished else next(iter(known), None)
        if found is None:
            raise NotFound(N_("There is no such municipality here."), field="municipality")
        return found

    @cached_property
    def language(self) -> str:
        """The reader's: the best of the municipality's languages."""
        return languages.choose(problems.callers_language(self.request), self.municipality.languages)

    @cached_property
    def speaker(self) -> Speaker:
        """Speaks the caller's language."""
        return Speaker(problems.callers_language(self.request))

    @cached_property
    def staff(self) -> Staff | None:
        """Whose token this is; without one, who is signed in."""
        token = self._token
        if token is None:
            return super().staff
        account = people.account_of_token(self.session, token)
        return people.staff(self.session, account) if account else None

    @property
    def _token(self) -> str | None:
        scheme, _, token = self.request.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else None

    def staff_here(self, *roles: Role) -> Staff:
        """As for pages; a browser's changing call must prove by its header that it is ours. Raises Refused."""
        staff = super().staff_here(*roles)
        if self._token is None and self.request.method not in SAFE_METHODS:
            self.must_be_our_form(self.request.headers.get(CSRF_HEADER, ""))
        return staff

    def must_match(self, tag: str) -> None:
        """Raises Outdated when If-Match was given and names another state than this one (RFC 9110, 13.1.1)."""
        given = self.request.headers.get("if-match")
        if given is not None and given.strip() != "*" and tag not in [each.strip() for each in given.split(",")]:
            raise Outdated(N_("This was changed in the meantime. Please read it again first."), field="If-Match")


async def call(request: Request) -> AsyncIterator[Call]:
    """Opens a call; its session is opened later, in the handler's thread."""
    here = Call(request, house_of(request))
    try:
        yield here
    finally:
        here.close()


CurrentCall = Annotated[Call, Depends(call, scope="function")]


async def staff_call(
    here: CurrentCall,
    _token: Annotated[object, Security(HTTPBearer(auto_error=False, scheme_name="token"))],
    _stay: Annotated[
        object,
        Security(
            APIKeyCookie(
                name=STAY_COOKIE,
                auto_error=False,
                scheme_name="sign-in",
                description=f"A browser's sign-in. Calls that change something send its form token as {CSRF_HEADER}.",
            )
        ),
    ],
) -> Call:
    """A call that needs a token or a sign-in: the handler asks for `staff_here()`."""
    return here


StaffCall = Annotated[Call, Depends(staff_call, scope="function")]


def tag_of(*state: object) -> str:
    """An entity tag for a state."""
    return f'"{tokens.digest(repr(state))[:16]}"'


class JsonRoute(APIRoute):
    """A route whose body, if it has one, is a JSON object in UTF-8 and nothing that a parser chokes on later."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def read_first(request: Request) -> Response:
            media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if media_type != "application/json":
                raise problems.NotJson(N_("Please send the body as application/json."))
            _must_be_an_object(await request.body())
            return await handle(request)

        return read_first


def _must_be_an_object(body: bytes) -> None:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise problems.NotReadable(N_("The body is not in UTF-8.")) from None
    try:
        value = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Invalid(N_("This is not valid JSON.")) from None
    if not isinstance(value, dict):
        raise Invalid(N_("Please send a JSON object."))
    if _is_deeper(value, DEEPEST):
        raise Invalid(N_("This is nested too deeply."))


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _is_deeper(value: object, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return bool(inner) and (levels == 0 or any(_is_deeper(each, levels - 1) for each in inner))
