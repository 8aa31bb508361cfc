"""By which ways somebody is reached, and which one is next when one does not carry."""

from collections.abc import Iterable, Iterator, Sequence

from netmon.clock import DAY, Millis
from netmon.inventory.models import Inventory, Route
from netmon.model import Severity
from netmon.oncall.policy import Address, Policy, ways_of

ORDER = ("sms", "ntfy", "webhook", "email")
"""Which channel comes after which: what wakes people comes first. One that stands elsewhere comes last."""


def recipients(inventory: Inventory) -> Iterator[tuple[Address, ...]]:
    """Yield, for every person and every receiver, the ways to them in the order in which they are tried."""
    yield from (in_order(person.ways) for person in inventory.people.values())
    yield from (in_order(ways_of(receiver)) for receiver in inventory.receivers.values())


def in_order(ways: Iterable[Address]) -> tuple[Address, ...]:
    """Return ways in the order in which they are tried."""
    return tuple(sorted(ways, key=lambda way: ORDER.index(way[0]) if way[0] in ORDER else len(ORDER)))


def next_ways(failing: Address, everybody: Iterable[Sequence[Address]]) -> tuple[Address, ...]:
    """Return the way after a failing one, for each of those who have it and another channel."""
    following = (_after(failing, ways) for ways in everybody)
    return tuple(dict.fromkeys(way for way in following if way is not None))


def critical_ways(inventory: Inventory, now: Millis) -> tuple[Address, ...]:
    """Return every way to everybody who is called about something critical sooner or later, as duty stands now."""
    policy = Policy.of((route for route in inventory.routes if _takes_critical(route)), inventory)
    return in_order(policy.calls(Severity.CRITICAL, DAY, now))


def _takes_critical(route: Route) -> bool:
    return not route.match.severity or Severity.CRITICAL in route.match.severity


def _after(failing: Address, ways: Sequence[Address]) -> Address | None:
    """Return the next way by another channel, after the last the first: what stops one way stops its whole channel."""
    if failing not in ways:
        return None
    later = ways[ways.index(failing) + 1 :]
    return next((way for way in (*later, *ways) if way[0] != failing[0]), None)
