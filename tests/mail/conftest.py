"""Real mail servers on this machine, with certificates made for the occasion."""

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.mail.post_offices import PostOffice, StartServer, free_port


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost that vouches for itself, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    file, key = folder / "certificate.pem", folder / "key.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(file)]
    subprocess.run([*make.split(), *names], check=True, capture_output=True)
    return file, key


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's certificate is among those this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.fixture
def post_office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def start_server(certificate: tuple[Path, Path], post_office: PostOffice) -> Iterator[StartServer]:
    """Starts a mail server: start_server(security="smtp+starttls" | "smtps" | "smtp", port=…)."""

    def knows(server: object, session: object, envelope: object, mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=data == LoginPassword(b"indgang", b"s@fe/word"), handled=False)

    with ExitStack() as ending:

        def start(security: str = "smtp", *, port: int | None = None) -> Controller:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*certificate)
            options: dict[str, dict[str, Any]] = {
                "smtp": {},
                "smtp+starttls": {
                    "tls_context": context,
                    "require_starttls": True,
                    "authenticator": knows,
                    "auth_required": True,
                },
                "smtps": {"ssl_context": context},
            }
            server = Controller(
                post_office, hostname="127.0.0.1", port=port or free_port(), enable_SMTPUTF8=True, **options[security]
            )
            server.start()
            ending.callback(lambda: server.loop.is_closed() or server.stop())
            return server

        yield start
