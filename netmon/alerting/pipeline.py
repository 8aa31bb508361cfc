"""Who is told what now, and who is not, and why not."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

from netmon.alerting.belated import belated, with_ends, with_spared
from netmon.alerting.digest import digest_payload, digest_subject
from netmon.alerting.notice import Notice, other_languages
from netmon.alerting.restraint import cap, gather, hush
from netmon.alerting.stages import (
    Envelope,
    Outcome,
    PipelineContext,
    Stage,
    Suppressed,
    acknowledge,
    dedup,
    group,
    inhibit,
    route,
    silence,
)
from netmon.clock import Millis
from netmon.language import Language
from netmon.model import Message, NotificationKind
from netmon.oncall.book import CallBook, Case
from netmon.oncall.policy import Address

__all__ = ["PipelineContext", "Plan", "chain", "dedup_key", "notify", "objections", "plan_messages"]

APART = (group, inhibit, silence, acknowledge, dedup)
"""The stages that look at one notice at a time, after it is routed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The messages to queue, what was suppressed and why, and when time alone will change that.

    `book` is who was called under which plan, once the messages are queued.
    """

    messages: tuple[Message, ...]
    suppressed: tuple[Suppressed, ...]
    next_at: Millis | None
    book: CallBook = field(default_factory=CallBook)


def plan_messages(notices: Sequence[Notice], context: PipelineContext) -> Plan:
    """Run all notices that hold now through the pipeline.

    Called every round with everything that fires or has just been resolved: so whatever stood in
    the way of a notice, its end needs no event of its own, and whoever is next to be called is
    simply one more address whose time has come.
    """
    cases = with_ends(context.book.cases, notices, context.language)
    known = replace(context, book=replace(context.book, cases=cases))
    told = chain(route, *APART, hush, gather, cap)
    late = belated(known.book.cases, other_languages(context.inventory, context.language))
    return notify(told(tuple(map(Envelope, (*notices, *late))), known), notices, known)


def objections(notice: Notice, context: PipelineContext) -> tuple[Suppressed, ...]:
    """Return what each stage by itself has against telling a notice: the pipeline stops at the first."""
    routed = route([Envelope(notice)], context)
    asked = (stage(routed.passed, context) for stage in APART)
    return (*routed.suppressed, *(held for outcome in asked for held in outcome.suppressed))


def chain(*stages: Stage) -> Stage:
    """Return the stage that hands on from each stage to the next, and keeps what each suppressed."""

    def run(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
        def through(outcome: Outcome, stage: Stage) -> Outcome:
            following = stage(outcome.passed, context)
            return Outcome(following.passed, (*outcome.suppressed, *following.suppressed))

        return reduce(through, stages, Outcome(tuple(envelopes)))

    return run


def notify(outcome: Outcome, notices: Sequence[Notice], context: PipelineContext) -> Plan:
    """Return what passed as messages: one for each notice and address, or one for several notices."""
    messages = (
        *(message for envelope in outcome.passed for message in _messages(envelope, context)),
        *_digests(outcome.passed, context),
    )
    sent = [(message.channel, message.address) for message in messages]
    return Plan(
        messages=messages,
        suppressed=outcome.suppressed,
        next_at=min((held.until for held in outcome.suppressed if held.until is not None), default=None),
        book=context.book.after(_cases(outcome, notices, context), sent, context.now),
    )


def dedup_key(subject_id: str, kind: NotificationKind, channel: str, address: str, number: int = 0) -> str:
    """Return the key of a message: the same at every attempt, and it gives nothing away.

    `number` counts the rounds in which the address is called about the same.
    """
    again = f"\n{number}" if number else ""
    return hashlib.sha256(f"{subject_id}\n{kind}\n{channel}\n{address}{again}".encode()).hexdigest()[:32]


def _messages(envelope: Envelope, context: PipelineContext) -> Iterator[Message]:
    notice = envelope.notice
    for channel, address in envelope.addresses:
        if (channel, address) not in envelope.together:
            number = envelope.rounds.get((channel, address), 0)
            key = dedup_key(notice.subject_id, notice.kind, channel, address, number)
            payload = notice.payload_in(_language((channel, address), context), context.language)
            yield Message(notice.subject_id, notice.kind, channel, address, key, payload)


def _digests(envelopes: Sequence[Envelope], context: PipelineContext) -> Iterator[Message]:
    """Yield one message for everything that an address gets together."""
    shared = dict.fromkeys(mark for each in envelopes for mark in each.together.items())
    for address, mark in shared:
        notices = [each.notice for each in envelopes if each.together.get(address) == mark]
        language = _language(address, context)
        subject, kind = digest_subject(context.now, mark), NotificationKind.DIGEST
        yield Message(
            subject,
            kind,
            *address,
            dedup_key(subject, kind, *address),
            digest_payload(notices, subject, language, context.language),
            covers=tuple((notice.subject_id, notice.kind) for notice in notices),
        )


def _language(address: Address, context: PipelineContext) -> Language:
    """Return the language of the person whom an address reaches."""
    people = context.inventory.people.values()
    return next((person.language for person in people if address in person.ways), context.language)


def _cases(outcome: Outcome, notices: Sequence[Notice], context: PipelineContext) -> dict[str, Case]:
    """Return the cases of what still fires or is still to be told, with the calls that go out now."""
    firing = {notice.subject_id for notice in notices if notice.kind is not NotificationKind.RESOLVED}
    cases = dict(context.book.cases)
    for envelope in outcome.passed:
        if envelope.case is not None and envelope.notice.kind is NotificationKind.FIRING:
            calls = ((envelope.rounds[address], *address) for address in envelope.addresses)
            cases[envelope.notice.subject_id] = envelope.case.with_calls(calls)
    return {
        subject: case
        for subject, case in with_spared(cases, outcome, context).items()
        if case.is_owing(context.now) or (subject in firing and case.called)
    }
