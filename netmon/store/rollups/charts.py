"""A chart of one series: roll-ups up to where it is rolled up, samples after that."""

import sqlite3
from collections.abc import Mapping

from netmon.clock import DAY, EPOCH, Interval, Millis
from netmon.reader import Chart
from netmon.store.rollups.charting import Heap, draw, heaped, resolution_for
from netmon.store.rollups.reckoning import WIDTHS

FIELDS = ("in_bps", "out_bps")
UNIT = "bit/s"
SPACING_SAMPLES = 64
"""Samples from which a chart learns how far apart they are."""
SPACING = """
    SELECT DISTINCT time FROM samples WHERE series = ? AND time >= ? AND time < ? ORDER BY time DESC LIMIT ?
"""
ROLLED = "SELECT rolled FROM series WHERE id = ?"
OLDEST_SAMPLE = """
    SELECT coalesce(
        (SELECT min(time) FROM settled WHERE series = :series), (SELECT min(time) FROM freshest WHERE series = :series)
    )
"""
OLDEST_ROLLUP = "SELECT min(time) FROM rollups WHERE series = ? AND width = ?"
OF_SAMPLES = """
    SELECT time / :step, count(value), sum(value), max(value)
    FROM (
        SELECT time, fields ->> :field AS value FROM samples
        WHERE series = :series AND time >= :start AND time < :end
    )
    GROUP BY 1
"""
OF_ROLLUPS = """
    SELECT time / :step, sum(body ->> 0), sum((body ->> 0) * (body ->> 1)), max(coalesce(body ->> 2, body ->> 1))
    FROM (
        SELECT time, fields -> :field AS body FROM rollups
        WHERE series = :series AND width = :width AND time >= :start AND time < :end
    )
    GROUP BY 1
"""


def chart_of(connection: sqlite3.Connection, series: int | None, window: Interval) -> Chart:
    """Return means and peaks of a series over a window; an unknown one has none."""
    heaps: Mapping[str, dict[int, Heap]] = {field: {} for field in FIELDS}
    recent = max(window.start, window.end - DAY)
    times = connection.execute(SPACING, (series, recent, window.end, SPACING_SAMPLES)).fetchall()
    chosen = resolution_for(window, [time for (time,) in reversed(times)], _since(connection, series))
    (rolled,) = connection.execute(ROLLED, (series,)).fetchone() or (EPOCH,)
    seam = _seam(window, chosen.width, rolled)
    where = {"series": series, "step": chosen.step, "width": chosen.width}
    for field, onto in heaps.items():
        if chosen.width:
            first = window.start // chosen.width * chosen.width
            path = {"field": f"$.{field}", "start": first, "end": seam}
            heaped(connection.execute(OF_ROLLUPS, where | path), onto)
        path = {"field": f"$.{field}", "start": seam, "end": window.end}
        heaped(connection.execute(OF_SAMPLES, where | path), onto)
    return draw(window, chosen.step, UNIT, heaps)


def _seam(window: Interval, width: Millis, rolled: Millis) -> Millis:
    """Return up to when a chart is made of roll-ups: of none where there are to be samples only."""
    return Millis(min(window.end, max(window.start, rolled))) if width else window.start


def _since(connection: sqlite3.Connection, series: int | None) -> Mapping[Millis, Millis | None]:
    """Return from when on there are samples and roll-ups of a series."""
    (sample,) = connection.execute(OLDEST_SAMPLE, {"series": series}).fetchone()
    rollups = {width: connection.execute(OLDEST_ROLLUP, (series, width)).fetchone()[0] for width in WIDTHS}
    return {EPOCH: sample, **rollups}
