# ruff: noqa: E501 (a fault stands in one line)
"""The check names every fault with its file and line, and says how to mend it. Its advice: test_advice.py."""

from pathlib import Path

import pytest

from app.core.errors import NotFound
from app.knowledge.checking import check, errors, tidy_folder
from app.knowledge.places import RESERVED
from app.knowledge.reading import Finding, read_folder
from tests.effort import at_most
from tests.knowledge.folders import ARTICLE, FJORDBY, LOCAL, a_folder, a_text, files, mend, tree, write

ABOUT = f"{ARTICLE}/article.yaml"
ENGLISH = f"{ARTICLE}/en.md"
DANISH = f"{ARTICLE}/da.md"
COUNTRIES, GUIDE, CHECKLIST = "countries.yaml", "guides/exchange/guide.yaml", "checklists/first-days/checklist.yaml"
GUIDE_TEXT = "guides/exchange/en.md"
EVENTS = f"{FJORDBY}/events.yaml"
TOWN = f"{FJORDBY}/municipality.yaml"
SLOTS = f"{FJORDBY}/slots.yaml"
PEOPLE = f"{FJORDBY}/people.yaml"
SUPPLEMENT = f"{FJORDBY}/supplements/foreign-driving-licence/en.md"
NOTE = f"{FJORDBY}/notes/foreign-driving-licence/en.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_folder(tmp_path)


def check_folder(folder: Path) -> list[Finding]:
    return check(read_folder(folder))


def found_in(folder: Path, path: str) -> list[Finding]:
    return [finding for finding in check_folder(folder) if finding.file == path]


def test_a_good_folder_has_nothing_to_mend(folder: Path) -> None:
    assert check_folder(folder) == []


