"""Interfaces as they are known and seen."""

from collections.abc import Mapping

from netmon.identity.evidence import UNTOLD, Evidence
from netmon.identity.known import Known, Named, Recognition, names_of
from netmon.identity.recognition import recognise
from netmon.model import InterfaceName

ALL = Named()
PLENTY = 1_000


def named(*names: str, **roles: str) -> Named:
    """Return an inventory that names interfaces for links, and watches these and no others."""
    stated = {InterfaceName(name): frozenset({role}) for name, role in roles.items()}
    return Named(stated, frozenset({*map(InterfaceName, names), *stated}))


def port(number: int, alias: str = "", neighbour: str = "") -> Evidence:
    """Return what a port tells: a MAC of its own, perhaps an alias and a neighbour."""
    return Evidence(f"0218000000{number:02x}", alias, (neighbour, "xe1") if neighbour else ("", ""))


def seen(ports: Mapping[str, Evidence]) -> dict[InterfaceName, Evidence]:
    """Return interfaces by their present names."""
    return {InterfaceName(name): evidence for name, evidence in ports.items()}


def at(
    ports: Mapping[str, Evidence], known: tuple[Known, ...] = (), inventory: Named = ALL, room: int = PLENTY
) -> Recognition:
    """Return who is who when a device shows these ports."""
    return recognise(known, seen(ports), inventory, room)


def life(*sights: Mapping[str, Evidence], inventory: Named = ALL) -> Recognition:
    """Return who is who after a device has been seen several times."""
    recognition = Recognition(())
    for ports in sights:
        recognition = at(ports, recognition.known, inventory)
    return recognition


def called(recognition: Recognition, *present: str) -> dict[str, str]:
    """Return the known names of present names."""
    names = names_of(recognition.known)
    return {name: names.get(name, name) for name in present}


def interface(name: str, evidence: Evidence = UNTOLD, place: str | None = None, *roles: str) -> Known:
    """Return a known interface, at its own name unless `place` says otherwise."""
    return Known(InterfaceName(name), InterfaceName(name if place is None else place), evidence, frozenset(roles))
