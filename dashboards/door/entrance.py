"""How somebody gets in: attempts are counted, failures recorded, a session begun."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import redirect, request
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.door.access import local_path
from dashboards.door.sessions import Tokens, keep_cookie
from netmon.commands import Actor, Command, RecordFailedLogin
from netmon.commands.admission import RecordFailedCode
from netmon.model import Account
from netmon.people.passwords import LONGEST

LONGEST_NAME = 64
LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody does not get in: the key of a text, and how HTTP says it."""

    text: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


WRONG = Refusal("login.wrong", 401)
TOO_OFTEN = Refusal("login.too_often", 429, {"Retry-After": "60"})
CODES_TOO_OFTEN = Refusal("login.codes_too_often", 429, {"Retry-After": "3600"})


def asked_name() -> str:
    """Return the account's name that a form brings."""
    return request.form.get("name", "").strip()[:LONGEST_NAME]


def identify() -> Account | Refusal:
    """Return whose name and password a form brings; what is wrong with them is not told."""
    name = asked_name()
    if not _may_try(name):
        return TOO_OFTEN
    account = desk().reader.account(name)
    password = request.form.get("password", "")[:LONGEST]
    if not desk().passwords.is_right(account, password, visit().now) or account is None:
        record_failure(name)
        return WRONG
    desk().attempts_by_account.forget(_key(name))
    return account


def may_use_link() -> bool:
    """Count an attempt with a one-time link and return whether it is allowed."""
    return desk().attempts_by_address.admit(visit().address, desk().clock.monotonic())


def may_type_code(account: str) -> bool:
    """Count an attempt with the code of an account's second factor and return whether it is allowed."""
    return desk().codes.admit(account, desk().clock.monotonic())


def record_wrong_code(account: str) -> None:
    """Have the audit keep that somebody knew the password and not the code."""
    desk().commands.submit(RecordFailedCode(account), Actor("", visit().address))


def record_failure(name: str) -> None:
    """Have the audit keep that somebody was not let in."""
    desk().commands.submit(RecordFailedLogin(name), Actor("", visit().address))


def begin(command: Command, actor: Actor, tokens: Tokens) -> Response:
    """Open a session by a command and lead to the page that was asked for; raise CommandRefused."""
    desk().commands.submit(command, actor)
    response = redirect(local_path(request.form.get("next", "/")), 303)
    keep_cookie(response, tokens.cookie, visit().snapshot.settings)
    return response


def _may_try(name: str) -> bool:
    now = desk().clock.monotonic()
    return may_use_link() and desk().attempts_by_account.admit(_key(name), now)


def _key(name: str) -> str:
    return f"{visit().address} {name}"
