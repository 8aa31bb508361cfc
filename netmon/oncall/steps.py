"""Whether the wall clock was set while netmon ran: what people wait for is counted in time that passed."""

from netmon.clock import EPOCH, SECOND, Clock, Millis

SLACK = Millis(2 * SECOND)
"""What wall and monotonic time may differ by before the wall clock counts as set."""


class Steps:
    """Notices that the wall clock was set: it went another way than the monotonic one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = clock.now() - clock.monotonic()

    def last(self) -> Millis:
        """Return by how much the wall clock was set since the last question."""
        ahead = self._clock.now() - self._clock.monotonic()
        step = ahead - self._ahead
        if abs(step) < SLACK:
            return EPOCH
        self._ahead = ahead
        return Millis(step)
