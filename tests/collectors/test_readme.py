"""The page about the collectors says what the collectors do."""

import re
from collections.abc import Iterator
from pathlib import Path

from collectors import COLLECTORS, identity, interfaces, reachability, routing, sessions, system
from netmon.collector import Collector, CommandCollector, IdentityCollector, SnmpCollector
from netmon.icmp.echo import Echoes
from netmon.model import Measurement
from netmon.schema import hearsay_measurements
from netmon.snmp.declaration import Column, Counter64, Reading, Row
from netmon.ssh.transcript import Transcript
from tests.collectors.given import SLOT, context, interface, reading
from tests.collectors.test_identity import reading as introduced
from tests.collectors.test_routing import RECORDED
from tests.collectors.test_sessions import ESTABLISHED, PEER, planning
from tests.collectors.test_system import SCALARS

README = Path(interfaces.__file__).with_name("README.md").read_text(encoding="utf-8")
COUNTERS = {column.name: Counter64(10**9) for column in interfaces.COUNTERS}
GROWN = {column.name: Counter64(2 * 10**9) for column in interfaces.COUNTERS}

HEARD: Row = {"port_id": b"xe2", "subtype": 5, "name": "as-acc-1", "chassis_id": b"\x02"}


def rows(page: str, columns: int) -> list[list[str]]:
    """Return the cells of the table that has so many columns, its head left out."""
    lines = [line.strip("|").split("|") for line in page.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line] for line in lines if len(line) == columns][2:]


def everything() -> Iterator[Measurement]:
    """Yield what all collectors write of a device that has everything."""
    first = reading({(1,): interface(last_change=500_000, **COUNTERS)}, scalars=SCALARS)
    later = reading({(1,): interface(sysUpTime=1_006_000, **GROWN)}, seconds=60, scalars=SCALARS)
    yield from interfaces.parse(first, None, context())
    yield from interfaces.parse(later, first, context())
    yield from system.parse(first, None, context())
    yield from reachability.parse_echoes(Echoes("127.18.0.1", SLOT, (1.0,)), context())
    yield from routing.parse(Transcript(SLOT, RECORDED, {}), context())
    whoever = introduced({"name": "cheb-core-1", "chassis_id": b"\x02"}, remote={(0, 2, 1): HEARD})
    yield from hearsay_measurements(identity.parse(whoever), {}, context().tags, SLOT)
    peers = Reading(SLOT, 100, {}, {"bgp": {PEER: ESTABLISHED}})
    yield from sessions.parse(peers, None, planning(bgp="192.0.2.9"))


def written() -> dict[tuple[str, str], str]:
    """Return the type of each field, by measurement and name."""
    names = {int: "int", float: "float", str: "string"}
    return {
        (measurement.name, field): names[type(value)]
        for measurement in everything()
        for field, value in measurement.fields.items()
    }


def promised() -> dict[tuple[str, str], str]:
    """Return what the page says of the same."""
    found: dict[tuple[str, str], str] = {}
    measurement = ""
    for name, _, fields, kind, _ in rows(README, 5):
        measurement = name.strip("`") or measurement
        found |= {(measurement, field): kind for field in re.findall(r"`(\w+)`", fields)}
    return found


def asked(collector: Collector) -> set[str]:
    """Return the names of all that a collector asks."""
    if isinstance(collector, CommandCollector):
        return {*collector.commands, *collector.platforms}
    if not isinstance(collector, SnmpCollector | IdentityCollector):
        return set()
    declaration = collector.declaration
    columns = [*declaration.scalars]
    for table in declaration.tables:
        columns += [*table.columns, table.key, *([table.trigger] if table.trigger else [])]
    return {"sysUpTime"} | {each.descriptor for column in columns for each in _with_fallback(column)}


def _with_fallback(column: Column) -> list[Column]:
    return [column, column.fallback] if column.fallback else [column]


def test_every_field_is_on_the_page_with_its_type_and_nothing_else() -> None:
    assert promised() == written()


def test_every_collector_is_on_the_page_with_its_file_and_interval() -> None:
    page = {name.strip("`"): (file.strip("`"), every) for name, file, every, _ in rows(README, 4)}
    assert page == {
        collector.name: (Path(collector.parse.__code__.co_filename).name, f"{collector.interval // 1_000} s")
        for collector in COLLECTORS
    }


def test_every_object_and_command_is_on_the_page() -> None:
    page = {name.strip("`"): set(re.findall(r"`([^`]+)`", asks)) for name, _, _, asks in rows(README, 4)}
    for collector in COLLECTORS:
        assert asked(collector) - {"sysUpTime"} == page[collector.name] - {"sysUpTime"}


def test_every_measurement_bears_the_tags_of_the_page() -> None:
    page = {name.strip("`"): tags for name, tags, *_ in rows(README, 5) if name}
    assert {found.name: ", ".join(found.tags) for found in everything()} == page


def test_no_two_collectors_share_a_name() -> None:
    assert len({collector.name for collector in COLLECTORS}) == len(COLLECTORS)
