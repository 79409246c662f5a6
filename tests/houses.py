"""Real houses: the program itself on a free port, with a data folder of its own, to be killed and started again."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from tests.postgres import free_port

PROGRAM = Path(sys.executable).with_name("indgang")
# Ends a house whose tests were killed themselves (Debian's util-linux).
LEASH = ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()
PATIENCE = 180.0  # seconds for a start, also on a machine that is busy


# The fixture `a_filled_house`: from "sqlite" or "postgresql" to a data folder (to be copied) and the address of a
# database (to be used; empty where it stands in the folder).
FilledHouse = Callable[[str], tuple[Path, str]]


def eventually(true: Callable[[], object], *, seconds: float = 10) -> bool:
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


class House:
    """A server with its worker. `data` is its data folder, `log` everything that its processes say."""

    def __init__(
        self, folder: Path, *, database_url: str = "", mail_url: str = "", workers: int = 1, **settings: str
    ) -> None:
        self.data = folder / "data"
        self.log = folder / "log"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self._workers = workers
        self._given = {
            "DATA": str(self.data),
            "DATABASE_URL": database_url,
            "MAIL_URL": mail_url,
            "RATE_LIMIT": "off",
            "DEMO": "on",
            "UNDO_SECONDS": "0",
            **settings,
        }
        self.data.mkdir(parents=True, exist_ok=True)

    @property
    def database_url(self) -> str:
        return self._given["DATABASE_URL"] or f"sqlite:///{self.data / 'indgang.sqlite'}"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told: nothing of the tests' own settings. They keep bytecode, for quick starts."""
        plain = {
            name: value
            for name, value in os.environ.items()
            if not name.upper().startswith("INDGANG_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        return plain | {f"INDGANG_{name}": value for name, value in self._given.items() if value}

    def sign_ins(self) -> dict[str, str]:
        """The passwords of the demonstration's people, by e-mail address."""
        lines = (self.data / "demo-sign-ins.txt").read_text(encoding="utf-8").splitlines()
        return dict((email, password) for email, password in map(str.split, lines[1:]))

    # --- its life

    def start(self) -> None:
        """Starts it, and returns when it can be used."""
        command = [*LEASH, PROGRAM, "serve", "--port", str(self.port), "--workers", str(self._workers)]
        with self.log.open("ab") as log:
            # In a folder without a .env file, and in a process group that belongs to no terminal.
            self.process = subprocess.Popen(
                command,
                cwd=self.data,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if not eventually(lambda: self.is_ready() or self.process_ended(), seconds=PATIENCE) or self.process_ended():
            raise RuntimeError(f"The house did not start:\n{self.log.read_text()[-5000:]}")

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:  # noqa: S310 (our own address)
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def process_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def kill9(self) -> None:
        """All its processes at once and without a word, as when the machine stops."""
        assert self.process is not None
        # The server first: it starts a worker or a web process that dies anew.
        everybody = family(self.process.pid)
        for pid in everybody:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        assert eventually(lambda: not any(map(is_alive, everybody)))

    def end(self) -> None:
        """In good order, as for an update."""
        if self.process_ended():
            return
        assert self.process is not None
        everybody = family(self.process.pid)
        self.process.terminate()
        if not eventually(lambda: self.process_ended() and not any(map(is_alive, everybody)), seconds=20):
            self.kill9()

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Another command of the program on the same data, such as `search`."""
        return subprocess.run(
            [PROGRAM, *arguments],
            cwd=self.data,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def __enter__(self) -> "House":
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.end()


@contextmanager
def running_house(
    folder: Path,
    *,
    like: Path | None = None,
    database_url: str = "",
    mail_url: str = "",
    workers: int = 1,
    **settings: str,
) -> Iterator[House]:
    """A running house in `folder`, ended when the block ends. `like` is the data folder that it begins with (copied);
    without one it is filled with the demonstration. `settings` are named without INDGANG_."""
    house = House(folder, database_url=database_url, mail_url=mail_url, workers=workers, **settings)
    if like is not None:
        shutil.copytree(like, house.data, dirs_exist_ok=True)
    with house:
        yield house


def filled(folder: Path, *, database_url: str = "") -> Path:
    """A data folder with the demonstration in it, made by a house that has ended: to be copied."""
    with running_house(folder, database_url=database_url, WORKER="off") as house:
        pass
    return house.data


def family(pid: int) -> list[int]:
    """A process and all that came from it, itself first."""
    children = [int(child) for tasks in Path(f"/proc/{pid}/task").glob("*/children") for child in _read(tasks).split()]
    return [pid, *(each for child in children for each in family(child))]


def is_alive(pid: int) -> bool:
    """Whether a process still runs; one that only waits to be noticed by its parent does not."""
    state = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return bool(state) and state[0] not in "ZX"


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
