"""What the desk's one box finds: people who know, articles with their notes, guides, checklists and open questions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.analysis import fold, tokens
from app.enquiries import queries
from app.enquiries.queries import Line
from app.enquiries.subjects import Subject, subject_in
from app.guidance import queries as guidance
from app.people import queries as people
from app.people.rules import Colleague, Staff
from app.search.decision import Decision
from app.search.documents import ARTICLES, READY_TEXT
from app.search.engine import Index, IndexUnusable
from app.search.finding import Findings, Hit, find
from app.search.upkeep import glossary
from app.web.staff_pages import (
    Knower,
    article_names,
    is_a_country,
    knowers,
    knowing_details,
    knows,
    matter_of,
    topic_names,
)
from app.web.visit import Visit

MOST_TO_ASK = 3  # people who know, before those who are only called so
MOST_HITS = 100
SHORTEST_NAME = 3  # letters that name a colleague by themselves
MOST_GUESSES = 3  # when nothing fits well
FAR_BEHIND = 0.3  # of the best one's score
ENOUGH_SAID = 0.5  # of the query; a question is shown without its words, so that nobody could see why it was found


@dataclass(frozen=True)
class Found:
    """What fits, the best first. `findings` is what the search says of the texts, none while there is no index."""

    findings: Findings | None
    people: Sequence[Knower]
    articles: Sequence[Hit]
    guides: Sequence[Hit]
    checklists: Sequence[Hit]
    questions: Sequence[Line]


def look_everywhere(visit: Visit, staff: Staff, query: str, *, speaks: str = "") -> Found:
    """What this colleague may see here about a query (without personal numbers), to help somebody who `speaks` this."""
    named = _is_a_name(visit, query)  # a colleague's name is no misspelt word of an article
    findings = _find(visit, visit.house.staff_index, query, visit.owners, correct=not named)
    subject = subject_in(findings) if findings else Subject()
    hits = _near_the_best(findings.hits if findings else ())
    unsure = named or (findings is not None and findings.decision == Decision.HAND_OVER)
    articles = _of_kind(hits, {*ARTICLES, READY_TEXT}, article_names(visit))
    at_the_desk = _find(visit, visit.house.desk_index, query, [visit.municipality.owner_id])
    others = at_the_desk.hits if at_the_desk else ()
    return Found(
        findings=findings,
        people=_people(visit, findings, others, speaks or subject.language or visit.language, query),
        articles=articles[:MOST_GUESSES] if unsure else articles,
        guides=_of_kind(hits, {"guide"}, {line.slug for line in guidance.guide_lines(visit.session, visit.language)}),
        checklists=_of_kind(
            hits, {"checklist"}, {line.slug for line in guidance.checklist_lines(visit.session, visit.language)}
        ),
        questions=_questions(visit, staff, others),
    )


def people_to_ask(visit: Visit, subject: Subject, language: str, query: str = "") -> list[Knower]:
    """Everybody who knows a subject, the one to ask first in front, and before the front desk whoever knows something
    narrower that was named (first of all, where a country alone was). `language` is that of the person to be helped."""
    matter = matter_of(visit, subject, query, language)
    candidates = queries.who_knows(visit.session, visit.municipality, matter, now=visit.now)
    names = {**article_names(visit), **topic_names(visit)}
    others = knowing_details(candidates, matter)
    asked = {each.colleague.person.id for each in others}
    found = [each for each in candidates if knows(each) and each.colleague.person.id not in asked]
    front_desk = next((place for place, each in enumerate(found) if each.has("front-desk")), len(found))
    before = 0 if is_a_country(visit, query) else front_desk
    return knowers([*found[:before], *others, *found[before:]], visit.speaker, names)


def _find(visit: Visit, index: Index, query: str, owners: Collection[int], *, correct: bool = True) -> Findings | None:
    try:
        return find(
            index,
            query,
            language=visit.language,
            owners=owners,
            glossary=glossary(visit.session),
            correct=correct,
            limit=MOST_HITS,
            remember=False,
        )
    except IndexUnusable:
        return None


def _is_a_name(visit: Visit, query: str) -> bool:
    """Whether all words are names of colleagues; one alone may be any word, such as Bo in Danish."""
    here = people.colleagues(visit.session, visit.municipality.id or 0)
    names = {fold(name) for each in here for name in each.person.name.split()}
    return all(fold(token.text) in names for token in tokens(query))


def _near_the_best(hits: Sequence[Hit]) -> list[Hit]:
    best = max((hit.score for hit in hits), default=0.0)
    return [hit for hit in hits if hit.score >= best * FAR_BEHIND]


def _of_kind(hits: Sequence[Hit], kinds: Collection[str], there: Collection[str]) -> list[Hit]:
    """The hits of these kinds. An index is a copy: what was taken back may still stand in it, and is left out."""
    return [hit for hit in hits if hit.kind in kinds and hit.slug in there]


def _people(visit: Visit, findings: Findings | None, hits: Sequence[Hit], language: str, query: str) -> list[Knower]:
    """Whoever is called just so, alone where no text surely answers; else those to ask first; who is called so or has
    this function; the others who know."""
    to_ask = people_to_ask(visit, subject_in(findings) if findings else Subject(), language, query)
    here = {each.person.slug: each for each in people.colleagues(visit.session, visit.municipality.id or 0)}
    known = {each.person.slug: each for each in to_ask if each.person.municipality_id == visit.municipality.id}
    named = [
        known.get(hit.slug) or _knower(here[hit.slug], visit.now)
        for hit in _near_the_best([hit for hit in hits if hit.kind == "person"])
        if hit.slug in here
    ]
    called = [each for each in named if is_called(each.person.name, query)]
    if called and not is_answered(findings):
        return called
    ordered = [*called, *to_ask[:MOST_TO_ASK], *named, *to_ask[MOST_TO_ASK:]]
    return list({each.person.id: each for each in ordered}.values())


def is_called(name: str, query: str) -> bool:
    """Whether a query is this name or a part of it; two letters may be any word, such as Bo in Danish."""
    asked = {fold(token.text) for token in tokens(query)}
    return asked <= {fold(token.text) for token in tokens(name)} and max(map(len, asked), default=0) >= SHORTEST_NAME


def is_answered(findings: Findings | None) -> bool:
    """Whether a text surely answers: then a word that is somebody's name, too, is meant as a word."""
    return findings is not None and findings.decision == Decision.ANSWER


def _knower(colleague: Colleague, now: datetime) -> Knower:
    """A colleague who was found by what the directory says of her."""
    person = colleague.person
    return Knower(
        person=person,
        languages=colleague.speaks,
        presence=colleague.presence(now),
        reasons=(),
        interpreter_needed=False,
    )


def _questions(visit: Visit, staff: Staff, hits: Sequence[Hit]) -> list[Line]:
    """The open parts of the questions that she may see, without a word of them."""
    scores = {int(hit.slug): hit.score for hit in hits if hit.kind == "enquiry" and hit.coverage >= ENOUGH_SAID}
    if not scores:
        return []
    lines = queries.inbox(visit.session, staff, visit.municipality, everyone=True, numbers=scores, limit=MOST_HITS)
    seen = sorted((line for line in lines if line.state != "closed"), key=lambda line: -scores[line.number])
    return [line for line in seen if scores[line.number] >= scores[seen[0].number] * FAR_BEHIND]
