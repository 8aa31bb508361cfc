"""Were the contracts of a month kept: the report as a page, a table and JSON."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug import Response

from dashboards.desk import desk, visit
from dashboards.statement import as_csv, as_json, statement
from netmon.clock import Millis
from netmon.errors import CommandRefused
from netmon.letters.workdays import last_month
from netmon.report.ongoing import this_month
from netmon.report.period import Period

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
    told = statement(desk().reader, visit(), period)
    return render_template(
        "sla.html",
        statement=told,
        period=period,
        before=this_month(period.interval.start).name if told.is_known else None,
        after=this_month(Millis(period.interval.end + 1)).name if period.is_over(now) else None,
    )


@blueprint.get("/sla/<year>/<month>.csv")
def table(year: str, month: str) -> Response:
    """Give a month as a table away."""
    period = _period(year, month)
    return _file(as_csv(desk().reader, visit(), period), f"{period.name}.csv", "text/csv")


@blueprint.get("/sla/<year>/<month>.json")
def tree(year: str, month: str) -> Response:
    """Give a month away for programs."""
    period = _period(year, month)
    return _file(as_json(desk().reader, visit(), period), f"{period.name}.json", "application/json")


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


def _file(text: str, name: str, kind: str) -> Response:
    return Response(
        text, content_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
