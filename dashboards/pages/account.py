"""What everybody does about the own account: see it and its sessions, and end them."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from dashboards.desk import desk, visit
from netmon.commands.admission import EndSessions
from netmon.model import Account, Session

blueprint = Blueprint("account", __name__)

LONGEST_HASH = 64


@blueprint.get("/ucet")
def show() -> str:
    """Show the account, its second factor, sessions and tokens."""
    account, present = present_account()
    reader = desk().reader
    return render_template(
        "account.html",
        account=account,
        sessions=reader.logins(account.name),
        present=present.token_hash,
        codes_left=reader.recovery_codes_left(account.name) if account.has_factor else 0,
        tokens=[token for token in reader.tokens(account.name) if token.is_good(visit().now)],
    )


@blueprint.post("/ucet/relace/konec")
def end_session() -> Response:
    """End one of the own sessions, or all but the present one."""
    account, present = present_account()
    only = request.form.get("session", "")[:LONGEST_HASH]
    desk().commands.submit(EndSessions(account.name, only, but=present.token_hash), visit().actor)
    return redirect(url_for("account.show"), 303)


def present_account() -> tuple[Account, Session]:
    """Return who is logged in, and how; the policy of these pages lets nobody else in."""
    visitor = visit().visitor
    if visitor is None or visitor.session is None:
        message = "a page of one's own account needs a login"
        raise LookupError(message)
    return visitor.account, visitor.session
