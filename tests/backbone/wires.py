"""Where links are cut: a namespace in the middle of every one of them.

Each wire is two pairs of virtual Ethernet ports, router A - wNa and wNb - router B; what arrives at
one middle port is forwarded to the other by nftables. So a cut happens between the routers, as in
the field, and their counters differ as they do there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from tests.backbone.plan import Wire
from tests.backbone.system import run


class Cut(StrEnum):
    """How a wire is cut."""

    CARRIER = "carrier"
    """Both ends lose carrier: ifOperStatus goes down, as with a broken fibre."""
    SILENT = "silent"
    """Frames vanish, carrier stays: as behind a media converter or a radio."""
    ONE_WAY = "one-way"
    """Frames from the first end to the second vanish."""


@dataclass(frozen=True, slots=True)
class Wires:
    """The namespace of wires."""

    namespace: str

    def lay(self, wires: Iterable[Wire], namespace_of: Callable[[str], str]) -> None:
        """Join the routers' namespaces by wires that are whole."""
        wires = tuple(wires)
        ends = [(port, middle) for wire in wires for port, middle in zip(wire.ends, middles(wire), strict=True)]
        add = "link add {port.interface} netns {there} type veth peer name {middle} netns {here}"
        self._ip(add.format(port=p, there=namespace_of(p.router), middle=m, here=self.namespace) for p, m in ends)
        self._ip((f"link set {middle} up" for _, middle in ends), inside=True)
        self._nft("".join(rules(wire, None) for wire in wires))

    def cut(self, wire: Wire, how: Cut) -> None:
        """Cut a wire that may be cut already."""
        self._nft(rules(wire, how))
        self._carrier(wire, "down" if how is Cut.CARRIER else "up")

    def restore(self, wire: Wire) -> None:
        """Make a wire whole."""
        self._nft(rules(wire, None))
        self._carrier(wire, "up")

    def _carrier(self, wire: Wire, state: str) -> None:
        self._ip((f"link set {middle} {state}" for middle in middles(wire)), inside=True)

    def _ip(self, lines: Iterable[str], *, inside: bool = False) -> None:
        where = ("-netns", self.namespace) if inside else ()
        run("ip", *where, "-batch", "-", stdin="\n".join(lines) + "\n")

    def _nft(self, text: str) -> None:
        run("ip", "netns", "exec", self.namespace, "nft", "-f", "-", stdin=text)


def middles(wire: Wire) -> tuple[str, str]:
    """Return the names of a wire's two middle ports."""
    return f"w{wire.number}a", f"w{wire.number}b"


def rules(wire: Wire, cut: Cut | None) -> str:
    """Return what nftables does with a wire's frames; replaces in one transaction what it did before."""
    near, far = middles(wire)
    return _rule(near, far, drop=cut is not None) + _rule(far, near, drop=cut in {Cut.CARRIER, Cut.SILENT})


def _rule(source: str, target: str, *, drop: bool) -> str:
    action = "drop" if drop else f'fwd to "{target}"'
    return f"""\
table netdev {source}
delete table netdev {source}
table netdev {source} {{
    chain middle {{
        type filter hook ingress device "{source}" priority 0;
        {action}
    }}
}}
"""