FAULTS = [
    # structure
    (ABOUT, "code: d1fl", "code: 1234", 1, "“code” must be text; put it in double quotes"),
    (ABOUT, "code: d1fl\n", "", 1, "The key “code” is missing here; add it."),
    (ABOUT, "review_months", "reviewmonths", 10, "The key “reviewmonths” is not known here"),
    (ABOUT, "review_months: 6", "review_months: six", 10, "“review_months” must be a whole number"),
    (ABOUT, "checked_on: 2026-11-21", "checked_on: last week", 8, "“checked_on” must be a day such as 2026-11-21"),
    (ABOUT, "checked_on: 2026-11-21", "checked_on: 2026-11-31", 8, "There is no day 2026-11-31"),
    (ABOUT, "audiences: [nordic", "audiences: [nordic, [", 3, "This is not valid YAML"),
    (ABOUT, "required: true", 'required: "true"', 20, "“required” must be true or false"),
    (TOWN, "demo: true", "demo: yes", 7, "“demo” must be true or false"),
    ("figures.yaml", "value: 280", "value: 280 kr.", 4, "“value” must be a number"),
    ("topics.yaml", "- slug: driving", "- slug: registration", 1, "“registration” stands 2 times"),
    ("topics.yaml", "en: Driving", '"en/../x": Driving', 13, "“en/../x” is no language tag"),
    ("topics.yaml", "slug: driving", "slug: Driving!", 10, "“Driving!” is no name here; use a-z"),
    ("terms.yaml", "driving-licence:", "driving-licence: &a", 1, "Anchors (& and *) are not used here"),
    ("everyday.yaml", "boss:", "the boss:", 1, "“the boss” is no name here; use a-z"),
    ("everyday.yaml", "  da: [chef, arbejdsgiver]", "  da: []", 2, "This list is empty; fill it"),
    ("everyday.yaml", "  da: [chef, arbejdsgiver]", "  da: chef", 2, "“da” must be a list"),
    ("everyday.yaml", "[chef, arbejdsgiver]", "[chef, true]", 2, "must be text; put it in double quotes"),
    ("everyday.yaml", "[Chef, Arbeitgeber]", "[Chef, chef]", 4, "“chef” stands below “boss” already; keep one"),
    ("everyday.yaml", "  da: [udearbejde]\n  en: [posting, \"off\"]\n  de: [Montage, Chef]\n", "  {}\n", 5, "Nothing stands here; add a list"),
    ("everyday.yaml", "  da: [chef", "  da/../x: [chef", 2, "“da/../x” is no language tag"),
    ("gaps.yaml", "topic: driving", "topic: swimming", 8, "There is no topic “swimming”; topics.yaml has registration"),
    ("gaps.yaml", "  topic: driving\n", "", 7, "The key “topic” is missing here"),
    ("gaps.yaml", "    de: [Flugschein]", "    de: []", 12, "This list is empty; fill it"),
    ("gaps.yaml", "[pilot licence]", "[pilot licence, Dog Tax]", 11, "“Dog Tax” stands below “dogs” already; keep one"),
    ("gaps.yaml", "[Hundesteuer, Hund anmelden]", "[Hundesteuer, Hundesteuer]", 6, "“Hundesteuer” stands below “dogs” already"),
    # articles
    (ABOUT, "code: d1fl", "code: D1", 1, "“D1” is no code; use four letters and digits"),
    (ABOUT, "code: d1fl", "code: f1hp", 1, "The code “f1hp” is also in"),
    (ABOUT, "visibility: public", "visibility: secret", 2, "“secret” is not known here; there are public, staff"),
    (ABOUT, "third, commuter]", "third, martian]", 3, "“martian” is not known here"),
    (ABOUT, "[worker, family]", "[worker, pirate]", 4, "“pirate” is not known here; there are worker"),
    (ABOUT, "https://authority", "http://authority", 7, "it begins with https://"),
    (ABOUT, "type: fee", "type: money", 15, "“money” is not known here; there are hours"),
    (ABOUT, "type: fee", "type: rule", 15, "is of type fee in municipalities/fjordby/articles"),
    (ABOUT, "review_months: 6", "review_months: 0", 10, "from 1 to 60"),
    (ENGLISH, "title: Foreign driving licence (en)\n", "", 2, "The key “title” is missing here"),
    (ENGLISH, "title: Foreign", "title: " + "x" * 151 + " Foreign", 2, "“title”: This is too long"),
    (ENGLISH, "---\ntitle", "title", 1, "A text begins with a line “---”"),
    (ENGLISH, "---\n## What", "state: finished\n---\n## What", 17, "“state” is draft"),
    (ENGLISH, "---\n## What", "based_on: 3\n---\n## What", 17, "“based_on” must be text"),
    (ENGLISH, "## What to do {#what-to-do}", "## What to do", 18, "This heading has no id"),
    (ENGLISH, "You need not.\n:::", "You need not.", 22, "never closed"),
    (ENGLISH, "::: audience eu", "::: audience martian", 22, "Unknown audience “martian”"),
    (ENGLISH, "You need not.", "<b>You need not.</b>", 23, "HTML is not allowed"),
    (ENGLISH, "It costs {{ figure.licence", "It costs {{ figur.licence", 20, "may stand in braces"),
    (ENGLISH, "figure.licence-exchange-fee", "figure.other-fee", 20, "There is no figure “other-fee”; add it to figures.yaml"),
    (ENGLISH, "term:driving-licence", "term:licence", 20, "There is no term “licence”; add it to terms.yaml"),
    (ENGLISH, "article:foreign-driving-licence", "article:nowhere", 30, "There is no article “nowhere”"),
    (ENGLISH, "licence#what-to-do", "licence#papers", 30, "has no section “papers” in da, en, de"),
    (ENGLISH, "article:foreign-driving-licence", "article:harbour-parking", 30, "There is no article “harbour-parking”"),
    (ENGLISH, "https://authority", "http://authority", 30, "leads nowhere; write https://"),
    (ENGLISH, "(https://authority.example.org/)", "(mailto:a@example.org)", 30, "leads nowhere; write https://"),
    (ENGLISH, "(https://authority.example.org/)", "(tel:our-office)", 30, "leads nowhere; write https://…, tel:112"),
    (ENGLISH, "slot.photo-fee", "slot.opening-hours", 26, "The slot “opening-hours” is not declared"),
    # countries, guides, checklists
    (COUNTRIES, "[CH, DE, PL]", "[CH, DE, PL, SE]", 1, "“SE” stands 2 times"),
    (COUNTRIES, "[CH, DE, PL]", "[CH, DE, XX]", 3, "“XX” is no country's code"),
    (COUNTRIES, "part_of: GB", "part_of: FR", 7, "There is no country “FR” above"),
    (COUNTRIES, "GB-NIR:", "NIR:", 6, "“NIR” is no issuing area's code"),
    (GUIDE, "topic: driving", "topic: flying", 1, "There is no topic “flying”"),
    (GUIDE, "type: choice", "type: guess", 12, "“guess” is not known here; there are country, choice"),
    (GUIDE, "id: issued-in", "id: lang", 4, "A question can't be called “lang”"),
    (GUIDE, "listed: [BR, UA]", "listed: [BR, XX]", 43, "There is no country or area “XX”"),
    (GUIDE, "      category: [car]", "      category: [bus]", 62, "“bus” is not known here; there are car, lorry"),
    (GUIDE, "      category: [car]", "      issued: [car]", 62, "This is no condition for a question of type date"),
    (GUIDE, "      category: [car]", "      weight: [car]", 62, "There is no question “weight”"),
    (GUIDE, "papers: [driving-licence]", "papers: [fishing-licence]", 65, "There is no term “fishing-licence”"),
    (GUIDE, "conditions: [not-dis", "conditions: [never-dis", 64, "There is no “never-disqualified” below “conditions”"),
    (GUIDE, "      after: settled", "      after: category", 66, "“category” is no day here; there are issued, settled"),
    (GUIDE, "      days: 180", "      days: 180\n      months: 6", 66, "A deadline has one of days, working_days"),
    (GUIDE, "        since: 2021-01-01", "        at_least: 5", 86, "For a question of type date there are before, later_than"),
    (GUIDE, "        since: 2021-01-01", "        since: 2021-01-01\n        unknown: true", 86, "Only an optional question may be unknown"),
    (GUIDE, "        since: 2021-01-01", "        since: 2021-01-03", 54, "There is a gap: no row answers issued-in=GB, issued=2021-01-01 on 2020-01-01"),
    (GUIDE, "        since: 2021-01-01", "        since: 2020-12-31", 84, "overlap: rows 4 and 5 all answer issued-in=GB, issued=2020-12-31 on 2020-01-01"),
    (GUIDE, "      issued-in: [eu, nordic]", "      issued-in: [eu]", 54, "There is a gap: no row answers issued-in=DK on 2020-01-01"),
    (GUIDE_TEXT, "{#exchange}", "{#swap}", 5, "The section “exchange” is missing"),
    (GUIDE_TEXT, "(free) {#free}\nIt costs {{ figure.licence-exchange", "(free) {#free}\nIt costs {{ figure.other", 6, "There is no figure “other-fee”"),
    (CHECKLIST, "day: arrival", "day: birthday", 3, "“birthday” is not known here; there are arrival"),
    (CHECKLIST, "authority: driving-licence", "authority: nobody", 14, "There is no term “nobody”"),
    (CHECKLIST, "section: what-to-do", "section: papers", 13, "has no section “papers” in da, en, de"),
    (CHECKLIST, "      situation: [worker]", "      situation: [pirate]", 20, "“pirate” is nothing that this checklist asks about"),
    (CHECKLIST, "      before: work-start", "      before: christmas", 21, "“christmas” is no day here"),
    (CHECKLIST, "      working_days: 2", "      working_days: -2", 22, "“working_days” is from 0 to 2500"),
    # a municipality's own
    (EVENTS, "kind: visiting-day", "kind: party", 2, "“party” is not known here; there are visiting-day"),
    (EVENTS, 'starts: "14:00"', 'starts: "2 pm"', 12, "“2 pm” is no time of day"),
    (EVENTS, 'ends: "18:00"', 'ends: "13:00"', 13, "An event ends after it has begun"),
    (EVENTS, "sign_up_by: 2027-03-01", "sign_up_by: 2027-04-01", 27, "Signing up ends on the day of the event or before"),
    (EVENTS, "skat@fjordby.example.org", "http://fjordby.example.org", 26, "it begins with https://"),
    (TOWN, "situations: [worker, family]", "situations: [pirate]", 78, "“pirate” is not known here"),
    (PEOPLE, "    en: understands", "    en: sings", 15, "“sings” is not known here; there are understands"),
    (PEOPLE, "  hours: Mo-Th", "  shared_with: [nowhere]\n  hours: Mo-Th", 16, "There is no other municipality “nowhere”"),
    (TOWN, "Mo-We 09:00-15:00; Th 09:00-17:00", "every day", 25, "Write hours as in “Mo-We 09:00-15:00"),
    (TOWN, "topics: [driving]", "topics: [flying]", 32, "There is no topic “flying”; topics.yaml has registration, driving"),
    (TOWN, '"#0b5463"', '"#9ad0e0"', 11, "choose a darker one, with at least 4.5:1"),
    (TOWN, '"#0b5463"', "blue", 11, "“blue” is no colour"),
    (TOWN, '"6998"', '"69"', 13, "it has four digits"),
    (TOWN, "email: privat@fjordby.example.org", "email: privat", 49, "“privat” is no e-mail address"),
    (TOWN, "keep_days: 180", "keep_days: 0", 53, "“keep_days” is from 1 to 3650"),
    (TOWN, "position: 1", "position: 99999999999999999999", 6, "“position” is from 1 to 1000"),
    (TOWN, "web: https://", "web: ftp://", 26, "it begins with https://"),
    (TOWN, "languages: [da, en, de]", "languages: [da, danish]", 9, "“danish” is no language tag"),
    (SLOTS, "  value: 150\n  unit: DKK\n", "  da: 150 kr.\n", 1, "A fee has “value” (a number) and “unit”"),
    (SLOTS, "value: 150", "value: true", 1, "A fee has “value” (a number) and “unit”"),
    (SLOTS, "value: 150", "value: -5", 1, "A fee is not below zero"),
    (SLOTS, "photo-fee:\n  value: 150\n", "citizen-service: harbour\nphoto-fee:\n  value: 150\n", 1, "The key of a contact belongs here"),
    (PEOPLE, "    driving: responsible", "    flying: responsible", 9, "There is no topic “flying”"),
    (PEOPLE, "    foreign-driving-licence: resp", "    flying-licence: resp", 11, "There is no article “flying-licence”"),
    (PEOPLE, "shown_as: full-name", "shown_as: nickname", 17, "“nickname” is not known here; there are full-name"),
    (PEOPLE, "first_day: 2026-12-21", "first_day: 2027-12-21", 20, "An absence ends on its first day or later"),
    (PEOPLE, "hours: Mo-Th", "hours: Often", 16, "Write hours as in"),
    (PEOPLE, "hours: Mo-Th 09:00", "hours: ma-to 9", 16, "In a file, write hours as in “Mo-Th 09:00-15:00”."),
    (PEOPLE, "mette@fjordby", "jens@fjordby", 1, "“jens@fjordby.example.org” stands 2 times"),
    (SUPPLEMENT, "after what-to-do", "after papers", 1, "no section “papers” in da, en, de"),
    (SUPPLEMENT, "- Desk 5\n:::", "- Desk 5", 5, "never closed"),
    (SUPPLEMENT, "In Fjordby (en).", "## Here {#here}", 2, "no headings of its own"),
    (SUPPLEMENT, "- Desk 5", "- [Desk](article:nowhere)", 6, "There is no article “nowhere”"),
    (NOTE, "the licence", "the [licence](term:licence)", 1, "There is no term “licence”"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "good", "bad", "line", "message"), FAULTS, ids=[f"{fault[2]!r:.40}" for fault in FAULTS]
)
def test_an_error_names_file_line_and_mending(
    folder: Path, path: str, good: str, bad: str, line: int, message: str
) -> None:
    mend(folder, path, good, bad)
    found = [each for each in errors(check_folder(folder)) if each.file == path and message in each.message]
    assert [each.line for each in found] == [line], [str(each) for each in check_folder(folder)]


