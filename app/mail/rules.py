"""How long a letter is tried. No database here."""

from datetime import datetime, timedelta

from app.mail.models import NEVER

TRIES_WHEN_REFUSED = 5
LONGEST_WAIT = timedelta(hours=6)


def next_try(*, tries: int, permanent: bool, now: datetime) -> datetime:
    """When a letter that failed `tries` times is tried again: after 1, 2, 4 … minutes, at last every six hours.

    The fifth refusal for good (SMTP 5xx) ends it; what may pass (SMTP 4xx) is tried as long as the letter exists.
    """
    if permanent and tries >= TRIES_WHEN_REFUSED:
        return NEVER
    return now + min(LONGEST_WAIT, timedelta(minutes=2 ** min(tries - 1, 10)))
