"""What the files say about the past, for threads other than the loop's: read-only connections, one per thread."""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from netmon.clock import Clock, Interval, Millis
from netmon.commands.publication import Publication
from netmon.drill.result import DrillResult, result_of
from netmon.geo.geography import Geography
from netmon.geo.keeping import Atlas
from netmon.judgement.availability import StateInterval
from netmon.judgement.correction import Past
from netmon.judgement.situation import Situation
from netmon.maintenance.listing import Listed
from netmon.maintenance.outcome import excused_so_far, forgiven, municipalities_of
from netmon.maintenance.work import Work
from netmon.model import (
    Account,
    ApiToken,
    Correction,
    Deed,
    Delivery,
    DeviceName,
    Entity,
    EntityKind,
    Incident,
    IncidentId,
    IncidentRecord,
    Maintenance,
    Measurement,
    MunicipalityCode,
    Note,
    NoteKind,
    Session,
    Silence,
    Standing,
)
from netmon.oncall.reply import Call
from netmon.oncall.taking import acknowledged_until
from netmon.reader import Chart, Sought
from netmon.settings import Drill
from netmon.store import audit, drills, factors, seals, silences, tokens
from netmon.store.accounts import ACCOUNTS, account_of
from netmon.store.acts import acts_on
from netmon.store.corrections import corrections_between
from netmon.store.damage import is_damage
from netmon.store.database import SAMPLES_FILE, STATE_FILE, complaining, open_present
from netmon.store.logins import SESSION_IDLE
from netmon.store.notifications import deliveries_about
from netmon.store.publications import last_published
from netmon.store.replies import calls_to
from netmon.store.rollups.charts import chart_of
from netmon.store.rows import INCIDENT, state_of, unknown_state
from netmon.store.situation import last_beat, load_situation
from netmon.store.timeline import Change, states_over
from netmon.store.undelivered import given_up
from netmon.store.windows import maintenance_between
from netmon.store.worklist import planned_in, works_around

Answer = TypeVar("Answer")

MOST_INCIDENTS = 500
MOST_DURING = 10_000
CHANGES = """
    SELECT entities.name, transitions.crc, transitions.id, transitions.entity, transitions.old, transitions.new,
           transitions.at, transitions.known_at, transitions.reason, transitions.superseded
    FROM entities JOIN transitions ON transitions.entity = entities.id
    WHERE entities.kind = :kind AND (:name IS NULL OR entities.name = :name)
      AND transitions.superseded = 0 AND transitions.at < :end
      AND transitions.at >= coalesce((
        SELECT max(earlier.at) FROM transitions AS earlier
        WHERE earlier.entity = entities.id AND earlier.superseded = 0 AND earlier.at <= :start
      ), :start)
    ORDER BY entities.name, transitions.at
"""
MOST_SESSIONS = 100
SESSIONS = """
    SELECT token_hash, account, csrf_token, created, last_used, expires, source FROM sessions
    WHERE expires > ? AND last_used > ?
"""
STANDINGS = """
    SELECT entities.name, transitions.crc, transitions.id, transitions.entity, transitions.old, transitions.new,
           transitions.at, transitions.known_at, transitions.reason, transitions.superseded
    FROM entities JOIN transitions ON transitions.entity = entities.id AND transitions.superseded = 0
      AND transitions.at = (
        SELECT max(earlier.at) FROM transitions AS earlier
        WHERE earlier.entity = entities.id AND earlier.superseded = 0 AND earlier.at <= :moment
      )
    WHERE entities.kind = :kind
"""
LATEST = """
    WITH known AS MATERIALIZED (
        SELECT id, name, tags, max(
            coalesce((SELECT max(time) FROM freshest WHERE series = series.id), 0),
            coalesce((SELECT max(time) FROM settled WHERE series = series.id), 0)
        ) AS newest
        FROM series WHERE device = ?
    )
    SELECT known.name, known.tags, samples.time, samples.fields
    FROM known CROSS JOIN samples ON samples.series = known.id AND samples.time = known.newest
    ORDER BY known.name, known.tags
"""
INTERFACE_SERIES = """
    SELECT id FROM series WHERE device = ? AND name = 'net_if' AND tags ->> 'ifname' = ?
"""


