"""What is broken, what is known about it, and who has taken it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.finding.incidents import Shown, Wish, ended, muted_among
from dashboards.handling.choices import handling
from dashboards.handling.handover import is_taken_by
from dashboards.handling.mute import ends, hushed_by
from dashboards.incidents.cards import card, cards
from dashboards.incidents.dossier import dossier
from dashboards.signs import SEVERITY_SIGNS
from netmon.clock import HOUR, Millis
from netmon.commands import HOLD, Acknowledge, AddNote, AddSilence, NoteTicket, PassOn, PromiseReport
from netmon.model import IncidentId, IncidentRecord
from netmon.record.moment import next_moment

blueprint = Blueprint("incidents", __name__)

LONGEST_NOTE = 2000
LONGEST_NUMBER = 64
LONGEST_NAME = 64
AGAIN = "again"
"""What `keep.js` adds when it sends a form once more, as it never heard what became of it."""
LONGEST_TIME = 16
HOLDS = (1, 2, 4, 8, 24)
"""Hours for which somebody may take an incident here."""


@blueprint.get("/vystrahy")
def index() -> str:
    """List the open incidents, then those that are over, as far as the address asks for them."""
    seen, reader, wish = visit(), desk().reader, Wish.of(request.args)
    muted = muted_among(seen.snapshot.incidents, seen, reader)
    found = [each for each in seen.snapshot.incidents if wish.takes(each, is_muted=each.incident.id in muted)]
    try:
        turned = ended(wish, seen, reader) if wish.wants_ended else None
    except ValueError:
        abort(404)
    return render_template(
        "incidents.html",
        wish=wish,
        choices=[shown for shown in Shown if shown is not Shown.MUTED or seen.rights.sees_all],
        severities=SEVERITY_SIGNS,
        open=cards(found, seen, reader) if wish.wants_open else None,
        muted=muted,
        turned=turned,
        closed=cards(turned.records, seen, reader) if turned else (),
    )


@blueprint.get("/v/<key>")
def show(key: str) -> str:
    """Show one incident; reading it changes nothing."""
    seen = visit()
    record = _find(key)
    return render_template(
        "incident.html",
        card=card(record, seen, desk().reader),
        dossier=dossier(record, seen, desk().reader),
        holds=HOLDS,
        hold=HOLD // HOUR,
        handling=handling(record, seen, desk().reader),
    )


@blueprint.post("/v/<key>/prevzit")
def acknowledge(key: str) -> Response:
    """Take an incident in the name of the person who is logged in, for some hours."""
    record, note = _find(key), request.form.get("note", "").strip()[:LONGEST_NOTE]
    if not (AGAIN in request.form and is_taken_by(record, visit().actor.account)):
        desk().commands.submit(Acknowledge(record.incident.id, note, _hold()), visit().actor)
    return _back(key)


@blueprint.post("/v/<key>/predat")
def pass_on(key: str) -> Response:
    """Pass an incident on to somebody who is called."""
    whom = request.form.get("person", "")[:LONGEST_NAME]
    note = request.form.get("note", "").strip()[:LONGEST_NOTE]
    desk().commands.submit(PassOn(_find(key).incident.id, whom, note), visit().actor)
    return _back(key)


@blueprint.post("/v/<key>/ztlumit")
def mute(key: str) -> Response:
    """Keep everybody from being told of an incident's cause for a while; it is watched and shown all the same."""
    seen, incident = visit(), _find(key).incident
    hushed, end = hushed_by(incident), ends(seen.now).get(request.form.get("for", ""))
    if hushed is None or end is None:
        abort(400)
    reason = seen.words("mute.reason", incident=incident.id)
    desk().commands.submit(AddSilence(hushed, end, reason), seen.actor)
    return _back(key)


@blueprint.post("/v/<key>/poznamka")
def note(key: str) -> Response:
    """Write down what is known."""
    text = request.form.get("text", "").strip()[:LONGEST_NOTE]
    if text:
        desk().commands.submit(AddNote(_find(key).incident.id, text), visit().actor)
    return _back(key)


@blueprint.post("/v/<key>/tiket")
def ticket(key: str) -> Response:
    """Write down under which number the supplier deals with it."""
    number = request.form.get("number", "").strip()[: LONGEST_NUMBER + 1]
    if number:
        desk().commands.submit(NoteTicket(_find(key).incident.id, number), visit().actor)
    return _back(key)


@blueprint.post("/v/<key>/dalsi-zprava")
def promise(key: str) -> Response:
    """Promise a report by the next time the clocks show what the form says."""
    report_by = next_moment(request.form.get("report_by", "").strip()[:LONGEST_TIME], visit().now)
    desk().commands.submit(PromiseReport(_find(key).incident.id, report_by), visit().actor)
    return _back(key)


def _hold() -> Millis:
    """Return for how long a form wants to take an incident."""
    asked = request.form.get("hold", "")
    return next((Millis(hours * HOUR) for hours in HOLDS if asked == str(hours)), HOLD)


def _find(key: str) -> IncidentRecord:
    """Return what the visitor may see of an incident; what may not be seen is not there."""
    record = desk().reader.incident(IncidentId(key))
    shown = visit().sees(record) if record else None
    if shown is None:
        abort(404)
    return shown


def _back(key: str) -> Response:
    return redirect(url_for("incidents.show", key=key), 303)
