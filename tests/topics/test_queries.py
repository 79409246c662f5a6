"""Whose things a municipality shows, and what a new language needs."""

import pytest
from sqlmodel import Session

from app.articles.pages import read_article
from app.core.errors import NotFound
from app.topics.models import GroupMember, Language, Owner, OwnerKind
from app.topics.queries import languages, visible_owners
from tests.cast import TODAY, Cast, an_article


def test_a_municipality_shows_its_own_its_groups_and_the_shared(session: Session, cast: Cast) -> None:
    coast = Owner(kind=OwnerKind.GROUP, slug="west-coast")
    session.add(coast)
    session.flush()
    session.add(GroupMember(group_id=coast.id or 0, member_id=cast.fjordby.owner_id))
    session.flush()
    assert visible_owners(session, cast.fjordby.owner_id) == (cast.fjordby.owner_id, coast.id, cast.shared.id)
    assert visible_owners(session, cast.bakkeby.owner_id) == (cast.bakkeby.owner_id, cast.shared.id)
    an_article(session, cast, "harbour-pass", owner=coast)
    read = {"language": "en", "today": TODAY}
    assert read_article(session, "harbour-pass", municipality=cast.fjordby, **read).title
    with pytest.raises(NotFound):
        read_article(session, "harbour-pass", municipality=cast.bakkeby, **read)


def test_a_new_language_needs_a_row_and_no_column(session: Session, cast: Cast) -> None:
    session.add(Language(code="pl", position=3))
    session.flush()
    assert languages(session) == ["da", "en", "de", "pl"]
    an_article(session, cast, "licence", texts={"da": "Kørekort", "pl": "Prawo jazdy"})
    page = read_article(session, "licence", language="pl", municipality=cast.fjordby, today=TODAY)
    assert (page.title, page.text_language, page.languages) == ("Prawo jazdy", "pl", ("da", "pl"))
