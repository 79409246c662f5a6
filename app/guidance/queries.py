"""What guides and checklists there are, and what they say to somebody, in her municipality and language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from markupsafe import Markup, escape
from sqlmodel import Session, col, select

from app.articles import queries as articles
from app.articles.markup import heading_html, parse
from app.articles.models import Article, ArticleAlias
from app.articles.pages import PageBlock, Writer
from app.core.drafts import Fault
from app.core.edition import kept
from app.core.errors import N_, NotFound
from app.guidance.drafts import (
    ChecklistTable,
    Deadline,
    GuidanceText,
    GuideSource,
    GuideTable,
    Question,
    Row,
    StepWhen,
)
from app.guidance.models import Checklist, ChecklistText, Guide, GuideText
from app.guidance.rules.answers import Answer, Answers, read_answers
from app.guidance.rules.checklists import HerStep, Reader, is_commuter, read_reader, steps_for
from app.guidance.rules.deadlines import Due, Figures, Length, due, length
from app.guidance.rules.guides import Rules
from app.people.models import Municipality
from app.people.rules import in_language
from app.topics import queries as topics
from app.topics.models import Topic

T = TypeVar("T", GuideTable, ChecklistTable)


def guide_tables(session: Session) -> dict[str, GuideTable]:
    """All guides' tables by slug."""
    return kept(session, "guides", lambda session: _tables(session, Guide, GuideTable))


def checklist_tables(session: Session) -> dict[str, ChecklistTable]:
    """All checklists' tables by slug."""
    return kept(session, "checklists", lambda session: _tables(session, Checklist, ChecklistTable))


def _tables(session: Session, kind: type[Guide | Checklist], form: type[T]) -> dict[str, T]:
    rows = session.exec(
        select(kind.slug, kind.content, Topic.slug).join(Topic).order_by(col(Topic.position), col(kind.slug))
    )
    tables = {slug: form.model_validate({"topic": topic, **content}, strict=False) for slug, content, topic in rows}
    _follow_renamed(session, tables)
    return tables


def _follow_renamed(session: Session, tables: Mapping[str, GuideTable | ChecklistTable]) -> None:
    """Articles are named as they are called now."""
    shared = topics.collaboration(session).id
    renamed = dict(
        session.exec(select(ArticleAlias.slug, Article.slug).join(Article).where(ArticleAlias.owner_id == shared)).all()
    )
    for table in tables.values():
        table.article = renamed.get(table.article, table.article)
        for step in table.steps if isinstance(table, ChecklistTable) else ():
            step.article = renamed.get(step.article, step.article)


Texts = Mapping[tuple[str, str], GuidanceText]
"""By slug and language."""


def guide_texts(session: Session) -> Texts:
    """All guides' texts."""
    return kept(session, "guide texts", lambda session: _texts(session, Guide, GuideText))


def checklist_texts(session: Session) -> Texts:
    """All checklists' texts."""
    return kept(session, "checklist texts", lambda session: _texts(session, Checklist, ChecklistText))


def _texts(session: Session, kind: type[Guide | Checklist], words: type[GuideText | ChecklistText]) -> Texts:
    rows = session.exec(select(kind.slug, words).join(words, col(words.guidance_id) == col(kind.id)))
    return {
        (slug, text.language): GuidanceText(title=text.title, summary=text.summary, body=text.body)
        for slug, text in rows
    }


@dataclass(frozen=True)
class GuidanceLine:
    """A guide or a checklist in a list, in the reader's language where there is a text in it."""

    slug: str
    topic: str
    article: str
    title: str
    summary: str
    text_language: str
    languages: tuple[str, ...]


def guide_lines(session: Session, language: str) -> list[GuidanceLine]:
    """The guides, by topic."""
    return _lines(session, guide_tables(session), guide_texts(session), language)


def checklist_lines(session: Session, language: str) -> list[GuidanceLine]:
    """The checklists, by topic."""
    return _lines(session, checklist_tables(session), checklist_texts(session), language)


def _lines(session: Session, tables: Mapping[str, T], texts: Texts, language: str) -> list[GuidanceLine]:
    return [
        _line(session, slug, table, there, language)
        for slug, table in tables.items()
        if not table.withdrawn and (there := {each: text for (name, each), text in texts.items() if name == slug})
    ]


