"""The JSON API: /api/v1, described at /api/openapi.json."""

from fastapi import APIRouter

from app.api import asking, calls_log, coverage, desk, guidance, knowing, knowledge, searching

router = APIRouter(prefix="/api/v1")
for door in (knowledge, guidance, searching, asking, knowing, desk, coverage, calls_log):
    router.include_router(door.router)
