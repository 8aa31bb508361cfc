"""A chart's span is read as Grafana writes it, and is never unbounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.timerange import parse_range
from netmon.clock import DAY, HOUR, MINUTE
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
    ],
)
def test_a_span_is_read_as_grafana_writes_it_or_is_the_last_six_hours(start: str, end: str, length: int) -> None:
    assert parse_range(start, end, NOW).length == length


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_span_is_bounded(start: str, end: str) -> None:
    assert MINUTE <= parse_range(start, end, NOW).length <= 400 * DAY
