"""What happens to counts: written down, made into phrasings, proposed, dismissed, forgotten."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col, delete, func, select, update

from app.articles import actions as articles
from app.articles.models import Article
from app.articles.queries import article_by_slug
from app.articles.rules import folded
from app.core import clock
from app.core.errors import N_, Invalid, NotFound
from app.enquiries.models import Enquiry, Reading
from app.enquiries.queries import kept_as
from app.insight import rules
from app.insight.counting import Search
from app.insight.drafts import EntryDraft, PhrasingDraft
from app.insight.models import Considered, Missed, Opened, Proposed
from app.insight.queries import Entry
from app.people.models import Municipality
from app.people.rules import Staff
from app.topics.queries import collaboration

MOST_A_DAY = 5_000
"""Different words of one day in one municipality; what comes after them is not counted, so that nobody fills the house
with nonsense."""


class Counted(NamedTuple):
    """What a count is of; `slug` is empty for what was missed."""

    municipality_id: int
    language: str
    folded: str
    slug: str
    day: date


def keep_counts(session: Session, counts: Counter[Search]) -> None:
    """Adds what was counted to what is kept, without what tells of a person; stories are left out."""
    times: Counter[Counted] = Counter()
    spelled: dict[Counted, str] = {}
    for search, count in counts.items():
        if words := rules.words_of(search.text):
            what = Counted(search.municipality_id, search.language, words.folded, search.slug, search.day)
            times[what] += count
            spelled.setdefault(what, words.shown)
    missed: list[dict[str, Any]] = []
    opened: list[dict[str, Any]] = []
    for what in sorted(times):  # always in this order: two processes that add the same rows wait for each other, once
        row = {**what._asdict(), "count": times[what]}
        if row["slug"]:
            opened.append(row)
        else:
            del row["slug"]
            missed.append({**row, "words": spelled[what], "for_town": True, "for_all": True})
    _add(session, Missed, missed)
    _add(session, Opened, opened)


def _add(session: Session, table: type[Missed] | type[Opened], rows: Sequence[dict[str, Any]]) -> None:
    days = {(row["municipality_id"], row["day"]) for row in rows}
    open_days = {(place, day) for place, day in days if _count_of(session, table, place, day) < MOST_A_DAY}
    fitting = [row for row in rows if (row["municipality_id"], row["day"]) in open_days]
    if fitting:
        insert = _insert(session, table)
        grown = {"count": col(table.count) + insert.excluded.count}
        names = list(sa.inspect(table).primary_key)
        session.exec(insert.on_conflict_do_update(index_elements=names, set_=grown), params=fitting)


def _count_of(session: Session, table: type[Missed] | type[Opened], municipality_id: int, day: date) -> int:
    there = select(func.count()).select_from(table)
    return session.exec(there.where(table.municipality_id == municipality_id, table.day == day)).one()


def _insert(session: Session, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that may say what is to happen where the row is there; both databases know it in the same words."""
    if session.connection().dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def forget_what_is_old(session: Session, *, now: datetime) -> None:
    """Counts and proposals are kept for 180 days."""
    first = rules.first_day_kept(clock.in_denmark(now).date())
    for table in (Missed, Opened, Proposed):
        session.exec(delete(table).where(col(table.day) < first))


class Done(StrEnum):
    """What became of an entry: readers' search has it, an unpublished draft has it, the article had it already, or it
    is proposed to the coordinators."""

    PUBLISHED = "published"
    IN_DRAFT = "in-draft"
    KNOWN = "known"
    PROPOSED = "proposed"


