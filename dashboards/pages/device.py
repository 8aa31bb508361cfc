"""How is this device: its state, its interfaces, and the traffic of one of them."""

from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug import Response

from dashboards.atlas.events import Subject, around, events_about, listed
from dashboards.atlas.grafana import grafana_link
from dashboards.atlas.rangebar import address, range_bar
from dashboards.atlas.tracks import draw_tracks
from dashboards.desk import desk, visit
from dashboards.drawing.plot import Plot, draw_plot
from dashboards.incidents.cards import card, record_about
from dashboards.plain import plain
from dashboards.ports import Port, ports
from dashboards.signs import sign_of
from dashboards.timerange import read_range
from dashboards.titles import link_title
from dashboards.towns.slugs import municipality_slug
from netmon.clock import Interval
from netmon.inventory.models import Device
from netmon.model import DeviceName, Entity, EntityKind, LinkName, Measurement

blueprint = Blueprint("device", __name__)


@blueprint.get("/zarizeni/<name>")
def show(name: str) -> str | Response:
    """Show a device; to an account of a municipality, its own."""
    seen = visit()
    inventory = seen.snapshot.inventory
    device = inventory.devices.get(DeviceName(name))
    if device is None or not seen.rights.knows_device(device.name, inventory):
        abort(404)
    latest = desk().reader.latest(device.name)
    found = ports(latest)
    selected = _selected(found)
    span, kept = read_range(request.args, seen.now), {"interface": selected} if selected else {}
    if span.is_typed:
        return redirect(address(span.pinned, **kept), 303)
    standing = seen.snapshot.devices.get(device.name)
    entity = Entity(EntityKind.DEVICE, device.name)
    record = record_about(seen.snapshot, entity)
    events = events_about(Subject(entity, frozenset({_home(device)})), span.window, seen, desk().reader)
    code = inventory.municipality_of(device)
    return render_template(
        "device.html",
        device=device,
        site=inventory.sites[device.site],
        municipality=inventory.municipalities[code],
        slug=municipality_slug(code, inventory.municipalities[code].name),
        standing=standing,
        sign=sign_of(standing),
        card=card(record, seen, desk().reader) if record else None,
        ports=found,
        selected=selected,
        links=_links_at(device.name),
        plot=_plot(device.name, selected, span.window) if selected else None,
        tracks=draw_tracks(events, span.window),
        events=[(event, address(around(event), **kept)) for event in listed(events)],
        unlisted=len(events) - len(listed(events)),
        bar=range_bar(span, **kept),
        span=span,
        grafana=grafana_link(seen, "device", span.asked, device=device.name),
        readings=readings(latest),
    )


def readings(latest: Sequence[Measurement]) -> list[tuple[str, str, Measurement]]:
    """Return the device's own newest fields, one a line: what interfaces say stands in their table."""
    return [
        (plain(f"{measurement.name} {field}"), plain(value), measurement)
        for measurement in latest
        if "ifname" not in measurement.tags
        for field, value in sorted(measurement.fields.items())
    ]


def _selected(found: Sequence[Port]) -> str | None:
    """Return the interface asked for, or the busiest."""
    asked = request.args.get("interface")
    if any(port.name == asked for port in found):
        return asked
    busiest = max(found, key=lambda port: (port.in_bps or 0) + (port.out_bps or 0), default=None)
    return busiest.name if busiest else None


def _home(device: Device) -> Entity:
    """Return the municipality that a device stands in, as works name it."""
    return Entity(EntityKind.MUNICIPALITY, visit().snapshot.inventory.municipality_of(device))


def _links_at(device: DeviceName) -> dict[str, tuple[LinkName, str]]:
    """Return which link ends at each interface of a device, as far as it may be seen."""
    inventory, rights = visit().snapshot.inventory, visit().rights
    return {
        end.interface: (link.name, link_title(inventory, link))
        for link in inventory.active_links().values()
        for end in link.ends
        if end.device == device and rights.knows_link(link.name, inventory)
    }


def _plot(device: DeviceName, interface: str, window: Interval) -> Plot:
    return draw_plot(desk().reader.chart(device, interface, window), visit().formats)
