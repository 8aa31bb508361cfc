"""What may be read: the one seam between the engine and everything that shows it.

Calls come from web threads. `snapshot` is an immutable value that the loop replaces whole; the
history comes from `mode=ro` connections. Nothing here waits for InfluxDB.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from netmon.clock import EPOCH, Interval, Millis
from netmon.commands.publication import Publication
from netmon.drill.result import DrillResult
from netmon.geo.geography import Geography
from netmon.inventory.models import Inventory
from netmon.judgement.availability import Availability, StateInterval
from netmon.judgement.correction import Past
from netmon.maintenance.listing import Listed
from netmon.maintenance.work import Work
from netmon.model import (
    Account,
    ApiToken,
    Deed,
    Delivery,
    DeviceName,
    Entity,
    Incident,
    IncidentId,
    IncidentRecord,
    Invitation,
    LinkName,
    Maintenance,
    Measurement,
    MunicipalityCode,
    Session,
    Silence,
    Standing,
)
from netmon.settings import Settings


@dataclass(frozen=True, slots=True)
class Audit:
    """When it was proved last that everybody is told who is to be told, and what was found to be otherwise."""

    at: Millis
    found: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """How the monitor itself is: the status strip of every page.

    `answered` of `polled` devices gave their last answer in time. `influx` is `off`, `ok` or the
    trouble in words; `influx_dropped` lines found no room or were damaged while they waited for it,
    `influx_refused` it does not take. `samples_lost` is what samples.db did not take, and
    `samples_poisoned` what was left out as poison. `storage` is `ok` or what
    is wrong with the files. `data_at` is the time of the newest sample. `influx_oldest` is since when the
    oldest line waits. `is_written` says that what was decided last stands in the state, `decided_in` how
    long the last round of judging took.
    """

    data_at: Millis
    polled: int
    answered: int
    influx: str = "off"
    influx_backlog: int = 0
    notifications_waiting: int = 0
    notifications_dead: int = 0
    influx_dropped: int = 0
    influx_refused: int = 0
    samples_lost: int = 0
    samples_poisoned: int = 0
    storage: str = "ok"
    influx_oldest: Millis | None = None
    is_written: bool = True
    decided_in: Millis = EPOCH
    audit: Audit | None = None
    """The last one, None before the first."""


@dataclass(frozen=True, slots=True)
class Load:
    """The last known traffic of a link, in bit/s from the first end to the second and back."""

    forward: int | None = None
    backward: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that is known now; replaced whole, so a page never sees half a change."""

    version: int
    at: Millis
    started: Millis
    inventory: Inventory
    settings: Settings
    health: Health
    devices: Mapping[DeviceName, Standing] = field(default_factory=dict)
    links: Mapping[LinkName, Standing] = field(default_factory=dict)
    loads: Mapping[LinkName, Load] = field(default_factory=dict)
    municipalities: Mapping[MunicipalityCode, Standing] = field(default_factory=dict)
    months: Mapping[MunicipalityCode, Availability] = field(default_factory=dict)
    """Each monitored municipality's availability in the calendar month so far."""
    incidents: tuple[IncidentRecord, ...] = ()
    """The open ones, the worst first."""
    maintenance: tuple[Maintenance, ...] = ()
    """The windows that are open now."""
    paths: Mapping[MunicipalityCode, tuple[DeviceName, ...]] = field(default_factory=dict)
    """The way from a municipality's service point to the nearest anchor, as far as it leads."""

    def incident_of(self, code: MunicipalityCode) -> Incident | None:
        """Return the open incident that a municipality suffers from, if any."""
        for record in self.incidents:
            impact = record.incident.impact
            if code in impact.isolated or code in impact.degraded:
                return record.incident
        return None


@dataclass(frozen=True, slots=True)
class Day:
    """One calendar day of a municipality's strip, Europe/Prague."""

    date: str
    """ISO 8601, `2026-11-23`."""
    availability: Availability


