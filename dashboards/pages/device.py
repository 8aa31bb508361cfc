"""How is this device: its state, its interfaces, and the traffic of one of them."""

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request

from dashboards.cards import card, record_about
from dashboards.desk import desk, visit
from dashboards.drawing.plot import Plot, draw_plot
from dashboards.plain import plain
from dashboards.ports import Port, ports
from dashboards.signs import sign_of
from dashboards.slugs import municipality_slug
from dashboards.timerange import DEFAULT, PRESETS, parse_range
from netmon.model import DeviceName, Measurement

blueprint = Blueprint("device", __name__)


@blueprint.get("/zarizeni/<name>")
def show(name: str) -> str:
    """Show a device; to an account of a municipality, its own."""
    seen = visit()
    inventory = seen.snapshot.inventory
    device = inventory.devices.get(DeviceName(name))
    if device is None or not seen.rights.knows_device(device.name, inventory):
        abort(404)
    latest = desk().reader.latest(device.name)
    found = ports(latest)
    selected = _selected(found)
    standing = seen.snapshot.devices.get(device.name)
    record = record_about(seen.snapshot, device.name)
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
        plot=_plot(device.name, selected) if selected else None,
        presets=PRESETS,
        range=(request.args.get("from", DEFAULT), request.args.get("to", "now")),
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


def _plot(device: DeviceName, interface: str) -> Plot:
    window = parse_range(request.args.get("from", DEFAULT), request.args.get("to", "now"), visit().now)
    return draw_plot(desk().reader.chart(device, interface, window), visit().formats)
