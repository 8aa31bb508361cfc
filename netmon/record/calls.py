"""Whom to call about an incident: the supplier of its link, or whoever looks after where its device stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netmon.inventory.models import Contact, Device, Inventory, Link
from netmon.model import DeviceName, Entity, EntityKind, Incident, LinkName

MOST_CALLS = 20
"""Calls of an incident at most: a duct may hold hundreds of links, but nobody calls so many."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call about an element, and what they will ask for: their circuit, and who is calling."""

    about: Entity
    name: str
    phone: str | None = None
    email: str | None = None
    circuit: str | None = None
    customer: str | None = None


def calls(incident: Incident, inventory: Inventory) -> tuple[Call, ...]:
    """Return whom to call, the cause's own first, then those of everything that may be the cause just as well."""
    elements = dict.fromkeys((incident.cause, *incident.candidates))
    found = dict.fromkeys(call for element in elements for call in _calls_about(element, inventory))
    return tuple(found)[:MOST_CALLS]


def as_plain(call: Call) -> dict[str, object]:
    """Return a call as plain values, for programs and for messages."""
    return {
        "about": {"kind": call.about.kind.value, "name": call.about.name},
        "name": call.name,
        "phone": call.phone,
        "email": call.email,
        "circuit": call.circuit,
        "customer": call.customer,
    }


def _calls_about(element: Entity, inventory: Inventory) -> Iterator[Call]:
    match element.kind:
        case EntityKind.LINK if link := inventory.links.get(LinkName(element.name)):
            yield from _of_link(element, link, inventory)
        case EntityKind.SHARED_RISK:
            for name, link in inventory.active_links().items():
                if element.name in link.shared_risks:
                    yield from _of_link(Entity(EntityKind.LINK, name), link, inventory)
        case EntityKind.DEVICE if device := inventory.devices.get(DeviceName(element.name)):
            yield from _of_device(element, device, inventory)


def _of_link(about: Entity, link: Link, inventory: Inventory) -> Iterator[Call]:
    if link.supplier is not None:
        known = inventory.suppliers.get(link.supplier)
        if known is None:
            yield Call(about, link.supplier, circuit=link.circuit)
        else:
            yield Call(about, link.supplier, known.phone, known.email, link.circuit, known.customer)
    yield from _contacts(about, link.contacts)


def _of_device(about: Entity, device: Device, inventory: Inventory) -> Iterator[Call]:
    """Yield the contacts of a device and its site; of the municipality, where neither has any."""
    site = inventory.sites[device.site]
    yield from _contacts(
        about, (*device.contacts, *site.contacts) or inventory.municipalities[site.municipality].contacts
    )


def _contacts(about: Entity, contacts: Iterable[Contact]) -> Iterator[Call]:
    return (Call(about, contact.name, contact.phone, contact.email) for contact in contacts)
