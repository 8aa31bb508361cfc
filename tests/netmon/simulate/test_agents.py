"""The agents' process, asked by net-snmp's own tools: every declared object, cuts, bad starts, its end."""

import asyncio
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import pytest

from netmon.clock import Millis, SystemClock
from netmon.collector import IdentityCollector
from netmon.errors import NetmonError, SettingsError
from netmon.identity.device import Sighting
from netmon.inventory.models import Inventory
from netmon.model import DeviceName, InterfaceName, LinkName
from netmon.plan import find_collectors
from netmon.secret import SecretStore
from netmon.settings import Snmp
from netmon.simulate.objects import installed_declarations, instances
from netmon.simulate.orders import Action, Assignment, Report
from netmon.simulate.region import Region
from netmon.simulate.world import World
from netmon.snmp.credential import resolve
from netmon.snmp.declaration import Oid
from netmon.snmp.opening import open_session
from tests.netmon.simulate.small import COMMUNITY, SPUR, free_udp_port, small_region
from tests.parts.roll import Enrol

SILENT = "Timeout"


@dataclass(frozen=True, slots=True)
class Running:
    """A region whose agents run, and the loop that holds their pipes."""

    region: Region
    world: World
    runner: asyncio.Runner

    def order(self, action: Action, link: LinkName) -> Report:
        """Have something done to a link."""
        return self.runner.run(self.region.order(action, link))

    def ask(self, tool: str, device: str, *arguments: str, community: str = COMMUNITY) -> str:
        """Return what a net-snmp tool prints about a device, numbers and names plain."""
        known = self.world.inventory.devices[DeviceName(device)]
        assert known.snmp is not None
        target = f"{known.address}:{known.snmp.port}"
        command = [tool, "-v2c", "-c", community, "-On", "-Oe", "-OU", "-Ot", "-r0", "-t0.5", target, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        return done.stdout + done.stderr

    def sight(self, device: str) -> Sighting:
        """Return who a device and its interfaces are, as its own agent tells netmon's session."""
        return self.runner.run(sight(self.world.inventory, DeviceName(device)))

    def neighbours(self, device: str) -> dict[str, tuple[str, str]]:
        """Return whom a device hears at its ports: their names and those of their ports."""
        return {port: (heard.name, heard.port) for port, heard in self.sight(device).neighbours.items()}

    def answers(self, device: str) -> bool:
        """Say whether a device can be heard."""
        return SILENT not in self.ask("snmpget", device, "1.3.6.1.2.1.1.3.0")


async def sight(inventory: Inventory, name: DeviceName) -> Sighting:
    (identity,) = (collector for collector in find_collectors() if isinstance(collector, IdentityCollector))
    device, secrets = inventory.devices[name], SecretStore(environment={"NETMON_SECRET_TEST": COMMUNITY})
    assert device.snmp is not None
    credential = resolve(inventory.credentials.snmp[device.snmp.credential], secrets)
    session = open_session(device.snmp, device.address, credential, Snmp(), SystemClock())
    try:
        reading = await session.read(identity.declaration, identity.keep)
    finally:
        session.close()
    assert reading.problems == ()
    return identity.parse(reading)


def assignment(port: int, since: Millis) -> Assignment:
    return Assignment(inventory=small_region(port), seed=1, since=since, communities={"test": COMMUNITY})


@pytest.fixture(scope="module")
def running(enrol: Enrol) -> Iterator[Running]:
    if shutil.which("snmpget") is None:
        pytest.skip("net-snmp's tools are not installed (Debian package snmp)")
    enrol("net-snmp tools", _version())
    port, now = free_udp_port(), SystemClock().now()
    with asyncio.Runner() as runner:
        region = runner.run(Region.open(assignment(port, now)))
        yield Running(region, World.of(small_region(port), 1, now), runner)
        runner.run(region.close())


def walked(output: str) -> list[Oid]:
    return [tuple(map(int, name.split("."))) for name in re.findall(r"^\.([\d.]+) = ", output, re.MULTILINE)]


@pytest.mark.parametrize("tool", ["snmpwalk", "snmpbulkwalk"])
def test_net_snmp_walks_every_declared_object_of_every_device(running: Running, tool: str) -> None:
    declared = installed_declarations()
    for device in ("a-core", "d-acc"):
        oids = [instance.oid for instance in instances(running.world, DeviceName(device), declared)]
        for root in ((1, 0), (1, 3)):
            expected = [oid for oid in oids if oid[:2] == root]
            output = running.ask(tool, device, ".".join(map(str, root)))
            assert walked(output)[: len(expected)] == expected


def test_net_snmp_gets_the_values_that_the_world_tells(running: Running) -> None:
    device = DeviceName("b-core")
    for port in running.world.ports[device]:
        name, status, speed = (
            running.ask("snmpget", device, "-Oqv", f"1.3.6.1.2.1.{column}.{port.index}").strip()
            for column in ("31.1.1.1.1", "2.2.1.8", "31.1.1.1.15")
        )
        assert (name.strip('"'), status, speed) == (port.name, "1", str(port.capacity // 10**6))


def test_net_snmp_sees_64_bit_counters_grow_along_the_formula(running: Running) -> None:
    device = DeviceName("b-core")
    port = running.world.ports[device][0]
    counted = []
    for _ in range(3):
        earliest = SystemClock().now()
        value = int(running.ask("snmpget", device, "-Oqv", f"1.3.6.1.2.1.31.1.1.1.6.{port.index}"))
        latest = SystemClock().now()
        assert running.world.octets(port, port.inbound, earliest) <= value
        assert value <= running.world.octets(port, port.inbound, latest)
        counted.append(value)
    assert counted == sorted(counted)


def test_net_snmp_gets_many_rows_of_two_columns_in_one_bulk(running: Running) -> None:
    output = running.ask("snmpbulkget", "b-core", "-Cr3", "1.3.6.1.2.1.31.1.1.1.1", "1.3.6.1.2.1.2.2.1.8")
    indices = sorted(port.index for port in running.world.ports[DeviceName("b-core")])[:3]
    assert walked(output) == [
        (*column, index)
        for index in indices
        for column in ((1, 3, 6, 1, 2, 1, 31, 1, 1, 1, 1), (1, 3, 6, 1, 2, 1, 2, 2, 1, 8))
    ]


def test_net_snmp_is_told_of_a_missing_instance(running: Running) -> None:
    assert "No Such Instance" in running.ask("snmpget", "a-core", "1.3.6.1.2.1.1.3.1")


def test_a_wrong_community_gets_no_answer(running: Running) -> None:
    assert SILENT in running.ask("snmpget", "a-core", "1.3.6.1.2.1.1.3.0", community="wrong")


def test_a_cut_silences_the_devices_behind_it_until_it_is_healed(running: Running) -> None:
    everybody = set(running.world.ports)
    assert running.order(Action.CUT, SPUR).silent == 2
    try:
        assert {name for name in everybody if not running.answers(name)} == {"d-core", "d-acc"}
        index = next(port.index for port in running.world.ports[DeviceName("b-core")] if port.link == SPUR)
        assert running.ask("snmpget", "b-core", "-Oqv", f"1.3.6.1.2.1.2.2.1.8.{index}").strip() == "2"
    finally:
        assert running.order(Action.HEAL, SPUR).silent == 0
    assert all(running.answers(name) for name in everybody)


def test_each_end_of_a_link_hears_the_other_for_as_long_as_it_is_whole(running: Running) -> None:
    around = {f"to-{name}": (name, "to-b-core") for name in ("a-core", "b-acc", "c-core", "d-core")}
    assert running.neighbours("b-core") == around
    assert running.neighbours("d-core")["to-b-core"] == ("b-core", "to-d-core")
    running.order(Action.CUT, SPUR)
    try:
        assert running.neighbours("b-core").keys() == around.keys() - {"to-d-core"}
    finally:
        running.order(Action.HEAL, SPUR)


def test_everything_tells_who_it_is_and_no_two_are_the_same(running: Running) -> None:
    sightings = [running.sight(device) for device in running.world.ports]
    for traits in (
        [sighting.chassis for sighting in sightings],
        [*chain(*(sighting.serials for sighting in sightings))],
        [*chain(*(sighting.engines for sighting in sightings))],
    ):
        assert len(set(traits)) == len(sightings)
    hub = running.sight("b-core")
    assert all(evidence.mac for name, evidence in hub.interfaces.items() if name != "lo")
    assert {hub.neighbours[InterfaceName("to-a-core")].chassis} == {running.sight("a-core").chassis}


def test_an_unknown_link_is_refused_and_the_agents_go_on(running: Running) -> None:
    with pytest.raises(NetmonError, match="no link 'nowhere'"):
        running.order(Action.CUT, LinkName("nowhere"))
    assert running.answers("a-core")


def test_agents_end_when_their_orders_end(running: Running) -> None:
    async def open_and_close() -> int | None:
        region = await Region.open(assignment(free_udp_port(), SystemClock().now()))
        await region.close()
        return region.process.returncode

    assert running.runner.run(open_and_close()) == 0


def test_a_taken_address_is_named_with_its_cure() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as squatter:
        squatter.bind(("127.18.251.4", 0))
        port = squatter.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"b-core: cannot listen at 127\.18\.251\.4 port {port}/udp"):
            asyncio.run(Region.open(assignment(port, SystemClock().now())))


def test_a_credential_without_community_is_told_and_no_secret_with_it() -> None:
    nameless = Assignment(
        inventory=small_region(free_udp_port()), seed=1, since=SystemClock().now(), communities={"other": "hush-hush"}
    )
    with pytest.raises(SettingsError, match="a-core: credential 'test' has no community") as caught:
        asyncio.run(Region.open(nameless))
    assert "hush-hush" not in str(caught.value)


def _version() -> str:
    done = subprocess.run(["snmpget", "--version"], capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip().rpartition(" ")[2]
