"""people.yaml and what people change in their own entries: details and pairs go in and out, and no edit is lost."""

from pathlib import Path

import pytest
from sqlmodel import Session

from app.knowledge.checking import check
from app.knowledge.exporting import export_folder
from app.knowledge.importing import import_folder
from app.knowledge.reading import read_folder
from app.people import actions
from app.people import queries as people
from app.people.drafts import AbsenceDraft
from app.people.models import Municipality, ResourcePerson
from app.people.rules import Colleague
from tests.cast import NOW, TODAY
from tests.knowledge.folders import FJORDBY, a_folder, mend, tree

PEOPLE = f"{FJORDBY}/people.yaml"
KNOWS = "  details:\n    issuing_country:\n      - GB-NIR\n      - SE\n    permit:\n      - student\n"
PAIR = "  interpreters:\n    en:\n      - mette\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Jens knows licences from Sweden and Northern Ireland; Mette carries English for him; he takes five questions."""
    folder = a_folder(tmp_path / "knowledge")
    mend(folder, PEOPLE, "  languages:\n    da: writes\n    en: understands\n", f"{KNOWS}  languages:\n    da: writes\n    en: understands\n{PAIR}")  # fmt: skip  # noqa: E501
    mend(folder, PEOPLE, "  hours: Mo-Th 09:00-15:00\n", "  hours: Mo-Th 09:00-15:00\n  capacity: 5\n")
    return folder


def fjordby(session: Session) -> Municipality:
    found = people.municipality(session, "fjordby")
    assert found is not None
    return found


def jens(session: Session) -> Colleague:
    return people.entry(session, fjordby(session), "jens")


def edit_jens(session: Session) -> ResourcePerson:
    return session.get_one(ResourcePerson, jens(session).person.id)


def test_details_pairs_and_capacity_go_in_and_come_out_the_same(session: Session, folder: Path, tmp_path: Path) -> None:
    assert import_folder(session, folder, now=NOW).faults == ()
    mette = people.entry(session, fjordby(session), "mette")
    assert jens(session).details == {"issuing_country": ("GB-NIR", "SE"), "permit": ("student",)}
    assert jens(session).pairs == {"en": (mette.person.id,)}
    assert (jens(session).person.capacity, mette.person.capacity) == (5, None)
    export_folder(session, tmp_path / "out")
    assert tree(tmp_path / "out") == tree(folder)
    assert import_folder(session, folder, now=NOW).changed == ()


def test_what_the_file_no_longer_says_is_gone(session: Session, folder: Path) -> None:
    import_folder(session, folder, now=NOW)
    for gone in (KNOWS, PAIR, "  capacity: 5\n"):
        mend(folder, PEOPLE, gone, "")
    assert import_folder(session, folder, now=NOW).changed == (PEOPLE,)
    assert (jens(session).details, jens(session).pairs, jens(session).person.capacity) == ({}, {}, None)


@pytest.mark.parametrize("edit", ["confirmed", "away", "unpaired"])
def test_an_entry_changed_in_the_house_is_kept_and_reported(session: Session, folder: Path, edit: str) -> None:
    import_folder(session, folder, now=NOW)
    mette = people.entry(session, fjordby(session), "mette").person
    if edit == "confirmed":
        actions.confirm_person(session, edit_jens(session), today=TODAY)
    elif edit == "away":
        actions.add_absence(session, edit_jens(session), AbsenceDraft(first_day=TODAY, last_day=TODAY), today=TODAY)
    else:
        actions.unpair(session, edit_jens(session), "en", mette)
    mend(folder, PEOPLE, "00 10 20 41", "00 10 20 99")
    report = import_folder(session, folder, now=NOW)
    assert (report.kept, report.changed) == ((PEOPLE,), ())
    assert jens(session).person.telephone == "00 10 20 41"
    assert import_folder(session, folder, now=NOW, take="file").changed == (PEOPLE,)
    assert jens(session).person.telephone == "00 10 20 99"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("      - SE\n", "      - Sweden\n", "“Sweden” is no country of countries.yaml"),
        ("      - student\n", "      - tourist\n", "“tourist” is not known here"),
        ("    permit:\n", "    Permit!:\n", "“Permit!” is no name of a detail"),
        ("      - mette\n", "      - nobody\n", "There is no other person “nobody” in this file"),
        ("      - mette\n", "      - jens\n", "There is no other person “jens” in this file"),
        (PAIR, PAIR.replace("en:", "de:"), "“mette” does not speak de"),
        (PAIR, PAIR.replace("en:", "english!:"), "“english!” is no language tag"),
        ("capacity: 5", "capacity: -1", "“capacity” is 0 or more"),
        ("capacity: 5", "capacity: few", "“capacity” must be a whole number"),
    ],
)
def test_check_names_what_can_not_be(folder: Path, old: str, new: str, said: str) -> None:
    assert check(read_folder(folder)) == []
    mend(folder, PEOPLE, old, new)
    assert any(said in each.message for each in check(read_folder(folder)) if each.file == PEOPLE)
