"""Asking a person, and the asker's own page. Its key is a secret: whoever has the link has the question."""

from fastapi import APIRouter, Response

from app.core import addresses, drafts, personal_data
from app.core.danger import tells_of_danger
from app.core.errors import N_, Problem
from app.core.tokens import digest
from app.enquiries import actions, answering, queries, rules
from app.enquiries.dividing import parts_of
from app.enquiries.drafts import EnquiryDraft, MessageDraft
from app.enquiries.emergency import whom_to_call
from app.enquiries.models import Author
from app.enquiries.queries import Thread
from app.enquiries.subjects import about_which_part
from app.people.queries import colleagues, shared_colleagues
from app.people.rules import in_language, keep_days_of, shown_name
from app.search.upkeep import glossary
from app.topics import queries as topics
from app.web.counting import count_question
from app.web.forms import FormFields, Typed, fields, problem_sentences, sentences
from app.web.pages import redirect
from app.web.public import audience_choices, show
from app.web.visit import CurrentVisit, Visit

router = APIRouter(include_in_schema=False)


@router.get("/{municipality}/{language:language}/ask")
def form(visit: CurrentVisit, q: str = "", topic: str = "", answered: str = "") -> Response:
    """The question form, with the words and the topic that search brought along; `answered` is the language they are
    in when search had an answer to them."""
    text = personal_data.keep(q[: personal_data.LONGEST_SEARCH]).text
    searched = {"searched": text, "searched_in": answered} if answered else {}
    return _form(visit, Typed(text=text, topic=topic, audience=visit.audience, **searched))


