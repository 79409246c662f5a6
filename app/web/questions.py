"""Questions at the desk: listed, logged, read, answered, handed over, closed, and made into articles.

A list shows no words of a question, so that only opening one is a reading; each reading is logged.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query, Response
from starlette.datastructures import FormData

from app.articles import queries as articles
from app.articles.ready_texts import ReadyText, ready_texts
from app.core import addresses, clock, drafts, personal_data
from app.core.analysis import guessed_language
from app.core.drafts import Draft, readable
from app.core.errors import N_, Invalid, NotFound, Problem
from app.core.tokens import digest
from app.enquiries import actions, answering, calls, merging, queries, records, rules
from app.enquiries.answering import TakenBack
from app.enquiries.calls import ANOTHER_LANGUAGE, CallLine
from app.enquiries.dividing import parts_of
from app.enquiries.drafts import (
    ClosingDraft,
    HandOverDraft,
    LoggedDraft,
    MergeDraft,
    MessageDraft,
    PartDraft,
    ReplyDraft,
    ReplyKind,
    TopicDraft,
)
from app.enquiries.models import Message, MessageState
from app.enquiries.queries import Thread
from app.people import queries as people
from app.people.models import Role
from app.people.rules import Staff, may_see_all_enquiries
from app.search.documents import ARTICLES
from app.search.engine import IndexUnusable
from app.search.finding import Hit, find
from app.search.upkeep import glossary
from app.topics.queries import countries
from app.web.forms import FormFields, fields, problem_sentences, sentences
from app.web.pages import redirect
from app.web.staff_pages import (
    LARGEST_NUMBER,
    Before,
    Number,
    article_names,
    desk,
    detail_words,
    knowers,
    show,
    stored_reasons,
    topic_names,
)
from app.web.visit import SAFE_METHODS, CurrentVisit, Visit

router = APIRouter(include_in_schema=False)
D = TypeVar("D", bound=Draft)

LINES_A_PAGE = 25
MOST_IN_DANGER = 500
MOST_SUGGESTIONS = 4
STATES = ("open", "answered", "closed")
PartNumber = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER)]


@router.get("/desk/{municipality}/enquiries")
def inbox(
    visit: CurrentVisit, whose: str = "", only: str = "", state: str = "", before: Before = None, logged: str = ""
) -> Response:
    """The questions a colleague has, or all she may see; by state, the newest first, and of the open ones those that
    tell of danger before all others. `only` as in `queries.inbox`."""
    staff = visit.staff_here()
    place = visit.municipality.id or 0
    sees_all = may_see_all_enquiries(staff, place)
    sees_answered = not sees_all and staff.may(place, Role.EDITOR)
    sees_risks = not sees_all and staff.may(place, Role.COORDINATOR)
    only = only if only in queries.ONLY else ""
    sees_others = sees_all or sees_answered or (sees_risks and only == "risk")
    everyone = sees_others and (whose == "all" or (whose != "mine" and not staff.persons))
    if state not in STATES:
        state = "answered" if everyone and sees_answered else "open"
    listed = partial(
        queries.inbox,
        visit.session,
        staff,
        visit.municipality,
        everyone=everyone,
        only=only,
        state=state,
        now=visit.now,
    )
    in_danger = listed(urgent=True, limit=MOST_IN_DANGER) if state == "open" and before is None else []
    lines = listed(urgent=False if state == "open" else None, limit=LINES_A_PAGE + 1, before=before)
    return show(
        visit,
        "desk/questions.html",
        "enquiries",
        lines=[*in_danger, *lines[:LINES_A_PAGE]],
        more=lines[LINES_A_PAGE - 1].part if len(lines) > LINES_A_PAGE else None,
        before=before,
        everyone=everyone,
        only=only,
        sees_all=sees_all,
        sees_answered=sees_answered,
        sees_risks=sees_risks,
        state=state,
        topics=topic_names(visit),
        now=visit.now,
        logged=bool(logged),
    )


# --- a question that came by telephone or at the counter


@router.get("/desk/{municipality}/enquiries/new")
def new(visit: CurrentVisit, q: str = "", topic: str = "", call: str = "") -> Response:
    """The form to log a question, with the words that were searched for, or with what a call of hers says already."""
    staff = visit.staff_here()
    logged = calls.call_of(visit.session, call, visit.municipality, staff, now=visit.now) if call else None
    if logged is not None and logged.became:
        return _logged(visit, staff, logged.became)
    if logged is not None:
        known = logged.language in visit.municipality.languages
        return _log_form(visit, asdict(logged) | {"lang": logged.language if known else "", "call": call}, call=logged)
    return _log_form(visit, {"text": personal_data.keep_for_search(q).text, "topic": topic})


def _log_form(
    visit: Visit,
    values: dict[str, Any],
    *,
    call: CallLine | None = None,
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The form; where the `call` that it is about was in a language without answers of ours, it says which."""
    spoken = call.language if call else ANOTHER_LANGUAGE
    return show(
        visit,
        "desk/log.html",
        "enquiries",
        status=status,
        values=values,
        faults=faults or {},
        call=values.get("call") or "",
        spoken="" if spoken in {ANOTHER_LANGUAGE, *visit.municipality.languages} else spoken,
        once=values.get("once") or secrets.token_urlsafe(16),
        topics=topic_names(visit),
        countries=countries(visit.session).named(visit.language),
    )


