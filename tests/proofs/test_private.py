"""CPR, passport and bank numbers never reach the disk: sent through every door and field, then looked for in all files.

The files are read while the house runs, the database's journal among them. Beside each number goes a word of its own,
so that each look is known to see what was kept.
"""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.houses import House, eventually, running_house
from tests.visitors import Form, Page, Visitor

CPR, PASSPORT, ACCOUNT, IBAN = "2711884093", "K48213097", "41730091827364", "DK5000400440116243"
SPELLINGS = (
    "my CPR number is 271188-4093",
    "CPR: 2711884093",
    "271188 4093",
    "27.11.88-4093",
    "cpr 27 11 88 40 93",
    "271188–4093",
    "２７１１８８－４０９３",
)
OTHERS = "my passport number is K48213097, my account is 4173 0091827364 or DK50 0040 0440 1162 43"
QUESTION = "May I drive here with a licence from Japan?"

# Between two signs of a number: what people put there, and how addresses and JSON write it.
_BETWEEN = rb"(?:[^0-9A-Za-z]|%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}){0,9}?"
_FULLWIDTH = {str(digit): "０１２３４５６７８９"[digit].encode() for digit in range(10)}


def _anyhow(number: str) -> re.Pattern[bytes]:
    """The number in any spelling, as bytes."""
    signs = [
        b"(?:" + re.escape(sign.encode()) + (b"|" + _FULLWIDTH[sign] if sign in _FULLWIDTH else b"") + b")"
        for sign in number
    ]
    return re.compile(_BETWEEN.join(signs), re.IGNORECASE)


NUMBERS = {
    name: _anyhow(number)
    for name, number in [("CPR", CPR), ("passport", PASSPORT), ("account", ACCOUNT), ("IBAN", IBAN)]
}


_numbers = count(1)


@dataclass
class Words:
    """What is sent: numbers, and a new word each time that may be kept."""

    sent: dict[str, str] = field(default_factory=dict)
    _spellings: Iterator[str] = field(default_factory=lambda: cycle(SPELLINGS))

    def through(self, door: str) -> str:
        """A text for this door."""
        word = f"blomst{next(_numbers):05}"
        self.sent[word] = door
        return f"{word}: {next(self._spellings)}. And {OTHERS}."


def found_in(house: House) -> dict[str, list[str]]:
    """Which numbers stand where: in the bytes of every file, and in every value of the database."""
    found: dict[str, list[str]] = {}
    for where, content in everything(house):
        for name, pattern in NUMBERS.items():
            if there := pattern.search(content):
                around = content[max(0, there.start() - 80) : there.end() + 40]
                found.setdefault(name, []).append(f"{where}: {around!r}")
    return found


def everything(house: House) -> Iterator[tuple[str, bytes]]:
    for file in sorted(house.data.parent.rglob("*")):
        if file.is_file():
            yield str(file.relative_to(house.data.parent)), file.read_bytes()
    with sqlite3.connect(house.data / "indgang.sqlite") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 (our own tables)
                # A value as a whole: in the file it may be spread over pages.
                yield table, json.dumps([str(value) for value in row], ensure_ascii=False).encode()
    database.close()


def kept(house: House) -> set[str]:
    """The words that stand somewhere."""
    return {word.decode() for _, content in everything(house) for word in re.findall(rb"blomst\d{5}", content)}


