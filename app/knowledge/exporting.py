"""Writes what the house knows as a folder of text files, the same that an import reads. Content, not history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from app.articles.models import (
    Article,
    ArticleAlias,
    Figure,
    ImportedFile,
    Revision,
    Slot,
    SlotValue,
    Source,
    Supplement,
    Translation,
    Visibility,
)
from app.core.errors import N_, Conflict, NotFound
from app.events.queries import events
from app.guidance import queries as guidance
from app.knowledge import forms
from app.knowledge.forms import AnyForm, ArticleForm, BasedOn, TextForm
from app.knowledge.places import Kind, Place, place_of
from app.knowledge.writing import digest, read_stamp, write
from app.people.models import Contact, Municipality, Postcode
from app.people.queries import colleagues
from app.people.rules import Colleague
from app.topics.models import Everyday, Gap, Owner, OwnerKind, Term, Topic
from app.topics.queries import countries
from app.topics.rules import Origin


@dataclass(frozen=True)
class Export:
    """What was written, and which knowledge files the folder holds that the house does not (they are left alone)."""

    written: tuple[str, ...]
    left_alone: tuple[str, ...]


def export_folder(session: Session, folder: Path, municipality: str | None = None) -> Export:
    """Writes everything, or what is shared and one municipality's own, into `folder` (made when missing).

    Raises NotFound for an unknown municipality, Conflict when a link stands where a file or folder belongs.
    """
    known = select(Municipality.slug).where(Municipality.slug == municipality)
    if municipality is not None and session.exec(known).first() is None:
        raise NotFound(N_("There is no municipality “%(name)s”."), name=municipality)
    held = _as_imported(session, held_forms(session, municipality).forms)
    for path, form in held.items():
        _write(folder, path, write(form).encode())
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    return Export(tuple(sorted(held)), tuple(sorted(path for path in there - held.keys() if place_of(path))))


def _as_imported(session: Session, held: Mapping[str, AnyForm]) -> dict[str, AnyForm]:
    """Where a text and its source stand as files brought them, it says what its file said of how far behind it is.

    An import that changes the source alone leaves its translations behind; their files did not say so, and come out as
    they went in. An edit in the studio does show.
    """
    imported = {row.path: read_stamp(row.digest) for row in session.exec(select(ImportedFile))}
    same = {path for path, form in held.items() if path in imported and imported[path][0] == digest(form)}
    result = dict(held)
    for path, form in held.items():
        if isinstance(form, TextForm) and path in same and _source_path(path, held) in same:
            result[path] = form.model_copy(update={"based_on": imported[path][1]})
    return result


def _source_path(path: str, held: Mapping[str, AnyForm]) -> str:
    """Where the source text stands that this text belongs to."""
    home = path[: path.rfind("/") + 1]
    about = held[home + Kind.ARTICLE.value]
    return f"{home}{about.source_language}.md" if isinstance(about, ArticleForm) else ""


def _write(folder: Path, path: str, content: bytes) -> None:
    file = folder / path
    if any(each.is_symlink() for each in (file, *file.parents) if each.is_relative_to(folder) and each != folder):
        raise Conflict(N_("%(path)s is a link; it is not written over."), path=path)
    if file.exists() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


@dataclass
class Held:
    """What the house holds, as files would say it. `unpublished`: a newer text waits in the studio."""

    forms: dict[str, AnyForm] = field(default_factory=dict)
    unpublished: set[str] = field(default_factory=set)

    def add(self, place: Place, form: AnyForm) -> None:
        self.forms[place.path] = form


def held_forms(session: Session, municipality: str | None = None) -> Held:
    """Everything, or what is shared and one municipality's own, as forms by path: a query for each table, and a few
    for each municipality's people and events."""
    held = Held()
    homes = _homes(session, municipality)
    shared = [owner for owner, home in homes.items() if not home]
    if shared:
        _topics(session, held)
        _terms(session, held)
        _everyday(session, held)
        _gaps(session, held)
        _countries(session, held)
        _guidance(session, held)
    _figures(session, held, homes)
    _articles(session, held, homes)
    _supplements(session, held, homes)
    _municipalities(session, held, homes)
    _slots(session, held, homes)
    _people(session, held, homes)
    _events(session, held, homes)
    return held


