"""What a simulated agent says for each MIB object that a collector may declare.

Keyed by MIB descriptor, so a collector decides which of them are served, where (its OID) and in
which syntax. SNMPv2-MIB (RFC 3418), IF-MIB (RFC 2863), SNMP-FRAMEWORK-MIB (RFC 3411); of
LLDP-MIB what a device says of its own ports. Whom it hears stands in `neighbourhood.py`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from importlib.metadata import entry_points
from typing import ParamSpec

from netmon.clock import Millis
from netmon.collector import Collector, IdentityCollector, SnmpCollector
from netmon.errors import SettingsError
from netmon.model import DeviceName
from netmon.phrase import Phrase
from netmon.simulate.chance import between
from netmon.simulate.neighbourhood import INTERFACE_NAME, MAC_ADDRESS, Answer, Rows, mac_of, rows_of
from netmon.simulate.traffic import Flow
from netmon.simulate.world import Port, PortKind, World
from netmon.snmp.declaration import Column, Declaration, Oid, Syntax, Value

P = ParamSpec("P")
Scalar = Callable[[DeviceName, World, Millis], Value]
Cell = Callable[[Port, World, Millis], Value]

UP, DOWN, TRUE, FALSE = 1, 2, 1, 2
MEGA = 1_000_000
GAUGE32_TOP = (1 << 32) - 1
ENTERPRISE = (1, 3, 6, 1, 4, 1, 8072, 9999, 9999)
"""netSnmpPlaypen: where examples may live without taking anybody's number."""
ENGINE_ID_PREFIX = b"\x80\x00\x1f\x88\x05"
"""RFC 3411 SnmpEngineID: net-snmp's enterprise, then octets."""
LAYERS_1_TO_3 = 7
MTU = 1_500
UNANSWERED = frozenset({"sessions"})
"""Collectors that no simulated router answers: their region plans no routing sessions."""


@dataclass(frozen=True, slots=True)
class Instance:
    """One object instance of one agent: its whole OID and its object's, its syntax, and what it answers when.

    The answer is None while the instance is not there.
    """

    oid: Oid
    object: Oid
    syntax: Syntax
    answer: Answer


def instances(world: World, device: DeviceName, declarations: Iterable[Declaration]) -> list[Instance]:
    """Return everything that a device serves, in OID order; raise SettingsError for what is not told here."""
    found: dict[Oid, Instance] = {}
    for declaration in (ENGINE_NEEDS, *declarations):
        for column in _scalars(declaration):
            oid = (*column.oid, 0)
            found[oid] = Instance(oid, column.oid, column.syntax, partial(scalar_of(column), device))
        for column in _columns(declaration):
            for index, answer in rows_of(column.descriptor, device, world) or _ports(column, device, world):
                oid = (*column.oid, *index)
                found[oid] = Instance(oid, column.oid, column.syntax, answer)
    return [found[oid] for oid in sorted(found)]


def _ports(column: Column, device: DeviceName, world: World) -> Rows:
    """Yield the rows of a table that is indexed by ifIndex."""
    cell = cell_of(column)
    for port in world.ports[device]:
        yield (port.index,), partial(cell, port)


def scalar_of(column: Column) -> Scalar:
    """Return what answers for a scalar object."""
    return _known(column, SCALARS)


def cell_of(column: Column) -> Cell:
    """Return what answers for a columnar object."""
    return _known(column, CELLS)


def installed_collectors() -> tuple[SnmpCollector, ...]:
    """Return the SNMP collectors that simulated routers answer, found through the entry point `netmon.collectors`."""
    return tuple(
        collector
        for collector in _installed()
        if isinstance(collector, SnmpCollector) and collector.name not in UNANSWERED
    )


def installed_declarations() -> tuple[Declaration, ...]:
    """Return all that simulated routers are asked: by those collectors, and by those that tell who is who."""
    measured = [collector.declaration for collector in installed_collectors()]
    identities = (collector for collector in _installed() if isinstance(collector, IdentityCollector))
    return (*measured, *(collector.declaration for collector in identities))


def _installed() -> Iterator[Collector]:
    for point in entry_points(group="netmon.collectors"):
        yield from point.load()


def _scalars(declaration: Declaration) -> Iterator[Column]:
    yield from _with_fallbacks(declaration.scalars)
    yield from _with_fallbacks(table.trigger for table in declaration.tables if table.trigger)


def _columns(declaration: Declaration) -> Iterator[Column]:
    for table in declaration.tables:
        yield from _with_fallbacks((table.key, *table.columns))
    if declaration.discontinuity:
        yield from _with_fallbacks((declaration.discontinuity,))


def _with_fallbacks(columns: Iterable[Column]) -> Iterator[Column]:
    for column in columns:
        present: Column | None = column
        while present is not None:
            yield present
            present = present.fallback


def _known(column: Column, answers: Mapping[str, Callable[P, Value]]) -> Callable[P, Value]:
    answer = answers.get(column.descriptor)
    if answer is None:
        raise SettingsError(
            Phrase(
                "a collector declares {descriptor} ({oid}), which the simulator cannot answer; add it to {module}",
                descriptor=column.descriptor,
                oid=".".join(map(str, column.oid)),
                module=__name__,
            )
        )
    return answer


