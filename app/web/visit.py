"""One request, understood: who comes, to which municipality, in which language.

The visit's session opens when the room is first asked, in the handler's thread, and closes when the handler returns.
Nothing is kept unless the handler says `visit.commit()`, before it builds the answer.
"""

import secrets
from collections.abc import AsyncIterator
from datetime import date, datetime
from functools import cached_property
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.convertors import StringConvertor, register_url_convertor

from app.core import clock, languages, personal_data, tokens
from app.core.edition import edition_now, know_edition
from app.core.errors import N_, NotFound, Refused, SignInNeeded
from app.core.i18n import Speaker, catalogued
from app.people import queries as people
from app.people.models import Municipality, Role, Stay
from app.people.rules import Staff
from app.topics import queries as topics
from app.web.house import House, house_of


class LanguageTag(StringConvertor):
    """A path segment that looks like a language (BCP 47), so that no public page stands in another door's way."""

    regex = "[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"


register_url_convertor("language", LanguageTag())

STAY_COOKIE = "indgang_stay"
VISITOR_COOKIE = "indgang_visitor"
PLACE_COOKIE = "indgang_place"
AUDIENCE_COOKIE = "indgang_audience"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Visit:
    """What a handler needs to know of its request."""

    def __init__(self, request: Request, house: House) -> None:
        self.request = request
        self.house = house
        self.new_visitor_key: str | None = None
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The visit's session: writing for requests that may change something, else reading."""
        if self._session is None:
            self._open(writes=self.request.method not in SAFE_METHODS)
        assert self._session is not None  # noqa: S101 (opened one line above)
        return self._session

    def _open(self, *, writes: bool) -> None:
        """A writing session asks for its turn with its first statement; what is kept in memory is looked up before."""
        database = self.house.database
        self._session = database.session(writes=writes)
        if writes:
            know_edition(self._session, edition_now(database.engine))

    def commit(self) -> None:
        """Keeps what was done. An acknowledged change is on disk when this returns."""
        self.session.commit()

    def close(self) -> None:
        if self._session is not None:
            self._session.close()

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @property
    def today(self) -> date:
        """The date in Denmark."""
        return clock.in_denmark(self.now).date()

    @cached_property
    def municipality(self) -> Municipality:
        """The municipality in the address. Raises NotFound."""
        found = people.municipality(self.session, self.request.path_params["municipality"])
        if found is None:
            raise NotFound(N_("There is no such municipality here."))
        return found

    @cached_property
    def language(self) -> str:
        """The language in the address; on staff pages the account's; else the browser's wish. Raises NotFound."""
        wished = self.request.path_params.get("language")
        if wished is None:
            return (
                self.staff.language
                if self.staff
                else languages.choose(self.request.headers.get("accept-language", ""), catalogued())
            )
        if wished not in self.municipality.languages:
            raise NotFound(N_("There is no page at this address."))
        return str(wished)

    @cached_property
    def speaker(self) -> Speaker:
        return Speaker(self.language)

    @cached_property
    def owners(self) -> tuple[int, ...]:
        """Whose things the municipality shows."""
        return topics.visible_owners(self.session, self.municipality.owner_id)

    @cached_property
    def audience(self) -> str:
        """Which audience the reader said she is, remembered in a functional cookie."""
        wished = self.request.query_params.get("audience") or self.request.cookies.get(AUDIENCE_COOKIE, "")
        return wished if wished in {"nordic", "eu", "third", "commuter"} else ""

    @property
    def here(self) -> str:
        """The address to come back to this page by, without personal numbers that somebody typed into a search."""
        asked = [(name, personal_data.keep(said).text) for name, said in self.request.query_params.multi_items()]
        return self.request.url.path + (f"?{urlencode(asked)}" if asked else "")

    # --- who is signed in

    @cached_property
    def stay(self) -> Stay | None:
        key = self.request.cookies.get(STAY_COOKIE)
        return people.stay(self.session, key, now=self.now) if key else None

    @cached_property
    def staff(self) -> Staff | None:
        """Who is signed in."""
        if self.stay is None:
            return None
        account = people.account(self.session, self.stay.account_id)
        return people.staff(self.session, account, second_factor=self.stay.second_factor) if account else None

    @property
    def staff_known(self) -> Staff | None:
        """Who was found to be signed in; nothing is looked up for it, so that a failure's page can ask."""
        return self.__dict__.get("staff")

    def staff_here(self, *roles: Role) -> Staff:
        """Who is signed in and works in this municipality (in one of these roles). Raises SignInNeeded or NotFound.

        An administrator without a second factor is nobody yet.
        """
        if self.staff is None or (self.staff.is_administrator and not self.staff.second_factor):
            raise SignInNeeded(N_("Please sign in."))
        place = self.municipality.id or 0
        if not (self.staff.may(place, *roles) if roles else self.staff.works_in(place)):
            raise NotFound(N_("There is no page at this address."))
        return self.staff

    # --- forms that only our own pages may send

    @property
    def visitor_key(self) -> str:
        """What a form's token is bound to: the sign-in, or a random cookie of this browser."""
        key = self.request.cookies.get(STAY_COOKIE) or self.request.cookies.get(VISITOR_COOKIE) or self.new_visitor_key
        if key is None:
            key = self.new_visitor_key = secrets.token_urlsafe(24)
        return key

    @property
    def form_token(self) -> str:
        return tokens.sign(self.house.key, "form", self.visitor_key)

    def must_be_our_form(self, token: str) -> None:
        """Raises Refused when the form was not made by one of our pages for this browser (CSRF)."""
        site = self.request.headers.get("sec-fetch-site", "same-origin")
        if site not in {"same-origin", "none"} or not tokens.same(token, self.form_token):
            raise Refused(N_("This form is too old, or was not sent from our page. Please send it once more."))

    @property
    def client(self) -> str:
        """The address that counts for rates: the peer's (uvicorn has put a trusted proxy's client there)."""
        return self.request.client.host if self.request.client else "-"


async def visit(request: Request) -> AsyncIterator[Visit]:
    """Opens a visit; its session is opened later, in the handler's thread."""
    here = Visit(request, house_of(request))
    request.state.visit = here
    try:
        yield here
    finally:
        here.close()


CurrentVisit = Annotated[Visit, Depends(visit, scope="function")]
