"""One device, one collector, one value: whatever the device, the network or our own code does."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from netmon.clock import SECOND, Millis, SystemClock
from netmon.collector import Collector, IdentityCollector, SnmpCollector
from netmon.errors import (
    AccessDenied,
    LimitReached,
    NetmonError,
    NoResponse,
    ProtocolViolation,
    SecretError,
    SettingsError,
)
from netmon.identity.device import Sighting
from netmon.identity.evidence import Evidence
from netmon.inventory.models import Device, Inventory
from netmon.language import Language
from netmon.model import InterfaceName, PollErrorKind, PollResult
from netmon.phrase import in_language
from netmon.plan import find_collectors
from netmon.polling.identities import Identities
from netmon.polling.poller import Poller, failed
from netmon.secret import SecretStore
from netmon.settings import Settings, Snmp
from netmon.snmp.declaration import Column, Declaration, Syntax
from netmon.store.state import StateStore
from tests.netmon.region import HUB, NEAR, TRUNK, region, write_secrets
from tests.parts.snmpd import COMMUNITY, Agent

Value = TypeVar("Value")

COLLECTORS = {collector.name: collector for collector in find_collectors()}
SYS_NAME = Column("name", "sysName", (1, 3, 6, 1, 2, 1, 1, 5), Syntax.TEXT)
SLOT = Millis(1_795_000_020_000)
QUICK = Settings(snmp=Snmp(timeout=Millis(300), attempts=1))
RIGHT = SecretStore(environment={"NETMON_SECRET_COMMUNITY": COMMUNITY})


def hub_at(agent: Agent, **changes: object) -> Inventory:
    """Return the region with its hub where the agent is."""
    whole = region(agent.port)
    body = whole.devices[HUB].model_dump() | {"addresses": [agent.address], "watch": "all", **changes}
    return whole.model_copy(update={"devices": {**whole.devices, HUB: Device.model_validate(body)}})


def polling(
    story: Callable[[Poller], Awaitable[Value]],
    inventory: Inventory,
    secrets: SecretStore = RIGHT,
    settings: Settings = QUICK,
) -> Value:
    """Run a story with a poller, and close it."""

    async def run() -> Value:
        poller = Poller(inventory, secrets, settings, SystemClock())
        try:
            return await story(poller)
        finally:
            poller.close()

    return asyncio.run(run())


def ask(inventory: Inventory, collector: Collector, secrets: SecretStore = RIGHT) -> PollResult:
    """Poll the hub once."""
    return polling(lambda poller: poller.poll(inventory.devices[HUB], collector, SLOT), inventory, secrets)


def open_files() -> int:
    """Return how many files this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def kind_of(result: PollResult) -> PollErrorKind | None:
    return None if result.failure is None else result.failure.kind


def test_an_answer_is_measurements_on_their_slot_with_the_tags_of_the_inventory(snmpd: Agent) -> None:
    result = ask(hub_at(snmpd), COLLECTORS["system"])
    assert (result.device, result.collector, result.slot, result.answered) == (HUB, "system", SLOT, True)
    assert result.started <= result.finished
    assert {measurement.time for measurement in result.measurements} == {SLOT}
    (measured,) = [measurement for measurement in result.measurements if measurement.name == "net_dev"]
    assert measured.tags == {"device": "hub", "municipality": "500001", "orp": "1", "role": "core", "site": "a"}


def test_a_sign_of_life_is_an_answer_without_measurements(snmpd: Agent) -> None:
    result = ask(hub_at(snmpd), COLLECTORS["snmp"])
    assert (result.answered, result.measurements, result.failure) == (True, (), None)


def test_an_echo_is_an_answer() -> None:
    result = ask(region(), COLLECTORS["icmp"])
    if kind_of(result) is PollErrorKind.MISCONFIGURED:
        pytest.skip(f"ICMP is not allowed here: {result.failure}")
    assert result.answered
    assert result.measurements[0].fields["loss_pct"] == 0


def test_silence_is_a_value() -> None:
    result = ask(region(), COLLECTORS["system"])
    assert (kind_of(result), result.answered, result.measurements) == (PollErrorKind.NO_RESPONSE, False, ())


@pytest.mark.parametrize(
    ("collector", "changes", "reason"),
    [
        ("system", {}, "secret 'community' is nowhere"),
        ("system", {"snmp": None}, "names no snmp"),
        ("routing", {}, "names no ssh"),
    ],
)
def test_what_the_inventory_or_the_secrets_lack_is_told(
    snmpd: Agent, collector: str, changes: dict[str, object], reason: str
) -> None:
    result = ask(hub_at(snmpd, **changes), COLLECTORS[collector], SecretStore((), {}))
    assert kind_of(result) is PollErrorKind.MISCONFIGURED
    assert not result.answered
    assert result.failure is not None
    assert reason in result.failure.text


