"""What stands in which index, for whom, and how it gets there: from the database, on each kind of it."""

import gc
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.articles import actions as articles
from app.articles.drafts import SupplementDraft, TranslationDraft
from app.articles.models import Article, Visibility
from app.core.database import Database
from app.enquiries import actions as enquiries
from app.enquiries import answering, queries
from app.enquiries.drafts import ClosingDraft
from app.enquiries.models import Enquiry, Outcome
from app.enquiries.queries import Thread
from app.guidance.actions import keep_guide
from app.guidance.drafts import GuideTable
from app.guidance.queries import guide_tables
from app.people import actions as people
from app.people.models import Municipality
from app.search import writing
from app.search.engine import Index, IndexBusy
from app.search.finding import Findings, find
from app.search.sources import IndexName
from app.searched import upkeep
from app.topics.actions import drop_gap, keep_gap
from app.topics.queries import visible_owners
from tests.cast import NOW, Cast, a_person, a_question, an_article
from tests.guidance.tables import a_checklist_in_the_house, a_guide_in_the_house

PUBLIC, STAFF, DESK = IndexName


class Searched:
    """The cast's house with its indexes, which are brought up to date when somebody looks for something."""

    def __init__(self, database: Database, cast: Cast, folder: Path) -> None:
        self.database, self.cast, self.folder = database, cast, folder
        self.upkeep = upkeep(database, folder)
        an_article(cast.session, cast, "noise", texts={"da": "Kaffe", "en": "Coffee", "de": "Kaffee"})

    def look(
        self, index: IndexName, text: str, *, place: Municipality | None = None, language: str = "en", **other: object
    ) -> Findings:
        self.bring_up_to_date()
        place = place or self.cast.fjordby
        owners = visible_owners(self.cast.session, place.owner_id)
        return find(Index(self.folder / index), text, language=language, owners=owners, **other)  # type: ignore[arg-type]

    def found(self, index: IndexName, text: str, **other: object) -> list[tuple[str, str]]:
        """Kind and name of everything."""
        return [(hit.kind, hit.slug) for hit in self.look(index, text, **other).hits]  # type: ignore[arg-type]

    def bring_up_to_date(self) -> int:
        self.cast.session.commit()
        return self.upkeep.bring_up_to_date()

    def is_on_disk(self, index: IndexName, word: str) -> bool:
        """Whether a file of the index holds a word, or a text with it that is deleted and not yet gone."""
        files = [file.read_bytes() for file in (self.folder / index).rglob("*") if file.is_file()]
        held = Index(self.folder / index).snapshot()
        left_over = held._searcher.reader().doc_count_all() - len(held.editions)
        return left_over > 0 or any(word.encode() in content for content in files)


@pytest.fixture
def searched(database: Database, cast: Cast, tmp_path: Path) -> Searched:
    return Searched(database, cast, tmp_path / "index")


def note(cast: Cast, article: Article, text: str, place: Municipality, *, public: bool = False) -> None:
    articles.supplement(
        cast.session, article, owner_id=place.owner_id, section="", language="en",
        draft=SupplementDraft(text=text), by=None, now=NOW,
        visibility=Visibility.PUBLIC if public else Visibility.STAFF,
    )  # fmt: skip


# --- who finds what


def test_readers_find_what_is_published_for_them_and_staff_more(searched: Searched) -> None:
    cast = searched.cast
    shown = an_article(cast.session, cast, "shown", texts={"en": "Zebras"})
    an_article(cast.session, cast, "draft", texts={"en": "Wombats"}, published=False)
    hidden = an_article(cast.session, cast, "hidden", texts={"en": "Giraffes"})
    hidden.visibility = Visibility.STAFF
    articles.shows(cast.session, hidden)
    note(cast, shown, "Caution about otters.", cast.fjordby)
    note(cast, shown, "In Fjordby we keep badgers.", cast.fjordby, public=True)
    for word, readers, staff in (
        ("zebras", True, True),
        ("badgers", True, True),
        ("otters", False, True),
        ("giraffes", False, True),
        ("wombats", False, False),
    ):
        assert bool(searched.found(PUBLIC, word)) is readers, word
        assert bool(searched.found(STAFF, word)) is staff, word
    for slip in ("ottres", "girafes", "wombtas"):
        assert searched.look(PUBLIC, slip).showing_for is None, slip
    assert searched.look(PUBLIC, "zebars").showing_for == "zebras"


