"""What is valid and yet probably not meant: the inventory can be used, but somebody should look."""

from collections.abc import Iterator, Sequence

from netmon.inventory import audience
from netmon.inventory.complaint import quote
from netmon.inventory.fault import NOUNS, Fault, subject, warning
from netmon.inventory.interfaces import speed_range
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.models import DeviceStatus, Inventory, Link, LinkEnd
from netmon.inventory.paths import linked, reachable
from netmon.inventory.quantities import format_bits_per_second
from netmon.inventory.references import mentions
from netmon.inventory.tree import KEY, Path
from netmon.model import MunicipalityCode
from netmon.phrase import Phrase

MOST_ALONE = 8
"""Municipalities without a device that are named each in a line of its own; more are named together."""
NAMED_TOGETHER = 3


def doubts(inventory: Inventory) -> Iterator[Fault]:
    """Yield a warning for everything doubtful in an inventory without errors."""
    if not inventory.devices:
        yield warning((), Phrase("there are no devices yet"), Phrase("add one with netmon device add ADDRESS"))
    else:
        yield from _municipalities(inventory)
    yield from _unlinked_devices(inventory)
    yield from _links(inventory)
    yield from _suppliers(inventory)
    yield from _out_of_service(inventory)
    yield from _empty_windows(inventory)
    yield from audience.doubts(inventory)


def _municipalities(inventory: Inventory) -> Iterator[Fault]:
    if not inventory.anchors:
        what = Phrase("the inventory has no anchors: no municipality can have a path")
        yield warning((), what, Phrase("add anchors: …"))
        return
    points = inventory.service_points_by_municipality()
    monitored = [code for code, municipality in inventory.municipalities.items() if municipality.monitored]
    yield from _unmonitored(inventory)
    yield from _alone(inventory, [code for code in monitored if not points[code]])
    reached = reachable(inventory)
    for code in monitored:
        if points[code] and reached.isdisjoint(points[code]):
            what = Phrase("{municipality} has no path from an anchor", municipality=_titled(inventory, code))
            yield warning(("municipalities", code, KEY), what, Phrase("add the missing link"))


def _unmonitored(inventory: Inventory) -> Iterator[Fault]:
    populated = {inventory.municipality_of(device) for device in inventory.active_devices().values()}
    for code, municipality in inventory.municipalities.items():
        if not municipality.monitored and code in populated:
            about = _titled(inventory, code)
            what = Phrase("{municipality} is not monitored, yet devices stand there", municipality=about)
            yield warning(("municipalities", code, "monitored"), what, Phrase("delete it"))


def _alone(inventory: Inventory, codes: Sequence[MunicipalityCode]) -> Iterator[Fault]:
    """Yield a warning for each municipality without an active device, or one for many."""
    if len(codes) > MOST_ALONE:
        names = [inventory.municipalities[code].name for code in codes[:NAMED_TOGETHER]]
        what = Phrase(
            "{count:,} municipalities have no active device, among them {names}, …", count=len(codes), names=names
        )
        cure = Phrase("add devices, or write monitored: false")
        yield warning(("municipalities", codes[0], KEY), what, cure)
        return
    for code in codes:
        what = Phrase("{municipality} has no active device", municipality=_titled(inventory, code))
        yield warning(("municipalities", code, KEY), what, Phrase("add one, or write monitored: false"))


def _titled(inventory: Inventory, code: MunicipalityCode) -> Phrase:
    """Return a municipality by its code and, because codes tell people little, its name."""
    name = inventory.municipalities[code].name
    return Phrase("{subject} ({name})", subject=subject(("municipalities", code)), name=name)


def _unlinked_devices(inventory: Inventory) -> Iterator[Fault]:
    joined = linked(inventory)
    for name in inventory.active_devices():
        if name not in joined:
            what = Phrase("device {name}: no link ends here", name=name)
            yield warning(("devices", name, KEY), what, Phrase("add its link"))


def _links(inventory: Inventory) -> Iterator[Fault]:
    for name, link in inventory.active_links().items():
        path: Path = ("links", name)
        yield from _unwatched_ends(inventory, path, link.ends)
        yield from _speeds(path, link)


def _unwatched_ends(inventory: Inventory, path: Path, ends: Sequence[LinkEnd]) -> Iterator[Fault]:
    for index, end in enumerate(ends):
        watched = inventory.devices[end.device].watch
        if isinstance(watched, tuple) and end.interface not in watched:
            what = Phrase(
                "{subject}: device {device} does not watch interface {interface}",
                subject=subject(path),
                device=end.device,
                interface=end.interface,
            )
            cure = Phrase("add it to the device's watch, or write watch: links")
            yield warning((*path, "ends", index), what, cure)


def _speeds(path: Path, link: Link) -> Iterator[Fault]:
    first, second = (speed_range(end.interface) for end in link.ends)
    if first and second and not first.overlaps(second):
        what = Phrase(
            "{subject}: the ends disagree: no speed suits both {first} and {second}",
            subject=subject(path),
            first=link.ends[0],
            second=link.ends[1],
        )
        yield warning((*path, "ends"), what, Phrase("correct the interface that is wrong"))
    for end, speeds in zip(link.ends, (first, second), strict=True):
        if speeds and link.capacity > speeds.most:
            capacity, most = map(format_bits_per_second, (link.capacity, speeds.most))
            what = Phrase(
                "{subject}: capacity {capacity} is more than the {most} of {end}",
                subject=subject(path),
                capacity=capacity,
                most=most,
                end=end,
            )
            yield warning((*path, "capacity"), what, Phrase("correct the capacity or the interface"))


def _suppliers(inventory: Inventory) -> Iterator[Fault]:
    """Yield the suppliers of links that nobody could call, once there are some to call; and those without a way."""
    for name, supplier in inventory.suppliers.items():
        if not (supplier.phone or supplier.email):
            what = Phrase("supplier {name} cannot be called", name=name)
            yield warning(("suppliers", name, KEY), what, Phrase("add phone or email"))
    for name, link in inventory.active_links().items():
        if inventory.suppliers and link.supplier is not None and link.supplier not in inventory.suppliers:
            path: Path = ("links", name, "supplier")
            thing = Phrase(NOUNS["suppliers"], name=quote(link.supplier))
            what = Phrase("{subject}: there is no {thing}", subject=subject(path), thing=thing)
            cure = did_you_mean(link.supplier, inventory.suppliers, otherwise=Phrase("add the supplier"))
            yield warning(path, what, cure)


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
            about = subject(mention.path[:2])
            what = Phrase("{subject}: {name} is {status}", subject=about, name=mention.name, status=status)
            yield warning(mention.path, what, Phrase("name something active, or change the status"))


def _empty_windows(inventory: Inventory) -> Iterator[Fault]:
    for name, window in inventory.windows.items():
        if not (window.devices or window.links or window.municipalities):
            what = Phrase("window {name} matches nothing", name=name)
            yield warning(("windows", name, KEY), what, Phrase("add devices, links or municipalities"))
