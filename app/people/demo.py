"""Sign-ins for the demo municipalities, so that somebody who tries the house can be anyone in it."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from app.core.tokens import new_key
from app.people import actions, queries
from app.people.models import Account, Municipality, ResourcePerson, Role, SignInKind

FILE = "demo-sign-ins.txt"
HEADING = "# Who may sign in to the demo municipalities, with which password. Made for this data folder alone."
ALL_ROLES = tuple(role.value for role in Role)

# Who does what in the municipalities that come with the house; elsewhere the first two of the people do.
EDITORS = ("mette", "birgit")
RESOURCE_PEOPLE = ("jens", "karl")


@dataclass(frozen=True)
class DemoSignIn:
    """Somebody to sign in as; `roles` are all that she has."""

    name: str
    email: str
    roles: tuple[str, ...]
    password: str


def demo_sign_ins(session: Session, data: Path, *, now: datetime) -> list[DemoSignIn]:
    """Makes the accounts of the demo municipalities, and gives all of them with their passwords.

    Passwords are random and kept in a file in the folder `data` that its owner alone can read: later starts give the
    same ones. Without demo municipalities there are none, and no file.
    """
    municipalities = session.exec(
        select(Municipality).where(col(Municipality.demo)).order_by(col(Municipality.position), col(Municipality.slug))
    ).all()
    accounts = list(_accounts(session, list(municipalities), now))
    if not accounts:
        return []
    kept = _kept(data / FILE)
    passwords = {account.email or "": kept.get(account.email or "") or _new_password() for account in accounts}
    if passwords.items() - kept.items():
        _keep(data / FILE, {**kept, **passwords})
    for account in accounts:
        password = passwords[account.email or ""]
        has_one = bool(queries.sign_ins(session, account.id or 0, SignInKind.PASSWORD))
        if not has_one or password != kept.get(account.email or ""):
            actions.set_password(session, account, password, now=now)
    return [_sign_in(session, account, passwords[account.email or ""]) for account in accounts]


def as_lines(sign_ins: list[DemoSignIn]) -> str:
    """One to a line, for a terminal: address, password, who that is and what she may do."""
    widest = max((len(each.email) for each in sign_ins), default=0)
    return "\n".join(
        f"{each.email:{widest}}  {each.password}  {each.name} ({', '.join(each.roles)})" for each in sign_ins
    )


def _accounts(session: Session, municipalities: list[Municipality], now: datetime) -> Iterator[Account]:
    for municipality in municipalities:
        people = session.exec(
            select(ResourcePerson)
            .where(ResourcePerson.municipality_id == municipality.id, col(ResourcePerson.active))
            .order_by(col(ResourcePerson.id))
        ).all()
        editors = [person for person in people if person.slug in EDITORS] or people[:1]
        resource_people = [person for person in people if person.slug in RESOURCE_PEOPLE] or people[1:2]
        for person in editors[:1]:
            yield _with_roles(
                session, session.get_one(Account, person.account_id), [municipality], Role.EDITOR, Role.DESK
            )
        for person in resource_people[:1]:
            yield session.get_one(Account, person.account_id)
    if municipalities:
        coordinator = actions.open_account(session, name="Karen Fælles", email="karen@example.org", now=now)
        yield _with_roles(session, coordinator, municipalities, Role.COORDINATOR)
        administrator = actions.open_account(session, name="Anders Opdigtet", email="anders@example.org", now=now)
        yield _with_roles(session, administrator, municipalities, Role.ADMINISTRATOR)


def _with_roles(session: Session, account: Account, municipalities: list[Municipality], *roles: Role) -> Account:
    for municipality in municipalities:
        for role in roles:
            actions.grant(session, account, role, municipality_id=municipality.id or 0)
    return account


def _sign_in(session: Session, account: Account, password: str) -> DemoSignIn:
    roles = {role for role, _ in queries.staff(session, account).grants}
    return DemoSignIn(account.name, account.email or "", tuple(role for role in ALL_ROLES if role in roles), password)


def _new_password() -> str:
    """Sixteen letters and digits (79 bits) in fours, to be read from a screen."""
    return "-".join(new_key(4) for _ in range(4))


def _kept(file: Path) -> dict[str, str]:
    """The passwords made before, by address."""
    if not file.exists():
        return {}
    return dict(re.findall(r"^([^#\s]\S*)\s+(\S+)$", file.read_text(encoding="utf-8"), re.MULTILINE))


def _keep(file: Path, passwords: dict[str, str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{new_key(8)}")
    lines = [HEADING, *(f"{email} {password}" for email, password in passwords.items())]
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
    draft.replace(file)
