"""A real browser at a real house. It reaches this machine and nothing else."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from tests.houses import House, running_house

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PATIENCE = 15_000  # milliseconds


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's browser without a window. Raises RuntimeError naming the command that installs it."""
    program = shutil.which("chromium-headless-shell")
    if program is None:
        raise RuntimeError("The tests need a browser; run: apt-get install chromium-headless-shell")
    return {**browser_type_launch_args, "executable_path": program, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def house(filled_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all tests here: each asks and edits something of its own."""
    with running_house(tmp_path_factory.mktemp("browsed"), like=filled_sqlite) as house:
        yield house


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether scripts run: whatever asks for it is proven both ways."""
    return bool(request.param)


Guest = Callable[..., Page]


@pytest.fixture
def guest(browser: Browser, house: House) -> Iterator[Guest]:
    """Somebody with a browser of her own: guest("en-GB", scripts=False). Ends with a look at what went wrong in it."""
    troubles: list[str] = []
    with ExitStack() as ending:

        def arrive(locale: str = "en-GB", *, scripts: bool = True, width: int = 1200) -> Page:
            context = browser.new_context(
                base_url=house.address,
                locale=locale,
                java_script_enabled=scripts,
                viewport={"width": width, "height": 900},
                reduced_motion="reduce",
            )
            ending.callback(context.close)
            context.set_default_timeout(PATIENCE)
            context.on("request", lambda request: note_stranger(request, troubles))
            page = context.new_page()
            page.on("console", lambda message: note_trouble(message, troubles))
            page.on("pageerror", lambda error: troubles.append(str(error)))
            return page

        yield arrive
    assert not troubles


def note_stranger(request: Request, troubles: list[str]) -> None:
    """Whatever is not of this machine: it can't be reached, and must not even be asked for."""
    if urlsplit(request.url).hostname != "127.0.0.1":
        troubles.append(f"{request.url} was asked for")


def note_trouble(message: ConsoleMessage, troubles: list[str]) -> None:
    """What the content security policy or a script complains of. That a page answers 4xx is no trouble."""
    if message.type == "error" and "status of 4" not in message.text:
        troubles.append(message.text)


def sign_in(page: Page, house: House, email: str) -> None:
    """Signs in by the form, as anybody does."""
    page.goto("/sign-in")
    page.locator("#email").fill(email)
    page.locator("#password").fill(house.sign_ins()[email])
    page.locator("main form[action='/sign-in'] button[type=submit]").click()
    page.wait_for_url("**/desk/**")
