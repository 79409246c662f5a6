import gc
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from whoosh.index import open_dir
from whoosh.writing import SegmentWriter

from app.core import analysis
from app.search import writing
from app.search.documents import Document, to_json
from app.search.engine import Index, IndexBusy, IndexMissing, IndexOutdated, IndexTorn
from app.search.finding import find

from .cast import SHARED, document, shared_articles

Build = Callable[..., Index]


def found(index: Index, text: str, language: str = "en") -> list[str]:
    return [hit.group for hit in find(index, text, language=language, owners={SHARED}).hits]


def folder_in_use(index: Index) -> Path:
    [newest] = [entry for entry in index.folder.iterdir() if entry.is_dir()]
    return newest


def test_the_index_says_which_edition_of_each_document_it_holds(build: Build) -> None:
    index = build(document("a", "en", "One", edition=3), document("b", "da", "To", edition=7))
    assert index.held() == {"a-en": 3, "b-da": 7}
    index.write([document("a", "en", "One", edition=4)], ["b-da"])
    assert index.held() == {"a-en": 4}


def test_an_unpublished_article_is_never_found(index: Index) -> None:
    assert found(index, "driving licence")[0] == "driving"
    index.write([], ["driving-da", "driving-en", "driving-de"])
    for text in ("driving licence", "kørekort", "Führerschein umtauschen", "180 days"):
        assert "driving" not in found(index, text)


def test_a_revised_text_replaces_the_old_one(index: Index) -> None:
    index.write([document("doctor", "en", "Choosing a physician", edition=2)])
    [hit] = [hit for hit in find(index, "physician", language="en", owners={SHARED}).hits if hit.group == "doctor"]
    assert hit.title == "Choosing a physician"
    assert "doctor" not in found(index, "general practitioner")


def test_one_write_takes_the_last_of_two_editions(build: Build) -> None:
    index = build(document("a", "en", "Old"))
    index.write([document("a", "en", "Middle", edition=2), document("a", "en", "New", edition=3)])
    assert index.held() == {"a-en": 3}
    assert found(index, "middle") == []


def test_other_readers_see_a_write_at_their_next_search(index: Index) -> None:
    reader = Index.open(index.folder)
    assert found(reader, "kitesurfing") == []
    index.write([document("surf", "en", "Kitesurfing")])
    assert found(reader, "kitesurfing") == ["surf"]


