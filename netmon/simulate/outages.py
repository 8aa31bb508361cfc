"""What went wrong in the synthetic past: a few outages, drawn by the seed, never two at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis
from netmon.inventory.models import DeviceRole, Inventory
from netmon.judgement.network import Network, Vertex, device_vertex, link_vertex
from netmon.simulate.chance import between, choose, share
from netmon.simulate.trunks import Trunks

LENGTH = Millis(90 * DAY)
MARGIN = Millis(2 * HOUR)
"""Quiet time around each outage, so that no two meet."""


class Kind(StrEnum):
    """What an outage of the past is like."""

    TRUNK = "trunk"
    """A backbone link that somebody depends on."""
    RING = "ring"
    """A backbone link that others stand in for."""
    ACCESS = "access"
    """A link outside the backbone."""
    EQUIPMENT = "equipment"
    """A municipality's own router."""
    WORK = "work"
    """Announced work on a municipality's own router: excused."""
    BLINDNESS = "blindness"
    """The monitor itself did not run: nobody knows."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a kind of outage happens in the whole past, and how long it lasts in minutes."""

    count: int
    shortest: int
    longest: int


HABITS: Mapping[Kind, Habit] = {
    Kind.TRUNK: Habit(2, 25, 150),
    Kind.RING: Habit(3, 60, 300),
    Kind.ACCESS: Habit(26, 4, 240),
    Kind.EQUIPMENT: Habit(16, 6, 360),
    Kind.WORK: Habit(2, 60, 120),
    Kind.BLINDNESS: Habit(1, 40, 55),
}


@dataclass(frozen=True, slots=True)
class Outage:
    """One thing that went wrong; `cause` is None where the monitor itself was blind."""

    kind: Kind
    cause: Vertex | None
    span: Interval


def draw_outages(inventory: Inventory, network: Network, seed: int, now: Millis) -> tuple[Outage, ...]:
    """Return the outages of the 90 days before `now`, in order of time, all of them over."""
    candidates = _candidates(inventory, Trunks.of(inventory, network))
    turns = [(kind, number) for kind, habit in HABITS.items() if candidates[kind] for number in range(habit.count)]
    turns.sort(key=lambda turn: share(seed, "order", *turn))
    slot = LENGTH // max(1, len(turns))
    return tuple(
        Outage(
            kind,
            choose(candidates[kind], seed, "cause", kind, number),
            _span(Millis(now - LENGTH + slot * place), slot, seed, kind, number),
        )
        for place, (kind, number) in enumerate(turns)
    )


def _span(start: Millis, slot: int, seed: int, kind: Kind, number: int) -> Interval:
    """Return when an outage happens inside its slot."""
    habit = HABITS[kind]
    # The square makes short outages common and long ones rare.
    length = round(
        (habit.shortest + (habit.longest - habit.shortest) * share(seed, "length", kind, number) ** 2) * MINUTE
    )
    begins = Millis(between(start + MARGIN, start + slot - MARGIN - length, seed, "start", kind, number))
    return Interval(begins, Millis(begins + length))


def _candidates(inventory: Inventory, trunks: Trunks) -> Mapping[Kind, Sequence[Vertex | None]]:
    routers = [
        device_vertex(device.name) for device in inventory.active_devices().values() if device.role is DeviceRole.ACCESS
    ]
    return {
        Kind.TRUNK: [link_vertex(link) for link in trunks.spurs],
        Kind.RING: [link_vertex(link) for link in trunks.rings],
        Kind.ACCESS: [link_vertex(link) for link in trunks.access],
        Kind.EQUIPMENT: routers,
        Kind.WORK: routers,
        Kind.BLINDNESS: [None],
    }
