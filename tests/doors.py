"""The application for tests. It is put together once in a process: that takes longer than most of them."""

from fastapi import FastAPI

from app.core.settings import Settings
from app.server import create_app
from app.web.house import House

_made: list[FastAPI] = []


def app_of(settings: Settings) -> FastAPI:
    """The application with these settings; what was open before must have been closed."""
    if not _made:
        _made.append(create_app(settings))
    else:
        _made[0].state.house = House.open(settings)
    return _made[0]
