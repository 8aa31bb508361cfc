"""The own second factor: set up with a telephone, proved by a code, with recovery codes that are shown once."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from dashboards.admission.qr import picture_of
from dashboards.desk import desk, visit
from dashboards.door.entrance import CODES_TOO_OFTEN, LONGEST_CODE, may_type_code
from dashboards.door.sessions import owes_factor
from dashboards.pages.account import present_account
from dashboards.plain import plain
from netmon.commands.admission import EnrolFactor, ReplaceRecoveryCodes
from netmon.errors import CommandRefused
from netmon.people.secondfactor import address_of, hash_of, new_recovery_codes, new_secret
from netmon.phrase import in_language

blueprint = Blueprint("factor", __name__)

UNPROCESSABLE = 422


@blueprint.get("/ucet/druhy-faktor")
def show() -> str:
    """Show how the second factor is set up, or that it is."""
    return _page()


@blueprint.post("/ucet/druhy-faktor/novy")
def begin() -> Response:
    """Make a secret; until a code proves that somebody knows it, nothing depends on it."""
    _, session = present_account()
    desk().enrolments.put(session.token_hash, new_secret(), desk().clock.monotonic())
    return redirect(url_for("factor.show"), 303)


@blueprint.post("/ucet/druhy-faktor")
def confirm() -> Response:
    """Switch the second factor on by its first code, and show the recovery codes."""
    account, session = present_account()
    secret = desk().enrolments.get(session.token_hash, desk().clock.monotonic())
    if secret is None:
        return redirect(url_for("factor.show"), 303)
    codes = new_recovery_codes()
    hashes = tuple(hash_of(code, account.name) for code in codes)
    answer = _try(EnrolFactor(account.name, secret, _code(), hashes, session.token_hash), codes)
    if answer.status_code == UNPROCESSABLE:
        return answer
    desk().enrolments.drop(session.token_hash)
    return answer


@blueprint.post("/ucet/druhy-faktor/kody")
def renew() -> Response:
    """Replace the recovery codes, for a code of the second factor."""
    account, _ = present_account()
    codes = new_recovery_codes()
    return _try(
        ReplaceRecoveryCodes(account.name, _code(), tuple(hash_of(code, account.name) for code in codes)), codes
    )


def _try(command: EnrolFactor | ReplaceRecoveryCodes, codes: tuple[str, ...]) -> Response:
    """Carry out what a code is for, and show the recovery codes this once."""
    seen = visit()
    if not may_type_code(command.account):
        return make_response(_page(seen.words(CODES_TOO_OFTEN.text)), CODES_TOO_OFTEN.status, CODES_TOO_OFTEN.headers)
    try:
        desk().commands.submit(command, seen.actor)
    except CommandRefused as error:
        return make_response(_page(plain(in_language(error, seen.words.language))), UNPROCESSABLE)
    desk().codes.forget(command.account)
    return make_response(render_template("recovery_codes.html", codes=codes))


def _page(trouble: str = "") -> str:
    account, session = present_account()
    secret = None if account.has_factor else desk().enrolments.get(session.token_hash, desk().clock.monotonic())
    place = plain(visit().snapshot.inventory.region.name)
    return render_template(
        "factor.html",
        account=account,
        trouble=trouble,
        owes=owes_factor(account, visit().snapshot.settings),
        codes_left=desk().reader.recovery_codes_left(account.name),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)) if secret else "",
        picture=picture_of(address_of(secret, account.name, place)) if secret else "",
        longest=LONGEST_CODE,
    )


def _code() -> str:
    return request.form.get("code", "")[:LONGEST_CODE]
