"""The background work: letters out, the search index up to date, forgotten what is over. A door, so it commits.

Each duty has a thread of its own: a mail server that hangs keeps no index waiting.
"""

import fcntl
import logging
import logging.config
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread

from sqlmodel import Session

from app.core import clock
from app.core.database import Database, open_database
from app.core.logs import logging_as, place_of
from app.core.settings import SettingError, Settings, settings
from app.enquiries.actions import forget_keys, forget_what_is_over
from app.enquiries.calls import forget_old_calls
from app.enquiries.promises import look_after, open_parts
from app.insight.actions import forget_what_is_old
from app.mail.actions import tidy as tidy_letters
from app.mail.carriers import Carrier, CarrierError, open_carrier
from app.mail.delivery import deliver_due
from app.migrations import UnknownForm, upgrade
from app.people.actions import ask_to_confirm, tidy_stays
from app.people.models import Municipality
from app.people.queries import municipalities
from app.search.engine import IndexBusy
from app.searched import upkeep

AT_ONCE = 0.5  # seconds
OFTEN = 1.0
NOW_AND_THEN = 600.0
LONGEST_REST = 60.0  # between two tries of a duty that fails
LAST_WORD = 0.8  # seconds that duties have to end
ENDINGS = {signal.SIGTERM, signal.SIGINT}
log = logging.getLogger("indgang.worker")


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Duty:
    """Something done every so many seconds, until the end."""

    name: str
    every: float
    do: Callable[[], None]
    end: Callable[[], None] = _nothing


def run(database: Database, settings: Settings, *, stop: Event) -> None:
    """Works until `stop` is set, then returns within a second. Raises SettingError for a mail URL that can't be used.

    A duty that is stuck then (a mail server that hangs) dies with the process; its letter goes out again later.
    """
    duties = [_tidying(database), _indexing(database, settings)]
    carrier = open_carrier(settings.mail_url.get_secret_value(), public_url=settings.public_url)
    if carrier is None:
        log.warning("INDGANG_MAIL_URL is not set: letters wait in the outbox")
    else:
        duties.append(_mailing(database, carrier, stop))
    threads = [Thread(target=_attend, args=(duty, stop), name=duty.name, daemon=True) for duty in duties]
    for thread in threads:
        thread.start()
    stop.wait()
    over = time.monotonic() + LAST_WORD
    for thread in threads:
        thread.join(max(0.0, over - time.monotonic()))


def _attend(duty: Duty, stop: Event) -> None:
    """Does a duty again and again. A failure is logged, and the next try comes later and later."""
    failures = 0
    try:
        while not stop.is_set():
            try:
                duty.do()
            except Exception as error:
                failures += 1
                log.error("%s failed, %s in a row: %s", duty.name, failures, _what_happened(error))
            else:
                if failures:
                    log.info("%s works again", duty.name)
                failures = 0
            stop.wait(max(duty.every, min(LONGEST_REST, 2.0**failures)) if failures else duty.every)
    finally:
        duty.end()


def _what_happened(error: Exception) -> str:
    """A carrier says itself what keeps it from its work, without a word of a letter; of all else, where it failed."""
    return str(error) if isinstance(error, CarrierError) else place_of(error)


def _mailing(database: Database, carrier: Carrier, stop: Event) -> Duty:
    def deliver() -> None:
        while deliver_due(database, carrier, clock.now(), stop=stop):
            pass

    return Duty("mail", OFTEN, deliver, end=carrier.close)


def _indexing(database: Database, settings: Settings) -> Duty:
    desk = OnlyOne(settings.data / "index.lock")
    indexes = upkeep(database, settings.index_folder)

    def look_after() -> None:
        if desk.is_mine():
            with suppress(IndexBusy):  # `indgang reindex` is at work
                indexes.bring_up_to_date()

    return Duty("the search index", AT_ONCE, look_after, end=desk.leave)


def _tidying(database: Database) -> Duty:
    """Each step in a transaction of its own: askers don't wait for a long one, and a step that fails stops no other."""

    def tidy() -> None:
        now = clock.now()
        with database.read() as session:
            known = municipalities(session)
        steps: list[Callable[[Session], object]] = [
            *_to_look_after(database, known, now),
            *(partial(forget_what_is_over, municipality=each, now=now) for each in known),
            *(partial(forget_old_calls, municipality=each, now=now) for each in known),
            *(partial(ask_to_confirm, municipality=each, now=now) for each in known),
            partial(forget_keys, now=now),
            partial(forget_what_is_old, now=now),
            partial(tidy_letters, now=now),
            partial(tidy_stays, now=now),
        ]
        failures = [error for step in steps if (error := _failure(database, step))]
        if failures:
            raise failures[0]

    return Duty("tidying", NOW_AND_THEN, tidy)


def _to_look_after(
    database: Database, municipalities: Iterable[Municipality], now: datetime
) -> Iterator[Callable[[Session], object]]:
    """One step for each open part: nobody who asks waits until all promises have been looked at."""
    for each in municipalities:
        with database.read() as session:
            found = open_parts(session, each)
        for number, part in found:
            yield partial(look_after, municipality=each, number=number, part=part, now=now)


def _failure(database: Database, step: Callable[[Session], object]) -> Exception | None:
    try:
        with database.write() as session:
            step(session)
    except Exception as error:
        return error
    return None


class OnlyOne:
    """A lock on a file: of all workers on this data folder, one has it. The system frees it when that process ends."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._handle: int | None = None

    def is_mine(self) -> bool:
        """Whether this worker has the lock; takes it when it is free."""
        if self._handle is not None:
            return True
        self._file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def leave(self) -> None:
        """Lets another worker have it."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _set_by_signals() -> Event:
    """An event that SIGTERM and SIGINT set.

    A thread waits for them: a handler that sets an event may have interrupted the main thread inside that very event.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    stop = Event()

    def listen() -> None:
        signal.sigwait(ENDINGS)
        stop.set()

    Thread(target=listen, name="signals", daemon=True).start()
    return stop


def _end_with_the_server() -> None:
    """Ends this process in good order when the server is gone that holds the other end of its standard input."""

    def watch() -> None:
        os.read(sys.stdin.fileno(), 1)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="server gone", daemon=True).start()


def main(*, beside_a_server: bool = False) -> None:
    """The worker as a process. Raises SettingError for a setting that can't be used, UnknownForm as `upgrade` does."""
    chosen = settings()
    logging.config.dictConfig(logging_as(chosen.log))
    open_carrier(chosen.mail_url.get_secret_value(), public_url=chosen.public_url)  # a bad address is said at once
    if beside_a_server:
        # Blocked before the first thread starts: the worker waits for these signals in a thread of its own.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
        _end_with_the_server()
    engine = open_database(chosen.database)
    upgrade(engine)
    # Only now: until here the signals end this process as they end any other.
    run(Database(engine), chosen, stop=_set_by_signals())


if __name__ == "__main__":
    try:
        main(beside_a_server="--beside-a-server" in sys.argv)
    except (SettingError, UnknownForm) as error:
        sys.exit(str(error))
