"""What a municipality keeps: itself, its slots, people, supplements and notes."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from app.articles.drafts import SupplementDraft
from app.articles.models import SlotType
from app.core.hours import is_working_day
from app.events.models import EventKind
from app.knowledge.checking.values import (
    audiences,
    between,
    by_language,
    choice,
    draft,
    email,
    known_topics,
    language_tag,
    local_text,
    name,
    only_once,
    opening_hours,
    section,
    situations,
    web,
)
from app.knowledge.checking.world import World
from app.knowledge.forms import (
    ContactForm,
    EventForm,
    EventsForm,
    MunicipalityForm,
    NoteForm,
    OfferForm,
    PeopleForm,
    PersonForm,
    SlotsForm,
    SupplementForm,
)
from app.knowledge.places import LANGUAGE, Place
from app.knowledge.reading import File, Finding
from app.people.models import Command, Knowing, ShownAs
from app.people.rules import ISSUING_COUNTRY, PERMIT, PERMITS

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_POSTCODE = re.compile(r"[0-9]{4}")
_DETAIL = re.compile(r"[a-z][a-z0-9_]*")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


def municipality(world: World, file: File, form: MunicipalityForm) -> Iterator[Finding]:
    """municipality.yaml"""
    yield from by_language(world, file, form.names, "names")
    yield from by_language(world, file, form.letter, "letter")
    for number, language in enumerate(form.languages):
        yield from language_tag(world, file, language, "languages", number)
    if not form.languages:
        yield file.finding("A municipality shows at least one language; add it to “languages”.", "languages")
    yield from _colour(file, "primary", form.colours.primary, against="#ffffff", mend="choose a darker one")
    yield from _colour(file, "tint", form.colours.tint, against="#000000", mend="choose a paler one")
    yield from only_once(file, [postcode.code for postcode in form.postcodes], "postcodes")
    for postcode in form.postcodes:
        if not _POSTCODE.fullmatch(postcode.code):
            yield file.finding(f"“{postcode.code}” is no postcode; it has four digits.", "postcodes")
    if not form.contacts:
        yield file.finding("There is no contact; add citizen-service.", "contacts")
    for key, contact in form.contacts.items():
        yield from _contact(world, file, key, contact)
    yield from _duties(world, file, form)
    yield from only_once(file, [offer.slug for offer in form.offers], "offers")
    for number, offer in enumerate(form.offers):
        yield from _offer(world, file, offer, number)


def _offer(world: World, file: File, offer: OfferForm, number: int) -> Iterator[Finding]:
    where = ("offers", number)
    yield from name(file, offer.slug, *where, "slug")
    for key in ("title", "text", "by"):
        yield from by_language(world, file, getattr(offer, key), *where, key)
    yield from audiences(file, offer.audiences, *where, "audiences")
    yield from situations(file, offer.situations, *where, "situations")


def _contact(world: World, file: File, key: str, contact: ContactForm) -> Iterator[Finding]:
    where = ("contacts", key)
    yield from name(file, key, *where)
    yield from by_language(world, file, contact.name, *where, "name")
    yield from email(file, contact.email, *where, "email")
    yield from web(file, contact.web, *where, "web")
    yield from opening_hours(file, contact.hours, *where, "hours")
    yield from known_topics(world, file, contact.topics, *where, "topics")


def _duties(world: World, file: File, form: MunicipalityForm) -> Iterator[Finding]:
    """Privacy, accessibility, secure contact, the promise."""
    yield from email(file, form.privacy.contact.email, "privacy", "contact", "email")
    yield from email(file, form.privacy.dpo.email, "privacy", "dpo", "email")
    yield from between(file, form.privacy.keep_days, 1, 3650, "privacy", "keep_days")
    yield from between(file, form.promise_working_days, 1, 60, "promise_working_days")
    yield from between(file, form.position, 1, 1000, "position")
    yield from email(file, form.accessibility_contact, "accessibility_contact")
    yield from web(file, form.accessibility_statement, "accessibility_statement")
    if form.secure_contact:
        yield from web(file, form.secure_contact.address, "secure_contact", "address")
        yield from by_language(world, file, form.secure_contact.text, "secure_contact", "text")


def _colour(file: File, key: str, colour: str, *, against: str, mend: str) -> Iterator[Finding]:
    if not _COLOUR.fullmatch(colour):
        message = f'“{colour}” is no colour; write six hexadecimal digits in small letters, such as "#0b5463".'
        yield file.finding(message, "colours", key)
    elif (ratio := _contrast(colour, against)) < LEAST_CONTRAST:
        message = f"Text on this colour has a contrast of {ratio:.1f}:1; {mend}, with at least {LEAST_CONTRAST}:1."
        yield file.finding(message, "colours", key)


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""
    darker, brighter = sorted((_luminance(one), _luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def slots(world: World, file: File, form: SlotsForm) -> Iterator[Finding]:
    """slots.yaml"""
    here = world.municipalities.get(file.place.municipality)
    contacts = here.contacts.keys() if here else ()
    for slot, value in form.root.items():
        yield from name(file, slot, slot)
        kind = next(iter(world.slot_types.get(slot, ())), None)
        if kind is None:
            yield file.finding(f"No article has a slot “{slot}”; mend the name or take it out.", slot, error=False)
        elif message := _misfit(kind, value, contacts):
            yield file.finding(message, slot)
        else:
            yield from _slot_content(world, file, slot, kind, value)


def _misfit(kind: str, value: Any, contacts: Collection[str]) -> str:
    """How to mend a value that has not the form of its slot's type; nothing when it has."""
    match kind, value:
        case SlotType.HOURS, _:
            return "" if isinstance(value, str) else "Hours are one line, such as “Tu 14:00-17:00”."
        case SlotType.FEE, {"value": int() | float() as amount, "unit": str(), **rest} if (
            not rest and amount is not True
        ):
            return "" if amount >= 0 else "A fee is not below zero."
        case SlotType.FEE, _:
            return "A fee has “value” (a number) and “unit” (such as DKK) below it."
        case SlotType.CONTACT, _:
            known = isinstance(value, str) and value in contacts
            return "" if known else f"The key of a contact belongs here; municipality.yaml has {', '.join(contacts)}."
        case SlotType.PLACE, {"name": str() | dict(), **rest} if rest.keys() <= {"address"}:
            fits = all(isinstance(each, str) for each in rest.values())
            return "" if fits else "The address of a place is one line of text."
        case SlotType.PLACE, _:
            return "A place has “name” (by language) and “address” below it."
    fits = isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    return "" if fits else "A text by language belongs here: da, en, de, each with its text."


