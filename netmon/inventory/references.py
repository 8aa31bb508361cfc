"""Whether every name that is mentioned belongs to something."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from netmon.inventory.complaint import quote
from netmon.inventory.fault import NOUNS, Fault, subject
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.models import Inventory
from netmon.inventory.tree import MappingNode, Node, Path
from netmon.phrase import Phrase

Names = Mapping[str, frozenset[str]]
"""Every name that stands in the files, by section; also of things whose own values are wrong."""

SNMP, SSH = "credentials.snmp", "credentials.ssh"
RECIPIENTS = "recipients"
"""What an escalation may name: people, rotas and receivers."""
OTHER_NOUNS = {
    SNMP: "SNMP credential {name}",
    SSH: "SSH credential {name}",
    RECIPIENTS: "person, rota or receiver {name}",
}
ADDITIONS = {
    "orps": "add the ORP",
    "municipalities": "add the municipality",
    "sites": "add the site",
    "devices": "add the device",
    "links": "add the link",
    "shared_risks": "add the shared risk",
    "sla_classes": "add the SLA class",
    "receivers": "add the receiver",
    "people": "add the person",
    "escalations": "add the escalation",
    RECIPIENTS: "add the person, rota or receiver",
    SNMP: "add the SNMP credential",
    SSH: "add the SSH credential",
}
"""What to do where nothing is called alike, by the section that lacks it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at a path, and the section it must stand in."""

    path: Path
    section: str
    name: str


def names_in(root: Node) -> Names:
    """Return every name that a tree gives to something."""
    sections = _entries(root)
    credentials = _entries(sections.get("credentials"))
    named = {section: frozenset(_entries(sections.get(section))) for section in NOUNS}
    return named | {
        RECIPIENTS: named["people"] | named["rotas"] | named["receivers"],
        SNMP: frozenset(_entries(credentials.get("snmp"))),
        SSH: frozenset(_entries(credentials.get("ssh"))),
    }


def unknown_names(inventory: Inventory, names: Names) -> Iterator[Fault]:
    """Yield a fault for every name that belongs to nothing."""
    for mention in mentions(inventory):
        known = names[mention.section]
        if mention.name not in known:
            noun = NOUNS.get(mention.section) or OTHER_NOUNS[mention.section]
            thing = Phrase(noun, name=quote(mention.name))
            what = Phrase("{subject}: there is no {thing}", subject=subject(mention.path), thing=thing)
            addition = Phrase(ADDITIONS[mention.section])
            yield Fault(mention.path, what, did_you_mean(mention.name, sorted(known), otherwise=addition))


def mentions(inventory: Inventory) -> Iterator[Mention]:
    """Yield every name that one thing uses for another; what routes match is for `lint`."""
    yield from _of_municipalities(inventory)
    yield from _of_devices(inventory)
    yield from _of_links(inventory)
    yield from _of_people(inventory)


def _of_municipalities(inventory: Inventory) -> Iterator[Mention]:
    for code, municipality in inventory.municipalities.items():
        path: Path = ("municipalities", code)
        yield Mention((*path, "orp"), "orps", municipality.orp)
        yield from _optional((*path, "sla"), "sla_classes", municipality.sla)
        yield from _several((*path, "service_points"), "devices", municipality.service_points)
    for slug, site in inventory.sites.items():
        yield Mention(("sites", slug, "municipality"), "municipalities", site.municipality)
    for index, recipient in enumerate(inventory.region.reports.recipients):
        path = ("region", "reports", "recipients", index)
        yield from _optional((*path, "orp"), "orps", recipient.orp)
        yield from _optional((*path, "municipality"), "municipalities", recipient.municipality)


def _of_devices(inventory: Inventory) -> Iterator[Mention]:
    for name, device in inventory.devices.items():
        path: Path = ("devices", name)
        yield Mention((*path, "site"), "sites", device.site)
        if device.snmp:
            yield Mention((*path, "snmp", "credential"), SNMP, device.snmp.credential)
        if device.ssh:
            yield Mention((*path, "ssh", "credential"), SSH, device.ssh.credential)
    for slug, anchor in inventory.anchors.items():
        yield Mention(("anchors", slug, "device"), "devices", anchor.device)
    yield from _several(("vantage_points",), "devices", inventory.vantage_points)


def _of_links(inventory: Inventory) -> Iterator[Mention]:
    for name, link in inventory.links.items():
        path: Path = ("links", name)
        yield from _several((*path, "ends"), "devices", (end.device for end in link.ends))
        yield from _several((*path, "shared_risks"), "shared_risks", link.shared_risks)
        yield from _optional((*path, "sla"), "sla_classes", link.sla)


def _of_people(inventory: Inventory) -> Iterator[Mention]:
    for index, route in enumerate(inventory.routes):
        yield from _several(("routes", index, "receivers"), "receivers", route.receivers)
        yield from _optional(("routes", index, "escalation"), "escalations", route.escalation)
    for name, rota in inventory.rotas.items():
        yield from _several(("rotas", name, "members"), "people", rota.members)
        for index, override in enumerate(rota.overrides):
            yield Mention(("rotas", name, "overrides", index, "person"), "people", override.person)
    for name, escalation in inventory.escalations.items():
        for index, step in enumerate(escalation.steps):
            yield from _several(("escalations", name, "steps", index, "notify"), RECIPIENTS, step.notify)
    for slug, window in inventory.windows.items():
        yield from _several(("windows", slug, "devices"), "devices", window.devices)
        yield from _several(("windows", slug, "links"), "links", window.links)
        yield from _several(("windows", slug, "municipalities"), "municipalities", window.municipalities)


def _optional(path: Path, section: str, name: str | None) -> Iterator[Mention]:
    if name is not None:
        yield Mention(path, section, name)


def _several(path: Path, section: str, names: Iterable[str]) -> Iterator[Mention]:
    for index, name in enumerate(names):
        yield Mention((*path, index), section, name)


def _entries(node: Node | None) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        return {}
    return {name: entry.node for name, entry in node.entries.items()}
