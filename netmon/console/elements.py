"""Elements of the network on the command line: `link:NAME`, `device:NAME`, `risk:NAME`, there and back."""

from collections.abc import Collection, Mapping

import click

from netmon.errors import CommandRefused
from netmon.foreign import one_line
from netmon.inventory.complaint import quote
from netmon.inventory.likeness import did_you_mean, one_of
from netmon.inventory.models import Inventory
from netmon.judgement.network import Network, Vertex, link_vertex
from netmon.model import EntityKind
from netmon.phrase import Phrase

KINDS = {"device": EntityKind.DEVICE, "link": EntityKind.LINK, "risk": EntityKind.SHARED_RISK}
PREFIXES = {kind: prefix for prefix, kind in KINDS.items()}
WORDS: Mapping[EntityKind, str] = {
    EntityKind.DEVICE: "device {name}",
    EntityKind.LINK: "link {name}",
    EntityKind.SHARED_RISK: "shared risk {name}",
}
UNKNOWN: Mapping[EntityKind, str] = {
    EntityKind.DEVICE: "there is no device {name}; {cure}",
    EntityKind.LINK: "there is no link {name}; {cure}",
    EntityKind.SHARED_RISK: "there is no shared risk {name}; {cure}",
}


def element_of(text: str, inventory: Inventory) -> Vertex:
    """Return what somebody wrote for an element; raise click.UsageError if there is no such thing."""
    kind, _, name = text.partition(":")
    if kind not in KINDS or not name:
        cure = one_of(f"{known}:NAME" for known in KINDS)
        raise click.UsageError(Phrase("{text} is no element of the network; {cure}", text=_quoted(text), cure=cure))
    element = Vertex(KINDS[kind], name)
    names = _names(element.kind, inventory)
    if name not in names:
        cure = did_you_mean(name, names, otherwise=Phrase("look into the inventory"))
        raise click.UsageError(Phrase(UNKNOWN[element.kind], name=_quoted(name), cure=cure))
    return element


def vertices_of(element: Vertex, inventory: Inventory, network: Network) -> frozenset[Vertex]:
    """Return what is lost with an element; raise CommandRefused if it carries nothing: it is not in service."""
    if element.kind is EntityKind.SHARED_RISK:
        links = inventory.active_links().values()
        lost = frozenset(link_vertex(link.name) for link in links if element.name in link.shared_risks)
    else:
        lost = frozenset({element} & network.neighbours.keys())
    if not lost:
        raise CommandRefused(Phrase("{element} is not in service: nothing hangs on it", element=named(element)))
    return lost


def written(element: Vertex) -> str:
    """Return an element as the command line takes it."""
    return f"{PREFIXES[element.kind]}:{element.name}"


def named(element: Vertex) -> Phrase:
    """Return an element as people say it."""
    return Phrase(WORDS[element.kind], name=element.name)


def _names(kind: EntityKind, inventory: Inventory) -> Collection[str]:
    match kind:
        case EntityKind.DEVICE:
            return inventory.devices.keys()
        case EntityKind.LINK:
            return inventory.links.keys()
        case _:
            return inventory.shared_risks.keys()


def _quoted(text: str) -> Phrase:
    return quote(one_line(text))
