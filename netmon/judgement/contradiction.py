"""Where what answers contradicts the plan: a device answers though everything it hangs on is silent."""

from collections.abc import Iterator

from netmon.clock import Millis
from netmon.judgement.light import Light
from netmon.judgement.network import Network, Vertex
from netmon.judgement.scene import Scene
from netmon.judgement.situation import Stranding
from netmon.model import DeviceName, EntityKind


def contradictions(network: Network, scene: Scene) -> frozenset[Vertex]:
    """Return the silent devices that the plan puts before devices which go on answering without them."""
    return frozenset().union(*(stranding.silent for stranding in strandings(network, scene)))


def strandings(network: Network, scene: Scene) -> Iterator[Stranding]:
    """Yield who goes on answering behind silent devices, one for all that answer together.

    A device that nobody could answer without is not among them: it is mute, not dark. Neither is one
    that fell silent, or whose followers came back, less than `patience` ago: the others may follow.
    """
    if not scene.sight.down:
        return
    light = Light.of(network, scene.sight)
    stranded = light.lit.difference(light.served).intersection(scene.sight.up)
    seen: set[Vertex] = set()
    for device in sorted(stranded):
        if device not in seen:
            island = network.reach([device], lambda vertex: vertex not in light.dark)
            seen |= island
            border = _border(island, light)
            if border and _answers_on(island & stranded, max(scene.sight.down[each] for each in border), scene):
                yield Stranding(_nearest(island & stranded, border, network), frozenset(border))


def _nearest(devices: set[Vertex], border: set[Vertex], network: Network) -> Vertex:
    """Return the first device that has a link to the border: the plan is wrong there, rather than farther behind."""
    beside = {end for device in border for link in network.neighbours[device] for end in network.neighbours[link]}
    return min(devices & beside or devices)


def _border(island: set[Vertex], light: Light) -> set[Vertex]:
    links = (vertex for vertex in island if vertex.kind is EntityKind.LINK)
    return {end for link in links for end in light.network.neighbours[link] if end in light.dark}


def _answers_on(devices: set[Vertex], silent_since: Millis, scene: Scene) -> bool:
    return any(answered >= max(first, silent_since) + scene.patience for first, answered in _rows(devices, scene))


def _rows(devices: set[Vertex], scene: Scene) -> Iterator[tuple[Millis, Millis]]:
    """Yield the first and the last of the answers in a row of each device."""
    for device in devices:
        track = scene.tracks[DeviceName(device.name)]
        if track.first_answer is not None:
            yield track.first_answer, track.answered_at
