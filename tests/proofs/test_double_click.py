"""A double click, or a program that asks twice because no answer came, makes one enquiry: on every database."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest
from sqlmodel import func, select

from app.core.database import Database, open_database
from app.enquiries.models import Enquiry, Message
from app.mail.models import Letter
from tests.houses import FilledHouse, House, running_house

TIMES = 5  # each twin pair may miss the other by chance
AT_ONCE = 4
BODY = {"text": "May I drive here with a licence from Japan?", "lang": "en", "email": "ola@example.org"}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def house(
    request: pytest.FixtureRequest, a_filled_house: FilledHouse, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Two web processes, so that the twins may meet different ones."""
    data, database_url = a_filled_house(request.param)
    folder = tmp_path_factory.mktemp("twins")
    with running_house(folder, like=data, database_url=database_url, workers=2) as house:
        yield house


Count = Callable[[], tuple[int, int, int]]


@pytest.fixture
def count(house: House) -> Iterator[Count]:
    """How many enquiries, messages and letters there are since the test began."""
    engine = open_database(house.database_url)

    def rows() -> tuple[int, ...]:
        with Database(engine).read() as session:
            return tuple(
                session.exec(select(func.count()).select_from(table)).one() for table in (Enquiry, Message, Letter)
            )

    before = rows()

    def counted() -> tuple[int, int, int]:
        enquiries, messages, letters = (now - then for now, then in zip(rows(), before, strict=True))
        return enquiries, messages, letters

    yield counted
    engine.dispose()


def at_once(
    ask: Callable[[httpx.Client], httpx.Response], house: House, cookies: httpx.Cookies
) -> list[httpx.Response]:
    """Asks over several connections in the same moment."""
    together = Barrier(AT_ONCE)

    def one(_: int) -> httpx.Response:
        with httpx.Client(base_url=house.address, cookies=cookies, timeout=30) as client:
            client.get("/healthz")  # so that the connection stands
            together.wait()
            return ask(client)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_one_idempotency_key_sent_several_times_at_once_makes_one_enquiry(house: House, count: Count) -> None:
    for number in range(1, TIMES + 1):
        headers = {"Idempotency-Key": f"twins {number}"}
        answers = at_once(
            lambda client, headers=headers: client.post("/api/v1/enquiries", json=BODY, headers=headers),
            house,
            httpx.Cookies(),
        )
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["key"] for answer in answers}) == 1
        assert count() == (number, number, 2 * number)
    other = httpx.post(
        f"{house.address}/api/v1/enquiries", json=BODY | {"text": "Something else entirely?"}, headers=headers
    )
    assert other.status_code == 422
    assert other.json()["field"] == "Idempotency-Key"


def test_one_form_sent_several_times_at_once_makes_one_enquiry(house: House, count: Count) -> None:
    ask = "/fjordby/en/ask"
    with httpx.Client(base_url=house.address) as browser:
        for number in range(1, TIMES + 1):
            words = {"text": f"May I drive here with a licence from Japan, as the {number}. of my family?"}
            fields = BODY | words | hidden_fields(browser.get(ask).text)
            answers = at_once(lambda client, fields=fields: client.post(ask, data=fields), house, browser.cookies)
            assert {answer.status_code for answer in answers} == {303}
            assert len({answer.headers["location"] for answer in answers}) == 1
            assert count() == (number, number, 2 * number)
        # The same form with other words is another question: somebody went back and asked again.
        other = browser.post(ask, data=fields | {"text": "And may my wife drive here, too?"})
    assert other.status_code == 303
    assert other.headers["location"] != answers[0].headers["location"]


def hidden_fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
