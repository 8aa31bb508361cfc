"""Twenty kills: what was acknowledged is there, whenever the process dies."""

import multiprocessing
import random
import sqlite3
from multiprocessing.connection import Connection
from pathlib import Path

from netmon.judgement.situation import Judgement, Situation, Track
from netmon.model import MunicipalityState
from netmon.store.database import SAMPLES_FILE, STATE_FILE
from netmon.store.lock import StateLock
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from tests.netmon.store.nouns import CHEB, T0, after, change, message, traffic

KILLS = 20
SEED = 20_261_123
ROUNDS_BEFORE_A_KILL = 60


def work(directory: Path, first: int, acknowledge: Connection) -> None:
    """Commit numbered evaluations for ever, acknowledging each after its commit."""
    with StateLock(directory), StateStore(directory) as state, SampleStore(directory, forwarding=True) as samples:
        for number in range(first, first + 1_000_000):
            moment = after(number * 1_000)
            judgement = Judgement(
                Situation(tracks={CHEB: Track(since=moment, misses=number)}),
                transitions=(change(MunicipalityState.ISOLATED, at=moment),),
            )
            state.commit(judgement=judgement, messages=(message(subject=f"i-{number}"),), now=moment)
            samples.write([traffic(at=moment, bps=number)], now=moment)
            acknowledge.send(number)


def test_no_acknowledged_row_is_lost_in_twenty_kills(tmp_path: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 -- a seeded test, not a secret
    fork = multiprocessing.get_context("fork")
    last = -1
    for _ in range(KILLS):
        receiving, sending = fork.Pipe(duplex=False)
        child = fork.Process(target=work, args=(tmp_path, last + 1, sending))
        child.start()
        sending.close()
        for _ in range(chance.randrange(1, ROUNDS_BEFORE_A_KILL)):
            last = receiving.recv()
        child.kill()
        child.join(timeout=60)
        last = max([last, *_still_in(receiving)])
        check(tmp_path, last)


def check(directory: Path, last: int) -> None:
    """Assert that both files are sound and hold at least everything up to `last`, each thing once."""
    with StateStore(directory) as state, SampleStore(directory) as samples:
        assert state.restore().situation.tracks[CHEB].misses in (last, last + 1)
        assert state.waiting().waiting in (last + 1, last + 2)
        assert samples.count() in (last + 1, last + 2)
        assert samples.count() <= samples.depth().lines <= samples.count() + KILLS
    for name in (STATE_FILE, SAMPLES_FILE):
        connection = sqlite3.connect(directory / name)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
    connection = sqlite3.connect(directory / STATE_FILE)
    times = [at for (at,) in connection.execute("SELECT at FROM transitions WHERE superseded = 0 ORDER BY at")]
    connection.close()
    assert times[: last + 1] == [T0 + number * 1_000 for number in range(last + 1)]


def _still_in(pipe: Connection) -> list[int]:
    """Return what the child had acknowledged before it died and nobody had read."""
    numbers = []
    try:
        while pipe.poll():
            numbers.append(pipe.recv())
    except (EOFError, OSError):
        pass
    pipe.close()
    return numbers
