"""Whether the process is up, and whether it can do its work."""

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app.search.engine import IndexUnusable
from app.web.house import house_of

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def alive() -> Response:
    """The process is up."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def ready(request: Request) -> Response:
    """Database and index answer."""
    house = house_of(request)
    try:
        with house.database.read() as session:
            session.connection().execute(sa.text("SELECT 1"))
        house.public_index.snapshot()
    except (sa.exc.SQLAlchemyError, IndexUnusable) as error:
        return PlainTextResponse(f"not ready: {type(error).__name__}\n", status_code=503)
    return PlainTextResponse("ready\n")
