"""What the network was planned to survive: the graph, and each municipality's single points of failure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.judgement.dominance import Dominators, dominators_of, immediate_dominators
from netmon.judgement.network import Network, Vertex
from netmon.model import MunicipalityCode

SinglePoints = Mapping[MunicipalityCode, frozenset[Vertex]]
"""The elements whose loss alone would cut a municipality off; a municipality that is cut off is left out."""


@dataclass(frozen=True, slots=True)
class Topology:
    """The network of an inventory, and the single points of failure it has by design."""

    network: Network
    dominators: Dominators
    """Of the whole network: an answer from behind a vertex must have passed its dominators."""
    planned: SinglePoints

    @classmethod
    def of(cls, inventory: Inventory) -> Self:
        """Return the topology that an inventory describes."""
        network = Network.of(inventory)
        dominators = immediate_dominators(network.neighbours, network.anchors, lambda _: True)
        return cls(network, dominators, _single_points(network, dominators))

    def last_passed(self, answers: Mapping[Vertex, Millis]) -> dict[Vertex, Millis]:
        """Return the latest of the answers that must have come through each vertex."""
        return self._first_through(sorted(answers, key=lambda device: answers[device], reverse=True), answers)

    def first_passed(self, answers: Mapping[Vertex, Millis]) -> dict[Vertex, Millis]:
        """Return the earliest of the answers that must have come through each vertex."""
        return self._first_through(sorted(answers, key=lambda device: answers[device]), answers)

    def _first_through(self, devices: Iterable[Vertex], answers: Mapping[Vertex, Millis]) -> dict[Vertex, Millis]:
        passed: dict[Vertex, Millis] = {}
        for device in devices:
            for vertex in (device, *dominators_of(device, self.dominators)):
                if vertex in passed:
                    break
                passed[vertex] = answers[device]
        return passed


def single_points(network: Network, passes: Callable[[Vertex], bool]) -> SinglePoints:
    """Return the single points of failure of what the anchors reach over vertices that pass."""
    return _single_points(network, immediate_dominators(network.neighbours, network.anchors, passes))


def _single_points(network: Network, dominators: Dominators) -> SinglePoints:
    points: dict[MunicipalityCode, frozenset[Vertex]] = {}
    for code, service_points in network.service_points.items():
        needed = [
            frozenset((point, *dominators_of(point, dominators))) for point in service_points if point in dominators
        ]
        if needed:
            points[code] = frozenset.intersection(*needed)
    return points
