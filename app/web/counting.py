"""What is counted of searches, without persons: no address, no sign-in, no cookie, no time but the day.

Counting is done in memory and written down by a thread of its own, so that no page waits for it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Protocol

from fastapi import APIRouter, Response

from app.articles.queries import titles
from app.articles.rules import folded
from app.core.logs import place_of
from app.enquiries.drafts import EnquiryDraft
from app.insight.actions import keep_counts
from app.insight.rules import anonymous
from app.web.forms import FormFields, fields
from app.web.house import House
from app.web.visit import CurrentVisit, Visit

EVERY = 10.0  # seconds
LAST_WORD = 1.0  # seconds that the last writing may take

log = logging.getLogger("indgang.counting")
router = APIRouter(include_in_schema=False)


class Searched(Protocol):
    """What was searched for, in which language it seems to be, and whether it was answered."""

    @property
    def query(self) -> str: ...

    @property
    def language(self) -> str: ...

    @property
    def decision(self) -> str: ...


def count_search(visit: Visit, found: Searched | None) -> None:
    """Counts a search that was not answered; none while there is no index to search in."""
    if found is not None:
        language = _one_of_ours(visit, found.language)
        visit.house.counts.searched(
            visit.municipality.id or 0, found.query, language=language, decision=found.decision, day=visit.today
        )


def count_question(visit: Visit, draft: EnquiryDraft, *, searched: str, language: str) -> None:
    """Counts a question to a person in the very words that search had an answer to, in this language."""
    if searched and folded(searched) == folded(draft.text):
        visit.house.counts.asked_on(
            visit.municipality.id or 0,
            anonymous(draft.text, [draft.name]),
            language=_one_of_ours(visit, language),
            day=visit.today,
        )


@router.post("/{municipality}/{language:language}/opened")
def opened(visit: CurrentVisit, form: FormFields) -> Response:
    """Counts an article that was opened from the results of a search; a page's script tells. Whatever comes is answered
    alike, and nothing but our own pages is believed."""
    given = fields(form)
    slug = given["article"].rpartition("/")[2]
    ours = visit.request.headers.get("sec-fetch-site") == "same-origin"
    if ours and slug in titles(visit.session, visit.municipality, visit.language):
        visit.house.counts.opened(
            visit.municipality.id or 0,
            given["words"],
            slug,
            language=_one_of_ours(visit, given["language"]),
            day=visit.today,
        )
    return Response(status_code=204)


def _one_of_ours(visit: Visit, language: str) -> str:
    return language if language in visit.municipality.languages else visit.language


@contextmanager
def counting(house: House) -> Iterator[None]:
    """While the block runs, what was counted is written down every few seconds, and once more at its end."""
    over = Event()

    def write_again_and_again() -> None:
        while not over.wait(EVERY):
            write_down(house)
        write_down(house)

    thread = Thread(target=write_again_and_again, name="counting", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(LAST_WORD)


def write_down(house: House) -> None:
    """Writes what was counted since the last time.

    Where that fails, whatever the cause, the counts are lost and no more: the thread goes on, and the log says where.
    """
    counts = house.counts.take()
    if not counts:
        return
    try:
        with house.database.write() as session:
            keep_counts(session, counts)
    except Exception as error:
        log.warning("%s counts of searches are lost: %s", counts.total(), place_of(error))
