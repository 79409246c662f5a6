"""What the desk's pages share: their frame, the words for slugs, and colleagues as the desk shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Path, Query, Response

from app.articles import queries as articles
from app.core.errors import N_
from app.core.i18n import Speaker
from app.enquiries.details import country_called, details_in
from app.enquiries.reasons import SENTENCES, say
from app.enquiries.routing import Candidate, Matter, Reason
from app.enquiries.subjects import Subject
from app.people import queries as people
from app.people.models import ResourcePerson
from app.people.rules import ISSUING_COUNTRY, PERMIT, Colleague, Presence, in_language
from app.topics import queries as topics
from app.topics.rules import Countries
from app.web.pages import render
from app.web.visit import Visit

LARGEST_NUMBER = 2**31 - 1  # what a database's integer holds
Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
Before = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER)]
PERMIT_NAMES = {
    "accompanying": N_("Accompanying family"),
    "au-pair": N_("Au pair"),
    "fast-track": N_("Fast-track scheme"),
    "internship": N_("Internship"),
    "pay-limit": N_("Pay limit scheme"),
    "positive-list": N_("Positive list"),
    "researcher": N_("Researcher"),
    "start-up": N_("Start-up Denmark"),
    "student": N_("Student"),
    "working-holiday": N_("Working holiday"),
}


def show(
    visit: Visit, template: str, here: str = "", *, status: int = 200, there_too: str = "", **values: Any
) -> Response:
    """A page of the desk. `here` is the place in the menu, below /desk/{municipality}/; `there_too` a page that is
    also in every other municipality."""
    return render(
        visit,
        template,
        status=status,
        here=desk(visit) + here,
        desk=desk(visit),
        workplaces=[
            (each, _same_page(visit, each.slug, there_too or here))
            for each in people.municipalities(visit.session)
            if visit.staff and visit.staff.works_in(each.id or 0)
        ],
        **values,
    )


OPEN_TO_ALL = ("", "people", "enquiries", "coverage", "log")  # places in the menu that are there for everybody
KEPT = ("q", "speaks", "lang", "topic")  # what is looked for, which goes along to another municipality


def _same_page(visit: Visit, municipality: str, place: str) -> str:
    """The page of another municipality that this one is here: its address says for whom somebody works."""
    home = f"/desk/{municipality}/"
    if place not in OPEN_TO_ALL and not place.startswith("articles/"):
        return home
    asked = {name: value for name, value in visit.request.query_params.items() if name in KEPT and value}
    at_its_place = visit.request.url.path == desk(visit) + place
    return home + place + (f"?{urlencode(asked)}" if asked and at_its_place else "")


def desk(visit: Visit) -> str:
    return f"/desk/{visit.municipality.slug}/"


def topic_names(visit: Visit) -> dict[str, str]:
    """The topics' titles by slug, in their order."""
    return {topic.slug: in_language(topic.title, visit.language) for topic in topics.topics(visit.session)}


def article_names(visit: Visit) -> dict[str, str]:
    """The titles of everything staff can read here, by slug."""
    return {
        line.slug: line.title for line in articles.lines(visit.session, visit.municipality, visit.language, staff=True)
    }


def spoken_here(visit: Visit) -> list[str]:
    """The municipality's languages, and whatever else its people speak."""
    others = {
        spoken for each in people.colleagues(visit.session, visit.municipality.id or 0) for spoken in each.languages
    }
    own = visit.municipality.languages
    return [*own, *sorted(others.difference(own), key=visit.speaker.language_name)]


@dataclass(frozen=True)
class Knower:
    """A colleague who may know, as the desk shows her: presence and languages by themselves, other reasons as words."""

    person: ResourcePerson
    languages: tuple[str, ...]
    presence: Presence
    reasons: tuple[str, ...]
    interpreter_needed: bool
    interpreter: str = ""
    called: str = ""


def knowers(candidates: Iterable[Candidate], speaker: Speaker, names: Mapping[str, str]) -> list[Knower]:
    """The candidates in their order."""
    return [
        Knower(
            person=each.colleague.person,
            languages=each.colleague.speaks,
            presence=each.presence,
            reasons=tuple(
                say(reason, speaker, names=dict(names)) for reason in each.reasons if reason.kind not in SHOWN_APART
            ),
            interpreter_needed=each.needs_interpreter,
            interpreter=each.interpreter.person.name if each.interpreter else "",
            called=_called(each),
        )
        for each in candidates
    ]


def matter_of(visit: Visit, subject: Subject, query: str, language: str) -> Matter:
    """What somebody at the counter or on the telephone wants to know: its subject as search sees it, narrower things
    as the words of the query name them. `language` is that of the person to be helped."""
    return Matter(
        topics=subject.topics,
        articles=subject.articles,
        language=language,
        details=details_in(query, topics.countries(visit.session), language=subject.language),
        spoken=True,
    )


def knowing_details(ranked: Iterable[Candidate], matter: Matter) -> list[Candidate]:
    """Those who do not know the subject, but something narrower that was named, such as a country: with that as a
    reason."""
    found = []
    for each in ranked:
        if not each.knows and (known := list(narrower(each.colleague, matter))):
            found.append(replace(each, reasons=(*known, *each.reasons)))
    return found


def is_a_country(visit: Visit, query: str) -> bool:
    """Whether a query says nothing but a country, such as "Japan" or "indisk"."""
    return bool(country_called(query, topics.countries(visit.session)))


def narrower(colleague: Colleague, matter: Matter) -> Iterator[Reason]:
    for name, values in matter.details.items():
        for value in sorted(set(values) & set(colleague.details.get(name, ()))):
            yield Reason("detail", f"{name}={value}")


def _called(candidate: Candidate) -> str:
    """Her name in a form, as `queries.colleague_to_ask` reads it."""
    person = candidate.colleague.person
    return f"{person.slug}@{candidate.town}" if candidate.town else person.slug


SHOWN_APART = {"here", "away", "back", "language", "only-speaks", "no-language"}


def knows(candidate: Candidate) -> bool:
    """Whether there is a reason to ask her at all: her subject, or the front desk's duty."""
    return candidate.knows or candidate.has("front-desk")


def stored_reasons(stored: Sequence[Sequence[str]], speaker: Speaker, names: Mapping[str, str]) -> list[str]:
    """The sentences of reasons kept with an assignment; kinds of an earlier time are left out."""
    return [say(Reason(kind, about), speaker, names=dict(names)) for kind, about in stored if kind in SENTENCES]


def detail_words(details: Mapping[str, Sequence[str]], speaker: Speaker, known: Countries) -> list[str]:
    """The narrower things that somebody knows, or a question is about, in words."""
    lines = []
    if codes := details.get(ISSUING_COUNTRY):
        names = ", ".join(known.name(code, speaker.language) for code in codes)
        lines.append(speaker.say(N_("Licences and papers from %(countries)s"), countries=names))
    if permits := details.get(PERMIT):
        names = ", ".join(speaker.say(PERMIT_NAMES.get(each, each)) for each in permits)
        lines.append(speaker.say(N_("Permits: %(permits)s"), permits=names))
    others = details.keys() - {ISSUING_COUNTRY, PERMIT}
    return [*lines, *(f"{name}: {', '.join(details[name])}" for name in sorted(others))]
