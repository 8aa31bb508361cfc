"""What is known of a device's interfaces, what the inventory calls them, and what happened to them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count

from netmon.identity.evidence import UNTOLD, Evidence
from netmon.model import InterfaceName

NOWHERE = InterfaceName("")


@dataclass(frozen=True, slots=True)
class Known:
    """An interface that has a history."""

    name: InterfaceName
    """What its series is called: the name under which it was first seen, or that of the inventory."""
    place: InterfaceName
    """What the device called it last; NOWHERE once another interface is called so."""
    evidence: Evidence = UNTOLD
    """What it told of itself, each piece as it was told last."""
    roles: frozenset[str] = frozenset()
    """What the inventory last used its name for."""

    @property
    def has_moved(self) -> bool:
        """Whether the device calls it otherwise than its series is called."""
        return self.place not in (NOWHERE, self.name)


@dataclass(frozen=True, slots=True)
class Named:
    """What the inventory says of a device's interfaces."""

    roles: Mapping[InterfaceName, frozenset[str]] = field(default_factory=dict)
    """What each interface is named for: ends of links, and being watched."""
    watched: frozenset[InterfaceName] | None = None
    """The names whose series are kept, None for all."""

    def wants(self, name: InterfaceName) -> bool:
        """Say whether a series of this name is kept."""
        return self.watched is None or name in self.watched


class Reason(StrEnum):
    """Why an interface is known again, beside the pieces of evidence that agree."""

    NAME = "name"
    """It is called as before, and nothing else is known of it."""
    INVENTORY = "inventory"
    """The inventory calls it as the device does now."""


@dataclass(frozen=True, slots=True)
class Move:
    """An interface that the device calls otherwise than before, or whose series is called otherwise from now on."""

    interface: InterfaceName
    """What its series is called."""
    previous: InterfaceName
    present: InterfaceName
    reason: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """Who the present interfaces are, and how that differs from before."""

    known: tuple[Known, ...]
    moves: tuple[Move, ...] = ()


def names_of(known: Collection[Known]) -> dict[str, str]:
    """Return the known names of the present names that differ.

    What is called as an interface that lives elsewhere is somebody else, even before anything is known of it.
    """
    moved: dict[str, str] = {each.place: each.name for each in known if each.has_moved}
    places = {each.place for each in known}
    taken = {each.name for each in known} | places
    others: dict[str, str] = {
        each.name: unused(each.name, taken) for each in known if each.has_moved and each.name not in places
    }
    return others | moved


def unused(name: InterfaceName, taken: Collection[InterfaceName]) -> InterfaceName:
    """Return the name, with a number if it is taken."""
    numbered = (InterfaceName(f"{name}~{number}") for number in count(2))
    return name if name not in taken else next(each for each in numbered if each not in taken)


def described(pieces: Iterable[str]) -> str:
    """Return pieces of evidence as a reason."""
    return ",".join(sorted(pieces))
