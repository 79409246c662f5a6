"""A municipality's enquiries, for its staff. A list shows no words; opening an enquiry is a reading, and is logged."""

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from app.api.asking import ETAG, LOCATION, state_of, take, with_headers
from app.api.bodies import ClosingBody, HandOverBody, LoggedBody, MergeBody, MessageBody, PartBody, ReplyBody, TopicBody
from app.api.calls import Call, JsonRoute, StaffCall
from app.api.knowing import person_shape
from app.api.pages import add_next
from app.api.parameters import LARGEST_NUMBER, IdempotencyKey, Lang, Number, Place
from app.api.problems import responses
from app.api.shapes import (
    AssignmentShape,
    CapturedShape,
    ClosedShape,
    LineShape,
    LoggedShape,
    PersonShape,
    StaffEnquiryShape,
    StaffMessageShape,
    StaffPartShape,
    TakenBackShape,
    WhyShape,
)
from app.articles import queries as articles
from app.core import addresses, clock
from app.core.errors import N_, NotFound
from app.enquiries import actions, answering, merging, queries, records, rules
from app.enquiries.drafts import ReplyKind
from app.enquiries.models import Author, Message, MessageKind, MessageState
from app.enquiries.queries import Line, Owned, Thread
from app.enquiries.reasons import SENTENCES, say
from app.enquiries.routing import Reason
from app.people import queries as people
from app.people.rules import Colleague, Staff, in_language
from app.topics import queries as topics

PartNumber = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER, description="a part of it; hers when not given")]

router = APIRouter(prefix="/desk/{municipality}/enquiries", route_class=JsonRoute, tags=["desk"])


@router.get("", responses=responses(401))
def inbox(
    call: StaffCall,
    municipality: Place,
    response: Response,
    state: Annotated[Literal["", "open", "answered", "closed"], Query(description="all when not given")] = "",
    only: Annotated[
        Literal["", "topics", "interpreter", "risk"],
        Query(description="of her topics, what waits for an interpreter, or promises that are near their end"),
    ] = "",
    mine: Annotated[bool, Query(description="only those that were given to the caller")] = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[
        int | None, Query(ge=1, le=LARGEST_NUMBER, description="from the Link header of the page before")
    ] = None,
    lang: Lang = "",
) -> list[LineShape]:
    """The enquiries that the caller may read, the newest first; the Link header leads to the next page."""
    staff = call.staff_here()
    lines = queries.inbox(
        call.session,
        staff,
        call.municipality,
        everyone=not mine,
        only=only,
        state=state,
        limit=limit + 1,
        before=cursor,
        now=call.now,
    )
    if len(lines) > limit:
        add_next(call, response, cursor=lines[limit - 1].part)
    return [_line(call, line) for line in lines[:limit]]


def _line(call: Call, line: Line) -> LineShape:
    return LineShape.model_validate(
        {
            "number": line.number,
            "part": line.part,
            "waits_for": line.waits_for,
            "promises_broken": line.broken,
            "urgent": line.urgent,
            "url": _url(call, line.number),
            "state": line.state,
            "topic": line.topic or None,
            "language": line.language,
            "asking_as": line.asking_as,
            "channel": line.channel,
            "country": line.country,
            "outcome": line.outcome or None,
            "asked_at": line.asked_at,
            "answer_expected_by": line.promised_at,
            "assigned_to": line.person,
            "assigned_to_slug": line.person_slug,
        }
    )


def _url(call: Call, number: int) -> str:
    return call.house.settings.public_url + addresses.desk_enquiry(call.municipality.slug, number)


