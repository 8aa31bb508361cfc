"""How one thing is read from a device: a declaration of what to ask and a pure `parse`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from netmon.clock import Millis
from netmon.icmp.echo import Echoes
from netmon.identity.device import Sighting
from netmon.inventory.models import Device
from netmon.model import Measurement
from netmon.snmp.declaration import Declaration, Index, Reading, Value
from netmon.ssh.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Context:
    """What `parse` may know beside the answer: the device and the tags the inventory gives it."""

    device: Device
    tags: dict[str, str]
    """`device`, `site`, `municipality`, `orp`, `role`: sorted, ready for a measurement."""
    slot: Millis
    watched: frozenset[str] | None = None
    """The known names of the interfaces the inventory wants, None for all."""
    names: Mapping[str, str] = field(default_factory=dict)
    """The known names of the interfaces that the device calls otherwise at present, by their present names."""


@dataclass(frozen=True, slots=True)
class SnmpCollector:
    """Reads tables and scalars over SNMP; `previous` is the last reading, for rates.

    `keep`, given a table's name and a row's key, tells whether the row is read at all; `concerns`, whether a device
    has anything to tell: most have.
    """

    name: str
    interval: Millis
    declaration: Declaration
    parse: Callable[[Reading, Reading | None, Context], Sequence[Measurement]]
    keep: Callable[[str, Value, Context], bool] | None = None
    concerns: Callable[[Device], bool] = lambda _: True

    @property
    def asks_nothing(self) -> bool:
        """Whether it only wants to hear that the agent is alive."""
        return not (self.declaration.scalars or self.declaration.tables)


@dataclass(frozen=True, slots=True)
class IdentityCollector:
    """Reads over SNMP who a device and its interfaces are.

    It is asked, beside its interval, when a reading of the collector that it `follows` holds interfaces
    under other names or numbers than before; `places` returns these.
    """

    name: str
    interval: Millis
    declaration: Declaration
    parse: Callable[[Reading], Sighting]
    keep: Callable[[str, Value], bool]
    follows: str
    places: Callable[[Reading], Mapping[Index, str]]


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


Collector = SnmpCollector | IdentityCollector | PingCollector | CommandCollector