def uptime_of(world: World, device: DeviceName, at: Millis) -> int:
    """Return a device's sysUpTime, in hundredths of a second."""
    return (at - world.booted[device]) // 10 % (1 << 32)


def _engine_id(device: DeviceName, _world: World, _at: Millis) -> bytes:
    return ENGINE_ID_PREFIX + blake2b(device.encode(), digest_size=8).digest()


def _location(device: DeviceName, world: World, _at: Millis) -> str:
    site = world.inventory.sites[world.inventory.devices[device].site]
    return f"{site.name}, {world.inventory.municipalities[site.municipality].name}"


def _description(device: DeviceName, world: World, _at: Millis) -> str:
    return f"netmon simulated agent, synthetic ({world.inventory.devices[device].platform})"


def _engine_boots(device: DeviceName, world: World, _at: Millis) -> int:
    return between(1, 30, world.seed, "boots", device)


def _engine_time(device: DeviceName, world: World, at: Millis) -> int:
    return (at - world.booted[device]) // 1_000


def _physical_address(port: Port, _world: World, _at: Millis) -> bytes:
    if port.kind is PortKind.SOFTWARE_LOOPBACK:
        return b""
    return mac_of(port.device, port.index)


def _last_change(port: Port, world: World, at: Millis) -> int:
    return uptime_of(world, port.device, world.last_change(port, at))


def _counter(way: Callable[[Port], Flow], one_in: int) -> Cell:
    """Return a counter that grows by one for every `one_in` octets of a direction."""

    def count(port: Port, world: World, at: Millis) -> int:
        return world.octets(port, way(port), at) // one_in

    return count


def _constant(value: Value) -> Callable[..., Value]:
    def answer(*_: object) -> Value:
        return value

    return answer


def _inbound(port: Port) -> Flow:
    return port.inbound


def _outbound(port: Port) -> Flow:
    return port.outbound


UPTIME = Column("uptime", "sysUpTime", (1, 3, 6, 1, 2, 1, 1, 3), Syntax.TIME_TICKS)
ENGINE_NEEDS = Declaration(scalars=(UPTIME,))
"""What netmon's engine itself asks with every request, whatever the collectors declare."""

SCALARS: Mapping[str, Scalar] = {
    "sysDescr": _description,
    "sysObjectID": _constant(ENTERPRISE),
    "sysUpTime": lambda device, world, at: uptime_of(world, device, at),
    "sysContact": _constant("nobody: this device does not exist"),
    "sysName": lambda device, _world, _at: device,
    "sysLocation": _location,
    "sysServices": _constant(LAYERS_1_TO_3),
    "snmpEngineID": _engine_id,
    "snmpEngineBoots": _engine_boots,
    "snmpEngineTime": _engine_time,
    "snmpEngineMaxMessageSize": _constant(1_472),
    "lldpLocChassisIdSubtype": _constant(MAC_ADDRESS),
    "lldpLocChassisId": lambda device, _world, _at: mac_of(device),
    "ifNumber": lambda device, world, _at: len(world.ports[device]),
    "ifTableLastChange": _constant(0),
    "ifStackLastChange": _constant(0),
}

PACKET = 800
"""Octets in a mean packet."""
IN_DIRECTION = {
    "Octets": 1,
    "UcastPkts": PACKET,
    "NUcastPkts": PACKET * 400,
    "MulticastPkts": PACKET * 500,
    "BroadcastPkts": PACKET * 2_000,
    "Discards": PACKET * 40_000_000,
    "Errors": PACKET * 90_000_000,
}
"""The ending of a counter's descriptor, and the octets that stand for one of what it counts."""

COUNTERS: Mapping[str, Cell] = {
    f"{prefix}{way}{ending}": _counter(flow, one_in)
    for prefix in ("if", "ifHC")
    for way, flow in (("In", _inbound), ("Out", _outbound))
    for ending, one_in in IN_DIRECTION.items()
}

CELLS: Mapping[str, Cell] = {
    **COUNTERS,
    "ifInUnknownProtos": _constant(0),
    "ifOutQLen": _constant(0),
    "ifIndex": lambda port, _world, _at: port.index,
    "ifDescr": lambda port, _world, _at: port.name,
    "ifName": lambda port, _world, _at: port.name,
    "ifAlias": lambda port, _world, _at: port.alias,
    "ifType": lambda port, _world, _at: int(port.kind),
    "ifMtu": _constant(MTU),
    "ifSpeed": lambda port, _world, _at: min(port.capacity, GAUGE32_TOP),
    "ifHighSpeed": lambda port, _world, _at: port.capacity // MEGA,
    "ifPhysAddress": _physical_address,
    "ifAdminStatus": _constant(UP),
    "ifOperStatus": lambda port, world, at: UP if world.is_up(port, at) else DOWN,
    "ifLastChange": _last_change,
    "ifCounterDiscontinuityTime": _constant(0),
    "ifPromiscuousMode": _constant(FALSE),
    "ifConnectorPresent": lambda port, _world, _at: TRUE if port.kind is PortKind.ETHERNET_CSMACD else FALSE,
    "ifLinkUpDownTrapEnable": _constant(FALSE),
    "lldpLocPortIdSubtype": _constant(INTERFACE_NAME),
    "lldpLocPortId": lambda port, _world, _at: port.name.encode(),
    "lldpLocPortDesc": lambda port, _world, _at: port.alias,
}
