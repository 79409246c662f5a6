"""Who takes letters out of the house: a mail server or a folder, named by INDGANG_MAIL_URL."""

import contextlib
import ipaddress
import os
import smtplib
import ssl
import tempfile
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from app.core.settings import SettingError, settings
from app.mail.message import Unwritable, compose, mail_address
from app.mail.models import Letter

PATIENCE = 20.0  # seconds for each word of the mail server


class CarrierError(Exception):
    """A letter was not taken over. The sentence names no address and nothing of the letter.

    `permanent` when the carrier refused it for good; otherwise it may pass.
    """

    def __init__(self, sentence: str, *, permanent: bool) -> None:
        super().__init__(sentence)
        self.permanent = permanent


class Unreachable(CarrierError):
    """Nothing can be delivered now, whatever the letter."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, permanent=False)


class Carrier(Protocol):
    """Belongs to one thread at a time."""

    def deliver(self, letter: Letter) -> None:
        """Takes the letter over for good. Raises CarrierError."""

    def close(self) -> None:
        """Nothing more for now: lets go of what was kept open between letters. The next letter opens it again."""


def open_carrier(url: str, *, public_url: str = "") -> Carrier | None:
    """The carrier for INDGANG_MAIL_URL; None when it is empty: letters wait. Raises SettingError, without the password.

    Letters come from the address in `?from=…`, else from indgang@ the host of `public_url` (the setting's, when empty).
    Nothing is connected to yet.
    """
    if not url:
        return None
    house = _house(public_url or settings().public_url)
    if url.startswith("folder:"):
        return _folder(url.removeprefix("folder:"), house)
    try:
        parts = urlsplit(url)
        return Smtp(_server(parts), sender=_sender(parts, house), house=house)
    except ValueError:  # a port or a host in brackets that can't be read
        raise _fault("its host or port can't be read") from None


def _fault(why: str) -> SettingError:
    return SettingError(f"INDGANG_MAIL_URL: {why}")


def _house(public_url: str) -> str:
    """Our name in the world of mail: a host, or an address in brackets (RFC 5321, 4.1.3)."""
    host = urlsplit(public_url).hostname or "localhost"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host if host.isascii() else host.encode("idna").decode()
    return f"[{address}]" if address.version == 4 else f"[IPv6:{address}]"


def _sender(parts: SplitResult, house: str) -> str:
    query = parse_qs(parts.query.replace("+", "%2B"), keep_blank_values=True)  # in an address, + is no space
    if query.keys() - {"from"}:
        raise _fault("from is the only thing that may stand after the question mark")
    try:
        sender = mail_address(query.get("from", [f"indgang@{house}"])[-1]).addr_spec
    except Unwritable:
        raise _fault("from is not a mail address") from None
    if not sender.isascii():
        raise _fault("from must be plain ASCII before its @")
    return sender


class Security(StrEnum):
    """How the way to a mail server is protected, by the kind of its URL."""

    STARTTLS = "smtp+starttls"
    TLS = "smtps"
    NONE = "smtp"


PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True)
class Server:
    """A mail server and how to sign in there."""

    security: Security
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


def _server(parts: SplitResult) -> Server:
    try:
        security = Security(parts.scheme)
    except ValueError:
        raise _fault("must begin with smtp+starttls://, smtps://, smtp:// or folder:") from None
    host = parts.hostname or ""
    if not host or parts.path not in {"", "/"}:
        raise _fault("must name a host, as in smtp+starttls://user:password@mail.example.org:587")
    if security is Security.NONE and not _on_this_machine(host):
        raise _fault(
            "smtp:// without encryption is only for a mail server on this machine; use smtp+starttls:// or smtps://"
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not (user + password).isascii() or bool(user) != bool(password):
        raise _fault("user and password come together, in plain ASCII, with special signs written as %40")
    return Server(security, host, parts.port or PORTS[security], user, password)


def _on_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Smtp:
    """A mail server. The connection is kept from letter to letter until `close`."""

    def __init__(self, server: Server, *, sender: str, house: str) -> None:
        self.server = server
        self.sender = sender
        self._house = house
        self._trust = ssl.create_default_context()
        self._line: smtplib.SMTP | None = None

    def deliver(self, letter: Letter) -> None:
        message = _composed(letter, self.sender)
        to = message["To"].addresses[0].addr_spec
        line = self._connected()
        try:
            line.send_message(message, self.sender, [to])
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise _refusal(error) from None  # the server's own words may name the address

    def close(self) -> None:
        if self._line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._line.quit()
            self._hang_up()

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _connected(self) -> smtplib.SMTP:
        if self._line is not None and not _answers(self._line):
            self._hang_up()
        if self._line is None:
            try:
                self._line = self._connect()
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable(_trouble(error)) from None
        return self._line

    def _connect(self) -> smtplib.SMTP:
        with contextlib.ExitStack() as on_failure:
            line = self._call()
            on_failure.callback(line.close)
            if self.server.security is Security.STARTTLS:
                line.starttls(context=self._trust)
            if self.server.user:
                line.login(self.server.user, self.server.password)
            on_failure.pop_all()
        return line

    def _call(self) -> smtplib.SMTP:
        # With local_hostname, smtplib doesn't ask the network what this machine is called.
        host, port, house = self.server.host, self.server.port, self._house
        if self.server.security is Security.TLS:
            return smtplib.SMTP_SSL(host, port, local_hostname=house, timeout=PATIENCE, context=self._trust)
        return smtplib.SMTP(host, port, local_hostname=house, timeout=PATIENCE)


def _answers(line: smtplib.SMTP) -> bool:
    try:
        return line.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _trouble(error: Exception) -> str:
    """Why there is no connection."""
    match error:
        case ssl.SSLCertVerificationError():
            return "The mail server's certificate is not to be trusted."
        case smtplib.SMTPAuthenticationError():
            return "The mail server refused the user name or the password."
        case smtplib.SMTPNotSupportedError():
            return "The mail server offers no encryption or no sign-in, as INDGANG_MAIL_URL wants."
        case _:
            return "The mail server can't be reached."


def _refusal(error: Exception) -> CarrierError:
    """Why a letter was not taken, when there was a connection. The letter alone answers for it: it may be the cause."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            code = next(code for code, _ in refused.values())
            return CarrierError(f"The mail server refused the receiver ({code}).", permanent=code >= 500)
        case smtplib.SMTPDataError(smtp_code=code):
            return CarrierError(f"The mail server refused the letter ({code}).", permanent=code >= 500)
        case smtplib.SMTPSenderRefused(smtp_code=code):
            return CarrierError(f"The mail server refused the sender ({code}).", permanent=False)
        case smtplib.SMTPNotSupportedError():
            return CarrierError("The mail server can't write to an address beyond ASCII.", permanent=True)
        case _:
            return CarrierError("The connection to the mail server broke off.", permanent=False)


def _composed(letter: Letter, sender: str) -> EmailMessage:
    try:
        return compose(letter, sender=sender)
    except Unwritable as error:
        raise CarrierError(str(error), permanent=True) from None


class Folder:
    """A folder in which each letter becomes one .eml file, whole or not at all, readable by the owner alone."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def deliver(self, letter: Letter) -> None:
        content = _composed(letter, self.sender).as_bytes()
        # A second copy takes the place of the first.
        name = f"{letter.written_at:%Y%m%dT%H%M%S%f}-{letter.id}.eml"
        try:
            self._write(self.folder / name, content)
        except OSError:
            raise Unreachable("The mail folder can't be written to.") from None

    def _write(self, file: Path, content: bytes) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, draft = tempfile.mkstemp(dir=self.folder, prefix=".")
        try:
            with os.fdopen(number, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(draft).replace(file)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    def close(self) -> None:
        pass


def _folder(path: str, house: str) -> Folder:
    if not path:
        raise _fault("folder: must name a folder, as in folder:var/mail")
    return Folder(Path(path), sender=f"indgang@{house}")
