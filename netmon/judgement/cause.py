"""What explains the silence: the fewest losses from which everything that is seen follows.

A cause must explain devices that are down, and must not cut off anything that answers. Candidates
are the first silent devices seen from the anchors, and the links that lead to them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from netmon.judgement.network import Network, Vertex, link_vertex
from netmon.model import Entity, EntityKind

MONITOR = Entity(EntityKind.NETMON, "isolated")
"""The cause when nothing answers at all: it is netmon that is cut off."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause, its equals, and the down devices that follow from it (itself included)."""

    vertex: Vertex
    candidates: tuple[Vertex, ...]
    explained: frozenset[Vertex]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen: who answered the last probe, who is down, which links an answering end reports down.

    A device that has just begun to miss, or that was never observed, is in none of them.
    """

    up: frozenset[Vertex]
    down: frozenset[Vertex]
    down_links: frozenset[Vertex]


def explain(network: Network, sight: Sight) -> tuple[Cause, ...]:
    """Return the causes, the farthest-reaching first; every down device is in exactly one of them."""
    if sight.down and not sight.up:
        return (Cause(MONITOR, (MONITOR,), sight.down),)
    silent = list(_silent(network, sight))
    return (*silent, *_open_rings(network, sight, silent))


def answers_behind(
    network: Network, vertex: Vertex, removed: Collection[Vertex], up: Collection[Vertex]
) -> frozenset[Vertex]:
    """Return what answers though the loss of a vertex would cut it off: it speaks for the vertex."""
    before, after = network.reach_without(removed), network.reach_without({*removed, vertex})
    return frozenset(device for device in up if device in before and device not in after)


def _silent(network: Network, sight: Sight) -> Iterator[Cause]:
    removed: set[Vertex] = set()
    unexplained = set(sight.down)
    while unexplained:
        cause = _likeliest(network, sight, removed, unexplained)
        yield cause
        removed.add(cause.vertex)
        unexplained -= cause.explained


def _likeliest(network: Network, sight: Sight, removed: Collection[Vertex], unexplained: Collection[Vertex]) -> Cause:
    explained = {
        candidate: _explained(network, candidate, removed, unexplained)
        for candidate in _candidates(network, sight, removed, unexplained)
        if not _is_refuted(network, candidate, removed, sight)
    }
    fitting = {candidate: devices for candidate, devices in explained.items() if devices}
    if not fitting:
        alone = min(unexplained)
        return Cause(alone, (alone,), frozenset([alone]))
    best = max(sorted(fitting), key=lambda candidate: (len(fitting[candidate]), *_prior(candidate, sight)))
    equals = sorted(candidate for candidate in fitting if fitting[candidate] == fitting[best] and candidate != best)
    return Cause(best, (best, *equals), fitting[best])


def _prior(candidate: Vertex, sight: Sight) -> tuple[bool, bool]:
    """Evidence first: a link that an answering end reports down; else devices fail more than links."""
    return candidate in sight.down_links, candidate.kind is EntityKind.DEVICE


def _candidates(
    network: Network, sight: Sight, removed: Collection[Vertex], unexplained: Collection[Vertex]
) -> set[Vertex]:
    """Return the down devices next to what still stands, and the links between the two."""
    standing = network.reach(
        network.anchors, lambda vertex: vertex not in removed and vertex not in unexplained and vertex not in sight.down
    )
    candidates = {anchor for anchor in network.anchors if anchor in unexplained}
    for device in unexplained:
        links = [link for link in network.neighbours[device] if link in standing]
        if links:
            candidates.update((device, *links))
    return candidates


def _explained(
    network: Network, candidate: Vertex, removed: Collection[Vertex], unexplained: Collection[Vertex]
) -> frozenset[Vertex]:
    left = network.reach_without({*removed, candidate})
    return frozenset(device for device in unexplained if device not in left)


def _is_refuted(network: Network, candidate: Vertex, removed: Collection[Vertex], sight: Sight) -> bool:
    return bool(answers_behind(network, candidate, removed, sight.up))


def _open_rings(network: Network, sight: Sight, silent: Collection[Cause]) -> Iterator[Cause]:
    """Yield the links that are down though nobody behind them is: redundancy did its work."""
    causes = {cause.vertex for cause in silent}
    for name in network.ends:
        link = link_vertex(name)
        if link in sight.down_links and link not in causes and not sight.down.intersection(network.neighbours[link]):
            yield Cause(link, (link,), frozenset())
