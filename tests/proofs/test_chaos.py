"""Nothing is lost, whatever is killed: many ask, answer, interpret, hand over and go away at once, while the server,
one of its processes, a worker or the mail server is killed or stopped at random.

Each client writes down what it did and whether the house acknowledged it. When all is quiet, every acknowledged deed is
there exactly once, every part has one owner, and every letter has arrived. What was chosen is fixed by a seed; when it
happens is not. CHAOS_SECONDS=30 makes it shorter, for whoever works on it.
"""

import os
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread, Timer
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, SQLModel, col, func, select, update

from app.core import clock
from app.core.database import Database
from app.core.tokens import digest
from app.enquiries.models import Assignment, Enquiry, LoggedCall, Message, MessageState, Part
from app.mail.models import Letter
from app.people.actions import add_absence, end_absence
from app.people.drafts import AbsenceDraft
from app.people.models import Absence, Municipality, ResourcePerson, SignIn, SignInKind
from app.people.queries import municipalities
from tests.cast import keep_promises
from tests.houses import LEASH, PROGRAM, FilledHouse, House, eventually, family, running_house
from tests.proofs.outages import MailServer, deliver_what_had_to_wait, opened, undelivered

# A mail server that stops in the middle of a letter leaves its connection to be tidied away.
pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")]

SECONDS = float(os.environ.get("CHAOS_SECONDS", "120"))
MOST_EXTENSIONS = 8
DEEDS = ("ask", "take down", "call", "answer", "interpret", "write back", "hand over")
SEED = 20261122
CLIENTS = 5
PAUSE = 0.3  # seconds at most between a client's deeds
BETWEEN_BLOWS = (1.0, 5.0)  # seconds
MOST_AWAY = 6
DESK = "/api/v1/desk/fjordby"
CLERK = "mette"
QUESTIONS = {
    "en": (
        "May I drive here with a licence from Japan? ({})",
        "May I drive here with a licence from Japan? Besides: how do I get childcare for my daughter? ({})",
        "Something that nobody has written about: may I keep bees on my balcony? ({})",
    ),
    "de": ("Darf ich hier mit meinem japanischen Führerschein fahren? ({})", "Wie finde ich eine Wohnung? ({})"),
    "da": ("Hvor kan jeg veksle mit kørekort? ({})",),
}


# --- what was done


@dataclass
class Deed:
    """Something a client did: `text` is unique to it. `result` is what the house acknowledged it with."""

    what: str
    text: str
    path: str = ""
    body: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    refused: bool = False
    result: dict[str, Any] = field(default_factory=dict)

    @property
    def acknowledged(self) -> bool:
        return bool(self.result)


@dataclass
class Diary:
    """What all clients did, and what they had not thought possible."""

    deeds: list[Deed] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)
    away: list[tuple[int, int]] = field(default_factory=list)  # persons and their absences
    endings: int = 0  # odd while the server goes down and comes back
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _lock: Lock = field(default_factory=Lock)

    def number(self) -> int:
        with self._lock:
            return next(self._numbers)

    def write(self, what: str, text: str, path: str = "", /, **body: Any) -> Deed:
        deed = Deed(what, text, path, body)
        with self._lock:
            self.deeds.append(deed)
        return deed

    def of(self, *what: str) -> list[Deed]:
        with self._lock:
            return [deed for deed in self.deeds if deed.what in what]

    def acknowledged(self, *what: str) -> list[Deed]:
        return [deed for deed in self.of(*what) if deed.acknowledged]


# --- who does it


