"""What came of the last drill: a pure value of what lies in the outbox, what was written down, and now."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from netmon.clock import DAY, MINUTE, Millis
from netmon.drill.moment import is_timely, last_moment
from netmon.model import Delivery, DeliveryState
from netmon.settings import Drill

PREFIX = "drill/"
"""What the subject of every drill begins with; its moment follows."""
IN_TIME = Millis(10 * MINUTE)
"""How long a message of a drill may take: by then somebody else would have to be called."""
REMEMBERED = DAY
"""How long a drill that failed is a reason to do something."""


class Hindrance(StrEnum):
    """Why a drill that was due was not held."""

    CRITICAL = "critical"
    """Something critical went on: nobody was to be confused."""
    STORM = "storm"
    """Somebody got as many messages as anybody may."""
    NOBODY = "nobody"
    """No route leads to anybody, or everything critical is silenced."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A drill that was due and was not held; `about` names what hindered it, if anything by name did."""

    at: Millis
    hindrance: Hindrance
    about: str = ""


class Fate(StrEnum):
    """What became of one message of a drill."""

    DELIVERED = "delivered"
    WAITING = "waiting"
    GIVEN_UP = "given up"


class Verdict(StrEnum):
    """How a drill went."""

    UNDER_WAY = "under way"
    PASSED = "passed"
    """Every way carried its message in time."""
    FAILED = "failed"
    SKIPPED = "skipped"
    MISSED = "missed"
    """netmon did not run when it was due, and not soon after."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of a drill: what became of its message, after how long, and what was said of the last failure."""

    channel: str
    address: str
    fate: Fate
    after: Millis
    error: str = ""

    @property
    def is_in_time(self) -> bool:
        """Whether it carried its message, and soon enough."""
        return self.fate is Fate.DELIVERED and self.after <= IN_TIME


@dataclass(frozen=True, slots=True)
class DrillResult:
    """The last drill, held or not. `at` is when it was due, or when somebody asked for it."""

    at: Millis
    verdict: Verdict
    ways: tuple[Way, ...] = ()
    skipped: Skipped | None = None


def subject_of(at: Millis) -> str:
    """Return the subject of the drill of a moment."""
    return f"{PREFIX}{at}"


def moment_of(subject_id: str) -> Millis:
    """Return the moment of the drill that a subject is."""
    return Millis(int(subject_id.removeprefix(PREFIX)))


def result_of(
    rows: Sequence[Delivery], skipped: Skipped | None, drill: Drill | None, now: Millis
) -> DrillResult | None:
    """Return what came of the last drill, None if there was none yet.

    `rows` are the messages of the last one that was held, `skipped` is the last one that was not. That one was
    missed can be told only if there were others before: else nobody knows since when drills are wanted.
    """
    known = [] if skipped is None else [DrillResult(skipped.at, Verdict.SKIPPED, skipped=skipped)]
    if rows:
        known.append(_held(rows, now))
    last = max(known, key=lambda each: each.at, default=None)
    if last is None or drill is None:
        return last
    due = last_moment(drill, now)
    return last if due <= last.at or is_timely(due, now) else DrillResult(due, Verdict.MISSED)


def overdue(rows: Sequence[Delivery], now: Millis) -> tuple[Delivery, ...]:
    """Return the messages of a drill that did not arrive, once they should all have, and as long as that matters."""
    if not rows or not IN_TIME < now - rows[0].created < REMEMBERED:
        return ()
    return tuple(row for row in rows if row.state is not DeliveryState.SENT)


def reached_nobody(rows: Sequence[Delivery], now: Millis) -> bool:
    """Say whether no message of a drill arrived at all, although they should have."""
    return bool(rows) and len(overdue(rows, now)) == len(rows)


def _held(rows: Sequence[Delivery], now: Millis) -> DrillResult:
    ways = tuple(_way(row, now) for row in rows)
    return DrillResult(moment_of(rows[0].message.subject_id), _verdict(ways), ways)


def _verdict(ways: Sequence[Way]) -> Verdict:
    if all(way.is_in_time for way in ways):
        return Verdict.PASSED
    has_hope = all(way.is_in_time or (way.fate is Fate.WAITING and way.after <= IN_TIME) for way in ways)
    return Verdict.UNDER_WAY if has_hope else Verdict.FAILED


def _way(row: Delivery, now: Millis) -> Way:
    match row.state:
        case DeliveryState.SENT:
            fate, until = Fate.DELIVERED, row.delivered or now
        case DeliveryState.DEAD:
            fate, until = Fate.GIVEN_UP, row.next_at
        case _:
            fate, until = Fate.WAITING, now
    error = "" if fate is Fate.DELIVERED else row.error
    return Way(row.message.channel, row.message.address, fate, Millis(max(0, until - row.created)), error)
