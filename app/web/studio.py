"""The studio: editors write their municipality's articles and texts, coordinators and translators the shared ones."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Response
from fastapi.responses import RedirectResponse

from app.articles import actions, editing, pages
from app.articles import queries as articles
from app.articles.drafts import NewArticleDraft, SlotDraft, SupplementDraft, TranslationDraft
from app.articles.editing import LocalText, OpenSlot, TextState
from app.articles.markup import LONGEST_KEPT
from app.articles.models import Article, Importance, Revision, SlotType, Visibility
from app.articles.pages import PageSection
from app.core import drafts
from app.core.errors import N_, Conflict, Invalid, NotFound, Problem, Refused
from app.enquiries import queries as enquiries
from app.people import queries as people
from app.people.models import Role
from app.people.rules import Staff, in_language
from app.topics import queries as topics
from app.web.forms import FormFields, fields, problem_sentences, sentences
from app.web.pages import redirect, render
from app.web.sign_in import keep_signed_in
from app.web.visit import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=[Depends(keep_signed_in, scope="function")])

SHARED = "shared"
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
SAVED = {
    "new": N_("The article is begun. Readers do not see it before you publish it."),
    "draft": N_("Your text is saved as a draft. Readers do not see it yet."),
    "published": N_("Your text is published. Readers see it from now on."),
    "taken-back": N_("The text is taken back. Readers no longer see it; all its revisions are kept."),
    "restored": N_("The earlier text is now the newest draft. Readers see it when you publish it."),
    "archived": N_("The article is archived. Readers no longer find it."),
    "local": N_("Your municipality's text is saved. Readers see it from now on."),
    "note": N_("The note for staff is saved."),
    "slot": N_("The local information is saved. Readers see it from now on."),
    "same": N_("Nothing was changed."),
    "phrasing-published": N_("Search knows these words now, and they are off the list."),
    "phrasing-in-draft": N_(
        "These words stand in the unpublished draft of this text now, with everything else in it. "
        "Search knows them when the draft is published."
    ),
    "phrasing-known": N_("The article had these words already. They are off the list."),
    "phrasing-proposed": N_("The coordinators of the shared articles have these words before them now."),
    "dismissed": N_("These words are off the list. They come back when people go on searching for them."),
}


@dataclass(frozen=True)
class Studio:
    """Who edits whose texts: a municipality's own, or (shared) those of all."""

    visit: Visit
    staff: Staff
    shared: bool
    owner_id: int
    may_publish: bool
    languages: tuple[str, ...]

    @property
    def home(self) -> str:
        return f"/studio/{SHARED if self.shared else self.visit.municipality.slug}/"

    def text(self, slug: str, language: str = "") -> str:
        """The address of an article's text."""
        return f"{self.home}articles/{slug}" + (f"/{language}" if language else "")

    def article(self, slug: str) -> Article:
        return editing.own_article(self.visit.session, self.owner_id, slug)

    def must_know(self, language: str) -> None:
        """Raises NotFound for a language that texts are not written in here."""
        if language not in self.languages:
            raise NotFound(N_("There is no page at this address."))

    def must_publish(self) -> None:
        """Raises Refused for translators: what readers see is an editor's decision."""
        if not self.may_publish:
            raise Refused(
                N_("Only editors can do this. Your text can be saved as a draft, and an editor publishes it.")
            )


def studio(visit: Visit) -> Studio:
    """The studio in the address, for whoever works there. Raises SignInNeeded or NotFound."""
    if visit.request.path_params["municipality"] == SHARED:
        return _shared_studio(visit)
    staff = visit.staff_here(Role.EDITOR, Role.ADMINISTRATOR, Role.TRANSLATOR)
    here = visit.municipality
    return Studio(
        visit=visit,
        staff=staff,
        shared=False,
        owner_id=here.owner_id,
        may_publish=staff.may_edit(here.id or 0),
        languages=tuple(here.languages),
    )


def _shared_studio(visit: Visit) -> Studio:
    """The shared texts belong to no municipality: its pages wear the frame of one where she works on them, and previews
    are composed as that one's readers would see them."""
    roles = (Role.COORDINATOR, Role.TRANSLATOR)
    known = people.municipalities(visit.session)
    theirs = [each for each in known if visit.staff and visit.staff.may(each.id or 0, *roles)]
    visit.municipality = (theirs or known)[0] if known else visit.municipality
    staff = visit.staff_here(*roles)
    return Studio(
        visit=visit,
        staff=staff,
        shared=True,
        owner_id=topics.collaboration(visit.session).id or 0,
        may_publish=staff.is_coordinator,
        languages=tuple(topics.languages(visit.session)),
    )


