"""What people searched for without finding it, and what they opened: counts by the day, without persons."""

from datetime import date

from sqlmodel import Field, SQLModel


class Missed(SQLModel, table=True):
    """Words that were searched for in vain on one day, and how often; `folded` as search compares them, `words` as
    somebody spelled them. `for_town` and `for_all` say whether the municipality's editors, and whether the coordinators
    of the shared articles, still have them before them."""

    municipality_id: int = Field(foreign_key="municipality.id", primary_key=True)
    language: str = Field(primary_key=True)
    folded: str = Field(primary_key=True)
    day: date = Field(primary_key=True, index=True)
    words: str
    count: int
    for_town: bool = True
    for_all: bool = True


class Opened(SQLModel, table=True):
    """How often an article was opened from the results of a search for these words on one day."""

    municipality_id: int = Field(foreign_key="municipality.id", primary_key=True)
    language: str = Field(primary_key=True)
    folded: str = Field(primary_key=True)
    slug: str = Field(primary_key=True)
    day: date = Field(primary_key=True, index=True)
    count: int


class Proposed(SQLModel, table=True):
    """A way people ask for a shared article, as a municipality's editor proposed it to the coordinators."""

    municipality_id: int = Field(foreign_key="municipality.id", primary_key=True)
    language: str = Field(primary_key=True)
    folded: str = Field(primary_key=True)
    words: str
    article: str
    day: date


class Considered(SQLModel, table=True):
    """An answered question whose words an editor has used or left: they are not shown to her again."""

    enquiry_id: int = Field(foreign_key="enquiry.id", primary_key=True)
