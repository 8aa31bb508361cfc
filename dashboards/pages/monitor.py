"""The monitor itself: whether it sees, and whether people would hear of what it sees."""

from flask import Blueprint, render_template

from dashboards.desk import desk, visit
from dashboards.monitor import coming, drill_line, drill_ways, lines, lost_lines
from netmon.clock import DAY, Millis

blueprint = Blueprint("monitor", __name__)

LATELY = Millis(7 * DAY)
MOST_LOST = 20


@blueprint.get("/sber")
def show() -> str:
    """Show how the monitor itself is, to whoever is logged in: addresses of people stand here."""
    seen, reader = visit(), desk().reader
    snapshot, words, formats, now = seen.snapshot, seen.words, seen.formats, seen.now
    inventory, settings, result = snapshot.inventory, snapshot.settings, reader.drill()
    lost = reader.given_up(Millis(now - LATELY), limit=MOST_LOST)
    found, drill = lines(snapshot, len(lost), words, formats, now), drill_line(result, words, formats, now)
    return render_template(
        "monitor.html",
        lines=found,
        drill=drill,
        ways=drill_ways(result.ways if result else (), inventory, words, formats),
        coming=coming(settings.drill, words, formats, now),
        lost=lost_lines(lost, inventory, formats, now),
        troubles=sum(line.is_trouble for line in (*found, drill)),
    )