def _homes(session: Session, municipality: str | None) -> dict[int, str]:
    """Owners whose things are written: "" for the collaboration, else the municipality's slug."""
    homes = {owner.id or 0: "" for owner in session.exec(select(Owner).where(Owner.kind == OwnerKind.COLLABORATION))}
    for each in session.exec(select(Municipality)):
        if municipality in (None, each.slug):
            homes[each.owner_id] = each.slug
    return homes


def _topics(session: Session, held: Held) -> None:
    found = session.exec(select(Topic).order_by(col(Topic.position), col(Topic.slug))).all()
    if found:
        topics = [forms.TopicForm(slug=topic.slug, title=topic.title, summary=topic.summary) for topic in found]
        held.add(Place(Kind.TOPICS), forms.TopicsForm(topics))


def _terms(session: Session, held: Held) -> None:
    found = {
        term.slug: {
            language: {"words": term.words.get(language, []), "meaning": term.meaning.get(language, "")}
            for language in {*term.words, *term.meaning}
        }
        for term in session.exec(select(Term))
    }
    if found:
        held.add(Place(Kind.TERMS), forms.TermsForm.model_validate(found))


def _everyday(session: Session, held: Held) -> None:
    found = {each.slug: each.words for each in session.exec(select(Everyday))}
    if found:
        held.add(Place(Kind.EVERYDAY), forms.EverydayForm.model_validate(found))


def _gaps(session: Session, held: Held) -> None:
    rows = session.exec(select(Gap, Topic.slug).join(Topic, col(Topic.id) == col(Gap.topic_id)))
    found = {gap.slug: forms.GapForm(topic=topic, phrasings=gap.phrasings) for gap, topic in rows}
    if found:
        held.add(Place(Kind.GAPS), forms.GapsForm(found))


def _countries(session: Session, held: Held) -> None:
    found = countries(session)
    if found.origins:
        codes = {origin: [code for code, each in found.origins.items() if each == origin] for origin in Origin}
        areas = {
            code: forms.AreaForm(part_of=area.part_of, names=dict(area.names)) for code, area in found.areas.items()
        }
        origins = forms.OriginsForm(**{origin.value: each for origin, each in codes.items()})
        held.add(Place(Kind.COUNTRIES), forms.CountriesForm(origins=origins, areas=areas))


def _guidance(session: Session, held: Held) -> None:
    for slug, guide in guidance.guide_tables(session).items():
        held.add(Place(Kind.GUIDE, slug=slug), guide)
    for slug, checklist in guidance.checklist_tables(session).items():
        held.add(Place(Kind.CHECKLIST, slug=slug), checklist)
    for kind, texts in (
        (Kind.GUIDE_TEXT, guidance.guide_texts(session)),
        (Kind.CHECKLIST_TEXT, guidance.checklist_texts(session)),
    ):
        for (slug, language), text in texts.items():
            held.add(Place(kind, slug=slug, language=language), text)


def _figures(session: Session, held: Held, homes: Mapping[int, str]) -> None:
    by_home: dict[str, dict[str, Any]] = {}
    for row in session.exec(select(Figure).order_by(col(Figure.valid_from))):
        if row.owner_id in homes:
            figure = by_home.setdefault(homes[row.owner_id], {}).setdefault(row.name, {"unit": row.unit, "values": []})
            figure["values"].append(_figure_value(row))
    for home, figures in by_home.items():
        held.add(Place(Kind.FIGURES, home), forms.FiguresForm.model_validate(figures))


