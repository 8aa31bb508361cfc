"""Does a netmon run on this state directory, and when was it last alive.

Its command socket is asked, not its lock: to try the lock, even for a moment, would refuse a netmon
that starts in that moment.
"""

import socket
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from netmon.clock import Millis, to_datetime
from netmon.doctor.finding import Check, Finding, Verdict
from netmon.errors import StoreError
from netmon.foreign import one_line
from netmon.phrase import Phrase
from netmon.process.commander import SOCKET_NAME
from netmon.process.status import ALIVE_WITHIN
from netmon.store.database import STATE_FILE, open_reader
from netmon.store.situation import last_beat

ANSWERS_WITHIN = 2.0
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Reading:
    """Whether somebody answers at the command socket, the last heartbeat, and why that cannot be read."""

    answers: bool
    beat: Millis | None
    trouble: str = ""


def examine(state: Path, now: Millis) -> Finding:
    """Return whether netmon runs here."""
    return judge(read(state), now=now)


def read(state: Path) -> Reading:
    """Look at the command socket and into `state.db`."""
    try:
        return Reading(answers(state), beat_of(state / STATE_FILE))
    except (StoreError, sqlite3.Error, OSError) as error:
        return Reading(answers(state), None, one_line(str(error))[:LONGEST_REASON])


def answers(state: Path) -> bool:
    """Say whether a netmon listens at the command socket of a state directory."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(ANSWERS_WITHIN)
        try:
            client.connect(str(state / SOCKET_NAME))
        except OSError:
            return False
        return True


def beat_of(path: Path) -> Millis | None:
    """Return the last heartbeat in a database, None where there is no database; leave no file behind."""
    if not path.exists():
        return None
    with closing(open_unchanged(path)) as connection:
        return last_beat(connection)


def open_unchanged(path: Path) -> sqlite3.Connection:
    """Return a reader; where no writer has left a WAL, one that does not make the files a WAL needs."""
    if path.with_name(f"{path.name}-wal").exists():
        return open_reader(path)
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def judge(reading: Reading, *, now: Millis) -> Finding:
    """Return what the socket and the heartbeat together mean."""
    if reading.trouble:
        what = Phrase("state.db cannot be read: {reason}", reason=reading.trouble)
        cure = Phrase("run the doctor as the user that runs netmon; if the file is damaged: netmon restore FILE")
        return Finding(Check.RUNNING, Verdict.ERROR, what, cure)
    beat = Phrase("never") if reading.beat is None else f"{to_datetime(reading.beat):%Y-%m-%d %H:%M:%S} UTC"
    if not reading.answers:
        return Finding(Check.RUNNING, Verdict.OK, Phrase("netmon does not run; last beat: {beat}", beat=beat))
    if reading.beat is None or now - reading.beat > ALIVE_WITHIN:
        what = Phrase("netmon runs, but its heart does not beat; last beat: {beat}", beat=beat)
        cure = Phrase("look into its log (journalctl -u netmon) and start it again")
        return Finding(Check.RUNNING, Verdict.WARNING, what, cure)
    return Finding(Check.RUNNING, Verdict.OK, Phrase("netmon runs; last beat: {beat}", beat=beat))
