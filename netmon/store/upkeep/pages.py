"""How much of a file is used, and how unused pages go back to the disk by parts while netmon is at work."""

import sqlite3
from dataclasses import dataclass

PAGES_AT_ONCE = 1_000
"""Pages that are given back in one go: four megabytes, some 20 ms."""
SHARE_KEPT = 0.1
"""Of a file's pages this many may be unused: tomorrow's samples need them."""
FEWEST_UNUSED = 4_096
"""Unused pages that are not worth moving others for: 16 MiB."""


@dataclass(frozen=True, slots=True)
class Pages:
    """How a file is filled."""

    size: int
    """Bytes of a page."""
    all: int
    unused: int

    @property
    def spare(self) -> int:
        """How many unused pages are more than are soon used again."""
        return max(0, self.unused - max(FEWEST_UNUSED, int(self.all * SHARE_KEPT)))

    @classmethod
    def of(cls, connection: sqlite3.Connection) -> "Pages":
        """Return how the file of a connection is filled."""
        questions = ("page_size", "page_count", "freelist_count")
        size, total, unused = (connection.execute(f"PRAGMA {each}").fetchone()[0] for each in questions)
        return cls(size, total, unused)


def release(connection: sqlite3.Connection) -> int:
    """Give some spare pages back to the disk; return how many: 0 if there are none, or the file cannot do it yet."""
    pages = Pages.of(connection)
    if not pages.spare or not can_release(connection):
        return 0
    count = min(pages.spare, PAGES_AT_ONCE)
    connection.execute(f"PRAGMA incremental_vacuum({count})").fetchall()
    return count


def can_release(connection: sqlite3.Connection) -> bool:
    """Say whether a file can give pages back while it is at work: those of older versions cannot until compacted."""
    incremental = 2
    (mode,) = connection.execute("PRAGMA auto_vacuum").fetchone()
    return bool(mode == incremental)
