"""Brings a knowledge folder into the house, without losing what was edited there.

For each file three things are compared: what the file says, what it said when it was last imported, and what the house
would write there now. Where the house still says what was imported, the file may replace it; where somebody has edited
it since, it is kept and reported.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from app.articles import actions
from app.articles.drafts import SlotDraft, SupplementDraft, TranslationDraft
from app.articles.models import Article, ImportedFile, Revision, SlotValue, Supplement, Translation, Visibility
from app.core.forms import language_order
from app.events.actions import keep_events
from app.guidance import actions as guidance
from app.guidance.drafts import ChecklistTable, GuidanceText, GuideTable
from app.guidance.models import Checklist, Guide
from app.knowledge import forms
from app.knowledge.checking import check, errors
from app.knowledge.exporting import held_forms
from app.knowledge.forms import ArticleForm, BasedOn, TextForm
from app.knowledge.keeping import describe, follow_source, keep_figures, mark_behind
from app.knowledge.places import Kind, Place
from app.knowledge.planning import Outcome, Plan, Take, home
from app.knowledge.reading import File, Finding, Folder, read_folder
from app.people import actions as people
from app.people.models import Municipality, ResourcePerson
from app.topics import actions as topics
from app.topics.models import Everyday, Gap, Language, Owner, OwnerKind, Term, Topic


@dataclass(frozen=True)
class Report:
    """What an import did (or would do), by path.

    `kept`: edited in the studio since; `still_here`: no longer in the folder, but in the house; `left_out`: the folders
    of demo municipalities that were not looked at. With `faults` nothing was brought in at all.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    still_here: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    faults: tuple[Finding, ...] = ()


def import_folder(
    session: Session, folder: Path, *, now: datetime, dry_run: bool = False, take: Take | None = None, demo: bool = True
) -> Report:
    """Brings in what is new or changed, in one transaction that the caller commits.

    What was edited in the house since is kept and reported; `take="file"` lets the file replace it all the same.
    Without `demo`, municipalities that are marked so are left out. A dry run only reports.
    Raises NotFound when there is no such folder.
    """
    everything = read_folder(folder)
    left_out = () if demo else _demos(everything)
    read = _without(everything, left_out)
    held = held_forms(session)
    if faults := errors(check(read, held.forms, session.exec(select(Language.code)).all())):
        return Report(faults=tuple(faults))
    plan = Plan(read, held, {row.path: row.digest for row in session.exec(select(ImportedFile))}, take)
    if not dry_run:
        _Import(session, plan, now).carry_out()
    return Report(
        added=plan.having(Outcome.ADDED),
        changed=plan.having(Outcome.CHANGED),
        unchanged=plan.having(Outcome.UNCHANGED),
        kept=plan.having(Outcome.KEPT),
        still_here=tuple(plan.still_here(demo=demo)),
        left_out=left_out,
    )


def _demos(folder: Folder) -> tuple[str, ...]:
    """The folders of its demo municipalities."""
    found = (file for file in folder.files.values() if isinstance(file.form, forms.MunicipalityForm) and file.form.demo)
    return tuple(sorted(f"municipalities/{file.place.municipality}/" for file in found))


def _without(folder: Folder, left_out: tuple[str, ...]) -> Folder:
    kept = {path: file for path, file in folder.files.items() if not path.startswith(left_out)}
    return Folder(kept, tuple(each for each in folder.findings if not each.file.startswith(left_out)))


ORDER = (
    Kind.TOPICS,
    Kind.COUNTRIES,
    Kind.TERMS,
    Kind.EVERYDAY,
    Kind.GAPS,
    Kind.MUNICIPALITY,
    Kind.FIGURES,
    Kind.ARTICLE,
    Kind.TEXT,
    Kind.SUPPLEMENT,
    Kind.NOTE,
    Kind.SLOTS,
    Kind.PEOPLE,
    Kind.EVENTS,
    Kind.GUIDE,
    Kind.GUIDE_TEXT,
    Kind.CHECKLIST,
    Kind.CHECKLIST_TEXT,
)


