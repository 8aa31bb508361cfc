"""How much a counter grew, and how fast: on the device's own clock, over wraps but never over resets."""

from enum import Enum, auto
from typing import Literal, NamedTuple

from netmon.clock import Millis
from netmon.snmp.declaration import Counter32, Counter64, Value

TICKS_PER_SECOND = 100
"""sysUpTime counts hundredths of a second (RFC 3418)."""
MILLIS_PER_TICK = 10
UPTIME_MODULUS = 1 << 32
"""sysUpTime starts anew after 497.1 days."""
BITS_PER_OCTET = 8
FASTEST = 10**14
"""Bit/s that no interface carries: what a rate is held against where the speed is unknown."""
MARGIN = 1.05
"""How far above its speed an interface may seem to run: clocks are never quite equal."""
AMBIGUOUS = Counter32.modulus * BITS_PER_OCTET * TICKS_PER_SECOND
"""Bit/s times ticks in which a 32-bit counter of octets may wrap more than once."""
SET_BACK = Counter64.modulus // 2
"""Half the range takes decades at any speed there is: a 64-bit counter that grew so much was set back."""
SLACK = 200
"""Ticks by which the device's clock and ours may disagree at any distance…"""
SLACK_SHARE = 50
"""…and the share, one in so many, by which they may disagree on top."""


class Moment(NamedTuple):
    """sysUpTime, the wall time at which we saw it, and snmpEngineBoots (RFC 3414) where the agent tells it."""

    uptime: int
    at: Millis
    boots: int | None = None


class Doubt(Enum):
    """What a counter says instead of a rate that can be believed."""

    ABSURD = auto()
    """More than the interface carries, or a 64-bit counter that was set back."""


ABSURD = Doubt.ABSURD
Rate = int | Literal[Doubt.ABSURD] | None
"""Whole bit/s; None where it cannot be known."""


def elapsed_ticks(before: Moment, after: Moment) -> int | None:
    """Return the time between two moments on the device's clock, or None if it restarted in between.

    Other boots are a restart, of the agent at least, which loses what it counted; equal ones prove nothing, as an agent
    can lose them too. Then the wall clock decides: a device can have restarted only if it has been up for less than the
    time that passed, and sysUpTime has wrapped only if that accounts for all of that time. Without boots, nothing here
    can tell a restart in the very seconds of the wrap, every 497 days, from the wrap.
    """
    if before.boots != after.boots and before.boots is not None and after.boots is not None:
        return None
    ticks = (after.uptime - before.uptime) % UPTIME_MODULUS
    passed = (after.at - before.at) // MILLIS_PER_TICK
    slack = SLACK + max(passed, 0) // SLACK_SHARE
    if abs(ticks - passed) <= slack:
        return ticks
    is_older_than_the_gap = after.uptime > passed + slack
    return ticks if after.uptime >= before.uptime and is_older_than_the_gap else None


def increase(before: Value | None, after: Value | None) -> int | None:
    """Return how much a counter grew, a wrap counted; None unless both are counters of one size."""
    if isinstance(before, Counter32) and isinstance(after, Counter32):
        return (after - before) % Counter32.modulus
    if isinstance(before, Counter64) and isinstance(after, Counter64):
        return (after - before) % Counter64.modulus
    return None


def bits_per_second(before: Value | None, after: Value | None, *, ticks: int | None, speed: int | None) -> Rate:
    """Return the rate of an octet counter, or ABSURD where it is more than `speed` (bit/s, None if unknown) allows.

    It cannot be known after a restart (`ticks` is None), and where the counter may have wrapped more than once.
    """
    grown = increase(before, after)
    if grown is None or not ticks:
        return None
    if isinstance(after, Counter32) and speed and speed * ticks >= AMBIGUOUS:
        return None
    if isinstance(after, Counter64) and grown >= SET_BACK:
        return ABSURD
    rate = (grown * BITS_PER_OCTET * TICKS_PER_SECOND + ticks // 2) // ticks
    return ABSURD if rate > (speed or FASTEST) * MARGIN else rate
