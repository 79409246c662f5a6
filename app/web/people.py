"""Who knows what: the directory for staff, and the entry that each resource person keeps herself."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Response
from starlette.datastructures import FormData

from app.articles.queries import lines
from app.core import drafts, hours, languages, personal_data
from app.core.errors import N_, NotFound, Problem
from app.core.forms import clean_line
from app.core.i18n import Speaker
from app.enquiries import queries
from app.enquiries.details import country_called
from app.enquiries.reasons import say
from app.enquiries.routing import Candidate
from app.enquiries.subjects import Subject, subject_in
from app.insight.saving import saved_by
from app.people import actions
from app.people import queries as people
from app.people.drafts import MOST_THINGS, AbsenceDraft, EntryDraft, PairDraft
from app.people.models import Command, Knowing, ResourcePerson, ShownAs
from app.people.rules import (
    ISSUING_COUNTRY,
    PERMIT,
    PERMITS,
    Colleague,
    Presence,
    Staff,
    in_language,
    is_stale,
    may_change,
)
from app.search.engine import IndexUnusable
from app.search.finding import Findings, find
from app.search.upkeep import glossary
from app.topics.queries import countries
from app.topics.rules import Countries
from app.web.forms import FormFields, Typed, fields, problem_sentences, sentences
from app.web.found import is_answered, is_called
from app.web.pages import redirect
from app.web.staff_pages import (
    PERMIT_NAMES,
    SHOWN_APART,
    Number,
    article_names,
    desk,
    detail_words,
    is_a_country,
    knowing_details,
    matter_of,
    show,
    spoken_here,
    topic_names,
)
from app.web.visit import CurrentVisit, Visit

router = APIRouter(include_in_schema=False)

MORE_ARTICLES = 3  # empty rows in the form
MORE_LANGUAGES = 2
FEWEST = 2  # to a question: the one to ask, and the next best
DONE = ("saved", "removed", "confirmed", "away", "not-away", "paired", "unpaired")
_DETAIL = re.compile(r"[a-z][a-z0-9_]*")
_TAG = re.compile(r"[a-z]{2}")

KNOWINGS = {"": N_("Not at all"), Knowing.KNOWS: N_("Knows it"), Knowing.RESPONSIBLE: N_("Is responsible for it")}
COMMANDS = {
    "": N_("Not at all"),
    Command.UNDERSTANDS: N_("Understands it"),
    Command.SPEAKS: N_("Speaks it"),
    Command.WRITES: N_("Writes it"),
}


# --- the directory


@dataclass(frozen=True)
class Entry:
    """A colleague in the directory, with the other municipalities that may turn to her. To a question she comes with
    reasons, and with who carries the language for her; `elsewhere` is the municipality of a neighbour's colleague."""

    colleague: Colleague
    presence: Presence
    shared_with: tuple[str, ...]
    stale: bool
    reasons: tuple[str, ...] = ()
    interpreter_needed: bool = False
    interpreter: str = ""
    elsewhere: str = ""


@router.get("/desk/{municipality}/people")
def directory(visit: CurrentVisit, topic: str = "", lang: str = "", q: str = "") -> Response:
    """Everybody who knows something, those who are here now first; by topic and language; to a question those who know,
    the one to ask first in front."""
    visit.staff_here()
    query = personal_data.keep_for_search(q).text
    found = _asked(visit, query, lang) if query else _everybody(visit, lang)
    return show(
        visit,
        "desk/people.html",
        "people",
        entries=[each for each in found if not topic or topic in each.colleague.topics],
        topics=topic_names(visit),
        titles=article_names(visit),
        spoken=spoken_here(visit),
        details=lambda colleague: detail_words(colleague.details, visit.speaker, countries(visit.session)),
        topic=topic,
        lang=lang,
        query=query,
        filtered=bool(topic or lang or query),
    )


def _everybody(visit: Visit, language: str) -> list[Entry]:
    here = people.colleagues(visit.session, visit.municipality.id or 0)
    entries = [_entry(visit, each) for each in here if not language or language in each.speaks]
    return sorted(
        entries,
        key=lambda entry: (not entry.presence.here, entry.presence.away_until is not None, entry.colleague.person.name),
    )


