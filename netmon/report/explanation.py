"""Why a municipality was as it was at a moment: its state, the incident behind it, and the way to the anchor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from netmon.clock import EPOCH, Millis
from netmon.inventory.models import Inventory
from netmon.judgement.availability import StateInterval
from netmon.judgement.correction import in_force
from netmon.judgement.edges import Bracket, brackets
from netmon.judgement.municipalities import Elements, ways_to_anchors
from netmon.judgement.network import Network, device_vertex, link_vertex
from netmon.judgement.situation import PortReport, Situation, Track
from netmon.judgement.topology import Topology
from netmon.model import (
    Correction,
    DeviceName,
    Entity,
    EntityKind,
    Incident,
    LinkName,
    MunicipalityCode,
    MunicipalityState,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is recorded about a moment; `situation` is what probes and ports say, known of the present only."""

    municipalities: Mapping[MunicipalityCode, Standing] = field(default_factory=dict)
    elements: Elements = field(default_factory=lambda: Elements({}, {}))
    incidents: Sequence[Incident] = ()
    """Those that were going on."""
    corrections: Sequence[Correction] = ()
    situation: Situation = field(default_factory=Situation)
    states: Sequence[StateInterval] = ()
    """What the municipality went through around the moment, as recorded."""
    resolution: Millis = EPOCH
    """How long a device may go unasked whether it answers."""


@dataclass(frozen=True, slots=True)
class Port:
    """What one end of a link said of its interface last."""

    device: DeviceName
    interface: str
    report: PortReport


@dataclass(frozen=True, slots=True)
class Step:
    """A device or link on the way, its state if there is one, and what was heard of it last."""

    entity: Entity
    standing: Standing | None
    track: Track | None = None
    ports: tuple[Port, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """A municipality at a moment; `path` leads from it towards the anchor, as planned where no way is up."""

    code: MunicipalityCode
    name: str
    at: Millis
    standing: Standing | None
    incidents: tuple[Incident, ...]
    """Those that hit it, the ones that cut it off first."""
    correction: Correction | None
    """What somebody corrected about this moment."""
    path: tuple[Step, ...]
    outage: Bracket | None = None
    """The outage that the moment lies in, as probes bracket it."""


def explain(inventory: Inventory, code: MunicipalityCode, known: Known, at: Millis) -> Explanation:
    """Return why a municipality was as it was."""
    topology = Topology.of(inventory)
    way = ways_to_anchors(topology, known.elements).get(code, ())
    return Explanation(
        code=code,
        name=inventory.municipalities[code].name,
        at=at,
        standing=known.municipalities.get(code),
        incidents=_suffered(known.incidents, code),
        correction=_correction(known.corrections, code, at),
        path=tuple(_steps(topology.network, way, known)),
        outage=_outage(known, at),
    )


def blind(
    code: MunicipalityCode, since: Millis, incidents: Sequence[Incident], corrections: Sequence[Correction]
) -> Known:
    """Return what is known of a moment at which netmon did not run: nothing but what had begun before."""
    standing = Standing(MunicipalityState.UNKNOWN, since, "netmon did not run")
    return Known({code: standing}, incidents=incidents, corrections=corrections)


def _suffered(incidents: Sequence[Incident], code: MunicipalityCode) -> tuple[Incident, ...]:
    cut_off = tuple(incident for incident in incidents if code in incident.impact.isolated)
    return (*cut_off, *(incident for incident in incidents if code in incident.impact.degraded))


def _outage(known: Known, at: Millis) -> Bracket | None:
    found = brackets(known.states, known.resolution)
    return next((each for each in found if each.began.end <= at < each.ended.end), None)


def _correction(corrections: Sequence[Correction], code: MunicipalityCode, at: Millis) -> Correction | None:
    own = (correction for correction in corrections if correction.municipality == code)
    return next((correction for span, correction in in_force(own).items() if at in span), None)


def _steps(network: Network, way: Sequence[DeviceName], known: Known) -> Iterator[Step]:
    """Yield the devices of a way and the links between them."""
    for device, following in zip_longest(way, way[1:]):
        standing = known.elements.devices.get(device)
        yield Step(Entity(EntityKind.DEVICE, device), standing, track=known.situation.tracks.get(device))
        if following is not None:
            yield _crossing(network, device, following, known)


def _crossing(network: Network, here: DeviceName, there: DeviceName, known: Known) -> Step:
    """Return the link between two neighbours: of parallel ones the first that may be up."""
    at_both = set(network.neighbours[device_vertex(here)]) & set(network.neighbours[device_vertex(there)])
    vertex = min(at_both, key=lambda link: (not known.elements.may_be_up(link), link))
    link = LinkName(vertex.name)
    said = ((end, known.situation.ports.get(end)) for end in network.ends[link])
    return Step(
        link_vertex(link),
        known.elements.links.get(link),
        ports=tuple(Port(device, interface, report) for (device, interface), report in said if report is not None),
    )
