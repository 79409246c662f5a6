"""Pages for print, set by typst. What goes in is data, so that no text is ever markup.

Typst works in a process of its own: it keeps some 150 MB of what it has set, which no web process should carry.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parents[1] / "static" / "vendor" / "print"
STANDARD = "ua-1"  # tagged, with title and language, and every character has a shape (ISO 14289-1)
LONGEST = 60  # seconds; usually it takes a third of one


class NotSet(Exception):
    """The template can't be set, or it took too long: a fault of ours."""


def pdf(template: Path, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """A PDF of these data by a template that reads them as JSON from `sys.inputs.data`.

    Where a script is in none of our fonts, those of the machine help out. What has no shape even there is shown as a
    box: then `sys.inputs.incomplete` is set, so that the template can say it. Raises NotSet.
    """
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            [sys.executable, "-P", __file__, str(template), str(int(made_at.timestamp()))],
            input=json.dumps(data).encode(),
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotSet(f"{template.name} took longer than {LONGEST} seconds") from None
    if done.returncode:
        raise NotSet(f"{template.name}: {done.stderr.decode(errors='replace').strip().rpartition(chr(10))[2]}")
    return done.stdout


def _set(template: bytes, data: str, made_at: int) -> bytes:
    import typst

    for machines_too in (False, True):
        fonts = _fonts(machines_too)
        try:
            return _compiled(template, {"data": data}, fonts, made_at, [STANDARD])
        except typst.TypstError as problem:
            if "could not be displayed" not in problem.message:
                raise
    return _compiled(template, {"data": data, "incomplete": "yes"}, fonts, made_at, [])


def _fonts(machines_too: bool) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=machines_too, include_embedded_fonts=False, font_paths=[FONTS])


def _compiled(template: bytes, inputs: dict[str, str], fonts: Any, made_at: int, standards: list[Any]) -> bytes:
    import typst

    compiler = typst.Compiler(template, font_paths=fonts, sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards=standards, timestamp=made_at)
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


if __name__ == "__main__":
    named, moment = sys.argv[1:]
    text = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(_set(Path(named).read_bytes(), text, int(moment)))
