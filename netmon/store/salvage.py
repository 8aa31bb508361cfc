"""What can still be read in a damaged `state.db`, row by row, put over what a copy knows.

Of a table that can be read whole the copy's rows make way. Of any other the rows that can be read are put over the
copy's, the newest first, as long as there is time: numbers of rows are tried in ever smaller ranges.
"""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from netmon.store.database import transaction
from netmon.store.legible import is_legible

RANGE = 512
"""Numbers of rows that are asked for at once."""
MOST_ORPHANS = 100_000
TABLES = "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
COLUMNS = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What reading a damaged file may raise: SQLite cites a damaged schema in its complaint, which is no UTF-8 then."""
Rows = Sequence[tuple[object, ...]]


@dataclass(slots=True)
class Salvage:
    """What came of it: rows that are there again, and by table how many are not, at most."""

    saved: int = 0
    lost: dict[str, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    """Tables for which the time was not enough, or of which nobody knows how much is lost."""

    def __str__(self) -> str:
        lost = " ".join(f"{table}:{count}" for table, count in sorted(self.lost.items()))
        return f"saved={self.saved} lost_at_most={lost or 'none'} unread={','.join(self.unread) or 'none'}"


def salvage(target: sqlite3.Connection, damaged: Path, deadline: float) -> Salvage:
    """Put what can be read in a damaged file into `target`; `deadline` is on the monotonic clock."""
    report = Salvage()
    triggers = target.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    tables = target.execute(TABLES).fetchall()
    with closing(sqlite3.connect(damaged, isolation_level=None)) as source:
        source.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
        target.execute("PRAGMA foreign_keys = OFF")
        with transaction(target):
            for name, _ in triggers:
                target.execute(f"DROP TRIGGER {name}")
            for name, has_no_numbers in tables:
                _Table(source, target, name, report, deadline).save(has_numbers=not has_no_numbers)
            for _, sql in triggers:
                target.execute(sql)
            _drop_orphans(target, report)
    return report


@dataclass(slots=True)
class _Table:
    """One table on its way."""

    source: sqlite3.Connection
    target: sqlite3.Connection
    name: str
    report: Salvage
    deadline: float
    lost: int = 0
    is_guessing: bool = False
    """Whether nobody knows how many rows there were."""
    columns: tuple[str, ...] = ()

    def save(self, *, has_numbers: bool) -> None:
        """Put its rows into the target."""
        self.columns = self._columns()
        self.target.execute("SAVEPOINT whole")
        self.target.execute(f"DELETE FROM {self.name}")  # noqa: S608 -- a name of our schema
        if self._add_whole():
            self.target.execute("RELEASE whole")
            return
        self.target.execute("ROLLBACK TO whole")
        self.target.execute("RELEASE whole")
        before = self.lost
        for rows in self._by_numbers() if has_numbers else self._from_both_ends():
            self._add(rows)
        if self.lost > before:
            self.report.lost[self.name] = self.lost

    def _columns(self) -> tuple[str, ...]:
        """Return the columns that are to be filled: those that an older file lacks get what a new row gets."""
        wanted = tuple(name for (name,) in self.target.execute(COLUMNS, (self.name,)))
        try:
            there = {name for (name,) in self.source.execute(COLUMNS, (self.name,))}
        except UNREADABLE:
            return wanted
        return tuple(name for name in wanted if name in there) or wanted

    def _add_whole(self) -> bool:
        """Add all rows; say whether every one could be read."""
        saved = self.report.saved
        try:
            cursor = self.source.execute(f"SELECT {self._list} FROM {self.name}")  # noqa: S608 -- as above
            while rows := cursor.fetchmany(RANGE):
                self._add(rows)
        except UNREADABLE:
            self.lost += 1
        is_whole, self.lost = not self.lost, 0
        if not is_whole:
            self.report.saved = saved
        return is_whole

    def _add(self, rows: Rows) -> None:
        """Add those of some rows that are what they should be."""
        legible = [row for row in rows if is_legible(self.name, dict(zip(self.columns, row, strict=True)))]
        marks = ", ".join("?" for _ in self.columns)
        for row in legible:
            try:
                self.target.execute(f"REPLACE INTO {self.name} ({self._list}) VALUES ({marks})", row)  # noqa: S608 -- as above
            except sqlite3.IntegrityError:  # not what the schema wants
                self.lost += 1
            else:
                self.report.saved += 1
        self.lost += len(rows) - len(legible)

    def _by_numbers(self) -> Iterator[Rows]:
        """Yield what can be read by the numbers of rows, the newest first."""
        highest = self._highest()
        while highest is not None and self._is_time():
            ranges = [(highest - RANGE + 1, highest)]
            while ranges and self._is_time():
                first, last = ranges.pop()
                try:
                    yield self.source.execute(
                        f"SELECT {self._list} FROM {self.name} WHERE rowid BETWEEN ? AND ?",  # noqa: S608 -- as above
                        (first, last),
                    ).fetchall()
                except UNREADABLE:
                    middle = (first + last) // 2
                    if first == last:
                        self.lost += not self.is_guessing
                    else:
                        ranges += [(first, middle), (middle + 1, last)]
            highest = self._highest(below=highest - RANGE + 1)
        if self.is_guessing or not self._is_time():
            self.report.unread.append(self.name)

    def _highest(self, below: int | None = None) -> int | None:
        """Return the highest number of a row, or the next one to try; None at the end."""
        try:
            return self._ask_highest(self.source, below)
        except UNREADABLE:
            if below is not None:
                return below - 1 if below > 1 else None
            self.is_guessing = True
            return (self._ask_highest(self.target, None) or 0) + RANGE

    def _ask_highest(self, connection: sqlite3.Connection, below: int | None) -> int | None:
        highest: int | None = connection.execute(
            f"SELECT max(rowid) FROM {self.name} WHERE ?1 IS NULL OR rowid < ?1",  # noqa: S608 -- as above
            (below,),
        ).fetchone()[0]
        return highest

    def _from_both_ends(self) -> Iterator[Rows]:
        """Yield what can be read before the damage, and after it."""
        for order in ("ASC", "DESC"):
            keys = ", ".join(f"{name} {order}" for name in self._keys())
            try:
                cursor = self.source.execute(f"SELECT {self._list} FROM {self.name} ORDER BY {keys}")  # noqa: S608 -- as above
                while (row := cursor.fetchone()) is not None:
                    yield [row]
            except UNREADABLE:
                continue
            return
        self.report.unread.append(self.name)

    def _keys(self) -> list[str]:
        found = self.target.execute("SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk", (self.name,))
        return [f'"{name}"' for (name,) in found]

    @property
    def _list(self) -> str:
        return ", ".join(f'"{name}"' for name in self.columns)

    def _is_time(self) -> bool:
        return time.monotonic() < self.deadline


def _drop_orphans(target: sqlite3.Connection, report: Salvage) -> None:
    """Delete rows that belong to rows which are lost: they would be taken for those of somebody else."""
    for table, number, *_ in target.execute("PRAGMA foreign_key_check").fetchmany(MOST_ORPHANS):
        target.execute(f"DELETE FROM {table} WHERE rowid = ?", (number,))  # noqa: S608 -- a name of our schema
        report.lost[table] = report.lost.get(table, 0) + 1
