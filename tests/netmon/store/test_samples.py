"""Samples, their roll-ups, and the backlog toward InfluxDB."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from netmon.clock import DAY, HOUR, MINUTE, ManualClock, Millis
from netmon.commands import ResendRefused
from netmon.errors import StoreError
from netmon.model import Measurement
from netmon.store.backlog import DEAD_LINES_KEPT, Batch, DeadLine
from netmon.store.database import SAMPLES_FILE
from netmon.store.reading import StoreReader
from netmon.store.rollups.reckoning import FIVE_MINUTES
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


def rolled(directory: Path, width: Millis) -> list[tuple[object, ...]]:
    """Return beginning, number of samples and `in_bps` of the roll-ups of a width."""
    found = rows(directory, "SELECT width, time, n, fields ->> '$.in_bps' FROM rollups ORDER BY time")
    return [row[1:] for row in found if row[0] == width]


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


def test_the_hours_that_are_over_are_rolled_up(store: SampleStore, tmp_path: Path) -> None:
    hour = T0 // HOUR * HOUR - T0
    store.write([traffic(at=after(hour + turn * MINUTE), bps=turn) for turn in range(90)], now=T0)
    roll_up(store, after(hour + 90 * MINUTE))
    assert rolled(tmp_path, HOUR) == [(after(hour), 60, "[60,29.5,59,56]")]
    fives = [(after(hour + turn * MINUTE), 5, f"[5,{turn + 2},{turn + 4}]") for turn in range(0, 60, 5)]
    assert rolled(tmp_path, FIVE_MINUTES) == fives


def test_a_late_sample_has_its_five_minutes_and_its_hour_rolled_up_again(store: SampleStore, tmp_path: Path) -> None:
    hour = T0 // HOUR * HOUR - T0
    store.write([traffic(at=after(hour + turn * MINUTE), bps=10) for turn in range(120)], now=after(hour + 2 * HOUR))
    roll_up(store, after(hour + 2 * HOUR))
    before = set(rows(tmp_path, "SELECT width, time, fields FROM rollups"))
    store.write([traffic(at=after(hour + 7 * MINUTE + 5_000), bps=30)], now=after(hour + 2 * HOUR))
    roll_up(store, after(hour + 2 * HOUR))
    changed = set(rows(tmp_path, "SELECT width, time, fields FROM rollups")) - before
    assert {(width, time) for width, time, _ in changed} == {
        (FIVE_MINUTES, after(hour + 5 * MINUTE)),
        (HOUR, after(hour)),
    }
    assert rows(tmp_path, "SELECT * FROM late") == []
    assert {n for _, n, _ in rolled(tmp_path, HOUR)} == {60, 61}


def test_a_late_sample_rolls_up_no_other_hour(store: SampleStore, tmp_path: Path) -> None:
    hour = T0 // HOUR * HOUR - T0
    store.write([traffic(at=after(hour + turn * HOUR)) for turn in range(48)], now=after(2 * DAY))
    roll_up(store, after(2 * DAY))
    store.write([traffic(at=after(hour + MINUTE), bps=30)], now=after(2 * DAY))
    ((rolled,),) = rows(tmp_path, "SELECT rolled FROM series")
    assert rolled == after(hour + 2 * DAY)
    assert rows(tmp_path, "SELECT time FROM late") == [(after(hour),)]


def test_what_a_clock_ahead_has_rolled_up_is_rolled_up_again(store: SampleStore, tmp_path: Path) -> None:
    hour = T0 // HOUR * HOUR - T0
    store.write([traffic(at=after(hour), bps=10)], now=after(hour))
    roll_up(store, after(300 * DAY))
    minutes = [after(hour + turn * MINUTE) for turn in range(1, 60)]
    for at in minutes:
        store.write([traffic(at=at, bps=70)], now=at)
    assert rows(tmp_path, "SELECT * FROM late") == [], "one look back, and not a mark for each sample"
    roll_up(store, after(hour + HOUR))
    assert rolled(tmp_path, HOUR) == [(after(hour), 60, "[60,69,70]")]


def test_what_is_rolled_up_stays_when_its_samples_are_gone(store: SampleStore, tmp_path: Path) -> None:
    hour = T0 // HOUR * HOUR - T0
    store.write([traffic(at=after(hour + turn * MINUTE), bps=10) for turn in range(60)], now=after(hour + HOUR))
    roll_up(store, after(hour + HOUR))
    while store.prune(after(hour + HOUR)):
        pass
    store.write([traffic(at=after(hour), bps=99)], now=after(hour + HOUR))
    roll_up(store, after(hour + HOUR))
    assert rolled(tmp_path, HOUR) == [(after(hour), 60, "[60,10]")]


def test_roll_ups_are_pruned_width_by_width(store: SampleStore, tmp_path: Path) -> None:
    hour = T0 // HOUR * HOUR - T0
    store.write([traffic(at=after(hour + turn * HOUR)) for turn in range(12)], now=after(DAY))
    roll_up(store, after(DAY))
    horizon = store.horizon(after(hour + 300 * DAY), FIVE_MINUTES)
    assert horizon == after(hour + 6 * HOUR), "a clock that is far ahead costs six hours"
    assert [store.prune(horizon, FIVE_MINUTES, limit=4) for _ in range(3)] == [4, 2, 0]
    assert rows(tmp_path, "SELECT width, count(*) FROM rollups GROUP BY 1") == [(FIVE_MINUTES, 6), (HOUR, 12)]


def test_a_series_of_which_nothing_is_left_is_forgotten_and_may_come_again(store: SampleStore, tmp_path: Path) -> None:
    store.write([traffic(), traffic("xe2", at=after(DAY))], now=T0)
    roll_up(store, after(HOUR))
    while store.prune(after(HOUR)) or store.prune(after(HOUR), HOUR) or store.prune(after(HOUR), FIVE_MINUTES):
        pass
    assert (store.forget_series(), store.forget_series()) == (1, 0)
    assert store.write([traffic(at=after(DAY))], now=after(DAY)) == 1
    assert rows(tmp_path, "SELECT count(*) FROM series") == [(2,)]


def test_a_gap_of_months_is_passed_over_at_once(store: SampleStore) -> None:
    store.write([traffic(at=after(-300 * DAY)), traffic()], now=T0)
    parts = 0
    while store.roll_up(after(HOUR)):
        parts += 1
    assert parts <= 3


def test_roll_ups_wait_for_influxdb_behind_all_samples(store: SampleStore) -> None:
    hour = T0 // HOUR * HOUR - T0
    store.write([traffic(at=after(hour + turn * MINUTE), bps=turn) for turn in range(60)], now=T0)
    roll_up(store, after(hour + HOUR))
    store.write([state(at=after(hour + HOUR))], now=after(hour + HOUR))
    batches = drained(store)
    assert [batch.policy for batch in batches] == ["", "5m", "1h"]
    assert [len(batch.lines) for batch in batches] == [61, 12, 1]
    (line,) = batches[2].lines
    assert line.startswith("net_if,device=cheb-core-1,ifname=xe1,")
    assert "n=60i,in_bps=29.5,in_bps_max=59.0,in_bps_p95=56.0,out_bps=59.0," in line
    assert line.endswith(str(after(hour) // 1_000))
    assert "octets" not in line


def test_a_roll_up_goes_to_influxdb_once_and_again_only_when_it_has_changed(store: SampleStore) -> None:
    hour = T0 // HOUR * HOUR - T0
    store.write([traffic(at=after(hour + turn * MINUTE)) for turn in range(60)], now=T0)
    roll_up(store, after(hour + HOUR))
    drained(store)
    store.write([traffic(at=after(hour))], now=after(hour + HOUR))  # said twice
    roll_up(store, after(hour + HOUR))
    assert [batch.policy for batch in drained(store)] == [""]
    store.write([traffic(at=after(hour), bps=5)], now=after(hour + HOUR))
    roll_up(store, after(hour + HOUR))
    assert [(batch.policy, len(batch.lines)) for batch in drained(store)] == [("", 1), ("5m", 1), ("1h", 1)]


def test_what_is_old_when_it_is_rolled_up_stays_here(store: SampleStore, tmp_path: Path) -> None:
    store.write([traffic(at=after(-8 * DAY))], now=T0)
    roll_up(store, T0)
    assert rows(tmp_path, "SELECT count(*) FROM rollups") == [(2,)]
    assert [batch.policy for batch in drained(store)] == [""]


def test_what_is_left_of_roll_ups_keeps_its_policy(store: SampleStore) -> None:
    store.write([traffic(), traffic("xe2")], now=T0)
    roll_up(store, after(HOUR))
    samples = store.next_batch()
    assert samples is not None
    store.settle(samples, now=T0)
    five = store.next_batch()
    assert five is not None
    store.settle(five, rest=five.lines[:1], now=T0)
    again = store.next_batch()
    assert again is not None
    assert (again.policy, again.lines) == ("5m", five.lines[:1])


def test_a_roll_up_that_is_refused_is_never_sent_again_as_a_sample(store: SampleStore) -> None:
    store.write([traffic()], now=T0)
    roll_up(store, after(HOUR))
    samples = store.next_batch()
    assert samples is not None
    store.settle(samples, now=T0)
    five = store.next_batch()
    assert five is not None
    store.settle(five, dead=[DeadLine(five.lines[0], "400 bad")], now=T0)
    assert [dead.line[:12] for dead in store.dead_lines()] == ["# 5m: net_if"]
    store.carry_out(ResendRefused(), after(HOUR))
    hour = store.next_batch()
    assert hour is not None
    assert hour.policy == "1h"
    assert store.depth().lines == len(hour.lines) == 1


def test_a_sample_is_fresh_until_its_hour_settles(store: SampleStore, tmp_path: Path) -> None:
    hour = T0 // HOUR * HOUR - T0
    times = [after(hour + turn * MINUTE) for turn in (0, 59, 60)]
    store.write([traffic(at=at) for at in times], now=T0)
    assert rows(tmp_path, "SELECT time FROM settled") == []
    assert rows(tmp_path, "SELECT time FROM samples ORDER BY time") == [(at,) for at in times]
    roll_up(store, after(hour + 61 * MINUTE))
    assert rows(tmp_path, "SELECT time FROM settled") == [(at,) for at in times[:2]]
    assert rows(tmp_path, "SELECT time FROM samples ORDER BY time") == [(at,) for at in times]
    assert rows(tmp_path, "SELECT minute FROM minutes") == [(times[2] // MINUTE,)]


def test_fields_that_come_after_their_hour_has_settled_are_added(store: SampleStore, tmp_path: Path) -> None:
    at = after(T0 // HOUR * HOUR - T0)
    for late in (traffic(at=at), replace(traffic(at=at), fields={"late": 1})):
        store.write([late], now=T0)
        roll_up(store, after(2 * HOUR))
    [(fields,)] = rows(tmp_path, "SELECT fields FROM samples")
    assert json.loads(str(fields)) == {**traffic().fields, "late": 1}


def test_old_samples_are_pruned_a_bounded_number_at_a_time(store: SampleStore) -> None:
    store.write([traffic(f"xe{number}", at=after(turn * 1_000)) for number in range(5) for turn in range(10)], now=T0)
    roll_up(store, after(2 * HOUR))
    assert [store.prune(after(8_000), limit=25) for _ in range(3)] == [25, 15, 0]
    assert store.count() == 10


def test_a_clock_that_is_a_year_ahead_costs_a_housekeeping_six_hours_at_most(store: SampleStore) -> None:
    kept = [traffic(at=after(hour * HOUR)) for hour in range(24)]
    store.write(kept, now=T0)
    roll_up(store, after(365 * DAY))
    horizon = store.horizon(after(300 * DAY))
    while store.prune(horizon):
        pass
    assert store.count() == 18
    assert store.horizon(after(7 * HOUR)) == after(7 * HOUR), "nothing is forgotten before its time"


def test_a_lone_sample_from_long_ago_does_not_hold_the_others_back(store: SampleStore) -> None:
    store.write([traffic(at=after(-90 * DAY)), traffic(at=after(-80 * DAY)), traffic()], now=T0)
    roll_up(store, after(HOUR))
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
    return [line for batch in drained(store) for line in batch.lines]


def drained(store: SampleStore) -> list[Batch]:
    """Take everything that waits for InfluxDB, batch by batch."""
    batches: list[Batch] = []
    while batch := store.next_batch():
        batches.append(batch)
        store.settle(batch, now=T0)
    return batches


def roll_up(store: SampleStore, now: Millis) -> None:
    """Roll up everything that is over."""
    while store.roll_up(now):
        pass