@router.post(
    "",
    status_code=201,
    responses=with_headers(201, Location=LOCATION) | responses(401, 403, 409, 415, 429),
)
def log(
    call: StaffCall,
    municipality: Place,
    body: LoggedBody,
    response: Response,
    idempotency_key: IdempotencyKey = "",
    lang: Lang = "",
) -> LoggedShape:
    """Takes down a question that came by telephone, at the counter or by mail; it goes to whoever knows.

    With an `Idempotency-Key` header (at most 200 characters, kept for 24 hours) the same key and body give the same
    enquiry, and the same key with another body is refused (422).
    """
    staff = call.staff_here()
    call.house.limits.count_writing(call.client)
    once = f"desk {staff.account_id} {idempotency_key}" if idempotency_key else ""
    thread = take(call, body, once=once, by=staff)
    number = thread.enquiry.id or 0
    logged = LoggedShape(
        number=number,
        url=_url(call, number),
        topic=thread.topic_slug or None,
        assigned_to=_owner(call, thread),
        answer_expected_by=thread.part.promised_at,
        removed=thread.messages[0].removed,
    )
    call.commit()
    response.headers["Location"] = f"/api/v1/desk/{call.municipality.slug}/enquiries/{number}"
    return logged


@router.get("/{number}", responses=with_headers(200, ETag=ETAG) | responses(401))
def read(
    call: StaffCall, municipality: Place, number: Number, response: Response, lang: Lang = ""
) -> StaffEnquiryShape:
    """Everything about an enquiry, for those who may read it. That it was read is on disk before a word is shown."""
    staff = call.staff_here()
    thread = queries.for_staff(call.session, staff, call.municipality, number)
    with call.house.database.write() as session:
        actions.note_reading(session, thread, staff, now=call.now)
    response.headers["ETag"] = state_of(thread)
    return _enquiry(call, thread)


def _owner(call: Call, thread: Thread) -> PersonShape:
    place = thread.enquiry.municipality_id
    everybody = [*people.colleagues(call.session, place), *people.shared_colleagues(call.session, place)]
    colleague = next((each for each in everybody if each.person.id == thread.person.id), None)
    return person_shape(colleague or Colleague(thread.person), call.speaker.language)


def _enquiry(call: Call, thread: Thread) -> StaffEnquiryShape:
    """Name and contact are for those who may answer: an editor needs only the texts."""
    enquiry, part = thread.enquiry, thread.part
    reaches = rules.may_answer(call.staff_here(), enquiry, owners=thread.owned.owners)
    writers = records.writers(call.session, thread.messages)
    return StaffEnquiryShape.model_validate(
        {
            "number": enquiry.id,
            "url": _url(call, enquiry.id or 0),
            "state": thread.state,
            "topic": thread.topic_slug or None,
            "article": part.article or None,
            "language": enquiry.language,
            "channel": enquiry.channel,
            "asking_as": enquiry.asking_as,
            "audience": enquiry.audience,
            "country": enquiry.country,
            "details": enquiry.details,
            "name": enquiry.name if reaches else "",
            "email": enquiry.email if reaches else "",
            "phone": enquiry.phone if reaches else "",
            "asked_at": enquiry.asked_at,
            "answer_expected_by": part.promised_at,
            "answered_at": part.answered_at,
            "closed_at": enquiry.closed_at,
            "outcome": enquiry.outcome,
            "referred_to": enquiry.referred_to,
            "case_reference": enquiry.case_reference,
            "withdrawn_at": enquiry.withdrawn_at,
            "assigned_to": _owner(call, thread),
            "assigned_at": thread.assignment.began_at,
            "assigned_why": thread.assignment.why,
            "candidates": _why(call, thread),
            "urgent": enquiry.urgent,
            "parts": [_part(thread, each) for each in thread.parts],
            "messages": [_message(call, message, writers.get(message.id or 0)) for message in thread.messages],
        }
    )


def _why(call: Call, thread: Thread) -> list[WhyShape]:
    """The candidates with their reasons as they were stored; kinds of an earlier time are left out."""
    language = call.speaker.language
    lines = articles.lines(call.session, call.municipality, language, staff=True)
    names = {line.slug: line.title for line in lines}
    names |= {topic.slug: in_language(topic.title, language) for topic in topics.topics(call.session)}
    return [
        WhyShape(
            name=each["name"],
            reasons=[
                say(Reason(*reason), call.speaker, names=names) for reason in each["reasons"] if reason[0] in SENTENCES
            ],
        )
        for each in thread.assignment.candidates
    ]


