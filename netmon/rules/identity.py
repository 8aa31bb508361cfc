"""What the inventory says of everything rules are evaluated for: names, roles, places, capacities."""

from collections.abc import Iterator, Mapping

from netmon.inventory.models import Device, Inventory, Link, LinkEnd, Municipality
from netmon.judgement.sessions import PlannedSession, planned_sessions
from netmon.model import DeviceName, Entity, EntityKind
from netmon.rules.terms import Facts

NETMON = Entity(EntityKind.NETMON, "netmon")
"""The monitor itself, as rules know it."""


def identities(inventory: Inventory) -> dict[Entity, Facts]:
    """Return the planned facts of everything that is watched, as far as the inventory names it."""
    return {
        **{_entity(device): _of_device(device, inventory) for device in inventory.active_devices().values()},
        **{interface_at(end): _of_listed(end, inventory) for end in _listed_ends(inventory)},
        **{interface_at(end): facts for end, facts in _link_ends(inventory)},
        **{Entity(EntityKind.LINK, link.name): _of_link(link, inventory) for link in inventory.active_links().values()},
        **{
            Entity(EntityKind.MUNICIPALITY, code): _of_municipality(municipality, inventory)
            for code, municipality in inventory.municipalities.items()
            if municipality.monitored
        },
        **{session.entity: _of_session(session, inventory) for session in planned_sessions(inventory)},
        NETMON: {},
    }


def identity(entity: Entity, known: Mapping[Entity, Facts]) -> Facts | None:
    """Return an entity's planned facts, or None if it is not watched.

    An interface that no link ends at is watched as long as its device is.
    """
    facts = known.get(entity)
    if facts is not None or entity.kind is not EntityKind.INTERFACE:
        return facts
    device, name = owner_and_name(entity)
    owner = known.get(Entity(EntityKind.DEVICE, device))
    return None if owner is None else {**owner, "interface.name": name}


def interface_at(end: LinkEnd) -> Entity:
    """Return the interface at a link's end."""
    return Entity(EntityKind.INTERFACE, str(end))


def owner_and_name(interface: Entity) -> tuple[DeviceName, str]:
    """Return the device and the name of an interface: `cheb-core-1:xe1`."""
    device, _, name = interface.name.partition(":")
    return DeviceName(device), name


def link_title(link: Link, inventory: Inventory) -> str:
    """Return what people call a link: `Cheb – Aš`, or both devices where one municipality has both ends."""
    if link.title:
        return link.title
    first, second = (inventory.devices[end.device] for end in link.ends)
    places = [municipality_of(device, inventory).name for device in (first, second)]
    return " – ".join(places if places[0] != places[1] else [first.name, second.name])


def municipality_of(device: Device, inventory: Inventory) -> Municipality:
    """Return the municipality a device stands in."""
    return inventory.municipalities[inventory.municipality_of(device)]


def _entity(device: Device) -> Entity:
    return Entity(EntityKind.DEVICE, device.name)


def _listed_ends(inventory: Inventory) -> Iterator[LinkEnd]:
    for device in inventory.active_devices().values():
        if isinstance(device.watch, tuple):
            yield from (LinkEnd(device=device.name, interface=name) for name in device.watch)


def _link_ends(inventory: Inventory) -> Iterator[tuple[LinkEnd, Facts]]:
    for link in inventory.active_links().values():
        for end in link.ends:
            yield end, {**_of_listed(end, inventory), **_of_link(link, inventory)}


def _of_device(device: Device, inventory: Inventory) -> Facts:
    municipality = municipality_of(device, inventory)
    return {
        "device.name": device.name,
        "role": device.role.value,
        "criticality": device.criticality.value,
        "platform": device.platform,
        "municipality.name": municipality.name,
        "orp": municipality.orp,
    }


def _of_listed(end: LinkEnd, inventory: Inventory) -> Facts:
    return {**_of_device(inventory.devices[end.device], inventory), "interface.name": end.interface}


def _of_link(link: Link, inventory: Inventory) -> Facts:
    return {
        "link.name": link.name,
        "link.title": link_title(link, inventory),
        "capacity": link.capacity,
        "medium": link.medium.value,
    }


def _of_session(session: PlannedSession, inventory: Inventory) -> Facts:
    return {
        **_of_device(inventory.devices[session.device], inventory),
        "protocol": session.protocol,
        "neighbor.name": session.neighbour,
    }


def _of_municipality(municipality: Municipality, inventory: Inventory) -> Facts:
    promised = {} if municipality.sla is None else {"sla_target": inventory.sla_classes[municipality.sla].target}
    return {
        **promised,
        "municipality.name": municipality.name,
        "population": municipality.population,
        "kind": municipality.kind.value,
        "orp": municipality.orp,
    }
