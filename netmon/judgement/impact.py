"""Who is hit by an incident: the municipalities without connection or redundancy, the people, the critical sites."""

from collections.abc import Iterator

from netmon.judgement.connections import CUT_OFF, is_cut_off_by
from netmon.judgement.incidents import Settled
from netmon.judgement.municipalities import Elements, degraded_by
from netmon.judgement.situation import Situation
from netmon.judgement.topology import Topology
from netmon.judgement.whatif import next_cut
from netmon.model import CriticalSite, DeviceName, Impact, MunicipalityCode, MunicipalityState


def impact_of(topology: Topology, situation: Situation, settled: Settled) -> Impact:
    """Return what follows from a settled cause, as the states say it now."""
    elements = Elements(situation.devices, situation.links)
    isolated = [code for code in _in(CUT_OFF, situation) if is_cut_off_by(topology, code, settled)]
    degraded = _in((MunicipalityState.DEGRADED,), situation)
    if degraded:
        degraded &= degraded_by(topology, settled.vertex)
    return Impact(
        isolated=tuple(sorted(isolated)),
        degraded=tuple(sorted(degraded)),
        inhabitants=sum(topology.network.populations[code] for code in isolated),
        devices=tuple(sorted(DeviceName(v.name) for v in settled.cause.explained if v != settled.vertex)),
        sites=tuple(sorted(_sites(topology, elements, settled))),
        next_cut=next_cut(topology, elements, degraded) if degraded and not isolated else None,
    )


def _sites(topology: Topology, elements: Elements, settled: Settled) -> Iterator[CriticalSite]:
    """Yield the critical sites where nothing is up any more, some of it by this cause."""
    for site, devices in topology.critical.items():
        if not settled.cause.explained.isdisjoint(devices) and not any(map(elements.may_be_up, devices)):
            yield site


def _in(states: tuple[MunicipalityState, ...], situation: Situation) -> set[MunicipalityCode]:
    return {code for code, standing in situation.municipalities.items() if standing.state in states}