@pytest.mark.parametrize(
    ("error", "kind", "answered"),
    [
        (NoResponse("late"), PollErrorKind.NO_RESPONSE, False),
        (AccessDenied("wrong key"), PollErrorKind.ACCESS_DENIED, True),
        (ProtocolViolation("nonsense"), PollErrorKind.PROTOCOL_VIOLATION, True),
        (LimitReached("too much"), PollErrorKind.LIMIT_REACHED, True),
        (SecretError("nowhere"), PollErrorKind.MISCONFIGURED, False),
        (SettingsError("not allowed"), PollErrorKind.MISCONFIGURED, False),
    ],
)
def test_an_error_of_a_door_becomes_a_failure_and_says_if_the_device_spoke(
    error: NetmonError,
    kind: PollErrorKind,
    answered: bool,  # noqa: FBT001 -- a parameter
) -> None:
    answer = failed(error)
    assert answer.failure is not None
    assert (answer.failure.kind, answer.failure.text, answer.answered) == (kind, str(error), answered)


def test_a_failure_can_still_be_said_in_czech(snmpd: Agent) -> None:
    result = ask(hub_at(snmpd), COLLECTORS["system"], SecretStore((), {}))
    assert result.failure is not None
    said = in_language(result.failure.text, Language.CS)
    assert said == "tajemství 'community' nikde není: hledáno v $NETMON_SECRET_COMMUNITY"


def test_a_fault_of_ours_in_one_collector_stops_no_other(snmpd: Agent, caplog: pytest.LogCaptureFixture) -> None:
    def parse(*_: object) -> tuple[()]:
        message = "canary"
        raise ZeroDivisionError(message)

    faulty = SnmpCollector("faulty", SECOND, Declaration(scalars=(SYS_NAME,)), parse)
    inventory = hub_at(snmpd)

    async def story(poller: Poller) -> list[PollResult]:
        hub = inventory.devices[HUB]
        return await asyncio.gather(*(poller.poll(hub, each, SLOT) for each in (faulty, COLLECTORS["snmp"])))

    with caplog.at_level(logging.ERROR):
        broken, sound = polling(story, inventory)
    assert kind_of(broken) is PollErrorKind.INTERNAL
    assert broken.failure is not None
    assert broken.failure.text == "ZeroDivisionError"
    assert sound.answered
    assert "collector failed device=hub collector=faulty" in caplog.text


