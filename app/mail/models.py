"""The outbox: letters are rows, written in the same transaction as what they tell of."""

from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.core.database import Moment

# `not_before` of a letter that was given up: it is never due.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class LetterState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"


class Letter(SQLModel, table=True):
    """A mail to one address. Free to be taken when `delivered_at` is empty and `not_before` has come."""

    __table_args__ = (
        sa.Index("ix_letter_due", "delivered_at", "not_before"),
        sa.Index("ix_letter_lately", sa.text("lower(to_address)"), "not_before"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    to: str = Field(sa_column=sa.Column("to_address", sa.String, nullable=False))
    language: str
    subject: str
    text: str
    html: str
    enquiry_id: int | None = Field(default=None, index=True)
    written_at: datetime = Field(sa_type=Moment)
    not_before: datetime = Field(sa_type=Moment)
    taken_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    delivered_at: datetime | None = Field(default=None, sa_type=Moment)
    failure: str = ""

    @property
    def state(self) -> LetterState:
        """Where the letter is; `failure` says why it waits or was given up."""
        if self.delivered_at is not None:
            return LetterState.DELIVERED
        return LetterState.GIVEN_UP if self.not_before == NEVER else LetterState.WAITING
