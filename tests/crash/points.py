"""Points, held against the InfluxDB that they went to: what was acknowledged is stored, and in the end all of it is."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from netmon.clock import EPOCH, MINUTE, Interval, Millis, SystemClock
from netmon.errors import StoreError
from netmon.secret import Secret
from netmon.store.database import SAMPLES_FILE, open_present
from netmon.store.influx.asking import Server
from netmon.store.influx.querying import Database
from netmon.store.influx.verification import Verified, counting, verify
from netmon.store.influx.writer import InfluxWriter
from netmon.store.samples import SampleStore
from tests.crash.witness import rows
from tests.parts.influxdb import Influx

OVERLAP = MINUTE
"""What was looked at before and is looked at again: what is written late is written by then."""
OLDEST = "SELECT min(time) FROM samples"


@dataclass
class Points:
    """Sees after each kill that InfluxDB has what does not wait, and in the end that it has everything once."""

    influxdb: Influx
    database: str
    wrong: list[str] = field(default_factory=list)
    looked_at: Millis = EPOCH
    """Up to when points were looked at."""
    stored: int = 0
    """Values that were there at the last look."""

    def __post_init__(self) -> None:
        """Make the database."""
        self.influxdb.create(self.database)

    @property
    def environment(self) -> Mapping[str, str]:
        """What tells netmon to send its points there."""
        return {
            "NETMON_INFLUX__URL": self.influxdb.url,
            "NETMON_INFLUX__BUCKET": self.database,
            "NETMON_INFLUX__TOKEN": "secret://influx",
            "NETMON_SECRET_INFLUX": "token",
        }

    def look(self, state: Path) -> None:
        """See whether what was acknowledged is there, as far as it is younger than the last look."""
        try:
            found = self._verify(state, Millis(max(0, self.looked_at - OVERLAP)))
        except StoreError:  # whoever is killed early enough has not made the file
            return
        self.wrong += [f"acknowledged, but not stored: {each}" for each in found.differences]
        self.looked_at = SystemClock().now()

    def testify(self, state: Path) -> Iterator[str]:
        """Say what was not there after a kill, and what is not after all that waited has been sent."""
        yield from self.wrong
        self._send_the_rest(state)
        found = self._verify(state, EPOCH)
        self.stored = found.compared
        yield from (f"in the end: {each}" for each in found.differences)
        if found.waiting or found.refused or not found.compared:
            yield f"in the end {found.waiting} values wait, {found.refused} are refused of {found.compared}"

    def _verify(self, state: Path, since: Millis) -> Verified:
        oldest = rows(state, OLDEST, SAMPLES_FILE)
        start = Millis(max(since, oldest[0][0] or 0)) if oldest else since
        span = Interval(start, Millis(SystemClock().now() + MINUTE))
        count = counting(Server(self.influxdb.own_url), Database(self.database))
        with closing(open_present(state / SAMPLES_FILE)) as connection:
            return verify(connection, span, count, lambda: None)

    def _send_the_rest(self, state: Path) -> None:
        writer = InfluxWriter(self.influxdb.url, org="-", bucket=self.database, token=lambda: Secret("token"))
        with SampleStore(state) as samples, closing(writer):
            while (batch := samples.next_batch()) is not None:
                outcome = writer.write("\n".join(batch.lines))
                assert outcome.status == 204, outcome
                samples.settle(batch, now=SystemClock().now())