def _part(thread: Thread, owned: Owned) -> StaffPartShape:
    part = owned.part
    return StaffPartShape(
        number=part.id or 0,
        text=part.text,
        topic=owned.topic_slug or None,
        state="answered" if part.answered_at else "open",
        assigned_to=owned.person.name,
        interpreter=owned.interpreter.name if owned.interpreter else None,
        waits_for="asker" if part.waiting_since else "interpreter" if thread.waits_for_interpreter(owned) else "",
        answer_expected_by=part.promised_at,
    )


def _message(call: Call, message: Message, writer: str | None) -> StaffMessageShape:
    return StaffMessageShape(
        number=message.id or 0,
        kind=MessageKind(message.kind),
        state=MessageState(message.state),
        part=message.part_id,
        original=message.original,
        author="staff" if message.author == Author.STAFF else "asker",
        name=writer,
        text=message.text,
        written_at=message.written_at,
        can_be_taken_back_until=None if rules.is_shown(message, call.now) else message.visible_from,
        removed=message.removed,
    )


# --- changes


def _hers(
    call: Call,
    number: int,
    *,
    part: int | None = None,
    editors_too: bool = False,
    done_already: Callable[[Thread, Staff], bool] = lambda *_: False,
) -> tuple[Staff, Thread]:
    """The caller and an enquiry she may act on, in the state that her If-Match names. What she has `done_already`, and
    may do no more because of that, ends as it did the first time.

    Raises NotFound where she may not read it, Refused where she may only read it, Outdated when somebody was faster.
    """
    staff = call.staff_here()
    call.house.limits.count_writing(call.client)
    thread = queries.for_staff(call.session, staff, call.municipality, number, part=part)
    if not done_already(thread, staff):
        rules.must_be_hers(
            staff, thread.enquiry, owner=thread.person, interpreter=thread.owned.interpreter, editors_too=editors_too
        )
    rules.must_not_have_moved(thread.enquiry, thread.part.id, number=number, part=part)
    call.must_match(state_of(thread))
    return staff, thread


def _say_state(call: Call, response: Response, staff: Staff, number: int) -> Thread:
    """The thread after a change, and its new ETag; to be asked before the commit."""
    thread = queries.for_staff(call.session, staff, call.municipality, number)
    response.headers["ETag"] = state_of(thread)
    return thread


@router.post(
    "/{number}/messages",
    status_code=201,
    responses=with_headers(201, ETag=ETAG) | responses(401, 403, 409, 412, 415, 429),
)
def answer(
    call: StaffCall,
    municipality: Place,
    number: Number,
    body: ReplyBody,
    response: Response,
    part: PartNumber = None,
    lang: Lang = "",
) -> StaffMessageShape:
    """Writes about a part (hers, unless another is named): an answer, a question back to the asker, or a note.

    The asker reads one reply when all parts are ready, and is told by letter where she left an address. Where an
    interpreter is needed, the answer waits for one. What is sent can be taken back for the seconds that the house has
    set (INDGANG_UNDO_SECONDS), and is read only then: see `can_be_taken_back_until`. Takes `If-Match`.
    """
    staff, thread = _hers(call, number, part=part)
    rules.must_have_been_seen(thread.messages, body.seen, by=staff, seen_before=body.seen_before)
    about: dict[str, Any] = {"by": staff, "now": call.now, "removed": body.removed}
    if body.kind == ReplyKind.NOTE:
        message = answering.note(call.session, thread, body.text, **about)
    else:
        message = answering.answer(
            call.session,
            thread,
            body.text,
            **about,
            asks_back=body.kind == ReplyKind.QUESTION,
            in_askers_language=body.in_askers_language,
            undo=timedelta(seconds=call.house.settings.undo_seconds),
        )
    _say_state(call, response, staff, number)
    written = _message(call, message, staff.name)
    call.commit()
    return written


