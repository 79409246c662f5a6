"""The command line: what each command prints, and its exit status. (`serve` has tests of its own.)"""

import io
import json
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.cli import main
from app.core import clock
from app.core.database import Database, open_database
from app.core.settings import Settings, settings
from app.migrations import upgrade
from app.people import actions, queries
from app.people.models import Account, RoleGrant
from app.topics.models import Topic
from tests.knowledge.folders import ARTICLE, a_folder, files, tree
from tests.postgres import free_port

COMMANDS = [
    *("serve", "worker", "import", "export", "check", "reindex", "search", "evaluate", "user", "token", "settings")
]


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs a command in a folder of its own, with a data folder there; other settings by name without INDGANG_."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"INDGANG_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str = "", **given: str) -> Said:
        with monkeypatch.context() as patch:
            for name, value in {"DATA": str(tmp_path / "var"), **given}.items():
                patch.setenv(f"INDGANG_{name}", value)
            patch.setattr("sys.stdin", io.StringIO(stdin))
            settings.cache_clear()
            status = main(list(arguments))
        captured = capsys.readouterr()
        return Said(status, captured.out, captured.err)

    ending = signal.getsignal(signal.SIGTERM)
    yield run
    signal.signal(signal.SIGTERM, ending)  # `serve` has its own
    settings.cache_clear()


@pytest.fixture
def filled(run: Run, filled_sqlite: Path, tmp_path: Path) -> Run:
    """The same, on the demonstration's data."""
    shutil.copytree(filled_sqlite, tmp_path / "var")
    return run


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    engine = open_database(f"sqlite:///{tmp_path / 'var' / 'indgang.sqlite'}")
    yield Database(engine)
    engine.dispose()


def one_sentence(said: Said) -> str:
    """What went wrong: a single line on standard error, and nothing besides."""
    assert said.out == ""
    assert said.err.startswith("indgang: ")
    assert said.err.count("\n") == 1
    return said.err


# --- using it


