"""What a row said when it was written: a byte that changes in a file that SQLite can still read is found by its CRC.

Whoever writes `state.db` seals its rows by triggers of its own connection: no writing can forget it, and a change
from elsewhere breaks the seal. A changed row gets the difference between what it said and what it says, so what was
damaged before stays damaged. (An audit row is sealed by the hash of its chain.) To netmon a broken seal is damage to
the file, as any that SQLite itself tells of: the file makes way for its copy and for what is sound in it.
"""

import sqlite3
import zlib
from collections.abc import Mapping, Sequence

SEALED: Mapping[str, Sequence[str]] = {
    "notifications": (
        *("id", "subject_id", "kind", "channel", "address", "dedup_key", "payload"),
        *("state", "attempts", "created", "next_at", "delivered", "error"),
    ),
    "transitions": ("id", "entity", "old", "new", "at", "known_at", "reason", "superseded"),
}
"""The columns that the column `crc` of a table is of."""


class BrokenSeal(sqlite3.DatabaseError):
    """A row is not what netmon wrote."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    def __init__(self, table: str, row: object) -> None:
        super().__init__(f"row {row} of {table} is not what was written")


def crc_of(*values: object) -> int:
    """Return the CRC-32 of the values of a row, whatever bytes have become of its texts."""
    return zlib.crc32(repr([_bytes_of(value) for value in values]).encode())


def check(table: str, crc: int | None, values: Sequence[object]) -> None:
    """Raise BrokenSeal if a row, its number first, is not what was written; one that never was sealed passes."""
    if crc is not None and crc != crc_of(*values):
        raise BrokenSeal(table, values[0])


def understand(connection: sqlite3.Connection) -> None:
    """Let a connection compute seals."""
    connection.create_function("crc_of", -1, crc_of, deterministic=True)


def keep_sealed(connection: sqlite3.Connection) -> None:
    """Have every row that a connection writes from now on sealed."""
    understand(connection)
    for table, columns in SEALED.items():
        now, before = _crc("NEW", columns), _crc("OLD", columns)
        connection.execute(
            f"CREATE TEMP TRIGGER {table}_sealed AFTER INSERT ON main.{table}"  # noqa: S608 -- names of our schema
            f" BEGIN UPDATE {table} SET crc = {now} WHERE id = NEW.id; END"
        )
        connection.execute(
            f"CREATE TEMP TRIGGER {table}_resealed AFTER UPDATE OF {', '.join(columns)} ON main.{table}"  # noqa: S608 -- as above
            f" BEGIN UPDATE {table} SET crc = crc - {before} + {now} WHERE id = NEW.id; END"
        )


def seal_older(connection: sqlite3.Connection) -> None:
    """Seal the rows that were written before there were seals."""
    understand(connection)
    for table, columns in SEALED.items():
        connection.execute(f"UPDATE {table} SET crc = {_crc(table, columns)} WHERE crc IS NULL")  # noqa: S608 -- as above


def check_all(connection: sqlite3.Connection, table: str, which: str = "TRUE") -> None:
    """Raise BrokenSeal over the first row of a table that is not what was written, of those that meet a condition."""
    understand(connection)
    crc = _crc(table, SEALED[table])
    row = connection.execute(f"SELECT id FROM {table} WHERE ({which}) AND crc != {crc} LIMIT 1").fetchone()  # noqa: S608 -- as above
    if row is not None:
        raise BrokenSeal(table, row[0])


def _crc(row: str, columns: Sequence[str]) -> str:
    """Return what computes the CRC of a row; the bytes of a text are taken as they are."""
    return f"crc_of({', '.join(f'CAST({row}.{name} AS BLOB)' for name in columns)})"


def _bytes_of(value: object) -> bytes | None:
    """Return the bytes that SQLite makes of a value."""
    return value if value is None or isinstance(value, bytes) else str(value).encode()