def show(
    at: Studio, template: str, *, status: int = 200, saved: str = "", in_menu: bool = False, **values: Any
) -> Response:
    """A page of the studio; `saved` says what was just done, `in_menu` that the page is the one the menu names."""
    visit = at.visit
    return render(
        visit,
        f"studio/{template}.html",
        status=status,
        studio=at,
        here=at.home if in_menu else "",
        language_choices=[(each, visit.speaker.language_name(each).capitalize()) for each in at.languages],
        said=visit.speaker.say(SAVED[saved]) if saved in SAVED else "",
        topics={topic.slug: in_language(topic.title, visit.language) for topic in topics.topics(visit.session)},
        **values,
    )


# --- the lists


@router.get("/studio/{municipality}")
def without_slash(municipality: str) -> Response:
    return RedirectResponse(f"/studio/{municipality}/", status_code=308)


@router.get("/studio/{municipality}/")
def front(visit: CurrentVisit, saved: str = "") -> Response:
    """The articles kept here; for a municipality also its texts in shared ones, and what waits for an editor."""
    here = studio(visit)
    own = editing.own_articles(visit.session, here.owner_id, here.languages)
    if here.shared:
        return show(here, "shared", saved=saved, in_menu=True, own=own)
    shared_id = topics.collaboration(visit.session).id or 0
    borrowed = editing.own_articles(visit.session, shared_id, here.languages)
    return show(
        here,
        "front",
        saved=saved,
        in_menu=True,
        own=own,
        borrowed=[row for row in borrowed if row.published],
        supplemented=editing.supplemented(visit.session, here.owner_id),
        missing=editing.missing_slots(visit.session, visit.municipality),
        uncaptured=enquiries.not_yet_articles(visit.session, here.staff, visit.municipality),
    )


# --- a new article


@router.get("/studio/{municipality}/articles/new")
def new(visit: CurrentVisit) -> Response:
    """The form for a new article."""
    here = studio(visit)
    here.must_publish()
    return show(here, "new", values={"language": here.languages[0]}, faults={})


@router.post("/studio/{municipality}/articles/new")
def begin(visit: CurrentVisit, form: FormFields) -> Response:
    """Begins an article and brings its editor to its text."""
    here = studio(visit)
    given = fields(form)
    draft, faults = drafts.read(NewArticleDraft, given)
    if draft is None:
        return show(here, "new", status=422, values=given, faults=sentences(faults, visit.speaker))
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        here.must_publish()
        article = actions.begin_article(
            visit.session, owner_id=here.owner_id, draft=draft, by=here.staff.account_id, now=visit.now
        )
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        faults_of = dict(problem_sentences(problem, visit.speaker))
        return show(here, "new", status=problem.status, values=given, faults=faults_of)
    return redirect(here.text(article.slug, article.source_language) + "?saved=new")


# --- a municipality's texts in a shared article: before the texts, whose addresses they would match


@router.get("/studio/{municipality}/articles/{slug}/supplements")
def local(visit: CurrentVisit, slug: str, saved: str = "") -> Response:
    """The shared article with the municipality's own texts, notes and slots in it."""
    return _local(_municipal_studio(visit), slug, saved=saved)


def _municipal_studio(visit: Visit) -> Studio:
    here = studio(visit)
    if here.shared:
        raise NotFound(N_("There is no page at this address."))
    here.must_publish()
    return here


@dataclass(frozen=True)
class LocalSection:
    """A section of a shared article as it is read here, and the municipality's texts after it."""

    id: str
    page: PageSection | None
    texts: list[LocalText]


