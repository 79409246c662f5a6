"""Numbers that are never kept reach neither the data folder nor a log, whichever field or address they come in."""

import re
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.houses import running_house

SERIAL = "1234"
CPR = f"010190-{SERIAL}"
SPELT = f"010190 {SERIAL}"
SECRETS = re.compile(rb"010190.{0,3}1234")


@pytest.fixture(params=["debug", "info"])
def level(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_personal_number_reaches_neither_data_nor_log(filled_sqlite: Path, tmp_path: Path, level: str) -> None:
    with running_house(tmp_path, like=filled_sqlite, MAIL_URL="", LOG=level) as house:
        token = house.run("token", "add", "t", "--role", "desk", "--role", "administrator").stdout.strip()
        with httpx.Client(base_url=f"{house.address}/api/v1", timeout=30) as anybody:
            through_every_public_field(anybody)
        with httpx.Client(
            base_url=f"{house.address}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=30
        ) as desk:
            through_every_field_of_the_desk(desk)
        assert SERIAL not in house.run("search", f"licence {CPR}", "--json").stdout
    for file in [house.log, *house.data.rglob("*")]:
        if file.is_file():
            assert not SECRETS.search(file.read_bytes()), file


def through_every_public_field(anybody: httpx.Client) -> None:
    everywhere = {name: f"my number {CPR}" for name in ("text", "name", "phone", "unknown")}
    key = anybody.post(
        "/enquiries",
        json={**everywhere, "details": {f"cpr {CPR}": SPELT}, "email": "ola@example.org"},
        headers={"Idempotency-Key": f"key {CPR}", "User-Agent": CPR},
    ).json()["key"]
    for field in ("lang", "municipality", "topic", "country", "audience", "asking_as", "email"):
        anybody.post("/enquiries", json={"text": "May I drive here?", field: CPR})
    anybody.post(f"/enquiries/{key}/messages", json={"text": f"Again: {SPELT}"})
    anybody.post("/enquiries", content=f'{{"text": "{CPR}', headers={"Content-Type": "application/json"})
    for address in ("/search", "/articles", "/municipalities", "/people", f"/{CPR}"):
        for parameter in ("q", "lang", "municipality", "topic", "cursor", "audience", "country"):
            anybody.get(address, params={parameter: CPR})
    for address in (f"/articles/{CPR}", f"/enquiries/{CPR}", f"/desk/{CPR}/enquiries", f"/articles/{quote(SPELT)}"):
        anybody.get(address, headers={"Authorization": f"Bearer {CPR}", "Referer": f"https://example.org/{CPR}"})


def through_every_field_of_the_desk(desk: httpx.Client) -> None:
    fields = {"text": f"He says {CPR}", "name": CPR, "phone": SPELT, "topic": "driving", "channel": "counter"}
    number = desk.post("/desk/fjordby/enquiries", json=fields).json()["number"]
    one = f"/desk/fjordby/enquiries/{number}"
    assert CPR not in desk.get(one).text
    assert desk.post(f"{one}/messages", json={"text": f"Your number {CPR} is right."}).is_success
    assert desk.post(f"{one}/assign", json={"to": "mette", "why": CPR}).status_code in {200, 404}
    assert desk.post(f"{one}/article").is_success
    assert desk.post(f"{one}/close", json={"outcome": "case", "case_reference": CPR}).is_success
    assert desk.post("/route", json={"text": f"Whose is {CPR}?"}).is_success
    desk.get("/people", params={"q": CPR, "topic": CPR})
