"""The time for which something has to hold before an alert fires: kills neither shorten nor lengthen it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from netmon.clock import SECOND, Clock, Interval, Millis
from netmon.model import Alert, AlertPhase
from netmon.store.rows import ALERT
from tests.crash.witness import rows

HOLD = Millis(2 * SECOND)
"""What the rule of the sandbox has as its `for`."""
EVALUATION = Millis(1_600)
"""How soon a rule hears anything new: a second's cadence, the two timeouts of a silent device, the engine's tick.

On a busy machine it takes longer: as much longer as netmon took to start.
"""
ALERTS = "SELECT body FROM alerts"


@dataclass(frozen=True, slots=True)
class Sight:
    """How the alerts stood when netmon was killed."""

    outage: int | None
    """The number of the outage that goes on, None while none does."""
    alerts: dict[tuple[str, str], Alert]
    life: Interval | None
    """When the netmon that was killed was launched, and when it began its work; None if it never did."""


@dataclass
class Timers:
    """Compares how alerts stood after one kill and after the next one, while the same outage goes on."""

    clock: Clock
    outage: Callable[[], int | None]
    life: Callable[[], Interval | None]
    sights: list[Sight] = field(default_factory=list)

    def look(self, state: Path) -> None:
        """Note how the alerts stand."""
        alerts = (ALERT.validate_json(body) for (body,) in rows(state, ALERTS))
        held = {(alert.rule, alert.entity.name): alert for alert in alerts}
        self.sights.append(Sight(self.outage(), held, self.life()))

    def testify(self, _state: Path) -> Iterator[str]:
        """Say which timers have moved, and which alerts fired too early or too late."""
        for before, after in zip(self.sights, self.sights[1:], strict=False):
            if before.outage is None or before.outage != after.outage:
                continue
            for key, alert in before.alerts.items():
                yield from (f"{key}: {wrong}" for wrong in _compare(alert, after.alerts.get(key), after.life))

    def carried(self) -> int:
        """Return how many running timers a kill met."""
        return sum(alert.phase is AlertPhase.PENDING for sight in self.sights for alert in sight.alerts.values())


def _compare(before: Alert, after: Alert | None, life: Interval | None) -> Iterator[str]:
    match before.phase, after:
        case AlertPhase.PENDING | AlertPhase.FIRING, None:
            yield f"was {before.phase}, and is forgotten"
        case AlertPhase.PENDING, Alert(phase=AlertPhase.PENDING, since=since) if since != before.since:
            yield f"its timer moved by {since - before.since} ms"
        case AlertPhase.PENDING, Alert(phase=AlertPhase.FIRING, since=fired) if life is not None:
            due = before.since + HOLD
            if not due <= fired <= max(due, life.end) + EVALUATION + (life.end - life.start):
                yield f"fired {fired - due} ms after it was due, {fired - life.end} ms after netmon ran"
        case AlertPhase.FIRING, Alert(since=since) if since != before.since:
            yield f"fired again {since - before.since} ms later"