def test_another_process_sees_a_write_at_its_next_search(index: Index) -> None:
    program = (
        "import sys; from pathlib import Path; from app.search.engine import Index\n"
        "index = Index.open(Path(sys.argv[1]))\n"
        "for line in sys.stdin: print(index.held().get('surf-en'), flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(index.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin and other.stdout
        for edition in (None, 5, 6):
            if edition:
                index.write([document("surf", "en", "Kitesurfing", edition=edition)])
            other.stdin.write("?\n")
            other.stdin.flush()
            assert other.stdout.readline() == f"{edition}\n"
        other.stdin.close()


def test_nothing_is_opened_or_computed_twice_while_the_index_stays_the_same(index: Index) -> None:
    first = find(index, "driving licence", language="en", owners={SHARED})
    snapshot = index.snapshot()
    assert find(index, "driving licence", language="en", owners={SHARED}) is first
    assert index.snapshot() is snapshot
    index.write([document("surf", "en", "Kitesurfing")])
    assert index.snapshot() is not snapshot
    assert find(index, "driving licence", language="en", owners={SHARED}) is not first


def test_a_second_writer_is_told_that_the_index_is_busy(index: Index) -> None:
    def while_the_first_is_writing() -> Iterator[Document]:
        with pytest.raises(IndexBusy):
            Index(index.folder).write([document("second", "en", "Second")])
        with pytest.raises(IndexBusy):
            Index(index.folder).rebuild([])
        yield document("first", "en", "First")

    index.write(while_the_first_is_writing())
    assert "first-en" in index.held()
    assert "second-en" not in index.held()
    index.write([document("second", "en", "Second")])
    assert "second-en" in index.held()


def test_searches_go_on_in_the_old_index_during_a_rebuild(index: Index) -> None:
    def while_rebuilding() -> Iterator[Document]:
        assert found(index, "driving licence")[0] == "driving"
        yield document("surf", "en", "Kitesurfing")

    index.rebuild(while_rebuilding())
    assert index.held() == {"surf-en": 1}


def test_a_rebuild_leaves_the_folder_just_replaced_and_removes_older_ones(index: Index) -> None:
    def folders() -> set[str]:
        return {entry.name for entry in index.folder.iterdir() if entry.is_dir()}

    first = folders()
    index.rebuild(shared_articles())
    assert first < folders()
    index.rebuild(shared_articles())
    assert not first & folders()
    assert len(folders()) == 2


@pytest.mark.parametrize("work", ["write", "rebuild"])
def test_a_killed_writer_leaves_an_index_that_can_be_read_and_written(index: Index, work: str) -> None:
    program = (
        "import os, signal, sys; from pathlib import Path; from whoosh.writing import SegmentWriter\n"
        "from app.search.engine import Index; from app.search.documents import Document\n"
        "SegmentWriter.commit = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        "lost = Document('lost-en', 'lost', 'article', 'en', 1, 1, 'lost', 'lost', 'Lost')\n"
        f"Index(Path(sys.argv[1])).{work}([lost])\n"
    )
    before = index.held()
    killed = subprocess.run([sys.executable, "-c", program, str(index.folder)], check=False)
    assert killed.returncode == -9
    fresh = Index.open(index.folder)
    assert fresh.held() == before
    fresh.write([document("surf", "en", "Kitesurfing")])
    assert fresh.held() == {**before, "surf-en": 1}
    fresh.rebuild(shared_articles())
    fresh.rebuild(shared_articles())
    assert len([entry for entry in index.folder.iterdir() if entry.is_dir()]) == 2


@pytest.mark.parametrize("work", ["write", "rebuild"])
def test_a_failed_write_changes_nothing_and_frees_the_index(index: Index, work: str) -> None:
    before = index.held()
    with pytest.raises(TypeError):
        getattr(index, work)([document("surf", "en", "Kitesurfing"), document("bad", "en", "Bad", audiences=(b"",))])
    assert index.held() == before
    index.write([document("surf", "en", "Kitesurfing")])
    assert "surf-en" in index.held()


def test_a_missing_index_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Index.open(tmp_path / "nowhere")
    with pytest.raises(IndexMissing):
        Index(tmp_path / "nowhere").write([])


def test_an_index_of_an_earlier_form_is_told_apart(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "FORMAT", writing.FORMAT + 1)
    with pytest.raises(IndexOutdated):
        Index.open(index.folder)


def test_a_changed_analysis_makes_an_index_outdated(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    Index.open(index.folder)
    monkeypatch.setattr(analysis, "ANALYSES", {"da": analysis.ANALYSES["da"]})
    with pytest.raises(IndexOutdated):
        Index.open(index.folder)


@pytest.fixture
def torn() -> Iterator[Callable[[Index], None]]:
    """Asserts that opening this index says it is torn; then lets go of the files that Whoosh leaves open."""

    def torn(index: Index) -> None:
        with pytest.raises(IndexTorn):
            Index.open(index.folder)

    yield torn
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.9, 0.999])
@pytest.mark.parametrize("kind", ["*.seg", "_MAIN_*.toc"])
def test_a_file_cut_off_anywhere_is_noticed_when_the_index_is_opened(
    index: Index, torn: Callable[[Index], None], kind: str, share: float
) -> None:
    [file] = folder_in_use(index).glob(kind)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    torn(index)


@pytest.mark.parametrize("missing", ["*.seg", "_MAIN_*.toc", "*"])
def test_missing_files_are_noticed_when_the_index_is_opened(
    index: Index, torn: Callable[[Index], None], missing: str
) -> None:
    for file in folder_in_use(index).glob(missing):
        file.unlink()
    torn(index)


def test_an_unreadable_pointer_is_noticed(index: Index) -> None:
    (index.folder / "current").write_bytes(b"\x00\xff")
    with pytest.raises(IndexOutdated):
        Index.open(index.folder)


def test_a_torn_index_is_whole_again_after_a_rebuild(index: Index) -> None:
    for file in folder_in_use(index).iterdir():
        file.write_bytes(b"")
    index.rebuild(shared_articles())
    assert found(Index.open(index.folder), "driving licence")[0] == "driving"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_damage_inside_a_file_is_harmless_or_told_as_such(index: Index) -> None:
    [file] = folder_in_use(index).glob("*.seg")
    whole, torn, pieces = file.read_bytes(), 0, 8
    for piece in range(pieces):
        start, end = len(whole) * piece // pieces, len(whole) * (piece + 1) // pieces
        file.write_bytes(whole[:start] + bytes(255 - byte for byte in whole[start:end]) + whole[end:])
        for columns in folder_in_use(index).glob("*.columns"):  # or Whoosh's files are hardly read
            columns.unlink()
        try:
            damaged = Index.open(index.folder)
            for article in shared_articles():
                found(damaged, f"{article.title} {article.summary}", article.language)
        except IndexTorn:
            torn += 1
        gc.collect()
    assert torn > pieces / 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_text_that_cannot_be_read_is_noticed_by_a_check_of_everything(index: Index) -> None:
    index.check()
    [file] = folder_in_use(index).glob("*.seg")
    whole, torn = file.read_bytes(), 0
    for start in range(0, len(whole), 12_000):
        piece = whole[start : start + 12_000]
        file.write_bytes(whole[:start] + bytes(255 - byte for byte in piece) + whole[start + len(piece) :])
        try:
            Index.open(index.folder).check()
        except IndexTorn:
            torn += 1
        gc.collect()
    assert torn


