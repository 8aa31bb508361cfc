"""Samples, their roll-ups, and the backlog toward InfluxDB."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, ManualClock
from netmon.errors import StoreError
from netmon.model import Measurement
from netmon.store.backlog import DEAD_LINES_KEPT, DeadLine
from netmon.store.database import SAMPLES_FILE
from netmon.store.reading import StoreReader
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import CHEB, T0, after, state, traffic


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SampleStore]:
    with SampleStore(tmp_path, forwarding=True) as opened:
        yield opened


def rows(directory: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(directory / SAMPLES_FILE)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_what_is_kept_is_queued_in_the_same_breath(store: SampleStore) -> None:
    assert store.write([traffic(), traffic("xe2"), state()], now=T0) == 3
    assert (store.count(), store.depth().lines, store.newest) == (3, 3, T0)
    batch = store.next_batch()
    assert batch is not None
    assert sorted(line.split(",")[0] for line in batch.lines) == ["net_dev", "net_if", "net_if"]


def test_writing_the_same_slot_again_changes_nothing(store: SampleStore) -> None:
    store.write([traffic(), traffic()], now=T0)
    store.write([traffic()], now=after(5))
    assert store.count() == 1


def test_two_collectors_may_fill_the_same_series(store: SampleStore, tmp_path: Path) -> None:
    store.write([replace(state(), fields={"rtt_ms": 1.5, "up": 1})], now=T0)
    store.write([replace(state(), fields={"uptime_s": 77, "up": 0})], now=T0)
    reader = StoreReader(tmp_path, ManualClock(T0))
    (latest,) = reader.latest(CHEB)
    reader.close()
    assert latest == replace(state(), fields={"rtt_ms": 1.5, "uptime_s": 77, "up": 0})


def test_without_forwarding_nothing_is_queued(tmp_path: Path) -> None:
    with SampleStore(tmp_path) as store:
        assert store.write([traffic()], now=T0) == 1
        assert store.next_batch() is None


def test_poison_costs_the_field_and_is_logged_once(store: SampleStore, caplog: pytest.LogCaptureFixture) -> None:
    poisoned = replace(traffic(), fields={"in_octets": 2**63, "out_octets": 5})
    with caplog.at_level(logging.WARNING):
        assert store.write([poisoned, replace(poisoned, time=after(60_000))], now=T0) == 2
    assert len(caplog.records) == 1
    assert "in_octets" in caplog.text
    batch = store.next_batch()
    assert batch is not None
    assert all(line.split(" ")[1] == "out_octets=5i" for line in batch.lines)


def test_a_poisoned_measurement_does_not_cost_its_neighbours(store: SampleStore) -> None:
    hopeless = [
        replace(traffic(), tags={"device": "a\nb"}),
        replace(traffic(), fields={"alias": "\ud800"}),
        replace(traffic(), fields={}),
    ]
    assert store.write([*hopeless, traffic()], now=T0) == 1


def test_a_failed_write_leaves_nothing_and_the_next_one_works(store: SampleStore) -> None:
    def broken() -> Iterator[Measurement]:
        yield traffic()
        message = "the collector's iterator failed"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        store.write(broken(), now=T0)
    assert store.count() == 0
    assert store.write([traffic()], now=T0) == 1


def test_a_backlog_over_its_size_drops_the_oldest_counters_and_no_state(tmp_path: Path) -> None:
    with SampleStore(tmp_path, forwarding=True, backlog_limit=2_000) as store:
        for turn in range(40):
            store.write([traffic(at=after(turn * 1_000)), state(at=after(turn * 1_000))], now=after(turn * 1_000))
        depth = store.depth()
        assert depth.dropped > 0
        assert depth.lines == 80 - depth.dropped
        kept = [line for line in _drain(store) if line.startswith("net_if")]
        states = 80 - depth.dropped - len(kept)
    assert states == 40
    assert kept == sorted(kept, key=lambda line: -int(line.rpartition(" ")[2])), "the newest counters stay"


def test_the_newest_goes_first_and_a_batch_is_one_request(store: SampleStore) -> None:
    for turn in range(3):
        store.write([traffic(f"xe{number}", at=after(turn * 1_000)) for number in range(2_000)], now=T0)
    batch = store.next_batch()
    assert batch is not None
    assert len(batch.lines) == 4_000
    times = [int(line.rpartition(" ")[2]) for line in batch.lines]
    assert times == [T0 // 1000 + 2] * 2_000 + [T0 // 1000 + 1] * 2_000


def test_a_settled_batch_leaves_its_rest_and_the_lines_refused(store: SampleStore, tmp_path: Path) -> None:
    store.write([traffic(), traffic("xe2"), state()], now=T0)
    batch = store.next_batch()
    assert batch is not None
    store.write([traffic("xe3")], now=after(4))
    store.settle(batch, rest=batch.lines[:1], dead=[DeadLine(batch.lines[1], "400 bad")], now=after(5))
    left = store.next_batch()
    assert left is not None
    assert [line.split(",")[2] for line in left.lines] == ["ifname=xe3", batch.lines[0].split(",")[2]]
    assert (store.depth().lines, store.depth().oldest) == (2, T0)
    assert rows(tmp_path, "SELECT reason FROM dead_lines") == [("400 bad",)]


def test_a_chunk_dropped_while_it_was_under_way_takes_no_newer_one_with_it(tmp_path: Path) -> None:
    with SampleStore(tmp_path, forwarding=True, backlog_limit=1) as store:
        store.write([state()], now=T0)
        batch = store.next_batch()
        assert batch is not None
        store.settle(batch, now=T0)
        store.write([state(at=after(1_000))], now=T0)
        store.settle(batch, now=T0)
        assert store.depth().lines == 1


def test_refused_lines_are_bounded(store: SampleStore, tmp_path: Path) -> None:
    store.write([traffic()], now=T0)
    batch = store.next_batch()
    assert batch is not None
    store.settle(batch, dead=[DeadLine("x", "y")] * (DEAD_LINES_KEPT + 5), now=T0)
    assert rows(tmp_path, "SELECT count(*) FROM dead_lines") == [(DEAD_LINES_KEPT,)]


@pytest.mark.parametrize("place", [0, 1, 5, -1])
def test_a_damaged_chunk_is_set_apart_and_counted_and_the_others_go_on(
    store: SampleStore, tmp_path: Path, place: int
) -> None:
    for turn in range(3):
        store.write([traffic(f"xe{number}", at=after(turn * 1_000)) for number in range(4)], now=T0)
    damage(tmp_path, chunk=2, place=place)
    batch = store.next_batch()
    assert batch is not None
    assert {int(line.rpartition(" ")[2]) for line in batch.lines} == {T0 // 1000, T0 // 1000 + 2}
    assert (store.depth().lines, store.depth().dropped, store.depth().refused) == (8, 4, 1)
    (dead,) = store.dead_lines()
    assert dead.line == "# chunk 2, lines: 4"
    assert dead.reason.startswith("damaged: ")


def test_nothing_but_damaged_chunks_is_nothing_to_send(store: SampleStore, tmp_path: Path) -> None:
    store.write([traffic()], now=T0)
    damage(tmp_path, chunk=1, place=5)
    assert store.next_batch() is None
    assert store.depth().lines == 0


def test_a_file_that_cannot_be_read_is_a_store_error(store: SampleStore, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / SAMPLES_FILE, isolation_level=None)) as connection:
        for table in ("backlog", "chunks", "dead_lines", "series"):
            connection.execute(f"ALTER TABLE {table} RENAME TO lost_{table}")
    for question in (store.depth, store.next_batch, store.dead_lines, lambda: store.roll_up(after(DAY))):
        with pytest.raises(StoreError):
            question()


def test_hours_are_rolled_up_once_they_are_over(store: SampleStore, tmp_path: Path) -> None:
    hour = T0 // HOUR * HOUR - T0
    store.write([traffic(at=after(hour + turn * MINUTE), bps=turn) for turn in range(90)], now=T0)
    while store.roll_up(after(hour + 90 * MINUTE)):
        pass
    kept = rows(tmp_path, "SELECT hour, n, average, maximum FROM hours WHERE field = 'in_bps'")
    assert kept == [(after(hour), 60, 29.5, 59)]


def test_a_late_sample_has_its_hour_rolled_up_again(store: SampleStore, tmp_path: Path) -> None:
    hour = T0 // HOUR * HOUR - T0
    store.write([traffic(at=after(hour), bps=10), traffic(at=after(hour + DAY), bps=10)], now=T0)
    while store.roll_up(after(hour + DAY)):
        pass
    store.write([traffic(at=after(hour + MINUTE), bps=30)], now=T0)
    while store.roll_up(after(hour + DAY)):
        pass
    assert rows(tmp_path, "SELECT n, average, maximum FROM hours WHERE field = 'in_bps'") == [(2, 20.0, 30.0)]


def test_a_sample_is_fresh_until_its_hour_settles(store: SampleStore, tmp_path: Path) -> None:
    hour = T0 // HOUR * HOUR - T0
    times = [after(hour + turn * MINUTE) for turn in (0, 59, 60)]
    store.write([traffic(at=at) for at in times], now=T0)
    assert rows(tmp_path, "SELECT time FROM settled") == []
    assert rows(tmp_path, "SELECT time FROM samples ORDER BY time") == [(at,) for at in times]
    while store.roll_up(after(hour + 61 * MINUTE)):
        pass
    assert rows(tmp_path, "SELECT time FROM settled") == [(at,) for at in times[:2]]
    assert rows(tmp_path, "SELECT time FROM samples ORDER BY time") == [(at,) for at in times]
    assert rows(tmp_path, "SELECT minute FROM minutes") == [(times[2] // MINUTE,)]


def test_fields_that_come_after_their_hour_has_settled_are_added(store: SampleStore, tmp_path: Path) -> None:
    at = after(T0 // HOUR * HOUR - T0)
    for late in (traffic(at=at), replace(traffic(at=at), fields={"late": 1})):
        store.write([late], now=T0)
        while store.roll_up(after(2 * HOUR)):
            pass
    [(fields,)] = rows(tmp_path, "SELECT fields FROM samples")
    assert json.loads(str(fields)) == {**traffic().fields, "late": 1}


def test_old_samples_are_pruned_a_bounded_number_at_a_time(store: SampleStore) -> None:
    store.write([traffic(f"xe{number}", at=after(turn * 1_000)) for number in range(5) for turn in range(10)], now=T0)
    while store.roll_up(after(2 * HOUR)):
        pass
    assert [store.prune(after(8_000), limit=25) for _ in range(3)] == [25, 15, 0]
    assert store.count() == 10


def test_a_clock_that_is_a_year_ahead_costs_a_housekeeping_six_hours_at_most(store: SampleStore) -> None:
    kept = [traffic(at=after(hour * HOUR)) for hour in range(24)]
    store.write(kept, now=T0)
    while store.roll_up(after(365 * DAY)):
        pass
    horizon = store.horizon(after(300 * DAY))
    while store.prune(horizon):
        pass
    assert store.count() == 18
    assert store.horizon(after(7 * HOUR)) == after(7 * HOUR), "nothing is forgotten before its time"


def test_a_lone_sample_from_long_ago_does_not_hold_the_others_back(store: SampleStore) -> None:
    store.write([traffic(at=after(-90 * DAY)), traffic(at=after(-80 * DAY)), traffic()], now=T0)
    while store.roll_up(after(HOUR)):
        pass
    for left in (2, 1, 1):
        horizon = store.horizon(after(-10 * DAY))
        while store.prune(horizon):
            pass
        assert store.count() == left


def test_with_nothing_to_forget_the_horizon_is_where_it_should_be(store: SampleStore) -> None:
    assert store.horizon(T0) == T0


def test_the_newest_time_is_known_after_a_restart(tmp_path: Path) -> None:
    with SampleStore(tmp_path) as store:
        assert store.newest is None
        store.write([traffic(at=after(5_000)), traffic(at=T0)], now=T0)
    with SampleStore(tmp_path) as again:
        assert again.newest == after(5_000)


def damage(directory: Path, chunk: int, place: int) -> None:
    """Turn one bit of a chunk, as a bad disk does."""
    with closing(sqlite3.connect(directory / SAMPLES_FILE, isolation_level=None)) as connection:
        ((body,),) = connection.execute("SELECT body FROM chunks WHERE id = ?", (chunk,)).fetchall()
        spoilt = bytearray(body)
        spoilt[place] ^= 0b100
        connection.execute("UPDATE chunks SET body = ? WHERE id = ?", (bytes(spoilt), chunk))


def _drain(store: SampleStore) -> list[str]:
    lines: list[str] = []
    while batch := store.next_batch():
        lines.extend(batch.lines)
        store.settle(batch, now=T0)
    return lines
