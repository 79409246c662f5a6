"""How a municipality's subjects are covered in its languages, in any week, and where that breaks soon."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.enquiries import coverage
from app.enquiries.coverage import Cover, Gap, Team, Week, coming_week
from app.people.models import Municipality
from app.people.queries import colleagues, shared_colleagues
from app.people.rules import closed_days_of
from app.topics.queries import topics

WEEKS_AHEAD = 8


@dataclass(frozen=True)
class Coverage:
    """A week as it will be: its working days (none when the town hall is closed), and each topic in each language."""

    week: Week
    days: tuple[date, ...]
    topics: Sequence[str]
    languages: Sequence[str]
    covers: Sequence[Cover]

    def of(self, topic: str, language: str) -> Cover:
        number = self.topics.index(topic) * len(self.languages) + self.languages.index(language)
        return self.covers[number]


def in_week(session: Session, municipality: Municipality, week: Week) -> Coverage:
    """The municipality's coverage in a week, absences taken into account."""
    slugs, days = _topics(session), week.working_days(closed_days_of(municipality))
    languages = municipality.languages
    covers = coverage.coverage(_team(session, municipality), topics=slugs, languages=languages, days=days)
    return Coverage(week, days, slugs, languages, covers)


def gaps_ahead(session: Session, municipality: Municipality, today: date) -> list[Gap]:
    """What nobody covers at any time, then what is missing in one of the next eight weeks, this one included."""
    closed = closed_days_of(municipality)
    weeks = [coming_week(today).later(ahead) for ahead in range(WEEKS_AHEAD)]
    return coverage.gaps(
        _team(session, municipality),
        topics=_topics(session),
        languages=municipality.languages,
        weeks={week: week.working_days(closed) for week in weeks},
    )


def _topics(session: Session) -> list[str]:
    return [topic.slug for topic in topics(session)]


def _team(session: Session, municipality: Municipality) -> Team:
    number = municipality.id or 0
    return Team(own=colleagues(session, number), shared=shared_colleagues(session, number))
