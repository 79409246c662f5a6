"""Personal data in what people write: what is never kept, and what stays in the thread.

A CPR number must never slip through, so its rules are generous: a ddmmyy-xxxx with a real date always counts, whatever
stands around it, and other spellings count unless the words before them name something else. Everything is searched in
a *folded* copy of the text, so that other digits, dashes, spaces and invisible characters make no difference. Every
pattern is bounded, so the time grows with the length of the text only.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from app.core import personal_words as words

CPR, PASSPORT, IBAN, BANK_ACCOUNT, PHONE, EMAIL = "CPR", "PASSPORT", "IBAN", "BANK_ACCOUNT", "PHONE", "EMAIL"
NAME = "NAME"
NEVER_KEPT = frozenset({CPR, PASSPORT, IBAN, BANK_ACCOUNT})
KEPT_IN_THE_THREAD = frozenset({PHONE, EMAIL})


@dataclass(frozen=True)
class Found:
    """One piece of personal data: characters `start` to `end` (exclusive) of the text as it was given."""

    type: str
    start: int
    end: int


LONGEST_SEARCH = 2_000


@dataclass(frozen=True)
class Kept:
    """A text that may be kept, and the types that were taken out of it (so that the writer can be told)."""

    text: str
    removed: frozenset[str]


def find(text: str) -> list[Found]:
    """All personal data in a text (CPR, PASSPORT, IBAN, BANK_ACCOUNT, PHONE, EMAIL), in order, not overlapping."""
    folded = Folded(text)
    folded.take(CPR, folded.as_typed(CPR_AS_TYPED))
    for type_, finder in FINDERS:
        folded.take(type_, finder(folded))
    return sorted(folded.found, key=lambda found: found.start)


def keep(text: str) -> Kept:
    """The text as it may be stored, logged or mailed: CPR, passport and bank numbers replaced by a marker.

    What is kept contains nothing more to take out: keep(keep(text).text) changes nothing.
    """
    if not any(map(str.isdigit, text)):  # all of these have digits, and most texts have none
        return Kept(text, frozenset())
    return _take_out(text, NEVER_KEPT)


def keep_for_search(text: str) -> Kept:
    """What somebody searches for, as it may be kept: the first 2,000 characters, on one line."""
    kept = keep(text[:LONGEST_SEARCH])
    return Kept(" ".join(kept.text.split()), kept.removed)


def anonymise(text: str, names: Iterable[str] = ()) -> str:
    """The text for drafts of articles, phrasings and logs: without telephone, e-mail and the given names, too."""
    anonymous = _take_out(text, NEVER_KEPT | KEPT_IN_THE_THREAD).text
    pattern = _names_pattern(names)
    return pattern.sub(marker(NAME), anonymous) if pattern else anonymous


def marker(type_: str) -> str:
    """What stands where personal data was, the same in every language: "[BANK ACCOUNT •••]"."""
    return f"[{type_.replace('_', ' ')} •••]"


def blank_markers(text: str) -> str:
    """The text with as many blanks where a marker stands, for nobody wrote these words."""
    return MARKER.sub(lambda there: " " * len(there[0]), text)


def _take_out(text: str, types: frozenset[str]) -> Kept:
    removed: set[str] = set()
    # A marker is shorter than what it replaces, so a number may come within reach of a word that names it: look again.
    while there := [found for found in find(text) if found.type in types]:
        removed |= {found.type for found in there}
        pieces, position = [], 0
        for found in there:
            pieces += [text[position : found.start], marker(found.type)]
            position = found.end
        text = "".join(pieces) + text[position:]
    return Kept(text, frozenset(removed))


def _names_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Each name as a whole and each of its parts of three letters or more, with an "s" or "'s" behind it."""
    patterns: set[str] = set()
    for name in names:
        parts = name.split()
        patterns.add(r"\s+".join(map(re.escape, parts)))
        patterns |= {
            re.escape(part) for part in parts if len(part) >= 3 and part.casefold() not in words.NAME_PARTICLES
        }
    patterns.discard("")
    if not patterns:
        return None
    longest_first = sorted(patterns, key=lambda pattern: (-len(pattern), pattern))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?:['’]?s)?(?!\w)", re.IGNORECASE)


# The folded text

Span = tuple[int, int]
TAKEN = "\ue000"  # a private-use character: stands for what is found already, and for markers
MARKER = re.compile(r"\[(?:CPR|PASSPORT|IBAN|BANK ACCOUNT|PHONE|EMAIL|NAME) •••\]")
BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
DASHES = frozenset("\u2212\u2043\u30fc\uff5e~")
DOTS = frozenset("·•‧∙・。٫")
# Somebody who types the letter O or l for a digit still wrote a number.
LETTER_FOR_DIGIT = re.compile(
    r"(?<=[0-9-])[oO](?=[0-9])|(?<=[0-9])[oO](?=-)|(?<=[0-9])[lI](?=[0-9])|(?<=[0-9]-)[lI](?=[0-9])"
    r"|(?<!\w)[oO](?=[0-9](?:[0-9lIoO]|[./-][0-9lIoO]){4})"  # the first of a date: o10190
)


class Folded:
    """The text with one spelling for each digit, dash and space and no invisible characters, and the way back."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.found: list[Found] = []
        marked = MARKER.sub(lambda there: TAKEN * len(there[0]), text)
        folded = marked.translate(_FOLDS)
        self.origins: Sequence[int] = range(len(marked))
        if len(folded) < len(marked):
            self.origins = array("L", (at for at, character in enumerate(marked) if character.translate(_FOLDS)))
        self.text = LETTER_FOR_DIGIT.sub(lambda there: "0" if there[0] in "oO" else "1", folded)
        self._unmarked, self._mentions = self.text, dict[str, _Mentions]()

    def as_typed(self, pattern: re.Pattern[str]) -> Iterator[Span]:
        """Where a pattern for a CPR number fits the text exactly as typed, so that no folding can hide it."""
        for match in pattern.finditer(self.original):
            if _begins_with_a_date(match[0]):
                yield bisect_left(self.origins, match.start()), bisect_left(self.origins, match.end() - 1) + 1

    def take(self, type_: str, spans: Iterable[Span]) -> None:
        """Notes what was found and hides it from the finders that follow. Of overlapping spans the first counts."""
        pieces, position = [], 0
        for start, end in spans:
            if start >= position:
                pieces += [self.text[position:start], TAKEN * (end - start)]
                position = end
                self.found.append(Found(type_, self.origins[start], self.origins[end - 1] + 1))
        self.text = "".join(pieces) + self.text[position:]

    def _named(self, kind: str) -> "_Mentions":
        """Where the words for a kind of number stand; most texts hold no number for which somebody asks."""
        if kind not in self._mentions:
            self._mentions[kind] = _Mentions(MENTIONS[kind], self._unmarked)
        return self._mentions[kind]

    def directly_named(self, kind: str, start: int) -> bool:
        """Whether such a word stands before the number with nothing but "number is …" between: "Sagsnr. er …"."""
        word_end = self._named(kind).end_before(start)
        return start - word_end <= REACH and BETWEEN.fullmatch(self.text, word_end, start) is not None

    def named_before(self, kind: str, start: int) -> bool:
        """Whether such a word stands within reach, and no other number has been found since."""
        word_end = self._named(kind).end_before(start)
        return start - word_end <= REACH and TAKEN not in self.text[word_end:start]

    def named_after(self, kind: str, end: int) -> bool:
        """Whether the text goes on to name the number: "… is my passport number", "… (CPR)"."""
        lead = GOES_ON.match(self.text, end)
        if lead is None:
            return False
        word_start = self._named(kind).start_after(lead.end())
        return word_start - lead.end() <= 25 and NUMBER_OR_STOP.search(self.text, lead.end(), word_start) is None

    def is_named(self, kind: str, span: Span) -> bool:
        return self.directly_named(kind, span[0]) or self.named_after(kind, span[1])

    def before(self, start: int, reach: int = 60) -> str:
        return self.text[max(0, start - reach) : start]

    def is_amount(self, end: int) -> bool:
        return UNIT.match(self.text, end) is not None


class _Mentions:
    """Where the words for one kind of number stand in a text."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        spans = [match.span() for match in pattern.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def end_before(self, position: int) -> int:
        """Where the last word before a position ends; far away if there is none."""
        index = bisect_right(self.ends, position)
        return self.ends[index - 1] if index else -(10**9)

    def start_after(self, position: int) -> int:
        index = bisect_left(self.starts, position)
        return self.starts[index] if index < len(self.starts) else 10**9


class _Folds(dict[int, str]):
    """What each character becomes, by its number, for `str.translate`: one character, or none."""

    def __missing__(self, number: int) -> str:
        folded = _fold(chr(number))
        if len(self) < 4096:
            self[number] = folded
        return folded


_FOLDS = _Folds()


def _fold(character: str) -> str:
    """One character of the folded text, or none."""
    if character.isascii():
        return character if character.isprintable() else " "
    category = unicodedata.category(character)
    if character in BLANKS or category in ("Zs", "Zl", "Zp", "Cc"):
        return " "
    if character in DASHES or category == "Pd":
        return "-"
    if character in DOTS:
        return "."
    if category in ("Cf", "Mn", "Me"):
        return ""
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character


def _any_of(alternatives: Iterable[str]) -> re.Pattern[str]:
    """One of these as a whole word. A digit may be glued to it: "CPR010203…"."""
    bounded = "|".join(alternatives).replace(r"\w*", r"[^\W\d_]{0,25}").replace(r"\w+", r"[^\W\d_]{1,25}")
    return re.compile(rf"(?<![^\W\d_])(?:{bounded})(?![^\W\d_])", re.IGNORECASE)


OTHER = "OTHER"
MENTIONS = {
    CPR: _any_of(words.CPR),
    PASSPORT: _any_of(words.PASSPORT),
    BANK_ACCOUNT: _any_of(words.BANK),
    PHONE: _any_of(words.PHONE),
    OTHER: _any_of(words.OTHER),
}
REACH = 60
BETWEEN = re.compile(rf"(?:[ .:,;=#'\"(/+_-]|(?<![^\W\d_])(?:{words.BETWEEN})(?![^\W\d_]))*", re.IGNORECASE)
GOES_ON = re.compile(r"[ ,]*(?:\(|(?:is|er|ist|are|which is|that is|som er|as|als|der er|das ist)\b)", re.IGNORECASE)
NUMBER_OR_STOP = re.compile(rf"[\d{TAKEN}.;]")
UNIT = re.compile(rf" ?(?:{words.UNIT})", re.IGNORECASE)


def _digits(text: str) -> str:
    return "".join(character for character in text if character in "0123456789")


# CPR

CPR_AS_TYPED = re.compile(r"(?<![0-9])[0-9]{6}-[0-9]{4}(?![0-9])")
CPR_USUAL = re.compile(r"(?<!\d)\d{6} {0,3}-{1,2} {0,3}\d{4}(?!\d)")
CPR_SPELT = re.compile(  # a lookahead, so that every start is tried
    r"(?<!\d)(?=("
    r"\d{10}|\d{6} ?[./_:, ] ?\d{4}"  # 1509558231, 150955 8231
    r"|\d\d[ ./_:-]{0,2}\d\d[ ./_:-]{0,2}\d\d[ ./_:-]{1,3}\d{4}"  # 15.09.55 8231
    r"|\d\d[ ./]?\d\d[ ./]?\d{4} ?- ?\d{4}"  # 15.09.1955-8231
    r")(?!\d))"
)
CPR_NAMED = re.compile(
    r"(?<![\d+])(?=(\d(?:[ .,;/_:()+=*\\-]{0,3}\d){9}|\d\d[ ./_-]{0,2}\d\d[ ./_-]{0,2}\d{4}[ ./_:-]{0,3}\d{4})(?!\d))"
)
CPR_WITH_MONTH = re.compile(
    rf"(?<!\d)\d\d?[. ]{{1,2}}(?:{words.MONTH})[^\W\d_]{{0,8}}[. ]{{1,2}}(?:18|19|20)?\d\d[ ,:;-]{{1,3}}\d{{4}}(?!\d)",
    re.IGNORECASE,
)
CPR_SHORT_DATE = re.compile(r"(?<!\d)\d\d?[./-]\d\d?[./-](?:18|19|20)?\d\d[ ,:;/-]{1,3}\d{4}(?!\d)")  # 1.9.55-8231
CPR_LAST_FOUR = re.compile(
    rf"(?<!\d)(\d\d[ ./-]?\d\d[ ./-]?(?:18|19|20)?\d\d)(?=\D)\D{{1,40}}?(?:{words.LAST_FOUR})\D{{1,25}}(\d{{4}})(?!\d)",
    re.IGNORECASE,
)
DATE_AND_MORE = re.compile(r"\d\d?[ ./-]\d\d?[ ./-](?:19|20)\d\d\D")
PART_OF_MORE_BEFORE = re.compile(rf"(?:[\d{TAKEN}][./_-]|[A-Z+{TAKEN}])$")
PART_OF_MORE_AFTER = re.compile(rf"[./-][\d{TAKEN}]|_\d{{3}}|[A-Z{TAKEN}]")
CHAINED_BEFORE = re.compile(rf"[\d{TAKEN}][ ,./-]{{1,2}}$")
CHAINED_AFTER = re.compile(rf"[ ,./-]{{1,2}}[\d{TAKEN}]")
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _usual_cpr(folded: Folded) -> Iterator[Span]:
    for match in CPR_USUAL.finditer(folded.text):
        if _begins_with_a_date(match[0]):
            yield match.span()


def _spelt_cpr(folded: Folded) -> Iterator[Span]:
    """Without the dash or with the date spaced out: unless it is named as another number or part of a longer one."""
    for match in CPR_SPELT.finditer(folded.text):
        if not _begins_with_a_date(match[1]):
            continue
        span = match.span(1)
        if not folded.directly_named(OTHER, span[0]) and (
            folded.is_named(CPR, span) or not _is_another_number(folded, span)
        ):
            yield span


def _is_another_number(folded: Folded, span: Span) -> bool:
    start, end = span
    return (
        PART_OF_MORE_BEFORE.search(folded.before(start, 2)) is not None
        or PART_OF_MORE_AFTER.match(folded.text, end) is not None
        or folded.is_amount(end)
        or folded.directly_named(PHONE, start)
        or folded.directly_named(BANK_ACCOUNT, start)
    )


def _named_cpr(folded: Folded) -> Iterator[Span]:
    """Any ten digits (twelve with the century), however spaced, year first or last, when called a CPR number."""
    for match in CPR_NAMED.finditer(folded.text):
        digits = _digits(match[1])
        if len(digits) == 10 and DATE_AND_MORE.match(match[1]):
            continue
        date_ends = len(digits) - 4
        year_first = digits[date_ends - 2 : date_ends] + digits[date_ends - 4 : date_ends - 2] + digits[: date_ends - 4]
        dates = (digits, year_first + digits[date_ends:])
        if any(map(_begins_with_a_date, dates)) and _is_called_cpr(folded, match.span(1)):
            yield match.span(1)


def _cpr_with_month(folded: Folded) -> Iterator[Span]:
    """With the month as a word or of one digit, when called a CPR number."""
    for match in sorted(_found_by((CPR_WITH_MONTH, CPR_SHORT_DATE), folded.text), key=lambda found: found.start()):
        if _is_called_cpr(folded, match.span()):
            yield match.span()


def _found_by(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(text)


def _cpr_in_two(folded: Folded) -> Iterator[Span]:
    """The date of birth, and then "the last four are …"."""
    for match in CPR_LAST_FOUR.finditer(folded.text):
        if _begins_with_a_date(match[1] + match[2]):
            yield match.span()


def _is_called_cpr(folded: Folded, span: Span) -> bool:
    start, end = span
    if folded.directly_named(OTHER, start):
        return False
    if folded.is_named(CPR, span):
        return True
    stands_alone = not CHAINED_BEFORE.search(folded.before(start, 3)) and not CHAINED_AFTER.match(folded.text, end)
    return stands_alone and folded.named_before(CPR, start) and not _is_another_number(folded, span)


def _begins_with_a_date(text: str) -> bool:
    """Whether ten digits (twelve with the century) begin with a possible date of birth.

    Source: "Personnummeret i CPR-systemet" (CPR-kontoret). Any year of two digits is possible, as the seventh digit
    only chooses its century; there is no check digit to rely on. Administrative numbers may add 60 to the day.
    """
    digits = _digits(text)
    if len(digits) == 12:
        if digits[4:6] not in ("18", "19", "20"):
            return False
        digits = digits[:4] + digits[6:]
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if day > 60:
        day -= 60
    if not 1 <= month <= 12 or not 1 <= day <= DAYS[month - 1]:
        return False
    return (day, month) != (29, 2) or year % 4 == 0


# IBAN and accounts

IBAN_LENGTHS = {  # SWIFT's IBAN registry, release 101
    country: int(length)
    for country, length in re.findall(
        r"([A-Z]{2})(\d\d)",
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 "
        "EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 "
        "IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 "
        "NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 "
        "SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30",
    )
}
IBAN_START = re.compile(r"(?:(?<![^\W_])|(?<=iban)|(?<=IBAN))(?:([A-Za-z]{2})|([A-Z]{2}) ?[.-]? ?)\d ?\d")
IBAN_MISTYPED = re.compile(r"(?:[ .-]{0,2}\d){6,30}(?![^\W_])")
ACCOUNT_TEN = re.compile(r"(?<![^\W_])(?<![^\W_][-/.])\d{4} ?- ?\d{10}(?![^\W_]|-\d)")
ACCOUNT = re.compile(r"(?<![^\W_])(?<![^\W_][-/.])\d{4}[ ./-]{1,3}\d(?: ?\d){5,9}(?![^\W_])")
ACCOUNT_LABELLED = re.compile(
    r"(?<!\d)(\d{4})[ ,.;/]{0,3}(?:(?:and|og|und|&) )?(?:konto\w{0,20}|account|acct|kto)[ .:#]{0,3}"
    r"(?:(?:nr|no|number|nummer|is|er|ist)[ .:#]{1,3}){0,2}(\d(?: ?\d){4,9})(?![^\W_])",
    re.IGNORECASE,
)
ACCOUNT_BY_NAME = re.compile(r"(?<![^\W_])\d(?:[ .-]?\d){5,17}(?![^\W_])")
INTERNATIONAL_PREFIX = re.compile(r"00[1-9]")
FULL_DATE = re.compile(
    r"(?:\d\d?[ ./-]\d\d?[ ./-](?:19|20)\d\d|(?:19|20)\d\d[ ./-]\d\d?[ ./-]\d\d?"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
)


@lru_cache
def _iban_rest(length: int) -> re.Pattern[str]:
    """What follows country and check digits in an IBAN of this length."""
    return re.compile(rf"(?:[ .-]{{0,2}}[A-Za-z0-9]){{{length - 4}}}(?![^\W_])")


def _iban(folded: Folded) -> Iterator[Span]:
    """By country and length; the check digits are not asked, for a mistyped number is somebody's as well."""
    for match in IBAN_START.finditer(folded.text):
        length = IBAN_LENGTHS.get((match[1] or match[2]).upper())
        named = folded.directly_named(BANK_ACCOUNT, match.start())
        rest = _iban_rest(length).match(folded.text, match.end()) if length else None
        if rest is None or len(_digits(rest[0])) < 8:
            rest = IBAN_MISTYPED.match(folded.text, match.end())
            if rest is None or not (named or (length and len(_digits(rest[0])) >= 11)):
                continue
        yield match.start(), rest.end()


def _labelled_account(folded: Folded) -> Iterator[Span]:
    for match in ACCOUNT_LABELLED.finditer(folded.text):
        yield match.start(1), match.end(2)


def _account(folded: Folded) -> Iterator[Span]:
    """Four digits of the branch and up to ten of the account (Danish); ten may go without a name."""
    for match in ACCOUNT.finditer(folded.text):
        start, end = span = match.span()
        if FULL_DATE.match(match[0]) or folded.directly_named(OTHER, start) or folded.is_amount(end):
            continue
        named = folded.named_before(BANK_ACCOUNT, start) or folded.is_named(BANK_ACCOUNT, span)
        unmistakable = ACCOUNT_TEN.fullmatch(match[0]) and not _has_country_code(match[0])
        if unmistakable or (named and not folded.directly_named(PHONE, start)):
            yield span


def _account_by_name(folded: Folded) -> Iterator[Span]:
    """Any number of six digits or more that is called an account, a branch or a sort code."""
    for match in ACCOUNT_BY_NAME.finditer(folded.text):
        start, end = span = match.span()
        if folded.is_named(BANK_ACCOUNT, span) and not FULL_DATE.fullmatch(match[0]) and not folded.is_amount(end):
            yield start, end


def _has_country_code(number: str) -> bool:
    """Whether a number begins with 00 or + and the code of a country."""
    digits = _digits(number)
    if "+" not in number[:2]:
        if not INTERNATIONAL_PREFIX.match(digits):
            return False
        digits = digits[2:]
    return any(int(digits[:length]) in COUNTRY_CODE_TO_REGION_CODE for length in (1, 2, 3) if len(digits) > length)


# E-mail

AT_SIGN = re.compile(rf" ?@ ?| ?[\[({{<] ?(?:{words.AT}|@) ?[\])}}>] ?|(?P<spelt> (?:at|ät|snabel-?a) )", re.IGNORECASE)
SPELT_DOT = rf" ?[\[({{<] ?(?:{words.DOT}|\.) ?[\])}}>] ?| (?:{words.DOT}) "
DOMAIN = re.compile(rf"(?:[\w-]{{1,63}}(?:\.|{SPELT_DOT}| \. )){{1,5}}[^\W\d_]{{2,24}}", re.IGNORECASE)
DOMAIN_SPELT = re.compile(rf"(?:[\w-]{{1,63}}(?:{SPELT_DOT})){{1,5}}[^\W\d_]{{2,24}}", re.IGNORECASE)
LOCAL_PART_BACKWARDS = re.compile(r"[\w.+'%&=-]{1,64}")
SPELT_DOT_AT_END = re.compile(rf"(?:{SPELT_DOT})$", re.IGNORECASE)


def _email(folded: Folded) -> Iterator[Span]:
    """Also spelt out against machines: "anna (at) example (dot) com"."""
    for match in AT_SIGN.finditer(folded.text):
        start = _local_part(folded.text, match.start())
        domain = (DOMAIN_SPELT if match["spelt"] else DOMAIN).match(folded.text, match.end())
        if start < match.start() and domain:
            yield start, domain.end()


def _local_part(text: str, end: int) -> int:
    """Where the part before the @ begins; `end` if there is none."""
    start = end
    for _ in range(4):
        backwards = LOCAL_PART_BACKWARDS.match(text[max(0, end - 64) : end][::-1])
        if backwards is None:
            break
        start = end - len(backwards[0].rstrip(".+'%&=-"))
        dot = SPELT_DOT_AT_END.search(text, max(0, start - 12), start)
        if dot is None:
            break
        end = dot.start()
    return start


# Passports and identity cards

DOCUMENT = re.compile(
    r"(?<![^\W_])(?<![^\W_][-/.])(?:"
    r"[A-Za-z][A-Za-z0-9]{6,9}|[A-Z]{1,3} \d{5,8}|[A-Z0-9]{3,5} [A-Z0-9]{4,5}|[A-Z0-9]{3} [A-Z0-9]{3} [A-Z0-9]{3}"
    r"|\d{3} ?\d{3} ?\d{2,3}|\d\d ?\d\d ?\d{5,6}"
    r")(?![^\W_]|[-/.][^\W_])"
)


def _passport(folded: Folded) -> Iterator[Span]:
    """Seven to ten letters and digits near a word for a passport; digits alone only directly behind such a word."""
    for match in DOCUMENT.finditer(folded.text):
        start, end = span = match.span()
        if (
            len(_digits(match[0])) < 4
            or FULL_DATE.fullmatch(match[0])
            or folded.directly_named(OTHER, start)
            or folded.is_amount(end)
        ):
            continue
        letters = [character for character in match[0] if character.isalpha()]
        capitals = bool(letters) and all(character.isupper() for character in letters)
        if folded.is_named(PASSPORT, span) or (capitals and folded.named_before(PASSPORT, start)):
            yield span


# Telephones

PHONE_INTERNATIONAL = re.compile(r"(?<![\w+])(?:\(?\+ ?|\(?00 ?)(?=[1-9])\d(?:[ ()./-]{0,3}\d){6,14}(?!\d)")
PHONE_NATIONAL_DIGITS = {"45": 8, "46": 9, "47": 8, "298": 6, "299": 6, "354": 7}
PHONE_UNNAMED = re.compile(
    r"(?<![^\W_])(?:"
    r"0[1-9](?: \d\d){4}"  # France
    r"|\d\d \d\d \d\d \d\d|\d{4} \d{4}|\d{3} \d\d \d{3}|\d{8}"  # Denmark
    r"|\(?0[1-9]\d{1,4}\)? ?/ ?\d(?:[ -]?\d){3,9}|\(0[1-9]\d{1,4}\) ?\d(?:[ -]?\d){3,9}"  # Germany
    r"|01[5-7]\d{1,2}[ -]?\d(?:[ -]?\d){5,8}"
    r"|07\d{2,3}[ -]?\d{3}[ -]?\d{3}|07\d[ -]?\d{3} ?\d\d ?\d\d"  # Britain, Sweden
    r"|\(?[2-9]\d\d\)?[ -]\d{3}-\d{4}"  # America
    r")(?![^\W_])"
)
PHONE_BY_NAME = re.compile(r"(?<![^\W_])[(]?\d(?:[ ()./-]{0,2}\d){5,14}(?![^\W_])")
EIGHT_DIGITS = re.compile(r"\d{8}")
TWO_YEARS = re.compile(r"(?:19|20)\d\d (?:19|20)\d\d")
CASE_NUMBER = re.compile(r"(?:19|20)\d\d[-/.]\d{3,8}")
SOME_NUMBER = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{1,30}?)[ -]?(?:number|nummer|nr|no|id|code|kode|kennzeichen|zeichen)\b"
    r"[ .:#=]*(?:(?:is|er|ist|lautet)[ :]*)?$",
    re.IGNORECASE,
)
OWN_NUMBER = re.compile(words.OWN_NUMBER, re.IGNORECASE)


