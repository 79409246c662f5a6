"""What is searched, from every room: put together here for the doors that keep the indexes."""

from pathlib import Path

from app.core.database import Database
from app.enquiries import searchable as enquiries
from app.search.sources import Source, articles
from app.search.sources.gaps import GAPS
from app.search.sources.guidance import GUIDANCE
from app.search.sources.people import PEOPLE
from app.search.upkeep import Upkeep

SOURCES: tuple[Source, ...] = (articles, GUIDANCE, GAPS, PEOPLE, enquiries)


def upkeep(database: Database, folder: Path) -> Upkeep:
    """Who keeps the indexes in this folder up to date."""
    return Upkeep(database, folder, SOURCES)