@dataclass
class Client:
    """Somebody who does one thing after the other; `tokens` are everybody's, by their names in addresses."""

    house: House
    database: Database
    tokens: dict[str, str]
    diary: Diary
    chance: random.Random
    to_be_sent: list[Deed] = field(default_factory=list)

    def go_on(self, over: Event) -> None:
        choices: list[tuple[Callable[[httpx.Client], None], int]] = [
            (self.ask, 5),
            (self.take_down, 2),
            (self.log_call, 2),
            (self.reply, 6),
            (self.interpret, 4),
            (self.write_back, 3),
            (self.hand_over, 3),
            (self.be_away, 2),
            (self.let_time_pass, 1),
        ]
        deeds, weights = zip(*choices, strict=True)
        with httpx.Client(base_url=self.house.address, timeout=30) as http:
            while not over.wait(self.chance.uniform(0, PAUSE)):
                try:
                    self.send_again(http)
                    self.chance.choices(deeds, weights)[0](http)
                except (httpx.TransportError, OperationalError):  # nothing was done: the house was down, or too busy
                    over.wait(PAUSE)
                except Exception as error:  # nothing may be overlooked because a thread died of it
                    self.diary.surprises.append(repr(error))

    def send_again(self, http: httpx.Client) -> None:
        """What was not acknowledged and has a key is sent again until it is."""
        for deed in list(self.to_be_sent):
            self.send(http, deed)
            self.to_be_sent.remove(deed)

    def send(self, http: httpx.Client, deed: Deed, *, by: str = "") -> None:
        """Notes in the deed what the house says. What it refuses must not have happened."""
        headers = {"Authorization": f"Bearer {self.tokens[by or CLERK]}"} if deed.path.startswith(DESK) else {}
        if deed.key:
            headers["Idempotency-Key"] = deed.key
        before = self.diary.endings
        answer = http.post(deed.path, json=deed.body, headers=headers)
        self._excuse(answer, before)
        if answer.status_code in {200, 201}:
            deed.result = answer.json()
        elif not deed.key and answer.status_code in {403, 404, 409}:
            deed.refused = True
        else:
            self.diary.surprises.append(f"{deed.what}: {answer.status_code} {answer.text[:300]}")

    # --- who asks, and who takes it down

    def _question(self) -> tuple[str, dict[str, str]]:
        number, language = self.diary.number(), self.chance.choice(["en", "de", "de", "da"])
        text = self.chance.choice(QUESTIONS[language]).format(number)
        return text, {"text": text, "lang": language, "email": f"ola{number}@example.org", "municipality": "fjordby"}

    def ask(self, http: httpx.Client) -> None:
        text, body = self._question()
        self._send_surely(http, self.diary.write("ask", text, "/api/v1/enquiries", **body))

    def take_down(self, http: httpx.Client) -> None:
        text, body = self._question()
        self._send_surely(http, self.diary.write("take down", text, f"{DESK}/enquiries", channel="counter", **body))

    def log_call(self, http: httpx.Client) -> None:
        key = str(UUID(int=self.chance.getrandbits(128), version=4))
        body = {"key": key, "topic": "driving", "language": "de", "outcome": "solved"}
        self._send_surely(http, self.diary.write("call", key, f"{DESK}/calls", **body))

    def _send_surely(self, http: httpx.Client, deed: Deed) -> None:
        deed.key = digest(deed.text)
        self.to_be_sent.append(deed)
        self.send(http, deed)
        self.to_be_sent.remove(deed)

    def write_back(self, http: httpx.Client) -> None:
        if asked := self.diary.acknowledged("ask"):
            key, text = self.chance.choice(asked[-20:]).result["key"], f"And what about {self.diary.number()}?"
            self.send(http, self.diary.write("write back", text, f"/api/v1/enquiries/{key}/messages", text=text))

    # --- who answers

    def _line(self, http: httpx.Client) -> dict[str, Any] | None:
        """A part of an enquiry from the clerk's inbox."""
        which = {"state": "open", "limit": "30", "only": self.chance.choice(["", "interpreter"])}
        before = self.diary.endings
        answer = http.get(f"{DESK}/enquiries", params=which, headers={"Authorization": f"Bearer {self.tokens[CLERK]}"})
        self._excuse(answer, before)
        lines: list[dict[str, Any]] = answer.raise_for_status().json()
        return self.chance.choice(lines) if lines else None

    def _excuse(self, answer: httpx.Response, before: int) -> None:
        """A web process that ends in good order, also for its server being gone, answers 500 to what takes longer than
        the seconds it has, and a busy one 503: as if there had been no answer."""
        if answer.status_code == 503 or (answer.status_code >= 500 and (before % 2 or before != self.diary.endings)):
            raise httpx.RemoteProtocolError("The server ended meanwhile.")

    def _owner_or_clerk(self, line: dict[str, Any]) -> str:
        owner = line["assigned_to_slug"]
        return owner if owner in self.tokens and self.chance.random() < 0.8 else CLERK

    def reply(self, http: httpx.Client) -> None:
        if line := self._line(http):
            number, kind = self.diary.number(), self.chance.choices(["answer", "question", "note"], [6, 2, 2])[0]
            text, path = f"Svar nummer {number}.", f"{DESK}/enquiries/{line['number']}/messages?part={line['part']}"
            self.send(http, self.diary.write(kind, text, path, text=text, kind=kind), by=self._owner_or_clerk(line))

    def interpret(self, http: httpx.Client) -> None:
        """One of the replies that waited for it lately, perhaps by now for no longer."""
        replies = self.diary.acknowledged("answer", "question")
        if waiting := [each for each in replies if each.result["state"] == "interpreter"][-5:]:
            reply, text = self.chance.choice(waiting), f"Antwort Nummer {self.diary.number()}."
            path = f"{reply.path.partition('?')[0]}/{reply.result['number']}"
            deed = self.diary.write("interpret", text, path, text=text)
            self.send(http, deed)

    def hand_over(self, http: httpx.Client) -> None:
        if line := self._line(http):
            why, to = f"Handed over {self.diary.number()}", self.chance.choice(sorted(self.tokens))
            deed = self.diary.write("hand over", why, f"{DESK}/enquiries/{line['number']}/assign", to=to, why=why)
            self.send(http, deed, by=self._owner_or_clerk(line))

    # --- who goes away, and the clock

    def be_away(self, _: httpx.Client) -> None:
        """An absence begins today, or ends."""
        away = self.diary.away
        if len(away) > self.chance.randint(0, MOST_AWAY):
            person_id, absence = away.pop(0)
            with self.database.write() as session:
                end_absence(session, session.get_one(ResourcePerson, person_id), absence)
            return
        today = clock.now().date()
        draft = AbsenceDraft(first_day=today, last_day=today + timedelta(days=self.diary.number() % 700))
        with self.database.write() as session:
            person = self.chance.choice(session.exec(_in_fjordby()).all())
            kept = add_absence(session, person, draft, today=today)
        away.append((person.id or 0, kept.id or 0))

    def let_time_pass(self, _: httpx.Client) -> None:
        """A promise that would have lasted for days is over."""
        with self.database.write() as session:
            still_open = session.exec(select(Part.id).where(col(Part.answered_at).is_(None))).all()
            if still_open:
                late = update(Part).where(col(Part.id) == self.chance.choice(still_open))
                session.exec(late.values(promised_at=clock.now() - timedelta(minutes=1)))


