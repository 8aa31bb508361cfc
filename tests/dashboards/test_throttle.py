"""Attempts are counted in a sliding window, in bounded memory."""

from dashboards.throttle import Throttle
from netmon.clock import HOUR, MINUTE, SECOND, Millis


def test_attempts_are_counted_in_a_window_that_slides() -> None:
    throttle = Throttle(limit=2, span=MINUTE)
    assert [throttle.admit("a", Millis(at * SECOND)) for at in (0, 30, 59, 60, 61, 90)] == [
        True, True, False, True, False, True,
    ]  # fmt: skip


def test_attempts_are_remembered_in_bounded_memory() -> None:
    throttle = Throttle(limit=1, span=HOUR, keys=10)
    for number in range(1000):
        assert throttle.admit(str(number), Millis(number))
    assert not throttle.admit("999", Millis(1000))
    assert throttle.admit("0", Millis(1000))
