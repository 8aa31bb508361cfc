"""What threads other than the loop read."""

import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import DAY, HOUR, MINUTE, Interval, ManualClock, Millis
from netmon.errors import StoreError
from netmon.judgement.situation import Judgement, Situation
from netmon.model import DeviceName, Entity, EntityKind, IncidentId, LinkState, MunicipalityState
from netmon.store.reading import StoreReader
from netmon.store.rollups.charting import MOST_STEPS, step_for
from netmon.store.samples import SampleStore
from netmon.store.state import StateStore
from netmon.store.timeline import Change, states_over
from tests.netmon.store.nouns import AS_ENTITY, CHEB, T0, after, change, incident, state, traffic

UP, DOWN, UNKNOWN = MunicipalityState.OPERATIONAL, MunicipalityState.DISCONNECTED, MunicipalityState.UNKNOWN


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[StoreReader]:
    opened = StoreReader(tmp_path, ManualClock(T0))
    yield opened
    opened.close()


@given(
    st.lists(st.tuples(st.integers(-50, 150), st.sampled_from([UP, DOWN, UNKNOWN])), max_size=12),
    st.integers(0, 99),
    st.integers(1, 100),
)
def test_states_are_gapless_and_equal_to_looking_at_every_moment(
    recorded: list[tuple[int, MunicipalityState]], start: int, length: int
) -> None:
    window = Interval(Millis(start), Millis(start + length))
    changes = [Change(Millis(at), to, "") for at, to in sorted(dict(recorded).items())]
    states = states_over(window, changes, UNKNOWN)
    assert states[0].interval.start == window.start
    assert states[-1].interval.end == window.end
    for before, following in pairwise(states):
        assert before.interval.end == following.interval.start
        assert before.state != following.state
    for moment in range(window.start, window.end):
        expected = next((change.state for change in reversed(changes) if change.at <= moment), UNKNOWN)
        (found,) = [part.state for part in states if moment in part.interval]
        assert found == expected


def test_what_nobody_recorded_is_unknown(tmp_path: Path, reader: StoreReader) -> None:
    with StateStore(tmp_path):
        (never,) = reader.history(Entity(EntityKind.LINK, "none"), Interval(T0, after(DAY)))
        assert (never.state, never.interval) == (LinkState.UNKNOWN, Interval(T0, after(DAY)))
        assert reader.states_of_all(EntityKind.MUNICIPALITY, Interval(T0, after(DAY))) == {}


def test_the_state_before_the_window_reaches_into_it(tmp_path: Path, reader: StoreReader) -> None:
    with StateStore(tmp_path) as store:
        store.record_history(
            [change(DOWN, at=after(-2 * DAY)), change(UP, at=after(-DAY)), change(DOWN, at=after(HOUR))], []
        )
        states = reader.history(AS_ENTITY, Interval(T0, after(2 * HOUR)))
    assert [(part.interval, part.state) for part in states] == [
        (Interval(T0, after(HOUR)), UP),
        (Interval(after(HOUR), after(2 * HOUR)), DOWN),
    ]


def test_incidents_are_paged_by_their_start(tmp_path: Path, reader: StoreReader) -> None:
    past = [incident(f"i-{number}", started=after(number), ended=after(number + 1)) for number in range(5)]
    with StateStore(tmp_path) as store:
        store.record_history([], past)
        still = incident("open", started=after(10))
        store.commit(judgement=Judgement(Situation(incidents=(still,)), opened=(still,)), now=after(20))
        first = reader.incidents(limit=3)
        assert [record.incident.id for record in first] == ["open", "i-4", "i-3"]
        rest = reader.incidents(limit=3, before=first[-1].incident.started)
        assert [record.incident.id for record in rest] == ["i-2", "i-1", "i-0"]
        assert [record.incident for record in reader.open_incidents()] == [still]
        assert reader.incident(IncidentId("none")) is None


