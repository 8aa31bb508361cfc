"""`netmon influx backfill`: what is kept is sent to InfluxDB once more, and where to go on is said if it stops."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from netmon.clock import SystemClock
from netmon.console.influx import configured, written
from netmon.console.terminal import Terminal
from netmon.console.verify import period
from netmon.errors import StoreError
from netmon.phrase import Phrase
from netmon.report.period import moment
from netmon.secret import SecretStore
from netmon.store.database import SAMPLES_FILE, reading
from netmon.store.influx.backfill import SLICE, Backfill
from netmon.store.influx.writer import InfluxWriter
from netmon.store.kept import slices


def fill_back(state: Path, start: str, end: str | None, rate: int) -> None:
    """Send what is kept of a time; raise StoreError, having said where to go on, if something stands in the way."""
    clock, influx, terminal = SystemClock(), configured(), Terminal.of_process()
    span = period(moment(start), clock.now() if end is None else moment(end))
    token = partial(SecretStore.from_environment().resolve, influx.token)
    writer = InfluxWriter(influx.url, org=influx.org, bucket=influx.bucket, token=token)
    label = Phrase("Sending what was measured since {start}", start=written(span.start))
    with closing(writer), reading(state / SAMPLES_FILE) as connection:
        work = Backfill(connection, writer, clock, time.sleep, rate)
        with _telling_where(terminal, work), terminal.progress(label, sum(1 for _ in slices(span, SLICE))) as advance:
            for _ in work.run(span):
                advance(1)
    terminal.say(Phrase("sent {lines:line|lines}", lines=work.sent))


@contextmanager
def _telling_where(terminal: Terminal, work: Backfill) -> Iterator[None]:
    """Say where to go on if it stops, and what InfluxDB did not take in any case."""
    try:
        yield
    except (StoreError, KeyboardInterrupt):
        terminal.say(Phrase("go on with: netmon influx backfill --from {start}", start=written(work.reached)))
        raise
    finally:
        if work.refused:
            said = Phrase(
                "InfluxDB refused {lines:line|lines}, the last: {reason}", lines=work.refused, reason=work.reason
            )
            terminal.say(said)
