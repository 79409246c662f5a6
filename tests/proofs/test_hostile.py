"""Whatever comes in: a clear page in the reader's language with what was typed in it, never a failure of ours, and
nothing that a browser would run."""

import re
import socket
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from app.core.i18n import Speaker
from tests.houses import House, running_house
from tests.visitors import Form, Page, Visitor

LANGUAGES = ["da", "en", "de"]
QUESTION = "May I drive here with a licence from Japan?"
MARKUP = (
    "<script>hostile()</script>",
    '"><img src=x onerror=hostile()>',
    "'><svg onload=hostile()>",
    "</textarea><script>hostile()</script>",
    "{{ 7 * 191 }}{% include '/etc/passwd' %}${7*191}",
    "<!--#exec cmd='id'--> ]]> &lt;b&gt; <b>",
    "[link](javascript:hostile())",
)
STRANGE = (
    "",
    " ",
    "x",
    "\x00",
    "a\x00b \x01\x08\x0b\x1b[31m\x7f",
    "\u202etxet\u202c \ufeff\u200b\ufffe\uffff",
    "𝕳𝖊𝖑𝖑𝖔 🇩🇰 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤a̴̡l͞g͠o",
    "%00%ff%s%n%x{}",
    "../../../../etc/passwd",
    "'; DROP TABLE enquiry; --",
    "x" * 20_000,
    "\r\nSet-Cookie: hostile=1\r\n\r\n<html>",
)


