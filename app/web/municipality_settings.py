"""What a municipality sets for its questions, on one page for its administrator. Other weights can be tried first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Depends, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from app.core.drafts import sentence_for
from app.core.errors import N_, Problem
from app.core.hours import is_working_day
from app.core.i18n import Speaker
from app.enquiries import settings
from app.enquiries.reasons import say
from app.enquiries.replay import DAYS, MOST_PARTS, Change, Replay, replay
from app.enquiries.routing import Candidate, Weights
from app.enquiries.settings import SettingsDraft
from app.people.models import Municipality, Role
from app.people.rules import closed_days_of
from app.web.forms import FormFields, Typed, fields, problem_sentences
from app.web.pages import redirect
from app.web.sign_in import keep_signed_in
from app.web.staff_pages import article_names, desk, show, topic_names
from app.web.visit import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=[Depends(keep_signed_in, scope="function")])

TRY = "try"
REMEMBERED = timedelta(days=366)  # so long a closing day still counts in what was promised before
LONGEST_SHOWN = 40
_BETWEEN_DAYS = re.compile(r"[,;\s]+")

WORDS = {
    "article": N_("Knows the very article that it is about"),
    "topic": N_("Knows the topic"),
    "detail": N_("Knows the narrower subject, such as licences from Japan"),
    "responsible": N_("Is responsible for it"),
    "language": N_("Answers in the asker's language (only speaks it: half as much)"),
    "earlier": N_("Has answered this person before"),
    "here": N_("Is here at this moment"),
    "open": N_("Each open question that somebody has"),
    "most_open": N_("All open questions together, at most"),
    "unconfirmed": N_("Has not confirmed her entry for a long time"),
}
LABELS = {
    "promise_working_days": N_("Working days until an answer, usually"),
    "closed": N_("Closing days"),
    "confirm_days": N_("Days until an entry counts as unconfirmed"),
}


@router.get("/desk/{municipality}/settings")
def form(visit: CurrentVisit, done: str = "") -> Response:
    """What is set now."""
    visit.staff_here(Role.ADMINISTRATOR)
    return _page(visit, visit.municipality, _as_typed(visit, visit.municipality), saved=done == "saved")


@router.post("/desk/{municipality}/settings")
def save(visit: CurrentVisit, form: FormFields) -> Response:
    """Keeps what is set, or tries the weights. When somebody was faster, what stands now is shown beside what was
    typed."""
    given = _typed(form)
    visit.staff_here(Role.ADMINISTRATOR)
    here = settings.to_change(visit.session, visit.municipality)
    draft, faults = _read(visit, here, given)
    if draft is None:
        return _page(visit, here, given, faults=faults, status=422)
    try:
        visit.must_be_our_form(given["form_token"])
        if given["do"] == TRY:
            return _page(visit, here, given, tried=_try(visit, draft))
        settings.keep_settings(visit.session, here, draft, seen=given["seen"])
    except Problem as problem:
        return _page(visit, here, given, faults=problem_sentences(problem, visit.speaker), status=problem.status)
    visit.commit()
    return redirect(f"{desk(visit)}settings?done=saved")


def _try(visit: Visit, draft: SettingsDraft) -> Replay:
    """Nothing is kept, and nobody who writes has to wait for it."""
    visit.commit()
    with visit.house.database.read() as session:
        return replay(session, visit.municipality, draft.as_weights(), now=visit.now)


@dataclass(frozen=True)
class Named:
    """Whom routing names, with her interpreter, and the reasons in words."""

    name: str
    interpreter: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A question that would go to somebody else."""

    number: int
    part: int
    topic: str
    has: str
    before: Named
    after: Named


def _page(
    visit: Visit,
    here: Municipality,
    values: Typed,
    *,
    faults: Mapping[str, str] | None = None,
    tried: Replay | None = None,
    saved: bool = False,
    status: int = 200,
) -> Response:
    """The form with what was typed; after a conflict with what stands there now, which it then follows."""
    edition = settings.edition_of(here)
    conflict = values["seen"] not in ("", edition)
    days = {*(day.isoformat() for day in closed_days_of(here) if day >= visit.today), *values["closed"]}
    usual = Weights()
    return show(
        visit,
        "desk/settings.html",
        "settings",
        status=status,
        values=Typed({**values, "seen": edition}),
        faults=faults or {},
        conflict=conflict,
        differing=_differing(visit, values, _as_typed(visit, here)) if conflict else [],
        saved=saved,
        labels={name: visit.speaker.say(sentence) for name, sentence in LABELS.items()},
        fields=_fields(visit),
        topics=topic_names(visit),
        days=[(day, date.fromisoformat(day)) for day in sorted(days) if _is_day(day)],
        weights=[
            (name, visit.speaker.say(words), visit.speaker.number(getattr(usual, name)))
            for name, words in WORDS.items()
        ],
        tried=tried,
        rows=_rows(visit, tried) if tried else [],
        days_tried=DAYS,
        most_tried=MOST_PARTS,
        largest=settings.LARGEST_WEIGHT,
    )


