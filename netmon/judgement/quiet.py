"""When has the neighbourhood settled: how long a new cause waits before it is believed."""

from collections.abc import Iterable, Iterator

from netmon.clock import Millis
from netmon.judgement.cause import Cause
from netmon.judgement.dominance import dominators_of
from netmon.judgement.scene import Scene
from netmon.judgement.topology import Topology


def quiet_after(cause: Cause, new: Iterable[Cause], topology: Topology, scene: Scene, settle: Millis) -> Millis:
    """Return when the settle window of a new cause closes.

    It closes `settle` after the last sign of change, but not before everybody on the only way to the
    cause has been heard since it began; and at most `patience` after the cause's own first sign.
    """
    began = scene.heard(cause).start
    last = max(_signs(began, new, scene)) if _is_way_heard(cause, began, topology, scene) else scene.now
    return Millis(min(last + settle, began + scene.patience))


def _signs(began: Millis, new: Iterable[Cause], scene: Scene) -> Iterator[Millis]:
    """Yield when new causes were last heard of, and when devices began to miss, or to answer again since."""
    yield from (scene.heard(cause).end for cause in new)
    for track in scene.tracks.values():
        if track.first_miss is not None:
            yield track.first_miss
        if track.first_answer is not None and track.first_answer > began:
            yield track.first_answer


def _is_way_heard(cause: Cause, began: Millis, topology: Topology, scene: Scene) -> bool:
    way = dominators_of(cause.vertex, topology.dominators)
    return all(scene.sight.up[vertex] > began for vertex in way if vertex in scene.sight.up)
