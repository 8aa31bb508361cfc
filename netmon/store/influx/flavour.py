"""What kind of server answers, by what it says of itself where nobody has to log in: `/health` and `/ping`."""

import re
from dataclasses import dataclass
from enum import StrEnum

from netmon.store.influx.asking import Answer, Server

VERSION = re.compile(r"v?([0-9]{1,4})\.([0-9]{1,4})")
FIRST_THAT_TAKES_WRITES = (1, 8)
"""From then on there is `/api/v2/write`."""


class Flavour(StrEnum):
    """The kinds that differ in how they are set up."""

    ANCIENT = "ancient"
    """InfluxDB before 1.8, which cannot be written to as netmon writes."""
    ONE = "1"
    TWO = "2"
    THREE = "3"
    VICTORIA = "victoria"
    """VictoriaMetrics, which speaks InfluxDB's write path."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Kind:
    """A flavour, and the version that the server names; empty if it names none."""

    flavour: Flavour
    version: str = ""


def recognise(health: Answer, ping: Answer) -> Kind:
    """Return what answers so."""
    if "x-influxdb-version" not in ping.headers and "x-server-hostname" in health.headers:
        return Kind(Flavour.VICTORIA)
    told = health.tree.get("version") or ping.headers.get("x-influxdb-version") or ping.tree.get("version")
    match = VERSION.match(told) if isinstance(told, str) else None
    if match is None:
        return Kind(Flavour.UNKNOWN)
    version = int(match[1]), int(match[2])
    if version < FIRST_THAT_TAKES_WRITES:
        return Kind(Flavour.ANCIENT, f"{version[0]}.{version[1]}")
    flavours = {1: Flavour.ONE, 2: Flavour.TWO, 3: Flavour.THREE}
    return Kind(flavours.get(version[0], Flavour.UNKNOWN), f"{version[0]}.{version[1]}")


def detect(server: Server) -> Kind:
    """Ask a server what it is; raise UnansweredError if it does not answer."""
    return recognise(server.get("/health"), server.get("/ping"))
