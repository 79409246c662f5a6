"""`indgang serve`: what stands when it says it is ready, how it ends, and what happens when a process of it dies."""

import os
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from app.serving import is_loopback
from tests.houses import PROGRAM, House, eventually, family, is_alive, running_house

EVERYWHERE = "0.0.0.0"  # noqa: S104 (that is what is tested)


def ends(house: House, *, seconds: float) -> bool:
    return eventually(house.process_ended, seconds=seconds)


def workers(house: House) -> list[int]:
    """The processes beside the web processes, without multiprocessing's own."""
    assert house.process is not None
    return [pid for pid in family(house.process.pid) if "-m app.worker" in command(pid)]


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def fails(house: House, *arguments: str) -> str:
    """What `serve` says when it doesn't start."""
    said = house.run("serve", "--port", str(house.port), *arguments)
    assert said.returncode == 1, said.stdout
    assert said.stdout == ""
    assert said.stderr.splitlines()[-1].startswith("indgang: "), said.stderr
    return said.stderr.splitlines()[-1]


# --- starting


def test_a_first_start_has_everything_a_reader_needs_when_it_says_it_is_ready(filled_sqlite: Path) -> None:
    """`filled_sqlite` is what a first start leaves behind, ended as soon as it was ready."""
    log = (filled_sqlite.parent / "log").read_text()
    assert re.search(r"^Indgang is ready at http://127\.0\.0\.1:\d+$", log, re.MULTILINE)
    assert log.count("Sign in at") == 1
    assert "mette@fjordby.example.org" in log
    for made in ("indgang.sqlite", "secret-key", "index/public/current", "index/staff/current", "demo-sign-ins.txt"):
        assert (filled_sqlite / made).exists(), made


def test_a_later_start_goes_on_with_the_data_that_is_there_and_without_a_worker_where_there_shall_be_none(
    filled_sqlite: Path, tmp_path: Path
) -> None:
    with running_house(tmp_path, like=filled_sqlite, WORKER="off") as house:
        asked = httpx.post(f"{house.address}/api/v1/enquiries", json={"text": "May I drive here?"}).json()
        passwords = house.sign_ins()
        house.end()
        house.start()
        assert httpx.get(f"{house.address}/api/v1/enquiries/{asked['key']}").status_code == 200
        assert house.sign_ins() == passwords
        assert asked["url"].startswith(house.address)  # nobody set another address
        assert httpx.get(f"{house.address}/api/v1/search", params={"q": "licence"}).json()["results"]
        assert workers(house) == []


@pytest.mark.long
def test_without_the_demonstration_its_municipalities_are_not_there_and_the_shared_articles_are(tmp_path: Path) -> None:
    with running_house(tmp_path, WORKER="off", DEMO="off") as house:
        assert httpx.get(f"{house.address}/api/v1/municipalities").json() == []
        assert httpx.get(f"{house.address}/api/v1/topics").json() != []
        assert "mette@" not in house.log.read_text()
        assert not (house.data / "demo-sign-ins.txt").exists()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        pytest.param({"MAIL_URL": "pigeon://loft"}, "INDGANG_MAIL_URL", id="mail", marks=pytest.mark.long),
        pytest.param(
            {"DATABASE_URL": "mysql://x"}, "INDGANG_DATABASE_URL", id="kind of database", marks=pytest.mark.long
        ),
        pytest.param(
            {"DATABASE_URL": "postgresql+psycopg://x:sesame@127.0.0.1:1/x"}, "INDGANG_DATABASE_URL", id="no database"
        ),
    ],
)
def test_a_setting_that_cannot_be_used_stops_it_at_the_start(
    tmp_path: Path, settings: dict[str, str], named: str
) -> None:
    house = House(tmp_path)
    house._given |= settings
    said = fails(house)
    assert named in said
    assert "sesame" not in said


@pytest.mark.long
def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    house = House(tmp_path)
    with socket.create_server(("127.0.0.1", house.port)):
        assert f"port {house.port}" in fails(house)


@pytest.mark.long
def test_the_demonstration_is_not_shown_beyond_this_machine_unless_said_so(filled_sqlite: Path, tmp_path: Path) -> None:
    house = House(tmp_path / "careful")
    assert "INDGANG_DEMO" in fails(house, "--host", EVERYWHERE)
    shutil.copytree(filled_sqlite, house.data, dirs_exist_ok=True)
    house._given["DEMO"] = "off"  # the database holds it all the same
    assert "INDGANG_DEMO" in fails(house, "--host", EVERYWHERE)
    public = House(tmp_path / "public", WORKER="off", DEMO="public")
    shutil.copytree(filled_sqlite, public.data, dirs_exist_ok=True)
    open_to_all = subprocess.Popen(
        [PROGRAM, "serve", "--host", EVERYWHERE, "--port", str(public.port)],
        env=public.environment,
        cwd=public.data,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert eventually(public.is_ready, seconds=60)
    finally:
        open_to_all.terminate()
        open_to_all.wait(20)


def test_which_hosts_only_this_machine_reaches() -> None:
    assert all(map(is_loopback, ["127.0.0.1", "127.8.8.8", "::1", "localhost"]))
    assert not any(map(is_loopback, [EVERYWHERE, "::", "", "192.0.2.1", "nothing.invalid"]))


# --- ending

COUNTS = [pytest.param(1, id="one web process"), pytest.param(2, id="two web processes", marks=pytest.mark.long)]


@pytest.mark.parametrize("count", COUNTS)
def test_everything_ends_within_seconds(filled_sqlite: Path, tmp_path: Path, count: int) -> None:
    with running_house(tmp_path, like=filled_sqlite, workers=count) as house:
        assert house.process is not None
        assert eventually(lambda: len(workers(house)) == 1)
        everybody = family(house.process.pid)
        house.process.send_signal(signal.SIGTERM if count == 1 else signal.SIGINT)
        assert ends(house, seconds=10)
        assert house.process.returncode == 0
        assert eventually(lambda: not any(map(is_alive, everybody)), seconds=3)
        assert "Traceback" not in house.log.read_text()


@pytest.mark.long
@pytest.mark.parametrize("count", COUNTS)
def test_when_the_server_is_killed_all_its_processes_end_and_the_next_start_works(
    filled_sqlite: Path, tmp_path: Path, count: int
) -> None:
    with running_house(tmp_path, like=filled_sqlite, workers=count) as house:
        assert house.process is not None
        assert eventually(lambda: len(workers(house)) == 1)
        others = family(house.process.pid)[1:]
        assert len(others) >= count
        os.kill(house.process.pid, signal.SIGKILL)
        assert eventually(lambda: not any(map(is_alive, others)), seconds=15)
        assert ends(house, seconds=5)
        house.start()
        assert httpx.get(f"{house.address}/api/v1/municipalities").status_code == 200


# --- its worker


@pytest.mark.long
def test_a_worker_that_dies_is_started_again(filled_sqlite: Path, tmp_path: Path) -> None:
    with running_house(tmp_path, like=filled_sqlite) as house:
        assert eventually(lambda: len(workers(house)) == 1)
        first = workers(house)[0]
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: workers(house) not in ([], [first]), seconds=20)
        assert len(workers(house)) == 1
        assert "the worker ended with status -9" in house.log.read_text()
