"""What the simulated region is like at any moment: who answers, which ports are up, what they counted.

A `World` is a value; cutting a link gives another one. Everything is a function of the world and
the time asked for, so agents keep no counters and the past can be asked like the present.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Self

from netmon.clock import DAY, Interval, Millis
from netmon.errors import CommandRefused
from netmon.inventory.models import Inventory, Link
from netmon.judgement.network import Network, Vertex, device_vertex, link_vertex
from netmon.model import DeviceName, InterfaceName, LinkName, MunicipalityCode
from netmon.phrase import Phrase
from netmon.simulate.chance import between
from netmon.simulate.traffic import Flow, flow

NEVER = Millis((1 << 62) - 1)
"""The end of a cut that nobody has healed yet."""
YOUNGEST, OLDEST = 100 * DAY, 390 * DAY
"""How long devices have been up: sysUpTime would wrap after 497 days."""
GIGABIT = 10**9
MOST_CUTS = 1_000


class PortKind(IntEnum):
    """IANAifType-MIB, as far as the region has it."""

    ETHERNET_CSMACD = 6
    SOFTWARE_LOOPBACK = 24


@dataclass(frozen=True, slots=True)
class Port:
    """An interface of a simulated device; `index` is its ifIndex, `capacity` is in bit/s."""

    device: DeviceName
    index: int
    name: InterfaceName
    kind: PortKind
    capacity: int
    inbound: Flow
    outbound: Flow
    alias: str = ""
    link: LinkName | None = None


@dataclass(frozen=True, slots=True)
class World:
    """The region, its seed, and which links were cut when; `since` is when the simulation began."""

    inventory: Inventory
    network: Network
    seed: int
    since: Millis
    ports: Mapping[DeviceName, tuple[Port, ...]]
    booted: Mapping[DeviceName, Millis]
    """When each device started: its sysUpTime and its counters count from there."""
    cuts: Mapping[LinkName, tuple[Interval, ...]] = field(default_factory=dict)
    """Per link, in order and apart from one another; the last may end NEVER."""

    @classmethod
    def of(cls, inventory: Inventory, seed: int, since: Millis) -> Self:
        """Return the whole region of an inventory, with every link in place."""
        ends: dict[DeviceName, list[tuple[Link, int]]] = {}
        for link in inventory.active_links().values():
            for side, end in enumerate(link.ends):
                ends.setdefault(end.device, []).append((link, side))
        ports = {
            device.name: _ports(device.name, ends.get(device.name, []), seed)
            for device in inventory.active_devices().values()
        }
        booted = {device: Millis(since - between(YOUNGEST, OLDEST, seed, "boot", device)) for device in ports}
        return cls(inventory, Network.of(inventory), seed, since, ports, booted)

    def cut(self, link: LinkName, at: Millis) -> Self:
        """Return the world in which a link is cut from now on; a cut link stays as it is."""
        earlier = self._cuts_of(link)
        if not self.carries(link, at):
            return self
        if len(earlier) >= MOST_CUTS:
            raise CommandRefused(
                Phrase(
                    "link {link} was cut {times} times already; start the simulation anew",
                    link=link,
                    times=MOST_CUTS,
                )
            )
        return replace(self, cuts={**self.cuts, link: (*earlier, Interval(at, NEVER))})

    def heal(self, link: LinkName, at: Millis) -> Self:
        """Return the world in which a link is whole again; a whole link stays as it is."""
        earlier = self._cuts_of(link)
        if self.carries(link, at):
            return self
        return replace(self, cuts={**self.cuts, link: (*earlier[:-1], Interval(earlier[-1].start, at))})

    def carries(self, link: LinkName, at: Millis) -> bool:
        """Return whether a link is whole."""
        return not any(at in cut for cut in self.cuts.get(link, ()))

    def silent(self, at: Millis) -> frozenset[DeviceName]:
        """Return the devices that no path over whole links joins to an anchor: they cannot be heard."""
        heard = self.network.reach_without(self._lost(at))
        return frozenset(name for name in self.ports if device_vertex(name) not in heard)

    def isolated(self, at: Millis) -> frozenset[MunicipalityCode]:
        """Return the monitored municipalities that have lost their last way to an anchor."""
        return self.network.cut_off_by(self._lost(at))

    def is_up(self, port: Port, at: Millis) -> bool:
        """Return whether a port's ifOperStatus is up: that of a cut link is not."""
        return port.link is None or self.carries(port.link, at)

    def last_change(self, port: Port, at: Millis) -> Millis:
        """Return when a port entered its present ifOperStatus."""
        moments = (moment for cut in self._past(port, at) for moment in (cut.start, cut.end) if moment <= at)
        return max(moments, default=self.booted[port.device])

    def octets(self, port: Port, passing: Flow, at: Millis) -> int:
        """Return what a port counted of a flow since its device started; a cut link carries nothing."""
        return passing.octets(self._carried(port, at))

    def _carried(self, port: Port, at: Millis) -> Iterator[Interval]:
        start = self.booted[port.device]
        for cut in self._past(port, at):
            yield Interval(start, cut.start)
            start = cut.end
        if start < at:
            yield Interval(start, at)

    def _past(self, port: Port, at: Millis) -> tuple[Interval, ...]:
        cuts = self.cuts.get(port.link, ()) if port.link is not None else ()
        return tuple(cut for cut in cuts if cut.start <= at)

    def _cuts_of(self, link: LinkName) -> tuple[Interval, ...]:
        if link not in self.inventory.links:
            raise CommandRefused(
                Phrase("the inventory has no link {link!r}; `netmon check` lists what it has", link=link)
            )
        return self.cuts.get(link, ())

    def _lost(self, at: Millis) -> frozenset[Vertex]:
        return frozenset(link_vertex(link) for link in self.cuts if not self.carries(link, at))


def _ports(device: DeviceName, ends: Sequence[tuple[Link, int]], seed: int) -> tuple[Port, ...]:
    trunks = [_trunk_port(link, side, index, seed) for index, (link, side) in enumerate(ends, 2)]
    own = (_own_port(device, 1, "lo", seed), _own_port(device, len(ends) + 2, "lan", seed))
    taken = {port.name for port in trunks}
    return (*trunks, *(port for port in own if port.name not in taken))


def _own_port(device: DeviceName, index: int, name: str, seed: int) -> Port:
    kind = PortKind.SOFTWARE_LOOPBACK if name == "lo" else PortKind.ETHERNET_CSMACD
    inbound, outbound = (flow(GIGABIT, seed, device, name, way) for way in ("in", "out"))
    return Port(device, index, InterfaceName(name), kind, GIGABIT, inbound, outbound)


def _trunk_port(link: Link, side: int, index: int, seed: int) -> Port:
    # What leaves one end arrives at the other: both ends draw the same two flows.
    forward, backward = (flow(link.capacity, seed, link.name, way) for way in ("forward", "backward"))
    inbound, outbound = (backward, forward) if side == 0 else (forward, backward)
    near, far = link.ends[side], link.ends[1 - side]
    return Port(
        device=near.device,
        index=index,
        name=near.interface,
        kind=PortKind.ETHERNET_CSMACD,
        capacity=link.capacity,
        inbound=inbound,
        outbound=outbound,
        alias=link.title or f"{near} – {far}",
        link=link.name,
    )
