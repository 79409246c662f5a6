"""What is written about an enquiry: replies (by a pair, where one is needed; about one part or all), questions back,
notes for colleagues, and what the asker writes herself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.core import hours, personal_data
from app.core.danger import tells_of_danger
from app.core.errors import N_, Conflict
from app.core.i18n import Speaker
from app.enquiries import letters, queries, rules
from app.enquiries.actions import (
    new_promise,
    raise_to_the_desk,
    set_aside,
    tell_interpreter,
    write_to_asker,
    write_to_person,
)
from app.enquiries.models import Author, Message, MessageKind, MessageState, Outcome, Part
from app.enquiries.queries import Thread
from app.mail.actions import take_back_letters
from app.mail.writing import Writing
from app.people.models import Municipality
from app.people.rules import Staff, closed_days_of

AT_ONCE = timedelta()


def answer(
    session: Session,
    thread: Thread,
    text: str,
    *,
    by: Staff,
    now: datetime,
    removed: Sequence[str] = (),
    asks_back: bool = False,
    in_askers_language: bool = False,
    undo: timedelta = AT_ONCE,
) -> Message:
    """Replies about a part. The asker reads one reply when all parts are ready, and is told by letter then.

    Where the part needs an interpreter, the reply waits for one to confirm or reword it, unless its writer has the
    asker's language herself or says that it is written `in_askers_language` already. With `asks_back` the asker is to
    tell more: she reads it at once, and until she writes the promised time stands still. For as long as `undo` it can
    be taken back, and nobody reads it. Sent twice at once, it is one reply and one letter. Raises Conflict when it is
    closed.
    """
    enquiry, part = thread.enquiry, thread.part
    rules.must_be_open(enquiry)
    person_id = thread.person.id if thread.person.id in by.persons else next(iter(by.persons), None)
    in_askers_language = in_askers_language or queries.answers_herself(session, by, enquiry)
    waits = thread.assignment.needs_interpreter and not in_askers_language
    message = Message(
        enquiry_id=enquiry.id or 0,
        part_id=part.id,
        author=Author.STAFF,
        state=MessageState.INTERPRETER if waits else MessageState.READY,
        asks_back=asks_back,
        person_id=person_id,
        account_id=by.account_id,
        text=text,
        written_at=now,
        removed=list(removed),
    )
    if twin := _sent_twice(thread, message):
        return twin
    session.add(message)
    session.flush()
    if not waits:
        if not asks_back:
            set_aside(session, part)
        _is_ready(session, thread, message, now=now, undo=undo)
    elif thread.owned.interpreter is not None:
        shown = now + undo if undo else None
        tell_interpreter(session, enquiry, part, thread.owned.interpreter, expert=by.name, now=now, not_before=shown)
    return message


def interpret(
    session: Session,
    thread: Thread,
    message: Message,
    text: str,
    *,
    by: Staff,
    now: datetime,
    removed: Sequence[str] = (),
    undo: timedelta = AT_ONCE,
) -> Message:
    """An interpreter confirms a reply, or puts it into the asker's language in her own words.

    What the expert wrote is kept beside it. For as long as `undo` she can take back what she did. Done twice at once,
    it is done once. Raises Conflict when it is closed, or when it waits for nobody any more and says something else, or
    was set aside.
    """
    rules.must_be_open(thread.enquiry)
    if message.state != MessageState.INTERPRETER:
        if message.kind == MessageKind.REPLY and message.text == text:
            return message
        raise rules.written_meanwhile()
    thread = thread.looking_at(message.part_id)
    interpreter = thread.owned.interpreter
    message.original = message.text if text != message.text else ""
    still = {kind for kind in message.removed if personal_data.marker(kind) in text}
    message.text, message.removed = text, sorted({*still, *removed})
    helper = interpreter.id if interpreter and interpreter.id in by.persons else next(iter(by.persons), None)
    message.interpreter_id = helper
    session.add(message)
    session.flush()
    _is_ready(session, thread, message, now=now, undo=undo)
    return message


def _is_ready(session: Session, thread: Thread, message: Message, *, now: datetime, undo: timedelta) -> None:
    """A reply waits for nobody of the house any more. It goes out with those about the other parts, when all are there;
    a question back to the asker goes at once."""
    part, municipality = thread.part, queries.municipality_of(session, thread.enquiry)
    message.state, message.part_before = MessageState.READY, _times(part)
    go_on(part, municipality, now)
    if message.asks_back:
        closed = closed_days_of(municipality)
        part.waiting_since = now
        part.minutes_left = int(hours.working_time(now, part.promised_at, closed).total_seconds() // 60)
        session.add_all([message, part])
        _send(session, thread, [message], now=now, undo=undo)
        return
    part.answered_at = now
    session.add_all([message, part])
    session.flush()
    if not thread.open_parts:
        _send(session, thread, _ready(session, thread), now=now, undo=undo)


def _ready(session: Session, thread: Thread) -> list[Message]:
    ready = select(Message).where(Message.enquiry_id == thread.enquiry.id, Message.state == MessageState.READY)
    return list(session.exec(ready.order_by(col(Message.part_id), col(Message.id))).all())


def send_what_is_ready(session: Session, thread: Thread, *, now: datetime) -> None:
    """The asker reads the parts that are ready, and by when the others follow. Raises Conflict when none is."""
    rules.must_be_open(thread.enquiry)
    ready = _ready(session, thread)
    if not ready:
        raise Conflict(N_("No part of the answer is ready yet."))
    _send(session, thread, ready, now=now, undo=AT_ONCE)


def _send(session: Session, thread: Thread, ready: Sequence[Message], *, now: datetime, undo: timedelta) -> None:
    enquiry, visible_from = thread.enquiry, now + undo if undo else None
    for message in ready:
        message.state, message.written_at, message.visible_from = MessageState.SENT, now, visible_from
        session.add(message)
    session.flush()
    municipality, speaker = queries.municipality_of(session, enquiry), Speaker(enquiry.language)
    if any(message.asks_back for message in ready):
        writing = letters.asked_back(enquiry, municipality, speaker)
    elif thread.open_parts:
        running = [each.part.promised_at for each in thread.open_parts if each.part.waiting_since is None]
        writing = letters.partly_answered(enquiry, municipality, speaker, follows=max(running, default=None))
    else:
        writing = letters.answered(enquiry, municipality, speaker)
    write_to_asker(session, enquiry, writing, kind="answered", now=now, not_before=visible_from)


@dataclass(frozen=True)
class TakenBack:
    """What was taken back, as it was typed: by the expert, or by the interpreter of what still is there (a number)."""

    text: str
    asks_back: bool
    in_askers_language: bool
    interpreting: int | None


def as_typed(thread: Thread, message: Message, *, by: Staff) -> TakenBack:
    """What this colleague gets back when she takes back a reply that she has written or interpreted."""
    if message.account_id != by.account_id:
        return TakenBack(message.text, message.asks_back, in_askers_language=False, interpreting=message.id)
    went_through = message.state == MessageState.INTERPRETER or message.interpreter_id is not None
    ticked = thread.assignment.needs_interpreter and not went_through
    return TakenBack(message.original or message.text, message.asks_back, in_askers_language=ticked, interpreting=None)


def take_back(session: Session, thread: Thread, *, by: Staff, now: datetime) -> TakenBack:
    """Takes back what this colleague has sent a moment ago, before anybody could read it, or what still waits for its
    interpreter or for the other parts. What an interpreter takes back waits for her again, in the expert's words.

    Its part is as it was before, unless the asker has written since. What others had ready for the same reply is ready
    again, or goes out without it where that answers everything. Raises Conflict when there is nothing, or no more.
    """
    rules.must_be_open(thread.enquiry)
    part = thread.part
    taken = rules.can_be_taken_back(thread.messages, part=part.id, by=by, now=now)
    if taken is None:
        raise Conflict(N_("It is too late to take it back: the asker can read it, or it was taken back already."))
    since = [each for each in thread.messages if each.author == Author.ASKER and (each.id or 0) > (taken.id or 0)]
    if taken.state != MessageState.INTERPRETER and not since:
        _put_back(part, taken.part_before)
        session.add(part)
    if taken.state == MessageState.SENT:
        _do_not_send(session, thread, taken)
    back = as_typed(thread, taken, by=by)
    if back.interpreting is None:
        take_back_letters(session, "interpreter", enquiry_id=thread.enquiry.id or 0, written_at=taken.written_at)
        session.delete(taken)
    else:
        taken.text, taken.original = taken.original or taken.text, ""
        taken.state, taken.interpreter_id, taken.visible_from = MessageState.INTERPRETER, None, None
        session.add(taken)
    session.flush()
    return back


def _do_not_send(session: Session, thread: Thread, taken: Message) -> None:
    """What went out together with a reply that is taken back waits again; but where it answers everything, it goes."""
    together = [each for each in thread.messages if each is not taken and each.visible_from == taken.visible_from]
    if together and not thread.open_parts:
        return
    for message in together:
        message.state, message.visible_from = MessageState.READY, None
        session.add(message)
    take_back_letters(session, "answered", enquiry_id=thread.enquiry.id or 0, written_at=taken.written_at)


TIMES = ("promised_at", "reminded_at", "waiting_since", "answered_at")


def _times(part: Part) -> dict[str, Any]:
    """How a part stands, as JSON."""
    moments = {name: getattr(part, name) for name in TIMES}
    return {name: at and at.isoformat() for name, at in moments.items()} | {"minutes_left": part.minutes_left}


def _put_back(part: Part, times: Mapping[str, Any]) -> None:
    for name in TIMES:
        at = times.get(name)
        if at or name != "promised_at":
            setattr(part, name, datetime.fromisoformat(at) if at else None)
    part.minutes_left = times.get("minutes_left")


def note(
    session: Session, thread: Thread, text: str, *, by: Staff, now: datetime, removed: Sequence[str] = ()
) -> Message:
    """A note beside the thread, for the staff alone. Raises Conflict when the question was withdrawn or forgotten."""
    if thread.enquiry.withdrawn_at is not None or thread.enquiry.forgotten_at is not None:
        raise Conflict(N_("This question is closed."))
    message = Message(
        enquiry_id=thread.enquiry.id or 0,
        part_id=thread.part.id,
        author=Author.STAFF,
        kind=MessageKind.NOTE,
        person_id=next(iter(by.persons), None),
        account_id=by.account_id,
        text=text,
        written_at=now,
        removed=list(removed),
    )
    if twin := _sent_twice(thread, message):
        return twin
    session.add(message)
    session.flush()
    return message


def write_back(
    session: Session,
    thread: Thread,
    text: str,
    *,
    now: datetime,
    removed: Sequence[str] = (),
    about: Mapping[str, float] | None = None,
) -> Message:
    """The asker writes again. Parts that waited for her go on, with the time that was left; an answered question is
    open once more, with a new promise for the part that she writes `about` (topics with confidences), else for the one
    answered last; a closed one, too, with all that was left open in it. Raises Conflict when it is over."""
    enquiry = thread.enquiry
    is_gone = enquiry.withdrawn_at is not None or enquiry.forgotten_at is not None
    if is_gone or (enquiry.closed_at is not None and enquiry.outcome != Outcome.ANSWERED):
        raise Conflict(N_("This question is closed."))
    message = Message(enquiry_id=enquiry.id or 0, author=Author.ASKER, text=text, written_at=now, removed=list(removed))
    if twin := _sent_twice(thread, message):
        return twin
    municipality = queries.municipality_of(session, enquiry)
    was_closed = enquiry.closed_at is not None
    enquiry.closed_at, enquiry.outcome = None, None
    waited = [each for each in thread.parts if each.part.waiting_since is not None]
    for each in waited:
        go_on(each.part, municipality, now)
    still_open = [each for each in thread.parts if each.part.answered_at is None]
    likely = about or {}
    hers = max(
        thread.parts,
        key=lambda each: (likely.get(each.topic_slug, 0.0), each.part.answered_at or now, each.part.id),
    )
    concerned = waited or still_open or [hers]
    for each in concerned:
        if was_closed or each.part.answered_at is not None:
            each.part.answered_at, each.part.reminded_at, each.part.level = None, None, 0
            each.part.promised_at = new_promise(municipality, each.topic_slug, now, urgent=enquiry.urgent)
    session.add_all([enquiry, message, *(each.part for each in concerned)])
    session.flush()

    def tell(speaker: Speaker, topic: str) -> Writing:
        return letters.written_back(enquiry, municipality, topic, speaker)

    for each in {each.part.id: each for each in (*concerned, *still_open)}.values():
        for person in filter(None, (each.person, each.interpreter)):
            write_to_person(session, enquiry, person, tell, part=each.part, kind="written-back", now=now)
    if tells_of_danger(text):
        raise_to_the_desk(session, thread.looking_at(concerned[0].part.id), now=now)
    return message


def go_on(part: Part, municipality: Municipality, now: datetime) -> None:
    """The promised time runs on where it stood still, and never ends earlier than was promised."""
    if part.waiting_since is not None:
        left = timedelta(minutes=part.minutes_left or 0)
        part.promised_at = max(part.promised_at, hours.add_working_time(now, left, closed_days_of(municipality)))
        part.waiting_since, part.minutes_left, part.reminded_at = None, None, None


TWICE_WITHIN = timedelta(minutes=10)


def _sent_twice(thread: Thread, message: Message) -> Message | None:
    """The last message, when the same hand has just written the same words about the same in it: a double click. What
    is written again later, or when the question was closed, is a new one: "Any news?"."""

    def said(each: Message) -> tuple[object, ...]:
        return each.account_id, each.part_id, each.kind, each.asks_back, each.text

    last = thread.messages[-1] if thread.messages else None
    if last is None or thread.enquiry.closed_at is not None or message.written_at - last.written_at > TWICE_WITHIN:
        return None
    return last if said(last) == said(message) else None