def _slot_content(world: World, file: File, slot: str, kind: str, value: Any) -> Iterator[Finding]:
    if kind == SlotType.HOURS:
        yield from opening_hours(file, value, slot)
    elif kind == SlotType.PLACE and isinstance(value["name"], dict):
        yield from by_language(world, file, value["name"], slot, "name")
    elif kind in (SlotType.RULE, SlotType.STEP):
        yield from _slot_texts(world, file, slot, value)


def _slot_texts(world: World, file: File, slot: str, texts: Mapping[str, str]) -> Iterator[Finding]:
    yield from by_language(world, file, texts, slot)
    for language, text in texts.items():
        line = file.reading.line((slot, language))
        for finding in local_text(world, file, text, first_line=line):
            yield Finding(file.path, line, finding.message)


def people(world: World, file: File, form: PeopleForm) -> Iterator[Finding]:
    """people.yaml"""
    yield from only_once(file, [person.slug for person in form.root])
    yield from only_once(file, [person.email.lower() for person in form.root])
    places = {each.get("slug"): number for number, each in enumerate(file.reading.value or ())}
    for person in form.root:
        yield from _person(world, file, person, places.get(person.slug, 0))


def _person(world: World, file: File, person: PersonForm, number: int) -> Iterator[Finding]:
    """`number` is her place in the file, which need not be the canonical one."""
    yield from name(file, person.slug, number, "slug")
    if not person.name:
        yield file.finding("The name is missing; add it.", number, "name")
    if not person.email:
        yield file.finding("Everybody needs an e-mail address of her own; add it.", number, "email")
    yield from email(file, person.email, number, "email")
    yield from choice(file, person.shown_as, list(ShownAs), number, "shown_as")
    yield from opening_hours(file, person.hours, number, "hours")
    yield from known_topics(world, file, list(person.topics), number, "topics")
    for subject in person.subjects:
        if world.article(subject, file.place.municipality) is None:
            yield file.finding(f"There is no article “{subject}”; mend the name or take it out.", number, "subjects")
    for language in person.languages:
        if not LANGUAGE.fullmatch(language):
            yield file.finding(f"“{language}” is no language tag; write for example da or pl.", number, "languages")
    for key, levels, known in (
        ("topics", person.topics, list(Knowing)),
        ("subjects", person.subjects, list(Knowing)),
        ("languages", person.languages, list(Command)),
    ):
        for name_of, level in levels.items():
            yield from choice(file, level, known, number, key, name_of)
    yield from _details(world, file, person, number)
    yield from _interpreters(file, person, number)
    if person.capacity is not None and person.capacity < 0:
        yield file.finding("“capacity” is 0 or more open questions; mend the number.", number, "capacity")
    for other in person.shared_with:
        if other == file.place.municipality or other not in world.municipalities:
            yield file.finding(f"There is no other municipality “{other}”; mend the name.", number, "shared_with")
    for absence in person.absences:
        if absence.last_day < absence.first_day:
            yield file.finding("An absence ends on its first day or later; mend the days.", number, "absences")
    yield from _persons_words(world, file, person, number)


