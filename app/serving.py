"""What `indgang serve` runs: it prepares the house, then web processes with one worker process beside them.

The worker is a process of its own, so that a letter or an index takes no time from readers. It is started again when it
dies, and ends by itself when the server is killed: its standard input is a pipe that only the server holds open.
"""

import ipaddress
import logging
import logging.config
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from typing import NoReturn

import sqlalchemy as sa
import uvicorn
from sqlmodel import Session, select
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from app.core import clock
from app.core.danger import tells_of_danger
from app.core.database import Database, open_database
from app.core.i18n import catalogued
from app.core.logs import logging_as
from app.core.settings import Demo, SettingError, Settings, Switch, settings
from app.knowledge.importing import import_folder
from app.mail.carriers import open_carrier
from app.migrations import upgrade
from app.people.demo import as_lines, demo_sign_ins
from app.people.models import Municipality
from app.search.engine import Index, IndexBusy, IndexUnusable
from app.searched import upkeep
from app.topics.actions import prepare
from app.topics.models import Topic

KNOWLEDGE = Path(__file__).parents[1] / "knowledge"
BOOT = 30  # seconds that a web process may take to start on a busy machine before it is taken for hung
LAST_WORD = 3  # seconds that open requests, and then the worker, have to end
HEAD_START = 1.0  # seconds for the web processes: somebody may be waiting for them, nobody for the worker
LONGEST_PAUSE = 30.0  # seconds before a worker that keeps dying is started again
BUSY = 60.0  # seconds to wait for another process that writes the index
FILLING = 20261122  # names the lock of whoever fills an empty PostgreSQL database

log = logging.getLogger("indgang.serving")


class NotServed(Exception):
    """The server can't start; the message says why in one sentence."""


def serve(*, host: str, port: int, workers: int, with_worker: bool) -> None:
    """Serves until SIGTERM or SIGINT. Raises SettingError, NotServed or UnknownForm when it can't begin."""
    signal.signal(signal.SIGTERM, _end)
    chosen = _settings_for(host, port)
    logging.config.dictConfig(logging_as(chosen.log))
    _check(chosen)
    with _bind(host, port) as listener:
        sign_ins = make_ready(chosen, host=host)
        _listen(listener, port)
        Thread(target=_announce, args=(listener, sign_ins), daemon=True).start()
        keeper = WorkerKeeper() if with_worker and chosen.worker == Switch.ON else None
        try:
            if keeper:
                keeper.start()
            _run(_web_processes(chosen, workers), listener)
        finally:
            if keeper:
                keeper.end()


def _web_processes(chosen: Settings, workers: int) -> uvicorn.Config:
    return uvicorn.Config(
        "app.serving:web",
        factory=True,
        workers=workers,
        log_config=logging_as(chosen.log),
        access_log=False,
        server_header=False,
        proxy_headers=bool(chosen.trusted_proxies),
        forwarded_allow_ips=chosen.trusted_proxies,
        timeout_graceful_shutdown=LAST_WORD,
        timeout_worker_healthcheck=BOOT,
    )


def _run(config: uvicorn.Config, listener: socket.socket) -> None:
    with suppress(KeyboardInterrupt):
        if config.workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])


def _end(_: int, __: FrameType | None) -> NoReturn:
    """uvicorn raises SIGTERM again when it has ended its requests: then what is below `finally` still runs."""
    raise SystemExit(0)


def _settings_for(host: str, port: int) -> Settings:
    """The settings; where nobody said under which address readers come, it is the one served here."""
    if "public_url" not in settings().model_fields_set:
        os.environ["INDGANG_PUBLIC_URL"] = f"http://{_reachable(host)}:{port}"  # web processes and worker inherit it
        settings.cache_clear()
    return settings()


def _reachable(host: str) -> str:
    """A host to be put into an address: for "all of this machine's", this machine itself."""
    name = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    return f"[{name}]" if ":" in name else name


def _check(chosen: Settings) -> None:
    """Fails at the start, not at night. Raises SettingError."""
    carrier = open_carrier(chosen.mail_url.get_secret_value(), public_url=chosen.public_url)
    if carrier is not None:
        carrier.close()


# --- The address


