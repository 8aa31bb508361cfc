"""Works that are announced to an engine, and what it told because of them."""

from netmon.clock import SECOND, Interval, Millis
from netmon.commands import Actor, PlanMaintenance, PlanWorks
from netmon.model import Entity
from tests.netmon.engine_room import Room

SOMEBODY = Actor("novakova", "192.0.2.7")
ALL_INCIDENTS = "SELECT id FROM incidents"
KINDS = "SELECT kind FROM notifications ORDER BY id"


def announce(room: Room, *scope: Entity, seconds: int, length: int | None = None) -> Interval:
    """Announce work that may begin now."""
    window = Interval(room.clock.now(), Millis(room.clock.now() + seconds * SECOND))
    lasting = None if length is None else Millis(length * SECOND)
    room.engine.execute(PlanWorks((PlanMaintenance(scope, window, "práce", lasting),)), SOMEBODY)
    return window


def told(room: Room) -> list[str]:
    """Return what was said so far."""
    return [kind for (kind,) in room.rows(KINDS)]
