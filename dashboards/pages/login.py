"""Who are you: login by password or by a one-time link, and logout."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug import Response as AnyResponse

from dashboards.access import local_path
from dashboards.desk import Desk, desk, visit
from dashboards.passwords import LONGEST
from dashboards.sessions import Tokens, cookie_name, digest, drop_cookie, keep_cookie
from netmon.commands import Actor, CloseSession, Command, OpenSession, RecordFailedLogin, RedeemLoginLink
from netmon.errors import CommandRefused
from netmon.model import Account

blueprint = Blueprint("login", __name__)

LONGEST_NAME = 64


@blueprint.get("/prihlaseni")
def form() -> str:
    """Show the login form."""
    return _form()


@blueprint.post("/prihlaseni")
def enter() -> AnyResponse:
    """Log in by name and password."""
    name = request.form.get("name", "").strip()[:LONGEST_NAME]
    if not _may_try(desk(), name):
        return _refuse("login.too_often", 429, {"Retry-After": "60"})
    account = desk().reader.account(name)
    if not desk().passwords.is_right(account, request.form.get("password", "")[:LONGEST]) or account is None:
        desk().commands.submit(RecordFailedLogin(name), Actor("", visit().address))
        return _refuse("login.wrong", 401)
    return _open(account)


@blueprint.get("/prihlaseni/<token>")
def link(token: str) -> str:
    """Show the button behind a one-time link; mail scanners open every link, so this changes nothing."""
    return render_template("link.html", token=token)


@blueprint.post("/prihlaseni/<token>")
def redeem(token: str) -> AnyResponse:
    """Log in by a one-time link."""
    if not desk().attempts_by_address.admit(visit().address, desk().clock.monotonic()):
        return _refuse("login.too_often", 429, {"Retry-After": "60"})
    tokens = Tokens()
    try:
        return _begin(RedeemLoginLink(digest(token), digest(tokens.cookie), tokens.csrf), visit().actor, tokens)
    except CommandRefused:
        return _refuse("login.used_up", 410)


@blueprint.post("/odhlaseni")
def leave() -> AnyResponse:
    """Log out."""
    settings = visit().snapshot.settings
    token = request.cookies.get(cookie_name(settings), "")
    desk().commands.submit(CloseSession(digest(token)), visit().actor)
    response = redirect(url_for("overview.show"), 303)
    drop_cookie(response, settings)
    return response


def _may_try(at: Desk, name: str) -> bool:
    now, address = at.clock.monotonic(), visit().address
    return at.attempts_by_address.admit(address, now) and at.attempts_by_account.admit(f"{address} {name}", now)


def _open(account: Account) -> AnyResponse:
    tokens = Tokens()
    desk().attempts_by_account.forget(f"{visit().address} {account.name}")
    command = OpenSession(account.name, digest(tokens.cookie), tokens.csrf)
    return _begin(command, Actor(account.name, visit().address), tokens)


def _begin(command: Command, actor: Actor, tokens: Tokens) -> AnyResponse:
    desk().commands.submit(command, actor)
    response = redirect(local_path(request.form.get("next", "/")), 303)
    keep_cookie(response, tokens.cookie, visit().snapshot.settings)
    return response


def _form(trouble: str | None = None) -> str:
    target = local_path(request.values.get("next", "/"))
    return render_template("login.html", trouble=trouble, next=target)


def _refuse(trouble: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return make_response(_form(trouble), status, headers or {})
