"""Why a connected piece of the dark is dark: the fewest losses from which its silence follows."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from netmon.judgement.cause import Cause, Claim
from netmon.judgement.dominance import Dominators, dominators_of, immediate_dominators
from netmon.judgement.light import Light
from netmon.judgement.network import Network, Vertex
from netmon.model import EntityKind

PAIR = 2
RANKS = (EntityKind.DEVICE, EntityKind.LINK, EntityKind.SHARED_RISK)
"""What is lost rather, where nothing else tells causes apart: nearly all outages are of devices, few of whole ducts."""

Explanations = Mapping[Vertex, frozenset[Vertex]]
"""Each possible cause, and the silent devices that it would explain."""


def patches_of(light: Light) -> Iterator["Patch"]:
    """Yield the patches of the dark."""
    seen: set[Vertex] = set()
    for device in sorted(light.dark):
        if device not in seen:
            patch = Patch.around(device, light)
            seen |= patch.vertices
            yield patch


@dataclass(frozen=True, slots=True)
class Patch:
    """A connected piece of the dark, with the links that lead into it from the light."""

    light: Light
    vertices: frozenset[Vertex]
    silent: frozenset[Vertex]
    """The dark devices in it."""
    entries: frozenset[Vertex]
    """Where it is entered: links that end in the light, anchors, and devices at a contradiction."""
    risks: tuple[Vertex, ...]
    """The shared risks that have two links or more in it."""

    @classmethod
    def around(cls, device: Vertex, light: Light) -> Self:
        """Return the patch that a dark device is in."""
        network = light.network
        vertices = frozenset(network.reach([device], lambda vertex: vertex not in light.lit))
        at_the_edge = {vertex for vertex in vertices if any(end in light.lit for end in network.neighbours[vertex])}
        return cls(
            light=light,
            vertices=vertices,
            silent=vertices & light.dark,
            entries=vertices & at_the_edge.union(network.sources),
            risks=tuple(risk for risk, links in network.risks.items() if len(links & vertices - light.told) >= PAIR),
        )

    @property
    def network(self) -> Network:
        """The network it is a patch of."""
        return self.light.network

    def causes(self, claims: Sequence[Claim]) -> tuple[Cause, ...]:
        """Return the causes: those that are claimed already, then ever the farthest-reaching."""
        here = [claim for claim in claims if not self.vertices.isdisjoint(self.network.lost_with([claim.vertex]))]
        causes = list(self._claimed(here))
        removed = self.network.lost_with(claim.vertex for claim in claims)
        causes += self._fewest(removed, self.silent.difference(*(cause.explained for cause in causes)))
        is_plain = len(causes) == 1 and not claims and not self.risks
        return tuple(causes if is_plain else self._refined(causes, claims))

    def _claimed(self, claims: Sequence[Claim]) -> Iterator[Cause]:
        """Yield what the claims explain together; what is new behind them goes to the youngest."""
        cut_off = self.silent.difference(self._tree(self.network.lost_with(claim.vertex for claim in claims)))
        for claim in claims:
            devices = cut_off if claim == claims[-1] else cut_off & claim.devices
            cut_off = cut_off - devices
            if devices:
                yield Cause(claim.vertex, (claim.vertex,), devices)

    def _fewest(self, removed: Collection[Vertex], silent: frozenset[Vertex]) -> list[Cause]:
        """Return the farthest-reaching cause, then that of what is left, and so on; two if two explain all."""
        causes: list[Cause] = []
        gone, left = set(removed), silent
        while left:
            causes.append(self._farthest(gone, left))
            gone |= self.network.lost_with([causes[-1].vertex])
            left = left - causes[-1].explained
        return causes if len(causes) <= PAIR else self._pair(removed, silent) or causes

    def _farthest(self, removed: Collection[Vertex], silent: frozenset[Vertex]) -> Cause:
        """Return the loss that explains the most; whole ducts are tried where no single loss explains all."""
        explained = dict(self._explanations(removed, silent))
        most = max(map(len, explained.values()))
        if most < len(silent):
            explained |= self._explanations_of_risks(removed, silent, more_than=most)
        farthest = max(self._by_likelihood(explained), key=lambda vertex: len(explained[vertex]))
        equals = (vertex for vertex in explained if explained[vertex] == explained[farthest])
        return self._likeliest(equals, explained[farthest])

    def _pair(self, removed: Collection[Vertex], silent: frozenset[Vertex]) -> list[Cause]:
        """Return two causes that explain all together, if there are such: the farthest-reaching may hide them."""
        for first in self._firsts(removed, silent):
            gone = {*removed, first}
            left = silent.intersection(self._tree(gone))
            seconds = [second for second, devices in self._explanations(gone, left).items() if devices == left]
            if seconds:
                return [self._likeliest([first], silent - left), self._likeliest(seconds, left)]
        return []

    def _firsts(self, removed: Collection[Vertex], silent: frozenset[Vertex]) -> list[Vertex]:
        """Return a silent device at the edge and the links it is entered by: one of them is in every explanation."""
        entries = self.entries.difference(removed)
        for device in sorted(silent):
            if links := entries.intersection((device, *self.network.neighbours[device])):
                return self._by_likelihood({device, *links})
        return []

    def _likeliest(self, equals: Iterable[Vertex], devices: frozenset[Vertex]) -> Cause:
        """Return the cause that evidence speaks for (an answering end reports the link down), else a device."""
        ranked = self._by_likelihood(equals)
        return Cause(ranked[0], tuple(ranked), devices)

    def _by_likelihood(self, vertices: Iterable[Vertex]) -> list[Vertex]:
        links = self.light.sight.down_links
        return sorted(vertices, key=lambda vertex: (vertex not in links, RANKS.index(vertex.kind), vertex))

    def _refined(self, causes: Sequence[Cause], claims: Sequence[Claim]) -> Iterator[Cause]:
        """Yield each cause as the likeliest one given all the others: it was chosen not knowing them."""
        chosen = [cause.vertex for cause in causes]
        claimed = {claim.vertex for claim in claims}
        for place, cause in enumerate(causes):
            if cause.vertex in claimed and cause.vertex in self.network.risks:
                yield cause  # it may have struck other patches too, where it is the only cause
                continue
            others = {*claimed, *chosen} - {cause.vertex}
            chosen[place] = (refined := self._given(self.network.lost_with(others), cause)).vertex
            yield refined

    def _given(self, removed: Collection[Vertex], cause: Cause) -> Cause:
        """Return the likeliest cause of the same silence, given what is removed for other reasons."""
        explained = self._explanations(removed, cause.explained)
        singles = [vertex for vertex in explained if explained[vertex] >= cause.explained]
        equals = [*singles, *self._equal_risks(singles, cause.explained, removed)]
        return self._likeliest(equals, cause.explained) if equals else cause

    def _equal_risks(
        self, singles: Collection[Vertex], devices: Collection[Vertex], removed: Collection[Vertex]
    ) -> Iterator[Vertex]:
        """Yield the shared risks that explain the same by the loss of two links or more: one alone would not do."""
        for risk in self.risks if devices and self.light.told.isdisjoint(devices) else ():
            links = self.network.risks[risk]
            if links.isdisjoint(singles) and self._is_cut_by(links, devices, removed) and self._may_be_lost(links):
                yield risk

    def _is_cut_by(self, lost: Collection[Vertex], devices: Collection[Vertex], removed: Collection[Vertex]) -> bool:
        """Say whether a loss would silence all of the devices, given what is removed already."""
        left = self.network.walk(self.entries, lambda v: v in self.vertices and v not in lost and v not in removed)
        return not any(vertex in devices for vertex in left) and self._reached(removed).issuperset(devices)

    def _explanations(self, removed: Collection[Vertex], silent: Iterable[Vertex]) -> Explanations:
        """Return what each single loss would explain, given those that are removed already."""
        tree = self._tree(removed)
        explained: dict[Vertex, set[Vertex]] = {}
        for device in silent:
            for vertex in (device, *dominators_of(device, tree)):
                if vertex.kind is EntityKind.LINK or vertex in self.silent:
                    explained.setdefault(vertex, set()).add(device)
        return {vertex: frozenset(devices) for vertex, devices in explained.items()}

    def _explanations_of_risks(
        self, removed: Collection[Vertex], silent: frozenset[Vertex], *, more_than: int
    ) -> Explanations:
        risks = self.network.risks
        reached = (silent - self.light.told).intersection(self._reached(removed) if self.risks else ())
        explained = {risk: reached - self._reached({*removed, *risks[risk]}) for risk in self.risks}
        return {
            risk: devices
            for risk, devices in explained.items()
            if len(devices) > more_than and self._may_be_lost(risks[risk])
        }

    def _may_be_lost(self, links: Collection[Vertex]) -> bool:
        """Say whether nobody answered through a shared risk since the patch began to darken."""
        return not self.light.refutes(links, self.light.began(self.silent))

    def _reached(self, removed: Collection[Vertex]) -> set[Vertex]:
        return self.network.reach(self.entries, lambda vertex: vertex in self.vertices and vertex not in removed)

    def _tree(self, removed: Collection[Vertex]) -> Dominators:
        return immediate_dominators(
            self.network.neighbours,
            sorted(self.entries),
            lambda vertex: vertex in self.vertices and vertex not in removed,
        )
