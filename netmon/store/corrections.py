"""What people corrected about the past: rows that are added, and never changed."""

import sqlite3

from netmon.clock import DAY, Interval, Millis
from netmon.commands import Actor, CorrectAvailability
from netmon.foreign import one_line
from netmon.model import Correction, CountsAs, MunicipalityCode
from netmon.phrase import Phrase
from netmon.store.refusal import refuse_if

LONGEST_REASON = 500
LONGEST_CORRECTION = Millis(366 * DAY)
COLUMNS = 'id, municipality, start, "end", counts_as, reason, author, at'


def correct(connection: sqlite3.Connection, command: CorrectAvailability, actor: Actor, now: Millis) -> None:
    """Keep what somebody says about the past; raise CommandRefused with the reason."""
    window, reason = command.window, one_line(command.reason)[:LONGEST_REASON]
    refuse_if(not reason, Phrase("a correction needs a reason, for whoever reads the figures"))
    refuse_if(window.length == 0, Phrase("the correction ends before it begins"))
    refuse_if(window.length > LONGEST_CORRECTION, Phrase("the correction is longer than a year"))
    refuse_if(window.end > now, Phrase("only what is over can be corrected"))
    refuse_if(
        not _is_known(connection, command.municipality),
        Phrase("nothing was ever recorded of municipality {code}", code=command.municipality),
    )
    connection.execute(
        'INSERT INTO corrections (municipality, start, "end", counts_as, reason, author, at)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (command.municipality, window.start, window.end, command.counts_as, reason, actor.account, now),
    )


def corrections_between(connection: sqlite3.Connection, window: Interval) -> tuple[Correction, ...]:
    """Return what was corrected about a period, in the order in which it was received."""
    rows = connection.execute(
        f'SELECT {COLUMNS} FROM corrections WHERE "end" > ? AND start < ? ORDER BY id',  # noqa: S608 -- our own columns
        (window.start, window.end),
    )
    return tuple(_correction(*row) for row in rows)


def _correction(  # noqa: PLR0913, PLR0917 -- one argument for each column
    key: int, municipality: str, start: int, end: int, counts_as: str, reason: str, author: str, at: int
) -> Correction:
    span = Interval(Millis(start), Millis(end))
    return Correction(key, MunicipalityCode(municipality), span, CountsAs(counts_as), reason, author, Millis(at))


def _is_known(connection: sqlite3.Connection, code: MunicipalityCode) -> bool:
    row = connection.execute("SELECT 1 FROM entities WHERE kind = 'municipality' AND name = ?", (code,)).fetchone()
    return row is not None
