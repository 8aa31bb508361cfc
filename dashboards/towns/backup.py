"""What a municipality's connection hangs on by design: what has no backup, even while all is well."""

from collections.abc import Iterator

from dashboards.rights import Rights, whereabouts
from dashboards.texts import Words
from dashboards.titles import names_of
from netmon.inventory.models import Inventory
from netmon.judgement.network import Network
from netmon.judgement.topology import SinglePoints, single_points
from netmon.model import Entity, EntityKind, MunicipalityCode


class Backups:
    """The single points of the present inventory, reckoned once for each: a page asks for them at every look."""

    def __init__(self) -> None:
        self._known: tuple[Inventory, SinglePoints] | None = None

    def single(self, inventory: Inventory, code: MunicipalityCode) -> frozenset[Entity]:
        """Return everything on which a municipality depends by design."""
        known = self._known
        if known is None or known[0] is not inventory:
            known = inventory, single_points(Network.of(inventory), lambda _: True)
            self._known = known
        return known[1].get(code, frozenset())


def unbacked(
    backups: Backups, inventory: Inventory, code: MunicipalityCode, words: Words, rights: Rights
) -> tuple[str, ...]:
    """Return what is on every way out of a municipality, but its own devices and the anchors; links first."""
    points = sorted(_between(backups.single(inventory, code), inventory, code), key=_links_first)
    return names_of(inventory, points, words, rights)


def _between(points: frozenset[Entity], inventory: Inventory, code: MunicipalityCode) -> Iterator[Entity]:
    anchors = {anchor.device for anchor in inventory.anchors.values()}
    yield from (each for each in points if each.name not in anchors and whereabouts(each, inventory) != (code,))


def _links_first(entity: Entity) -> tuple[bool, str]:
    return entity.kind is not EntityKind.LINK, entity.name
