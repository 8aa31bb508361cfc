"""The 90 days before the demo: synthetic, labelled as such, and written like any other past."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netmon.clock import DAY, HOUR, SECOND, Interval, Millis, to_datetime
from netmon.commands import Actor, PlanMaintenance
from netmon.inventory.models import Inventory
from netmon.judgement.topology import Topology
from netmon.model import (
    DeviceName,
    DeviceState,
    Entity,
    EntityKind,
    Evidence,
    EvidenceKind,
    Impact,
    Incident,
    IncidentId,
    LinkName,
    LinkState,
    MunicipalityState,
    Severity,
    State,
    Transition,
)
from netmon.simulate.consequence import Consequence, consequence_of, whole
from netmon.simulate.outages import LENGTH, Kind, Outage, draw_outages
from netmon.simulate.samples import Advance, interface_samples
from netmon.simulate.world import World
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore

LABEL = "synthetic history"
"""Begins the reason of every transition that never happened."""
AUTHOR = Actor("demo", "demo")
DECIDED_AFTER = Millis(11 * SECOND)
UNKNOWN: Mapping[EntityKind, State] = {
    EntityKind.DEVICE: DeviceState.UNKNOWN,
    EntityKind.LINK: LinkState.UNKNOWN,
    EntityKind.MUNICIPALITY: MunicipalityState.UNKNOWN,
}


def _unseen(_steps: int) -> None:
    """Let nobody watch."""


@dataclass(frozen=True, slots=True)
class Episode:
    """An outage of the past, and what followed from it."""

    outage: Outage
    what: Consequence


def compose(topology: Topology, episodes: Sequence[Episode], began: Millis) -> tuple[Transition, ...]:
    """Return every change of state of the past in order of time; it begins and ends with everything up."""
    everything = whole(topology.network)
    reason = f"{LABEL} begins"
    return (
        *(Transition(entity, None, state, began, began, reason) for entity, state in everything.items()),
        *(change for episode in episodes for change in _changes(episode, everything)),
    )


def draw_episodes(inventory: Inventory, topology: Topology, seed: int, now: Millis) -> tuple[Episode, ...]:
    """Return the outages of the 90 days before `now` with what followed, in order of time."""
    everything = whole(topology.network)
    blind = Consequence({entity: UNKNOWN[entity.kind] for entity in everything}, Impact())
    return tuple(
        Episode(outage, blind if outage.cause is None else consequence_of(topology, outage.cause))
        for outage in draw_outages(inventory, topology.network, seed, now)
    )


def incidents_of(episodes: Iterable[Episode]) -> tuple[Incident, ...]:
    """Return an incident that has ended for every outage that has a cause."""
    return tuple(_incident(episode, cause) for episode in episodes if (cause := episode.outage.cause) is not None)


def record(world: World, state: StateStore, samples: SampleStore, now: Millis, advance: Advance = _unseen) -> int:
    """Write the past of a region into new stores; return how many samples it has."""
    topology = Topology.of(world.inventory)
    episodes = draw_episodes(world.inventory, topology, world.seed, now)
    for episode in episodes:
        if episode.outage.kind is Kind.WORK and episode.outage.cause is not None:
            state.execute(*_announcement(episode, episode.outage.cause))
    state.record_history(compose(topology, episodes, Millis(now - LENGTH)), incidents_of(episodes))
    return samples.write(interface_samples(_then(world, episodes), _gaps(episodes), now, advance), now=now)


def _then(world: World, episodes: Iterable[Episode]) -> World:
    """Return the world with the links that were cut in the past, so that their counters stood still."""
    for outage in (episode.outage for episode in episodes):
        if outage.cause is not None and outage.cause.kind is EntityKind.LINK:
            link = LinkName(outage.cause.name)
            world = world.cut(link, outage.span.start).heal(link, outage.span.end)
    return world


def _gaps(episodes: Iterable[Episode]) -> dict[DeviceName, list[Interval]]:
    """Return when each device did not answer, or nobody asked."""
    gaps: dict[DeviceName, list[Interval]] = {}
    for episode in episodes:
        for entity in episode.what.states:
            if entity.kind is EntityKind.DEVICE:
                gaps.setdefault(DeviceName(entity.name), []).append(episode.outage.span)
    return gaps


def _changes(episode: Episode, everything: Mapping[Entity, State]) -> Iterator[Transition]:
    start, end = episode.outage.span.start, episode.outage.span.end
    reason = f"{LABEL}: {episode.outage.cause or 'netmon did not run'}"
    for entity, state in episode.what.states.items():
        yield Transition(entity, everything[entity], state, start, Millis(start + DECIDED_AFTER), reason)
    for entity, state in episode.what.states.items():
        yield Transition(entity, state, everything[entity], end, Millis(end + DECIDED_AFTER), f"{reason} is over")


def _incident(episode: Episode, cause: Entity) -> Incident:
    outage, impact = episode.outage, episode.what.impact
    return Incident(
        id=IncidentId(f"{to_datetime(outage.span.start):%Y%m%dT%H%M%S}-{cause.name}"),
        cause=cause,
        candidates=(cause,),
        severity=Severity.CRITICAL if impact.isolated else Severity.WARNING,
        impact=impact,
        started=outage.span.start,
        detected=Millis(outage.span.start + DECIDED_AFTER),
        evidence=(Evidence(EvidenceKind.SYNTHETIC),),
        ended=outage.span.end,
    )


def _announcement(episode: Episode, cause: Entity) -> tuple[PlanMaintenance, Actor, Millis]:
    """Return the command that announced a work, by whom, and when: the day before."""
    span, hit = episode.outage.span, episode.what.impact.isolated
    window = Interval(Millis(span.start - HOUR // 2), Millis(span.end + HOUR // 2))
    scope = (cause, *(Entity(EntityKind.MUNICIPALITY, code) for code in hit))
    return PlanMaintenance(scope, window, f"{LABEL}: announced work"), AUTHOR, Millis(window.start - DAY)
