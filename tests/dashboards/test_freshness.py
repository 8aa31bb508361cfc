"""Data is old after two poll periods, and a single late answer does not make it so."""

import pytest

from dashboards.freshness import stale_after
from netmon.clock import MINUTE, SECOND, Millis
from netmon.settings import Settings


@pytest.mark.parametrize(
    ("intervals", "limit"),
    [
        ({}, 2 * MINUTE),
        ({"reachability": 2 * SECOND, "interfaces": 10 * SECOND}, 15 * SECOND),
        ({"interfaces": 30 * SECOND}, MINUTE),
        ({"routing": 10 * MINUTE}, 2 * MINUTE),
    ],
)
def test_data_is_old_after_two_periods_of_the_quickest_collector(intervals: dict[str, int], limit: int) -> None:
    settings = Settings(intervals={name: Millis(interval) for name, interval in intervals.items()})
    assert stale_after(settings) == limit