@router.post(
    "/{number}/messages/{message}",
    responses=with_headers(200, ETag=ETAG) | responses(401, 403, 409, 412, 415, 429),
)
def interpret(
    call: StaffCall,
    municipality: Place,
    number: Number,
    message: Number,
    body: MessageBody,
    response: Response,
    lang: Lang = "",
) -> StaffMessageShape:
    """The interpreter confirms an answer that waits for her, or puts it into the asker's language.

    Takes `If-Match`.
    """
    staff, thread = _hers(call, number, part=queries.part_of(call.session, number, message))
    waiting = next((each for each in thread.messages if each.id == message), None)
    if waiting is None:
        raise NotFound(N_("There is no such answer to this question."))
    done = answering.interpret(
        call.session,
        thread,
        waiting,
        body.text,
        by=staff,
        now=call.now,
        removed=body.removed,
        undo=timedelta(seconds=call.house.settings.undo_seconds),
    )
    _say_state(call, response, staff, number)
    written = _message(call, done, staff.name)
    call.commit()
    return written


@router.post("/{number}/take-back", responses=with_headers(200, ETag=ETAG) | responses(401, 403, 409, 412, 429))
def take_back(
    call: StaffCall,
    municipality: Place,
    number: Number,
    response: Response,
    part: PartNumber = None,
    lang: Lang = "",
) -> TakenBackShape:
    """Takes back what the caller has sent last about a part (hers, unless another is named), or interpreted, and gives
    its text.

    Refused (409) when it is too late: the asker can read it. Takes `If-Match`.
    """
    staff, thread = _hers(call, number, part=part)
    back = answering.take_back(call.session, thread, by=staff, now=clock.now())  # it may have waited for a writer
    _say_state(call, response, staff, number)
    call.commit()
    return TakenBackShape(text=back.text)


@router.post(
    "/{number}/parts",
    status_code=201,
    responses=with_headers(201, ETag=ETAG) | responses(401, 403, 409, 412, 415, 429),
)
def divide(
    call: StaffCall,
    municipality: Place,
    number: Number,
    body: PartBody,
    response: Response,
    part: PartNumber = None,
    lang: Lang = "",
) -> StaffPartShape:
    """Makes a part of its own of a piece of the question, for whoever knows its topic.

    Takes `If-Match`.
    """
    staff, thread = _hers(call, number, part=part)
    made = actions.divide(call.session, thread, body.piece, topic=body.topic, by=staff, now=call.now)
    after = _say_state(call, response, staff, number)
    shape = next(_part(after, each) for each in after.parts if each.part.id == made.id)
    call.commit()
    return shape


@router.post("/{number}/topic", responses=with_headers(200, ETag=ETAG) | responses(401, 403, 409, 412, 415, 429))
def change_topic(
    call: StaffCall,
    municipality: Place,
    number: Number,
    body: TopicBody,
    response: Response,
    part: PartNumber = None,
    lang: Lang = "",
) -> StaffPartShape:
    """Says what the enquiry, or a part of it, is really about; it goes to whoever knows that, and the promise stays.
    Done twice, it is done once.

    Takes `If-Match`.
    """

    def has_changed(thread: Thread, _: Staff) -> bool:
        return thread.topic_slug == body.topic

    staff, thread = _hers(call, number, part=part, done_already=has_changed)
    actions.change_topic(call.session, thread, body.topic, by=staff, now=call.now)
    after = _say_state(call, response, staff, number)
    shape = next(_part(after, each) for each in after.parts if each.part.id == thread.part.id)
    call.commit()
    return shape


@router.post("/{number}/send", responses=with_headers(200, ETag=ETAG) | responses(401, 403, 409, 412, 429))
def send_what_is_ready(
    call: StaffCall, municipality: Place, number: Number, response: Response, lang: Lang = ""
) -> StaffEnquiryShape:
    """The parts of the answer that are ready go out; the asker is told when the others follow.

    Takes `If-Match`.
    """
    staff, thread = _hers(call, number)
    answering.send_what_is_ready(call.session, thread, now=call.now)
    shape = _enquiry(call, _say_state(call, response, staff, number))
    call.commit()
    return shape


