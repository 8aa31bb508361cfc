"""Whether netmon does its work, for a load balancer or an orchestrator: it sees, it decides, it writes down."""

from collections.abc import Iterator
from enum import StrEnum

from dashboards.freshness import is_stale
from netmon.clock import SECOND, Millis
from netmon.reader import Snapshot

DECIDES_WITHIN = Millis(15 * SECOND)
"""A round comes each second; one that cannot be written down is not shown."""


class Hindrance(StrEnum):
    """Why netmon is not ready."""

    DATA_STALE = "data_stale"
    ENGINE_SILENT = "engine_silent"
    STATE_NOT_WRITTEN = "state_not_written"


def hindrances(snapshot: Snapshot, now: Millis) -> tuple[Hindrance, ...]:
    """Return everything that hinders."""
    return tuple(_hindrances(snapshot, now))


def _hindrances(snapshot: Snapshot, now: Millis) -> Iterator[Hindrance]:
    if is_stale(snapshot, now):
        yield Hindrance.DATA_STALE
    if now - snapshot.at > DECIDES_WITHIN:
        yield Hindrance.ENGINE_SILENT
    if not snapshot.health.is_written:
        yield Hindrance.STATE_NOT_WRITTEN