@router.post("/desk/{municipality}/enquiries/new")
def log(visit: CurrentVisit, form: FormFields) -> Response:
    """Takes down a question in the asker's name; it goes to whoever knows. A call becomes one question only."""
    given, staff = fields(form), visit.staff_here()
    call = given.get("call", "")
    logged = calls.call_of(visit.session, call, visit.municipality, staff, now=visit.now) if call else None
    if logged is not None and logged.became:
        return _logged(visit, staff, logged.became)
    draft, faults = drafts.read(LoggedDraft, given)
    if draft is None:
        return _log_form(visit, given, call=logged, faults=sentences(faults, visit.speaker), status=422)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        once = calls.question_key(call) if logged else digest(given.get("once", "") + draft.model_dump_json())
        thread = _ask(visit, staff, draft, once=once)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        wrong = dict(problem_sentences(problem, visit.speaker))
        return _log_form(visit, given, call=logged, faults=wrong, status=problem.status)
    return _logged(visit, staff, thread.enquiry.id or 0)


def _logged(visit: Visit, staff: Staff, number: int) -> Response:
    """Onward to the question, when she may answer it; else to the list."""
    try:
        thread = queries.for_staff(visit.session, staff, visit.municipality, number)
    except NotFound:
        return redirect(desk(visit) + "enquiries?logged=1")
    if any(rules.may_answer(staff, thread.enquiry, owners=each.owners) for each in thread.parts):
        return redirect(_address(visit, number, done="logged"))
    return redirect(desk(visit) + "enquiries?logged=1")


def _ask(visit: Visit, staff: Staff, draft: LoggedDraft, *, once: str) -> Thread:
    language = draft.lang if draft.lang in visit.municipality.languages else visit.language
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
        by=staff,
    )


# --- one question


@router.get("/desk/{municipality}/enquiries/{number}")
def question(visit: CurrentVisit, number: Number, part: PartNumber = None, done: str = "") -> Response:
    """Everything about a question, for those who may read it. Opening it is logged. The number of one that was put
    together with another leads to that one."""
    now = queries.leads_to(visit.session, number)
    if now != number:
        queries.for_staff(visit.session, visit.staff_here(), visit.municipality, number)
        return redirect(addresses.desk_enquiry(visit.municipality.slug, now))
    return _question(visit, number, part, done=done)


