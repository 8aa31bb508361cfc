"""Were the contracts of a month kept: the report as a page, and in each form that it is given away in."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.statement import documents
from dashboards.statement.documents import Recipient
from dashboards.statement.model import statement
from dashboards.statement.press import prints_pdf
from netmon.clock import Millis
from netmon.console.figures import find, resolution_under
from netmon.errors import CommandRefused
from netmon.letters.workdays import last_month
from netmon.report.findings import Findings
from netmon.report.ongoing import this_month
from netmon.report.period import Period
from netmon.views import Form

OFFERED = (Form.PDF, Form.XLSX, Form.CSV, Form.JSON)
"""What the page leads to; it is itself what one would take away as HTML."""

blueprint = Blueprint("sla", __name__)


@blueprint.get("/sla")
def latest() -> Response:
    """Lead to the last month that is over."""
    year, _, month = last_month(visit().now).partition("-")
    return redirect(url_for("sla.show", year=year, month=month), 302)


@blueprint.get("/sla/<year>/<month>")
def show(year: str, month: str) -> str:
    """Show a month that has begun."""
    period, now = _period(year, month), visit().now
    told = statement(_findings(period), visit().rights, visit().words)
    return render_template(
        "sla.html",
        statement=told,
        period=period,
        forms=[form for form in OFFERED if form is not Form.PDF or prints_pdf()],
        before=this_month(period.interval.start).name if told.is_known else None,
        after=this_month(Millis(period.interval.end + 1)).name if period.is_over(now) else None,
    )


@blueprint.get("/sla/<year>/<month>.<any(html, pdf, xlsx, csv, json):form>")
def document(year: str, month: str, form: str) -> Response:
    """Give a month away."""
    period, seen = _period(year, month), visit()
    made = documents.document(_findings(period), Form(form), Recipient(seen.words, seen.rights, desk().press))
    name = f'attachment; filename="{period.name}.{form}"'
    return Response(made.content, content_type=made.type, headers={"Content-Disposition": name})


def _findings(period: Period) -> Findings:
    """Return what a month's report says, reckoned anew."""
    seen = visit()
    inventory, settings = seen.snapshot.inventory, seen.snapshot.settings
    return find(desk().reader, inventory, period, seen.now, resolution_under(inventory, settings))


def _period(year: str, month: str) -> Period:
    """Return the month of an address, if it has begun: the future has no figures."""
    name = f"{year}-{month}"
    try:
        period = Period.named(name)
        period.so_far(visit().now)
    except CommandRefused:
        abort(404)
    if not period.is_month or not name.isascii():
        abort(404)
    return period
