"""What stands between the network and the doors: headers on every answer, bounded bodies, and an access log of our own.

uvicorn's access log is off: it would write queries and secret keys.
"""

import logging
import re
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.logs import masked

LARGEST_BODY = 4 * 1024 * 1024  # a text of 2 MB is answered in the form, with the text kept
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
PRIVATE_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
LONGEST_LOGGED = 500
FEWEST_DIGITS = 4  # of a number that may be somebody's
_PRIVATE = re.compile(
    r"/enquiries(/|$)|^/desk|^/studio|^/api/v1/(desk|insight|people|route)(/|$)|^/sign-in|^/sign-out|/ask$"
)

log = logging.getLogger("indgang.access")


def as_logged(path: str) -> str:
    """A path as it may be logged, on one line: without secret keys and whatever may be somebody's number or address.

    Anybody may type an address. The query is never logged.
    """
    line = "".join(sign if sign.isprintable() else "�" for sign in masked(path)[:LONGEST_LOGGED])
    return "/".join("…" if _may_be_personal(part) else part for part in line.split("/"))


def _may_be_personal(part: str) -> bool:
    return "@" in part or sum(map(str.isdigit, part)) >= FEWEST_DIGITS


class Guard:
    """Headers, the log line and HSTS on https; pages that tell of a person are never stored or indexed."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.headers = HEADERS | ({"Strict-Transport-Security": "max-age=31536000"} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        path: str = scope["path"]
        headers = self.headers | PRIVATE_HEADERS if _PRIVATE.search(path) else self.headers
        status = 500

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                answer = MutableHeaders(scope=message)
                for name, value in headers.items():
                    answer[name] = value
            await send(message)

        try:
            await self.app(as_read(scope), receive, send_guarded)
        finally:
            if log.isEnabledFor(logging.INFO):  # what may be logged of a path costs more than the line
                milliseconds = round((time.perf_counter() - began) * 1000, 1)
                log.info("%s %s %s %sms", scope["method"], as_logged(path), status, milliseconds)


def as_read(scope: Scope) -> Scope:
    """The request as the doors read it. HEAD is answered as GET is (RFC 9110, 9.3.2), the server leaves the body out; a
    NUL, which PostgreSQL refuses, stands in no address of ours."""
    if scope["method"] != "HEAD" and "\0" not in scope["path"]:
        return scope
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    return {**scope, "method": method, "path": scope["path"].replace("\0", "\ufffd")}


class BoundedBody:
    """Refuses bodies above the bound, announced or not, before they are held in memory. The handler of HTTPException
    then says so in the reader's language."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY) -> None:
        self.app = app
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        too_large = announced.isdigit() and int(announced) > self.largest
        received = 0

        async def receive_bounded() -> Message:
            nonlocal received
            if not too_large:
                message = await receive()
                received += len(message.get("body", b""))
                if received <= self.largest:
                    return message
            raise HTTPException(413)

        await self.app(scope, receive_bounded, send)
