"""Who is asked when: never twice at once, and by a new plan without losing a turn."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from netmon.clock import HOUR, MINUTE, ManualClock, Millis, SystemClock
from netmon.collector import SnmpCollector
from netmon.inventory.models import Inventory
from netmon.model import DeviceName, PollResult
from netmon.plan import Plan, find_collectors
from netmon.polling.poller import Poller
from netmon.polling.watch import Watch
from netmon.scheduler import Calendar, Visit
from netmon.secret import SecretStore
from netmon.settings import Settings, Snmp
from netmon.snmp.declaration import Declaration
from tests.netmon.region import FAR, MID, TOWN_OF, free_udp_port, region
from tests.netmon.running import until

SETTINGS = Settings(snmp=Snmp(timeout=Millis(5_000), attempts=2))
SECRETS = SecretStore((), {"NETMON_SECRET_COMMUNITY": "anything"})
INTERFACES = tuple(
    replace(each, interval=HOUR, declaration=Declaration())  # probes alone do not queue up in the session
    for each in find_collectors()
    if isinstance(each, SnmpCollector) and each.name == "interfaces"
)
ROUTING = tuple(replace(each, interval=HOUR) for each in find_collectors() if each.name == "routing")
QUICKER = tuple(replace(each, interval=MINUTE) for each in ROUTING)
SSH = {"credential": "shell", "host_key": "ssh-ed25519 AAAA"}
NOON = Millis(1_795_000_020_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """A watch at work, and what came of its polls."""

    watch: Watch
    results: list[PollResult]

    def have_come(self, device: DeviceName, count: int) -> bool:
        """Say whether so many polls of a device are over."""
        return [result.device for result in self.results].count(device) == count


async def watching(inventory: Inventory, story: Callable[[Asked], Awaitable[None]]) -> None:
    """Run a story while a watch begins the polls of the interfaces' collector."""
    plan = Plan.of(inventory, INTERFACES, SETTINGS)
    poller, clock, results = Poller(inventory, SECRETS, SETTINGS, SystemClock()), SystemClock(), list[PollResult]()
    watch = Watch(plan, poller, Calendar(clock), clock, results.append)
    watch.adopt(plan)
    running = asyncio.create_task(watch.run())
    try:
        async with asyncio.timeout(120):
            await story(Asked(watch, results))
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await watch.stop()
        poller.close()


def waiting(deaf: socket.socket) -> int:
    """Return how many datagrams wait on a socket, and take them."""
    count = 0
    try:
        while deaf.recv(2048):
            count += 1
    except BlockingIOError:
        return count
    return count


def test_a_device_that_is_being_asked_is_not_asked_again_meanwhile() -> None:
    port = free_udp_port()
    inventory = region(port)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind((inventory.devices[MID].address, port))
        deaf.settimeout(0)

        async def story(asked: Asked) -> None:
            for turn in range(1, 4):
                asked.watch.hasten([FAR])
                await until(partial(asked.have_come, FAR, turn), f"far was asked {turn} times")
            assert waiting(deaf) == 1

        asyncio.run(watching(inventory, story))


def test_stopping_gives_up_the_polls_under_way() -> None:
    port = free_udp_port()
    inventory = region(port)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind((inventory.devices[MID].address, port))
        deaf.settimeout(0)

        async def story(asked: Asked) -> None:
            asked.watch.hasten([FAR])
            await asyncio.get_running_loop().sock_recv(deaf, 2048)
            await asked.watch.stop()
            assert MID not in {result.device for result in asked.results}

        asyncio.run(watching(inventory, story))


def test_slow_visits_keep_their_turn_over_a_reload_unless_their_interval_is_new() -> None:
    inventory = _with_shell(region())
    clock = ManualClock(NOON)
    calendar = Calendar(clock)
    plan = Plan.of(inventory, ROUTING, SETTINGS)
    watch = Watch(plan, Poller(inventory, SECRETS, SETTINGS, clock), calendar, clock, print)
    quicker = Plan.of(inventory, QUICKER, SETTINGS)
    job = f"poll {FAR} routing"

    async def story() -> None:
        running = asyncio.create_task(calendar.run())
        await asyncio.sleep(0)
        watch.adopt(plan)
        first = calendar.next_run(job)
        clock.advance(MINUTE // 2)
        watch.adopt(plan)
        assert calendar.next_run(job) == first
        watch.adopt(quicker)
        assert calendar.next_run(job) != first
        watch.adopt(Plan.of(region(), ROUTING, SETTINGS))
        assert calendar.next_run(job) is None
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    assert {visit.device for visit in plan.slow_visits()} == set(TOWN_OF)
    assert plan.visits[Visit(FAR, "routing")] == HOUR
    asyncio.run(story())


def _with_shell(whole: Inventory) -> Inventory:
    """Return the region with SSH on every device."""
    kind = type(whole.devices[FAR])
    devices = {name: kind.model_validate({**each.model_dump(), "ssh": SSH}) for name, each in whole.devices.items()}
    return whole.model_copy(update={"devices": devices})
