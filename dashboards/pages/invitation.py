"""The page behind the link in a message: it shows one button, and the button takes the incident, once.

Mail scanners open every link, so opening it changes nothing. Whoever has the link needs no login: it
was sent to an address, and the incident is taken in the name of whose address that is.
"""

from dataclasses import dataclass, replace

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.door.entrance import may_use_link
from dashboards.incidents.cards import card, person
from dashboards.rights import ALL
from netmon.alerting.notify.invitation import addressee
from netmon.clock import HOUR
from netmon.commands import HOLD, AcceptInvitation, Actor, RecordRefusedLink
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.model import IncidentId, IncidentRecord, Invitation
from netmon.oncall.taking import whole

blueprint = Blueprint("invitation", __name__)

LONGEST_KEY = 128
GONE, TOO_MANY = 410, 429


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with a genuine link: what it invites to, whose address it was sent to, and the incident.

    That is the one that the message was about, or the one it was joined to since.
    """

    invitation: Invitation
    name: str
    record: IncidentRecord


@blueprint.get("/v/<key>/odkaz")
def show(key: str) -> Response:
    """Show what is to be taken, and the button; a link that is not genuine, or too old, shows nothing of it."""
    token = request.args.get("k", "")
    guest = _guest(key, token)
    return _refuse() if isinstance(guest, str) else make_response(_page(guest, token))


@blueprint.post("/v/<key>/odkaz")
def accept(key: str) -> Response:
    """Take the incident; a link that is forged, used up or too old is refused, and the audit keeps that."""
    if not may_use_link():
        return _refuse("invitation.too_often", TOO_MANY)
    token = request.form.get("k", "")
    guest = _guest(key, token)
    if isinstance(guest, str):
        return _record_refusal(key, guest)
    found = guest.invitation
    command = AcceptInvitation(found.incident, found.address, found.expires)
    try:
        desk().commands.submit(command, Actor(guest.name, visit().address))
    except CommandRefused as error:
        return _record_refusal(key, str(error))
    return redirect(url_for("invitation.show", key=key, k=token), 303)


def _guest(key: str, token: str) -> Guest | str:
    """Return whoever may accept, or why nobody may, for the audit."""
    found = desk().reader.invitation(key, token)
    if found is None:
        return "forged"
    name = addressee(visit().snapshot.inventory, found.address)
    if name is None:
        return "the address is nobody's any more"
    record = desk().reader.incident(whole(found.incident, _joined_to))
    if record is None:
        return "the incident is unknown"
    return "expired" if found.expires <= visit().now else Guest(found, name, record)


def _joined_to(key: IncidentId) -> IncidentId | None:
    record = desk().reader.incident(key)
    return None if record is None else record.incident.merged_into


def _page(guest: Guest, token: str) -> str:
    """Show a guest, who is on duty, the whole card."""
    return render_template(
        "invitation.html",
        card=card(guest.record, replace(visit(), rights=ALL), desk().reader),
        who=person(guest.name, desk().reader),
        key=guest.invitation.incident,
        token=token,
        hold=HOLD // HOUR,
    )


def _record_refusal(key: str, reason: str) -> Response:
    refused = RecordRefusedLink(one_line(key)[:LONGEST_KEY], reason)
    desk().commands.submit(refused, Actor("", visit().address))
    return _refuse()


def _refuse(reason: str = "invitation.refused", status: int = GONE) -> Response:
    return make_response(render_template("invitation.html", card=None, reason=reason), status)
