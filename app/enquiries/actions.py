"""What can happen to an enquiry: asked, given to somebody, handed over, divided, closed, withdrawn, captured, or
forgotten. What is written about it stands in `answering.py`."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select, update
from sqlmodel.sql.expression import Select

from app.articles import actions as articles
from app.articles.models import Article
from app.core import hours, personal_data
from app.core.danger import tells_of_danger
from app.core.errors import N_, Conflict, Invalid
from app.core.i18n import Speaker
from app.core.tokens import digest, new_key
from app.enquiries import letter_keys, letters, queries, rules
from app.enquiries.details import details_of
from app.enquiries.dividing import Piece
from app.enquiries.drafts import ClosingDraft, EnquiryDraft, LoggedDraft
from app.enquiries.models import (
    Assignment,
    Author,
    Capture,
    Channel,
    Enquiry,
    Message,
    MessageKind,
    MessageState,
    Outcome,
    Part,
    Promised,
    Reading,
)
from app.enquiries.queries import Thread
from app.enquiries.routing import FRONT_DESK, Candidate, Matter, Reason
from app.enquiries.subjects import Subject
from app.mail.actions import forget_letters, post
from app.mail.writing import Writing
from app.people.models import Account, Municipality, ResourcePerson
from app.people.rules import (
    Staff,
    closed_days_of,
    in_language,
    keep_days_of,
    may_see_all_enquiries,
    promised_days,
)
from app.topics.models import Topic
from app.topics.queries import countries
from app.topics.queries import topic as find_topic

KEYS_KEPT = timedelta(hours=24)
SURE_IN_DANGER = 0.6  # how sure the topic of a text that tells of danger must be, for it not to be about help
Telling = Callable[[Speaker, str], Writing]
"""Writes a letter in somebody's language about a topic, by its name in that language."""


def ask(
    session: Session,
    draft: EnquiryDraft,
    *,
    municipality: Municipality,
    language: str,
    pieces: Sequence[Piece] = (),
    now: datetime,
    once: str = "",
    by: Staff | None = None,
) -> Thread:
    """Keeps a question, gives each of its parts to the named person who should have it, and writes the letters: one
    transaction.

    `pieces` are the parts of the text and what they are about, as search sees it; a topic in the draft goes before
    them. What tells of danger goes whole to the front desk. `once` is an Idempotency-Key: the same key and body give
    the same enquiry for 24 hours. Raises Invalid for the same key with another body, for an unknown topic, and Conflict
    where the municipality has no resource person, or the enquiry was put together with another one and has a new key.
    """
    claim = _claim(session, once, draft, municipality=municipality, language=language, now=now) if once else None
    if claim is not None and claim.enquiry_id is not None:
        made = queries.kept_as(session, {claim.enquiry_id})[claim.enquiry_id]
        if queries.has_new_key(session, made):
            raise Conflict(queries.HAS_A_NEW_KEY)
        return queries.for_asker(session, session.get_one(Enquiry, made).key)
    if draft.topic and find_topic(session, draft.topic) is None:
        raise Invalid(N_("There is no topic with this name."), field="topic")
    urgent = tells_of_danger(draft.text)

    enquiry = Enquiry(
        key=new_key(),
        municipality_id=municipality.id or 0,
        channel=draft.channel if isinstance(draft, LoggedDraft) else Channel.WEB,
        language=language,
        asking_as=draft.asking_as,
        audience=draft.audience,
        country=draft.country,
        details=draft.details,
        name=draft.name,
        email=draft.email,
        phone=draft.phone,
        logged_by=by.account_id if by else None,
        urgent=urgent,
        asked_at=now,
    )
    session.add(enquiry)
    session.flush()
    session.add(
        Message(enquiry_id=enquiry.id or 0, author=Author.ASKER, text=draft.text, written_at=now, removed=draft.removed)
    )
    earlier = queries.have_answered(session, municipality, enquiry.email)
    for piece in _pieces(draft, pieces, whole=urgent):
        part = Part(
            enquiry_id=enquiry.id or 0,
            text="" if piece.text == draft.text else piece.text,
            topic_id=_topic_id(session, piece.topic),
            topics=dict(piece.subject.topics),
            articles=list(piece.subject.articles),
            promised_at=new_promise(municipality, piece.topic, now, urgent=urgent),
        )
        session.add(part)
        session.flush()
        details = _details(session, enquiry, piece.text)
        matter = rules.matter_of_part(enquiry, part, topic=piece.topic, details=details, earlier=earlier)
        give(session, enquiry, part, queries.who_knows(session, municipality, matter, now=now), now=now)
    if claim is not None:
        claim.enquiry_id = enquiry.id
        session.add(claim)
        session.flush()
    thread = queries.for_asker(session, enquiry.key)
    write_to_asker(session, enquiry, letters.receipt(thread, municipality, Speaker(language)), kind="receipt", now=now)
    return thread