def _line(session: Session, slug: str, table: T, there: Mapping[str, GuidanceText], language: str) -> GuidanceLine:
    available = articles.in_order(session, there)
    shown = articles.preferred(available, language, "da")
    text = there[shown]
    return GuidanceLine(slug, table.topic, table.article, text.title, text.summary, shown, available)


@dataclass(frozen=True)
class GuidesAndChecklists:
    """The guides and checklists on something."""

    guides: tuple[GuidanceLine, ...]
    checklists: tuple[GuidanceLine, ...]


def about(session: Session, language: str, *, topic: str = "", article: str = "") -> GuidesAndChecklists:
    """The guides and checklists on a topic or an article, or all there are."""

    def wanted(line: GuidanceLine) -> bool:
        return (not topic or line.topic == topic) and (not article or line.article == article)

    return GuidesAndChecklists(
        tuple(filter(wanted, guide_lines(session, language))),
        tuple(filter(wanted, checklist_lines(session, language))),
    )


@dataclass(frozen=True)
class _Words:
    """A guide's or checklist's sections as one municipality's readers read them; the opening has no name."""

    language: str
    headings: Mapping[str, Markup]
    texts: Mapping[str, PageBlock]

    def heading(self, name: str) -> Markup:
        return self.headings.get(name, escape(name))

    def text(self, name: str) -> PageBlock:
        return self.texts.get(name) or PageBlock("text", Markup(), "", self.language)


def _words(
    session: Session, line: GuidanceLine, texts: Texts, *, language: str, municipality: Municipality, today: date
) -> _Words:
    body = texts[line.slug, line.text_language].body

    def write(session: Session) -> _Words:
        shown = line.text_language
        writer = Writer(session, municipality, language=language, shown=shown, today=today)
        sections = parse(body).sections
        blocks = {each.id: "\n\n".join(block.text for block in each.blocks) for each in sections}
        return _Words(
            shown,
            {each.id: heading_html(each.heading) for each in sections},
            {name: writer.text("text", text, within=name or "opening") for name, text in blocks.items()},
        )

    return kept(session, ("guidance", body, language, municipality.id, today), write)


@dataclass(frozen=True)
class Word:
    """A paper or an authority: what it is called, and what it is."""

    slug: str
    name: str
    meaning: str


def word(session: Session, slug: str, language: str) -> Word:
    """A term's first word in this language, and its meaning."""
    term = topics.terms(session).get(slug)
    if term is None:
        return Word(slug, slug.replace("-", " "), "")
    words = term.words.get(language) or next(iter(term.words.values()), [slug])
    return Word(slug, words[0], in_language(term.meaning, language))


def figures_of_time(session: Session, municipality: Municipality, today: date) -> Figures:
    """The figures valid today, as deadlines use them."""
    found = articles.figures(session, municipality.owner_id, today)
    return {name: (figure.value, figure.unit) for name, figure in found.items()}


# --- Guides -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HerRule:
    """What a guide says to her. `confirm`: the rule is not certain, and a colleague has to confirm it."""

    id: str
    title: Markup
    text: PageBlock
    conditions: tuple[str, ...]
    papers: tuple[Word, ...]
    deadline: Deadline | None
    length: Length | None
    counts_from: date | None
    due: Due | None
    sources: tuple[GuideSource, ...]
    valid_from: date
    confirm: bool


@dataclass(frozen=True)
class GuidePage:
    """A guide as far as somebody has come: her answers to the questions that matter, then the next question or her
    rule (neither: the table has none for her). `faults` are about answers that could not be used; `article` is the one
    to read besides, where this municipality shows it; `questions` are all that the guide may ask."""

    line: GuidanceLine
    questions: tuple[str, ...]
    opening: PageBlock
    answered: tuple[tuple[Question, Answer], ...]
    faults: tuple[Fault, ...]
    ask: Question | None
    rule: HerRule | None
    article: str
    article_title: str


