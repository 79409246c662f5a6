"""Knowledge goes into the house and out again; what was edited in the studio is never lost on the way."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from app.articles import actions, pages, queries
from app.articles.drafts import SlotDraft, SupplementDraft, TranslationDraft
from app.articles.models import Article, ImportedFile, LocalRevision, Revision, SlotValue, Supplement, Translation
from app.core.database import Database, open_database
from app.core.errors import Conflict, NotFound
from app.events.queries import events
from app.guidance.queries import checklist_lines, guide_lines
from app.knowledge.checking import check, errors, tidy_folder
from app.knowledge.exporting import export_folder
from app.knowledge.importing import import_folder
from app.knowledge.planning import Outcome, decide
from app.knowledge.reading import read_folder
from app.people import queries as people
from app.people.actions import set_promises
from app.people.models import Account, Contact, Municipality, ResourcePerson
from app.people.rules import Staff
from app.topics.models import Everyday, Gap, Language, Owner, Term
from app.topics.queries import countries, everyday, gaps, topic
from tests.cast import NOW, TODAY
from tests.knowledge.folders import ARTICLE, FJORDBY, LANGUAGES, LOCAL, a_folder, a_text, files, mend, tree, write

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
ENGLISH = f"{ARTICLE}/en.md"
DANISH = f"{ARTICLE}/da.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_folder(tmp_path / "knowledge")


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Path:
    """A SQLite file with the folder in it, to be copied."""
    file = tmp_path_factory.mktemp("imported") / "indgang.sqlite"
    shutil.copy(empty_sqlite, file)
    with opened(file) as database, database.write() as session:
        assert import_folder(session, a_folder(file.parent / "knowledge"), now=NOW).faults == ()
    return file


@pytest.fixture
def house(imported: Path, tmp_path: Path) -> Iterator[Session]:
    """A house that has imported the folder. (What depends on the kind of database is tested with `session`.)"""
    with opened(shutil.copy(imported, tmp_path / "house.sqlite")) as database, database.session(writes=True) as session:
        yield session


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    engine = open_database(f"sqlite:///{file}")
    yield Database(engine)
    engine.dispose()


def the_article(session: Session, slug: str = "foreign-driving-licence") -> Article:
    return session.exec(select(Article).where(Article.slug == slug)).one()


def the_text(
    session: Session, language: str = "en", slug: str = "foreign-driving-licence"
) -> tuple[Translation, Revision]:
    article = the_article(session, slug)
    translation = actions.translation_of(session, article, language)
    assert translation is not None
    revision = session.get(Revision, (translation.id, translation.latest_number))
    assert revision is not None
    return translation, revision


def edit(session: Session, language: str = "en", *, publish: bool = True, words: str = "Edited in the studio.") -> None:
    """Somebody edits the text in the studio."""
    translation, revision = the_text(session, language)
    draft = TranslationDraft(
        title=revision.title,
        summary=revision.summary,
        body=f"{revision.body}\n\n{words}",
        phrasings=revision.phrasings,
        made_from=translation.latest_number,
    )
    actions.revise(session, the_article(session), language, draft, by=None, now=NOW, publish=publish)


def everything_written(session: Session) -> list[int]:
    """How many rows there are of each thing that an import may write."""
    tables = (
        Article,
        Translation,
        Revision,
        Supplement,
        SlotValue,
        LocalRevision,
        ImportedFile,
        Term,
        Everyday,
        Gap,
        ResourcePerson,
        Account,
    )
    return [session.exec(select(func.count()).select_from(table)).one() for table in (*tables, Owner, Language)]


# --- There and back ---------------------------------------------------------------------------------------------------


def test_export_after_import_gives_the_same_bytes(session: Session, folder: Path, tmp_path: Path) -> None:
    assert sorted(import_folder(session, folder, now=NOW).added) == sorted(files())
    export_folder(session, tmp_path / "out")
    assert tree(tmp_path / "out") == tree(folder)


@pytest.mark.long
def test_the_shipped_knowledge_comes_out_as_it_went_in(session: Session, tmp_path: Path) -> None:
    first = import_folder(session, KNOWLEDGE, now=NOW)
    assert (first.faults, first.changed, first.unchanged, first.kept) == ((), (), (), ())
    export_folder(session, tmp_path / "out")
    assert tree(tmp_path / "out") == tree(KNOWLEDGE)
    again = import_folder(session, tmp_path / "out", now=NOW)
    assert sorted(again.unchanged) == sorted(first.added)


def test_a_question_may_be_called_like_a_key_of_its_file(house: Session, folder: Path, tmp_path: Path) -> None:
    path = folder / "guides/exchange/guide.yaml"
    renamed = {"issued-in": "rows", "listed": "options", "category": "sources"}
    for old, new in renamed.items():
        mend(folder, "guides/exchange/guide.yaml", old, new)
    tidy_folder(folder)
    assert errors(check(read_folder(folder))) == []
    import_folder(house, folder, now=NOW)
    export_folder(house, tmp_path / "out")
    assert (tmp_path / "out/guides/exchange/guide.yaml").read_bytes() == path.read_bytes()


def test_a_second_import_writes_nothing(house: Session, folder: Path) -> None:
    before = everything_written(house)
    report = import_folder(house, folder, now=NOW)
    assert sorted(report.unchanged) == sorted(files())
    assert (report.added, report.changed, report.kept, report.still_here) == ((), (), (), ())
    assert everything_written(house) == before


def test_everything_arrives_where_the_house_looks_for_it(house: Session) -> None:
    fjordby = people.municipality(house, "fjordby")
    assert fjordby is not None
    page = pages.read_article(house, "foreign-driving-licence", language="de", municipality=fjordby, today=TODAY)
    assert (page.title, page.behind, page.topic) == ("Foreign driving licence (de)", False, "driving")
    assert "360,50" in page.html and "150" in page.html and "In Fjordby (de)." in page.html
    assert "Führerscheinstelle" in page.html, "a contact slot shows the contact of its topic"
    assert "Der Ausweis, mit dem Sie fahren dürfen." in page.html
    assert queries.notes(house, [page.slug], fjordby.owner_id, "en") == {page.slug: "Ask for the licence (en)."}
    jens = people.colleague(house, fjordby.id or 0, "jens")
    assert jens is not None
    assert (jens.topics, jens.subjects) == ({"driving": "responsible"}, {"foreign-driving-licence": "responsible"})
    assert (jens.languages, jens.speaks) == ({"da": "writes", "en": "understands"}, ("da",))
    assert len(jens.absences) == 1
    assert [event.slug for event in events(house, fjordby.id or 0)] == ["tax-day"]
    assert [offer["valid_to"] for offer in fjordby.offers] == ["2027-12-31"]
    assert [countries(house).origin(code) for code in ("SE", "CH", "GB-NIR")] == ["nordic", "eu", "third"]
    assert everyday(house)["boss"].words["de"] == ["Chef", "Arbeitgeber"]
    dogs, registration = gaps(house)["dogs"], topic(house, "registration")
    assert registration and (dogs.topic_id, dogs.phrasings["de"]) == (registration.id, ["Hundesteuer", "Hund anmelden"])
    assert [line.title for line in guide_lines(house, "de")] == ["What to do (de)"]
    assert [line.topic for line in checklist_lines(house, "en")] == ["registration"]
    assert staff_of(house, "jens@fjordby.example.org").grants == {("resource-person", fjordby.id)}


def staff_of(session: Session, email: str) -> Staff:
    account = people.account_by_email(session, email)
    assert account is not None
    assert account.language == "da"
    return people.staff(session, account)


def test_a_municipality_takes_what_is_shared_and_its_own(house: Session, folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / FJORDBY, folder / "municipalities/bakkeby")
    for path, old, new in (
        ("municipality.yaml", '"998"', '"999"'),
        ("municipality.yaml", "position: 1", "position: 2"),
        ("articles/driving/harbour-parking/article.yaml", "f1hp", "b1hp"),
    ):
        mend(folder, f"municipalities/bakkeby/{path}", old, new)
    for name in ("jens", "mette"):
        mend(folder, "municipalities/bakkeby/people.yaml", f"{name}@fjordby", f"{name}@bakkeby")
    assert import_folder(house, folder, now=NOW).faults == ()
    export_folder(house, tmp_path / "out", municipality="bakkeby")
    expected = {path: content for path, content in tree(folder).items() if not path.startswith(FJORDBY)}
    assert tree(tmp_path / "out") == expected
    with pytest.raises(NotFound):
        export_folder(house, tmp_path / "out", municipality="nowhere")


def test_a_municipality_can_bring_its_own_part_alone(house: Session, tmp_path: Path) -> None:
    own = tmp_path / "own"
    for path, text in files().items():
        if path.startswith(FJORDBY):
            write(own, path, text)
    mend(own, f"{FJORDBY}/slots.yaml", "150", "175")
    report = import_folder(house, own, now=NOW)
    assert (report.faults, report.changed) == ((), (f"{FJORDBY}/slots.yaml",))
    assert report.still_here == (), "what is shared is not gone: it was never meant to be there"


def test_a_draft_stays_a_draft_there_and_back(session: Session, folder: Path, tmp_path: Path) -> None:
    mend(folder, ENGLISH, "---\n## What", "state: draft\n---\n## What")
    import_folder(session, folder, now=NOW)
    assert the_text(session)[0].public_number is None
    export_folder(session, tmp_path / "out")
    assert tree(tmp_path / "out") == tree(folder)


def test_how_far_a_translation_is_behind_goes_there_and_back(session: Session, folder: Path, tmp_path: Path) -> None:
    mend(folder, ENGLISH, "---\n## What", "based_on: before-important\n---\n## What")
    mend(folder, f"{ARTICLE}/de.md", "---\n## What", "based_on: earlier\n---\n## What")
    import_folder(session, folder, now=NOW)
    article = the_article(session)
    english, german, danish = (the_text(session, language)[0] for language in ("en", "de", "da"))
    assert english.based_on < article.alert <= german.based_on < article.meaning == danish.based_on
    export_folder(session, tmp_path / "out")
    assert tree(tmp_path / "out") == tree(folder)


def test_what_the_studio_left_behind_is_said_in_the_files(house: Session, folder: Path, tmp_path: Path) -> None:
    edit(house, "da")
    export_folder(house, tmp_path / "out")
    said = {path: b"based_on: earlier" in content for path, content in tree(tmp_path / "out").items()}
    assert {path for path, behind in said.items() if behind} == {ENGLISH, f"{ARTICLE}/de.md"}


def test_a_text_catches_up_when_its_file_no_longer_says_it_is_behind(session: Session, folder: Path) -> None:
    mend(folder, ENGLISH, "---\n## What", "based_on: earlier\n---\n## What")
    import_folder(session, folder, now=NOW)
    assert the_text(session)[0].based_on < the_article(session).meaning
    write(folder, ENGLISH, a_text("en"))
    assert import_folder(session, folder, now=NOW).changed == (ENGLISH,)
    assert the_text(session)[0].based_on == the_article(session).meaning
    assert the_text(session)[0].latest_number == 1, "nothing was written anew"


# --- What changes -----------------------------------------------------------------------------------------------------


def test_a_changed_source_text_leaves_its_translations_behind(house: Session, folder: Path, tmp_path: Path) -> None:
    before = the_article(house).meaning
    write(folder, DANISH, a_text("da", more=" Husk foto."))
    report = import_folder(house, folder, now=NOW)
    assert report.changed == (DANISH,)
    assert the_article(house).meaning == before + 1
    assert the_text(house, "da")[0].based_on == before + 1
    assert the_text(house, "en")[0].based_on == before
    assert import_folder(house, folder, now=NOW).changed == (), "being behind is no edit"
    export_folder(house, tmp_path / "out")
    assert tree(tmp_path / "out") == tree(folder)


def test_texts_changed_together_stay_together(house: Session, folder: Path) -> None:
    for language in LANGUAGES:
        write(folder, f"{ARTICLE}/{language}.md", a_text(language, more=" News."))
    import_folder(house, folder, now=NOW)
    article = the_article(house)
    assert {the_text(house, language)[0].based_on for language in LANGUAGES} == {article.meaning}
    assert {the_text(house, language)[0].public_number for language in LANGUAGES} == {2}


def test_every_kind_of_file_can_change(session: Session, folder: Path, tmp_path: Path) -> None:
    import_folder(session, folder, now=NOW)
    mend(folder, "topics.yaml", "Licences and cars.", "Licences, cars and bicycles.")
    mend(folder, "terms.yaml", "[driving licence]", "[driving licence, driver's license]")
    mend(folder, "everyday.yaml", "boss, employer", "boss, employer, manager")
    mend(folder, "gaps.yaml", "topic: driving", "topic: registration")
    mend(folder, "figures.yaml", "360.5", "370")
    mend(folder, f"{ARTICLE}/article.yaml", "review_months: 6", "review_months: 12")
    mend(folder, f"{FJORDBY}/municipality.yaml", "  driving-licences:", "  licences:")
    mend(folder, f"{FJORDBY}/slots.yaml", "photo-fee:\n  value: 150", "photo-fee:\n  value: 150.5")
    mend(folder, f"{FJORDBY}/people.yaml", "    en: understands\n", "    en: speaks\n    pl: writes\n")
    mend(folder, f"{FJORDBY}/events.yaml", "seats: 40", "seats: 60")
    mend(folder, "countries.yaml", "Northern Ireland", "Northern Ireland (UK)")
    mend(folder, "guides/exchange/guide.yaml", "days: 180", "months: 6")
    mend(folder, "guides/exchange/en.md", "It depends.", "It depends on your licence.")
    mend(folder, "checklists/first-days/checklist.yaml", "days: 5", "days: 6")
    mend(folder, "checklists/first-days/de.md", "It depends.", "Es kommt darauf an.")
    mend(folder, f"{FJORDBY}/supplements/foreign-driving-licence/en.md", "::: after where-to-go\n- Desk 5\n:::", "")
    mend(folder, f"{FJORDBY}/supplements/foreign-driving-licence/en.md", ":::\n\n", ":::")
    mend(folder, f"{FJORDBY}/notes/foreign-driving-licence/en.md", "Ask", "Always ask")
    report = import_folder(session, folder, now=NOW)
    assert (len(report.changed), report.faults) == (17, ())
    export_folder(session, tmp_path / "out")
    assert tree(tmp_path / "out") == tree(folder)


def test_what_the_administrator_promises_survives_an_import_and_hinders_none(house: Session, folder: Path) -> None:
    fjordby = house.exec(select(Municipality)).one()
    set_promises(house, fjordby, usual=7)
    assert import_folder(house, folder, now=NOW).kept == ()
    mend(folder, f"{FJORDBY}/municipality.yaml", "promise_working_days: 3", "promise_working_days: 5")
    mend(folder, f"{FJORDBY}/municipality.yaml", "  driving-licences:", "  licences:")
    for take in (None, "file"):
        import_folder(house, folder, now=NOW, take=take)
        assert house.exec(select(Contact).where(Contact.key == "licences")).one()
        assert fjordby.promise_working_days == 7


def test_what_leaves_the_everyday_words_and_the_gaps_is_gone_in_the_house_too(house: Session, folder: Path) -> None:
    for path, last in (("everyday.yaml", "work-abroad:"), ("gaps.yaml", "flying:")):
        text = files()[path]
        write(folder, path, text[: text.index(last)])
    assert set(import_folder(house, folder, now=NOW).changed) == {"everyday.yaml", "gaps.yaml"}
    assert (set(everyday(house)), set(gaps(house))) == ({"boss"}, {"dogs"})


def test_a_topic_goes_with_its_last_gap_and_not_before(house: Session, folder: Path) -> None:
    renamed = "- slug: flying\n  title:\n    da: Flyvning\n    en: Flying\n    de: Fliegen\n"
    summed_up = "  summary:\n    da: Fly.\n    en: Planes.\n    de: Flugzeuge.\n"
    topics = files()["topics.yaml"]
    write(folder, "topics.yaml", topics + renamed + summed_up)
    mend(folder, "gaps.yaml", "topic: driving", "topic: flying")
    import_folder(house, folder, now=NOW)
    write(folder, "topics.yaml", topics)
    (found,) = import_folder(house, folder, now=NOW).faults
    assert (found.file, found.line) == ("gaps.yaml", 8)
    (folder / "gaps.yaml").unlink()
    with pytest.raises(Conflict, match="flying"), house.begin_nested():
        import_folder(house, folder, now=NOW)
    write(folder, "gaps.yaml", files()["gaps.yaml"])
    assert set(import_folder(house, folder, now=NOW).changed) == {"gaps.yaml", "topics.yaml"}
    assert topic(house, "flying") is None


def test_who_leaves_people_yaml_gets_no_more_questions_but_stays_known(house: Session, folder: Path) -> None:
    text = files()[f"{FJORDBY}/people.yaml"]
    write(folder, f"{FJORDBY}/people.yaml", text[text.index("- slug: mette") :])
    import_folder(house, folder, now=NOW)
    fjordby = house.exec(select(Municipality)).one()
    assert [each.person.slug for each in people.colleagues(house, fjordby.id or 0)] == ["mette"]
    assert house.exec(select(ResourcePerson).where(ResourcePerson.slug == "jens")).one().active is False
    assert staff_of(house, "jens@fjordby.example.org").grants == frozenset()
    write(folder, f"{FJORDBY}/people.yaml", text)
    import_folder(house, folder, now=NOW)
    assert len(people.colleagues(house, fjordby.id or 0)) == 2


def test_a_new_address_does_not_make_a_new_person(house: Session, folder: Path) -> None:
    before = staff_of(house, "jens@fjordby.example.org").account_id
    mend(folder, f"{FJORDBY}/people.yaml", "jens@fjordby.example.org", "jens.p@fjordby.example.org")
    import_folder(house, folder, now=NOW)
    assert staff_of(house, "jens.p@fjordby.example.org").account_id == before


def test_an_article_renamed_in_the_folder_is_reached_by_its_old_name_too(
    house: Session, folder: Path, tmp_path: Path
) -> None:
    for text in folder.rglob("*.md"):
        text.write_text(text.read_text(encoding="utf-8").replace("article:foreign-", "article:"), encoding="utf-8")
    for path in (f"{FJORDBY}/people.yaml", "guides/exchange/guide.yaml", "checklists/first-days/checklist.yaml"):
        mend(folder, path, "foreign-driving-licence", "driving-licence")
    for old, new in (
        (ARTICLE, "articles/registration/driving-licence"),
        (f"{FJORDBY}/supplements/foreign-driving-licence", f"{FJORDBY}/supplements/driving-licence"),
        (f"{FJORDBY}/notes/foreign-driving-licence", f"{FJORDBY}/notes/driving-licence"),
    ):
        (folder / new).parent.mkdir(parents=True, exist_ok=True)
        (folder / old).rename(folder / new)
    edit(house, "de")
    code = the_article(house).code
    report = import_folder(house, folder, now=NOW)
    assert report.faults == ()
    assert report.kept == ("articles/registration/driving-licence/de.md",)
    assert the_article(house, "driving-licence").code == code
    owners = (the_article(house, "driving-licence").owner_id,)
    reached = queries.article_by_slug(house, "foreign-driving-licence", owners)
    assert reached is not None and reached.slug == "driving-licence"
    assert the_text(house, "de", "driving-licence")[1].body.endswith("Edited in the studio.")
    again = import_folder(house, folder, now=NOW)
    assert (again.added, again.changed, again.kept, again.still_here) == ((), (), report.kept, ())


def test_a_former_name_can_be_added_in_the_folder(house: Session, folder: Path) -> None:
    mend(folder, f"{ARTICLE}/article.yaml", "code: d1fl\n", "code: d1fl\naliases: [koerekort]\n")
    assert import_folder(house, folder, now=NOW).changed == (f"{ARTICLE}/article.yaml",)
    owners = (the_article(house).owner_id,)
    assert queries.article_by_slug(house, "koerekort", owners) == the_article(house)
    assert import_folder(house, folder, now=NOW).changed == ()


# --- What was edited in the studio ------------------------------------------------------------------------------------


@pytest.mark.parametrize("publish", [True, False])
def test_a_text_edited_in_the_studio_is_kept_and_reported(house: Session, folder: Path, publish: bool) -> None:
    edit(house, publish=publish)
    write(folder, ENGLISH, a_text("en", more=" From the folder."))
    write(folder, DANISH, a_text("da", more=" Fra mappen."))
    report = import_folder(house, folder, now=NOW)
    assert report.kept == (ENGLISH,)
    assert report.changed == (DANISH,), "beside it, everything else goes on"
    assert the_text(house)[1].body.endswith("Edited in the studio.")
    assert import_folder(house, folder, now=NOW).kept == (ENGLISH,), "reported until somebody decides"


@pytest.mark.parametrize("publish", [True, False])
def test_the_file_can_be_taken_instead_and_the_edit_stays_in_the_history(
    house: Session, folder: Path, publish: bool
) -> None:
    edit(house, publish=publish)
    report = import_folder(house, folder, now=NOW, take="file")
    assert report.changed == (ENGLISH,)
    translation, revision = the_text(house)
    assert translation.public_number == revision.number == 3
    assert "Edited" not in revision.body
    assert "Edited" in queries.revisions(house, the_article(house), "en")[1].body
    assert import_folder(house, folder, now=NOW).kept == ()


def test_the_database_can_be_taken_explicitly(house: Session, folder: Path) -> None:
    edit(house)
    write(folder, ENGLISH, a_text("en", more=" From the folder."))
    report = import_folder(house, folder, now=NOW, take="database")
    assert report.kept == (ENGLISH,)
    assert the_text(house)[1].body.endswith("Edited in the studio.")


def test_the_same_edit_on_both_sides_is_no_conflict(house: Session, folder: Path, tmp_path: Path) -> None:
    edit(house)
    export_folder(house, tmp_path / "out")
    shutil.copy(tmp_path / "out" / ENGLISH, folder / ENGLISH)
    assert import_folder(house, folder, now=NOW).kept == ()
    write(folder, ENGLISH, a_text("en"))
    assert import_folder(house, folder, now=NOW).changed == (ENGLISH,), "the folder has the last word again"


def test_local_things_edited_in_the_studio_are_kept(house: Session, folder: Path) -> None:
    fjordby = house.exec(select(Municipality)).one()
    actions.fill_slot(
        house,
        "photo-fee",
        owner_id=fjordby.owner_id,
        draft=SlotDraft(value={"value": 99, "unit": "DKK"}, made_from=1),
        by=None,
        now=NOW,
    )
    actions.supplement(
        house, the_article(house), owner_id=fjordby.owner_id, section="what-to-do", language="en",
        draft=SupplementDraft(text="Book a time.", made_from=1), by=None, now=NOW,
    )  # fmt: skip
    mend(folder, f"{FJORDBY}/slots.yaml", "150", "160")
    report = import_folder(house, folder, now=NOW)
    assert set(report.kept) == {f"{FJORDBY}/slots.yaml", f"{FJORDBY}/supplements/foreign-driving-licence/en.md"}
    assert house.get_one(SlotValue, (fjordby.owner_id, "photo-fee")).value["value"] == 99


def test_an_article_archived_in_the_studio_does_not_come_back_by_itself(house: Session, folder: Path) -> None:
    actions.archive(house, the_article(house, "harbour-parking"), now=NOW)
    report = import_folder(house, folder, now=NOW)
    assert set(report.kept) == {f"{LOCAL}/{name}" for name in ("article.yaml", "da.md", "en.md", "de.md")}
    import_folder(house, folder, now=NOW, take="file")
    assert the_article(house, "harbour-parking").archived_at is None
    assert import_folder(house, folder, now=NOW).kept == ()


def test_what_left_the_folder_stays_and_is_reported(house: Session, folder: Path) -> None:
    shutil.rmtree(folder / LOCAL)
    report = import_folder(house, folder, now=NOW)
    assert set(report.still_here) == {f"{LOCAL}/{name}" for name in ("article.yaml", "da.md", "en.md", "de.md")}
    assert the_article(house, "harbour-parking").archived_at is None
    assert import_folder(house, folder, now=NOW).still_here == report.still_here


@pytest.mark.parametrize(
    ("file", "imported", "held", "take", "outcome"),
    [
        ("a", None, None, None, Outcome.ADDED),
        ("a", None, "a", None, Outcome.UNCHANGED),
        ("a", None, "b", None, Outcome.KEPT),
        ("a", "a", "a", None, Outcome.UNCHANGED),
        ("b", "a", "a", None, Outcome.CHANGED),
        ("b", "a", "b", None, Outcome.UNCHANGED),
        ("a", "a", "b", None, Outcome.KEPT),
        ("b", "a", "c", None, Outcome.KEPT),
        ("b", "a", "c", "database", Outcome.KEPT),
        ("b", "a", "c", "file", Outcome.CHANGED),
        ("a", "a", None, None, Outcome.KEPT),
        ("a", "a", None, "file", Outcome.ADDED),
    ],
)
def test_an_import_decides_by_three_digests(
    file: str, imported: str | None, held: str | None, take: str | None, outcome: Outcome
) -> None:
    assert decide(file, imported=imported, held=held, take=take) == outcome  # type: ignore[arg-type]


# --- Nothing by halves ------------------------------------------------------------------------------------------------


def test_a_dry_run_reports_and_writes_nothing(session: Session, folder: Path) -> None:
    before = everything_written(session)
    report = import_folder(session, folder, now=NOW, dry_run=True)
    assert sorted(report.added) == sorted(files())
    assert everything_written(session) == before


def test_a_fault_stops_the_import_before_anything_is_written(session: Session, folder: Path) -> None:
    mend(folder, ENGLISH, "term:driving-licence", "term:unknown")
    before = everything_written(session)
    report = import_folder(session, folder, now=NOW)
    assert [(fault.file, fault.line) for fault in report.faults] == [(ENGLISH, 20)]
    assert (report.added, everything_written(session)) == ((), before)


def test_a_look_that_is_asked_for_does_not_stop_the_import(session: Session, folder: Path) -> None:
    (folder / ENGLISH).unlink()
    assert any(not finding.error for finding in check(read_folder(folder)))
    assert import_folder(session, folder, now=NOW).faults == ()


def test_demo_municipalities_can_be_left_out(session: Session, folder: Path) -> None:
    report = import_folder(session, folder, now=NOW, demo=False)
    assert report.faults == () and not [path for path in report.added if path.startswith(FJORDBY)]
    assert session.exec(select(Municipality)).all() == []
    import_folder(session, folder, now=NOW)
    assert [each.demo for each in session.exec(select(Municipality))] == [True]
    assert import_folder(session, folder, now=NOW, demo=False).still_here == ()


def test_there_must_be_a_folder(session: Session, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        import_folder(session, tmp_path / "nowhere", now=NOW)


def test_a_language_that_the_house_does_not_have_is_refused(house: Session, folder: Path) -> None:
    write(folder, f"{ARTICLE}/pl.md", a_text("pl"))
    assert [fault.file for fault in import_folder(house, folder, now=NOW).faults] == [f"{ARTICLE}/pl.md"]


# --- Paths ------------------------------------------------------------------------------------------------------------


def test_an_export_does_not_write_through_links(house: Session, tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    out.mkdir()
    (out / "articles").symlink_to(elsewhere)
    with pytest.raises(Conflict):
        export_folder(house, out)
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("slug", ["../../../outside", "/outside", "a/b", "Upper", ""])
def test_a_name_that_is_no_name_never_becomes_a_path(house: Session, tmp_path: Path, slug: str) -> None:
    article = the_article(house)
    article.slug = slug
    house.add(article)
    house.flush()
    with pytest.raises(ValueError, match="not a place"):
        export_folder(house, tmp_path / "deep" / "out")
    assert not (tmp_path / "deep").exists()


def test_an_export_leaves_other_files_alone_and_names_them(house: Session, folder: Path) -> None:
    write(folder, "articles/driving/gone/en.md", a_text("en"))
    write(folder, "README.md", "Ours.")
    assert export_folder(house, folder).left_alone == ("articles/driving/gone/en.md",)
    assert (folder / "README.md").read_text() == "Ours."


def test_the_counters_of_the_search_index_grow_with_an_import(house: Session, folder: Path) -> None:
    before = the_article(house).edition
    write(folder, ENGLISH, a_text("en", more=" News."))
    import_folder(house, folder, now=NOW)
    assert the_article(house).edition > before
    assert house.exec(select(col(Article.edition)).where(Article.slug == "harbour-parking")).one() > 0
