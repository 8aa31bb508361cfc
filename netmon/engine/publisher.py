"""What threads outside the loop may see: the present as one immutable snapshot, history read-only."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

from netmon.alerting.notify.invitation import called_with, opened
from netmon.clock import Interval, Millis
from netmon.commands.publication import Publication
from netmon.drill.result import DrillResult
from netmon.geo.geography import Geography
from netmon.judgement.availability import StateInterval, account
from netmon.judgement.calendar import last_days
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
    Maintenance,
    Measurement,
    MunicipalityCode,
    Session,
    Silence,
)
from netmon.reader import Chart, Day, Snapshot, Sought
from netmon.secret import Secret
from netmon.store.reading import StoreReader


class Publisher:
    """The `Reader` that web threads use; the loop alone calls `publish`."""

    def __init__(
        self,
        store: StoreReader,
        first: Snapshot,
        code_of: Callable[[str, Millis], str] = lambda _subject, _at: "",
        link_key: Secret | None = None,
        is_gateway: Callable[[str], bool] = lambda _authorization: False,
    ) -> None:
        self._store = store
        self._code_of = code_of
        self._is_gateway = is_gateway
        self._link_key = link_key
        self._snapshot = first
        self._news = threading.Condition()
        self._closed = False

    def publish(self, snapshot: Snapshot) -> None:
        """Replace what is known now; wake whoever waits if the version is new."""
        with self._news:
            is_news = snapshot.version != self._snapshot.version
            self._snapshot = snapshot
            if is_news:
                self._news.notify_all()

    def close(self) -> None:
        """Wake whoever waits; from now on nobody waits."""
        with self._news:
            self._closed = True
            self._news.notify_all()

    def snapshot(self) -> Snapshot:
        """Return what is known now."""
        return self._snapshot

    def wait(self, version: int, timeout: float) -> Snapshot:
        """Return the next snapshot after `version`, or the same after `timeout` seconds."""
        with self._news:
            self._news.wait_for(lambda: self._closed or self._snapshot.version > version, timeout)
        return self._snapshot

    def incidents(self, *, limit: int, before: Millis | None = None) -> Sequence[IncidentRecord]:
        """Return incidents, newest first, started before a moment."""
        return self._store.incidents(limit=limit, before=before)

    def incident(self, key: IncidentId) -> IncidentRecord | None:
        """Return one incident with its timeline and deliveries."""
        return self._store.incident(key)

    def history(self, entity: Entity, window: Interval) -> Sequence[StateInterval]:
        """Return the states of an entity, gapless over the window."""
        return self._store.history(entity, window)

    def pasts(self, codes: Iterable[MunicipalityCode], window: Interval) -> Mapping[MunicipalityCode, Past]:
        """Return what municipalities went through in a period, with corrections and what excuses."""
        return self._store.pasts(codes, window)

    def last_beat(self) -> Millis | None:
        """Return when netmon was last known to be alive, or None if it never was."""
        return self._store.last_beat()

    def incidents_during(self, window: Interval) -> Sequence[Incident]:
        """Return the incidents that were going on in a period, oldest first."""
        return self._store.incidents_during(window)

    def maintenance(self, window: Interval) -> Sequence[Maintenance]:
        """Return every approved window that excuses something in a period."""
        return self._store.maintenance(window)

    def published(self, month: str) -> Publication | None:
        """Return what was published of a month last, if anything was."""
        return self._store.published(month)

    def days(self, code: MunicipalityCode, count: int) -> Sequence[Day]:
        """Return the last `count` calendar days of a municipality, oldest first."""
        days = last_days(self._snapshot.at, count)
        past = self._store.past(code, Interval(days[0].interval.start, days[-1].interval.end))
        return [Day(day.date, account(day.interval, past.states, past.excuses)) for day in days]

    def latest(self, device: DeviceName) -> Sequence[Measurement]:
        """Return the newest measurement of each series of a device."""
        return self._store.latest(device)

    def chart(self, device: DeviceName, interface: str, window: Interval) -> Chart:
        """Return an interface's `in_bps` and `out_bps`, at most 720 steps."""
        return self._store.chart(device, interface, window)

    def geography(self) -> Geography:
        """Return the outlines and ways that were imported."""
        return self._store.geography()

    def works(self, now: Millis) -> Sequence[Listed]:
        """Return the works of the year before and after `now`; of a recurring window the next time and the last."""
        return self._store.works(now)

    def planned(self, period: Interval) -> Sequence[Work]:
        """Return what else may be done in a period; of a recurring window the first time."""
        return self._store.planned(period)

    def excused(self, each: Listed, now: Millis) -> Mapping[MunicipalityCode, Millis]:
        """Return whose outages a work has excused until now, and how much of them."""
        return self._store.excused(each, now)

    def silences(self) -> Sequence[Silence]:
        """Return the silences of late, the newest first."""
        return self._store.silences()

    def drill(self) -> DrillResult | None:
        """Return what came of the last drill, None if there was none yet."""
        return self._store.drill(self._snapshot.settings.drill)

    def given_up(self, since: Millis, *, limit: int) -> Sequence[Delivery]:
        """Return the messages that were given up since a moment, the newest first."""
        return self._store.given_up(since, limit=limit)

    def invitation(self, incident: str, token: str) -> Invitation | None:
        """Return what a link from a message invites to, None if it is not genuine; it may have expired."""
        return None if self._link_key is None else opened(self._link_key, incident, token)

    def called(self, number: str, pin: str) -> Invitation | None:
        """Return what an SMS of late to a number invites to, None if none bore this PIN."""
        return None if self._link_key is None else called_with(self._link_key, self._store.calls_to(number), pin)

    def is_gateway(self, authorization: str) -> bool:
        """Say whether whoever sends this Authorization header may bring received SMS."""
        return self._is_gateway(authorization)

    def auth_code(self, subject_id: str) -> str:
        """Return the code that today's SMS about a subject bear; empty where they bear none."""
        return self._code_of(subject_id, self._snapshot.at)

    def account(self, name: str) -> Account | None:
        """Return a person's account."""
        return self._store.account(name)

    def accounts(self) -> Sequence[Account]:
        """Return everybody who may or might log in, by name."""
        return self._store.accounts()

    def session(self, token_hash: str) -> Session | None:
        """Return a login that is still open."""
        return self._store.session(token_hash)

    def logins(self, account: str) -> Sequence[Session]:
        """Return the open logins of an account, the one that was used last first."""
        return self._store.logins(account)

    def recovery_codes_left(self, account: str) -> int:
        """Return how many recovery codes an account has not used."""
        return self._store.recovery_codes_left(account)

    def token(self, token_hash: str) -> ApiToken | None:
        """Return what a program asks with by the SHA-256 of its token, good or not."""
        return self._store.token(token_hash)

    def tokens(self, account: str | None = None) -> Sequence[ApiToken]:
        """Return the tokens of an account, or of all, the newest first."""
        return self._store.tokens(account)

    def deeds(self, sought: Sought, *, before: int | None, limit: int) -> Sequence[Deed]:
        """Return rows of the audit, the newest first, numbered below `before`."""
        return self._store.deeds(sought, before=before, limit=limit)

    def actions(self) -> Sequence[str]:
        """Return every kind of thing that the audit knows."""
        return self._store.actions()

    def first_broken_deed(self) -> int | None:
        """Return the first row of the audit that does not continue the chain of hashes, None if all do."""
        return self._store.first_broken_deed()
