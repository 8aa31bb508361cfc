"""How the monitor itself is, in words: what it collects, whom it tells, and how its last drill went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboards.formats import Formats, local
from dashboards.freshness import age, is_stale
from dashboards.plain import plain
from dashboards.texts import Words
from netmon.clock import MINUTE, SECOND, Millis
from netmon.drill.moment import next_moment
from netmon.drill.result import DrillResult, Fate, Hindrance, Verdict, Way
from netmon.inventory.models import Inventory
from netmon.model import Delivery
from netmon.oncall.policy import Address, ways_of
from netmon.reader import Health, Snapshot
from netmon.settings import Drill

AUDITED_WITHIN = Millis(3 * MINUTE)
"""An audit runs each minute; one may come late, and one be lost."""
MOST_FOUND = 20
GOOD, DOUBTFUL, BAD, UNKNOWN, OFF = "operational", "degraded", "disconnected", "unknown", "unmonitored"
VERDICTS: Mapping[Verdict, str] = {
    Verdict.PASSED: GOOD,
    Verdict.UNDER_WAY: UNKNOWN,
    Verdict.FAILED: BAD,
    Verdict.SKIPPED: UNKNOWN,
    Verdict.MISSED: DOUBTFUL,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is looked at: its state, what it is called, how it is, and details if there are any."""

    state: str
    name: str
    text: str
    details: tuple[str, ...] = ()

    @property
    def glyph(self) -> str:
        """The sign beside it."""
        return "good" if self.state == GOOD else self.state

    @property
    def is_trouble(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.state in {DOUBTFUL, BAD}


def lines(snapshot: Snapshot, lost: int, words: Words, formats: Formats, now: Millis) -> tuple[Line, ...]:
    """Return what is collected and told, as it stands now; `lost` messages were given up of late."""
    health = snapshot.health
    return (
        Line(
            BAD if is_stale(snapshot, now) else GOOD,
            words("monitor.data"),
            words("monitor.age", span=formats.duration(age(snapshot, now))),
        ),
        Line(
            GOOD if health.answered or not health.polled else BAD,
            words("monitor.devices"),
            words("monitor.answered", answered=health.answered, polled=health.polled),
        ),
        _audit(health, words, formats, now),
        _messages(health, lost, words),
        _influx(health, words, formats),
        _storage(health, words, formats),
    )


def drill_line(result: DrillResult | None, words: Words, formats: Formats, now: Millis) -> Line:
    """Return how the last drill went."""
    if result is None:
        return Line(UNKNOWN, "", words("drill.none"))
    at = formats.since(result.at, now)
    text = words(f"drill.verdict.{result.verdict.name.lower()}", at=at)
    skipped = result.skipped
    if skipped is None:
        return Line(VERDICTS[result.verdict], "", text)
    reason = words(f"drill.hindrance.{skipped.hindrance.value}", about=plain(skipped.about))
    return Line(BAD if skipped.hindrance is Hindrance.NOBODY else VERDICTS[result.verdict], "", text, (reason,))


def drill_ways(ways: Sequence[Way], inventory: Inventory, words: Words, formats: Formats) -> tuple[Line, ...]:
    """Return what became of the message of each way, those that failed first, and whom it is to."""
    names = names_at(inventory)
    return tuple(
        Line(
            GOOD if way.is_in_time else UNKNOWN if way.fate is Fate.WAITING else BAD,
            ", ".join(names.get((way.channel, way.address), ())),
            _of_way(way, words, formats),
            (f"{way.channel} {plain(way.address)}",),
        )
        for way in sorted(ways, key=lambda way: way.is_in_time)
    )


def coming(drill: Drill | None, words: Words, formats: Formats, now: Millis) -> str:
    """Return when the next drill is due."""
    if drill is None:
        return words("drill.off")
    at = next_moment(drill, now)
    return words("drill.next", at=f"{formats.weekday(at)} {local(at):%H:%M}")


def lost_lines(lost: Sequence[Delivery], inventory: Inventory, formats: Formats, now: Millis) -> tuple[Line, ...]:
    """Return the messages that were given up: whom each was for, what it said, and why it did not arrive."""
    names = names_at(inventory)
    return tuple(
        Line(
            BAD,
            plain(row.message.payload.get("summary", row.message.subject_id)),
            formats.since(row.next_at, now),
            (", ".join((*names.get(way, ()), f"{way[0]} {plain(way[1])}")), plain(row.error)),
        )
        for row in lost
        for way in [(row.message.channel, row.message.address)]
    )


def names_at(inventory: Inventory) -> Mapping[Address, tuple[str, ...]]:
    """Return who is reached at each address: people by their names, receivers by theirs."""
    found: dict[Address, tuple[str, ...]] = {}
    for way, name in _ways(inventory):
        found[way] = (*found.get(way, ()), plain(name))
    return found


def _ways(inventory: Inventory) -> Iterator[tuple[Address, str]]:
    for person in inventory.people.values():
        yield from ((way, person.name) for way in person.ways)
    for name, receiver in inventory.receivers.items():
        yield from ((way, name) for way in ways_of(receiver))


def _audit(health: Health, words: Words, formats: Formats, now: Millis) -> Line:
    name, audit = words("monitor.audit"), health.audit
    if audit is None:
        return Line(UNKNOWN, name, words("monitor.audit.none"))
    span = formats.duration(now - audit.at)
    if audit.found:
        text = words("monitor.audit.found", len(audit.found), span=span)
        return Line(BAD, name, text, tuple(map(plain, audit.found[:MOST_FOUND])))
    is_old = now - audit.at > AUDITED_WITHIN
    return Line(
        DOUBTFUL if is_old else GOOD, name, words("monitor.audit.old" if is_old else "monitor.audit.well", span=span)
    )


def _messages(health: Health, lost: int, words: Words) -> Line:
    waiting = health.notifications_waiting
    said = [words("monitor.dead", lost)] if lost else []
    said += [words("strip.waiting", waiting)] if waiting else []
    text = ", ".join(said) or words("monitor.messages.well")
    return Line(DOUBTFUL if lost else GOOD, words("monitor.messages"), text)


def _influx(health: Health, words: Words, formats: Formats) -> Line:
    backlog = health.influx_backlog
    waiting = [words("strip.backlog", backlog, count=formats.number(backlog))] if backlog else []
    match health.influx:
        case "off":
            return Line(OFF, "InfluxDB", words("strip.off"))
        case "ok":
            return Line(GOOD, "InfluxDB", ", ".join([words("strip.ok"), *waiting]))
        case trouble:
            return Line(DOUBTFUL, "InfluxDB", ", ".join([words("strip.trouble"), *waiting]), (plain(trouble),))


def _storage(health: Health, words: Words, formats: Formats) -> Line:
    """Return how the files are, and what was lost since netmon runs, or on the way to InfluxDB ever."""
    losses = {
        "samples_lost": health.samples_lost,
        "samples_poisoned": health.samples_poisoned,
        "influx_dropped": health.influx_dropped,
        "influx_refused": health.influx_refused,
    }
    said = tuple(words(f"monitor.{name}", count=formats.number(count)) for name, count in losses.items() if count)
    name = words("monitor.storage")
    if health.storage == "ok":
        return Line(GOOD, name, words("strip.ok"), said)
    return Line(BAD, name, plain(health.storage), said)


def _of_way(way: Way, words: Words, formats: Formats) -> str:
    span = formats.duration(-(-way.after // SECOND) * SECOND)
    match way.fate:
        case Fate.DELIVERED:
            return words("drill.delivered" if way.is_in_time else "drill.late", span=span)
        case Fate.GIVEN_UP:
            return words("drill.given_up", reason=plain(way.error))
        case _:
            return words("drill.waiting", span=span) + (f" · {plain(way.error)}" if way.error else "")
