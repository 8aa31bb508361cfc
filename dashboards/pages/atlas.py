"""How is the network on the ground: which links carry how much, which are broken, and whom that hits."""

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request

from dashboards.atlas.grafana import grafana_link
from dashboards.atlas.strands import Strand
from dashboards.atlas.weathermap import draw_weathermap
from dashboards.desk import Visit, desk, visit
from dashboards.drawing.map import LOAD_BINS
from dashboards.formats import DASH, Formats

blueprint = Blueprint("map", __name__)

BUSIEST = 7
"""Trunks that are listed beside the map; all of them stand below it."""


@blueprint.get("/mapa")
def show() -> str:
    """Show the map of the region, or of one of its districts."""
    seen = visit()
    orps = seen.snapshot.inventory.orps
    orp = request.args.get("orp")
    if orp is not None and orp not in orps:
        abort(404)
    drawn = draw_weathermap(seen.snapshot, desk().reader.geography(), seen.rights, orp)
    capacities = {link.capacity for link in seen.snapshot.inventory.links.values()}
    rates = {capacity: seen.formats.bit_rate(capacity) for capacity in capacities}
    return render_template(
        "weathermap.html",
        map=drawn,
        orp=orp,
        orps=orps,
        busiest=drawn.busiest[:BUSIEST],
        rates=rates,
        threads=[(strand, _told(strand, seen, rates)) for strand in drawn.threads],
        trunks=[(strand, _told(strand, seen, rates)) for strand in drawn.trunks],
        used=used,
        bounds=(0.0, *LOAD_BINS),
        grafana=grafana_link(seen, "region"),
    )


def _told(strand: Strand, seen: Visit, rates: Mapping[int, str]) -> str:
    """Return what a link on the map says of itself: how full it is, or what is wrong with it."""
    if strand.link is not None and strand.load is not None:
        return f"{strand.title}: {used(strand, seen.formats)} {seen.words('atlas.of')} {rates[strand.link.capacity]}"
    since = "" if strand.since is None else f" {seen.formats.duration(seen.now - strand.since)}"
    return f"{strand.title}: {seen.words(f'route.{strand.state}')}{since}"


def used(strand: Strand, formats: Formats) -> str:
    """Return how full a link is in each direction: `42 % / 7 %`."""
    return " / ".join(DASH if share is None else formats.load(share) for share in strand.used)
