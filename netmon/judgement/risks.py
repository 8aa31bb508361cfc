"""Is it one loss in several places: causes that share a risk, put down to the risk."""

from collections.abc import Iterable, Sequence

from netmon.judgement.cause import Cause, Claim
from netmon.judgement.light import Light
from netmon.judgement.network import Vertex

SEVERAL = 2


def under_shared_risks(causes: Sequence[Cause], light: Light, claims: Sequence[Claim]) -> list[Cause]:
    """Return the causes, those as one that the loss of a single shared risk may be.

    A cause that explains no silence is an open ring. What was told long ago stays as it is; a
    claimed risk also has the open rings of its links.
    """
    risks = light.network.risks
    found, left = _claimed(causes, light, [claim for claim in claims if claim.vertex in risks])
    new = [cause for cause in left if light.told.isdisjoint(cause.explained | {cause.vertex})]
    old = [cause for cause in left if cause not in new]
    struck = _struck([risk for risk in risks if risk not in light.told], new, light)
    while struck:
        widest = max(struck.values(), key=lambda parts: (len(parts), len(_devices(parts))))
        equals = tuple(risk for risk, parts in struck.items() if parts == widest)
        found.append(Cause(equals[0], equals, _devices(widest), _rings(widest)))
        new = [cause for cause in new if cause not in widest]
        changed = [risk for risk, parts in struck.items() if any(cause in widest for cause in parts)]
        apart = {risk: parts for risk, parts in struck.items() if risk not in changed}
        struck = {**apart, **_struck(changed, new, light)}
    return [*found, *old, *new]


def _claimed(causes: Sequence[Cause], light: Light, claims: Iterable[Claim]) -> tuple[list[Cause], Sequence[Cause]]:
    """Return the claimed risks that still hold anything, and the causes that are none of theirs."""
    found, left = [], causes
    for claim in claims:
        rings = light.network.risks[claim.vertex]
        own = [each for each in left if each.vertex == claim.vertex or (not each.explained and each.vertex in rings)]
        if own:
            found.append(Cause(claim.vertex, (claim.vertex,), _devices(own), _rings(own)))
            left = [cause for cause in left if cause not in own]
    return found, left


def _struck(risks: Iterable[Vertex], causes: Sequence[Cause], light: Light) -> dict[Vertex, list[Cause]]:
    """Return each of the risks that may be several of the causes at once, and which.

    One may be a cause if it or a link of it is among the candidates.
    """
    links = light.network.risks
    struck = {risk: [each for each in causes if not {risk, *links[risk]}.isdisjoint(each.candidates)] for risk in risks}
    return {
        risk: parts
        for risk, parts in struck.items()
        if len(parts) >= SEVERAL and not light.refutes(links[risk], light.began(_devices(parts), _rings(parts)))
    }


def _devices(causes: Iterable[Cause]) -> frozenset[Vertex]:
    return frozenset().union(*(cause.explained for cause in causes))


def _rings(causes: Iterable[Cause]) -> frozenset[Vertex]:
    return frozenset(cause.vertex for cause in causes if not cause.explained)
