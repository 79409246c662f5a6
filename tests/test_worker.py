"""The worker: each duty goes on whatever happens to the others, says nothing it shouldn't, and ends when it is told."""

import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlmodel import col, select

from app import worker
from app.articles.actions import archive
from app.core import clock
from app.core.database import Database, open_database
from app.core.edition import renew
from app.core.settings import SettingError, Settings, read_settings
from app.enquiries import actions as enquiries
from app.enquiries import queries
from app.enquiries.drafts import ClosingDraft
from app.enquiries.models import Enquiry, Outcome
from app.enquiries.queries import Thread as Question
from app.insight.actions import keep_counts
from app.insight.counting import Search
from app.insight.models import Missed
from app.mail import actions as mail
from app.mail.models import Letter
from app.mail.writing import Writing
from app.people.models import Absence
from app.search.engine import Index, IndexBusy, IndexUnusable
from app.search.upkeep import Upkeep
from app.worker import OnlyOne
from tests.cast import Cast, a_person, a_question, an_article

ADDRESS = "ola.nordmann@example.org"
KEY = "k2k3k4k5k6k7k8k9"


def post(database: Database, *, to: str = ADDRESS) -> None:
    writing = Writing("Dit spørgsmål", ("Der er et svar.",), "Åbn", f"https://example.org/enquiries/{KEY}", "Fjordby")
    with database.write() as session:
        mail.post(session, writing, kind="answered", to=to, language="da", now=clock.now())


def waiting(database: Database) -> int:
    with database.read() as session:
        return len(session.exec(select(Letter).where(col(Letter.delivered_at).is_(None))).all())


