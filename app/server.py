"""The web application: the doors put together, with what guards them."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
import sqlalchemy as sa
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from app.api import problems as api_problems
from app.api import routes as api
from app.core.errors import N_, Problem
from app.core.logs import place_of
from app.core.settings import Settings, settings
from app.migrations import upgrade
from app.web import (
    ask,
    counting,
    coverage,
    desk,
    guidance,
    health,
    letter_links,
    missed,
    municipality_settings,
    public,
    sign_in,
    studio,
)
from app.web import log as call_log
from app.web.failures import failure_page
from app.web.guard import BoundedBody, Guard
from app.web.house import House
from app.web.pages import STATIC, StaticAssets

log = logging.getLogger("indgang")

# Handlers are plain functions in threads; more of them than this only fight for the interpreter's lock (measured).
THREADS = 4

SENTENCES = {
    404: N_("There is no page at this address."),
    405: N_("This address can't be used in this way."),
    413: N_("That is more than we can take at once. Please send less."),
}
# The database can't be reached or is in somebody's hands for too long; or this process is ending.
BUSY = (sa.exc.OperationalError, sa.exc.IllegalStateChangeError)
OTHERWISE = N_("This can't be used here. Please check it.")
OUR_FAULT = N_(
    "Something went wrong on our side. Nothing that was confirmed to you is lost. Please try again in a moment."
)


def create_app(given: Settings | None = None) -> FastAPI:
    """The application for these settings (of the environment when none are given)."""
    house = House.open(given or settings())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        house: House = app.state.house
        anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
        upgrade(house.database.engine)
        with counting.counting(house):
            yield
        house.database.engine.dispose()

    app = FastAPI(
        title="Indgang",
        version="1",
        lifespan=lifespan,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.house = house
    app.mount("/static", GZipMiddleware(StaticAssets(directory=STATIC), minimum_size=1000), name="static")
    everybody = (public.router, ask.router, guidance.router, counting.router, health.router, api.router)
    desks = (desk.router, call_log.router, coverage.router, municipality_settings.router)
    staff = (sign_in.router, letter_links.router, *desks, missed.router, studio.router)
    for router in (*everybody, *staff, public.last):
        app.include_router(router)  # the most read first: a request asks them in turn
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _validation_problem)
    for kind in BUSY:
        app.add_exception_handler(kind, _busy)
    app.add_exception_handler(Exception, _our_fault)
    app.add_middleware(BoundedBody)
    # Around everything, also around the answer to an unexpected failure, which no other middleware sees.
    app.middleware_stack = Guard(app.build_middleware_stack(), secure=house.settings.public_url.startswith("https://"))
    return app


def _is_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 (registered for this class alone)
    if _is_api(request):
        return api_problems.answer(request, error)
    return await run_in_threadpool(failure_page, request, error)


async def _http_problem(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    problem = Problem(SENTENCES.get(status, OTHERWISE))
    problem.status = status
    return await _problem(request, problem)


async def _validation_problem(request: Request, error: Exception) -> Response:
    if _is_api(request) and isinstance(error, RequestValidationError):
        return api_problems.answer_validation(request, error)
    return await _http_problem(request, HTTPException(404))


async def _busy(request: Request, error: Exception) -> Response:
    """It can't be done now, and perhaps in a moment: the answer says so, and when to ask again (RFC 9110, 15.6.4)."""
    log.error("busy: %s", place_of(error))
    problem = Problem(OUR_FAULT)
    problem.status = 503
    return await _problem(request, problem)


async def _our_fault(request: Request, error: Exception) -> Response:
    log.error("unexpected failure", exc_info=error)
    problem = Problem(OUR_FAULT)
    problem.status = 500
    return await _problem(request, problem)