def _entry(visit: Visit, colleague: Colleague) -> Entry:
    towns = {each.id or 0: each.short_name for each in people.municipalities(visit.session)}
    person = colleague.person
    home = next(each for each in people.municipalities(visit.session) if each.id == person.municipality_id)
    return Entry(
        colleague=colleague,
        presence=colleague.presence(visit.now),
        shared_with=tuple(towns[number] for number in colleague.shared_with),
        stale=is_stale(person, home.confirm_days, visit.today),
        elsewhere="" if home.id == visit.municipality.id else home.short_name,
    )


def _asked(visit: Visit, query: str, language: str) -> list[Entry]:
    """Whoever is called so, alone where no text surely answers; else whoever has this function, then whoever knows, the
    one to ask first in front; with fewer than two, the front desk, too."""
    findings = _found_for(visit, query)
    subject = subject_in(findings) if findings else Subject()
    matter = matter_of(visit, subject, query, language or subject.language or visit.language)
    ranked = queries.who_knows(visit.session, visit.municipality, matter, now=visit.now)
    knowing = [each for each in ranked if each.knows]
    names = {**article_names(visit), **topic_names(visit)}
    named = [each for each in ranked if _mentions(each.colleague, query, names, visit.language)]
    called = [each for each in named if is_called(each.colleague.person.name, query)]
    if called and not is_answered(findings):
        return [_with_reasons(visit, each, names) for each in called]
    narrower = knowing_details(ranked, matter)
    known = [*narrower, *knowing] if is_a_country(visit, query) else [*knowing, *narrower]
    found = {each.colleague.person.id: each for each in [*named, *known]}
    if not named and len(found) < FEWEST:
        found |= {each.colleague.person.id: each for each in ranked if each.has("front-desk")}
    return [_with_reasons(visit, each, names) for each in found.values()]


def _found_for(visit: Visit, query: str) -> Findings | None:
    """The texts that fit; None while the index is being made."""
    try:
        return find(
            visit.house.staff_index,
            query,
            language=visit.language,
            owners=visit.owners,
            glossary=glossary(visit.session),
            remember=False,
        )
    except IndexUnusable:
        return None


def _with_reasons(visit: Visit, candidate: Candidate, names: Mapping[str, str]) -> Entry:
    said = [each for each in candidate.reasons if each.kind not in SHOWN_APART | {"unconfirmed", "neighbour"}]
    return replace(
        _entry(visit, candidate.colleague),
        reasons=tuple(say(each, visit.speaker, names=dict(names)) for each in said),
        interpreter_needed=candidate.needs_interpreter,
        interpreter=candidate.interpreter.person.name if candidate.interpreter else "",
    )


def _mentions(colleague: Colleague, words: str, names: Mapping[str, str], language: str) -> bool:
    """Whether every word stands somewhere in what the directory says of her."""
    person = colleague.person
    subjects = [names.get(slug, slug) for slug in (*colleague.topics, *colleague.subjects)]
    said = " ".join(
        [
            person.name,
            in_language(person.title, language),
            in_language(person.team, language),
            person.telephone,
            person.email,
            *subjects,
        ]
    )
    return all(word in said.casefold() for word in words.casefold().split())


# --- one entry


@router.get("/desk/{municipality}/people/{slug}")
def entry(visit: CurrentVisit, slug: str, done: str = "") -> Response:
    """Everything that staff may know of a colleague; for herself also what her articles spare her."""
    staff = visit.staff_here()
    return _page(visit, staff, people.entry(visit.session, visit.municipality, slug), done=done)


def _page(
    visit: Visit,
    staff: Staff,
    colleague: Colleague,
    *,
    values: Typed | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
    done: str = "",
) -> Response:
    person = colleague.person
    return show(
        visit,
        "desk/person.html",
        "people",
        status=status,
        entry=_entry(visit, colleague),
        mine=person.id in staff.persons,
        may_change=may_change(staff, person),
        topics=topic_names(visit),
        titles=article_names(visit),
        details=detail_words(colleague.details, visit.speaker, countries(visit.session)),
        carried_by=[
            (language, *_as_partner(visit, each)) for language, each in people.carried_by(visit.session, person)
        ],
        carries_for=[
            (language, *_as_partner(visit, each)) for language, each in people.carries_for(visit.session, person)
        ],
        colleague_choices=[("", visit.speaker.say(N_("Choose a colleague")))]
        + [_as_partner(visit, each.person) for each in _whom_to_pair(visit) if each.person.id != person.id],
        language_choices=[("", visit.speaker.say(N_("Choose a language")))]
        + [(tag, visit.speaker.language_name(tag)) for tag in spoken_here(visit)],
        upcoming=[each for each in colleague.absences if each.last_day >= visit.today],
        saved=saved_by(visit.session, staff, person, now=visit.now),
        values=values or Typed(),
        faults=faults or {},
        done=done if done in DONE else "",
    )


