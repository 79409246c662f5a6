"""What is kept by its name, changed by its name, and dropped."""

import pytest
from sqlmodel import Session

from app.core.database import Database
from app.core.edition import house_edition
from app.core.errors import Conflict
from app.topics.actions import drop_everyday, drop_gap, drop_topic, keep_everyday, keep_gap, keep_topic
from app.topics.models import Topic
from app.topics.queries import everyday, gaps, topic


def a_topic(session: Session, slug: str) -> Topic:
    return keep_topic(session, slug, position=9, title={"en": slug}, summary={"en": slug})


def test_everyday_words_are_kept_by_their_name_and_can_go(session: Session) -> None:
    keep_everyday(session, "home", words={"en": ["home", "place"]})
    keep_everyday(session, "boss", words={"en": ["boss"]})
    boss = keep_everyday(session, "boss", words={"en": ["boss", "employer"], "de": ["Chef"]})
    assert {slug: each.words for slug, each in everyday(session).items()} == {
        "home": {"en": ["home", "place"]},
        "boss": {"en": ["boss", "employer"], "de": ["Chef"]},
    }
    drop_everyday(session, boss)
    assert set(everyday(session)) == {"home"}


def test_a_gap_is_kept_by_its_name_and_can_go(session: Session) -> None:
    animals, home = a_topic(session, "animals"), a_topic(session, "home")
    keep_gap(session, "cats", topic=animals, phrasings={"en": ["cat tax"]})
    keep_gap(session, "dogs", topic=animals, phrasings={"en": ["dog tax"]})
    dogs = keep_gap(session, "dogs", topic=home, phrasings={"en": ["dog tax"], "de": ["Hundesteuer"]})
    assert {slug: (gap.topic_id, gap.phrasings) for slug, gap in gaps(session).items()} == {
        "cats": (animals.id, {"en": ["cat tax"]}),
        "dogs": (home.id, {"en": ["dog tax"], "de": ["Hundesteuer"]}),
    }
    drop_gap(session, dogs)
    assert set(gaps(session)) == {"cats"}


def test_a_topic_that_a_gap_has_cannot_go(session: Session) -> None:
    animals = a_topic(session, "animals")
    dogs = keep_gap(session, "dogs", topic=animals, phrasings={"en": ["dog tax"]})
    with pytest.raises(Conflict, match="animals"):
        drop_topic(session, animals)
    drop_gap(session, dogs)
    drop_topic(session, animals)
    assert topic(session, "animals") is None


def test_who_asks_again_sees_each_change_at_once(database: Database) -> None:
    with database.write() as session:
        animals = a_topic(session, "animals")
        boss = keep_everyday(session, "boss", words={"en": ["boss"]})
        dogs = keep_gap(session, "dogs", topic=animals, phrasings={"en": ["dog tax"]})
    assert seen(database) == (["boss"], ["dog tax"])
    with database.write() as session:
        keep_everyday(session, "boss", words={"en": ["employer"]})
        keep_gap(session, "dogs", topic=animals, phrasings={"en": ["dog chip"]})
    assert seen(database) == (["employer"], ["dog chip"])
    for drop in (lambda session: drop_everyday(session, boss), lambda session: drop_gap(session, dogs)):
        with database.write() as session:
            before = house_edition(session)
            drop(session)
            assert house_edition(session) > before


def seen(database: Database) -> tuple[list[str], list[str]]:
    with database.read() as session:
        return everyday(session)["boss"].words["en"], gaps(session)["dogs"].phrasings["en"]