def _question(
    visit: Visit,
    number: int,
    part: int | None = None,
    *,
    values: dict[str, Any] | None = None,
    links: list[str] | None = None,
    faults: dict[str, str] | None = None,
    status: int = 200,
    done: str = "",
) -> Response:
    staff = visit.staff_here()
    thread = queries.for_staff(visit.session, staff, visit.municipality, number, part=part)
    _note_reading(visit, thread, staff)
    topics, names = topic_names(visit), article_names(visit)
    enquiry = thread.enquiry
    matter = actions.matter_of(visit.session, thread)
    candidates = queries.who_knows(visit.session, visit.municipality, matter, now=visit.now)
    sure = {**names, **topics}
    stored = thread.assignment.candidates
    may_answer = rules.may_answer(staff, enquiry, owners=thread.owned.owners)
    interpreted = _interpreted(visit, thread, staff)
    may_take_back = rules.can_be_taken_back(thread.messages, part=thread.part.id, by=staff, now=visit.now)
    return show(
        visit,
        "desk/question.html",
        "enquiries",
        status=status,
        thread=thread,
        may_answer=may_answer,
        interpreted=interpreted,
        ready_texts=_ready_texts(visit, thread, interpreted=interpreted) if may_answer else [],
        writers=records.writers(visit.session, thread.messages),
        to_reword={
            each.id: _to_reword(visit, each.text, enquiry.language)
            for each in thread.messages
            if each.state == MessageState.INTERPRETER
        },
        given_by=_name(visit, thread.assignment.given_by),
        logged_by=_name(visit, enquiry.logged_by),
        why=[(each["name"], stored_reasons(each["reasons"], visit.speaker, sure)) for each in stored],
        suggestions=_suggestions(visit, thread),
        names=names,
        colleagues=knowers(
            [each for each in candidates if each.colleague.person.id != thread.person.id], visit.speaker, sure
        ),
        may_take_back=may_take_back,
        to_take_back=_typed(answering.as_typed(thread, may_take_back, by=staff)) if may_take_back else {},
        also_here=records.opened_lately(visit.session, enquiry.id or 0, besides=staff.account_id, now=visit.now),
        own=addresses.desk_enquiry(visit.municipality.slug, enquiry.id or 0),
        details=detail_words(
            {name: [value] for name, value in enquiry.details.items()}, visit.speaker, countries(visit.session)
        ),
        others=queries.others_of_the_asker(visit.session, staff, thread),
        put_together=queries.put_together(visit.session, enquiry),
        of_part=f"?part={thread.part.id}" if len(thread.parts) > 1 else "",
        captured=queries.captured(visit.session, enquiry.id or 0),
        readers=records.readers(visit.session, enquiry.id or 0)
        if staff.may(enquiry.municipality_id, Role.ADMINISTRATOR)
        else [],
        topics=topics,
        now=visit.now,
        values=values or {},
        links=links or [],
        faults=faults or {},
        done=done,
    )


def _interpreted(visit: Visit, thread: Thread, staff: Staff) -> bool:
    """Whether she writes in Danish, and somebody else puts it into the asker's language."""
    return thread.assignment.needs_interpreter and not queries.answers_herself(visit.session, staff, thread.enquiry)


def _ready_texts(visit: Visit, thread: Thread, *, interpreted: bool) -> list[ReadyText]:
    """The texts for answers in the language that the answer is written in, those of the question's topic first."""
    language = thread.enquiry.language
    found = ready_texts(
        visit.session,
        visit.municipality,
        about=thread.topic_slug,
        written_in="da" if interpreted else language,
        reader=language,
        today=visit.today,
        home=visit.house.settings.public_url,
    )
    return sorted(found, key=lambda each: each.topic != thread.topic_slug)


def _note_reading(visit: Visit, thread: Thread, staff: Staff) -> None:
    """On disk before a word is shown. A GET writes it by itself: no page is made while others wait to write."""
    if visit.request.method in SAFE_METHODS:
        with visit.house.database.write() as session:
            actions.note_reading(session, thread, staff, now=visit.now)
    else:
        actions.note_reading(visit.session, thread, staff, now=visit.now)
        visit.commit()


def _to_reword(visit: Visit, text: str, language: str) -> str:
    """What the interpreter begins with: the reply, where it seems to be in the asker's language; else room above the
    articles that go with it, which are."""
    if guessed_language(text) in {None, language}:
        return text
    return "".join(f"\n\n{article}" for article in _articles_below(visit, text))


def _articles_below(visit: Visit, text: str) -> list[str]:
    """The titles with addresses that `_links` put below a reply."""
    home = f"\n{visit.house.settings.public_url}/"
    return [paragraph for paragraph in text.split("\n\n") if home in paragraph]


def _name(visit: Visit, account_id: int | None) -> str:
    account = people.account(visit.session, account_id) if account_id else None
    return account.name if account else ""


def _suggestions(visit: Visit, thread: Thread) -> tuple[Hit, ...]:
    """Public articles that may answer the question and are of a topic that it is about, in the asker's language; none
    when its words are gone."""
    text = thread.part.text or thread.question
    if not text:
        return ()
    its_topics = {*thread.part.topics, thread.topic_slug}
    try:
        found = find(
            visit.house.public_index,
            text,
            language=thread.enquiry.language,
            owners=visit.owners,
            kinds=ARTICLES,
            glossary=glossary(visit.session),
            remember=False,
        )
    except IndexUnusable:
        return ()
    return tuple(hit for hit in found.hits if hit.topic in its_topics)[:MOST_SUGGESTIONS]


