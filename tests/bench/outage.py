"""Five minutes without InfluxDB at 25,000 lines a minute, in real time: what that costs, and that it costs no point."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.netmon.store.blackout import suffer
from tests.parts.influxdb import close, serve

OUTAGE = 300.0
ROUNDS = 1
"""It is one story, and told once."""


def outage() -> Mapping[str, float]:
    """Go through it; what is lost or doubled is counted by comparing every value."""
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        (place / "influxdb").mkdir()
        influxdb = serve(place / "influxdb")
        try:
            figures, found = suffer(influxdb, place / "state", OUTAGE)
        finally:
            close(influxdb)
    lost = sum(difference.missing for difference in found.differences)
    doubled = sum(difference.surplus for difference in found.differences)
    return {**figures, "values_compared": found.compared, "lost": lost, "doubled": doubled}


MEASURES = (outage,)
