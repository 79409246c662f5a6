"""Failures that a person can do something about: a sentence in English, translated at the door."""

from typing import Any


def N_(sentence: str) -> str:
    """Marks a sentence for the catalogues; it is translated where it is shown."""
    return sentence


class Problem(Exception):
    """What went wrong, for the person who caused it. `sentence` may have named holes, filled from `holes`."""

    status = 400

    def __init__(self, sentence: str, *, field: str | None = None, **holes: Any) -> None:
        super().__init__(sentence % holes if holes else sentence)
        self.sentence = sentence
        self.holes = holes
        self.field = field


class SignInNeeded(Problem):
    status = 401


class Refused(Problem):
    status = 403


class NotFound(Problem):
    status = 404


class Conflict(Problem):
    """Somebody was faster, or the thing is in a state that does not allow this."""

    status = 409


class Gone(Problem):
    """It stood at this address, and does so no longer (RFC 9110, 15.5.11)."""

    status = 410


class Outdated(Problem):
    """The If-Match given is no longer true."""

    status = 412


class Invalid(Problem, ValueError):
    """What came in can't be used; `field` names where. A ValueError too, so that drafts may raise it."""

    status = 422


class TooMany(Problem):
    status = 429
