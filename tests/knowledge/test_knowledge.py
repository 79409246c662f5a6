"""The shipped knowledge: all fifty articles, in three languages, that a newcomer can trust."""

import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

from app.articles import markup
from app.core.analysis import analysis_for
from app.knowledge.checking import Review, errors, review
from app.knowledge.forms import (
    AnyForm,
    ArticleForm,
    EventsForm,
    EverydayForm,
    FiguresForm,
    GapsForm,
    MunicipalityForm,
    NoteForm,
    PeopleForm,
    TermsForm,
    TextForm,
)
from app.knowledge.reading import File
from tests.cast import TODAY
from tests.knowledge.folders import LANGUAGES

F = TypeVar("F", bound=AnyForm)
HERE = Path(__file__).parents[2]
KNOWLEDGE = HERE / "knowledge"
PLAN = {
    "registration": "cpr-number eu-residence-document nordic-citizens residence-and-work-permit moving-within-denmark"
    " leaving-denmark voting-and-citizenship",
    "digital": "mitid digital-post bank-account-nemkonto",
    "driving": "foreign-driving-licence importing-a-car public-transport-and-cycling",
    "tax": "tax-card annual-tax-assessment researcher-tax-scheme cross-border-tax",
    "work": "finding-a-job employment-contract-and-rights unemployment-insurance-and-unions holiday-and-holiday-pay"
    " sickness-absence recognition-of-qualifications spouse-and-partner-jobs workplace-culture",
    "health": "choosing-a-doctor emergency-and-out-of-hours dental-care health-cover-for-commuters pregnancy-and-birth",
    "family": "childcare schools child-and-youth-benefit parental-leave family-reunification marriage-and-divorce",
    "housing": "finding-housing renting-rights-and-deposit housing-benefit buying-property utilities-and-waste",
    "language-and-leisure": "danish-courses clubs-libraries-and-leisure",
    "study": "international-students student-grant-su",
    "commuting": "commuter-social-security",
    "pension-and-ageing": "pension",
    "employer": "hiring-foreign-staff receiving-foreign-staff",
    "help": "who-can-help",
}


@cache
def knowledge() -> Review:
    return review(KNOWLEDGE, today=TODAY)


def shared() -> list[File]:
    """What readers find in all municipalities."""
    answers = {(file.place.topic, file.place.slug) for file in for_answers(ArticleForm)}
    return [
        file
        for file in knowledge().folder.files.values()
        if not file.place.municipality and (file.place.topic, file.place.slug) not in answers
    ]


def for_answers(form: type[AnyForm]) -> list[File]:
    """The files of the texts that staff puts into answers."""
    files = knowledge().folder.files.values()
    homes = {
        file.path.rpartition("/")[0] for file in files if isinstance(file.form, ArticleForm) and file.form.for_replies
    }
    return [file for file in files if isinstance(file.form, form) and file.path.rpartition("/")[0] in homes]


def texts() -> list[tuple[File, TextForm]]:
    return [(file, file.form) for file in shared() if isinstance(file.form, TextForm)]


def test_there_is_nothing_to_mend() -> None:
    assert list(map(str, knowledge().findings)) == []


def test_every_planned_article_is_there_in_every_language() -> None:
    planned = Counter(
        (topic, slug, language) for topic, slugs in PLAN.items() for slug in slugs.split() for language in LANGUAGES
    )
    assert Counter((file.place.topic, file.place.slug, file.place.language) for file, _ in texts()) == planned
    assert len(planned) == 150


def test_texts_for_answers_are_there_in_every_language_and_tell_staff_when_they_fit() -> None:
    about = [file for file in for_answers(ArticleForm) if not file.place.municipality]
    assert len(about) >= 8
    written = Counter((file.place.slug, file.place.language) for file in for_answers(TextForm))
    assert written == Counter((file.place.slug, language) for file in about for language in LANGUAGES)
    for file in for_answers(TextForm):
        text = file.form
        assert isinstance(text, TextForm)
        assert text.summary and not text.state and not text.phrasings, file.path
        assert not re.search(r"\d", text.body), f"{file.path}: no fee, no deadline"


def test_nothing_is_a_draft_or_behind_its_source() -> None:
    assert [file.path for file, form in texts() if form.state or form.based_on] == []


def test_every_article_has_its_next_step_its_place_to_go_and_its_sources() -> None:
    for file, form in texts():
        ids = markup.parse(form.body).ids
        assert "what-to-do" in ids and ids[-1] == "where-to-go", file.path
        assert ids.index("what-to-do") <= 2, f"{file.path}: the steps come too late"
    for file in shared():
        if isinstance(form := file.form, ArticleForm):
            assert len(form.sources) >= 2, file.path
            assert form.audiences and form.situations, file.path


def test_the_glossary_explains_at_least_450_concepts_in_three_languages() -> None:
    terms = knowledge().folder.files["terms.yaml"].form
    assert isinstance(terms, TermsForm)
    assert len(terms.root) >= 450
    for slug, languages in terms.root.items():
        assert tuple(languages) == LANGUAGES, slug
        assert all(each.words and each.meaning for each in languages.values()), slug


