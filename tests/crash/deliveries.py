"""What receivers got, held against what netmon believes to have sent: nothing lost, and what came twice says so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from netmon.alerting.merging import REPEATED
from netmon.language import Language
from netmon.model import NotificationKind
from tests.crash.witness import rows
from tests.parts.smtp import Received, SmtpReceiver
from tests.parts.webhook import Posted, WebhookReceiver

OUTBOX = "SELECT dedup_key, subject_id, kind, channel, state FROM notifications ORDER BY id"
INCIDENTS = "SELECT id FROM incidents"
WHOLE = ((NotificationKind.FIRING, NotificationKind.RESOLVED), (NotificationKind.PASSED,))
"""What may be told of an incident, in this order."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as somebody got it."""

    key: str
    is_marked: bool
    """Whether it says that it may have come before."""


@dataclass
class Deliveries:
    """Counts what has arrived before each kill; one channel is one recipient here."""

    webhook: WebhookReceiver
    smtp: SmtpReceiver
    before_kills: list[Mapping[str, int]] = field(default_factory=list)

    def arrived(self) -> Mapping[str, Sequence[Arrival]]:
        """Return what each recipient got, in order."""
        return {
            "webhook": [_posted(posted) for posted in self.webhook.posted],
            "email": [_mailed(received) for received in self.smtp.received],
        }

    def repetitions(self) -> int:
        """Return how many messages came again."""
        return sum(len(arrivals) - len({arrival.key for arrival in arrivals}) for arrivals in self.arrived().values())

    def look(self, _state: Path) -> None:
        """Note what had arrived by a kill."""
        self.before_kills.append({recipient: len(arrivals) for recipient, arrivals in self.arrived().items()})

    def testify(self, state: Path) -> Iterator[str]:
        """Say what was lost, what came too often, and what does not say that it came again."""
        outbox = rows(state, OUTBOX)
        for recipient, arrivals in self.arrived().items():
            mine = {
                key: (subject, NotificationKind(kind), end) for key, subject, kind, to, end in outbox if to == recipient
            }
            yield from (f"{recipient} got {each.key}, which nobody sent" for each in arrivals if each.key not in mine)
            kinds = _kinds_by_subject(arrivals, {key: (subject, kind) for key, (subject, kind, _) in mine.items()})
            yield from _incomplete(recipient, [incident for (incident,) in rows(state, INCIDENTS)], kinds)
            yield from _misbelieved(recipient, {each.key for each in arrivals}, mine)
            yield from self._repeated(recipient, arrivals)

    def _repeated(self, recipient: str, arrivals: Sequence[Arrival]) -> Iterator[str]:
        known: set[str] = set()
        repetitions = 0
        for place, arrival in enumerate(arrivals):
            if arrival.key in known:
                repetitions += 1
                kills = sum(before[recipient] <= place for before in self.before_kills)
                if repetitions > kills:
                    yield f"{recipient} got {repetitions} repetitions after {kills} kills"
                if not arrival.is_marked:
                    yield f"{recipient} got {arrival.key} again, and it does not say so"
            known.add(arrival.key)


def _posted(posted: Posted) -> Arrival:
    return Arrival(posted.headers["Idempotency-Key"], posted.payload.get("repeated") is True)


def _mailed(received: Received) -> Arrival:
    key, _, _ = str(received.mail["Message-ID"]).strip("<>").partition("@")
    return Arrival(key, REPEATED[Language.CS] in str(received.mail["Subject"]))


def _kinds_by_subject(
    arrivals: Sequence[Arrival], about: Mapping[str, tuple[str, NotificationKind]]
) -> dict[str, tuple[NotificationKind, ...]]:
    """Return what was told of each subject, in the order in which it came first."""
    told: dict[str, dict[NotificationKind, None]] = {}
    for subject, kind in (about[arrival.key] for arrival in arrivals if arrival.key in about):
        told.setdefault(subject, {}).setdefault(kind)
    return {subject: tuple(kinds) for subject, kinds in told.items()}


def _incomplete(
    recipient: str, incidents: Sequence[str], told: Mapping[str, tuple[NotificationKind, ...]]
) -> Iterator[str]:
    for incident in incidents:
        if (kinds := told.get(incident, ())) not in WHOLE:
            yield f"{recipient} heard of {incident}: {', '.join(kinds) or 'nothing'}"


def _misbelieved(
    recipient: str, got: set[str], outbox: Mapping[str, tuple[str, NotificationKind, str]]
) -> Iterator[str]:
    for key, (subject, kind, state) in outbox.items():
        if state not in ("sent", "merged"):
            yield f"{recipient}: the message {kind} of {subject} is {state} in the end"
        if state == "sent" and key not in got:
            yield f"{recipient}: the message {kind} of {subject} is held for sent, but never came"
