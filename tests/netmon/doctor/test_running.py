"""Whether a netmon runs here, and what its last heartbeat tells."""

from pathlib import Path

import pytest

from netmon.clock import HOUR, Millis
from netmon.doctor.finding import Verdict
from netmon.doctor.running import Reading, beat_of, examine, judge
from netmon.store.database import STATE_FILE
from netmon.store.state import StateStore

NOW = Millis(1_795_000_000_000)


@pytest.mark.parametrize(
    ("reading", "verdict", "what"),
    [
        (Reading(answers=False, beat=None), Verdict.OK, "does not run; last beat: never"),
        (Reading(answers=False, beat=Millis(NOW - HOUR)), Verdict.OK, "does not run; last beat: 2026-"),
        (Reading(answers=True, beat=NOW), Verdict.OK, "netmon runs; "),
        (Reading(answers=True, beat=Millis(NOW - HOUR)), Verdict.WARNING, "does not beat"),
        (Reading(answers=True, beat=None), Verdict.WARNING, "does not beat"),
        (Reading(answers=False, beat=None, trouble="rubbish"), Verdict.ERROR, "rubbish"),
    ],
)
def test_a_heart_beats_where_a_netmon_runs(reading: Reading, verdict: Verdict, what: str) -> None:
    finding = judge(reading, now=NOW)
    assert finding.verdict is verdict
    assert what in finding.what


def test_the_last_beat_is_read_without_a_trace(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        store.beat(NOW)
    before = sorted(tmp_path.iterdir())
    assert beat_of(tmp_path / STATE_FILE) == NOW
    assert sorted(tmp_path.iterdir()) == before


def test_the_last_beat_is_read_while_another_connection_writes(tmp_path: Path) -> None:
    with StateStore(tmp_path) as store:
        store.beat(NOW)
        assert beat_of(tmp_path / STATE_FILE) == NOW


@pytest.mark.parametrize("content", [b"rubbish" * 1000, b""])
def test_rubbish_in_the_place_of_the_state_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / STATE_FILE).write_bytes(content)
    assert examine(tmp_path, NOW).verdict is Verdict.ERROR
