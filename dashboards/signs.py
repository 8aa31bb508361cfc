"""How a state is told apart: a name for colour and shape, and the key of its word."""

from dataclasses import dataclass

from netmon.model import DeviceState, LinkState, MunicipalityState, Severity, Standing, State


@dataclass(frozen=True, slots=True)
class Sign:
    """`name` is the CSS class and the SVG symbol `sign-<name>`; `word` is a text's key."""

    name: str
    word: str


UNMONITORED = Sign("unmonitored", "state.unmonitored")
MAINTENANCE = Sign("maintenance", "state.maintenance")

MUNICIPALITY_SIGNS = {
    MunicipalityState.DISCONNECTED: Sign("disconnected", "municipality.disconnected"),
    MunicipalityState.OPERATIONAL: Sign("operational", "municipality.operational"),
    MunicipalityState.DEGRADED: Sign("degraded", "municipality.degraded"),
    MunicipalityState.ISOLATED: Sign("isolated", "municipality.isolated"),
    MunicipalityState.UNKNOWN: Sign("unknown", "municipality.unknown"),
}
DEVICE_SIGNS = {
    DeviceState.DOWN: Sign("disconnected", "device.down"),
    DeviceState.UP: Sign("operational", "device.up"),
    DeviceState.UNREACHABLE: Sign("isolated", "device.unreachable"),
    DeviceState.UNKNOWN: Sign("unknown", "device.unknown"),
}
LINK_SIGNS = {
    LinkState.DOWN: Sign("disconnected", "link.down"),
    LinkState.UP: Sign("operational", "link.up"),
    LinkState.UNKNOWN: Sign("unknown", "link.unknown"),
}
SEVERITY_SIGNS = {
    Severity.CRITICAL: Sign("disconnected", "severity.critical"),
    Severity.WARNING: Sign("degraded", "severity.warning"),
    Severity.INFO: Sign("operational", "severity.info"),
}


def sign_of(standing: Standing | None) -> Sign:
    """Return the sign of whatever stands there; nothing stands where nobody watches."""
    return UNMONITORED if standing is None else sign_of_state(standing.state)


def sign_of_state(state: State) -> Sign:
    """Return the sign of a state of any kind."""
    match state:
        case MunicipalityState():
            return MUNICIPALITY_SIGNS[state]
        case DeviceState():
            return DEVICE_SIGNS[state]
        case LinkState():
            return LINK_SIGNS[state]
