"""How one thing is read from a device: a declaration of what to ask and a pure `parse`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.icmp.echo import Echoes
from netmon.inventory.models import Device
from netmon.model import Measurement
from netmon.snmp.declaration import Declaration, Reading, Value
from netmon.ssh.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Context:
    """What `parse` may know beside the answer: the device and the tags the inventory gives it."""

    device: Device
    tags: dict[str, str]
    """`device`, `site`, `municipality`, `orp`, `role`: sorted, ready for a measurement."""
    slot: Millis
    watched: frozenset[str] | None = None
    """The names of the interfaces the inventory wants, None for all."""


@dataclass(frozen=True, slots=True)
class SnmpCollector:
    """Reads tables and scalars over SNMP; `previous` is the last reading, for rates.

    `keep`, given a table's name and a row's key, tells whether the row is read at all.
    """

    name: str
    interval: Millis
    declaration: Declaration
    parse: Callable[[Reading, Reading | None, Context], Sequence[Measurement]]
    keep: Callable[[str, Value, Context], bool] | None = None

    @property
    def asks_nothing(self) -> bool:
        """Whether it only wants to hear that the agent is alive."""
        return not (self.declaration.scalars or self.declaration.tables)


@dataclass(frozen=True, slots=True)
class PingCollector:
    """Sends ICMP echo requests: `count` of them, `spacing` apart, each given `timeout`."""

    name: str
    interval: Millis
    count: int
    spacing: Millis
    timeout: Millis
    parse: Callable[[Echoes, Context], Sequence[Measurement]]


@dataclass(frozen=True, slots=True)
class CommandCollector:
    """Runs read-only commands over SSH on the platforms it knows."""

    name: str
    interval: Millis
    platforms: frozenset[str]
    commands: tuple[str, ...]
    parse: Callable[[Transcript, Context], Sequence[Measurement]]


Collector = SnmpCollector | PingCollector | CommandCollector
