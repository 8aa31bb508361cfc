"""How is the region: the one sentence, the map, the open incidents and every municipality."""

from collections.abc import Callable

from flask import Blueprint, render_template, request
from markupsafe import Markup

from dashboards.desk import desk, visit
from dashboards.drawing.map import draw_map
from dashboards.finding.table import SIGNS, Filters, districts, rows
from dashboards.headline import counts, headline
from dashboards.incidents.cards import cards
from dashboards.kept import once, part
from dashboards.towns.tiles import District, shelves
from netmon.reader import Snapshot

blueprint = Blueprint("overview", __name__)

CARDS = 3
"""More would push the map off the wall."""
TABLE = "table"


@blueprint.get("/")
def show() -> str:
    """Show the region: its municipalities as tiles, or as a table of those that are asked for."""
    if request.args.get("view") == TABLE:
        return _table()
    return render_template("overview.html", **board(shelves))


def _table() -> str:
    seen = visit()
    inventory = seen.snapshot.inventory
    filters = Filters.of(request.args, inventory)
    return render_template(
        "table.html",
        headline=headline(seen.snapshot, seen.now, seen.words, seen.formats),
        counts=counts(seen.snapshot),
        maintenance=seen.snapshot.maintenance,
        rows=rows(filters, seen, desk().reader),
        filters=filters,
        districts=districts(inventory),
        signs=SIGNS,
        all=len(inventory.municipalities),
    )


def board(shelved: Callable[[Snapshot], list[list[District]]]) -> dict[str, object]:
    """Return what is seen of the region in one glance, its tiles on shelves of a kind."""
    seen = visit()
    snapshot = seen.snapshot
    return {
        "headline": headline(snapshot, seen.now, seen.words, seen.formats),
        "counts": counts(snapshot),
        "map": _map(),
        "districts": part("districts.html", {"shelved": shelved}, shelved.__name__),
        "cards": cards(snapshot.incidents[:CARDS], seen, desk().reader),
        "more": max(0, len(snapshot.incidents) - CARDS),
        "maintenance": snapshot.maintenance,
    }


def _map() -> Markup:
    """Return the map; it says how long each broken trunk has been so."""
    seen = visit()
    drawn = once(("map", seen.rights), lambda: draw_map(seen.snapshot))
    since = (stroke.route.down_since for stroke, _ in drawn.spans)
    lasted = tuple(seen.formats.duration(seen.now - moment) for moment in since if moment is not None)
    return part("map.html", {"map": drawn}, lasted)
