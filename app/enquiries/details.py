"""Narrower things that a text is about: whose papers they are, and which kind of permit; read from its words.

People keep the same names and values in their entries (`PersonDetail`), so that "Japanese driving licence" finds
whoever knows licences from Japan.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from app.core.analysis import clean, fold, tokens
from app.people.rules import ISSUING_COUNTRY, PERMIT
from app.topics.rules import Countries

LANGUAGES = ("en", "da", "de")
HOME = "DK"  # everybody writes of Denmark; it is nobody's narrower subject
LONGEST_NAME = 6  # words

# How the permits of app.people.rules are spoken of; the last word may have an ending.
SPOKEN_OF = {
    "accompanying": "accompanying family, accompanying spouse, medfølgende familie, medfølgende ægtefælle, "
    "mitreisende familie, mitreisende ehe",
    "au-pair": "au pair, aupair",
    "fast-track": "fast track, hurtigspor",
    "internship": "internship permit, praktikanttilladelse, praktikantordning, praktikumserlaubnis",
    "pay-limit": "pay limit, beløbsordning, beløbsgrænse, gehaltsgrenze, gehaltsregelung",
    "positive-list": "positive list, positivliste",
    "researcher": "researcher permit, guest researcher, forskertilladelse, gæsteforsker, gastforscher, "
    "forschererlaubnis",
    "start-up": "start up denmark, startup denmark",
    "student": "student permit, study permit, student visa, studietilladelse, studieophold, studienvisum, "
    "studienerlaubnis",
    "working-holiday": "working holiday",
}

# What CLDR does not have: other names, and the words for what comes from a country (without their endings).
NAMES = {
    "BA": "bosnia, bosnien",
    "CD": "congo, kongo, dr congo",
    "CI": "ivory coast, elfenbeinküste",
    "CZ": "czech republic, tschechische republik",
    "GB": "uk, great britain, britain, england, scotland, wales, skotland, großbritannien, schottland",
    "GB-NIR": "northern irish, nordirsk, nordirisch",
    "HK": "hong kong, hongkong",
    "KR": "korea",
    "MK": "makedonien, mazedonien, macedonia",
    "MM": "burma, myanmar",
    "MO": "macao, macau",
    "NL": "holland, netherlands, the netherlands",
    "PS": "palestine, palæstina, palästina",
    "TR": "turkey, turkiet",
    "US": "usa, us, america, amerika",
    "ZA": "south african, sydafrikansk, südafrikanisch",
}
ADJECTIVES = {
    "AE": "emirati, emiratisk, emiratisch",
    "AF": "afghan, afghansk, afghanisch",
    "AL": "albanian, albansk, albanisch",
    "AR": "argentinian, argentine, argentinsk, argentinisch",
    "AT": "austrian, østrigsk, österreichisch",
    "AU": "australian, australsk, australisch",
    "BA": "bosnian, bosnisk, bosnisch",
    "BD": "bangladeshi, bangladeshisk, bangladeschisch",
    "BE": "belgian, belgisk, belgisch",
    "BG": "bulgarian, bulgarsk, bulgarisch",
    "BR": "brazilian, brasiliansk, brasilianisch",
    "BY": "belarusian, belarusisk, belarussisch",
    "CA": "canadian, canadisk, kanadisch",
    "CH": "swiss, schweizisk, schweizerisch, schweizer",
    "CL": "chilean, chilensk, chilenisch",
    "CN": "chinese, kinesisk, chinesisch",
    "CO": "colombian, colombiansk, kolumbianisch",
    "CY": "cypriot, cypriotisk, zypriotisch",
    "CZ": "czech, tjekkisk, tschechisch",
    "DE": "german, tysk, deutsch",
    "EE": "estonian, estisk, estnisch",
    "EG": "egyptian, egyptisk, ägyptisch",
    "ES": "spanish, spansk, spanisch",
    "ET": "ethiopian, etiopisk, äthiopisch",
    "FI": "finnish, finsk, finnisch",
    "FO": "faroese, færøsk, färöisch",
    "FR": "french, fransk, französisch",
    "GB": "british, english, scottish, welsh, britisk, engelsk, skotsk, britisch, englisch, schottisch",
    "GE": "georgian, georgisk, georgisch",
    "GH": "ghanaian, ghanesisk, ghanaisch",
    "GL": "greenlandic, grønlandsk, grönländisch",
    "GR": "greek, græsk, griechisch",
    "HR": "croatian, kroatisk, kroatisch",
    "HU": "hungarian, ungarsk, ungarisch",
    "ID": "indonesian, indonesisk, indonesisch",
    "IE": "irish, irsk, irisch",
    "IL": "israeli, israelsk, israelisch",
    "IN": "indian, indisk, indisch",
    "IQ": "iraqi, irakisk, irakisch",
    "IR": "iranian, iransk, iranisch, persian, persisk, persisch",
    "IS": "icelandic, islandsk, isländisch",
    "IT": "italian, italiensk, italienisch",
    "JO": "jordanian, jordansk, jordanisch",
    "JP": "japanese, japansk, japanisch",
    "KE": "kenyan, kenyansk, kenianisch",
    "KR": "korean, south korean, koreansk, sydkoreansk, koreanisch, südkoreanisch",
    "LB": "lebanese, libanesisk, libanesisch",
    "LT": "lithuanian, litauisk, litauisch",
    "LV": "latvian, lettisk, lettisch",
    "MA": "moroccan, marokkansk, marokkanisch",
    "MD": "moldovan, moldovisk, moldauisch",
    "ME": "montenegrin, montenegrinsk, montenegrinisch",
    "MK": "macedonian, makedonsk, mazedonisch",
    "MX": "mexican, mexicansk, mexikanisch",
    "MY": "malaysian, malaysisk, malaysisch",
    "NG": "nigerian, nigeriansk, nigerianisch",
    "NL": "dutch, hollandsk, nederlandsk, niederländisch, holländisch",
    "NO": "norwegian, norsk, norwegisch",
    "NP": "nepalese, nepali, nepalesisk, nepalesisch",
    "NZ": "newzealandsk, neuseeländisch",
    "PE": "peruvian, peruansk, peruanisch",
    "PH": "philippine, filipino, filippinsk, philippinisch",
    "PK": "pakistani, pakistansk, pakistanisch",
    "PL": "polish, polsk, polnisch",
    "PT": "portuguese, portugisisk, portugiesisch",
    "RO": "romanian, rumænsk, rumänisch",
    "RS": "serbian, serbisk, serbisch",
    "RU": "russian, russisk, russisch",
    "SA": "saudi, saudisk, saudisch",
    "SE": "swedish, svensk, schwedisch",
    "SG": "singaporean, singaporeansk, singapurisch",
    "SI": "slovenian, slovensk, slowenisch",
    "SK": "slovak, slovakisk, slowakisch",
    "SO": "somali, somalisk, somalisch",
    "SY": "syrian, syrisk, syrisch",
    "TH": "thai, thailandsk, thailändisch",
    "TN": "tunisian, tunesisk, tunesisch",
    "TR": "turkish, tyrkisk, türkisch",
    "TW": "taiwanese, taiwansk, taiwanisch",
    "UA": "ukrainian, ukrainsk, ukrainisch",
    "US": "american, amerikansk, amerikanisch",
    "VE": "venezuelan, venezuelansk, venezolanisch",
    "VN": "vietnamese, vietnamesisk, vietnamesisch",
}
ENDINGS = ("", "e", "t", "s", "er", "es", "en", "em")
ENGLISH_WORDS = {"island", "jersey", "chad", "reunion"}  # no countries in an English text; "us" is one in capitals


def details_in(text: str, countries: Countries, *, language: str = "") -> dict[str, set[str]]:
    """What a text names, in any of the three languages: issuing_country (codes as `Countries` has them) and permit.

    The longest name counts: Northern Ireland is not Ireland. `language` is the text's, where it is known.
    """
    known = clean(text)
    found_words = [(fold(token.text), known[token.start : token.end]) for token in tokens(known)]
    words = [word for word, _ in found_words]
    shouted = {word for word, written in found_words if written.isupper()}
    found = {
        code
        for name, code in _named_in(words, _names(countries))
        if not (name in ENGLISH_WORDS and language in ("", "en")) and (name != "us" or name in shouted)
    }
    details = {ISSUING_COUNTRY: found - {HOME}, PERMIT: set(_permits_in(words))}
    return {name: values for name, values in details.items() if values}


def details_of(
    text: str, countries: Countries, *, language: str = "", given: Mapping[str, str], country: str = ""
) -> dict[str, set[str]]:
    """The narrower things that a question is about: as they were given, else as its words name them, else for licences
    and papers the `country` that the asker comes from."""
    found = details_in(text, countries, language=language)
    if country:
        found.setdefault(ISSUING_COUNTRY, {country.upper()})
    return {**found, **{name: {value} for name, value in given.items()}}


def country_called(text: str, countries: Countries) -> str:
    """The code of the country that somebody means who writes only its name (or its code); empty when it is none."""
    if text.strip().upper() in countries.codes(areas=True):
        return text.strip().upper()
    return _names(countries).get(_folded(text), "")


def _names(countries: Countries) -> Mapping[tuple[str, ...], str]:
    """Folded words that mean a country or an area of these, each with its code."""
    return _names_of(
        tuple((code, countries.name(code, each)) for code in countries.codes(areas=True) for each in LANGUAGES)
    )


@lru_cache(4)
def _names_of(named: Sequence[tuple[str, str]]) -> Mapping[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for code, name in named:
        found.setdefault(_folded(name), code)
    for table, endings in ((NAMES, ("", "s")), (ADJECTIVES, ENDINGS)):
        for code in table.keys() & {code for code, _ in named}:
            for name in table[code].split(", "):
                *before, last = _folded(name)
                found.update({(*before, last + ending): code for ending in endings})
    for *before, last in list(found):
        found.setdefault((*before, last + "s"), found[(*before, last)])
    return found


def _folded(name: str) -> tuple[str, ...]:
    return tuple(fold(token.text) for token in tokens(clean(name)))


def _named_in(words: Sequence[str], names: Mapping[tuple[str, ...], str]) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(words):
        sizes = range(min(LONGEST_NAME, len(words) - at), 0, -1)
        longest = next((size for size in sizes if tuple(words[at : at + size]) in names), 0)
        if longest:
            name = tuple(words[at : at + longest])
            yield " ".join(name), names[name]
        at += longest or 1


def _permits_in(words: Sequence[str]) -> Iterator[str]:
    for permit, spoken in SPOKEN_OF.items():
        if any(_says(words, _folded(phrase)) for phrase in spoken.split(", ")):
            yield permit


def _says(words: Sequence[str], phrase: Sequence[str]) -> bool:
    *before, last = phrase
    return any(
        list(words[at - len(before) : at]) == before and word.startswith(last)
        for at, word in enumerate(words)
        if at >= len(before)
    )
