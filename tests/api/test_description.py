"""The OpenAPI description is true: whatever a program makes of it, the running house answers as it says."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.api.bodies import PATTERNS
from app.enquiries.drafts import EnquiryDraft
from tests.api.conftest import OpenHouse
from tests.houses import running_house

SCHEMATHESIS = Path(sys.executable).with_name("st")
# The first wants one list of methods for an address, however the framework keeps its routes; the second that whatever a
# schema does not allow is refused, while unknown fields and parameters are left aside here.
NOT_ASKED = "allow_header_conformance,negative_data_rejection"
# Two operations know more than a schema can say: which years have a week 53, and which days are in this century.
A_COLLEAGUES_QUESTION = """
[parameters]
"path.municipality" = "fjordby"
"path.number" = 1

[[operations]]
include-path = "/api/v1/insight/{municipality}/coverage"
checks.positive_data_acceptance.enabled = false

[[operations]]
include-path = "/api/v1/desk/{municipality}/settings"
checks.positive_data_acceptance.enabled = false
"""


@settings(deadline=None)
@given(st.from_regex(PATTERNS["email"], fullmatch=True).filter(lambda address: len(address) <= 150))
def test_every_e_mail_address_of_the_described_form_is_taken(address: str) -> None:
    assert EnquiryDraft(text="May I drive here?", email=address)


@pytest.mark.long
def test_every_answer_is_as_described(filled_sqlite: Path, tmp_path: Path) -> None:
    with running_house(tmp_path / "house", like=filled_sqlite, WORKER="off") as house:
        token = house.run("token", "add", "st", "--role", "desk", "--role", "editor").stdout.strip()
        httpx.post(f"{house.address}/api/v1/enquiries", json={"text": "May I drive here?"}).raise_for_status()
        (tmp_path / "schemathesis.toml").write_text(A_COLLEAGUES_QUESTION)
        asked = subprocess.run(
            [
                *(
                    SCHEMATHESIS,
                    "run",
                    f"{house.address}/api/openapi.json",
                    "--header",
                    f"Authorization: Bearer {token}",
                ),
                *("--exclude-checks", NOT_ASKED, "--max-examples", "50", "--seed", "1", "--no-color"),
                *("--generation-database", "none"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert asked.returncode == 0, asked.stdout[-6000:]
        assert "Traceback" not in house.log.read_text()


PROMISED = {
    "/municipalities": {"get"},
    "/topics": {"get"},
    "/articles": {"get"},
    "/articles/{slug}": {"get"},
    "/guides": {"get"},
    "/guides/{slug}": {"get"},
    "/checklists": {"get"},
    "/checklists/{slug}": {"get"},
    "/events": {"get"},
    "/search": {"get"},
    "/suggest": {"get"},
    "/enquiries": {"post"},
    "/enquiries/{key}": {"get", "delete"},
    "/enquiries/{key}/messages": {"post"},
    "/people": {"get"},
    "/route": {"post"},
    "/desk/{municipality}/enquiries": {"get", "post"},
    "/desk/{municipality}/enquiries/{number}": {"get"},
    "/desk/{municipality}/enquiries/{number}/messages": {"post"},
    "/desk/{municipality}/enquiries/{number}/messages/{message}": {"post"},
    "/desk/{municipality}/enquiries/{number}/take-back": {"post"},
    "/desk/{municipality}/enquiries/{number}/parts": {"post"},
    "/desk/{municipality}/enquiries/{number}/topic": {"post"},
    "/desk/{municipality}/enquiries/{number}/merge": {"post"},
    "/desk/{municipality}/enquiries/{number}/send": {"post"},
    "/desk/{municipality}/enquiries/{number}/assign": {"post"},
    "/desk/{municipality}/enquiries/{number}/close": {"post"},
    "/desk/{municipality}/enquiries/{number}/article": {"post"},
    "/desk/{municipality}/enquiries/{number}/export": {"get"},
    "/desk/{municipality}/texts": {"get"},
    "/insight/{municipality}/coverage": {"get"},
    "/desk/{municipality}/calls": {"post"},
    "/insight/{municipality}/calls": {"get"},
    "/desk/{municipality}/settings": {"get", "put"},
    "/desk/{municipality}/settings/replay": {"post"},
}


def test_the_description_names_what_was_promised_and_nothing_else(house: OpenHouse) -> None:
    described = house.app.openapi()["paths"]
    assert {path.removeprefix("/api/v1"): set(calls) for path, calls in described.items()} == PROMISED
