"""What goes out of the house: locked requirements, third-party files, the container."""

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from app.core.settings import Settings

ROOT = Path(__file__).parent.parent
ADDRESS = re.compile(r"(?:https?|ftp|git|ssh|file)://(?!127\.0\.0\.1)\S*", re.IGNORECASE)
LOCKS = ["requirements-setup.txt", "requirements.txt", "requirements-dev.txt"]
SETTINGS = {f"INDGANG_{name.upper()}" for name in Settings.model_fields}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def without_comments(text: str) -> str:
    return re.sub(r"^\s*#.*", "", text, flags=re.MULTILINE)


# --- requirements


def locked(name: str) -> dict[str, str]:
    """The version of every package in a lock file, and nothing else: each entry must be name==version with hashes."""
    entries = without_comments(read(name)).replace("\\\n", " ").splitlines()
    versions: dict[str, str] = {}
    for entry in filter(str.strip, entries):
        found = re.fullmatch(r"([\w.-]+)==(\S+)( ; [^#]+?)?((\s+--hash=sha256:[0-9a-f]{64})+)\s*", entry)
        assert found, f"{name}: not a locked package with its hashes: {entry[:80]}"
        versions[canonicalize_name(found[1])] = found[2]
    return versions


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_locked_with_its_hashes_and_no_address(name: str) -> None:
    assert locked(name)
    assert "://" not in read(name)


def test_the_lock_is_what_the_project_asks_for() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    groups = project["dependency-groups"]
    asked = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["project"]["dependencies"] + groups["dev"],
        "requirements-setup.txt": groups["setup"],
    }
    for name, requirements in asked.items():
        versions = locked(name)
        for requirement in map(Requirement, requirements):
            version = versions.get(canonicalize_name(requirement.name))
            assert version is not None, f"{requirement} is missing in {name}; run bin/lock"
            assert requirement.specifier.contains(version), f"{name} has {version} for {requirement}; run bin/lock"


def test_tests_run_on_the_very_versions_that_serve() -> None:
    served, tested = locked("requirements.txt"), locked("requirements-dev.txt")
    assert served.items() <= tested.items()


# --- third-party files


def test_third_party_files_are_as_recorded() -> None:
    checked = subprocess.run([ROOT / "bin/vendor", "--check"], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_third_party_files_name_their_version_and_licence() -> None:
    for package in json.loads(read("app/static/vendor/vendor.json"))["packages"]:
        assert package["name"] and package["version"] and package["licence"]
        assert any("license" in Path(name).name.lower() for name in package["sha256"]), package["name"]


def test_the_style_sheet_fetches_only_files_that_are_here() -> None:
    sheet = ROOT / "app/static/vendor/dkfds/css/dkfds.min.css"
    named = {address.strip("'\"") for address in re.findall(r"url\(([^)]*)\)", sheet.read_text(encoding="utf-8"))}
    assert len(named) > 20
    assert not [name for name in named if not (sheet.parent / name).is_file()]


# --- the container


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions of the last stage, in order."""
    text = without_comments(read("Dockerfile")).replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]
    start = max(number for number, (word, _) in enumerate(lines) if word == "FROM")
    return [(word, rest) for word, rest in lines[start:]]


def test_the_container_does_not_run_as_root_and_says_how_it_is() -> None:
    last = dict(instructions())
    assert last["USER"] not in ("root", "0")
    assert "/healthz" in last["HEALTHCHECK"]
    assert last["VOLUME"] == "/data"
    assert "INDGANG_DATA=/data" in last["ENV"]
    assert "INDGANG_DEMO=off" in last["ENV"]


def test_the_container_starts_the_program_itself_so_that_it_hears_when_to_stop() -> None:
    last = dict(instructions())
    assert json.loads(last["ENTRYPOINT"]) + json.loads(last["CMD"]) == ["indgang", "serve", "--host", "0.0.0.0"]  # noqa: S104


def test_the_container_installs_only_what_is_locked() -> None:
    for command in re.findall(r"pip (?:install|sync)[^&]*", without_comments(read("Dockerfile"))):
        assert "--require-hashes" in command or "--no-index" in command


@pytest.mark.parametrize(
    "name", ["Dockerfile", "compose.yaml", ".dockerignore", "pyproject.toml", "app/static/vendor/vendor.json"]
)
def test_no_set_up_file_names_an_address_on_the_network(name: str) -> None:
    assert ADDRESS.findall(read(name)) == []


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load(read("compose.yaml"))["services"]
    return services


def test_compose_and_dockerfile_set_only_known_settings(services: dict[str, Any]) -> None:
    used = set(re.findall(r"INDGANG_[A-Z_]+", read("compose.yaml") + read("Dockerfile")))
    assert used <= SETTINGS
    assert services["app"]["environment"]["INDGANG_DEMO"] == "off"


def test_compose_lets_every_setting_through(services: dict[str, Any]) -> None:
    assert services["app"]["environment"].keys() == SETTINGS - {"INDGANG_DATA"}
    assert "INDGANG_DATA=/data" in read("Dockerfile")


def test_compose_holds_no_secret_and_starts_without_none(services: dict[str, Any]) -> None:
    environment = services["app"]["environment"] | services["database"]["environment"]
    for name in ("INDGANG_DATABASE_URL", "INDGANG_SECRET_KEY", "POSTGRES_PASSWORD"):
        assert re.search(r"\$\{\w+:\?", environment[name]), f"{name} must come from outside, and be asked for"


def test_compose_waits_for_a_healthy_database(services: dict[str, Any]) -> None:
    assert services["app"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["database"]["healthcheck"]["test"][1] == "pg_isready"
    assert services["database"]["image"] == "postgres:15"