def _form(visit: Visit, values: Typed, *, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    known = [(topic.slug, in_language(topic.title, visit.language)) for topic in topics.topics(visit.session)]
    return show(
        visit,
        "public/ask.html",
        "ask",
        status=status,
        emergency=whom_to_call(visit.speaker) if tells_of_danger(values["text"]) else [],
        values=values,
        faults=faults or {},
        topics=known,
        countries=topics.countries(visit.session).named(visit.language),
        audiences=audience_choices(visit.speaker),
    )


@router.post("/{municipality}/{language:language}/ask")
def submit(visit: CurrentVisit, form: FormFields) -> Response:
    """Takes a question. The same words from the same browser on one day are the same question, as long as it is open:
    a double click makes one, and so does whoever goes back and sends again."""
    given = fields(form)
    try:
        visit.house.limits.count_writing(visit.client)
        draft, faults = drafts.read(EnquiryDraft, given)
        if draft is None:
            return _form(visit, given, faults=sentences(faults, visit.speaker), status=422)
        visit.must_be_our_form(given.get("form_token", ""))
        once = digest(f"{visit.visitor_key} {visit.today} {draft.model_dump_json()}")
        language = rules.language_of_answer(draft.text, visit.language, visit.municipality.languages)
        thread = ask(visit, draft, once=once, language=language)
        while thread.enquiry.closed_at is not None:
            once = digest(f"{once} {thread.enquiry.key}")
            thread = ask(visit, draft, once=once, language=language)
        visit.commit()
        count_question(visit, draft, searched=given["searched"], language=given["searched_in"])
    except Problem as problem:
        visit.session.rollback()
        return _form(visit, given, faults=dict(problem_sentences(problem, visit.speaker)), status=problem.status)
    return redirect(addresses.enquiry(visit.municipality.slug, visit.language, thread.enquiry.key))


def ask(visit: Visit, draft: EnquiryDraft, *, once: str = "", language: str = "") -> Thread:
    """Gives the question to the room, with the subject that search sees in it."""
    language = language or visit.language
    pieces = parts_of(
        visit.house.public_index, draft.text, language=language, owners=visit.owners, glossary=glossary(visit.session)
    )
    return actions.ask(
        visit.session,
        draft,
        municipality=visit.municipality,
        language=language,
        pieces=pieces,
        now=visit.now,
        once=once,
    )


@router.get("/{municipality}/{language:language}/enquiries/{key}")
def own_enquiry(visit: CurrentVisit, key: str, done: str = "") -> Response:
    """The asker's own page: who has her question, until when, and the thread; and that what she wrote was sent."""
    return _own(visit, queries.for_asker(visit.session, key, now=visit.now), sent=done == "written")


def _own(
    visit: Visit,
    thread: Thread,
    *,
    values: Typed | None = None,
    faults: dict[str, str] | None = None,
    status: int = 200,
    sent: bool = False,
) -> Response:
    if thread.enquiry.municipality_id != visit.municipality.id:
        there = queries.municipality_of(visit.session, thread.enquiry)
        return redirect(addresses.enquiry(there.slug, thread.enquiry.language, thread.enquiry.key))
    answered_by = _author_names(visit, thread)
    return show(
        visit,
        "public/enquiry.html",
        f"enquiries/{thread.enquiry.key}",
        status=status,
        thread=thread,
        values=values or Typed(),
        faults=faults or {},
        sent=sent,
        keep_days=keep_days_of(visit.municipality),
        emergency=whom_to_call(visit.speaker),
        answered_by=answered_by,
        answerers=_answerers(visit, thread, answered_by),
        answered_parts={each.part_id for each in thread.answers},
    )


def _answerers(visit: Visit, thread: Thread, answered_by: dict[int, str]) -> str:
    """Who answered, as one reads it: a pair as such where it wrote everything, else everybody once."""
    together = list(dict.fromkeys(answered_by[each.id or 0] for each in thread.answers))
    if len(together) <= 1:
        return "".join(together)
    persons, town = _shown_names(visit), in_language(visit.municipality.names, visit.language)
    names = [persons.get(who, town) for each in thread.answers for who in (each.person_id, each.interpreter_id) if who]
    return visit.speaker.all_of(list(dict.fromkeys(names)))


def _shown_names(visit: Visit) -> dict[int | None, str]:
    place = visit.municipality.id or 0
    return {
        each.person.id: shown_name(each.person, visit.language)
        for each in (*colleagues(visit.session, place), *shared_colleagues(visit.session, place))
    }


def _author_names(visit: Visit, thread: Thread) -> dict[int, str]:
    """Who wrote each of the staff's messages, as she agreed to be shown; else the municipality."""
    town, persons = in_language(visit.municipality.names, visit.language), _shown_names(visit)
    pair = N_("%(expert)s with %(interpreter)s")
    return {
        message.id or 0: visit.speaker.say(pair, expert=expert, interpreter=persons[message.interpreter_id])
        if message.interpreter_id in persons and message.interpreter_id != message.person_id
        else expert
        for message in thread.messages
        if message.author == Author.STAFF and (expert := persons.get(message.person_id, town))
    }


@router.post("/{municipality}/{language:language}/enquiries/{key}/messages")
def write_back(visit: CurrentVisit, key: str, form: FormFields) -> Response:
    """The asker writes again."""
    given = fields(form)
    thread = queries.for_asker(visit.session, key, now=visit.now)
    draft, faults = drafts.read(MessageDraft, given)
    if draft is None:
        return _own(visit, thread, values=given, faults=sentences(faults, visit.speaker), status=422)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        visit.house.limits.count_writing(visit.client)
        about = about_which_part(
            visit.house.public_index, draft.text, thread, owners=visit.owners, glossary=glossary(visit.session)
        )
        answering.write_back(visit.session, thread, draft.text, removed=draft.removed, about=about, now=visit.now)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        return _own(
            visit,
            queries.for_asker(visit.session, key, now=visit.now),
            values=given,
            faults=dict(problem_sentences(problem, visit.speaker)),
            status=problem.status,
        )
    return redirect(addresses.enquiry(visit.municipality.slug, visit.language, key) + "?done=written")


@router.post("/{municipality}/{language:language}/enquiries/{key}/withdraw")
def withdraw(visit: CurrentVisit, key: str, form: FormFields) -> Response:
    """The asker takes her question back."""
    given = fields(form)
    thread = queries.for_asker(visit.session, key, now=visit.now)
    if given.get("sure") != "yes":
        sentence = visit.speaker.say(N_("Please tick the box to say that you are sure."))
        return _own(visit, thread, faults={"sure": sentence}, status=422)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        visit.house.limits.count_writing(visit.client)
        actions.withdraw(visit.session, thread, now=visit.now)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        thread = queries.for_asker(visit.session, key, now=visit.now)
        return _own(visit, thread, faults={"sure": visit.speaker.problem(problem)}, status=problem.status)
    return redirect(addresses.enquiry(visit.municipality.slug, visit.language, key))
