"""Routing, asking, answering and the inbox take as many queries among many people, enquiries and towns as among few."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlmodel import Session

from app.core.database import Database
from app.core.edition import renew
from app.enquiries import actions, answering, queries
from app.enquiries.drafts import EnquiryDraft
from app.enquiries.models import MessageState
from app.enquiries.routing import Matter
from app.people.queries import colleagues
from tests.cast import NOW, Cast, a_question, keep_promises
from tests.regions import add_enquiries, add_people, add_towns

MOST = 60  # queries, even when nothing is kept in memory
EACH = 3  # queries for a part with which all is well
LICENCE = Matter(topics={"driving": 1.0}, articles=["foreign-driving-licence"], language="de")


def who_knows(session: Session, cast: Cast) -> None:
    assert queries.who_knows(session, cast.fjordby, LICENCE, now=NOW)[0].knows


def ask(session: Session, cast: Cast) -> None:
    draft = EnquiryDraft(text="May I drive here?", topic="driving", email="ola@example.org")
    assert actions.ask(session, draft, municipality=cast.fjordby, language="en", now=NOW).person


def answer(session: Session, cast: Cast) -> None:
    thread, jens = a_question(session, cast), cast.staff_of(cast.jens, session)
    assert answering.answer(session, thread, "Yes.", by=jens, now=NOW).state == MessageState.SENT


def inbox(session: Session, cast: Cast) -> None:
    staff = cast.staff_of(cast.mette, session)
    assert queries.inbox(session, staff, cast.fjordby, everyone=True, limit=200, now=NOW)


def keep(session: Session, cast: Cast) -> None:
    assert keep_promises(session, cast.fjordby, now=NOW) == 0


def directory(session: Session, cast: Cast) -> None:
    assert colleagues(session, cast.fjordby.id or 0)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile, whatever session sends them."""
    statements: list[str] = []

    def note(*given: object) -> None:
        statements.append(str(given[2]))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    yield statements
    sa.event.remove(database.engine, "before_cursor_execute", note)


def queries_of(do: Callable[[Session, Cast], None], database: Database, cast: Cast) -> tuple[int, int]:
    """How many queries it takes when nothing is kept in memory, and when all of that is."""
    numbers = []
    with database.write() as session:
        renew(session)
    for _ in range(2):
        with database.session(writes=True) as session, counted(database) as statements:
            do(session, cast)
        numbers.append(len(statements))
    return numbers[0], numbers[1]


def costs(database: Database, cast: Cast) -> dict[str, tuple[int, int]]:
    return {do.__name__: queries_of(do, database, cast) for do in (who_knows, ask, answer, inbox, directory)}


def test_it_takes_as_many_queries_among_many_people_and_enquiries_as_among_few(
    database: Database, session: Session, cast: Cast
) -> None:
    add_enquiries(session, cast.fjordby, 10)
    session.commit()
    among_few = costs(database, cast)
    add_people(session, cast.fjordby, 197)
    add_enquiries(session, cast.fjordby, 490)
    session.commit()
    assert costs(database, cast) == among_few
    assert all(kept < cold <= MOST for cold, kept in among_few.values())


def test_other_municipalities_cost_no_query(database: Database, session: Session, cast: Cast) -> None:
    add_people(session, cast.fjordby, 3)
    add_enquiries(session, cast.fjordby, 10, still_open=1)
    session.commit()
    alone = costs(database, cast), queries_of(keep, database, cast)
    for town in add_towns(session, 20):
        add_people(session, town, 1)
    session.commit()
    assert (costs(database, cast), queries_of(keep, database, cast)) == alone


def test_a_part_with_which_all_is_well_costs_the_worker_a_few_queries(
    database: Database, session: Session, cast: Cast
) -> None:
    add_people(session, cast.fjordby, 20)
    add_enquiries(session, cast.fjordby, 10, still_open=1)
    session.commit()
    few = queries_of(keep, database, cast)[1]
    add_people(session, cast.fjordby, 177)
    add_enquiries(session, cast.fjordby, 10, still_open=1)
    session.commit()
    assert queries_of(keep, database, cast)[1] - few <= 10 * EACH
