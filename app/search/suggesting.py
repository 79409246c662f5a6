"""Suggestions while somebody types: titles, phrasings and terms in which every word that she typed begins a word.

Titles and phrasings are of the texts that she may see, and a term is offered when these texts use it: nothing else
shows through. What an owner's texts have to offer is laid out once for each generation of the index, then a look-up
touches arrays only.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
import numpy.typing as npt
from sqlmodel import Session

from app.core.analysis import analysis_for, clean, fold, tokens
from app.core.edition import kept
from app.search.columns import Numbers, key
from app.search.documents import NEVER_SHOWN
from app.search.engine import Index
from app.search.view import View, view
from app.topics import queries as topics

LONGEST_TYPED = 80
"""Characters; who has typed more knows what she wants to ask."""

SHORTEST_TYPED = 2
LONGEST_PHRASING = 60
MOST_SUGGESTIONS = 8

PATIENCE = 3.0
"""Seconds that somebody who types waits at most for what another thread lays out: about one for a thousand texts."""

CONSIDERED = 6
"""Times as many are looked at as may be offered: some are dropped for their words, or are names of the same thing."""

TERM, PHRASING = "term", "phrasing"
IN_ANOTHER_LANGUAGE = 10
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody may want to ask, in `language`.

    A title has the kind of its text ("guide"), else it is a phrasing or a term; `slug` names the text or the term.
    """

    text: str
    kind: str
    language: str
    slug: str

    @property
    def is_title(self) -> bool:
        return self.kind not in {TERM, PHRASING}

    @property
    def rank(self) -> int:
        """Titles first, then terms, then phrasings."""
        return {TERM: 1, PHRASING: 2}.get(self.kind, 0)


def suggest(
    index: Index,
    text: str,
    *,
    language: str,
    owners: Collection[int],
    terms: Shelf,
    limit: int = MOST_SUGGESTIONS,
) -> tuple[Suggestion, ...]:
    """How a question that begins with this text may go on, best first, those in the page's `language` before others.

    `terms` are from `terms_on_offer`. There are none for a text of one letter or more than 80, and fewer when another
    thread takes longer than PATIENCE to lay out what these owners have to offer. Raises IndexUnusable without an index.
    """
    typed = [token.text for token in tokens(clean(text))] if len(text) <= LONGEST_TYPED else []
    if sum(map(len, typed)) < SHORTEST_TYPED:
        return ()
    snapshot = index.snapshot()
    seen = view(snapshot, owners)
    shelves: Shelves = snapshot.kept.get("shelves", Shelves)
    fitting = [
        found for shelf in (*shelves.of(seen), terms) for found in shelf.look_up(typed, language, CONSIDERED * limit)
    ]
    return tuple(islice(_worth_offering(seen, (offer for _, offer in sorted(fitting, key=_order))), limit))


def terms_on_offer(session: Session) -> Shelf:
    """The names of all terms; kept until one is changed."""

    def lay_out(session: Session) -> Shelf:
        return Shelf(
            Suggestion(name, TERM, language, term.slug)
            for term in topics.terms(session).values()
            for language, names in term.words.items()
            for name in names
        )

    return kept(session, "terms on offer", lay_out)


class Shelf:
    """Suggestions in an order that says nothing of a question, found by the beginnings of their words."""

    def __init__(self, offers: Iterable[Suggestion]) -> None:
        best: dict[tuple[str, str], Suggestion] = {}
        for offer in offers:
            said = best.setdefault((offer.language, offer.text), offer)
            if offer.rank < said.rank:
                best[offer.language, offer.text] = offer
        self._offers = tuple(sorted(best.values(), key=_plainest))
        postings: dict[str, list[tuple[int, bool]]] = {}
        for number, offer in enumerate(self._offers):
            for place, token in enumerate(tokens(clean(offer.text))):
                for name in {token.text, fold(token.text), *token.joined}:
                    postings.setdefault(name, []).append((number, place == 0))
        self._names = sorted(postings)
        held = [each for name in self._names for each in postings[name]]
        self._starts: Numbers = np.cumsum([0, *(len(postings[name]) for name in self._names)], dtype=np.int64)
        self._numbers: Numbers = np.array([number for number, _ in held], np.int64)
        self._begins: npt.NDArray[np.bool_] = np.array([begins for _, begins in held], np.bool_)
        self._ranks = np.array([offer.rank for offer in self._offers], np.int8)
        self._languages = np.array([offer.language for offer in self._offers], np.str_)

    def look_up(self, typed: Sequence[str], language: str, most: int) -> Iterator[tuple[int, Suggestion]]:
        """The best suggestions in which each of these words begins a word, with a number that is low for the best: in
        this language, a title, beginning as the question does."""
        fits, opens = np.ones(len(self._offers), np.bool_), np.zeros(len(self._offers), np.bool_)
        for at, word in enumerate(typed):
            holds = np.zeros(len(self._offers), np.bool_)
            for span in self._spans(word):
                numbers = self._numbers[span]
                holds[numbers] = True
                if at == 0:
                    opens[numbers[self._begins[span]]] = True
            fits &= holds
        found = np.flatnonzero(fits)
        worse = self._ranks[found] + ~opens[found] + IN_ANOTHER_LANGUAGE * (self._languages[found] != language)
        for at in np.argsort(worse, kind="stable")[:most].tolist():
            yield int(worse[at]), self._offers[found[at]]

    def _spans(self, beginning: str) -> Iterator[slice]:
        """The postings of the words that begin so, as they are written or, for what has no letter of its own, folded:
        ko and koe begin kørekort, and år does not begin arbejde."""
        written = self._span(beginning)
        yield written
        if beginning.isascii() or written.start == written.stop:
            yield self._span(fold(beginning))

    def _span(self, beginning: str) -> slice:
        first, last = (bisect_left(self._names, name) for name in (beginning, beginning + LAST))
        return slice(int(self._starts[first]), int(self._starts[last]))


