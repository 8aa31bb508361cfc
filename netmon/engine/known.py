"""All that rules may ask of each entity, in layers, and what of it is new: nothing is put together twice."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeVar

from netmon.inventory.models import Inventory
from netmon.judgement.situation import Situation
from netmon.model import Entity, EntityKind, FieldValue, LinkName, Standing
from netmon.reader import Load
from netmon.rules.identity import interface_at

Fields = Mapping[str, FieldValue]
Layer = Mapping[Entity, Fields]
Name = TypeVar("Name", bound=str)
UNKNOWN_LOAD = Load(None, None)


class Known(Layer):
    """What several layers know together; where two of them know a field, the later one's stands."""

    def __init__(self, *layers: Layer) -> None:
        self._layers = layers

    def over(self, layer: Layer) -> "Known":
        """Return this with one more layer, the last one."""
        return Known(*self._layers, layer)

    def __getitem__(self, entity: Entity) -> Fields:
        found = [layer[entity] for layer in self._layers if entity in layer]
        if not found:
            raise KeyError(entity)
        if len(found) == 1:
            return found[0]
        whole: dict[str, FieldValue] = {}
        for fields in found:
            whole.update(fields)
        return whole

    def __iter__(self) -> Iterator[Entity]:
        return iter(dict.fromkeys(chain.from_iterable(self._layers)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def news_of(before: Layer, after: Layer) -> set[Entity]:
    """Return the entities that a layer knows other fields of than before."""
    return {entity for entity in before.keys() | after.keys() if before.get(entity) != after.get(entity)}


class Knowledge:
    """What rules are asked about, and who of it is `stirred`: known otherwise than when they were asked last."""

    def __init__(self, inventory: Inventory) -> None:
        self._states = States(inventory)
        self._others: Layer = {}
        self.stirred: set[Entity] | None = None
        """None stands for everything: rules have not been asked yet."""

    @property
    def loads(self) -> Mapping[LinkName, Load]:
        """The traffic of every active link; this changes with what comes."""
        return self._states.loads

    def take(self, measured: Layer, news: set[Entity], situation: Situation, others: Layer) -> Known:
        """Return all that is known; of `measured`, `news` are new, `others` is a small layer of all that is left."""
        stirred = news | self._states.take(situation, measured, news) | news_of(self._others, others)
        self._others = others
        if self.stirred is not None:
            self.stirred |= stirred
        return Known(measured, self._states.layer, others)

    def settle(self) -> None:
        """Note that the rules have been asked, and that what they said is kept."""
        self.stirred = set()


class States:
    """The layer of states, and of the loads of links; only what has changed is looked at again."""

    def __init__(self, inventory: Inventory) -> None:
        active = inventory.active_links()
        self._ends = {name: (interface_at(link.ends[0]), interface_at(link.ends[1])) for name, link in active.items()}
        self._links_at: dict[Entity, list[LinkName]] = {}
        for link, ends in self._ends.items():
            for end in ends:
                self._links_at.setdefault(end, []).append(link)
        self._situation = Situation()
        self.layer: dict[Entity, Fields] = {}
        self.loads: dict[LinkName, Load] = dict.fromkeys(active, UNKNOWN_LOAD)

    def take(self, situation: Situation, measured: Layer, news: Iterable[Entity]) -> set[Entity]:
        """Bring the layer up to date; `news` are those with new measurements. Return what is new here."""
        before, self._situation = self._situation, situation
        loaded = {link for entity in news for link in self._links_at.get(entity, ())}
        for link in loaded:
            self.loads[link] = load_between(*self._ends[link], measured)
        stirred = {*_turned(before, situation), *(Entity(EntityKind.LINK, link) for link in loaded)}
        for entity in stirred:
            standing = situation.standing_of(entity)
            if standing is None:
                self.layer.pop(entity, None)
            else:
                self.layer[entity] = self._fields(entity, standing)
        return stirred

    def _fields(self, entity: Entity, standing: Standing) -> Fields:
        state = {"state": int(standing.state)}
        if entity.kind is not EntityKind.LINK:
            return state
        load = self.loads[LinkName(entity.name)]
        flows = {"out_bps": load.forward, "in_bps": load.backward}
        return state | {name: flow for name, flow in flows.items() if flow is not None}


def load_between(first: Entity, second: Entity, measured: Layer) -> Load:
    """Return the traffic of a link between two interfaces, as the first sees it, or else as the second."""
    near, far = measured.get(first, {}), measured.get(second, {})
    return Load(
        forward=_whole(near.get("out_bps", far.get("in_bps"))),
        backward=_whole(near.get("in_bps", far.get("out_bps"))),
    )


def _turned(before: Situation, after: Situation) -> Iterator[Entity]:
    """Yield everything that has another state than before, or came, or went."""
    yield from _differing(EntityKind.DEVICE, before.devices, after.devices)
    yield from _differing(EntityKind.LINK, before.links, after.links)
    yield from _differing(EntityKind.MUNICIPALITY, before.municipalities, after.municipalities)


def _differing(kind: EntityKind, before: Mapping[Name, Standing], after: Mapping[Name, Standing]) -> Iterator[Entity]:
    for name, standing in after.items():
        former = before.get(name)
        if former is None or former.state is not standing.state:
            yield Entity(kind, name)
    yield from (Entity(kind, name) for name in before.keys() - after.keys())


def _whole(value: FieldValue | None) -> int | None:
    return value if isinstance(value, int) else None
