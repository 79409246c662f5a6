"""The way of a letter out of the house: nothing is lost or goes out twice, and a bad letter keeps no other waiting."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from sqlmodel import Session, col, select

from app.core.database import Database
from app.mail import actions
from app.mail.carriers import CarrierError, Folder, Unreachable, open_carrier
from app.mail.delivery import deliver_due
from app.mail.models import NEVER, Letter, LetterState
from app.mail.rules import next_try
from tests.mail.post_offices import NOW, PostOffice, StartServer, a_writing, free_port, parsed

MINUTE = timedelta(minutes=1)


def post(database: Database, *addresses: str, enquiry_id: int | None = None, to_staff: bool = True) -> None:
    with database.write() as session:
        for to in addresses:
            about = {"enquiry_id": enquiry_id, "to_staff": to_staff}
            actions.post(session, a_writing(), kind="answered", to=to, language="da", now=NOW, **about)


def letters(database: Database) -> list[Letter]:
    with database.read() as session:
        return list(session.exec(select(Letter).order_by(col(Letter.id))))


def states(database: Database) -> list[str]:
    return [letter.state.value for letter in letters(database)]


class Messenger:
    """A carrier that does as it is told before it notes the letter; what it raises is not caught."""

    def __init__(self, on_the_way: Callable[[Letter], None] = lambda letter: None) -> None:
        self.on_the_way = on_the_way
        self.carried: list[int | None] = []
        self.closed = 0

    def deliver(self, letter: Letter) -> None:
        self.on_the_way(letter)
        self.carried.append(letter.id)

    def close(self) -> None:
        self.closed += 1


def refuse(*, permanent: bool) -> Callable[[Letter], None]:
    def refusing(letter: Letter) -> None:
        if letter.to.startswith("bad"):
            raise CarrierError("The mail server refused the receiver.", permanent=permanent)

    return refusing


def test_letters_go_out_once_the_oldest_first_over_one_connection(database: Database) -> None:
    post(database, "a@example.org", "b@example.org", "c@example.org")
    carrier = Messenger()
    assert deliver_due(database, carrier, NOW) == 3
    assert deliver_due(database, carrier, NOW + timedelta(days=1)) == 0
    assert carrier.carried == [1, 2, 3]
    assert carrier.closed == 2
    assert states(database) == ["delivered"] * 3


def test_a_letter_waits_for_its_time(database: Database) -> None:
    to_victim = ["victim@example.org", "Victim@example.org"] * 25
    post(database, *to_victim, "ola@example.org", to_staff=False)
    post(database, *["jens@example.org"] * 21)
    carrier = Messenger()
    assert deliver_due(database, carrier, NOW, limit=99) == 42  # more than twenty to an asker's address are too many
    assert deliver_due(database, carrier, NOW + 59 * MINUTE, limit=99) == 0
    assert deliver_due(database, carrier, NOW + 60 * MINUTE, limit=99) == 20
    assert deliver_due(database, carrier, NOW + 119 * MINUTE, limit=99) == 0
    assert deliver_due(database, carrier, NOW + 120 * MINUTE, limit=99) == 10


def test_no_transaction_is_open_while_the_carrier_works(database: Database) -> None:
    post(database, "a@example.org")

    def write_meanwhile(letter: Letter) -> None:
        post(database, "b@example.org")

    assert deliver_due(database, Messenger(write_meanwhile), NOW) == 1
    assert states(database) == ["delivered", "waiting"]


def test_a_letter_waits_out_a_mail_server_that_is_down(
    database: Database, post_office: PostOffice, start_server: StartServer
) -> None:
    post(database, "ola@example.org", "jens@example.org")
    port = free_port()
    carrier = open_carrier(f"smtp://127.0.0.1:{port}", public_url="https://indgang.example.org")
    assert carrier
    for _ in range(8):
        with pytest.raises(Unreachable):
            deliver_due(database, carrier, NOW)
    assert [letter.failure for letter in letters(database)] == ["The mail server can't be reached.", ""]
    start_server(port=port)
    assert deliver_due(database, carrier, NOW) == 2  # at once: that the server was down is no fault of the letter
    assert states(database) == ["delivered"] * 2
    assert [to for to, _ in post_office.letters] == [["ola@example.org"], ["jens@example.org"]]


def test_letters_in_danish_and_german_come_out_of_the_outbox_as_they_were_posted(
    database: Database, post_office: PostOffice, start_server: StartServer
) -> None:
    post(database, "ola@example.org")
    carrier = open_carrier(f"smtp://127.0.0.1:{start_server().port}", public_url="https://indgang.example.org")
    assert carrier and deliver_due(database, carrier, NOW) == 1
    text = post_office.received()[0].get_body(("plain",))
    assert text and text.get_content().splitlines() == letters(database)[0].text.splitlines()
    assert "Größe, Maß & <Übermut>: 10 €." in text.get_content()


def test_a_letter_refused_for_good_is_given_up_after_five_tries_and_keeps_no_other_waiting(database: Database) -> None:
    post(database, "bad@example.org", "ola@example.org")
    carrier, now = Messenger(refuse(permanent=True)), NOW
    assert deliver_due(database, carrier, now) == 1
    for tries in (1, 2, 3, 4):
        letter = letters(database)[0]
        assert (letter.state, letter.tries) == (LetterState.WAITING, tries)
        deliver_due(database, carrier, now := letter.not_before)
    letter = letters(database)[0]
    assert (letter.state, letter.tries) == (LetterState.GIVEN_UP, 5)
    assert letter.failure == "The mail server refused the receiver."
    deliver_due(database, carrier, now + timedelta(days=5000))
    assert letters(database)[0].tries == 5


def test_a_letter_refused_for_now_is_tried_for_days(database: Database) -> None:
    post(database, "bad@example.org")
    carrier, now = Messenger(refuse(permanent=False)), NOW
    while now < NOW + timedelta(days=5):
        deliver_due(database, carrier, now)
        (letter,) = letters(database)
        assert letter.state == LetterState.WAITING
        assert now < letter.not_before <= now + timedelta(hours=6, minutes=1)  # delivering took a moment
        now = letter.not_before
    assert letter.tries < 40
    carrier.on_the_way = lambda letter: None
    assert deliver_due(database, carrier, now) == 1


@pytest.mark.parametrize(
    ("tries", "permanent", "minutes"),
    [(1, False, 1), (2, False, 2), (5, False, 16), (9, False, 256), (10, False, 360), (5000, False, 360), (4, True, 8)],
)
def test_patience_grows_from_a_minute_to_six_hours(tries: int, permanent: bool, minutes: int) -> None:
    assert next_try(tries=tries, permanent=permanent, now=NOW) == NOW + minutes * MINUTE


@pytest.mark.parametrize("tries", [5, 6, 30])
def test_after_five_refusals_for_good_there_is_no_next_try(tries: int) -> None:
    assert next_try(tries=tries, permanent=True, now=NOW) == NEVER


def test_two_workers_deliver_each_of_fifty_letters_once(database: Database, tmp_path: Path) -> None:
    post(database, *[f"person{number}@example.org" for number in range(50)])
    ready, faults, messengers = Barrier(2), list[Exception](), [Messenger(), Messenger()]
    folder = Folder(tmp_path / "mail", sender="indgang@example.org")

    def work(messenger: Messenger) -> None:
        messenger.on_the_way = folder.deliver
        ready.wait()
        try:
            while "waiting" in states(database):
                deliver_due(database, messenger, NOW)
        except Exception as fault:
            faults.append(fault)

    threads = [Thread(target=work, args=(each,)) for each in messengers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    carried = Counter(messengers[0].carried + messengers[1].carried)
    assert sorted(carried) == list(range(1, 51))
    assert set(carried.values()) == {1}
    receivers = {parsed(file.read_bytes())["To"] for file in (tmp_path / "mail").glob("*.eml")}
    assert receivers == {f"person{number}@example.org" for number in range(50)}


def test_a_worker_that_dies_with_a_letter_in_hand_costs_a_second_copy_at_most(database: Database) -> None:
    post(database, "ola@example.org")

    class Killed(BaseException):
        pass

    def die(letter: Letter) -> None:
        survivor.carried.append(letter.id)  # the letter was handed over, and nobody noted it
        raise Killed

    survivor = Messenger()
    with pytest.raises(Killed):
        deliver_due(database, Messenger(die), NOW)
    assert deliver_due(database, survivor, NOW + actions.LEASE - MINUTE) == 0
    assert deliver_due(database, survivor, NOW + actions.LEASE + MINUTE) == 1
    assert deliver_due(database, survivor, NOW + timedelta(days=1)) == 0
    assert survivor.carried == [1, 1]


def test_a_worker_that_slept_too_long_takes_nothing_from_the_one_who_has_the_letter_now(database: Database) -> None:
    post(database, "bad@example.org")
    later = NOW + actions.LEASE + MINUTE
    second = Messenger()

    def sleep(letter: Letter) -> None:
        with database.write() as session:
            (again,) = actions.due(session, now=later)
            assert actions.take(session, again, now=later)  # another worker has it now
        raise CarrierError("The connection to the mail server broke off.", permanent=False)

    deliver_due(database, Messenger(sleep), NOW)
    assert deliver_due(database, second, later + 5 * MINUTE) == 0
    assert letters(database)[0].taken_at == later


def test_a_claim_counts_only_for_the_letter_as_it_was_read(database: Database) -> None:
    post(database, "bad@example.org")
    with database.read() as session:
        (read_early,) = actions.due(session, now=NOW)
    deliver_due(database, Messenger(refuse(permanent=False)), NOW)  # taken, refused and free again since
    with database.write() as session:
        assert not actions.take(session, read_early, now=NOW)
        (read_now,) = actions.due(session, now=NOW + 2 * MINUTE)
        assert actions.take(session, read_now, now=NOW + 2 * MINUTE)


def test_a_letter_whose_enquiry_was_withdrawn_meanwhile_stays_at_home(database: Database) -> None:
    post(database, "ola@example.org", enquiry_id=None)
    post(database, "birgit@example.org", enquiry_id=4)

    def withdraw(letter: Letter) -> None:
        with database.write() as session:
            actions.forget_letters(session, enquiry_id=4)

    carrier = Messenger(withdraw)
    assert deliver_due(database, carrier, NOW) == 1
    assert carrier.carried == [1]


def test_the_end_of_work_comes_before_the_next_letter(database: Database) -> None:
    post(database, "a@example.org", "b@example.org")
    stop = Event()
    carrier = Messenger(lambda letter: stop.set())
    assert deliver_due(database, carrier, NOW, stop=stop) == 1
    assert states(database) == ["delivered", "waiting"]
    assert carrier.closed == 1


@pytest.mark.parametrize(("age", "left"), [(29, ["delivered", "given-up", "waiting"]), (31, ["waiting"])])
def test_letters_are_forgotten_a_month_after_their_end_and_never_before_it(
    database: Database, age: int, left: list[str]
) -> None:
    post(database, "ola@example.org", "bad@example.org", "bad-for-now@example.org")
    with database.write() as session:
        actions.delivered(session, 1, now=NOW)
        _give_up(session, 2, at=NOW)
        actions.tidy(session, now=NOW + timedelta(days=age))
    assert states(database) == left


def _give_up(session: Session, number: int, *, at: datetime) -> None:
    for tries in range(1, 6):
        (letter,) = session.exec(select(Letter).where(Letter.id == number))
        assert actions.take(session, letter, now=at)
        session.expire_all()
        actions.failed(session, number, tries=tries, why="refused", permanent=True, now=at)
        session.expire_all()
