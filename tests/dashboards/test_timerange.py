"""A chart's span is read as Grafana writes it, and is never unbounded."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.timerange import read_range
from netmon.clock import DAY, HOUR, MINUTE, from_datetime
from netmon.judgement.calendar import PRAGUE
from tests.dashboards.exhibit import NOW


@pytest.mark.parametrize(
    ("start", "end", "length"),
    [
        ("now-6h", "now", 6 * HOUR),
        ("now-30d", "now-7d", 23 * DAY),
        (str(NOW - HOUR), str(NOW), HOUR),
        ("now", "now-6h", 6 * HOUR),
        ("now-9999w", "now", 6 * HOUR),
        ("now-6h; drop", "now", 6 * HOUR),
        ("", "", 6 * HOUR),
        ("now-1M/M", "now-1M/M", 31 * DAY + HOUR),
        ("now-1d/d", "now-1d/d", DAY),
        ("now-2w/w", "now-1w/w", 14 * DAY),
        ("now-1M", "now", 31 * DAY + HOUR),
        ("now/y", "now/y", 365 * DAY),
        ("2026-10-25T00:00", "2026-10-26T00:00", 25 * HOUR),
        ("2026-13-25T00:00", "now", 6 * HOUR),
    ],
)
def test_a_span_is_read_as_grafana_writes_it_or_is_the_last_six_hours(start: str, end: str, length: int) -> None:
    assert read_range({"from": start, "to": end}, NOW).window.length == length


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_span_is_bounded(start: str, end: str) -> None:
    assert MINUTE <= read_range({"from": start, "to": end}, NOW).window.length <= 400 * DAY


@given(st.integers(0, 400), st.sampled_from("mhdwMy"), st.sampled_from(["", "/d", "/w", "/M", "/y"]))
def test_what_is_pinned_reads_back_as_the_same_span(count: int, unit: str, rounded: str) -> None:
    span = read_range({"from": f"now-{count}{unit}{rounded}", "to": f"now{rounded}"}, NOW)
    assert read_range(span.pinned, NOW).window == span.window
    for asked in (span.moved(-0.5), span.moved(0.5), span.stretched(2), span.stretched(0.5)):
        again = read_range(asked, NOW)
        assert again.start.isdigit()
        assert MINUTE <= again.window.length <= 400 * DAY


def test_a_month_before_one_that_is_longer_ends_on_its_last_day() -> None:
    march = from_datetime(datetime(2026, 3, 31, 12, tzinfo=PRAGUE))
    assert read_range({"from": "now-1M", "to": "now"}, march).window.start == from_datetime(
        datetime(2026, 2, 28, 12, tzinfo=PRAGUE)
    )
