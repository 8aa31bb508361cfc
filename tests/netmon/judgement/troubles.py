"""What is seen of a network in which some things are dead, drawn by chance."""

from collections.abc import Collection
from dataclasses import dataclass

from hypothesis import strategies as st

from netmon.clock import Millis
from netmon.judgement.cause import Sight
from netmon.judgement.network import Network, Vertex
from netmon.judgement.topology import Topology
from tests.netmon.judgement.networks import devices_of, drawn_networks, links_of

BEFORE, NOW = Millis(1_000), Millis(2_000)


def sight_of(topology: Topology, dead: Collection[Vertex], *, shown: bool = True) -> Sight:
    """Return what is seen once everybody was asked: who is reached answers, who is not is down."""
    network = topology.network
    heard, lost = network.reach_without(dead), network.lost_with(dead)
    up = {device: NOW for device in devices_of(network) if device in heard}
    down_links = {link: NOW for link in links_of(network) if shown and _is_shown_down(network, link, lost, up)}
    return Sight(
        up=up,
        returning=frozenset(),
        down={device: BEFORE for device in devices_of(network) if device not in heard},
        down_links={link: Millis(NOW - 1) for link in down_links},
        passed=topology.last_passed(up),
    )


def _is_shown_down(network: Network, link: Vertex, dead: Collection[Vertex], up: Collection[Vertex]) -> bool:
    ends = network.neighbours[link]
    return any(end in up for end in ends) and (link in dead or any(end in dead for end in ends))


@dataclass(frozen=True, slots=True)
class Trouble:
    """A drawn network in which some things are dead."""

    topology: Topology
    dead: frozenset[Vertex]
    shown: bool

    @property
    def sight(self) -> Sight:
        """What is seen of it."""
        return sight_of(self.topology, self.dead, shown=self.shown)


@st.composite
def troubles(draw: st.DrawFn, most: int = 1, largest: int = 10, *, at_risk: bool = False) -> Trouble:
    """Return a network of which 1 to `most` elements are dead, the anchors excepted; `at_risk` also whole ducts."""
    topology = Topology.of(draw(drawn_networks(largest)).inventory())
    mortal = sorted(topology.network.neighbours.keys() - set(topology.network.anchors))
    mortal += sorted(topology.network.risks) * 4 if at_risk else []
    dead = draw(st.lists(st.sampled_from(mortal), min_size=1, max_size=most, unique=True))
    return Trouble(topology, frozenset(dead), draw(st.booleans()))
