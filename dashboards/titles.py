"""What things are called: links by the towns they join, devices by where they stand."""

from collections.abc import Iterable

from dashboards.plain import plain
from dashboards.rights import Rights, whereabouts
from dashboards.texts import Words
from netmon.inventory.models import Device, Inventory, Link
from netmon.model import DeviceName, Entity, EntityKind, Incident, LinkName, MunicipalityCode


def link_title(inventory: Inventory, link: Link) -> str:
    """Return a link's title: `Cheb – Aš`, or both devices where one municipality has both ends."""
    if link.title:
        return plain(link.title)
    places = [device_place(inventory, inventory.devices[end.device]) for end in link.ends]
    if places[0] == places[1]:
        return " – ".join(end.device for end in link.ends)
    return " – ".join(places)


def device_place(inventory: Inventory, device: Device) -> str:
    """Return the name of the municipality a device stands in."""
    return inventory.municipalities[inventory.municipality_of(device)].name


def entity_title(inventory: Inventory, entity: Entity) -> str:
    """Return what people call a thing; its plain name where the inventory no longer has it."""
    link = inventory.links.get(LinkName(entity.name)) if entity.kind is EntityKind.LINK else None
    if link is not None:
        return link_title(inventory, link)
    device = inventory.devices.get(DeviceName(entity.name)) if entity.kind is EntityKind.DEVICE else None
    if device is not None:
        return f"{device_place(inventory, device)} ({device.name})"
    risk = inventory.shared_risks.get(entity.name) if entity.kind is EntityKind.SHARED_RISK else None
    if risk is not None:
        return plain(risk.title)
    if entity.kind is EntityKind.MUNICIPALITY:
        return municipality_name(inventory, MunicipalityCode(entity.name))
    return plain(entity.name)


def entity_name(inventory: Inventory, entity: Entity, words: Words) -> str:
    """Return what people call a thing, with its kind: `trasa Cheb – Aš`, `Kabelovod u Chlumu`."""
    return words(f"entity.{entity.kind.value}", title=entity_title(inventory, entity))


def municipality_name(inventory: Inventory, code: MunicipalityCode) -> str:
    """Return a municipality's name, or its code where the inventory no longer has it."""
    municipality = inventory.municipalities.get(code)
    return municipality.name if municipality else code


def incident_title(inventory: Inventory, incident: Incident, words: Words, rights: Rights) -> str:
    """Return the cause as a headline: `Trasa Kraslice – Ostrov přerušena`; to outsiders, only where it lies."""
    cause = incident.cause
    if rights.knows_entity(cause, inventory):
        return words(f"cause.{cause.kind.value}", title=entity_title(inventory, cause))
    match _places(inventory, cause):
        case []:
            return words("outside.network")
        case [place]:
            return words("outside.place", place=place)
        case places:
            return words("cause.link", title=" – ".join(places))


def names_of(inventory: Inventory, entities: Iterable[Entity], words: Words, rights: Rights) -> tuple[str, ...]:
    """Return what people call things, each name once; to outsiders, only where they lie, if that is known."""
    names = (_name(inventory, entity, words, rights) for entity in entities)
    return tuple(dict.fromkeys(filter(None, names)))


def _name(inventory: Inventory, entity: Entity, words: Words, rights: Rights) -> str:
    if rights.knows_entity(entity, inventory):
        return entity_name(inventory, entity, words)
    match _places(inventory, entity):
        case []:
            return ""
        case [place]:
            return words("outside.device", place=place)
        case places:
            return words("entity.link", title=" – ".join(places))


def _places(inventory: Inventory, entity: Entity) -> list[str]:
    return [municipality_name(inventory, code) for code in whereabouts(entity, inventory)]
