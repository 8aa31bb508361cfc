"""`netmon influx verify`: what is in InfluxDB is compared with what was measured, and what is missing named."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from netmon.clock import DAY, HOUR, MINUTE, Interval, Millis, SystemClock
from netmon.console.influx import configured, written
from netmon.console.table import aligned
from netmon.console.terminal import Terminal
from netmon.errors import CommandRefused, StoreError
from netmon.phrase import Phrase
from netmon.report.period import moment
from netmon.secret import SecretStore
from netmon.settings import Influx
from netmon.store.database import SAMPLES_FILE, reading
from netmon.store.influx.asking import Server
from netmon.store.influx.flavour import Flavour, detect
from netmon.store.influx.querying import Database
from netmon.store.influx.verification import Difference, Verified, counting, verify
from netmon.store.kept import slices

UNSETTLED = Millis(5 * MINUTE)
"""Time for what was measured of late to be written and forwarded."""
MOST_SHOWN = 100


def verify_points(state: Path, start: str | None, end: str | None, *, as_json: bool) -> None:
    """Compare a time and print what differs; end with code 1 if anything does."""
    now, influx, terminal = SystemClock().now(), configured(), Terminal.of_process()
    until = Millis(now - UNSETTLED) if end is None else moment(end)
    span = period(Millis(until - DAY) if start is None else moment(start), until)
    server = _server(influx)
    count = counting(server, Database.of_bucket(influx.bucket))
    label = Phrase("Comparing {hours:hour|hours} with InfluxDB", hours=len(tuple(slices(span, HOUR))))
    with (
        reading(state / SAMPLES_FILE) as connection,
        terminal.progress(label, len(tuple(slices(span, HOUR)))) as advance,
    ):
        found = verify(connection, span, count, lambda: advance(1))
    if as_json:
        terminal.show(json.dumps(_object(span, found), indent=2))
    else:
        _tell(terminal, found)
    if found.differences:
        raise SystemExit(1)


def period(start: Millis, end: Millis) -> Interval:
    """Return the time between two moments; raise CommandRefused if there is none."""
    if start >= end:
        raise CommandRefused(Phrase("the end is not after the beginning"))
    return Interval(start, end)


def _server(influx: Influx) -> Server:
    """Return the server to ask, if it can be asked; raise StoreError."""
    secret = SecretStore.from_environment().resolve(influx.reader or influx.token)
    server = Server(influx.url, secret)
    if detect(server).flavour is Flavour.VICTORIA:
        raise StoreError(
            Phrase("{url} is VictoriaMetrics, which does not answer InfluxQL: nothing can be compared", url=influx.url)
        )
    return server


def _tell(terminal: Terminal, found: Verified) -> None:
    if found.differences:
        heads = (Phrase("measurement"), Phrase("hour"), Phrase("here"), Phrase("there"))
        rows = [heads, *map(_cells, found.differences[:MOST_SHOWN])]
        terminal.show("\n".join(aligned(rows, terminal.language, figures=(2, 3))))
    for line in _summary(found):
        terminal.say(line)


def _cells(difference: Difference) -> tuple[object, ...]:
    return difference.measurement, written(difference.start), f"{difference.expected:,}", f"{difference.found:,}"


def _summary(found: Verified) -> Iterator[Phrase]:
    if (more := len(found.differences) - MOST_SHOWN) > 0:
        yield Phrase("and {more:,} more", more=more)
    yield Phrase(
        "compared {compared:value|values}; {waiting:,} wait in the outbox, {refused:,} were refused for good",
        compared=found.compared,
        waiting=found.waiting,
        refused=found.refused,
    )
    missing = [difference.start for difference in found.differences if difference.missing]
    if missing:
        yield Phrase(
            "points are missing; send them with: netmon influx backfill --from {start} --to {end}",
            start=written(min(missing)),
            end=written(Millis(max(missing) // HOUR * HOUR + HOUR)),
        )
    if any(difference.surplus for difference in found.differences):
        yield Phrase("there is more than netmon measured: does somebody else write into this bucket?")
    if not found.differences:
        yield Phrase("everything is there, once")


def _object(span: Interval, found: Verified) -> dict[str, object]:
    told = [
        {**asdict(each), "missing": each.missing, "surplus": each.surplus, "hour": written(each.start)}
        for each in found.differences
    ]
    return {
        "from": span.start,
        "to": span.end,
        "compared": found.compared,
        "waiting": found.waiting,
        "refused": found.refused,
        "differences": told,
    }
