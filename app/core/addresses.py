"""The addresses of pages, in one place: pages, letters and the API must name the same ones."""

from urllib.parse import quote, urlencode


def front(municipality: str, language: str) -> str:
    return f"/{municipality}/{language}/"


def article(municipality: str, language: str, slug: str, *, anchor: str = "") -> str:
    return f"/{municipality}/{language}/articles/{quote(slug)}" + (f"#{anchor}" if anchor else "")


def guide(municipality: str, language: str, slug: str) -> str:
    return f"/{municipality}/{language}/guides/{quote(slug)}"


def checklist(municipality: str, language: str, slug: str) -> str:
    return f"/{municipality}/{language}/checklists/{quote(slug)}"


def events(municipality: str, language: str) -> str:
    return f"/{municipality}/{language}/events"


def topic(municipality: str, language: str, slug: str) -> str:
    return f"/{municipality}/{language}/topics/{quote(slug)}"


def search(municipality: str, language: str, text: str, *, exact: bool = False) -> str:
    """What fits a text; `exact`: as it is typed, misspelt or not."""
    return f"/{municipality}/{language}/search?" + urlencode({"q": text, "exact": 1} if exact else {"q": text})


def ask(municipality: str, language: str, **filled_in: str) -> str:
    """The question form; `filled_in` is what it already holds (q: the words, topic)."""
    return f"/{municipality}/{language}/ask" + (f"?{urlencode(filled_in)}" if filled_in else "")


def enquiry(municipality: str, language: str, key: str) -> str:
    """The asker's own page. The key is a secret."""
    return f"/{municipality}/{language}/enquiries/{key}"


def desk_enquiry(municipality: str, number: int) -> str:
    return f"/desk/{municipality}/enquiries/{number}"


def desk_opening(municipality: str, number: int, key: str = "") -> str:
    """Where a letter to a resource person leads. The key is a secret."""
    return f"{desk_enquiry(municipality, number)}/open" + (f"?{urlencode({'key': key})}" if key else "")


def desk_person(municipality: str, slug: str) -> str:
    """Somebody's entry in the directory of people who know."""
    return f"/desk/{municipality}/people/{quote(slug)}"


def short(code: str) -> str:
    """The permanent address of an article."""
    return f"/a/{code}"
