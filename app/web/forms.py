"""Forms as they come in, and what was wrong with them, as a page shows it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from app.core.drafts import Fault
from app.core.errors import Problem
from app.core.i18n import Speaker
from app.web.guard import LARGEST_BODY


async def read_form(request: Request) -> FormData:
    """The fields of a posted form; broken bytes are replaced, and then refused by the drafts or shown again.

    A field may be as long as the whole body: what is too long is said in the form, and nothing typed is lost. Our pages
    are in UTF-8, and so are their forms; some of Python's other codecs make texts that nobody can keep. The request
    remembers what was typed, for the page that is shown when she was signed out meanwhile.
    """
    charset = parse_options_header(request.headers.get("content-type"))[1].get(b"charset", b"utf-8")
    if charset.lower() not in {b"utf-8", b"utf8"}:
        raise HTTPException(415)
    form = await request.form(max_files=0, max_fields=200, max_part_size=LARGEST_BODY)
    request.state.typed = form
    return form


FormFields = Annotated[FormData, Depends(read_form)]


class Typed(dict[str, Any]):
    """What somebody typed into a form, as the page shows it again; a field that did not come is empty."""

    def __missing__(self, name: str) -> str:
        return ""


def fields(form: FormData) -> Typed:
    """The form's texts, the last one of each name; without NUL, which PostgreSQL refuses."""
    return Typed({name: value.replace("\0", "") for name, value in form.items() if isinstance(value, str)})


NOT_TYPED = frozenset({"form_token", "once", "password", "code"})
"""Fields that are no words of hers, or are never shown again."""


def typed_in(form: FormData) -> str:
    """What somebody wrote, to be taken along: her text, or each field with its name where a form has no such one."""
    text = fields(form)["text"]
    lines = (f"{name}: {value}" for name, value in form.multi_items() if value and name not in NOT_TYPED)
    return text or "\n".join(lines)


def sentences(faults: Sequence[Fault], speaker: Speaker) -> dict[str, str]:
    """The faults by field, in the reader's language."""
    return {fault.field: speaker.say(fault.sentence, **fault.holes) for fault in faults}


def problem_sentences(problem: Problem, speaker: Speaker) -> Mapping[str, str]:
    """A problem as the fault of its field (or of the whole form)."""
    return {problem.field or "": speaker.problem(problem)}
