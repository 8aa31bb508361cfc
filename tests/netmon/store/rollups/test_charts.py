"""Charts of roll-ups and samples: what is drawn is what was measured, wherever it lies by now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, EPOCH, HOUR, MINUTE, Interval, ManualClock, Millis, from_datetime
from netmon.reader import Chart
from netmon.store.reading import StoreReader
from netmon.store.rollups.charting import MOST_STEPS, Resolution, resolution_for, step_for
from netmon.store.rollups.reckoning import FIVE_MINUTES
from netmon.store.samples import SampleStore
from tests.netmon.store.nouns import CHEB, traffic

NOON = Millis(1_780_002_000_000)
"""A whole hour, two days after what is measured began."""
BEGAN = Millis(NOON - 3 * DAY)
EVERYTHING = {EPOCH: EPOCH, FIVE_MINUTES: EPOCH, HOUR: EPOCH}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SampleStore]:
    with SampleStore(tmp_path) as opened:
        yield opened


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[StoreReader]:
    opened = StoreReader(tmp_path, ManualClock(NOON))
    yield opened
    opened.close()


def measure(store: SampleStore, began: Millis = BEGAN, until: Millis = NOON) -> dict[Millis, int]:
    """Measure something each minute but for an afternoon; return it by time."""
    chance = Random(7)  # noqa: S311 -- no secret
    minutes = [Millis(at) for at in range(began, until, MINUTE) if not 30 <= (at - began) // HOUR < 34]
    values = {at: chance.randrange(10**9) for at in minutes}
    store.write([traffic(at=at, bps=value) for at, value in values.items()], now=until)
    return values


def roll_up(store: SampleStore, now: Millis = NOON) -> None:
    while store.roll_up(now):
        pass


def drawn(reader: StoreReader, window: Interval) -> Chart:
    return reader.chart(CHEB, "xe1", window)


def counted(chart: Chart) -> tuple[Millis, int]:
    """Return a chart's step, and how many of its steps have something."""
    return chart.step, sum(value is not None for value in chart.series["in_bps"])


def same(first: Chart, second: Chart) -> bool:
    """Say whether two charts show the same but for the last digits of means."""
    pairs = zip(first.series["in_bps"], second.series["in_bps"], strict=True)
    return (
        (first.step, first.times, first.peaks) == (second.step, second.times, second.peaks)
        and all((one is None) == (other is None) for one, other in pairs)
        and all(
            one == pytest.approx(other, rel=1e-8)
            for one, other in zip(first.series["in_bps"], second.series["in_bps"], strict=True)
            if one is not None
        )
    )


@pytest.mark.parametrize("days", [1, 2.875, 30, 300])
def test_a_chart_of_roll_ups_shows_what_one_of_samples_did(
    store: SampleStore, reader: StoreReader, days: float
) -> None:
    measure(store)
    window = Interval(Millis(NOON - int(days * DAY)), NOON)
    before = drawn(reader, window)
    roll_up(store)
    assert same(drawn(reader, window), before)
    while store.prune(NOON):
        pass
    if before.step >= FIVE_MINUTES:
        assert same(drawn(reader, window), before), "nothing of it was read from samples"


def test_the_tail_that_is_not_rolled_up_yet_is_in_the_chart(store: SampleStore, reader: StoreReader) -> None:
    values = measure(store, until=Millis(NOON + 59 * MINUTE))
    roll_up(store, Millis(NOON + 59 * MINUTE))
    window = Interval(Millis(NOON - 29 * DAY), Millis(NOON + 59 * MINUTE))
    chart = drawn(reader, window)
    tail = [value for at, value in values.items() if at >= NOON]
    assert (chart.step, chart.times[-1]) == (HOUR, NOON)
    assert chart.series["in_bps"][-1] == pytest.approx(sum(tail) / len(tail))
    assert chart.peaks["in_bps"][-1] == max(tail)