class Shelves:
    """What the owners' texts of one generation of the index have to offer, by owner.

    One thread at a time lays them out. Others wait for it a little, since whoever has typed her last letter doesn't ask
    again, but not for long, so that they never hold up what else the process does.
    """

    def __init__(self) -> None:
        self._laid_out: dict[int, Shelf] = {}
        self._laying_out = threading.Lock()

    def of(self, seen: View) -> list[Shelf]:
        owners = dict.fromkeys(part.block.owner for part in seen.parts)
        if not owners.keys() <= self._laid_out.keys() and self._laying_out.acquire(timeout=PATIENCE):
            try:
                for owner in owners.keys() - self._laid_out.keys():
                    self._laid_out[owner] = Shelf(_offers(seen, owner))
            finally:
                self._laying_out.release()
        return [self._laid_out[owner] for owner in owners if owner in self._laid_out]


def _offers(seen: View, owner: int) -> Iterator[Suggestion]:
    """The titles of an owner's texts, and the phrasings that are short enough to be typed."""
    for part in seen.parts:
        if part.block.owner != owner:
            continue
        for row in (np.flatnonzero(part.alive) + part.shift).tolist():
            card = seen.cards[row]
            if card.kind in NEVER_SHOWN or not card.title:
                continue
            yield Suggestion(card.title, card.kind, card.language, card.slug)
            for phrasing in seen.document(row).phrasings:
                if len(phrasing) <= LONGEST_PHRASING:
                    yield Suggestion(phrasing, PHRASING, card.language, card.slug)


def _worth_offering(seen: View, suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """The first of these that say something in words that are used, and none that says the same as one before: in the
    same words, in another language, or by another name of the term."""
    offered: set[tuple[str, ...]] = set()
    for each in suggestions:
        said = {("", *_folded(each.text))} | ({(each.kind, each.slug)} if each.kind != PHRASING else set())
        if offered.isdisjoint(said) and _is_in_use(seen, each):
            offered |= said
            yield each


def _is_in_use(seen: View, offer: Suggestion) -> bool:
    """Do the texts that may be seen use the words of a term; and of a phrasing, below their headings? People ask in
    misspelt and foreign words too, and these are no good example."""
    if offer.is_title:
        return True
    analysis = analysis_for(offer.language)
    words = [token.text for token in tokens(clean(offer.text)) if not analysis.is_stop_word(token.text)]
    if offer.kind == TERM:
        return bool(words) and bool(seen.idfs([key(offer.language, analysis.stem(word)) for word in words]).all())
    wanted = np.array([key(offer.language, fold(word)) for word in words], np.bytes_)
    used = np.zeros(len(words), np.bool_)
    for part in seen.parts:
        places, there = part.body.postings.places(wanted)
        used[there] |= part.body.idf[places[there]] > 0
    return bool(used.all())


def _folded(text: str) -> Iterator[str]:
    return (fold(token.text) for token in tokens(clean(text)))


def _plainest(offer: Suggestion) -> tuple[int, int, str]:
    return offer.rank, len(offer.text), offer.text


def _order(found: tuple[int, Suggestion]) -> tuple[int, tuple[int, int, str]]:
    worse, offer = found
    return worse, _plainest(offer)
