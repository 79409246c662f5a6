"""Texts for answers: which there are for whom, in which language, and how they read in a letter."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session

from app.articles import actions
from app.articles.drafts import SupplementDraft
from app.articles.markup import to_letter
from app.articles.models import Figure
from app.articles.ready_texts import ready_texts
from app.core.database import Database
from app.core.edition import renew
from app.people.models import Contact, Municipality
from tests.cast import NOW, TODAY, Cast, an_article
from tests.ready_texts import a_ready_text

HOME = "https://indgang.example.org"


def slugs(session: Session, municipality: Municipality, language: str = "en", *, today: date = TODAY) -> list[str]:
    found = ready_texts(session, municipality, about="", written_in=language, reader=language, today=today, home=HOME)
    return [each.slug for each in found]


def words(
    session: Session, municipality: Municipality, language: str = "en", *, reader: str = "", about: str = ""
) -> str:
    [found] = ready_texts(
        session, municipality, about=about, written_in=language, reader=reader or language, today=TODAY, home=HOME
    )
    return found.text


def test_there_are_the_published_ones_in_the_language_shared_and_own_by_topic_and_title(
    session: Session, cast: Cast
) -> None:
    an_article(session, cast, "cpr-number", texts={"en": "CPR number"})
    a_ready_text(session, cast, "thanks")
    a_ready_text(session, cast, "another-authority")
    a_ready_text(session, cast, "which-licence", topic="driving", owner=cast.fjordby)
    a_ready_text(session, cast, "only-danish", bodies={"da": "Kun dansk."})
    a_ready_text(session, cast, "of-bakkeby", owner=cast.bakkeby)
    a_ready_text(session, cast, "unfinished", published=False)
    actions.archive(session, a_ready_text(session, cast, "archived"), now=NOW)
    assert slugs(session, cast.fjordby) == ["which-licence", "another-authority", "thanks"]
    assert slugs(session, cast.fjordby, "da") == ["which-licence", "another-authority", "only-danish", "thanks"]
    assert slugs(session, cast.bakkeby) == ["another-authority", "of-bakkeby", "thanks"]
    assert slugs(session, cast.fjordby, "de") == []


def test_it_reads_as_a_letter_and_its_links_stand_below_in_the_readers_language(session: Session, cast: Cast) -> None:
    an_article(session, cast, "foreign-driving-licence", texts={"en": "Foreign licence", "da": "Udenlandsk kørekort"})
    a_ready_text(session, cast)
    page = f"{HOME}/fjordby/en/articles/foreign-driving-licence#what-to-do"
    assert words(session, cast.fjordby) == (f"We can not answer.\n\n- Read about licences.\n\nForeign licence: {page}")
    assert words(session, cast.fjordby, "da", reader="en") == (
        f"Vi kan ikke svare.\n\n- Læs om kørekort.\n\nForeign licence: {page}"
    )


def test_figures_and_slots_are_those_of_the_day_and_the_municipality(session: Session, cast: Cast) -> None:
    for owner, value in ((cast.shared.id, 100), (cast.bakkeby.owner_id, 250)):
        session.add(
            Figure(owner_id=owner or 0, name="fee", unit="DKK", value=value, valid_from=TODAY, source_name="List")
        )
    body = "It costs {{ figure.fee }}.\n\n## Where {#where-to-go}\n\n{{ slot.counter }}"
    a_ready_text(session, cast, bodies={"en": body}, slots={"counter": "contact"})
    assert words(session, cast.fjordby).splitlines() == [
        "It costs DKK\N{NO-BREAK SPACE}100.", "", "Where", "", "Citizen Service", "Torvet 1, Fjordby",
        "Telephone: 00 10 20 30", "E-mail: borgerservice@fjordby.example.org",
        "Opening hours: Monday to Friday 9:00–15:00",
    ]  # fmt: skip
    assert "DKK\N{NO-BREAK SPACE}250" in words(session, cast.bakkeby)
    assert "Torvet 1, Bakkeby" in words(session, cast.bakkeby)


def test_a_contact_is_the_one_for_what_is_asked_about(session: Session, cast: Cast) -> None:
    licences = Contact(
        municipality_id=cast.fjordby.id or 0, key="licences", name={"en": "Licences"}, topics=["driving"], position=9
    )
    session.add(licences)
    a_ready_text(session, cast, bodies={"en": "Come here:\n\n{{ slot.counter }}"}, slots={"counter": "contact"})
    assert "Citizen Service" in words(session, cast.fjordby)
    assert words(session, cast.fjordby, about="driving") == "Come here:\n\nLicences"
    assert "Citizen Service" in words(session, cast.fjordby, about="help")


def test_what_the_municipality_adds_is_in_it_in_the_language_it_is_written_in(session: Session, cast: Cast) -> None:
    article = a_ready_text(
        session, cast, bodies={each: "Come.\n\n## Where {#where-to-go}\n\nTo us." for each in ("da", "en")}
    )
    for owner, words_added in ((cast.fjordby, "Kom kl. 9."), (cast.bakkeby, "Kom kl. 10.")):
        draft, place = SupplementDraft(text=words_added), {"owner_id": owner.owner_id, "section": "where-to-go"}
        actions.supplement(session, article, **place, language="da", draft=draft, by=None, now=NOW)
    assert words(session, cast.fjordby, "da", reader="en") == "Come.\n\nWhere\n\nTo us.\n\nKom kl. 9."
    assert "Kom" not in words(session, cast.fjordby, "en")


def test_a_hundred_take_as_many_queries_as_one_and_none_when_they_are_kept(
    database: Database, session: Session, cast: Cast
) -> None:
    statements: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    def queries_for(count: int) -> tuple[int, int]:
        numbers = []
        for _ in range(2):
            with database.read() as reading:
                statements.clear()
                assert len(slugs(reading, cast.fjordby)) == count
                numbers.append(len(statements))
        return numbers[0], numbers[1]

    an_article(session, cast, "foreign-driving-licence")
    a_ready_text(session, cast)
    renew(session)
    session.commit()
    cold, warm = queries_for(1)
    for number in range(99):
        a_ready_text(session, cast, f"text-{number}")
    renew(session)
    session.commit()
    assert queries_for(100) == (cold, warm)
    assert warm < cold


def test_a_letter_keeps_paragraphs_and_lists_and_no_marks() -> None:
    markdown = (
        "Hello **you**, \\*now\\*.  \nA new line,\nthe same [paragraph](https://a.example.org).\n\n"
        "1. one `word`\n2. two\n   - inside\n\nCall [112](tel:112), <https://b.example.org>."
    )
    letter = to_letter(markdown, lambda words, address: f"{words}: {address}" if "a.example" in address else "")
    assert letter == (
        "Hello you, *now*.\nA new line, the same paragraph.\n\n"
        "1. one word\n2. two\n- inside\n\nCall 112, https://b.example.org.\n\nparagraph: https://a.example.org"
    )
    assert to_letter("", lambda *_: "") == ""