@pytest.mark.parametrize("how", ["taken back", "archived", "made for staff"])
def test_what_readers_may_see_no_more_is_gone_from_their_index_and_its_words_too(searched: Searched, how: str) -> None:
    cast = searched.cast
    article = an_article(cast.session, cast, "shown", texts={"en": "Zebras"})
    note(cast, article, "In Fjordby we keep badgers.", cast.fjordby, public=True)
    assert searched.found(PUBLIC, "zebras") == searched.found(PUBLIC, "badgers") == [("article", "shown")]
    if how == "taken back":
        translation = articles.translation_of(cast.session, article, "en")
        assert translation
        articles.take_back(cast.session, article, translation)
    elif how == "archived":
        articles.archive(cast.session, article, now=NOW)
    else:
        article.visibility = Visibility.STAFF
        articles.shows(cast.session, article)
    for word in ("zebras", "badgers"):
        assert searched.found(PUBLIC, word) == []
        assert bool(searched.found(STAFF, word)) is (how == "made for staff")
    assert searched.look(PUBLIC, "zebars").showing_for is None


def test_a_renamed_article_is_found_under_its_new_name_by_its_supplement_too(searched: Searched) -> None:
    cast = searched.cast
    article = an_article(cast.session, cast, "before", texts={"en": "Zebras"})
    note(cast, article, "In Fjordby we keep badgers.", cast.fjordby, public=True)
    assert searched.found(PUBLIC, "badgers") == [("article", "before")]
    articles.rename(cast.session, article, "after")
    assert searched.found(PUBLIC, "badgers") == searched.found(PUBLIC, "zebras") == [("article", "after")]
    slugs = {card.slug for _, card in Index(searched.folder / PUBLIC).snapshot()._cards()}
    assert slugs == {"after", "noise"}


def test_guides_and_checklists_are_found_in_each_language_by_title_and_what_they_ask(searched: Searched) -> None:
    session = searched.cast.session
    a_guide_in_the_house(session)
    a_checklist_in_the_house(session)
    guide, lists = ("guide", "exchange"), {("checklist", "arrival"), ("checklist", "commuters")}
    for index in (PUBLIC, STAFF):
        assert guide in searched.found(index, "Your licence")
        assert searched.found(index, "Wo wurde er ausgestellt?", language="de") == [guide]
        assert set(searched.found(index, "arrival commuters", language="de")) == lists
    assert searched.found(DESK, "Your licence arrival") == []
    hit = searched.look(PUBLIC, "permit", audience="third").hits[0]
    assert (hit.slug, hit.title, hit.passage.anchor) == ("arrival", "arrival (en)", "step-permit")


def test_no_outcome_of_a_guide_is_found_for_answers_lead_to_it(searched: Searched) -> None:
    a_guide_in_the_house(searched.cast.session)
    assert searched.found(PUBLIC, "Where was it issued?") == [("guide", "exchange")]
    assert searched.found(PUBLIC, "Do free") == []  # the heading of an outcome


def test_a_changed_guide_is_found_as_it_is_now_and_a_withdrawn_one_not_at_all(searched: Searched) -> None:
    session = searched.cast.session
    a_guide_in_the_house(session)
    assert searched.found(PUBLIC, "Where was it issued?")
    searched.cast.session.commit()
    table = guide_tables(session)["exchange"]
    asks = table.questions[0].model_copy(update={"text": {"en": "Which zebra signed it?"}})
    changed = table.model_copy(update={"questions": [asks, *table.questions[1:]]})
    keep_guide(session, "exchange", changed)
    assert searched.found(PUBLIC, "zebra") == [("guide", "exchange")]
    keep_guide(session, "exchange", GuideTable.model_validate({**changed.model_dump(), "withdrawn": True}))
    assert searched.found(PUBLIC, "zebra") == []


def test_a_known_gap_is_indexed_for_all_and_never_found(searched: Searched) -> None:
    cast = searched.cast
    gap = keep_gap(cast.session, "zebras", topic=cast.driving, phrasings={"en": ["keep a zebra"], "da": ["zebra"]})
    assert searched.found(PUBLIC, "keep a zebra") == searched.found(STAFF, "keep a zebra") == []
    for index in (PUBLIC, STAFF):
        assert {f"gap-{gap.id}-en", f"gap-{gap.id}-da"} < set(Index(searched.folder / index).held())
    drop_gap(cast.session, gap)
    searched.bring_up_to_date()
    assert not any(name.startswith("gap") for name in Index(searched.folder / PUBLIC).held())


# --- the desk's index


def test_colleagues_are_found_by_name_function_topic_and_language_until_they_go(searched: Searched) -> None:
    cast = searched.cast
    known = [cast.driving]
    lise = a_person(
        cast.session, cast.fjordby, "Lise Påfund", known, languages=["uk"], title={"da": "Skoleleder", "en": "Head"}
    )
    people.let_go(cast.session, cast.hanne)
    hers = ("person", "lise")
    for text in ("Lise", "paafund", "Paafnud", "head", "Ukrainian"):
        assert searched.found(DESK, text)[0] == hers, text
    assert searched.found(DESK, "skoleleder", language="da") == [hers]
    assert hers in searched.found(DESK, "driving")
    assert searched.found(DESK, "Hanne") == []
    for index in (PUBLIC, STAFF):
        assert searched.found(index, "Lise Påfund") == []
    people.let_go(cast.session, lise)
    assert searched.found(DESK, "Lise") == []
    assert not searched.is_on_disk(DESK, "Skoleleder")


