"""An asker's own enquiry: asked, read, written on, withdrawn. Its key is a secret: whoever has it has the enquiry."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from app.api.bodies import MessageBody, QuestionBody
from app.api.calls import Call, CurrentCall, JsonRoute, tag_of
from app.api.parameters import IdempotencyKey, Key, Lang
from app.api.problems import Responses, responses
from app.api.shapes import EnquiryShape, MessageShape, PartShape, ReceiptShape, ShownPersonShape, WithdrawalShape
from app.core import addresses
from app.core.errors import N_, NotFound
from app.core.i18n import Speaker
from app.enquiries import actions, answering, queries
from app.enquiries.dividing import parts_of
from app.enquiries.drafts import EnquiryDraft
from app.enquiries.emergency import whom_to_call
from app.enquiries.models import Author, Enquiry, Message
from app.enquiries.queries import Thread
from app.enquiries.subjects import about_which_part
from app.people import queries as people
from app.people.models import ResourcePerson
from app.people.rules import Staff, in_language, keep_days_of, shown_name, shown_title
from app.search.upkeep import glossary
from app.topics import queries as topics

router = APIRouter(prefix="/enquiries", route_class=JsonRoute, tags=["enquiries"])

LOCATION = {"description": "where the enquiry is read", "schema": {"type": "string"}}
ETAG = {
    "description": "this state; a change with it as If-Match is refused (412) when somebody was faster",
    "schema": {"type": "string"},
}

WITHDRAWN: Responses = {
    204: {"description": "Everything was removed."},
    202: {"model": WithdrawalShape, "description": "Name and contact were removed; the text is kept for a time."},
}


def with_headers(status: int, **headers: Any) -> Responses:
    """The headers of a good answer, for the OpenAPI description."""
    return {status: {"headers": headers}}


@router.post(
    "",
    status_code=201,
    responses=with_headers(201, Location=LOCATION) | responses(409, 415, 429),
)
def ask(
    call: CurrentCall, body: QuestionBody, response: Response, idempotency_key: IdempotencyKey = "", lang: Lang = ""
) -> ReceiptShape:
    """Takes a question: it is stored durably, and a named person has it, before this is answered.

    With an `Idempotency-Key` header (at most 200 characters, kept for 24 hours) the same key and body give the same
    enquiry, and the same key with another body is refused (422).
    """
    call.house.limits.count_writing(call.client)
    thread = take(call, body, once=f"api {idempotency_key}" if idempotency_key else "")
    receipt = ReceiptShape(
        key=thread.enquiry.key,
        url=_url(call, thread),
        topic=thread.topic_slug or None,
        assigned_to=_person(thread.person, thread.enquiry.language),
        answer_expected_by=_expected_by(thread),
        parts=_parts(thread),
        removed=thread.messages[0].removed,
        emergency=_emergency(thread.enquiry),
    )
    call.commit()
    response.headers["Location"] = f"/api/v1/enquiries/{thread.enquiry.key}"
    return receipt


def take(call: Call, draft: EnquiryDraft, *, once: str, by: Staff | None = None) -> Thread:
    """Gives the question to the room, with the subject that search sees in it. Raises NotFound for unknown names."""
    call.names(municipality=draft.municipality, lang=draft.lang)
    municipality, language = call.municipality, call.language
    if draft.topic and topics.topic(call.session, draft.topic) is None:
        raise NotFound(N_("There is no topic with this name."), field="topic")
    pieces = parts_of(
        call.house.public_index, draft.text, language=language, owners=call.owners, glossary=glossary(call.session)
    )
    return actions.ask(
        call.session,
        draft,
        municipality=municipality,
        language=language,
        pieces=pieces,
        now=call.now,
        once=once,
        by=by,
    )


@router.get("/{key}", responses=with_headers(200, ETag=ETAG) | responses(410))
def read(call: CurrentCall, key: Key, response: Response, lang: Lang = "") -> EnquiryShape:
    """The asker's own thread: who has it, until when, and what was written."""
    thread = _own(call, key)
    response.headers["ETag"] = state_of(thread)
    return _enquiry(call, thread)


def _own(call: Call, key: str) -> Thread:
    """Raises NotFound, also for what was withdrawn and removed; Gone for what has a new key."""
    thread = queries.for_asker(call.session, key, now=call.now)
    if thread.enquiry.forgotten_at is not None:
        raise NotFound(N_("This question was withdrawn or its time is over. Nothing of it is kept."))
    return thread


def state_of(thread: Thread) -> str:
    """The entity tag of a thread: whatever is said or done changes it."""
    enquiry = thread.enquiry
    return tag_of(
        enquiry.id,
        [message.id for message in thread.messages],
        [message.state for message in thread.messages],
        [(each.assignment.id, each.assignment.interpreter_id) for each in thread.parts],
        [str(each.part.promised_at) for each in thread.parts],
        enquiry.outcome,
        str(enquiry.closed_at),
        str(enquiry.withdrawn_at),
    )