def test_everyday_words_are_there_in_three_languages_and_a_word_in_two_entries_at_most() -> None:
    everyday = knowledge().folder.files["everyday.yaml"].form
    assert isinstance(everyday, EverydayForm)
    assert len(everyday.root) >= 300
    for language in LANGUAGES:
        words = [word.casefold() for entry in everyday.root.values() for word in entry[language]]
        assert [word for word, entries in Counter(words).items() if entries > 2] == []
        assert list(filter(analysis_for(language).is_stop_word, words)) == []


def test_a_known_gap_is_nothing_that_an_article_says_it_answers() -> None:
    gaps = knowledge().folder.files["gaps.yaml"].form
    assert isinstance(gaps, GapsForm)
    assert len(gaps.root) >= 200
    answered = {
        (file.place.language, phrasing.casefold())
        for file in knowledge().folder.files.values()
        if isinstance(form := file.form, TextForm)
        for phrasing in form.phrasings
    }
    for slug, gap in gaps.root.items():
        assert tuple(gap.phrasings) == LANGUAGES, slug
        asked = {(language, each.casefold()) for language in LANGUAGES for each in gap.phrasings[language]}
        assert not asked & answered, slug


def test_terms_are_explained_in_place() -> None:
    for file, form in texts():
        assert [link for link in markup.parse(form.body).links() if link.kind == "term"], file.path


def test_every_figure_is_used_and_says_where_it_comes_from() -> None:
    figures = knowledge().folder.files["figures.yaml"].form
    assert isinstance(figures, FiguresForm)
    used = {figure for _, form in texts() for figure in markup.parse(form.body).figures}
    assert set(figures.root) - used == set()
    for name, figure in figures.root.items():
        assert all(value.source and value.source.address and value.source.checked_on for value in figure.values), name


def test_phrasings_are_many() -> None:
    assert sum(len(form.phrasings) for _, form in texts()) >= 3_750


def test_no_text_gives_an_e_mail_address() -> None:
    for file, form in texts():
        assert not re.search(r"[\w.]+@[\w.]+", form.body), file.path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_an_article_once_it_is_filled(tmp_path: Path, language: str) -> None:
    shutil.copytree(
        KNOWLEDGE,
        tmp_path,
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("articles", "municipalities", "guides", "checklists"),
    )
    shutil.copytree(HERE / "docs" / "article-template", tmp_path / "articles" / "driving" / "my-article")
    found = review(tmp_path, today=TODAY)
    assert errors(found.findings) == []
    said = {each.message.split(";")[0] for each in found.findings if each.file.endswith(f"{language}.md")}
    assert all("phrasings" in message or "words" in message for message in said), said


def test_readers_in_fjordby_see_about_seven_shared_words_in_ten() -> None:
    fjordby = next(each for each in knowledge().shares if each.municipality == "fjordby")
    assert 25 <= fjordby.percent_local <= 35


# The two invented municipalities

TOWNS = pytest.mark.parametrize("town", ["fjordby", "bakkeby"])


def local(town: str, form: type[F]) -> list[F]:
    """A municipality's files of this form."""
    return [
        file.form
        for file in knowledge().folder.files.values()
        if file.place.municipality == town and isinstance(file.form, form)
    ]


@TOWNS
def test_a_municipality_has_enough_of_its_own(town: str) -> None:
    assert len(local(town, ArticleForm)) >= 8
    assert len(local(town, NoteForm)) >= 6 * len(LANGUAGES)
    assert len(local(town, FiguresForm)[0].root) >= 8
    assert len(local(town, MunicipalityForm)[0].offers) >= 8


@TOWNS
def test_every_topic_has_one_responsible_person_and_the_harder_articles_somebody_who_knows(town: str) -> None:
    people = local(town, PeopleForm)[0].root
    assert len(people) >= 12
    responsible = Counter(topic for each in people for topic, level in each.topics.items() if level == "responsible")
    assert responsible == dict.fromkeys(PLAN, 1)
    known = {article for each in people for article in each.subjects}
    harder = (
        "foreign-driving-licence cross-border-tax commuter-social-security family-reunification eu-residence-document"
        " residence-and-work-permit recognition-of-qualifications researcher-tax-scheme"
    )
    assert known >= set(harder.split())


@TOWNS
def test_some_questions_need_a_pair_some_people_are_away_and_some_are_shared(town: str) -> None:
    people = local(town, PeopleForm)[0].root
    danish_only = [
        each for each in people if [*each.languages.values()].count("writes") == 1 and "da" in each.languages
    ]
    assert len(danish_only) >= 3
    assert {level for each in people for level in each.languages.values()} == {"understands", "speaks", "writes"}
    assert sum(bool(each.absences) for each in people) >= 3
    assert sum(bool(each.shared_with) for each in people) >= 2


@TOWNS
def test_there_is_something_on_in_every_month_of_a_year(town: str) -> None:
    days = {event.day for event in local(town, EventsForm)[0].root}
    assert {(day.year, day.month) for day in days} >= {(2026, 12), *((2027, month) for month in range(1, 12))}


@TOWNS
def test_everything_about_a_municipality_is_plainly_invented(town: str) -> None:
    (about,) = local(town, MunicipalityForm)
    assert about.demo, "its pages wear a ribbon"
    for path in (KNOWLEDGE / "municipalities" / town).rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        for address in re.findall(r"[\w.+-]+@[\w.-]+\w", text):
            assert address.endswith("example.org"), f"{path}: {address}"
        for number in re.findall(r"\b\d\d \d\d \d\d \d\d\b", text):
            assert number.startswith(("0", "1")), f"{path}: {number}"
