"""Guides and checklists for tests: the shipped ones, and small ones made of a few words."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.guidance.actions import keep_checklist, keep_guide, put_into_words
from app.guidance.drafts import ChecklistTable, GuidanceText, GuideTable
from app.guidance.rules.deadlines import Figures
from app.guidance.rules.guides import Rules
from app.knowledge.checking.world import World
from app.knowledge.forms import FiguresForm
from app.knowledge.reading import read_folder
from app.topics.actions import keep_term
from tests.cast import TODAY, WORLD

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
GUIDES = ("foreign-driving-licence", "papers-to-stay-and-work", "where-am-i-insured")
CHECKLISTS = ("arrival", "commuters", "leaving-denmark", "receiving-staff")
FROM = date(2020, 1, 1)


@cache
def shipped() -> World:
    return World.of(read_folder(KNOWLEDGE), {}, ())


def shipped_guide(slug: str) -> Rules:
    form = shipped().files[f"guides/{slug}/guide.yaml"].form
    assert isinstance(form, GuideTable)
    return Rules(form, shipped().countries)


def shipped_checklist(slug: str) -> ChecklistTable:
    form = shipped().files[f"checklists/{slug}/checklist.yaml"].form
    assert isinstance(form, ChecklistTable)
    return form


def a_question(name: str, kind: str, **more: Any) -> dict[str, Any]:
    options = [{"id": each, "text": {"en": each}} for each in more.pop("options", "").split()]
    return {"id": name, "type": kind, "text": {"en": name}, "options": options, **more}


def a_row(outcome: str, valid_from: date = FROM, **more: Any) -> dict[str, Any]:
    return {"outcome": outcome, "valid_from": valid_from, **more}


def a_guide(questions: list[dict[str, Any]], rows: list[dict[str, Any]], **more: Any) -> Rules:
    table = GuideTable.model_validate({"topic": "driving", "questions": questions, "rows": rows, **more})
    return Rules(table, WORLD)


@cache
def figures() -> Figures:
    """The shipped figures, as deadlines use them."""
    form = shipped().files["figures.yaml"].form
    assert isinstance(form, FiguresForm)
    return {
        name: (each.value, figure.unit)
        for name, figure in form.root.items()
        for each in figure.values
        if each.valid_from <= TODAY and (each.valid_to is None or each.valid_to >= TODAY)
    }


def a_guide_in_the_house(session: Session) -> None:
    """The guide "exchange": nobody needs it from the North, a Brazilian has 180 days, all others must ask."""
    country = {
        "id": "issued-in",
        "type": "country",
        "text": {"da": "Hvor er det udstedt?", "en": "Where was it issued?", "de": "Wo wurde er ausgestellt?"},
        "areas": True,
    }
    settled = {
        "id": "settled",
        "type": "date",
        "text": {"da": "Hvornår flyttede du?", "en": "When did you move?", "de": "Wann sind Sie umgezogen?"},
        "optional": True,
    }
    order = {"name": "The order", "address": "https://authority.example.org/order", "checked_on": FROM}
    rows = [
        a_row("free", when={"issued-in": ["nordic", "eu"]}, sources=["order"]),
        a_row(
            "exchange",
            when={"issued-in": ["BR"]},
            papers=["passport"],
            conditions=["kept"],
            sources=["order"],
            deadline={"days": 180, "after": "settled"},
        ),
        a_row("ask", when={"issued-in": {"other_than": ["nordic", "eu", "BR"]}}, sources=["order"], check=True),
    ]
    table = a_guide(
        [country, settled],
        rows,
        article="foreign-driving-licence",
        sources={"order": order},
        conditions={"kept": {"en": "You were not disqualified.", "de": "Ihnen wurde er nicht entzogen."}},
    ).table
    keep_term(session, "passport", words={"en": ["passport"], "de": ["Reisepass"]}, meaning={"en": "A small book."})
    guide = keep_guide(session, "exchange", table)
    for language in ("en", "de"):
        put_into_words(session, guide, language, a_text(language, "free", "exchange", "ask"))


def a_checklist_in_the_house(session: Session) -> None:
    """The checklist "arrival" with a step for all, one for third countries, and another list for commuters."""
    steps = [
        {
            "id": "register",
            "deadline": {"days": 5, "after": "arrival"},
            "authority": "town-hall",
            "papers": ["passport"],
        },
        {"id": "permit", "when": {"audience": ["third"]}, "article": "foreign-driving-licence"},
        {"id": "tax", "deadline": {"working_days": 2, "before": "work-start", "advised": True}, "check": True},
    ]
    common = {"topic": "registration", "audiences": ["eu", "third"]}
    keep_term(session, "town-hall", words={"en": ["town hall"]}, meaning={})
    for slug, more in (
        ("arrival", {"day": "arrival", "household": True, "commuters": "commuters", "steps": steps}),
        ("commuters", {"day": "work-start", "steps": [{"id": "card"}]}),
    ):
        table = ChecklistTable.model_validate({**common, **more})
        checklist = keep_checklist(session, slug, table)
        for language in ("en", "de"):
            text = a_text(language, *(step.id for step in table.steps))
            put_into_words(session, checklist, language, text.model_copy(update={"title": f"{slug} ({language})"}))


def a_text(language: str, *sections: str) -> GuidanceText:
    body = "\n\n".join(f"## Do {name} ({language}) {{#{name}}}\nGo *there*." for name in sections)
    return GuidanceText(title=f"Your licence ({language})", summary="It depends.", body=body)