def _whom_to_pair(visit: Visit) -> list[Colleague]:
    """The people of this municipality, and those whom others share with it."""
    place = visit.municipality.id or 0
    return [*people.colleagues(visit.session, place), *people.shared_colleagues(visit.session, place)]


def _as_partner(visit: Visit, person: ResourcePerson) -> tuple[str, str]:
    """Somebody as a form calls her (as `queries.colleague_to_ask` reads it), and by her name."""
    if person.municipality_id == visit.municipality.id:
        return person.slug, person.name
    home = next(each for each in people.municipalities(visit.session) if each.id == person.municipality_id)
    name = visit.speaker.say(N_("%(name)s in %(place)s"), name=person.name, place=home.short_name)
    return f"{person.slug}@{home.slug}", name


def _changed(visit: Visit, slug: str, done: str) -> Response:
    visit.commit()
    return redirect(f"{desk(visit)}people/{slug}?done={done}")


@router.post("/desk/{municipality}/people/{slug}/confirm")
def confirm(visit: CurrentVisit, slug: str, form: FormFields) -> Response:
    """Everything in the entry is still right."""
    staff = visit.staff_here()
    visit.must_be_our_form(fields(form)["form_token"])
    colleague = people.entry_to_change(visit.session, staff, visit.municipality, slug)
    actions.confirm_person(visit.session, colleague.person, today=visit.today)
    return _changed(visit, slug, "confirmed")


@router.post("/desk/{municipality}/people/{slug}/absences")
def add_absence(visit: CurrentVisit, slug: str, form: FormFields) -> Response:
    """She is away from one day to another; nobody asks why."""
    staff, given = visit.staff_here(), fields(form)
    colleague = people.entry_to_change(visit.session, staff, visit.municipality, slug)
    draft, faults = drafts.read(AbsenceDraft, given)
    if draft is None:
        said = sentences(faults, visit.speaker)
        return _page(visit, staff, colleague, values=given, faults=said, status=422)
    try:
        visit.must_be_our_form(given["form_token"])
        actions.add_absence(visit.session, colleague.person, draft, today=visit.today)
        return _changed(visit, slug, "away")
    except Problem as problem:
        said = dict(problem_sentences(problem, visit.speaker))
        return _page(visit, staff, colleague, values=given, faults=said, status=problem.status)


@router.post("/desk/{municipality}/people/{slug}/absences/{number}/end")
def end_absence(visit: CurrentVisit, slug: str, number: Number, form: FormFields) -> Response:
    """She is not away on these days after all."""
    staff = visit.staff_here()
    visit.must_be_our_form(fields(form)["form_token"])
    colleague = people.entry_to_change(visit.session, staff, visit.municipality, slug)
    actions.end_absence(visit.session, colleague.person, number)
    return _changed(visit, slug, "not-away")


@router.post("/desk/{municipality}/people/{slug}/pairs")
def pair(visit: CurrentVisit, slug: str, form: FormFields) -> Response:
    """A standing pair in a language: the colleague carries it for her, or she for the colleague (`carries`: me)."""
    staff, given = visit.staff_here(), fields(form)
    colleague = people.entry_to_change(visit.session, staff, visit.municipality, slug)
    draft, faults = drafts.read(PairDraft, given)
    if draft is None:
        said = sentences(faults, visit.speaker)
        return _page(visit, staff, colleague, values=given, faults=said, status=422)
    try:
        visit.must_be_our_form(given["form_token"])
        other = queries.colleague_to_ask(visit.session, visit.municipality, draft.colleague)
        if other is None:
            raise NotFound(N_("Nobody of this name is among the people who know."))
        expert, interpreter = (other, colleague) if given["carries"] == "me" else (colleague, other)
        actions.pair(visit.session, expert, draft.language, interpreter)
        return _changed(visit, slug, "paired")
    except Problem as problem:
        said = {each or "colleague": sentence for each, sentence in problem_sentences(problem, visit.speaker).items()}
        return _page(visit, staff, colleague, values=given, faults=said, status=problem.status)


