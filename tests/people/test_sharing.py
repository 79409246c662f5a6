"""People whom a municipality shares with others: who may turn to whom."""

from sqlmodel import Session

from app.people import actions
from app.people.models import PersonShare, ResourcePerson
from app.people.queries import shared_colleagues
from tests.cast import Cast, a_municipality, a_person


def share(session: Session, person: ResourcePerson, *with_whom: int | None) -> None:
    session.add_all(PersonShare(person_id=person.id or 0, municipality_id=number or 0) for number in with_whom)
    session.flush()


def slugs(session: Session, municipality_id: int | None) -> list[str]:
    return [each.person.slug for each in shared_colleagues(session, municipality_id or 0)]


def test_only_those_who_are_shared_with_us_are_named_with_all_that_they_know(session: Session, cast: Cast) -> None:
    third = a_municipality(session, "skovby")
    tove = a_person(session, third, "Tove Opdigtet", [cast.help], languages=["da"])
    share(session, cast.birgits_person, cast.fjordby.id, third.id)
    share(session, tove, cast.bakkeby.id)
    share(session, cast.jens, cast.bakkeby.id)
    assert slugs(session, cast.fjordby.id) == ["birgit"]
    assert slugs(session, cast.bakkeby.id) == ["jens", "tove"]
    (birgit,) = shared_colleagues(session, cast.fjordby.id or 0)
    assert set(birgit.topics) == {"registration", "driving", "help"}
    assert set(birgit.speaks) == {"da", "en"}


def test_somebody_shared_with_her_own_municipality_is_not_named_twice(session: Session, cast: Cast) -> None:
    share(session, cast.jens, cast.fjordby.id, cast.bakkeby.id)
    assert slugs(session, cast.fjordby.id) == []
    assert slugs(session, cast.bakkeby.id) == ["jens"]


def test_who_was_let_go_is_shared_no_more(session: Session, cast: Cast) -> None:
    share(session, cast.birgits_person, cast.fjordby.id)
    assert slugs(session, cast.fjordby.id) == ["birgit"]
    actions.let_go(session, cast.birgits_person)
    assert slugs(session, cast.fjordby.id) == []


def test_who_has_left_enters_no_neighbour_any_more(session: Session, cast: Cast) -> None:
    lis = a_person(session, cast.bakkeby, "Lis Prøve", [cast.driving], languages=["da", "en"])
    session.add(PersonShare(person_id=lis.id, municipality_id=cast.fjordby.id))
    session.flush()
    assert cast.staff_of(lis).works_in(cast.fjordby.id or 0)
    actions.let_go(session, lis)
    left = cast.staff_of(lis)
    assert not left.works_in(cast.fjordby.id or 0) and left.persons == ()
