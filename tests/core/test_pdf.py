"""PDFs hold what was written, whatever was written; and a machine can read them."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.core.pdf import NotSet, pdf
from app.enquiries.history_sentences import TEMPLATE
from tests.effort import at_most

WHEN = datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)
UNPRINTABLE = "Some could not be printed."


def printed(text: str, *, language: str = "en") -> PdfReader:
    """The history of an enquiry in which only this was written."""
    event = {"when": "now", "sentence": "She wrote", "more": [], "texts": [{"label": "", "language": language}]}
    event["texts"][0]["text"] = text  # type: ignore[index]
    data = {
        "language": language,
        "title": "Question 1",
        "municipality": "Fjordby",
        "made": "Made.",
        "guidance": "",
        "about": {"heading": "About", "facts": [["State", text[:200]]]},
        "parts": {"heading": "Parts", "list": []},
        "events": {"heading": "Events", "list": [event]},
        "unprintable": UNPRINTABLE,
    }
    return PdfReader(io.BytesIO(pdf(TEMPLATE, data, made_at=WHEN)))


def words_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def in_one_line(text: str) -> str:
    return re.sub(r"\s+", "", text)


AS_WRITTEN = [
    '#import "x": y',
    "#panic() #sys.inputs #read(\"/etc/passwd\") $a^2$ `raw` *b* _c_ @ref <l> ~ -- ... 'x' // no /* comment */",
    '\\ \\n \\u{41} {{ 7*7 }} </text> %s "',
    "= No heading\n- no list\n+ none\n/ a: b",
    "Æøå ÄÖÜß ñ ł ğ — „so“ “so” €",
    "Привіт, ґанок",
    "Tiếng Việt · Ελληνικά · ქართული",
    "😀 🇩🇰 👩‍👩‍👧 ✅",
]


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_text_comes_out_as_it_was_written(text: str) -> None:
    words = words_of(printed(text))
    assert in_one_line(text) in in_one_line(words)
    assert UNPRINTABLE not in words


def test_a_word_that_is_longer_than_a_line_stays_on_the_page_and_whole() -> None:
    reader = printed("Rindfleisch" * 60)
    assert "Rindfleisch" * 60 in in_one_line(words_of(reader))
    assert words_of(reader).count("\n") > 10


def test_what_is_written_from_right_to_left_is_there() -> None:
    words = words_of(printed("مرحبا، كيف حالك؟\nשלום עולם"))
    for word in ("مرحبا", "كيف", "حالك", "שלום", "עולם"):
        assert word in words
    assert UNPRINTABLE not in words


def test_a_text_of_eight_thousand_characters_is_printed_whole_with_little_work() -> None:
    text = "".join(f"{number} words. " for number in range(1000))[:8000]
    printed("The machine reads the program for the first time.")
    with at_most(seconds=5):
        reader = printed(text)
    between = re.sub(r"Question 1 · Fjordby \d+ / \d+", "", words_of(reader))
    assert in_one_line(text) in in_one_line(between)


def test_what_has_no_shape_in_any_font_is_said_to_be_missing() -> None:
    words = words_of(printed("\U000f1234 and more"))
    assert UNPRINTABLE in words and "and more" in words


def test_a_screen_reader_finds_title_language_and_headings() -> None:
    reader = printed("Hello", language="da")
    root: Any = reader.root_object
    assert reader.metadata and reader.metadata.title == "Question 1"
    assert reader.metadata.creation_date == WHEN.replace(microsecond=0)
    assert root["/Lang"] == "da" and root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert [heading.title for heading in reader.outline[:1]] == ["Question 1"]  # type: ignore[union-attr]
    width, height = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842), "A4"


def test_a_faulty_template_is_a_fault_of_ours_and_tells_nothing_of_the_text(tmp_path: Path) -> None:
    template = tmp_path / "faulty.typ"
    template.write_text("#nothing-here")
    with pytest.raises(NotSet) as fault:
        pdf(template, {"text": "Ola Nordmann"}, made_at=WHEN)
    assert "nothing-here" in str(fault.value) and "Ola" not in str(fault.value)