@dataclass(frozen=True, slots=True)
class Chart:
    """One or more series over a window; a None is a gap and is drawn as one.

    `times` are the starts of equal steps; each of `series` has as many means, in `unit`, each of `peaks` as many
    largest values that were measured.
    """

    window: Interval
    step: Millis
    unit: str
    times: tuple[Millis, ...]
    series: Mapping[str, tuple[float | None, ...]]
    peaks: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which rows of the audit are looked for: by or about an account, of a kind; empty is any."""

    account: str = ""
    action: str = ""


class Reader(Protocol):
    """Everything a page, an API or a report may ask."""

    def snapshot(self) -> Snapshot:
        """Return what is known now."""
        ...

    def wait(self, version: int, timeout: float) -> Snapshot:
        """Return the next snapshot after `version`, or the same after `timeout` seconds."""
        ...

    def incidents(self, *, limit: int, before: Millis | None = None) -> Sequence[IncidentRecord]:
        """Return incidents, newest first, started before a moment."""
        ...

    def incident(self, key: IncidentId) -> IncidentRecord | None:
        """Return one incident with its timeline and deliveries."""
        ...

    def history(self, entity: Entity, window: Interval) -> Sequence[StateInterval]:
        """Return the states of an entity, gapless over the window; unknown where none is recorded."""
        ...

    def pasts(self, codes: Iterable[MunicipalityCode], window: Interval) -> Mapping[MunicipalityCode, Past]:
        """Return what municipalities went through in a period, with corrections and what excuses."""
        ...

    def last_beat(self) -> Millis | None:
        """Return when netmon was last known to be alive, or None if it never was."""
        ...

    def incidents_during(self, window: Interval) -> Sequence[Incident]:
        """Return the incidents that were going on in a period, oldest first."""
        ...

    def maintenance(self, window: Interval) -> Sequence[Maintenance]:
        """Return every approved window that excuses something in a period."""
        ...

    def published(self, month: str) -> Publication | None:
        """Return what was published of a month last, if anything was."""
        ...

    def days(self, code: MunicipalityCode, count: int) -> Sequence[Day]:
        """Return the last `count` calendar days of a municipality, oldest first."""
        ...

    def latest(self, device: DeviceName) -> Sequence[Measurement]:
        """Return the newest measurement of each series of a device."""
        ...

    def chart(self, device: DeviceName, interface: str, window: Interval) -> Chart:
        """Return an interface's `in_bps` and `out_bps`, at most 720 steps."""
        ...

    def geography(self) -> Geography:
        """Return the outlines and ways that were imported; the same value until others are."""
        ...

    def works(self, now: Millis) -> Sequence[Listed]:
        """Return the works of the year before and after `now`; of a recurring window the next time and the last."""
        ...

    def planned(self, period: Interval) -> Sequence[Work]:
        """Return what else may be done in a period; of a recurring window the first time."""
        ...

    def excused(self, each: Listed, now: Millis) -> Mapping[MunicipalityCode, Millis]:
        """Return whose outages a work has excused until now, and how much of them."""
        ...

    def silences(self) -> Sequence[Silence]:
        """Return the silences of late, the newest first."""
        ...

    def drill(self) -> DrillResult | None:
        """Return what came of the last drill, None if there was none yet."""
        ...

    def given_up(self, since: Millis, *, limit: int) -> Sequence[Delivery]:
        """Return the messages that were given up since a moment, the newest first."""
        ...

    def invitation(self, incident: str, token: str) -> Invitation | None:
        """Return what a link from a message invites to, None if it is not genuine; it may have expired."""
        ...

    def called(self, number: str, pin: str) -> Invitation | None:
        """Return what an SMS of late to a number invites to, None if none bore this PIN."""
        ...

    def is_gateway(self, authorization: str) -> bool:
        """Say whether whoever sends this Authorization header may bring received SMS."""
        ...

    def auth_code(self, subject_id: str) -> str:
        """Return the code that today's SMS about a subject bear; empty where they bear none."""
        ...

    def account(self, name: str) -> Account | None:
        """Return a person's account."""
        ...

    def accounts(self) -> Sequence[Account]:
        """Return everybody who may or might log in, by name."""
        ...

    def session(self, token_hash: str) -> Session | None:
        """Return a login by the SHA-256 of its token, if it has not expired or been closed."""
        ...

    def logins(self, account: str) -> Sequence[Session]:
        """Return the open logins of an account, the one that was used last first."""
        ...

    def recovery_codes_left(self, account: str) -> int:
        """Return how many recovery codes an account has not used."""
        ...

    def token(self, token_hash: str) -> ApiToken | None:
        """Return what a program asks with by the SHA-256 of its token, good or not."""
        ...

    def tokens(self, account: str | None = None) -> Sequence[ApiToken]:
        """Return the tokens of an account, or of all, the newest first."""
        ...

    def deeds(self, sought: Sought, *, before: int | None, limit: int) -> Sequence[Deed]:
        """Return rows of the audit, the newest first, numbered below `before`."""
        ...

    def actions(self) -> Sequence[str]:
        """Return every kind of thing that the audit knows."""
        ...

    def first_broken_deed(self) -> int | None:
        """Return the first row of the audit that does not continue the chain of hashes, None if all do."""
        ...
