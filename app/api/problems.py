"""Errors as application/problem+json (RFC 9457), in the caller's language."""

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from app.core.errors import Problem


def answer(request: Request, problem: Problem) -> Response:
    return JSONResponse({"title": str(problem)}, status_code=problem.status, media_type="application/problem+json")


def answer_validation(request: Request, error: RequestValidationError) -> Response:
    return JSONResponse({"title": "invalid"}, status_code=422, media_type="application/problem+json")
