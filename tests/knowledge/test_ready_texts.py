"""Texts for answers in files: there and back, and what the check asks of them."""

import shutil
from pathlib import Path

import pytest
from sqlmodel import Session, select

from app.articles.models import Article
from app.knowledge.checking import review
from app.knowledge.exporting import export_folder
from app.knowledge.importing import import_folder
from app.knowledge.reading import Finding
from tests.cast import NOW, TODAY
from tests.knowledge.folders import LANGUAGES, a_folder, mend, write

HERE = "articles/driving/another-authority"
ABOUT = """\
code: t1aa
visibility: staff
for_replies: true
responsible: coordinator
review_months: 12
"""
BODIES = {
    "da": "Det hører ikke til hos os. Spørg den myndighed, der har din sag.",
    "en": "It does not belong to us. Please ask the authority that has your case.",
    "de": "Wir sind dafür nicht zuständig. Bitte fragen Sie die Behörde, die Ihren Fall hat.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small folder, with a text for answers."""
    here = a_folder(tmp_path / "knowledge")
    write(here, f"{HERE}/article.yaml", ABOUT)
    for language in LANGUAGES:
        write(here, f"{HERE}/{language}.md", f"---\ntitle: Another authority ({language})\n---\n{BODIES[language]}\n")
    return here


def found(folder: Path) -> list[Finding]:
    return [each for each in review(folder, today=TODAY).findings if each.file.startswith(HERE)]


def test_it_goes_into_the_house_and_comes_out_as_it_was(session: Session, folder: Path, tmp_path: Path) -> None:
    assert import_folder(session, folder, now=NOW).faults == ()
    rows = session.exec(select(Article.slug, Article.for_replies, Article.visibility).order_by(Article.slug)).all()
    assert ("another-authority", True, "staff") in rows
    assert [slug for slug, for_replies, _ in rows if for_replies] == ["another-authority"]
    export_folder(session, tmp_path / "out")
    for name in ("article.yaml", *(f"{language}.md" for language in LANGUAGES)):
        assert (tmp_path / "out" / HERE / name).read_bytes() == (folder / HERE / name).read_bytes()
    mend(folder, f"{HERE}/article.yaml", "for_replies: true\n", "")
    assert import_folder(session, folder, now=NOW).changed == (f"{HERE}/article.yaml",)
    session.expire_all()
    assert not session.exec(select(Article.for_replies).where(Article.slug == "another-authority")).one()


def test_nothing_is_asked_of_a_short_plain_one(folder: Path) -> None:
    assert found(folder) == []
    mend(folder, f"{HERE}/article.yaml", "for_replies: true\n", "")
    said = " ".join(each.message for each in found(folder))
    for advice in ("no source", "summary is missing", "phrasings", "at least 250"):
        assert advice in said, advice


def test_it_is_for_staff_only(folder: Path) -> None:
    mend(folder, f"{HERE}/article.yaml", "visibility: staff", "visibility: public")
    [finding] = found(folder)
    assert (finding.error, finding.line) == (True, 2)
    assert "A text for answers is for staff only; write “visibility: staff”." in finding.message


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("It does not", "It " + "really " * 30 + "does not", "divide it"),
        (BODIES["en"], BODIES["da"], "another language"),
        ("Please ask", "It costs DKK 1,250. Please ask", "looks like a value that changes"),
        ("Please ask", "[kørekort](term:driving-licence). Please ask", "links to articles and terms differ"),
        ("Please ask", "[nowhere](article:nowhere). Please ask", "There is no article “nowhere”"),
    ],
)  # fmt: skip
def test_what_fits_any_text_is_said_of_it_too(folder: Path, before: str, after: str, says: str) -> None:
    mend(folder, f"{HERE}/en.md", before, after)
    assert any(says in each.message for each in found(folder)), list(map(str, found(folder)))


def test_its_title_takes_no_way_of_asking_from_an_article(folder: Path, tmp_path: Path) -> None:
    """Readers never find it, so nothing that they type can mean it."""
    without = shutil.copytree(folder, tmp_path / "without", ignore=shutil.ignore_patterns("another-authority"))
    for language in LANGUAGES:
        mend(folder, f"{HERE}/{language}.md", f"Another authority ({language})", f"{language} way 3 to ask about it")

    def said(of: Path) -> list[str]:
        return [str(each) for each in review(of, today=TODAY).findings]

    assert said(folder) == said(without)
