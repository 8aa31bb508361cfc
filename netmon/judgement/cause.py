"""What is seen, and what may have caused it: the values that the search for causes reads and returns."""

from collections.abc import Mapping
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.judgement.network import Network, Vertex
from netmon.model import Entity, EntityKind

MONITOR = Entity(EntityKind.NETMON, "isolated")
"""The cause when nothing answers at all: it is netmon that is cut off."""

ISOLATED_PERCENT = 80
"""So much of what was asked is silent, all that netmon looks in at among it, when it is netmon that is cut off."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause, its equals, and the down devices that follow from it (itself included).

    `rings` are the links of a shared risk that are down too, though nobody is silent for it.
    """

    vertex: Vertex
    candidates: tuple[Vertex, ...]
    explained: frozenset[Vertex]
    rings: frozenset[Vertex] = frozenset()


@dataclass(frozen=True, slots=True)
class Claim:
    """A cause that was settled long ago, and the devices it silenced: late evidence cannot move them any more."""

    vertex: Vertex
    devices: frozenset[Vertex]


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen. A device that was never observed is in none of it."""

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
    doubted: frozenset[Vertex] = frozenset()
    """Who has just begun to miss: neither up nor down."""


def is_isolated(network: Network, sight: Sight) -> bool:
    """Say whether it is netmon that is cut off: nobody answers, or next to nobody and none it looks in at.

    Who has only begun to miss may answer next time: one lost probe beside an old outage isolates nobody.
    """
    if not sight.down:
        return False
    is_nobody_left = not (sight.up or sight.doubted)
    is_most = 100 * len(sight.down) >= ISOLATED_PERCENT * (len(sight.down) + len(sight.up))
    entrances = network.entrances
    return is_nobody_left or (is_most and bool(entrances) and all(each in sight.down for each in entrances))
