"""A letter as an e-mail (RFC 5322): text and HTML, from the house's address in the name of who signed it."""

from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from app.core import clock
from app.mail.models import Letter
from app.mail.writing import signature


class Unwritable(Exception):
    """There is no way to write to this address."""


def compose(letter: Letter, *, sender: str) -> EmailMessage:
    """The e-mail of a letter; `sender` is the house's address. Raises Unwritable.

    Every copy carries the same Message-ID, so that a second one can be recognised. No header can be smuggled in: each
    is made of one line, and the receiver is exactly one address.
    """
    to = mail_address(letter.to)
    # An address beyond ASCII can't be encoded; the server must speak SMTPUTF8 (RFC 6531).
    message = EmailMessage(policy=SMTP if to.addr_spec.isascii() else SMTPUTF8)
    message.set_raw("From", _encoded("From", signature(letter.text), f"<{sender}>"))
    message["To"] = to
    message.set_raw("Subject", _encoded("Subject", letter.subject))
    message["Date"] = clock.in_denmark(letter.written_at)
    message["Message-ID"] = f"<{letter.id}.{letter.written_at:%Y%m%dT%H%M%S%f}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: absence notes are not sent to it
    # Quoted-printable is plain ASCII: no server on the way needs 8BITMIME.
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = _one_line(letter.language)  # now, or it would be moved into the text
    return message


def mail_address(text: str) -> Address:
    """One address (RFC 5322 addr-spec), its domain in ASCII. Raises Unwritable for anything else, never quoting it."""
    local, _, domain = text.strip().rpartition("@")
    try:
        domain = domain if domain.isascii() else _domain_in_ascii(domain)
        if not (local and local.isprintable() and domain):
            raise ValueError
        if local.isascii():
            return Address(addr_spec=f"{local}@{domain}")
        # As a whole it is parsed, which fails beyond ASCII; in parts it isn't.
        checked = Address(addr_spec=f"x@{domain}")
        return Address(username=local, domain=checked.domain)
    except Exception:  # the parser fails in many ways: ValueError, IndexError, HeaderParseError
        raise Unwritable("The address can't be written to.") from None


def _domain_in_ascii(domain: str) -> str:
    """xn--… (RFC 3490). The standard library takes ß for ss, which may be somebody else's domain: refused."""
    encoded = domain.encode("idna")
    if encoded.decode("idna") != domain.lower():
        raise ValueError
    return encoded.decode()


def _encoded(name: str, text: str, ending: str = "") -> str:
    """A header's value, `text` encoded and folded.

    Not left to EmailMessage: where Python 3.11 folds between encoded words it loses spaces (in every twelfth of 20,000
    Danish and German subjects).
    """
    header = Header(_one_line(text), "utf-8", header_name=name) if text else Header(header_name=name)
    if ending:
        header.append(ending, "us-ascii")
    return header.encode(linesep="\r\n")


def _one_line(text: str) -> str:
    return " ".join(text.split())
