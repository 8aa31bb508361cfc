"""What the network was planned to survive: the graph, and each municipality's single points of failure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

from netmon.inventory.models import Inventory
from netmon.judgement.dominance import dominators_of, immediate_dominators
from netmon.judgement.network import Network, Vertex
from netmon.model import MunicipalityCode

SinglePoints = Mapping[MunicipalityCode, frozenset[Vertex]]
"""The elements whose loss alone would cut a municipality off; a municipality that is cut off is left out."""


@dataclass(frozen=True, slots=True)
class Topology:
    """The network of an inventory, and the single points of failure it has by design."""

    network: Network
    planned: SinglePoints

    @classmethod
    def of(cls, inventory: Inventory) -> Self:
        """Return the topology that an inventory describes."""
        network = Network.of(inventory)
        return cls(network, single_points(network, lambda _: True))


def single_points(network: Network, passes: Callable[[Vertex], bool]) -> SinglePoints:
    """Return the single points of failure of what the anchors reach over vertices that pass."""
    immediate = immediate_dominators(network, passes)
    points: dict[MunicipalityCode, frozenset[Vertex]] = {}
    for code, service_points in network.service_points.items():
        needed = [
            frozenset((point, *dominators_of(point, immediate))) for point in service_points if point in immediate
        ]
        if needed:
            points[code] = frozenset.intersection(*needed)
    return points
