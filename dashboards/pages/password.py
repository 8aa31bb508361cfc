"""How a person sets a new password: with the present one, whether logged in or not."""

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug import Response as AnyResponse

from dashboards.desk import desk, visit
from dashboards.door.access import local_path
from dashboards.door.entrance import (
    CODES_TOO_OFTEN,
    LONGEST_CODE,
    Refusal,
    asked_name,
    begin,
    identify,
    may_type_code,
    record_wrong_code,
)
from dashboards.door.sessions import Tokens, digest
from netmon.commands import Actor, ChangePassword
from netmon.errors import CommandRefused
from netmon.model import Account, Role
from netmon.people.passwords import LONGEST, SHORTEST
from netmon.phrase import in_language

blueprint = Blueprint("password", __name__)

MUST_CHANGE = Refusal("login.must_change", 403)
DIFFER = Refusal("login.differ", 422)


@blueprint.get("/heslo")
def form() -> str:
    """Show the form."""
    return _form(visit().actor.account)


@blueprint.post("/heslo")
def change() -> AnyResponse:
    """Replace the password and go on in a new session; every other one ends."""
    account = identify()
    if isinstance(account, Refusal):
        return refuse_change(account)
    new = request.form.get("new", "")[: LONGEST + 1]
    if new != request.form.get("again", "")[: LONGEST + 1]:
        return refuse_change(DIFFER)
    try:
        return _replace(account, desk().passwords.hash_next(account, new))
    except CommandRefused as error:
        reason = in_language(error, visit().words.language)
        return make_response(_form(account.name, reason), 422)


def refuse_change(refusal: Refusal) -> Response:
    """Show the form with what stands in the way."""
    return make_response(_form(asked_name(), visit().words(refusal.text)), refusal.status, refusal.headers)


def _replace(account: Account, password_hash: str) -> AnyResponse:
    tokens, code = Tokens(), request.form.get("code", "")[:LONGEST_CODE]
    command = ChangePassword(
        account.name, account.password_set, password_hash, digest(tokens.cookie), tokens.csrf, code
    )
    if account.has_factor and not may_type_code(account.name):
        return refuse_change(CODES_TOO_OFTEN)
    try:
        return begin(command, Actor(account.name, visit().address), tokens)
    except CommandRefused:
        if account.has_factor:
            record_wrong_code(account.name)
        raise


def _form(name: str, trouble: str = "") -> str:
    return render_template(
        "password.html",
        name=name,
        trouble=trouble,
        next=local_path(request.values.get("next", "/")),
        shortest={role.value: SHORTEST[role] for role in Role},
        longest=LONGEST,
    )
