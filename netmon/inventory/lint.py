"""What is valid and yet probably not meant: the inventory can be used, but somebody should look."""

from collections.abc import Iterator, Sequence

from netmon.inventory import audience
from netmon.inventory.fault import Fault, subject, warning
from netmon.inventory.interfaces import speed_range
from netmon.inventory.models import DeviceStatus, Inventory, Link, LinkEnd
from netmon.inventory.paths import linked, reachable
from netmon.inventory.quantities import format_bits_per_second
from netmon.inventory.references import mentions
from netmon.inventory.tree import KEY, Path


def doubts(inventory: Inventory) -> Iterator[Fault]:
    """Yield a warning for everything doubtful in an inventory without errors."""
    yield from _municipalities(inventory)
    yield from _unlinked_devices(inventory)
    yield from _links(inventory)
    yield from _out_of_service(inventory)
    yield from _empty_windows(inventory)
    yield from audience.doubts(inventory)


def _municipalities(inventory: Inventory) -> Iterator[Fault]:
    if not inventory.anchors:
        yield warning((), "the inventory has no anchors: no municipality can have a path", "add anchors: …")
        return
    reached = reachable(inventory)
    populated = {inventory.municipality_of(device) for device in inventory.active_devices().values()}
    points = inventory.service_points_by_municipality()
    for code, municipality in inventory.municipalities.items():
        path: Path = ("municipalities", code)
        about = f"{subject(path)} ({municipality.name})"
        if not municipality.monitored:
            if code in populated:
                yield warning((*path, "monitored"), f"{about} is not monitored, yet devices stand there", "delete it")
        elif not points[code]:
            yield warning((*path, KEY), f"{about} has no active device", "add one, or write monitored: false")
        elif reached.isdisjoint(points[code]):
            yield warning((*path, KEY), f"{about} has no path from an anchor", "add the missing link")


def _unlinked_devices(inventory: Inventory) -> Iterator[Fault]:
    joined = linked(inventory)
    for name in inventory.active_devices():
        if name not in joined:
            yield warning(("devices", name, KEY), f"device {name}: no link ends here", "add its link")


def _links(inventory: Inventory) -> Iterator[Fault]:
    for name, link in inventory.active_links().items():
        path: Path = ("links", name)
        yield from _unwatched_ends(inventory, path, link.ends)
        yield from _speeds(path, link)


def _unwatched_ends(inventory: Inventory, path: Path, ends: Sequence[LinkEnd]) -> Iterator[Fault]:
    for index, end in enumerate(ends):
        watched = inventory.devices[end.device].watch
        if isinstance(watched, tuple) and end.interface not in watched:
            what = f"{subject(path)}: device {end.device} does not watch interface {end.interface}"
            yield warning((*path, "ends", index), what, "add it to the device's watch, or write watch: links")


def _speeds(path: Path, link: Link) -> Iterator[Fault]:
    first, second = (speed_range(end.interface) for end in link.ends)
    if first and second and not first.overlaps(second):
        what = f"{subject(path)}: the ends disagree: no speed suits both {link.ends[0]} and {link.ends[1]}"
        yield warning((*path, "ends"), what, "correct the interface that is wrong")
    for end, speeds in zip(link.ends, (first, second), strict=True):
        if speeds and link.capacity > speeds.most:
            capacity, most = map(format_bits_per_second, (link.capacity, speeds.most))
            what = f"{subject(path)}: capacity {capacity} is more than the {most} of {end}"
            yield warning((*path, "capacity"), what, "correct the capacity or the interface")


def _out_of_service(inventory: Inventory) -> Iterator[Fault]:
    """Yield what is in service and relies on a device or link that is not."""
    statuses: dict[Path, DeviceStatus] = {
        ("devices", name): device.status for name, device in inventory.devices.items()
    }
    statuses |= {("links", name): link.status for name, link in inventory.links.items()}
    for mention in mentions(inventory):
        owner = statuses.get(mention.path[:2], DeviceStatus.ACTIVE)
        status = statuses.get((mention.section, mention.name), DeviceStatus.ACTIVE)
        if owner is DeviceStatus.ACTIVE and status is not DeviceStatus.ACTIVE:
            what = f"{subject(mention.path[:2])}: {mention.name} is {status}"
            yield warning(mention.path, what, "name something active, or change the status")


def _empty_windows(inventory: Inventory) -> Iterator[Fault]:
    for name, window in inventory.windows.items():
        if not (window.devices or window.links or window.municipalities):
            what = f"window {name} matches nothing"
            yield warning(("windows", name, KEY), what, "add devices, links or municipalities")
