"""Who is told what now, and who is not, and why not."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from netmon.alerting.notice import Notice
from netmon.alerting.stages import (
    Envelope,
    Outcome,
    PipelineContext,
    Stage,
    Suppressed,
    dedup,
    group,
    inhibit,
    route,
    silence,
)
from netmon.clock import Millis
from netmon.model import Message, NotificationKind

__all__ = ["PipelineContext", "Plan", "chain", "dedup_key", "notify", "plan_messages"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The messages to queue, what was suppressed and why, and when time alone will change that."""

    messages: tuple[Message, ...]
    suppressed: tuple[Suppressed, ...]
    next_at: Millis | None


def plan_messages(notices: Sequence[Notice], context: PipelineContext) -> Plan:
    """Run all notices that hold now through the pipeline: route → group → inhibit → silence → dedup → notify.

    Called every round with everything that fires or has just been resolved: so whatever stood in
    the way of a notice, its end needs no event of its own.
    """
    return notify(chain(route, group, inhibit, silence, dedup)(tuple(map(Envelope, notices)), context))


def chain(*stages: Stage) -> Stage:
    """Return the stage that hands on from each stage to the next, and keeps what each suppressed."""

    def run(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
        def through(outcome: Outcome, stage: Stage) -> Outcome:
            following = stage(outcome.passed, context)
            return Outcome(following.passed, (*outcome.suppressed, *following.suppressed))

        return reduce(through, stages, Outcome(tuple(envelopes)))

    return run


def notify(outcome: Outcome) -> Plan:
    """Return what passed as messages, one for each address."""
    return Plan(
        messages=tuple(message for envelope in outcome.passed for message in _messages(envelope)),
        suppressed=outcome.suppressed,
        next_at=min((held.until for held in outcome.suppressed if held.until is not None), default=None),
    )


def dedup_key(subject_id: str, kind: NotificationKind, channel: str, address: str) -> str:
    """Return the key of a message: the same at every attempt, and it gives nothing away."""
    return hashlib.sha256(f"{subject_id}\n{kind}\n{channel}\n{address}".encode()).hexdigest()[:32]


def _messages(envelope: Envelope) -> Iterator[Message]:
    notice = envelope.notice
    for channel, address in envelope.addresses:
        key = dedup_key(notice.subject_id, notice.kind, channel, address)
        yield Message(notice.subject_id, notice.kind, channel, address, key, notice.payload)
