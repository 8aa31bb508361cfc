"""What a simulated device says of whom it hears, and of what it is made.

LLDP-MIB (IEEE 802.1AB), ENTITY-MIB (RFC 6933). A device hears the far end of each of its links, for as long as the link
is whole; it is one chassis.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import blake2b

from netmon.clock import Millis
from netmon.model import DeviceName
from netmon.simulate.world import Port, World
from netmon.snmp.declaration import Index, Value

Answer = Callable[[World, Millis], Value | None]
Rows = Iterator[tuple[Index, Answer]]

MAC_ADDRESS, INTERFACE_NAME = 4, 5
"""LldpChassisIdSubtype, LldpPortIdSubtype."""
CHASSIS_CLASS = 3
"""PhysicalClass."""
TIME_MARK, FIRST = 0, 1
"""lldpRemTimeMark of who was there all along, and the number of an only row."""
LOCALLY_ADMINISTERED = b"\x02\x18"


def mac_of(*parts: object) -> bytes:
    """Return the hardware address of what these parts name: locally administered, so that it is nobody's."""
    return LOCALLY_ADMINISTERED + blake2b(":".join(map(str, parts)).encode(), digest_size=4).digest()


def rows_of(descriptor: str, device: DeviceName, world: World) -> Rows | None:
    """Return the instances of a columnar object and what answers for each; None of an object that is not told here."""
    if descriptor in HEARD:
        return _neighbours(HEARD[descriptor], device, world)
    if descriptor in ENTITIES:
        return iter([((FIRST,), partial(_always, ENTITIES[descriptor](device)))])
    return None


def _neighbours(cell: Callable[[Port], Value], device: DeviceName, world: World) -> Rows:
    for port in world.ports[device]:
        if (far := far_end(port, world)) is not None:
            yield (TIME_MARK, port.index, FIRST), partial(_while_up, port, cell(far))


def far_end(port: Port, world: World) -> Port | None:
    """Return the port at the other end of a port's link, None where no link ends."""
    if port.link is None:
        return None
    first, second = world.inventory.links[port.link].ends
    far = second if (first.device, first.interface) == (port.device, port.name) else first
    return next(other for other in world.ports[far.device] if other.name == far.interface)


def _while_up(port: Port, value: Value, world: World, at: Millis) -> Value | None:
    return value if world.is_up(port, at) else None


def _always(value: Value, _world: World, _at: Millis) -> Value:
    return value


HEARD: Mapping[str, Callable[[Port], Value]] = {
    "lldpRemChassisIdSubtype": lambda _: MAC_ADDRESS,
    "lldpRemChassisId": lambda far: mac_of(far.device),
    "lldpRemPortIdSubtype": lambda _: INTERFACE_NAME,
    "lldpRemPortId": lambda far: far.name.encode(),
    "lldpRemPortDesc": lambda far: far.alias,
    "lldpRemSysName": lambda far: far.device,
}
"""What is heard from the port at the far end."""

ENTITIES: Mapping[str, Callable[[DeviceName], Value]] = {
    "entPhysicalClass": lambda _: CHASSIS_CLASS,
    "entPhysicalSerialNum": lambda device: f"SYNTHETIC-{mac_of(device, 'serial').hex()}",
}
