"""Who are you: login by password or by a one-time link, and logout."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug import Response as AnyResponse

from dashboards.access import local_path
from dashboards.desk import desk, visit
from dashboards.entrance import TOO_OFTEN, Refusal, begin, identify, may_use_link, record_failure
from dashboards.pages.password import MUST_CHANGE, refuse_change
from dashboards.sessions import Tokens, cookie_name, digest, drop_cookie
from netmon.commands import Actor, CloseSession, OpenSession, RedeemLoginLink
from netmon.errors import CommandRefused
from netmon.passwords import may_enter

blueprint = Blueprint("login", __name__)

USED_UP = Refusal("login.used_up", 410)


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
    tokens = Tokens()
    command = OpenSession(account.name, account.password_set, digest(tokens.cookie), tokens.csrf)
    return begin(command, Actor(account.name, visit().address), tokens)


@blueprint.get("/prihlaseni/<token>")
def link(token: str) -> str:
    """Show the button behind a one-time link; mail scanners open every link, so this changes nothing."""
    return render_template("link.html", token=token)


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


def _form(trouble: str | None = None) -> str:
    target = local_path(request.values.get("next", "/"))
    return render_template("login.html", trouble=trouble, next=target)


def _refuse(refusal: Refusal) -> Response:
    return make_response(_form(refusal.text), refusal.status, refusal.headers)
