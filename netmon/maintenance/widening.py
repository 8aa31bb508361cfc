"""What maintenance covers: what it names, and everything that the topology adds; what a silence may name."""

from collections.abc import Mapping
from dataclasses import replace

from netmon.commands import AddSilence, Command, PlanMaintenance, PlanWorks
from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.inventory.models import FLAPPING_RULE, INCIDENT_RULE, Inventory, Window
from netmon.judgement.network import Network
from netmon.maintenance.scope import expanded, scope_of
from netmon.model import DeviceName, Entity, EntityKind, Hushed, LinkName, MunicipalityCode
from netmon.phrase import Phrase
from netmon.plan import Plan


def widened(command: Command, plan: Plan) -> Command:
    """Return a command; maintenance in it covers also what it cuts off, whose outage is excused too.

    Raise CommandRefused if it names what the inventory does not.
    """
    match command:
        case PlanMaintenance():
            return _widened(command, plan)
        case PlanWorks(works=works):
            return PlanWorks(tuple(_widened(work, plan) for work in works))
        case AddSilence(hushed):
            require_known(hushed, plan.inventory)
            return command
        case _:
            return command


def recurring(plan: Plan) -> Mapping[str, Window]:
    """Return the recurring windows of the inventory, each with everything that it cuts off."""
    network = plan.topology.network
    return {name: _with_scope(window, network) for name, window in plan.inventory.windows.items()}


def require_known(hushed: Hushed, inventory: Inventory) -> None:
    """Raise CommandRefused if a silence names what the inventory does not: it would silence nothing."""
    for entity in hushed.entities:
        if not _is_known(entity, inventory):
            raise CommandRefused(Phrase("there is no {entity} in the inventory", entity=entity))
    for rule in hushed.rules:
        if rule not in {INCIDENT_RULE, FLAPPING_RULE, *inventory.rules}:
            raise CommandRefused(Phrase("there is no rule {name} in the inventory", name=one_line(rule)))
    for orp in hushed.orps:
        if orp not in inventory.orps:
            raise CommandRefused(Phrase("there is no ORP {name} in the inventory", name=one_line(orp)))


def _widened(work: PlanMaintenance, plan: Plan) -> PlanMaintenance:
    for entity in work.scope:
        if not _is_known(entity, plan.inventory):
            raise CommandRefused(Phrase("there is no {entity} in the inventory", entity=entity))
    return replace(work, scope=expanded(work.scope, plan.topology.network))


def _with_scope(window: Window, network: Network) -> Window:
    found = expanded(scope_of(window), network)
    names = {kind: tuple(entity.name for entity in found if entity.kind is kind) for kind in EntityKind}
    update = {
        "devices": names[EntityKind.DEVICE],
        "links": names[EntityKind.LINK],
        "municipalities": names[EntityKind.MUNICIPALITY],
    }
    return window.model_copy(update=update)


def _is_known(entity: Entity, inventory: Inventory) -> bool:
    match entity.kind:
        case EntityKind.DEVICE:
            return DeviceName(entity.name) in inventory.devices
        case EntityKind.LINK:
            return LinkName(entity.name) in inventory.links
        case EntityKind.MUNICIPALITY:
            return MunicipalityCode(entity.name) in inventory.municipalities
        case EntityKind.SHARED_RISK:
            return entity.name in inventory.shared_risks
        case _:
            return True  # the store refuses what cannot be worked on at all