def test_incidents_of_a_period_are_those_that_were_going_on_in_it(tmp_path: Path, reader: StoreReader) -> None:
    past = [incident("over", ended=after(10)), incident("going", ended=after(11))]
    still = (incident("open", started=after(19)), incident("later", started=after(20)))
    with StateStore(tmp_path) as store:
        store.record_history([], past)
        store.commit(judgement=Judgement(Situation(incidents=still), opened=still), now=after(30))
    found = reader.incidents_during(Interval(after(10), after(20)))
    assert [each.id for each in found] == ["going", "open"]


def test_a_chart_keeps_its_gaps(tmp_path: Path, reader: StoreReader) -> None:
    with SampleStore(tmp_path) as store:
        turns = [turn for turn in range(60) if not 20 <= turn < 30]
        store.write([traffic(at=after(turn * MINUTE), bps=turn) for turn in turns], now=T0)
        store.write([traffic("xe2", at=after(turn * MINUTE), bps=7) for turn in range(60)], now=T0)
        chart = reader.chart(CHEB, "xe1", Interval(T0, after(HOUR)))
    assert (chart.step, chart.unit, len(chart.times)) == (MINUTE, "bit/s", 61 if T0 % MINUTE else 60)
    by_time = dict(zip(chart.times, chart.series["in_bps"], strict=True))
    first = Millis(T0 // MINUTE * MINUTE)
    assert by_time[first] == 0
    assert [by_time[Millis(first + turn * MINUTE)] for turn in (19, 20, 29, 30)] == [19, None, None, 30]
    assert chart.series["out_bps"][10] == 20


def test_a_long_chart_is_averaged_to_at_most_720_steps(tmp_path: Path, reader: StoreReader) -> None:
    with SampleStore(tmp_path) as store:
        store.write([traffic(at=after(turn * MINUTE), bps=turn % 2 * 100) for turn in range(3_000)], now=T0)
        chart = reader.chart(CHEB, "xe1", Interval(T0, after(3_000 * MINUTE)))
    assert len(chart.times) <= MOST_STEPS
    assert chart.step == 5 * MINUTE
    assert set(chart.series) == {"in_bps", "out_bps"}
    assert all(value is not None and 20 <= value <= 80 for value in chart.series["in_bps"][1:-1])


def test_a_chart_of_nothing_is_empty_and_not_an_error(tmp_path: Path, reader: StoreReader) -> None:
    with SampleStore(tmp_path):
        chart = reader.chart(DeviceName("none"), "xe1", Interval(T0, after(HOUR)))
    assert set(chart.series["in_bps"]) == {None}


@given(st.integers(1, 400 * DAY), st.integers(0, 10**9))
def test_no_chart_has_more_than_720_steps(length: int, start: int) -> None:
    window = Interval(Millis(start), Millis(start + length))
    step = step_for(window, [])
    assert -(-window.end // step) - window.start // step <= MOST_STEPS


def test_the_latest_of_each_series_is_found(tmp_path: Path, reader: StoreReader) -> None:
    with SampleStore(tmp_path) as store:
        store.write([traffic(at=after(turn), bps=turn) for turn in range(5)], now=T0)
        store.write([traffic("xe2"), state(), traffic(device="other")], now=T0)
        latest = reader.latest(CHEB)
    assert list(latest) == [state(), traffic(at=after(4), bps=4), traffic("xe2")]


def test_each_thread_reads_over_a_connection_of_its_own(tmp_path: Path, reader: StoreReader) -> None:
    found: list[int] = []

    def read() -> None:
        found.append(len(reader.incidents(limit=10)))
        reader.close()

    with StateStore(tmp_path) as store:
        store.record_history([], [incident(ended=after(5))])
        threads = [threading.Thread(target=read) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
    assert found == [1] * 8


def test_a_state_directory_that_is_not_there_is_named(reader: StoreReader) -> None:
    with pytest.raises(StoreError, match="has netmon ever run"):
        reader.incidents(limit=1)
