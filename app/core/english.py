"""English is spelt in two ways, and newcomers learnt the one or the other: both spellings of a word become one, that of
most Americans. It is never shown; nothing matters but that no other word becomes the same."""

import re

RULES = (
    (r"^(practi)s(?=(?:e|ed|es|ing)$)", r"\1c"),
    (r"(?<=[a-z]{4})is(?=(?:e|ed|er|ers|es|ing|ation|ations|ational)$)", "iz"),  # organise, registration
    (r"(?<=[^\W_]nal)ys(?=(?:e|ed|er|ers|es|ing)$)", "yz"),  # analyse
    (
        r"^((?:un|dis)?(?:arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|od|parl|rig|rum|sav|tum|vap|vig))our",
        r"\1or",
    ),
    (r"(cent|fib|lit|met|theat)re(?=s?$)", r"\1er"),
    (r"^(def|lic|off|pret)enc(?=(?:e|ed|es|ing)$)", r"\1ens"),
    (r"(?<=gram)me(?=s?$)", ""),  # programme
    (r"(?<=log)ue(?=s?$)", ""),  # catalogue
    (r"^(cancel|channel|counsel|dial|fuel|jewel|label|level|model|quarrel|signal|total|travel)l(?=[aeio])", r"\1"),
    (r"^((?:re)?(?:distil|enrol|fulfil|instal))(?=s?$|ment)", r"\1l"),
    (r"a(?=e(?:colog|d[io]|m[io]|olog|sth))|o(?=e(?:a$|str|tal|tus))", ""),  # gynaecologist, paediatric, foetus
    (r"^(ag|judg|acknowledg|lodg)e(?=ing|ment)", r"\1"),
    (r"^grey", "gray"),
    (r"^kerb", "curb"),
    (r"^mould", "mold"),
    (r"^mum(?=s?$|my$|mies$)", "mom"),
    (r"^jewelery$", "jewelry"),
    (r"^pyjama", "pajama"),
    (r"^plough", "plow"),
    (r"^tyre(?=s?$)", "tire"),
    (r"^yoghurt", "yogurt"),
)
_PATTERNS = tuple((re.compile(pattern), instead) for pattern, instead in RULES)


def one_spelling(word: str) -> str:
    """A word in lower case in the one spelling that stands for both."""
    for pattern, instead in _PATTERNS:
        word = pattern.sub(instead, word)
    return word
