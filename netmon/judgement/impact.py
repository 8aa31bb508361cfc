"""Who is hit by an incident: the municipalities without connection, those without redundancy, the people."""

from netmon.judgement.connections import CUT_OFF
from netmon.judgement.incidents import Settled
from netmon.judgement.municipalities import degraded_by
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.model import DeviceName, Impact, MunicipalityCode, MunicipalityState


def impact_of(topology: Topology, situation: Situation, settled: Settled) -> Impact:
    """Return what follows from a settled cause, as the states say it now."""
    isolated = [code for code in situation.municipalities if _is_isolated_by(code, topology, situation, settled)]
    weakened = degraded_by(topology, settled.vertex) if settled.vertex in topology.network.neighbours else frozenset()
    degraded = [
        code
        for code, standing in situation.municipalities.items()
        if standing.state == MunicipalityState.DEGRADED and code in weakened
    ]
    return Impact(
        isolated=tuple(sorted(isolated)),
        degraded=tuple(sorted(degraded)),
        inhabitants=sum(topology.network.populations[code] for code in isolated),
        devices=tuple(sorted(DeviceName(v.name) for v in settled.cause.explained if v != settled.vertex)),
    )


def _is_isolated_by(code: MunicipalityCode, topology: Topology, situation: Situation, settled: Settled) -> bool:
    if situation.municipalities[code].state not in CUT_OFF:
        return False
    return any(point in settled.cause.explained for point in topology.network.service_points.get(code, ()))
