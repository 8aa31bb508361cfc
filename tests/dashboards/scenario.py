"""One of everything that netmon writes: half an hour of a region in which things fail, and netmon itself too.

Real collectors make measurements of what agents and routers would say, a real engine judges and keeps them in
real stores, and a real writer takes them from there to InfluxDB.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from collectors import interfaces, reachability, routing, sessions, system
from netmon.clock import MINUTE, SECOND, Interval, Millis
from netmon.collector import Context
from netmon.commands import Actor, PlanMaintenance
from netmon.icmp.echo import Echoes
from netmon.identity.device import Replacement, Sighting
from netmon.identity.evidence import UNTOLD
from netmon.identity.neighbour import Neighbour
from netmon.inventory.models import Device, Inventory
from netmon.model import (
    DeviceName,
    Entity,
    EntityKind,
    InterfaceName,
    Measurement,
    PollErrorKind,
    PollFailure,
    PollResult,
)
from netmon.report.ongoing import report_so_far, this_month
from netmon.report.sla import SlaReport
from netmon.report.sla import watched as watched_towns
from netmon.schema import device_tags, hearsay_measurements, identity_measurement
from netmon.settings import Detection, Settings
from netmon.snmp.declaration import Counter32, Counter64, Index, Reading, Row
from netmon.ssh.transcript import Transcript
from tests.netmon.engine_room import NOON, Room, opened
from tests.netmon.region import ADDRESS, FAR, HUB, MID, NEAR, ROLE_OF, SPUR, TOWN_OF, TOWNS, link, municipality, region

RECORDED: dict[str, str] = json.loads(
    (Path(__file__).parents[1] / "devices" / "frr_8.4.4.json").read_text(encoding="utf-8")
)
PROBE = Millis(10 * SECOND)
SETTINGS = Settings(
    intervals={"icmp": PROBE},
    detection=Detection(misses=2, answers=2, settle=Millis(4 * SECOND), settle_limit=Millis(8 * SECOND)),
)
START = NOON
RUNS = 24
"""Minutes of the first life of netmon."""
PAUSE = 5
"""Minutes in which it does not run."""
END = Millis(START + (RUNS + PAUSE + 3) * MINUTE)
CUT = range(5, 9)
"""Minutes in which the spur is cut: far is behind the cut."""
FALL = range(11, 15)
"""Minutes in which mid is silent: so is what lies behind it."""
LAPSE = range(17, 20)
"""Minutes in which near alone is silent: mid has lost one of its two ways."""
SOMEBODY = Actor("novakova", "198.18.0.9")
WORK = PlanMaintenance(
    (Entity(EntityKind.DEVICE, NEAR), link(SPUR), municipality(TOWNS["c"])),
    Interval(Millis(START + LAPSE.start * MINUTE), Millis(START + LAPSE.stop * MINUTE)),
    "výměna optiky",
)
GIGABIT = 1_000
NO_ANSWER = PollFailure(PollErrorKind.NO_RESPONSE, "no answer")
UP, DOWN = 1, 2
SLA = {"gold": {"title": "Zlatá", "target": "99.9"}}
RULES = {
    "silent": {
        "for_each": "device",
        "levels": {
            "warning": {"fire": "loss_pct > 50", "keep": "30s"},
            "critical": {"fire": "loss_pct > 90", "keep": "2m"},
        },
        "summary": "{device.name} neodpovídá",
    }
}


def fill(directory: Path) -> Iterator[Room]:
    """Yield the room twice, full: netmon stops once for some minutes and starts again."""
    inventory = watched()
    with opened(directory, inventory=inventory, forwarding=True, settings=SETTINGS) as room:
        room.engine.execute(WORK, SOMEBODY)
        live(Life(room), range(RUNS))
        yield room
    again = Millis(START + (RUNS + PAUSE) * MINUTE)
    with opened(directory, at=again, inventory=inventory, forwarding=True, settings=SETTINGS) as room:
        live(Life(room), range(RUNS + PAUSE, RUNS + PAUSE + 3))
        yield room


def watched() -> Inventory:
    """Return the three towns, two of them on a ring, their devices asked by ICMP."""
    devices = {
        name: {
            "site": TOWN_OF[name],
            "role": ROLE_OF[name],
            "platform": "frr",
            "addresses": [ADDRESS.format(number)],
            "reachability": "icmp",
            "sessions": {"ospf": {"peer": "10.0.0.1"}, "bgp": {"cesnet": "192.0.2.9"}},
            "snmp": {"credential": "test", "port": "1161"},
        }
        for number, name in enumerate(TOWN_OF, start=1)
    }
    ends = [(HUB, NEAR), (HUB, MID), (MID, FAR), (NEAR, MID)]
    links = {f"{a}-{b}": {"ends": [f"{a}:to-{b}", f"{b}:to-{a}"], "capacity": "1G"} for a, b in ends}
    return region(devices=devices, links=links, rules=RULES, municipalities=promised(), sla_classes=SLA)


def promised() -> dict[str, object]:
    """Return the towns, to which an availability was promised."""
    return {
        code: {
            "name": town.name,
            "kind": "I",
            "orp": "1",
            "district": "Test",
            "population": "100",
            "latitude": "50",
            "longitude": "12",
            "sla": "gold",
        }
        for code, town in region().municipalities.items()
    }


@dataclass
class Life:
    """A netmon at work, and what it read last."""

    room: Room
    readings: dict[DeviceName, Reading] = field(default_factory=dict)


def live(life: Life, minutes: range) -> None:
    """Let minutes pass."""
    for minute in minutes:
        for step in range(MINUTE // PROBE):
            for result in polls(life, minute, is_full=step == 0):
                life.room.engine.take(result)
            life.room.step()
            life.room.engine.beat()
            if step == 0:
                life.room.engine.keep_promises(month_so_far(life.room))
            life.room.clock.advance(PROBE)


def month_so_far(room: Room) -> SlaReport:
    """Return what the presenter hands on each minute."""
    now = room.clock.now()
    return report_so_far(room.stores.pasts, room.inventory, watched_towns(room.inventory), this_month(now), now)


def polls(life: Life, minute: int, *, is_full: bool) -> Iterator[PollResult]:
    """Yield what comes of asking every device."""
    now = life.room.clock.now()
    for number, device in enumerate(life.room.inventory.active_devices().values(), start=1):
        context = Context(device, device_tags(life.room.inventory, device), now)
        echo = None if is_silent(device.name, minute) else number + minute / 7
        measured = reachability.parse_echoes(Echoes(str(device.address), now, (echo, echo, echo and echo / 3)), context)
        told = result("icmp", device, now, measured)
        yield told if echo is not None else replace(told, failure=NO_ANSWER, answered=False)
        if is_full and echo is not None:
            yield from full_visit(life, context, minute)


def is_silent(device: DeviceName, minute: int) -> bool:
    """Say whether a device does not answer."""
    silent: dict[DeviceName, tuple[range, ...]] = {FAR: (CUT, FALL), MID: (FALL,), NEAR: (LAPSE,)}
    return any(minute in when for when in silent.get(device, ()))


def full_visit(life: Life, context: Context, minute: int) -> Iterator[PollResult]:
    """Yield what the other collectors make of a device's answers."""
    device, now = context.device, context.slot
    reading, before = answer(context, minute), life.readings.get(context.device.name)
    life.readings[device.name] = reading
    ports = result("interfaces", device, now, interfaces.parse(reading, before, context))
    is_late, faults = minute == 4, int(minute == 3)
    yield replace(ports, started=Millis(now + 30 * SECOND * is_late), faults=faults)
    yield result("system", device, now, system.parse(reading, before, context))
    if minute % 5 == 0:
        yield result("sessions", device, now, sessions.parse(reading, before, context))
    if minute % 5 == 1:
        outputs = dict(RECORDED) if minute % 2 else {}
        heard = routing.parse(Transcript(now, outputs, {}), context)
        yield result("routing", device, now, heard)
    if minute % 10 == 2:
        yield result("identity", device, now, tuple(identified(context)))


