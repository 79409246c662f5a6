"""What other weights would have changed: told before they are kept, by the weights alone, and nothing is stored."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, func, select

from app.core.edition import renew
from app.enquiries import actions, answering
from app.enquiries.dividing import Piece
from app.enquiries.drafts import EnquiryDraft
from app.enquiries.models import Assignment, Enquiry, Part, Reading
from app.enquiries.queries import Thread
from app.enquiries.replay import DAYS, MOST_PARTS, Asked, Replay, compare, last_asked, replay
from app.enquiries.routing import Matter, Place, Weights
from app.enquiries.subjects import Subject
from app.mail.models import Letter
from app.people.models import Absence, Knowing, PersonDetail, PersonShare, PersonSubject, PersonTopic
from app.people.queries import colleagues
from tests.cast import NOW, Cast, a_person, a_question
from tests.enquiries.test_routing import somebody

NO_ARTICLE = Weights(article=-5)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def lone(session: Session, cast: Cast) -> Cast:
    """Lone knows driving, too, and speaks English; Jens knows the very article."""
    a_person(session, cast.fjordby, "Lone Opdigtet", [cast.driving], languages=["da", "en"])
    renew(session)
    return cast


def about_the_article(session: Session, cast: Cast, text: str = "May I drive here?", **fields: Any) -> Thread:
    """A question that search finds the article for which Jens knows."""
    piece = Piece(text, Subject({"driving": 0.9}, ("foreign-driving-licence",)))
    draft = EnquiryDraft(text=text, email="ola@example.org", **fields)
    return actions.ask(session, draft, municipality=cast.fjordby, language="en", pieces=[piece], now=NOW)


def try_out(session: Session, cast: Cast, weights: Weights) -> Replay:
    return replay(session, cast.fjordby, weights, now=LATER)


def moves(found: Replay) -> list[tuple[int, str, str, str]]:
    return [
        (
            each.asked.number,
            each.asked.topic,
            each.asked.person.slug,
            f"{each.before.colleague.person.slug} -> {each.after.colleague.person.slug}",
        )
        for each in found.changes
    ]


# --- the comparison itself


def asked(number: int, **about: object) -> Asked:
    matter = Matter(topics={"driving": 1.0}, language="en", **about)  # type: ignore[arg-type]
    return Asked(number, number, "driving", matter, somebody(1).person)


def test_only_what_goes_to_another_person_is_a_change_and_the_rest_is_counted() -> None:
    """Of two who know, the one knows the article, and the other is responsible for the topic."""
    everybody = [
        somebody(1, topics={"driving"}, subjects={"licence"}),
        somebody(2, topics={"driving"}, responsible=True),
        somebody(3, topics={"tax"}),
    ]
    parts = [asked(7, articles=("licence",)), asked(8), asked(9, articles=("licence",))]
    found = compare(parts, everybody, Place(1), Weights(article=0.1), open_parts={}, now=NOW)
    assert [each.asked.number for each in found.changes] == [7, 9]
    assert (found.unchanged, found.parts) == (1, 3)
    change = found.changes[0]
    assert (change.before.colleague.person.id, change.after.colleague.person.id) == (1, 2)
    assert change.before.has("article") and change.after.has("responsible")


def test_the_weights_that_are_in_force_change_nothing() -> None:
    everybody = [somebody(1, topics={"driving"}), somebody(2, topics={"driving"}, away=True)]
    place = Place(1, weights=Weights(here=4))
    found = compare([asked(7)], everybody, place, Weights(here=4), open_parts={}, now=NOW)
    assert (found.changes, found.unchanged) == ((), 1)


def test_where_nobody_is_named_nothing_changes() -> None:
    found = compare([asked(7)], [], Place(1), Weights(here=4), open_parts={}, now=NOW)
    assert (found.changes, found.unchanged) == ((), 1)


def test_no_weight_hands_a_question_to_somebody_who_does_not_know() -> None:
    everybody = [somebody(1, topics={"driving"}), somebody(2, topics={"tax"})]
    found = compare([asked(7)], everybody, Place(1), Weights(topic=-10, here=10), open_parts={}, now=NOW)
    assert found.changes == ()


# --- from the database


def test_it_tells_whose_question_would_go_to_whom_and_why(session: Session, lone: Cast) -> None:
    thread = about_the_article(session, lone)
    a_question(session, lone, topic="registration")
    found = try_out(session, lone, NO_ARTICLE)
    assert moves(found) == [(thread.enquiry.id, "driving", "jens", "jens -> lone")]
    assert found.unchanged == 1
    assert found.changes[0].before.has("article") and found.changes[0].after.has("topic")


def test_nothing_is_stored_by_trying(session: Session, lone: Cast) -> None:
    about_the_article(session, lone)

    def rows() -> list[int]:
        return [session.exec(select(func.count()).select_from(table)).one() for table in (Assignment, Letter, Reading)]

    before, promised = rows(), session.exec(select(Assignment.person_id)).all()
    assert try_out(session, lone, NO_ARTICLE).changes
    assert not (session.new or session.dirty or session.deleted)
    assert rows() == before and session.exec(select(Assignment.person_id)).all() == promised
    assert lone.fjordby.routing == {}


def test_what_changed_because_people_changed_is_not_put_down_to_the_weights(session: Session, lone: Cast) -> None:
    """Jens has it, and is away now: today Lone would get it, under either weights."""
    about_the_article(session, lone)
    session.add(Absence(person_id=lone.jens.id or 0, first_day=date(2026, 11, 1), last_day=date(2026, 12, 31)))
    session.flush()
    renew(session)
    found = try_out(session, lone, NO_ARTICLE)
    assert (found.changes, found.unchanged) == ((), 1)


def test_the_narrower_things_count_as_they_did_when_it_was_asked(session: Session, cast: Cast) -> None:
    """From the words, from the form, and of a part from its own words alone."""
    lone = a_person(session, cast.fjordby, "Lone Opdigtet", [cast.driving], languages=["da", "en"])
    session.add(PersonDetail(person_id=lone.id or 0, name="issuing_country", value="JP"))
    session.add(PersonDetail(person_id=lone.id or 0, name="permit", value="pay-limit"))
    session.flush()
    renew(session)
    in_words = a_question(session, cast, "May I drive here with a licence from Japan?")
    in_form = a_question(session, cast, "May I drive here?", details={"permit": "pay-limit"})
    from_there = a_question(session, cast, "May I drive here?", country="JP")
    neither = a_question(session, cast, "May I drive here?")
    assert [each.person.slug for each in (in_words, in_form, from_there, neither)] == ["lone", "lone", "lone", "jens"]
    found = try_out(session, cast, Weights(detail=-1))
    assert {number for number, *_ in moves(found)} == {each.enquiry.id for each in (in_words, in_form, from_there)}
    assert found.changes[0].before.has("detail")


def test_who_answered_before_counts_and_the_answer_to_this_question_does_not(session: Session, lone: Cast) -> None:
    """Jens has answered both; when the second was asked, he had answered Ola once, and when the first was, never."""
    first = a_question(session, lone, "May I drive here?")
    assert first.person.slug == "jens"
    answering.answer(session, first, "You may.", by=lone.staff_of(lone.jens), now=NOW + timedelta(minutes=1))
    draft = EnquiryDraft(text="And my wife?", topic="driving", email="ola@example.org")
    second = actions.ask(session, draft, municipality=lone.fjordby, language="en", now=NOW + timedelta(minutes=2))
    answering.answer(session, second, "She may.", by=lone.staff_of(lone.jens), now=NOW + timedelta(minutes=3))
    found = try_out(session, lone, Weights(earlier=-1))
    assert moves(found) == [(second.enquiry.id, "driving", "jens", "jens -> lone")]
    assert found.changes[0].before.has("earlier")


def test_words_of_danger_stay_with_the_front_desk_whatever_the_weights(session: Session, lone: Cast) -> None:
    thread = a_question(session, lone, "My husband hits me and I am afraid of him.")
    assert thread.enquiry.urgent and thread.person.slug == "mette"
    assert try_out(session, lone, Weights(article=10, topic=10)).changes == ()


def test_a_neighbours_person_is_named_as_she_would_be(session: Session, lone: Cast) -> None:
    about_the_article(session, lone)
    for slug in ("jens", "lone"):
        person = next(each.person for each in colleagues(session, lone.fjordby.id or 0) if each.person.slug == slug)
        session.exec(sa.delete(PersonTopic).where(sa.column("person_id") == person.id))
        session.exec(sa.delete(PersonSubject).where(sa.column("person_id") == person.id))
    session.exec(sa.delete(PersonTopic).where(sa.column("person_id") == lone.hanne.id))
    kirsten = a_person(session, lone.bakkeby, "Kirsten Nabo", [lone.driving], languages=["en"])
    for each in (lone.birgits_person, kirsten):
        session.add(PersonShare(person_id=each.id or 0, municipality_id=lone.fjordby.id or 0))
    session.add(PersonSubject(person_id=kirsten.id or 0, article="foreign-driving-licence"))
    session.flush()
    renew(session)
    assert moves(try_out(session, lone, NO_ARTICLE))[0][3] == "kirsten -> birgit"


def test_only_the_last_thirty_days_of_this_municipality_are_tried(session: Session, lone: Cast) -> None:
    old, fresh = about_the_article(session, lone), about_the_article(session, lone)
    old.enquiry.asked_at = LATER - timedelta(days=DAYS, minutes=1)
    fresh.enquiry.asked_at = LATER - timedelta(days=DAYS, minutes=-1)
    session.add_all([old.enquiry, fresh.enquiry])
    a_question(session, lone, municipality=lone.bakkeby)
    found = last_asked(session, lone.fjordby, now=LATER)
    assert [each.number for each in found] == [fresh.enquiry.id]


def test_what_was_taken_back_is_not_tried(session: Session, lone: Cast) -> None:
    thread = about_the_article(session, lone)
    actions.withdraw(session, thread, now=NOW)
    assert session.get_one(Enquiry, thread.enquiry.id).forgotten_at is not None
    assert last_asked(session, lone.fjordby, now=LATER) == []


def test_each_part_is_tried_by_itself(session: Session, lone: Cast) -> None:
    pieces = [
        Piece("May I drive here?", Subject({"driving": 0.9}, ("foreign-driving-licence",))),
        Piece("And how do I register?", Subject({"registration": 0.9})),
    ]
    draft = EnquiryDraft(text="May I drive here? And how do I register?", email="ola@example.org")
    actions.ask(session, draft, municipality=lone.fjordby, language="en", pieces=pieces, now=NOW)
    found = try_out(session, lone, NO_ARTICLE)
    assert ([each.asked.topic for each in found.changes], found.unchanged) == (["driving"], 1)


def test_a_question_that_may_be_about_two_topics_is_tried_with_both(session: Session, lone: Cast) -> None:
    """It was more likely about driving, but Per, who is responsible for registration, outweighed that."""
    driving, registration = lone.driving, lone.registration
    per = a_person(session, lone.fjordby, "Per Opdigtet", [registration], languages=["da", "en"])
    known = session.exec(select(PersonTopic).where(PersonTopic.person_id == per.id)).one()
    known.level = Knowing.RESPONSIBLE
    session.add(known)
    session.flush()
    renew(session)
    text = "What must I do with my car and my address?"
    pieces = [Piece(text, Subject({driving.slug: 0.5, registration.slug: 0.45}))]
    draft = EnquiryDraft(text=text, email="ola@example.org")
    thread = actions.ask(session, draft, municipality=lone.fjordby, language="en", pieces=pieces, now=NOW)
    assert thread.person.slug == "per"
    assert try_out(session, lone, Weights()).unchanged == 1
    (change,) = try_out(session, lone, Weights(responsible=-1)).changes
    assert change.before.colleague.person.slug == "per" == change.asked.person.slug


@pytest.fixture
def queries_seen(session: Session) -> Iterator[list[str]]:
    """The queries that the database was asked meanwhile."""
    engine, seen = session.get_bind(), []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)


def test_more_questions_ask_no_more_of_the_database_and_two_hundred_parts_are_tried_at_most(
    session: Session, lone: Cast, queries_seen: list[str]
) -> None:
    def cost() -> int:
        session.flush()
        queries_seen.clear()
        try_out(session, lone, NO_ARTICLE)
        return len(queries_seen)

    about_the_article(session, lone)
    few = cost()
    for number in range(10):
        about_the_article(session, lone, f"May I drive here, number {number}?", country="JP" if number % 2 else "")
    assert cost() == few
    thread = about_the_article(session, lone)
    for _ in range(MOST_PARTS):
        part_id = another_part(session, thread)
        session.add(Assignment(part_id=part_id, person_id=thread.person.id or 0, began_at=NOW))
    assert cost() == few
    assert try_out(session, lone, NO_ARTICLE).parts == MOST_PARTS


def another_part(session: Session, thread: Thread) -> int:
    part = Part(
        enquiry_id=thread.enquiry.id or 0,
        topic_id=thread.part.topic_id,
        topics=thread.part.topics,
        articles=thread.part.articles,
        promised_at=thread.part.promised_at,
    )
    session.add(part)
    session.flush()
    return part.id or 0
