"""What explains the silence: the fewest losses from which everything that is seen follows.

The dark is what can be reached neither from the anchors nor from anybody who answers without
passing a device that is down. Each patch of it has its own causes: down devices, and the links
that lead into the patch. What somebody behind it answered through has not failed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from netmon.clock import EPOCH, Millis
from netmon.judgement.dominance import Dominators, dominators_of, immediate_dominators
from netmon.judgement.network import Network, Vertex
from netmon.model import Entity, EntityKind

MONITOR = Entity(EntityKind.NETMON, "isolated")
"""The cause when nothing answers at all: it is netmon that is cut off."""

PAIR = 2

Explanations = Mapping[Vertex, frozenset[Vertex]]
"""Each possible cause, and the silent devices that it would explain."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause, its equals, and the down devices that follow from it (itself included)."""

    vertex: Vertex
    candidates: tuple[Vertex, ...]
    explained: frozenset[Vertex]


@dataclass(frozen=True, slots=True)
class Claim:
    """A cause that was settled long ago, and the devices it silenced: late evidence cannot move them any more."""

    vertex: Vertex
    devices: frozenset[Vertex]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen. A device that has just begun to miss, or that was never observed, is in none of it."""

    up: Mapping[Vertex, Millis]
    """Who answered the last probe, and when."""
    returning: frozenset[Vertex]
    """Who of them has not answered often enough yet to be believed."""
    down: Mapping[Vertex, Millis]
    """Who is down, and since when."""
    down_links: Mapping[Vertex, Millis]
    """Links that an answering end reports down, and when it was first heard."""
    passed: Mapping[Vertex, Millis]
    """The last answer that must have come through each vertex."""


def explain(network: Network, sight: Sight, claims: Sequence[Claim] = ()) -> tuple[Cause, ...]:
    """Return the causes, the farthest-reaching first; every down device is in exactly one of them.

    What the claims explain together stays theirs, the oldest claim first.
    """
    if sight.down and not sight.up:
        return (Cause(MONITOR, (MONITOR,), frozenset(sight.down)),)
    silences = sorted(_silences(network, sight, claims), key=lambda cause: (-len(cause.explained), cause.vertex))
    return (*silences, *_open_rings(network, sight, {cause.vertex for cause in silences}))


def _silences(network: Network, sight: Sight, claims: Sequence[Claim]) -> Iterator[Cause]:
    mute = {device for device, since in sight.down.items() if sight.passed.get(device, EPOCH) > since}
    for device in mute:  # it does not answer, but it carries the answers of others
        yield Cause(device, (device,), frozenset([device]))
    dark = frozenset(sight.down.keys() - mute)
    if not dark:
        return
    reached = network.reach([*network.anchors, *sight.up], lambda vertex: vertex not in dark)
    lit = frozenset(vertex for vertex in reached if vertex.kind is EntityKind.DEVICE)
    seen: set[Vertex] = set()
    for device in sorted(dark):
        if device not in seen:
            patch = Patch.around(device, network, dark, lit, sight.down_links)
            seen |= patch.vertices
            yield from patch.causes(claims)


@dataclass(frozen=True, slots=True)
class Patch:
    """A connected piece of the dark, with the links that lead into it from the light."""

    network: Network
    down_links: Collection[Vertex]
    vertices: frozenset[Vertex]
    silent: frozenset[Vertex]
    """The dark devices in it."""
    entries: frozenset[Vertex]
    """Where it is entered: links that end in the light, and anchors."""

    @classmethod
    def around(
        cls,
        device: Vertex,
        network: Network,
        dark: frozenset[Vertex],
        lit: Collection[Vertex],
        down_links: Collection[Vertex],
    ) -> Self:
        """Return the patch that a dark device is in."""
        vertices = frozenset(network.reach([device], lambda vertex: vertex not in lit))
        at_the_edge = {vertex for vertex in vertices if any(end in lit for end in network.neighbours[vertex])}
        return cls(network, down_links, vertices, vertices & dark, vertices & at_the_edge.union(network.anchors))

    def causes(self, claims: Sequence[Claim]) -> tuple[Cause, ...]:
        """Return the causes: those that are claimed already, then ever the farthest-reaching."""
        causes = list(self._claimed([claim for claim in claims if claim.vertex in self.vertices]))
        removed = {claim.vertex for claim in claims}
        causes += self._fewest(removed, self.silent.difference(*(cause.explained for cause in causes)))
        return tuple(self._refined(causes, removed)) if claims or len(causes) > 1 else tuple(causes)

    def _claimed(self, claims: Sequence[Claim]) -> Iterator[Cause]:
        """Yield what the claims explain together; what is new behind them goes to the youngest."""
        cut_off = self.silent.difference(self._tree({claim.vertex for claim in claims}))
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
            explained = self._explanations(gone, left)
            farthest = max(self._by_likelihood(explained), key=lambda vertex: len(explained[vertex]))
            causes.append(self._first_of_equals(farthest, explained))
            gone.add(causes[-1].vertex)
            left = left - causes[-1].explained
        return causes if len(causes) <= PAIR else self._pair(removed, silent) or causes

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

    def _first_of_equals(self, vertex: Vertex, explained: Explanations) -> Cause:
        devices = explained[vertex]
        return self._likeliest((other for other in explained if explained[other] == devices), devices)

    def _likeliest(self, equals: Iterable[Vertex], devices: frozenset[Vertex]) -> Cause:
        """Return the cause that evidence speaks for (an answering end reports the link down), else a device."""
        ranked = self._by_likelihood(equals)
        return Cause(ranked[0], tuple(ranked), devices)

    def _by_likelihood(self, vertices: Iterable[Vertex]) -> list[Vertex]:
        links = self.down_links
        return sorted(vertices, key=lambda vertex: (vertex not in links, vertex.kind is not EntityKind.DEVICE, vertex))

    def _refined(self, causes: Sequence[Cause], removed: Collection[Vertex]) -> Iterator[Cause]:
        """Yield each cause as the likeliest one given all the others: it was chosen not knowing them."""
        gone = {*removed, *(cause.vertex for cause in causes)}
        for cause in causes:
            gone.discard(cause.vertex)
            explained = self._explanations(gone, cause.explained)
            equals = [vertex for vertex in explained if explained[vertex] >= cause.explained]
            refined = self._likeliest(equals, cause.explained) if equals else cause
            gone.add(refined.vertex)
            yield refined

    def _explanations(self, removed: Collection[Vertex], silent: Iterable[Vertex]) -> Explanations:
        """Return what each single loss would explain, given those that are removed already."""
        tree = self._tree(removed)
        explained: dict[Vertex, set[Vertex]] = {}
        for device in silent:
            for vertex in (device, *dominators_of(device, tree)):
                if vertex.kind is EntityKind.LINK or vertex in self.silent:
                    explained.setdefault(vertex, set()).add(device)
        return {vertex: frozenset(devices) for vertex, devices in explained.items()}

    def _tree(self, removed: Collection[Vertex]) -> Dominators:
        return immediate_dominators(
            self.network.neighbours,
            sorted(self.entries),
            lambda vertex: vertex in self.vertices and vertex not in removed,
        )


def _open_rings(network: Network, sight: Sight, causes: Collection[Vertex]) -> Iterator[Cause]:
    """Yield the links that are down though both ends have answered since: redundancy did its work."""
    for link, heard in sorted(sight.down_links.items()):
        ends = network.neighbours[link]
        if link not in causes and all(sight.up.get(end, EPOCH) > heard and end not in sight.returning for end in ends):
            yield Cause(link, (link,), frozenset())