def test_a_peak_of_a_minute_is_seen_in_a_chart_of_a_year(store: SampleStore, reader: StoreReader) -> None:
    measure(store)
    store.write([traffic(at=Millis(BEGAN + DAY + 1), bps=77 * 10**9)], now=NOON)
    roll_up(store)
    chart = drawn(reader, Interval(Millis(NOON - 365 * DAY), NOON))
    assert max(peak for peak in chart.peaks["in_bps"] if peak is not None) == 77 * 10**9
    assert max(mean for mean in chart.series["in_bps"] if mean is not None) < 10**9


def test_where_samples_are_forgotten_a_day_is_drawn_of_five_minutes_and_then_of_hours(
    store: SampleStore, reader: StoreReader
) -> None:
    measure(store)
    roll_up(store)
    window = Interval(BEGAN, Millis(BEGAN + HOUR * 11))
    assert drawn(reader, window).step == MINUTE
    while store.prune(NOON):
        pass
    assert counted(drawn(reader, window)) == (FIVE_MINUTES, 132)
    while store.prune(NOON, FIVE_MINUTES):
        pass
    assert counted(drawn(reader, window)) == (HOUR, 11)


def test_a_late_sample_is_in_long_charts_within_the_hour(store: SampleStore, reader: StoreReader) -> None:
    measure(store)
    roll_up(store)
    store.write([traffic(at=Millis(BEGAN + 31 * HOUR), bps=5)], now=NOON)
    roll_up(store)
    chart = drawn(reader, Interval(Millis(NOON - 30 * DAY), NOON))
    assert dict(zip(chart.times, chart.peaks["in_bps"], strict=True))[Millis(BEGAN + 31 * HOUR)] == 5


@given(st.integers(1, 3_000 * DAY), st.integers(2, 2_000))
def test_the_resolution_follows_from_range_and_width_alone(length: int, most: int) -> None:
    window = Interval(NOON, Millis(NOON + length))
    chosen = resolution_for(window, (), EVERYTHING, most=most)
    assert chosen.width in (EPOCH, FIVE_MINUTES, HOUR)
    assert length / chosen.step <= most
    assert chosen.step == step_for(window, (), most=most)
    assert chosen.width <= chosen.step
    assert chosen.step < FIVE_MINUTES or chosen.width


@pytest.mark.parametrize(
    ("hours", "step", "width"),
    [
        (11, MINUTE, EPOCH),
        (24, 5 * MINUTE, FIVE_MINUTES),
        (7 * 24, 20 * MINUTE, FIVE_MINUTES),
        (29 * 24, HOUR, HOUR),
        (365 * 24, DAY, HOUR),
    ],
)
def test_what_is_read_for_a_range(hours: int, step: Millis, width: Millis) -> None:
    window = Interval(Millis(NOON - hours * HOUR), NOON)
    assert resolution_for(window, (), EVERYTHING) == Resolution(step, width)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-10-26", 24)])
def test_a_day_has_a_roll_up_for_each_hour_that_clocks_show(
    store: SampleStore, reader: StoreReader, day: str, hours: int
) -> None:
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("Europe/Prague"))
    start, end = (from_datetime(each) for each in (midnight, midnight + timedelta(days=1)))
    store.write([traffic(at=Millis(at), bps=1) for at in range(start - HOUR, end + HOUR, MINUTE)], now=end)
    roll_up(store, Millis(end + HOUR))
    while store.prune(Millis(end + HOUR)) or store.prune(Millis(end + HOUR), FIVE_MINUTES):
        pass
    chart = drawn(reader, Interval(start, end))
    assert (chart.step, chart.series["in_bps"]) == (HOUR, (1.0,) * hours)


def test_what_is_asked_seldom_is_drawn_in_steps_as_long(store: SampleStore, reader: StoreReader) -> None:
    store.write([traffic(at=Millis(at)) for at in range(BEGAN, NOON, 15 * MINUTE)], now=NOON)
    roll_up(store)
    chart = drawn(reader, Interval(Millis(NOON - DAY), NOON))
    assert chart.step == 20 * MINUTE
    assert None not in chart.series["in_bps"]
    assert len(chart.times) <= MOST_STEPS
