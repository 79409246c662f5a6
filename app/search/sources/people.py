"""Resource people: name, function, team, topics, languages and place, in their municipality's languages."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from app.core import languages
from app.people import queries as people
from app.people.models import PersonLanguage, PersonTopic, ResourcePerson
from app.people.rules import in_language
from app.search.documents import Document, Section
from app.search.sources import Few, IndexName
from app.topics import queries as topics


def _documents(session: Session) -> Iterator[Document]:
    towns = {town.id: town for town in people.municipalities(session)}
    titles = {topic.id: topic.title for topic in topics.topics(session)}
    known: dict[int, list[int]] = {}
    for topic in session.exec(select(PersonTopic)):
        known.setdefault(topic.person_id, []).append(topic.topic_id)
    spoken: dict[int, list[str]] = {}
    for each in session.exec(select(PersonLanguage)):
        spoken.setdefault(each.person_id, []).append(each.language)
    for person in session.exec(select(ResourcePerson).where(col(ResourcePerson.active))):
        town, number = towns[person.municipality_id], person.id or 0
        for language in town.languages:
            details = [
                in_language(person.team, language),
                *(in_language(titles[topic], language) for topic in known.get(number, ())),
                *(languages.name(each, in_language=language) for each in spoken.get(number, ())),
                in_language(person.place, language),
            ]
            yield Document(
                id=f"person-{number}-{language}",
                group=f"person-{number}",
                kind="person",
                language=language,
                owner=town.owner_id,
                edition=0,
                slug=person.slug,
                topic="",
                title=person.name,
                summary=in_language(person.title, language),
                sections=(Section("", "", "\n".join(filter(None, details))),),
            )


PEOPLE = Few("people", {IndexName.DESK}, _documents)
