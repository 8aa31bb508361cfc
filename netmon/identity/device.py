"""What is known of a device and its interfaces, and whether another one stands at its address now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from netmon.identity.evidence import Evidence, Piece
from netmon.identity.known import Known, Move, Named
from netmon.identity.neighbour import Neighbour
from netmon.identity.recognition import heed, recognise
from netmon.model import InterfaceName

MOST_MACS = 8
"""MACs kept of a device: that it has one of them still is proof enough."""
FEWEST_MACS = 2
"""With fewer, another card is no other device."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a device does not share with another one; what it does not tell is empty."""

    serials: frozenset[str] = frozenset()
    """entPhysicalSerialNum of the chassis."""
    macs: frozenset[str] = frozenset()
    """ifPhysAddress of its interfaces."""
    engines: frozenset[str] = frozenset()
    """snmpEngineID."""

    def renewed(self, newer: "Traits") -> "Traits":
        """Return each trait as it was told last, a few MACs of all."""
        macs = newer.macs or self.macs
        return Traits(newer.serials or self.serials, frozenset(sorted(macs)[:MOST_MACS]), newer.engines or self.engines)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a device tells of who it and its interfaces are."""

    interfaces: Mapping[InterfaceName, Evidence]
    serials: frozenset[str] = frozenset()
    engines: frozenset[str] = frozenset()
    name: str = ""
    """sysName."""
    chassis: str = ""
    """The chassis ID that it tells its neighbours, in hexadecimal."""
    neighbours: Mapping[InterfaceName, Neighbour] = field(default_factory=dict)
    """Whom it hears at its interfaces, by their present names."""

    @property
    def traits(self) -> Traits:
        """The device's own traits."""
        clues = {clue for evidence in self.interfaces.values() for clue in evidence.clues()}
        macs = frozenset(str(told) for piece, told in clues if piece is Piece.MAC)
        return Traits(self.serials, macs, self.engines)


@dataclass(frozen=True, slots=True)
class Replacement:
    """Another device stands at the address: by which trait, and what it was and is."""

    reason: str
    previous: str
    present: str


Change = Move | Replacement


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of a device."""

    traits: Traits = field(default_factory=Traits)
    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """What is known after a sighting, and what has changed."""

    memory: Memory
    changes: tuple[Change, ...] = ()


def meet(memory: Memory, sighting: Sighting, named: Named, room: int) -> Acquaintance:
    """Return what is known after a sighting; the ports of a device that was replaced keep their roles.

    Of another device, other MACs say nothing about which port is which.
    """
    replacement = replacement_of(memory.traits, sighting.traits)
    known = memory.known if replacement is None else tuple(map(_without_mac, memory.known))
    recognition = recognise(known, sighting.interfaces, named, room)
    traits = memory.traits if replacement is None else Traits()
    replaced = () if replacement is None else (replacement,)
    return Acquaintance(Memory(traits.renewed(sighting.traits), recognition.known), (*replaced, *recognition.moves))


def rename(memory: Memory, named: Named) -> Acquaintance:
    """Return what is known once the inventory has changed."""
    recognition = heed(memory.known, named)
    return Acquaintance(replace(memory, known=recognition.known), recognition.moves)


def replacement_of(before: Traits, now: Traits) -> Replacement | None:
    """Return how another device shows, or None if it is the same or nobody can tell.

    The surest trait that both tell decides: the serial number, then the MACs, then the engine, whose
    ID a restored configuration keeps and a lost one changes.
    """
    trusted = (
        ("serial", before.serials, now.serials),
        ("mac", before.macs if len(before.macs) >= FEWEST_MACS else frozenset[str](), now.macs),
        ("engine", before.engines, now.engines),
    )
    for reason, old, new in trusted:
        if old and new:
            return None if old & new else Replacement(reason, min(old), min(new))
    return None


def _without_mac(known: Known) -> Known:
    return replace(known, evidence=replace(known.evidence, mac=""))
