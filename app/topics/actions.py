"""What makes the house's first rows."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, delete, select

from app.core.edition import renew
from app.core.errors import N_, Conflict
from app.topics.models import Country, Everyday, Gap, IssuingArea, Language, Owner, OwnerKind, Term, Topic
from app.topics.rules import Countries

Row = TypeVar("Row", bound=SQLModel)


def prepare(session: Session, *, languages: Sequence[str]) -> None:
    """Makes sure that the collaboration and the languages of the house have their rows."""
    if session.exec(select(Owner).where(Owner.kind == OwnerKind.COLLABORATION)).first() is None:
        session.add(Owner(kind=OwnerKind.COLLABORATION, slug="shared"))
        renew(session)
    known = set(session.exec(select(Language.code)).all())
    for position, code in enumerate(languages):
        if code not in known:
            session.add(Language(code=code, position=position))
            renew(session)
    session.flush()


def keep_topic(
    session: Session, slug: str, *, position: int, title: Mapping[str, str], summary: Mapping[str, str]
) -> Topic:
    """Makes the topic of this name, or gives it these words and this place."""
    topic = session.exec(select(Topic).where(Topic.slug == slug)).first() or Topic(
        slug=slug, position=position, title={}, summary={}
    )
    topic.position, topic.title, topic.summary = position, dict(title), dict(summary)
    session.add(topic)
    session.flush()
    renew(session)
    return topic


def drop_topic(session: Session, topic: Topic) -> None:
    """The topic is no more. Raises Conflict while an article, a guide, a gap, a person or an enquiry has it."""
    try:
        with session.begin_nested():
            session.delete(topic)
            session.flush()
    except IntegrityError:
        raise Conflict(N_("The topic “%(topic)s” is still in use."), topic=topic.slug) from None
    renew(session)


def keep_term(session: Session, slug: str, *, words: Mapping[str, list[str]], meaning: Mapping[str, str]) -> Term:
    """Makes the term of this name, or gives it these words and this meaning."""
    term = session.exec(select(Term).where(Term.slug == slug)).first() or Term(slug=slug, words={}, meaning={})
    term.words, term.meaning = dict(words), dict(meaning)
    return _keep(session, term)


def drop_term(session: Session, term: Term) -> None:
    """The term is explained no more; texts show its words alone."""
    _drop(session, term)


def keep_everyday(session: Session, slug: str, *, words: Mapping[str, list[str]]) -> Everyday:
    """Makes the entry of this name, or gives it these words."""
    everyday = session.exec(select(Everyday).where(Everyday.slug == slug)).first() or Everyday(slug=slug, words={})
    everyday.words = dict(words)
    return _keep(session, everyday)


def drop_everyday(session: Session, everyday: Everyday) -> None:
    """The words of this entry are not taken for each other any more."""
    _drop(session, everyday)


def keep_gap(session: Session, slug: str, *, topic: Topic, phrasings: Mapping[str, list[str]]) -> Gap:
    """Makes the gap of this name, or gives it this topic and these phrasings."""
    known = session.exec(select(Gap).where(Gap.slug == slug)).first()
    gap = known or Gap(slug=slug, topic_id=0, phrasings={})
    gap.topic_id, gap.phrasings = topic.id or 0, dict(phrasings)
    return _keep(session, gap)


def drop_gap(session: Session, gap: Gap) -> None:
    """The subject is no gap any more: an article answers it, or nobody asks."""
    _drop(session, gap)


def _keep(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    renew(session)
    return row


def _drop(session: Session, row: SQLModel) -> None:
    session.delete(row)
    session.flush()
    renew(session)


def keep_countries(session: Session, countries: Countries) -> None:
    """These are the countries and issuing areas of the world from now on."""
    session.exec(delete(IssuingArea))
    session.exec(delete(Country))
    session.add_all(Country(code=code, origin=origin) for code, origin in countries.origins.items())
    session.flush()
    session.add_all(
        IssuingArea(code=code, part_of=area.part_of, names=dict(area.names)) for code, area in countries.areas.items()
    )
    session.flush()
    renew(session)
