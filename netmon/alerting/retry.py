"""When a message that did not get through is tried again: full jitter, from 1 s to 5 min, for 24 h."""

from netmon.clock import DAY, SECOND, Millis
from netmon.store.notifications import LONGEST_WAIT

FIRST = SECOND
LONGEST = LONGEST_WAIT
GIVE_UP = DAY
DOUBLINGS = 16
"""Beyond this many the wait is the longest anyway; it also bounds the arithmetic."""


def next_attempt(attempts: int, created: Millis, now: Millis, draw: float) -> Millis | None:
    """Return when to try again after `attempts` failures, or None to give up.

    `draw` is random in [0, 1): spreading attempts over the whole wait keeps many messages from
    coming back together (full jitter, as AWS describes it).
    """
    if now - created >= GIVE_UP:
        return None
    wait = min(LONGEST, FIRST << min(attempts - 1, DOUBLINGS))
    return Millis(now + max(1, int(wait * draw)))