class StoreReader:
    """The history half of a `Reader`; usable from any thread, and while no netmon runs."""

    def __init__(self, directory: Path, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock
        self._connections = threading.local()
        self._atlas = Atlas(directory)
        self.failure: sqlite3.Error | None = None
        """Damage to `state.db` that somebody has met while reading."""

    def incidents(self, *, limit: int, before: Millis | None = None) -> Sequence[IncidentRecord]:
        """Return incidents, newest first, started before a moment; at most 500."""
        rows = self._state(
            "SELECT body FROM incidents WHERE ? IS NULL OR started < ? ORDER BY started DESC, id LIMIT ?",
            (before, before, min(limit, MOST_INCIDENTS)),
        )
        return [self._record(INCIDENT.validate_json(body)) for (body,) in rows]

    def open_incidents(self) -> Sequence[IncidentRecord]:
        """Return the incidents that have not ended, oldest first."""
        rows = self._state("SELECT body FROM incidents WHERE ended IS NULL ORDER BY started, id")
        return [self._record(INCIDENT.validate_json(body)) for (body,) in rows]

    def incidents_at(self, moment: Millis) -> Sequence[IncidentRecord]:
        """Return the incidents that were going on at a moment, oldest first; at most 500."""
        rows = self._state(
            "SELECT body FROM incidents WHERE started <= :at AND (ended IS NULL OR ended > :at)"
            " ORDER BY started, id LIMIT :most",
            {"at": moment, "most": MOST_INCIDENTS},
        )
        return [self._record(INCIDENT.validate_json(body)) for (body,) in rows]

    def incidents_during(self, window: Interval) -> Sequence[Incident]:
        """Return the incidents that were going on in a period, without what happened to them; at most 10,000."""
        rows = self._state(
            "SELECT body FROM incidents WHERE started < :end AND (ended IS NULL OR ended > :start)"
            " ORDER BY started, id LIMIT :most",
            {"start": window.start, "end": window.end, "most": MOST_DURING},
        )
        return [INCIDENT.validate_json(body) for (body,) in rows]

    def incident(self, key: IncidentId) -> IncidentRecord | None:
        """Return one incident with its timeline and deliveries."""
        rows = self._state("SELECT body FROM incidents WHERE id = ?", (key,))
        return self._record(INCIDENT.validate_json(rows[0][0])) if rows else None

    def history(self, entity: Entity, window: Interval) -> list[StateInterval]:
        """Return the states of an entity, gapless over the window; unknown where none is recorded."""
        changes = self._changes(entity.kind, entity.name, window).get(entity.name, [])
        return states_over(window, changes, unknown_state(entity.kind))

    def states_of_all(self, kind: EntityKind, window: Interval) -> Mapping[str, list[StateInterval]]:
        """Return the states of every entity of a kind that was ever recorded, with one query."""
        unknown = unknown_state(kind)
        return {
            name: states_over(window, changes, unknown) for name, changes in self._changes(kind, None, window).items()
        }

    def standings_at(self, kind: EntityKind, moment: Millis) -> Mapping[str, Standing]:
        """Return the state that every entity of a kind was in at a moment, as far as any is recorded."""
        rows = self._transitions(STANDINGS, {"kind": kind, "moment": moment})
        return {name: Standing(state_of(kind, number), at, reason) for name, at, number, reason in rows}

    def past(self, code: MunicipalityCode, window: Interval) -> Past:
        """Return what a municipality went through in a period, with corrections."""
        states = self.history(Entity(EntityKind.MUNICIPALITY, code), window)
        return Past.of(code, states, self.maintenance(window), self.corrections(window))

    def pasts(self, codes: Iterable[MunicipalityCode], window: Interval) -> Mapping[MunicipalityCode, Past]:
        """Return what many municipalities went through in a period, with three queries."""
        states = self.states_of_all(EntityKind.MUNICIPALITY, window)
        windows, corrections = self.maintenance(window), self.corrections(window)
        return {code: Past.of(code, states.get(code, ()), windows, corrections) for code in codes}

    def corrections(self, window: Interval) -> tuple[Correction, ...]:
        """Return what was corrected about a period, in the order in which it was received."""
        return self._ask(lambda connection: corrections_between(connection, window))

    def situation(self) -> Situation:
        """Return what judgement knows now, as it was committed last."""
        return self._ask(load_situation)

    def last_beat(self) -> Millis | None:
        """Return when netmon was last known to be alive, or None if it never was."""
        return self._ask(last_beat)

    def maintenance(self, window: Interval) -> tuple[Maintenance, ...]:
        """Return every approved maintenance window that overlaps a period."""
        return self._ask(lambda connection: maintenance_between(connection, window))

    def published(self, month: str) -> Publication | None:
        """Return what was published of a month last, if anything was."""
        return self._ask(lambda connection: last_published(connection, month))

    def geography(self) -> Geography:
        """Return the outlines and ways that were imported; the same value until others are."""
        return self._atlas.geography()

    def works(self, now: Millis) -> Sequence[Listed]:
        """Return the works of the year before and after `now`; of a recurring window the next time and the last."""
        return self._ask(lambda connection: works_around(connection, now))

    def planned(self, period: Interval) -> Sequence[Work]:
        """Return what else may be done in a period; of a recurring window the first time."""
        return self._ask(lambda connection: planned_in(connection, period))

    def excused(self, each: Listed, now: Millis) -> Mapping[MunicipalityCode, Millis]:
        """Return whose outages a work has excused until now, and how much of them."""
        span = excused_so_far(each, now)
        return forgiven(self.pasts(municipalities_of(each), span), span) if span else {}

    def silences(self) -> Sequence[Silence]:
        """Return the silences of late, the newest first."""
        return self._ask(silences.latest)

    def drill(self, drill: Drill | None) -> DrillResult | None:
        """Return what came of the last drill, None if there was none yet; `drill` is when one is due."""
        return self._ask(
            lambda connection: result_of(
                drills.last_held(connection), drills.last_skipped(connection), drill, self._clock.now()
            )
        )

    def given_up(self, since: Millis, *, limit: int) -> Sequence[Delivery]:
        """Return the messages that were given up since a moment, the newest first."""
        return self._ask(lambda connection: given_up(connection, since, limit=limit))

    def calls_to(self, number: str) -> Sequence[Call]:
        """Return the SMS by which a number was called of late to an incident, the latest first."""
        return self._ask(lambda connection: calls_to(connection, number, self._clock.now()))

    def latest(self, device: DeviceName) -> Sequence[Measurement]:
        """Return the newest measurement of each series of a device."""
        return [
            Measurement(name, json.loads(tags), json.loads(fields), Millis(time))
            for name, tags, time, fields in self._samples(LATEST, (device,))
        ]

    def chart(self, device: DeviceName, interface: str, window: Interval) -> Chart:
        """Return an interface's `in_bps` and `out_bps` in at most 720 steps, means and peaks; gaps stay gaps."""
        found = self._samples(INTERFACE_SERIES, (device, interface))
        with complaining(self._directory / SAMPLES_FILE):
            return chart_of(self._open(SAMPLES_FILE), found[0][0] if found else None, window)

    def account(self, name: str) -> Account | None:
        """Return a person's account."""
        rows = self._state(f"{ACCOUNTS} WHERE name = ?", (name,))
        return account_of(rows[0]) if rows else None

    def accounts(self) -> Sequence[Account]:
        """Return everybody who may or might log in, by name."""
        return [account_of(row) for row in self._state(f"{ACCOUNTS} ORDER BY name")]

    def session(self, token_hash: str) -> Session | None:
        """Return a login, if it was not closed, is younger than 12 h and was used within 30 min."""
        now = self._clock.now()
        rows = self._state(
            f"{SESSIONS} AND token_hash = ?",
            (now, now - SESSION_IDLE, token_hash),
        )
        return Session(*rows[0]) if rows else None

    def logins(self, account: str) -> Sequence[Session]:
        """Return the open logins of an account, the one that was used last first."""
        now = self._clock.now()
        rows = self._state(
            f"{SESSIONS} AND account = ? ORDER BY last_used DESC LIMIT ?",
            (now, now - SESSION_IDLE, account, MOST_SESSIONS),
        )
        return [Session(*row) for row in rows]

    def recovery_codes_left(self, account: str) -> int:
        """Return how many recovery codes an account has not used."""
        return self._ask(lambda connection: factors.recovery_codes_left(connection, account))

    def token(self, token_hash: str) -> ApiToken | None:
        """Return what a program asks with by the SHA-256 of its token, good or not."""
        return self._ask(lambda connection: tokens.with_hash(connection, token_hash))

    def tokens(self, account: str | None = None) -> Sequence[ApiToken]:
        """Return the tokens of an account, or of all, the newest first."""
        return self._ask(lambda connection: tokens.listed(connection, account))

    def deeds(self, sought: Sought, *, before: int | None, limit: int) -> Sequence[Deed]:
        """Return rows of the audit, the newest first, numbered below `before`."""
        return self._ask(lambda connection: audit.find(connection, sought, before, limit))

    def actions(self) -> Sequence[str]:
        """Return every kind of thing that the audit knows."""
        return self._ask(audit.known_actions)

    def first_broken_deed(self) -> int | None:
        """Return the first row of the audit that does not continue the chain of hashes, None if all do."""
        return self._ask(audit.first_broken_row)

    def close(self) -> None:
        """Close this thread's connections."""
        for connection, _ in vars(self._connections).values():
            connection.close()
        vars(self._connections).clear()

    def _record(self, incident: Incident) -> IncidentRecord:
        rows = self._state(
            "SELECT at, kind, text, author FROM notes WHERE incident = ? ORDER BY at, id", (incident.id,)
        )
        notes = tuple(Note(Millis(at), NoteKind(kind), text, author) for at, kind, text, author in rows)
        acts = acts_on(self._open(STATE_FILE), incident.id)
        until = acknowledged_until(acts, incident, incident.ended or self._clock.now())
        return IncidentRecord(
            incident=incident,
            notes=notes,
            deliveries=self._ask(lambda connection: deliveries_about(connection, incident.id)),
            acknowledged_by=acts[-1].author if acts and (until or not incident.is_open) else None,
            acknowledged_until=until,
        )

    def _changes(self, kind: EntityKind, name: str | None, window: Interval) -> dict[str, list[Change]]:
        rows = self._transitions(CHANGES, {"kind": kind, "name": name, "start": window.start, "end": window.end})
        changes: dict[str, list[Change]] = {}
        for entity, at, number, reason in rows:
            changes.setdefault(entity, []).append(Change(at, state_of(kind, number), reason))
        return changes

    def _transitions(self, query: str, values: Mapping[str, object]) -> Iterator[tuple[str, Millis, int, str]]:
        """Yield whose transitions a query finds, when each was, to which state and why; raise StoreError."""
        rows = self._state(query, values)
        with self._complaining(STATE_FILE):
            for entity, crc, *row in rows:
                seals.check("transitions", crc, row)
                yield entity, Millis(row[4]), row[3], row[6]

    def _state(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        return self._read(STATE_FILE, query, values)

    def _samples(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        return self._read(SAMPLES_FILE, query, values)

    def _read(self, file: str, query: str, values: Sequence[object] | Mapping[str, object]) -> list[Any]:
        with self._complaining(file):
            return self._open(file).execute(query, values).fetchall()

    def _ask(self, question: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Return what a question of another room finds in `state.db`."""
        with self._complaining(STATE_FILE):
            return question(self._open(STATE_FILE))

    @contextmanager
    def _complaining(self, file: str) -> Iterator[None]:
        """Raise StoreError where a file cannot be read; keep damage to the state for whoever looks after it."""
        with complaining(self._directory / file):
            try:
                yield
            except sqlite3.Error as error:
                if file == STATE_FILE and is_damage(error):
                    self.failure = error
                raise

    def _open(self, file: str) -> sqlite3.Connection:
        """Return this thread's own connection to a file."""
        connections: dict[str, tuple[sqlite3.Connection, int]] = vars(self._connections)
        path = self._directory / file
        number = path.stat().st_ino if path.exists() else None
        if file in connections and connections[file][1] != number:  # another file lies there since
            connections.pop(file)[0].close()
        if file not in connections:
            connections[file] = open_present(path), path.stat().st_ino
        return connections[file][0]
