"""Long collections: a page of them, and the way to the next one (RFC 8288)."""

from fastapi import Response

from app.api.calls import Call


def add_next(call: Call, response: Response, *, cursor: str | int) -> None:
    """Says where the collection goes on."""
    address = call.request.url.include_query_params(cursor=cursor)
    response.headers["Link"] = f'<{address.path}?{address.query}>; rel="next"'