LOOKS = [
    (ABOUT, "section: where-to-go", "section: papers", 21, "stands in the section “where-to-go”, not “papers”"),
    ("terms.yaml", "  de:\n    words: [Führerschein]\n    meaning: Der Ausweis, mit dem Sie fahren dürfen.\n", "", 1, "This is missing in de"),
    ("everyday.yaml", "  de: [Chef, Arbeitgeber]\n", "", 1, "This is missing in de"),
    ("gaps.yaml", "    en: [pilot licence]\n", "", 9, "This is missing in en"),
    ("figures.yaml", "        checked_on: 2026-11-21\n", "", 11, "The source is missing or not complete"),
    (TOWN, "      de: Bürgerservice\n", "", 18, "This is missing in de"),
    (SLOTS, "photo-fee:", "photo-fees:", 1, "No article has a slot “photo-fees”"),
    (ABOUT, "d1fl", "  d1fl", 1, "run the check with --tidy"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "good", "bad", "line", "message"), LOOKS, ids=[f"{look[2]!r:.40}" for look in LOOKS])
def test_other_findings_ask_for_a_look_and_are_no_errors(
    folder: Path, path: str, good: str, bad: str, line: int, message: str
) -> None:
    mend(folder, path, good, bad)
    findings = check_folder(folder)
    assert errors(findings) == []
    found = [each for each in findings if message in each.message]
    assert (path, line) in [(each.file, each.line) for each in found], list(map(str, findings))


