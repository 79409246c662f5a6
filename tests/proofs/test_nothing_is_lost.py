"""Nothing asked is lost: what was acknowledged is there after a crash, with its owner, and its letters arrive.

The server is killed with all its processes, as when the machine stops, while several programs ask at once. The seed of
the crashes' moments is fixed, the moments themselves are not: they depend on what the machine does.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock, Thread

import httpx
import pytest
from sqlmodel import col, select

from app.core.database import Database
from app.enquiries.models import Assignment, Enquiry, Message, Part
from app.mail.models import Letter
from app.people.models import ResourcePerson
from tests.houses import FilledHouse, House, eventually, running_house
from tests.proofs.outages import MailServer, deliver_what_had_to_wait, how_many, opened, undelivered

CLIENTS = 4
MOST_BEFORE_A_CRASH = 12
PAUSE = 0.2  # seconds at most between a program's questions
QUESTIONS = (
    "May I drive here with a licence from Japan? My wife has one, too. ({})",
    "Wie bekomme ich eine CPR-Nummer für meine Tochter? ({})",
    "Hvor kan jeg veksle mit kørekort? ({})",
    "Something that nobody has written about: may I keep bees on my balcony? ({})",
)


@dataclass
class Question:
    """What a program asks, again and again with the same key until it is told that it was taken."""

    number: int
    acknowledged: str = ""  # the enquiry's key

    @property
    def body(self) -> dict[str, str]:
        return {
            "text": QUESTIONS[self.number % len(QUESTIONS)].format(self.number),
            "lang": "en",
            "municipality": "fjordby",
            "name": f"Ola Nummer {self.number}",
            "email": f"ola{self.number}@example.org",
        }

    def ask(self, client: httpx.Client) -> str:
        """Gives the enquiry's key. Raises httpx.TransportError when the house stops answering."""
        answer = client.post(
            "/api/v1/enquiries", json=self.body, headers={"Idempotency-Key": f"question {self.number}"}
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["key"])


@dataclass
class Crowd:
    """Several programs that ask at once."""

    house: House
    mail: MailServer
    questions: list[Question] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def acknowledged(self) -> int:
        return sum(bool(each.acknowledged) for each in self.questions)

    def ask_until_the_crash(self, chance: random.Random) -> None:
        """All ask; when some questions are acknowledged, and perhaps some letters gone, the house is killed."""
        enough, over = self.acknowledged() + chance.randint(1, MOST_BEFORE_A_CRASH), Event()
        carried = len(self.mail.office.letters) + (chance.randint(0, MOST_BEFORE_A_CRASH) if self.mail.is_up else 0)
        chances = [random.Random(chance.random()) for _ in range(CLIENTS)]
        threads = [Thread(target=self._go_on_asking, args=(over, each)) for each in chances]
        for thread in threads:
            thread.start()
        came_true = eventually(
            lambda: self.acknowledged() >= enough and len(self.mail.office.letters) >= carried, seconds=60
        )
        self.house.kill9()
        over.set()
        for thread in threads:
            thread.join()
        assert came_true

    def _go_on_asking(self, over: Event, chance: random.Random) -> None:
        with httpx.Client(base_url=self.house.address, timeout=30) as client:
            while not over.wait(chance.uniform(0, PAUSE)):
                with self._lock:
                    question = Question(len(self.questions))
                    self.questions.append(question)
                try:
                    question.acknowledged = question.ask(client)
                except httpx.TransportError:
                    return

    def ask_again(self, questions: list[Question]) -> None:
        """The same key and body after the crash: the same enquiry where there is one already."""
        with httpx.Client(base_url=self.house.address, timeout=30) as client:
            for question in questions:
                key = question.ask(client)
                assert question.acknowledged in {"", key}
                question.acknowledged = key


def must_be_there(database: Database, questions: list[Question]) -> None:
    """Each question once, as it was asked, with a named owner and both letters."""
    with database.read() as session:
        found = {
            enquiry.key: (enquiry.email, message.text, person.name)
            for enquiry, message, person in session.exec(
                select(Enquiry, Message, ResourcePerson)
                .join(Message, col(Message.enquiry_id) == col(Enquiry.id))
                .join(Part, col(Part.enquiry_id) == col(Enquiry.id))
                .join(Assignment, col(Assignment.part_id) == col(Part.id))
                .join(ResourcePerson, col(ResourcePerson.id) == col(Assignment.person_id))
                .where(col(Assignment.ended_at).is_(None))
            )
        }
        letters: dict[str, list[str]] = {}
        for key, kind in session.exec(
            select(Enquiry.key, Letter.kind).join(Letter, col(Letter.enquiry_id) == Enquiry.id)
        ):
            letters.setdefault(key, []).append(kind)
    for question in questions:
        email, text, owner = found[question.acknowledged]
        assert (email, text) == (question.body["email"], question.body["text"])
        assert owner
        assert sorted(set(letters[question.acknowledged]) - {"interpreter"}) == ["new-question", "receipt"]
        assert [letters[question.acknowledged].count(kind) for kind in ("new-question", "receipt")] == [1, 1]


LONG = pytest.mark.long
WHEN_MAIL_IS_UP: dict[str, Callable[[int], bool]] = {
    "by turns": lambda crash: crash % 4 < 2,
    "only at the end": lambda crash: False,
}


# A mail server that stops in the middle of a letter leaves its connection to be tidied away.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
@pytest.mark.parametrize(
    ("kind", "workers", "crashes", "mail_is_up"),
    [
        pytest.param("sqlite", 1, 100, "by turns", id="sqlite, a hundred crashes", marks=LONG),
        pytest.param("sqlite", 1, 20, "only at the end", id="sqlite, without a mail server", marks=LONG),
        pytest.param("postgresql", 2, 40, "by turns", id="postgresql, two web processes", marks=LONG),
    ],
)
def test_whatever_was_acknowledged_survives_a_crash(
    kind: str,
    workers: int,
    crashes: int,
    mail_is_up: str,
    a_filled_house: FilledHouse,
    mail: MailServer,
    tmp_path: Path,
) -> None:
    data, database_url = a_filled_house(kind)
    chance = random.Random(crashes)
    with (
        running_house(tmp_path, like=data, database_url=database_url, mail_url=mail.url, workers=workers) as house,
        opened(house.database_url) as database,
    ):
        crowd = Crowd(house, mail)
        for crash in range(crashes):
            mail.be(up=WHEN_MAIL_IS_UP[mail_is_up](crash))
            before = len(crowd.questions)
            crowd.ask_until_the_crash(chance)
            house.start()
            asked = crowd.questions[before:]
            must_be_there(database, [each for each in asked if each.acknowledged])
            crowd.ask_again(asked)
        must_be_there(database, crowd.questions)
        assert how_many(database, Enquiry) == len(crowd.questions)
        house.kill9()
        mail.be(up=True)
        house.start()
        assert eventually(lambda: undelivered(database) == 0, seconds=60)
        house.end()
        deliver_what_had_to_wait(database, mail.url)
        arrived = mail.arrived()
        assert len(arrived) == how_many(database, Letter) >= 2 * len(crowd.questions)
    # A crash between handing over and noting it costs one more copy: of one letter, as one at a time is on its way.
    assert sum(count - 1 for count in arrived.values()) <= crashes + 1
