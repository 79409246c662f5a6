"""What can happen to articles, and what their counters make of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session

from app.articles import actions, editing, pages, queries
from app.articles.drafts import NewArticleDraft, SlotDraft, SupplementDraft, TranslationDraft
from app.articles.models import Article, Importance, Slot, SlotType, Translation, Visibility
from app.core.database import Database
from app.core.errors import Conflict, Invalid, NotFound
from app.people.models import Municipality
from tests.cast import NOW, TODAY, Cast, an_article, gather


def a_draft(made_from: int = 0, **other: object) -> TranslationDraft:
    words = {"title": "Kørekort", "body": "## Hvad {#what-to-do}\n\nTekst."}
    return TranslationDraft.model_validate({**words, "made_from": made_from, **other})


def publish(session: Session, article: Article, language: str = "da", **draft: object) -> None:
    """What an editor does who opened the newest text: changes it and presses Publish."""
    newest = editing.latest(session, article, language)
    number = newest.number if newest else 0
    draft = {"body": f"## Hvad {{#what-to-do}}\n\nTekst nummer {number + 1}.", "made_from": number, **draft}
    actions.publish(session, article, language, a_draft(**draft), by=None, now=NOW)


def text_in(session: Session, article: Article, language: str) -> Translation:
    found = actions.translation_of(session, article, language)
    assert found is not None
    return found


def counters(article: Article) -> tuple[int, int]:
    return article.meaning, article.alert


# --- the counters


@pytest.fixture
def article(session: Session, cast: Cast) -> Article:
    """Published in Danish (its source) and English."""
    return an_article(session, cast, "foreign-driving-licence")


def is_behind(session: Session, article: Article, language: str = "en") -> bool:
    return editing.is_behind(text_in(session, article, language), article)


@pytest.mark.parametrize(
    ("importance", "meaning_grows", "alert_follows"),
    [("small", False, False), ("changed", True, False), ("important", True, True)],
)
def test_a_published_source_text_counts_by_its_importance(
    session: Session, article: Article, importance: str, meaning_grows: bool, alert_follows: bool
) -> None:
    meaning, alert = counters(article)
    edition = article.edition
    publish(session, article, importance=importance)
    assert article.edition > edition
    assert counters(article) == (meaning + meaning_grows, meaning + 1 if alert_follows else alert)
    assert is_behind(session, article) == meaning_grows


def test_a_draft_changes_nothing_for_readers_or_translators(session: Session, article: Article) -> None:
    before = (article.edition, *counters(article))
    actions.revise(session, article, "da", a_draft(1, importance="important"), by=None, now=NOW)
    session.refresh(article)
    assert (article.edition, *counters(article)) == before
    assert not is_behind(session, article)


def test_taking_back_and_publishing_again_outdates_no_translation(session: Session, article: Article) -> None:
    publish(session, article, importance="important")
    publish(session, article, "en", title="Licence")
    before = counters(article)
    for _ in range(2):
        actions.take_back(session, article, text_in(session, article, "da"))
        newest = editing.latest(session, article, "da")
        assert newest is not None
        same = a_draft(newest.number, title=newest.title, body=newest.body)
        actions.publish(session, article, "da", same, by=None, now=NOW)
    assert counters(article) == before
    assert not is_behind(session, article)
    assert len(editing.history(session, article, "da")) == 2


def test_a_draft_changed_back_and_forth_counts_once_it_is_published(session: Session, article: Article) -> None:
    meaning, _ = counters(article)
    for number, importance in enumerate(["small", "changed", "small"], start=1):
        actions.revise(session, article, "da", a_draft(number, importance=importance), by=None, now=NOW)
    publish(session, article, importance="small")
    assert article.meaning == meaning + 1  # one of the drafts before it changed the meaning
    publish(session, article, importance="small", title="Kørekort igen")
    assert article.meaning == meaning + 1


def test_a_comma_in_a_translation_that_is_behind_does_not_bring_it_up_to_date(
    session: Session, article: Article
) -> None:
    publish(session, article, importance="changed")
    publish(session, article, "en", importance="small")
    assert is_behind(session, article)
    publish(session, article, "en", importance="changed")
    assert not is_behind(session, article)


def test_a_translation_follows_the_source_its_writer_saw(session: Session, article: Article) -> None:
    seen = article.meaning
    publish(session, article, importance="changed")  # while the translator was writing
    publish(session, article, "en", based_on=seen)
    assert is_behind(session, article)
    publish(session, article, "en", based_on=article.meaning + 50)  # no form of ours says so
    assert not is_behind(session, article)
    publish(session, article, importance="changed")
    assert is_behind(session, article)


def test_a_translation_that_still_says_the_same_is_confirmed_by_publishing_it_as_it_is(
    session: Session, article: Article
) -> None:
    publish(session, article, importance="changed")
    newest = editing.latest(session, article, "en")
    assert newest is not None
    as_it_is = a_draft(1, title=newest.title, summary=newest.summary, body=newest.body)
    small = as_it_is.model_copy(update={"importance": Importance.SMALL})
    actions.publish(session, article, "en", small, by=None, now=NOW)
    assert is_behind(session, article)
    actions.publish(session, article, "en", as_it_is, by=None, now=NOW)
    assert not is_behind(session, article)
    assert len(editing.history(session, article, "en")) == 1


def test_a_translation_never_raises_the_meaning(session: Session, article: Article) -> None:
    before = counters(article)
    publish(session, article, "en", importance="important")
    publish(session, article, "de", importance="important")
    assert counters(article) == before


# --- revisions


def test_every_save_is_kept_and_can_be_restored_as_the_next_one(session: Session, cast: Cast, article: Article) -> None:
    publish(session, article, title="Ny titel", why="ny takst")
    actions.restore(session, article, "da", 1, made_from=2, why="igen", by=cast.karen.id, now=NOW)
    history = editing.history(session, article, "da")
    assert [(each.number, each.by, each.why) for each in history] == [
        (3, "Karen Fælles", "igen"),
        (2, "", "ny takst"),
        (1, "", ""),
    ]
    newest, public = editing.latest(session, article, "da"), editing.public(session, article, "da")
    assert newest is not None and newest.title == "Udenlandsk kørekort"
    assert public is not None and public.title == "Ny titel"  # until it is published
    with pytest.raises(NotFound):
        actions.restore(session, article, "da", 9, made_from=3, why="", by=None, now=NOW)


def test_publishing_an_unchanged_draft_makes_no_second_revision(session: Session, cast: Cast) -> None:
    article = an_article(session, cast, published=False, texts={"da": "Kørekort"})
    newest = editing.latest(session, article, "da")
    assert newest is not None
    same = a_draft(1, title=newest.title, summary=newest.summary, body=newest.body)
    actions.publish(session, article, "da", same, by=None, now=NOW)
    assert (text_in(session, article, "da").public_number, len(editing.history(session, article, "da"))) == (1, 1)
    actions.publish(session, article, "da", same, by=None, now=NOW)
    assert article.meaning == 1
    # With another importance it is something else to say.
    actions.revise(session, article, "da", same.model_copy(update={"title": "Andet"}), by=None, now=NOW)
    important = same.model_copy(update={"title": "Andet", "importance": Importance.IMPORTANT, "made_from": 2})
    actions.publish(session, article, "da", important, by=None, now=NOW)
    assert article.alert == 2


def test_of_two_editors_the_second_is_told_who_was_faster(session: Session, cast: Cast, article: Article) -> None:
    actions.revise(session, article, "da", a_draft(1, title="Mettes"), by=cast.mette.id, now=NOW)
    with pytest.raises(Conflict, match="Mette Eksempelgaard changed this text"):
        actions.revise(session, article, "da", a_draft(1, title="Karens"), by=cast.karen.id, now=NOW)
    with pytest.raises(Conflict):
        actions.publish(session, article, "da", a_draft(1, title="Karens"), by=cast.karen.id, now=NOW)
    newest = editing.latest(session, article, "da")
    assert newest is not None and newest.title == "Mettes"
    actions.revise(session, article, "da", a_draft(2, title="Karens"), by=cast.karen.id, now=NOW)


def at_once(database: Database, *doings: Callable[[Session], object]) -> list[str]:
    """Does everything in a session and thread of its own, at the same time; gives what became of each."""
    together = Barrier(len(doings))
    became = ["" for _ in doings]

    def run(number: int) -> None:
        together.wait()
        try:
            with database.write() as session:
                doings[number](session)
            became[number] = "kept"
        except Conflict:
            became[number] = "conflict"

    threads = [Thread(target=run, args=(number,)) for number in range(len(doings))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(became)


def test_of_those_who_save_at_the_same_moment_exactly_one_is_kept(database: Database) -> None:
    with database.write() as session:
        cast = gather(session)
        number = an_article(session, cast).id
        owner = cast.fjordby.owner_id

    def there(session: Session) -> Article:
        return session.get_one(Article, number)

    def save(language: str, made_from: int) -> Callable[[Session], object]:
        return lambda session: actions.revise(session, there(session), language, a_draft(made_from), by=None, now=NOW)

    def supplement(session: Session) -> object:
        draft = SupplementDraft(text="Vores tekst")
        return actions.supplement(
            session, there(session), owner_id=owner, section="what-to-do", language="da", draft=draft, by=None, now=NOW
        )

    def fill(session: Session) -> object:
        return actions.fill_slot(
            session, "hours", owner_id=owner, draft=SlotDraft(value="Mo 09:00-10:00"), by=None, now=NOW
        )

    def begin(session: Session) -> object:
        draft = NewArticleDraft(title="Affald", language="da", topic="help", slug="waste")
        return actions.begin_article(session, owner_id=owner, draft=draft, by=None, now=NOW)

    for doing in (save("da", 1), save("de", 0), supplement, fill, begin):
        assert at_once(database, doing, doing, doing) == ["conflict", "conflict", "kept"]
    with database.read() as session:
        assert text_in(session, there(session), "da").latest_number == 2


# --- publishing


def add(session: Session, article: Article, phrasing: str, language: str = "en") -> actions.Added:
    return actions.add_phrasing(session, article, language, phrasing, why="searched", by=None, now=NOW)


def test_a_phrasing_is_published_as_something_small_and_brings_nothing_up_to_date(
    session: Session, article: Article
) -> None:
    publish(session, article, importance="changed")
    before = counters(article)
    assert add(session, article, "exchange my licence") == actions.Added.PUBLISHED
    assert add(session, article, "Udenlandsk kort", "da") == actions.Added.PUBLISHED
    assert add(session, article, "udenlandsk KORT?", "da") == actions.Added.KNOWN
    found = editing.public(session, article, "en")
    assert found is not None
    assert (found.phrasings, found.importance, found.title) == (
        ["exchange my licence"],
        "small",
        "Foreign driving licence",
    )
    assert counters(article) == before and is_behind(session, article)


def test_a_phrasing_goes_into_an_unpublished_draft_and_publishes_nothing(session: Session, article: Article) -> None:
    actions.revise(session, article, "en", a_draft(1, title="Draft", importance="important"), by=None, now=NOW)
    assert add(session, article, "exchange my licence") == actions.Added.IN_DRAFT
    newest, public = editing.latest(session, article, "en"), editing.public(session, article, "en")
    assert newest is not None and public is not None
    assert (newest.title, newest.importance, newest.phrasings) == ("Draft", "important", ["exchange my licence"])
    assert (public.title, public.phrasings) == ("Foreign driving licence", [])


def test_a_phrasing_needs_a_text_that_can_be_shown(session: Session, cast: Cast, article: Article) -> None:
    with pytest.raises(NotFound):
        add(session, article, "umschreiben", "de")
    faulty = an_article(session, cast, body="{{ figure.nobody-knows }}")
    with pytest.raises(Invalid):
        add(session, faulty, "exchange my licence")


FAULTY = {
    "## Uden id": "no id",
    "Koster {{ figure.nobody-knows }}": "no figure “nobody-knows”",
    "{{ slot.nobody-knows }}": "no slot “nobody-knows”",
    "[x](article:nobody-knows)": "no article “nobody-knows”",
    "[x](term:nobody-knows)": "no term “nobody-knows”",
}


def test_a_text_with_faults_is_saved_but_not_shown(session: Session, article: Article) -> None:
    for number, (body, says) in enumerate(FAULTY.items(), start=1):
        faulty = a_draft(number, body=f"## Hvad {{#what-to-do}}\n\n{body}")
        with pytest.raises(Invalid):
            actions.publish(session, article, "da", faulty, by=None, now=NOW)
        assert [fault.line for fault in queries.faults(session, article, faulty.body) if says in fault.message] == [3]
        actions.revise(session, article, "da", faulty, by=None, now=NOW)
        assert text_in(session, article, "da").public_number == 1


def test_known_names_are_no_faults(session: Session, cast: Cast, article: Article) -> None:
    session.add(Slot(article_id=article.id or 0, name="photo-fee", position=0, type=SlotType.FEE, section="what-to-do"))
    session.flush()
    body = "## Hvad {#what-to-do}\n\n[selv](article:foreign-driving-licence)\n\n{{ slot.photo-fee }}"
    assert queries.faults(session, article, body) == ()


def test_an_unpublished_text_is_never_shown(session: Session, cast: Cast) -> None:
    an_article(session, cast, "secret-plan", published=False)
    assert queries.lines(session, cast.fjordby, "da") == []
    with pytest.raises(NotFound):
        read(session, cast.fjordby, "secret-plan")
    shown = an_article(session, cast, "open-plan", texts={"da": "Åben"})
    actions.revise(session, shown, "da", a_draft(1, title="Hemmeligt udkast"), by=None, now=NOW)
    assert read(session, cast.fjordby, "open-plan", language="da").title == "Åben"
    actions.take_back(session, shown, text_in(session, shown, "da"))
    with pytest.raises(NotFound):
        read(session, cast.fjordby, "open-plan", language="da")


def read(session: Session, municipality: Municipality, slug: str, language: str = "en") -> pages.ArticlePage:
    return pages.read_article(session, slug, language=language, municipality=municipality, today=TODAY)


def test_an_archived_article_is_gone_and_its_name_stays_taken(session: Session, cast: Cast, article: Article) -> None:
    actions.archive(session, article, now=NOW)
    with pytest.raises(NotFound):
        read(session, cast.fjordby, article.slug)
    assert queries.lines(session, cast.fjordby, "en") == []
    assert queries.article_by_code(session, article.code) is None
    with pytest.raises(Conflict):
        an_article(session, cast, article.slug)


# --- names


def test_a_local_article_never_has_a_shared_ones_name_nor_the_other_way_round(session: Session, cast: Cast) -> None:
    an_article(session, cast, "shared-one")
    an_article(session, cast, "local-one", owner=cast.fjordby)
    for slug, owner in [
        ("shared-one", cast.fjordby),
        ("shared-one", cast.shared),
        ("local-one", cast.shared),
        ("local-one", cast.fjordby),
    ]:
        with pytest.raises(Conflict):
            an_article(session, cast, slug, owner=owner)
    an_article(session, cast, "local-one", owner=cast.bakkeby)  # neighbours may


def test_a_renamed_article_is_found_by_its_old_name_and_its_code(
    session: Session, cast: Cast, article: Article
) -> None:
    local = an_article(
        session, cast, "town-hall", owner=cast.fjordby, body="## A {#a}\n\n[x](article:foreign-driving-licence#cost)"
    )
    code = article.code
    actions.rename(session, article, "driving-licence")
    assert read(session, cast.fjordby, "foreign-driving-licence").slug == "driving-licence"
    found = queries.article_by_code(session, code)
    assert found is not None and found.slug == "driving-licence"
    assert '<a href="/fjordby/en/articles/driving-licence#cost">x</a>' in read(session, cast.fjordby, local.slug).html
    with pytest.raises(Conflict):
        an_article(session, cast, "foreign-driving-licence", owner=cast.bakkeby)
    with pytest.raises(Conflict):
        actions.rename(session, local, "foreign-driving-licence")
    actions.rename(session, article, "foreign-driving-licence")  # and back again
    actions.rename(session, article, "licence")
    assert {
        read(session, cast.fjordby, slug).slug for slug in ("driving-licence", "foreign-driving-licence", "licence")
    } == {"licence"}


def test_supplements_can_be_saved_after_a_rename(session: Session, cast: Cast, article: Article) -> None:
    supplemented(session, cast.fjordby, article, "Først")
    actions.rename(session, article, "licence")
    supplemented(session, cast.fjordby, article, "Siden", made_from=1)
    assert "Siden" in read(session, cast.fjordby, "licence", "da").html


def test_an_article_without_a_name_gets_one_from_its_title(session: Session, cast: Cast) -> None:
    def begin(title: str, *, now: datetime = NOW, **other: str) -> Article:
        draft = NewArticleDraft.model_validate({"title": title, "language": "da", "topic": "help", **other})
        return actions.begin_article(session, owner_id=cast.fjordby.owner_id, draft=draft, by=cast.mette.id, now=now)

    first = begin("Må jeg køre på ø'en?")
    actions.rename(session, first, "island-driving")
    assert begin("Må jeg køre på ø'en?", now=NOW + timedelta(hours=1)).slug == "ma-jeg-kore-pa-o-en-2"
    newest = editing.latest(session, first, "da")
    assert newest is not None and newest.title == "Må jeg køre på ø'en?"
    assert text_in(session, first, "da").public_number is None
    with pytest.raises(Invalid):
        begin("Andet", topic="nothing")
    with pytest.raises(Invalid):
        begin("Andet", language="tlh")


# --- what a municipality adds


def supplemented(
    session: Session,
    municipality: Municipality,
    article: Article,
    text: str,
    *,
    language: str = "da",
    section: str = "what-to-do",
    made_from: int = 0,
    visibility: str = Visibility.PUBLIC,
) -> None:
    actions.supplement_section(
        session,
        article,
        owner_id=municipality.owner_id,
        section=section,
        drafts={language: SupplementDraft(text=text, made_from=made_from)},
        by=None,
        now=NOW,
        visibility=visibility,
    )


def test_a_shared_edit_shows_at_once_in_both_towns_with_their_own_supplements(
    session: Session, cast: Cast, article: Article
) -> None:
    supplemented(session, cast.fjordby, article, "Skranke 5 i Fjordby", language="en")
    supplemented(session, cast.bakkeby, article, "Skranke 7 i Bakkeby", language="en")
    publish(session, article, "en", title="Licence", body="## What {#what-to-do}\n\nThe new rule.")
    here, there = read(session, cast.fjordby, article.slug).html, read(session, cast.bakkeby, article.slug).html
    assert "The new rule." in here and "The new rule." in there
    assert "Skranke 5" in here and "Skranke 5" not in there
    assert "Skranke 7" in there and "Skranke 7" not in here


def test_a_note_for_staff_is_on_no_public_page(session: Session, cast: Cast, article: Article) -> None:
    supplemented(session, cast.fjordby, article, "Ring til Silke", section="", visibility=Visibility.STAFF)
    assert "Silke" not in read(session, cast.fjordby, article.slug, "da").html
    assert queries.notes(session, [article.slug], cast.fjordby.owner_id, "en") == {article.slug: "Ring til Silke"}
    assert queries.notes(session, [article.slug], cast.bakkeby.owner_id, "en") == {}


def test_two_who_supplement_at_once_never_overwrite_each_other(session: Session, cast: Cast, article: Article) -> None:
    def save(texts: dict[str, tuple[str, int]], by: int | None) -> int:
        drafts = {language: SupplementDraft(text=text, made_from=number) for language, (text, number) in texts.items()}
        return actions.supplement_section(
            session, article, owner_id=cast.fjordby.owner_id, section="what-to-do", drafts=drafts, by=by, now=NOW
        )

    assert save({"da": ("Hej", 0), "en": ("", 0)}, cast.mette.id) == 1
    assert save({"da": ("Hej", 0), "en": ("Hello", 0)}, cast.anders.id) == 1  # another language: not in the way
    with pytest.raises(Conflict, match="Mette"):
        save({"da": ("Goddag", 0)}, cast.anders.id)
    assert save({"da": ("Goddag", 1)}, cast.anders.id) == 1
    assert save({"da": ("", 2)}, cast.anders.id) == 1
    own = editing.local_texts(
        session, article, cast.fjordby.owner_id, visibility=Visibility.PUBLIC, languages=["da", "en"]
    )
    assert [
        (each.language, each.text, each.number, [state.text for state in each.saved]) for each in own["what-to-do"]
    ] == [
        ("da", "", 3, ["", "Goddag", "Hej"]),
        ("en", "Hello", 1, ["Hello"]),
    ]


def test_a_supplement_with_faults_is_refused_as_it_would_be_seen_at_once(
    session: Session, cast: Cast, article: Article
) -> None:
    for text in ("## Overskrift {#own}", "<b>fed</b>", "{{ figure.nobody-knows }}", "[x](article:nobody-knows)"):
        with pytest.raises(Invalid) as refused:
            supplemented(session, cast.fjordby, article, text)
        assert refused.value.field == "da"
    with pytest.raises(NotFound):
        supplemented(session, cast.fjordby, article, "Tekst", section="no-such-section")
    assert editing.supplemented(session, cast.fjordby.owner_id) == {}


def test_a_slot_is_filled_once_and_for_all_articles_and_only_with_what_it_can_hold(
    session: Session, cast: Cast, article: Article
) -> None:
    other = an_article(session, cast, "other", texts={"da": "Andet"}, body="## A {#a}\n\n{{ slot.photo-fee }}")
    for each in (article, other):
        session.add(
            Slot(article_id=each.id or 0, name="photo-fee", position=0, type=SlotType.FEE, section="what-to-do")
        )
    session.flush()

    def fill(value: object, made_from: int = 0, by: int | None = None) -> object:
        draft = SlotDraft(value=value, made_from=made_from)
        owner = cast.fjordby.owner_id
        return actions.fill_slot(session, "photo-fee", owner_id=owner, draft=draft, by=by, now=NOW).value

    with pytest.raises(Invalid):
        fill("Mo 09:00-10:00")
    assert fill({"value": "150"}, by=cast.mette.id) == {"value": 150, "unit": "DKK"}
    assert "150 kr." in read(session, cast.fjordby, "other", "da").html.replace("\xa0", " ")
    assert "150" not in read(session, cast.bakkeby, "other", "da").html
    with pytest.raises(Conflict, match="Mette"):
        fill({"value": "200"})
    assert fill({"value": ""}, made_from=1) is None
    assert "150" not in read(session, cast.fjordby, "other", "da").html


def test_a_contact_slot_takes_only_the_municipalitys_contacts(session: Session, cast: Cast, article: Article) -> None:
    session.add(Slot(article_id=article.id or 0, name="where", position=0, type=SlotType.CONTACT, section="what-to-do"))
    session.flush()
    for key, fine in [("citizen-service", True), ("somebody-else", False)]:
        draft = SlotDraft(value=key, made_from=0)
        if fine:
            actions.fill_slot(session, "where", owner_id=cast.fjordby.owner_id, draft=draft, by=None, now=NOW)
        else:
            with pytest.raises(Invalid):
                actions.fill_slot(session, "where", owner_id=cast.bakkeby.owner_id, draft=draft, by=None, now=NOW)


# --- an article from an answer


def test_an_answer_becomes_a_draft_in_which_nothing_typed_is_markup(session: Session, cast: Cast) -> None:
    answer = "## Hello\n\n- take <b>this</b>\n::: audience eu\n===\n-\n{{ figure.x }} {% x %} [y](article:z) ![p](q)"
    answer += "\n    indented"
    draft = {"owner_id": cast.fjordby.owner_id, "topic": None, "language": "en", "by": None, "now": NOW}
    article = actions.draft_from_answer(
        session, question="What about <script>{{ slot.x }}</script>? Tell me!", answer=answer, **draft
    )
    newest = editing.latest(session, article, "en")
    assert newest is not None and text_in(session, article, "en").public_number is None
    assert queries.faults(session, article, newest.body) == ()
    page = pages.preview(session, article, newest, language="en", municipality=cast.fjordby, today=TODAY)
    assert [section.level for section in page.sections] == [2]
    assert "{{ figure.x }} {% x %} [y](article:z) ![p](q)" in page.html and "&lt;b&gt;this&lt;/b&gt;" in page.html
    assert "<h2" not in page.html.partition("</h2>")[2] and "<pre" not in page.html
    again = actions.draft_from_answer(
        session, question="What about <script>{{ slot.x }}</script>? Tell me!", answer=answer * 2000, **draft
    )
    assert again.slug == f"{article.slug}-2"
