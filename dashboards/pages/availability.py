"""How available was the region, each ORP and each municipality: one table for every period."""

from flask import Blueprint, render_template

from dashboards.desk import desk, visit
from dashboards.towns.rollups import BESIDE, table
from netmon.letters.workdays import last_month

blueprint = Blueprint("availability", __name__)


@blueprint.get("/dostupnost")
def show() -> str:
    """Show the figures of the region, its ORP and all municipalities."""
    seen = visit()
    return render_template(
        "availability.html",
        table=table(desk().reader, seen.snapshot.inventory, seen.now),
        beside=BESIDE,
        month=last_month(seen.now),
    )
