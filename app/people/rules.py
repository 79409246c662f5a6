"""What is true or allowed for accounts and resource people. No database here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.core import clock, hours
from app.core.errors import N_, Invalid
from app.core.tokens import digest
from app.people.models import Absence, Command, Municipality, ResourcePerson, Role, ShownAs

COMMON_LANGUAGE = "da"  # what colleagues speak with each other, besides what both of them list
LONGEST_ABSENCE = timedelta(days=730)
KEEP_DAYS = 180  # unless a municipality sets another number

# Names of narrower things that people know (`PersonDetail`), and the kinds of permits among their values.
ISSUING_COUNTRY = "issuing_country"
PERMIT = "permit"
PERMITS = (
    "accompanying",
    "au-pair",
    "fast-track",
    "internship",
    "pay-limit",
    "positive-list",
    "researcher",
    "start-up",
    "student",
    "working-holiday",
)


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


def closed_days_of(municipality: Municipality) -> frozenset[date]:
    """The days on which the municipality is closed besides the usual ones."""
    return frozenset(map(date.fromisoformat, municipality.closing_days))


def promised_days(municipality: Municipality, topic: str) -> int:
    """How many working days an answer about a topic may take."""
    return municipality.promises.get(topic, municipality.promise_working_days)


def is_stale(person: ResourcePerson, confirm_days: int, today: date) -> bool:
    """Whether nobody has confirmed the person's entry for more than so many days, or ever."""
    return person.confirmed_on is None or today - person.confirmed_on > timedelta(days=confirm_days)


@dataclass(frozen=True)
class Presence:
    """Whether somebody can be reached now, and if not, when next (None: not known)."""

    here: bool
    away_until: date | None = None
    next_at: datetime | None = None


def presence(
    weekly: str, absences: Iterable[Absence], at: datetime, *, closed: frozenset[date] = frozenset()
) -> Presence:
    """Whether a person with these hours and absences is here, and when she is next; on days when her town hall is
    `closed` nobody is. Absences that follow each other are one."""
    away = sorted(absences, key=lambda absence: absence.first_day)
    today = clock.in_denmark(at).date()
    over: date | None = None
    for absence in away:
        if absence.first_day <= (over or today) + (timedelta(days=1) if over else timedelta()) <= absence.last_day:
            over = absence.last_day
    works_today = hours.is_working_day(today) and today not in closed
    if not weekly:
        return Presence(here=over is None and works_today, away_until=over)
    week = hours.parse(weekly)
    if over is None and works_today and hours.is_open(week, at):
        return Presence(here=True)
    days_away = [*closed, *(day for absence in away for day in _days(absence))]
    return Presence(here=False, away_until=over, next_at=hours.next_opening(week, at, closed_days=days_away))


def _days(absence: Absence) -> list[date]:
    last = min(absence.last_day.toordinal(), absence.first_day.toordinal() + LONGEST_ABSENCE.days)
    return [date.fromordinal(day) for day in range(absence.first_day.toordinal(), last + 1)]


@dataclass(frozen=True)
class Colleague:
    """A resource person with all that routing and the directory ask about: topics, single articles and languages, each
    with its level; narrower things that she knows, by name; the municipalities besides her own that may turn to her;
    by language the people who carry question and answer for her; and the days when her town hall is closed."""

    person: ResourcePerson
    topics: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    absences: tuple[Absence, ...] = ()
    shared_with: tuple[int, ...] = ()
    details: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pairs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    closed_days: frozenset[date] = frozenset()

    def presence(self, at: datetime) -> Presence:
        """Whether she is here, and when she is next."""
        return presence(self.person.hours, self.absences, at, closed=self.closed_days)

    @property
    def speaks(self) -> tuple[str, ...]:
        """The languages she can answer in by word of mouth; one that she only understands is none of them."""
        return tuple(language for language, level in self.languages.items() if level != Command.UNDERSTANDS)

    def answers_in(self, language: str, *, spoken: bool = False) -> bool:
        """Whether she answers in this language herself: who writes it, and by word of mouth who speaks it, too."""
        return self.languages.get(language) in commands_for(spoken=spoken)

    @property
    def edition(self) -> str:
        """A digest of all that `revise_person` changes, so that nobody writes over what she has not seen."""
        person = self.person
        said: list[Any] = [person.title, person.place, person.team, person.telephone, person.hours, person.capacity]
        said += [person.shown_as, person.public, self.topics, self.subjects, self.details, self.languages]
        return digest(json.dumps(said, sort_keys=True, default=dict))

    @property
    def only_understands(self) -> tuple[str, ...]:
        return tuple(language for language, level in self.languages.items() if level == Command.UNDERSTANDS)


def commands_for(*, spoken: bool) -> frozenset[str | None]:
    """The levels of a language that an answer needs: to speak it may be enough, to be read it must be written."""
    return frozenset({Command.SPEAKS, Command.WRITES} if spoken else {Command.WRITES})


def can_carry(interpreter: Colleague, expert: Colleague, language: str, *, spoken: bool = False) -> bool:
    """Whether a colleague carries question and answer across this language for an expert: another person, who answers
    in it herself and speaks Danish or a language of the expert's. (Danish every expert is taken to have.)"""
    common = {COMMON_LANGUAGE, *expert.speaks}
    return (
        interpreter.person.account_id != expert.person.account_id
        and interpreter.answers_in(language, spoken=spoken)
        and not common.isdisjoint(interpreter.speaks)
    )


@dataclass(frozen=True)
class Staff:
    """Somebody signed in: who she is and what she may do where."""

    account_id: int
    name: str
    email: str | None
    language: str
    grants: frozenset[tuple[str, int]]  # (role, municipality)
    persons: tuple[int, ...] = ()  # the resource people she is
    lent_to: frozenset[int] = frozenset()  # municipalities that may turn to her as one of these
    second_factor: bool = True

    def may(self, municipality_id: int, *roles: Role) -> bool:
        """Whether she has one of these roles in this municipality."""
        return any((role.value, municipality_id) in self.grants for role in roles)

    def works_in(self, municipality_id: int) -> bool:
        """Whether she has a role there, or may be asked from there: then she sees there what was given to her."""
        return municipality_id in self.lent_to or any(place == municipality_id for _, place in self.grants)

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


def may_change(staff: Staff, person: ResourcePerson) -> bool:
    """A resource person keeps her own entry; her municipality's administrator and editors keep it, too."""
    return person.id in staff.persons or staff.may_edit(person.municipality_id)


def must_be_able_to_pair(expert: Colleague, language: str, interpreter: Colleague) -> None:
    """Raises Invalid when the one can't carry question and answer across this language for the other."""
    if expert.person.id == interpreter.person.id:
        raise Invalid(N_("A pair needs two people."), field="colleague")
    if not interpreter.answers_in(language, spoken=True):
        raise Invalid(
            N_("%(name)s is not known to speak this language."), field="colleague", name=interpreter.person.name
        )


DESK_ROLES = (Role.DESK, Role.ADMINISTRATOR)


def may_see_all_enquiries(staff: Staff, municipality_id: int) -> bool:
    """The front desk keeps the overview; a resource person sees what was given to her."""
    return staff.may(municipality_id, *DESK_ROLES)
