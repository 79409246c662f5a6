"""The scripts in bin/: what they promise on a machine where something is missing, and what they leave alone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPTS = [*sorted((ROOT / "bin").iterdir()), ROOT / ".ci/run"]

Run = Callable[..., subprocess.CompletedProcess[str]]


def write_script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh checkout with nothing made in it yet."""
    shutil.copytree(ROOT / "bin", tmp_path / "checkout/bin")
    for name in ("pyproject.toml", "requirements-setup.txt", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / name, tmp_path / "checkout" / name)
    return tmp_path / "checkout"


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder of programs that stands for a whole machine: it has the everyday tools, and no Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("bash", "cat", "cksum", "dirname", "env", "grep", "id", "readlink", "sed"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


@pytest.fixture
def run(checkout: Path, tools: Path) -> Run:
    def run(*command: str, given: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("INDGANG_")}
        environment = inherited | {"PATH": str(tools)} | dict(given or {})
        # called from another folder, as people do
        return subprocess.run(
            [checkout / command[0], *command[1:]],
            cwd=tools,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_can_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)
    if "bash" in script.read_text(encoding="utf-8").splitlines()[0]:
        assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


@pytest.mark.parametrize("script", ["bin/setup", "bin/extract"])
def test_a_wrong_argument_is_wrong_use(run: Run, script: str) -> None:
    answer = run(script, "--nonsense")
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"usage: {script}")


@pytest.mark.parametrize(
    ("python", "command"),
    [
        pytest.param(None, "sudo apt-get install python3 python3-venv", id="no python"),
        pytest.param("exit 1", "sudo apt-get install python3 python3-venv", id="too old"),
        pytest.param(
            'case "$*" in *ensurepip*) exit 1 ;; esac', "sudo apt-get install python3-venv", id="no venv module"
        ),
    ],
)
@pytest.mark.parametrize("script", ["bin/serve", "bin/test"])
def test_a_missing_python_is_said_in_one_sentence_with_the_command_to_run(
    run: Run, tools: Path, checkout: Path, script: str, python: str | None, command: str
) -> None:
    if python is not None:
        write_script(tools / "python3", python)
    answer = run(script)
    assert answer.returncode == 1
    assert answer.stderr.strip().endswith(command)
    assert len(answer.stderr.splitlines()) == 1
    assert not (checkout / ".venv").exists()


def test_setting_up_again_changes_nothing() -> None:
    subprocess.run([ROOT / "bin/setup"], check=True)
    before = (ROOT / ".venv/indgang-stamp").stat()
    again = subprocess.run([ROOT / "bin/setup"], capture_output=True, text=True, check=False, timeout=10)
    after = (ROOT / ".venv/indgang-stamp").stat()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.fixture
def made(checkout: Path) -> Path:
    """A checkout whose environment is made; its `indgang` tells how it was started."""
    for name in ("setup", "compile"):
        write_script(checkout / "bin" / name, "")
    write_script(checkout / ".venv/bin/indgang", 'echo "demo=${INDGANG_DEMO-unset} $PWD $*"')
    return checkout


@pytest.mark.parametrize(
    ("files", "given", "demo"),
    [
        pytest.param({}, {}, "on", id="a first start shows the demonstration"),
        pytest.param({"var/indgang.sqlite": "", "var/demo-sign-ins.txt": ""}, {}, "on", id="and so does a later one"),
        pytest.param({"var/indgang.sqlite": ""}, {}, "unset", id="never in a database that is in use"),
        pytest.param({}, {"INDGANG_DEMO": "off"}, "off", id="unless switched off"),
        pytest.param({}, {"INDGANG_DEMO": "public"}, "public", id="a choice is kept"),
        pytest.param(
            {}, {"INDGANG_DATABASE_URL": "postgresql+psycopg://u@h/d"}, "unset", id="nor in one somewhere else"
        ),
        pytest.param(
            {"elsewhere/indgang.sqlite": ""}, {"INDGANG_DATA": "elsewhere"}, "unset", id="another data folder"
        ),
        pytest.param({".env": "INDGANG_DEMO=off\n"}, {}, "unset", id="a choice in the file of settings is kept"),
        pytest.param({".env": "INDGANG_LOG=debug\n"}, {}, "on", id="other settings choose nothing"),
    ],
)
def test_the_demonstration_is_for_who_tries_it_out(
    run: Run, made: Path, files: Mapping[str, str], given: Mapping[str, str], demo: str
) -> None:
    for name, text in files.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    answer = run("bin/serve", "--port", "8123", given=given)
    assert answer.stdout == f"demo={demo} {made} serve --port 8123\n"
    assert answer.stderr == ""


def test_only_catalogues_that_changed_are_compiled(checkout: Path, run: Run, tools: Path) -> None:
    for name in ("mv", "sh"):
        (tools / name).symlink_to(str(shutil.which(name)))
    (checkout / ".venv/bin").mkdir(parents=True)
    write_script(
        checkout / ".venv/bin/pybabel", f'echo compiled >&2; exec {sys.executable} -m babel.messages.frontend "$@"'
    )
    danish = checkout / "locales/da/LC_MESSAGES/indgang.po"
    danish.parent.mkdir(parents=True)
    danish.write_text('msgid "Ask us"\nmsgstr "Spørg os"\n', encoding="utf-8")
    assert run("bin/compile").stderr == "compiled\n"
    assert "Spørg os".encode() in danish.with_suffix(".mo").read_bytes()
    assert run("bin/compile").stderr == ""
    later = danish.stat().st_mtime + 10
    os.utime(danish, (later, later))
    assert run("bin/compile").stderr == "compiled\n"
