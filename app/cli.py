"""The command line: `indgang`. Exit status 0, 1 (a finding or a failure) or 2 (wrong use)."""

import os
import secrets
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer
from dotenv import dotenv_values
from pydantic import SecretStr
from sqlmodel import Session

from app import worker as background
from app.api.searching import search_answer
from app.core import clock, personal_data
from app.core.database import Database, open_database
from app.core.errors import Problem
from app.core.i18n import catalogued
from app.core.settings import Demo, SettingError, Settings
from app.core.settings import settings as read_settings
from app.enquiries.evaluation import RoutingExample, RoutingReport, evaluate_personal_data, evaluate_routing
from app.enquiries.queries import who_knows
from app.enquiries.routing import Matter
from app.enquiries.subjects import subject_of
from app.guidance.drafts import ChecklistTable, GuideTable
from app.knowledge.checking import Review, errors, review, tidy_folder
from app.knowledge.checking.shares import Share
from app.knowledge.exporting import export_folder
from app.knowledge.forms import ArticleForm, TextForm
from app.knowledge.importing import import_folder
from app.knowledge.reading import Finding
from app.migrations import UnknownForm, upgrade
from app.people import actions as accounts
from app.people import queries as people
from app.people.models import Account, Municipality, Role, SignInKind
from app.search.decision import Bounds
from app.search.documents import ARTICLES
from app.search.engine import Index, IndexBusy, IndexUnusable
from app.search.evaluation import BadExample, Example, Report, read_examples, read_report
from app.search.evaluation import evaluate as measure
from app.search.finding import Findings, find
from app.search.upkeep import glossary
from app.searched import upkeep
from app.telling import told
from app.topics import queries as topics
from app.topics.actions import prepare

app = typer.Typer(
    name="indgang",
    help="Indgang, a virtual service centre for newcomers to Danish municipalities.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
user_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Accounts for people.")
token_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="API tokens for programs.")
app.add_typer(user_app, name="user")
app.add_typer(token_app, name="token")


class Take(StrEnum):
    FILE = "file"
    DATABASE = "database"


class Audience(StrEnum):
    NORDIC = "nordic"
    EU = "eu"
    THIRD = "third"
    COMMUTER = "commuter"


class Failure(Exception):
    """Something can't be done; the message says why in one sentence."""


def main(arguments: list[str] | None = None) -> int:
    """Runs a command (that of the process when none is given) and gives its exit status."""
    try:
        status = app(arguments, prog_name="indgang", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except typer.TyperException as error:  # wrong use; without any arguments it says the help
        said = error.format_message()
        print(said if said.startswith("Usage:") else f"indgang: {' '.join(said.split())}", file=sys.stderr)
        return error.exit_code
    except typer.Abort:
        return 1
    except (Failure, SettingError, Problem, UnknownForm) as error:
        print(f"indgang: {error}", file=sys.stderr)
    except IndexBusy:
        print("indgang: another process is writing the search index; try again in a moment.", file=sys.stderr)
    except sa.exc.OperationalError as error:
        said = next(iter(str(error.orig).splitlines()), "no reason given")
        print(f"indgang: the database can't be used, see INDGANG_DATABASE_URL: {said}", file=sys.stderr)
    except (PermissionError, FileNotFoundError, NotADirectoryError) as error:
        print(f"indgang: {error.filename}: {error.strerror}", file=sys.stderr)
    return 1


def _open(chosen: Settings) -> Database:
    """The settings' database, at its newest form."""
    engine = open_database(chosen.database)
    upgrade(engine)
    return Database(engine)


# --- Processes


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to serve at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to serve at.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Number of web processes.", min=1, max=64)] = 1,
    no_worker: Annotated[bool, typer.Option("--no-worker", help="Start no worker process beside them.")] = False,
) -> None:
    """Serves the pages and the API, with a worker beside."""
    from app import serving  # not above: no other command needs the server

    try:
        serving.serve(host=host, port=port, workers=workers, with_worker=not no_worker)
    except serving.NotServed as error:
        raise Failure(str(error)) from None