def _details(world: World, file: File, person: PersonForm, number: int) -> Iterator[Finding]:
    for name_of, values in person.details.items():
        if not _DETAIL.fullmatch(name_of):
            yield file.finding(
                f"“{name_of}” is no name of a detail; use a-z, 0-9 and _, as in issuing_country.", number, "details"
            )
        for value in values:
            if name_of == ISSUING_COUNTRY and value not in world.countries.codes(areas=True):
                message = f"“{value}” is no country of countries.yaml; write its code, such as JP."
                yield file.finding(message, number, "details", name_of)
            if name_of == PERMIT:
                yield from choice(file, value, PERMITS, number, "details", name_of)


def _interpreters(file: File, person: PersonForm, number: int) -> Iterator[Finding]:
    others = {each.slug: each for each in file.form.root} if isinstance(file.form, PeopleForm) else {}
    for language, slugs in person.interpreters.items():
        if not LANGUAGE.fullmatch(language):
            yield file.finding(f"“{language}” is no language tag; write for example de or pl.", number, "interpreters")
        for slug in slugs:
            if slug == person.slug or slug not in others:
                message = f"There is no other person “{slug}” in this file; mend the name."
                yield file.finding(message, number, "interpreters", language)
            elif others[slug].languages.get(language, Command.UNDERSTANDS) == Command.UNDERSTANDS:
                message = f"“{slug}” does not speak {language}; name somebody who does, or mend her languages."
                yield file.finding(message, number, "interpreters", language)


def _persons_words(world: World, file: File, person: PersonForm, number: int) -> Iterator[Finding]:
    yield from by_language(world, file, person.title, number, "title")
    if person.place:
        yield from by_language(world, file, person.place, number, "place")
    if person.shown_as == ShownAs.TEAM:
        yield from by_language(world, file, person.team, number, "team")


def events(world: World, file: File, form: EventsForm) -> Iterator[Finding]:
    """events.yaml"""
    yield from only_once(file, [event.slug for event in form.root])
    places = {each.get("slug"): number for number, each in enumerate(file.reading.value or ())}
    for event in form.root:
        yield from _event(world, file, event, places.get(event.slug, 0))


def _event(world: World, file: File, event: EventForm, number: int) -> Iterator[Finding]:
    """`number` is its place in the file, which need not be the canonical one."""
    yield from name(file, event.slug, number, "slug")
    yield from choice(file, event.kind, list(EventKind), number, "kind")
    for key in ("title", "summary", "place", "host"):
        yield from by_language(world, file, getattr(event, key), number, key)
    for key in ("starts", "ends"):
        if not _TIME.fullmatch(getattr(event, key)):
            yield file.finding(f"“{getattr(event, key)}” is no time of day; write it as 14:00.", number, key)
    if event.ends <= event.starts:
        yield file.finding("An event ends after it has begun, on the same day; mend the times.", number, "ends")
    if event.sign_up_by and event.sign_up_by > event.day:
        yield file.finding("Signing up ends on the day of the event or before; mend it.", number, "sign_up_by")
    if event.sign_up and "@" in event.sign_up:
        yield from email(file, event.sign_up, number, "sign_up")
    else:
        yield from web(file, event.sign_up, number, "sign_up")
    if event.seats is not None:
        yield from between(file, event.seats, 1, 100_000, number, "seats")
    for language in event.languages:
        if not LANGUAGE.fullmatch(language):
            yield file.finding(f"“{language}” is no language tag; write for example da or pl.", number, "languages")
    yield from audiences(file, event.audiences, number, "audiences")
    yield from situations(file, event.situations, number, "situations")
    if event.kind == EventKind.VISITING_DAY and not is_working_day(event.day):
        message = f"{event.day} is no working day in Denmark; offices visit on working days."
        yield file.finding(message, number, "day", error=False)


def supplement(world: World, file: File, form: SupplementForm) -> Iterator[Finding]:
    """supplements/<article>/<language>.md"""
    place = file.place
    article = world.article(place.slug, place.municipality)
    if article is None:
        yield file.finding(f"There is no article “{place.slug}”; rename the folder.")
    for wanted, text in form.after.items():
        line = file.reading.line(("after", wanted))
        if article:
            yield from section(file, article, wanted, max(line - 1, 1))
        yield from draft(file, SupplementDraft, {"text": text}, line)
        yield from local_text(world, file, text, first_line=line)
    for language in world.languages:
        if Place(place.kind, place.municipality, slug=place.slug, language=language).path not in world.files:
            yield file.finding(f"The supplement is missing in {language}; add {language}.md.", error=False)


def note(world: World, file: File, form: NoteForm) -> Iterator[Finding]:
    """notes/<article>/<language>.md"""
    if world.article(file.place.slug, file.place.municipality) is None:
        yield file.finding(f"There is no article “{file.place.slug}”; rename the folder.")
    yield from draft(file, SupplementDraft, {"text": form.text}, file.body_line)
    yield from local_text(world, file, form.text, first_line=file.body_line)
