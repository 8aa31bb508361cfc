"""What can be reached from the anchors when everything works."""

from collections import defaultdict

from netmon.inventory.models import DeviceStatus, Inventory
from netmon.model import DeviceName


def reachable(inventory: Inventory) -> frozenset[DeviceName]:
    """Return the active devices that active links join with an active anchor."""
    neighbours = _neighbours(inventory)
    anchors = (DeviceName(anchor.device) for anchor in inventory.anchors.values())
    frontier = [name for name in anchors if inventory.devices[name].is_active]
    reached = set(frontier)
    while frontier:
        found = neighbours[frontier.pop()] - reached
        reached |= found
        frontier.extend(found)
    return frozenset(reached)


def _neighbours(inventory: Inventory) -> defaultdict[DeviceName, set[DeviceName]]:
    neighbours: defaultdict[DeviceName, set[DeviceName]] = defaultdict(set)
    for link in inventory.active_links().values():
        first, second = (end.device for end in link.ends)
        neighbours[first].add(second)
        neighbours[second].add(first)
    return neighbours


def linked(inventory: Inventory) -> frozenset[DeviceName]:
    """Return the devices at which a link ends that is not retired."""
    return frozenset(
        end.device for link in inventory.links.values() if link.status is not DeviceStatus.RETIRED for end in link.ends
    )
