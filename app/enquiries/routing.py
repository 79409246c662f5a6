"""Who should get a question, alone or as a pair, and why. No database here.

The chain: colleagues here who know and can answer (alone, or with an interpreter), neighbours' people whom this
municipality may ask, those here who know but wait for an interpreter or have enough to do, the front desk, and then who
is away. It never ends with nobody.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from app.core import clock
from app.people.models import Knowing, Municipality
from app.people.rules import Colleague, Presence, can_carry, is_stale

FRONT_DESK = "help"  # the topic whose people take what nobody else knows


@dataclass(frozen=True)
class Weights:
    """What counts in routing, and how much; a municipality may set each of these."""

    article: float = 3.0  # she knows this very article
    topic: float = 2.0  # she knows the topic, times how sure we are of it
    detail: float = 1.5  # she knows this issuing country, this permit
    responsible: float = 0.5  # it is her responsibility
    language: float = 1.0  # she answers in the asker's language; half of it, if she speaks and does not write it
    earlier: float = 0.8  # she has answered this asker before
    here: float = 0.3
    open: float = -0.15  # each question she has already,
    most_open: float = -1.5  # but a long list never outweighs that she is the one who knows
    unconfirmed: float = -0.5  # nobody has confirmed for long that her entry is right


def weights_of(municipality: Municipality) -> Weights:
    """The municipality's own weights; the usual ones where it set none."""
    known = {each.name for each in fields(Weights)}
    return Weights(**{name: value for name, value in municipality.routing.items() if name in known})


@dataclass(frozen=True)
class Matter:
    """What is asked: topics with how sure we are of each (0 to 1), articles (slugs, the likeliest first), the asker's
    language, narrower details, who has answered her before, whether there are words of danger in it, and whether it is
    answered by word of mouth."""

    topics: Mapping[str, float] = field(default_factory=dict)
    articles: Sequence[str] = ()
    language: str = "da"
    details: Mapping[str, Collection[str]] = field(default_factory=dict)
    earlier: Collection[int] = ()
    urgent: bool = False
    spoken: bool = False


@dataclass(frozen=True)
class Reason:
    """Why somebody was named: a kind (see `reasons.py` for the sentences) and what it is about."""

    kind: str
    about: str = ""


@dataclass(frozen=True)
class Candidate:
    """A colleague who could take a question, with score and reasons, and when she can be reached; with an interpreter
    where she can't answer in the asker's language and there is one."""

    colleague: Colleague
    score: float
    reasons: tuple[Reason, ...]
    presence: Presence
    interpreter: Colleague | None = None
    town: str = ""
    """The slug of her municipality, where it is another."""

    @property
    def needs_interpreter(self) -> bool:
        return self.has("no-language", "only-speaks")

    @property
    def knows(self) -> bool:
        return self.has("article", "topic")

    @property
    def is_free(self) -> bool:
        """Neither away nor at the end of her capacity."""
        return not self.has("away", "full")

    @property
    def can_answer(self) -> bool:
        """She knows, is free, and has the language or an interpreter."""
        return self.knows and self.is_free and (not self.needs_interpreter or self.interpreter is not None)

    def has(self, *kinds: str) -> bool:
        return any(reason.kind in kinds for reason in self.reasons)

    def stored(self) -> dict[str, Any]:
        """As it is kept with the assignment."""
        return {
            "person": self.colleague.person.slug,
            "name": self.colleague.person.name,
            "score": round(self.score, 2),
            "reasons": [[reason.kind, reason.about] for reason in self.reasons],
            **({"interpreter": self.interpreter.person.name} if self.interpreter else {}),
        }


@dataclass(frozen=True)
class Place:
    """Where the question was asked: the municipality's number, its weights, when entries count as unconfirmed (days),
    and the short names and slugs of the municipalities."""

    municipality_id: int
    weights: Weights = Weights()
    confirm_days: int = 180
    names: Mapping[int, str] = field(default_factory=dict)
    slugs: Mapping[int, str] = field(default_factory=dict)


def rank(
    colleagues: Iterable[Colleague], matter: Matter, place: Place, *, open_parts: Mapping[int, int], now: datetime
) -> list[Candidate]:
    """All colleagues in the order in which the question should be offered to them, never without a reason."""
    everybody = list(colleagues)
    there = {each.person.id or 0: each.presence(now) for each in everybody}
    interpreters = sorted(
        (
            each
            for each in everybody
            if each.answers_in(matter.language, spoken=matter.spoken) and there[each.person.id or 0].away_until is None
        ),
        key=lambda each: (not there[each.person.id or 0].here, open_parts.get(each.person.id or 0, 0), each.person.id),
    )
    ranked = [
        _weigh(each, matter, place, there[each.person.id or 0], open_parts, interpreters, now) for each in everybody
    ]
    return sorted(
        ranked,
        key=lambda found: (
            _step(found, matter, place),
            *(_urgency(found, now) if matter.urgent else ()),
            -found.score,
            found.colleague.person.id or 0,
        ),
    )


