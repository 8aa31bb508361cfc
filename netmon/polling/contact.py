"""What is kept of a device between two polls."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

from netmon.clock import Millis
from netmon.collector import Context
from netmon.identity.places import Places
from netmon.inventory.models import Device
from netmon.model import InterfaceName
from netmon.snmp.declaration import Reading
from netmon.snmp.session import SnmpSession


@dataclass(slots=True)
class Contact:
    """What is kept of one device between polls: what the inventory says, its session, and its last readings."""

    device: Device
    tags: dict[str, str]
    watched: frozenset[InterfaceName] | None
    session: SnmpSession | None = None
    readings: dict[str, Reading] = field(default_factory=dict)
    places: Places | None = None
    """The names and numbers of the interfaces when they were recognised last."""
    polls: int = 0
    """How many use it now."""
    is_retired: bool = False

    def context(self, slot: Millis, names: Mapping[str, str]) -> Context:
        """Return what a collector is told of the device, whose interfaces are known by these names."""
        return Context(device=self.device, tags=self.tags, slot=slot, watched=self.watched, names=names)

    @contextmanager
    def in_use(self) -> Iterator[Self]:
        """Yield it for one poll; the last one of a retired contact closes it."""
        self.polls += 1
        try:
            yield self
        finally:
            self.polls -= 1
            if self.is_retired and not self.polls:
                self.close()

    def retire(self) -> None:
        """Close it once nobody uses it."""
        self.is_retired = True
        if not self.polls:
            self.close()

    def close(self) -> None:
        """Give the session's socket back."""
        if self.session is not None:
            self.session.close()