def test_a_word_may_stand_in_two_everyday_entries_and_a_phrasing_in_two_languages(folder: Path) -> None:
    mend(folder, "everyday.yaml", "Montage", "Chef, Montage")
    mend(folder, "everyday.yaml", "Montage, Chef", "Montage")
    mend(folder, "gaps.yaml", "[flycertifikat]", "[flycertifikat, dog tax]")
    assert check_folder(folder) == []


def test_a_missing_translation_is_found_but_a_missing_source_text_is_an_error(folder: Path) -> None:
    (folder / ENGLISH).unlink()
    assert [(each.message, each.error) for each in found_in(folder, ABOUT)] == [
        ("The text in en is missing; add en.md.", False)
    ]
    write(folder, ENGLISH, a_text("en"))
    (folder / DANISH).unlink()
    assert [each.error for each in found_in(folder, ABOUT)] == [True]


def test_a_municipality_cannot_have_an_article_named_like_a_shared_one(folder: Path) -> None:
    (folder / LOCAL).rename((folder / LOCAL).with_name("foreign-driving-licence"))
    found = found_in(folder, f"{FJORDBY}/articles/driving/foreign-driving-licence/article.yaml")
    assert [each.message for each in found] == [
        f"{ABOUT} has the name “foreign-driving-licence”, too; give one of them another."
    ]


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_a_municipality_cannot_be_called_like_an_address_of_the_house(folder: Path, slug: str) -> None:
    (folder / FJORDBY).rename(folder / "municipalities" / slug)
    found = found_in(folder, f"municipalities/{slug}/municipality.yaml")
    assert any(each.error and "addresses of the house begin so" in each.message for each in found)