@pytest.fixture(scope="module")
def house(filled_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running_house(tmp_path_factory.mktemp("besieged"), like=filled_sqlite) as house:
        yield house
        assert "unexpected failure" not in house.log.read_text(encoding="utf-8")
        assert "Traceback" not in house.log.read_text(encoding="utf-8")


def must_be_calm(page: Page, language: str = "") -> None:
    """An answer that is no failure of ours, in this language, with nothing in it that a browser would run."""
    assert page.status < 500, page.html
    if not page.answer.headers.get("content-type", "").startswith("text/html"):
        return
    if language:
        assert page.language == language
    assert len(page.headings) == 1
    assert page.headings[0]
    for tag, given in page.read.elements:
        assert not [name for name in given if name.startswith("on")], (tag, given)
        assert tag not in {"img", "iframe", "object", "base"}, (tag, given)
        assert tag != "script" or given.get("src", "").startswith("/static/"), given
        assert not given.get("href", "").lower().startswith("javascript:"), given
    assert "1337" not in page.text  # 7 * 191: no template was filled in
    assert "hostile" not in page.answer.cookies


def as_a_browser_sends_it(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


# --- forms


def test_a_question_that_cannot_be_taken_is_shown_again_as_it_was_typed(house: House) -> None:
    names = ("text", "name", "email", "phone", "country", "audience", "topic", "asking_as", "once", "form_token")
    combinations = [(name, typed) for name in names for typed in (*MARKUP, *STRANGE)]
    with Visitor(house, language="fr") as ola:
        forms = {language: ola.open(f"/fjordby/{language}/ask").form("/ask") for language in LANGUAGES}
        for (name, typed), (language, form) in zip(combinations, cycle(forms.items()), strict=False):
            sent = {"text": QUESTION, "name": "Ola"} | {name: as_a_browser_sends_it(typed)}
            page = ola.send(form, **sent)
            must_be_calm(page, language)
            if "/enquiries/" in page.path:
                continue
            assert page.status in {403, 422}, (name, typed, page.text)
            again = page.form("/ask").fields
            assert shown(again["text"]) == (shown(typed) if name == "text" else QUESTION)
            if name in {"name", "email", "phone"}:
                assert shown(again[name]) == shown(typed)


def fill_in(visitor: Visitor, address: str, **fields: str) -> Page:
    form = visitor.open(address).form(address.rpartition("/")[2])
    return visitor.send(form, **{name: as_a_browser_sends_it(value) for name, value in fields.items()})


def shown(typed: str) -> str:
    """How a page gives a text back: with one kind of line break, and without NUL, which no page can show."""
    return typed.replace("\r\n", "\n").replace("\x00", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_is_far_too_long_stays_in_the_form(language: str, house: House) -> None:
    megabytes = "A long story. " * 150_000  # 2.1 MB
    with Visitor(house) as ola:
        page = fill_in(ola, f"/fjordby/{language}/ask", text=megabytes)
        assert page.status == 422
        must_be_calm(page, language)
        assert page.form("/ask").fields["text"].strip() == megabytes.strip()
        assert (
            Speaker(language).say("This is too long: at most %(max_length)s characters fit here.", max_length=8000)
            in page.text
        )
        form = ola.open(f"/fjordby/{language}/ask").form("/ask")
        page = ola.send(form, text=megabytes * 3)
        assert page.status == 413
        must_be_calm(page, language)
        assert Speaker(language).say("That is more than we can take at once. Please send less.") in page.text


def test_messages_are_said_in_each_language(house: House) -> None:
    """The same mistakes, in three languages: three different sentences each."""
    mistakes = {
        "nothing written": lambda ola, home: fill_in(ola, home + "ask", text=""),
        "no address": lambda ola, home: fill_in(ola, home + "ask", text=QUESTION, email="nobody"),
        "a form of somebody else": lambda ola, home: fill_in(ola, home + "ask", text=QUESTION, form_token="x"),
        "no such question": lambda ola, home: ola.open(home + "enquiries/nokey"),
        "no such article": lambda ola, home: ola.open(home + "articles/nothing"),
        "no such topic": lambda ola, home: ola.open(home + "topics/nothing"),
        "no such page": lambda ola, home: ola.open(home + "nowhere/at/all"),
        "wrong method": lambda ola, home: Page(ola.client.put(home + "ask")),
        "too much": lambda ola, home: Page(ola.client.post(home + "ask", content=b"x" * 5_000_000)),
    }
    for mistake, make in mistakes.items():
        said = set()
        for language in LANGUAGES:
            with Visitor(house, language="fr") as ola:
                page = make(ola, f"/fjordby/{language}/")
                assert 400 <= page.status < 500, mistake
                must_be_calm(page, language)
                said.add(page.text)
        assert len(said) == len(LANGUAGES), mistake


def test_where_no_language_stands_in_the_address_the_browsers_is_spoken(house: House) -> None:
    for address in ("/nowhere/", "/nowhere/en/", "/fjordby/xx/", "/fjordby/en-US/search", "/a/zzzz", "/desk/nowhere/x"):
        said = set()
        for language in LANGUAGES:
            with Visitor(house, language=language) as ola:
                page = ola.open(address)
                assert page.status == 404, address
                spoken = "en" if address == "/nowhere/en/" else language
                must_be_calm(page, spoken)
                said.add(page.text)
        assert len(said) == (1 if address == "/nowhere/en/" else len(LANGUAGES)), address


def test_staff_forms_take_anything_calmly_and_keep_it(house: House) -> None:
    with Visitor(house) as ola, Visitor(house) as mette:
        mette.sign_in("mette@fjordby.example.org")
        ola.ask(name="<b>Ola</b>")
        question = next(
            link
            for link in mette.open("/desk/fjordby/enquiries?whose=all&state=open").links
            if re.search(r"/enquiries/\d+$", link)
        )
        must_be_calm(mette.open(question), "da")
        addresses = (
            "/desk/fjordby/",
            "/desk/fjordby/people",
            "/desk/fjordby/enquiries/new",
            question,
            "/studio/fjordby/articles/new",
            "/studio/fjordby/articles/harbour-workers-reception/en",
            "/studio/fjordby/articles/cpr-number/supplements",
        )
        for address in addresses:
            seen = Counter[str]()
            for number, form in enumerate(mette.open(address).forms):
                seen[form.action] += 1
                alike = seen[form.action] > 2  # such as the forms of an article's sections
                if alike or form.action.endswith(
                    ("/sign-out", "/sign-in/language", "/archive", "/take-back", "/close")
                ):
                    continue
                for typed in (" ".join(MARKUP), " ".join(STRANGE), "", "x" * 200 + "\x00"):
                    fresh = mette.open(address).forms[number]
                    fresh.action = fresh.action or address
                    page = mette.send(fresh, **dict.fromkeys(fresh.typed_into, as_a_browser_sends_it(typed)))
                    must_be_calm(page, "da")
                    if page.status in {403, 409, 422}:
                        must_be_kept(page, fresh, typed)


def must_be_kept(page: Page, sent: Form, typed: str) -> None:
    again = next(
        form for form in page.forms if form.action in {sent.action, ""} and set(sent.typed_into) <= set(form.kinds)
    )
    for name in sent.typed_into:
        if sent.kinds[name] != "password":
            assert shown(again.fields[name]).strip() == shown(typed).strip(), (sent.action, name)


def test_a_form_of_somebody_else_changes_nothing(house: House) -> None:
    with Visitor(house) as ola, Visitor(house) as thief:
        own = ola.ask()
        for action, fields in (("/messages", {"text": "Not me"}), ("/withdraw", {"sure": "yes"})):
            form = thief.open(own.path).form(action)
            for token in ("", "x", "0" * 64, ola.open(own.path).form(action).fields["form_token"]):
                page = thief.send(form, **fields, form_token=token)
                assert page.status == 403, (action, token, page.text)
                must_be_calm(page, "en")
            other_site = thief.client.post(
                form.action, data=form.fields | fields, headers={"Sec-Fetch-Site": "cross-site"}
            )
            assert other_site.status_code == 403
        assert "Not me" not in ola.open(own.path).text
        assert "We have your question" in ola.open(own.path).text


# --- the wire


def test_addresses_that_nobody_made_are_answered_calmly(house: House) -> None:
    parts = (
        "%00",
        "%ff%fe",
        "%F0%9F%90%98",
        "..%2f..%2fetc%2fpasswd",
        "%3Cscript%3Ehostile()%3C%2Fscript%3E",
        "a" * 8000,
    )
    parts += (
        "%0d%0aSet-Cookie:%20hostile=1",
        "%2e%2e",
        ";",
        "~",
        "%E2%80%AE",
        "1e999",
        "9" * 400,
        "-1",
        "NULL",
        "{{7*191}}",
    )
    places = (
        "",
        "fjordby/",
        "fjordby/en/",
        "fjordby/en/articles/",
        "fjordby/en/topics/",
        "fjordby/en/enquiries/",
        "a/",
    )
    places += ("desk/fjordby/", "desk/fjordby/enquiries/", "studio/fjordby/", "studio/fjordby/articles/", "static/")
    places += ("api/v1/", "api/v1/articles/", "api/v1/enquiries/", "sign-in/", "fjordby/en/search?q=", "?place=")
    places += ("fjordby/en/ask?topic=", "fjordby/en/articles/cpr-number?audience=", "sign-in?next=", "desk/fjordby/?q=")
    with Visitor(house) as ola, Visitor(house) as mette:
        mette.sign_in("mette@fjordby.example.org")
        for visitor in (ola, mette):
            for place in places:
                for part in parts:
                    page = Page(visitor.client.get(f"/{place}{part}"))
                    assert page.status in {200, 404, 422}, (place, part, page.status)
                    must_be_calm(page)


def test_every_method_is_answered_calmly(house: House) -> None:
    addresses = ["/", "/was", "/sign-in", "/sign-out", "/healthz", "/readyz", "/static/indgang.css", "/a/d1fl"]
    addresses += [
        f"/fjordby/en/{page}" for page in ("", "search", "ask", "people", "enquiries/x", "enquiries/x/messages")
    ]
    addresses += [
        "/desk/fjordby/",
        "/desk/fjordby/enquiries/1/close",
        "/studio/fjordby/",
        "/studio/shared/articles/new",
    ]
    addresses += ["/api/openapi.json", "/api/v1/search", "/api/v1/enquiries", "/api/v1/enquiries/x/messages"]
    with httpx.Client(base_url=house.address) as client:
        for address in addresses:
            for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
                for body in (b"", b"\xff\xfe\x00 broken=%ff&text=%C3%28&=&&;", b"{", b"--x\r\n"):
                    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x/y", ""):
                        answer = client.request(method, address, content=body, headers={"Content-Type": kind})
                        assert answer.status_code < 500, (method, address, kind, body, answer.text)


def test_broken_utf8_in_a_form_is_answered_in_the_form(house: House) -> None:
    with Visitor(house) as ola:
        token = ola.open("/fjordby/de/ask").form("/ask").fields["form_token"]
        for name in ("text", "name", "email"):
            body = f"form_token={token}&text=Darf+ich+fahren%3F&{name}=ab%ff%fe%C3%28".encode() + b"\xff\xfe"
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            page = Page(ola.client.post("/fjordby/de/ask", content=body, headers=headers))
            assert page.status in {200, 422}
            must_be_calm(page, "de")


def test_floods_of_headers_and_long_addresses_break_nothing(house: House) -> None:
    with httpx.Client(base_url=house.address) as client:
        for headers in (
            {f"X-Flood-{number}": "x" * 100 for number in range(200)},
            {"Cookie": "; ".join(f"c{number}=x" for number in range(2000))},
            {"Accept-Language": ",".join(["tlh;q=0.1"] * 3000)},
            {"Accept-Language": "da;q=nan, de;q=-1, en;q=1e999, *;q=, ;;;q=="},
            {"Accept": "x/" + "y" * 20_000, "User-Agent": "z" * 20_000},
            {"Range": "bytes=" + ",".join(["0-1"] * 2000)},
            {"If-None-Match": '"' + "x" * 20_000, "If-Modified-Since": "yesterday"},
            {"X-Forwarded-For": "1.2.3.4," * 1000, "X-Forwarded-Proto": "javascript", "Forwarded": "for=_x"},
            {"Host": "hostile.example.org"},
        ):
            for address in ("/", "/fjordby/en/", "/sign-in", "/static/indgang.css", "/api/v1/topics", "/nowhere"):
                answer = client.get(address, headers=headers)
                assert answer.status_code < 500, (address, list(headers)[:1])
                assert "hostile" not in answer.headers.get("location", "")
                assert "hostile.example.org" not in answer.text
        for length in (1_000, 10_000, 50_000):
            assert client.get("/fjordby/en/" + "a" * length).status_code in {404, 414}
            assert client.get("/fjordby/en/search?q=" + "a" * length).status_code in {200, 414}


def test_what_is_no_http_ends_no_server(house: House) -> None:
    for noise in (
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\r\n" * 100,
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", house.port), timeout=10) as line:
            line.sendall(noise)
            line.shutdown(socket.SHUT_WR)
            assert not re.match(rb"HTTP/1\.\d 5", line.recv(1000))
    assert httpx.get(house.address + "/healthz").status_code == 200


# --- headers


def test_every_answer_carries_the_security_headers(house: House) -> None:
    with Visitor(house) as ola, Visitor(house) as mette:
        mette.sign_in("mette@fjordby.example.org")
        own = ola.ask().path
        ola.client.follow_redirects = False
        answers = {address: ola.client.get(address) for address in PUBLIC_ADDRESSES}
        answers |= {f"mette {address}": mette.client.get(address) for address in STAFF_ADDRESSES}
        answers["redirect to sign in"] = ola.client.get("/desk/fjordby/")
        answers["wrong method"] = ola.client.put("/fjordby/en/ask")
        answers["too much"] = ola.client.post("/fjordby/en/ask", content=b"x" * 5_000_000)
        answers["too much JSON"] = ola.client.post("/api/v1/enquiries", content=b"x" * 5_000_000)
        answers["refused"] = ola.client.post("/fjordby/en/ask", data={"text": QUESTION})
        answers["faulty"] = ola.client.post("/fjordby/en/ask", data={"text": ""})
        answers["not modified"] = ola.client.get(
            "/static/indgang.css", headers={"If-None-Match": answers["/static/indgang.css"].headers["etag"]}
        )
        answers["own"] = ola.client.get(own)
    assert answers["not modified"].status_code == 304
    for name, answer in answers.items():
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy, name
        assert "unsafe" not in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert answer.headers["x-content-type-options"] == "nosniff", name
        assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}, name
        assert "server" not in answer.headers, name


PUBLIC_ADDRESSES = ("/", "/?choose=1", "/was", "/nowhere", "/a/d1fl", "/fjordby", "/fjordby/en", "/fjordby/en/")
PUBLIC_ADDRESSES += (
    "/fjordby/en/search?q=licence",
    "/fjordby/en/articles/cpr-number",
    "/fjordby/colours.css",
    "/sign-in",
)
PUBLIC_ADDRESSES += ("/static/indgang.css", "/static/nothing.css", "/healthz", "/readyz", "/api/openapi.json")
PUBLIC_ADDRESSES += ("/api/v1/topics", "/api/v1/nothing", "/api/v1/search", "/favicon.ico", "/robots.txt")
STAFF_ADDRESSES = ("/desk/fjordby/", "/desk/fjordby/enquiries/4711", "/studio/fjordby/", "/desk/bakkeby/")


def test_what_tells_of_a_person_is_never_stored_nor_passed_on(house: House) -> None:
    with Visitor(house) as ola, Visitor(house) as mette:
        mette.sign_in("mette@fjordby.example.org")
        own = ola.ask()
        key = own.path.rpartition("/")[2]
        answers = [
            own.answer,
            ola.open("/fjordby/en/ask").answer,
            ola.open("/fjordby/en/enquiries/wrong").answer,
            ola.client.post(own.path + "/messages", data={"text": ""}),
            ola.client.post(own.path + "/withdraw", data={}),
            ola.client.get(f"/api/v1/enquiries/{key}"),
            ola.client.get("/api/v1/enquiries/wrong"),
            ola.open("/sign-in").answer,
            *(mette.open(address).answer for address in STAFF_ADDRESSES),
            mette.client.get("/api/v1/desk/fjordby/enquiries"),
        ]
        for answer in answers:
            assert answer.headers["cache-control"] == "no-store", answer.url
            assert answer.headers["referrer-policy"] == "no-referrer", answer.url
            assert "noindex" in answer.headers["x-robots-tag"], answer.url
        assert "no-store" not in ola.open("/fjordby/en/").answer.headers.get("cache-control", "")


# --- JSON


def test_programs_are_told_in_their_language(house: House) -> None:
    wrong = (
        {"json": {"text": ""}},
        {"json": {"text": QUESTION, "email": "nobody"}},
        {"json": {"text": QUESTION, "municipality": "nowhere"}},
        {"json": {"text": QUESTION, "topic": "nothing"}},
        {"json": {"text": QUESTION, "audience": "martian"}},
        {"json": []},
        {"content": b"\xff\xfe"},
        {"content": b"{"},
    )
    with httpx.Client(base_url=house.address) as client:
        for request in wrong:
            said = set()
            for language in LANGUAGES:
                headers = {"Accept-Language": language, "Content-Type": "application/json"}
                answer = client.post("/api/v1/enquiries", headers=headers, **request)
                assert 400 <= answer.status_code < 500, request
                assert answer.headers["content-type"] == "application/problem+json"
                said.add(answer.json()["detail"])
            assert len(said) == len(LANGUAGES), request
