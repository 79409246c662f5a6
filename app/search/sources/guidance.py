"""Guides and checklists. Of a guide the questions are searched, not the outcomes: which is hers, her answers tell."""

from collections.abc import Iterator, Mapping

from sqlmodel import Session

from app.articles import markup
from app.guidance import queries as guidance
from app.guidance.drafts import ChecklistTable, GuidanceText, GuideTable
from app.guidance.rules.checklists import COMMUTER
from app.people.rules import in_language
from app.search.documents import Document, Section
from app.search.sources import TEXTS, Few
from app.topics import queries as topics


def _documents(session: Session) -> Iterator[Document]:
    if not topics.topics(session):  # nobody has prepared the house yet: there is no collaboration either
        return
    shared = topics.collaboration(session).id or 0
    guides = guidance.guide_tables(session)
    for (slug, language), text in guidance.guide_texts(session).items():
        if not guides[slug].withdrawn:
            yield _document(
                "guide", slug, language, shared, guides[slug], text, (_asked(guides[slug], language, text),)
            )
    checklists = guidance.checklist_tables(session)
    for_commuters = {table.commuters for table in checklists.values()}
    for (slug, language), text in guidance.checklist_texts(session).items():
        if not checklists[slug].withdrawn:
            audiences = (COMMUTER,) if slug in for_commuters else tuple(checklists[slug].audiences)
            steps = _steps(checklists[slug], text)
            yield _document("checklist", slug, language, shared, checklists[slug], text, tuple(steps), audiences)


def _document(
    kind: str,
    slug: str,
    language: str,
    owner: int,
    table: GuideTable | ChecklistTable,
    text: GuidanceText,
    sections: tuple[Section, ...],
    audiences: tuple[str, ...] = (),
) -> Document:
    return Document(
        id=f"{kind}-{slug}-{language}",
        group=f"{kind}-{slug}",
        kind=kind,
        language=language,
        owner=owner,
        edition=0,
        slug=slug,
        topic=table.topic,
        title=text.title,
        summary=text.summary,
        sections=sections,
        audiences=audiences,
    )


def _asked(table: GuideTable, language: str, text: GuidanceText) -> Section:
    """A guide's opening, and what it asks with the answers to choose from."""
    texts = [
        each
        for question in table.questions
        for each in (question.text, question.help, *(option.text for option in question.options))
    ]
    return Section("", "", "\n".join([_words(text).get("", ""), *(in_language(each, language) for each in texts)]))


def _steps(table: ChecklistTable, text: GuidanceText) -> Iterator[Section]:
    """A checklist's opening and its steps. Their names are no headings: a list is about none of its steps."""
    words = _words(text)
    yield Section("", "", words.get("", ""))
    for step in table.steps:
        if step.id in words:
            yield Section(f"step-{step.id}", "", words[step.id], tuple(step.when.audience))


def _words(text: GuidanceText) -> Mapping[str, str]:
    """The heading and the words of each section, by its name; those of the opening by none."""
    return {
        section.id: "\n".join(
            markup.to_plain(each) for each in (section.heading, *(block.text for block in section.blocks)) if each
        )
        for section in markup.parse(text.body).sections
    }


GUIDANCE = Few("guidance", TEXTS, _documents)
