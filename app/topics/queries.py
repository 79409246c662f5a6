"""What topics, languages, owners, terms, everyday words, known gaps and countries there are."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.core.edition import kept
from app.topics.models import Country, Everyday, Gap, GroupMember, IssuingArea, Language, Owner, OwnerKind, Term, Topic
from app.topics.rules import Area, Countries


def languages(session: Session) -> list[str]:
    """The languages of the house, in their order."""
    return kept(
        session,
        "languages",
        lambda session: list(session.exec(select(Language.code).order_by(col(Language.position))).all()),
    )


def topics(session: Session) -> Sequence[Topic]:
    """All topics in their order."""
    return kept(
        session, "topics", lambda session: list(session.exec(select(Topic).order_by(col(Topic.position))).all())
    )


def topic(session: Session, slug: str) -> Topic | None:
    """The topic of this name."""
    return next((topic for topic in topics(session) if topic.slug == slug), None)


def terms(session: Session) -> dict[str, Term]:
    """All terms by their slugs."""
    return kept(session, "terms", lambda session: {term.slug: term for term in session.exec(select(Term)).all()})


def everyday(session: Session) -> dict[str, Everyday]:
    """All entries of everyday words by their slugs."""
    return kept(session, "everyday", lambda session: {each.slug: each for each in session.exec(select(Everyday)).all()})


def gaps(session: Session) -> dict[str, Gap]:
    """All known gaps by their slugs."""
    return kept(session, "gaps", lambda session: {gap.slug: gap for gap in session.exec(select(Gap)).all()})


def collaboration(session: Session) -> Owner:
    """The owner of what is shared by all."""
    return kept(
        session,
        "collaboration",
        lambda session: session.exec(select(Owner).where(Owner.kind == OwnerKind.COLLABORATION)).one(),
    )


def visible_owners(session: Session, owner_id: int) -> tuple[int, ...]:
    """Whose things a municipality shows: its own first, then its groups', then the collaboration's."""

    def find(session: Session) -> tuple[int, ...]:
        groups = session.exec(select(GroupMember.group_id).where(GroupMember.member_id == owner_id)).all()
        return (owner_id, *groups, collaboration(session).id or 0)

    return kept(session, ("visible owners", owner_id), find)


def countries(session: Session) -> Countries:
    """The world's countries and issuing areas."""

    def gather(session: Session) -> Countries:
        origins = dict(session.exec(select(Country.code, Country.origin).order_by(col(Country.code))).all())
        areas = session.exec(select(IssuingArea).order_by(col(IssuingArea.code)))
        return Countries(origins, {area.code: Area(area.part_of, area.names) for area in areas})

    return kept(session, "countries", gather)