def ask(cast: Cast, text: str, **other: object) -> Thread:
    return a_question(cast.session, cast, text, **other)  # type: ignore[arg-type]


def test_an_open_enquiry_is_found_by_its_words_and_nothing_in_the_index_tells_who_asked(searched: Searched) -> None:
    text = "My zebra, says Ola, needs a stable. Call me at 00 10 20 99 or horses@ola.example.org."
    thread = ask(searched.cast, text)
    assert searched.found(DESK, "zebra stable") == [("enquiry", str(thread.enquiry.id))]
    for who in ("Ola Nordmann", "00102099", "00 10 20 99", "horses", "horses@ola.example.org", "phone", "name"):
        assert "enquiry" not in dict(searched.found(DESK, who)), who
    [kept] = [
        document.sections[0].text.split()
        for number, card in Index(searched.folder / DESK).snapshot()._cards()
        if card.kind == "enquiry"
        for document in [Index(searched.folder / DESK).snapshot().document(number)]
    ]
    assert " ".join(kept) == "My zebra, says , needs a stable. Call me at or ."
    for index in (PUBLIC, STAFF):
        assert searched.found(index, "zebra stable") == []
        assert searched.look(index, "zebra stabel").showing_for is None


def test_what_the_asker_adds_is_found_and_what_is_answered_to_her_is_not(searched: Searched) -> None:
    cast = searched.cast
    thread = ask(cast, "May I keep a zebra?")
    jens = cast.staff_of(cast.jens)
    answering.answer(cast.session, thread, "Only with a giraffe.", by=jens, now=NOW)
    answering.write_back(cast.session, queries.for_asker(cast.session, thread.enquiry.key), "And an otter?", now=NOW)
    hers = [("enquiry", str(thread.enquiry.id))]
    assert searched.found(DESK, "zebra") == searched.found(DESK, "otter") == hers
    assert searched.found(DESK, "giraffe") == []


@pytest.mark.parametrize("how", ["closed", "withdrawn", "forgotten"])
def test_an_enquiry_that_is_over_is_gone_from_the_index_and_from_the_disk(searched: Searched, how: str) -> None:
    cast = searched.cast
    stays, thread = ask(cast, "May I keep a giraffe?"), ask(cast, "May I keep a zebra?")
    searched.upkeep.rebuild()
    assert searched.found(DESK, "zebra") == [("enquiry", str(thread.enquiry.id))]
    searched.upkeep.rebuild()
    assert searched.is_on_disk(DESK, "zebra")
    if how == "closed":
        enquiries.close(cast.session, thread, ClosingDraft(outcome=Outcome.REFERRED, referred_to="SIRI"), now=NOW)
    elif how == "withdrawn":
        enquiries.withdraw(cast.session, thread, now=NOW)
    else:
        enquiries.forget(cast.session, cast.session.get_one(Enquiry, thread.enquiry.id), now=NOW)
    assert searched.found(DESK, "zebra") == []
    assert searched.found(DESK, "giraffe") == [("enquiry", str(stays.enquiry.id))]
    assert not searched.is_on_disk(DESK, "zebra")


def test_a_neighbour_never_finds_our_notes_people_and_enquiries(searched: Searched) -> None:
    cast = searched.cast
    article = an_article(cast.session, cast, "shared", texts={"en": "Zebras"})
    for place, word in ((cast.fjordby, "badgers"), (cast.bakkeby, "otters")):
        note(cast, article, f"Beware of {word}.", place)
        ask(cast, f"Do you have {word}?", municipality=place)
        an_article(cast.session, cast, f"local-{word}", owner=place, texts={"en": f"Our {word}"})
    for place, own, other in (
        (cast.fjordby, ("badgers", "Jens"), ("otters", "Birgit")),
        (cast.bakkeby, ("otters", "Birgit"), ("badgers", "Jens")),
    ):
        assert {kind for kind, _ in searched.found(STAFF, own[0], place=place)} == {"article"}
        assert len(searched.found(STAFF, own[0], place=place)) == 2
        assert {kind for text in own for kind, _ in searched.found(DESK, text, place=place)} == {"enquiry", "person"}
        for text in other:
            for index in IndexName:
                assert searched.found(index, text, place=place) == [], (index, text)
    assert searched.look(DESK, "otetrs", place=cast.fjordby).showing_for is None


# --- what it costs


@pytest.fixture
def asked(database: Database) -> Iterator[list[str]]:
    """What the database is asked."""
    statements: list[str] = []

    def listen(*event: object) -> None:
        statements.append(str(event[2]))

    sa.event.listen(database.engine, "before_cursor_execute", listen)
    yield statements
    sa.event.remove(database.engine, "before_cursor_execute", listen)


