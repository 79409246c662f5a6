"""Guides and checklists: names that lead somewhere, words in every language, and tables without gaps or overlaps."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice, product

from app.articles import markup
from app.guidance.drafts import (
    HOUSEHOLDS,
    ChecklistTable,
    Deadline,
    Event,
    GuidanceText,
    GuideTable,
    OtherThan,
    Question,
    QuestionType,
    Row,
    Span,
    Step,
)
from app.guidance.rules.answers import write_answer
from app.guidance.rules.checklists import Reader, steps_for
from app.guidance.rules.completeness import Failure, prove
from app.guidance.rules.deadlines import LONGEST, UNITS_OF_TIME
from app.guidance.rules.guides import Rules
from app.knowledge.checking.values import (
    between,
    by_language,
    choice,
    known_topics,
    name,
    only_once,
    references,
    section,
    situations,
    web,
)
from app.knowledge.checking.world import World
from app.knowledge.notation import Key
from app.knowledge.places import Kind, Place
from app.knowledge.reading import File, Finding
from app.topics.rules import Origin

RESERVED = {"lang", "language", "municipality", "audience", "asked", "change", "q", "on"}
"""Names of a page's own parameters, which no question may have."""

MOST_FAILURES = 5  # more of them say the same again


# --- Guides -----------------------------------------------------------------------------------------------------------


def guide(world: World, file: File, form: GuideTable) -> Iterator[Finding]:
    """guide.yaml"""
    faults = [*_head(world, file, form), *_questions(world, file, form), *_vocabulary(world, file, form)]
    for number, row in enumerate(form.rows):
        faults += _row(world, file, form, row, number)
    yield from faults
    yield from _has_texts(world, file, Kind.GUIDE_TEXT, form.outcomes())
    if not any(fault.error for fault in faults):
        yield from _proof(world, file, form)


def _head(world: World, file: File, form: GuideTable | ChecklistTable) -> Iterator[Finding]:
    yield from known_topics(world, file, [form.topic], "topic")
    if form.article and world.article(form.article, "") is None:
        yield file.finding(f"There is no article “{form.article}”; mend the name or take it out.", "article")


def _questions(world: World, file: File, form: GuideTable) -> Iterator[Finding]:
    yield from only_once(file, [question.id for question in form.questions], "questions")
    if not form.questions:
        yield file.finding("A guide asks at least one question; add it.", "questions")
    for number, question in enumerate(form.questions):
        where = ("questions", number)
        yield from name(file, question.id, *where, "id")
        if question.id in RESERVED:
            yield file.finding(f"A question can't be called “{question.id}”; rename it.", *where, "id")
        yield from choice(file, question.type, list(QuestionType), *where, "type")
        yield from by_language(world, file, question.text, *where, "text")
        if not question.text:
            yield file.finding("A question has words; add them below “text”.", *where, "text")
        if question.least is not None and question.most is not None and question.least > question.most:
            yield file.finding("“least” is not above “most”; mend them.", *where, "least")
        if question.help:
            yield from by_language(world, file, question.help, *where, "help")
        if (question.type == QuestionType.CHOICE) != bool(question.options):
            message = "A question of type choice has options below it, and no other has; mend it."
            yield file.finding(message, *where)
        yield from only_once(file, [option.id for option in question.options], *where, "options")
        for place, option in enumerate(question.options):
            yield from name(file, option.id, *where, "options", place, "id")
            yield from by_language(world, file, option.text, *where, "options", place, "text")


