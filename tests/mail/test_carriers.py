"""What every carrier promises, and what each refuses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.settings import SettingError
from app.mail.carriers import Carrier, CarrierError, Folder, Smtp, Unreachable, open_carrier
from app.mail.message import Unwritable, compose, mail_address
from tests.mail.post_offices import NOW, SIGN_IN, PostOffice, StartServer, a_letter, a_writing, free_port, parsed, shown

PUBLIC = "https://indgang.example.org"


@dataclass
class Way:
    """A carrier, and what came out at its other end."""

    carrier: Carrier
    arrived: Callable[[], list[EmailMessage]]


@pytest.fixture(params=["smtp+starttls", "smtps", "smtp", "folder"])
def way(
    request: pytest.FixtureRequest, tmp_path: Path, trusted: None, post_office: PostOffice, start_server: StartServer
) -> Way:
    if request.param == "folder":
        carrier = open_carrier(f"folder:{tmp_path / 'mail'}", public_url=PUBLIC)
        assert carrier
        return Way(carrier, lambda: [parsed(file.read_bytes()) for file in sorted(tmp_path.glob("mail/*.eml"))])
    server = start_server(request.param)
    sign_in = SIGN_IN + "@" if request.param == "smtp+starttls" else ""
    carrier = open_carrier(f"{request.param}://{sign_in}localhost:{server.port}", public_url=PUBLIC)
    assert carrier
    return Way(carrier, post_office.received)


def test_a_letter_arrives_whole(way: Way) -> None:
    letter = a_letter(7, language="de")
    way.carrier.deliver(letter)
    way.carrier.close()
    (message,) = way.arrived()
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text and html
    assert text.get_content().splitlines() == letter.text.splitlines()
    assert html.get_content().splitlines() == letter.html.splitlines()
    assert shown(message, "Subject") == letter.subject
    assert shown(message, "From") == f"{a_writing().sender} <indgang@indgang.example.org>"
    assert message["To"] == "ola@example.org"
    assert message["Date"].datetime == NOW
    assert message["Content-Language"] == "de"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"


def test_a_second_copy_can_be_recognised_and_another_letter_is_not_taken_for_one(way: Way) -> None:
    for letter in (a_letter(1), a_letter(1), a_letter(2), a_letter(1, written_at=NOW + timedelta(microseconds=1))):
        way.carrier.deliver(letter)
    way.carrier.close()
    assert len({message["Message-ID"] for message in way.arrived()}) == 3


def test_nothing_in_a_letter_becomes_a_header_or_a_second_receiver(way: Way) -> None:
    break_in = "x\r\nBcc: mallory@example.org\r\n\r\nMallory's own words\u2028X: y\x85Z: \0"
    way.carrier.deliver(a_letter(1, subject=break_in, language=break_in, writing=a_writing(sender=break_in)))
    way.carrier.close()
    (message,) = way.arrived()
    assert {"bcc", "x", "z"}.isdisjoint(name.lower() for name in message)
    assert "mallory" not in str(message["To"])
    body = message.get_body(("plain",))
    assert body and body.get_content().startswith("Spørgsmålet")


@pytest.mark.parametrize(
    "address",
    [
        "ola@example.org\r\nBcc: mallory@example.org",
        "ola@example.org, mallory@example.org",
        "Ola <ola@example.org>",
        "ü@example.org>,<mallory",
        "",
        "ola",
        "ola@",
    ],
)
def test_what_is_not_one_address_is_refused_for_good_without_naming_it(way: Way, address: str) -> None:
    with pytest.raises(CarrierError) as refusal:
        way.carrier.deliver(a_letter(1, to=address))
    way.carrier.deliver(a_letter(2))
    way.carrier.close()
    assert refusal.value.permanent
    assert "ola" not in str(refusal.value)
    assert len(way.arrived()) == 1


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("Ola@Example.org", "Ola@Example.org"),
        ("post@KØBENHAVN.example", "post@xn--kbenhavn-54a.example"),
        ("jürgen@example.org", "jürgen@example.org"),
    ],
)
def test_addresses_with_their_own_letters_are_written_to(way: Way, address: str, written: str) -> None:
    way.carrier.deliver(a_letter(1, to=address))
    way.carrier.close()
    assert [shown(message, "To") for message in way.arrived()] == [written]


def test_a_domain_that_would_become_another_is_not_written_to() -> None:
    assert mail_address("ola@strasse.example").domain == "strasse.example"
    with pytest.raises(Unwritable):
        mail_address("ola@straße.example")


WORDS = [
    "Spørgsmål",
    "til",
    "dig",
    "om",
    "kørekort:",
    "Überprüfung,",
    "für",
    "Straßenverkehr",
    "(ø)",
    '"hej"',
    "<x>",
    "100",
    "%",
    "æ",
]


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=25),
    st.lists(st.sampled_from(WORDS[:6]), min_size=1, max_size=8),
)
def test_every_subject_and_sender_comes_out_as_it_went_in(subject: list[str], sender: list[str]) -> None:
    letter = a_letter(1, subject=" ".join(subject), writing=a_writing(sender=" ".join(sender)))
    content = compose(letter, sender="indgang@example.org").as_bytes()
    message = parsed(content)
    assert shown(message, "Subject") == letter.subject
    assert shown(message, "From") == " ".join(sender) + " <indgang@example.org>"
    head = content.partition(b"\r\n\r\n")[0]
    assert max(len(line) for line in head.split(b"\r\n")) <= 78
    assert head.isascii()


# Mail servers


def an_smtp(url: str) -> Smtp:
    carrier = open_carrier(url, public_url=PUBLIC)
    assert isinstance(carrier, Smtp)
    return carrier


def test_one_connection_carries_many_letters(post_office: PostOffice, start_server: StartServer) -> None:
    carrier = an_smtp(f"smtp://127.0.0.1:{start_server().port}?from=hej%2B1@example.org")
    for number in range(10):
        carrier.deliver(a_letter(number))
    carrier.close()
    assert len(post_office.letters) == 10
    assert len(post_office.connections) == 1
    assert post_office.received()[0]["From"].addresses[0].addr_spec == "hej+1@example.org"


def test_a_connection_that_was_lost_between_letters_is_made_anew(
    post_office: PostOffice, start_server: StartServer
) -> None:
    server = start_server()
    carrier = an_smtp(f"smtp://127.0.0.1:{server.port}")
    carrier.deliver(a_letter(1))
    server.stop()
    with pytest.raises(Unreachable):
        carrier.deliver(a_letter(2))
    start_server(port=server.port)
    carrier.deliver(a_letter(3))
    carrier.close()
    assert len(post_office.letters) == 2


@pytest.mark.parametrize(("name", "permanent"), [("gone", True), ("strict", True), ("full", False)])
def test_a_refusal_says_whether_it_may_pass_but_not_what_the_server_said(
    start_server: StartServer, post_office: PostOffice, name: str, permanent: bool
) -> None:
    carrier = an_smtp(f"smtp://127.0.0.1:{start_server().port}")
    with pytest.raises(CarrierError) as refusal:
        carrier.deliver(a_letter(1, to=f"{name}@example.org"))
    carrier.deliver(a_letter(2))
    carrier.close()
    error = refusal.value
    assert not isinstance(error, Unreachable)
    assert error.permanent is permanent
    assert re.fullmatch(r"The mail server refused the (receiver|letter) \(\d{3}\)\.", str(error))
    assert error.__cause__ is None and error.__suppress_context__  # so that no traceback quotes the server
    assert len(post_office.letters) == 1


@pytest.mark.usefixtures("certificate")
def test_a_server_with_an_unknown_certificate_is_given_nothing(
    start_server: StartServer, post_office: PostOffice
) -> None:
    for security in ("smtp+starttls", "smtps"):
        carrier = an_smtp(f"{security}://localhost:{start_server(security).port}")
        with pytest.raises(Unreachable, match="certificate"):
            carrier.deliver(a_letter())
    assert post_office.letters == []


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_host_is_not_trusted(start_server: StartServer, post_office: PostOffice) -> None:
    port = start_server("smtps").port
    with pytest.raises(Unreachable, match="certificate"):
        an_smtp(f"smtps://127.0.0.1:{port}").deliver(a_letter())
    assert post_office.letters == []


@pytest.mark.usefixtures("trusted")
def test_a_server_that_offers_no_encryption_is_given_neither_letter_nor_password(
    start_server: StartServer, post_office: PostOffice
) -> None:
    carrier = an_smtp(f"smtp+starttls://{SIGN_IN}@localhost:{start_server('smtp').port}")
    with pytest.raises(Unreachable, match="no encryption"):
        carrier.deliver(a_letter())
    assert post_office.letters == []


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_told_without_repeating_it(start_server: StartServer, post_office: PostOffice) -> None:
    carrier = an_smtp(f"smtp+starttls://indgang:other-word@localhost:{start_server('smtp+starttls').port}")
    with pytest.raises(Unreachable) as trouble:
        carrier.deliver(a_letter())
    assert "password" in str(trouble.value)
    assert "other-word" not in repr(trouble.value) + repr(carrier.server)
    assert post_office.letters == []


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="can't be reached"):
        an_smtp(f"smtp://127.0.0.1:{free_port()}").deliver(a_letter())


# Folders


def test_a_folder_holds_whole_letters_for_its_owner_alone(tmp_path: Path) -> None:
    carrier = Folder(tmp_path / "post" / "out", sender="indgang@example.org")
    carrier.deliver(a_letter(1))
    (file,) = (tmp_path / "post" / "out").iterdir()
    assert file.name == "20261123T093000000000-1.eml"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_to_is_unreachable(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file stands in its place")
    with pytest.raises(Unreachable, match="folder"):
        Folder(tmp_path / "taken", sender="indgang@example.org").deliver(a_letter())


# The setting


@pytest.mark.parametrize(
    ("url", "public_url", "sender"),
    [
        ("smtp://localhost", "https://hjælp.example.org", None),
        ("smtp://localhost", "http://127.0.0.1:8000", "indgang@[127.0.0.1]"),
        ("smtp://[::1]:2525", PUBLIC, "indgang@indgang.example.org"),
        ("smtps://mail.example.org?from=ny@fjordby.example.org", PUBLIC, "ny@fjordby.example.org"),
    ],
)
def test_letters_come_from_the_address_that_is_set_or_from_the_house(
    url: str, public_url: str, sender: str | None
) -> None:
    carrier = open_carrier(url, public_url=public_url)
    assert isinstance(carrier, Smtp)
    assert carrier.sender == (sender or "indgang@xn--hjlp-woa.example.org")


def test_without_a_setting_letters_wait() -> None:
    assert open_carrier("", public_url=PUBLIC) is None


@pytest.mark.parametrize(
    "url",
    [
        "smtp://ola:secret@mail.example.org",
        "smtp://127.0.0.1.example.org",
        "smtp://192.0.2.1",
        "smtps://ola:secret@",
        "smtps://ola:secret@mail.example.org:port",
        "smtps://ola:secret@[mail",
        "smtps://ola:sécret@mail.example.org",
        "smtps://ola@mail.example.org",
        "smtps://ola:secret@mail.example.org/inbox",
        "smtps://ola:secret@mail.example.org?form=indgang@example.org",
        "smtps://ola:secret@mail.example.org?from=indgang",
        "smtps://ola:secret@mail.example.org?from=a@example.org%0d%0aBcc:b@example.org",
        "folder:",
        "pigeon://ola:secret@mail.example.org",
        "mail.example.org",
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_program_without_showing_the_password(url: str) -> None:
    with pytest.raises(SettingError) as fault:
        open_carrier(url, public_url=PUBLIC)
    assert str(fault.value).startswith("INDGANG_MAIL_URL: ")
    assert "secret" not in str(fault.value) and "ola" not in str(fault.value)