def eventually(true: Callable[[], bool], *, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def house(tmp_path: Path) -> Settings:
    return read_settings(data=tmp_path / "data", mail_url=f"folder:{tmp_path / 'mail'}", _env_file=None)


@contextmanager
def at_work(database: Database, house: Settings) -> Iterator[Thread]:
    """A worker, until the block ends; it must end within a second then."""
    stop = Event()
    thread = Thread(target=worker.run, args=(database, house), kwargs={"stop": stop})
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(1)
        assert not thread.is_alive()


def in_the_index(house: Settings, name: str = "public") -> int:
    try:
        return len(Index(house.index_folder / name).held())
    except IndexUnusable:  # not built yet
        return 0


def test_what_is_posted_goes_out_and_what_is_published_is_found(
    database: Database, cast: Cast, house: Settings
) -> None:
    cast.session.commit()
    with at_work(database, house):
        post(database)
        an_article(cast.session, cast)
        cast.session.commit()
        assert eventually(lambda: waiting(database) == 0)
        assert eventually(lambda: in_the_index(house) == 2)


WAITS_FOR = """
import sys, time
from pathlib import Path
from app.search.engine import Index
index = Index(Path(sys.argv[1]))
for line in sys.stdin:
    name, wanted = line.split()
    while (name in index.held()) is not (wanted == "there"):
        time.sleep(0.01)
    print("seen", flush=True)
"""


def test_what_changes_is_seen_by_another_process_within_two_seconds(
    database: Database, cast: Cast, house: Settings
) -> None:
    article = an_article(cast.session, cast)
    cast.session.commit()
    with at_work(database, house):
        assert eventually(lambda: in_the_index(house) == 2)
        with subprocess.Popen(
            [sys.executable, "-c", WAITS_FOR, str(house.index_folder / "public")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as other:  # fmt: skip
            assert other.stdin and other.stdout

            def seen_after(name: str, wanted: str) -> float:
                began = time.monotonic()
                assert other.stdin and other.stdout
                print(name, wanted, file=other.stdin, flush=True)
                assert other.stdout.readline() == "seen\n"
                return time.monotonic() - began

            seen_after(f"article-{article.id}-en", "there")  # it has started
            waits = []
            for number in range(3):
                new = an_article(cast.session, cast, f"new-{number}", texts={"en": "Zebras"})
                cast.session.commit()
                waits.append(seen_after(f"article-{new.id}-en", "there"))
                archive(cast.session, new, now=clock.now())
                cast.session.commit()
                waits.append(seen_after(f"article-{new.id}-en", "gone"))
            other.stdin.close()
        assert min(waits) < 2  # not each time, on a machine that is busy


@contextmanager
def rebuilt_by_hand(index: Index) -> Iterator[None]:
    """As if `indgang reindex` were at it, which begins as soon as the worker has written what it is writing."""
    with ExitStack() as held:

        def begins() -> bool:
            with suppress(IndexBusy):
                held.enter_context(index._only_writer())
                return True
            return False

        assert eventually(begins)
        yield


def test_a_rebuild_by_hand_beside_the_worker_is_no_failure(
    database: Database,
    cast: Cast,
    house: Settings,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused, bring = Event(), Upkeep.bring_up_to_date

    def watched(indexes: Upkeep) -> int:
        try:
            return bring(indexes)
        except IndexBusy:
            refused.set()
            raise

    monkeypatch.setattr(Upkeep, "bring_up_to_date", watched)
    an_article(cast.session, cast)
    cast.session.commit()
    with at_work(database, house):
        assert eventually(lambda: in_the_index(house) == in_the_index(house, "staff") == 2)
        with rebuilt_by_hand(Index(house.index_folder / "staff")):
            an_article(cast.session, cast)
            cast.session.commit()
            assert eventually(lambda: in_the_index(house) == 4)
            assert refused.wait(10)
        assert eventually(lambda: in_the_index(house, "staff") == 4)
    assert "failed" not in caplog.text


def test_a_mail_folder_that_fails_holds_up_no_index_and_is_used_again_when_it_works(
    database: Database, cast: Cast, house: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    in_the_way = tmp_path / "mail"
    in_the_way.write_text("a file where the folder should be")
    an_article(cast.session, cast)
    cast.session.commit()
    post(database)
    with at_work(database, house):
        assert eventually(lambda: in_the_index(house) == 2)
        assert eventually(lambda: "mail failed, 1 in a row: The mail folder can't be written to." in caplog.text)
        in_the_way.unlink()
        assert eventually(lambda: waiting(database) == 0)
        assert eventually(lambda: "mail works again" in caplog.text)


def test_an_index_that_fails_holds_up_no_mail(
    database: Database, house: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    house.data.mkdir()
    house.index_folder.write_text("a file where the folder should be")
    with at_work(database, house):
        assert eventually(lambda: "the search index failed, 1 in a row" in caplog.text)
        post(database)
        assert eventually(lambda: waiting(database) == 0)


def test_the_log_names_no_one_and_quotes_nothing(
    database: Database, house: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="app")
    post(database, to=f"{ADDRESS}, birgit@example.org")
    post(database)
    with at_work(database, house):
        assert eventually(lambda: waiting(database) == 1)
        assert eventually(lambda: "letter 1 was not delivered" in caplog.text)
    for private in (ADDRESS, "birgit", KEY, "spørgsmål", "svar"):
        assert private not in caplog.text
    # What failed unforeseen is named by its place, never by its words, which may quote anything.
    assert ADDRESS not in worker._what_happened(ValueError(f"no such thing: {ADDRESS}"))


def test_a_second_worker_carries_letters_but_leaves_the_index_alone(
    database: Database, cast: Cast, house: Settings
) -> None:
    an_article(cast.session, cast)
    cast.session.commit()
    first = OnlyOne(house.data / "index.lock")
    assert first.is_mine()
    with at_work(database, house):
        post(database)
        assert eventually(lambda: waiting(database) == 0)
        assert in_the_index(house) == 0
        first.leave()  # the first worker ends: the second takes its place
        assert eventually(lambda: in_the_index(house) == 2)
    assert first.is_mine()  # and has let go at its own end
    first.leave()


def test_what_is_over_is_forgotten_in_every_municipality(database: Database, cast: Cast, house: Settings) -> None:
    long_ago = clock.now() - timedelta(days=181)
    keys = []
    for municipality, closed_at in ((cast.fjordby, long_ago), (cast.bakkeby, long_ago), (cast.fjordby, clock.now())):
        thread = a_question(cast.session, cast, municipality=municipality)
        closing = ClosingDraft(outcome=Outcome.REFERRED, referred_to="SIRI")
        enquiries.close(cast.session, thread, closing, now=closed_at)
        keys.append(thread.enquiry.key)
    for day in (long_ago, clock.now()):
        keep_counts(cast.session, Counter({Search(cast.fjordby.id or 0, "en", "a licence", day.date()): 1}))
    cast.session.commit()

    def forgotten() -> list[bool]:
        with database.read() as session:
            found = [session.exec(select(Enquiry).where(Enquiry.key == key)).one() for key in keys]
            return [each.forgotten_at is not None and not each.name for each in found]

    with at_work(database, house):
        assert eventually(lambda: forgotten() == [True, True, False])
    with database.read() as session:
        assert queries.for_asker(session, keys[2]).question

    def counted() -> int:
        with database.read() as session:
            return len(session.exec(select(Missed)).all())

    with at_work(database, house):
        assert eventually(lambda: counted() == 1)


def test_what_somebody_has_who_is_away_is_moved_and_the_rest_is_left_alone(
    database: Database, cast: Cast, house: Settings
) -> None:
    registering, driving = a_question(cast.session, cast, topic="registration"), a_question(cast.session, cast)
    silke = a_person(cast.session, cast.fjordby, "Silke Musterfrau", [cast.registration], languages=["en"])
    today = clock.today()
    cast.session.add(Absence(person_id=registering.person.id or 0, first_day=today, last_day=today))
    renew(cast.session)
    cast.session.commit()

    def who_has(thread: Question) -> str:
        with database.read() as session:
            return queries.for_asker(session, thread.enquiry.key).person.slug

    with at_work(database, house):
        assert eventually(lambda: who_has(registering) == silke.slug)
    assert who_has(driving) == "jens"


def test_without_a_mail_url_letters_wait(database: Database, house: Settings) -> None:
    post(database)
    with at_work(database, read_settings(data=house.data, mail_url="", _env_file=None)):
        time.sleep(0.3)
        assert waiting(database) == 1


def test_a_mail_url_that_cannot_be_used_stops_the_worker_at_the_start(database: Database, house: Settings) -> None:
    with pytest.raises(SettingError, match="INDGANG_MAIL_URL"):
        worker.run(database, read_settings(data=house.data, mail_url="smtp://mail.example.org"), stop=Event())


# The process


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a worker's process: start(data folder, setting=value, …). What is left of it ends with the test."""
    with ExitStack() as ending:

        def start(data: Path, **settings: str) -> subprocess.Popen[str]:
            given = {f"INDGANG_{name.upper()}": value for name, value in {"data": str(data), **settings}.items()}
            outside = {name: value for name, value in os.environ.items() if not name.startswith("INDGANG_")}
            command = [sys.executable, "-m", "app.worker"]
            process = subprocess.Popen(command, env={**outside, **given}, stderr=subprocess.PIPE, text=True)
            ending.enter_context(process)
            ending.callback(process.kill)
            return process

        yield start


def end(process: subprocess.Popen[str], ending: signal.Signals) -> None:
    """It has a second; here ten, on a machine that is busy, which is still less than it waits for a mail server."""
    process.send_signal(ending)
    process.communicate(timeout=10)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_the_process_ends_at_once_even_when_the_mail_server_hangs(
    empty_sqlite: Path, house: Settings, start: Start, ending: signal.Signals
) -> None:
    house.data.mkdir()
    shutil.copy(empty_sqlite, house.data / "indgang.sqlite")
    engine = open_database(house.database)
    post(Database(engine))
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the call and never says a word
        silent.settimeout(30)
        process = start(house.data, mail_url=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        call, _ = silent.accept()
        with call:
            end(process, ending)
    assert process.returncode == 0
    assert waiting(Database(engine)) == 1
    engine.dispose()


def test_a_process_on_a_fresh_machine_makes_the_database_and_waits_for_work(tmp_path: Path, start: Start) -> None:
    process = start(tmp_path / "data", mail_url=f"folder:{tmp_path / 'mail'}")
    assert eventually((tmp_path / "data" / "index" / "public").exists, seconds=30)
    end(process, signal.SIGTERM)
    assert process.returncode == 0


def test_a_bad_setting_ends_the_process_with_its_name(tmp_path: Path, start: Start) -> None:
    process = start(tmp_path / "data", mail_url="smtps://ola:secret@mail.example.org:port")
    _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.splitlines()[-1].startswith("INDGANG_MAIL_URL: ")
    assert "secret" not in said