@app.command()
def worker() -> None:
    """Does the background work alone: mail, search index."""
    background.main()


# --- Knowledge in files


Folder = Annotated[Path, typer.Argument(help="The folder, such as knowledge/.", metavar="DIR")]


def _must_be_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise Failure(f"There is no folder {folder}.")


@app.command("import")
def import_(
    folder: Folder,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    take: Annotated[
        Take | None, typer.Option(help="Which one counts where a text was edited in the studio since its last import.")
    ] = None,
) -> int:
    """Brings a folder of text files into the database.

    Texts that were edited in the studio since are kept and reported. Municipalities of the demonstration are left out
    where INDGANG_DEMO is off, or where the house is a real municipality's.
    """
    _must_be_folder(folder)
    chosen = read_settings()
    with _open(chosen).session(writes=True) as session:
        prepare(session, languages=catalogued())
        report = import_folder(
            session,
            folder,
            now=clock.now(),
            dry_run=dry_run,
            take=take.value if take else None,
            demo=_takes_demo(session, chosen),
        )
        if not dry_run:
            session.commit()
    for name, paths in asdict(report).items():
        if name != "faults" and paths:
            print(f"{name.replace('_', ' ')}: {len(paths)}")
    named = {"added": report.added, "changed": report.changed} if dry_run else {}
    named |= {
        "kept": report.kept,
        "no longer in the folder": report.still_here,
        "of the demonstration": report.left_out,
    }
    for what, paths in named.items():
        for path in paths:
            print(f"  {path}: {what}")
    _print_findings(report.faults)
    return 1 if report.faults else 0


def _takes_demo(session: Session, chosen: Settings) -> bool:
    """Whether municipalities of the demonstration may come in: not into a house that is somebody's own."""
    is_own = any(not each.demo for each in people.municipalities(session))
    return chosen.demo != Demo.OFF or not ("demo" in chosen.model_fields_set or is_own)


@app.command()
def export(
    folder: Folder,
    municipality: Annotated[str | None, typer.Option(help="What is shared, and this municipality's own.")] = None,
) -> None:
    """Writes the knowledge to a folder of text files."""
    with _open(read_settings()).read() as session:
        there = _municipality(session, municipality) if municipality else None
        written = export_folder(session, folder, municipality=there.slug if there else None)
    print(f"written: {len(written.written)}")
    for path in written.left_alone:
        print(f"  {path}: not in the database, left alone")


@app.command()
def check(
    folder: Folder,
    tidy: Annotated[bool, typer.Option("--tidy", help="Bring the files to their canonical form first.")] = False,
) -> int:
    """Names every fault of a folder, with file and line."""
    _must_be_folder(folder)
    if tidy:
        for path in tidy_folder(folder):
            print(f"{path}: tidied", file=sys.stderr)
    found = review(folder, today=clock.today())
    _print_findings(found.findings)
    print(_in_short(found), file=sys.stderr)
    for share in found.shares:
        print(_share(share), file=sys.stderr)
    return 1 if errors(found.findings) else 0


def _share(share: Share) -> str:
    return (
        f"{share.municipality}: {share.shared + share.local} words for its readers, "
        f"{100 - share.percent_local} % shared and {share.percent_local} % its own"
    )


def _in_short(found: Review) -> str:
    faults = len(errors(found.findings))
    counts = {
        "articles": found.count(ArticleForm),
        "texts": found.count(TextForm),
        "phrasings": found.phrasings,
        "terms": found.terms,
        "guides": found.count(GuideTable),
        "checklists": found.count(ChecklistTable),
    }
    said = ", ".join(f"{name}: {count}" for name, count in counts.items())
    return f"{said}; errors: {faults}, warnings: {len(found.findings) - faults}"


def _print_findings(findings: Iterable[Finding]) -> None:
    for each in findings:
        print(f"{each.file}:{each.line}: {'error' if each.error else 'warning'}: {each.message}")


# --- Search