def read_guide(
    session: Session, slug: str, given: Mapping[str, str], *, language: str, municipality: Municipality, today: date
) -> GuidePage:
    """Where these answers (written as `read_answers` reads them) lead today. Raises NotFound."""
    line = _line_of(guide_lines(session, language), slug)
    table = guide_tables(session)[slug]
    rules = Rules(table, topics.countries(session))
    answers, faults = read_answers(table, given, countries=rules.countries, today=today)
    made: dict[str, Answer] = {}
    while isinstance(found := rules.consult(made, today), Question) and found.id in answers:
        made[found.id] = answers[found.id]
    words = _words(session, line, guide_texts(session), language=language, municipality=municipality, today=today)
    figures = figures_of_time(session, municipality, today)
    titles = articles.titles(session, municipality, language)
    article = table.article if table.article in titles else ""
    return GuidePage(
        line=line,
        questions=tuple(question.id for question in table.questions),
        opening=words.text(""),
        answered=tuple((question, made[question.id]) for question in table.questions if question.id in made),
        faults=tuple(faults),
        ask=found if isinstance(found, Question) else None,
        rule=_her_rule(session, table, found, made, words, figures, language) if isinstance(found, Row) else None,
        article=article,
        article_title=titles.get(article, ""),
    )


def _her_rule(
    session: Session,
    table: GuideTable,
    row: Row,
    answers: Answers,
    words: _Words,
    figures: Figures,
    language: str,
) -> HerRule:
    answer = answers.get(row.deadline.event) if row.deadline else None
    event = answer if isinstance(answer, date) else None
    return HerRule(
        id=row.outcome,
        title=words.heading(row.outcome),
        text=words.text(row.outcome),
        conditions=tuple(in_language(table.conditions[name], language) for name in row.conditions),
        papers=tuple(word(session, paper, language) for paper in row.papers),
        deadline=row.deadline,
        length=length(row.deadline, figures) if row.deadline else None,
        counts_from=event,
        due=due(row.deadline, event, figures) if row.deadline else None,
        sources=tuple(table.sources[name] for name in row.sources),
        valid_from=row.valid_from,
        confirm=row.check,
    )


# --- Checklists -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ChecklistStep:
    """A step in words. `article` is the slug of one that this municipality shows, `section` where to read there;
    `confirm`: not certain, a colleague has to confirm it."""

    id: str
    title: Markup
    text: PageBlock
    only_for: StepWhen
    deadline: Deadline | None
    length: Length | None
    due: Due | None
    article: str
    article_title: str
    section: str
    authority: Word | None
    papers: tuple[Word, ...]
    confirm: bool


@dataclass(frozen=True)
class ChecklistPage:
    """A checklist for a reader, as far as she has said who she is. `faults` are about what could not be used."""

    line: GuidanceLine
    table: ChecklistTable
    opening: PageBlock
    reader: Reader
    faults: tuple[Fault, ...]
    steps: tuple[ChecklistStep, ...]


def checklist_for(session: Session, slug: str, given: Mapping[str, str]) -> str:
    """The checklist that somebody who describes herself so should see: commuters may have another one."""
    table = checklist_tables(session).get(slug)
    return table.commuters if table and table.commuters and is_commuter(given) else slug


def read_checklist(
    session: Session, slug: str, given: Mapping[str, str], *, language: str, municipality: Municipality, today: date
) -> ChecklistPage:
    """The steps of somebody who describes herself so (written as `read_reader` reads it). Raises NotFound."""
    line = _line_of(checklist_lines(session, language), slug)
    table = checklist_tables(session)[slug]
    reader, faults = read_reader(table, given, today=today)
    words = _words(session, line, checklist_texts(session), language=language, municipality=municipality, today=today)
    figures = figures_of_time(session, municipality, today)
    titles = articles.titles(session, municipality, language)
    return ChecklistPage(
        line=line,
        table=table,
        opening=words.text(""),
        reader=reader,
        faults=tuple(faults),
        steps=tuple(_in_words(session, hers, words, titles, language) for hers in steps_for(table, reader, figures)),
    )


def _in_words(
    session: Session, hers: HerStep, words: _Words, titles: Mapping[str, str], language: str
) -> ChecklistStep:
    step = hers.step
    article = step.article if step.article in titles else ""
    return ChecklistStep(
        id=step.id,
        title=words.heading(step.id),
        text=words.text(step.id),
        only_for=hers.only_for,
        deadline=step.deadline,
        length=hers.length,
        due=hers.due,
        article=article,
        article_title=titles.get(article, ""),
        section=step.section,
        authority=word(session, step.authority, language) if step.authority else None,
        papers=tuple(word(session, paper, language) for paper in step.papers),
        confirm=step.check,
    )


def _line_of(lines: Sequence[GuidanceLine], slug: str) -> GuidanceLine:
    found = next((line for line in lines if line.slug == slug), None)
    if found is None:
        raise NotFound(N_("There is no such page here."))
    return found
