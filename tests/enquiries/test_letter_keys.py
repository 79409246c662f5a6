"""Keys in letters are used once, whoever is faster, and go when the letters go."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.core.database import Database
from app.core.errors import NotFound
from app.enquiries import actions, answering, letter_keys, queries
from app.enquiries.models import LetterKey
from app.enquiries.queries import Thread
from app.mail.actions import KEPT
from app.people.models import Account
from tests.cast import NOW, Cast, a_question

MONTHS = timedelta(days=200)


def a_key(session: Session, cast: Cast) -> tuple[int, str]:
    """The number of Ola's question, and a key of Jens' to it."""
    enquiry = a_question(session, cast).enquiry
    key, _ = letter_keys.make(session, enquiry, session.get_one(Account, cast.jens.account_id), now=NOW)
    return enquiry.id or 0, key


def keys(session: Session) -> list[int]:
    return list(session.exec(select(LetterKey.enquiry_id)).all())


def test_of_browsers_that_use_a_key_at_once_one_comes_in(database: Database, session: Session, cast: Cast) -> None:
    number, key = a_key(session, cast)
    session.commit()

    def comes_in(browser: int) -> bool:
        try:
            with database.write() as own:
                letter_keys.use(own, cast.fjordby, number, key, browser=f"browser {browser}", now=NOW)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(comes_in, range(6))) == [False] * 5 + [True]


def test_withdrawing_and_opening_at_once_wait_for_no_other(database: Database, session: Session, cast: Cast) -> None:
    asked = [a_key(session, cast) for _ in range(8)]
    session.commit()

    def open_it(of: tuple[int, str]) -> None:
        try:
            with database.write() as own:
                letter_keys.use(own, cast.fjordby, of[0], of[1], browser="hers", now=NOW)
        except NotFound:
            pass

    def withdraw(of: tuple[int, str]) -> None:
        with database.write() as own:
            jens = cast.staff_of(cast.jens, own)
            actions.withdraw(own, queries.for_staff(own, jens, cast.fjordby, of[0]), now=NOW)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(do, of) for of in asked for do in (open_it, withdraw)]:
            done.result()
    session.rollback()
    assert keys(session) == []


def _withdrawn(session: Session, thread: Thread, _: Cast) -> None:
    actions.withdraw(session, thread, now=NOW)


def _withdrawn_after_a_reply(session: Session, thread: Thread, cast: Cast) -> None:
    answering.answer(session, thread, "Yes.", by=cast.staff_of(cast.jens), now=NOW)
    assert actions.withdraw(session, queries.for_asker(session, thread.enquiry.key), now=NOW)


def _over(session: Session, thread: Thread, cast: Cast) -> None:
    answering.answer(session, thread, "Yes.", by=cast.staff_of(cast.jens), now=NOW)
    assert actions.forget_what_is_over(session, cast.fjordby, now=NOW + MONTHS) == 1


@pytest.mark.parametrize("end", [_withdrawn, _withdrawn_after_a_reply, _over])
def test_a_key_goes_with_its_letter(session: Session, cast: Cast, end: Callable[[Session, Thread, Cast], None]) -> None:
    thread, other = a_question(session, cast), a_question(session, cast)
    assert keys(session) == [thread.enquiry.id, other.enquiry.id]
    end(session, thread, cast)
    assert keys(session) == [other.enquiry.id]


def test_a_key_that_opens_nothing_any_more_is_forgotten_after_a_month(session: Session, cast: Cast) -> None:
    a_question(session, cast)
    until = NOW + letter_keys.HOLDS
    actions.forget_keys(session, now=until + KEPT)
    assert len(keys(session)) == 1
    actions.forget_keys(session, now=until + KEPT + timedelta(seconds=1))
    assert keys(session) == []
