"""What editors see of searches in vain: words that came on several days, what was opened after them, and the words of
answered questions."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.articles.actions import first_sentence
from app.articles.models import Article, Revision, Translation
from app.articles.rules import folded
from app.enquiries.models import Author, Capture, Enquiry, Message, Outcome, Part
from app.insight import rules
from app.insight.models import Considered, Missed, Opened, Proposed
from app.people.models import Municipality
from app.people.rules import Staff
from app.search.engine import Index, IndexUnusable
from app.search.finding import find
from app.search.upkeep import glossary
from app.topics.queries import visible_owners

MOST_MISSED = 25
MOST_ANSWERED = 10
ANSWERS_LOOKED_AT = 100


@dataclass(frozen=True)
class Entry:
    """Words in an editor's list: searched for in vain so many times on so many days, with the article that was opened
    most often after them; or those of an answered question (`enquiry`), with the article that answered it; or those
    that a municipality proposes for an article. `folded` names them; an answered question is named by its number."""

    language: str
    folded: str
    words: str
    times: int = 0
    days: int = 0
    opened: str = ""
    opened_times: int = 0
    enquiry: int = 0
    proposed_by: int = 0
    article: str = ""


def for_town(session: Session, staff: Staff, municipality: Municipality) -> list[Entry]:
    """The list of a municipality's editors: what its readers missed, the most frequent first, then what was asked and
    answered. Empty for everybody else."""
    if not staff.may_edit(municipality.id or 0):
        return []
    return [*missed(session, municipality), *answered(session, municipality)]


def for_coordinators(session: Session) -> list[Entry]:
    """The list of those who keep the shared articles: what municipalities propose, then what readers anywhere missed,
    the most frequent first."""
    found = {(entry.language, entry.folded): entry for entry in missed(session, None)}
    rows = session.exec(select(Proposed).order_by(col(Proposed.day), col(Proposed.folded)))
    proposals = {(row.language, row.folded): row for row in rows}
    entries = [
        replace(
            found.pop(name, Entry(row.language, row.folded, row.words)),
            words=row.words,
            proposed_by=row.municipality_id,
            article=row.article,
        )
        for name, row in proposals.items()
    ]
    return [*entries, *found.values()]


def missed(session: Session, municipality: Municipality | None) -> list[Entry]:
    """What was searched for in vain on three different days or more, here or (without a municipality) anywhere, and
    nobody has dealt with; the most frequent first, each as it was spelled on most days."""
    before_them = (
        [col(Missed.for_all)]
        if municipality is None
        else [col(Missed.municipality_id) == municipality.id, col(Missed.for_town)]
    )
    times, days = func.sum(Missed.count), func.count(sa.distinct(col(Missed.day)))
    counted = session.exec(
        select(Missed.language, Missed.folded, times, days)
        .where(*before_them)
        .group_by(Missed.language, Missed.folded)
        .having(days >= rules.FEWEST_DAYS)
        .order_by(times.desc(), col(Missed.language), col(Missed.folded))
        .limit(MOST_MISSED)
    ).all()
    which = [name for _, name, _, _ in counted]
    spelled = _most_often(
        session.exec(
            select(Missed.language, Missed.folded, Missed.words, days)
            .where(*before_them, col(Missed.folded).in_(which))
            .group_by(Missed.language, Missed.folded, Missed.words)
        )
    )
    here = [] if municipality is None else [col(Opened.municipality_id) == municipality.id]
    opened = _most_often(
        session.exec(
            select(Opened.language, Opened.folded, Opened.slug, func.sum(Opened.count))
            .where(*here, col(Opened.folded).in_(which))
            .group_by(Opened.language, Opened.folded, Opened.slug)
        )
    )
    return [
        Entry(language, name, spelled[language, name][0], count, on, *opened.get((language, name), ("", 0)))
        for language, name, count, on in counted
    ]


def _most_often(rows: Iterable[tuple[str, str, str, int]]) -> dict[tuple[str, str], tuple[str, int]]:
    """For each language and words, the thing that was counted most often, and how often."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for language, name, thing, count in rows:
        best = found.get((language, name))
        if best is None or (count, thing) > (best[1], best[0]):
            found[language, name] = (thing, count)
    return found