def test_a_folder_of_an_unknown_topic_is_found(folder: Path) -> None:
    (folder / "articles/driving").rename(folder / "articles/flying")
    found = found_in(folder, "articles/flying/foreign-driving-licence/article.yaml")
    assert [each.message for each in found] == ["There is no topic “flying”; topics.yaml has registration, driving."]


def test_a_file_with_no_place_in_knowledge_is_named(folder: Path) -> None:
    write(folder, "articles/driving/notes.txt", "hello")
    write(folder, "README.md", "hello")
    write(folder, ".hidden/file.yaml", "hello")
    (found,) = check_folder(folder)
    assert (found.file, found.error) == ("articles/driving/notes.txt", False)


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        check_folder(tmp_path / "nowhere")


# --- Files that mean harm ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"- slug: driving\n  title: \xff\xfe\n", 2),
        (b"\x00\x01\x02", 1),
        (b"- slug: !!python/object/apply:os.system [ls]\n", 1),
        (b"l0: &l0 [a, a]\nl1: [*l0, *l0]\n", 1),
        (b"x" * 1_100_000, 1),
        (b"[" * 5_000, 1),
        (b"{}\n", 1),
        (b"", 1),
        (b"hello\n", 1),
        (b"- 1\n- 2\n", 1),
        (b"? {a: b}\n: c\n", 1),
    ],
)
def test_a_hostile_file_is_an_error_with_its_line_and_nothing_more(folder: Path, content: bytes, line: int) -> None:
    (folder / "topics.yaml").write_bytes(content)
    with at_most(seconds=20):
        found = errors(found_in(folder, "topics.yaml"))
    assert found and found[0].line == line
    before = (folder / "topics.yaml").read_bytes()
    assert folder / "topics.yaml" not in tidy_folder(folder)
    assert (folder / "topics.yaml").read_bytes() == before


