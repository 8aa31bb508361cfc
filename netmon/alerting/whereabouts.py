"""What an entity is called, what it stands on, and which municipalities it belongs to."""

from netmon.inventory.models import Inventory, Link
from netmon.judgement.sessions import ends_of
from netmon.model import DeviceName, Entity, EntityKind, LinkName, MunicipalityCode
from netmon.rules.identity import link_title, municipality_of, owner_and_name


def title_of(entity: Entity, inventory: Inventory) -> str:
    """Return what people call an entity; its plain name where the inventory no longer has it."""
    match entity.kind:
        case EntityKind.DEVICE if device := inventory.devices.get(DeviceName(entity.name)):
            return f"{municipality_of(device, inventory).name} ({device.name})"
        case EntityKind.LINK if link := inventory.links.get(LinkName(entity.name)):
            return link_title(link, inventory)
        case EntityKind.SHARED_RISK if risk := inventory.shared_risks.get(entity.name):
            return risk.title
        case EntityKind.INTERFACE if link := _link_at(entity, inventory):
            return f"{entity.name} ({link_title(link, inventory)})"
        case EntityKind.MUNICIPALITY if place := inventory.municipalities.get(MunicipalityCode(entity.name)):
            return place.name
    return entity.name


def elements_of(entity: Entity, inventory: Inventory) -> frozenset[Entity]:
    """Return the entity and what it stands on: when one of these is explained or excused, so is it."""
    match entity.kind:
        case EntityKind.INTERFACE:
            owner = Entity(EntityKind.DEVICE, owner_and_name(entity)[0])
            link = _link_at(entity, inventory)
            return frozenset({entity, owner, *([Entity(EntityKind.LINK, link.name)] if link else [])})
        case EntityKind.SESSION:
            ends = ends_of(entity)
            return frozenset({entity, *(Entity(EntityKind.DEVICE, end) for end in ends if end in inventory.devices)})
        case EntityKind.LINK if link := inventory.links.get(LinkName(entity.name)):
            return frozenset({entity, *(Entity(EntityKind.DEVICE, end.device) for end in link.ends)})
        case EntityKind.SHARED_RISK:
            links = (
                Entity(EntityKind.LINK, name)
                for name, link in inventory.links.items()
                if entity.name in link.shared_risks
            )
            return frozenset({entity}).union(*(elements_of(link, inventory) for link in links))
    return frozenset({entity})


def home_of(entity: Entity, inventory: Inventory) -> frozenset[MunicipalityCode]:
    """Return the municipalities an entity stands in: two for most links, none for netmon itself."""
    if entity.kind is EntityKind.MUNICIPALITY:
        return frozenset({MunicipalityCode(entity.name)} & inventory.municipalities.keys())
    devices = (DeviceName(element.name) for element in elements_of(entity, inventory))
    return frozenset(
        inventory.municipality_of(inventory.devices[device]) for device in devices if device in inventory.devices
    )


def _link_at(interface: Entity, inventory: Inventory) -> Link | None:
    return next(
        (link for link in inventory.links.values() if any(str(end) == interface.name for end in link.ends)), None
    )
