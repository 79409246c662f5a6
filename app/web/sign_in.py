"""Signing in and out: a password; for administrators a second factor too (TOTP, RFC 6238); and one's own language.

argon2 takes 30 ms, so a password is checked in a session that only reads; what follows is written in one short go. Each
step gives the browser a new key, so that a key somebody slipped into it before is worth nothing.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyotp
import segno
from fastapi import APIRouter, Response
from markupsafe import Markup

from app.core.errors import N_, Invalid, Problem
from app.core.i18n import catalogued
from app.people import actions
from app.people import queries as people
from app.people.models import Account, SignInKind
from app.people.rules import Staff
from app.web.forms import FormFields, fields, problem_sentences
from app.web.pages import redirect, render, set_cookie
from app.web.visit import STAY_COOKIE, CurrentVisit, Visit

router = APIRouter(include_in_schema=False)

SECOND_FACTOR = "/sign-in/second-factor"


@router.get("/desk")
@router.get("/desk/")
@router.get("/sign-in")
def form(visit: CurrentVisit, next: str = "", out: str = "") -> Response:
    """The form; whoever is signed in already goes on, to the desk where no municipality is named."""
    if visit.staff is not None:
        return redirect(_onward(visit, visit.staff, next))
    return _form(visit, {"next": local(next)}, signed_out=bool(out))


def _form(
    visit: Visit,
    values: dict[str, Any],
    *,
    signed_out: bool = False,
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    return render(
        visit, "sign_in/password.html", status=status, values=values, faults=faults or {}, signed_out=signed_out
    )


@router.post("/sign-in")
def sign_in(visit: CurrentVisit, form: FormFields) -> Response:
    """Checks address and password, and signs the browser in. Which of the two was wrong is not told."""
    given = fields(form)
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        account = _account(visit, email=given.get("email", ""), password=given.get("password", ""))
    except Problem as problem:
        faults = dict(problem_sentences(problem, visit.speaker))
        return _form(visit, given, faults=faults, status=problem.status)
    staff = people.staff(visit.session, account, second_factor=False)
    if staff.is_administrator:
        actions.prepare_totp(visit.session, account)
    key = _new_stay(visit, account, second_factor=False)
    return _signed_in(visit, key, _onward(visit, staff, given.get("next", "")))


def _account(visit: Visit, *, email: str, password: str) -> Account:
    address = "".join(sign for sign in email if sign.isprintable()).strip().lower()[:320]
    visit.house.limits.count_writing(visit.client)
    visit.house.limits.count_guess(f"password of {address}", visit.client)
    with visit.house.database.read() as session:
        readable = password.encode(errors="replace").decode()
        account = actions.account_with_password(session, email=address, password=readable)
    if account is None:
        raise Invalid(N_("The e-mail address or the password is not right. Please try again."))
    return account


def let_in(visit: Visit, account: Account, address: str) -> Response:
    """Signs the browser in as somebody who has proven herself otherwise, and goes on to this page of ours."""
    return _signed_in(visit, _new_stay(visit, account, second_factor=False), address)


def _new_stay(visit: Visit, account: Account, *, second_factor: bool) -> str:
    """Ends what this browser was signed in as, and signs it in anew."""
    if before := visit.request.cookies.get(STAY_COOKIE):
        actions.end_stay(visit.session, before)
    key = actions.begin_stay(visit.session, account, second_factor=second_factor, now=visit.now)
    visit.commit()
    return key


def _signed_in(visit: Visit, key: str, address: str) -> Response:
    response = redirect(address)
    set_cookie(visit, response, STAY_COOKIE, key)
    return response


def _onward(visit: Visit, staff: Staff, wished: str) -> str:
    """Where somebody goes who has signed in: where she wanted to, else to her first municipality's desk.

    Administrators pass the second factor first.
    """
    onward = local(wished)
    if staff.is_administrator and not staff.second_factor:
        return SECOND_FACTOR + (f"?{urlencode({'next': onward})}" if onward else "")
    if onward:
        return onward
    first = next((each for each in people.municipalities(visit.session) if staff.works_in(each.id or 0)), None)
    return f"/desk/{first.slug}/" if first else "/"


def local(address: str) -> str:
    """The address when it is a page of ours, else nothing: a link to sign in must lead nowhere else.

    Browsers read a backslash as a slash and skip control characters, so neither may stand in it.
    """
    plain = (
        address.startswith("/")
        and not address.startswith("//")
        and all(sign > " " and sign != "\\" for sign in address)
    )
    if not plain:
        return ""
    parts = urlsplit(address)
    return "" if parts.scheme or parts.netloc else address


# --- the second factor


@router.get(SECOND_FACTOR)
def second_factor(visit: CurrentVisit, next: str = "") -> Response:
    """The code of the authenticator app; the first time with what the app must know."""
    staff = visit.staff
    if staff is None:
        return redirect("/sign-in" + (f"?{urlencode({'next': local(next)})}" if local(next) else ""))
    if staff.second_factor or not staff.is_administrator:
        return redirect(_onward(visit, staff, next))
    return _code_form(visit, staff, {"next": local(next)})


def _code_form(
    visit: Visit, staff: Staff, values: dict[str, Any], *, faults: dict[str, str] | None = None, status: int = 200
) -> Response:
    known = next(iter(people.sign_ins(visit.session, staff.account_id, SignInKind.TOTP)), None)
    fresh = known.secret if known and known.confirmed_at is None else ""
    return render(
        visit,
        "sign_in/second_factor.html",
        status=status,
        values=values,
        faults=faults or {},
        prepared=known is not None,
        secret=" ".join(fresh[at : at + 4] for at in range(0, len(fresh), 4)),
        picture=_picture(fresh, staff) if fresh else "",
    )


def _picture(secret: str, staff: Staff) -> Markup:
    """The QR code of the key as SVG: attributes only, as the content security policy refuses styles in the page."""
    address = pyotp.TOTP(secret).provisioning_uri(name=staff.email or staff.name, issuer_name="Indgang")
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=3, light="white", svgclass="qr", lineclass=None)
    return Markup(drawn)  # noqa: S704 (made of numbers by segno)


@router.post(SECOND_FACTOR)
def enter_code(visit: CurrentVisit, form: FormFields) -> Response:
    """Takes a code; a right one signs the administrator in for good, with a new key."""
    given = fields(form)
    if visit.staff is None:
        return redirect("/sign-in")
    try:
        visit.must_be_our_form(given.get("form_token", ""))
        account = _proven(visit, visit.staff, given.get("code", ""))
    except Problem as problem:
        visit.session.rollback()
        faults = dict(problem_sentences(problem, visit.speaker))
        return _code_form(visit, visit.staff, given, faults=faults, status=problem.status)
    key = _new_stay(visit, account, second_factor=True)
    staff = people.staff(visit.session, account, second_factor=True)
    return _signed_in(visit, key, _onward(visit, staff, given.get("next", "")))


def _proven(visit: Visit, staff: Staff, code: str) -> Account:
    visit.house.limits.count_guess(f"code of {staff.account_id}", visit.client)
    account = people.account(visit.session, staff.account_id)
    if account is None or not actions.accept_totp(visit.session, account, code[:20], now=visit.now):
        raise Invalid(
            N_("This code is not right, or was used already. Please enter the one your app shows now."), field="code"
        )
    return account


# --- out again, and the language


@router.post("/sign-out")
def sign_out(visit: CurrentVisit, form: FormFields) -> Response:
    """Ends the stay here and in the database: the key is worth nothing any more."""
    visit.must_be_our_form(fields(form).get("form_token", ""))
    if key := visit.request.cookies.get(STAY_COOKIE):
        actions.end_stay(visit.session, key)
        visit.commit()
    response = redirect("/sign-in?out=1")
    response.delete_cookie(STAY_COOKIE, path="/", httponly=True, samesite="lax")
    return response


@router.post("/sign-in/language")
def choose_language(visit: CurrentVisit, form: FormFields) -> Response:
    """The language that somebody of the staff reads her pages and letters in."""
    given = fields(form)
    visit.must_be_our_form(given.get("form_token", ""))
    language = given.get("language", "")
    if visit.staff is None or language not in catalogued():
        raise Invalid(N_("Please choose one of the possibilities."), field="language")
    actions.choose_language(visit.session, visit.staff.account_id, language)
    visit.commit()
    return redirect(_onward(visit, visit.staff, given.get("next", "")))


# --- a stay lasts while somebody works


def keep_signed_in(visit: CurrentVisit) -> Iterator[None]:
    """Notes now and then that a signed-in browser is in use, after its page was made: a tiny write of its own."""
    yield
    stay = visit.stay
    if stay is None or visit.now - stay.seen_at < actions.SEEN_EVERY:
        return
    number = stay.id or 0
    visit.close()
    with visit.house.database.write() as session:
        actions.note_seen(session, number, now=visit.now)
