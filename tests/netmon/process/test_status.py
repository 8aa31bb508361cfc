"""When a netmon counts as running, and what is counted."""

from pathlib import Path

import pytest

from netmon.clock import DAY, Millis
from netmon.console.status import lines
from netmon.errors import StoreError
from netmon.judgement.situation import Situation
from netmon.language import Language
from netmon.process.status import ALIVE_WITHIN, compose, read_status
from netmon.store.notifications import Waiting
from netmon.store.state import StateStore
from tests.netmon.store.nouns import T0, after, incident, message, opening, situation

NOBODY = Waiting(waiting=0, dead=0)


@pytest.mark.parametrize(("ago", "runs"), [(0, True), (ALIVE_WITHIN, True), (ALIVE_WITHIN + 1, False)])
def test_netmon_runs_while_its_last_beat_is_young(ago: int, *, runs: bool) -> None:
    assert compose(Situation(), T0, NOBODY, after(ago)).running is runs


def test_a_netmon_that_never_beat_does_not_run() -> None:
    assert not compose(Situation(), None, NOBODY, T0).running


def test_things_are_counted_by_state() -> None:
    status = compose(situation(), T0, NOBODY, T0)
    assert (status.devices, status.links, status.municipalities) == (
        {"up": 1, "unreachable": 1},
        {"down": 1},
        {"isolated": 1},
    )


def test_a_status_is_what_was_committed_last_also_while_netmon_runs(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        store.commit(judgement=opening(), messages=[message()], now=T0)
        store.beat(T0)
        status = read_status(tmp_path, after(1_000))
    assert status.incidents == (incident(),)
    assert (status.running, status.beat, status.messages) == (True, T0, Waiting(waiting=1, dead=0))


def test_what_was_given_up_within_a_day_is_named_with_its_reason_on_one_line(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        store.commit(judgement=opening(), messages=[message()], now=T0)
        (mine,) = store.claim(T0, limit=1, lease=DAY)
        store.dead(mine.id, T0, "550 no such\r\nperson\x1b[2J")
        (lost,) = read_status(tmp_path, after(DAY)).lost
        assert read_status(tmp_path, after(DAY + 1)).lost == ()
    assert (lost.at, lost.channel, lost.error) == (T0, "email", "550 no such person[2J")
    (said,) = [line for line in lines(read_status(tmp_path, T0), Language.EN) if "given up 20" in line]
    assert f"email {lost.address}" in said


def test_looking_changes_nothing(tmp_path: Path) -> None:
    StateStore(tmp_path).close()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix == ".db"}
    read_status(tmp_path, T0)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix == ".db"} == before


def test_a_directory_without_a_state_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has netmon ever run"):
        read_status(tmp_path, Millis(0))
