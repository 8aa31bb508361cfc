"""Whatever happens to a device between polls, a rate is the truth or not there: held against a model that knows it.

The model counts in whole numbers that never wrap; what the collector sees of it are 32- and 64-bit counters, a
sysUpTime of 32 bits, a discontinuity time, boots where it speaks SNMPv3, and a clock of its own.
"""

from collections.abc import Mapping

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from collectors.interfaces import parse
from netmon.clock import Millis
from netmon.model import FieldValue
from netmon.snmp.counters import AMBIGUOUS, SET_BACK, SLACK, SLACK_SHARE, UPTIME_MODULUS
from netmon.snmp.declaration import Counter32, Counter64, Reading
from tests.collectors.given import SLOT, by_name, context, interface

MEGABIT = 10**6
DAY = 86_400 * 100
"""In ticks, as all spans here."""
MINUTE = 60 * 100
LONGEST_GAP = 3 * DAY
SPEEDS = (10, 100, 1_000, 100_000)
"""Mbit/s."""
WRAPS = (Counter32.modulus, Counter64.modulus)


STATES = st.tuples(
    st.sampled_from([0, DAY, UPTIME_MODULUS - MINUTE, 600 * DAY]),
    st.sampled_from([0, *(wrap - 10**7 for wrap in WRAPS)]),
    st.sampled_from(SPEEDS),
    st.sampled_from([Counter32, Counter64]),
    st.sampled_from([None, 1]),
)
"""Uptime, octets, speed, the counters' size, and boots."""


class Device(RuleBasedStateMachine):
    """One interface of one device, polled now and then; `octets` go in, nothing goes out."""

    uptime: int
    octets: int
    wall: int
    passed: int
    boots: int | None
    speed: int
    fastest: int
    discontinuity: int
    is_reset: bool
    is_set_back: bool
    previous: Reading
    fields: Mapping[str, FieldValue]

    @initialize(state=STATES)
    def start(self, state: tuple[int, int, int, type[Counter32 | Counter64], int | None]) -> None:
        """Be first seen in any state."""
        self.uptime, self.octets, self.speed, self.size, self.boots = state
        self.wall, self.discontinuity = 0, 0
        self._begin_anew()
        self.previous, self.fields = self._reading(), {}

    @rule(state=STATES)
    def be_another(self, state: tuple[int, int, int, type[Counter32 | Counter64], int | None]) -> None:
        """Be another device, first seen in any state."""
        self.start(state)

    @rule(ticks=st.integers(1, 5 * MINUTE), share=st.integers(0, 100), is_polled=st.booleans())
    def carry(self, ticks: int, share: int, *, is_polled: bool) -> None:
        """Carry traffic for a while, at a share of the speed."""
        self.uptime, self.wall, self.passed = self.uptime + ticks, self.wall + ticks, self.passed + ticks
        self.octets += self.speed * MEGABIT * ticks * share // 80_000
        if is_polled:
            self.poll()

    @rule(days=st.integers(1, LONGEST_GAP // DAY), is_polled=st.booleans())
    def be_away(self, days: int, *, is_polled: bool) -> None:
        """Be out of reach, and go on counting."""
        self.carry(days * DAY, 50, is_polled=is_polled)

    @rule(ticks=st.integers(100, DAY))
    def restart(self, ticks: int) -> None:
        """Lose everything; a device that knows its boots counts one more."""
        self.wall, self.passed = self.wall + ticks, self.passed + ticks
        self.uptime = self.octets = self.discontinuity = 0
        self.boots = None if self.boots is None else self.boots + 1
        self.is_reset = True

    @precondition(lambda self: self.boots is not None)
    @rule()
    def restart_the_agent(self) -> None:
        """Start the agent anew in no time: its counters begin at 0, sysUpTime goes on as some agents have it."""
        assert self.boots is not None
        self.boots, self.octets, self.is_reset = self.boots + 1, 0, True

    @rule()
    def swap_the_card(self) -> None:
        """Count from 0 again and say so: ifCounterDiscontinuityTime."""
        if self.uptime % UPTIME_MODULUS != self.discontinuity:
            self.discontinuity, self.octets, self.is_reset = self.uptime % UPTIME_MODULUS, 0, True

    @rule()
    def set_back(self) -> None:
        """Count from 0 again and say nothing: only a counter that is too large to wrap gives it away."""
        self.is_set_back = self.is_set_back or (self.octets > 0)
        self.octets = 0

    @precondition(lambda self: self.speed == self.speed_before)
    @rule(speed=st.sampled_from(SPEEDS))
    def change_speed(self, speed: int) -> None:
        """Run at another speed from now on: a visit to a faster one between two polls is seen by nobody."""
        self.speed = speed
        self.fastest = max(self.fastest, speed)

    @rule()
    def poll(self) -> None:
        """Read the device and compare with the truth."""
        reading = self._reading()
        found = by_name(parse(reading, self.previous, context()), "net_if")["xe1"].fields
        self._compare(found)
        self.previous, self.fields = reading, found
        self._begin_anew()

    @invariant()
    def no_rate_is_absurd(self) -> None:
        """No rate is negative or more than the interface could carry at its fastest."""
        for name in ("in_bps", "out_bps"):
            rate = self.fields.get(name, 0)
            assert isinstance(rate, int)
            assert 0 <= rate <= max(SPEEDS) * MEGABIT * 1.05

    def _compare(self, fields: Mapping[str, FieldValue]) -> None:
        rate, limit = fields.get("in_bps"), self.fastest * MEGABIT
        if self.is_reset:
            assert rate is None or self._nobody_can_tell()
            return
        if self.is_set_back:
            assert rate is None or (isinstance(rate, int) and rate <= limit * 1.05)
            shown = self.counted % self.size.modulus
            looks_like_a_wrap = self.size is Counter32 or shown >= SET_BACK
            assert rate is None or looks_like_a_wrap or self.octets >= shown
            return
        may_wrap_twice = self.size is Counter32 and limit * self.passed >= AMBIGUOUS
        if not self.passed or may_wrap_twice:
            assert rate is None
            return
        truth = (self.octets - self.counted) * 800 / self.passed
        assert isinstance(rate, int)
        assert abs(rate - truth) <= 1
        assert "in_absurd" not in fields

    def _nobody_can_tell(self) -> bool:
        """Say whether sysUpTime went on as if there had been no restart, as at its wrap, and nothing else tells."""
        is_told = self.boots is not None or self.discontinuity != self.discontinuity_before
        ticks = (self.uptime - self.previous.uptime) % UPTIME_MODULUS
        return not is_told and abs(ticks - self.passed) <= SLACK + self.passed // SLACK_SHARE

    def _begin_anew(self) -> None:
        """Note what the device counted at a poll."""
        self.counted, self.passed, self.fastest = self.octets, 0, self.speed
        self.speed_before, self.discontinuity_before = self.speed, self.discontinuity
        self.is_reset = self.is_set_back = False

    def _reading(self) -> Reading:
        uptime = self.uptime % UPTIME_MODULUS
        row = interface(
            sysUpTime=uptime,
            discontinuity=self.discontinuity,
            high_speed=self.speed,
            in_octets=self.size(self.octets % self.size.modulus),
            out_octets=self.size(0),
        )
        at = Millis(SLOT + 10 * self.wall)
        return Reading(at, uptime, {}, {"interfaces": {(1,): row}}, boots=self.boots)


TestDevice = Device.TestCase
TestDevice.settings = settings(deadline=None, max_examples=400, stateful_step_count=30)
