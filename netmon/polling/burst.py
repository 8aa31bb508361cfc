"""Whom to probe more closely for a moment: what a first loss, a trap or a neighbour's link-down is worth."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, islice

from netmon.clock import SECOND, Millis
from netmon.judgement.dominance import dominators_of
from netmon.judgement.network import Network, device_vertex
from netmon.judgement.situation import Situation, Track
from netmon.judgement.topology import Topology
from netmon.model import DeviceName, EntityKind, LinkName
from netmon.traps.bucket import Allowance, Bucket

UNHEARD = Track()
PROBES = 3
SPACING = SECOND
ANCESTORS = 2
MOST_KIN = 64
"""Ends of links that share a risk with one of its own that a device's burst goes to."""
MOST_AT_ONCE = 1_000
"""Devices that are probed more closely at once; the others wait for their turn, at most an interval."""


class Occasion(StrEnum):
    """Why a device is looked at more closely."""

    SEEN = "seen"
    """Its own probe was lost, or a neighbour that answers reports its link down."""
    HINTED = "hinted"
    """It said itself that something happened; anybody can say so in its name."""
    LINK_HINTED = "link_hinted"
    """It said so of one of its links: this must not wait because sessions over the link were heard first."""


ALLOWED = Allowance(burst=3, every=Millis(20 * SECOND))
"""Bursts that one device may occasion, of each kind: one that flaps, or lies, costs no more."""


@dataclass(frozen=True, slots=True)
class Bursts:
    """The bursts that go on: when each device is probed last, and what each occasion may still begin."""

    last_probe: Mapping[DeviceName, Millis] = field(default_factory=dict)
    buckets: Mapping[tuple[DeviceName, Occasion], Bucket] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Probe:
    """A probe of a device beside its regular ones, at a moment of the monotonic clock."""

    device: DeviceName
    at: Millis


@dataclass(frozen=True, slots=True)
class Begun:
    """The bursts that go on now, the devices that were allowed to begin one, and the probes that it takes."""

    bursts: Bursts
    allowed: tuple[DeviceName, ...]
    probes: tuple[Probe, ...]


def alarming(before: Situation, after: Situation, network: Network) -> frozenset[DeviceName]:
    """Return the devices to look at: those that missed a first probe, and the far ends of links newly reported down.

    What a device reports counts as long as it answers itself.
    """
    silent = (name for name, track in after.tracks.items() if track.misses and not _track(before, name).misses)
    down = (
        port
        for port, report in after.ports.items()
        if not report.is_up and _was_up(before, port) and _track(after, port[0]).answers
    )
    return frozenset(chain(silent, chain.from_iterable(_far_ends(port, network) for port in down)))


def begin(bursts: Bursts, alarmed: Iterable[DeviceName], occasion: Occasion, topology: Topology, now: Millis) -> Begun:
    """Return what is begun `now`, on the monotonic clock, beside the bursts under way.

    No device is probed more often than once a second, however many bursts it belongs to.
    """
    last_probe = {device: at for device, at in bursts.last_probe.items() if at > now - SPACING}
    buckets = {key: bucket for key, bucket in bursts.buckets.items() if not bucket.is_full(ALLOWED, now)}
    occasions = tuple(_allowed(alarmed, occasion, buckets, now))
    probes: list[Probe] = []
    for device in _suspects(occasions, topology):
        if device in last_probe or len(last_probe) < MOST_AT_ONCE:
            moments = list(_moments(last_probe.get(device), now))
            probes += (Probe(device, at) for at in moments)
            last_probe[device] = max(moments, default=last_probe.get(device, now))
    return Begun(Bursts(last_probe, buckets), occasions, tuple(probes))


def _allowed(
    alarmed: Iterable[DeviceName],
    occasion: Occasion,
    buckets: dict[tuple[DeviceName, Occasion], Bucket],
    now: Millis,
) -> Iterator[DeviceName]:
    """Yield who may begin a burst, each at the expense of its bucket."""
    for device in sorted(alarmed):
        bucket = buckets.get((device, occasion), Bucket.full(ALLOWED, now)).taken(ALLOWED, now)
        if bucket is not None:
            buckets[device, occasion] = bucket
            yield device


def _suspects(devices: Sequence[DeviceName], topology: Topology) -> Iterable[DeviceName]:
    """Return the devices, who stands in their only way, their neighbours, and who may be lost by the same cut.

    Where it gets too many, the last ones wait. A device that the network does not have any more is left out.
    """
    known = [device for device in devices if device_vertex(device) in topology.network.neighbours]
    ancestors = (ancestor for device in known for ancestor in _ancestors(device, topology))
    neighbours = (end for device in known for end in _neighbours(device, topology.network))
    kin = (end for device in known for end in islice(_kin(device, topology.network), MOST_KIN))
    return dict.fromkeys(chain(known, ancestors, neighbours, kin))


def _ancestors(device: DeviceName, topology: Topology) -> Iterator[DeviceName]:
    above = dominators_of(device_vertex(device), topology.dominators)
    return islice((DeviceName(each.name) for each in above if each.kind is EntityKind.DEVICE), ANCESTORS)


def _neighbours(device: DeviceName, network: Network) -> Iterator[DeviceName]:
    for link in network.neighbours[device_vertex(device)]:
        yield from (DeviceName(end.name) for end in network.neighbours[link])


def _kin(device: DeviceName, network: Network) -> Iterator[DeviceName]:
    """Yield who is at an end of a link that shares a risk, such as a duct, with a link of the device."""
    risks = network.risks_of(network.neighbours[device_vertex(device)])
    for link in sorted(network.lost_with(risks)):
        yield from (DeviceName(end.name) for end in network.neighbours[link])


def _moments(last: Millis | None, now: Millis) -> Iterator[Millis]:
    """Yield when a device is probed: from now on, or a spacing after the probe that is planned last."""
    first = now if last is None else max(now, last + SPACING)
    return map(Millis, range(first, now + PROBES * SPACING - SPACING + 1, SPACING))


def _track(situation: Situation, device: DeviceName) -> Track:
    return situation.tracks.get(device, UNHEARD)


def _was_up(situation: Situation, port: tuple[DeviceName, str]) -> bool:
    """Say whether a port was not known to be down."""
    report = situation.ports.get(port)
    return report is None or report.is_up


def _far_ends(port: tuple[DeviceName, str], network: Network) -> Iterator[DeviceName]:
    for link in network.neighbours.get(device_vertex(port[0]), ()):
        ends = network.ends[LinkName(link.name)]
        if port in ends:
            yield from (device for device, _ in ends if device != port[0])