@pytest.mark.parametrize("fault", [ZeroDivisionError("canary"), NoResponse("late"), TimeoutError()])
def test_a_fault_in_telling_interfaces_apart_costs_nothing_that_was_read(
    snmpd: Agent, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    def parse(_: object) -> Sighting:
        raise fault

    identity, inventory = COLLECTORS["identity"], hub_at(snmpd)
    assert isinstance(identity, IdentityCollector)

    async def story() -> PollResult:
        poller = Poller(inventory, RIGHT, QUICK, SystemClock(), Identities(replace(identity, parse=parse)))
        try:
            return await poller.poll(inventory.devices[HUB], COLLECTORS["interfaces"], SLOT)
        finally:
            poller.close()

    with caplog.at_level(logging.INFO):
        result = asyncio.run(story())
    assert (result.answered, result.failure) == (True, None)
    assert "net_if" in {measurement.name for measurement in result.measurements}
    assert "interfaces not recognised device=hub" in caplog.text


def test_who_lacks_what_the_interfaces_showed_was_not_read_whole(snmpd: Agent, tmp_path: Path) -> None:
    identity, inventory = COLLECTORS["identity"], hub_at(snmpd)
    assert isinstance(identity, IdentityCollector)
    partly = replace(identity, parse=lambda _: Sighting({InterfaceName("another"): Evidence("01")}))

    async def story(state: StateStore) -> None:
        poller = Poller(inventory, RIGHT, QUICK, SystemClock(), Identities(partly, {}, state))
        try:
            await poller.poll(inventory.devices[HUB], COLLECTORS["interfaces"], SLOT)
            await poller.poll(inventory.devices[HUB], partly, SLOT)
        finally:
            poller.close()

    with StateStore(tmp_path) as state:
        asyncio.run(story(state))
        assert state.identities() == {}


def test_a_poll_is_given_up_before_its_next_turn() -> None:
    patient = Settings(snmp=Snmp(timeout=Millis(5 * SECOND), attempts=2), intervals={"snmp": SECOND})
    inventory = region()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind((inventory.devices[HUB].address, 0))
        inventory = region(deaf.getsockname()[1])
        result = polling(
            lambda poller: poller.poll(inventory.devices[HUB], COLLECTORS["snmp"], SLOT), inventory, settings=patient
        )
    assert kind_of(result) is PollErrorKind.NO_RESPONSE
    assert result.failure is not None
    assert result.failure.text == "not finished before the next turn"
    assert not result.answered


def test_a_silent_device_delays_no_other(snmpd: Agent) -> None:
    inventory = hub_at(snmpd)
    order: list[str] = []

    async def story(poller: Poller) -> None:
        async def one(device: Device) -> None:
            order.append((await poller.poll(device, COLLECTORS["snmp"], SLOT)).device)

        await asyncio.gather(*(one(device) for device in reversed(inventory.devices.values())))

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind((inventory.devices[NEAR].address, snmpd.port))
        polling(story, inventory)
    assert order.index(HUB) < order.index(NEAR)


def names_told(result: PollResult) -> bool:
    """Say whether a result holds what is told only on the first reading, or on change."""
    return any(measurement.name == "net_dev_info" for measurement in result.measurements)


def test_the_last_reading_is_remembered_over_a_reload_unless_the_device_has_changed(snmpd: Agent) -> None:
    inventory = hub_at(snmpd)
    changed = hub_at(snmpd, criticality="high")

    async def story(poller: Poller) -> list[bool]:
        told = []
        for reloaded in (None, None, inventory, changed):
            if reloaded is not None:
                poller.replace(reloaded)
            hub = (reloaded or inventory).devices[HUB]
            told.append(names_told(await poller.poll(hub, COLLECTORS["system"], SLOT)))
        return told

    assert polling(story, inventory) == [True, False, False, True]


def interfaces_of(result: PollResult) -> set[str]:
    """Return the interfaces that a result measured."""
    return {measurement.tags["ifname"] for measurement in result.measurements if measurement.name == "net_if"}


def with_link_at(inventory: Inventory, interface: str) -> Inventory:
    """Return the inventory with the hub's end of a link at another interface; the hub itself stays as it is."""
    trunk = inventory.links[TRUNK]
    ends = tuple(
        end.model_copy(update={"interface": interface}) if end.device == HUB else end.model_copy() for end in trunk.ends
    )
    return inventory.model_copy(update={"links": {TRUNK: trunk.model_copy(update={"ends": ends})}})


def test_other_interfaces_are_asked_for_at_the_first_visit_after_a_reload(snmpd: Agent) -> None:
    by_links = hub_at(snmpd, watch="links")
    inventories = (
        hub_at(snmpd, watch=["nowhere"]),
        hub_at(snmpd, watch=["lo"]),
        by_links,
        with_link_at(by_links, "lo"),
        by_links,
    )

    async def story(poller: Poller) -> list[set[str]]:
        seen = []
        for inventory in inventories:
            poller.replace(inventory)
            seen.append(interfaces_of(await poller.poll(inventory.devices[HUB], COLLECTORS["interfaces"], SLOT)))
        return seen

    assert polling(story, inventories[0]) == [set(), {"lo"}, set(), {"lo"}, set()]


def test_a_secret_that_was_mended_is_read_with_the_next_reload(snmpd: Agent, tmp_path: Path) -> None:
    inventory = hub_at(snmpd)
    write_secrets(tmp_path, {"community": "wrong"})

    async def story(poller: Poller) -> list[bool]:
        hub = inventory.devices[HUB]
        before = await poller.poll(hub, COLLECTORS["snmp"], SLOT)
        write_secrets(tmp_path, {"community": COMMUNITY})
        still = await poller.poll(hub, COLLECTORS["snmp"], SLOT)
        poller.replace(inventory)
        after = await poller.poll(hub, COLLECTORS["snmp"], SLOT)
        return [before.answered, still.answered, after.answered]

    assert polling(story, inventory, SecretStore((tmp_path,))) == [False, False, True]


def test_a_poll_under_way_outlives_a_reload_and_its_socket_does_not(snmpd: Agent) -> None:
    inventory = hub_at(snmpd)

    async def story(poller: Poller) -> tuple[PollResult, int, int]:
        hub = inventory.devices[HUB]
        await poller.poll(hub, COLLECTORS["snmp"], SLOT)
        sockets = open_files()
        under_way = asyncio.create_task(poller.poll(hub, COLLECTORS["system"], SLOT))
        await asyncio.sleep(0)
        poller.replace(inventory)
        result = await under_way
        await poller.poll(hub, COLLECTORS["snmp"], SLOT)
        return result, sockets, open_files()

    result, before, after = polling(story, inventory)
    assert result.answered
    assert before == after


def test_closing_gives_every_socket_back(snmpd: Agent) -> None:
    inventory = hub_at(snmpd)

    async def story() -> tuple[int, int]:
        before = open_files()
        poller = Poller(inventory, RIGHT, QUICK, SystemClock())
        for name in ("snmp", "icmp"):
            await poller.poll(inventory.devices[HUB], COLLECTORS[name], SLOT)
        poller.close()
        poller.close()
        return before, open_files()

    before, after = asyncio.run(story())
    assert before == after


def test_a_declaration_of_nothing_asks_for_the_sign_of_life_alone() -> None:
    sign = COLLECTORS["snmp"]
    assert isinstance(sign, SnmpCollector)
    assert sign.declaration == Declaration()
