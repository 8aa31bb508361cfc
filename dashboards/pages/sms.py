"""The door of SMS that a gateway received: it posts each as a form or as JSON, and proves itself by a header.

| request | body | answer |
|---|---|---|
| `POST /api/v1/sms` | the sender's number and the text, under the names that the settings say | 200, it was heard |

The gateway is told that an SMS was heard, never what became of it. 401 without the secret, 404 where nothing
is set up, 503 while netmon cannot write it down: then the gateway brings it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from flask import Blueprint, abort, current_app, request
from flask.blueprints import BlueprintSetupState
from werkzeug import Response

from dashboards.desk import EXTENSION, desk, visit
from dashboards.door.entrance import TOO_OFTEN
from dashboards.objects import as_object
from dashboards.throttle import Throttle
from netmon.clock import MINUTE
from netmon.oncall.reply import Refusal
from netmon.settings import Replies
from netmon.telling.hearing import Hearing

blueprint = Blueprint("sms", __name__, url_prefix="/api/v1")

DOOR = "netmon.sms"
LARGEST_BODY = 4 * 1024


@dataclass(frozen=True, slots=True)
class Door:
    """One per app: what hears, and how often somebody may knock."""

    hearing: Hearing
    knocks: Throttle = field(default_factory=lambda: Throttle(limit=60, span=MINUTE))


@blueprint.record
def build(state: BlueprintSetupState) -> None:
    """Give the app its door."""
    seams = state.app.extensions[EXTENSION]
    state.app.extensions[DOOR] = Door(Hearing(seams.reader, seams.commands))


@blueprint.post("/sms")
def receive() -> Response:
    """Hear an SMS."""
    replies, door = _replies(), cast("Door", current_app.extensions[DOOR])
    if not door.knocks.admit(visit().address, desk().clock.monotonic()):
        return _too_often()
    if not desk().reader.is_gateway(request.headers.get("Authorization", "")):
        door.hearing.drop(Refusal.FORGED, visit().address)
        abort(401)
    request.max_content_length = LARGEST_BODY
    said = _said()
    sender, text = said.get(replies.number), said.get(replies.text)
    if not isinstance(sender, str) or not isinstance(text, str):
        abort(400)
    door.hearing.hear(sender, text, visit().address)
    return as_object({"heard": True})


def _too_often() -> Response:
    message = visit().words(TOO_OFTEN.text)
    response = as_object({"error": {"status": TOO_OFTEN.status, "message": message}}, TOO_OFTEN.status)
    response.headers.update(TOO_OFTEN.headers)
    return response


def _replies() -> Replies:
    """Return how the gateway speaks; abort if none may."""
    sms = visit().snapshot.settings.sms
    if sms is None or sms.replies is None:
        abort(404)
    return sms.replies


def _said() -> Mapping[str, object]:
    """Return the fields of what was posted; never those of the URL, which proxies log."""
    if not request.is_json:
        return request.form
    body = request.get_json()
    return body if isinstance(body, dict) else {}
