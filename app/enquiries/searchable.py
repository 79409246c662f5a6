"""Open enquiries as the desk searches them: their words without personal data, until they are closed or forgotten."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import BigInteger, cast
from sqlmodel import Session, col, func, select

from app.core import personal_data
from app.enquiries.models import Author, Enquiry, Message, Part
from app.people.models import Municipality
from app.search.documents import Document, Section
from app.search.sources import IndexName, at_once
from app.topics import queries as topics

FAR_APART = 2**32  # what is counted beside it is less


def editions(session: Session, index: IndexName) -> Mapping[str, int]:
    """The open enquiries that still have words; each is another one when its asker writes back, when an earlier one is
    put together with it (more messages, and none of them newer), when it is divided or a part of it answered, and when
    a part is said to be about another topic."""
    if index != IndexName.DESK:
        return {}
    its_topics = func.coalesce(func.sum(cast(Part.id, BigInteger) * Part.topic_id * FAR_APART), 0)
    mine = select(func.count() + func.count(col(Part.answered_at)) + its_topics).where(Part.enquiry_id == Enquiry.id)
    number = func.max(Message.id) + func.count() + mine.scalar_subquery()
    last = select(Enquiry.id, number).join(Message).group_by(col(Enquiry.id))
    return {_name(number): edition for number, edition in session.exec(_open(last))}


def _open(query: Any) -> Any:
    return query.where(
        col(Enquiry.closed_at).is_(None), col(Enquiry.forgotten_at).is_(None), Message.author == Author.ASKER
    )


def _name(number: int | None) -> str:
    return f"enquiry-{number}"


def documents(session: Session, index: IndexName, only: Collection[str]) -> Iterator[Document]:
    """These enquiries with what their askers wrote. Names and contacts stay in the threads."""
    if index != IndexName.DESK:
        return
    slugs = {topic.id: topic.slug for topic in topics.topics(session)}
    for numbers in at_once(only, "enquiry"):
        written: dict[int, list[Message]] = {}
        messages = _open(select(Message).join(Enquiry)).where(col(Enquiry.id).in_(numbers)).order_by(col(Message.id))
        for message in session.exec(messages):
            written.setdefault(message.enquiry_id, []).append(message)
        asked = (
            select(Enquiry, Part, Municipality.owner_id)
            .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
            .join(Municipality, col(Municipality.id) == col(Enquiry.municipality_id))
            .where(col(Enquiry.id).in_(written))
            .order_by(col(Part.answered_at).is_not(None), col(Part.id))
        )
        divided: dict[int | None, list[tuple[Enquiry, Part, int]]] = {}
        for row in session.exec(asked):
            divided.setdefault(row[0].id, []).append(row)
        for parts in divided.values():
            enquiry, first, owner = parts[0]  # the first that is open has the say
            answered = sum(part.answered_at is not None for _, part, _ in parts)
            its_topics = sum((part.id or 0) * (part.topic_id or 0) for _, part, _ in parts)
            said = written[enquiry.id or 0]
            yield Document(
                id=_name(enquiry.id),
                group=_name(enquiry.id),
                kind="enquiry",
                language=enquiry.language,
                owner=owner,
                edition=(said[-1].id or 0) + len(said) + len(parts) + answered + its_topics * FAR_APART,
                slug=str(enquiry.id),
                topic=slugs.get(first.topic_id, ""),
                title="",
                sections=tuple(Section("", "", _without_personal_data(each.text, enquiry.name)) for each in said),
            )


def _without_personal_data(text: str, name: str) -> str:
    """The text without the markers, too, that stand where something was: nobody wrote these words."""
    return personal_data.blank_markers(personal_data.anonymise(text, [name, *name.split()]))
