"""What is true or allowed for accounts and resource people. No database here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core import clock, hours
from app.people.models import Absence, Command, Municipality, ResourcePerson, Role, ShownAs

KEEP_DAYS = 180  # unless a municipality sets another number


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in this language; else in English, Danish, or whatever there is; else nothing."""
    for wished in (language, "en", "da"):
        if texts.get(wished):
            return texts[wished]
    return next((text for text in texts.values() if text), "")


def shown_name(person: ResourcePerson, language: str) -> str:
    """The person's name as she agreed to be shown to askers: full name, first name or team."""
    if person.shown_as == ShownAs.FULL_NAME:
        return person.name
    if person.shown_as == ShownAs.FIRST_NAME:
        return person.name.split()[0]
    return in_language(person.team, language) or in_language(person.title, language)


def shown_title(person: ResourcePerson, language: str) -> str:
    return in_language(person.title, language)


def keep_days_of(municipality: Municipality) -> int:
    """How many days the municipality keeps what belongs to an ended enquiry."""
    return int(municipality.privacy.get("keep_days", KEEP_DAYS))


@dataclass(frozen=True)
class Presence:
    """Whether somebody can be reached now, and if not, when next (None: not known)."""

    here: bool
    away_until: date | None = None
    next_at: datetime | None = None


def presence(weekly: str, absences: Iterable[Absence], at: datetime) -> Presence:
    """Whether a person with these hours and absences is here, and when she is next."""
    away = list(absences)
    today = clock.in_denmark(at).date()
    over = max((absence.last_day for absence in away if absence.first_day <= today <= absence.last_day), default=None)
    if not weekly:
        return Presence(here=over is None, away_until=over)
    week = hours.parse(weekly)
    if over is None and hours.is_open(week, at) and hours.is_working_day(today):
        return Presence(here=True)
    days_away = [day for absence in away for day in _days(absence)]
    return Presence(here=False, away_until=over, next_at=hours.next_opening(week, at, closed_days=days_away))


def _days(absence: Absence) -> list[date]:
    last = min(absence.last_day.toordinal(), absence.first_day.toordinal() + 730)
    return [date.fromordinal(day) for day in range(absence.first_day.toordinal(), last + 1)]


@dataclass(frozen=True)
class Colleague:
    """A resource person with all that routing and the directory ask about: topics, single articles and languages, each
    with its level, and the municipalities besides her own that may turn to her."""

    person: ResourcePerson
    topics: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()
    shared_with: tuple[int, ...] = ()

    @property
    def speaks(self) -> tuple[str, ...]:
        """The languages she can answer in; one that she only understands is none of them."""
        return tuple(language for language, level in self.languages.items() if level != Command.UNDERSTANDS)

    @property
    def only_understands(self) -> tuple[str, ...]:
        return tuple(language for language, level in self.languages.items() if level == Command.UNDERSTANDS)


@dataclass(frozen=True)
class Staff:
    """Somebody signed in: who she is and what she may do where."""

    account_id: int
    name: str
    email: str | None
    language: str
    grants: frozenset[tuple[str, int]]  # (role, municipality)
    persons: tuple[int, ...] = ()  # the resource people she is
    second_factor: bool = True

    def may(self, municipality_id: int, *roles: Role) -> bool:
        """Whether she has one of these roles in this municipality."""
        return any((role.value, municipality_id) in self.grants for role in roles)

    def works_in(self, municipality_id: int) -> bool:
        return any(municipality == municipality_id for _, municipality in self.grants)

    @property
    def is_coordinator(self) -> bool:
        """Keeps the shared texts; wherever she was made coordinator, they are the same texts."""
        return any(role == Role.COORDINATOR for role, _ in self.grants)

    @property
    def is_administrator(self) -> bool:
        return any(role == Role.ADMINISTRATOR for role, _ in self.grants)

    def may_edit(self, municipality_id: int) -> bool:
        """Whether she decides over the municipality's own texts."""
        return self.may(municipality_id, Role.EDITOR, Role.ADMINISTRATOR)

    def may_write(self, municipality_id: int) -> bool:
        """Whether she writes the municipality's own texts, and be it drafts."""
        return self.may(municipality_id, Role.EDITOR, Role.ADMINISTRATOR, Role.TRANSLATOR)

    @property
    def may_write_shared(self) -> bool:
        """Whether she writes the shared texts, and be it drafts."""
        return any(role in {Role.COORDINATOR, Role.TRANSLATOR} for role, _ in self.grants)


DESK_ROLES = (Role.DESK, Role.ADMINISTRATOR)


def may_see_all_enquiries(staff: Staff, municipality_id: int) -> bool:
    """The front desk keeps the overview; a resource person sees what was given to her."""
    return staff.may(municipality_id, *DESK_ROLES)
