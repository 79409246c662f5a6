"""What proofs of crashes share: a mail server that is up or down, and what is looked at when all is over."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from aiosmtpd.controller import Controller
from sqlmodel import SQLModel, col, func, select

from app.core import clock
from app.core.database import Database, open_database
from app.mail.carriers import open_carrier
from app.mail.delivery import deliver_due
from app.mail.models import Letter
from tests.mail.post_offices import PostOffice
from tests.postgres import free_port


class MailServer:
    """A mail server that is up or down; its post office keeps what arrived."""

    def __init__(self) -> None:
        self.office = PostOffice()
        self._port = free_port()
        self._server: Controller | None = None
        self.url = f"smtp://127.0.0.1:{self._port}"

    @property
    def is_up(self) -> bool:
        return self._server is not None

    def be(self, up: bool) -> None:
        if up and self._server is None:
            self._server = Controller(self.office, hostname="127.0.0.1", port=self._port)
            self._server.start()
        elif not up and self._server is not None:
            self._server.stop()
            self._server = None

    def arrived(self) -> Counter[int]:
        """How often each letter arrived, by its number: the Message-ID, the same on every copy, begins with it."""
        return Counter(int(re.findall(r"<(\d+)\.", str(each["Message-ID"]))[0]) for each in self.office.received())


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The house's own database, to look into."""
    engine = open_database(url)
    try:
        yield Database(engine)
    finally:
        engine.dispose()


def how_many(database: Database, table: type[SQLModel]) -> int:
    with database.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def undelivered(database: Database) -> int:
    """Letters that are due and that no worker has in hand."""
    with database.read() as session:
        waiting = (col(Letter.delivered_at).is_(None), col(Letter.taken_at).is_(None), Letter.not_before <= clock.now())
        return session.exec(select(func.count()).select_from(Letter).where(*waiting)).one()


def deliver_what_had_to_wait(database: Database, mail_url: str) -> None:
    """Two hours on: letters in the hands of a worker that died are free again, and so are those beyond an hour's number
    to one address."""
    carrier = open_carrier(mail_url, public_url="http://127.0.0.1")
    assert carrier is not None
    later = clock.now() + timedelta(hours=2)
    while deliver_due(database, carrier, later):
        pass
