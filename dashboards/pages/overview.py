"""How is the region: the one sentence, the map, the open incidents and every municipality."""

from flask import Blueprint, render_template

from dashboards.cards import cards
from dashboards.desk import desk, visit
from dashboards.drawing.map import draw_map
from dashboards.headline import counts, headline
from dashboards.tiles import shelves

blueprint = Blueprint("overview", __name__)

CARDS = 3
"""More would push the map off the wall."""


@blueprint.get("/")
def show() -> str:
    """Show the region."""
    return render_template("overview.html", shelves=shelves(visit().snapshot), **board())


def board() -> dict[str, object]:
    """Return what is seen of the region in one glance, beside its tiles."""
    seen = visit()
    snapshot = seen.snapshot
    return {
        "headline": headline(snapshot, seen.now, seen.words, seen.formats),
        "counts": counts(snapshot),
        "map": draw_map(snapshot),
        "cards": cards(snapshot.incidents[:CARDS], seen, desk().reader),
        "more": max(0, len(snapshot.incidents) - CARDS),
        "maintenance": snapshot.maintenance,
    }
