"""What readers searched for in vain, before the editors who can make search find it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from fastapi import APIRouter, Depends, Response
from starlette.datastructures import FormData

from app.articles import editing
from app.articles import queries as articles
from app.core import drafts
from app.core.errors import N_, Problem
from app.insight import actions, queries
from app.insight.drafts import EntryDraft, PhrasingDraft
from app.insight.queries import Entry
from app.people import queries as people
from app.topics import queries as topics
from app.web.forms import FormFields, fields, problem_sentences, sentences
from app.web.pages import redirect
from app.web.sign_in import keep_signed_in
from app.web.studio import Studio, show, studio
from app.web.visit import SAFE_METHODS, CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=[Depends(keep_signed_in, scope="function")])
D = TypeVar("D", bound=EntryDraft)


@router.get("/studio/{municipality}/missed")
def missed(visit: CurrentVisit, saved: str = "") -> Response:
    """The list: what was searched for in vain on several days, what was answered since, what is proposed."""
    return _list(_editors(visit), saved=saved)


def _editors(visit: Visit) -> Studio:
    here = studio(visit)
    here.must_publish()
    return here


@dataclass(frozen=True)
class Choice:
    """An article that words may be added to, in their language; `draft` when a text of it is not published yet."""

    slug: str
    title: str
    draft: bool


@dataclass(frozen=True)
class Choices:
    """The articles of one language: the municipality's own, and the shared ones."""

    own: list[Choice] = field(default_factory=list)
    shared: list[Choice] = field(default_factory=list)

    def slugs(self) -> set[str]:
        return {choice.slug for choice in (*self.own, *self.shared)}


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it, with what was typed into its form when that could not be saved."""

    entry: Entry
    choices: Choices
    phrasing: str
    chosen: str
    opened: str
    proposed_by: str


def _list(
    here: Studio,
    *,
    saved: str = "",
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page; when an entry could not be dealt with, with what was typed (`given`), and why."""
    visit = here.visit
    entries = (
        queries.for_coordinators(visit.session)
        if here.shared
        else queries.for_town(visit.session, here.staff, visit.municipality)
    )
    _note_readings(here, entries)
    choices = _choices(here, {entry.language for entry in entries})
    titles = articles.titles(visit.session, visit.municipality, visit.language)
    towns = {town.id: town.short_name for town in people.municipalities(visit.session)}
    typed = next((number for number, entry in enumerate(entries) if given and _is_of(entry, given)), None)
    lines = []
    for number, entry in enumerate(entries):
        there = choices.get(entry.language, Choices())
        mine = given if given and number == typed else {}
        lines.append(
            Line(
                entry,
                there,
                phrasing=mine.get("phrasing", entry.words),
                chosen=mine["article"] if "article" in mine else _nearest(visit, entry, there),
                opened=titles.get(entry.opened, ""),
                proposed_by=towns.get(entry.proposed_by, ""),
            )
        )
    place = "" if typed is None else f"-{typed}"
    return show(
        here,
        "missed",
        status=status,
        saved=saved,
        lines=lines,
        faults={f"{name}{place}" if name and place else "": why for name, why in (faults or {}).items()},
    )


def _is_of(entry: Entry, given: Mapping[str, str]) -> bool:
    return (entry.language, entry.folded, str(entry.enquiry)) == (
        given.get("language"),
        given.get("folded"),
        given.get("enquiry"),
    )


def _note_readings(here: Studio, entries: Sequence[Entry]) -> None:
    """On disk before a word is shown, as at the desk; a GET writes it by itself."""
    visit = here.visit
    if not any(entry.enquiry for entry in entries):
        return
    if visit.request.method in SAFE_METHODS:
        with visit.house.database.write() as session:
            actions.note_readings(session, entries, here.staff, now=visit.now)
    else:
        actions.note_readings(visit.session, entries, here.staff, now=visit.now)
        visit.commit()


def _choices(here: Studio, languages: Iterable[str]) -> dict[str, Choices]:
    """The articles for readers that have a text, by language."""
    session, wanted = here.visit.session, list(languages)
    shared_id = topics.collaboration(session).id or 0
    choices = {language: Choices() for language in wanted}
    for owner_id in {here.owner_id, shared_id}:
        for row in editing.own_articles(session, owner_id, wanted):
            for text in row.texts:
                if text.state != "none" and not row.staff_only:
                    group = choices[text.language].shared if owner_id == shared_id else choices[text.language].own
                    group.append(Choice(row.slug, text.title, draft=text.state != "published"))
    for each in choices.values():
        each.own.sort(key=lambda choice: choice.title.casefold())
        each.shared.sort(key=lambda choice: choice.title.casefold())
    return choices


def _nearest(visit: Visit, entry: Entry, choices: Choices) -> str:
    return queries.nearest(visit.session, visit.house.public_index, entry, owners=visit.owners, among=choices.slugs())


@router.post("/studio/{municipality}/missed/phrasing")
def make_phrasing(visit: CurrentVisit, form: FormFields) -> Response:
    """Makes an entry a way people ask for the chosen article, or proposes it to those who keep that."""

    def make(here: Studio, draft: PhrasingDraft) -> str:
        done = actions.make_phrasing(
            visit.session,
            draft,
            municipality=None if here.shared else visit.municipality,
            by=here.staff,
            why=visit.speaker.say(N_("Readers searched for it in these words")),
            now=visit.now,
        )
        return f"phrasing-{done}"

    return _change(visit, form, PhrasingDraft, make)


@router.post("/studio/{municipality}/missed/dismiss")
def dismiss(visit: CurrentVisit, form: FormFields) -> Response:
    """Takes an entry from the list."""

    def leave(here: Studio, draft: EntryDraft) -> str:
        actions.dismiss(visit.session, draft, municipality=None if here.shared else visit.municipality)
        return "dismissed"

    return _change(visit, form, EntryDraft, leave)


def _change(visit: Visit, form: FormData, what: type[D], change: Callable[[Studio, D], str]) -> Response:
    """Understands a form, makes the change and keeps it; whatever is wrong is shown in the list."""
    here = _editors(visit)
    given: dict[str, Any] = fields(form)
    draft, faults = drafts.read(what, given)
    if draft is None:
        return _list(here, given=given, faults=sentences(faults, visit.speaker), status=422)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        done = change(here, draft)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        faults_of = dict(problem_sentences(problem, visit.speaker))
        return _list(here, given=given, faults=faults_of, status=problem.status)
    return redirect(f"{here.home}missed?saved={done}")
