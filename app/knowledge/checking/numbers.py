"""Numbers in a text: those that change belong into figures, the others are the same in all languages."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from app.articles import markup

_MONEY = r"kr\b\.?|kroner|DKK|EUR|euros?\b|€"
_RATE = r"%|percent|per cent|procent|pct\b|Prozent"
_NUMBER = r"\d+(?:[.,]\d+|[ \u00a0\u202f]\d{3}(?!\d))*"
_CHANGING = re.compile(
    rf"(?:{_MONEY})\s?{_NUMBER}|{_NUMBER}\s?(?:{_MONEY}|{_RATE})"
    r"|(?<![\d.,])\d{1,3}(?:[., \u00a0\u202f]\d{3})+(?![\d.,]?\d)(?!\s?(?:km|kg|m²|ccm)\b)",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"(?:form|forms|formular|formularen|blanket|blanketten|blanketter|nr\.|no\.|number)\s$", re.IGNORECASE
)

_DIGITS = re.compile(r"\d+(?:[.,:]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
_WORD = re.compile(r"[^\W\d_]+")
_CALL = re.compile(r"\[[^\[\]]*\]\(tel:[^()\s]*\)")
_CLOCK = re.compile(r"\b(\d{1,2})((?:[.:]\d{2})?)\s?pm\b")

_NAMES: Mapping[str, str] = {
    "da": "to tre fire fem seks syv otte ni ti elleve tolv",
    "en": "two three four five six seven eight nine ten eleven twelve",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
}
_NUMBER_WORDS = {
    language: {word: str(value) for value, word in enumerate(words.split(), start=2)}
    for language, words in _NAMES.items()
}
_NUMBER_WORDS["en"]["twice"] = "2"
_NUMBER_WORDS["de"] |= {"zweimal": "2", "dreimal": "3"}


def changing(text: str) -> Iterator[tuple[int, str]]:
    """Typed amounts, rates and large numbers, each with its line: they look as if they change."""
    for number, line in enumerate(text.splitlines(), start=1):
        plain = markup.spoken(_CALL.sub("", line))
        for found in _CHANGING.finditer(plain):
            if not _FORM.search(plain[: found.start()]):
                yield number, found[0].strip()


def typed(section: markup.Section, language: str) -> Counter[str]:
    """The numbers from 2 up that a section says, in digits or (up to twelve) in words; 1,000 and 1.000 are the same."""
    lines = (line for block in section.blocks if block.kind != "slot" for line in block.text.splitlines())
    spoken = "\n".join(map(markup.spoken, lines))
    plain = _CLOCK.sub(lambda found: f"{int(found[1]) % 12 + 12}{found[2]}", spoken)
    words = _NUMBER_WORDS.get(language, {})
    numbers = Counter(re.sub(r"\D", "", found) for found in _DIGITS.findall(plain))
    numbers.update(words[word] for word in _WORD.findall(plain.lower()) if word in words)
    return Counter({number: times for number, times in numbers.items() if number.strip("0") not in ("", "1")})