@router.post("/desk/{municipality}/enquiries/{number}/messages")
def reply(visit: CurrentVisit, number: Number, form: FormFields, part: PartNumber = None) -> Response:
    """Answers the asker (with links to the articles that were ticked below the text), asks her back, or notes something
    for colleagues."""

    def send(thread: Thread, staff: Staff, draft: ReplyDraft) -> str:
        rules.must_have_been_seen(thread.messages, draft.seen, by=staff, seen_before=draft.seen_before)
        if draft.kind == ReplyKind.NOTE:
            answering.note(visit.session, thread, draft.text, by=staff, now=visit.now, removed=draft.removed)
            return _address(visit, number, part, done="noted")
        message = answering.answer(
            visit.session,
            thread,
            "\n\n".join([draft.text, *_links(visit, thread, _ticked(form))]),
            by=staff,
            now=visit.now,
            removed=draft.removed,
            asks_back=draft.kind == ReplyKind.QUESTION,
            in_askers_language=draft.in_askers_language,
            undo=timedelta(seconds=visit.house.settings.undo_seconds),
        )
        return _address(visit, number, part, done=_what_became_of(message))

    return _change(visit, number, form, ReplyDraft, send, part=part)


@router.post("/desk/{municipality}/enquiries/{number}/text")
def put_text_in(visit: CurrentVisit, number: Number, form: FormFields, part: PartNumber = None) -> Response:
    """The form again, with a text for answers below what was typed. Nothing is kept."""
    given, links, staff = fields(form), _ticked(form), visit.staff_here()
    thread = queries.for_staff(visit.session, staff, visit.municipality, number, part=part)
    texts = _ready_texts(visit, thread, interpreted=_interpreted(visit, thread, staff))
    chosen = next((each for each in texts if each.slug == given["insert"]), None)
    if chosen is None:
        gone = {"text": visit.speaker.say(N_("This text is not there any more. Please choose another one."))}
        return _question(visit, number, part, values=given, links=links, faults=gone, status=422)
    given["text"] = "\n\n".join(filter(None, [given["text"].rstrip(), chosen.text]))
    return _question(visit, number, part, values=given, links=links, done="text-in")


def _what_became_of(message: Message) -> str:
    if message.asks_back and message.state == MessageState.SENT:
        return "asked-back"
    return {MessageState.INTERPRETER: "interpreter", MessageState.READY: "ready"}.get(
        MessageState(message.state), "answered"
    )


@router.post("/desk/{municipality}/enquiries/{number}/messages/{message}")
def interpret(visit: CurrentVisit, number: Number, message: Number, form: FormFields) -> Response:
    """The interpreter confirms a reply, or rewords it. What seems to be in another language than the asker's is sent
    when she presses once more."""

    def confirm(thread: Thread, staff: Staff, draft: MessageDraft) -> str:
        found = next((each for each in thread.messages if each.id == message), None)
        if found is None:
            raise NotFound(N_("There is no such answer to this question."))
        if draft.text == "\n\n".join(_articles_below(visit, found.text)):
            raise Invalid(
                N_("Please write what the answer says, too: so far only the articles are there."), field="text"
            )
        written, language = guessed_language(draft.text), thread.enquiry.language
        if written is not None and written != language and form.get("warned") != "yes":
            raise Invalid(
                N_(
                    "This seems to be %(written)s, and the asker reads %(language)s. Press once more to send it anyway."
                ),
                field="text",
                written=visit.speaker.language_name(written),
                language=visit.speaker.language_name(language),
            )
        done = answering.interpret(
            visit.session,
            thread,
            found,
            draft.text,
            by=staff,
            now=visit.now,
            removed=draft.removed,
            undo=timedelta(seconds=visit.house.settings.undo_seconds),
        )
        return _address(visit, number, found.part_id, done=_what_became_of(done))

    return _change(visit, number, form, MessageDraft, confirm, part=queries.part_of(visit.session, number, message))