def _pieces(draft: EnquiryDraft, pieces: Sequence[Piece], *, whole: bool) -> Sequence[Piece]:
    """What becomes a part. A chosen topic counts for the whole text, and so does danger: a frightened woman is sent no
    text about jobs because nothing was nearer to hers."""
    articles = tuple(article for piece in pieces for article in piece.subject.articles)
    if draft.topic:
        return [Piece(draft.text, Subject({draft.topic: 1.0}, articles))]
    if whole and max((sure for piece in pieces for sure in piece.subject.topics.values()), default=0) < SURE_IN_DANGER:
        return [Piece(draft.text, Subject({FRONT_DESK: 1.0}))]
    if len(pieces) == 1 or (whole and pieces):
        return [Piece(draft.text, pieces[0].subject)]
    return pieces or [Piece(draft.text, Subject())]


def _topic_id(session: Session, slug: str) -> int | None:
    topic = find_topic(session, slug) if slug else None
    return topic.id if topic else None


def new_promise(municipality: Municipality, topic: str, now: datetime, *, urgent: bool = False) -> datetime:
    """By when an answer about a topic may be promised now; what may be dangerous is looked at before the day ends."""
    days = 0 if urgent else promised_days(municipality, topic)
    return hours.add_working_days(now, days, closed_days_of(municipality))


def _claim(
    session: Session, once: str, draft: EnquiryDraft, *, municipality: Municipality, language: str, now: datetime
) -> Promised:
    """The row of this key: new and without an enquiry, or the earlier one with its enquiry."""
    body = hashlib.sha256(f"{municipality.id} {language} {draft.model_dump_json()}".encode()).hexdigest()
    known = queries.promised(session, once)
    if known is not None and now - known.made_at > KEYS_KEPT:
        session.expunge(known)
        session.exec(delete(Promised).where(col(Promised.key_digest) == known.key_digest))
        known = None
    if known is None:
        claim = Promised(key_digest=digest(once), body_digest=body, made_at=now)
        try:
            with session.begin_nested():
                session.add(claim)
            return claim
        except IntegrityError:  # PostgreSQL: a twin came first, and has committed by now
            known = session.get_one(Promised, digest(once))
    if known.body_digest != body:
        raise Invalid(N_("This Idempotency-Key was used before with another text."), field="Idempotency-Key")
    return known


def give(
    session: Session,
    enquiry: Enquiry,
    part: Part,
    candidates: Sequence[Candidate],
    *,
    now: datetime,
    given_by: int | None = None,
    why: str = "",
    tell: Telling | None = None,
) -> Assignment:
    """Gives a part to the first of the candidates, with her interpreter, and tells both by letter. Ends what was.

    `tell` writes her letter, when it is not simply a new question. Raises Conflict without candidates.
    """
    if not candidates:
        raise Conflict(N_("Nobody is named here yet to answer questions. Please turn to Citizen Service."))
    chosen, municipality = candidates[0], queries.municipality_of(session, enquiry)
    set_aside(session, part)
    session.exec(
        update(Assignment)
        .where(col(Assignment.part_id) == part.id, col(Assignment.ended_at).is_(None))
        .values(ended_at=now)
    )
    assignment = Assignment(
        part_id=part.id or 0,
        person_id=chosen.colleague.person.id or 0,
        interpreter_id=chosen.interpreter.person.id if chosen.interpreter else None,
        needs_interpreter=chosen.needs_interpreter,
        fallback=not chosen.knows,
        began_at=now,
        given_by=given_by,
        why=why,
        candidates=[each.stored() for each in candidates[:5]],
    )
    session.add(assignment)
    session.flush()
    person = chosen.colleague.person

    def simply(speaker: Speaker, topic: str) -> Writing:
        return letters.new_question(enquiry, part, municipality, topic, speaker)

    kind = "handed-over" if tell else "new-question"
    write_to_person(session, enquiry, person, tell or simply, part=part, kind=kind, now=now)
    if chosen.interpreter:
        tell_interpreter(session, enquiry, part, chosen.interpreter.person, expert=person.name, now=now)
    return assignment


