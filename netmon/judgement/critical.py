"""Which places must never be without connection, and which of them are."""

from collections.abc import Collection, Mapping
from itertools import chain

from netmon.inventory.models import Inventory, SiteKind
from netmon.judgement.network import Network, Vertex, device_vertex
from netmon.model import CriticalKind, CriticalSite

CriticalSites = Mapping[CriticalSite, tuple[Vertex, ...]]
"""Each critical site, and the devices that stand there."""

KINDS: Mapping[SiteKind, CriticalKind] = {
    SiteKind.HOSPITAL: CriticalKind.HOSPITAL,
    SiteKind.RESCUE: CriticalKind.RESCUE,
    SiteKind.CMS: CriticalKind.CMS,
    SiteKind.DATA_CENTRE: CriticalKind.DATA_CENTRE,
}


def critical_sites(inventory: Inventory) -> dict[CriticalSite, tuple[Vertex, ...]]:
    """Return the critical sites with active devices: of any other, nobody can say how it is."""
    devices: dict[str, list[Vertex]] = {}
    for name, device in inventory.active_devices().items():
        devices.setdefault(device.site, []).append(device_vertex(name))
    return {
        CriticalSite(KINDS[site.kind], slug, site.name): tuple(devices[slug])
        for slug, site in inventory.sites.items()
        if site.kind in KINDS and slug in devices
    }


def roots_of(devices: Collection[Vertex], network: Network) -> tuple[Vertex, ...]:
    """Return who must reach a site for it to be connected: an anchor, or anybody elsewhere if it has one itself.

    Whatever happened around it, an anchor would else always be reached: from itself.
    """
    if set(network.anchors).isdisjoint(devices):
        return network.anchors
    others = {*network.anchors, *chain.from_iterable(network.service_points.values())}.difference(devices)
    return tuple(sorted(others)) or network.anchors
