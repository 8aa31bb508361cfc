"""The own tokens: what programs ask with in one's name; each is shown once, when it is made."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.pages.account import present_account
from dashboards.plain import plain
from netmon.clock import DAY, Millis
from netmon.commands.admission import LONGEST_LABEL, AddToken, RevokeToken
from netmon.errors import CommandRefused
from netmon.model import Scope
from netmon.people.apitoken import digest_of, new_token
from netmon.phrase import in_language

blueprint = Blueprint("tokens", __name__)

UNPROCESSABLE = 422
LIVES = (30, 90, 180, 365)
"""Days that a token may be made for."""
USUAL_LIFE = 90


@blueprint.get("/ucet/klice")
def index() -> str:
    """List the own tokens, and show the form for another."""
    return _page()


@blueprint.post("/ucet/klice")
def add() -> Response:
    """Make a token and show it this once."""
    account, _ = present_account()
    seen, token = visit(), new_token()
    scopes = tuple(scope for scope in Scope if scope.value in request.form.getlist("scope"))
    days = request.form.get("days", "")
    life = int(days) if days in map(str, LIVES) else USUAL_LIFE
    label = request.form.get("label", "")[: LONGEST_LABEL + 1]
    command = AddToken(account.name, label, scopes, Millis(seen.now + life * DAY), digest_of(token))
    try:
        desk().commands.submit(command, seen.actor)
    except CommandRefused as error:
        return make_response(_page(plain(in_language(error, seen.words.language))), UNPROCESSABLE)
    return make_response(_page(made=token))


@blueprint.post("/ucet/klice/<int:key>/zrusit")
def revoke(key: int) -> Response:
    """Void one of the own tokens."""
    account, _ = present_account()
    desk().commands.submit(RevokeToken(key, account.name), visit().actor)
    return redirect(url_for("tokens.index"), 303)


def _page(trouble: str = "", made: str = "") -> str:
    account, _ = present_account()
    return render_template(
        "tokens.html",
        trouble=trouble,
        made=made,
        tokens=desk().reader.tokens(account.name),
        scopes=tuple(Scope),
        lives=LIVES,
        usual=USUAL_LIFE,
        longest=LONGEST_LABEL,
    )
