"""Whether something flaps: a penalty for each change, which halves with time (RFC 2439 §4).

A change from up to down or back counts 1. What reaches `suppress` flaps, until the penalty has fallen
to `reuse`; `limit` bounds it, and so the time after the last change until it counts as steady. Changes
come from judgement's own transitions, from traps, and from what the device itself counted
(ifLastChange, bgpPeerFsmEstablishedTransitions, ospfNbrEvents, its restarts), so that what lay between
two polls counts too.

Which flapping is noticed, and how soon after the first change at the latest, however the polls fall. Down and
up last half a period each, interfaces are polled every 60 s, and the settings are the defaults:

| one flap every | states alone | with ifLastChange | with traps |
|---|---|---|---|
| 2 s | never | 3 min | 3 s |
| 10 s | never | 3 min | 15 s |
| 30 s | never | 3 min | 45 s |
| 60 s | never | 3 min | 90 s |
| 90 s | 6 min | 4 min | 3 min |
| 2 min | 4 min | 4 min | 3 min |
| 5 min | 10 min | 10 min | 8 min |
| 10 min | 35 min | 35 min | 30 min |
| 11 min | 45 min | 45 min | 39 min |
| 12 min | never | never | never |
| 30 min | never | never | never |

What is slower are outages of their own; how many messages an hour they make is for `alerting.damping`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from netmon.clock import EPOCH, SECOND, Millis
from netmon.judgement.situation import PortReport, Situation
from netmon.model import DeviceName, DeviceState, Entity, EntityKind, LinkName, LinkState, Standing, Transition
from netmon.settings import Flapping

FLAPPING_KINDS = frozenset({EntityKind.DEVICE, EntityKind.LINK})
"""Whose states are judged as flapping; that of a municipality only follows theirs."""
UP_OR_DOWN = frozenset({DeviceState.UP, DeviceState.DOWN, LinkState.UP, LinkState.DOWN})
JITTER = Millis(2 * SECOND)
"""How far ifLastChange may move on the wall clock although nothing changed: two clocks, and a request's way."""
UNSEEN = 2
"""Changes there were at least if something is as it was and yet changed: away, and back."""
EVENTS_OF_A_RETURN = 4
"""ospfNbrEvents from Full back to Full, the shortest way: ExStart, Exchange, Loading, Full (RFC 2328 §10.3)."""
SPENT = 0.05
"""A penalty so small that it need not be remembered."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """How often something changed of late: `value` as it was `at`; `since` is when it began to flap.

    `changed` is the last change that counted: what is told again by another source lies before it.
    """

    value: float = 0.0
    at: Millis = EPOCH
    since: Millis | None = None
    changed: Millis = EPOCH

    @property
    def is_flapping(self) -> bool:
        """Whether it flaps."""
        return self.since is not None


@dataclass(frozen=True, slots=True)
class Changes:
    """How often an entity was seen to change, and when it did for the last time: between `at` and `latest`."""

    entity: Entity
    count: int
    at: Millis
    latest: Millis = EPOCH


Penalties = Mapping[Entity, Penalty]


def decayed(penalty: Penalty, now: Millis, settings: Flapping) -> float:
    """Return what is left of a penalty; a clock that was set back takes nothing off."""
    return float(penalty.value * 0.5 ** (max(0, now - penalty.at) / settings.half_life))


def feed(penalty: Penalty, changes: int, now: Millis, settings: Flapping) -> Penalty:
    """Return the penalty after so many changes."""
    value = min(settings.limit, decayed(penalty, now, settings) + changes)
    return _judged(replace(penalty, value=value, at=now), value, now, settings)


def relax(penalty: Penalty, now: Millis, settings: Flapping) -> Penalty:
    """Return the penalty as time alone left it: what has calmed down flaps no longer.

    What it says of a time to come was written before the clock was set back: it is as if it had happened now.
    """
    known = replace(penalty, at=min(penalty.at, now), changed=min(penalty.changed, now))
    return _judged(known, decayed(known, now, settings), now, settings)


def is_steady(penalty: Penalty, now: Millis, settings: Flapping) -> bool:
    """Say whether the last change is far enough back to be told as the last one."""
    return decayed(penalty, now, settings) <= settings.reuse


def noted(penalties: Penalties, seen: Iterable[Changes], now: Millis, settings: Flapping) -> dict[Entity, Penalty]:
    """Return the penalties after what was seen; what is spent is forgotten."""
    known = dict(penalties)
    for changes in seen:
        penalty = known.get(changes.entity, Penalty())
        if not changes.at <= penalty.changed <= now:  # what is to come hides nothing: the clock was set back
            latest = Millis(min(now, max(changes.at, changes.latest)))
            known[changes.entity] = replace(feed(penalty, changes.count, now, settings), changed=latest)
    relaxed = {entity: relax(penalty, now, settings) for entity, penalty in known.items()}
    return {entity: penalty for entity, penalty in relaxed.items() if decayed(penalty, now, settings) > SPENT}


def flapping(penalties: Penalties) -> dict[Entity, Millis]:
    """Return what flaps, and since when."""
    return {entity: penalty.since for entity, penalty in penalties.items() if penalty.since is not None}


def of_transitions(transitions: Iterable[Transition]) -> Iterator[Changes]:
    """Yield the changes that judgement saw: up or down by itself; what another hides or nobody sees is none."""
    for transition in transitions:
        is_change = transition.old in UP_OR_DOWN and transition.new in UP_OR_DOWN
        if is_change and transition.entity.kind in FLAPPING_KINDS:
            yield Changes(transition.entity, 1, transition.at)


def of_ports(
    before: Situation, after: Situation, links: Mapping[LinkName, Iterable[tuple[DeviceName, str]]]
) -> Iterator[Changes]:
    """Yield the changes of links that no poll saw and an end's ifLastChange tells.

    Where an end contradicts what is known of its link, it tells of a change that judgement is still to see.
    """
    for link, ends in links.items():
        for end in ends:
            changed_at = _unseen_change(before.ports.get(end), after.ports.get(end))
            if changed_at is not None and _agrees(after.ports[end], after.links.get(link)):
                yield Changes(Entity(EntityKind.LINK, link), UNSEEN, Millis(changed_at - JITTER), changed_at)


def of_restarts(device: DeviceName, restarts: int, now: Millis) -> Iterator[Changes]:
    """Yield how often a device restarted between two polls that both found it up (snmpEngineBoots)."""
    if restarts > 0:
        yield Changes(Entity(EntityKind.DEVICE, device), UNSEEN * restarts, now)


def of_establishments(entity: Entity, entered: int, now: Millis, *, was_up: bool, is_up: bool) -> Iterator[Changes]:
    """Yield the changes of a session that was established so many times between two polls."""
    count = 2 * entered + was_up - is_up
    if count > 0:
        yield Changes(entity, count, now)


def of_neighbour_events(entity: Entity, events: int, now: Millis, *, was_up: bool, is_up: bool) -> Iterator[Changes]:
    """Yield the changes of an adjacency that ospfNbrEvents counted between two polls; single errors are none."""
    count = int(was_up is not is_up) or UNSEEN * (events // EVENTS_OF_A_RETURN)
    if count > 0:
        yield Changes(entity, count, now)


def of_trap(entity: Entity, now: Millis) -> Changes:
    """Return what a trap says: that this changed."""
    return Changes(entity, 1, now)


def _judged(penalty: Penalty, value: float, now: Millis, settings: Flapping) -> Penalty:
    if penalty.since is None and value >= settings.suppress:
        return replace(penalty, since=now)
    if penalty.since is not None and value <= settings.reuse:
        return replace(penalty, since=None)
    return penalty


def _agrees(port: PortReport, link: Standing | None) -> bool:
    return link is not None and link.state is (LinkState.UP if port.is_up else LinkState.DOWN)


def _unseen_change(before: PortReport | None, after: PortReport | None) -> Millis | None:
    """Return when an interface changed that is as it was and yet changed since it was first heard to be so."""
    if before is None or after is None or before is after or after.changed_at is None:
        return None
    surely = after.changed_at - JITTER
    is_later = surely > before.at if before.changed_at is None else surely > before.changed_at
    return after.changed_at if before.is_up is after.is_up and is_later and after.changed_at > before.at else None
