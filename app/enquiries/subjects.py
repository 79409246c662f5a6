"""What a question is about, as search sees it: which topics and articles, and how sure that is."""

from collections.abc import Collection
from dataclasses import dataclass, field

from app.enquiries.queries import Thread
from app.search.documents import ARTICLES
from app.search.engine import Index, IndexUnusable
from app.search.finding import Findings, find
from app.search.glossary import Glossary

SURE_ENOUGH = 0.1  # a topic below this is no reason to give somebody a question
MOST_ARTICLES = 3


@dataclass(frozen=True)
class Subject:
    """Topics with confidences (0 to 1) and the likeliest articles; both empty when nothing fits."""

    topics: dict[str, float] = field(default_factory=dict)
    articles: tuple[str, ...] = ()
    language: str = ""


def subject_of(index: Index, text: str, *, language: str, owners: Collection[int], glossary: Glossary) -> Subject:
    """The subject of a text. While the index can't be read a text has none: nothing that is asked waits for it."""
    try:
        return subject_in(
            find(index, text, language=language, owners=owners, kinds=ARTICLES, glossary=glossary, remember=False)
        )
    except IndexUnusable:
        return Subject()


def about_which_part(
    index: Index, text: str, thread: Thread, *, owners: Collection[int], glossary: Glossary
) -> dict[str, float]:
    """The topics of what an asker writes later; nothing where there is one part, and so nothing to choose."""
    if len(thread.parts) == 1:
        return {}
    return subject_of(index, text, language=thread.enquiry.language, owners=owners, glossary=glossary).topics


def subject_in(found: Findings) -> Subject:
    """The subject of a text that was searched for."""
    topics = {guess.slug: guess.confidence for guess in found.topics if guess.confidence >= SURE_ENOUGH}
    articles = [hit for hit in found.hits if hit.kind in ARTICLES][:MOST_ARTICLES]
    return Subject(topics, tuple(hit.slug for hit in articles if hit.topic in topics), found.language)
