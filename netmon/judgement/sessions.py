"""Which routing sessions the inventory plans, what they are called, and what their own counters tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.judgement.flapping import Changes, of_establishments, of_neighbour_events
from netmon.model import DeviceName, Entity, EntityKind, FieldValue

OSPF, BGP = "ospf", "bgp"
Told = Mapping[str, FieldValue]
"""The fields of a `net_session`: `state`, and `changes` where the device counts them."""


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A session that a device should have with a neighbour."""

    device: DeviceName
    protocol: str
    neighbour: str

    @property
    def entity(self) -> Entity:
        """What alerts about it are about."""
        return session_of(self.device, self.protocol, self.neighbour)


def planned_sessions(inventory: Inventory) -> Iterator[PlannedSession]:
    """Yield every session that an active device should have."""
    for device in inventory.active_devices().values():
        for protocol, neighbours in ((OSPF, device.sessions.ospf), (BGP, device.sessions.bgp)):
            yield from (PlannedSession(device.name, protocol, neighbour) for neighbour in neighbours)


def session_of(device: DeviceName, protocol: str, neighbour: str) -> Entity:
    """Return a session as an entity: no name in it has a colon."""
    return Entity(EntityKind.SESSION, f"{device}:{protocol}:{neighbour}")


def ends_of(session: Entity) -> tuple[DeviceName, DeviceName]:
    """Return the device that a session is planned at and its neighbour, which need not be a device of ours."""
    device, _, neighbour = session.name.split(":")
    return DeviceName(device), DeviceName(neighbour)


def session_changes(session: Entity, before: Told, after: Told, now: Millis) -> Iterator[Changes]:
    """Yield how often a session changed between two answers, also where both find it as it was.

    A counter that went backwards began anew: then only the states tell.
    """
    was_up, is_up = before.get("state") == 1, after.get("state") == 1
    counted = max(0, _number(after) - _number(before)) if "changes" in before and "changes" in after else 0
    if session.name.split(":")[1] == OSPF:
        yield from of_neighbour_events(session, counted, now, was_up=was_up, is_up=is_up)
    else:
        yield from of_establishments(session, max(counted, int(is_up and not was_up)), now, was_up=was_up, is_up=is_up)


def _number(told: Told) -> int:
    value = told.get("changes")
    return value if isinstance(value, int) else 0