def set_aside(session: Session, part: Part) -> None:
    """What waits for an interpreter was overtaken, by another answer or another owner: it stays as a note for staff."""
    waiting = select(Message).where(Message.part_id == part.id, Message.state == MessageState.INTERPRETER)
    for message in session.exec(waiting):
        message.kind, message.state = MessageKind.NOTE, MessageState.SENT
        session.add(message)
    session.flush()


def tell_interpreter(
    session: Session,
    enquiry: Enquiry,
    part: Part,
    interpreter: ResourcePerson,
    *,
    expert: str,
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    """Writes to an interpreter that she is needed for the question of an expert (her name), or that the answer waits
    for her."""
    municipality = queries.municipality_of(session, enquiry)
    waiting = select(Message.id).where(Message.part_id == part.id, Message.state == MessageState.INTERPRETER)
    letter = letters.to_be_interpreted if session.exec(waiting).first() else letters.interpreter_wanted

    def tell(speaker: Speaker, topic: str) -> Writing:
        return letter(enquiry, municipality, topic, expert, speaker)

    write_to_person(session, enquiry, interpreter, tell, part=part, kind="interpreter", now=now, not_before=not_before)


def write_to_person(
    session: Session,
    enquiry: Enquiry,
    person: ResourcePerson,
    tell: Telling,
    *,
    part: Part,
    kind: str,
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    """Writes to a resource person, in her language; where that may be, the link lets her in (see `letter_keys`)."""
    account = session.get(Account, person.account_id)
    speaker = Speaker(account.language if account else "da")
    topic = session.get(Topic, part.topic_id) if part.topic_id else None
    name = in_language(topic.title, speaker.language) if topic else speaker.say(N_("another subject"))
    writing = tell(speaker, name)
    if account is not None and letter_keys.are_made_for(session, account):
        key, until = letter_keys.make(session, enquiry, account, now=now)
        municipality = queries.municipality_of(session, enquiry)
        writing = letters.with_key(writing, enquiry, municipality, speaker, key=key, until=until)
    post(
        session,
        writing,
        kind=kind,
        to=person.email,
        language=speaker.language,
        enquiry_id=enquiry.id,
        now=now,
        not_before=not_before,
    )


def write_to_asker(
    session: Session,
    enquiry: Enquiry,
    writing: Writing,
    *,
    kind: str,
    now: datetime,
    not_before: datetime | None = None,
) -> None:
    """Writes where she left an address."""
    if enquiry.email:
        post(
            session,
            writing,
            kind=kind,
            to=enquiry.email,
            to_staff=False,
            language=enquiry.language,
            enquiry_id=enquiry.id,
            now=now,
            not_before=not_before,
        )


def note_reading(session: Session, thread: Thread, staff: Staff, *, now: datetime) -> None:
    """Every reading of an enquiry by staff is logged."""
    for number in queries.kept_as(session, {thread.enquiry.id or 0}).values():
        session.add(Reading(enquiry_id=number, account_id=staff.account_id, read_at=now))
    session.flush()


def raise_to_the_desk(session: Session, thread: Thread, *, now: datetime) -> None:
    """The asker tells of danger later on: the front desk has the part now, unless it has it already, and today is its
    time."""
    enquiry, part, municipality = thread.enquiry, thread.part, queries.municipality_of(session, thread.enquiry)
    enquiry.urgent = True
    today = new_promise(municipality, thread.topic_slug, now, urgent=True)
    if today < part.promised_at:
        part.promised_at, part.reminded_at = today, None
    session.add_all([enquiry, part])
    session.flush()
    candidates = queries.who_knows(session, municipality, matter_of(session, thread), now=now)
    if candidates[0].colleague.person.id != thread.person.id:
        give(session, enquiry, part, candidates, now=now)


def hand_over(
    session: Session, thread: Thread, *, to: ResourcePerson, why: str, by: Staff, now: datetime
) -> Assignment:
    """Gives the part to another resource person, with an interpreter where she needs one; the promise stays.

    Done twice at once, it is done once. Raises Conflict when it is closed or hers already.
    """
    rules.must_be_open(thread.enquiry)
    if rules.has_handed_over(thread.assignment, by=by, to=to.id, why=why):
        return thread.assignment
    if to.id == thread.person.id:
        raise Conflict(N_("%(name)s has this question already."), name=to.name)
    enquiry, municipality = thread.enquiry, queries.municipality_of(session, thread.enquiry)
    ranked = queries.who_knows(session, municipality, matter_of(session, thread), now=now)
    chosen = next((each for each in ranked if each.colleague.person.id == to.id), None)
    if chosen is None:
        raise Conflict(N_("%(name)s can't be asked from here."), name=to.name)
    chosen = replace(chosen, score=0.0, reasons=(Reason("chosen", by.name), *_as_chosen(chosen)))

    def tell(speaker: Speaker, topic: str) -> Writing:
        return letters.handed_over(enquiry, thread.part, municipality, topic, by.name, speaker)

    return give(session, enquiry, thread.part, [chosen], now=now, given_by=by.account_id, why=why, tell=tell)


def _as_chosen(candidate: Candidate) -> list[Reason]:
    """Of the reasons those that count, too, when a colleague has chosen her: her language, and that she is away."""
    count = {"language", "only-speaks", "no-language", "away"}
    return [reason for reason in candidate.reasons if reason.kind in count]


def matter_of(session: Session, thread: Thread) -> Matter:
    """What a part is about, as it was kept."""
    enquiry, part = thread.enquiry, thread.part
    details = _details(session, enquiry, part.text or thread.question)
    earlier = queries.have_answered(session, queries.municipality_of(session, enquiry), enquiry.email)
    return rules.matter_of_part(enquiry, part, topic=thread.topic_slug, details=details, earlier=earlier)


def _details(session: Session, enquiry: Enquiry, text: str) -> dict[str, set[str]]:
    """The narrower things that a piece of it is about."""
    return details_of(
        text, countries(session), language=enquiry.language, given=enquiry.details, country=enquiry.country
    )


def divide(session: Session, thread: Thread, text: str, *, topic: str, by: Staff, now: datetime) -> Part:
    """Makes a part of its own of a piece of the question, and gives it to whoever knows; its time counts from when it
    was asked. Raises Invalid for an unknown topic, Conflict when it is closed."""
    enquiry = thread.enquiry
    rules.must_be_open(enquiry)
    if find_topic(session, topic) is None:
        raise Invalid(N_("There is no topic with this name."), field="topic")
    twin = next((each.part for each in thread.parts if (each.part.text, each.topic_slug) == (text, topic)), None)
    if twin is not None:  # a double click
        return twin
    municipality = queries.municipality_of(session, enquiry)
    promised_at = max(
        new_promise(municipality, topic, enquiry.asked_at), new_promise(municipality, topic, now, urgent=True)
    )
    topics = {topic: 1.0}
    part = Part(
        enquiry_id=enquiry.id or 0,
        text=text,
        topic_id=_topic_id(session, topic),
        topics=topics,
        promised_at=promised_at,
    )
    session.add(part)
    session.flush()
    matter = replace(matter_of(session, thread), topics=topics, articles=(), urgent=False)
    candidates = queries.who_knows(session, municipality, matter, now=now)
    give(session, enquiry, part, candidates, now=now)
    return part


def change_topic(session: Session, thread: Thread, topic: str, *, by: Staff, now: datetime) -> None:
    """Says what the part is really about. An open one goes to whoever knows that, if it is not who has it already; the
    promise stays. Raises Invalid for an unknown topic, Conflict when it is closed."""
    enquiry, part = thread.enquiry, thread.part
    rules.must_be_open(enquiry)
    if topic == thread.topic_slug:
        return
    if find_topic(session, topic) is None:
        raise Invalid(N_("There is no topic with this name."), field="topic")
    matter = replace(matter_of(session, thread), topics={topic: 1.0}, articles=())
    part.topic_id, part.topics, part.articles = _topic_id(session, topic), {topic: 1.0}, []
    session.add(part)
    municipality = queries.municipality_of(session, enquiry)
    candidates = queries.who_knows(session, municipality, matter, now=now)
    if part.answered_at is not None or (candidates and candidates[0].colleague.person.id == thread.person.id):
        return

    def tell(speaker: Speaker, title: str) -> Writing:
        return letters.handed_over(enquiry, part, municipality, title, by.name, speaker)

    give(session, enquiry, part, candidates, now=now, given_by=by.account_id, tell=tell)


def close(session: Session, thread: Thread, draft: ClosingDraft, *, now: datetime, by: Staff | None = None) -> None:
    """Ends the enquiry with an outcome; an asker who took it back at the desk is treated as one who did it herself.

    Raises Conflict when it is closed, called answered without an answer, while an answer still waits to be sent, and
    when somebody closes (`by`) what others than she and the front desk have an open part of.
    """
    enquiry = thread.enquiry
    rules.must_be_open(enquiry)
    if draft.outcome == Outcome.ANSWERED and not thread.replied and enquiry.channel == Channel.WEB:
        raise Conflict(N_("Nobody has replied yet. Please write an answer first."))
    waits = any(rules.is_answer(message) and not rules.is_sent(message) for message in thread.messages)
    if waits and draft.outcome != Outcome.WITHDRAWN:
        raise Conflict(N_("An answer still waits, for an interpreter or for the other parts. Please send it first."))
    if by is not None and not may_see_all_enquiries(by, enquiry.municipality_id):
        other = next((each for each in thread.open_parts if not each.owners & {*by.persons}), None)
        if other is not None:
            raise Conflict(
                N_("%(name)s has a part of this question. Only the front desk can close it."), name=other.person.name
            )
    if draft.outcome == Outcome.ANSWERED and len(thread.parts) > 1 and thread.unanswered:
        raise Conflict(N_("A part of the question has no answer yet."))
    if draft.outcome == Outcome.WITHDRAWN:
        withdraw(session, thread, now=now)
        return
    enquiry.closed_at, enquiry.outcome = now, draft.outcome.value
    enquiry.referred_to, enquiry.case_reference = draft.referred_to, draft.case_reference
    session.add(enquiry)
    session.flush()
    if draft.outcome in {Outcome.REFERRED, Outcome.CASE}:
        writing = letters.closed(enquiry, queries.municipality_of(session, enquiry), Speaker(enquiry.language))
        write_to_asker(session, enquiry, writing, kind="closed", now=now)


def withdraw(session: Session, thread: Thread, *, now: datetime) -> bool:
    """The asker takes her question back: her name and contact go at once, also out of what she wrote, and the text too,
    unless it must be kept.

    Gives whether the text was kept (a reply was given, or it belongs to a case): it goes when its time is over.
    """
    enquiry = thread.enquiry
    kept = rules.must_be_kept(enquiry, replied=thread.replied)
    if kept:
        _take_identity_out(session, thread)
    enquiry.name, enquiry.email, enquiry.phone = "", "", ""
    enquiry.withdrawn_at = now
    if enquiry.closed_at is None:
        enquiry.closed_at, enquiry.outcome = now, Outcome.WITHDRAWN
    if kept:
        session.add(enquiry)
        _forget_notes(session, enquiry)
        _forget_letters(session, enquiry)
    else:
        forget(session, enquiry, now=now)
    return kept


def _take_identity_out(session: Session, thread: Thread) -> None:
    """Takes name, telephone and e-mail out of what the asker wrote."""
    name = thread.enquiry.name
    hers: list[Message | Part] = [each for each in thread.messages if each.author == Author.ASKER]
    for each in (*hers, *(owned.part for owned in thread.parts)):
        each.text = personal_data.anonymise(each.text, [name, *name.split()])
        session.add(each)


def forget(session: Session, enquiry: Enquiry, *, now: datetime) -> None:
    """Takes out everything that tells who asked or what: what stays is a count of its topic, time and outcome.

    An article that was made of it and published stays; a draft that nobody published goes too.
    """
    enquiry.name, enquiry.email, enquiry.phone = "", "", ""
    enquiry.details, enquiry.country = {}, ""
    enquiry.referred_to, enquiry.case_reference = "", ""
    enquiry.forgotten_at = now
    session.add(enquiry)
    session.exec(delete(Message).where(col(Message.enquiry_id) == enquiry.id))
    _forget_notes(session, enquiry)
    session.exec(update(Part).where(col(Part.enquiry_id) == enquiry.id).values(text="", topics={}, articles=[]))
    session.exec(delete(Promised).where(col(Promised.enquiry_id) == enquiry.id))
    _forget_letters(session, enquiry)
    draft = queries.captured(session, enquiry.id or 0)
    if draft is not None:
        session.exec(delete(Capture).where(col(Capture.enquiry_id) == enquiry.id))
        articles.drop_unpublished(session, draft)
    session.flush()


def _forget_letters(session: Session, enquiry: Enquiry) -> None:
    """The letters about an enquiry, and the keys in them."""
    forget_letters(session, enquiry_id=enquiry.id or 0)
    letter_keys.forget(session, enquiry)


def _forget_notes(session: Session, enquiry: Enquiry) -> None:
    """What colleagues wrote for each other, and what tells of the asker in the reasons why somebody was named."""
    session.exec(delete(Message).where(col(Message.enquiry_id) == enquiry.id, col(Message.kind) == MessageKind.NOTE))
    parts = select(Part.id).where(Part.enquiry_id == enquiry.id)
    for assignment in session.exec(select(Assignment).where(col(Assignment.part_id).in_(parts))):
        assignment.why = ""
        assignment.candidates = [
            {**each, "reasons": [reason for reason in each["reasons"] if reason[0] not in {"detail", "earlier"}]}
            for each in assignment.candidates
        ]
        session.add(assignment)
    session.flush()


def forget_what_is_over(session: Session, municipality: Municipality, *, now: datetime) -> int:
    """Forgets the municipality's ended enquiries that were kept as long as it set.

    They are looked for twice, and held in between: who has written back meanwhile has begun hers anew.
    """
    keep_days = keep_days_of(municipality)
    wanted = _over(municipality, before=now - timedelta(days=keep_days))
    held = session.exec(wanted.with_for_update(of=Enquiry, key_share=True)).all()
    found = session.exec(wanted.where(col(Enquiry.id).in_([enquiry.id for enquiry, _, _ in held]))).all()
    forgotten = [
        (enquiry, answers)
        for enquiry, answered_at, answers in found
        if rules.is_over(enquiry, answered_at=answered_at, keep_days=keep_days, today=now.date())
    ]
    for enquiry, answers in forgotten:
        if enquiry.closed_at is None:  # who was asked back and never wrote has let her question go
            enquiry.closed_at, enquiry.outcome = now, Outcome.ANSWERED if answers else Outcome.WITHDRAWN
        forget(session, enquiry, now=now)
    return len(forgotten)


def _over(municipality: Municipality, *, before: datetime) -> Select[Enquiry, datetime | None, int | None]:
    """The municipality's enquiries that ended before a moment, each with when it was answered, and how many answers."""
    over = func.coalesce(Part.answered_at, Part.waiting_since)  # an asker who never writes back has ended it
    answered = (
        select(Part.enquiry_id, func.max(over).label("answered_at"), func.count(col(Part.answered_at)).label("answers"))
        .group_by(col(Part.enquiry_id))
        .having(func.count() == func.count(over))
        .subquery()
    )
    return (
        select(Enquiry, answered.c.answered_at, answered.c.answers)
        .join(answered, answered.c.enquiry_id == col(Enquiry.id), isouter=True)
        .where(
            Enquiry.municipality_id == municipality.id,
            col(Enquiry.forgotten_at).is_(None),
            func.coalesce(Enquiry.closed_at, answered.c.answered_at) < before,
        )
        .order_by(col(Enquiry.id))
        .execution_options(populate_existing=True)
    )


def forget_keys(session: Session, *, now: datetime) -> None:
    """Idempotency-Keys count for 24 hours; keys in letters are known as long as the letters."""
    session.exec(delete(Promised).where(col(Promised.made_at) < now - KEYS_KEPT))
    letter_keys.forget_old(session, now=now)


def capture(session: Session, thread: Thread, *, by: Staff, now: datetime) -> Article:
    """A draft of a local article from an answered enquiry, with personal data taken out; the same one the next time.

    Raises Conflict when there is no answer yet, or the asker has taken her question back.
    """
    if thread.enquiry.withdrawn_at is not None:
        raise Conflict(N_("This question is closed."))
    existing = queries.captured(session, thread.enquiry.id or 0)
    if existing is not None:
        return existing
    replies = [each.text for each in thread.messages if rules.is_answer(each) and rules.is_sent(each)]
    if replies:
        rules.must_be_settled(thread.messages, now)
    else:
        raise Conflict(N_("Nobody has replied yet. Please write an answer first."))
    names = [thread.enquiry.name, *thread.enquiry.name.split()]
    question = personal_data.anonymise(thread.question, names)
    reply = personal_data.anonymise("\n\n".join(replies), names)
    municipality = queries.municipality_of(session, thread.enquiry)
    article = articles.draft_from_answer(
        session,
        owner_id=municipality.owner_id,
        topic=thread.topic,
        language=thread.enquiry.language,
        question=question,
        answer=reply,
        by=by.account_id,
        now=now,
    )
    session.add(Capture(enquiry_id=thread.enquiry.id or 0, article_id=article.id or 0, made_at=now))
    session.flush()
    return article