def _rows(visit: Visit, tried: Replay) -> list[Row]:
    names = {**article_names(visit), **topic_names(visit)}
    return [_row(change, visit.speaker, names) for change in tried.changes]


def _row(change: Change, speaker: Speaker, names: dict[str, str]) -> Row:
    asked = change.asked
    return Row(
        number=asked.number,
        part=asked.part,
        topic=asked.topic,
        has=asked.person.name,
        before=_named(change.before, speaker, names),
        after=_named(change.after, speaker, names),
    )


def _named(candidate: Candidate, speaker: Speaker, names: dict[str, str]) -> Named:
    return Named(
        name=candidate.colleague.person.name,
        interpreter=candidate.interpreter.person.name if candidate.interpreter else "",
        reasons=tuple(say(reason, speaker, names=names) for reason in candidate.reasons),
    )


# --- the form and what it means


def _typed(form: FormData) -> Typed:
    """The fields of the form; closing days may be several."""
    return Typed({**fields(form), "closed": [each for each in form.getlist("closed") if isinstance(each, str)]})


def _as_typed(visit: Visit, here: Municipality) -> Typed:
    """What is set as the form has it: only what is not usual stands in the fields of topics and weights."""
    number = visit.speaker.number
    return Typed(
        {
            "promise_working_days": str(here.promise_working_days),
            **{f"promises-{slug}": str(days) for slug, days in here.promises.items()},
            "closed": sorted(day.isoformat() for day in closed_days_of(here) if day >= visit.today),
            "confirm_days": str(here.confirm_days),
            **{f"weights-{name}": number(value) for name, value in here.routing.items() if name in WORDS},
            "seen": settings.edition_of(here),
        }
    )


def _read(visit: Visit, here: Municipality, given: Typed) -> tuple[SettingsDraft | None, dict[str, str]]:
    """What was typed as a draft, or what is wrong with it by field."""
    over = [day for day in closed_days_of(here) if visit.today - REMEMBERED <= day < visit.today]
    kept = [*over, *given["closed"]]
    new = [day for day in _BETWEEN_DAYS.split(given["new_days"]) if day]
    found = {
        "promise_working_days": given["promise_working_days"],
        "promises": {slug: days for slug in topic_names(visit) if (days := given[f"promises-{slug}"].strip())},
        "closing_days": [*kept, *new],
        "confirm_days": given["confirm_days"],
        "weights": {name: value for name in WORDS if (value := given[f"weights-{name}"].strip())},
    }
    try:
        draft = SettingsDraft.model_validate(found)
    except ValidationError as error:
        return None, _faults(error, found, visit.speaker)
    for day in draft.closing_days:
        if day < visit.today and day not in over:
            sentence = N_("%(day)s is over. Please check the year.")
        elif day not in closed_days_of(here) and not is_working_day(day):
            sentence = N_("On %(day)s it is closed anyway. Please check the date.")
        else:
            continue
        return None, {"new_days": visit.speaker.say(sentence, day=visit.speaker.whole_day(day))}
    return draft, {}


def _faults(error: ValidationError, given: Mapping[str, Any], speaker: Speaker) -> dict[str, str]:
    """What is wrong by field, in the order of the page."""
    faults, order = {}, list(given)
    for each in sorted(error.errors(), key=lambda each: order.index(str(each["loc"][0]))):
        field, (sentence, holes) = "-".join(map(str, each["loc"])), sentence_for(each)
        if each["loc"][0] == "closing_days":
            field = "new_days"
            if each["type"].startswith("date_"):
                sentence = N_("“%(typed)s” is no day. Please write days as in 24.12.2026, with commas between them.")
                holes = {"typed": given["closing_days"][each["loc"][1]][:LONGEST_SHOWN]}
        faults[field] = speaker.say(sentence, **holes)
    return faults


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _fields(visit: Visit) -> dict[str, str]:
    """What the fields of the form are called."""
    topics = {f"promises-{slug}": title for slug, title in topic_names(visit).items()}
    words = {name: visit.speaker.say(each) for name, each in LABELS.items()} | topics
    return words | {f"weights-{name}": visit.speaker.say(each) for name, each in WORDS.items()}


def _differing(visit: Visit, typed: Typed, stands: Typed) -> list[tuple[str, str]]:
    """What stands there otherwise than it was typed: what it is about, and what it says now."""
    return [
        (label, _said(visit.speaker, stands[name]))
        for name, label in _fields(visit).items()
        if typed[name] != stands[name]
    ]


def _said(speaker: Speaker, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(speaker.day(date.fromisoformat(day)) for day in value)
    return str(value)
