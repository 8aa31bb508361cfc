"""Small networks to judge: drawn by hand for the examples, by chance for the laws.

A network is written as its links, `a-b`; what stands behind a third part, `a-b-2`, is a parallel
link. Every device is in a municipality of its own unless `towns` says otherwise.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hypothesis import strategies as st

from netmon.inventory.models import Inventory, SharedRisk
from netmon.judgement.network import Network, Vertex, device_vertex, link_vertex, risk_vertex
from netmon.model import EntityKind, MunicipalityCode

Node = TypeVar("Node")

SPUR = ("a-b", "b-c", "c-d", "c-e")
"""The anchor a, then a trunk to b, and c with two leaves behind it."""
RING = ("a-b", "b-c", "c-d", "d-a", "c-x")
"""A ring of four with a leaf on the far side."""
DUAL = ("a-b", "a-c", "b-x", "c-x", "x-y")
"""x is dual-homed to b and c; y hangs on x."""
PARALLEL = ("a-b", "a-b-2", "b-c")
"""Two links between the same two devices, and one device behind them."""


def code_of(device: str) -> MunicipalityCode:
    """Return the code of the municipality that a device gives its name to."""
    return MunicipalityCode(f"{int.from_bytes(device.encode()) % 10**6:06}")


def region(
    links: Iterable[str],
    anchors: Sequence[str] = ("a",),
    *,
    cores: Collection[str] = (),
    towns: Mapping[str, str] | None = None,
    extra: Iterable[str] = (),
) -> Inventory:
    """Return an inventory of these links and the devices they join; `extra` devices have no link."""
    links, belongs = tuple(links), towns or {}
    devices = sorted({*anchors, *extra, *(device for link in links for device in link.split("-")[:2])})
    names = {belongs.get(device, device) for device in devices}
    return Inventory.build(
        {
            "region": {"name": "Testland", "code": "CZ000", "synthetic": "true"},
            "orps": {"1": {"name": "Alpha"}},
            "municipalities": {code_of(name): _municipality(name) for name in names},
            "sites": {name: {"name": name, "municipality": code_of(name)} for name in names},
            "devices": {
                device: {
                    "site": belongs.get(device, device),
                    "role": "core" if device in cores else "access",
                    "platform": "frr",
                    "addresses": [f"127.18.{number // 250}.{number % 250 + 1}"],
                    "reachability": "snmp",
                }
                for number, device in enumerate(devices)
            },
            "links": {link: _link(link) for link in links},
            "anchors": {f"anchor-{device}": {"title": device, "device": device} for device in anchors},
        }
    )


def sharing(inventory: Inventory, risks: Mapping[str, Collection[str]]) -> Inventory:
    """Return an inventory in which some links share risks, such as `duct1`."""
    links = {
        name: link.model_copy(update={"shared_risks": tuple(risk for risk, lost in risks.items() if name in lost)})
        for name, link in inventory.links.items()
    }
    titles = {risk: SharedRisk(title=f"Kabelovod {risk}") for risk in risks}
    return inventory.model_copy(update={"links": links, "shared_risks": titles})


def devices_of(network: Network) -> list[Vertex]:
    """Return the vertices that are devices."""
    return [vertex for vertex in network.neighbours if vertex.kind is EntityKind.DEVICE]


def links_of(network: Network) -> list[Vertex]:
    """Return the vertices that are links."""
    return [vertex for vertex in network.neighbours if vertex.kind is EntityKind.LINK]


def vertex(text: str) -> Vertex:
    """Return a device `a`, a link `a-b`, or a shared risk `duct1`, as a vertex."""
    if text.startswith("duct"):
        return risk_vertex(text)
    return link_vertex(text) if "-" in text else device_vertex(text)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A network drawn by chance: its links and anchors, ready for `region`."""

    links: tuple[str, ...]
    anchors: tuple[str, ...]
    towns: Mapping[str, str]
    """The devices that share the municipality of another one."""
    risks: Mapping[str, Collection[str]]
    """The shared risks, each with its links."""

    def inventory(self) -> Inventory:
        """Return the inventory."""
        return sharing(region(self.links, self.anchors, towns=self.towns), self.risks)


@st.composite
def drawn_networks(draw: st.DrawFn, largest: int = 10) -> Drawn:
    """Return a tree of 2 to `largest` devices, closed to rings by a few cross links, with 1 or 2 anchors.

    Some devices share a municipality, some links a duct.
    """
    size = draw(st.integers(2, largest))
    names = [f"n{number:02}" for number in range(size)]
    parents = [draw(st.integers(max(0, number - 3), number - 1)) for number in range(1, size)]
    tree = {(parent, number) for number, parent in enumerate(parents, start=1)}
    pairs = [(first, second) for second in range(size) for first in range(second) if (first, second) not in tree]
    crossing = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)) if pairs else []
    anchors = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    links = sorted(tree) + sorted(crossing)
    towns = draw(st.dictionaries(st.sampled_from(names[1:]), st.just(names[0]), max_size=2))
    named = [f"{names[first]}-{names[second]}" for first, second in links]
    duct = st.lists(st.sampled_from(named), min_size=2, max_size=3, unique=True)
    ducts = draw(st.lists(duct, max_size=2)) if len(named) > 1 else []
    risks = {f"duct{number}": lost for number, lost in enumerate(ducts)}
    return Drawn(tuple(named), tuple(anchors), towns, risks)


def simple_paths(network: Network, goals: Collection[Vertex]) -> Iterator[tuple[Vertex, ...]]:
    """Yield every path from an anchor to a goal that visits nothing twice: slow, and plainly right."""
    trails: list[tuple[Vertex, ...]] = [(anchor,) for anchor in network.anchors]
    while trails:
        trail = trails.pop()
        if trail[-1] in goals:
            yield trail
        trails += [(*trail, other) for other in network.neighbours[trail[-1]] if other not in trail]


def _municipality(name: str) -> dict[str, str]:
    return {
        "name": name,
        "kind": "I",
        "orp": "1",
        "district": "Test",
        "population": str(100 + len(name)),
        "latitude": "50",
        "longitude": "12",
    }


def _link(name: str) -> dict[str, object]:
    first, second = name.split("-")[:2]
    return {"ends": [f"{first}:{name}", f"{second}:{name}"], "capacity": "10G"}
