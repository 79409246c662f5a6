"""What is logged, and how: one line each, without personal data and without the askers' secret keys."""

import logging
import re
import traceback
from pathlib import Path
from typing import Any

from app.core.personal_data import anonymise

FEWEST_DIGITS = 8  # an address or message with so many may hold a number of somebody
_KEY = re.compile(r"(/enquiries/)[^/]+|([?&]key=)[^&\s]+")


def masked(text: str) -> str:
    """A path, or a line with addresses in it, without the secret keys of askers and of letters."""
    return _KEY.sub(r"\1\2…", text)


def place_of(error: BaseException) -> str:
    """What failed and where. Not the error's own words: they may quote what somebody wrote, an address or a key."""
    places = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at " + " < ".join(f"{Path(p.filename).name}:{p.lineno}" for p in reversed(places))


class Lines(logging.Formatter):
    """Plain lines. An error may quote what somebody typed, and so may an address: personal data and keys are masked."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        message = record.getMessage()
        suspect = record.exc_info or "@" in message or sum(sign.isdigit() for sign in message) >= FEWEST_DIGITS
        return anonymise(masked(line)) if suspect or record.levelno >= logging.WARNING else line


def logging_as(level: str) -> dict[str, Any]:
    """Python's logging for this level: lines on standard error. uvicorn's own chatter stays below warnings."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Lines, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {"uvicorn": {"level": "DEBUG" if level == "debug" else "WARNING"}, "alembic": {"level": "WARNING"}},
    }
