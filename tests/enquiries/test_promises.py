"""What was promised is kept, or said anew: reminders, the next person, absences, and never a part without an owner."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from time import sleep

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, func, select

from app.core import hours
from app.core.database import Database, open_database
from app.core.edition import renew
from app.core.errors import Conflict
from app.enquiries import actions, answering, queries
from app.enquiries.dividing import Piece
from app.enquiries.drafts import ClosingDraft, EnquiryDraft
from app.enquiries.models import Assignment, Message, MessageState, Outcome, Part
from app.enquiries.promises import MOST_LEVELS
from app.enquiries.queries import Thread
from app.enquiries.subjects import Subject
from app.mail.models import Letter
from app.migrations import upgrade
from app.people.models import Absence, Municipality, ResourcePerson
from app.people.rules import Staff
from tests.cast import NOW, Cast, a_person, a_question, gather, keep_promises


def away(session: Session, person: ResourcePerson, first: date, last: date) -> None:
    session.add(Absence(person_id=person.id or 0, first_day=first, last_day=last))
    session.flush()
    renew(session)


def now_has(session: Session, thread: Thread) -> str:
    return queries.for_asker(session, thread.enquiry.key).person.slug


def letters(session: Session, to: str) -> list[str]:
    return list(session.exec(select(Letter.kind).where(Letter.to == to).order_by(col(Letter.id))).all())


def test_each_topic_has_its_own_time_and_closing_days_count_nothing(session: Session, cast: Cast) -> None:
    cast.fjordby.promises, cast.fjordby.closing_days = {"driving": 1}, ["2026-11-24"]
    session.add(cast.fjordby)
    session.flush()
    renew(session)
    assert a_question(session, cast).part.promised_at == hours.add_working_days(NOW, 1, {date(2026, 11, 24)})
    other = a_question(session, cast, topic="registration").part.promised_at
    assert other == hours.add_working_days(NOW, 3, {date(2026, 11, 24)})


def test_before_a_promise_breaks_its_owner_is_reminded_once(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    assert keep_promises(session, cast.fjordby, now=NOW) == 0
    soon = thread.part.promised_at - timedelta(hours=3)
    assert [keep_promises(session, cast.fjordby, now=soon) for _ in range(2)] == [1, 0]
    assert letters(session, cast.jens.email) == ["new-question", "reminder"]


def test_at_the_break_another_person_is_brought_in_and_the_asker_is_told_the_new_time(
    session: Session, cast: Cast
) -> None:
    """zammad #2532: escalation in levels goes to different people."""
    thread = a_question(session, cast)
    late = thread.part.promised_at + timedelta(hours=1)
    assert [keep_promises(session, cast.fjordby, now=late) for _ in range(2)] == [1, 0]
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.person.slug, after.part.level) == ("mette", 1)
    assert after.part.promised_at == hours.add_working_days(late, 3)
    assert letters(session, "ola@example.org") == ["receipt", "later"]


def test_when_there_is_nobody_else_it_stays_and_in_the_end_it_rests_in_the_desks_inbox(
    session: Session, cast: Cast
) -> None:
    thread = a_question(session, cast)
    for _ in range(MOST_LEVELS + 3):
        late = queries.for_asker(session, thread.enquiry.key).part.promised_at + timedelta(hours=1)
        keep_promises(session, cast.fjordby, now=late)
    assert queries.for_asker(session, thread.enquiry.key).part.level == MOST_LEVELS
    assert letters(session, "ola@example.org").count("later") == MOST_LEVELS
    [line] = queries.inbox(session, cast.staff_of(cast.mette), cast.fjordby, everyone=True, only="risk", now=late)
    assert line.number == thread.enquiry.id


def test_no_promise_breaks_while_the_house_waits_for_the_asker(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    answering.answer(session, thread, "From which country?", by=cast.staff_of(cast.jens), now=NOW, asks_back=True)
    assert keep_promises(session, cast.fjordby, now=NOW + timedelta(days=30)) == 0


def test_who_answers_after_she_asked_back_waits_for_nobody_any_more(session: Session, cast: Cast) -> None:
    thread, by = a_question(session, cast), cast.staff_of(cast.jens)
    answering.answer(session, thread, "From which country?", by=by, now=NOW, asks_back=True)
    thread = queries.for_asker(session, thread.enquiry.key)
    answering.answer(session, thread, "Yes, wherever it is from.", by=by, now=NOW)
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.state, after.part.waiting_since) == ("answered", None)
    assert [each.text for each in after.messages][1:] == ["From which country?", "Yes, wherever it is from."]


