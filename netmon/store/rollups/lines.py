"""How roll-ups look in InfluxDB: the same measurement, tags and fields under a retention policy of their own.

A field bears the mean, `<field>_max` the largest and `<field>_p95` the 95th percentile; `n` counts the samples.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from functools import cache

from netmon.clock import DAY, HOUR, Millis
from netmon.store.lineprotocol import encode_fields, encode_series, join_line
from netmon.store.rollups.reckoning import FIVE_MINUTES, RollUp

POLICIES: Mapping[Millis, str] = {FIVE_MINUTES: "5m", HOUR: "1h"}
"""The policy that roll-ups of a width lie under."""
FORWARDED_FOR = Millis(7 * DAY)
"""What is older when it is rolled up does not go to InfluxDB: it would be years at once, and hold the present up."""


def lines_by_policy(
    connection: sqlite3.Connection, changed: Iterable[tuple[int, RollUp]], now: Millis
) -> Mapping[str, list[str]]:
    """Return the lines of roll-ups that are not too old, by the policy that they go to."""
    lines: dict[str, list[str]] = {policy: [] for policy in POLICIES.values()}

    @cache
    def line_start(series: int) -> str:
        name, tags = connection.execute("SELECT name, tags FROM series WHERE id = ?", (series,)).fetchone()
        return str(encode_series(name, json.loads(tags)))

    for series, each in changed:
        if each.start >= now - FORWARDED_FOR:
            line = line_of(line_start(series), each)
            lines[POLICIES[each.width]] += [line] if line else []
    return lines


def line_of(line_start: str, each: RollUp) -> str | None:
    """Return the line of a roll-up of the series whose lines begin so; None if it were too long."""
    values: dict[str, int | float] = {"n": each.n}
    if each.known_s is not None and each.up_s is not None:
        values |= {"known_s": each.known_s, "up_s": each.up_s}
    for name, found in each.fields.items():
        values |= {name: float(found.mean), f"{name}_max": float(found.largest), f"{name}_p95": float(found.p95)}
    return join_line(line_start, encode_fields("", values).text, each.start)
