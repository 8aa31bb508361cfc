"""What maintenance covers: what it names, and the municipalities that this cuts off."""

from dataclasses import replace

from netmon.commands import PlanMaintenance
from netmon.errors import CommandRefused
from netmon.inventory.models import Inventory
from netmon.model import DeviceName, Entity, EntityKind, LinkName, MunicipalityCode
from netmon.phrase import Phrase
from netmon.plan import Plan


def widened(command: PlanMaintenance, plan: Plan) -> PlanMaintenance:
    """Return maintenance with the municipalities that its scope cuts off: they are excused too.

    Raise CommandRefused if it names what the inventory does not.
    """
    for entity in command.scope:
        if not _is_known(entity, plan.inventory):
            raise CommandRefused(Phrase("there is no {entity} in the inventory", entity=entity))
    network = plan.topology.network
    towns = network.cut_off_by({vertex for vertex in command.scope if vertex in network.neighbours})
    extra = [Entity(EntityKind.MUNICIPALITY, code) for code in sorted(towns)]
    return replace(command, scope=tuple(dict.fromkeys([*command.scope, *extra])))


def _is_known(entity: Entity, inventory: Inventory) -> bool:
    match entity.kind:
        case EntityKind.DEVICE:
            return DeviceName(entity.name) in inventory.devices
        case EntityKind.LINK:
            return LinkName(entity.name) in inventory.links
        case EntityKind.MUNICIPALITY:
            return MunicipalityCode(entity.name) in inventory.municipalities
        case _:
            return True  # the store refuses what cannot be worked on at all
