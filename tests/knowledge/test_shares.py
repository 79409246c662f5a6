"""How much of what readers see is shared, and how much is a municipality's own."""

from pathlib import Path

from app.knowledge.checking import review
from app.knowledge.checking.shares import Share
from tests.cast import TODAY
from tests.knowledge.folders import ARTICLE, FJORDBY, LOCAL, a_folder, mend, write


def share(folder: Path) -> Share:
    (found,) = review(folder, today=TODAY).shares
    return found


def test_a_municipalitys_own_words_are_told_from_the_shared_ones(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    before = share(folder)
    assert before.municipality == "fjordby"
    mend(folder, f"{ARTICLE}/en.md", "In short:", "In three more words:")
    assert share(folder) == Share("fjordby", before.shared + 2, before.local)
    mend(folder, f"{LOCAL}/en.md", "In short:", "In two more words:")
    mend(folder, f"{FJORDBY}/supplements/foreign-driving-licence/de.md", "- Desk 5", "- Desk 5 und mehr")
    mend(folder, f"{FJORDBY}/events.yaml", "Bring your payslip.", "Bring your latest payslip.")
    assert share(folder) == Share("fjordby", before.shared + 2, before.local + 5)


def test_what_readers_do_not_see_is_not_counted(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    before = share(folder)
    write(folder, f"{FJORDBY}/notes/foreign-driving-licence/en.md", "A long note that only the staff ever reads.\n")
    mend(folder, f"{ARTICLE}/en.md", "phrasings:\n", "phrasings:\n  - one more phrasing of it\n")
    assert share(folder) == before
    mend(folder, f"{LOCAL}/de.md", "phrasings:\n", "state: draft\nphrasings:\n")
    assert share(folder).local < before.local


def test_a_contact_counts_wherever_it_stands(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    before = share(folder)
    mend(folder, f"{FJORDBY}/municipality.yaml", "en: Driving licences", "en: Driving licences downstairs")
    assert share(folder).local == before.local + 2, "in the shared article, and in the local one"