@router.post("/desk/{municipality}/people/{slug}/pairs/end")
def unpair(visit: CurrentVisit, slug: str, form: FormFields) -> Response:
    """The two are no standing pair any more."""
    staff, given = visit.staff_here(), fields(form)
    visit.must_be_our_form(given["form_token"])
    colleague = people.entry_to_change(visit.session, staff, visit.municipality, slug)
    pairs = people.carries_for if given["carries"] == "me" else people.carried_by
    for language, other in pairs(visit.session, colleague.person):
        if (language, _as_partner(visit, other)[0]) == (given["language"], given["colleague"]):
            expert, interpreter = (other, colleague.person) if given["carries"] == "me" else (colleague.person, other)
            actions.unpair(visit.session, expert, language, interpreter)
    return _changed(visit, slug, "unpaired")


# --- changing an entry


@router.get("/desk/{municipality}/people/{slug}/edit")
def edit(visit: CurrentVisit, slug: str) -> Response:
    """The entry as a form."""
    staff = visit.staff_here()
    colleague = people.entry_to_change(visit.session, staff, visit.municipality, slug)
    return _form(visit, staff, colleague, _as_typed(visit, colleague))


@router.post("/desk/{municipality}/people/{slug}/edit")
def revise(visit: CurrentVisit, slug: str, form: FormFields) -> Response:
    """Replaces the entry. When somebody was faster, hers stands beside what was typed."""
    given = _typed(form)
    staff = visit.staff_here()
    colleague = people.entry_to_change(visit.session, staff, visit.municipality, slug)
    found, faults = _read(visit, colleague, given)
    draft, wrong = drafts.read(EntryDraft, found)
    faults = {**sentences(wrong, visit.speaker), **faults}
    if draft is None or faults:
        return _form(visit, staff, colleague, given, faults=faults, status=422)
    try:
        visit.must_be_our_form(given["form_token"])
        mine = colleague.person.id in staff.persons
        actions.revise_person(
            visit.session, colleague, draft, seen=given["seen"], confirmed_on=visit.today if mine else None
        )
        return _changed(visit, slug, "removed" if draft.removed else "saved")
    except Problem as problem:
        return _form(visit, staff, colleague, given, problem=problem, status=problem.status)


def _form(
    visit: Visit,
    staff: Staff,
    colleague: Colleague,
    values: Typed,
    *,
    faults: Mapping[str, str] | None = None,
    problem: Problem | None = None,
    status: int = 200,
) -> Response:
    """The form with what was typed; after a conflict with what stands in the entry now, which it then follows."""
    conflict = problem is not None and values["seen"] not in ("", colleague.edition)
    if conflict:
        values = Typed({**values, "seen": colleague.edition})
    titles, topics = article_names(visit), topic_names(visit)
    languages_typed = [name.removeprefix("language-") for name in values if name.startswith("language-")]
    subjects_typed = [name.removeprefix("article-") for name in values if name.startswith("article-")]
    choices = _language_choices(visit)
    known = countries(visit.session)
    return show(
        visit,
        "desk/person_edit.html",
        "people",
        status=status,
        person=colleague.person,
        mine=colleague.person.id in staff.persons,
        values=values,
        faults=faults or (problem_sentences(problem, visit.speaker) if problem else {}),
        differing=_differing(visit, values, _as_typed(visit, colleague)) if conflict else [],
        conflict=conflict,
        topics=topics,
        titles=titles,
        subjects=subjects_typed,
        articles=_articles_to_know(visit, besides=subjects_typed),
        languages=languages_typed,
        more_languages=[each for each in choices if each[0] not in languages_typed],
        knowings=_choices(KNOWINGS, visit.speaker),
        commands=_choices(COMMANDS, visit.speaker),
        permits=_choices({each: PERMIT_NAMES[each] for each in PERMITS}, visit.speaker),
        countries=[name for _, name in known.named(visit.language, areas=True)],
        labels={name: visit.speaker.say(sentence) for name, sentence in LABELS.items()},
        shown_as=_choices(SHOWN_AS, visit.speaker),
        rows_of_articles=range(1, MORE_ARTICLES + 1),
        rows_of_languages=range(1, MORE_LANGUAGES + 1),
    )


