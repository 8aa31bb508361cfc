"""What the network was planned to survive: the graph, and each municipality's single points of failure."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.judgement.critical import CriticalSites, critical_sites
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
    critical: CriticalSites = field(default_factory=dict)

    @classmethod
    def of(cls, inventory: Inventory) -> Self:
        """Return the topology that an inventory describes."""
        network = Network.of(inventory)
        dominators = immediate_dominators(network.neighbours, network.sources, lambda _: True)
        return cls(network, dominators, single_points(network, lambda _: True), critical_sites(inventory))

    def doubting(self, contradicted: Collection[Vertex]) -> Self:
        """Return the topology with suppression off where an observation contradicts the plan.

        `contradicted` are links whose real neighbour is not the planned one, and devices that cannot
        stand where the plan has them. Who is next to one speaks for itself, and what it answers
        proves nothing of the ways it was planned to have.
        """
        network = self.network.doubting(contradicted)
        dominators = immediate_dominators(network.neighbours, network.sources, lambda _: True)
        return replace(self, network=network, dominators=dominators)

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
    dominators = immediate_dominators(network.neighbours, network.anchors, passes)
    needed = {code: needed_by(points, dominators) for code, points in network.service_points.items()}
    return {code: points for code, points in needed.items() if points is not None}


def needed_by(devices: Iterable[Vertex], dominators: Dominators) -> frozenset[Vertex] | None:
    """Return what all ways to these devices have in common; None if there is no way to any of them."""
    needed = [frozenset((device, *dominators_of(device, dominators))) for device in devices if device in dominators]
    return frozenset.intersection(*needed) if needed else None