def _vocabulary(world: World, file: File, form: GuideTable) -> Iterator[Finding]:
    """Sets, conditions and sources: each is well formed, and used by a row."""
    countries = world.countries.codes(areas=True)
    for word, codes in form.sets.items():
        yield from name(file, word, "sets", word)
        for code in codes:
            if code not in countries:
                yield file.finding(f"There is no country or area “{code}” in countries.yaml.", "sets", word)
    for word, texts in form.conditions.items():
        yield from name(file, word, "conditions", word)
        yield from by_language(world, file, texts, "conditions", word)
    for word, source in form.sources.items():
        yield from name(file, word, "sources", word)
        yield from web(file, source.address, "sources", word, "address")
    used = {name_of for row in form.rows for name_of in (*row.conditions, *row.sources, *_set_names(row))}
    for key, words in (("sets", form.sets), ("conditions", form.conditions), ("sources", form.sources)):
        for word in sorted(words.keys() - used):
            yield file.finding(f"No row uses “{word}”; take it out.", key, word, error=False)


def _set_names(row: Row) -> Iterator[str]:
    for condition in row.when.values():
        if isinstance(condition, OtherThan):
            yield from condition.other_than
        elif isinstance(condition, list):
            yield from condition


def _row(world: World, file: File, form: GuideTable, row: Row, number: int) -> Iterator[Finding]:
    where = ("rows", number)
    for asked in row.when:
        question = form.question(asked)
        if question is None:
            yield file.finding(f"There is no question “{asked}”; mend the name.", *where, "when", asked)
        else:
            yield from _condition(world, file, form, row, question, *where, "when", asked)
    for key, words, known in (
        ("conditions", row.conditions, form.conditions.keys()),
        ("sources", row.sources, form.sources.keys()),
    ):
        for word in words:
            if word not in known:
                yield file.finding(f"There is no “{word}” below “{key}” of this guide; add it.", *where, key)
    if not row.sources:
        yield file.finding("A row names the source of its rule; add “sources”.", *where, error=False)
    yield from _terms(world, file, row.papers, *where, "papers")
    if row.valid_to and row.valid_to < row.valid_from:
        yield file.finding("This row ends before it begins; mend the days.", *where, "valid_to")
    if row.deadline:
        days = [question.id for question in form.questions if question.type == QuestionType.DATE]
        yield from _deadline(world, file, row.deadline, days, *where, "deadline")


def _condition(
    world: World, file: File, form: GuideTable, row: Row, question: Question, *where: Key
) -> Iterator[Finding]:
    condition = row.when[question.id]
    match question.type, condition:
        case QuestionType.YES_NO, bool():
            return
        case QuestionType.CHOICE, list():
            for word in condition:
                yield from choice(file, word, [option.id for option in question.options], *where)
        case QuestionType.COUNTRY, list() | OtherThan():
            words = condition.other_than if isinstance(condition, OtherThan) else condition
            known = {*form.sets, *Origin, *world.countries.codes(areas=question.areas)}
            for word in words:
                if word not in known:
                    yield file.finding(f"“{word}” is no country's code, no set of this guide and no origin.", *where)
        case ((QuestionType.DATE | QuestionType.NUMBER), Span()):
            yield from _span(file, form, question, condition, *where)
        case _:
            yield file.finding(f"This is no condition for a question of type {question.type}; mend it.", *where)


def _span(file: File, form: GuideTable, question: Question, span: Span, *where: Key) -> Iterator[Finding]:
    of_days = {"since", "before", "later_than", "not_later_than"}
    said = {key for key in Span.model_fields if getattr(span, key) not in (None, "", False)}
    fitting = of_days if question.type == QuestionType.DATE else {"at_least", "below"}
    if not said or not said <= fitting | {"unknown"}:
        keys = ", ".join(sorted(fitting))
        yield file.finding(f"For a question of type {question.type} there are {keys} and unknown.", *where)
    if span.unknown and not question.optional:
        yield file.finding("Only an optional question may be unknown; mend one of them.", *where)
    if len(said & {"later_than", "not_later_than"}) == 2 or (span.other and span.unknown):
        message = "A comparison stands alone: a day that is not known is never later, and always not later."
        yield file.finding(message, *where)
    if span.other and question.optional and said & {"since", "before"}:
        yield file.finding("Bounds and a comparison together need a day that is known; divide the row.", *where)
    other = form.question(span.other) if span.other else None
    if span.other and (other is None or other.type != QuestionType.DATE or other.id == question.id):
        yield file.finding(f"“{span.other}” is no other question of type date; mend the name.", *where)