def test_what_somebody_has_whose_absence_begins_goes_to_who_can_answer_and_is_not_snatched_back(
    session: Session, cast: Cast
) -> None:
    """freescout #5429, zammad #5566: an absence moves questions, and its last day still counts."""
    inger = a_person(session, cast.fjordby, "Inger Opfundet", [cast.driving], languages=["da", "en"], subjects=[])
    renew(session)
    thread = a_question(session, cast)
    first = thread.person
    other = inger if first.slug == "jens" else cast.jens
    away(session, first, date(2026, 11, 24), date(2026, 11, 25))
    assert keep_promises(session, cast.fjordby, now=NOW) == 0
    last_day = datetime(2026, 11, 25, 22, tzinfo=NOW.tzinfo)
    assert keep_promises(session, cast.fjordby, now=last_day) == 1
    assert now_has(session, thread) == other.slug
    assert thread.part.promised_at == hours.add_working_days(NOW, 3)
    keep_promises(session, cast.fjordby, now=datetime(2026, 11, 26, 9, tzinfo=NOW.tzinfo))
    assert now_has(session, thread) == other.slug


def test_who_knows_what_it_may_be_about_too_takes_over_from_whoever_is_away(session: Session, cast: Cast) -> None:
    """All that it was found to be about is kept: nobody need ask the front desk what else it may be."""
    text = "What must I do with my car and my address?"
    pieces = [Piece(text, Subject({cast.driving.slug: 0.6, cast.registration.slug: 0.3}))]
    draft = EnquiryDraft(text=text, email="ola@example.org")
    thread = actions.ask(session, draft, municipality=cast.fjordby, language="en", pieces=pieces, now=NOW)
    assert thread.person.slug == "jens"
    away(session, cast.jens, NOW.date(), date(2026, 12, 30))
    assert keep_promises(session, cast.fjordby, now=NOW) == 1
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.person.slug, after.assignment.fallback) == ("mette", False)
    assert ["topic", cast.registration.slug] in after.assignment.candidates[0]["reasons"]


def test_when_the_interpreter_is_away_another_one_takes_her_place(session: Session, cast: Cast) -> None:
    draft = EnquiryDraft(text="Darf ich hier fahren?", topic="driving")
    thread = actions.ask(session, draft, municipality=cast.fjordby, language="de", now=NOW)
    silke = a_person(session, cast.fjordby, "Silke Musterfrau", [], languages=["da", "de"])
    away(session, cast.mettes_person, date(2026, 11, 23), date(2026, 11, 27))
    keep_promises(session, cast.fjordby, now=NOW)
    after = queries.for_asker(session, thread.enquiry.key)
    assert (after.person.slug, after.owned.interpreter and after.owned.interpreter.slug) == ("jens", silke.slug)


def test_what_nobody_could_take_is_tried_again_when_somebody_becomes_free(session: Session, cast: Cast) -> None:
    """chatwoot #10376."""
    away(session, cast.jens, date(2026, 11, 23), date(2026, 11, 24))
    thread = a_question(session, cast)
    assert (thread.person.slug, thread.assignment.fallback) == ("mette", True)
    assert keep_promises(session, cast.fjordby, now=NOW) == 0
    assert keep_promises(session, cast.fjordby, now=datetime(2026, 11, 25, 8, tzinfo=NOW.tzinfo)) == 1
    assert now_has(session, thread) == "jens"


def test_what_a_colleague_gave_by_hand_stays_where_she_put_it(session: Session, cast: Cast) -> None:
    thread, by = a_question(session, cast), cast.staff_of(cast.jens)
    actions.hand_over(session, thread, to=cast.mettes_person, why="She knows him", by=by, now=NOW)
    assert keep_promises(session, cast.fjordby, now=NOW) == 0
    assert now_has(session, thread) == "mette"


def test_two_who_are_each_others_only_deputies_and_both_away_hang_nothing(session: Session, cast: Cast) -> None:
    """zammad #3694: chains of substitutes with cycles."""
    thread = a_question(session, cast)
    for person in (cast.jens, cast.hanne, cast.mettes_person):
        away(session, person, date(2026, 11, 20), date(2026, 12, 31))
    for day in range(5):
        keep_promises(session, cast.fjordby, now=NOW + timedelta(days=day))
    assert now_has(session, thread)


# --- whatever happens


