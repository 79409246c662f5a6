"""Known gaps: what people ask about and no text answers.

Indexed one by one, so that nothing else passes for the answer, and all of a topic together, so that a question finds
whoever knows its topic.
"""

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from app.search.documents import GAP, TOPIC, Document
from app.search.sources import TEXTS, Few
from app.topics import queries as topics


def _documents(session: Session) -> Iterator[Document]:
    gaps = topics.gaps(session).values()
    if not gaps:  # nor, perhaps, a collaboration
        return
    slugs = {topic.id: topic.slug for topic in topics.topics(session)}
    owner = topics.collaboration(session).id or 0
    of_topics: dict[tuple[int, str], list[str]] = {}
    for gap in gaps:
        for language, phrasings in gap.phrasings.items():
            yield _document(f"gap-{gap.id}", GAP, language, owner, gap.slug, slugs[gap.topic_id], phrasings)
            of_topics.setdefault((gap.topic_id, language), []).extend(phrasings)
    for (topic_id, language), phrasings in of_topics.items():
        yield _document(f"topic-{topic_id}", TOPIC, language, owner, slugs[topic_id], slugs[topic_id], phrasings)


def _document(
    group: str, kind: str, language: str, owner: int, slug: str, topic: str, phrasings: Sequence[str]
) -> Document:
    return Document(
        id=f"{group}-{language}",
        group=group,
        kind=kind,
        language=language,
        owner=owner,
        edition=0,
        slug=slug,
        topic=topic,
        title="",
        phrasings=tuple(phrasings),
    )


GAPS = Few("gaps", TEXTS, _documents)