def _proof(world: World, file: File, form: GuideTable) -> Iterator[Finding]:
    """Exactly one row fits every set of answers on every day; and every row fits some."""
    if not world.countries.origins:
        yield file.finding("countries.yaml is missing or faulty; a guide can't be looked through without it.")
        return
    proof = prove(Rules(form, world.countries))
    numbers = {id(row): number for number, row in enumerate(form.rows)}
    for failure in islice(_different(proof.failures), MOST_FAILURES):
        line = ("rows", numbers[id(failure.rows[-1])]) if failure.rows else ("rows",)
        yield file.finding(_told(failure, [numbers[id(row)] + 1 for row in failure.rows]), *line)
    for row in proof.unused:
        number = numbers[id(row)]
        yield file.finding(f"Row {number + 1} answers nobody; mend its conditions or take it out.", "rows", number)


def _different(found: Iterable[Failure]) -> Iterator[Failure]:
    """One example of the gaps on a day, and one for each set of rows that overlap."""
    seen = set()
    for failure in found:
        kind = (failure.day if not failure.rows else None, *(id(row) for row in failure.rows))
        if kind not in seen:
            seen.add(kind)
            yield failure


def _told(failure: Failure, rows: Collection[int]) -> str:
    example = ", ".join(f"{question}={write_answer(answer)}" for question, answer in failure.answers.items())
    if not rows:
        return f"There is a gap: no row answers {example} on {failure.day}; add a row or widen one."
    numbers = " and ".join(map(str, rows))
    return f"There is an overlap: rows {numbers} all answer {example} on {failure.day}; part their conditions."


# --- Checklists -------------------------------------------------------------------------------------------------------


def checklist(world: World, file: File, form: ChecklistTable) -> Iterator[Finding]:
    """checklist.yaml"""
    yield from _head(world, file, form)
    yield from choice(file, form.day, list(Event), "day")
    yield from situations(file, form.situations, "situations")
    for origin in form.audiences:
        yield from choice(file, origin, list(Origin), "audiences")
    if form.commuters and Place(Kind.CHECKLIST, slug=form.commuters).path not in world.files:
        yield file.finding(f"There is no checklist “{form.commuters}”; mend the name.", "commuters")
    yield from only_once(file, [step.id for step in form.steps], "steps")
    for number, step in enumerate(form.steps):
        yield from _step(world, file, form, step, "steps", number)
    yield from _has_texts(world, file, Kind.CHECKLIST_TEXT, [step.id for step in form.steps])
    yield from _nobody_left_out(file, form)


def _step(world: World, file: File, form: ChecklistTable, step: Step, *where: Key) -> Iterator[Finding]:
    yield from name(file, step.id, *where, "id")
    for key, words, known in (
        ("audience", step.when.audience, form.audiences),
        ("household", step.when.household, HOUSEHOLDS if form.household else ()),
        ("situation", step.when.situation, form.situations),
    ):
        for word in words:
            if word not in known:
                message = f"“{word}” is nothing that this checklist asks about; add it above the steps or mend it."
                yield file.finding(message, *where, "when", key)
    if step.deadline:
        yield from _deadline(world, file, step.deadline, list(Event), *where, "deadline")
    if step.authority:
        yield from _terms(world, file, [step.authority], *where, "authority")
    yield from _terms(world, file, step.papers, *where, "papers")
    article = world.article(step.article, "") if step.article else None
    if step.article and article is None:
        yield file.finding(f"There is no article “{step.article}”; mend the name or take it out.", *where, "article")
    if step.section and article is None:
        yield file.finding("A section needs its article; add “article”.", *where, "section")
    elif step.section and article:
        yield from section(file, article, step.section, file.reading.line((*where, "section")))


