"""Who are you: login by password, and by a code where there is a second factor, or by a one-time link, and logout."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug import Response as AnyResponse

from dashboards.desk import desk, visit
from dashboards.door.access import local_path
from dashboards.door.entrance import (
    CODES_TOO_OFTEN,
    LONGEST_CODE,
    TOO_OFTEN,
    Refusal,
    begin,
    identify,
    may_type_code,
    may_use_link,
    record_failure,
    record_wrong_code,
)
from dashboards.door.sessions import Tokens, cookie_name, digest, drop_cookie
from dashboards.pages.password import MUST_CHANGE, refuse_change
from dashboards.plain import plain
from dashboards.shelf import HalfLogin
from netmon.commands import Actor, CloseSession, OpenSession, RedeemLoginLink
from netmon.errors import CommandRefused
from netmon.people.passwords import may_enter
from netmon.phrase import in_language

blueprint = Blueprint("login", __name__)

USED_UP = Refusal("login.used_up", 410)
HALF_OVER = Refusal("login.half_over", 401)


@blueprint.get("/prihlaseni")
def form() -> str:
    """Show the login form."""
    return _form()


@blueprint.post("/prihlaseni")
def enter() -> AnyResponse:
    """Log in by name and password; one that is too old only leads to the page where it is changed."""
    account = identify()
    if isinstance(account, Refusal):
        return _refuse(account)
    if not may_enter(account, visit().now):
        record_failure(account.name)
        return refuse_change(MUST_CHANGE)
    half = HalfLogin(account.name, account.password_set)
    return _ask_code(half) if account.has_factor else _open(half)


@blueprint.post("/kod")
def prove() -> AnyResponse:
    """Log in by the code that the password was half of."""
    key = digest(request.form.get("half", ""))
    half = desk().half_logins.get(key, desk().clock.monotonic())
    if half is None:
        return _refuse(HALF_OVER)
    if not may_type_code(half.account):
        return _refuse(CODES_TOO_OFTEN)
    try:
        answer = _open(half, request.form.get("code", "")[:LONGEST_CODE])
    except CommandRefused as error:
        record_wrong_code(half.account)
        return _ask_code(half, in_language(error, visit().words.language))
    desk().half_logins.drop(key)
    desk().codes.forget(half.account)
    return answer


@blueprint.get("/prihlaseni/<token>")
def link(token: str) -> str:
    """Show the button behind a one-time link; mail scanners open every link, so this changes nothing."""
    return render_template("login_link.html", token=token)


@blueprint.post("/prihlaseni/<token>")
def redeem(token: str) -> AnyResponse:
    """Log in by a one-time link."""
    if not may_use_link():
        return _refuse(TOO_OFTEN)
    tokens = Tokens()
    try:
        return begin(RedeemLoginLink(digest(token), digest(tokens.cookie), tokens.csrf), visit().actor, tokens)
    except CommandRefused:
        record_failure("")
        return _refuse(USED_UP)


@blueprint.post("/odhlaseni")
def leave() -> AnyResponse:
    """Log out."""
    settings = visit().snapshot.settings
    token = request.cookies.get(cookie_name(settings), "")
    desk().commands.submit(CloseSession(digest(token)), visit().actor)
    response = redirect(url_for("overview.show"), 303)
    drop_cookie(response, settings)
    return response


def _open(half: HalfLogin, code: str = "") -> AnyResponse:
    tokens = Tokens()
    command = OpenSession(half.account, half.password_set, digest(tokens.cookie), tokens.csrf, code)
    return begin(command, Actor(half.account, visit().address), tokens)


def _ask_code(half: HalfLogin, trouble: str = "") -> Response:
    """Show the form for the code; what it carries stands for the password for five minutes."""
    key = request.form.get("half") if trouble else None
    if key is None:
        key = Tokens().cookie
        desk().half_logins.put(digest(key), half, desk().clock.monotonic())
    target = local_path(request.values.get("next", "/"))
    page = render_template("login_code.html", half=key, next=target, trouble=plain(trouble), longest=LONGEST_CODE)
    return make_response(page, 401 if trouble else 200)


def _form(trouble: str | None = None) -> str:
    target = local_path(request.values.get("next", "/"))
    return render_template("login.html", trouble=trouble, next=target)


def _refuse(refusal: Refusal) -> Response:
    return make_response(_form(refusal.text), refusal.status, refusal.headers)