WITH_A_QUESTION = ("answer", "take back", "interpret", "divide", "close", "write back", "hand over")
KINDS = ("ask", *WITH_A_QUESTION, "away", "leave", "come", "pass")
EVENTS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 9)), min_size=1, max_size=25)


class Life:
    """A town in which things happen, on a database of its own in memory."""

    def __init__(self) -> None:
        self.engine = open_database("sqlite://")
        upgrade(self.engine)
        self.session = Session(self.engine.execution_options(writes=True))
        self.cast = gather(self.session)
        self.now = NOW
        self.keys: list[str] = []

    def happens(self, what: str, which: int) -> None:
        session, cast = self.session, self.cast
        people = [cast.jens, cast.hanne, cast.mettes_person]
        if what == "ask":
            languages = ("en", "de", "da")
            draft = EnquiryDraft(text=f"May I drive? {which}", topic=("driving", "registration", "")[which % 3])
            language = languages[which // 3 % 3]
            thread = actions.ask(session, draft, municipality=cast.fjordby, language=language, now=self.now)
            self.keys.append(thread.enquiry.key)
        elif what == "away":
            day = self.now.date() + timedelta(days=which % 3)
            away(session, people[which % 3], day, day + timedelta(days=which))
        elif what in {"leave", "come"} and which % 3 < 2:
            people[which % 3].active = what == "come"
            session.add(people[which % 3])
            session.flush()
            renew(session)
        elif what == "pass":
            self.now += timedelta(hours=7 * which)
        elif self.keys:
            with suppress(Conflict):
                self._becomes_of(self.keys[which % len(self.keys)], what, which, people)
        keep_promises(session, cast.fjordby, now=self.now)

    def _becomes_of(self, key: str, what: str, which: int, people: list[ResourcePerson]) -> None:
        session, cast, now = self.session, self.cast, self.now
        desk, staff = cast.staff_of(cast.mette, session), cast.staff_of(people[which % 3], session)
        thread = queries.for_staff(session, desk, cast.fjordby, queries.for_asker(session, key).enquiry.id or 0)
        thread = thread.looking_at(thread.parts[which % len(thread.parts)].part.id)
        waiting = [each for each in thread.messages if each.state == MessageState.INTERPRETER]
        if what == "answer":
            undo = timedelta(seconds=15 * (which % 2))
            text, asks_back, german = f"Yes {which}", which > 7, which == 4
            answering.answer(
                session, thread, text, by=staff, now=now, asks_back=asks_back, undo=undo, in_askers_language=german
            )
        elif what == "take back":
            answering.take_back(session, thread, by=staff, now=now)
        elif what == "interpret" and waiting:
            answering.interpret(session, thread, waiting[0], "Ja", by=desk, now=now)
        elif what == "divide":
            topic = ("driving", "registration")[which % 2]
            actions.divide(session, thread, f"drive {which}", topic=topic, by=desk, now=now)
        elif what == "close":
            actions.close(session, thread, ClosingDraft(outcome=Outcome.ANSWERED), now=now, by=desk)
        elif what == "write back":
            answering.write_back(session, queries.for_asker(session, key), f"And {which}?", now=now)
        elif what == "hand over":
            actions.hand_over(session, thread, to=people[which % 3], why="", by=desk, now=now)

    def owners(self) -> dict[int, int]:
        """How many persons have each part."""
        counted = select(Part.id, func.count(col(Assignment.id))).join(
            Assignment, (col(Assignment.part_id) == col(Part.id)) & col(Assignment.ended_at).is_(None), isouter=True
        )
        return {part or 0: number for part, number in self.session.exec(counted.group_by(col(Part.id)))}

    def hanging(self) -> list[Message]:
        """What is written, waits, and could go out by nobody's doing any more."""
        threads = [queries.for_staff(self.session, self.desk, self.cast.fjordby, number) for number in self.numbers]
        return [
            each
            for thread in threads
            for each in thread.messages
            if (each.state == MessageState.READY and not thread.open_parts)
            or (each.state == MessageState.INTERPRETER and not is_expected(thread, each))
        ]

    @property
    def desk(self) -> Staff:
        return self.cast.staff_of(self.cast.mette, self.session)

    @property
    def numbers(self) -> list[int]:
        return [queries.for_asker(self.session, key).enquiry.id or 0 for key in self.keys]


def is_expected(thread: Thread, message: Message) -> bool:
    """Whether a pair has the part that an answer waits for its interpreter about."""
    owned = next(each for each in thread.parts if each.part.id == message.part_id)
    return thread.state != "closed" and owned.assignment.needs_interpreter


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EVENTS)
def test_no_sequence_of_events_leaves_a_part_without_an_owner_or_an_answer_hanging(
    events: list[tuple[str, int]],
) -> None:
    life = Life()
    try:
        for what, which in events:
            life.happens(what, which)
            assert set(life.owners().values()) <= {1}
            assert life.hanging() == []
        assert len(life.owners()) >= len(life.keys)
    finally:
        life.session.close()
        life.engine.dispose()


