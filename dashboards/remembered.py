"""What follows from the inventory alone is worked out once: it is one value until somebody changes the files."""

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
T = TypeVar("T")


def remembered(work_out: Callable[[K], T]) -> Callable[[K], T]:
    """Keep the answer about the value that was asked about last; it must be one that never changes."""
    last: list[tuple[K, T]] = []

    def answer(about: K) -> T:
        for known, said in last[:1]:
            if known is about:
                return said
        said = work_out(about)
        last[:] = [(about, said)]
        return said

    return answer
