"""What things are: the states of devices, links and municipalities, and their changes."""

from dataclasses import dataclass
from enum import IntEnum

from netmon.clock import Millis
from netmon.model.names import Entity


class DeviceState(IntEnum):
    """`net_dev.state`; maintenance is a mask, never a state."""

    DOWN = 0
    UP = 1
    UNREACHABLE = 2
    UNKNOWN = 4


class LinkState(IntEnum):
    """`net_link.state`."""

    DOWN = 0
    UP = 1
    UNKNOWN = 4


class MunicipalityState(IntEnum):
    """`net_muni.state`: bez spojení, v provozu, zhoršeno, odříznuto, bez dat."""

    DISCONNECTED = 0
    OPERATIONAL = 1
    DEGRADED = 2
    ISOLATED = 3
    UNKNOWN = 4

    @property
    def is_connected(self) -> bool:
        """Whether the municipality has its connection, redundant or not."""
        return self in (MunicipalityState.OPERATIONAL, MunicipalityState.DEGRADED)


State = DeviceState | LinkState | MunicipalityState


@dataclass(frozen=True, slots=True)
class Standing:
    """The state an entity is in, since when, and why."""

    state: State
    since: Millis
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """A recorded change of state.

    `at` is when it happened, back-dated to the evidence; `known_at` is when netmon decided it.
    """

    entity: Entity
    old: State | None
    new: State
    at: Millis
    known_at: Millis
    reason: str
