"""What proofs may ask for."""

from collections.abc import Iterator

import pytest

from tests.proofs.outages import MailServer


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that is down until it is told to be up."""
    server = MailServer()
    yield server
    server.be(up=False)
