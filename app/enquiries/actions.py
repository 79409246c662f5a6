"""What can happen to an enquiry: asked, answered, handed over, closed, withdrawn, captured, forgotten."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select, update

from app.articles import actions as articles
from app.articles.models import Article
from app.core import hours, personal_data
from app.core.errors import N_, Conflict, Invalid
from app.core.i18n import Speaker
from app.core.tokens import digest, new_key
from app.enquiries import letters, queries, rules
from app.enquiries.drafts import ClosingDraft, EnquiryDraft, LoggedDraft
from app.enquiries.models import (
    Assignment,
    Author,
    Capture,
    Channel,
    Enquiry,
    Message,
    Outcome,
    Part,
    Promised,
    Reading,
)
from app.enquiries.queries import Thread
from app.enquiries.rules import Candidate
from app.mail.actions import forget_letters, post
from app.mail.writing import Writing
from app.people.models import Account, Municipality, ResourcePerson
from app.people.rules import Staff, in_language, keep_days_of
from app.topics.models import Topic
from app.topics.queries import topic as find_topic

KEYS_KEPT = timedelta(hours=24)


def ask(
    session: Session,
    draft: EnquiryDraft,
    *,
    municipality: Municipality,
    language: str,
    topics: Mapping[str, float],
    articles: Sequence[str] = (),
    now: datetime,
    once: str = "",
    by: Staff | None = None,
) -> Thread:
    """Keeps a question, gives it to the named person who should have it, and writes the letters: one transaction.

    `topics` and `articles` say what the text is about, as search sees it; a topic in the draft goes before them.
    `once` is an Idempotency-Key: the same key and body give the same enquiry for 24 hours. Raises Invalid for the same
    key with another body, for an unknown topic, and Conflict where the municipality has no resource person.
    """
    claim = _claim(session, once, draft, municipality=municipality, language=language, now=now) if once else None
    if claim is not None and claim.enquiry_id is not None:
        return queries.for_asker(session, session.get_one(Enquiry, claim.enquiry_id).key)
    topic = find_topic(session, draft.topic) if draft.topic else None
    if draft.topic and topic is None:
        raise Invalid(N_("There is no topic with this name."), field="topic")
    weights = {topic.slug: 1.0} if topic else dict(topics)
    likeliest = max(weights, key=lambda slug: weights[slug], default=None)
    topic = topic or (find_topic(session, likeliest) if likeliest else None)

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
        asked_at=now,
    )
    session.add(enquiry)
    session.flush()
    part = Part(
        enquiry_id=enquiry.id or 0,
        topic_id=topic.id if topic else None,
        article=articles[0] if articles else "",
        promised_at=hours.add_working_days(now, municipality.promise_working_days),
    )
    session.add(part)
    session.add(
        Message(enquiry_id=enquiry.id or 0, author=Author.ASKER, text=draft.text, written_at=now, removed=draft.removed)
    )
    session.flush()
    candidates = queries.who_knows(session, municipality, topics=weights, articles=articles, language=language, now=now)
    person = _assign(session, part, candidates, now=now)
    if claim is not None:
        claim.enquiry_id = enquiry.id
        session.add(claim)
        session.flush()
    speaker = _speaker_of(session, person)
    writing = letters.new_question(enquiry, part, municipality, _topic_name(session, part, speaker), speaker)
    _write_to_person(session, enquiry, person, writing, kind="new-question", now=now)
    receipt = letters.receipt(enquiry, part, person, municipality, Speaker(language))
    _write_to_asker(session, enquiry, receipt, kind="receipt", now=now)
    return queries.for_asker(session, enquiry.key)


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


def _assign(session: Session, part: Part, candidates: Sequence[Candidate], *, now: datetime) -> ResourcePerson:
    if not candidates:
        raise Conflict(N_("Nobody is named here yet to answer questions. Please turn to Citizen Service."))
    person = candidates[0].colleague.person
    session.add(
        Assignment(
            part_id=part.id or 0,
            person_id=person.id or 0,
            began_at=now,
            candidates=[each.stored() for each in candidates[:5]],
        )
    )
    session.flush()
    return person


def _topic_name(session: Session, part: Part, speaker: Speaker) -> str:
    topic = session.get(Topic, part.topic_id) if part.topic_id else None
    return in_language(topic.title, speaker.language) if topic else speaker.say(N_("another subject"))


def _speaker_of(session: Session, person: ResourcePerson) -> Speaker:
    account = session.get(Account, person.account_id)
    return Speaker(account.language if account else "da")


def _write_to_person(
    session: Session, enquiry: Enquiry, person: ResourcePerson, writing: Writing, *, kind: str, now: datetime
) -> None:
    language = _speaker_of(session, person).language
    post(session, writing, kind=kind, to=person.email, language=language, enquiry_id=enquiry.id, now=now)


def _write_to_asker(session: Session, enquiry: Enquiry, writing: Writing, *, kind: str, now: datetime) -> None:
    """Writes where she left an address."""
    if enquiry.email:
        post(session, writing, kind=kind, to=enquiry.email, language=enquiry.language, enquiry_id=enquiry.id, now=now)


def note_reading(session: Session, thread: Thread, staff: Staff, *, now: datetime) -> None:
    """Every reading of an enquiry by staff is logged."""
    session.add(Reading(enquiry_id=thread.enquiry.id or 0, account_id=staff.account_id, read_at=now))
    session.flush()


def answer(
    session: Session, thread: Thread, text: str, *, by: Staff, now: datetime, removed: Sequence[str] = ()
) -> Message:
    """Replies to the asker; she is told by letter where she left an address. Raises Conflict when it is closed.

    Sent twice at once, it is one reply and one letter.
    """
    enquiry = thread.enquiry
    rules.must_be_open(enquiry)
    if twin := _sent_twice(thread, text, account_id=by.account_id):
        return twin
    person_id = thread.person.id if thread.person.id in by.persons else next(iter(by.persons), None)
    message = Message(
        enquiry_id=enquiry.id or 0,
        author=Author.STAFF,
        person_id=person_id,
        account_id=by.account_id,
        text=text,
        written_at=now,
        removed=list(removed),
    )
    session.add(message)
    thread.part.answered_at = now
    session.add(thread.part)
    session.flush()
    writing = letters.answered(enquiry, queries.municipality_of(session, enquiry), Speaker(enquiry.language))
    _write_to_asker(session, enquiry, writing, kind="answered", now=now)
    return message


def _sent_twice(thread: Thread, text: str, *, account_id: int | None) -> Message | None:
    """The last message, when the same hand wrote the same words in it: a double click."""
    last = thread.messages[-1] if thread.messages else None
    return last if last is not None and (last.account_id, last.text) == (account_id, text) else None


def write_back(session: Session, thread: Thread, text: str, *, now: datetime, removed: Sequence[str] = ()) -> Message:
    """The asker writes again: the question is open once more, with a new promise. Raises Conflict when it is over."""
    enquiry = thread.enquiry
    if enquiry.withdrawn_at is not None or (enquiry.closed_at is not None and enquiry.outcome != Outcome.ANSWERED):
        raise Conflict(N_("This question is closed."))
    if twin := _sent_twice(thread, text, account_id=None):
        return twin
    municipality = queries.municipality_of(session, enquiry)
    enquiry.closed_at, enquiry.outcome = None, None
    if thread.part.answered_at is not None:
        thread.part.answered_at = None
        thread.part.promised_at = hours.add_working_days(now, municipality.promise_working_days)
    message = Message(enquiry_id=enquiry.id or 0, author=Author.ASKER, text=text, written_at=now, removed=list(removed))
    session.add_all([enquiry, thread.part, message])
    session.flush()
    speaker = _speaker_of(session, thread.person)
    writing = letters.written_back(enquiry, municipality, _topic_name(session, thread.part, speaker), speaker)
    _write_to_person(session, enquiry, thread.person, writing, kind="written-back", now=now)
    return message


def hand_over(
    session: Session, thread: Thread, *, to: ResourcePerson, why: str, by: Staff, now: datetime
) -> Assignment:
    """Gives the question to another resource person; the promise to the asker stays.

    Raises Conflict when it is closed or hers already.
    """
    rules.must_be_open(thread.enquiry)
    if to.id == thread.person.id:
        raise Conflict(N_("%(name)s has this question already."), name=to.name)
    thread.assignment.ended_at = now
    session.add(thread.assignment)
    session.flush()
    chosen = {"person": to.slug, "name": to.name, "score": 0.0, "reasons": [["chosen", by.name]]}
    new = Assignment(
        part_id=thread.part.id or 0,
        person_id=to.id or 0,
        began_at=now,
        given_by=by.account_id,
        why=why,
        candidates=[chosen],
    )
    session.add(new)
    session.flush()
    speaker = _speaker_of(session, to)
    municipality = queries.municipality_of(session, thread.enquiry)
    topic = _topic_name(session, thread.part, speaker)
    writing = letters.handed_over(thread.enquiry, thread.part, municipality, topic, by.name, speaker)
    _write_to_person(session, thread.enquiry, to, writing, kind="handed-over", now=now)
    return new


def hand_on_what_was_left(session: Session, municipality: Municipality, *, now: datetime) -> int:
    """Open questions of resource people who have left go to whoever knows best now; the promises stay."""
    left = session.exec(
        select(Enquiry, Part, Assignment)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .join(Assignment, (col(Assignment.part_id) == col(Part.id)) & col(Assignment.ended_at).is_(None))
        .join(ResourcePerson, col(ResourcePerson.id) == col(Assignment.person_id))
        .where(
            Enquiry.municipality_id == municipality.id,
            col(Enquiry.closed_at).is_(None),
            col(Part.answered_at).is_(None),
            col(ResourcePerson.active).is_(False),
        )
        .with_for_update(of=Enquiry, key_share=True)
    ).all()
    for enquiry, part, assignment in left:
        topic = session.get(Topic, part.topic_id) if part.topic_id else None
        candidates = queries.who_knows(
            session,
            municipality,
            topics={topic.slug: 1.0} if topic else {},
            articles=[part.article] if part.article else [],
            language=enquiry.language,
            now=now,
        )
        if not candidates:
            continue
        assignment.ended_at = now
        session.add(assignment)
        session.flush()
        person = _assign(session, part, candidates, now=now)
        speaker = _speaker_of(session, person)
        writing = letters.new_question(enquiry, part, municipality, _topic_name(session, part, speaker), speaker)
        _write_to_person(session, enquiry, person, writing, kind="new-question", now=now)
    return len(left)


def close(session: Session, thread: Thread, draft: ClosingDraft, *, now: datetime) -> None:
    """Ends the enquiry with an outcome; an asker who took it back at the desk is treated as one who did it herself.

    Raises Conflict when it is closed, or called answered without an answer.
    """
    enquiry = thread.enquiry
    rules.must_be_open(enquiry)
    if draft.outcome == Outcome.ANSWERED and not thread.replied and enquiry.channel == Channel.WEB:
        raise Conflict(N_("Nobody has replied yet. Please write an answer first."))
    if draft.outcome == Outcome.WITHDRAWN:
        withdraw(session, thread, now=now)
        return
    enquiry.closed_at, enquiry.outcome = now, draft.outcome.value
    enquiry.referred_to, enquiry.case_reference = draft.referred_to, draft.case_reference
    session.add(enquiry)
    session.flush()
    if draft.outcome in {Outcome.REFERRED, Outcome.CASE}:
        writing = letters.closed(enquiry, queries.municipality_of(session, enquiry), Speaker(enquiry.language))
        _write_to_asker(session, enquiry, writing, kind="closed", now=now)


def withdraw(session: Session, thread: Thread, *, now: datetime) -> bool:
    """The asker takes her question back: her name and contact go at once, and the text too, unless it must be kept.

    Gives whether the text was kept (a reply was given, or it belongs to a case): it goes when its time is over.
    """
    enquiry = thread.enquiry
    kept = rules.must_be_kept(enquiry, replied=thread.replied)
    enquiry.name, enquiry.email, enquiry.phone = "", "", ""
    enquiry.withdrawn_at = now
    if enquiry.closed_at is None:
        enquiry.closed_at, enquiry.outcome = now, Outcome.WITHDRAWN
    if kept:
        session.add(enquiry)
        session.flush()
        forget_letters(session, enquiry_id=enquiry.id or 0)
    else:
        forget(session, enquiry, now=now)
    return kept


def forget(session: Session, enquiry: Enquiry, *, now: datetime) -> None:
    """Takes out everything that tells who asked or what: what stays is a count of its topic, time and outcome.

    An article that was made of it and published stays; a draft that nobody published goes too.
    """
    enquiry.name, enquiry.email, enquiry.phone = "", "", ""
    enquiry.details, enquiry.country = {}, ""
    enquiry.forgotten_at = now
    session.add(enquiry)
    session.exec(delete(Message).where(col(Message.enquiry_id) == enquiry.id))
    parts = select(Part.id).where(Part.enquiry_id == enquiry.id)
    session.exec(update(Assignment).where(col(Assignment.part_id).in_(parts)).values(why=""))
    session.exec(delete(Promised).where(col(Promised.enquiry_id) == enquiry.id))
    forget_letters(session, enquiry_id=enquiry.id or 0)
    draft = queries.captured(session, enquiry.id or 0)
    if draft is not None:
        session.exec(delete(Capture).where(col(Capture.enquiry_id) == enquiry.id))
        articles.drop_unpublished(session, draft)
    session.flush()


def forget_what_is_over(session: Session, municipality: Municipality, *, now: datetime) -> int:
    """Forgets the municipality's ended enquiries that were kept as long as it set; the rule is asked again for each."""
    keep_days = keep_days_of(municipality)
    ended = session.exec(
        select(Enquiry, Part.answered_at)
        .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
        .where(
            Enquiry.municipality_id == municipality.id,
            col(Enquiry.forgotten_at).is_(None),
            func.coalesce(Enquiry.closed_at, Part.answered_at) < now - timedelta(days=keep_days),
        )
        .with_for_update(key_share=True)
    ).all()
    over = [
        enquiry
        for enquiry, answered_at in ended
        if rules.is_over(enquiry, answered_at=answered_at, keep_days=keep_days, today=now.date())
    ]
    for enquiry in over:
        if enquiry.closed_at is None:
            enquiry.closed_at, enquiry.outcome = now, Outcome.ANSWERED
        forget(session, enquiry, now=now)
    return len(over)


def forget_keys(session: Session, *, now: datetime) -> None:
    """Idempotency-Keys count for 24 hours."""
    session.exec(delete(Promised).where(col(Promised.made_at) < now - KEYS_KEPT))


def capture(session: Session, thread: Thread, *, by: Staff, now: datetime) -> Article:
    """A draft of a local article from an answered enquiry, with personal data taken out; the same one the next time.

    Raises Conflict when there is no answer yet, or the asker has taken her question back.
    """
    if thread.enquiry.withdrawn_at is not None:
        raise Conflict(N_("This question is closed."))
    existing = queries.captured(session, thread.enquiry.id or 0)
    if existing is not None:
        return existing
    replies = [message.text for message in thread.messages if message.author == Author.STAFF]
    if not replies:
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
