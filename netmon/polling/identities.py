"""Which interface is which, for all devices: what the poller asks and tells, and what outlives a restart."""

import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from netmon.clock import Millis
from netmon.collector import IdentityCollector
from netmon.errors import StoreError
from netmon.identity.device import Acquaintance, Change, Memory, Replacement, Sighting, meet, rename
from netmon.identity.known import Named, names_of
from netmon.inventory.models import Device, Inventory
from netmon.model import DeviceName, InterfaceName
from netmon.trouble import Trouble

log = logging.getLogger(__name__)

MOST_INTERFACES = 20_000
"""Interfaces remembered of all devices; others are known by what they are called at present."""
MOST_OF_ONE = 2_000
"""Of one device."""
FULL = "too many interfaces to remember, the others are known by their present names: watch fewer"


class Keeper(Protocol):
    """Where identities outlive a restart."""

    def keep_identity(self, device: DeviceName, memory: Memory, changes: Sequence[Change], now: Millis) -> None:
        """Write what is known of a device, and what has changed; raise StoreError."""

    def forget_identities(self, devices: Sequence[DeviceName]) -> None:
        """Drop what is known of devices; raise StoreError."""


class Nowhere:
    """Keeps nothing: for a netmon that asks once."""

    def keep_identity(self, device: DeviceName, memory: Memory, changes: Sequence[Change], now: Millis) -> None:
        """Keep nothing."""

    def forget_identities(self, devices: Sequence[DeviceName]) -> None:
        """Forget nothing."""


NOWHERE = Nowhere()


class Identities:
    """The identities of all interfaces; what the file does not take is known until the end of this netmon."""

    def __init__(
        self,
        collector: IdentityCollector | None = None,
        memories: Mapping[DeviceName, Memory] = MappingProxyType({}),
        keeper: Keeper = NOWHERE,
    ) -> None:
        self.collector = collector
        """What tells them; without it everything is known by its present name."""
        self._memories = dict(memories)
        self._keeper = keeper
        self._named: Mapping[DeviceName, Named] = {}
        self._names: dict[DeviceName, Mapping[str, str]] = {}
        self._unwritten: dict[DeviceName, tuple[Change, ...]] = {}
        self._total = sum(len(memory.known) for memory in self._memories.values())
        self._trouble, self._crowd = Trouble("identities in state.db"), Trouble("identities")

    def names_of(self, device: DeviceName) -> Mapping[str, str]:
        """Return the known names of a device's present names, as far as they differ."""
        if device not in self._names:
            self._names[device] = names_of(self._memory(device).known)
        return self._names[device]

    def adopt(self, inventory: Inventory, now: Millis) -> None:
        """Call interfaces as this inventory does; forget the devices that it does not have."""
        self._named = named_in(inventory)
        self._forget([device for device in self._memories if device not in inventory.devices])
        for device, memory in list(self._memories.items()):
            self._take(device, rename(memory, self._named[device]), now)

    def take(self, device: DeviceName, sighting: Sighting, now: Millis) -> tuple[Change, ...]:
        """Recognise a device's interfaces; return what has changed."""
        named, memory = self._named.get(device), self._memory(device)
        if named is None or not sighting.interfaces:
            return ()
        room = min(MOST_OF_ONE, MOST_INTERFACES - self._total + len(memory.known))
        acquaintance = meet(memory, sighting, named, room)
        self._take(device, acquaintance, now)
        self._crowd.is_now(FULL if len(self._memory(device).known) >= room else "")
        return acquaintance.changes

    def _memory(self, device: DeviceName) -> Memory:
        return self._memories.get(device, Memory())

    def _take(self, device: DeviceName, acquaintance: Acquaintance, now: Millis) -> None:
        memory, before = acquaintance.memory, self._memory(device)
        _log(device, acquaintance.changes)
        self._total += len(memory.known) - len(before.known)
        self._memories[device] = memory
        self._names.pop(device, None)
        if memory != before or acquaintance.changes or device in self._unwritten:
            self._write(device, memory, (*self._unwritten.pop(device, ()), *acquaintance.changes), now)

    def _write(self, device: DeviceName, memory: Memory, changes: tuple[Change, ...], now: Millis) -> None:
        try:
            self._keeper.keep_identity(device, memory, changes, now)
        except StoreError as error:
            self._unwritten[device] = changes
            self._trouble.is_now(str(error))
        else:
            self._trouble.is_now("")

    def _forget(self, devices: Sequence[DeviceName]) -> None:
        if not devices:
            return
        for device in devices:
            self._total -= len(self._memories.pop(device).known)
            self._names.pop(device, None)
            self._unwritten.pop(device, None)
        try:
            self._keeper.forget_identities(devices)
        except StoreError as error:
            self._trouble.is_now(str(error))


def named_in(inventory: Inventory) -> dict[DeviceName, Named]:
    """Return what the inventory says of each device's interfaces."""
    roles: dict[DeviceName, dict[InterfaceName, set[str]]] = {name: {} for name in inventory.devices}
    for link in inventory.links.values():
        for end in link.ends:
            roles[end.device].setdefault(end.interface, set()).add(f"link {link.name}")
    return {name: _named(inventory, device, roles[name]) for name, device in inventory.devices.items()}


def _named(inventory: Inventory, device: Device, ends: Mapping[InterfaceName, set[str]]) -> Named:
    if device.watch == "links":
        watched: frozenset[InterfaceName] | None = frozenset(ends)
    else:
        watched = inventory.watched_interfaces(device)
    stated = device.watch if isinstance(device.watch, tuple) else ()
    watches = {name: {f"watch {name}"} for name in stated}
    roles = {name: frozenset(ends.get(name, set()) | watches.get(name, set())) for name in (*ends, *stated)}
    return Named(roles, watched)


def _log(device: DeviceName, changes: Sequence[Change]) -> None:
    for change in changes:
        if isinstance(change, Replacement):
            log.warning(
                "device replaced device=%s by=%s from=%s to=%s", device, change.reason, change.previous, change.present
            )
        else:
            log.warning(
                "interface moved device=%s interface=%s from=%s to=%s reason=%s",
                device,
                change.interface,
                change.previous,
                change.present,
                change.reason,
            )
