"""Which way a municipality's traffic takes to the region's anchor, and where the way ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboards.rights import Rights
from dashboards.signs import Sign, sign_of
from dashboards.titles import device_place
from netmon.model import DeviceName, DeviceState, MunicipalityCode
from netmon.reader import Snapshot

WORST_FIRST = ("disconnected", "isolated", "unknown", "unmonitored", "operational")
"""The signs of devices."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One device on the way, or all of a place whose devices are not shown."""

    device: DeviceName | None
    place: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class Path:
    """The hops from the municipality outwards; `anchor` is None where the way breaks off."""

    hops: tuple[Hop, ...]
    anchor: str | None


def path(snapshot: Snapshot, code: MunicipalityCode, rights: Rights) -> Path | None:
    """Return the way out of a municipality, None where none is known; of other places only what they are called."""
    names = snapshot.paths.get(code, ())
    devices = snapshot.inventory.devices
    steps = [
        Hop(
            name if rights.knows_device(name, snapshot.inventory) else None,
            device_place(snapshot.inventory, devices[name]),
            sign_of(snapshot.devices.get(name)),
        )
        for name in names
        if name in devices
    ]
    hops = tuple(_worst(list(same)) for _, same in groupby(steps, key=lambda hop: (hop.device, hop.place)))
    return Path(hops, _anchor(snapshot, names[-1])) if hops else None


def _worst(hops: Sequence[Hop]) -> Hop:
    return min(hops, key=lambda hop: WORST_FIRST.index(hop.sign.name))


def _anchor(snapshot: Snapshot, last: DeviceName) -> str | None:
    standing = snapshot.devices.get(last)
    if standing is None or standing.state is not DeviceState.UP:
        return None
    titles = (anchor.title for anchor in snapshot.inventory.anchors.values() if anchor.device == last)
    return next(titles, None)
