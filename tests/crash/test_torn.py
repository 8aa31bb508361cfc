"""A log whose tail is torn: what was acknowledged before it is there, and nothing has to be rescued."""

import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from netmon.judgement.situation import Judgement
from netmon.model import MunicipalityState
from netmon.store.aside import kept_aside
from netmon.store.copies import copy_state
from netmon.store.database import SAMPLES_FILE, STATE_FILE
from netmon.store.rescue import rescue_samples, rescue_state
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.crash.corpus import copy_of
from tests.netmon.store.nouns import T0, after, change, message, opening, situation, traffic

SEED = 20_261_124
COMMITS = 24
CUTS = 60
STARTS_WITHIN = 5.0
TAILS = (b"", bytes(4_096), bytes(range(256)) * 20)
"""What lies behind the tear: nothing, a page that was never written, or whatever lay there before."""
COUNTED = {STATE_FILE: "SELECT count(*) FROM notifications", SAMPLES_FILE: "SELECT count(*) FROM samples"}


@dataclass(frozen=True, slots=True)
class Logged:
    """What lies on the disk of a netmon that is killed: `ends` is how long the log was after each acknowledgement."""

    directory: Path
    file: str
    ends: tuple[int, ...]

    @property
    def log(self) -> str:
        """The file that is torn."""
        return f"{self.file}-wal"

    def acknowledged(self, length: int) -> int:
        """Return how many commits a log of this length holds whole."""
        return sum(end <= length for end in self.ends[1:])


def log_of_state(directory: Path) -> Logged:
    """Commit a transition and a message each time."""
    with StateStore(directory) as store:
        store.commit(judgement=opening(), now=T0)

        def commit(number: int) -> None:
            moved = (change(MunicipalityState.ISOLATED, at=after(number)),)
            said = (message(subject=f"i-{number}"),)
            store.commit(judgement=Judgement(situation(misses=number), moved), messages=said, now=after(number))

        return logged(directory, STATE_FILE, commit)


def log_of_samples(directory: Path) -> Logged:
    """Commit a sample and its line to InfluxDB each time."""
    with SampleStore(directory, forwarding=True) as store:

        def commit(number: int) -> None:
            store.write([traffic(at=after(number), bps=number)], now=after(number))

        return logged(directory, SAMPLES_FILE, commit)


def logged(directory: Path, file: str, commit: Callable[[int], None]) -> Logged:
    """Commit again and again; return what a kill leaves."""
    with closing(sqlite3.connect(directory / file)) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    log = directory / f"{file}-wal"
    ends = [0]
    for number in range(1, COMMITS + 1):
        commit(number)
        ends.append(log.stat().st_size)
    assert sorted(set(ends)) == ends, "each commit is appended"
    killed = directory.with_name(f"{directory.name}-killed")
    shutil.copytree(directory, killed, ignore=shutil.ignore_patterns("*-shm"))
    return Logged(killed, file, tuple(ends))


@pytest.mark.long
@pytest.mark.parametrize("make", [log_of_state, log_of_samples])
def test_a_torn_tail_costs_only_what_was_never_acknowledged(tmp_path: Path, make: Callable[[Path], Logged]) -> None:
    log = make(tmp_path / "made")
    chance = random.Random(SEED)  # noqa: S311 -- no secret
    edges = [end + step for end in log.ends for step in (-1, 0, 1) if 0 <= end + step <= log.ends[-1]]
    for length in [*chance.sample(range(log.ends[-1]), CUTS), *chance.sample(edges, 12)]:
        state = copy_of(log.directory, tmp_path / "state")
        content = (state / log.log).read_bytes()
        (state / log.log).write_bytes(content[:length] + chance.choice(TAILS))
        assert started(state, log.file) == log.acknowledged(length), length


def started(state: Path, file: str) -> int:
    """Start on what is there; return how many commits it has."""
    begun = time.monotonic()
    if file == STATE_FILE:
        assert rescue_state(state, T0) is None
        StateStore(state).close()
        assert copy_state(state) == ""
    else:
        assert rescue_samples(state, T0, has_lived=True) is None
        with SampleStore(state, forwarding=True) as samples:
            assert samples.depth().lines == samples.count()
    assert time.monotonic() - begun < STARTS_WITHIN
    assert kept_aside(state) == ()
    with closing(sqlite3.connect(state / file)) as connection:
        count: int = connection.execute(COUNTED[file]).fetchone()[0]
    return count