def test_help_names_the_commands_that_were_promised_and_no_others(run: Run) -> None:
    said = run("--help")
    assert said.status == 0
    assert set(re.findall(r"^  ([a-z]+) ", said.out.partition("Commands:")[2], re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("command", [*([each] for each in COMMANDS), ["user", "add"], ["token", "add"]], ids=" ".join)
def test_every_command_has_help(run: Run, command: list[str]) -> None:
    said = run(*command, "--help")
    assert said.status == 0
    assert said.out.startswith(f"Usage: indgang {' '.join(command)}")


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["search"],
        ["search", "x", "--limit", "many"],
        ["search", "x", "--audience", "martian"],
        ["serve", "--port", "99999"],
        ["serve", "--workers", "0"],
        ["import"],
        ["import", "x", "--take", "both"],
        ["user", "add", "Ola"],
        ["user", "add", "Ola", "--email", "ola@example.org", "--role", "king"],
        ["user", "add", "Ola", "--email", "nowhere", "--role", "desk"],
        ["token", "add", "x"],
        ["--nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_said_in_one_sentence_with_status_2(run: Run, arguments: list[str]) -> None:
    said = run(*arguments)
    assert said.status == 2
    one_sentence(said)


@pytest.mark.parametrize("command", [["settings"], ["reindex"], ["worker"], ["search", "x"], ["serve"]], ids=" ".join)
def test_a_bad_setting_stops_every_command_with_its_name(run: Run, command: list[str]) -> None:
    said = run(*command, RATE_LIMIT="often", LOG="loud")
    assert said.status == 1
    assert "INDGANG_RATE_LIMIT" in one_sentence(said) and "INDGANG_LOG" in said.err


@pytest.mark.parametrize(
    "command", [["reindex"], ["search", "x"], ["serve"], ["token", "add", "x", "--role", "desk"]], ids=" ".join
)
def test_a_database_that_is_not_there_is_said_without_its_password(run: Run, command: list[str]) -> None:
    said = run(*command, DATABASE_URL="postgresql+psycopg://somebody:sesame@127.0.0.1:1/nothing")
    assert said.status == 1
    assert "INDGANG_DATABASE_URL" in one_sentence(said)
    assert "sesame" not in said.err


# --- settings


def test_settings_tell_value_origin_and_meaning_and_no_secret(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("INDGANG_LOG=warning\nINDGANG_MAIL_URL=smtps://me:sesame@mail.example.org\n")
    said = run(
        "settings", DATABASE_URL="postgresql+psycopg://me:sesame@db.example.org/x", SECRET_KEY="sesame", DEMO="public"
    )
    assert said.status == 0
    assert "sesame" not in said.out
    assert "INDGANG_LOG=warning  (.env)" in said.out
    assert "INDGANG_DEMO=public  (environment)" in said.out
    assert "INDGANG_RATE_LIMIT=60/minute  (default)" in said.out
    assert "INDGANG_DATABASE_URL=postgresql+psycopg://me:***@db.example.org/x  (environment)" in said.out
    for name, field in Settings.model_fields.items():
        assert f"INDGANG_{name.upper()}=" in said.out
        assert field.description and field.description in said.out


@pytest.mark.parametrize("command", ["serve", "worker", "search licence", "export out"])
def test_a_database_of_a_newer_program_is_refused_in_one_sentence(run: Run, database: Database, command: str) -> None:
    upgrade(database.engine)
    with database.write() as session:
        session.connection().execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    port = ["--port", str(free_port())] if command == "serve" else []
    said = run(*command.split(), *port)
    assert said.status == 1
    assert one_sentence(said) == "indgang: The database was made by another, newer version of the program.\n"


# --- knowledge


def test_import_brings_knowledge_once_and_export_gives_it_back(run: Run, database: Database, tmp_path: Path) -> None:
    folder = str(a_folder(tmp_path / "knowledge"))
    rehearsed = run("import", folder, "--dry-run")
    assert rehearsed.status == 0
    with database.read() as session:
        assert session.exec(select(Topic)).all() == []
    first, again = run("import", folder), run("import", folder)
    assert (first.status, again.status) == (0, 0)
    counts, *named = rehearsed.out.splitlines(keepends=True)
    assert counts == first.out
    assert sorted(named) == sorted(f"  {path}: added\n" for path in tree(tmp_path / "knowledge"))
    assert re.match(r"added: \d{2}", first.out)
    assert re.match(r"unchanged: \d{2}", again.out)
    written = run("export", str(tmp_path / "out"))
    assert written.status == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "knowledge")


def test_the_demonstration_does_not_get_into_a_house_of_ones_own(
    run: Run, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = a_folder(tmp_path / "knowledge")
    home, own = folder / "municipalities" / "fjordby", folder / "municipalities" / "vestby"
    own.mkdir()
    real = (home / "municipality.yaml").read_text().replace("demo: true\n", "")
    (own / "municipality.yaml").write_text(real)

    def slugs() -> list[str]:
        with database.read() as session:
            return [each.slug for each in queries.municipalities(session)]

    monkeypatch.setenv("INDGANG_DEMO", "off")
    said = run("import", str(folder))
    assert (said.status, slugs()) == (0, ["vestby"]), said
    assert "  municipalities/fjordby/: of the demonstration\n" in said.out
    monkeypatch.delenv("INDGANG_DEMO")
    assert run("import", str(folder)).status == 0
    assert slugs() == ["vestby"], "nobody said anything, but the house is somebody's own"
    monkeypatch.setenv("INDGANG_DEMO", "on")
    assert run("import", str(folder)).status == 0
    assert sorted(slugs()) == ["fjordby", "vestby"]


def test_check_names_every_fault_with_file_and_line_and_tidy_mends_the_form(run: Run, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "knowledge")
    good = run("check", str(folder))
    assert (good.status, "error:" in good.out) == (0, False)
    counts, fjordby = good.err.splitlines()
    said = r"articles: 2, texts: 6, phrasings: 72, terms: 1, guides: 1, checklists: 1; errors: 0, warnings: \d+"
    assert re.fullmatch(said, counts)
    assert re.fullmatch(r"fjordby: \d+ words for its readers, \d+ % shared and \d+ % its own", fjordby)
    text = folder / f"{ARTICLE}/en.md"
    text.write_text(text.read_text() + "\n{{ figure.nothing }}\n")
    topics = folder / "topics.yaml"
    topics.write_text("\n\n" + topics.read_text())
    said = run("check", str(folder))
    assert said.status == 1
    assert re.search(rf"^{ARTICLE}/en\.md:\d+: error: .*nothing", said.out, re.MULTILINE)
    tidied = run("check", str(folder), "--tidy")
    assert "topics.yaml: tidied" in tidied.err
    assert topics.read_text(encoding="utf-8") == files()["topics.yaml"]
    imported = run("import", str(folder))
    assert imported.status == 1
    assert f"{ARTICLE}/en.md:" in imported.out


@pytest.mark.parametrize("command", ["check", "import"])
def test_a_folder_that_is_not_there_is_said(run: Run, command: str) -> None:
    said = run(command, "nowhere")
    assert (said.status, one_sentence(said)) == (1, "indgang: There is no folder nowhere.\n")


# --- search


def test_search_prints_what_the_page_finds(filled: Run) -> None:
    said = filled("search", "driving licence from India", "--municipality", "fjordby")
    assert said.status == 0
    assert said.out.startswith("answer (")
    assert "foreign-driving-licence" in said.out.splitlines()[1]


def test_search_prints_how_it_read_the_words(filled: Run) -> None:
    said = filled("search", "exchnage my kørekort")
    assert "showing results for: exchange my kørekort" in said.out.splitlines()
    assert re.search(r"^kørekort \(da\): \w+", said.out, re.MULTILINE)


def test_search_says_first_whom_to_call_where_there_is_danger(filled: Run) -> None:
    assert filled("search", "min mand slår mig", "--lang", "da").out.startswith("112: Ring nu")


def test_search_as_json_is_the_apis(filled: Run) -> None:
    said = filled("search", "Führerschein 010190-1234", "--lang", "de", "--limit", "2", "--json")
    answer = json.loads(said.out)
    assert answer["query"] == "Führerschein [CPR •••]"
    assert answer["results"][0]["slug"] == "foreign-driving-licence"
    assert len(answer["results"]) == 2
    assert answer["results"][0]["text_language"] == "de"


@pytest.mark.parametrize(
    ("options", "named"),
    [(["--municipality", "atlantis"], "fjordby"), (["--lang", "tlh"], "da, en, de")],
)
def test_search_says_what_there_is_instead(filled: Run, options: list[str], named: str) -> None:
    said = filled("search", "licence", *options)
    assert said.status == 1
    assert named in one_sentence(said)


def test_search_without_an_index_names_the_command_that_makes_one(run: Run, tmp_path: Path) -> None:
    assert run("import", str(a_folder(tmp_path / "knowledge"))).status == 0
    said = run("search", "licence")
    assert said.status == 1
    assert "indgang reindex" in one_sentence(said)
    assert re.fullmatch(r"\d+ texts indexed\.\n", run("reindex").out)
    assert run("search", "licence").status == 0


def test_on_an_empty_database_search_and_accounts_name_the_command_that_fills_it(run: Run) -> None:
    for command in (["search", "x"], ["token", "add", "x", "--role", "desk"]):
        said = run(*command)
        assert said.status == 1
        assert "indgang import" in one_sentence(said)


# --- quality

GOLDEN = Path(__file__).parent / "search" / "golden"


def test_evaluate_prints_the_measures_of_search(filled: Run) -> None:
    said = filled("evaluate", str(GOLDEN / "given.jsonl"), "--municipality", "fjordby")
    assert said.status == 0
    lines = said.out.splitlines()
    assert lines[0].split() == ["n", "at", "1", "at", "3", "at", "10", "MRR", "nDCG"]
    assert lines[1].split()[:2] == ["all", "176"]
    assert "confidence   results   mean   right" in lines


def test_evaluate_compares_with_an_earlier_run(filled: Run, tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("".join((GOLDEN / "da.jsonl").read_text("utf-8").splitlines(keepends=True)[:5]), "utf-8")
    before = filled("evaluate", str(few), "--json")
    report = json.loads(before.out)
    assert len(report["outcomes"]) == 5
    report["outcomes"][0]["place"] = 9
    (tmp_path / "before.json").write_text(json.dumps(report))
    said = filled("evaluate", str(few), "--compare", str(tmp_path / "before.json"))
    assert f"{report['outcomes'][0]['id']}: 9 -> " in said.out


@pytest.mark.parametrize(("kind", "file"), [("routing", "given-routing.jsonl"), ("pii", "given-pii.jsonl")])
def test_evaluate_measures_routing_and_personal_data_too(filled: Run, kind: str, file: str) -> None:
    said = filled("evaluate", str(GOLDEN / file), "--kind", kind)
    assert said.status == 0
    assert "1.000" in said.out


@pytest.mark.parametrize(
    ("text", "named"), [("", "no example"), ("nonsense\n", "Line 1"), ('{"id": "a", "lang": "da"}\n', "Line 1: text")]
)
def test_evaluate_names_what_is_no_example(filled: Run, tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "bad.jsonl").write_text(text)
    said = filled("evaluate", str(tmp_path / "bad.jsonl"))
    assert said.status == 1
    assert named in one_sentence(said)


# --- who may enter


def test_a_user_gets_a_password_that_is_printed_once_and_works(filled: Run, database: Database) -> None:
    said = filled("user", "add", "Ola  Nordmann", "--email", "Ola@example.org", "--role", "desk", "--role", "editor")
    assert said.status == 0
    password = said.out.strip()
    assert "\n" not in password
    assert grants(database, "ola@example.org") == {("desk", "fjordby"), ("editor", "fjordby")}
    with database.read() as session:
        account = actions.account_with_password(session, email="ola@example.org", password=password)
        assert account and account.name == "Ola Nordmann"


def test_a_colleague_of_people_yaml_gets_her_first_password_by_the_same_command(
    filled: Run, database: Database
) -> None:
    with database.write() as session:
        account = actions.open_account(session, name="Ola", email="ola@example.org", now=clock.now())
    said = filled("user", "add", "Ola", "--email", "ola@example.org", "--role", "resource-person")
    with database.read() as session:
        known = actions.account_with_password(session, email="ola@example.org", password=said.out.strip())
        assert known and known.id == account.id


def grants(database: Database, email: str) -> set[tuple[str, str]]:
    with database.read() as session:
        towns = {each.id: each.slug for each in queries.municipalities(session)}
        account = select(Account.id).where(Account.email == email).scalar_subquery()
        rows = session.exec(select(RoleGrant).where(RoleGrant.account_id == account)).all()
        return {(row.role, towns[row.municipality_id]) for row in rows}


def test_a_password_can_be_given_and_roles_added_to_an_account(filled: Run, database: Database) -> None:
    add = ["user", "add", "Ola", "--email", "ola@example.org"]
    said = filled(
        *add, "--role", "desk", "--municipality", "bakkeby", "--password-stdin", stdin="correct horse battery\n"
    )
    assert (said.status, said.out) == (0, "")
    again = filled(*add, "--role", "editor", "--municipality", "bakkeby", "--municipality", "fjordby")
    assert (again.status, again.out) == (0, "")
    assert again.err == "Her password stays as it is; --password-stdin replaces it.\n"
    assert grants(database, "ola@example.org") == {("desk", "bakkeby"), ("editor", "bakkeby"), ("editor", "fjordby")}
    with database.read() as session:
        assert actions.account_with_password(session, email="ola@example.org", password="correct horse battery")


@pytest.mark.parametrize("password", ["short\n", "\n"])
def test_a_password_that_is_none_opens_no_account(filled: Run, database: Database, password: str) -> None:
    add = ["user", "add", "Ola", "--email", "ola@example.org", "--role", "desk", "--password-stdin"]
    said = filled(*add, stdin=password)
    assert said.status == 1
    one_sentence(said)
    with database.read() as session:
        assert queries.account_by_email(session, "ola@example.org") is None


def test_a_token_stands_alone_on_its_line_and_works(filled: Run, database: Database) -> None:
    said = filled("token", "add", "The telephone system", "--role", "desk", "--municipality", "bakkeby")
    assert said.status == 0
    assert re.fullmatch(r"indgang_[a-z0-9]+\n", said.out)
    assert said.err == ""
    with database.read() as session:
        account = queries.account_of_token(session, said.out.strip())
        assert account and account.name == "The telephone system"


def test_an_unknown_municipality_makes_no_token(filled: Run) -> None:
    said = filled("token", "add", "x", "--role", "desk", "--municipality", "atlantis")
    assert said.status == 1
    assert "bakkeby" in one_sentence(said)


# --- the worker


def test_a_worker_with_a_mail_url_nobody_knows_says_so(run: Run) -> None:
    said = run("worker", MAIL_URL="pigeon://loft")
    assert said.status == 1
    assert "INDGANG_MAIL_URL" in said.err
