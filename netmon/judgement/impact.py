"""Who is hit by an incident: the municipalities without connection, those without redundancy, the people."""

from netmon.judgement.connections import CUT_OFF, is_cut_off_by
from netmon.judgement.incidents import Settled
from netmon.judgement.municipalities import degraded_by
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.model import DeviceName, Impact, MunicipalityCode, MunicipalityState


def impact_of(topology: Topology, situation: Situation, settled: Settled) -> Impact:
    """Return what follows from a settled cause, as the states say it now."""
    isolated = [code for code in _in(CUT_OFF, situation) if is_cut_off_by(topology, code, settled)]
    degraded = _in((MunicipalityState.DEGRADED,), situation)
    if degraded:
        degraded &= degraded_by(topology, settled.vertex)
    return Impact(
        isolated=tuple(sorted(isolated)),
        degraded=tuple(sorted(degraded)),
        inhabitants=sum(topology.network.populations[code] for code in isolated),
        devices=tuple(sorted(DeviceName(v.name) for v in settled.cause.explained if v != settled.vertex)),
    )


def _in(states: tuple[MunicipalityState, ...], situation: Situation) -> set[MunicipalityCode]:
    return {code for code, standing in situation.municipalities.items() if standing.state in states}
