"""Which incident a cause belongs to: the elder one keeps its name, what is part of it joins it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from netmon.judgement.cause import MONITOR, Cause, Claim
from netmon.judgement.network import Network, Vertex
from netmon.judgement.recovery import elements_of, has_recovered, healed_at, is_cause_back, not_back
from netmon.judgement.scene import Scene
from netmon.model import Incident, IncidentId, LinkName


@dataclass(frozen=True, slots=True)
class Match:
    """What explains each open incident that goes on, and the causes that belong to none yet.

    `merged` are the incidents that turned out to be part of another one, and of which.
    """

    known: tuple[tuple[Incident, Cause], ...]
    new: tuple[Cause, ...]
    merged: Mapping[IncidentId, IncidentId]


def match(causes: Sequence[Cause], incidents: Sequence[Incident], scene: Scene) -> Match:
    """Give each cause the open incident it continues, the oldest first."""
    oldest_first = _oldest_first(incidents)
    known: dict[IncidentId, list[Cause]] = {}
    new: list[Cause] = []
    shared: dict[IncidentId, IncidentId] = {}
    for cause in causes:
        going_on = [incident for incident in oldest_first if _continues(incident, cause, scene)]
        if going_on:
            same = next((incident for incident in going_on if incident.cause == cause.vertex), going_on[0])
            known.setdefault(same.id, []).append(cause)
            shared |= {incident.id: same.id for incident in going_on[going_on.index(same) + 1 :]}
        else:
            new.append(cause)
    return Match(
        known=tuple((each, _together(each, known[each.id], scene)) for each in oldest_first if each.id in known),
        new=tuple(new),
        merged={part: whole for part, whole in shared.items() if part not in known},
    )


def _together(incident: Incident, causes: Sequence[Cause], scene: Scene) -> Cause:
    """Return the causes of one incident as one: its own speaks for all, else the farthest-reaching.

    What is left in several places of a shared risk is the risk's still.
    """
    explained = frozenset().union(*(cause.explained for cause in causes))
    rings = frozenset().union(*(cause.rings for cause in causes))
    own = [cause for cause in causes if incident.cause in cause.candidates]
    if not own and len(causes) > 1 and incident.cause in scene.network.risks:
        return Cause(incident.cause, incident.candidates, explained, rings)
    return replace((own or causes)[0], explained=explained, rings=rings)


def claims_of(incidents: Iterable[Incident], scene: Scene) -> tuple[Claim, ...]:
    """Return the causes that are beyond doubt, the oldest first, with the devices they silenced.

    There is doubt again where the cause, or a part of what a shared risk took along, is back.
    """
    return tuple(
        Claim(each.cause, not_back(each, scene))
        for each in _settled(incidents, scene)
        if not (is_cause_back(each, scene) or _is_partly_back(each, scene))
    )


def told_of(incidents: Iterable[Incident], scene: Scene) -> frozenset[Vertex]:
    """Return what settled incidents are about: no shared risk makes it a part of anything any more."""
    return frozenset().union(*(not_back(each, scene) for each in _settled(incidents, scene)))


def _settled(incidents: Iterable[Incident], scene: Scene) -> list[Incident]:
    """Return the incidents that are older than `patience`, but for those that evidence which came late speaks of."""
    old = [each for each in incidents if scene.now >= each.detected + scene.patience]
    return _oldest_first(each for each in old if not _has_late_evidence(each, scene))


def _is_partly_back(incident: Incident, scene: Scene) -> bool:
    is_shared = incident.cause in scene.network.risks
    return is_shared and any(has_recovered(element, scene) for element in elements_of(incident, scene.network))


def _has_late_evidence(incident: Incident, scene: Scene) -> bool:
    """Say whether a link is reported down that began with an incident and shares a risk with it."""
    risks = scene.network.risks_of(incident.candidates)
    links = scene.network.lost_with(risks) & scene.sight.down_links.keys()
    began = (scene.links[LinkName(link.name)].since for link in links.difference([incident.cause]))
    return any(abs(since - incident.started) <= scene.patience for since in began)


def _continues(incident: Incident, cause: Cause, scene: Scene) -> bool:
    """Say whether a cause is what an open incident is about: the same element, or the same silence.

    Once the incident's own cause works again, whoever is silent still has `patience` to follow.
    """
    if incident.cause in cause.candidates or cause.vertex in incident.candidates:
        return True
    if cause.vertex in scene.network.lost_with([incident.cause]) or incident.cause in cause.rings:
        return True
    if _touched(cause, scene.network).isdisjoint(not_back(incident, scene)):
        return False
    if cause.vertex == MONITOR or is_cause_back(incident, scene):
        return scene.now < max(incident.detected, healed_at(incident, scene)) + scene.patience
    return True


def _touched(cause: Cause, network: Network) -> frozenset[Vertex]:
    """Return the silent devices of a cause; an open ring has none, but what failed may have taken its link along."""
    links = cause.rings or {cause.vertex}
    return cause.explained or frozenset().union(*(network.neighbours[link] for link in links))


def _oldest_first(incidents: Iterable[Incident]) -> list[Incident]:
    return sorted(incidents, key=lambda incident: (incident.started, incident.id))