def _figure_value(row: Figure) -> dict[str, Any]:
    source = {"name": row.source_name, "address": row.source_address, "checked_on": row.checked_on}
    return {
        "value": row.value,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "source": source if any(source.values()) else None,
    }


def _articles(session: Session, held: Held, homes: Mapping[int, str]) -> None:
    topics = dict(session.exec(select(Topic.id, Topic.slug)).all())
    sources = _by_article(session.exec(select(Source).order_by(col(Source.position))).all())
    slots = _by_article(session.exec(select(Slot).order_by(col(Slot.position))).all())
    aliases = _by_article(session.exec(select(ArticleAlias)).all())
    texts = _texts(session)
    for article in session.exec(select(Article).where(col(Article.archived_at).is_(None)).order_by(col(Article.id))):
        if article.owner_id not in homes:
            continue
        number = article.id or 0
        place = Place(Kind.ARTICLE, homes[article.owner_id], topics[article.topic_id], article.slug)
        held.add(place, _article_form(article, sources.get(number, ()), slots.get(number, ()), aliases.get(number, ())))
        for translation, revision in texts.get(number, ()):
            at = Place(Kind.TEXT, place.municipality, place.topic, place.slug, translation.language)
            held.add(at, _text_form(article, translation, revision))
            if translation.public_number is not None and translation.latest_number > translation.public_number:
                held.unpublished.add(at.path)


