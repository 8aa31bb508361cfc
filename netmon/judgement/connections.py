"""Since when is each municipality connected, weakened or cut off, and what is to blame."""

from dataclasses import replace

from netmon.clock import EPOCH, Millis
from netmon.judgement.incidents import Outcome, Settled
from netmon.judgement.municipalities import Elements, connected_since, degraded_by, municipality_states
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.model import MunicipalityCode, MunicipalityState, Standing

CUT_OFF = (MunicipalityState.DISCONNECTED, MunicipalityState.ISOLATED)


def municipality_standings(
    topology: Topology, before: Situation, elements: Elements, outcome: Outcome
) -> dict[MunicipalityCode, Standing]:
    """Return every municipality's state; a new one begins when its evidence does, never before the old."""
    standings: dict[MunicipalityCode, Standing] = {}
    for code, state in municipality_states(topology, elements).items():
        former = before.municipalities.get(code)
        if former is not None and former.state == state:
            standings[code] = former
        else:
            present = _present(topology, elements, outcome, code, state)
            earliest = former.since if former else EPOCH
            standings[code] = replace(present, since=Millis(max(present.since, earliest)))
    return standings


def _present(
    topology: Topology, elements: Elements, outcome: Outcome, code: MunicipalityCode, state: MunicipalityState
) -> Standing:
    blame = _blame(topology, code, state, outcome)
    if blame is not None:
        return Standing(state, blame.started, str(blame.vertex))
    if not state.is_connected:
        return Standing(state, outcome.now, "no way to an anchor is known to be up")
    return Standing(state, max(connected_since(topology, elements, code), outcome.recovered_at), "connected")


def _blame(topology: Topology, code: MunicipalityCode, state: MunicipalityState, outcome: Outcome) -> Settled | None:
    """Return the settled cause, the oldest first, that a municipality's trouble comes from."""
    points = topology.network.service_points[code]
    for each in sorted(outcome.settled, key=lambda each: each.started):
        if state in CUT_OFF and any(point in each.cause.explained for point in points):
            return each
        if state is MunicipalityState.DEGRADED and code in degraded_by(topology, each.vertex):
            return each
    return None
