"""What answers prove: who is dark, who is not, and what cannot have been lost because somebody was heard through it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Self

from netmon.clock import EPOCH, Millis
from netmon.judgement.cause import Sight
from netmon.judgement.network import Network, Vertex
from netmon.model import EntityKind


@dataclass(frozen=True, slots=True)
class Light:
    """The dark devices, and those that can be reached without passing one.

    `served` is what the sources of the network reach so; `lit` are the devices that they reach or
    that somebody reaches who answers. `told` is what was told long ago and no new shared risk may take.
    """

    network: Network
    sight: Sight
    dark: frozenset[Vertex]
    served: frozenset[Vertex]
    lit: frozenset[Vertex]
    told: frozenset[Vertex] = frozenset()

    @classmethod
    def of(cls, network: Network, sight: Sight, told: frozenset[Vertex] = frozenset()) -> Self:
        """Return the light of what is seen; a silent device that carries the answers of others is not dark."""
        dark = frozenset(device for device in sight.down if not is_mute(device, sight))
        served = network.reach(network.sources, lambda vertex: vertex not in dark)
        reached = network.reach([*network.sources, *sight.up], lambda vertex: vertex not in dark)
        lit = frozenset(vertex for vertex in reached if vertex.kind is EntityKind.DEVICE)
        return cls(network, sight, dark, frozenset(served), lit, told)

    def refutes(self, lost: Collection[Vertex], since: Millis) -> bool:
        """Say whether somebody answered after a moment whom the loss of these vertices would have cut off."""
        left = self.network.reach(self.network.sources, lambda vertex: vertex not in self.dark and vertex not in lost)
        return any(at > since and device in self.served and device not in left for device, at in self.sight.up.items())

    def began(self, devices: Iterable[Vertex], links: Iterable[Vertex] = ()) -> Millis:
        """Return the first sign that something was lost which these devices or links show."""
        down, down_links = self.sight.down, self.sight.down_links
        signs = [*(down[each] for each in devices), *(down_links[each] for each in links if each in down_links)]
        return min(signs, default=EPOCH)


def is_mute(device: Vertex, sight: Sight) -> bool:
    """Say whether a device that is down has carried answers of others since."""
    return sight.passed.get(device, EPOCH) > sight.down[device]