@router.post("/desk/{municipality}/enquiries/{number}/take-back")
def take_back(visit: CurrentVisit, number: Number, form: FormFields, part: PartNumber = None) -> Response:
    """Takes back a reply that was sent a moment ago; its words are in the form again, also when it is said twice."""
    given, staff = fields(form), visit.staff_here()
    thread = queries.for_staff(visit.session, staff, visit.municipality, number, part=part)
    try:
        visit.must_be_our_form(given["form_token"])
        back = answering.take_back(visit.session, thread, by=staff, now=clock.now())  # it may have waited for a writer
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        if _was_taken_back(thread, given):
            return _question(visit, number, part, values=given, done="taken-back")
        wrong = dict(problem_sentences(problem, visit.speaker))
        return _question(visit, number, part, faults=wrong, status=problem.status)
    return _question(visit, number, part, values=_typed(back), done="taken-back")


def _was_taken_back(thread: Thread, given: Mapping[str, str]) -> bool:
    """Whether what this form takes back is a draft already: gone from the thread, or waiting for its interpreter."""
    if given["interpreting"]:
        waiting = (each.id for each in thread.messages if each.state == MessageState.INTERPRETER)
        return given["interpreting"] in map(str, waiting)
    text = readable(given["text"])
    return bool(text) and all(each.text != text for each in thread.messages)


def _typed(back: TakenBack) -> dict[str, str]:
    """The fields of the form as they were before it was sent."""
    if back.interpreting is not None:
        return {"text": back.text, "interpreting": str(back.interpreting)}
    kind = ReplyKind.QUESTION if back.asks_back else ReplyKind.ANSWER
    ticked = {"in_askers_language": "yes"} if back.in_askers_language else {}
    return {"text": back.text, "kind": kind.value} | ticked


@router.post("/desk/{municipality}/enquiries/{number}/send")
def send_what_is_ready(visit: CurrentVisit, number: Number, form: FormFields, part: PartNumber = None) -> Response:
    """The parts that are ready go out; the asker is told when the others follow."""

    def send(thread: Thread, staff: Staff, _: Draft) -> str:
        answering.send_what_is_ready(visit.session, thread, now=visit.now)
        return _address(visit, number, part, done="answered")

    return _change(visit, number, form, Draft, send, part=part)


@router.post("/desk/{municipality}/enquiries/{number}/parts")
def divide(visit: CurrentVisit, number: Number, form: FormFields, part: PartNumber = None) -> Response:
    """Makes a part of its own of a piece of the question."""

    def split(thread: Thread, staff: Staff, draft: PartDraft) -> str:
        made = actions.divide(visit.session, thread, draft.piece, topic=draft.topic, by=staff, now=visit.now)
        return _address(visit, number, made.id, done="divided")

    return _change(visit, number, form, PartDraft, split, part=part)


@router.post("/desk/{municipality}/enquiries/{number}/topic")
def change_topic(visit: CurrentVisit, number: Number, form: FormFields, part: PartNumber = None) -> Response:
    """Says what the question, or this part of it, is really about."""

    def has_changed(thread: Thread, _: Staff, draft: TopicDraft) -> bool:
        return thread.topic_slug == draft.topic

    def change(thread: Thread, staff: Staff, draft: TopicDraft) -> str:
        actions.change_topic(visit.session, thread, draft.topic, by=staff, now=visit.now)
        return _address(visit, number, part, done="topic")

    return _change(visit, number, form, TopicDraft, change, part=part, done_already=has_changed)


@router.post("/desk/{municipality}/enquiries/{number}/merge")
def merge(visit: CurrentVisit, number: Number, form: FormFields) -> Response:
    """Puts the question together with another one of the same asker, offered or known by its number."""
    given, staff = fields(form), visit.staff_here()
    draft, _ = drafts.read(MergeDraft, {"number": given["other"].strip() or given["number"]})
    if draft is None:
        wrong = {"number": visit.speaker.say(N_("Please choose a question, or give its number."))}
        return _question(visit, number, faults=wrong, values=given, status=422)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        thread, other = merging.both(visit.session, staff, visit.municipality, number, draft.number)
        enquiry = merging.merge(visit.session, thread, other, by=staff, now=visit.now)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        return _question(
            visit, number, faults={"number": visit.speaker.problem(problem)}, values=given, status=problem.status
        )
    return redirect(_address(visit, enquiry.id or 0, done="merged"))


def _ticked(form: FormData) -> list[str]:
    return [slug for slug in form.getlist("link") if isinstance(slug, str)]


