"""Counters grow over wraps, never over resets, and rates are the device's own."""

from dataclasses import dataclass

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netmon.clock import Millis
from netmon.snmp.counters import ABSURD, Moment, Rate, bits_per_second, elapsed_ticks, increase
from netmon.snmp.declaration import Counter32, Counter64

DAY = 86_400 * 100
UPTIME_WRAP = 2**32
GIGABIT = 10**9


def moment(uptime: int, at: int) -> Moment:
    """Return sysUpTime in ticks at a wall time in seconds."""
    return Moment(uptime % UPTIME_WRAP, Millis(at * 1000))


@pytest.mark.parametrize(
    ("before", "after", "ticks"),
    [
        (moment(DAY, 0), moment(DAY + 6_000, 60), 6_000),
        (moment(UPTIME_WRAP - 1_000, 0), moment(UPTIME_WRAP + 5_000, 60), 6_000),
        (moment(DAY, 0), moment(3_000, 60), None),
        (moment(1_000, 0), moment(3_000, 60), None),
        (moment(1_000, 0), moment(300_000, 3_600), None),
        (moment(DAY, 0), moment(DAY + 6_000, 3_660), 6_000),
        (moment(DAY, 10_000), moment(DAY + 6_000, 2_860), 6_000),
        (moment(DAY, 0), moment(DAY, 0), 0),
        (moment(400 * DAY, 0), moment(405 * DAY, 5 * 86_400), 5 * DAY),
        (moment(DAY, 0), moment(UPTIME_WRAP - DAY, 60), UPTIME_WRAP - 2 * DAY),
    ],
    ids=[
        "a minute",
        "over the wrap of sysUpTime",
        "restarted",
        "restarted, and already up for longer than before",
        "restarted long ago",
        "our clock stepped an hour ahead",
        "our clock stepped two hours back",
        "the same moment",
        "a gap of five days",
        "a device that says that ages went by",
    ],
)
def test_time_passes_on_the_devices_clock(before: Moment, after: Moment, ticks: int | None) -> None:
    assert elapsed_ticks(before, after) == ticks


@pytest.mark.parametrize(
    ("before", "after", "grown"),
    [
        (Counter32(5), Counter32(7), 2),
        (Counter32(2**32 - 1), Counter32(1), 2),
        (Counter64(2**64 - 1), Counter64(1), 2),
        (Counter32(5), Counter64(7), None),
        (None, Counter64(7), None),
        (Counter64(7), None, None),
        (5, 7, None),
        ("5", "7", None),
    ],
)
def test_only_counters_of_one_size_can_be_compared(
    before: int | str | None, after: int | str | None, grown: int | None
) -> None:
    assert increase(before, after) == grown


@pytest.mark.parametrize(
    ("before", "after", "ticks", "speed", "rate"),
    [
        (Counter64(0), Counter64(7_500_000_000), 6_000, GIGABIT, GIGABIT),
        (Counter64(0), Counter64(8_000_000_000), 6_000, GIGABIT, ABSURD),
        (Counter64(10**15), Counter64(0), 6_000, None, ABSURD),
        (Counter64(10**15), Counter64(0), 10**9, None, ABSURD),
        (Counter32(2**32 - 500), Counter32(500), 1_000, 10**6, 800),
        (Counter32(0), Counter32(1_000), 6_000, 10 * GIGABIT, None),
        (Counter32(0), Counter32(1_000), 6_000, None, 133),
        (Counter64(0), Counter64(2**62), 6_000, None, ABSURD),
        (Counter64(0), Counter64(1), 0, GIGABIT, None),
        (Counter64(0), Counter64(1), None, GIGABIT, None),
    ],
    ids=[
        "line rate",
        "more than the interface carries",
        "set back at an unknown speed",
        "set back at an unknown speed in a gap of months",
        "over a wrap",
        "may have wrapped more than once",
        "rounded to whole bits",
        "more than anything carries",
        "no time passed",
        "after a restart",
    ],
)
def test_a_rate_is_in_whole_bits_or_unknown(
    before: int, after: int, ticks: int | None, speed: int | None, rate: Rate
) -> None:
    assert bits_per_second(before, after, ticks=ticks, speed=speed) == rate


@dataclass
class Interface:
    """The truth: an interface that counts, beside what its device shows of it."""

    octets: int
    uptime: int
    wall: int

    def run(self, ticks: int, rate: int) -> None:
        """Carry `rate` bit/s for a while."""
        self.octets += rate * ticks // 800
        self.uptime += ticks
        self.wall += ticks * 10

    def restart(self, ticks: int) -> None:
        """Lose everything, and be back after a while."""
        self.octets = self.uptime = 0
        self.wall += ticks * 10

    def moment(self) -> Moment:
        """Return what the device shows now."""
        return Moment(self.uptime % UPTIME_WRAP, Millis(self.wall))


STEPS = st.lists(
    st.tuples(st.sampled_from(["run", "restart"]), st.integers(100, 30_000), st.integers(0, GIGABIT)),
    min_size=1,
    max_size=8,
)


@settings(deadline=None)
@given(
    steps=STEPS,
    octets=st.sampled_from([0, 2**32 - 10**6, 2**64 - 10**6]),
    uptime=st.sampled_from([10, DAY, UPTIME_WRAP - 3_000, 600 * DAY]),
    wide=st.booleans(),
)
def test_the_rate_is_the_truth_or_unknown(
    steps: list[tuple[str, int, int]], octets: int, uptime: int, *, wide: bool
) -> None:
    interface = Interface(octets, uptime, 10**12)
    size = Counter64 if wide else Counter32
    for step, ticks, rate in steps:
        before, counted = interface.moment(), interface.octets
        if step == "restart":
            interface.restart(ticks)
            assume(before.uptime != 0)
            assume(abs(UPTIME_WRAP - before.uptime - ticks) > 1_000)
            assert elapsed_ticks(before, interface.moment()) is None
            continue
        interface.run(ticks, rate)
        passed = elapsed_ticks(before, interface.moment())
        assert passed == ticks
        found = bits_per_second(
            size(counted % size.modulus), size(interface.octets % size.modulus), ticks=passed, speed=GIGABIT
        )
        truth = (interface.octets - counted) * 800 / ticks
        may_wrap_twice = not wide and GIGABIT * ticks // 800 >= 2**32
        assert found is None if may_wrap_twice else isinstance(found, int) and abs(found - truth) <= 1
