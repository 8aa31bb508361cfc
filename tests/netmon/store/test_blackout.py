"""A minute without InfluxDB, in real time, at the pace of a region: no point lost, none doubled."""

from pathlib import Path

import pytest

from netmon.store.influx.verification import Verified
from tests.netmon.store.blackout import EVERY, PART, suffer
from tests.parts.influxdb import Influx

SHORTEST_INTERVAL = 5.0
"""Seconds between two probes of a device: nothing may wait longer."""
FIELDS = 4
"""Of each line."""


@pytest.mark.long
def test_a_minute_without_influxdb_costs_nothing(own_influxdb: Influx, tmp_path: Path) -> None:
    figures, found = suffer(own_influxdb, tmp_path / "state", outage=60.0)
    assert figures["lines"] >= 6 * PART
    assert found == Verified(int(figures["lines"]) * FIELDS, 0, 0, ())
    assert figures["given_up"] == 0
    assert figures["live_lag_s"] <= EVERY
    assert figures["longest_stop_s"] < SHORTEST_INTERVAL