@router.post(
    "/{key}/messages", status_code=201, responses=with_headers(201, ETag=ETAG) | responses(409, 410, 412, 415, 429)
)
def write_back(call: CurrentCall, key: Key, body: MessageBody, response: Response, lang: Lang = "") -> MessageShape:
    """The asker writes again; the question is open once more.

    Takes `If-Match`.
    """
    call.house.limits.count_writing(call.client)
    thread = _own(call, key)
    call.must_match(state_of(thread))
    about = about_which_part(
        call.house.public_index, body.text, thread, owners=call.owners, glossary=glossary(call.session)
    )
    message = answering.write_back(call.session, thread, body.text, now=call.now, removed=body.removed, about=about)
    response.headers["ETag"] = state_of(queries.for_asker(call.session, key, now=call.now))
    call.commit()
    return _message(message, {})


@router.delete(
    "/{key}",
    status_code=204,
    responses=WITHDRAWN | responses(410, 412, 429),
)
def withdraw(call: CurrentCall, key: Key, lang: Lang = "") -> Response:
    """The asker takes her question back: name, contact and text go at once, unless the law asks to keep the text.

    Then the answer (202) says what is kept, why and how long. Takes `If-Match`.
    """
    call.house.limits.count_writing(call.client)
    thread = _own(call, key)
    call.must_match(state_of(thread))
    kept = actions.withdraw(call.session, thread, now=call.now)
    told = _withdrawal(call, thread).model_dump(mode="json") if kept else None
    call.commit()
    return Response(status_code=204) if told is None else JSONResponse(told, status_code=202)


def _withdrawal(call: Call, thread: Thread) -> WithdrawalShape:
    days = keep_days_of(queries.municipality_of(call.session, thread.enquiry))
    until = (thread.enquiry.closed_at or call.now) + timedelta(days=days)
    why = N_("You were given guidance on this question, or it belongs to a case: the law asks us to keep such texts.")
    detail = N_(
        "Your name and contact have been removed. The texts of the question and the answers are kept until %(day)s."
    )
    return WithdrawalShape(
        removed=["name", "email", "phone"],
        kept=["text"],
        why=call.speaker.say(why),
        kept_until=until,
        detail=call.speaker.say(detail, day=call.speaker.day(until.date())),
    )


# --- as the asker sees it


def _url(call: Call, thread: Thread) -> str:
    enquiry = thread.enquiry
    there = queries.municipality_of(call.session, enquiry)
    return call.house.settings.public_url + addresses.enquiry(there.slug, enquiry.language, enquiry.key)


def _person(person: ResourcePerson, language: str) -> ShownPersonShape:
    return ShownPersonShape(name=shown_name(person, language), title=shown_title(person, language))


def _expected_by(thread: Thread) -> datetime:
    """By when all parts are answered."""
    return max(each.part.promised_at for each in thread.open_parts or thread.parts)


def _parts(thread: Thread) -> list[PartShape]:
    return [
        PartShape(
            topic=each.topic_slug or None,
            state="answered" if each.answered else "open",
            assigned_to=_person(each.person, thread.enquiry.language),
            answer_expected_by=each.part.promised_at,
        )
        for each in thread.parts
    ]


def _enquiry(call: Call, thread: Thread) -> EnquiryShape:
    enquiry = thread.enquiry
    names = _author_names(call, thread)
    return EnquiryShape.model_validate(
        {
            "key": enquiry.key,
            "url": _url(call, thread),
            "state": thread.state,
            "topic": thread.topic_slug or None,
            "language": enquiry.language,
            "asked_at": enquiry.asked_at,
            "assigned_to": _person(thread.person, enquiry.language),
            "answer_expected_by": _expected_by(thread),
            "parts": _parts(thread),
            "outcome": enquiry.outcome,
            "referred_to": enquiry.referred_to,
            "case_reference": enquiry.case_reference,
            "withdrawn_at": enquiry.withdrawn_at,
            "emergency": _emergency(enquiry),
            "messages": [_message(message, names) for message in thread.messages],
        }
    )


def _emergency(enquiry: Enquiry) -> list[str]:
    """What an asker in danger is to read first; nothing once she has withdrawn."""
    return whom_to_call(Speaker(enquiry.language)) if enquiry.urgent and enquiry.withdrawn_at is None else []


def _author_names(call: Call, thread: Thread) -> dict[int | None, str]:
    """The names of the municipality's resource people as they agreed to be shown; None is the municipality itself."""
    there, language = queries.municipality_of(call.session, thread.enquiry), thread.enquiry.language
    place = there.id or 0
    everybody = [*people.colleagues(call.session, place), *people.shared_colleagues(call.session, place)]
    persons = {each.person.id: shown_name(each.person, language) for each in everybody}
    return persons | {None: in_language(there.names, language)}


def _message(message: Message, names: Mapping[int | None, str]) -> MessageShape:
    by_staff = message.author == Author.STAFF
    return MessageShape(
        author="staff" if by_staff else "asker",
        name=names.get(message.person_id, names.get(None)) if by_staff else None,
        text=message.text,
        written_at=message.written_at,
        removed=message.removed,
    )
