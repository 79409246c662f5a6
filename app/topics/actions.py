"""What makes the house's first rows."""

from collections.abc import Sequence

from sqlmodel import Session, select

from app.core.edition import renew
from app.topics.models import Language, Owner, OwnerKind


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
