"""How often one address may write: a moving window in this process's memory."""

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.core.errors import N_, TooMany


class Limits:
    """Counts writing requests by address, and wrong passwords by account."""

    def __init__(self, rate: str) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._writing = None if rate == "off" else parse(rate)
        self._guessing = None if rate == "off" else parse("10/10 minute")

    def count_writing(self, address: str) -> None:
        """Raises TooMany when this address writes too often."""
        if self._writing and not self._window.hit(self._writing, "writing", address):
            raise TooMany(
                N_(
                    "That was a bit much at once. Please wait a minute and try again. What you wrote is still in the form."
                )
            )

    def count_guess(self, account: str) -> None:
        """Raises TooMany when somebody tries too many passwords for one account."""
        if self._guessing and not self._window.hit(self._guessing, "guessing", account):
            raise TooMany(N_("Too many attempts to sign in. Please wait ten minutes."))
