"""What is kept of each thing, as rules know it: the traffic of a link is that of the ports at its ends."""

from collections.abc import Iterator, Mapping

from netmon.clock import Interval, Millis
from netmon.engine.known import Fields, load_between
from netmon.inventory.models import Inventory
from netmon.model import Entity, EntityKind, LinkName
from netmon.rehearsal.recording import Recording, Sampled
from netmon.rules.identity import interface_at

NOTHING: Fields = {}


class Kept:
    """Reads a recording thing by thing."""

    def __init__(self, recording: Recording, inventory: Inventory) -> None:
        self._recording = recording
        self._links = inventory.active_links()
        self._series: dict[EntityKind, Mapping[Entity, tuple[int, ...]]] = {}

    def things(self, kind: EntityKind) -> Iterator[Entity]:
        """Yield everything of a kind of which something is kept, or may be."""
        if kind is EntityKind.LINK:
            yield from (Entity(kind, name) for name in self._links)
        else:
            yield from self._of(kind)

    def samples(self, entity: Entity, window: Interval, limit: int) -> tuple[Sampled, ...]:
        """Return what is kept of a thing in a period, oldest first."""
        own = self._recorded(entity, window, limit)
        link = self._links.get(LinkName(entity.name)) if entity.kind is EntityKind.LINK else None
        if link is None:
            return tuple(Sampled(at, fields) for at, fields in own.items())
        near, far = interface_at(link.ends[0]), interface_at(link.ends[1])
        loads = self._loads(near, far, window, limit)
        moments = sorted({*own, *loads})[: max(0, limit)]
        return tuple(Sampled(at, {**own.get(at, NOTHING), **loads.get(at, NOTHING)}) for at in moments)

    def _loads(self, near: Entity, far: Entity, window: Interval, limit: int) -> dict[Millis, Fields]:
        """Return the traffic of a link at each moment at which one of its ends was read."""
        here, there = self._recorded(near, window, limit), self._recorded(far, window, limit)
        loads: dict[Millis, Fields] = {}
        for at in {*here, *there}:
            load = load_between(near, far, {near: here.get(at, NOTHING), far: there.get(at, NOTHING)})
            flows = {"out_bps": load.forward, "in_bps": load.backward}
            loads[at] = {name: flow for name, flow in flows.items() if flow is not None}
        return loads

    def _recorded(self, entity: Entity, window: Interval, limit: int) -> dict[Millis, Fields]:
        series = self._of(entity.kind).get(entity, ())
        return {sample.at: sample.fields for sample in self._recording.samples(series, window, limit)}

    def _of(self, kind: EntityKind) -> Mapping[Entity, tuple[int, ...]]:
        if kind not in self._series:
            self._series[kind] = self._recording.series(kind)
        return self._series[kind]