@app.command()
def reindex() -> None:
    """Rebuilds the search indexes."""
    chosen = read_settings()
    count = upkeep(_open(chosen), chosen.index_folder).rebuild()
    print(f"{count} texts indexed.")


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="What somebody asks.", metavar="TEXT")],
    lang: Annotated[str, typer.Option(help="The reader's language.")] = "en",
    municipality: Annotated[
        str | None, typer.Option(help="The reader's municipality; the first one when not given.")
    ] = None,
    audience: Annotated[Audience | None, typer.Option(help="Who the reader is.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many results.", min=1, max=50)] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="The same JSON as the API.")] = False,
) -> None:
    """Searches as the page does."""
    chosen = read_settings()
    database = _open(chosen)
    with database.read() as session:
        there = _municipality(session, municipality)
        if lang not in there.languages:
            raise Failure(
                f"{there.short_name} has no pages in {lang!r}; its languages are {', '.join(there.languages)}."
            )
        try:
            answer = search_answer(
                session,
                Index(chosen.index_folder / "public"),
                personal_data.keep_for_search(text).text,
                municipality=there,
                language=lang,
                audience=audience.value if audience else "",
                bounds=Bounds.of(chosen.answer_from, chosen.suggest_from),
                limit=limit,
                public_url=chosen.public_url,
            )
        except IndexUnusable:
            raise Failure("There is no usable search index; run: indgang reindex") from None
    if as_json:
        print(answer.model_dump_json(indent=2))
        return
    for sentence in answer.emergency:
        print(sentence)
    print(f"{answer.decision} ({answer.confidence:.2f})")
    if answer.showing_for:
        print(f"showing results for: {answer.showing_for}")
    for each in answer.explained:
        print(f"{each.word} ({each.language}): {each.meaning}")
    for number, result in enumerate(answer.results, 1):
        print(
            f"{number:2}. {result.title} ({result.text_language}, {result.slug}, {result.score:.2f})\n"
            f"    {result.summary}"
        )


class Quality(StrEnum):
    SEARCH = "search"
    ROUTING = "routing"
    PII = "pii"


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Labelled examples, one JSON object a line.", metavar="FILE")],
    kind: Annotated[Quality, typer.Option(help="What the examples are of.")] = Quality.SEARCH,
    municipality: Annotated[str | None, typer.Option(help="Whose reader asks; the first one when not given.")] = None,
    compare: Annotated[Path | None, typer.Option(help="What an earlier run printed with --json (search).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All measures and what became of each example.")] = False,
) -> None:
    """Measures on labelled examples how good search, routing or finding personal data is."""
    if compare is not None and kind is not Quality.SEARCH:
        raise typer.BadParameter("goes with --kind search only", param_hint="--compare")
    try:
        before = read_report(compare) if compare else None
        report = evaluate_personal_data(file) if kind is Quality.PII else _evaluated(file, kind, municipality)
    except (BadExample, UnicodeDecodeError) as wrong:
        raise Failure(f"{file}: {wrong}") from None
    except IndexUnusable:
        raise Failure("There is no usable search index; run: indgang reindex") from None
    if as_json:
        print(report.model_dump_json(indent=1))
    else:
        print("\n".join(told(report, before)))


def _evaluated(file: Path, kind: Quality, municipality: str | None) -> Report | RoutingReport:
    chosen = read_settings()
    database = _open(chosen)
    index = Index(chosen.index_folder / "public")
    with database.read() as session:
        there = _municipality(session, municipality)
        owners, words = topics.visible_owners(session, there.owner_id), glossary(session)

        def look_up(example: Example) -> Findings:
            return find(
                index,
                personal_data.keep_for_search(example.text).text,
                language=example.page_language,
                owners=owners,
                kinds=ARTICLES,
                glossary=words,
                bounds=Bounds.of(chosen.answer_from, chosen.suggest_from),
            )

        def guess(example: RoutingExample) -> tuple[Sequence[str], bool]:
            text = personal_data.keep(example.text).text
            subject = subject_of(index, text, language=example.lang, owners=owners, glossary=words)
            matter = Matter(subject.topics, subject.articles, example.lang)
            candidates = who_knows(session, there, matter, now=clock.now())
            return list(subject.topics), bool(candidates and candidates[0].reasons)

        if kind is Quality.ROUTING:
            return evaluate_routing(file, guess)
        return measure(read_examples(file), look_up)


