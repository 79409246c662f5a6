"""The ways people ask: enough of them, of several kinds, different from each other, and each for one article."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from app.core.analysis import analysis_for, clean, fold, tokens
from app.knowledge.forms import TermsForm, TextForm

FEWEST, FEWEST_LOCAL = 25, 12
"""Of an article that all municipalities share, and of a municipality's own."""

FEWEST_SHORT = 5
FEWEST_COLLOQUIAL = 5
FEWEST_DANISH = 3
SHORT = 2
"""Words."""

MOST_SHARED = 0.6
"""Of their stems, by two phrasings of one article."""

AS_WELL = 0.6
"""Two phrasings of different articles that share so much of what tells articles apart fit both equally well."""


@lru_cache(maxsize=20_000)
def stems(phrasing: str, language: str) -> frozenset[str]:
    """The stems of what tells something in a phrasing; of "where do I go", which has only small words, all of it."""
    analysis = analysis_for(language)
    words = [token.text for token in tokens(clean(phrasing))]
    telling = [word for word in words if not analysis.is_stop_word(word)]
    return frozenset(analysis.stem(word) for word in telling or words)


def danish_words(terms: TermsForm | None, language: str) -> frozenset[str]:
    """The words of Danish terms, folded, that another language has not for its own: kørekort, NemKonto; not bank."""
    danish: set[str] = set()
    own: set[str] = set()
    for concept in terms.root.values() if terms else ():
        wanted = concept["da"].words if "da" in concept else []
        danish.update(_folded(wanted))
        if language in concept:
            own.update(_folded(each for each in concept[language].words if each not in wanted))
    return frozenset(word for word in danish - own if not analysis_for("da").is_stop_word(word) and len(word) > 2)


def _folded(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (fold(token.text) for token in tokens(clean(text)))


def missing(form: TextForm, language: str, danish: Collection[str], *, local: bool) -> Iterator[str]:
    """What is missing among the phrasings of a text; a municipality's own (`local`) has less to compete with."""
    given = form.phrasings
    fewest = FEWEST_LOCAL if local else FEWEST
    if len(given) < fewest:
        yield f"There are {len(given)} phrasings; add ways people ask, until there are {fewest}."
    if local:
        return
    short = sum(1 for each in given if len(each.split()) <= SHORT)
    if short < FEWEST_SHORT:
        more = FEWEST_SHORT - short
        yield f"There are {short} phrasings of one or two words; people often type no more, so add {more}."
    title = stems(form.title, language)
    colloquial = sum(1 for each in given if not stems(each, language) & title)
    if colloquial < FEWEST_COLLOQUIAL:
        more = FEWEST_COLLOQUIAL - colloquial
        yield f"There are {colloquial} phrasings without a word of the title; add {more} for people who don't know it."
    if language != "da":
        foreign = sum(1 for each in given if not set(_folded([each])).isdisjoint(danish))
        if foreign < FEWEST_DANISH:
            more = FEWEST_DANISH - foreign
            yield f"There are {foreign} phrasings with a Danish word of terms.yaml; add {more} as on the letter."


def overlaps(phrasings: Sequence[str], language: str) -> Iterator[tuple[int, str]]:
    """Phrasings of one text that say nearly the same as an earlier one: which (counted from 0), and the earlier one."""
    for number, phrasing in enumerate(phrasings):
        mine = stems(phrasing, language)
        for earlier in phrasings[:number]:
            other = stems(earlier, language)
            if len(mine & other) > MOST_SHARED * max(len(mine), len(other)):
                yield number, earlier
                break


@dataclass(frozen=True)
class Asked:
    """A phrasing or title, and the text it stands in: its path, its municipality ("": shared), and where."""

    path: str
    municipality: str
    number: int | None
    words: str
    stems: frozenset[str]

    def may_meet(self, other: "Asked") -> bool:
        """Whether one reader can find both."""
        return self.path != other.path and (
            not self.municipality or not other.municipality or self.municipality == other.municipality
        )


def asked(path: str, municipality: str, form: TextForm, language: str) -> Iterator[Asked]:
    """The title and the phrasings of a text."""
    yield Asked(path, municipality, None, form.title, stems(form.title, language))
    for number, phrasing in enumerate(form.phrasings):
        yield Asked(path, municipality, number, phrasing, stems(phrasing, language))


def collisions(texts: Sequence[Asked]) -> Iterator[tuple[Asked, Asked]]:
    """Phrasings of one language that fit another article as well, each with the first of these texts that it meets.

    A stem weighs the more the fewer articles have it: "apply for child benefit" and "apply for housing benefit" differ
    in what matters.
    """
    weight = _weights(texts)
    having: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(texts):
        for stem in each.stems:
            having[stem].append(place)
    total = [sum(map(weight.__getitem__, each.stems)) for each in texts]
    for each, mine in zip(texts, total, strict=True):
        if each.number is None:
            continue
        near = {place for stem in _heaviest(each.stems, weight) for place in having[stem]}
        for place in sorted(near):
            other = texts[place]
            enough = AS_WELL * max(mine, total[place])
            if each.may_meet(other) and sum(map(weight.__getitem__, each.stems & other.stems)) >= enough:
                yield each, other
                break


def _heaviest(stems: Collection[str], weight: Mapping[str, float]) -> Iterator[str]:
    """Those of these stems of which whatever fits as well shares at least one: the others together weigh too little.
    (The prefix filter of R. J. Bayardo, Y. Ma, R. Srikant, Scaling Up All Pairs Similarity Search, 2007.)"""
    rest = sum(map(weight.__getitem__, stems))
    enough = AS_WELL * rest - 1e-9  # the same weights, added up in another order, may make so little less
    for stem in sorted(stems, key=lambda stem: (-weight[stem], stem)):
        if rest < enough:
            break
        yield stem
        rest -= weight[stem]


def _weights(texts: Sequence[Asked]) -> Mapping[str, float]:
    paths: dict[str, set[str]] = defaultdict(set)
    for each in texts:
        for stem in each.stems:
            paths[stem].add(each.path)
    count = len({each.path for each in texts})
    return {stem: log(1 + count / len(found)) for stem, found in paths.items()}
