"""Which links NetBox's cables, circuits and traced paths are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from netmon.imports.answers import (
    CIRCUIT_TERMINATION,
    INTERFACE,
    Answers,
    Cable,
    Circuit,
    CircuitEnd,
    Interface,
    Termination,
)
from netmon.imports.found import FoundEnd, FoundLink, Kind, LeftOut, Reason
from netmon.inventory.models import DeviceStatus, Medium

LONGEST_TEXT = 200
LONGEST_INTERFACE = 64
KILO = 1_000
ETHERNET = re.compile(r"(?P<number>\d{1,4}(?:\.\d)?)(?P<giga>g?)base-")
"""NetBox's types of Ethernet interfaces begin with their speed: `1000base-t`, `10gbase-x-sfpp`."""
MEDIA = {"smf": Medium.FIBRE, "mmf": Medium.FIBRE, "aoc": Medium.FIBRE, "cat": Medium.COPPER, "dac": Medium.COPPER}
"""How NetBox's types of cables begin."""
CABLE_STATUSES = {
    "connected": DeviceStatus.ACTIVE,
    "planned": DeviceStatus.PLANNED,
    "decommissioning": DeviceStatus.RETIRED,
}
CIRCUIT_STATUSES = {
    "active": DeviceStatus.ACTIVE,
    "planned": DeviceStatus.PLANNED,
    "provisioning": DeviceStatus.PLANNED,
    "offline": DeviceStatus.RETIRED,
    "deprovisioning": DeviceStatus.RETIRED,
    "decommissioned": DeviceStatus.RETIRED,
}

Pair = tuple[Interface, Interface]
Outcome = FoundLink | LeftOut


@dataclass(frozen=True, slots=True)
class _Plant:
    """The interfaces by id, who they belong to by the id of the device, and what circuits are cabled to."""

    interfaces: Mapping[int, Interface]
    names: Mapping[int, str]
    at_circuit: Mapping[int, Interface]


def links_of(answers: Answers, names: Mapping[int, str]) -> tuple[tuple[FoundLink, ...], tuple[LeftOut, ...]]:
    """Return the links, each once, and what is none; `names` are those of the devices that are taken, by id.

    Circuits come first, as they say most; a path that NetBox traced counts where no cable or circuit told it.
    """
    interfaces = {interface.id: interface for interface in answers.interfaces}
    plant = _Plant(interfaces, names, _at_circuits(answers.cables, interfaces))
    links: dict[frozenset[FoundEnd], FoundLink] = {}
    left_out: list[LeftOut] = []
    for outcome in _outcomes(answers, plant):
        if isinstance(outcome, LeftOut):
            left_out.append(outcome)
        else:
            links.setdefault(frozenset(outcome.ends), outcome)
    return tuple(links.values()), tuple(left_out)


def _outcomes(answers: Answers, plant: _Plant) -> Iterator[Outcome]:
    for circuit in sorted(answers.circuits, key=lambda circuit: circuit.id):
        yield _circuit(circuit, plant)
    for cable in sorted(answers.cables, key=lambda cable: cable.id):
        if not any(end.object_type == CIRCUIT_TERMINATION for end in _ends(cable)):  # its circuit has spoken
            yield _cable(cable, plant)
    for pair in _traced(answers.interfaces, plant):
        outcome = _link(_label(pair), Kind.LINK, pair, plant)
        if isinstance(outcome, FoundLink):
            yield outcome


def _ends(cable: Cable) -> tuple[Termination, ...]:
    return (*cable.a_terminations, *cable.b_terminations)


def _at_circuits(cables: Iterable[Cable], interfaces: Mapping[int, Interface]) -> dict[int, Interface]:
    """Return which interface each termination of a circuit is cabled to."""
    found: dict[int, Interface] = {}
    for cable in cables:
        if len(cable.a_terminations) != 1 or len(cable.b_terminations) != 1:
            continue
        for one, other in (_ends(cable), _ends(cable)[::-1]):
            if one.object_type == CIRCUIT_TERMINATION and other.object_type == INTERFACE:
                found |= {one.object_id: interfaces[other.object_id]} if other.object_id in interfaces else {}
    return found


