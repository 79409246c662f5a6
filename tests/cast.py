"""The cast: Mette edits in Fjordby, Birgit in Bakkeby, Jens knows driving, Hanne too but is away, Ola is new here."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlmodel import Session, select

from app.articles import actions as articles
from app.articles.drafts import TranslationDraft
from app.articles.models import Article
from app.enquiries import actions as enquiries
from app.enquiries import promises
from app.enquiries.drafts import EnquiryDraft
from app.enquiries.queries import Thread
from app.people import actions as people
from app.people import queries
from app.people.models import (
    Absence,
    Account,
    Contact,
    Municipality,
    PersonLanguage,
    PersonSubject,
    PersonTopic,
    Postcode,
    ResourcePerson,
    Role,
)
from app.people.rules import Staff
from app.topics import actions as topics
from app.topics.models import Owner, OwnerKind, Topic
from app.topics.queries import collaboration
from app.topics.rules import Area, Countries

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday, 10:30 in Denmark
TODAY = date(2026, 11, 23)
_numbers = count(1)


@dataclass
class Cast:
    """Who is who; `staff_of` says what somebody may do."""

    session: Session
    shared: Owner
    fjordby: Municipality
    bakkeby: Municipality
    registration: Topic
    driving: Topic
    help: Topic
    mette: Account
    birgit: Account
    karen: Account  # coordinator
    anders: Account  # administrator of Fjordby
    jens: ResourcePerson
    hanne: ResourcePerson
    mettes_person: ResourcePerson
    birgits_person: ResourcePerson

    def staff_of(self, who: Account | ResourcePerson, session: Session | None = None) -> Staff:
        """What somebody may do, asked in the cast's session or in the one given."""
        session = session or self.session
        account = who if isinstance(who, Account) else session.get_one(Account, who.account_id)
        return queries.staff(session, account)


ORIGINS = {"nordic": "DK NO SE", "eu": "CH DE PL", "third": "BR GB IN JP UA"}
WORLD = Countries(
    {code: origin for origin, codes in ORIGINS.items() for code in codes.split()},
    {"GB-NIR": Area("GB", {"da": "Nordirland", "en": "Northern Ireland", "de": "Nordirland"})},
)


def gather(session: Session) -> Cast:
    """The cast, flushed into this session."""
    topics.prepare(session, languages=["da", "en", "de"])
    topics.keep_countries(session, WORLD)
    registration, driving, helping = (
        a_topic(session, slug, position) for position, slug in enumerate(("registration", "driving", "help"))
    )
    fjordby, bakkeby = a_municipality(session, "fjordby", 1), a_municipality(session, "bakkeby", 2)
    mette = an_account(session, "Mette Eksempelgaard", fjordby, Role.EDITOR, Role.DESK)
    birgit = an_account(session, "Birgit Påfund", bakkeby, Role.EDITOR, Role.DESK)
    an_account(session, "Karen Fælles", fjordby, Role.COORDINATOR)
    an_account(session, "Anders Opdigtet", fjordby, Role.ADMINISTRATOR)
    a_person(session, fjordby, "Jens Prøvesen", [driving], languages=["da", "en"], subjects=["foreign-driving-licence"])
    a_person(
        session,
        fjordby,
        "Hanne Fiktiv",
        [driving],
        languages=["da", "de"],
        away=(date(2026, 11, 16), date(2026, 12, 4)),
    )
    a_person(session, fjordby, mette.name, [registration, helping], languages=["da", "en", "de"], account=mette)
    a_person(session, bakkeby, birgit.name, [registration, driving, helping], languages=["da", "en"], account=birgit)
    return recall(session)


def recall(session: Session) -> Cast:
    """The cast of a database in which it was gathered."""
    topics_of = {each.slug: each for each in session.exec(select(Topic))}
    municipalities = {each.slug: each for each in session.exec(select(Municipality))}
    accounts = {each.name.split()[0]: each for each in session.exec(select(Account))}
    persons = {each.slug: each for each in session.exec(select(ResourcePerson))}
    return Cast(
        session=session,
        shared=collaboration(session),
        fjordby=municipalities["fjordby"],
        bakkeby=municipalities["bakkeby"],
        registration=topics_of["registration"],
        driving=topics_of["driving"],
        help=topics_of["help"],
        mette=accounts["Mette"],
        birgit=accounts["Birgit"],
        karen=accounts["Karen"],
        anders=accounts["Anders"],
        jens=persons["jens"],
        hanne=persons["hanne"],
        mettes_person=persons["mette"],
        birgits_person=persons["birgit"],
    )


def a_topic(session: Session, slug: str, position: int = 9) -> Topic:
    topic = Topic(
        slug=slug,
        position=position,
        title={"da": f"{slug} da", "en": slug.capitalize(), "de": f"{slug} de"},
        summary={"en": f"All about {slug}"},
    )
    session.add(topic)
    session.flush()
    return topic


