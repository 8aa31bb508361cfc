"""Which municipalities are joined, over how many links, how loaded and in what state."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboards.remembered import remembered
from netmon.clock import Millis
from netmon.inventory.models import DeviceRole, Inventory, Link
from netmon.model import LinkState, MunicipalityCode, Standing
from netmon.reader import Load, Snapshot

TRUNK_ROLES = frozenset({DeviceRole.CORE, DeviceRole.AGGREGATION})

Pair = tuple[MunicipalityCode, MunicipalityCode]


@dataclass(frozen=True, slots=True)
class Route:
    """All links between two municipalities; a trunk joins core or aggregation devices.

    `there` and `back` are shares of the capacity in use, from the first end to the second and back;
    None where no link's load is known.
    """

    ends: Pair
    links: tuple[Link, ...]
    states: tuple[LinkState, ...]
    is_trunk: bool
    capacity: int
    there: float | None
    back: float | None
    down_since: Millis | None

    @property
    def state(self) -> str:
        """The name of the route's sign: what is left of it."""
        if all(state is LinkState.DOWN for state in self.states):
            return "disconnected"
        if LinkState.DOWN in self.states:
            return "degraded"
        return "unknown" if LinkState.UNKNOWN in self.states else "operational"


def routes(snapshot: Snapshot) -> list[Route]:
    """Return every pair of joined municipalities, trunks last so that they are drawn on top."""
    between = _between(snapshot.inventory)
    found = [_route(snapshot, ends, links, is_trunk=is_trunk) for (ends, is_trunk), links in between.items()]
    return sorted(found, key=lambda route: (route.is_trunk, route.state != "operational"))


@remembered
def _between(inventory: Inventory) -> Mapping[tuple[Pair, bool], Sequence[Link]]:
    """Return the links of each pair of municipalities, trunks apart from others."""
    between: dict[tuple[Pair, bool], list[Link]] = {}
    for ends, is_trunk, link in _joining(inventory):
        between.setdefault((ends, is_trunk), []).append(link)
    return between


def _joining(inventory: Inventory) -> Iterator[tuple[Pair, bool, Link]]:
    for link in inventory.active_links().values():
        first, second = (inventory.devices[end.device] for end in link.ends)
        here, there = inventory.municipality_of(first), inventory.municipality_of(second)
        if here != there:
            yield (min(here, there), max(here, there)), {first.role, second.role} <= TRUNK_ROLES, link


def _route(snapshot: Snapshot, ends: Pair, links: Sequence[Link], *, is_trunk: bool) -> Route:
    standings = [snapshot.links.get(link.name) for link in links]
    loads = [(_oriented(snapshot, ends, link), link.capacity) for link in links if link.name in snapshot.loads]
    return Route(
        ends,
        tuple(links),
        tuple(_state(standing) for standing in standings),
        is_trunk,
        capacity=sum(link.capacity for link in links),
        there=_share([(load.forward, capacity) for load, capacity in loads]),
        back=_share([(load.backward, capacity) for load, capacity in loads]),
        down_since=min((s.since for s in standings if s and s.state is LinkState.DOWN), default=None),
    )


def _state(standing: Standing | None) -> LinkState:
    return standing.state if standing and isinstance(standing.state, LinkState) else LinkState.UNKNOWN


def _oriented(snapshot: Snapshot, ends: Pair, link: Link) -> Load:
    load = snapshot.loads[link.name]
    first = snapshot.inventory.devices[link.ends[0].device]
    if snapshot.inventory.municipality_of(first) == ends[0]:
        return load
    return Load(forward=load.backward, backward=load.forward)


def _share(used: Sequence[tuple[int | None, int]]) -> float | None:
    known = [(rate, capacity) for rate, capacity in used if rate is not None]
    return sum(rate for rate, _ in known) / sum(capacity for _, capacity in known) if known else None
