"""What of an incident works again, and since when."""

from netmon.clock import EPOCH, Millis
from netmon.judgement.cause import MONITOR, is_isolated
from netmon.judgement.network import Network, Vertex, device_vertex
from netmon.judgement.scene import Scene
from netmon.model import EvidenceKind, Incident


def elements_of(incident: Incident, network: Network) -> list[Vertex]:
    """Return what failed, and the devices behind it."""
    return [*parts_of(incident, network), *(device_vertex(name) for name in incident.impact.devices)]


def parts_of(incident: Incident, network: Network) -> list[Vertex]:
    """Return what failed: the cause, or the links of a shared risk that were reported down."""
    if incident.cause not in network.risks:
        return [incident.cause]
    named = {fact.entity for fact in incident.evidence if fact.kind is EvidenceKind.PORT_DOWN}
    return [link for link in sorted(network.risks[incident.cause]) if not named.isdisjoint(network.ports_of(link))]


def has_recovered(vertex: Vertex, scene: Scene) -> bool:
    """Say whether an element works again, or is not watched any more; unknown is not recovered."""
    if vertex == MONITOR:
        return any(map(scene.works, scene.sight.up)) and not is_isolated(scene.network, scene.sight)
    if vertex not in scene.network.neighbours:
        return True
    return scene.works(vertex)


def is_cause_back(incident: Incident, scene: Scene) -> bool:
    """Say whether the cause works again; of a shared risk that no port spoke against, all that was behind it."""
    parts = parts_of(incident, scene.network) or elements_of(incident, scene.network)
    return all(has_recovered(part, scene) for part in parts)


def not_back(incident: Incident, scene: Scene) -> frozenset[Vertex]:
    """Return an incident's elements but for those that came back: if they fail again, that is news."""
    return frozenset(
        element
        for element in elements_of(incident, scene.network)
        if element == incident.cause or not scene.was_back(element, since=incident.detected)
    )


def healed_at(incident: Incident, scene: Scene) -> Millis:
    """Return when the last of an incident's elements that work again began to."""
    recovered = (element for element in elements_of(incident, scene.network) if has_recovered(element, scene))
    return max((works_since(element, scene) for element in recovered), default=EPOCH)


def works_since(vertex: Vertex, scene: Scene) -> Millis:
    """Return since when a recovered element works; the moment of asking where nobody recorded it."""
    if vertex == MONITOR:
        return EPOCH
    if vertex not in scene.network.neighbours:
        return scene.now
    return scene.works_since(vertex)
