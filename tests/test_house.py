"""Reads the house itself: imports point down, shelves keep to their work, sentences are in every catalogue."""

import ast
import re
import subprocess
from pathlib import Path

import polib
import pytest

from app.core.i18n import LOCALES, catalogued
from app.core.settings import Settings

APP = Path(__file__).parents[1] / "app"

# From the ground up. What stands on one floor may import only from lower floors (and itself).
FLOORS = [
    ["core"],
    ["topics", "mail"],
    ["people"],
    ["articles"],
    ["guidance", "events"],
    ["search"],
    ["knowledge", "enquiries"],
    ["insight"],
    ["web", "api", "cli", "worker", "serving", "server", "searched", "telling", "migrations"],
]
ROOMS = ["topics", "mail", "people", "articles", "search", "guidance", "events", "knowledge", "enquiries", "insight"]
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
FILES = sorted(path for path in APP.rglob("*.py") if "static" not in path.parts and "versions" not in path.parts)


def imports(path: Path) -> set[str]:
    """The modules of the house that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "app":
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names if name.name.split(".")[0] == "app"}
    return found


def room_of(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(APP)))
def test_imports_point_down(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    for module in imports(path):
        other = module.split(".")[1] if "." in module else room
        assert other in FLOOR, f"{path} imports {module}, which has no floor"
        assert other == room or FLOOR[other] < FLOOR[room] or FLOOR[room] == len(FLOORS) - 1, f"{path} imports {module}"


def test_a_step_of_the_database_is_found_by_its_number() -> None:
    for file in APP.glob("migrations/versions/*.py"):
        number = file.name.partition("_")[0]
        assert f'revision = "{number}"' in file.read_text(), f"app.migrations takes {number} for its number"


@pytest.mark.parametrize(
    "path", [path for path in FILES if room_of(path) in [*ROOMS, "core"]], ids=lambda path: str(path.relative_to(APP))
)
def test_rooms_know_nothing_of_http_and_never_commit(path: Path) -> None:
    text = path.read_text()
    for node in ast.walk(ast.parse(text)):
        names = (
            [name.name for name in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        assert not any(
            name.split(".")[0] in {"fastapi", "starlette", "typer", "uvicorn", "jinja2"} for name in names
        ), path
    if path != APP / "core" / "database.py" and path.name != "delivery.py":
        assert "session.commit(" not in text, path


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.name == "rules.py"], ids=lambda path: str(path.relative_to(APP))
)
def test_rules_decide_without_the_database(path: Path) -> None:
    assert not re.search(r"\bSession\b|\bselect\(", path.read_text())


@pytest.mark.parametrize("language", catalogued())
def test_every_sentence_is_in_every_catalogue(language: str) -> None:
    catalogue = polib.pofile(str(LOCALES / language / "LC_MESSAGES" / "indgang.po"))
    assert not [entry.msgid for entry in catalogue.untranslated_entries()]
    assert not [entry.msgid for entry in catalogue.fuzzy_entries()]
    assert not catalogue.obsolete_entries()
    for entry in catalogue:
        texts = [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values())
        for text in texts:
            assert set(re.findall(r"%\((\w+)\)", text)) <= set(
                re.findall(r"%\((\w+)\)", entry.msgid + entry.msgid_plural)
            ), entry.msgid


def test_the_catalogues_hold_what_the_code_says() -> None:
    checked = subprocess.run(["bin/extract", "--check"], cwd=APP.parent, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_every_setting_is_documented() -> None:
    guide = (APP.parent / "docs" / "operating.md").read_text()
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"INDGANG_{name.upper()}" in guide, name