def _international_phone(folded: Folded) -> Iterator[Span]:
    for match in PHONE_INTERNATIONAL.finditer(folded.text):
        span = _one_number(match)
        number = folded.text[slice(*span)]
        if 8 <= len(_digits(number)) <= 17 and _has_country_code(number.lstrip("(")) and not folded.is_amount(span[1]):
            yield span


def _one_number(match: re.Match[str]) -> Span:
    """Up to as many digits as the country's numbers have, so that a number that follows is not swallowed."""
    prefix = re.match(r"\D*(?:00\D*)?", match[0])
    start = prefix.end() if prefix else 0
    digits = _digits(match[0][start:])
    for code, count in PHONE_NATIONAL_DIGITS.items():
        if digits.startswith(code) and len(digits) > len(code) + count:
            wanted = len(code) + count
            for position in range(start, len(match[0])):
                wanted -= match[0][position].isdigit()
                if wanted == 0 and not match[0][position + 1].isdigit():
                    return match.start(), match.start() + position + 1
    return match.span()


def _unnamed_phone(folded: Folded) -> Iterator[Span]:
    """The ways numbers are written in Denmark and its neighbours, unless the words before name something else."""
    for match in PHONE_UNNAMED.finditer(folded.text):
        span = match.span()
        if folded.is_named(PHONE, span) or not _is_no_phone(folded, span):
            yield span


