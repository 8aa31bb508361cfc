"""A real agent whose interfaces have other names after it has started again: their series go on.

net-snmp tells of another ifName only after a restart; its ifIndex is that of the kernel and stays.
"""

import asyncio
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from netmon.clock import Millis, SystemClock
from netmon.collector import IdentityCollector
from netmon.identity.known import Move
from netmon.inventory.models import Device, Inventory
from netmon.model import InterfaceName, Measurement, PollResult
from netmon.plan import find_collectors
from netmon.polling.identities import Identities
from netmon.polling.poller import Poller
from netmon.settings import Settings, Snmp
from netmon.store.state import StateStore
from tests.backbone.namespace import inside
from tests.netmon.polling.test_poller import RIGHT, SLOT
from tests.netmon.region import HUB, region
from tests.parts import snmpd
from tests.parts.snmpd import Agent

SETTINGS = Settings(snmp=Snmp(timeout=Millis(1_000), attempts=2))
COLLECTORS = {collector.name: collector for collector in find_collectors()}
LOOKS = 100
"""How often a condition is looked at, five times a second."""
NAMESPACE = f"netmon-renaming-{os.getpid()}"
MACS = {"xe1": "02:18:00:00:00:01", "xe2": "02:18:00:00:00:02"}
ALIASES = {"xe1": "to Cheb", "xe2": "to As"}
XE1, XE2, ET0 = map(InterfaceName, ("xe1", "xe2", "et-0"))
IF_ALIAS = "1.3.6.1.2.1.31.1.1.1.18"


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, timeout=60, capture_output=True)


def link(*words: str) -> None:
    ip("-netns", NAMESPACE, "link", *words)


@dataclass(slots=True)
class Machine:
    """A device with two interfaces of its own, and its agent."""

    agent: Agent

    def restart(self, *renamed: tuple[str, str]) -> None:
        """Rename interfaces in this order, as the kernel allows it while they are down, and start the agent again."""
        self.agent.stop()
        for old, new in renamed:
            link("set", old, "down")
            link("set", old, "name", new)
            link("set", new, "up")
        self.agent = snmpd.start(self.agent.directory, port=self.agent.port)


def index_of(name: str) -> int:
    """Return an interface's number, which it keeps under any name."""
    said = subprocess.run(
        ["ip", "-netns", NAMESPACE, "-json", "link", "show", name], check=True, timeout=60, capture_output=True
    )
    index: int = json.loads(said.stdout)[0]["ifindex"]
    return index


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """Yield a device, and step into its network."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("snmpd", "ip"))):
        pytest.skip("needs root, snmpd and iproute2")
    ip("netns", "add", NAMESPACE)
    try:
        link("set", "lo", "up")
        link("add", "xe1", "address", MACS["xe1"], "type", "veth", "peer", "name", "xe2", "address", MACS["xe2"])
        for name in MACS:
            link("set", name, "up")
        described = (f'override {IF_ALIAS}.{index_of(name)} octet_str "{alias}"' for name, alias in ALIASES.items())
        (tmp_path / "snmpd.local.conf").write_text("\n".join(described), encoding="utf-8")
        with inside(NAMESPACE):
            started = Machine(snmpd.start(tmp_path))
            yield started
            started.agent.stop()
    finally:
        ip("netns", "delete", NAMESPACE)


def hub_at(agent: Agent, watch: object) -> Inventory:
    whole = region(agent.port)
    body = whole.devices[HUB].model_dump() | {"addresses": [agent.address], "watch": watch}
    return whole.model_copy(update={"devices": {**whole.devices, HUB: Device.model_validate(body)}})


class Watch:
    """A poller that starts anew as often as it is opened, on the same state."""

    def __init__(self, state: StateStore, inventory: Inventory) -> None:
        identity = COLLECTORS["identity"]
        assert isinstance(identity, IdentityCollector)
        identities = Identities(identity, state.identities(), state)
        self._state = state
        self._hub = inventory.devices[HUB]
        self._poller = Poller(inventory, RIGHT, SETTINGS, SystemClock(), identities)

    def close(self) -> None:
        """End it."""
        self._poller.close()

    async def poll(self, collector: str = "interfaces") -> PollResult:
        """Ask once."""
        return await self._poller.poll(self._hub, COLLECTORS[collector], SLOT)

    def names(self) -> set[InterfaceName | None]:
        """Return what the interfaces are known by, asked by their numbers."""
        return {self._poller.interface_at(HUB, index) for index in range(30)}

    async def see(self, moves: int) -> list[dict[str, Measurement]]:
        """Ask until so many interfaces have moved, and once more; return what was seen."""
        seen = []
        for _ in range(LOOKS):
            seen.append(series(await self.poll()))
            if len(self._state.moves(HUB, limit=10)) == moves:
                return [*seen, series(await self.poll())]
            await asyncio.sleep(0.2)
        pytest.fail(f"no {moves} moves, but series {[sorted(each) for each in seen[-2:]]}")


def series(result: PollResult) -> dict[str, Measurement]:
    """Return the interfaces' measurements, by the name of their series; `info` of one is `name info`."""
    found = {}
    for measurement in result.measurements:
        if "ifname" in measurement.tags:
            suffix = " info" if measurement.name == "net_if_info" else ""
            found[measurement.tags["ifname"] + suffix] = measurement
        else:
            found[measurement.name] = measurement
    return found