def a_municipality(session: Session, slug: str, position: int = 9, **other: Any) -> Municipality:
    owner = Owner(kind=OwnerKind.MUNICIPALITY, slug=slug)
    session.add(owner)
    session.flush()
    name = slug.capitalize()
    values: dict[str, Any] = {
        "names": {"da": f"{name} Kommune", "en": f"{name} Municipality", "de": f"Kommune {name}"},
        "short_name": name,
        "languages": ["da", "en", "de"],
        "colours": {"primary": "#0b4f6c", "tint": "#e8f1f5"},
        "letter": {"da": "Velkommen", "en": "Welcome", "de": "Willkommen"},
        "privacy": {
            "contact": {
                "name": f"{name} Kommune",
                "email": f"post@{slug}.example.org",
                "telephone": "00 10 20 30",
                "address": "Torvet 1",
            },
            "dpo": {"name": "Dorte Opdigtet", "email": f"dpo@{slug}.example.org", "telephone": "00 10 20 31"},
            "keep_days": 180,
        },
        "secure_contact": {
            "address": f"https://{slug}.example.org/sikker",
            "text": {"da": "Skriv sikkert her.", "en": "Write safely here.", "de": "Schreiben Sie sicher hier."},
        },
        **other,
    }
    municipality = Municipality(owner_id=owner.id or 0, slug=slug, position=position, **values)
    session.add(municipality)
    session.flush()
    session.add(Postcode(municipality_id=municipality.id or 0, code=f"69{position:02}", town=name))
    session.add(
        Contact(
            municipality_id=municipality.id or 0,
            key="citizen-service",
            position=0,
            name={"da": "Borgerservice", "en": "Citizen Service", "de": "Bürgerservice"},
            telephone="00 10 20 30",
            email=f"borgerservice@{slug}.example.org",
            address=f"Torvet 1, {name}",
            hours="Mo-Fr 09:00-15:00",
            topics=[],
        )
    )
    session.flush()
    return municipality


def an_account(session: Session, name: str, municipality: Municipality, *roles: Role, language: str = "da") -> Account:
    email = f"{name.split()[0].lower()}@{municipality.slug}.example.org"
    account = people.open_account(session, name=name, email=email, now=NOW, language=language)
    for role in roles:
        people.grant(session, account, role, municipality_id=municipality.id or 0)
    return account


def a_person(
    session: Session,
    municipality: Municipality,
    name: str,
    topics_known: list[Topic],
    *,
    languages: list[str],
    subjects: list[str] | None = None,
    away: tuple[date, date] | None = None,
    account: Account | None = None,
    **other: Any,
) -> ResourcePerson:
    account = account or an_account(session, name, municipality)
    people.grant(session, account, Role.RESOURCE_PERSON, municipality_id=municipality.id or 0)
    values: dict[str, Any] = {
        "title": {"da": "Medarbejder", "en": "Officer"},
        "hours": "Mo-Fr 09:00-15:00",
        "place": {},
        "shown_as": "first-name",
        "team": {"da": "Holdet"},
        "public": True,
        "confirmed_on": TODAY,
        **other,
    }
    person = ResourcePerson(
        municipality_id=municipality.id or 0,
        account_id=account.id or 0,
        slug=name.split()[0].lower(),
        name=name,
        email=account.email or "",
        **values,
    )
    session.add(person)
    session.flush()
    session.add_all(PersonTopic(person_id=person.id or 0, topic_id=topic.id or 0) for topic in topics_known)
    session.add_all(PersonLanguage(person_id=person.id or 0, language=language) for language in languages)
    session.add_all(PersonSubject(person_id=person.id or 0, article=slug) for slug in subjects or [])
    if away:
        session.add(Absence(person_id=person.id or 0, first_day=away[0], last_day=away[1]))
    session.flush()
    return person


def an_article(
    session: Session,
    cast: Cast,
    slug: str = "",
    *,
    owner: Owner | Municipality | None = None,
    topic: Topic | None = None,
    texts: dict[str, str] | None = None,
    published: bool = True,
    **draft: Any,
) -> Article:
    """A shared article about driving with a Danish and an English text, unless told otherwise."""
    owner_id = owner.owner_id if isinstance(owner, Municipality) else (owner or cast.shared).id
    article = articles.new_article(
        session,
        owner_id=owner_id or 0,
        topic=topic or cast.driving,
        slug=slug or f"article-{next(_numbers)}",
        language="da",
    )
    for language, title in (texts or {"da": "Udenlandsk kørekort", "en": "Foreign driving licence"}).items():
        text = TranslationDraft(
            **{
                "title": title,
                "summary": f"{title}: in short.",
                "body": f"## {title} {{#what-to-do}}\n\nText about it.",
                **draft,
            }
        )
        articles.revise(session, article, language, text, by=None, now=NOW, publish=published)
    return article


def keep_promises(session: Session, municipality: Municipality, *, now: datetime) -> int:
    """What the worker does now and then, here in one transaction; gives how many parts something happened to."""
    parts = promises.open_parts(session, municipality)
    return sum(promises.look_after(session, municipality, number, part, now=now) for number, part in parts)


def a_question(
    session: Session,
    cast: Cast,
    text: str = "May I drive here with a licence from Japan?",
    *,
    municipality: Municipality | None = None,
    **fields: Any,
) -> Thread:
    """A question from Ola to Fjordby about driving."""
    draft = EnquiryDraft(
        text=text, **{"name": "Ola Nordmann", "email": "ola@example.org", "topic": "driving", **fields}
    )
    return enquiries.ask(session, draft, municipality=municipality or cast.fjordby, language="en", now=NOW)