# --- two workers


PARTS = 5


def at_once(database: Database, cast: Cast, now: datetime) -> list[int]:
    """Two workers keep the promises of Fjordby in the same moment, each in a session of its own; how much each did."""
    together = Barrier(2)

    def work(_: int) -> int:
        together.wait()
        with database.write() as session:
            return keep_promises(session, cast.fjordby, now=now)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, range(2)))


def test_two_workers_never_bring_in_two_for_the_same_part(database: Database, session: Session, cast: Cast) -> None:
    keys = [a_question(session, cast, f"May I drive here? {number}").enquiry.key for number in range(PARTS)]
    for name in ("Inger", "Silke"):
        a_person(session, cast.fjordby, f"{name} Opfundet", [cast.driving], languages=["da", "en"])
    renew(session)
    session.commit()
    had: dict[str, list[str]] = {key: [now_has_it(database, key)[0]] for key in keys}
    for level in range(1, MOST_LEVELS + 1):
        late = max(now_has_it(database, key)[1] for key in keys) + timedelta(hours=1)
        assert sum(at_once(database, cast, late)) == PARTS
        for key in keys:
            had[key].append(now_has_it(database, key)[0])
        with database.read() as reader:
            kinds = Counter(reader.exec(select(Letter.kind)).all())
            given = Counter(reader.exec(select(Assignment.part_id).where(col(Assignment.ended_at).is_(None))).all())
            levels = set(reader.exec(select(Part.level)).all())
        assert (kinds["handed-over"], kinds["later"], levels) == (level * PARTS, level * PARTS, {level})
        assert set(given.values()) == {1}
    assert all(len(set(persons)) == MOST_LEVELS + 1 for persons in had.values())


def test_two_workers_never_move_the_same_part_from_whoever_is_away(
    database: Database, session: Session, cast: Cast
) -> None:
    keys = [a_question(session, cast, f"May I drive here? {number}").enquiry.key for number in range(PARTS)]
    a_person(session, cast.fjordby, "Inger Opfundet", [cast.driving], languages=["da", "en"])
    away(session, cast.jens, date(2026, 11, 23), date(2026, 11, 24))
    session.commit()
    assert sum(at_once(database, cast, NOW)) == PARTS
    assert {now_has_it(database, key)[0] for key in keys} == {"inger"}
    with database.read() as reader:
        assert len(letters(reader, "inger@fjordby.example.org")) == PARTS
        assert len(reader.exec(select(Assignment)).all()) == 2 * PARTS


def now_has_it(database: Database, key: str) -> tuple[str, datetime]:
    """Who has the question of this key, and what was promised."""
    with database.read() as session:
        thread = queries.for_asker(session, key)
        return thread.person.slug, thread.part.promised_at


@settings(max_examples=50, deadline=None)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)),
    st.integers(0, 10),
    st.sets(st.dates(date(2026, 1, 1), date(2027, 1, 31)), max_size=15),
    st.dates(date(2026, 1, 1), date(2027, 1, 31)),
)
def test_a_closing_day_more_never_makes_a_promise_earlier(
    at: datetime, days: int, closed: set[date], another: date
) -> None:
    """django-helpdesk counts holidays the wrong way round."""
    moment = at.replace(tzinfo=NOW.tzinfo)
    assert hours.add_working_days(moment, days, closed | {another}) >= hours.add_working_days(moment, days, closed)


