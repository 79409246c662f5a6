"""A PostgreSQL server of the tests' own: Debian's package, in a folder of its own, on a free port, stopped after."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A server whose data is thrown away need not wait for the disk.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def programs() -> Path:
    """Where initdb and pg_ctl are. Raises RuntimeError naming the command that installs them."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise RuntimeError("The tests need PostgreSQL; run: apt-get install postgresql")
    return (found[-1] if found else Path(str(on_path))).parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[str]:
    """The address (without a database's name) of a server whose data lies in a folder of its own and goes with it.

    Not in pytest's folder: another pytest that starts may close that to the user PostgreSQL runs as.
    """
    bin_folder, port = programs(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="indgang-postgres-"))
    data = folder / "data"
    # PostgreSQL refuses to run as root: Debian's package brought a user for it.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(*command: str) -> None:
        done = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stderr or done.stdout}")

    options = f"{QUICK} -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories=''"
    try:
        run(
            str(bin_folder / "initdb"),
            "-D",
            str(data),
            "-U",
            "indgang",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        run(str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://indgang@127.0.0.1:{port}"
        finally:
            run(str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
