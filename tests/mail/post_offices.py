"""What mail servers and folders are given: letters, and a post office that keeps what arrived."""

import email
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session

from app.core.i18n import Speaker
from app.mail.models import Letter
from app.mail.writing import Writing, as_html, as_text

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def a_writing(**changes: Any) -> Writing:
    given = {
        "subject": "Ein Führerschein-Spørgsmål: kørekort og førerbevis, Überprüfung für Straßenverkehr (ø) æ å",
        "sentences": (
            "Spørgsmålet er besvaret: læs svaret på siden.",
            "Größe, Maß & <Übermut>: 10 €. " + "Lang: ø" * 200,
        ),
        "link_text": "Åbn spørgsmålet",
        "link": "https://indgang.example.org/fjordby/da/enquiries/abcdefgh23456789",
        "sender": "Fjordby Kommune – Børne- og Ungdomsforvaltningen, Sønderbæk & Ærø",
    }
    return Writing(**{**given, **changes})


def a_letter(number: int = 1, writing: Writing | None = None, **changes: Any) -> Letter:
    writing = writing or a_writing()
    given = {
        "id": number,
        "kind": "answered",
        "to": "ola@example.org",
        "language": "da",
        "subject": writing.subject,
        "text": as_text(writing),
        "html": as_html(writing, Speaker("da")),
        "written_at": NOW,
        "not_before": NOW,
    }
    return Letter(**{**given, **changes})


class PostOffice:
    """Keeps what a mail server was given; `gone@` is refused for good, `full@` for now, `strict@` after reading."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], bytes]] = []
        self.connections: set[int] = set()

    async def handle_RCPT(
        self, server: object, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.connections.add(id(session))
        refusals = {"gone": "550 No such user gone@example.org", "full": "452 full@example.org has no room"}
        name = address.partition("@")[0]
        if name in refusals:
            return refusals[name]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: object, session: Session, envelope: Envelope) -> str:
        if envelope.rcpt_tos[0].startswith("strict@"):
            return "554 strict@example.org does not like the words in it"
        assert isinstance(envelope.content, bytes)
        self.letters.append((list(envelope.rcpt_tos), envelope.content))
        return "250 OK"

    def received(self) -> list[EmailMessage]:
        return [parsed(content) for _, content in self.letters]


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def shown(message: EmailMessage, name: str) -> str:
    """A header as a mail program shows it; the newer parser of Python 3.11 keeps blanks inside a long word."""
    raw = dict(message.raw_items())[name]
    return str(make_header(decode_header(raw.encode("ascii", "surrogateescape").decode().replace("\r\n", ""))))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


StartServer = Callable[..., Controller]
SIGN_IN = "indgang:s%40fe%2Fword"
