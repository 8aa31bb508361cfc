"""What is true about the region and the people who watch it: `state.db`, owned by the loop.

Every call is one short transaction, on the disk before it returns.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from netmon.clock import Interval, Millis
from netmon.commands import Actor, Command, Done
from netmon.identity.device import Change, Memory
from netmon.inventory.models import Window
from netmon.judgement.situation import Judgement, Situation
from netmon.maintenance.work import Work
from netmon.model import (
    Alert,
    AlertPhase,
    Delivery,
    DeviceName,
    Incident,
    IncidentRecord,
    Maintenance,
    Message,
    NotificationKind,
    Silence,
    Transition,
)
from netmon.oncall.book import Case
from netmon.store import (
    acts,
    cases,
    digests,
    drills,
    execution,
    identities,
    journal,
    notifications,
    pruning,
    records,
    silences,
    telling,
    tokens,
    undelivered,
    unrest,
    windows,
)
from netmon.store.database import STATE_FILE, Durability, open_writer, transaction
from netmon.store.identities import Moved
from netmon.store.notifications import IDLE, Busy, Waiting
from netmon.store.rows import ALERT, to_json
from netmon.store.situation import last_beat, load_situation, save_situation
from netmon.store.unrest import KeptUnrest
from netmon.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Restored:
    """What a netmon that starts again needs to know; `last_beat` is None at the very first start."""

    situation: Situation
    alerts: tuple[Alert, ...]
    last_beat: Millis | None
    unrest: KeptUnrest = field(default_factory=KeptUnrest)
    cases: Mapping[str, Case] = field(default_factory=dict)


class StateStore:
    """The one writer of `state.db` in a state directory."""

    def __init__(self, directory: Path) -> None:
        """Open the file, creating or migrating it; raise StoreError."""
        self._connection = open_writer(directory / STATE_FILE, "state", Durability.FULL)
        self._situation = load_situation(self._connection)
        self._unrest = unrest.load(self._connection)
        self._cases = cases.load(self._connection)
        self._unreadable = Trouble("planned work that cannot be read")
        self._pruned = 0
        """The last message that was looked at for pruning; 0 before the first."""

    @property
    def failure(self) -> sqlite3.Error | None:
        """Why the last work failed, None if it did not."""
        return self._connection.failure

    def forgive(self) -> None:
        """Forget what failed last, unless it was damage: there is room again."""
        self._connection.note(None)

    def restore(self) -> Restored:
        """Return what was committed last."""
        alerts = self._connection.execute("SELECT body FROM alerts ORDER BY rule, kind, name")
        return Restored(
            situation=self._situation,
            alerts=tuple(ALERT.validate_json(body) for (body,) in alerts),
            last_beat=last_beat(self._connection),
            unrest=self._unrest,
            cases=self._cases,
        )

    def commit(  # noqa: PLR0913 -- one transaction
        self,
        *,
        judgement: Judgement,
        alerts: Sequence[Alert] = (),
        messages: Sequence[Message] = (),
        kept: KeptUnrest | None = None,
        called: Mapping[str, Case] | None = None,
        now: Millis,
    ) -> None:
        """Write an evaluation whole: situation, transitions, incidents, changed alerts, messages and unrest.

        An alert that is OK is forgotten. A message whose dedup key is known is ignored. Unrest and cases stay
        if none are given.
        """
        present = self._unrest if kept is None else kept
        present_cases = self._cases if called is None else dict(called)
        with transaction(self._connection):
            save_situation(self._connection, self._situation, judgement.situation)
            journal.record_judgement(self._connection, judgement, now)
            self._save_alerts(alerts)
            notifications.queue(self._connection, messages, now)
            digests.keep(self._connection, messages)
            unrest.save(self._connection, self._unrest, present)
            cases.save(self._connection, self._cases, present_cases)
        self._situation, self._unrest, self._cases = judgement.situation, present, present_cases

    def record_history(self, transitions: Sequence[Transition], incidents: Sequence[Incident]) -> None:
        """Write the past at once: transitions in order of time, and incidents that have ended.

        Transitions supersede later ones of their entity, so history is written before the present.
        """
        with transaction(self._connection):
            journal.record_transitions(self._connection, transitions)
            journal.record_incidents(self._connection, incidents)

    def beat(self, now: Millis) -> None:
        """Note that netmon is alive; the time after the last beat is unknown for everything."""
        with transaction(self._connection):
            self._connection.execute("REPLACE INTO heartbeat (single, at) VALUES (1, ?)", (now,))

    def execute(self, command: Command, actor: Actor, now: Millis) -> Done:
        """Carry out what a person asked for, with its audit row; raise CommandRefused with the reason."""
        with transaction(self._connection):
            return Done(execution.execute(self._connection, command, actor, now))

    def adopt_windows(self, recurring: Mapping[str, Window], now: Millis) -> None:
        """Approve the inventory's recurring windows that are new or changed; retire those that are gone."""
        with transaction(self._connection):
            windows.adopt(self._connection, recurring, now)

    def maintenance(self, window: Interval) -> tuple[Maintenance, ...]:
        """Return every approved maintenance window that overlaps a period."""
        return windows.maintenance_between(self._connection, window)

    def maintenance_in_force(self, now: Millis, situation: Situation) -> tuple[Maintenance, ...]:
        """Return the windows that are open at `now`, also those that begin with what is down in a situation."""
        unreadable: list[str] = []
        open_now = windows.in_force(self._connection, now, situation, unreadable)
        self._unreadable.is_now(", ".join(unreadable))
        return open_now

    def works(self, period: Interval) -> tuple[Work, ...]:
        """Return every work that may be done in a period, begun or not."""
        return tuple(windows.planned_between(self._connection, period, []))

    def identities(self) -> dict[DeviceName, Memory]:
        """Return what is known of every device and its interfaces."""
        return identities.load(self._connection)

    def keep_identity(self, device: DeviceName, memory: Memory, changes: Sequence[Change], now: Millis) -> None:
        """Write what is known of a device and its interfaces, and what was found to be called otherwise."""
        with transaction(self._connection):
            identities.keep(self._connection, device, memory, changes, now)

    def forget_identities(self, devices: Sequence[DeviceName]) -> None:
        """Drop what is known of devices."""
        with transaction(self._connection):
            identities.forget(self._connection, devices)

    def moves(self, device: DeviceName | None, *, limit: int) -> tuple[Moved, ...]:
        """Return what was found to be called otherwise at a device, or at any, the newest first."""
        return identities.moves(self._connection, device, limit)

    def claim(self, now: Millis, *, limit: int, lease: Millis, busy: Busy = IDLE) -> tuple[Delivery, ...]:
        """Return messages that are due; they are the caller's until `now + lease`."""
        with transaction(self._connection):
            return notifications.claim(self._connection, now, limit=limit, lease=lease, busy=busy)

    def queue(self, messages: Sequence[Message], now: Millis) -> None:
        """Add messages that no judgement stands behind; one whose dedup key is known is ignored."""
        with transaction(self._connection):
            notifications.queue(self._connection, messages, now)
            digests.keep(self._connection, messages)

    def lane(self, delivery: Delivery) -> tuple[Delivery, ...]:
        """Return everything about a message's subject that goes or went to its address, oldest first; digests too."""
        with transaction(self._connection):
            return notifications.lane(self._connection, delivery)

    def merge(self, superseded: Collection[int], end: Delivery, lease_end: Millis) -> Delivery | None:
        """Let one message, claimed herewith, stand for others that have not got through; None if there is none."""
        with transaction(self._connection):
            return notifications.merge(self._connection, superseded, end, lease_end)

    def unsent(self, now: Millis) -> tuple[Delivery, ...]:
        """Return the messages that have not got through, oldest first: critical ones, and what was given up of late."""
        with transaction(self._connection):
            return undelivered.unsent(self._connection, now)

    def unknown(self, messages: Sequence[Message]) -> tuple[Message, ...]:
        """Return those of some messages that were never queued."""
        with transaction(self._connection):
            return undelivered.unknown(self._connection, messages)

    def unended(self, ended: Interval) -> frozenset[str]:
        """Return the incidents that ended in a period, and not everybody who was told is to hear of it."""
        with transaction(self._connection):
            return undelivered.unended(self._connection, ended)

    def deliveries(self, subject_id: str) -> tuple[Delivery, ...]:
        """Return what became of every message about a subject, oldest first."""
        with transaction(self._connection):
            return notifications.deliveries_about(self._connection, subject_id)

    def last_drill(self) -> tuple[Delivery, ...]:
        """Return what became of every message of the drill that was held last."""
        with transaction(self._connection):
            return drills.last_held(self._connection)

    def is_drill_decided(self, at: Millis) -> bool:
        """Say whether the drill of a moment was held or skipped."""
        with transaction(self._connection):
            return drills.is_decided(self._connection, at)

    def release(self, now: Millis) -> None:
        """Take back what a killed netmon had claimed: whoever holds the state lock knows that it is gone."""
        with transaction(self._connection):
            notifications.release(self._connection, now)

    def delivered(self, key: int, now: Millis) -> None:
        """Note that a message has arrived."""
        with transaction(self._connection):
            notifications.mark_delivered(self._connection, key, now)

    def postponed(self, key: int, next_at: Millis, error: str) -> None:
        """Note why a message did not get through, and when to try again."""
        with transaction(self._connection):
            notifications.mark_postponed(self._connection, key, next_at, error)

    def dead(self, key: int, now: Millis, error: str) -> None:
        """Note when it became clear that a message will never get through, and why."""
        with transaction(self._connection):
            notifications.mark_dead(self._connection, key, now, error)

    def told(self, subject_id: str) -> frozenset[tuple[str, str, NotificationKind]]:
        """Return what the outbox holds or held about a subject: channel, address, and what it says."""
        return telling.told(self._connection, subject_id)

    def acknowledged(self, incidents: Iterable[Incident], now: Millis) -> Mapping[str, Interval]:
        """Return from when until when each of some incidents is, or was, in somebody's hands."""
        return acts.acknowledged_among(self._connection, incidents, now)

    def coming_due(self, now: Millis) -> tuple[IncidentRecord, ...]:
        """Return the open incidents on which somebody promised to report by now or soon, and nobody has."""
        with transaction(self._connection):
            return records.coming_due(self._connection, now)

    def silences(self, now: Millis) -> tuple[Silence, ...]:
        """Return the silences that are in force."""
        return silences.in_force(self._connection, now)

    def waiting(self) -> Waiting:
        """Return how many messages wait and how many were given up."""
        return notifications.count_waiting(self._connection)

    def prune(self, now: Millis) -> int:
        """Look at some rows of what was told, forget what is long over; return 0 once nothing old is left.

        The call after that begins anew.
        """
        with transaction(self._connection):
            silences.prune(self._connection, Millis(now - pruning.KEPT))
            tokens.prune(self._connection, Millis(now - pruning.KEPT))
            self._pruned = pruning.prune(self._connection, self._pruned, now)
        return self._pruned

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _save_alerts(self, alerts: Sequence[Alert]) -> None:
        gone = [alert for alert in alerts if alert.phase is AlertPhase.OK]
        kept = [alert for alert in alerts if alert.phase is not AlertPhase.OK]
        self._connection.executemany(
            "DELETE FROM alerts WHERE rule = ? AND kind = ? AND name = ?",
            ((alert.rule, alert.entity.kind, alert.entity.name) for alert in gone),
        )
        self._connection.executemany(
            "REPLACE INTO alerts (rule, kind, name, body) VALUES (?, ?, ?, ?)",
            ((alert.rule, alert.entity.kind, alert.entity.name, to_json(alert, ALERT)) for alert in kept),
        )