def _bind(host: str, port: int) -> socket.socket:
    """A socket on this address. It does not listen yet: nobody is let in before the house is ready."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise NotServed(f"Can't serve at {host} port {port}: {error.strerror or error}.") from None
    return listener


def _listen(listener: socket.socket, port: int) -> None:
    try:
        listener.listen(2048)
    except OSError as error:
        raise NotServed(f"Can't serve at port {port}: {error.strerror}.") from None


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what is served there."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host or None, None)}
    except OSError:
        return False
    return bool(host) and all(ipaddress.ip_address(str(address).partition("%")[0]).is_loopback for address in found)


# --- What must be there before the first reader


def make_ready(chosen: Settings, *, host: str) -> str:
    """Brings database and index to their newest form; an empty database gets the knowledge that comes with the program.

    Gives how to sign in to the demonstration, if there is one. Raises SettingError, NotServed or UnknownForm.
    """
    engine = open_database(chosen.database)
    try:
        upgrade(engine)
        database = Database(engine)
        _must_not_show_demo_to_others(database, chosen, host)
        sign_ins = _fill(database, chosen)
        _index(database, chosen)
        chosen.key()
        return sign_ins
    except sa.exc.OperationalError as error:
        raise NotServed(f"The database can't be used, see INDGANG_DATABASE_URL: {first_line(error.orig)}") from None
    finally:
        engine.dispose()


def first_line(error: object) -> str:
    """What a driver says, on one line."""
    return next(iter(str(error).splitlines()), "no reason given")


def _fill(database: Database, chosen: Settings) -> str:
    """Gives how to sign in to the demonstration, if there is one."""
    demo = chosen.demo != Demo.OFF
    with database.write() as session:
        _be_the_only_one(session)
        prepare(session, languages=catalogued())
        if session.exec(select(Topic.id)).first() is None:
            _import(session, demo=demo)
        return as_lines(demo_sign_ins(session, chosen.data, now=clock.now())) if demo else ""


def _import(session: Session, *, demo: bool) -> None:
    report = import_folder(session, KNOWLEDGE, now=clock.now(), demo=demo)
    if report.faults:
        first = report.faults[0]
        raise NotServed(
            f"The knowledge that comes with the program has {len(report.faults)} faults, the first one in "
            f"{first.file} line {first.line}: {first.message}"
        )


def _be_the_only_one(session: Session) -> None:
    """Of two servers that start on one empty database, one fills it (a writing SQLite session is alone anyway)."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:name)"), {"name": FILLING})


def _must_not_show_demo_to_others(database: Database, chosen: Settings, host: str) -> None:
    if chosen.demo == Demo.PUBLIC or is_loopback(host):
        return
    with database.read() as session:
        holds_demo = session.exec(select(Municipality.id).where(Municipality.demo)).first() is not None
    if holds_demo or chosen.demo == Demo.ON:
        raise SettingError(
            f"INDGANG_DEMO: the demonstration is for this machine alone, so {host} is refused; "
            "serve at 127.0.0.1, or set INDGANG_DEMO=public if everybody may see it"
        )


def _index(database: Database, chosen: Settings) -> None:
    """Waits while another process (the worker of a server on the same folder) writes the index."""
    patience = time.monotonic() + BUSY
    indexes = upkeep(database, chosen.index_folder)
    while True:
        try:
            indexes.bring_up_to_date()
            return
        except IndexBusy:
            if time.monotonic() > patience:
                raise NotServed(
                    f"Another process has been writing the index in {chosen.index_folder} for a minute."
                ) from None
            time.sleep(0.2)


# --- Saying so


def _announce(listener: socket.socket, sign_ins: str) -> None:
    """Says the address once the server answers there."""
    host, port = listener.getsockname()[:2]
    address = f"http://{_reachable(host)}:{port}"
    while not _answers(f"{address}/healthz"):
        time.sleep(0.05)
    print(f"Indgang is ready at {address}", flush=True)
    if sign_ins:
        print(f"Sign in at {address}/sign-in as somebody of the demonstration:\n{sign_ins}", flush=True)
    else:
        print(f"Sign in at {address}/sign-in; an account is made with: indgang user add", flush=True)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own http address)
            return True
    except (OSError, urllib.error.URLError):
        return False


# --- The processes


def web() -> ASGIApp:
    """The application of one web process. One among several ends when its server is gone."""
    server = multiprocessing.parent_process()
    if server is not None:
        _end_when(server.join)
    from app.server import create_app  # not above: the worker's process has no use for it

    app = create_app()
    Thread(target=_warm_up, args=(app.state.house.public_index,), name="warm-up", daemon=True).start()
    return app


def _warm_up(index: Index) -> None:
    """What the first question would wait for: the index in memory, and the words of danger."""
    tells_of_danger("")
    with suppress(IndexUnusable):
        index.snapshot()


def _end_when(over: Callable[[], object]) -> None:
    """Ends this process in good order when `over` returns."""

    def watch() -> None:
        over()
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="server gone", daemon=True).start()


class WorkerKeeper:
    """Keeps one worker process running until told to end."""

    def __init__(self) -> None:
        self._over = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._keep, name="worker keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _keep(self) -> None:
        pause = 0.5
        self._over.wait(HEAD_START)
        while not self._over.is_set():
            began = time.monotonic()
            # A session of its own: Ctrl-C in the terminal reaches the server alone, which then ends the worker.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.worker", "--beside-a-server"],
                stdin=subprocess.PIPE,
                start_new_session=True,
            )
            status = self._process.wait()
            if self._over.is_set():
                return
            pause = 0.5 if time.monotonic() - began > LONGEST_PAUSE else min(LONGEST_PAUSE, pause * 2)
            log.error("the worker ended with status %s; it is started again in %s s", status, pause)
            self._over.wait(pause)

    def end(self) -> None:
        """Ends the worker, by force when it doesn't within seconds."""
        self._over.set()
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(LAST_WORD)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._thread.join(LAST_WORD)