@router.post("/{number}/assign", responses=with_headers(200, ETag=ETAG) | responses(401, 403, 409, 412, 415, 429))
def assign(
    call: StaffCall,
    municipality: Place,
    number: Number,
    body: HandOverBody,
    response: Response,
    part: PartNumber = None,
    lang: Lang = "",
) -> AssignmentShape:
    """Hands the enquiry over to a named colleague; the promise to the asker stays. Done twice, it is done once.

    Takes `If-Match`.
    """

    def has_given(thread: Thread, staff: Staff) -> bool:
        return queries.has_handed_over(call.session, call.municipality, thread, to=body.to, why=body.why, by=staff)

    staff, thread = _hers(call, number, part=part, done_already=has_given)
    colleague = queries.colleague_to_ask(call.session, call.municipality, body.to)
    if colleague is None:
        raise NotFound(N_("There is no colleague with this name."), field="to")
    rules.must_still_have(thread.person, thread.assignment, seen=body.assignment)
    assignment = actions.hand_over(call.session, thread, to=colleague.person, why=body.why, by=staff, now=call.now)
    _say_state(call, response, staff, number)
    call.commit()
    return AssignmentShape(
        number=number,
        assigned_to=person_shape(colleague, call.speaker.language),
        assigned_at=assignment.began_at,
        why=assignment.why,
        answer_expected_by=thread.part.promised_at,
    )


@router.post("/{number}/merge", responses=with_headers(200, ETag=ETAG) | responses(401, 403, 409, 412, 415, 429))
def merge(
    call: StaffCall, municipality: Place, number: Number, body: MergeBody, response: Response, lang: Lang = ""
) -> StaffEnquiryShape:
    """Puts the enquiry together with another one of the same asker: she has one thread, and gets one reply.

    The later of the two stays, and is answered here; the other one's number and key lead to it. Done twice, it is done
    once. Refused (409) when they are not of the same asker, in two languages, or closed. Takes `If-Match`.
    """
    staff = call.staff_here()
    call.house.limits.count_writing(call.client)
    thread, other = merging.both(call.session, staff, call.municipality, number, body.number)
    call.must_match(state_of(thread))
    enquiry = merging.merge(call.session, thread, other, by=staff, now=call.now)
    shape = _enquiry(call, _say_state(call, response, staff, enquiry.id or 0))
    call.commit()
    return shape


@router.post("/{number}/close", responses=with_headers(200, ETag=ETAG) | responses(401, 403, 409, 412, 415, 429))
def close(
    call: StaffCall,
    municipality: Place,
    number: Number,
    body: ClosingBody,
    response: Response,
    lang: Lang = "",
) -> ClosedShape:
    """Ends the enquiry: answered, referred to another authority, taken to a case, or withdrawn.

    Takes `If-Match`.
    """
    staff, thread = _hers(call, number)
    rules.must_have_been_seen(thread.messages, body.seen, by=staff, seen_before=body.seen_before)
    actions.close(call.session, thread, body, by=staff, now=call.now)
    closed = _say_state(call, response, staff, number)
    enquiry = closed.enquiry
    call.commit()
    return ClosedShape.model_validate(
        {
            "number": number,
            "state": closed.state,
            "outcome": enquiry.outcome,
            "closed_at": enquiry.closed_at,
            "referred_to": enquiry.referred_to,
            "case_reference": enquiry.case_reference,
        }
    )


@router.post("/{number}/article", status_code=201, responses=responses(401, 403, 409, 412, 429))
def make_article(call: StaffCall, municipality: Place, number: Number, lang: Lang = "") -> CapturedShape:
    """Makes the draft of a local article from the answer, without personal data; the same one when there is one.

    Takes `If-Match`.
    """
    staff, thread = _hers(call, number, editors_too=True)
    article = actions.capture(call.session, thread, by=staff, now=call.now)
    studio = f"/studio/{call.municipality.slug}/articles/{article.slug}/{article.source_language}"
    captured = CapturedShape(
        slug=article.slug,
        topic=thread.topic_slug or None,
        language=article.source_language,
        url=call.house.settings.public_url + studio,
    )
    call.commit()
    return captured
