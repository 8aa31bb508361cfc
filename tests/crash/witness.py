"""Who looks at a killed netmon's state directory, and what they hold against it."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from netmon.store.database import SAMPLES_FILE, STATE_FILE

FOR_EVER: Mapping[str, str] = {
    "a transition": "SELECT id, entity, old, new, at, known_at, reason FROM transitions",
    "an incident": "SELECT id FROM incidents",
    "the end of an incident": "SELECT id FROM incidents WHERE ended IS NOT NULL",
    "a message": "SELECT id, dedup_key FROM notifications",
    "what became of a message": "SELECT id, state FROM notifications WHERE state NOT IN ('new', 'sending')",
    "an entry of the audit": "SELECT id, hash FROM audit",
}
"""What is there once and must never go away, or be otherwise."""
UNMADE = ("no such table", "unable to open", "attempt to write a readonly database")
"""What SQLite says of a database that is not there, is empty, or whose making a kill has interrupted."""

Row = tuple[Any, ...]


class Witness(Protocol):
    """Sees each corpse, and testifies in the end; an empty testimony is a good one."""

    def look(self, state: Path) -> None:
        """See a copy of the state directory as a kill has left it."""
        ...

    def testify(self, state: Path) -> Iterator[str]:
        """Say what is wrong, given the state directory at the end of the story."""
        ...


@dataclass
class Memory:
    """Remembers what was committed: all of it has to stay, and both files have to be sound."""

    seen: dict[str, set[Row]] = field(default_factory=lambda: {what: set() for what in FOR_EVER})
    wrong: list[str] = field(default_factory=list)

    def look(self, state: Path) -> None:
        """Note what has gone since the last look, and what has come."""
        for file in (STATE_FILE, SAMPLES_FILE):
            self.wrong += [f"{file}: {word}" for (word,) in rows(state, "PRAGMA integrity_check", file) if word != "ok"]
        for what, query in FOR_EVER.items():
            there = set(rows(state, query))
            self.wrong += [f"{what} is gone: {row}" for row in self.seen[what] - there]
            self.seen[what] = there

    def testify(self, state: Path) -> Iterator[str]:
        """Say what went away, and which incidents nobody has ended."""
        self.look(state)
        yield from self.wrong
        yield from (f"{key} has no end" for (key,) in rows(state, "SELECT id FROM incidents WHERE ended IS NULL"))


def rows(state: Path, query: str, file: str = STATE_FILE) -> Sequence[Row]:
    """Return what lies in a database; nothing before netmon has made it whole."""
    try:
        with closing(sqlite3.connect(f"{(state / file).as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()
    except sqlite3.OperationalError as error:
        if any(reason in str(error) for reason in UNMADE):
            return ()
        raise
