"""The figures of a month as somebody gave them away, and the hash by which they are known."""

import hashlib
from dataclasses import dataclass

from netmon.clock import Millis
from netmon.commands import Basis


@dataclass(frozen=True, slots=True)
class Publication:
    """The figures of a month as somebody gave them away; `figures` is canonical JSON."""

    month: str
    version: int
    at: Millis
    author: str
    reason: str
    """Why it was published anew; empty for the first version."""
    basis: Basis
    sha256: str
    figures: str

    @property
    def is_intact(self) -> bool:
        """Whether the figures are those that were published."""
        return digest_of(self.figures) == self.sha256


def digest_of(figures: str) -> str:
    """Return the SHA-256 of figures, in hexadecimal."""
    return hashlib.sha256(figures.encode()).hexdigest()