def answered(session: Session, municipality: Municipality) -> list[Entry]:
    """Short questions whose answer links to an article or became one, the newest answers first: without what tells of
    the asker, and without those whose article has these words already."""
    answered_parts = session.exec(
        select(Enquiry)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .where(
            Enquiry.municipality_id == municipality.id,
            col(Part.answered_at).is_not(None),
            col(Enquiry.forgotten_at).is_(None),
            col(Enquiry.withdrawn_at).is_(None),
            col(Enquiry.outcome).is_(None) | (col(Enquiry.outcome) == Outcome.ANSWERED),
            col(Enquiry.id).not_in(select(Considered.enquiry_id)),
        )
        .order_by(col(Part.answered_at).desc())
        .limit(ANSWERS_LOOKED_AT)
    ).all()
    enquiries = {enquiry.id: enquiry for enquiry in answered_parts}.values()
    numbers = [enquiry.id or 0 for enquiry in enquiries]
    threads: dict[int, list[Message]] = {number: [] for number in numbers}
    for message in session.exec(select(Message).where(col(Message.enquiry_id).in_(numbers)).order_by(col(Message.id))):
        threads[message.enquiry_id].append(message)
    became = dict(
        session.exec(
            select(Capture.enquiry_id, Article.slug)
            .join(Article, col(Article.id) == col(Capture.article_id))
            .where(col(Capture.enquiry_id).in_(numbers), col(Article.archived_at).is_(None))
        ).all()
    )
    entries = []
    for enquiry in enquiries:
        number = enquiry.id or 0
        question = next((each.text for each in threads[number] if each.author == Author.ASKER), "")
        words = rules.short_question(question, [enquiry.name])
        article = became.get(number) or _linked(threads[number], municipality)
        if words and article:
            entries.append(Entry(enquiry.language, "", words, enquiry=number, article=article))
    known = _phrasings(session, municipality, {entry.article for entry in entries})
    fresh = [entry for entry in entries if not _says(known.get((entry.article, entry.language), set()), entry.words)]
    return fresh[:MOST_ANSWERED]


def _linked(thread: Sequence[Message], municipality: Municipality) -> str:
    """The article of the municipality's that the first link in the staff's replies leads to."""
    link = re.compile(rf"/{re.escape(municipality.slug)}/[A-Za-z-]+/articles/([a-z0-9-]+)")
    replies = "\n".join(message.text for message in thread if message.author == Author.STAFF)
    found = link.search(replies)
    return found[1] if found else ""


def _phrasings(session: Session, municipality: Municipality, slugs: Collection[str]) -> dict[tuple[str, str], set[str]]:
    """The phrasings of the newest texts of these articles, as search compares them, by article and language."""
    rows = session.exec(
        select(Article.slug, Translation.language, Revision.phrasings)
        .join(Translation, col(Translation.article_id) == col(Article.id))
        .join(
            Revision,
            (col(Revision.translation_id) == col(Translation.id))
            & (col(Revision.number) == col(Translation.latest_number)),
        )
        .where(col(Article.slug).in_(slugs), col(Article.owner_id).in_(visible_owners(session, municipality.owner_id)))
    )
    return {(slug, language): set(map(folded, phrasings)) for slug, language, phrasings in rows}


def _says(known: Collection[str], words: str) -> bool:
    """Whether the question, or its first sentence (which an article made of it begins with), is among the phrasings."""
    return bool({folded(words), folded(first_sentence(words, longest=len(words)))} & set(known))


def nearest(session: Session, index: Index, entry: Entry, *, owners: Collection[int], among: Collection[str]) -> str:
    """Which of these articles fits an entry best: the one that answered or was proposed, else the one that was opened
    most often, else the first that search finds; empty for none."""
    for slug in (entry.article, entry.opened):
        if slug in among:
            return slug
    try:
        found = find(index, entry.words, language=entry.language, owners=owners, glossary=glossary(session))
    except IndexUnusable:
        return ""
    return next((hit.slug for hit in found.hits if hit.slug in among), "")
