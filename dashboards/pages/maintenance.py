"""What work is planned, under way and over; and how a person announces one or calls it off.

A work is announced in two steps: what it would do is shown first, and only what was shown is
announced. If it would do something else by then, it is shown again; so a button that is pressed
twice announces nothing twice.
"""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.drawing.month import Month
from dashboards.links import whole
from dashboards.plain import plain
from dashboards.works.calendar import events, plan
from dashboards.works.listing import WorkCard, forgiven_places, work_card, work_key, worklist
from dashboards.works.outlook import Outlook, by_kind, by_name, clashes, outlooks
from dashboards.works.places import Register
from dashboards.works.sheet import LONGEST_VALUE, Asked, Judged, judged
from netmon.commands import CancelMaintenance, PlanMaintenance, PlanWorks
from netmon.errors import CommandRefused
from netmon.icalendar import calendar
from netmon.maintenance.announcement import LONGEST_REASON
from netmon.phrase import in_language

blueprint = Blueprint("maintenance", __name__)

PLACES = 3
"""Empty lines for what is worked on; a button adds as many."""
UNPROCESSABLE, CONFLICT = 422, 409


@blueprint.get("/udrzba")
def index() -> str:
    """List the works: under way, to come, over."""
    seen = visit()
    found = desk().reader.works(seen.now)
    return render_template("maintenance.html", works=worklist(found, seen.snapshot, desk().reader, seen.now))


@blueprint.get("/udrzba/kalendar")
def month() -> str:
    """Show the works of a month by days."""
    seen = visit()
    asked = Month.of(request.args.get("month", ""), seen.now)
    return render_template("maintenance_month.html", plan=plan(asked, desk().reader.works(seen.now), seen))


@blueprint.get("/udrzba/prace.ics")
def feed() -> Response:
    """Answer with the announced works for a calendar program, as far as its owner may see them."""
    seen = visit()
    page = whole(url_for("maintenance.month", lang=seen.words.language.value))
    found = calendar("plan", seen.words("plan.title"), events(desk().reader.works(seen.now), seen, page))
    return Response(found, content_type="text/calendar; charset=utf-8")


@blueprint.get("/udrzba/<key>")
def show(key: str) -> str:
    """Show one work: what it covers, what it has excused, and what is down in it."""
    return _work(_find(key))


@blueprint.post("/udrzba/<key>/zrusit")
def cancel(key: str) -> Response:
    """Call a work off in the name of the person who is logged in."""
    card = _find(key)
    if not card.may_be_cancelled:
        abort(404)
    reason = request.form.get("reason", "")[:LONGEST_REASON]
    try:
        desk().commands.submit(CancelMaintenance(card.each.work.id, reason), visit().actor)
    except CommandRefused as error:
        return make_response(_work(card, _said(error), reason), UNPROCESSABLE)
    return redirect(url_for("maintenance.show", key=key), 303)


@blueprint.get("/udrzba/nova")
def form() -> str:
    """Show an empty form; an address may name what is worked on."""
    return _form(Asked.of(request.args))


@blueprint.post("/udrzba/nova")
def preview() -> Response:
    """Show what the work of a form would do, or the form again; either changes nothing."""
    asked = Asked.of(request.form)
    step = request.form.get("step")
    if step in ("edit", "more"):
        return make_response(_form(asked, more=step == "more"))
    found = _judge(asked)
    if found.work is None:
        return make_response(_form(asked, found), UNPROCESSABLE)
    return make_response(_preview(asked, found, _outlook(found.work)))


@blueprint.post("/udrzba/ohlasit")
def announce() -> Response:
    """Announce a work that was previewed."""
    asked = Asked.of(request.form)
    found = _judge(asked)
    if found.work is None:
        return make_response(_form(asked, found), UNPROCESSABLE)
    outlook = _outlook(found.work)
    if request.form.get("seen") != outlook.digest:
        return make_response(_preview(asked, found, outlook, is_news=True), CONFLICT)
    try:
        desk().commands.submit(PlanWorks((found.work,)), visit().actor)
    except CommandRefused as error:
        return make_response(_form(asked, Judged(None, {"": (_said(error),)})), UNPROCESSABLE)
    return redirect(url_for("maintenance.index"), 303)


def _find(key: str) -> WorkCard:
    seen = visit()
    found = next((each for each in desk().reader.works(seen.now) if work_key(each) == key), None)
    if found is None:
        abort(404)
    return work_card(found, seen.snapshot, desk().reader, seen.now)


def _work(card: WorkCard, trouble: str = "", reason: str = "") -> str:
    inventory = visit().snapshot.inventory
    return render_template(
        "maintenance_work.html",
        card=card,
        scope=by_kind(card.each.work.scope, inventory),
        forgiven=forgiven_places(card, inventory),
        trouble=trouble,
        reason=reason,
        longest=LONGEST_REASON,
    )


def _form(asked: Asked, found: Judged | None = None, *, more: bool = False) -> str:
    seen = visit()
    return render_template(
        "maintenance_form.html",
        asked=asked,
        faults=found.faults if found else {},
        strange=found.strange if found else (),
        blank=PLACES if more or not asked.places else 1,
        places=Register.of(seen.snapshot.inventory, seen.words).places,
        longest=LONGEST_REASON,
        longest_value=LONGEST_VALUE,
    )


def _preview(asked: Asked, found: Judged, outlook: Outlook, *, is_news: bool = False) -> str:
    inventory = visit().snapshot.inventory
    return render_template(
        "maintenance_preview.html",
        asked=asked,
        outlook=outlook,
        warnings=found.warnings,
        is_news=is_news,
        isolated=by_name(outlook.preview.isolated, inventory),
        degraded=by_name(outlook.preview.degraded, inventory),
        scope=by_kind(outlook.preview.scope, inventory),
        collisions=clashes(outlook, inventory),
    )


def _judge(asked: Asked) -> Judged:
    seen = visit()
    inventory = seen.snapshot.inventory
    return judged(asked, inventory, Register.of(inventory, seen.words), seen.now, seen.words)


def _outlook(work: PlanMaintenance) -> Outlook:
    seen = visit()
    (outlook,) = outlooks((work,), seen.snapshot, desk().reader, seen.now)
    return outlook


def _said(error: CommandRefused) -> str:
    return plain(in_language(error, visit().words.language))