def test_a_look_that_finds_nothing_new_asks_for_two_numbers_and_reads_no_text(
    searched: Searched, asked: list[str]
) -> None:
    for number in range(3):
        an_article(searched.cast.session, searched.cast, f"article-{number}")
    ask(searched.cast, "May I keep a zebra?")
    assert searched.bring_up_to_date() > 0
    assert searched.bring_up_to_date() == 0
    asked.clear()
    assert searched.upkeep.bring_up_to_date() == 0
    assert len(asked) <= 3  # the house's edition, the open enquiries, and PostgreSQL's own
    assert not any("revision" in statement or "text" in statement for statement in asked)


def test_of_many_texts_only_the_changed_one_is_read_and_once_for_both_indexes(
    searched: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = searched.cast
    made = [an_article(cast.session, cast, f"article-{number}", texts={"en": f"Text {number}"}) for number in range(5)]
    searched.bring_up_to_date()
    read: list[str] = []
    plain = articles.markup.to_plain

    def reading(text: str) -> str:
        read.append(text)
        return plain(text)

    monkeypatch.setattr(articles.markup, "to_plain", reading)
    new = TranslationDraft(title="Zebras", summary="", body="## Zebras {#zebras}\n\nMany zebras.", made_from=1)
    articles.revise(cast.session, made[2], "en", new, by=None, now=NOW, publish=True)
    assert searched.bring_up_to_date() == 2  # in each of both
    assert sorted(read) == ["Many zebras.", "Zebras"]
    assert (
        searched.found(PUBLIC, "many zebras")[0] == searched.found(STAFF, "many zebras")[0] == ("article", "article-2")
    )


def test_more_texts_than_a_query_asks_for_at_once_are_all_indexed(
    searched: Searched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.search.sources.MOST_AT_ONCE", 2)
    for number in range(5):
        an_article(searched.cast.session, searched.cast, f"article-{number}", texts={"en": f"Text {number}"})
    searched.bring_up_to_date()
    assert len(Index(searched.folder / PUBLIC).held()) == 5 + 3


# --- an index that can't be used


def tear(folder: Path) -> None:
    """Damages the stored texts; the rest of the index is whole, so that only reading them tells."""
    [file] = folder.rglob("*.seg")
    whole = file.read_bytes()
    file.write_bytes(b"\xff" * (len(whole) // 2) + whole[len(whole) // 2 :])


def lose(folder: Path) -> None:
    (folder / "current").unlink()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("index", IndexName)
@pytest.mark.parametrize("damage", [tear, lose], ids=["torn", "missing"])
def test_an_index_that_cannot_be_used_is_made_anew_at_the_next_start_with_a_line_in_the_log(
    searched: Searched, caplog: pytest.LogCaptureFixture, index: IndexName, damage: Callable[[Path], None]
) -> None:
    an_article(searched.cast.session, searched.cast, "zebras", texts={"en": "Zebras"})
    ask(searched.cast, "May I keep a zebra?")
    word = "zebra" if index == DESK else "zebras"
    before = searched.found(index, word)
    assert before
    damage(searched.folder / index)
    gc.collect()
    caplog.clear()
    caplog.set_level(logging.INFO)
    searched.upkeep = upkeep(searched.database, searched.folder)  # another process
    assert searched.found(index, word) == before
    assert [record.getMessage().split(":")[0] for record in caplog.records if record.name == "app.search.upkeep"] == [
        f"the {index} index is made anew"
    ]


def test_an_index_of_an_older_form_is_made_anew(
    searched: Searched, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_article(searched.cast.session, searched.cast, "zebras", texts={"en": "Zebras"})
    assert searched.found(PUBLIC, "zebras")
    monkeypatch.setattr(writing, "FORMAT", writing.FORMAT + 1)
    searched.upkeep = upkeep(searched.database, searched.folder)  # a newer program
    assert searched.found(PUBLIC, "zebras") == [("article", "zebras")]
    assert "the public index is made anew: The search index" in caplog.text
    assert "earlier form" in caplog.text


def test_of_two_who_write_at_once_one_is_told_and_nothing_is_written_twice(searched: Searched) -> None:
    cast = searched.cast
    an_article(cast.session, cast, "zebras", texts={"en": "Zebras"})
    searched.bring_up_to_date()
    an_article(cast.session, cast, "otters", texts={"en": "Otters"})
    cast.session.commit()
    with Index(searched.folder / PUBLIC)._only_writer():
        for work in (searched.upkeep.bring_up_to_date, searched.upkeep.rebuild):
            with pytest.raises(IndexBusy):
                work()
    assert searched.found(PUBLIC, "otters") == [("article", "otters")]
