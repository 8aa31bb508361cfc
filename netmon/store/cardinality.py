"""How many names a device may bring: a bound for the one tag that devices fill, and not the inventory.

A device that calls its interfaces otherwise at every poll would make a series of each, here and in InfluxDB, where
series are what memory is paid for. Names are counted for ever: who comes to the bound is told of, not started anew.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable

from netmon.model import Measurement

BY_DEVICES = "ifname"
"""The tag that devices fill."""
MOST_NAMES = 4_096
"""As many as there are VLANs (IEEE 802.1Q), each of which may be an interface."""

Kin = tuple[str, ...]
"""Series that differ in nothing but the name that a device gave: the measurement and all other tags."""


class Census:
    """Counts series by kin, from the file when a device is met first."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._counted: set[tuple[str, str]] = set()
        self._names: Counter[Kin] = Counter()

    def admits(self, measurement: Measurement) -> bool:
        """Say whether there is room for a series that is not known yet, and count it."""
        if BY_DEVICES not in measurement.tags:
            return True
        self._count(measurement.name, measurement.tags.get("device", ""))
        kin = _kin(measurement.name, measurement.tags.items())
        if self._names[kin] >= MOST_NAMES:
            return False
        self._names[kin] += 1
        return True

    def forget(self) -> None:
        """Count anew: what was counted last was not written."""
        self._counted.clear()
        self._names.clear()

    def _count(self, name: str, device: str) -> None:
        """Count the series of a device that are in the file, once."""
        if (name, device) in self._counted:
            return
        self._counted.add((name, device))
        rows = self._connection.execute("SELECT tags FROM series WHERE device = ? AND name = ?", (device, name))
        self._names.update(_kin(name, json.loads(tags).items()) for (tags,) in rows)


def _kin(name: str, tags: Iterable[tuple[str, str]]) -> Kin:
    return (name, *(f"{key}={value}" for key, value in sorted(tags) if key != BY_DEVICES))