def _choices(words: Mapping[Any, str], speaker: Speaker) -> list[tuple[str, str]]:
    return [(str(value), speaker.say(sentence)) for value, sentence in words.items()]


def _language_choices(visit: Visit) -> list[tuple[str, str]]:
    """The languages that have a code of two letters, by their names."""
    names = languages.locale(visit.language).languages
    return sorted(((tag, name) for tag, name in names.items() if _TAG.fullmatch(tag)), key=lambda each: each[1].lower())


def _typed(form: FormData) -> Typed:
    """The fields of the form; permits may be several."""
    return Typed({**fields(form), "permits": [each for each in form.getlist("permits") if isinstance(each, str)]})


def _as_typed(visit: Visit, colleague: Colleague) -> Typed:
    """The entry as its form has it."""
    person, details = colleague.person, colleague.details
    known = countries(visit.session)
    others = sorted(details.keys() - {ISSUING_COUNTRY, PERMIT})
    return Typed(
        {
            **{f"topic-{slug}": level for slug, level in colleague.topics.items()},
            **{f"article-{slug}": level for slug, level in colleague.subjects.items()},
            **{f"language-{tag}": level for tag, level in colleague.languages.items()},
            **_by_language(visit, title=person.title, place=person.place, team=person.team),
            "countries": ", ".join(known.name(each, visit.language) for each in details.get(ISSUING_COUNTRY, ())),
            "permits": list(details.get(PERMIT, ())),
            "others": "\n".join(f"{name}: {', '.join(details[name])}" for name in others),
            "hours": hours.write(hours.parse(person.hours), visit.language) if person.hours else "",
            "telephone": person.telephone,
            "capacity": "" if person.capacity is None else str(person.capacity),
            "shown_as": person.shown_as,
            "public": "yes" if person.public else "",
            "seen": colleague.edition,
        }
    )


def _by_language(visit: Visit, **texts: Mapping[str, str]) -> dict[str, str]:
    return {
        f"{name}-{language}": by_language.get(language, "")
        for name, by_language in texts.items()
        for language in visit.municipality.languages
    }


def _articles_to_know(visit: Visit, *, besides: Collection[str]) -> list[tuple[str, str]]:
    """The articles that somebody may know about, by their titles."""
    everything = lines(visit.session, visit.municipality, visit.language, staff=True)
    known = [(each.slug, each.title) for each in everything if not each.for_replies and each.slug not in besides]
    return sorted(known, key=lambda each: each[1])


def _read(visit: Visit, colleague: Colleague, given: Typed) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed as a draft is made of it, and what can't be read in it."""
    person, faults = colleague.person, {}
    articles = {**article_names(visit), **colleague.subjects}
    tags = {*dict(_language_choices(visit)), *colleague.languages}
    subjects = {slug: level for slug in articles if (level := given[f"article-{slug}"])}
    for row in range(1, MORE_ARTICLES + 1):
        if (slug := given[f"new-article-{row}"]) in articles:
            subjects[slug] = given[f"new-article-{row}-level"] or Knowing.KNOWS
    spoken = {tag: level for tag in tags if (level := given[f"language-{tag}"])}
    for row in range(1, MORE_LANGUAGES + 1):
        if (tag := given[f"new-language-{row}"]) in tags:
            spoken[tag] = given[f"new-language-{row}-level"] or Command.SPEAKS
    countries_named = _names_in(given["countries"])
    if len(countries_named) > MOST_THINGS:
        faults["countries"] = visit.speaker.say(drafts.TOO_MANY, max_length=MOST_THINGS)
    codes, unknown = _countries_called(countries_named[:MOST_THINGS], countries(visit.session))
    if unknown and "countries" not in faults:
        sentence = N_("“%(name)s” is no country that we know. Please write its name as on the list below.")
        faults["countries"] = visit.speaker.say(sentence, name=unknown[0])
    others, unreadable = _others_in(given["others"])
    if unreadable:
        sentence = N_("“%(line)s” can't be read. Please write one line for each, such as: region: Syddanmark")
        faults["others"] = visit.speaker.say(sentence, line=unreadable[0])
    details = {ISSUING_COUNTRY: codes, PERMIT: [each for each in given["permits"] if each in PERMITS], **others}
    here = visit.municipality.languages

    def texts(name: str, before: Mapping[str, str]) -> dict[str, str]:
        return {**before, **{language: given[f"{name}-{language}"] for language in here}}

    return {
        "title": texts("title", person.title),
        "place": texts("place", person.place),
        "team": texts("team", person.team),
        "telephone": given["telephone"],
        "hours": given["hours"],
        "capacity": given["capacity"],
        "shown_as": given["shown_as"] or ShownAs.TEAM,
        "public": given["public"] == "yes",
        "topics": {slug: level for slug in topic_names(visit) if (level := given[f"topic-{slug}"])},
        "subjects": subjects,
        "details": {name: values for name, values in details.items() if values},
        "languages": spoken,
    }, faults


