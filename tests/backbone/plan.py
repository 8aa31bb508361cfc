"""Which routers and wires the laboratory has, and how they are addressed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Network

LOOPBACKS = IPv4Network("198.18.255.0/24")
LINKS = IPv4Network("198.18.0.0/24")
"""RFC 2544 sets 198.18.0.0/15 apart for laboratories: never routed, never anybody's."""

NOC, NOC_NUMBER = "noc", 100
"""The namespace netmon runs in: in-band, attached to both cores, with no way to the host."""


@dataclass(frozen=True, slots=True)
class Router:
    """A router of the plan; `number` is the last byte of its loopback address.

    `managed` routers have agents (SNMP, SSH, LLDP). The monitor's own is not one of them. Those with an
    autonomous system speak BGP.
    """

    name: str
    number: int
    managed: bool = True
    autonomous_system: int | None = None
    has_subagents: bool = True
    """Whether FRR tells of itself over SNMP; then its ospfd waits for a frozen snmpd and loses its neighbours."""
    tells_of_links: bool = False
    """Whether snmpd looks at its ports every 2 s and sends linkDown and linkUp; such a one does not find a subagent
    again that was frozen."""

    @property
    def address(self) -> IPv4Address:
        """The loopback address, which the router is polled at."""
        return LOOPBACKS[self.number]


@dataclass(frozen=True, slots=True)
class Port:
    """One end of a wire: a router's interface and its address in the wire's /31."""

    router: str
    interface: str
    address: IPv4Address
    remote: str
    """The router at the other end."""


@dataclass(frozen=True, slots=True)
class Wire:
    """A link between two routers."""

    number: int
    name: str
    ends: tuple[Port, Port]

    @property
    def is_monitors_own(self) -> bool:
        """Whether the link leads to the monitor, and so is not part of the backbone."""
        return any(port.router == NOC for port in self.ends)


@dataclass(frozen=True)
class Plan:
    """Routers, and the pairs of them that wires join, in the order of interface numbers."""

    routers: tuple[Router, ...]
    pairs: tuple[tuple[str, str, str], ...]
    """Wire name, first and second router."""
    peerings: tuple[tuple[str, str], ...] = ()
    """Who speaks BGP with whom: over their wire between autonomous systems, between loopbacks inside one."""

    @cached_property
    def wires(self) -> tuple[Wire, ...]:
        """The wires with interfaces `xe1`, `xe2`… counted per router and addresses given out."""
        ports = {router.name: iter(range(1, 100)) for router in self.routers}
        return tuple(
            Wire(number, name, _ends(number, (left, ports[left]), (right, ports[right])))
            for number, (name, left, right) in enumerate(self.pairs)
        )

    def router(self, name: str) -> Router:
        """Return a router by name; raise KeyError."""
        return {router.name: router for router in self.routers}[name]

    def wire(self, name: str) -> Wire:
        """Return a wire by name; raise KeyError."""
        return {wire.name: wire for wire in self.wires}[name]

    def ports(self, router: str) -> Iterator[Port]:
        """Yield a router's ports."""
        return (port for wire in self.wires for port in wire.ends if port.router == router)

    def adjacencies(self, router: str) -> Mapping[str, IPv4Address]:
        """Return the OSPF neighbours of a router that belong to the backbone, by their router IDs."""
        return {port.remote: self.router(port.remote).address for port in self.ports(router) if port.remote != NOC}

    def peers(self, router: str) -> Mapping[str, IPv4Address]:
        """Return the BGP peers of a router, and the addresses they are spoken to at."""
        others = (right if left == router else left for left, right in self.peerings if router in (left, right))
        return {other: self._peer_address(router, other) for other in others}

    def _peer_address(self, router: str, other: str) -> IPv4Address:
        if self.router(router).autonomous_system == self.router(other).autonomous_system:
            return self.router(other).address
        return next(port.address for port in self.ports(other) if port.remote == router)

    def wires_of(self, router: str) -> Iterator[Wire]:
        """Yield the wires that end at a router."""
        return (wire for wire in self.wires if any(port.router == router for port in wire.ends))


def _ends(number: int, left: tuple[str, Iterator[int]], right: tuple[str, Iterator[int]]) -> tuple[Port, Port]:
    (first, first_ports), (second, second_ports) = left, right
    return (
        Port(first, f"xe{next(first_ports)}", LINKS[2 * number], remote=second),
        Port(second, f"xe{next(second_ports)}", LINKS[2 * number + 1], remote=first),
    )


REGION = Plan(
    routers=(
        Router("kv-core-1", 1),
        Router("kv-core-2", 2, autonomous_system=65010, tells_of_links=True),
        Router("sokolov-core-1", 3),
        Router("cheb-core-1", 4, autonomous_system=65010),
        Router("ml-core-1", 5, autonomous_system=65020),
        Router("as-core-1", 6, has_subagents=False),
        Router(NOC, NOC_NUMBER, managed=False),
    ),
    pairs=(
        ("kv-kv", "kv-core-1", "kv-core-2"),
        ("kv-sokolov", "kv-core-1", "sokolov-core-1"),
        ("sokolov-cheb", "sokolov-core-1", "cheb-core-1"),
        ("cheb-ml", "cheb-core-1", "ml-core-1"),
        ("ml-kv", "ml-core-1", "kv-core-2"),
        ("cheb-as", "cheb-core-1", "as-core-1"),
        ("noc-kv-1", NOC, "kv-core-1"),
        ("noc-kv-2", NOC, "kv-core-2"),
    ),
    peerings=(("cheb-core-1", "kv-core-2"), ("cheb-core-1", "ml-core-1")),
)
"""The core ring Karlovy Vary - Sokolov - Cheb - Mariánské Lázně, and Aš as a spur of Cheb.

Cheb has an internal BGP session with Karlovy Vary and an external one with Mariánské Lázně.
"""

FAN = Plan(
    routers=(
        Router("kv-core-1", 1),
        Router("sokolov-core-1", 3),
        Router("cheb-core-1", 4),
        Router("ml-core-1", 5),
        Router("as-core-1", 6),
        Router(NOC, NOC_NUMBER, managed=False),
    ),
    pairs=(
        ("kv-cheb", "kv-core-1", "cheb-core-1"),
        ("cheb-sokolov", "cheb-core-1", "sokolov-core-1"),
        ("cheb-ml", "cheb-core-1", "ml-core-1"),
        ("cheb-as", "cheb-core-1", "as-core-1"),
        ("noc-kv-1", NOC, "kv-core-1"),
    ),
)
"""Three spurs behind Cheb, and Cheb behind Karlovy Vary."""
