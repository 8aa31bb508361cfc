"""What each state of each kind of entity counts as."""

from collections.abc import Mapping
from enum import StrEnum

from netmon.model import DeviceState, LinkState, MunicipalityState, State


class Part(StrEnum):
    """What a span of time counts as."""

    UP = "up"
    DOWN = "down"
    UNREACHABLE = "unreachable"
    UNKNOWN = "unknown"
    MAINTENANCE = "maintenance"


def part_of(state: State) -> Part:
    """Return what time in a state counts as, maintenance aside."""
    return MEANING[type(state)][state]


OUTAGE = frozenset({Part.DOWN, Part.UNREACHABLE})

# Two levels, since states of different kinds are equal when their numbers are.
MEANING: Mapping[type[State], Mapping[State, Part]] = {
    DeviceState: {
        DeviceState.UP: Part.UP,
        DeviceState.DOWN: Part.DOWN,
        DeviceState.UNREACHABLE: Part.UNREACHABLE,
        DeviceState.UNKNOWN: Part.UNKNOWN,
    },
    LinkState: {
        LinkState.UP: Part.UP,
        LinkState.DOWN: Part.DOWN,
        LinkState.UNKNOWN: Part.UNKNOWN,
    },
    MunicipalityState: {
        MunicipalityState.OPERATIONAL: Part.UP,
        MunicipalityState.DEGRADED: Part.UP,
        MunicipalityState.DISCONNECTED: Part.DOWN,
        MunicipalityState.ISOLATED: Part.UNREACHABLE,
        MunicipalityState.UNKNOWN: Part.UNKNOWN,
    },
}

UP_OF: Mapping[type[State], State] = {
    DeviceState: DeviceState.UP,
    LinkState: LinkState.UP,
    MunicipalityState: MunicipalityState.OPERATIONAL,
}
UNKNOWN_OF: Mapping[type[State], State] = {
    DeviceState: DeviceState.UNKNOWN,
    LinkState: LinkState.UNKNOWN,
    MunicipalityState: MunicipalityState.UNKNOWN,
}
