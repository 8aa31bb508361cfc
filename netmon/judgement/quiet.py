"""When has the neighbourhood settled: how long a new cause waits before it is believed."""

from collections.abc import Iterable, Iterator

from netmon.clock import Millis
from netmon.judgement.cause import Cause
from netmon.judgement.dominance import dominators_of
from netmon.judgement.network import device_vertex
from netmon.judgement.scene import Scene
from netmon.judgement.situation import Verdict
from netmon.judgement.topology import Topology


def quiet_after(cause: Cause, new: Iterable[Cause], topology: Topology, scene: Scene, settle: Millis) -> Millis:
    """Return when the settle window of a new cause closes.

    It closes `settle` after the last sign of change, but not while somebody on the only way to the
    cause, or behind it, is in doubt, nor before everybody on that way has been heard since it began;
    and at most `patience` after the cause's own first sign. A probe that gets lost elsewhere in the
    region delays nothing.
    """
    began = scene.heard(cause).start
    is_open = _is_doubtful(cause, topology, scene) or not _is_way_heard(cause, began, topology, scene)
    last = scene.now if is_open else max(_signs(began, new, scene))
    return Millis(min(last + settle, began + scene.patience))


def _signs(began: Millis, new: Iterable[Cause], scene: Scene) -> Iterator[Millis]:
    """Yield when new causes were last heard of, and when devices began to answer again since."""
    yield from (scene.heard(cause).end for cause in new)
    for track in scene.tracks.values():
        if track.first_answer is not None and track.first_answer > began:
            yield track.first_answer


def _is_doubtful(cause: Cause, topology: Topology, scene: Scene) -> bool:
    """Say whether a device before or behind the cause misses and is not confirmed to be down."""
    way = set(dominators_of(cause.vertex, topology.dominators))
    doubtful = (
        device_vertex(name)
        for name, track in scene.tracks.items()
        if track.misses and track.verdict is not Verdict.DOWN
    )
    return any(device in way or cause.vertex in dominators_of(device, topology.dominators) for device in doubtful)


def _is_way_heard(cause: Cause, began: Millis, topology: Topology, scene: Scene) -> bool:
    way = dominators_of(cause.vertex, topology.dominators)
    return all(scene.sight.up[vertex] > began for vertex in way if vertex in scene.sight.up)
