"""Brings a knowledge folder into the house, without losing what was edited there.

For each file three things are compared: what the file says, what it said when it was last imported, and what the house
would write there now. Where the house still says what was imported, the file may replace it; where somebody has edited
it since, it is kept and reported.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from sqlmodel import Session, col, select

from app.articles import actions
from app.articles.drafts import SlotDraft, SupplementDraft, TranslationDraft
from app.articles.files import forms
from app.articles.files.checking import check, errors
from app.articles.files.exporting import Held, held_forms
from app.articles.files.forms import AnyForm, ArticleForm, BasedOn, TextForm
from app.articles.files.keeping import describe, keep_figures, mark_behind
from app.articles.files.places import Kind, Place, place_of
from app.articles.files.reading import File, Finding, Folder, read_folder
from app.articles.files.writing import digest
from app.articles.models import Article, ImportedFile, Revision, SlotValue, Supplement, Translation, Visibility
from app.people import actions as people
from app.people.models import Municipality, ResourcePerson
from app.topics import actions as topics
from app.topics.models import Language, Owner, OwnerKind, Term, Topic


class Outcome(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclass(frozen=True)
class Report:
    """What an import did (or would do), by path.

    `kept`: edited in the studio since; `still_here`: no longer in the folder, but in the house. With `faults` nothing was
    brought in at all.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    still_here: tuple[str, ...] = ()
    faults: tuple[Finding, ...] = ()


Take = Literal["file", "database"]


def import_folder(
    session: Session, folder: Path, *, now: datetime, dry_run: bool = False, take: Take | None = None, demo: bool = True
) -> Report:
    """Brings in what is new or changed, in one transaction that the caller commits.

    `take` decides for what was edited on both sides: the file's or the database's text (none: the database's, too, until
    somebody decides). Without `demo`, municipalities that are marked so are left out. A dry run only reports.
    Raises NotFound when there is no such folder.
    """
    read = _without_demo(read_folder(folder), demo)
    held = held_forms(session)
    if faults := errors(check(read, held.forms, session.exec(select(Language.code)).all())):
        return Report(faults=tuple(faults))
    plan = _Plan(read, held, {row.path: row.digest for row in session.exec(select(ImportedFile))}, take)
    if not dry_run:
        _Import(session, plan, now).carry_out()
    return plan.report(demo)


def _without_demo(folder: Folder, demo: bool) -> Folder:
    left_out = {
        f"municipalities/{file.place.municipality}/"
        for file in folder.files.values()
        if not demo and isinstance(file.form, forms.MunicipalityForm) and file.form.demo
    }
    if not left_out:
        return folder
    kept = {path: file for path, file in folder.files.items() if not path.startswith(tuple(left_out))}
    return Folder(kept, tuple(each for each in folder.findings if not each.file.startswith(tuple(left_out))))


@dataclass
class _Plan:
    """What is to be done with each file."""

    folder: Folder
    held: Held
    imported: Mapping[str, str]
    take: Take | None

    @cached_property
    def moved(self) -> dict[str, str]:
        """Articles that have another place in the folder than in the house: new place -> old one. They are known by their codes,
        and only the folder moved them: the house still has them where they were imported."""
        old = {form.code: path for path, form in self.held.forms.items() if isinstance(form, ArticleForm)}
        return {
            _home(path): _home(was)
            for path, file in self.folder.files.items()
            if isinstance(file.form, ArticleForm)
            and (was := old.get(file.form.code, path)) != path
            and was in self.imported
            and was not in self.folder.files
        }

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        return {path: self._outcome(path, file) for path, file in self.folder.files.items()}

    def _outcome(self, path: str, file: File) -> Outcome:
        home = _home(path)
        before = path.replace(home, self.moved[home], 1) if home in self.moved else path
        stands = self.held.forms.get(before)
        decided = decide(
            digest(file.form),
            imported=self.imported.get(before),
            held=digest(stands) if stands else None,
            unpublished=before in self.held.unpublished,
            take=self.take,
        )
        moves = decided == Outcome.UNCHANGED and before != path and file.place.kind == Kind.ARTICLE
        return Outcome.CHANGED if moves else decided

    def report(self, demo: bool) -> Report:
        by_outcome = {outcome: tuple(path for path, each in self.outcomes.items() if each == outcome) for outcome in Outcome}
        return Report(
            added=by_outcome[Outcome.ADDED],
            changed=by_outcome[Outcome.CHANGED],
            unchanged=by_outcome[Outcome.UNCHANGED],
            kept=by_outcome[Outcome.KEPT],
            still_here=tuple(self._still_here(demo)),
        )

    def _still_here(self, demo: bool) -> Iterator[str]:
        demo_homes = {
            _home(path) for path, form in self.held.forms.items() if isinstance(form, forms.MunicipalityForm) and form.demo
        }
        for path in sorted(self.imported.keys() & self.held.forms.keys() - self.folder.files.keys()):
            left_out = not demo and path.startswith(tuple(demo_homes))
            if not left_out and _home(path) not in self.moved.values():
                yield path