def _local(
    here: Studio,
    slug: str,
    *,
    saved: str = "",
    status: int = 200,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> Response:
    """The page; with what was typed in the part that could not be saved (`given`), and why."""
    visit = here.visit
    article = editing.borrowed_article(visit.session, here.owner_id, slug)
    page = pages.read_article(
        visit.session,
        article.slug,
        language=visit.language,
        municipality=visit.municipality,
        today=visit.today,
        staff=True,
    )
    own = editing.local_texts(
        visit.session, article, here.owner_id, visibility=Visibility.PUBLIC, languages=here.languages
    )
    notes = editing.local_texts(
        visit.session, article, here.owner_id, visibility=Visibility.STAFF, languages=here.languages
    )
    nothing = editing.no_texts(here.languages)
    sections = [LocalSection(each.id, each, own.pop(each.id, nothing)) for each in page.sections if each.id]
    return show(
        here,
        "local",
        status=status,
        saved=saved,
        article=article,
        page=page,
        sections=sections,
        lost=[LocalSection(section, None, texts) for section, texts in own.items() if any(text.text for text in texts)],
        notes=notes.get("", nothing),
        slots=editing.slots(visit.session, article, visit.municipality),
        contacts=people.contacts(visit.session, visit.municipality.id or 0),
        given=given or {},
        faults=faults or {},
    )


@router.post("/studio/{municipality}/articles/{slug}/supplements")
def supplement(visit: CurrentVisit, slug: str, form: FormFields) -> Response:
    """Saves the municipality's texts after one section, or its note for staff."""
    here = _municipal_studio(visit)
    given = fields(form)
    note = given.get("kind") == "note"
    section = "" if note else given.get("section", "")
    name, place = ("note", "notes") if note else (f"text-{section}", f"own-{section}")
    texts, faults = _local_drafts(here, given, name)
    if faults:
        return _local(here, slug, status=422, given=given, faults=faults)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        changed = actions.supplement_section(
            visit.session,
            editing.borrowed_article(visit.session, here.owner_id, slug),
            owner_id=here.owner_id,
            section=section,
            drafts=texts,
            by=here.staff.account_id,
            now=visit.now,
            visibility=Visibility.STAFF if note else Visibility.PUBLIC,
        )
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        field = f"{name}-{problem.field}" if problem.field else place
        return _local(here, slug, status=problem.status, given=given, faults={field: visit.speaker.problem(problem)})
    done = ("note" if note else "local") if changed else "same"
    return redirect(f"{here.text(slug)}/supplements?saved={done}#{quote(place)}")


def _local_drafts(
    here: Studio, given: Mapping[str, str], name: str
) -> tuple[dict[str, SupplementDraft], dict[str, str]]:
    """The texts of the languages that came along in the form, and what is wrong with them by field."""
    texts: dict[str, SupplementDraft] = {}
    wrong: dict[str, str] = {}
    for language in here.languages:
        field = f"{name}-{language}"
        if field not in given:
            continue
        draft, faults = drafts.read(
            SupplementDraft, {"text": given[field], "made_from": given.get(f"made_from-{field}", "0")}
        )
        if draft is None:
            wrong[field] = next(iter(sentences(faults, here.visit.speaker).values()))
        else:
            texts[language] = draft
    return texts, wrong


@router.post("/studio/{municipality}/articles/{slug}/slots/{name}")
def fill_slot(visit: CurrentVisit, slug: str, name: str, form: FormFields) -> Response:
    """Saves what the municipality puts into the slots of this name, in this article and all others."""
    here = _municipal_studio(visit)
    given = fields(form)
    article = editing.borrowed_article(visit.session, here.owner_id, slug)
    slot = next((each for each in editing.slots(visit.session, article, visit.municipality) if each.name == name), None)
    if slot is None:
        raise NotFound(N_("There is no page at this address."))
    draft, _ = drafts.read(SlotDraft, {"value": _value(here, slot, given), "made_from": given.get("made_from", "0")})
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        if draft is None:
            raise Invalid(N_("This can't be used here. Please check it."))
        actions.fill_slot(
            visit.session, name, owner_id=here.owner_id, draft=draft, by=here.staff.account_id, now=visit.now
        )
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        faults = {_slot_field(here, slot, problem): visit.speaker.problem(problem)}
        return _local(here, slug, status=problem.status, given=given, faults=faults)
    return redirect(f"{here.text(slug)}/supplements?saved=slot#slot-{name}-heading")


def _value(here: Studio, slot: OpenSlot, given: Mapping[str, str]) -> Any:
    """The slot's value from its fields; what it may be, the room judges."""
    name = f"slot-{slot.name}"
    match SlotType(slot.type):
        case SlotType.HOURS | SlotType.CONTACT:
            return given.get(name, "")
        case SlotType.PLACE:
            names = {language: given.get(f"{name}-name-{language}", "") for language in here.languages}
            return {"name": names, "address": given.get(f"{name}-address", "")}
        case SlotType.FEE:
            return {"value": given.get(f"{name}-value", ""), "unit": given.get(f"{name}-unit", "")}
        case _:
            return {language: given.get(f"{name}-{language}", "") for language in here.languages}


def _slot_field(here: Studio, slot: OpenSlot, problem: Problem) -> str:
    """The field of the form that a problem is about; the slot's heading when it is about the slot itself."""
    if not isinstance(problem, Invalid):
        return f"slot-{slot.name}-heading"
    part = f"name-{here.languages[0]}" if problem.field == "name" else problem.field
    return f"slot-{slot.name}-{part}" if part else f"slot-{slot.name}"


# --- a text: its form, preview and revisions


@router.post("/studio/{municipality}/articles/{slug}/archive")
def archive(visit: CurrentVisit, slug: str, form: FormFields) -> Response:
    """Takes the article away from readers for good, in all languages."""
    here = studio(visit)
    given = fields(form)
    article = here.article(slug)
    language = given.get("language", "")
    here.must_know(language)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        here.must_publish()
        if given.get("sure") != "yes":
            raise Invalid(N_("Please tick the box to say that you are sure."), field="sure")
        actions.archive(visit.session, article, now=visit.now)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        return _text(here, article, language, problem=problem)
    return redirect(f"{here.home}?saved=archived")


@router.get("/studio/{municipality}/articles/{slug}/{text_language}")
def text(visit: CurrentVisit, slug: str, text_language: str, saved: str = "") -> Response:
    """An article's text in one language, to be written; when translating, with the source text beside it."""
    here = studio(visit)
    here.must_know(text_language)
    return _text(here, here.article(slug), text_language, saved=saved)


def _text(
    here: Studio,
    article: Article,
    language: str,
    *,
    values: Mapping[str, Any] | None = None,
    faults: Mapping[str, str] | None = None,
    problem: Problem | None = None,
    status: int = 200,
    saved: str = "",
) -> Response:
    """The form; with what was typed (`values`) when it could not be saved, and why.

    When somebody else was faster, her text stands beside the typed one, which counts as written on top of hers.
    """
    session = here.visit.session
    newest = editing.latest(session, article, language)
    states = editing.states(session, article, here.languages)
    state = next(each for each in states if each.language == language)
    shown = dict(values) if values is not None else _values(article, state, newest)
    if problem is not None:
        faults = dict(problem_sentences(problem, here.visit.speaker))
        status = problem.status
    body = str(shown.get("body", "")).replace("\r\n", "\n")
    conflict = newest if isinstance(problem, Conflict) and values is not None else None
    if conflict is not None:
        shown["made_from"] = conflict.number
    source = editing.source_text(session, article) if language != article.source_language else None
    history = editing.history(session, article, language)
    return show(
        here,
        "text",
        status=status,
        saved=saved,
        article=article,
        text_language=language,
        states=states,
        state=state,
        values=shown,
        faults=faults or {},
        wrong=articles.faults(session, article, body) if len(body) <= LONGEST_KEPT else [],
        conflict=conflict,
        conflict_by=next((each for each in history if conflict and each.number == conflict.number), None),
        source=source,
        history=history,
        importances=[
            (each.value, here.visit.speaker.say((FOR_TRANSLATIONS if source else IMPORTANCES)[each]))
            for each in Importance
        ],
    )


IMPORTANCES = {
    Importance.SMALL: N_("Small: a spelling or a wording, the meaning is the same"),
    Importance.CHANGED: N_("Changed: the meaning is new; translations are to be brought up to date"),
    Importance.IMPORTANT: N_("Important: readers of an older translation are warned"),
}
FOR_TRANSLATIONS = {
    Importance.SMALL: N_("Small: a spelling or a wording; a text that is behind stays behind"),
    Importance.CHANGED: N_("Changed: it now says what the source text says"),
    Importance.IMPORTANT: N_("Important: as changed, and colleagues should notice it"),
}


def _values(article: Article, state: TextState, newest: Revision | None) -> dict[str, Any]:
    """The form's fields for the newest text. Importance and reason of a draft stay until it is published."""
    values: dict[str, Any] = {"made_from": state.latest_number, "based_on": article.meaning}
    if newest is None:
        return values
    values |= {
        "title": newest.title,
        "summary": newest.summary,
        "body": newest.body,
        "phrasings": "\n".join(newest.phrasings),
    }
    if state.state != "published":
        values |= {"importance": newest.importance, "why": newest.why}
    return values


@router.post("/studio/{municipality}/articles/{slug}/{text_language}")
def save_draft(visit: CurrentVisit, slug: str, text_language: str, form: FormFields) -> Response:
    """Saves the text as the next revision; readers do not see it."""

    def save(here: Studio, article: Article, draft: TranslationDraft) -> str:
        actions.revise(visit.session, article, text_language, draft, by=here.staff.account_id, now=visit.now)
        return "draft"

    return _change(visit, slug, text_language, form, save)


@router.post("/studio/{municipality}/articles/{slug}/{text_language}/publish")
def publish(visit: CurrentVisit, slug: str, text_language: str, form: FormFields) -> Response:
    """Saves the text, and readers see it. Refused while it has faults."""

    def publish(here: Studio, article: Article, draft: TranslationDraft) -> str:
        here.must_publish()
        actions.publish(visit.session, article, text_language, draft, by=here.staff.account_id, now=visit.now)
        return "published"

    return _change(visit, slug, text_language, form, publish)


def _change(
    visit: Visit,
    slug: str,
    language: str,
    form: FormFields,
    do: Callable[[Studio, Article, TranslationDraft], str],
) -> Response:
    """Reads the draft, does what is to be done with it, and commits; whatever goes wrong, what was typed is kept."""
    here = studio(visit)
    here.must_know(language)
    article = here.article(slug)
    given = fields(form)
    draft, faults = drafts.read(TranslationDraft, given)
    if draft is None:
        return _text(here, article, language, values=given, faults=sentences(faults, visit.speaker), status=422)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        done = do(here, article, draft)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        return _text(here, article, language, values=given, problem=problem)
    return redirect(f"{here.text(slug, language)}?saved={done}")


@router.post("/studio/{municipality}/articles/{slug}/{text_language}/preview")
def preview(visit: CurrentVisit, slug: str, text_language: str, form: FormFields) -> Response:
    """The page as a reader of the municipality would see it with this text. Nothing is written."""
    here = studio(visit)
    here.must_know(text_language)
    article = here.article(slug)
    given = fields(form)
    draft, faults = drafts.read(TranslationDraft, given)
    if draft is None:
        return _text(here, article, text_language, values=given, faults=sentences(faults, visit.speaker), status=422)
    text = Revision(
        translation_id=0, number=0, title=draft.title, summary=draft.summary, body=draft.body, saved_at=visit.now
    )
    page = pages.preview(
        visit.session,
        article,
        text,
        language=text_language,
        municipality=visit.municipality,
        today=visit.today,
    )
    return show(
        here,
        "preview",
        article=article,
        text_language=text_language,
        page=page,
        wrong=articles.faults(visit.session, article, draft.body),
        typed=[(name, given.get(name, "")) for name in TranslationDraft.model_fields],
    )


@router.post("/studio/{municipality}/articles/{slug}/{text_language}/write")
def go_on_writing(visit: CurrentVisit, slug: str, text_language: str, form: FormFields) -> Response:
    """Back from a preview to the form, with what was typed. Nothing is written."""
    here = studio(visit)
    here.must_know(text_language)
    return _text(here, here.article(slug), text_language, values=fields(form))


@router.post("/studio/{municipality}/articles/{slug}/{text_language}/take-back")
def take_back(visit: CurrentVisit, slug: str, text_language: str, form: FormFields) -> Response:
    """Readers see this text no more."""
    here = studio(visit)
    here.must_know(text_language)
    article = here.article(slug)
    try:
        visit.must_be_our_form(fields(form).get("form_token", ""))
        here.must_publish()
        translation = actions.translation_of(visit.session, article, text_language)
        if translation is None:
            raise NotFound(N_("There is no text in this language yet."))
        actions.take_back(visit.session, article, translation)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        return _text(here, article, text_language, problem=problem)
    return redirect(f"{here.text(slug, text_language)}?saved=taken-back")


@router.get("/studio/{municipality}/articles/{slug}/{text_language}/revisions/{number}")
def revision(visit: CurrentVisit, slug: str, text_language: str, number: Number) -> Response:
    """A saved text, to be looked at."""
    here = studio(visit)
    here.must_know(text_language)
    article = here.article(slug)
    found = articles.revision(visit.session, article, text_language, number)
    history = editing.history(visit.session, article, text_language)
    return show(
        here,
        "revision",
        article=article,
        text_language=text_language,
        revision=found,
        saved_as=next(each for each in history if each.number == number),
        newest=history[0],
    )


@router.post("/studio/{municipality}/articles/{slug}/{text_language}/revisions/{number}/restore")
def restore(visit: CurrentVisit, slug: str, text_language: str, number: Number, form: FormFields) -> Response:
    """An earlier text becomes the next revision, as a draft."""
    here = studio(visit)
    here.must_know(text_language)
    article = here.article(slug)
    given = fields(form)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        made_from = given.get("made_from", "")
        actions.restore(
            visit.session,
            article,
            text_language,
            number,
            made_from=int(made_from) if made_from.isdecimal() and len(made_from) < 10 else 0,
            why=visit.speaker.say(N_("Revision %(number)s restored."), number=number),
            by=here.staff.account_id,
            now=visit.now,
        )
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        return _text(here, article, text_language, problem=problem)
    return redirect(f"{here.text(slug, text_language)}?saved=restored")
