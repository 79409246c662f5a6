"""Which words a language has, whether our texts use them or not: a word that is known here is not misspelt."""

from __future__ import annotations

from functools import cache

from app.core.analysis import fold

LIST = "small"
"""Words that occur at least once in a million: some 30,000 a language."""


@cache
def common_words(language: str) -> frozenset[str]:
    """The folded words of a language, as people write them today; none where there is no list of it."""
    from wordfreq import available_languages, get_frequency_dict  # here: a fifth of a second at every start otherwise

    name = language.partition("-")[0]
    return frozenset(map(fold, get_frequency_dict(name, LIST))) if name in available_languages(LIST) else frozenset()


def is_word(word: str, language: str) -> bool:
    """Whether a word, in any spelling of its letters, is common in a language."""
    return fold(word) in common_words(language)