def _nobody_left_out(file: File, form: ChecklistTable) -> Iterator[Finding]:
    """Everybody has a step, whoever she is and whoever moves with her."""
    households = [{"alone"}, {"partner"}, {"children"}, {"partner", "children"}] if form.household else [set[str]()]
    for origin, household, situation in product(form.audiences or [""], households, form.situations or [""]):
        if not steps_for(form, Reader(origin, frozenset(household), situation), {}):
            who = ", ".join(filter(None, (origin, *sorted(household), situation))) or "anybody"
            yield file.finding(f"There is no step at all for {who}; add one.", "steps")


# --- What both have ---------------------------------------------------------------------------------------------------


def _terms(world: World, file: File, slugs: Collection[str], *where: Key) -> Iterator[Finding]:
    for slug in slugs:
        if slug not in world.terms:
            yield file.finding(f"There is no term “{slug}”; add it to terms.yaml or mend the name.", *where)


def _deadline(world: World, file: File, deadline: Deadline, events: Collection[str], *where: Key) -> Iterator[Finding]:
    if len(deadline.lengths) != 1:
        yield file.finding("A deadline has one of days, working_days, months, years, figure; mend it.", *where)
    for key, number in deadline.lengths.items():
        if key != "figure":
            yield from between(file, number, 0, LONGEST[key], *where, key)
        elif world.unit_of(number) not in UNITS_OF_TIME:
            message = f"“{number}” is no figure of days, weeks, months or years; mend the name."
            yield file.finding(message, *where, key)
    if bool(deadline.after) == bool(deadline.before):
        yield file.finding("A deadline counts from a day: after it or before it; mend it.", *where)
    elif deadline.event not in events:
        yield file.finding(f"“{deadline.event}” is no day here; there are {', '.join(events)}.", *where)


def _has_texts(world: World, file: File, kind: Kind, sections: Collection[str]) -> Iterator[Finding]:
    """The words are there in every language, a section for each outcome or step."""
    languages = world.languages or ["da"]
    for language in languages:
        text = world.files.get(Place(kind, slug=file.place.slug, language=language).path)
        if text is None or not isinstance(text.form, GuidanceText):
            yield file.finding(f"{language}.md is missing or faulty; add or mend it.", error=language == languages[0])
        else:
            yield from _has_sections(text, text.form, sections)


def _has_sections(file: File, form: GuidanceText, sections: Collection[str]) -> Iterator[Finding]:
    there = markup.parse(form.body).ids
    for missing in [each for each in sections if each not in there]:
        yield file.in_body(1, f"The section “{missing}” is missing; write “## … {{#{missing}}}” with its text.")
    for found in markup.parse(form.body).sections:
        if found.id and found.id not in sections:
            yield file.in_body(found.line, f"Nothing leads to the section “{found.id}”; mend its id or take it out.")


def text(world: World, file: File, form: GuidanceText) -> Iterator[Finding]:
    """A guide's or checklist's text in one language."""
    place = file.place
    kind = Kind.GUIDE if place.kind == Kind.GUIDE_TEXT else Kind.CHECKLIST
    if Place(kind, slug=place.slug).path not in world.files:
        yield file.finding(f"{kind} is missing beside this text, or faulty; add or mend it.")
    if not form.title:
        yield file.finding("The title is missing; add it.", "title")
    if not form.summary:
        yield file.finding("The summary is missing; add one sentence.", "summary", error=False)
    read = markup.parse(form.body)
    for fault in read.faults:
        yield file.in_body(fault.line, fault.message)
    for block in read.blocks():
        if block.kind != "text":
            yield file.in_body(block.line, "Blocks and slots can't stand in a guide or a checklist.")
    yield from references(world, file, form.body, first_line=file.body_line)
