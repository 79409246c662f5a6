"""What is kept of counts, who sees it when, and what becomes of it; on both kinds of database."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, func, select

from app.articles import actions as articles
from app.articles import editing
from app.articles.actions import Added
from app.articles.models import Article
from app.core.database import Database
from app.core.errors import Invalid, NotFound
from app.enquiries import actions as enquiries
from app.enquiries import answering
from app.enquiries.models import Reading
from app.enquiries.queries import Thread
from app.insight import actions, queries
from app.insight.actions import Done
from app.insight.counting import Search
from app.insight.drafts import EntryDraft, PhrasingDraft
from app.insight.models import Considered, Missed, Opened, Proposed
from app.insight.queries import Entry
from app.people.actions import grant
from app.people.models import Account, Municipality, Role
from tests.cast import NOW, TODAY, Cast, a_question, an_article


def search(session: Session, town: Municipality, text: str, *, days: int = 3, times: int = 1, **other: str) -> None:
    """People search in vain on so many days, so many times on each; the last day is today."""
    for ago in range(days):
        event = Search(town.id or 0, other.get("language", "en"), text, TODAY - timedelta(days=ago))
        actions.keep_counts(session, Counter({event: times}))


def open_after(session: Session, town: Municipality, text: str, slug: str, *, times: int = 1) -> None:
    actions.keep_counts(session, Counter({Search(town.id or 0, "en", text, TODAY, slug): times}))


def list_of(session: Session, cast: Cast, who: Account, town: Municipality | None) -> list[Entry]:
    """What somebody has before her."""
    if town is None:
        return queries.for_coordinators(session)
    return queries.for_town(session, cast.staff_of(who), town)


def make(
    session: Session, cast: Cast, who: Account, town: Municipality | None, entry: Entry, article: str, **other: str
) -> Done:
    draft = PhrasingDraft(
        language=entry.language,
        folded=entry.folded,
        enquiry=entry.enquiry,
        phrasing=other.get("phrasing", entry.words),
        article=article,
    )
    return actions.make_phrasing(session, draft, municipality=town, by=cast.staff_of(who), why="searched", now=NOW)


def dismiss(session: Session, town: Municipality | None, entry: Entry) -> None:
    draft = EntryDraft(language=entry.language, folded=entry.folded, enquiry=entry.enquiry)
    actions.dismiss(session, draft, municipality=town)


def phrasings(session: Session, article: Article, language: str = "en") -> list[str]:
    found = editing.latest(session, article, language)
    assert found is not None
    return list(found.phrasings)


def rows(session: Session, table: type[Missed] | type[Opened] | type[Proposed]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


# --- what is kept


def test_counts_of_one_day_grow_together_however_the_words_are_spelled(session: Session, cast: Cast) -> None:
    for text, times in {"Kørekort?": 2, "koerekort": 3, "korekort": 1}.items():
        search(session, cast.fjordby, text, days=1, times=times)
    [row] = session.exec(select(Missed)).all()
    assert (row.folded, row.words, row.count, row.day) == ("korekort", "kørekort?", 6, TODAY)


def test_nothing_that_tells_of_a_person_is_kept(session: Session, cast: Cast) -> None:
    story = (
        "I moved here with my two children in May and now my landlord says that I have to leave the flat at once " * 2
    )
    for text in (story, "150955-8231", "my number is 150955-8231", "ring 22334455 or ola@example.org", "case 48213"):
        search(session, cast.fjordby, text, days=1)
        open_after(session, cast.fjordby, text, "licence")
    kept = [(row.words, row.folded) for row in session.exec(select(Missed).order_by(col(Missed.words)))]
    assert kept == [("case …", "case"), ("my number is …", "my number is"), ("ring … or …", "ring or")]
    assert sorted(session.exec(select(Opened.folded)).all()) == ["case", "my number is", "ring or"]


def test_two_processes_that_count_the_same_lose_nothing(database: Database, cast: Cast) -> None:
    cast.session.commit()
    town = cast.fjordby.id or 0
    events = [Search(town, "en", f"word {letter}", TODAY, slug) for letter in "abcdefgh" for slug in ("", "licence")]

    def count(backwards: bool) -> None:
        for _ in range(5):
            with database.write() as session:
                actions.keep_counts(session, Counter(events[::-1] if backwards else events))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, [True, False, True, False]))
    with database.read() as session:
        assert set(session.exec(select(Missed.count)).all()) == {20}
        assert set(session.exec(select(Opened.count)).all()) == {20}


def test_nobody_fills_the_house_with_nonsense(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_A_DAY", 3)
    for number in range(6):
        search(session, cast.fjordby, f"word{number} x", days=1)
    assert rows(session, Missed) == 3
    search(session, cast.bakkeby, "another town", days=1)
    actions.keep_counts(
        session, Counter({Search(cast.fjordby.id or 0, "en", "next day", TODAY + timedelta(days=1)): 1})
    )
    assert rows(session, Missed) == 5


def test_counts_and_proposals_are_forgotten_after_180_days(session: Session, cast: Cast) -> None:
    for ago in (179, 180, 181, 400):
        day = TODAY - timedelta(days=ago)
        actions.keep_counts(
            session, Counter({Search(cast.fjordby.id or 0, "en", "words", day, slug): 1 for slug in ("", "licence")})
        )
        session.add(
            Proposed(
                municipality_id=cast.fjordby.id or 0, language="en", folded=f"w{ago}", words="w", article="a", day=day
            )
        )
    session.flush()
    actions.forget_what_is_old(session, now=NOW)
    assert [rows(session, table) for table in (Missed, Opened, Proposed)] == [2, 2, 2]
    assert min(session.exec(select(Missed.day)).all()) == date(2026, 5, 27)


# --- who sees what


def test_words_are_shown_when_they_came_on_three_days_and_never_before(session: Session, cast: Cast) -> None:
    search(session, cast.fjordby, "two days", days=2, times=50)
    search(session, cast.fjordby, "three days", days=3)
    assert [entry.words for entry in list_of(session, cast, cast.mette, cast.fjordby)] == ["three days"]
    assert [entry.words for entry in list_of(session, cast, cast.karen, None)] == ["three days"]


def test_the_most_frequent_come_first_with_days_and_what_was_opened_most(session: Session, cast: Cast) -> None:
    search(session, cast.fjordby, "rare words")
    search(session, cast.fjordby, "koerekort", times=2)
    search(session, cast.fjordby, "kørekort", days=4, times=3)
    search(session, cast.fjordby, "kørekort", language="da")
    for slug, times in {"licence": 2, "bicycles": 5}.items():
        open_after(session, cast.fjordby, "Kørekort", slug, times=times)
    open_after(session, cast.bakkeby, "kørekort", "licence", times=50)
    assert list_of(session, cast, cast.mette, cast.fjordby) == [
        Entry("en", "korekort", "koerekort", times=18, days=4, opened="bicycles", opened_times=5),
        Entry("da", "korekort", "kørekort", times=3, days=3),
        Entry("en", "rare words", "rare words", times=3, days=3),
    ]


def test_each_town_sees_its_own_and_coordinators_all_towns_together(session: Session, cast: Cast) -> None:
    search(session, cast.fjordby, "in fjordby")
    search(session, cast.fjordby, "here and there", days=2)
    day = TODAY - timedelta(days=9)
    actions.keep_counts(session, Counter({Search(cast.bakkeby.id or 0, "en", "here and there", day): 4}))
    assert [entry.words for entry in list_of(session, cast, cast.mette, cast.fjordby)] == ["in fjordby"]
    assert list_of(session, cast, cast.birgit, cast.bakkeby) == []
    everywhere = [(entry.words, entry.times, entry.days) for entry in list_of(session, cast, cast.karen, None)]
    assert everywhere == [("here and there", 6, 3), ("in fjordby", 3, 3)]


@pytest.mark.parametrize("who", ["birgit", "karen", "jens"])
def test_nobody_sees_another_towns_list(session: Session, cast: Cast, who: str) -> None:
    search(session, cast.fjordby, "in fjordby")
    an_answered_question(session, cast)
    assert queries.for_town(session, cast.staff_of(getattr(cast, who)), cast.fjordby) == []
    assert len(queries.for_town(session, cast.staff_of(cast.anders), cast.fjordby)) == 2


# --- what becomes of it


def test_words_become_a_phrasing_that_readers_search_has_and_leave_every_list(session: Session, cast: Cast) -> None:
    article = an_article(session, cast, "harbour", owner=cast.fjordby)
    before = (article.edition, article.meaning)
    for town in (cast.fjordby, cast.bakkeby):
        search(session, town, "havnefest")
        open_after(session, town, "havnefest", "harbour")
    [entry] = list_of(session, cast, cast.mette, cast.fjordby)
    assert make(session, cast, cast.mette, cast.fjordby, entry, "harbour", phrasing="Havnefest") == Done.PUBLISHED
    public = editing.public(session, article, "en")
    assert public is not None
    assert (public.phrasings, public.importance, public.why, public.saved_by) == (
        ["Havnefest"],
        "small",
        "searched",
        cast.mette.id,
    )
    assert (article.edition, article.meaning) == (before[0] + 1, before[1])
    assert list_of(session, cast, cast.mette, cast.fjordby) == []
    assert [row.municipality_id for row in session.exec(select(Missed))] == [cast.bakkeby.id] * 3  # not its article
    assert [row.municipality_id for row in session.exec(select(Opened))] == [cast.bakkeby.id]


def test_a_coordinators_phrasing_in_a_shared_article_settles_it_for_all_towns(session: Session, cast: Cast) -> None:
    article = an_article(session, cast, "licence")
    for town in (cast.fjordby, cast.bakkeby):
        search(session, town, "korekort")
    [entry] = list_of(session, cast, cast.karen, None)
    assert make(session, cast, cast.karen, None, entry, "licence") == Done.PUBLISHED
    assert phrasings(session, article) == ["korekort"]
    assert rows(session, Missed) == 0


def test_for_a_shared_article_a_towns_editor_proposes_and_the_coordinator_decides(session: Session, cast: Cast) -> None:
    article = an_article(session, cast, "licence")
    search(session, cast.fjordby, "korekort")
    [entry] = list_of(session, cast, cast.mette, cast.fjordby)
    assert make(session, cast, cast.mette, cast.fjordby, entry, "licence", phrasing="kørekort") == Done.PROPOSED
    assert phrasings(session, article) == []
    assert list_of(session, cast, cast.mette, cast.fjordby) == []
    search(session, cast.bakkeby, "often searched", times=9)
    [proposed, other] = list_of(session, cast, cast.karen, None)
    assert other.words == "often searched"
    assert (proposed.words, proposed.times, proposed.proposed_by, proposed.article) == (
        "kørekort",
        3,
        cast.fjordby.id,
        "licence",
    )
    assert make(session, cast, cast.karen, None, proposed, "licence") == Done.PUBLISHED
    assert phrasings(session, article) == ["kørekort"]
    assert (rows(session, Proposed), rows(session, Missed)) == (0, 3)


def test_an_editor_who_is_coordinator_too_needs_nobody_else(session: Session, cast: Cast) -> None:
    grant(session, cast.mette, Role.COORDINATOR, municipality_id=cast.fjordby.id or 0)
    an_article(session, cast, "licence")
    search(session, cast.fjordby, "korekort")
    [entry] = list_of(session, cast, cast.mette, cast.fjordby)
    assert make(session, cast, cast.mette, cast.fjordby, entry, "licence") == Done.PUBLISHED


def test_an_unpublished_draft_keeps_everything_and_is_not_published(session: Session, cast: Cast) -> None:
    article = an_article(session, cast, "harbour", owner=cast.fjordby)
    latest = editing.latest(session, article, "en")
    assert latest is not None
    draft = articles.TranslationDraft(
        title="Draft", body="Not {{ finished", importance="important", why="new law", made_from=latest.number
    )
    articles.revise(session, article, "en", draft, by=None, now=NOW)
    search(session, cast.fjordby, "havnefest")
    [entry] = list_of(session, cast, cast.mette, cast.fjordby)
    assert make(session, cast, cast.mette, cast.fjordby, entry, "harbour") == Done.IN_DRAFT
    newest, public = editing.latest(session, article, "en"), editing.public(session, article, "en")
    assert newest is not None and public is not None
    assert (newest.title, newest.body, newest.importance, newest.why, newest.phrasings) == (
        "Draft",
        "Not {{ finished",
        "important",
        "new law",
        ["havnefest"],
    )
    assert (public.number, public.phrasings) == (1, [])
    assert list_of(session, cast, cast.mette, cast.fjordby) == []


def test_words_that_the_article_has_already_make_no_new_revision(session: Session, cast: Cast) -> None:
    article = an_article(session, cast, "harbour", owner=cast.fjordby, phrasings=["Kørekort?"])
    search(session, cast.fjordby, "koerekort")
    [entry] = list_of(session, cast, cast.mette, cast.fjordby)
    assert make(session, cast, cast.mette, cast.fjordby, entry, "harbour") == Done.KNOWN
    assert len(editing.history(session, article, "en")) == 1
    assert rows(session, Missed) == 0


def test_words_are_added_only_where_there_is_an_article_text_and_room(session: Session, cast: Cast) -> None:
    an_article(session, cast, "of-bakkeby", owner=cast.bakkeby)
    an_article(session, cast, "danish", owner=cast.fjordby, texts={"da": "Kun på dansk"})
    an_article(session, cast, "shared-danish", texts={"da": "Kun på dansk"})
    full = an_article(session, cast, "full", owner=cast.fjordby, phrasings=[f"way {n} to ask" for n in range(200)])
    search(session, cast.fjordby, "havnefest")
    [entry] = list_of(session, cast, cast.mette, cast.fjordby)
    for slug, problem in {
        "nothing": Invalid,
        "of-bakkeby": Invalid,
        "danish": NotFound,
        "shared-danish": NotFound,
        "full": Invalid,
    }.items():
        with pytest.raises(problem):
            make(session, cast, cast.mette, cast.fjordby, entry, slug)
    assert list_of(session, cast, cast.mette, cast.fjordby) == [entry]
    assert len(phrasings(session, full)) == 200
    assert rows(session, Proposed) == 0


def test_who_dismisses_takes_it_from_her_own_list_and_both_together_forget_it(session: Session, cast: Cast) -> None:
    search(session, cast.fjordby, "xyzzy plugh")
    search(session, cast.fjordby, "other words")
    [_, entry] = list_of(session, cast, cast.mette, cast.fjordby)
    dismiss(session, cast.fjordby, entry)
    assert [each.words for each in list_of(session, cast, cast.mette, cast.fjordby)] == ["other words"]
    assert [each.words for each in list_of(session, cast, cast.karen, None)] == ["other words", "xyzzy plugh"]
    dismiss(session, None, entry)
    assert [each.words for each in list_of(session, cast, cast.karen, None)] == ["other words"]
    assert set(session.exec(select(Missed.words)).all()) == {"other words"}


def test_dismissed_words_come_back_when_people_go_on_searching_for_them(session: Session, cast: Cast) -> None:
    search(session, cast.fjordby, "xyzzy plugh")
    [entry] = list_of(session, cast, cast.mette, cast.fjordby)
    dismiss(session, cast.fjordby, entry)
    for later in range(1, 4):
        assert list_of(session, cast, cast.mette, cast.fjordby) == []
        day = TODAY + timedelta(days=later)
        actions.keep_counts(session, Counter({Search(cast.fjordby.id or 0, "en", "xyzzy plugh", day): 1}))
    assert [each.times for each in list_of(session, cast, cast.mette, cast.fjordby)] == [3]


def test_a_proposal_that_a_coordinator_dismisses_is_gone(session: Session, cast: Cast) -> None:
    an_article(session, cast, "licence")
    search(session, cast.fjordby, "korekort")
    [entry] = list_of(session, cast, cast.mette, cast.fjordby)
    make(session, cast, cast.mette, cast.fjordby, entry, "licence")
    [proposed] = list_of(session, cast, cast.karen, None)
    dismiss(session, None, proposed)
    assert list_of(session, cast, cast.karen, None) == []
    assert (rows(session, Proposed), rows(session, Missed)) == (0, 0)


# --- answered questions


def an_answered_question(
    session: Session,
    cast: Cast,
    text: str = "May I drive here with a licence from Japan?",
    reply: str = "Yes.\n\nForeign driving licence\nhttps://indgang.example/fjordby/en/articles/licence",
    **fields: str,
) -> Thread:
    if session.exec(select(Article).where(Article.slug == "licence")).first() is None:
        an_article(session, cast, "licence")
    thread = a_question(session, cast, text, **fields)
    answering.answer(session, thread, reply, by=cast.staff_of(cast.jens), now=NOW)
    return thread


def test_a_question_that_was_answered_with_an_article_is_proposed_without_its_asker(
    session: Session, cast: Cast
) -> None:
    thread = an_answered_question(session, cast, "I am Ola Nordmann, ola@example.org. May I drive?")
    assert list_of(session, cast, cast.mette, cast.fjordby) == [
        Entry("en", "", "I am …, …. May I drive?", enquiry=thread.enquiry.id or 0, article="licence")
    ]
    assert list_of(session, cast, cast.karen, None) == []


def test_stories_other_answers_and_questions_taken_back_are_not_proposed(session: Session, cast: Cast) -> None:
    a_question(session, cast, "Not answered")
    an_answered_question(session, cast, "No link", reply="Yes. See https://www.fstyr.dk/articles/licence")
    an_answered_question(session, cast, "One. Two. Three sentences.")
    an_answered_question(session, cast, "Known to Bakkeby", reply="https://indgang.example/bakkeby/en/articles/licence")
    withdrawn = an_answered_question(session, cast, "Taken back")
    enquiries.withdraw(session, enquiries.queries.for_asker(session, withdrawn.enquiry.key), now=NOW)
    forgotten = an_answered_question(session, cast, "Forgotten")
    enquiries.forget(session, forgotten.enquiry, now=NOW)
    assert list_of(session, cast, cast.mette, cast.fjordby) == []


def test_a_captured_question_is_proposed_until_its_article_has_the_words(session: Session, cast: Cast) -> None:
    thread = an_answered_question(session, cast, "May I moor a boat? It is long.", reply="Yes, at the pier.")
    thread = enquiries.queries.for_asker(session, thread.enquiry.key)
    article = enquiries.capture(session, thread, by=cast.staff_of(cast.mette), now=NOW)
    assert phrasings(session, article) == ["May I moor a boat?"]
    assert list_of(session, cast, cast.mette, cast.fjordby) == []
    latest = editing.latest(session, article, "en")
    assert latest is not None
    draft = articles.TranslationDraft(title="Boats", made_from=latest.number)
    articles.revise(session, article, "en", draft, by=None, now=NOW)
    [entry] = list_of(session, cast, cast.mette, cast.fjordby)
    assert (entry.words, entry.article) == ("May I moor a boat? It is long.", article.slug)
    assert make(session, cast, cast.mette, cast.fjordby, entry, article.slug) == Done.IN_DRAFT


def test_an_answered_question_that_was_used_or_left_is_not_shown_again(session: Session, cast: Cast) -> None:
    for number in range(3):
        an_answered_question(session, cast, f"Question {number}")
    first, second, third = list_of(session, cast, cast.mette, cast.fjordby)
    dismiss(session, cast.fjordby, first)
    dismiss(session, cast.fjordby, first)
    assert make(session, cast, cast.mette, cast.fjordby, second, "licence") == Done.PROPOSED
    assert list_of(session, cast, cast.mette, cast.fjordby) == [third]
    [proposed] = list_of(session, cast, cast.karen, None)
    assert (proposed.words, proposed.proposed_by) == (second.words, cast.fjordby.id)


def test_another_towns_question_is_nobodys_to_deal_with(session: Session, cast: Cast) -> None:
    number = an_answered_question(session, cast).enquiry.id or 0
    with pytest.raises(NotFound):
        actions.dismiss(session, EntryDraft(language="en", enquiry=number), municipality=cast.bakkeby)
    with pytest.raises(NotFound):
        actions.dismiss(session, EntryDraft(language="en", enquiry=4711), municipality=cast.fjordby)
    assert session.exec(select(Considered)).all() == []


def test_showing_the_words_of_a_question_is_logged_as_a_reading(session: Session, cast: Cast) -> None:
    number = an_answered_question(session, cast).enquiry.id
    search(session, cast.fjordby, "other words")
    actions.note_readings(session, list_of(session, cast, cast.mette, cast.fjordby), cast.staff_of(cast.mette), now=NOW)
    [reading] = session.exec(select(Reading)).all()
    assert (reading.enquiry_id, reading.account_id, reading.read_at) == (number, cast.mette.id, NOW)


def test_what_comes_of_adding_is_named_alike_in_both_rooms() -> None:
    assert {Done(each) for each in Added} == set(Done) - {Done.PROPOSED}
