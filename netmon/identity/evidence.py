"""What tells one interface from another beside its name, and how two pieces of evidence compare."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

ENOUGH = 2
"""Pieces that have to agree, unless it is the MAC and nothing speaks against it."""


class Piece(StrEnum):
    """One kind of evidence."""

    MAC = "mac"
    ALIAS = "alias"
    NEIGHBOUR = "neighbour"


Clue = tuple[Piece, str | tuple[str, str]]
"""A piece and what it says: never empty."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an interface tells of itself; what it does not tell is empty."""

    mac: str = ""
    """ifPhysAddress in hexadecimal."""
    alias: str = ""
    """ifAlias."""
    neighbour: tuple[str, str] = ("", "")
    """Who is heard there by LLDP: system name and port. One of the two alone tells nothing."""

    def clues(self) -> frozenset[Clue]:
        """Return what is told: an address of zeros is none."""
        told: tuple[Clue, ...] = (
            (Piece.MAC, self.mac.strip("0") and self.mac),
            (Piece.ALIAS, self.alias),
            (Piece.NEIGHBOUR, self.neighbour if all(self.neighbour) else ""),
        )
        return frozenset(clue for clue in told if clue[1])

    def only(self, clues: frozenset[Clue]) -> "Evidence":
        """Return the evidence with these clues and nothing else."""
        return UNTOLD._taking(self, self.clues() & clues)

    def renewed(self, newer: "Evidence") -> "Evidence":
        """Return each piece as it was told last: a link that is down hears no neighbour, and still has one."""
        return self._taking(newer, newer.clues())

    def _taking(self, other: "Evidence", clues: frozenset[Clue]) -> "Evidence":
        pieces = {piece for piece, _ in clues}
        return Evidence(
            mac=other.mac if Piece.MAC in pieces else self.mac,
            alias=other.alias if Piece.ALIAS in pieces else self.alias,
            neighbour=other.neighbour if Piece.NEIGHBOUR in pieces else self.neighbour,
        )


UNTOLD = Evidence()
"""What tells nothing."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How the evidence of a known interface and of a present one compare; what either does not tell is in neither."""

    agreeing: frozenset[Piece] = frozenset()
    contradicting: frozenset[Piece] = frozenset()

    @property
    def is_contradicted(self) -> bool:
        """Whether something speaks against it and nothing for it."""
        return bool(self.contradicting) and not self.agreeing

    @property
    def is_convincing(self) -> bool:
        """Whether it is enough for a name that is gone: two of three pieces, or the MAC with nothing against it.

        An alias alone is what somebody typed, a neighbour alone may have been plugged in elsewhere.
        """
        return len(self.agreeing) >= ENOUGH or (Piece.MAC in self.agreeing and not self.contradicting)

    @property
    def is_clear(self) -> bool:
        """Whether it is enough against a name that is there: the MAC and another piece, with nothing against them.

        Alias and neighbour without the MAC are a cable that was plugged in elsewhere.
        """
        return len(self.agreeing) >= ENOUGH and Piece.MAC in self.agreeing and not self.contradicting


def fit(known: Evidence, present: Evidence) -> Fit:
    """Return how two pieces of evidence compare."""
    ours, theirs = dict(known.clues()), dict(present.clues())
    both = ours.keys() & theirs.keys()
    agreeing = frozenset(piece for piece in both if ours[piece] == theirs[piece])
    return Fit(agreeing, frozenset(both) - agreeing)


def telling(evidence: Mapping[Key, Evidence]) -> dict[Key, Evidence]:
    """Return the evidence without what several interfaces share: it tells none of them apart."""
    counts = Counter(clue for each in evidence.values() for clue in each.clues())
    unique = frozenset(clue for clue, count in counts.items() if count == 1)
    return {key: each.only(unique) for key, each in evidence.items()}
