"""Whoever tries the house can be anyone in it; the passwords stay on that machine."""

import re
from pathlib import Path

import pytest
from sqlmodel import Session

from app.people import actions, queries
from app.people.demo import FILE, as_lines, demo_sign_ins
from app.people.models import Role, SignInKind
from tests.cast import NOW, a_municipality, gather


@pytest.fixture
def demo(session: Session) -> Session:
    """The cast in a house whose municipalities are there to be tried, beside one that is not."""
    cast = gather(session)
    for municipality in (cast.fjordby, cast.bakkeby):
        municipality.demo = True
        session.add(municipality)
    a_municipality(session, "virkelig")
    session.flush()
    return session


def test_every_role_can_be_tried(demo: Session, tmp_path: Path) -> None:
    signs = {each.name: each for each in demo_sign_ins(demo, tmp_path, now=NOW)}
    assert signs.keys() == {"Mette Eksempelgaard", "Jens Prøvesen", "Birgit Påfund", "Karen Fælles", "Anders Opdigtet"}
    assert set(signs["Mette Eksempelgaard"].roles) >= {"desk", "editor"}
    assert signs["Karen Fælles"].roles == ("coordinator",)
    assert signs["Anders Opdigtet"].roles == ("administrator",)
    for each in signs.values():
        assert each.email.endswith("example.org")
        account = actions.account_with_password(demo, email=each.email, password=each.password)
        assert account is not None and account.name == each.name


def test_the_demo_never_gives_rights_in_a_real_municipality(demo: Session, tmp_path: Path) -> None:
    real = queries.municipality(demo, "virkelig")
    assert real is not None
    for each in demo_sign_ins(demo, tmp_path, now=NOW):
        account = queries.account_by_email(demo, each.email)
        assert account is not None
        assert not queries.staff(demo, account).works_in(real.id or 0)


def test_a_later_start_gives_the_same_passwords_and_signs_nobody_out(demo: Session, tmp_path: Path) -> None:
    first = demo_sign_ins(demo, tmp_path, now=NOW)
    written = (tmp_path / FILE).read_bytes()
    mette = queries.account_by_email(demo, "mette@fjordby.example.org")
    assert mette is not None
    key = actions.begin_stay(demo, mette, second_factor=True, now=NOW)
    assert demo_sign_ins(demo, tmp_path, now=NOW) == first
    assert (tmp_path / FILE).read_bytes() == written
    assert queries.stay(demo, key, now=NOW) is not None


def test_another_data_folder_has_other_passwords(demo: Session, tmp_path: Path) -> None:
    first = {each.password for each in demo_sign_ins(demo, tmp_path / "one", now=NOW)}
    second = {each.password for each in demo_sign_ins(demo, tmp_path / "two", now=NOW)}
    assert len(first) == len(second) == 5 and not first & second
    assert all(len(re.sub("[^a-z0-9]", "", password)) == 16 for password in first)


def test_only_the_owner_of_the_data_folder_can_read_the_passwords(demo: Session, tmp_path: Path) -> None:
    demo_sign_ins(demo, tmp_path, now=NOW)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.glob("demo*")] == [FILE]


def test_without_demo_municipalities_there_is_nobody_and_no_file(session: Session, tmp_path: Path) -> None:
    cast = gather(session)
    assert demo_sign_ins(session, tmp_path, now=NOW) == []
    assert not (tmp_path / FILE).exists()
    assert queries.sign_ins(session, cast.mette.id or 0, SignInKind.PASSWORD) == []
    assert not queries.staff(session, cast.mette).may(cast.fjordby.id or 0, Role.ADMINISTRATOR)


def test_a_terminal_shows_who_can_sign_in_how(demo: Session, tmp_path: Path) -> None:
    lines = as_lines(demo_sign_ins(demo, tmp_path, now=NOW)).splitlines()
    assert len(lines) == 5
    assert re.fullmatch(
        r"karen@example\.org +\S{19}  Karen Fælles \(coordinator\)", next(line for line in lines if "Karen" in line)
    )
