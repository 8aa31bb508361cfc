"""What a seed decides: every draw is a pure function of the seed and of what it is drawn for."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
RESOLUTION = 1 << 64


def share(seed: int, *purpose: str | int) -> float:
    """Return a number in [0, 1) that always is the same for the same seed and purpose."""
    text = "\x1f".join(str(part) for part in (seed, *purpose))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) / RESOLUTION


def between(low: int, high: int, seed: int, *purpose: str | int) -> int:
    """Return a whole number in [low, high)."""
    return low + int(share(seed, *purpose) * (high - low))


def choose(options: Sequence[T], seed: int, *purpose: str | int) -> T:
    """Return one of the options, of which there must be one at least."""
    return options[between(0, len(options), seed, *purpose)]
