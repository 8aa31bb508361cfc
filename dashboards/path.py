"""Which way a municipality's traffic takes to the region's anchor, and where the way ends."""

from dataclasses import dataclass

from dashboards.signs import Sign, sign_of
from dashboards.titles import device_place
from netmon.model import DeviceName, DeviceState, MunicipalityCode
from netmon.reader import Snapshot


@dataclass(frozen=True, slots=True)
class Hop:
    """One device on the way."""

    device: DeviceName
    place: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class Path:
    """The hops from the municipality outwards; `anchor` is None where the way breaks off."""

    hops: tuple[Hop, ...]
    anchor: str | None


def path(snapshot: Snapshot, code: MunicipalityCode) -> Path | None:
    """Return the way out of a municipality, None where none is known."""
    names = snapshot.paths.get(code, ())
    devices = snapshot.inventory.devices
    hops = tuple(
        Hop(name, device_place(snapshot.inventory, devices[name]), sign_of(snapshot.devices.get(name)))
        for name in names
        if name in devices
    )
    return Path(hops, _anchor(snapshot, names[-1])) if hops else None


def _anchor(snapshot: Snapshot, last: DeviceName) -> str | None:
    standing = snapshot.devices.get(last)
    if standing is None or standing.state is not DeviceState.UP:
        return None
    titles = (anchor.title for anchor in snapshot.inventory.anchors.values() if anchor.device == last)
    return next(titles, None)