def _is_no_phone(folded: Folded, span: Span) -> bool:
    start, end = span
    number = folded.text[start:end]
    return (
        CHAINED_BEFORE.search(folded.before(start, 3)) is not None
        or PART_OF_MORE_BEFORE.search(folded.before(start, 2)) is not None
        or CHAINED_AFTER.match(folded.text, end) is not None
        or TWO_YEARS.fullmatch(number) is not None
        or (EIGHT_DIGITS.fullmatch(number) is not None and FULL_DATE.fullmatch(number) is not None)
        or folded.is_amount(end)
        or folded.directly_named(OTHER, start)
        or folded.named_after(OTHER, end)
        or _is_some_number(folded.before(start))
    )


def _is_some_number(before: str) -> bool:
    """Whether the words call it the number of something that is neither a telephone nor simply "my number"."""
    named = SOME_NUMBER.search(before)
    return named is not None and not OWN_NUMBER.fullmatch(named[1]) and not MENTIONS[PHONE].fullmatch(named[1])


def _phone_by_name(folded: Folded) -> Iterator[Span]:
    """Any seven digits or more that are called a telephone number."""
    for match in PHONE_BY_NAME.finditer(folded.text):
        span = match.span()
        if (
            len(_digits(match[0])) < 7
            or FULL_DATE.fullmatch(match[0])
            or CASE_NUMBER.fullmatch(match[0])
            or folded.is_amount(span[1])
        ):
            continue
        if folded.is_named(PHONE, span):
            yield span


# The order matters: what never may slip through comes first.
FINDERS = (
    (CPR, _usual_cpr),
    (CPR, _spelt_cpr),
    (CPR, _named_cpr),
    (CPR, _cpr_with_month),
    (CPR, _cpr_in_two),
    (IBAN, _iban),
    (EMAIL, _email),
    (PASSPORT, _passport),
    (BANK_ACCOUNT, _labelled_account),
    (BANK_ACCOUNT, _account),
    (BANK_ACCOUNT, _account_by_name),
    (PHONE, _international_phone),
    (PHONE, _unnamed_phone),
    (PHONE, _phone_by_name),
)
