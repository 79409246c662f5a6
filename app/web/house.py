"""What the doors share for the life of a process: settings, database, search and the secret."""

from dataclasses import dataclass, field
from functools import cached_property

from fastapi import Request

from app.core.database import Database, open_database
from app.core.settings import Settings, Switch
from app.insight.counting import Counts
from app.search.decision import Bounds
from app.search.engine import Index
from app.web.limits import Limits


@dataclass
class House:
    """One per process, kept by the application."""

    settings: Settings
    database: Database
    limits: Limits = field(init=False)
    counts: Counts = field(init=False)

    def __post_init__(self) -> None:
        self.limits = Limits(self.settings.rate_limit)
        self.counts = Counts(on=self.settings.learning == Switch.ON)

    @classmethod
    def open(cls, settings: Settings) -> "House":
        """The house as these settings describe it. Its database must be at the newest form."""
        return cls(settings, Database(open_database(settings.database)))

    @cached_property
    def key(self) -> bytes:
        return self.settings.key()

    @cached_property
    def bounds(self) -> Bounds:
        """How sure search must be to answer, and to suggest."""
        return Bounds.of(self.settings.answer_from, self.settings.suggest_from)

    @cached_property
    def public_index(self) -> Index:
        return Index(self.settings.index_folder / "public")

    @cached_property
    def staff_index(self) -> Index:
        return Index(self.settings.index_folder / "staff")

    @cached_property
    def desk_index(self) -> Index:
        return Index(self.settings.index_folder / "desk")


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house
