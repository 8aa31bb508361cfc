"""A netmon at work on the bench's agents: all that stands between a datagram and a line in InfluxDB.

The parts are those of `netmon run`, wired alike: sessions, collectors, engine with the shipped rules, both databases
(in a directory of their own on the disk) and the forwarder. Only the InfluxDB is not one: it takes every request at
once. Pages, commands and couriers are not there.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from contextlib import closing as ending
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from netmon.clock import MINUTE, Clock, Millis, SystemClock
from netmon.engine.engine import Engine, LookCloser, Stores
from netmon.inventory.loading import load
from netmon.inventory.models import Inventory
from netmon.model import DeviceName
from netmon.plan import INTERFACES, SNMP_PROBE, Plan, find_collectors
from netmon.polling.poller import Poller
from netmon.process.heap import spare_collections
from netmon.secret import SecretStore
from netmon.settings import Settings
from netmon.store.forwarding import Forwarder
from netmon.store.influx.verdict import Outcome
from netmon.store.reading import StoreReader
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.bench.agent import Fleet
from tests.bench.job import COMMUNITY

SHIPPED = Path(__file__).parents[2] / "inventory"
CLOCK = SystemClock()
SECRETS = SecretStore((), {"NETMON_SECRET_COMMUNITY": COMMUNITY})
FAN_OUT = 40
"""Devices that hang on one; each hangs on its own first port."""
PORTS_PER_CARD = 24
TOWN = {
    "name": "Town",
    "kind": "III",
    "orp": "1",
    "district": "Town",
    "population": "1",
    "latitude": "50",
    "longitude": "12",
}


class Receiver:
    """Takes the place of InfluxDB: counts what is written and confirms it."""

    def __init__(self) -> None:
        self.lines = 0

    def write(self, lines: str, policy: str = "") -> Outcome:  # noqa: ARG002 -- counted alike
        """Confirm lines."""
        self.lines += lines.count("\n") + 1
        return Outcome(HTTPStatus.NO_CONTENT)


@dataclass(frozen=True, slots=True)
class Monitor:
    """The parts of a running netmon."""

    plan: Plan
    poller: Poller
    engine: Engine
    samples: SampleStore
    receiver: Receiver
    running: asyncio.TaskGroup


@asynccontextmanager
async def monitoring(
    fleet: Fleet,
    every: Millis = MINUTE,
    clock: Clock = CLOCK,
    look_closer: LookCloser = lambda _before, _after: None,
) -> AsyncIterator[Monitor]:
    """Run a netmon that watches every interface of a fleet, and whether its devices are there."""
    spare_collections()
    settings = Settings(intervals={INTERFACES: every, SNMP_PROBE: every})
    collectors = tuple(each for each in find_collectors() if each.name in settings.intervals)
    plan = Plan.of(region(fleet), collectors, settings)
    with ExitStack() as closing:
        directory = Path(closing.enter_context(tempfile.TemporaryDirectory()))
        stores = Stores(
            state=closing.enter_context(StateStore(directory)),
            samples=closing.enter_context(SampleStore(directory, forwarding=True)),
            pasts=closing.enter_context(ending(StoreReader(directory, clock))).pasts,
        )
        poller = Poller(plan.inventory, SECRETS, settings, clock)
        closing.callback(poller.close)
        engine = Engine(plan, settings, clock, stores, stores.state.restore())
        engine.adopt(plan)
        receiver = Receiver()
        forwarder = Forwarder(stores.samples, receiver, clock)
        closing.callback(forwarder.close)
        async with asyncio.TaskGroup() as running:
            tasks = [
                running.create_task(engine.run(lambda _: None, look_closer, lambda: None)),
                running.create_task(forwarder.run()),
            ]
            yield Monitor(plan, poller, engine, stores.samples, receiver, running)
            for task in tasks:
                task.cancel()


def region(fleet: Fleet) -> Inventory:
    """Return the fleet as a tree whose leaves are the first devices, those that may have faults; rules as shipped."""
    last = fleet.devices - 1
    devices = {
        name_of(number): {
            "site": "office",
            "role": "access",
            "platform": "frr",
            "addresses": [address],
            "reachability": "snmp",
            "watch": "all",
            "snmp": {"credential": "public", "port": fleet.port},
        }
        for number, address in enumerate(fleet.addresses)
    }
    links = {
        name_of(last - child): {
            "ends": [
                f"{name_of(last - child)}:{_port(0)}",
                f"{name_of(last - (child - 1) // FAN_OUT)}:{_port(1 + (child - 1) % FAN_OUT)}",
            ],
            "capacity": "10G",
            "sla": None,
        }
        for child in range(1, fleet.devices)
    }
    bare = Inventory.build(
        {
            "region": {"name": "Bench", "code": "X"},
            "orps": {"1": {"name": "Town"}},
            "municipalities": {"100000": TOWN},
            "sites": {"office": {"name": "Office", "municipality": "100000"}},
            "devices": devices,
            "links": links,
            "anchors": {"dc": {"title": "Data centre", "device": name_of(last)}},
            "credentials": {
                "snmp": {"public": {"version": "v2c", "allow_insecure": True, "community": "secret://community"}}
            },
        }
    )
    return bare.model_copy(update={"rules": load(SHIPPED).rules})


def name_of(number: int) -> DeviceName:
    """Return what the inventory calls a device of the fleet."""
    return DeviceName(f"device-{number:05}")


def _port(number: int) -> str:
    """Return the ifName that an agent gives its port."""
    return f"xe-0/{number // PORTS_PER_CARD}/{number % PORTS_PER_CARD}"
