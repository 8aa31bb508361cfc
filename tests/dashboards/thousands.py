"""The shipped region grown to thousands of devices, and what pages read of it: engine, stores, presenter, publisher."""

from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from ipaddress import IPv4Address
from itertools import cycle
from pathlib import Path

from argon2 import PasswordHasher
from flask import Flask

from dashboards.app import create_app
from dashboards.door.sessions import digest
from netmon.clock import SECOND, Millis
from netmon.commands import Actor, AddAccount, Command, Done, OpenSession
from netmon.engine.ledger import Keeping
from netmon.engine.presenter import Channels, Presenter
from netmon.engine.publisher import Publisher
from netmon.inventory.models import Device, Inventory, Link, LinkEnd
from netmon.model import DeviceName, LinkName, Measurement, PollResult, Role
from netmon.reader import Health, Snapshot
from netmon.settings import Settings
from netmon.store.notifications import Waiting
from netmon.store.reading import StoreReader
from tests.dashboards.exhibit import shipped_inventory
from tests.netmon.engine_room import SETTINGS, Room, opened

MANY = 2_000
FIRST_ADDRESS = int(IPv4Address("10.64.0.1"))
CUT_OFF = "Aš"
"""The ORP whose devices fall silent."""
WITHIN = 20
"""Seconds in which the cause is found."""
COOKIE = "cookie-of-somebody"
SYSTEM = Actor("system", "")


def grown(inventory: Inventory, devices: int = MANY) -> Inventory:
    """Return an inventory with so many devices: each of the new ones hangs on an old one of a site, in turn."""
    old = list(inventory.active_devices().values())
    more: dict[DeviceName, Device] = {}
    links: dict[LinkName, Link] = {}
    pattern = next(iter(inventory.links.values()))
    for number, parent in zip(range(devices - len(inventory.devices)), cycle(old), strict=False):
        name = DeviceName(f"{parent.name}-x{number}")
        addresses = (IPv4Address(FIRST_ADDRESS + number),)
        more[name] = parent.model_copy(update={"name": name, "addresses": addresses, "names": ()})
        ends = (LinkEnd(device=parent.name, interface=f"x{number}"), LinkEnd(device=name, interface="up"))
        key = LinkName(f"link-{name}")
        links[key] = pattern.model_copy(update={"name": key, "title": None, "ends": ends, "shared_risks": ()})
    return inventory.model_copy(
        update={"devices": {**inventory.devices, **more}, "links": {**inventory.links, **links}}
    )


@dataclass
class House:
    """A dashboard over real stores; it executes what a page submits, in whichever thread has opened it."""

    room: Room
    publisher: Publisher

    def submit(self, command: Command, actor: Actor) -> Done:
        """Carry a command out."""
        return self.room.stores.state.execute(command, actor, self.room.clock.now())

    def app(self) -> Flask:
        """Return the application that serves it."""
        return create_app(self.publisher, self, self.room.clock)

    def renew(self) -> None:
        """Publish the same as news, as the presenter does every ten seconds when only figures have changed."""
        view = self.publisher.snapshot()
        self.publisher.publish(replace(view, version=view.version + 1))

    @property
    def view(self) -> Snapshot:
        """What is known now."""
        return self.publisher.snapshot()

    def log_in(self) -> str:
        """Let an operator in, and return the cookie."""
        now, hashed = self.room.clock.now(), PasswordHasher().hash(COOKIE)
        self.submit(AddAccount("novakova", "Jana Nováková", Role.OPERATOR, hashed), SYSTEM)
        self.submit(OpenSession("novakova", now, digest(COOKIE), "token"), SYSTEM)
        return COOKIE


@contextmanager
def house_of(directory: Path, devices: int = MANY, settings: Settings = SETTINGS) -> Generator[House]:
    """Open a region of so many devices on a bad night: everything answers, then all of an ORP falls silent."""
    inventory = grown(shipped_inventory(), devices)
    shown = settings.model_copy(update={"public": True})
    with (
        opened(directory, inventory=inventory, settings=shown) as room,
        closing(StoreReader(directory, room.clock)) as store,
    ):
        now = room.clock.now()
        first = Snapshot(0, now, now, inventory, shown, Health(now, devices, 0))
        publisher = Publisher(store, first)
        channels = Channels(
            influx=lambda: "off", keeping=lambda: Keeping(None, lost=0, poisoned=0), messages=lambda: Waiting(0, 0)
        )
        room.show = Presenter(publisher, store, shown, channels).show
        _live(room, Millis(8 * SECOND))
        room.silent.update(
            name
            for name, device in inventory.active_devices().items()
            if inventory.orps[inventory.municipalities[inventory.municipality_of(device)].orp].name == CUT_OFF
        )
        _live(room, Millis(WITHIN * SECOND))
        yield House(room, publisher)


def _live(room: Room, span: Millis) -> None:
    """Let time pass, at the end of which whoever answers tells of its ports."""
    room.pass_time(span // SECOND)
    now, told = room.clock.now(), _ports(room.inventory, room.clock.now())
    for device in told.keys() - room.silent:
        room.engine.take(PollResult(device, "interfaces", now, now, now, tuple(told[device]), answered=True))
    room.step()


def _ports(inventory: Inventory, at: Millis) -> Mapping[DeviceName, list[Measurement]]:
    told: dict[DeviceName, list[Measurement]] = {}
    for link in inventory.links.values():
        traffic = {"oper": 1, "in_bps": link.capacity // 3, "out_bps": link.capacity // 7}
        for end in link.ends:
            port = Measurement("net_if", {"device": end.device, "ifname": end.interface}, traffic, at)
            told.setdefault(end.device, []).append(port)
    return told
