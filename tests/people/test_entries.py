"""The entry that a resource person keeps herself: changed, confirmed, away, paired, and asked about when it is old."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from app.core.database import Database
from app.core.drafts import read
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.mail.models import Letter
from app.people import actions, queries
from app.people.drafts import AbsenceDraft, EntryDraft
from app.people.models import Municipality, Pair, PersonDetail, ResourcePerson
from app.people.rules import Colleague, may_change
from tests.cast import NOW, TODAY, Cast, a_person


def entry_of(session: Session, municipality: Municipality, slug: str) -> Colleague:
    return queries.entry(session, municipality, slug)


def a_draft(**other: Any) -> EntryDraft:
    given = {
        "title": {"da": "Kørekort"},
        "shown_as": "first-name",
        "topics": {"driving": "responsible"},
        "languages": {"da": "writes"},
        **other,
    }
    draft, faults = read(EntryDraft, given)
    assert draft is not None, faults
    return draft


def test_a_changed_entry_stands_in_the_directory_as_it_was_written(session: Session, old: Cast) -> None:
    before = entry_of(session, old.fjordby, "jens")
    draft = a_draft(
        subjects={"importing-a-car": "knows"},
        details={"issuing_country": ["KR", "JP", "JP"], "permit": ["student"]},
        languages={"da": "writes", "pl": "understands"},
        hours="Mo-Fr 10:00-12:00",
        capacity="5",
        telephone="00 10 20 41",
    )
    actions.revise_person(session, before, draft, seen=before.edition)
    after = entry_of(session, old.fjordby, "jens")
    assert after.topics == {"driving": "responsible"}
    assert after.subjects == {"importing-a-car": "knows"}
    assert after.details == {"issuing_country": ("JP", "KR"), "permit": ("student",)}
    assert (after.speaks, after.only_understands) == (("da",), ("pl",))
    assert (after.person.hours, after.person.capacity, after.person.telephone) == (
        "Mo-Fr 10:00-12:00",
        5,
        "00 10 20 41",
    )
    assert (after.person.name, after.person.email) == ("Jens Prøvesen", "jens@fjordby.example.org")
    assert after.person.confirmed_on is None
    assert entry_of(session, old.fjordby, "hanne").topics == {"driving": "knows"}


def test_who_writes_her_own_entry_confirms_it(session: Session, old: Cast) -> None:
    jens = entry_of(session, old.fjordby, "jens")
    actions.revise_person(session, jens, a_draft(), seen=jens.edition, confirmed_on=TODAY)
    assert entry_of(session, old.fjordby, "jens").person.confirmed_on == TODAY


def test_nobody_writes_over_what_she_has_not_seen(session: Session, cast: Cast) -> None:
    seen = entry_of(session, cast.fjordby, "jens").edition
    actions.revise_person(session, entry_of(session, cast.fjordby, "jens"), a_draft(hours="Mo 09:00-10:00"), seen=seen)
    with pytest.raises(Conflict):
        actions.revise_person(session, entry_of(session, cast.fjordby, "jens"), a_draft(), seen=seen)
    assert entry_of(session, cast.fjordby, "jens").person.hours == "Mo 09:00-10:00"


def test_an_absence_or_a_confirmation_is_no_other_edition(session: Session, cast: Cast) -> None:
    seen = entry_of(session, cast.fjordby, "jens").edition
    actions.confirm_person(session, session.get_one(ResourcePerson, cast.jens.id), today=TODAY)
    actions.add_absence(session, cast.jens, AbsenceDraft(first_day=TODAY, last_day=TODAY), today=TODAY)
    assert entry_of(session, cast.fjordby, "jens").edition == seen


def test_of_two_who_change_an_entry_at_once_the_second_reads_what_the_first_wrote(
    database: Database, session: Session, cast: Cast
) -> None:
    anders = cast.staff_of(cast.anders)
    session.commit()
    with database.session(writes=True) as hers:
        found = queries.entry_to_change(hers, anders, cast.fjordby, "jens")
        actions.revise_person(hers, found, a_draft(hours="Mo 09:00-10:00"), seen=found.edition)
        hers.commit()
    with database.session(writes=True) as his:
        again = queries.entry_to_change(his, anders, cast.fjordby, "jens")
        assert again.person.hours == "Mo 09:00-10:00"
        with pytest.raises(Conflict):
            actions.revise_person(his, again, a_draft(), seen=found.edition)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"hours": "whenever"}, "hours"),
        ({"capacity": "-1"}, "capacity"),
        ({"capacity": "two"}, "capacity"),
        ({"capacity": "1000"}, "capacity"),
        ({"languages": {}}, "languages"),
        ({"languages": {"da": "sings"}}, "languages"),
        ({"topics": {"driving": "a bit"}}, "topics"),
        ({"shown_as": "anonymous"}, "shown_as"),
        ({"shown_as": "team", "team": {"da": " "}}, "team"),
        ({"title": {}}, "title"),
        ({"telephone": "0" * 201}, "telephone"),
    ],
)
def test_what_an_entry_can_not_say_is_told_at_its_field(given: dict[str, Any], field: str) -> None:
    draft, faults = read(
        EntryDraft, {"title": {"da": "x"}, "shown_as": "first-name", "languages": {"da": "writes"}, **given}
    )
    assert draft is None
    assert [fault.field for fault in faults] == [field]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("", "", "first_day"),
        ("2026-12-24", "2026-12-23", "last_day"),
        ("2026-12-24", "2029-12-24", "last_day"),
        ("soon", "2026-12-24", "first_day"),
        ("9999-12-31", "9999-12-31", "first_day"),
    ],
)
def test_days_that_can_not_be_are_told(first: str, last: str, field: str) -> None:
    draft, faults = read(AbsenceDraft, {"first_day": first, "last_day": last})
    assert draft is None and faults[0].field == field


def test_a_day_may_be_written_as_people_here_write_it() -> None:
    draft, _ = read(AbsenceDraft, {"first_day": "24.12.2026", "last_day": "2/1/2027"})
    assert draft and (draft.first_day, draft.last_day) == (date(2026, 12, 24), date(2027, 1, 2))


def test_an_absence_is_noted_once_and_taken_out_again(session: Session, cast: Cast) -> None:
    days = AbsenceDraft(first_day=TODAY, last_day=TODAY + timedelta(days=3))
    absence = actions.add_absence(session, cast.jens, days, today=TODAY)
    assert actions.add_absence(session, cast.jens, days, today=TODAY).id == absence.id
    assert len(entry_of(session, cast.fjordby, "jens").absences) == 1
    actions.end_absence(session, cast.hanne, absence.id or 0)
    assert len(entry_of(session, cast.fjordby, "jens").absences) == 1, "nobody takes out another's absence"
    actions.end_absence(session, cast.jens, absence.id or 0)
    assert entry_of(session, cast.fjordby, "jens").absences == ()


def test_a_pair_is_made_once_and_ended(session: Session, cast: Cast) -> None:
    jens, hanne = (entry_of(session, cast.fjordby, slug) for slug in ("jens", "hanne"))
    for _ in range(2):
        actions.pair(session, jens, "de", hanne)
    assert entry_of(session, cast.fjordby, "jens").pairs == {"de": (hanne.person.id,)}
    assert entry_of(session, cast.fjordby, "hanne").pairs == {}
    actions.unpair(session, jens.person, "de", hanne.person)
    assert entry_of(session, cast.fjordby, "jens").pairs == {}


def test_nobody_carries_a_language_that_she_does_not_speak_or_her_own_words(session: Session, cast: Cast) -> None:
    jens, hanne = (entry_of(session, cast.fjordby, slug) for slug in ("jens", "hanne"))
    with pytest.raises(Invalid):
        actions.pair(session, jens, "pl", hanne)
    with pytest.raises(Invalid):
        actions.pair(session, hanne, "de", hanne)
    assert session.exec(select(Pair)).all() == []


def test_who_leaves_is_in_no_pair_any_more(session: Session, cast: Cast) -> None:
    jens, hanne = (entry_of(session, cast.fjordby, slug) for slug in ("jens", "hanne"))
    actions.pair(session, jens, "de", hanne)
    actions.let_go(session, session.get_one(ResourcePerson, hanne.person.id))
    assert entry_of(session, cast.fjordby, "jens").pairs == {}
    assert session.exec(select(Pair)).all() == []


def test_she_and_her_municipalitys_editors_change_an_entry_and_nobody_else(session: Session, cast: Cast) -> None:
    jens = cast.jens
    assert may_change(cast.staff_of(cast.jens), jens)
    assert may_change(cast.staff_of(cast.anders), jens)
    assert may_change(cast.staff_of(cast.mette), jens)
    for other in (cast.hanne, cast.birgit, cast.karen):
        assert not may_change(cast.staff_of(other), jens)
        with pytest.raises(Refused):
            queries.entry_to_change(session, cast.staff_of(other), cast.fjordby, "jens")
    with pytest.raises(NotFound):
        queries.entry_to_change(session, cast.staff_of(cast.jens), cast.bakkeby, "jens")


# --- asked when it is old


@pytest.fixture
def old(session: Session, cast: Cast) -> Cast:
    """Nobody in Fjordby or Bakkeby has ever confirmed an entry."""
    for person in session.exec(select(ResourcePerson)):
        person.confirmed_on = None
    session.flush()
    return cast


def letters(session: Session) -> list[Letter]:
    return list(session.exec(select(Letter).where(Letter.kind == "confirm-entry").order_by(col(Letter.to))).all())


def test_an_old_entry_is_asked_about_once_in_thirty_days(session: Session, cast: Cast) -> None:
    for person in session.exec(select(ResourcePerson)):
        person.confirmed_on = TODAY
    cast.jens.confirmed_on = TODAY - timedelta(days=181)
    session.flush()
    assert actions.ask_to_confirm(session, cast.fjordby, NOW) == 1
    assert actions.ask_to_confirm(session, cast.fjordby, NOW + timedelta(days=29)) == 0
    assert [each.to for each in letters(session)] == ["jens@fjordby.example.org"]
    assert actions.ask_to_confirm(session, cast.fjordby, NOW + timedelta(days=31)) == 1


def test_the_letter_is_in_her_language_and_leads_to_her_entry(session: Session, old: Cast) -> None:
    actions.ask_to_confirm(session, old.fjordby, NOW)
    written = letters(session)
    assert [each.to.partition("@")[0] for each in written] == ["hanne", "jens", "mette"]
    assert {each.language for each in written} == {"da"}
    assert "/desk/fjordby/people/jens" in written[1].text


def test_who_confirms_is_asked_no_more(session: Session, old: Cast) -> None:
    for person in session.exec(select(ResourcePerson)).all():
        actions.confirm_person(session, person, today=TODAY)
    assert actions.ask_to_confirm(session, old.fjordby, NOW) == 0
    assert actions.ask_to_confirm(session, old.fjordby, NOW + timedelta(days=181)) == 3


def test_each_municipality_says_itself_when_an_entry_is_old(session: Session, cast: Cast) -> None:
    for person in session.exec(select(ResourcePerson)):
        person.confirmed_on = TODAY - timedelta(days=40)
    cast.fjordby.confirm_days = 30
    session.flush()
    assert actions.ask_to_confirm(session, cast.fjordby, NOW) == 3
    assert actions.ask_to_confirm(session, cast.bakkeby, NOW) == 0


def test_who_works_for_two_municipalities_is_asked_by_each(session: Session, old: Cast) -> None:
    a_person(session, old.bakkeby, old.mette.name, [old.help], languages=["da"], account=old.mette, confirmed_on=None)
    actions.ask_to_confirm(session, old.fjordby, NOW)
    actions.ask_to_confirm(session, old.bakkeby, NOW)
    to_mette = [each.text for each in letters(session) if each.to == "mette@fjordby.example.org"]
    assert len(to_mette) == 2
    assert sum("/desk/bakkeby/people/mette" in text for text in to_mette) == 1


def test_a_closed_account_is_asked_nothing(session: Session, old: Cast) -> None:
    for account in (old.mette, old.anders):
        account.active = False
    session.flush()
    actions.ask_to_confirm(session, old.fjordby, NOW)
    assert [each.to.partition("@")[0] for each in letters(session)] == ["hanne", "jens"]


def test_details_of_others_are_left_alone(session: Session, cast: Cast) -> None:
    session.add(PersonDetail(person_id=cast.hanne.id or 0, name="issuing_country", value="IN"))
    session.flush()
    jens = entry_of(session, cast.fjordby, "jens")
    actions.revise_person(session, jens, a_draft(details={"issuing_country": ["JP"]}), seen=jens.edition)
    assert entry_of(session, cast.fjordby, "hanne").details == {"issuing_country": ("IN",)}
