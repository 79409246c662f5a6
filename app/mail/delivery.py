"""Letters on their way out: each claimed, carried and noted in turn."""

import logging
import time
from datetime import datetime, timedelta
from threading import Event

from app.core.database import Database
from app.mail.actions import delivered, due, failed, give_back, take
from app.mail.carriers import Carrier, CarrierError, Unreachable
from app.mail.models import Letter

BATCH = 20  # letters over one connection
log = logging.getLogger(__name__)


def deliver_due(
    database: Database, carrier: Carrier, now: datetime, *, limit: int = BATCH, stop: Event | None = None
) -> int:
    """Carries the letters that are due at `now`, at most `limit`, and gives how many were taken over.

    No transaction is open while the carrier works: a crash there costs at most a second copy of one letter. `stop` ends
    the batch before the next letter. Raises Unreachable when nothing can be delivered; the letters are free again then.
    """
    began = time.monotonic()
    with database.read() as session:
        waiting = due(session, now=now, limit=limit)
    carried = 0
    try:
        for letter in waiting:
            if stop is not None and stop.is_set():
                break
            # A claim counts from its own moment: earlier letters may have kept a slow server busy for minutes.
            carried += _carry(database, carrier, letter, now=now + timedelta(seconds=time.monotonic() - began))
    finally:
        carrier.close()
    return carried


def _carry(database: Database, carrier: Carrier, letter: Letter, *, now: datetime) -> bool:
    number, tries = letter.id or 0, letter.tries + 1
    with database.write() as session:
        if not take(session, letter, now=now):
            return False
    try:
        carrier.deliver(letter)
    except Unreachable as error:
        with database.write() as session:
            give_back(session, number, tries=tries, why=str(error))
        raise
    except CarrierError as error:
        log.warning("letter %s was not delivered, try %s: %s", number, tries, error)
        with database.write() as session:
            failed(session, number, tries=tries, why=str(error), permanent=error.permanent, now=now)
        return False
    with database.write() as session:
        delivered(session, number, now=now)
    return True