def test_links_are_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "en.md").write_text("the machine's secret", encoding="utf-8")
    (folder / ENGLISH).unlink()
    (folder / ENGLISH).symlink_to(outside / "en.md")
    (folder / "articles/registration").symlink_to(outside)
    found = {each.file: each for each in errors(check_folder(folder))}
    assert found.keys() == {ENGLISH, "articles/registration"}
    assert "secret" not in str(found)


# --- Tidy -------------------------------------------------------------------------------------------------------------


def test_tidy_brings_files_to_their_canonical_form(folder: Path) -> None:
    (folder / ENGLISH).write_bytes(
        b"\xef\xbb\xbf" + a_text("en").replace("\n", "\r\n").replace("---\r\n##", "---\r\n\r\n##").encode()
    )
    mend(
        folder, ABOUT, "audiences: [nordic, eu, third, commuter]", "audiences:\n- commuter\n- 'eu'\n- third\n- nordic\n"
    )
    write(
        folder,
        PEOPLE,
        files()[PEOPLE]
        .replace("languages: [da, en]", 'languages: ["en", da]')
        .replace("hours: Mo-Th 09:00-15:00", "hours: 'Mo-Th 09:00-15:00'"),
    )
    write(folder, SUPPLEMENT, "\n::: after where-to-go\n\n- Desk 5\n:::\n::: after what-to-do\nIn Fjordby (en).\n:::")
    assert len(check_folder(folder)) == 4
    assert {path.relative_to(folder).as_posix() for path in tidy_folder(folder)} == {ENGLISH, ABOUT, PEOPLE, SUPPLEMENT}
    assert tree(folder) == {path: text.encode() for path, text in files().items()}
    assert tidy_folder(folder) == []


def test_tidy_leaves_files_with_faults_as_they_are(folder: Path) -> None:
    mend(folder, ABOUT, "code:", "cod:")
    before = tree(folder)
    assert tidy_folder(folder) == []
    assert tree(folder) == before
