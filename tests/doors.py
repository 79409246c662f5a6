"""The application for tests. It is put together once in a process: that takes longer than most of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI
from starlette.testclient import TestClient

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


@contextmanager
def open_doors(app: FastAPI) -> Iterator[None]:
    """The application is open, and its visitors come in where it runs: each in a loop of her own takes much longer."""
    with TestClient(app) as first:
        app.state.portal = first.portal
        yield
        app.state.portal = None


class Client(TestClient):
    """Somebody who comes in while the doors are open."""

    def __init__(self, app: FastAPI, *, below: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(app, base_url=f"http://testserver{below}", headers=headers)
        self.portal = app.state.portal