def test_a_new_index_counts_only_when_it_holds_what_it_should(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that gets lost, one that is another, and one that has another text; and the folders they were in."""
    before, folders = index.held(), sorted(index.folder.iterdir())
    lost: list[Callable[[dict[str, object]], dict[str, object]]] = [
        lambda entry: {},
        lambda entry: {**entry, "document": to_json(document("other", "en", "Other"))},
        lambda entry: {**entry, "document": "no JSON"},
    ]
    add = SegmentWriter.add_document
    for lose in lost:
        monkeypatch.setattr(
            SegmentWriter,
            "add_document",
            lambda self, lose=lose, **entry: add(self, **lose(entry)) if lose(entry) else 0,
        )
        with pytest.raises(IndexTorn):
            index.rebuild([document("surf", "en", "Kitesurfing")])
        assert Index.open(index.folder).held() == before
        assert sorted(index.folder.iterdir()) == folders
    monkeypatch.undo()
    index.rebuild([document("surf", "en", "Kitesurfing")])
    assert index.held() == {"surf-en": 1}


def test_an_index_upon_another_takes_from_it_what_is_the_same_and_nothing_else(build: Build) -> None:
    public = build(*shared_articles(), document("old", "en", "Withdrawn"), document("surf", "en", "Kitesurfing"))
    note = document("secret", "en", "Caution about Mr Larsen", kind="note")
    newer = document("surf", "en", "Windsurfing", edition=2)
    staff = Index(public.folder.with_name("staff"))
    staff.rebuild([*shared_articles(), note, newer], upon=public)
    alone = build(*shared_articles(), note, newer)
    assert staff.held() == alone.held()
    for text in ("driving licence", "Führerschein", "caution Larsen", "windsurfing", "kitesurfing", "withdrawn"):
        assert found(staff, text) == found(alone, text), text
    assert "secret" not in found(public, "caution Larsen")
    assert "secret-en" not in public.held()


def test_what_a_forgetting_index_has_taken_out_is_in_none_of_its_files(tmp_path: Path) -> None:
    index = Index(tmp_path, forgets=True)

    def is_somewhere(word: bytes) -> bool:
        return any(word in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())

    index.rebuild([document("hers", "en", "Wombats"), document("his", "en", "Zebras")])
    index.rebuild([document("hers", "en", "Wombats"), document("his", "en", "Zebras")])
    assert found(index, "wombats") == ["hers"]
    assert is_somewhere(b"ombats")
    index.write([document("his", "en", "Giraffes", edition=2)], ["hers-en"])
    assert (found(index, "wombats"), found(index, "giraffes")) == ([], ["his"])
    assert not is_somewhere(b"ombats") and not is_somewhere(b"ebras")
    assert open_dir(str(folder_in_use(index))).doc_count_all() == 1  # stored texts are packed: none is left over
    index.write([], ["his-en"])
    assert index.held() == {}
    assert not is_somewhere(b"iraffes")
    assert open_dir(str(folder_in_use(index))).doc_count_all() == 0
    index.write([document("new", "en", "Otters")])
    assert found(index, "otters") == ["new"]


def test_who_opened_an_index_goes_on_reading_it_when_it_was_swept_away(index: Index) -> None:
    reader = Index.open(index.folder)
    before = find(reader, "driving licence", language="en", owners={SHARED})
    for _ in range(2):
        index.rebuild([document("surf", "en", "Kitesurfing")])
    assert before.hits[0].passage.text
    assert found(reader, "kitesurfing") == ["surf"]


def test_an_empty_index_finds_nothing(build: Build) -> None:
    findings = find(build(), "driving licence", language="en", owners={SHARED})
    assert (findings.hits, findings.decision, findings.confidence) == ((), "hand_over", 0.0)


def test_many_threads_may_search_while_another_writes(index: Index) -> None:
    problems: list[Exception] = []

    def search(number: int) -> None:
        try:
            for turn in range(30):
                assert found(index, f"driving licence {number} {turn}")[0] == "driving"
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=search, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for edition in range(10):
        index.write([document("surf", "en", "Kitesurfing", edition=edition)])
    for thread in threads:
        thread.join()
    assert problems == []


def test_two_indexes_share_nothing(build: Build) -> None:
    note = document("secret", "en", "Caution about Mr Larsen", kind="note")
    public, staff = build(*shared_articles()), build(*shared_articles(), note)
    assert found(staff, "caution Larsen")[0] == "secret"
    assert "secret" not in found(public, "caution Larsen")
    assert find(staff, "cautoin", language="en", owners={SHARED}).showing_for == "caution"
    assert find(public, "cautoin", language="en", owners={SHARED}).showing_for is None