def _circuit(circuit: Circuit, plant: _Plant) -> Outcome:
    ends = tuple(plant.at_circuit.get(end.id) for end in (circuit.termination_a, circuit.termination_z) if end)
    status = CIRCUIT_STATUSES.get(circuit.status.value)
    match ends:
        case _ if status is None:
            return LeftOut(Kind.CIRCUIT, circuit.cid, Reason.STATUS)
        case (Interface() as one, Interface() as other):
            link = _link(circuit.cid, Kind.CIRCUIT, (one, other), plant, _contracted(circuit))
        case _:
            return LeftOut(Kind.CIRCUIT, circuit.cid, Reason.NOT_CABLED)
    if isinstance(link, LeftOut):
        return link
    supplier = (circuit.provider.name or "")[:LONGEST_TEXT] or None
    return replace(link, status=status, supplier=supplier, circuit=circuit.cid[:LONGEST_TEXT] or None)


def _contracted(circuit: Circuit) -> int:
    """Return the bit/s a circuit was ordered with, or 0 where nobody wrote them down."""

    def port(end: CircuitEnd | None) -> int:
        return (end.port_speed or 0) if end else 0

    ordered = circuit.commit_rate or min(port(circuit.termination_a), port(circuit.termination_z))
    return ordered * KILO


def _cable(cable: Cable, plant: _Plant) -> Outcome:
    label = cable.label or f"#{cable.id}"
    status = CABLE_STATUSES.get(cable.status.value)
    if status is None:
        return LeftOut(Kind.CABLE, label, Reason.STATUS)
    joined = [plant.interfaces.get(end.object_id) for end in _ends(cable) if end.object_type == INTERFACE]
    match joined:
        case [Interface() as one, Interface() as other] if len(cable.a_terminations) == len(cable.b_terminations) == 1:
            link = _link(label, Kind.CABLE, (one, other), plant)
        case _:
            return LeftOut(Kind.CABLE, label, Reason.NOT_TWO_INTERFACES)
    if isinstance(link, LeftOut):
        return link
    medium = next((medium for begin, medium in MEDIA.items() if (cable.type or "").startswith(begin)), None)
    return replace(link, status=status, medium=medium)


def _traced(interfaces: Iterable[Interface], plant: _Plant) -> Iterator[Pair]:
    """Yield the pairs of interfaces between which NetBox traced a path, through patch panels and circuits."""
    for one in sorted(interfaces, key=lambda interface: interface.id):
        match one.connected_endpoints, one.connected_endpoints_type:
            case (end,), str(kind) if kind == INTERFACE and end.id > one.id:
                other = plant.interfaces.get(end.id)
                if other is not None:
                    yield one, other


def _label(pair: Pair) -> str:
    return " – ".join(f"{interface.device.name} {interface.name}" for interface in pair)


def _link(label: str, kind: Kind, pair: Pair, plant: _Plant, contracted: int = 0) -> Outcome:
    """Return the link between two interfaces; `contracted` bit/s count more than what the interfaces could."""
    one, other = (plant.names.get(interface.device.id) for interface in pair)
    capacity = contracted or _capacity(pair)
    if one is None or other is None:
        return LeftOut(kind, label, Reason.DEVICE_LEFT_OUT)
    if one == other:
        return LeftOut(kind, label, Reason.SAME_DEVICE)
    if not all(0 < len(interface.name) <= LONGEST_INTERFACE for interface in pair):
        return LeftOut(kind, label, Reason.BAD_INTERFACE)
    if capacity < KILO:
        return LeftOut(kind, label, Reason.NO_CAPACITY)
    return FoundLink(label, (FoundEnd(one, pair[0].name), FoundEnd(other, pair[1].name)), capacity)


def _capacity(pair: Pair) -> int:
    """Return what the slower of two interfaces can do, as far as they tell; 0 where neither does."""
    return min((speed for speed in map(_speed, pair) if speed), default=0)


def _speed(interface: Interface) -> int:
    if interface.speed:
        return interface.speed * KILO
    match = ETHERNET.match(interface.type.value)
    if match is None:
        return 0
    return round(float(match["number"]) * (10**9 if match["giga"] else 10**6))