def make_phrasing(
    session: Session,
    draft: PhrasingDraft,
    *,
    municipality: Municipality | None,
    by: Staff,
    why: str,
    now: datetime,
) -> Done:
    """Makes an entry a way people ask for an article; in a shared one, which only coordinators write, it is proposed.
    Either way it leaves the list. `municipality` is whose editor she is; none: a coordinator's list.

    Raises Invalid for an article there is not, and as `articles.add_phrasing` does.
    """
    shared = collaboration(session).id or 0
    owners = [shared] if municipality is None else [municipality.owner_id, shared]
    article = article_by_slug(session, draft.article, owners)
    if article is None:
        raise Invalid(N_("Please choose an article."), field="article")
    if municipality is not None and article.owner_id == shared and not by.is_coordinator:
        _propose(session, draft, article, municipality, day=clock.in_denmark(now).date())
        dismiss(session, draft, municipality=municipality)
        return Done.PROPOSED
    added = articles.add_phrasing(session, article, draft.language, draft.phrasing, why=why, by=by.account_id, now=now)
    _forget(session, draft, municipality=None if article.owner_id == shared else municipality)
    if municipality is not None:
        _consider(session, draft, municipality)
    return Done(added)


def _propose(
    session: Session, draft: PhrasingDraft, article: Article, municipality: Municipality, *, day: date
) -> None:
    if articles.translation_of(session, article, draft.language) is None:
        raise NotFound(N_("There is no text in this language yet."))
    insert = _insert(session, Proposed)
    given = {"words": draft.phrasing, "article": article.slug, "day": day}
    session.exec(
        insert.values(
            municipality_id=municipality.id,
            language=draft.language,
            folded=draft.folded or folded(draft.phrasing),
            **given,
        ).on_conflict_do_update(index_elements=["municipality_id", "language", "folded"], set_=given)
    )


def dismiss(session: Session, draft: EntryDraft, *, municipality: Municipality | None) -> None:
    """Takes an entry from the list of the municipality's editors, or (none) of the coordinators. When neither has the
    words before them any more, they are forgotten."""
    these = [col(Missed.language) == draft.language, col(Missed.folded) == draft.folded]
    if municipality is None:
        session.exec(update(Missed).where(*these).values(for_all=False))
        _drop_proposals(session, draft)
    else:
        mine = col(Missed.municipality_id) == municipality.id
        session.exec(update(Missed).where(*these, mine).values(for_town=False))
        _consider(session, draft, municipality)
    session.exec(delete(Missed).where(*these, col(Missed.for_town).is_(False), col(Missed.for_all).is_(False)))


def _consider(session: Session, draft: EntryDraft, municipality: Municipality) -> None:
    """The words of an answered question are not shown again. Raises NotFound for another municipality's."""
    if not draft.enquiry:
        return
    enquiry = session.get(Enquiry, kept_as(session, {draft.enquiry}).get(draft.enquiry, 0))
    if enquiry is None or enquiry.municipality_id != municipality.id:
        raise NotFound(N_("There is no such question among yours."))
    session.exec(_insert(session, Considered).values(enquiry_id=enquiry.id).on_conflict_do_nothing())


def _forget(session: Session, draft: EntryDraft, *, municipality: Municipality | None) -> None:
    """Search knows the words now: here, or (none) everywhere."""
    for table in (Missed, Opened):
        these = [col(table.language) == draft.language, col(table.folded) == draft.folded]
        if municipality is not None:
            these.append(col(table.municipality_id) == municipality.id)
        session.exec(delete(table).where(*these))
    if municipality is None:
        _drop_proposals(session, draft)


def _drop_proposals(session: Session, draft: EntryDraft) -> None:
    session.exec(delete(Proposed).where(col(Proposed.language) == draft.language, col(Proposed.folded) == draft.folded))


def note_readings(session: Session, entries: Iterable[Entry], staff: Staff, *, now: datetime) -> None:
    """Every reading of an enquiry by staff is logged, and be it of a line of it."""
    numbers = kept_as(session, {entry.enquiry for entry in entries if entry.enquiry})
    session.add_all(
        Reading(enquiry_id=number, account_id=staff.account_id, read_at=now) for number in sorted(numbers.values())
    )
    session.flush()
