"""Texts for answers: articles of their own that no reader ever sees, and that staff puts into what it writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from app.articles import pages
from app.articles.models import Article
from app.articles.queries import public_texts
from app.core.edition import kept
from app.people.models import Municipality
from app.topics import queries as topics
from app.topics.models import Topic


@dataclass(frozen=True)
class ReadyText:
    """A text for answers as it is put into one; `summary` tells staff when it fits."""

    slug: str
    topic: str
    title: str
    summary: str
    text: str


def ready_texts(
    session: Session, municipality: Municipality, *, about: str, written_in: str, reader: str, today: date, home: str
) -> Sequence[ReadyText]:
    """The municipality's own and the shared ones that are published in the language that the answer is `written_in`,
    by topic, then title. A contact they name is the one for what is asked `about` (a topic's slug, or empty). Their
    links lead to pages in the `reader`'s language, at `home`, the house's address."""

    def gather(session: Session) -> list[ReadyText]:
        rows = session.exec(
            select(Article, Topic.slug, Topic.position)
            .join(Topic)
            .where(
                col(Article.for_replies),
                col(Article.owner_id).in_(topics.visible_owners(session, municipality.owner_id)),
                col(Article.archived_at).is_(None),
            )
        ).all()
        texts = public_texts(session, [article.id or 0 for article, _, _ in rows])
        found = []
        for article, topic, position in rows:
            published = texts.get(article.id or 0, {}).get(written_in)
            if published is None:
                continue
            words = pages.in_a_letter(
                session,
                article,
                published,
                reader=reader,
                municipality=municipality,
                topic=about,
                today=today,
                home=home,
            )
            revision = published[1]
            text = ReadyText(article.slug, topic, revision.title, revision.summary, words)
            found.append((position, revision.title, text))
        return [text for _, _, text in sorted(found, key=lambda each: each[:2])]

    return kept(session, ("ready texts", municipality.id, about, written_in, reader, today, home), gather)