def test_a_finished_answer_stays_with_its_interpreter_when_the_expert_goes_away(session: Session, cast: Cast) -> None:
    draft = EnquiryDraft(text="Darf ich hier fahren?", topic="driving", email="ola@example.org")
    thread = actions.ask(session, draft, municipality=cast.fjordby, language="de", now=NOW)
    a_person(session, cast.fjordby, "Inger Opfundet", [cast.driving], languages=["da", "de"])
    jens, mette = cast.staff_of(cast.jens), cast.staff_of(cast.mette)
    answer = answering.answer(session, thread, "Ja.", by=jens, now=NOW)
    away(session, cast.jens, date(2026, 11, 24), date(2026, 11, 28))
    tomorrow = NOW + timedelta(days=1)
    keep_promises(session, cast.fjordby, now=tomorrow)
    assert now_has(session, thread) == "jens"
    theirs = queries.for_staff(session, mette, cast.fjordby, thread.enquiry.id or 0)
    answering.interpret(session, theirs, answer, "Ja, dürfen Sie.", by=mette, now=tomorrow)
    assert queries.for_asker(session, thread.enquiry.key).state == "answered"


def test_what_was_made_a_part_goes_to_who_knows_as_soon_as_she_is_back(session: Session, cast: Cast) -> None:
    away(session, cast.jens, date(2026, 11, 23), date(2026, 11, 24))
    thread = a_question(session, cast, "How do I register, and may I drive?", topic="registration")
    part = actions.divide(session, thread, "may I drive?", topic="driving", by=cast.staff_of(cast.mette), now=NOW)
    back = datetime(2026, 11, 25, 8, tzinfo=UTC)
    keep_promises(session, cast.fjordby, now=back)
    owners = {each.part.id: each.person.slug for each in queries.for_asker(session, thread.enquiry.key).parts}
    assert owners[part.id] == "jens"


def test_who_falls_ill_on_the_day_she_was_handed_it_has_it_taken_over(session: Session, cast: Cast) -> None:
    inger = a_person(session, cast.fjordby, "Inger Opfundet", [cast.driving], languages=["da", "en"])
    thread, mette = a_question(session, cast), cast.staff_of(cast.mette)
    to = inger if thread.person.id != inger.id else cast.jens
    actions.hand_over(session, thread, to=to, why="", by=mette, now=NOW)
    away(session, to, date(2026, 11, 23), date(2026, 12, 4))
    keep_promises(session, cast.fjordby, now=NOW + timedelta(hours=1))
    assert now_has(session, thread) != to.slug


def test_who_is_chosen_while_she_is_away_keeps_it_until_she_is_back_and_no_longer(session: Session, cast: Cast) -> None:
    away(session, cast.jens, date(2026, 11, 23), date(2026, 11, 24))
    a_person(session, cast.fjordby, "Inger Opfundet", [cast.driving], languages=["da", "en"])
    thread, mette = a_question(session, cast), cast.staff_of(cast.mette)
    actions.hand_over(session, thread, to=cast.jens, why="", by=mette, now=NOW)
    keep_promises(session, cast.fjordby, now=NOW + timedelta(hours=1))
    assert now_has(session, thread) == "jens"
    away(session, cast.jens, date(2026, 11, 25), date(2026, 12, 4))
    keep_promises(session, cast.fjordby, now=NOW + timedelta(days=2))
    assert now_has(session, thread) != "jens"


def test_no_part_stays_with_somebody_who_has_left_also_when_everybody_has_had_it(session: Session, cast: Cast) -> None:
    thread = a_question(session, cast)
    for _ in range(2):
        late = queries.for_asker(session, thread.enquiry.key).part.promised_at + timedelta(minutes=10)
        keep_promises(session, cast.fjordby, now=late)
    owner = queries.for_asker(session, thread.enquiry.key).person
    owner.active = False
    session.add(owner)
    session.flush()
    renew(session)
    keep_promises(session, cast.fjordby, now=late + timedelta(minutes=10))
    assert now_has(session, thread) != owner.slug


def test_who_writes_back_while_her_question_is_being_forgotten_keeps_it(
    database: Database, session: Session, cast: Cast
) -> None:
    thread, jens, over = a_question(session, cast), cast.staff_of(cast.jens), NOW + timedelta(days=200)
    answering.answer(session, thread, "Yes.", by=jens, now=NOW)
    key, town = thread.enquiry.key, cast.fjordby.id
    session.commit()

    def forget() -> int:
        with database.write() as own:
            return actions.forget_what_is_over(own, own.get_one(Municipality, town), now=over)

    with database.write() as asker, ThreadPoolExecutor(1) as worker:
        answering.write_back(asker, queries.for_asker(asker, key), "And my wife?", now=over)
        forgotten = worker.submit(forget)
        sleep(0.3)  # it waits for the row (SQLite: for its turn)
        asker.commit()
        assert forgotten.result() == 0
    with database.read() as reading:
        assert [each.text for each in queries.for_asker(reading, key).messages][-1] == "And my wife?"