def _links(visit: Visit, thread: Thread, slugs: list[str]) -> list[str]:
    """Title and public address of articles, in the asker's language."""
    town, language = visit.municipality, thread.enquiry.language
    titles = articles.titles(visit.session, town, language)
    public = visit.house.settings.public_url
    return [
        f"{titles[slug]}\n{public}{addresses.article(town.slug, language, slug)}"
        for slug in dict.fromkeys(slugs)
        if slug in titles
    ]


@router.post("/desk/{municipality}/enquiries/{number}/assign")
def hand_over(visit: CurrentVisit, number: Number, form: FormFields, part: PartNumber = None) -> Response:
    """Gives the question to a named colleague."""

    def has_given(thread: Thread, staff: Staff, draft: HandOverDraft) -> bool:
        return queries.has_handed_over(visit.session, visit.municipality, thread, to=draft.to, why=draft.why, by=staff)

    def give(thread: Thread, staff: Staff, draft: HandOverDraft) -> str:
        colleague = queries.colleague_to_ask(visit.session, visit.municipality, draft.to)
        if colleague is None:
            raise Invalid(N_("Please choose a colleague."), field="to")
        rules.must_still_have(thread.person, thread.assignment, seen=draft.assignment)
        actions.hand_over(visit.session, thread, to=colleague.person, why=draft.why, by=staff, now=visit.now)
        return _address(visit, number, part, done="handed-over")

    return _change(visit, number, form, HandOverDraft, give, part=part, done_already=has_given)


@router.post("/desk/{municipality}/enquiries/{number}/close")
def close(visit: CurrentVisit, number: Number, form: FormFields, part: PartNumber = None) -> Response:
    """Ends the question with an outcome."""

    def end(thread: Thread, staff: Staff, draft: ClosingDraft) -> str:
        rules.must_have_been_seen(thread.messages, draft.seen, by=staff, seen_before=draft.seen_before)
        actions.close(visit.session, thread, draft, by=staff, now=visit.now)
        return _address(visit, number, part, done="closed")

    return _change(visit, number, form, ClosingDraft, end, part=part)


@router.post("/desk/{municipality}/enquiries/{number}/article")
def make_article(visit: CurrentVisit, number: Number, form: FormFields, part: PartNumber = None) -> Response:
    """Makes a draft of an article from the answer, and brings whoever edits here to it."""

    def capture(thread: Thread, staff: Staff, _: Draft) -> str:
        article = actions.capture(visit.session, thread, by=staff, now=visit.now)
        if not staff.may_edit(thread.enquiry.municipality_id):
            return _address(visit, number, part, done="captured")
        return f"/studio/{visit.municipality.slug}/articles/{article.slug}/{article.source_language}"

    return _change(visit, number, form, Draft, capture, part=part, editors_too=True)


def _change(
    visit: Visit,
    number: int,
    form: FormData,
    what: type[D],
    change: Callable[[Thread, Staff, D], str],
    *,
    part: int | None = None,
    editors_too: bool = False,
    done_already: Callable[[Thread, Staff, D], bool] = lambda *_: False,
) -> Response:
    """Understands a form, makes the change, keeps it, and goes to the address that `change` gives. What somebody has
    `done_already`, and may do no more because of that, ends as it did the first time.

    Whatever is wrong is shown in the question's page, with everything that was typed.
    """
    given, links, staff = fields(form), _ticked(form), visit.staff_here()
    thread = queries.for_staff(visit.session, staff, visit.municipality, number, part=part)
    draft, faults = drafts.read(what, given)
    if draft is None:
        return _question(
            visit, number, part, values=given, links=links, faults=sentences(faults, visit.speaker), status=422
        )
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        if not done_already(thread, staff, draft):
            rules.must_be_hers(
                staff,
                thread.enquiry,
                owner=thread.person,
                interpreter=thread.owned.interpreter,
                editors_too=editors_too,
            )
        rules.must_not_have_moved(thread.enquiry, thread.part.id, number=number, part=part)
        address = change(thread, staff, draft)
        visit.commit()
    except Problem as problem:
        visit.session.rollback()
        wrong = dict(problem_sentences(problem, visit.speaker))
        return _question(visit, number, part, values=given, links=links, faults=wrong, status=problem.status)
    return redirect(address)


def _address(visit: Visit, number: int, part: int | None = None, *, done: str) -> str:
    looking_at = f"part={part}&" if part else ""
    return addresses.desk_enquiry(visit.municipality.slug, number) + f"?{looking_at}done={done}"
