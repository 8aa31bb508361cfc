"""When has the neighbourhood settled: how long a new cause waits before it is believed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from netmon.clock import EPOCH, Millis
from netmon.judgement.cause import Cause
from netmon.judgement.dominance import dominators_of
from netmon.judgement.network import Vertex, device_vertex
from netmon.judgement.scene import Scene
from netmon.judgement.situation import Track, Verdict
from netmon.judgement.topology import Topology


def quiet_times(new: Collection[Cause], topology: Topology, scene: Scene, settle: Millis) -> dict[Cause, Millis]:
    """Return when the settle window of each new cause closes.

    It closes `settle` after the last sign of change, but not while somebody on the only way to the
    cause, or behind it, is in doubt, nor before everybody on that way has been heard since it began;
    and at most `patience` after the cause's own first sign. A probe that gets lost elsewhere in the
    region delays nothing.
    """
    if not new:
        return {}
    unrest = Unrest.of(new, topology, scene)
    return {cause: unrest.quiet_after(cause, topology, scene, settle) for cause in new}


@dataclass(frozen=True, slots=True)
class Unrest:
    """What changes still: when it was last heard of, and which devices are in doubt.

    In doubt is also who was known when the causes began and is not any more: a netmon that was started again in the
    middle of an outage has lost the answers that were on their way. `turned` is when a device that was not up last
    began to answer: one that lost a single probe tells nothing. `before` are the elements that any device in doubt
    depends on.
    """

    heard: Millis
    turned: Millis
    doubtful: frozenset[Vertex]
    before: frozenset[Vertex]

    @classmethod
    def of(cls, new: Collection[Cause], topology: Topology, scene: Scene) -> Self:
        """Return the unrest of a scene: of its new causes, and of those that miss and are not yet down."""
        tracks = scene.tracks.items()
        began = min(scene.heard(cause).start for cause in new)
        doubtful = frozenset(device_vertex(name) for name, track in tracks if _is_in_doubt(track, began))
        before = (vertex for device in doubtful for vertex in dominators_of(device, topology.dominators))
        return cls(
            heard=max(scene.heard(cause).end for cause in new),
            turned=max(
                (track.first_answer or EPOCH for _, track in tracks if track.verdict is not Verdict.UP), default=EPOCH
            ),
            doubtful=doubtful,
            before=frozenset(before),
        )

    def quiet_after(self, cause: Cause, topology: Topology, scene: Scene, settle: Millis) -> Millis:
        """Return when the settle window of one cause closes."""
        began, way = scene.heard(cause).start, _way(cause, topology)
        is_heard = all(scene.sight.up[vertex] > began for vertex in way if vertex in scene.sight.up)
        is_open = not is_heard or self._concerns(cause, way, topology)
        signs = (self.heard, self.turned) if self.turned > began else (self.heard,)
        last = scene.now if is_open else max(signs)
        return Millis(min(last + settle, began + scene.patience))

    def _concerns(self, cause: Cause, way: Collection[Vertex], topology: Topology) -> bool:
        """Say whether a device in doubt is before or behind the cause, or behind what it shares a risk with."""
        kin = topology.network.lost_with([cause.vertex, *topology.network.risks_of(cause.candidates)])
        return not self.doubtful.isdisjoint(way) or not self.before.isdisjoint(kin)


def _is_in_doubt(track: Track, began: Millis) -> bool:
    """Say whether a device may prove to be silent: it misses and is not yet down, or nobody has heard it in time."""
    if track.verdict is Verdict.UNKNOWN:
        return track.since > began
    return track.misses > 0 and track.verdict is not Verdict.DOWN


def _way(cause: Cause, topology: Topology) -> set[Vertex]:
    """Return what everything that was lost depends on."""
    lost = topology.network.lost_with([cause.vertex])
    return {vertex for each in lost for vertex in dominators_of(each, topology.dominators)}
