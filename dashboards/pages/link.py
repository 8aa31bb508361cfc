"""How is this link: its state, both directions now and over time, what it shares, and what happened to it."""

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug import Response

from dashboards.atlas.events import Subject, around, events_about, listed
from dashboards.atlas.grafana import grafana_link
from dashboards.atlas.rangebar import address, range_bar
from dashboards.atlas.strands import ends_of, is_trunk, shares
from dashboards.atlas.tracks import draw_tracks
from dashboards.desk import desk, visit
from dashboards.drawing.map import load_bin
from dashboards.drawing.plot import Plot, draw_plots, largest_of
from dashboards.incidents.cards import card, record_about
from dashboards.signs import sign_of
from dashboards.timerange import TimeRange, read_range
from dashboards.titles import device_place, link_title
from netmon.clock import Interval
from netmon.inventory.models import Link
from netmon.model import Entity, EntityKind, LinkName, LinkState
from netmon.reader import Chart, Load

blueprint = Blueprint("link", __name__)


@blueprint.get("/linka/<name>")
def show(name: str) -> str | Response:
    """Show a link; to an account of a municipality, one that lies within its own."""
    seen = visit()
    inventory = seen.snapshot.inventory
    link = inventory.links.get(LinkName(name))
    if link is None or not seen.rights.knows_link(link.name, inventory):
        abort(404)
    span = read_range(request.args, seen.now)
    if span.is_typed:
        return redirect(address(span.pinned), 303)
    subject = subject_of(link)
    standing = seen.snapshot.links.get(link.name)
    record = record_about(seen.snapshot, subject.entity)
    is_up = standing is not None and standing.state is LinkState.UP
    load = seen.snapshot.loads.get(link.name, Load()) if is_up else Load()
    events = events_about(subject, span.window, seen, desk().reader)
    return render_template(
        "link.html",
        link=link,
        title=link_title(inventory, link),
        ends=[(end, device_place(inventory, inventory.devices[end.device])) for end in link.ends],
        is_trunk=is_trunk(inventory, link),
        orp=inventory.municipalities[ends_of(inventory, link)[0]].orp,
        risks=[inventory.shared_risks[risk].title for risk in link.shared_risks if risk in inventory.shared_risks],
        standing=standing,
        sign=sign_of(standing),
        card=card(record, seen, desk().reader) if record else None,
        loads=[
            (rate, share, load_bin(share))
            for rate, share in zip((load.forward, load.backward), shares(load, link.capacity), strict=True)
        ],
        plots=plots_of(link, span.window),
        tracks=draw_tracks(events, span.window),
        events=[(event, address(around(event))) for event in listed(events)],
        unlisted=len(events) - len(listed(events)),
        bar=range_bar(span),
        span=span,
        grafana=_grafana(link, span),
    )


def subject_of(link: Link) -> Subject:
    """Return a link as something that charts are about: its trouble is also its ends' and its ducts'."""
    ends = (Entity(EntityKind.DEVICE, end.device) for end in link.ends)
    risks = (Entity(EntityKind.SHARED_RISK, risk) for risk in link.shared_risks)
    return Subject(Entity(EntityKind.LINK, link.name), frozenset((*ends, *risks)))


def plots_of(link: Link, window: Interval) -> tuple[Plot, Plot]:
    """Return both directions, each as its two ends measure it; on one scale, so that they can be compared."""
    near, far = (desk().reader.chart(end.device, end.interface, window) for end in link.ends)
    there = _only(near, "out_bps", "sent"), _only(far, "in_bps", "received")
    back = _only(far, "out_bps", "sent"), _only(near, "in_bps", "received")
    ceiling = max(map(largest_of, (*there, *back)))
    formats = visit().formats
    return draw_plots(there, formats, ceiling), draw_plots(back, formats, ceiling)


def _only(chart: Chart, name: str, called: str) -> Chart:
    values = chart.series.get(name, (None,) * len(chart.times))
    return Chart(
        chart.window, chart.step, chart.unit, chart.times, {called: values}, {called: chart.peaks.get(name, values)}
    )


def _grafana(link: Link, span: TimeRange) -> str | None:
    ends = link.ends[0]
    return grafana_link(visit(), "link", span.asked, link=link.name, device=ends.device, ifname=ends.interface)
