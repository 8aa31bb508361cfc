"""Since when is each municipality connected, weakened or cut off, and what is to blame."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

from netmon.clock import EPOCH, Millis
from netmon.judgement.incidents import Outcome, Settled
from netmon.judgement.municipalities import Elements, connected_since, degraded_by, municipality_states
from netmon.judgement.network import Vertex
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.model import DeviceState, LinkState, MunicipalityCode, MunicipalityState, Standing, State

CUT_OFF = (MunicipalityState.DISCONNECTED, MunicipalityState.ISOLATED)
LOST: tuple[State, ...] = (DeviceState.DOWN, DeviceState.UNREACHABLE, LinkState.DOWN)
FOUND: tuple[State, ...] = (DeviceState.UP, LinkState.UP)
UNSEEN: tuple[State, ...] = (DeviceState.UNKNOWN, LinkState.UNKNOWN)


def municipality_standings(
    topology: Topology, before: Situation, elements: Elements, outcome: Outcome
) -> dict[MunicipalityCode, Standing]:
    """Return every municipality's state; a new one begins when its evidence does, never before the old."""
    states = municipality_states(topology, elements)
    former = before.municipalities
    kept = {code: former[code] for code, state in states.items() if code in former and former[code].state == state}
    changes = Changes.of(topology, before, elements, outcome, {states[code] for code in states.keys() - kept.keys()})
    return {code: kept.get(code) or changes.standing(code, state, former.get(code)) for code, state in states.items()}


def is_cut_off_by(topology: Topology, code: MunicipalityCode, settled: Settled) -> bool:
    """Say whether a settled cause silenced a municipality's service points, or stands in its only way."""
    points = topology.network.service_points.get(code, ())
    return settled.vertex in topology.planned.get(code, ()) or not settled.cause.explained.isdisjoint(points)


@dataclass(frozen=True, slots=True)
class Changes:
    """What an evaluation changed, for the municipalities whose state it changed.

    `turned` are the elements that are new in their states, `weakened` what each settled cause
    leaves without redundancy, `connected` since when a whole way of each municipality is up.
    """

    topology: Topology
    elements: Elements
    outcome: Outcome
    turned: tuple[Standing, ...]
    weakened: Mapping[Vertex, frozenset[MunicipalityCode]]
    connected: Mapping[MunicipalityCode, Millis]

    @classmethod
    def of(
        cls,
        topology: Topology,
        before: Situation,
        elements: Elements,
        outcome: Outcome,
        new: Collection[MunicipalityState],
    ) -> Self:
        """Return the changes, given which states are new for some municipality."""
        causes = {each.vertex for each in outcome.settled} if MunicipalityState.DEGRADED in new else ()
        return cls(
            topology=topology,
            elements=elements,
            outcome=outcome,
            turned=tuple(_turned(before, elements)),
            weakened={cause: degraded_by(topology, cause) for cause in causes},
            connected=connected_since(topology, elements) if any(state.is_connected for state in new) else {},
        )

    def standing(self, code: MunicipalityCode, state: MunicipalityState, former: Standing | None) -> Standing:
        """Return the new standing of a municipality."""
        present = self._present(code, state, former.state if former else MunicipalityState.UNKNOWN)
        earliest = former.since if former else EPOCH
        return replace(present, since=max(present.since, earliest))

    def _present(self, code: MunicipalityCode, state: MunicipalityState, former: State) -> Standing:
        if state in CUT_OFF:
            return self._blamed(state, (each for each in self._oldest() if is_cut_off_by(self.topology, code, each)))
        if state is MunicipalityState.UNKNOWN:
            return Standing(state, min(self._times(UNSEEN), default=self.outcome.now), "its ways are not observed")
        if former == MunicipalityState.OPERATIONAL:
            return self._blamed(state, (each for each in self._oldest() if code in self.weakened[each.vertex]))
        if former == MunicipalityState.DEGRADED:
            return Standing(state, max(self._times(FOUND), default=self.outcome.now), "connected")
        return Standing(state, self.connected[code], "connected")

    def _blamed(self, state: MunicipalityState, causes: Iterator[Settled]) -> Standing:
        """Return trouble as that of the oldest cause; what several did together began with the first to turn."""
        blame = next(causes, None)
        if blame is not None:
            return Standing(state, blame.began, str(blame.vertex))
        return Standing(state, min(self._times(LOST), default=self.outcome.now), "several causes together")

    def _oldest(self) -> list[Settled]:
        return sorted(self.outcome.settled, key=lambda each: each.began)

    def _times(self, states: Collection[State]) -> Iterator[Millis]:
        return (standing.since for standing in self.turned if standing.state in states)


def _turned(before: Situation, elements: Elements) -> Iterator[Standing]:
    """Yield the standings that were not what they are."""
    yield from (standing for name, standing in elements.devices.items() if before.devices.get(name) != standing)
    yield from (standing for name, standing in elements.links.items() if before.links.get(name) != standing)
