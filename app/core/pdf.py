"""Pages for print, set by typst. What goes in is data, so that no text is ever markup."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

FONTS = Path(__file__).parents[1] / "static" / "vendor" / "print"
STANDARD = "ua-1"  # tagged, with title and language, and every character has a shape (ISO 14289-1)


def pdf(template: Path, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """A PDF of these data by a template that reads them as JSON from `sys.inputs.data`.

    Where a script is in none of our fonts, those of the machine help out. What has no shape even there is shown as a
    box: then `sys.inputs.incomplete` is set, so that the template can say it.
    """
    import typst  # costs every process memory, and few make a PDF

    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    for machines_too in (False, True):
        try:
            return _made(template, inputs, _fonts(machines_too), made_at, [STANDARD])
        except typst.TypstError as problem:
            if "could not be displayed" not in problem.message:
                raise
    return _made(template, {**inputs, "incomplete": "yes"}, _fonts(True), made_at, [])


def _made(
    template: Path, inputs: dict[str, str], fonts: "typst.Fonts", made_at: datetime, standards: list[Any]
) -> bytes:
    import typst

    compiler = typst.Compiler(template.read_bytes(), font_paths=fonts, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=standards, timestamp=made_at)
    assert isinstance(made, bytes)  # noqa: S101 (a PDF is one file)
    return made


@lru_cache
def _fonts(machines_too: bool) -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=machines_too, include_embedded_fonts=False, font_paths=[FONTS])