def _home(path: str) -> str:
    """The folder of a file, with its slash."""
    return path[: path.rfind("/") + 1]


def decide(
    file: str, *, imported: str | None, held: str | None, unpublished: bool = False, take: Take | None = None
) -> Outcome:
    """What to do with a file, by the digests of what it says, what it said at the last import, and what the house holds."""
    if held is None:
        return Outcome.ADDED if imported is None or take == "file" else Outcome.KEPT
    if file == held and not unpublished:
        return Outcome.UNCHANGED
    if imported == held and not unpublished:
        return Outcome.CHANGED
    return Outcome.CHANGED if take == "file" else Outcome.KEPT


ORDER = (
    Kind.TOPICS,
    Kind.TERMS,
    Kind.MUNICIPALITY,
    Kind.FIGURES,
    Kind.ARTICLE,
    Kind.TEXT,
    Kind.SUPPLEMENT,
    Kind.NOTE,
    Kind.SLOTS,
    Kind.PEOPLE,
)


class _Import:
    """Carries a plan out: things before what refers to them, source texts before their translations."""

    def __init__(self, session: Session, plan: _Plan, now: datetime) -> None:
        self.session = session
        self.plan = plan
        self.now = now
        self.bring: Mapping[Kind, Callable[[Place, Any], None]] = {
            Kind.TOPICS: self._topics,
            Kind.TERMS: self._terms,
            Kind.MUNICIPALITY: self._municipality,
            Kind.FIGURES: self._figures,
            Kind.ARTICLE: self._article,
            Kind.TEXT: self._text,
            Kind.SUPPLEMENT: self._supplement,
            Kind.NOTE: self._note,
            Kind.SLOTS: self._slots,
            Kind.PEOPLE: self._people,
        }

    def carry_out(self) -> None:
        todo = [
            self.plan.folder.files[path]
            for path, outcome in self.plan.outcomes.items()
            if outcome in (Outcome.ADDED, Outcome.CHANGED)
        ]
        if todo:
            topics.prepare(self.session, languages=self._languages())
        for file in sorted(todo, key=self._turn):
            self.bring[file.place.kind](file.place, file.form)
        self._mark_behind(todo)
        self._remember()

    def _languages(self) -> list[str]:
        """The house's languages; in a house that has none yet, those of the folder."""
        known = list(self.session.exec(select(Language.code).order_by(col(Language.position))))
        found = {file.place.language for file in self.plan.folder.files.values() if file.place.kind == Kind.TEXT}
        return known or sorted(found, key=forms.language_order)

    def _turn(self, file: File) -> tuple[int, bool, str]:
        return (ORDER.index(file.place.kind), not self._is_source(file), file.path)

    def _is_source(self, file: File) -> bool:
        if file.place.kind != Kind.TEXT:
            return False
        path = Place(Kind.ARTICLE, file.place.municipality, file.place.topic, file.place.slug).path
        about = self.plan.folder.files.get(path)
        form = about.form if about else self.plan.held.forms.get(path)
        return isinstance(form, ArticleForm) and form.source_language == file.place.language

    def _remember(self) -> None:
        """Keeps the digests of what was brought in, and of what stood here already in the same words."""
        known = {row.path: row for row in self.session.exec(select(ImportedFile))}
        for path, outcome in self.plan.outcomes.items():
            if outcome != Outcome.KEPT:
                row = known.get(path) or ImportedFile(path=path, digest="")
                row.digest = digest(self.plan.folder.files[path].form)
                self.session.add(row)
        for path in known.keys() - self.plan.folder.files.keys():
            if path not in self.plan.held.forms or _home(path) in self.plan.moved.values():
                self.session.delete(known[path])
        self.session.flush()

    # --- Each kind of file ----------------------------------------------------------------------------------------------

    def _topics(self, place: Place, form: forms.TopicsForm) -> None:
        for position, topic in enumerate(form.root):
            topics.keep_topic(self.session, topic.slug, position=position, title=topic.title, summary=topic.summary)
        for topic in self.session.exec(select(Topic).where(col(Topic.slug).not_in([each.slug for each in form.root]))):
            topics.drop_topic(self.session, topic)

    def _terms(self, place: Place, form: forms.TermsForm) -> None:
        for term in self.session.exec(select(Term).where(col(Term.slug).not_in(list(form.root)))):
            topics.drop_term(self.session, term)
        for slug, languages in form.root.items():
            words = {language: each.words for language, each in languages.items()}
            meaning = {language: each.meaning for language, each in languages.items() if each.meaning}
            topics.keep_term(self.session, slug, words=words, meaning=meaning)

    def _municipality(self, place: Place, form: forms.MunicipalityForm) -> None:
        values = form.model_dump(exclude={"postcodes", "contacts"})
        values["secure_contact"] = values["secure_contact"] or {}
        people.keep_municipality(
            self.session,
            place.municipality,
            about=values,
            postcodes={postcode.code: postcode.town for postcode in form.postcodes},
            contacts={key: contact.model_dump() for key, contact in form.contacts.items()},
        )

    def _owner(self, municipality: str) -> int:
        of = (Owner.kind == OwnerKind.MUNICIPALITY, Owner.slug == municipality) if municipality else (Owner.kind == OwnerKind.COLLABORATION,)
        return self.session.exec(select(Owner.id).where(*of)).one() or 0

    def _figures(self, place: Place, form: forms.FiguresForm) -> None:
        rows = [
            {
                "name": name,
                "unit": figure.unit,
                "value": value.value,
                "valid_from": value.valid_from,
                "valid_to": value.valid_to,
                "source_name": value.source.name if value.source else "",
                "source_address": value.source.address if value.source else "",
                "checked_on": value.source.checked_on if value.source else None,
            }
            for name, figure in form.root.items()
            for value in figure.values
        ]
        keep_figures(self.session, owner_id=self._owner(place.municipality), rows=rows)

    def _article(self, place: Place, form: ArticleForm) -> None:
        topic = self.session.exec(select(Topic).where(Topic.slug == place.topic)).one()
        article = self.session.exec(select(Article).where(Article.code == form.code)).first()
        if article is None:
            article = self._named(place)
        if article is None:
            owner = self._owner(place.municipality)
            article = actions.new_article(
                self.session, owner_id=owner, topic=topic, slug=place.slug, language=form.source_language
            )
        elif article.slug != place.slug:
            actions.rename(self.session, article, place.slug)
        described = ("code", "visibility", "source_language", "audiences", "situations", "responsible", "review_months", "to_verify")
        describe(
            self.session,
            article,
            about={**form.model_dump(include=set(described)), "topic_id": topic.id, "archived_at": None},
            sources=[source.model_dump() for source in form.sources],
            slots=[slot.model_dump() for slot in form.slots],
            aliases=form.aliases,
        )

    def _named(self, place: Place) -> Article | None:
        owner = self._owner(place.municipality)
        return self.session.exec(select(Article).where(Article.slug == place.slug, Article.owner_id == owner)).first()

    def _text(self, place: Place, form: TextForm) -> None:
        article = self._named(place)
        if article is None:  # its article.yaml was kept under another name: the studio renamed it
            return
        draft = form.state == forms.DRAFT
        translation = actions.translation_of(self.session, article, place.language)
        if translation is None or not self._says(translation, form):
            actions.revise(
                self.session,
                article,
                place.language,
                TranslationDraft(
                    title=form.title,
                    summary=form.summary,
                    body=form.body,
                    phrasings=form.phrasings,
                    made_from=translation.latest_number if translation else 0,
                ),
                by=None,
                now=self.now,
                publish=not draft,
            )
        elif not draft:
            actions.show_revision(self.session, article, translation)
        if draft and translation and translation.public_number is not None:
            actions.take_back(self.session, article, translation)

    def _says(self, translation: Translation, form: TextForm) -> bool:
        """Whether the latest text is this one already."""
        latest = self.session.get(Revision, (translation.id, translation.latest_number))
        words = ("title", "summary", "body", "phrasings")
        return latest is not None and all(getattr(latest, word) == getattr(form, word) for word in words)

    def _mark_behind(self, brought: list[File]) -> None:
        """Texts whose files say that their source has moved on since."""
        behind: dict[Place, dict[str, list[str]]] = {}
        for file in brought:
            if isinstance(file.form, TextForm) and file.form.based_on and not file.form.state:
                place = file.place
                article = Place(Kind.ARTICLE, place.municipality, place.topic, place.slug)
                behind.setdefault(article, {}).setdefault(file.form.based_on, []).append(place.language)
        for article_place, languages in behind.items():
            article = self._named(article_place)
            if article is not None:
                mark_behind(
                    self.session,
                    article,
                    earlier=languages.get(BasedOn.EARLIER, []),
                    before_important=languages.get(BasedOn.BEFORE_IMPORTANT, []),
                )

    def _supplement(self, place: Place, form: forms.SupplementForm) -> None:
        self._local_texts(place, {section: text for section, text in form.after.items() if text}, Visibility.PUBLIC)

    def _note(self, place: Place, form: forms.NoteForm) -> None:
        self._local_texts(place, {"": form.text}, Visibility.STAFF)

    def _local_texts(self, place: Place, texts: Mapping[str, str], visibility: Visibility) -> None:
        """A municipality's texts by section; what the file no longer has is taken away."""
        owner = self._owner(place.municipality)
        article = self._named(place) or self._named(Place(place.kind, slug=place.slug))
        if article is None:
            return
        rows = self.session.exec(
            select(Supplement).where(
                Supplement.article_id == article.id,
                Supplement.owner_id == owner,
                Supplement.language == place.language,
                Supplement.visibility == visibility,
            )
        )
        known = {row.section: row for row in rows}
        for section in [*texts, *(known.keys() - texts.keys())]:
            text, row = texts.get(section, ""), known.get(section)
            if row is None or row.text != text:
                actions.supplement(
                    self.session,
                    article,
                    owner_id=owner,
                    section=section,
                    language=place.language,
                    draft=SupplementDraft(text=text, made_from=row.number if row else 0),
                    by=None,
                    now=self.now,
                    visibility=visibility,
                )

    def _slots(self, place: Place, form: forms.SlotsForm) -> None:
        owner = self._owner(place.municipality)
        known = {row.name: row for row in self.session.exec(select(SlotValue).where(SlotValue.owner_id == owner))}
        for name in [*form.root, *(known.keys() - form.root.keys())]:
            value, row = form.root.get(name), known.get(name)
            if row is None or row.value != value:
                draft = SlotDraft(value=value, made_from=row.number if row else 0)
                actions.fill_slot(self.session, name, owner_id=owner, draft=draft, by=None, now=self.now)

    def _people(self, place: Place, form: forms.PeopleForm) -> None:
        municipality = self.session.exec(select(Municipality).where(Municipality.slug == place.municipality)).one()
        described = ("name", "title", "email", "telephone", "hours", "place", "shown_as", "team", "public", "confirmed_on")
        for person in form.root:
            people.keep_person(
                self.session,
                municipality,
                person.slug,
                about=person.model_dump(include=set(described)),
                topics=person.topics,
                subjects=person.subjects,
                languages=person.languages,
                absences=[(absence.first_day, absence.last_day) for absence in person.absences],
                now=self.now,
            )
        here = [person.slug for person in form.root]
        others = select(ResourcePerson).where(
            ResourcePerson.municipality_id == municipality.id, col(ResourcePerson.active), col(ResourcePerson.slug).not_in(here)
        )
        for gone in self.session.exec(others).all():
            people.let_go(self.session, gone)