def identified(context: Context) -> Iterator[Measurement]:
    """Yield what the poller makes of a sighting."""
    ports = [InterfaceName(name) for name in PORTS[context.device.name]]
    sighting = Sighting(
        dict.fromkeys(ports, UNTOLD),
        name=f"{context.device.name}.kraj.cz",
        chassis="02",
        neighbours={port: Neighbour(port.removeprefix("to-"), f"to-{context.device.name}", "03") for port in ports},
    )
    yield identity_measurement((Replacement("serial", "S1", "S2"),), context.tags, context.slot)
    yield from hearsay_measurements(sighting, {}, context.tags, context.slot)


PORTS = {
    HUB: ("to-near", "to-mid", "xe-0/0/1.100"),
    NEAR: ("to-hub", "to-mid"),
    MID: ("to-hub", "to-far", "to-near"),
    FAR: ("to-mid",),
}


def answer(context: Context, minute: int) -> Reading:
    """Return what an agent says: traffic that changes, a few errors, a neighbour, and once what cannot be."""
    uptime = 1_000_000 + minute * 6_000
    rows: dict[Index, Row] = {
        (index,): port(context.device.name, name, index, minute, uptime)
        for index, name in enumerate(PORTS[context.device.name], start=1)
    }
    is_full = minute % 2 == 1
    adjacency: Row = {"address": "10.0.0.1", "fsm": 8 if is_full else 3, "changes": Counter32(6 + minute)}
    peer: Row = {"address": "192.0.2.9", "fsm": 6, "changes": Counter32(1 + minute // 10)}
    tables: dict[str, dict[Index, Row]] = {
        "interfaces": rows,
        "ospf": {(10, 0, 0, 1, 0): adjacency},
        "bgp": {(192, 0, 2, 9): peer},
    }
    scalars: Row = {"name": context.device.name, "descr": "FRR 8.4.4", "engine_boots": 7, "engine_time": uptime // 100}
    return Reading(context.slot, uptime, scalars, tables)


def port(device: DeviceName, name: str, index: int, minute: int, uptime: int) -> Row:
    """Return the row of an interface."""
    is_cut = device == MID and name == "to-far" and minute in CUT
    carried = sum((10 + index) * 1_000_000 * (1 + step % 4) + 12_345 * step for step in range(minute))
    leap = 10**13 if minute >= 9 and index == 1 else 0
    return {
        "sysUpTime": uptime,
        "ifname": name,
        "in_octets": Counter64(10**12 + carried + leap),
        "out_octets": Counter64(2 * 10**12 + 3 * carried + leap),
        "in_packets": Counter64(1_000 * minute**2),
        "out_packets": Counter64(1_500 * minute**2),
        "in_errors": Counter32(minute * index),
        "out_errors": Counter32(minute // 3),
        "in_discards": Counter32(minute // 2),
        "out_discards": Counter32(7 * minute),
        "oper": DOWN if is_cut else UP,
        "admin": UP,
        "high_speed": GIGABIT,
        "last_change": 500_000,
        "discontinuity": 0,
        "alias": f"{device} {name}",
        "descr": f"GigabitEthernet0/{index}",
    }


def result(collector: str, device: Device, now: Millis, measured: Sequence[Measurement]) -> PollResult:
    """Return what a poll brings that was answered."""
    finished = Millis(now + 120)
    return PollResult(device.name, collector, now, now, finished, tuple(measured), answered=True)