@pytest.fixture(scope="module")
def house(filled_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """It says as much as it can, and puts its letters into a folder."""
    folder = tmp_path_factory.mktemp("private")
    with running_house(folder, like=filled_sqlite, mail_url=f"folder:{folder / 'mail'}", LOG="debug") as house:
        yield house


def fill_every_field(visitor: Visitor, address: str, words: Words, *, skipping: tuple[str, ...] = ()) -> None:
    """Sends each form of a page with each of its fields filled with a text, and then with all that one can write in."""
    seen = Counter[str]()
    for number, form in enumerate(visitor.open(address).forms):
        seen[form.action] += 1
        alike = seen[form.action] > 2  # such as the forms of an article's sections
        if alike or form.action.endswith(("/sign-out", "/sign-in/language", *skipping)):
            continue
        door = f"{form.method} {form.action or address}"
        for name in [*form.fields, "unknown"]:
            fresh = _again(visitor, address, number)
            send(visitor, fresh, address, **_sensible(fresh) | {name: words.through(f"{door} {name}")})
        fresh = _again(visitor, address, number)
        everything_typed = {name: words.through(f"{door} {name} and all") for name in fresh.typed_into}
        send(visitor, fresh, address, **_sensible(fresh) | everything_typed)


def _again(visitor: Visitor, address: str, number: int) -> Form:
    return visitor.open(address).forms[number]


def _sensible(form: Form) -> dict[str, str]:
    """What is needed for a form to be taken."""
    wanted = {"text": QUESTION, "title": "Bees on balconies", "topic": "housing"}
    return {name: value for name, value in wanted.items() if name in form.kinds and not form.fields[name]}


def send(visitor: Visitor, form: Form, address: str, **fields: str) -> Page:
    form.action = form.action or address
    page = visitor.send(form, **fields)
    assert page.status < 500, (form.action, fields, page.text)
    return page


# --- every door


def through_public_pages(house: House, words: Words) -> None:
    with Visitor(house) as ola:
        own = ola.ask(f"{words.through('the question itself')} {QUESTION}", name=words.through("her name"))
        assert "A personal number (CPR, passport or bank) was taken out" in own.text
        for address in (
            "/?choose=1",
            "/fjordby/en/",
            "/fjordby/en/search?q=licence",
            "/fjordby/en/ask",
            "/fjordby/en/articles/foreign-driving-licence",
            "/sign-in",
        ):
            fill_every_field(ola, address, words)
        fill_every_field(ola, own.path, words, skipping=("/withdraw",))
        found = ola.open("/fjordby/en/search", q=words.through("search"))
        assert "We took a personal number out of your search." in found.text
        assert not any(pattern.search(found.html.encode()) for pattern in NUMBERS.values())


def through_addresses_and_headers(house: House, words: Words) -> None:
    with httpx.Client(base_url=house.address) as client:
        places = ("", "fjordby/", "fjordby/en/", "fjordby/en/articles/", "fjordby/en/topics/", "fjordby/en/enquiries/")
        others = (
            "a/",
            "desk/fjordby/",
            "desk/fjordby/enquiries/",
            "studio/fjordby/",
            "studio/fjordby/articles/",
            "static/",
        )
        for place in (*places, *others, "api/v1/", "api/v1/enquiries/", "api/v1/articles/", "sign-in/"):
            for method in ("GET", "POST", "DELETE", "OPTIONS"):
                for spelling in ("271188-4093", "2711884093", "cpr 271188 4093", "K48213097-passport", IBAN):
                    answer = client.request(method, f"/{place}{spelling}", params={"q": words.through(f"/{place}")})
                    assert answer.status_code < 500
        names = ("User-Agent", "Referer", "Accept-Language", "Accept", "Authorization", "Idempotency-Key", "If-Match")
        names += (
            "Cookie",
            "X-Forwarded-For",
            "X-Request-Id",
            "Sec-Fetch-Site",
            "Content-Type",
            "X-CSRF-Token",
            "Range",
        )
        cookies = ("indgang_stay", "indgang_visitor", "indgang_place", "indgang_audience", "anything")
        for path in ("/fjordby/en/ask", "/api/v1/enquiries", "/desk/fjordby/", "/", "/static/indgang.css"):
            for name in names:
                value = words.through(f"header {name}").encode("ascii", "ignore")
                for method, body in (("GET", b""), ("POST", json.dumps({"text": QUESTION}).encode())):
                    headers = {b"Content-Type": b"application/json", name.encode(): value}
                    assert client.request(method, path, content=body, headers=headers).status_code < 500
            for name in cookies:
                value = f"{name}=271188-4093; {name}x=K48213097; {name}y=DK5000400440116243".encode()
                assert client.get(path, headers={b"Cookie": value}).status_code < 500
                assert client.post(path, headers={b"Cookie": value}).status_code < 500


def through_the_desk(house: House, words: Words) -> None:
    with Visitor(house) as ola, Visitor(house) as mette:
        mette.sign_in("mette@fjordby.example.org")
        for address in (
            "/desk/fjordby/",
            "/desk/fjordby/?q=licence",
            "/desk/fjordby/people",
            "/desk/fjordby/enquiries",
        ):
            fill_every_field(mette, address, words)
        fill_every_field(mette, "/desk/fjordby/enquiries/new", words)
        own = ola.ask(name="Ola Nordmann", email="ola@example.org")
        number = newest_question(mette)
        for ending in ("/messages", "/assign"):
            for _ in range(2):
                form = mette.open(number).form(ending)
                given = {name: words.through(f"{ending} {name}") for name in form.typed_into}
                choice = {"to": other_choice(form)} if ending == "/assign" else {}
                page = send(mette, form, number, **given | choice)
                assert page.status == 200, page.text
        assert "personal number" in ola.open(own.path).text
        for outcome, name in (("referred", "referred_to"), ("case", "case_reference")):
            ola.ask(name="Ola Nordmann", email="ola@example.org")
            question = newest_question(mette)
            closing = mette.open(question).form("/close")
            page = send(mette, closing, question, outcome=outcome, **{name: words.through(name)})
            assert page.status == 200, page.text
        # The answer becomes an article's draft.
        page = send(mette, mette.open(number).form("/article"), number)
        assert "/studio/fjordby/articles/" in page.path, page.text
        draft = page.form(page.path.partition("?")[0]).fields["body"]
        assert re.search(r"blomst\d{5}: .*\[CPR •••", draft), draft


def newest_question(staff: Visitor) -> str:
    lines = staff.open("/desk/fjordby/enquiries?whose=all&state=open").links
    return next(link for link in lines if re.search(r"/enquiries/\d+$", link))


def other_choice(form: Form) -> str:
    return form.choices["to"][0]


def through_the_api(house: House, words: Words) -> None:
    """Every call that the API describes, with every parameter and every property of its body."""
    token = house.run("token", "add", "a program", "--role", "desk", "--role", "editor", "--municipality", "fjordby")
    bearer = {"Authorization": f"Bearer {token.stdout.strip()}"}
    with httpx.Client(base_url=house.address, timeout=30) as client:
        described = client.get("/api/openapi.json").json()
        for path, method, call in calls(described):
            for where, name in places(described, call):
                if method == "delete" and where == "path":
                    continue
                key, number = fresh_enquiry(client, bearer)
                request = a_request(described, path, call, method=method, key=key, number=number)
                text = words.through(f"{method} {path} {where} {name}")
                put(request, where, name, text)
                request["headers"] |= bearer
                request["headers"] = {k: v.encode("ascii", "ignore") for k, v in request["headers"].items()}
                answer = client.request(**request)
                assert answer.status_code < 500, (method, path, where, name, answer.text)


def calls(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, call in methods.items():
            yield path, method, call


def places(described: dict[str, Any], call: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for parameter in call.get("parameters", []):
        yield parameter["in"], parameter["name"]
    for name in properties(described, call):
        yield "body", name
    if "requestBody" in call:
        yield from (("body", "unknown"), ("whole body", ""), ("key", ""))


def properties(described: dict[str, Any], call: dict[str, Any]) -> dict[str, Any]:
    if "requestBody" not in call:
        return {}
    schema = call["requestBody"]["content"]["application/json"]["schema"]
    name = schema["$ref"].rpartition("/")[2]
    found: dict[str, Any] = described["components"]["schemas"][name]["properties"]
    return found


def fresh_enquiry(client: httpx.Client, bearer: dict[str, str]) -> tuple[str, int]:
    """The key and the number of a new one."""
    key = client.post("/api/v1/enquiries", json={"text": QUESTION, "municipality": "fjordby"}).json()["key"]
    newest = client.get("/api/v1/desk/fjordby/enquiries", params={"limit": 1}, headers=bearer).json()[0]
    return key, newest["number"]


def a_request(
    described: dict[str, Any], path: str, call: dict[str, Any], *, method: str, key: str, number: int
) -> dict[str, Any]:
    names = {"{municipality}": "fjordby", "{slug}": "foreign-driving-licence", "{key}": key, "{number}": str(number)}
    for hole, value in names.items():
        path = path.replace(hole, value)
    request: dict[str, Any] = {"method": method, "url": path, "params": {}, "headers": {}}
    if "requestBody" in call:
        sensible = {
            "text": QUESTION,
            "municipality": "fjordby",
            "to": "mette",
            "outcome": "case",
            "case_reference": "1",
        }
        known = properties(described, call)
        request["json"] = {name: value for name, value in sensible.items() if name in known}
    if "q" in {parameter["name"] for parameter in call.get("parameters", [])}:
        request["params"]["q"] = QUESTION
    return request


def put(request: dict[str, Any], where: str, name: str, text: str) -> None:
    match where:
        case "query":
            request["params"][name] = text
        case "header":
            request["headers"][name] = text
        case "path":
            request["url"] = f"/api/v1/enquiries/{text}" if name == "key" else request["url"] + f"/{text}"
        case "body" if name == "details":
            request["json"]["details"] = {"permit": text, text[:150]: "x"}
        case "body":
            request["json"][name] = text
        case "key":
            request["json"][text] = text
        case _:
            del request["json"]
            request["headers"]["Content-Type"] = "application/json"
            request["content"] = text.encode()


def through_the_command_line(house: House, words: Words) -> None:
    for options in ([], ["--json"], ["--lang", "da"]):
        done = house.run("search", words.through("indgang search"), *options)
        assert done.returncode == 0, done.stderr
        said = (done.stdout + done.stderr).encode()
        assert not any(pattern.search(said) for pattern in NUMBERS.values())


def through_the_studio(house: House, words: Words) -> None:
    with Visitor(house) as mette, Visitor(house) as karen:
        mette.sign_in("mette@fjordby.example.org")
        karen.sign_in("karen@example.org")
        fill_every_field(mette, "/studio/fjordby/articles/new", words)
        fill_every_field(mette, "/studio/fjordby/articles/cpr-number/supplements", words)
        for editor, address in (
            (mette, "/studio/fjordby/articles/harbour-workers-reception/en"),
            (karen, "/studio/shared/articles/cpr-number/en"),
        ):
            form = editor.open(address).form(address)
            form.action += "/publish"
            page = send(editor, form, address, summary=words.through(f"publish {address}"))
            assert page.status == 200, page.text
            fill_every_field(editor, address, words, skipping=("/archive", "/take-back"))


# Through each door, some places whose words are kept: what was sent there did arrive.
DOORS = {
    through_public_pages: ["the question itself", "her name", "/ask name", "/ask phone", "/messages text and all"],
    through_addresses_and_headers: [],
    through_the_desk: ["/new text", "/messages text", "/assign why", "referred_to", "case_reference"],
    through_the_api: ["/enquiries body text", "body details", "body why", "body case_reference", "/messages body text"],
    through_the_command_line: [],
    through_the_studio: ["/new title", "/cpr-number/en body", "/cpr-number/en why", "publish"],
}


@pytest.mark.long
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_numbers_that_are_never_kept_reach_no_file(door: Callable[[House, Words], None], house: House) -> None:
    words = Words()
    door(house, words)
    letters_are_out(house)
    arrived = {words.sent[word] for word in kept(house) & words.sent.keys()}
    for place in DOORS[door]:
        assert any(place in each for each in arrived), f"{place} is not among {sorted(arrived)}"
    assert found_in(house) == {}


def letters_are_out(house: House) -> None:
    def waiting() -> int:
        with sqlite3.connect(house.data / "indgang.sqlite") as database:
            due = "SELECT count(*) FROM letter WHERE delivered_at IS NULL AND not_before <= datetime('now')"
            (count,) = database.execute(due).fetchone()
        database.close()
        return int(count)

    assert eventually(lambda: waiting() == 0, seconds=60)