# --- Who may enter


Roles = Annotated[list[Role], typer.Option("--role", help="What the account may do; repeatable.")]
Municipalities = Annotated[
    list[str] | None, typer.Option("--municipality", help="Where; repeatable. The first municipality when not given.")
]


@user_app.command("add")
def add_user(
    name: Annotated[str, typer.Argument(help="The person's name.", metavar="NAME")],
    email: Annotated[str, typer.Option(help="Where she gets her letters; she signs in with it.")],
    role: Roles,
    municipality: Municipalities = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
) -> None:
    """Opens an account, or gives an existing one more roles.

    Without --password-stdin an account that has no password gets a random one, which is printed once.
    """
    name, email = _line(name, "NAME"), _line(email, "--email")
    if "@" not in email.strip("@"):
        raise typer.BadParameter("this is not an e-mail address", param_hint="--email")
    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else ""
    with _open(read_settings()).write() as session:
        account = accounts.open_account(session, name=name, email=email, now=clock.now())
        _grant(session, account, role, municipality)
        has_one = bool(people.sign_ins(session, account.id or 0, SignInKind.PASSWORD))
        made = "" if password_stdin or has_one else secrets.token_urlsafe(12)
        if made or password_stdin:
            accounts.set_password(session, account, made or given, now=clock.now())
    if made:
        print(made)
        print("This password is shown only now.", file=sys.stderr)
    elif has_one and not password_stdin:
        print("Her password stays as it is; --password-stdin replaces it.", file=sys.stderr)


@token_app.command("add")
def add_token(
    name: Annotated[str, typer.Argument(help="What the token is for.", metavar="NAME")],
    role: Roles,
    municipality: Municipalities = None,
) -> None:
    """Makes an API token and prints it once, alone on its line."""
    with _open(read_settings()).write() as session:
        account, token = accounts.issue_token(session, name=_line(name, "NAME"), now=clock.now())
        _grant(session, account, role, municipality)
    print(token)


def _line(text: str, hint: str) -> str:
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not line or len(line) > 200:
        raise typer.BadParameter("this must have 1 to 200 characters", param_hint=hint)
    return line


def _grant(session: Session, account: Account, roles: list[Role], slugs: list[str] | None) -> None:
    there = [_municipality(session, slug) for slug in slugs] if slugs else [_municipality(session, None)]
    for municipality in there:
        for role in roles:
            accounts.grant(session, account, role, municipality_id=municipality.id or 0)


def _municipality(session: Session, slug: str | None) -> Municipality:
    """The municipality of this name, the first one for none. Raises Failure."""
    known = people.municipalities(session)
    if not known:
        raise Failure("There is no municipality yet; bring one in with: indgang import DIR")
    found = next((each for each in known if each.slug == slug), None) if slug else known[0]
    if found is None:
        raise Failure(f"There is no municipality {slug!r}; there are {', '.join(each.slug for each in known)}.")
    return found


# --- Settings


@app.command("settings")
def show_settings() -> None:
    """Prints every setting, its value's origin and meaning."""
    chosen = read_settings()
    for name, field in Settings.model_fields.items():
        variable = f"INDGANG_{name.upper()}"
        print(f"{variable}={_shown(getattr(chosen, name), name)}  ({_origin(variable)})\n    {field.description}")


def _shown(value: object, name: str) -> str:
    if isinstance(value, SecretStr):
        return str(value)  # pydantic hides it
    if name == "database_url" and value:
        return sa.make_url(str(value)).render_as_string(hide_password=True)
    return str(value)


def _origin(variable: str) -> str:
    if any(name.upper() == variable for name in os.environ):
        return "environment"
    if any(name.upper() == variable for name in dotenv_values(".env")):
        return ".env"
    return "default"


if __name__ == "__main__":
    sys.exit(main())