def _names_in(text: str) -> list[str]:
    """What stands between commas or on lines, each once."""
    return list(dict.fromkeys(name for each in re.split(r"[,;\n]", text) if (name := clean_line(each))))


def _countries_called(names: Sequence[str], known: Countries) -> tuple[list[str], list[str]]:
    """The codes of the countries with these names, and the names of none."""
    codes = {name: country_called(name, known) for name in names}
    return sorted({code for code in codes.values() if code}), [name for name, code in codes.items() if not code]


def _others_in(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """Other details, a line for each ("region: Syddanmark, Jylland"), and the lines that can't be read."""
    found: dict[str, list[str]] = {}
    unreadable = []
    for line in filter(None, map(clean_line, text.splitlines())):
        name, _, values = line.partition(":")
        known_as = "_".join(name.lower().split())
        said = [value for each in values.split(",") if (value := clean_line(each))]
        if not _DETAIL.fullmatch(known_as) or known_as in (ISSUING_COUNTRY, PERMIT) or not said:
            unreadable.append(line)
        else:
            found.setdefault(known_as, []).extend(said)
    return found, unreadable


LABELS = {
    "title": N_("What you do"),
    "place": N_("Place"),
    "team": N_("Team"),
    "countries": N_("Countries whose licences and papers you know especially"),
    "permits": N_("Permits that you know especially"),
    "others": N_("Other narrower subjects"),
    "hours": N_("Hours"),
    "telephone": N_("Telephone"),
    "capacity": N_("Open questions at most"),
    "shown_as": N_("Shown to askers as"),
    "public": N_("On the public page"),
}
SHOWN_AS = {
    ShownAs.FULL_NAME: N_("Full name"),
    ShownAs.FIRST_NAME: N_("First name"),
    ShownAs.TEAM: N_("Team"),
}


def _differing(visit: Visit, typed: Typed, stands: Typed) -> list[tuple[str, str]]:
    """What stands in the entry otherwise than it was typed: what it is about, and what it says now."""
    names = [name for name in dict.fromkeys([*stands, *typed]) if name in stands or name.startswith(_CHOSEN)]
    return [
        (_label(visit, name), _said(visit.speaker, name, stands[name]))
        for name in names
        if name != "seen" and (typed[name] or "") != (stands[name] or "")
    ]


_CHOSEN = ("topic-", "article-", "language-")


def _label(visit: Visit, name: str) -> str:
    kind, _, about = name.partition("-")
    if kind in ("topic", "article"):
        return {**article_names(visit), **topic_names(visit)}.get(about, about)
    if kind == "language":
        return visit.speaker.language_name(about)
    label = visit.speaker.say(LABELS[kind])
    return f"{label} ({languages.own_name(about)})" if about else label


def _said(speaker: Speaker, name: str, value: Any) -> str:
    words: dict[str, str] = {}
    if name.startswith(_CHOSEN):
        words = {**COMMANDS, **KNOWINGS}
    elif name == "shown_as":
        words = {str(each): sentence for each, sentence in SHOWN_AS.items()}
    if isinstance(value, list):
        permits = dict(_choices(PERMIT_NAMES, speaker))
        return ", ".join(permits.get(str(each), str(each)) for each in value)
    if name == "public":
        return speaker.say(N_("Yes") if value else N_("No"))
    return speaker.say(words[value]) if isinstance(value, str) and value in words else str(value)
