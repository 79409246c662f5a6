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
        self._guessing_by_all = None if rate == "off" else parse("100/10 minute")

    def count_writing(self, address: str) -> None:
        """Raises TooMany when this address writes too often."""
        if self._writing and not self._window.hit(self._writing, "writing", address):
            raise TooMany(
                N_(
                    "That was a bit much at once. Please wait a minute and try again. "
                    "What you wrote is still in the form."
                )
            )

    def count_guess(self, account: str, address: str) -> None:
        """Raises TooMany when somebody tries too many passwords for one account.

        From one address ten; from all together a hundred, so that a stranger who guesses does not lock the owner out.
        """
        if self._guessing is None or self._guessing_by_all is None:
            return
        here = self._window.hit(self._guessing, "guessing", account, address)
        if not here or not self._window.hit(self._guessing_by_all, "guessing", account):
            raise TooMany(N_("Too many attempts to sign in. Please wait ten minutes."))
