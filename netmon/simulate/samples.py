"""What the collectors would have read in the last days: interface samples, through their own `parse`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from netmon.clock import DAY, MINUTE, Interval, Millis
from netmon.collector import Context, SnmpCollector
from netmon.inventory.models import Device
from netmon.model import DeviceName, Measurement
from netmon.schema import device_tags
from netmon.simulate.objects import cell_of, installed_collectors, uptime_of
from netmon.simulate.trunks import BACKBONE
from netmon.simulate.world import Port, World
from netmon.snmp.declaration import Column, Counter32, Counter64, Declaration, Reading, Row, Syntax, Value

LENGTH = Millis(3 * DAY)
EVERY = Millis(30 * MINUTE)

Gaps = Mapping[DeviceName, Sequence[Interval]]
"""When a device could not be read."""
Advance = Callable[[int], None]
"""Told how many more devices have been read."""


def read_devices(world: World) -> list[Device]:
    """Return the devices whose tables are read: those of the backbone."""
    active = world.inventory.active_devices().values()
    return [device for device in active if device.role in BACKBONE and device.snmp is not None]


def interface_samples(world: World, gaps: Gaps, now: Millis, advance: Advance) -> Iterator[Measurement]:
    """Yield what the backbone's devices measured on their tables in the days before `now`, every half hour."""
    slots = [Millis(slot) for slot in range((now - LENGTH) // EVERY * EVERY, now, EVERY)]
    collectors = [collector for collector in installed_collectors() if collector.declaration.tables]
    for device in read_devices(world):
        heard = [slot for slot in slots if not any(slot in gap for gap in gaps.get(device.name, ()))]
        for collector in collectors:
            yield from _samples(world, device, collector, heard)
        advance(1)


def read(world: World, ports: Iterable[Port], declaration: Declaration, at: Millis) -> Reading:
    """Return what one device would have answered to a declaration's tables, for these of its ports."""
    rows = [(port, uptime_of(world, port.device, at)) for port in ports]
    return Reading(
        at=at,
        uptime=rows[0][1] if rows else 0,
        scalars={},
        tables={
            table.name: {(port.index,): _row(world, table.columns, port, uptime, at) for port, uptime in rows}
            for table in declaration.tables
        },
    )


def _samples(world: World, device: Device, collector: SnmpCollector, slots: Iterable[Millis]) -> Iterator[Measurement]:
    tags, watched = device_tags(world.inventory, device), world.inventory.watched_interfaces(device)
    ports = [port for port in world.ports[device.name] if watched is None or port.name in watched]
    previous: Reading | None = None
    for slot in slots:
        reading = read(world, ports, collector.declaration, slot)
        yield from collector.parse(reading, previous, Context(device, tags, slot, watched))
        previous = reading


def _row(world: World, columns: Iterable[Column], port: Port, uptime: int, at: Millis) -> Row:
    cells = {column.name: _typed(column, cell_of(column)(port, world, at)) for column in columns}
    return {**cells, "sysUpTime": uptime}


def _typed(column: Column, value: Value) -> Value:
    """Return a counter as the session would hand it over: of its own type, wrapped at its width."""
    match value, column.syntax:
        case int(), Syntax.COUNTER32:
            return Counter32(value % Counter32.modulus)
        case int(), Syntax.COUNTER64:
            return Counter64(value % Counter64.modulus)
        case _:
            return value