def _by_article(rows: Sequence[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.article_id, []).append(row)
    return found


def _texts(session: Session) -> dict[int, list[tuple[Translation, Revision]]]:
    """The text readers see of each translation; where they see none, the latest."""
    shown = col(Translation.public_number).is_(None) & (col(Revision.number) == col(Translation.latest_number))
    rows = session.exec(
        select(Translation, Revision).join(
            Revision,
            (col(Revision.translation_id) == col(Translation.id))
            & ((col(Revision.number) == col(Translation.public_number)) | shown),
        )
    )
    found: dict[int, list[tuple[Translation, Revision]]] = {}
    for translation, revision in rows:
        found.setdefault(translation.article_id, []).append((translation, revision))
    return found


def _article_form(
    article: Article, sources: Sequence[Source], slots: Sequence[Slot], aliases: Sequence[ArticleAlias]
) -> ArticleForm:
    return ArticleForm(
        code=article.code,
        aliases=[alias.slug for alias in aliases],
        visibility=str(article.visibility),
        for_replies=article.for_replies,
        source_language=article.source_language,
        audiences=article.audiences,
        situations=article.situations,
        sources=[
            forms.SourceForm(name=each.name, address=each.address, checked_on=each.checked_on) for each in sources
        ],
        responsible=article.responsible,
        review_months=article.review_months,
        to_verify=article.to_verify,
        slots=[
            forms.SlotForm(
                name=each.name, type=str(each.type), required=each.required, section=each.section, title=each.title
            )
            for each in slots
        ],
    )


def _text_form(article: Article, translation: Translation, revision: Revision) -> TextForm:
    return TextForm(
        title=revision.title,
        summary=revision.summary,
        phrasings=revision.phrasings,
        state=forms.DRAFT if translation.public_number is None else "",
        based_on=_based_on(article, translation),
        body=revision.body,
    )


def _based_on(article: Article, translation: Translation) -> str:
    if translation.language == article.source_language or translation.public_number is None:
        return ""
    if translation.based_on < article.alert:
        return BasedOn.BEFORE_IMPORTANT
    return BasedOn.EARLIER if translation.based_on < article.meaning else ""


def _supplements(session: Session, held: Held, homes: Mapping[int, str]) -> None:
    rows = session.exec(
        select(Supplement, Article.slug)
        .join(Article, col(Article.id) == col(Supplement.article_id))
        .where(Supplement.text != "", col(Article.archived_at).is_(None))
    )
    after: dict[Place, dict[str, str]] = {}
    for row, slug in rows:
        home = homes.get(row.owner_id)
        if not home:
            continue
        if row.visibility == Visibility.STAFF:
            held.add(Place(Kind.NOTE, home, slug=slug, language=row.language), forms.NoteForm(text=row.text))
        else:
            after.setdefault(Place(Kind.SUPPLEMENT, home, slug=slug, language=row.language), {})[row.section] = row.text
    for place, texts in after.items():
        held.add(place, forms.SupplementForm(after=texts))


def _municipalities(session: Session, held: Held, homes: Mapping[int, str]) -> None:
    postcodes: dict[int, list[Postcode]] = {}
    for postcode in session.exec(select(Postcode)):
        postcodes.setdefault(postcode.municipality_id, []).append(postcode)
    contacts: dict[int, list[Contact]] = {}
    for contact in session.exec(select(Contact).order_by(col(Contact.position))):
        contacts.setdefault(contact.municipality_id, []).append(contact)
    for each in session.exec(select(Municipality)):
        if each.owner_id in homes:
            number = each.id or 0
            form = _municipality_form(each, postcodes.get(number, ()), contacts.get(number, ()))
            held.add(Place(Kind.MUNICIPALITY, each.slug), form)


def _municipality_form(
    each: Municipality, postcodes: Sequence[Postcode], contacts: Sequence[Contact]
) -> forms.MunicipalityForm:
    values = {name: getattr(each, name) for name in forms.MunicipalityForm.model_fields if hasattr(each, name)}
    return forms.MunicipalityForm.model_validate(
        {
            **values,
            "secure_contact": each.secure_contact or None,
            "postcodes": [{"code": postcode.code, "town": postcode.town} for postcode in postcodes],
            "contacts": {
                contact.key: {name: getattr(contact, name) for name in forms.ContactForm.model_fields}
                for contact in contacts
            },
        },
        strict=False,  # the offers' days are kept as JSON
    )


def _slots(session: Session, held: Held, homes: Mapping[int, str]) -> None:
    by_home: dict[str, dict[str, Any]] = {}
    for row in session.exec(select(SlotValue)):
        if homes.get(row.owner_id) and row.value not in (None, "", {}):
            by_home.setdefault(homes[row.owner_id], {})[row.name] = row.value
    for home, values in by_home.items():
        held.add(Place(Kind.SLOTS, home), forms.SlotsForm.model_validate(values))


def _people(session: Session, held: Held, homes: Mapping[int, str]) -> None:
    slugs = {each.id or 0: each.slug for each in session.exec(select(Municipality))}
    for number, home in slugs.items():
        known = colleagues(session, number) if home in homes.values() else []
        if known:
            names = {each.person.id or 0: each.person.slug for each in known}
            people = [_person_form(each, [slugs[other] for other in each.shared_with], names) for each in known]
            held.add(Place(Kind.PEOPLE, home), forms.PeopleForm(people))


def _person_form(colleague: Colleague, shared_with: list[str], names: Mapping[int, str]) -> forms.PersonForm:
    person = colleague.person
    values = {name: getattr(person, name) for name in forms.PersonForm.model_fields if hasattr(person, name)}
    return forms.PersonForm.model_validate(
        {
            **values,
            "topics": dict(colleague.topics),
            "subjects": dict(colleague.subjects),
            "details": {name: list(found) for name, found in colleague.details.items()},
            "languages": dict(colleague.languages),
            "interpreters": {
                language: [names[each] for each in pair if each in names] for language, pair in colleague.pairs.items()
            },
            "shared_with": shared_with,
            "absences": [{"first_day": each.first_day, "last_day": each.last_day} for each in colleague.absences],
        }
    )


def _events(session: Session, held: Held, homes: Mapping[int, str]) -> None:
    for each in session.exec(select(Municipality)):
        known = events(session, each.id or 0) if each.owner_id in homes else []
        if known:
            rows = [{name: getattr(event, name) for name in forms.EventForm.model_fields} for event in known]
            held.add(Place(Kind.EVENTS, each.slug), forms.EventsForm.model_validate(rows))
