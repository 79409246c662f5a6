"""The bare page that bench/pages measures against: FastAPI, a plain handler and a Jinja template, no database.

`python -m bare --fill DATA` fills a data folder with the demo content, for the server beside it.
"""

import sys
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<header><a href="/">{{ place }}</a></header><main><h1>{{ title }}</h1><ul>
{% for name in names %}<li><a href="/{{ name }}">{{ name }}</a></li>{% endfor %}
</ul></main></body></html>"""
NAMES = ["registration", "driving", "tax", "work", "health", "family", "housing", "study"]

app = FastAPI(openapi_url=None)
template = Environment(autoescape=True).from_string(PAGE)


@app.get("/healthz")
def alive() -> Response:
    return HTMLResponse("ok")


@app.get("/")
def page() -> Response:
    return HTMLResponse(template.render(title="A bare page", place="Somewhere", names=NAMES))


def fill(data: str) -> None:
    from app.core import clock
    from app.core.database import Database, open_database
    from app.core.settings import read_settings
    from app.knowledge.importing import import_folder
    from app.migrations import upgrade
    from app.searched import upkeep

    settings = read_settings(data=Path(data))
    database = Database(open_database(settings.database))
    upgrade(database.engine)
    with database.write() as session:
        import_folder(session, Path(__file__).parents[1] / "knowledge", now=clock.now())
    upkeep(database, settings.index_folder).rebuild()


if __name__ == "__main__" and sys.argv[1:2] == ["--fill"]:
    fill(sys.argv[2])
