"""What samples come to."""

import json
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from netmon.clock import HOUR, MINUTE, SECOND, Millis
from netmon.schema import NOT_AVERAGED, SHAPES
from netmon.store.rollups.reckoning import FIVE_MINUTES, RollUp, Sample, Summary, roll_up

NOON = Millis(1_780_002_000_000)
"""A whole hour."""
SAMPLES = st.dictionaries(
    st.integers(NOON, NOON + 3 * HOUR - 1),
    st.fixed_dictionaries(
        {"rtt": st.integers(0, 10**6)}, optional={"load": st.floats(0, 100), "in_octets": st.just(7)}
    ),
    max_size=60,
)


def rolled(samples: dict[int, dict[str, float]], width: Millis) -> list[RollUp]:
    ordered: list[Sample] = [(Millis(at), samples[at]) for at in sorted(samples)]
    return [each for each in roll_up(ordered) if each.width == width]


def states(*values: int | None, every: Millis = MINUTE) -> dict[int, dict[str, float]]:
    """Return states from noon on, None for unknown."""
    return {
        NOON + turn * every: {"state": 4} if value is None else {"state": value, "up": value}
        for turn, value in enumerate(values)
    }


@given(SAMPLES)
def test_every_number_is_in_one_roll_up_of_each_width(samples: dict[int, dict[str, float]]) -> None:
    for width in (FIVE_MINUTES, HOUR):
        found = rolled(samples, width)
        numbered = [(at // width * width, at) for at in sorted(samples)]
        by_start = {start: [at for _, at in part] for start, part in groupby(numbered, lambda pair: pair[0])}
        assert [each.start for each in found] == sorted(by_start)
        for each in found:
            values = [samples[at]["rtt"] for at in by_start[each.start]]
            summary = each.fields["rtt"]
            assert (each.n, summary.n, summary.largest) == (len(values), len(values), max(values))
            assert abs(summary.mean - sum(values) / len(values)) <= 1e-8 * max(values)
            assert "in_octets" not in each.fields


@given(st.lists(st.integers(-100, 100), min_size=1, max_size=200))
def test_the_percentile_was_measured_and_95_of_100_are_not_above_it(values: list[int]) -> None:
    summary = Summary.of(values)
    assert summary.p95 in values
    assert sum(value <= summary.p95 for value in values) >= 0.95 * len(values)
    assert sum(value < summary.p95 for value in values) < 0.95 * len(values)
    assert summary.p95 <= summary.largest


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=50))
def test_what_is_left_out_in_brief_follows_from_what_stands_there(values: list[float]) -> None:
    summary = Summary.of(values)
    n, mean, *more = json.loads(json.dumps(summary.brief))
    largest = more[0] if more else mean
    p95 = more[1] if more[1:] else largest
    assert (n, mean, largest, p95) == (summary.n, summary.mean, summary.largest, summary.p95)


def test_only_what_late_samples_touch_is_reckoned_again() -> None:
    samples: list[Sample] = [(Millis(NOON + turn * MINUTE), {"rtt": turn}) for turn in range(60)]
    again = list(roll_up(samples, frozenset({Millis(NOON + 7 * MINUTE)})))
    assert [(each.width, each.start) for each in again] == [(FIVE_MINUTES, NOON + FIVE_MINUTES), (HOUR, NOON)]
    assert again == [each for each in roll_up(samples) if each in again]


def test_seconds_up_and_known_are_those_that_samples_speak_for() -> None:
    (five,) = rolled(states(1, 1, 0, None, 1), FIVE_MINUTES)
    assert (five.known_s, five.up_s) == (240, 180)


def test_a_sample_that_no_other_follows_speaks_for_two_and_a_half_intervals() -> None:
    samples = states(1, 1, 1)
    (hour,) = rolled(samples, HOUR)
    assert (hour.known_s, hour.up_s) == (270, 270)
    (five,) = rolled(samples, FIVE_MINUTES)
    assert (five.known_s, five.up_s) == (270, 270)


@given(st.lists(st.sampled_from([0, 1, None]), min_size=60, max_size=60))
def test_an_hour_is_up_and_known_as_long_as_its_parts(values: list[int | None]) -> None:
    samples = states(*values)
    (hour,) = rolled(samples, HOUR)
    parts = rolled(samples, FIVE_MINUTES)
    for name in ("known_s", "up_s"):
        assert getattr(hour, name) == sum(getattr(part, name) for part in parts)
    assert hour.known_s == 60 * sum(value is not None for value in values)
    assert hour.up_s == 60 * sum(value == 1 for value in values)


def test_who_says_nothing_of_being_up_has_no_seconds() -> None:
    (hour,) = rolled({NOON: {"rtt": 3}}, HOUR)
    assert (hour.known_s, hour.up_s) == (None, None)


def test_a_truth_value_a_text_and_a_counter_are_no_numbers_to_average() -> None:
    odd: list[Sample] = [(NOON, {"flag": True, "text": "x", "in_octets": 5, "state": 1})]
    assert list(roll_up(odd)) == []


def test_large_numbers_keep_nine_digits() -> None:
    assert Summary.of([10**10, 10**10 + 1]).mean == 10**10
    assert Summary.of([1, 2, 2]).mean == 1.66666667
    assert Summary.of([0.125, 0.125]).brief == [2, 0.125]


def test_what_is_not_averaged_is_written_by_somebody() -> None:
    assert frozenset().union(*(shape.fields for shape in SHAPES.values())) >= NOT_AVERAGED


def test_a_second_of_a_bucket_is_a_thousand_milliseconds() -> None:
    (five,) = rolled(states(1, 1, every=Millis(10 * SECOND)), FIVE_MINUTES)
    assert five.known_s == 10 + 25
