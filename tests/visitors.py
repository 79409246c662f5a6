"""A browser without a screen: it keeps cookies, follows redirects, reads pages and fills in forms."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpx

from tests.houses import House

EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Form:
    """A form as a page shows it: `fields` are its values, `kinds` their types, `choices` what may be chosen."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    @property
    def typed_into(self) -> list[str]:
        """The names of the fields that somebody writes in."""
        return [
            name for name, kind in self.kinds.items() if kind not in {"hidden", "radio", "checkbox", "select", "submit"}
        ]


class _Reader(HTMLParser):
    """What a page consists of. Raises AssertionError where its elements do not close as they opened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.headings: list[str] = []
        self._open: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag not in EMPTY:
            self._open.append(tag)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "h1":
            self.headings.append("")
        elif tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._take_field(self._form, tag, given)

    def _take_field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "option" and self._select:
            form.choices[self._select].append(value)
            if "selected" in given or self._select not in form.fields:
                form.fields[self._select] = value
        if not name:
            return
        if tag == "textarea":
            form.fields[name], form.kinds[name], self._area = "", "textarea", name
        elif tag == "select":
            form.kinds[name], form.choices[name], self._select = "select", [], name
        elif tag == "button":
            form.kinds[name] = "submit"
            form.choices.setdefault(name, []).append(value)
        elif tag == "input":
            kind = given.get("type", "text")
            form.kinds[name] = kind
            if kind in {"radio", "checkbox"}:
                form.choices.setdefault(name, []).append(value)
                if "checked" in given:
                    form.fields[name] = value
            else:
                form.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        opened = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            # A browser leaves the first line break out.
            self._form.fields[self._area] += data if self._form.fields[self._area] else data.removeprefix("\n")
        if self._open and self._open[-1] not in {"script", "style", "title"}:
            self.texts.append(data)
        if "h1" in self._open:
            self.headings[-1] += data


@dataclass
class Page:
    """An answer, read."""

    answer: httpx.Response

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def html(self) -> str:
        return self.answer.text

    @property
    def path(self) -> str:
        """Its address on this house."""
        return self.answer.url.raw_path.decode()

    @cached_property
    def read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.html.replace("\r\n", "\n"))  # as browsers read
        reader.close()
        return reader

    @property
    def forms(self) -> list[Form]:
        return self.read.forms

    @property
    def links(self) -> list[str]:
        """The addresses on this house that it links to."""
        here = urlsplit(str(self.answer.url))
        whole = [urlsplit(urljoin(str(self.answer.url), link)) for link in self.read.links]
        return [
            each.path + (f"?{each.query}" if each.query else "")
            for each in whole
            if (each.scheme, each.netloc) == (here.scheme, here.netloc)
        ]

    @property
    def text(self) -> str:
        """What there is to read, on one line."""
        return " ".join(" ".join(self.read.texts).split())

    @property
    def language(self) -> str:
        return next(given.get("lang", "") for tag, given in self.read.elements if tag == "html")

    @property
    def headings(self) -> list[str]:
        """The texts of its h1 elements."""
        return [" ".join(heading.split()) for heading in self.read.headings]

    def form(self, ending: str) -> Form:
        """The form whose action ends like this."""
        found = [form for form in self.forms if form.action.endswith(ending)]
        assert len(found) == 1, f"{len(found)} forms for {ending} at {self.path}: {self.text[:500]}"
        return found[0]


class Visitor:
    """Somebody with a browser in which no script runs."""

    def __init__(self, house: House, *, language: str = "en", **headers: str) -> None:
        self.house = house
        self.client = httpx.Client(
            base_url=house.address,
            headers={"Accept-Language": language, **headers},
            follow_redirects=True,
            timeout=30,
        )

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.client.close()

    def open(self, path: str, **query: str) -> Page:
        return Page(self.client.get(path, params=query or None))

    def send(self, form: Form, **fields: str) -> Page:
        """Sends a form with what it holds, and these fields filled in."""
        given = form.fields | fields
        if form.method == "get":
            return Page(self.client.get(form.action, params=given))
        return Page(self.client.post(form.action, data=given))

    def ask(self, text: str = "May I drive here with a licence from Japan?", **fields: str) -> Page:
        """Asks a question in Fjordby, in English; gives the asker's own page."""
        page = self.send(self.open("/fjordby/en/ask").form("/ask"), text=text, **fields)
        assert re.search(r"/enquiries/\w+$", page.path), page.text
        return page

    def sign_in(self, email: str) -> Page:
        """Signs in as one of the demonstration's people."""
        form = self.open("/sign-in").form("/sign-in")
        page = self.send(form, email=email, password=self.house.sign_ins()[email])
        assert not page.path.endswith("/sign-in"), page.text
        return page