def aliases(seen: Sequence[Mapping[str, Measurement]]) -> dict[str, str]:
    """Return what each series was described as last."""
    return {
        name.removesuffix(" info"): str(measurement.fields["alias"])
        for each in seen
        for name, measurement in each.items()
        if name.endswith(" info")
    }


async def watching(state: StateStore, inventory: Inventory, moves: int) -> list[dict[str, Measurement]]:
    """Watch from a start of netmon until so many interfaces have moved."""
    watch = Watch(state, inventory)
    try:
        return await watch.see(moves)
    finally:
        watch.close()


def test_a_renamed_interface_keeps_its_series_even_over_a_restart(machine: Machine, tmp_path: Path) -> None:
    inventory = hub_at(machine.agent, ["xe1"])
    with StateStore(tmp_path / "state") as state:
        first = asyncio.run(watching(state, inventory, 0))
        assert aliases(first) == {"xe1": ALIASES["xe1"]}
        machine.restart(("xe1", "et-0"))
        seen = asyncio.run(watching(state, inventory, 1))
        (moved,) = state.moves(HUB, limit=10)
        assert moved.change == Move(XE1, XE1, ET0, "alias,mac")
        assert "xe1" in seen[-1]
    with StateStore(tmp_path / "state") as state:
        again = asyncio.run(watching(state, inventory, 1))
    assert all("xe1" in each for each in again)
    assert aliases(again) == {"xe1": ALIASES["xe1"]}
    assert not any("et-0" in each for each in (*seen, *again))


def test_an_interface_that_is_renamed_under_watch_has_no_sample_under_a_wrong_name(
    machine: Machine, tmp_path: Path
) -> None:
    async def story(state: StateStore) -> list[dict[str, Measurement]]:
        watch = Watch(state, hub_at(machine.agent, "all"))
        try:
            await watch.see(0)
            await asyncio.to_thread(machine.restart, ("xe1", "et-0"))
            seen = await watch.see(1)
            assert watch.names() == {None, "lo", "xe1", "xe2"}
            return seen
        finally:
            watch.close()

    with StateStore(tmp_path / "state") as state:
        seen = asyncio.run(story(state))
    assert all({"lo", "xe1", "xe2"} <= each.keys() for each in seen)
    assert not any("et-0" in each for each in seen)
    (event,) = [each["net_event"] for each in seen if "net_event" in each]
    assert event.tags == {"device": "hub", "kind": "identity", "severity": "info"}
    assert event.fields == {"text": "interface xe1 moved from xe1 to et-0 (alias,mac)", "count": 1}


def test_two_interfaces_that_swap_their_names_swap_no_series(machine: Machine, tmp_path: Path) -> None:
    async def story(state: StateStore) -> list[dict[str, Measurement]]:
        watch = Watch(state, hub_at(machine.agent, ["xe1", "xe2"]))
        try:
            await watch.see(0)
            await asyncio.to_thread(machine.restart, ("xe1", "away"), ("xe2", "xe1"), ("away", "xe2"))
            return await watch.see(2)
        finally:
            watch.close()

    with StateStore(tmp_path / "state") as state:
        seen = asyncio.run(story(state))
        assert {moved.change for moved in state.moves(HUB, limit=10)} == {
            Move(XE1, XE1, XE2, "alias,mac"),
            Move(XE2, XE2, XE1, "alias,mac"),
        }
    assert all({"xe1", "xe2"} <= each.keys() for each in seen)
    assert aliases(seen) == ALIASES


def test_what_the_identity_asks_on_its_own_turn_is_an_answer_without_a_move(machine: Machine, tmp_path: Path) -> None:
    async def story(state: StateStore) -> PollResult:
        watch = Watch(state, hub_at(machine.agent, "all"))
        try:
            return await watch.poll("identity")
        finally:
            watch.close()

    with StateStore(tmp_path / "state") as state:
        result = asyncio.run(story(state))
        assert (result.answered, result.failure) == (True, None)
        assert [measurement.name for measurement in result.measurements] == ["net_dev_info"]
        memory = state.identities()[HUB]
    assert {each.name: each.evidence.mac for each in memory.known} == {
        "lo": "",
        **{name: mac.replace(":", "") for name, mac in MACS.items()},
    }
    assert memory.traits.engines