def _urgency(candidate: Candidate, now: datetime) -> tuple[bool, bool, datetime]:
    """Whoever is there comes first; then whoever needs no interpreter; then whoever is back first."""
    return not candidate.presence.here, not candidate.has("language"), _from(candidate, now)


def _from(candidate: Candidate, now: datetime) -> datetime:
    """From when somebody can look at a question; far from now where nobody knows."""
    if candidate.presence.here:
        return now
    return candidate.presence.next_at or now + timedelta(days=365)


def _interpreter(expert: Colleague, interpreters: Sequence[Colleague], matter: Matter) -> Colleague | None:
    """Who carries the language for her: of a standing pair first, then of the same town hall, then in their order."""
    standing, town = expert.pairs.get(matter.language, ()), expert.person.municipality_id
    able = [each for each in interpreters if can_carry(each, expert, matter.language, spoken=matter.spoken)]
    return min(
        able,
        key=lambda each: (each.person.id not in standing, each.person.municipality_id != town),
        default=None,
    )


def _weigh(
    colleague: Colleague,
    matter: Matter,
    place: Place,
    when: Presence,
    open_parts: Mapping[int, int],
    interpreters: Sequence[Colleague],
    now: datetime,
) -> Candidate:
    person, weights = colleague.person, place.weights
    reasons: list[tuple[Reason, float]] = []
    article = next((slug for slug in matter.articles if slug in colleague.subjects), None)
    if article:
        reasons.append((Reason("article", article), weights.article))
    topic = max(
        (slug for slug in matter.topics if slug in colleague.topics), key=matter.topics.__getitem__, default=None
    )
    if topic:
        reasons.append((Reason("topic", topic), weights.topic * matter.topics[topic]))
    for name, values in matter.details.items() if reasons else ():  # a Japanese licence is no Japanese tax
        for value in sorted(set(values) & set(colleague.details.get(name, ()))):
            reasons.append((Reason("detail", f"{name}={value}"), weights.detail))
    if Knowing.RESPONSIBLE in (colleague.subjects.get(article or ""), colleague.topics.get(topic or "")):
        reasons.append((Reason("responsible"), weights.responsible))
    if FRONT_DESK in colleague.topics and (matter.urgent or not reasons):
        reasons.append((Reason("urgent" if matter.urgent else "front-desk"), 0.0))
    language, weight = _language(colleague, matter, weights)
    interpreter = _interpreter(colleague, interpreters, matter) if reasons and language.kind != "language" else None
    if (person.id or 0) in matter.earlier:
        reasons.append((Reason("earlier"), weights.earlier))
    if person.municipality_id != place.municipality_id:
        reasons.append((Reason("neighbour", place.names.get(person.municipality_id, "")), 0.0))
    reasons.append((language, weight))
    if when.here:
        reasons.append((Reason("here"), weights.here))
    elif when.away_until:
        reasons.append((Reason("away", when.away_until.isoformat()), 0.0))
    elif when.next_at:
        reasons.append((Reason("back", when.next_at.isoformat()), 0.0))
    if open_now := open_parts.get(person.id or 0, 0):
        reasons.append((Reason("open", str(open_now)), max(weights.most_open, weights.open * open_now)))
    if person.capacity is not None and open_now >= person.capacity:
        reasons.append((Reason("full", str(person.capacity)), 0.0))
    if is_stale(person, place.confirm_days, clock.in_denmark(now).date()):
        since = person.confirmed_on.isoformat() if person.confirmed_on else ""
        reasons.append((Reason("unconfirmed", since), weights.unconfirmed))
    return Candidate(
        colleague=colleague,
        score=sum(weight for _, weight in reasons),
        reasons=tuple(reason for reason, _ in reasons),
        presence=when,
        interpreter=interpreter,
        town="" if person.municipality_id == place.municipality_id else place.slugs.get(person.municipality_id, ""),
    )


def _language(colleague: Colleague, matter: Matter, weights: Weights) -> tuple[Reason, float]:
    """How far she answers in the asker's language herself, and what that counts."""
    if colleague.answers_in(matter.language, spoken=matter.spoken):
        return Reason("language", matter.language), weights.language
    if matter.language in colleague.speaks:
        return Reason("only-speaks", matter.language), weights.language / 2
    return Reason("no-language", matter.language), 0.0


def _step(candidate: Candidate, matter: Matter, place: Place) -> int:
    """How far down the chain somebody stands; the front desk first where there is danger."""
    local = candidate.colleague.person.municipality_id == place.municipality_id
    if not local:
        return 2 if candidate.can_answer else 8
    if candidate.has("urgent"):
        return 7 if candidate.has("away") else 0
    if candidate.can_answer:
        return 1
    if candidate.knows:
        return 3 if candidate.is_free else 6 if candidate.has("away") else 4
    if candidate.has("front-desk"):
        return 7 if candidate.has("away") else 5
    return 9 if candidate.has("away") else 8


def as_settings(weights: Weights) -> dict[str, float]:
    """The weights that differ from the usual ones, as a municipality keeps them."""
    usual = asdict(Weights())
    return {name: value for name, value in asdict(weights).items() if value != usual[name]}
