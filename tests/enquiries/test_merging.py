"""Two enquiries of one asker are put together: nothing is lost, nothing is there twice, and the old ways lead on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from app.core.database import Database
from app.core.edition import renew
from app.core.errors import Conflict, Gone, NotFound, Problem, Refused
from app.core.i18n import Speaker
from app.enquiries import actions, answering, letter_keys, merging, promises, queries, rules, searchable
from app.enquiries.dividing import Piece
from app.enquiries.drafts import ClosingDraft, EnquiryDraft, LoggedDraft
from app.enquiries.history import Given, PutTogether, history
from app.enquiries.history_sentences import Names, paper
from app.enquiries.models import (
    Assignment,
    Capture,
    Channel,
    Enquiry,
    Merged,
    Message,
    MessageState,
    Outcome,
    Part,
    Promised,
    Reading,
)
from app.enquiries.queries import Thread
from app.enquiries.subjects import Subject
from app.insight.models import Considered
from app.mail.models import Letter
from app.people.models import Account, Command, PersonLanguage, ResourcePerson
from app.search.sources import IndexName
from tests.cast import NOW, Cast, a_person, a_question, keep_promises

LATER = NOW + timedelta(minutes=5)
TWO = [
    Piece("May I drive here?", Subject({"driving": 0.9})),
    Piece("And how do I register?", Subject({"registration": 0.9})),
]


def number_of(thread: Thread) -> int:
    return thread.enquiry.id or 0


def merge(session: Session, cast: Cast, one: Thread, other: Thread, by: Account | ResourcePerson | None = None) -> int:
    """What somebody (the front desk) sees of the two is put together; gives the number that they have now."""
    staff = cast.staff_of(by or cast.mette)
    both = merging.both(session, staff, cast.fjordby, number_of(one), number_of(other))
    return merging.merge(session, *both, by=staff, now=LATER).id or 0


def key_of(session: Session, number: int) -> str:
    """The key that opens an enquiry now."""
    return session.exec(select(Enquiry.key).where(Enquiry.id == number)).one()


ByTelephone = {"channel": Channel.TELEPHONE}


def a_call(session: Session, cast: Cast, text: str = "May I drive here?", **fields: Any) -> Thread:
    """A question from Ola, taken down by the front desk."""
    given = {"name": "Ola Nordmann", "email": "ola@example.org", "topic": "driving", **ByTelephone, **fields}
    draft, by = LoggedDraft(text=text, **given), cast.staff_of(cast.mette)
    return actions.ask(session, draft, municipality=cast.fjordby, language="en", now=NOW, by=by)


def seen(session: Session, cast: Cast, number: int) -> Thread:
    return queries.for_staff(session, cast.staff_of(cast.mette), cast.fjordby, number)


def a_reply(session: Session, cast: Cast, thread: Thread, text: str, **how: Any) -> Message:
    jens = cast.staff_of(cast.jens)
    thread = queries.for_staff(session, jens, cast.fjordby, number_of(thread))
    return answering.answer(session, thread, text, by=jens, now=NOW, **how)


def every_part_has_one_owner(session: Session) -> None:
    owned = session.exec(select(Assignment.part_id).where(col(Assignment.ended_at).is_(None))).all()
    assert sorted(owned) == sorted(part or 0 for part in session.exec(select(Part.id)).all())


def everything(session: Session) -> dict[str, list[Any]]:
    """What is kept of enquiries, by its own number."""
    return {
        "messages": list(session.exec(select(Message.id, Message.text).order_by(col(Message.id))).all()),
        "letters": list(session.exec(select(Letter.id).order_by(col(Letter.id))).all()),
        "readings": list(session.exec(select(Reading.id).order_by(col(Reading.id))).all()),
        "assignments": list(
            session.exec(select(Assignment.id, Assignment.person_id).order_by(col(Assignment.id))).all()
        ),
    }


def test_nothing_is_lost_and_everything_is_there_once(session: Session, cast: Cast) -> None:
    noise = a_question(session, cast, "Somebody else's", email="noise@example.org")
    draft = EnquiryDraft(text="May I drive? And how do I register?", name="Ola", email="OLA@example.org", country="JP")
    first = actions.ask(session, draft, municipality=cast.fjordby, language="en", pieces=TWO, now=NOW, once="key")
    second = a_question(session, cast, "And on my motorcycle?", phone="00 10 20 99")
    a_reply(session, cast, first, "For 180 days.")
    answering.note(session, first, "She called.", by=cast.staff_of(cast.mette), now=NOW)
    actions.note_reading(session, first, cast.staff_of(cast.mette), now=NOW)
    session.add(Considered(enquiry_id=number_of(first)))
    session.flush()
    before = everything(session)
    assert merge(session, cast, second, first) == number_of(second)
    after = everything(session)
    assert session.get_one(Letter, after["letters"].pop()).kind == "put-together"
    assert after == before
    for table in SQLModel.metadata.sorted_tables:
        if "enquiry_id" in table.columns:
            named = set(session.execute(sa.select(table.c.enquiry_id)).scalars())
            assert number_of(first) not in named, table.name
    assert session.exec(select(Promised.enquiry_id)).all() == [number_of(second)]
    thread = seen(session, cast, number_of(second))
    assert [message.text for message in thread.messages] == [
        "May I drive? And how do I register?",
        "And on my motorcycle?",
        "For 180 days.",
        "She called.",
    ]
    enquiry = thread.enquiry
    assert (enquiry.email, enquiry.country, enquiry.phone) == ("ola@example.org", "JP", "00 10 20 99")
    with pytest.raises(Conflict, match="put together with another one"):
        actions.ask(session, draft, municipality=cast.fjordby, language="en", now=LATER, once="key")
    assert len(seen(session, cast, number_of(noise)).messages) == 1
    every_part_has_one_owner(session)


def test_open_parts_about_one_topic_become_one_and_the_earlier_promise_counts(session: Session, cast: Cast) -> None:
    first = a_question(session, cast, "May I drive here?")
    promised = first.part.promised_at
    second = a_question(session, cast, "And on my motorcycle?")
    session.get_one(Part, second.part.id).promised_at += timedelta(days=3)
    number = merge(session, cast, first, second)
    thread = seen(session, cast, number)
    (part,) = thread.parts
    assert (part.part.text, part.part.promised_at) == ("May I drive here?\n\nAnd on my motorcycle?", promised)
    a_reply(session, cast, thread, "Both, for 180 days.")
    replied = queries.for_asker(session, key_of(session, number))
    assert (replied.state, replied.messages[-1].text) == ("answered", "Both, for 180 days.")
    answered = select(Letter).where(Letter.kind == "answered")
    assert len(session.exec(answered).all()) == 1, "one reply, and one letter about it"


def test_parts_about_other_topics_keep_their_owners_and_say_what_they_are_about(session: Session, cast: Cast) -> None:
    first = a_question(session, cast, "How do I register?", topic="registration")
    second = a_question(session, cast, "May I drive here?")
    number = merge(session, cast, first, second)
    parts = seen(session, cast, number).parts
    assert [(each.part.text, each.person.slug) for each in parts] == [
        ("How do I register?", "mette"),
        ("May I drive here?", "jens"),
    ]
    every_part_has_one_owner(session)
    a_reply(session, cast, second, "Yes, you may.")
    assert queries.for_asker(session, key_of(session, number)).replied is False, "it waits for the other part"
    mette = cast.staff_of(cast.mette)
    hers = queries.for_staff(session, mette, cast.fjordby, number)
    answering.answer(session, hers, "At the town hall.", by=mette, now=LATER)
    told = [message.text for message in queries.for_asker(session, key_of(session, number)).messages]
    assert told[2:] == ["Yes, you may.", "At the town hall."]


def test_whose_part_went_to_a_colleague_is_told_once_and_stays_in_the_history(session: Session, cast: Cast) -> None:
    first, second = a_question(session, cast, "May I drive?"), a_question(session, cast, "And my motorcycle?")
    lis = a_person(session, cast.fjordby, "Lis Prøve", [cast.driving], languages=["da", "en"])
    mette = cast.staff_of(cast.mette)
    actions.hand_over(session, seen(session, cast, number_of(second)), to=lis, why="", by=mette, now=NOW)
    before = len(session.exec(select(Letter)).all())
    number = merge(session, cast, first, second)
    letters = session.exec(select(Letter).order_by(col(Letter.id))).all()[before:]
    told = [("answered-elsewhere", cast.jens.email), ("put-together", "ola@example.org")]
    assert [(letter.kind, letter.to) for letter in letters] == told
    assert "Lis Prøve" in letters[0].subject and f"/enquiries/{number}" in letters[0].text
    thread = seen(session, cast, number)
    assert [each.person.slug for each in thread.parts] == ["lis"]
    given = [each for each in history(session, thread, mette, now=LATER).events if isinstance(each, Given)]
    assert [(each.person, each.until is None, each.part == thread.part.id) for each in given] == [
        ("Jens Prøvesen", False, True),
        ("Jens Prøvesen", False, True),
        ("Lis Prøve", True, True),
    ]
    assert number_of(queries.for_staff(session, cast.staff_of(cast.jens), cast.fjordby, number)) == number
    every_part_has_one_owner(session)


def test_who_only_says_that_an_address_is_hers_reads_nothing_that_was_put_to_it(session: Session, cast: Cast) -> None:
    hers = a_question(session, cast, "My husband took my licence. May I drive?")
    his = a_question(session, cast, "And who pays?", name="", email="Ola@example.org")
    keys = [each.enquiry.key for each in (hers, his)]
    number = merge(session, cast, hers, his)
    for key in keys:
        with pytest.raises(Gone, match="put together with another one"):
            queries.for_asker(session, key)
    letter = session.exec(select(Letter).where(Letter.kind == "put-together")).one()
    assert letter.to.lower() == "ola@example.org" and key_of(session, number) in letter.text
    assert "husband" not in letter.text
    third = a_question(session, cast, "And a third?")
    keys += [key_of(session, number), third.enquiry.key]
    assert merge(session, cast, seen(session, cast, number), third) == number_of(third)
    for key in keys:
        with pytest.raises((NotFound, Gone)):
            queries.for_asker(session, key)
    assert number_of(queries.for_asker(session, key_of(session, number_of(third)))) == number_of(third)


def test_old_number_old_key_and_the_link_in_an_old_letter_lead_on(session: Session, cast: Cast) -> None:
    first, second, third = (a_call(session, cast, f"Question {each}?") for each in ("one", "two", "three"))
    key, _ = letter_keys.make(session, first.enquiry, session.get_one(Account, cast.jens.account_id), now=NOW)
    merge(session, cast, first, second)
    number = merge(session, cast, second, third)
    assert number == number_of(third)
    for each in (first, second, third):
        assert number_of(queries.for_asker(session, each.enquiry.key)) == number
        assert number_of(seen(session, cast, number_of(each))) == number
    opening = letter_keys.use(session, cast.fjordby, number_of(first), key, browser="hers", now=NOW)
    assert opening.account.id == cast.jens.account_id
    told = history(session, seen(session, cast, number), cast.staff_of(cast.mette), now=LATER)
    printed = paper(told, Speaker("en"), Names("Fjordby", {}, {}))["events"]["list"]
    sentence = f"Question {number_of(first)} was put together with this one."
    assert [each["more"] for each in printed if each["sentence"] == sentence] == [[cast.mette.name]]
    assert [each for each in told.events if isinstance(each, PutTogether)] == [
        PutTogether(LATER, number_of(first), cast.mette.name),
        PutTogether(LATER, number_of(second), cast.mette.name),
    ]
    answering.write_back(session, queries.for_asker(session, first.enquiry.key), "Thank you!", now=LATER)
    assert seen(session, cast, number).messages[-1].text == "Thank you!"


def test_a_number_is_never_given_again(session: Session, cast: Cast) -> None:
    first, second = a_question(session, cast), a_question(session, cast, "And now?")
    merge(session, cast, second, first)
    assert number_of(a_question(session, cast, "A new one?")) > number_of(second)


def test_twice_is_once_whichever_way_round(session: Session, cast: Cast) -> None:
    first, second = a_question(session, cast), a_question(session, cast, "And now?")
    assert merge(session, cast, first, second) == number_of(second)
    before = everything(session)
    assert merge(session, cast, first, second) == merge(session, cast, second, first) == number_of(second)
    assert everything(session) == before and len(session.exec(select(Merged)).all()) == 1
    with pytest.raises(Conflict):
        merge(session, cast, second, second)


def test_withdrawn_or_forgotten_the_whole_is_gone(session: Session, cast: Cast) -> None:
    first = a_question(session, cast, "May I drive here?", phone="00 10 20 99")
    second = a_question(session, cast, "How do I register?", topic="registration")
    key = key_of(session, merge(session, cast, first, second))
    assert actions.withdraw(session, queries.for_asker(session, key), now=LATER) is False
    for table in (Message, Letter):
        assert session.exec(select(table)).all() == []
    assert {part.text for part in session.exec(select(Part))} == {""}
    kept = queries.for_asker(session, key).enquiry
    assert (kept.name, kept.email, kept.phone, kept.forgotten_at) == ("", "", "", LATER)


# --- what may not be put together


def elsewhere(session: Session, cast: Cast) -> Thread:
    return a_question(session, cast, municipality=cast.bakkeby)


def of_another(session: Session, cast: Cast) -> Thread:
    return a_question(session, cast, email="noise@example.org", phone="00 10 20 99")


def closed(session: Session, cast: Cast) -> Thread:
    thread = a_question(session, cast)
    actions.close(session, thread, ClosingDraft(outcome=Outcome.REFERRED, referred_to="Tax"), now=NOW)
    return thread


def in_german(session: Session, cast: Cast) -> Thread:
    draft = EnquiryDraft(text="Darf ich fahren?", email="ola@example.org", topic="driving")
    return actions.ask(session, draft, municipality=cast.fjordby, language="de", now=NOW)


def just_answered(session: Session, cast: Cast) -> Thread:
    thread = a_question(session, cast)
    a_reply(session, cast, thread, "Yes.", undo=timedelta(minutes=10))
    return thread


@pytest.mark.parametrize(
    ("make", "problem", "words"),
    [
        (elsewhere, NotFound, "no such question"),
        (of_another, Conflict, "not of the same asker"),
        (closed, Conflict, "closed"),
        (in_german, Conflict, "different languages"),
        (just_answered, Conflict, "taken back"),
    ],
)
def test_what_does_not_belong_together_is_refused_either_way(
    session: Session,
    cast: Cast,
    make: Callable[[Session, Cast], Thread],
    problem: type[Problem],
    words: str,
) -> None:
    earlier = a_question(session, cast, phone="00 10 20 99")
    other = make(session, cast)
    later = a_question(session, cast, phone="00 10 20 99")
    before = everything(session)
    for mine in (earlier, later):
        with pytest.raises(problem, match=words):
            merge(session, cast, mine, other)
    assert everything(session) == before
    assert merge(session, cast, earlier, later) == number_of(later)


def test_who_may_not_answer_both_does_not_put_them_together(session: Session, cast: Cast) -> None:
    first, second = a_question(session, cast), a_question(session, cast, "How do I register?", topic="registration")
    third = a_question(session, cast, "And my motorcycle?")
    with pytest.raises(NotFound):
        merge(session, cast, first, second, by=cast.jens)  # the second was never his
    actions.hand_over(session, first, to=cast.mettes_person, why="", by=cast.staff_of(cast.jens), now=NOW)
    with pytest.raises(Refused):
        merge(session, cast, first, third, by=cast.jens)  # the first is his no more
    assert merge(session, cast, first, third) == number_of(third)


def test_two_articles_of_two_answers_stay_apart(session: Session, cast: Cast) -> None:
    asked = [a_question(session, cast), a_question(session, cast, "And my motorcycle?")]
    jens = cast.staff_of(cast.jens)
    for thread in asked:
        a_reply(session, cast, thread, "Yes, you may.")
        answered = queries.for_staff(session, jens, cast.fjordby, number_of(thread))
        actions.capture(session, answered, by=jens, now=NOW)
    with pytest.raises(Conflict, match="An article was made from each"):
        merge(session, cast, asked[0], asked[1])
    third = a_question(session, cast, "And now?")
    merge(session, cast, asked[1], third)
    assert sorted(session.exec(select(Capture.enquiry_id)).all()) == [number_of(asked[0]), number_of(third)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"email": "ola@example.org"}, {"email": "Ola@Example.org"}, True),
        ({"email": "ola@example.org"}, {"email": "ina@example.org"}, False),
        ({"email": "ola@strasse.example.org"}, {"email": "ola@straße.example.org"}, False),
        ({"phone": "00102099"}, {"phone": "00102099"}, False),
        ({"phone": "+45 00 10 20 99"}, {"phone": "00102099", "channel": Channel.COUNTER}, True),
        ({"phone": "00 10 20 99"}, ByTelephone | {"phone": "00102099", "email": "ola@example.org"}, True),
        ({"phone": "00 10 20 98"}, ByTelephone | {"phone": "00102099", "email": "ola@example.org"}, False),
        ({"phone": "00102099", "email": "ola@example.org"}, {"phone": "00102099", "email": "ina@example.org"}, False),
        ({"phone": "1"}, ByTelephone | {"phone": "1", "email": "ola@example.org"}, False),
        ({}, {}, False),
        ({"email": "ola@example.org"}, {"channel": Channel.COUNTER}, True),
        (ByTelephone | {"phone": "22334412"}, ByTelephone | {"phone": "55667712"}, False),
        (ByTelephone | {"phone": "lokal 12"}, ByTelephone | {"phone": "55667712"}, True),
        ({"email": "ola@example.org"}, {"channel": Channel.COUNTER, "email": "ina@example.org"}, False),
    ],
)
def test_of_one_asker_are_those_that_surely_are(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    here, there = (
        Enquiry(key=key, municipality_id=1, language="en", asked_at=NOW, **values)
        for key, values in (("a", one), ("b", other))
    )
    assert rules.is_same_asker(here, there) is rules.is_same_asker(there, here) is same


# --- pairs, danger, waiting


def test_an_answer_that_waits_for_its_interpreter_answers_no_second_question(session: Session, cast: Cast) -> None:
    first, second = in_german(session, cast), in_german(session, cast)
    a_reply(session, cast, first, "Ja, i 180 dage.")
    number = merge(session, cast, first, second)
    assert len(seen(session, cast, number).parts) == 2
    mette = cast.staff_of(cast.mette)
    waiting = next(each for each in seen(session, cast, number).messages if each.state == MessageState.INTERPRETER)
    answering.interpret(session, seen(session, cast, number), waiting, "Ja, 180 Tage.", by=mette, now=LATER)
    thread = seen(session, cast, number)
    assert [each.part.answered_at is None for each in thread.parts] == [False, True]
    assert thread.replied is False, "she gets one reply"


def test_danger_in_one_of_them_keeps_the_front_desk_in_charge(session: Session, cast: Cast) -> None:
    draft = EnquiryDraft(text="My husband hits me. May I drive?", email="ola@example.org", topic="driving")
    danger = actions.ask(session, draft, municipality=cast.fjordby, language="en", now=NOW)
    second = a_question(session, cast, "And my motorcycle?")
    assert (danger.person.slug, second.person.slug) == ("mette", "jens")
    thread = seen(session, cast, merge(session, cast, second, danger))
    assert thread.enquiry.urgent
    assert [(each.person.slug, each.part.promised_at) for each in thread.parts] == [("mette", danger.part.promised_at)]


def test_what_waits_for_the_asker_goes_on_when_she_has_asked_again(session: Session, cast: Cast) -> None:
    first = a_question(session, cast)
    promised = first.part.promised_at
    a_reply(session, cast, first, "From which country?", asks_back=True)
    second = a_question(session, cast, "It is from Japan, and my motorcycle?")
    thread = seen(session, cast, merge(session, cast, first, second))
    assert [(each.part.waiting_since, each.part.promised_at) for each in thread.parts] == [(None, promised)]


# --- afterwards


def test_a_reply_written_before_is_not_sent_unread_and_a_part_that_is_gone_leads_to_the_whole(
    session: Session, cast: Cast
) -> None:
    first, second = a_question(session, cast, "May I drive?"), a_question(session, cast, "And my motorcycle?")
    jens = cast.staff_of(cast.jens)
    answering.note(session, second, "A note.", by=jens, now=NOW)
    there = seen(session, cast, number_of(second)).messages
    rules.must_have_been_seen(there, there[-1].id, by=jens, seen_before=len(there))
    gone = first.part.id
    number = merge(session, cast, first, second)
    after = seen(session, cast, number)
    with pytest.raises(Conflict):
        rules.must_have_been_seen(after.messages, there[-1].id, by=jens, seen_before=len(there))
    led = queries.for_staff(session, jens, cast.fjordby, number_of(first), part=gone)
    assert led.part.id == after.part.id
    with pytest.raises(Conflict, match=f"Question {number_of(first)} was put together"):
        rules.must_not_have_moved(led.enquiry, led.part.id, number=number_of(first), part=None)
    with pytest.raises(Conflict):
        rules.must_not_have_moved(led.enquiry, led.part.id, number=number, part=gone)


def test_the_worker_keeps_the_promise_of_the_whole_and_the_desk_finds_its_words(session: Session, cast: Cast) -> None:
    first, second = a_question(session, cast, "May I drive?"), a_question(session, cast, "And my motorcycle?")
    before = searchable.editions(session, IndexName.DESK)[f"enquiry-{number_of(second)}"]
    old = [(number_of(first), first.part.id or 0)]
    number = merge(session, cast, first, second)
    editions = searchable.editions(session, IndexName.DESK)
    assert editions.keys() == {f"enquiry-{number}"} and editions[f"enquiry-{number}"] != before
    (document,) = searchable.documents(session, IndexName.DESK, editions.keys())
    assert [section.text for section in document.sections] == ["May I drive?", "And my motorcycle?"]
    for each, part in old:
        assert promises.look_after(session, cast.fjordby, each, part, now=LATER) is False
    late = second.part.promised_at + timedelta(minutes=1)
    assert keep_promises(session, cast.fjordby, now=late) == 1
    assert [letter.enquiry_id for letter in session.exec(select(Letter).where(Letter.kind == "later"))] == [number]


def test_what_could_be_put_together_is_named_without_a_word_of_it(session: Session, cast: Cast) -> None:
    mine = a_question(session, cast)
    other = a_question(session, cast, "How do I register?", topic="registration", email="Ola@example.org")
    for noise in (elsewhere, of_another, closed, in_german):
        noise(session, cast)
    jens, mette = cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    found = queries.others_of_the_asker(session, mette, seen(session, cast, number_of(mine)))
    assert [(each.number, each.topic) for each in found] == [(number_of(other), "registration")]
    assert queries.others_of_the_asker(session, jens, mine) == [], "it is not his"
    third = a_question(session, cast, "And my motorcycle?")
    assert [each.number for each in queries.others_of_the_asker(session, jens, mine)] == [number_of(third)]


@pytest.mark.parametrize("written", ["+4522334455", "0045 22334455", "22.33.44.55", "(+45) 22-33-44-55"])
def test_a_telephone_number_is_the_same_however_it_is_written(session: Session, cast: Cast, written: str) -> None:
    mine = a_question(session, cast, email="", phone="22 33 44 55")
    other = a_call(session, cast, email="", phone=written)
    a_call(session, cast, email="", phone="22 33 44 56")
    for one, twin in ((mine, other), (other, mine)):
        found = queries.others_of_the_asker(session, cast.staff_of(cast.mette), seen(session, cast, number_of(one)))
        assert [each.number for each in found] == [number_of(twin)]


def test_a_number_within_the_house_finds_no_strangers(session: Session, cast: Cast) -> None:
    inside = a_call(session, cast, email="", phone="lokal 12")
    a_call(session, cast, email="", phone="22 33 44 12")
    assert queries.others_of_the_asker(session, cast.staff_of(cast.mette), inside) == []


def test_what_came_by_telephone_without_an_address_is_answered_where_the_asker_reads(
    session: Session, cast: Cast
) -> None:
    web = a_question(session, cast, "May I drive here?")
    draft = LoggedDraft(text="He asks about his motorcycle, too.", topic="driving", channel=Channel.TELEPHONE)
    mette = cast.staff_of(cast.mette)
    called = actions.ask(session, draft, municipality=cast.fjordby, language="en", now=NOW, by=mette)
    enquiry = seen(session, cast, merge(session, cast, called, web)).enquiry
    assert (enquiry.channel, enquiry.email, enquiry.logged_by) == ("web", "ola@example.org", cast.mette.id)


# --- at once


def at_once(*jobs: Callable[[], object]) -> list[Exception]:
    """Does them in the same moment, and gives what went wrong."""
    together, wrong = Barrier(len(jobs)), []

    def one(job: Callable[[], object]) -> None:
        together.wait()
        try:
            job()
        except Exception as problem:
            wrong.append(problem)

    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(one, jobs))
    return wrong


def test_merging_both_ways_replying_reading_and_writing_back_at_once_loses_nothing(
    database: Database, session: Session, cast: Cast
) -> None:
    for turn in range(6):
        _all_at_once(database, session, cast, str(turn))


def _all_at_once(database: Database, session: Session, cast: Cast, turn: str) -> None:
    asked = [a_question(session, cast, f"{turn} {each}?", email=f"ola{turn}@example.org") for each in "abc"]
    staff, jens = cast.staff_of(cast.mette), cast.staff_of(cast.jens)
    session.commit()
    a, b, c = (number_of(thread) for thread in asked)

    def put(one: int, other: int) -> None:
        with database.write() as own:
            both = merging.both(own, staff, cast.fjordby, one, other)
            merging.merge(own, *both, by=staff, now=LATER)

    def note() -> None:
        with database.write() as own:
            thread = queries.for_staff(own, jens, cast.fjordby, a)
            answering.note(own, thread, f"{turn} note", by=jens, now=LATER)

    def read() -> None:
        with database.write() as own:
            actions.note_reading(own, asked[0], jens, now=LATER)

    def write() -> None:
        with database.write() as own:
            thread = queries.for_asker(own, key_of(own, queries.leads_to(own, a)))
            answering.write_back(own, thread, f"{turn} back", now=LATER)

    def look() -> None:
        with database.read() as own:
            found = queries.for_staff(own, jens, cast.fjordby, a)
            assert found.parts and f"{turn} a?" in [message.text for message in found.messages]

    merges = [lambda: put(a, b), lambda: put(b, a), lambda: put(b, c), lambda: put(a, b)]
    wrong = at_once(look, *merges, note, read, look, write, look)
    assert all(isinstance(problem, Conflict) for problem in wrong), wrong
    with database.read() as own:
        left = queries.leads_to(own, b)
    put(a, left)  # where b was faster into c, the rest was refused
    with database.read() as own:
        assert queries.leads_to(own, a) in {b, c}
        thread = seen_in(own, cast, queries.leads_to(own, a))
        texts = [message.text for message in thread.messages]
        assert {f"{turn} a?", f"{turn} b?", f"{turn} note", f"{turn} back"} <= set(texts)
        assert len(texts) == len(set(texts))
        assert own.exec(select(Reading.enquiry_id)).all().count(number_of(thread)) == 1
        every_part_has_one_owner(own)


def seen_in(session: Session, cast: Cast, number: int) -> Thread:
    return queries.for_staff(session, cast.staff_of(cast.mette, session), cast.fjordby, number)


def test_who_only_speaks_the_language_gets_an_interpreter_when_a_call_becomes_one_with_a_written_question(
    session: Session, cast: Cast
) -> None:
    session.add(PersonLanguage(person_id=cast.jens.id or 0, language="de", level=Command.SPEAKS))
    session.flush()
    renew(session)
    jens, mette = cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    written = EnquiryDraft(text="Wie melde ich mich an?", topic="registration", email="ola@example.org")
    one = actions.ask(session, written, municipality=cast.fjordby, language="de", now=NOW)
    called = LoggedDraft(text="Darf ich fahren?", topic="driving", email="ola@example.org", channel="telephone")
    other = actions.ask(session, called, municipality=cast.fjordby, language="de", now=NOW, by=mette)
    assert (other.person.slug, other.assignment.needs_interpreter) == ("jens", False)
    thread = queries.for_staff(session, jens, cast.fjordby, merge(session, cast, one, other))
    assert thread.owned.interpreter and thread.owned.interpreter.slug == "mette"
    message = answering.answer(session, thread, "Ja", by=jens, now=LATER)
    assert message.state == MessageState.INTERPRETER