class _Import:
    """Carries a plan out: things before what refers to them, source texts before their translations."""

    def __init__(self, session: Session, plan: Plan, now: datetime) -> None:
        self.session = session
        self.plan = plan
        self.now = now
        self.bring: Mapping[Kind, Callable[[Place, Any], None]] = {
            Kind.TOPICS: self._topics,
            Kind.TERMS: self._terms,
            Kind.EVERYDAY: self._everyday,
            Kind.GAPS: self._gaps,
            Kind.MUNICIPALITY: self._municipality,
            Kind.FIGURES: self._figures,
            Kind.ARTICLE: self._article,
            Kind.TEXT: self._text,
            Kind.SUPPLEMENT: self._supplement,
            Kind.NOTE: self._note,
            Kind.SLOTS: self._slots,
            Kind.PEOPLE: self._people,
            Kind.COUNTRIES: self._countries,
            Kind.EVENTS: self._events,
            Kind.GUIDE: self._guide,
            Kind.GUIDE_TEXT: self._guide_text,
            Kind.CHECKLIST: self._checklist,
            Kind.CHECKLIST_TEXT: self._checklist_text,
        }

    def carry_out(self) -> None:
        files = sorted(self.plan.folder.files.values(), key=self._turn)
        todo = [file for file in files if self.plan.outcomes[file.path] in (Outcome.ADDED, Outcome.CHANGED)]
        if todo:
            topics.prepare(self.session, languages=self._languages())
        for file in files:
            if isinstance(file.form, ArticleForm) and home(file.path) in self.plan.moved:
                self._move(file.place, file.form)
            if file in todo:
                self.bring[file.place.kind](file.place, file.form)
        self._mark_behind(todo)
        self._drop_topics(todo)
        self._remember()

    def _languages(self) -> list[str]:
        """The house's languages; in a house that has none yet, those of the folder."""
        known = list(self.session.exec(select(Language.code).order_by(col(Language.position))))
        found = {file.place.language for file in self.plan.folder.files.values() if file.place.kind == Kind.TEXT}
        return known or sorted(found, key=language_order)

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
        known = {row.path: row for row in self.session.exec(select(ImportedFile))}
        stamps = self.plan.stamps()
        for path, stamp in stamps.items():
            row = known.get(path) or ImportedFile(path=path, digest="")
            row.digest = stamp
            self.session.add(row)
        for path in known.keys() - stamps.keys():
            self.session.delete(known[path])
        self.session.flush()

    def _topics(self, place: Place, form: forms.TopicsForm) -> None:
        for position, topic in enumerate(form.root):
            topics.keep_topic(self.session, topic.slug, position=position, title=topic.title, summary=topic.summary)

    def _drop_topics(self, brought: list[File]) -> None:
        """Topics that the file no longer has; last, when nothing brought in has them any more."""
        for form in (file.form for file in brought if isinstance(file.form, forms.TopicsForm)):
            here = [topic.slug for topic in form.root]
            for topic in self.session.exec(select(Topic).where(col(Topic.slug).not_in(here))).all():
                topics.drop_topic(self.session, topic)

    def _terms(self, place: Place, form: forms.TermsForm) -> None:
        for term in self.session.exec(select(Term).where(col(Term.slug).not_in(list(form.root)))).all():
            topics.drop_term(self.session, term)
        for slug, languages in form.root.items():
            words = {language: each.words for language, each in languages.items()}
            meaning = {language: each.meaning for language, each in languages.items() if each.meaning}
            topics.keep_term(self.session, slug, words=words, meaning=meaning)

    def _everyday(self, place: Place, form: forms.EverydayForm) -> None:
        for entry in self.session.exec(select(Everyday).where(col(Everyday.slug).not_in(list(form.root)))).all():
            topics.drop_everyday(self.session, entry)
        for slug, words in form.root.items():
            topics.keep_everyday(self.session, slug, words=words)

    def _gaps(self, place: Place, form: forms.GapsForm) -> None:
        for gap in self.session.exec(select(Gap).where(col(Gap.slug).not_in(list(form.root)))).all():
            topics.drop_gap(self.session, gap)
        for slug, each in form.root.items():
            topics.keep_gap(self.session, slug, topic=self._topic(each.topic), phrasings=each.phrasings)

    def _countries(self, place: Place, form: forms.CountriesForm) -> None:
        topics.keep_countries(self.session, form.countries())

    def _guide(self, place: Place, form: GuideTable) -> None:
        guidance.keep_guide(self.session, place.slug, form)

    def _checklist(self, place: Place, form: ChecklistTable) -> None:
        guidance.keep_checklist(self.session, place.slug, form)

    def _guide_text(self, place: Place, form: GuidanceText) -> None:
        guide = self.session.exec(select(Guide).where(Guide.slug == place.slug)).one()
        guidance.put_into_words(self.session, guide, place.language, form)

    def _checklist_text(self, place: Place, form: GuidanceText) -> None:
        checklist = self.session.exec(select(Checklist).where(Checklist.slug == place.slug)).one()
        guidance.put_into_words(self.session, checklist, place.language, form)

    def _municipality(self, place: Place, form: forms.MunicipalityForm) -> None:
        values = form.model_dump(exclude={"postcodes", "contacts"})
        values["secure_contact"] = values["secure_contact"] or {}
        values["offers"] = form.model_dump(mode="json", include={"offers"})["offers"]
        people.keep_municipality(
            self.session,
            place.municipality,
            about=values,
            postcodes={postcode.code: postcode.town for postcode in form.postcodes},
            contacts={key: contact.model_dump() for key, contact in form.contacts.items()},
        )

    def _owner(self, municipality: str) -> int:
        of = (
            (Owner.kind == OwnerKind.MUNICIPALITY, Owner.slug == municipality)
            if municipality
            else (Owner.kind == OwnerKind.COLLABORATION,)
        )
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

    def _move(self, place: Place, form: ArticleForm) -> None:
        """The article gets the name and topic that its folder has now, even where what was edited in it is kept."""
        article = self._coded(form.code, place)
        if article is not None:
            article.topic_id = self._topic(place.topic).id or 0
            actions.rename(self.session, article, place.slug)

    def _article(self, place: Place, form: ArticleForm) -> None:
        topic = self._topic(place.topic)
        article = self._coded(form.code, place) or self._named(place)
        if article is None:
            owner, language = self._owner(place.municipality), form.source_language
            article = actions.new_article(self.session, owner_id=owner, topic=topic, slug=place.slug, language=language)
        actions.rename(self.session, article, place.slug)
        described = {"code", "visibility", "for_replies", "source_language", "audiences", "situations"}
        described |= {"responsible", "review_months", "to_verify"}
        describe(
            self.session,
            article,
            about={**form.model_dump(include=described), "topic_id": topic.id, "archived_at": None},
            sources=[source.model_dump() for source in form.sources],
            slots=[slot.model_dump() for slot in form.slots],
            aliases=form.aliases,
        )

    def _topic(self, slug: str) -> Topic:
        return self.session.exec(select(Topic).where(Topic.slug == slug)).one()

    def _coded(self, code: str, place: Place) -> Article | None:
        owner = self._owner(place.municipality)
        return self.session.exec(select(Article).where(Article.code == code, Article.owner_id == owner)).first()

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
            if self.plan.catches_up(place.path):
                follow_source(self.session, article, translation)
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
            if found := self._named(article_place):
                earlier, before_important = (
                    languages.get(word, []) for word in (BasedOn.EARLIER, BasedOn.BEFORE_IMPORTANT)
                )
                mark_behind(self.session, found, earlier=earlier, before_important=before_important)

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

    def _events(self, place: Place, form: forms.EventsForm) -> None:
        keep_events(self.session, self._here(place).id or 0, [event.model_dump() for event in form.root])

    def _here(self, place: Place) -> Municipality:
        return self.session.exec(select(Municipality).where(Municipality.slug == place.municipality)).one()

    def _people(self, place: Place, form: forms.PeopleForm) -> None:
        municipality = self._here(place)
        described = {"name", "title", "email", "telephone", "hours", "place"}
        described |= {"shown_as", "team", "public", "confirmed_on", "capacity"}
        for person in form.root:
            people.keep_person(
                self.session,
                municipality,
                person.slug,
                about=person.model_dump(include=described),
                topics=person.topics,
                subjects=person.subjects,
                details=person.details,
                languages=person.languages,
                shared_with=person.shared_with,
                absences=[(absence.first_day, absence.last_day) for absence in person.absences],
                now=self.now,
            )
        here = [person.slug for person in form.root]
        others = select(ResourcePerson).where(
            ResourcePerson.municipality_id == municipality.id,
            col(ResourcePerson.active),
            col(ResourcePerson.slug).not_in(here),
        )
        for gone in self.session.exec(others).all():
            people.let_go(self.session, gone)
        people.keep_pairs(self.session, municipality, {person.slug: person.interpreters for person in form.root})
