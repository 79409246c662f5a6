"""The JSON API: /api/v1, described at /api/openapi.json."""

from fastapi import APIRouter

from app.api import (
    asking,
    calls_log,
    coverage,
    desk,
    export,
    guidance,
    knowing,
    knowledge,
    municipality_settings,
    ready_texts,
    searching,
)

router = APIRouter(prefix="/api/v1")
for door in (
    *(knowledge, guidance, searching, asking, knowing, desk, ready_texts, export, coverage, calls_log),
    municipality_settings,
):
    router.include_router(door.router)