def _in_fjordby() -> Any:
    here = select(Municipality.id).where(Municipality.slug == "fjordby").scalar_subquery()
    return select(ResourcePerson).where(ResourcePerson.municipality_id == here, col(ResourcePerson.active))


def tokens_of(session: Session) -> dict[str, str]:
    """An API token for each resource person of Fjordby, by her name in addresses."""
    tokens = {}
    for person in session.exec(_in_fjordby()).all():
        tokens[person.slug] = f"token of {person.slug}"
        session.add(
            SignIn(
                account_id=person.account_id,
                kind=SignInKind.TOKEN,
                subject=digest(tokens[person.slug]),
                confirmed_at=clock.now(),
            )
        )
    return tokens


# --- who kills


@dataclass
class Chaos:
    """Kills and stops this and that. `blows` counts what may have cost a second copy of a letter."""

    house: House
    mail: MailServer
    diary: Diary
    chance: random.Random
    web_processes: int
    second_worker: bool
    blows: Counter[str] = field(default_factory=Counter)
    _other: subprocess.Popen[bytes] | None = None

    def rage(self, over: Event) -> None:
        kinds = [self.kill_server, self.end_server, self.kill_worker, self.switch_mail, self.switch_mail]
        kinds += [self.kill_web_process] * (self.web_processes > 1)
        kinds += [self.kill_second_worker, self.end_second_worker] * self.second_worker
        while not over.wait(self.chance.uniform(*BETWEEN_BLOWS)):
            blow = self.chance.choice(kinds)
            blow()
            self.blows[blow.__name__] += 1

    def kill_server(self) -> None:
        self._go_down_and_come_back(self.house.kill9)

    def end_server(self) -> None:
        self._go_down_and_come_back(self.house.end)

    def _go_down_and_come_back(self, go_down: Callable[[], None]) -> None:
        self.diary.endings += 1
        go_down()
        self.house.start()
        self.diary.endings += 1

    def kill_worker(self) -> None:
        self._kill_one("app.worker")

    def kill_web_process(self) -> None:
        self._kill_one("multiprocessing.spawn")

    def _kill_one(self, program: str) -> None:
        assert self.house.process is not None
        found = [pid for pid in family(self.house.process.pid)[1:] if program in _command(pid)]
        if found:
            with suppress(ProcessLookupError):
                os.kill(self.chance.choice(found), signal.SIGKILL)

    def switch_mail(self) -> None:
        self.mail.be(up=not self.mail.is_up)

    # --- the worker of a second machine

    def start_second_worker(self) -> None:
        with self.house.log.open("ab") as log:
            self._other = subprocess.Popen(
                [*LEASH, PROGRAM, "worker"],
                cwd=self.house.data,
                env=self.house.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def stop_second_worker(self, how: int = signal.SIGTERM) -> None:
        if self._other is not None:
            self._other.send_signal(how)
            self._other.wait(timeout=20)

    def kill_second_worker(self) -> None:
        self.stop_second_worker(signal.SIGKILL)
        self.start_second_worker()

    def end_second_worker(self) -> None:
        self.stop_second_worker()
        self.start_second_worker()


def _command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


@contextmanager
def working(clients: list[Client]) -> Iterator[None]:
    """All clients are at work until the block ends."""
    over = Event()
    threads = [Thread(target=client.go_on, args=(over,)) for client in clients]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize(
    ("kind", "web_processes", "second_worker"),
    [
        pytest.param("sqlite", 1, False, id="sqlite"),
        pytest.param("postgresql", 2, True, id="postgresql, two web processes, two workers"),
    ],
)
def test_whatever_is_killed_every_acknowledged_deed_is_there_once_every_part_has_one_owner_and_every_letter_arrives(
    kind: str,
    web_processes: int,
    second_worker: bool,
    a_filled_house: FilledHouse,
    mail: MailServer,
    tmp_path: Path,
) -> None:
    data, database_url = a_filled_house(kind)
    chance, diary = random.Random(SEED), Diary()
    with (
        running_house(
            tmp_path, like=data, database_url=database_url, mail_url=mail.url, workers=web_processes
        ) as house,
        opened(house.database_url) as database,
    ):
        with database.write() as session:
            tokens = tokens_of(session)
        clients = [Client(house, database, tokens, diary, random.Random(chance.random())) for _ in range(CLIENTS)]
        chaos = Chaos(house, mail, diary, random.Random(chance.random()), web_processes, second_worker)
        if second_worker:
            chaos.start_second_worker()
        try:
            with working(clients):
                rage_for(SECONDS, chaos)
                for _ in range(MOST_EXTENSIONS):  # on a slow machine, until every kind of deed was done
                    if all(map(diary.acknowledged, DEEDS)):
                        break
                    rage_for(SECONDS / 4, chaos)
            mail.be(up=True)
            house.kill9()
            house.start()
            with httpx.Client(base_url=house.address, timeout=30) as http:
                for client in clients:
                    client.send_again(http)
            assert eventually(lambda: undelivered(database) == 0, seconds=60)
        finally:
            chaos.stop_second_worker()
        house.end()
        all_promises_are_kept(database)
        deliver_what_had_to_wait(database, mail.url)
        assert diary.surprises == []
        everything_is_there_once(database, diary)
        every_part_has_one_owner(database)
        every_letter_arrived(database, mail, most_copies=chaos.blows.total() + 2)
        it_was_worth_it(database, diary, chaos)


def rage_for(seconds: float, chaos: Chaos) -> None:
    """In the main thread: what is started in another one is ended by the system when that thread ends."""
    over = Event()
    Timer(seconds, over.set).start()
    chaos.rage(over)


# --- what must hold


def all_promises_are_kept(database: Database) -> None:
    """What the worker would do next is done; after that there is nothing to do."""
    for more in (True, False):
        with database.write() as session:
            done = sum(keep_promises(session, each, now=clock.now()) for each in municipalities(session))
            session.commit()
            assert more or done == 0


def it_was_worth_it(database: Database, diary: Diary, chaos: Chaos) -> None:
    """Every kind of deed was done and every kind of blow fell, and there were pairs and enquiries of several parts."""
    for what in DEEDS:
        assert diary.acknowledged(what), what
    assert chaos.blows["kill_server"]
    with database.read() as session:
        assert session.exec(select(Assignment).where(col(Assignment.interpreter_id).is_not(None))).first()
        assert session.exec(select(Part.enquiry_id).group_by(col(Part.enquiry_id)).having(func.count() > 1)).first()


def everything_is_there_once(database: Database, diary: Diary) -> None:
    with database.read() as session:
        enquiries = {enquiry.key: enquiry.id for enquiry in session.exec(select(Enquiry))}
        texts = Counter(session.exec(select(Message.text)))
        messages = texts + Counter(session.exec(select(Message.original).where(col(Message.original) != "")))
        calls = Counter(session.exec(select(LoggedCall.key)))
        handed_over = Counter(session.exec(select(Assignment.why)))
        waiting = set(session.exec(select(Message.id).where(Message.state == MessageState.INTERPRETER)))
        absences = set(session.exec(select(Absence.id)))
        receipts = Counter(session.exec(select(Letter.to).where(Letter.kind == "receipt")))
    asked = diary.of("ask", "take down")
    assert all(deed.acknowledged for deed in asked + diary.of("call"))
    assert len(enquiries) == len(asked)
    assert {deed.result["key"] for deed in diary.of("ask")} <= enquiries.keys()
    assert {deed.result["number"] for deed in diary.of("take down")} <= set(enquiries.values())
    assert receipts == Counter(deed.body["email"] for deed in asked)
    kept = {
        "ask": messages,
        "take down": messages,
        "call": calls,
        "answer": messages,
        "question": messages,
        "note": messages,
        "interpret": messages,
        "write back": messages,
        "hand over": handed_over,
    }
    for deed in diary.deeds:
        times = kept[deed.what][deed.text]
        assert times == 1 if deed.acknowledged else times <= (0 if deed.refused else 1), deed
    assert not waiting & {deed.result["number"] for deed in diary.acknowledged("interpret")}
    assert {absence for _, absence in diary.away} <= absences


def every_part_has_one_owner(database: Database) -> None:
    owned = (col(Assignment.part_id) == col(Part.id)) & col(Assignment.ended_at).is_(None)
    with database.read() as session:
        counted = select(Part.id, func.count(col(Assignment.id))).join(Assignment, owned, isouter=True)
        owners = dict(session.exec(counted.group_by(col(Part.id))).all())
        given, kinds = _rows(session, Assignment), Counter(session.exec(select(Letter.kind)))
    assert set(owners.values()) == {1}
    assert (kinds["new-question"], kinds["handed-over"]) == (len(owners), given - len(owners))


def every_letter_arrived(database: Database, mail: MailServer, *, most_copies: int) -> None:
    """A second copy at most where a crash fell between handing a letter over and noting it."""
    with database.read() as session:
        letters = set(session.exec(select(Letter.id)))
    arrived = mail.arrived()
    assert set(arrived) == letters
    assert sum(copies - 1 for copies in arrived.values()) <= most_copies


def _rows(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()
