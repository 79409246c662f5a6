"""Who should get a question, who may see it, and what may happen to it. No database here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.errors import N_, Conflict, Refused
from app.enquiries.models import Enquiry
from app.people.models import ResourcePerson, Role
from app.people.rules import Colleague, Presence, Staff, may_see_all_enquiries, presence

# What counts in routing, and how much.
FOR_ARTICLE = 3.0  # she knows this very article
FOR_TOPIC = 2.0  # she knows the topic, times how sure we are of it
FOR_LANGUAGE = 1.0  # she speaks the asker's language
FOR_BEING_HERE = 0.3
FOR_EACH_OPEN = -0.15  # each question she has already,
MOST_FOR_OPEN = -1.5  # but a long list never outweighs that she is the one who knows
FRONT_DESK = "help"  # the topic whose people take what nobody else knows


@dataclass(frozen=True)
class Reason:
    """Why somebody was named: a kind (see `reasons.py` for the sentences) and what it is about."""

    kind: str
    about: str = ""


@dataclass(frozen=True)
class Candidate:
    """A colleague who could take a question, with score and reasons, and when she can be reached."""

    colleague: Colleague
    score: float
    reasons: tuple[Reason, ...]
    presence: Presence

    @property
    def needs_interpreter(self) -> bool:
        return any(reason.kind == "no-language" for reason in self.reasons)

    def stored(self) -> dict[str, Any]:
        """As it is kept with the assignment."""
        return {
            "person": self.colleague.person.slug,
            "name": self.colleague.person.name,
            "score": round(self.score, 2),
            "reasons": [[reason.kind, reason.about] for reason in self.reasons],
        }


def rank(
    colleagues: Iterable[Colleague],
    *,
    topics: Mapping[str, float],
    articles: Sequence[str],
    language: str,
    open_parts: Mapping[int, int],
    now: datetime,
) -> list[Candidate]:
    """The colleagues in the order in which a question should be offered to them, never without a reason.

    Those who know and are not away come first, then the front desk, then those who know but are away, then the rest.
    `topics` says how sure we are of each (0 to 1); `articles` are slugs, the likeliest first.
    """
    ranked = [
        _weigh(each, topics, articles, language, open_parts.get(each.person.id or 0, 0), now) for each in colleagues
    ]
    return sorted(
        ranked, key=lambda candidate: (_tier(candidate), -candidate.score, candidate.colleague.person.id or 0)
    )


def _weigh(
    colleague: Colleague,
    topics: Mapping[str, float],
    articles: Sequence[str],
    language: str,
    open_now: int,
    now: datetime,
) -> Candidate:
    score = 0.0
    reasons: list[Reason] = []
    article = next((slug for slug in articles if slug in colleague.subjects), None)
    if article:
        score += FOR_ARTICLE
        reasons.append(Reason("article", article))
    topic = max((slug for slug in topics if slug in colleague.topics), key=lambda slug: topics[slug], default=None)
    if topic:
        score += FOR_TOPIC * topics[topic]
        reasons.append(Reason("topic", topic))
    if not reasons and FRONT_DESK in colleague.topics:
        reasons.append(Reason("front-desk"))
    speaks = language in colleague.speaks
    score += FOR_LANGUAGE if speaks else 0
    reasons.append(Reason("language" if speaks else "no-language", language))
    when = presence(colleague.person.hours, colleague.absences, now)
    if when.here:
        score += FOR_BEING_HERE
        reasons.append(Reason("here"))
    elif when.away_until:
        reasons.append(Reason("away", when.away_until.isoformat()))
    elif when.next_at:
        reasons.append(Reason("back", when.next_at.isoformat()))
    if open_now:
        score += max(MOST_FOR_OPEN, FOR_EACH_OPEN * open_now)
        reasons.append(Reason("open", str(open_now)))
    return Candidate(colleague=colleague, score=score, reasons=tuple(reasons), presence=when)


def _tier(candidate: Candidate) -> int:
    kinds = {reason.kind for reason in candidate.reasons}
    knows, away = bool(kinds & {"article", "topic"}), "away" in kinds
    if knows:
        return 2 if away else 0
    if "front-desk" in kinds:
        return 3 if away else 1
    return 5 if away else 4


def must_be_open(enquiry: Enquiry) -> None:
    """Raises Conflict when the enquiry is closed."""
    if enquiry.closed_at is not None:
        raise Conflict(N_("This question is closed."))


def may_read(staff: Staff, enquiry: Enquiry, *, owners: Iterable[int], answered: bool) -> bool:
    """The front desk reads all of its town, a resource person what is or was hers, an editor what is answered."""
    if may_see_all_enquiries(staff, enquiry.municipality_id):
        return True
    if set(owners) & set(staff.persons):
        return True
    return answered and staff.may(enquiry.municipality_id, Role.EDITOR)


def may_answer(staff: Staff, enquiry: Enquiry, *, owner: int | None) -> bool:
    """Who has the question now, or the front desk in her place."""
    return owner in staff.persons or may_see_all_enquiries(staff, enquiry.municipality_id)


def must_be_hers(staff: Staff, enquiry: Enquiry, *, owner: ResourcePerson, editors_too: bool = False) -> None:
    """Raises Refused for those who may read the question but not act on it."""
    edits = editors_too and staff.may_edit(enquiry.municipality_id)
    if not edits and not may_answer(staff, enquiry, owner=owner.id):
        raise Refused(N_("%(name)s has this question. Only %(name)s and the front desk can do this."), name=owner.name)


def must_be_kept(enquiry: Enquiry, *, replied: bool) -> bool:
    """Whether the texts of a withdrawn enquiry stay until their time is over: guidance was given on them, or they
    belong to a case (duty to keep records: offentlighedsloven § 13, arkivloven § 8)."""
    return replied or bool(enquiry.case_reference)


def is_over(enquiry: Enquiry, *, answered_at: datetime | None, keep_days: int, today: date) -> bool:
    """Whether an ended enquiry's personal data has been kept as long as the municipality set.

    An answered one that nobody closed ended with the answer, or it would be kept for ever.
    """
    ended_at = enquiry.closed_at or answered_at
    return ended_at is not None and (today - ended_at.date()).days >= keep_days


def interpreter_for(candidate: Candidate, ranked: Iterable[Candidate]) -> Candidate | None:
    """The first colleague here who speaks the language that this one lacks; None when none is needed or found."""
    if not candidate.needs_interpreter:
        return None
    return next((each for each in ranked if not each.needs_interpreter and each.presence.away_until is None), None)
