"""Whether a database file that nobody uses is whole, and of which schema version it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from netmon.archive.manifest import DATABASES
from netmon.errors import StoreError
from netmon.phrase import Phrase
from netmon.store.audit import first_broken_row
from netmon.store.database import STATE_FILE, refuse_newer, version_of


@dataclass(frozen=True, slots=True)
class Health:
    """What an examination found; `broken_audit` is the first row that does not continue the audit's chain."""

    version: int
    broken_audit: int | None = None


def examine(path: Path) -> Health:
    """Return what a sound file is; raise StoreError if it is damaged, foreign, or of a newer netmon."""
    schema = DATABASES[path.name]
    with _open(path) as connection:
        (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise StoreError(verdict)
        version = version_of(connection)
        refuse_newer(version, schema)
        if version == 0:
            raise StoreError(Phrase("this is not a database of netmon"))
        return Health(version, first_broken_row(connection) if path.name == STATE_FILE else None)


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection that makes no files beside this one."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            yield connection
    except (sqlite3.Error, StoreError) as error:
        raise StoreError(
            Phrase("{file} is damaged or cannot be used: {reason}", file=path.name, reason=error)
        ) from error
