"""Who is spared: people asleep from what can wait, and everybody from a flood. Nothing is ever dropped.

What is over is never held back: it is said once, and nobody could say it later.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from netmon.alerting.notice import Notice
from netmon.alerting.stages import Envelope, Outcome, PipelineContext, Suppressed
from netmon.clock import Millis
from netmon.inventory.models import QuietHours
from netmon.model import NotificationKind, Severity
from netmon.oncall.book import LATELY, URGENCY
from netmon.oncall.policy import Address
from netmon.oncall.quiet import last_quiet_end, quiet_until

MACHINES = frozenset({"webhook"})
"""Channels whose readers do not tire, and want each message as it is."""
Hold = Callable[[Envelope, Address], Suppressed | None]
Told = tuple[str, NotificationKind]
"""A subject, and what is said of it: what tells one envelope of a round from another."""


def hush(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
    """Let people sleep through what is not critical, and tell it together when they get up."""
    kept = _held(envelopes, lambda envelope, address: _asleep(envelope, address, context.now))
    overnight = [replace(each, together=each.together | _overnight(each, context.now)) for each in kept.passed]
    return Outcome(tuple(_but_alone(overnight)), kept.suppressed)


def cap(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
    """Send nobody more than a few messages a minute: in a storm the worst come first, the rest in one message."""
    full = {address: _full_until(address, context) for address in _readers(envelopes)}
    kept = _held(envelopes, lambda envelope, address: _flooded(envelope.notice, full.get(address), context.burst))
    late = {address: _late(address, kept.passed, context) for address in _readers(kept.passed)}
    return Outcome(tuple(_joined(each, late) for each in kept.passed), kept.suppressed)


def _held(envelopes: Iterable[Envelope], hold: Hold) -> Outcome:
    """Return the envelopes without the addresses that are held back, and why they are."""
    passed: list[Envelope] = []
    suppressed: list[Suppressed] = []
    for envelope in envelopes:
        reasons = {address: hold(envelope, address) for address in envelope.addresses}
        remaining = [address for address, reason in reasons.items() if reason is None]
        if remaining:
            passed.append(envelope.only(remaining))
        suppressed += {held.until: held for held in reasons.values() if held is not None}.values()
    return Outcome(tuple(passed), tuple(suppressed))


def _asleep(envelope: Envelope, address: Address, now: Millis) -> Suppressed | None:
    until = quiet_until(_quiet_hours(envelope, address), now)
    return None if until is None else Suppressed(envelope.notice, "hush", "quiet hours", until)


def _overnight(envelope: Envelope, now: Millis) -> frozenset[Address]:
    """Return the addresses of people who have slept through the beginning."""
    ends = {address: last_quiet_end(_quiet_hours(envelope, address), now) for address in envelope.addresses}
    return frozenset(address for address, end in ends.items() if end is not None and envelope.notice.since < end)


def _quiet_hours(envelope: Envelope, address: Address) -> QuietHours | None:
    """Return the hours in which the one an address reaches is spared; what is over has no case."""
    if envelope.case is None or envelope.notice.severity is Severity.CRITICAL:
        return None
    person = envelope.case.policy.person_at(address)
    return None if person is None else person.quiet


def _but_alone(envelopes: Sequence[Envelope]) -> Iterator[Envelope]:
    """Yield the envelopes; what would be alone in a message for several goes out by itself."""
    shared = Counter(address for each in envelopes for address in each.together)
    lonely = frozenset(address for address, count in shared.items() if count == 1)
    yield from (replace(each, together=each.together - lonely) for each in envelopes)


def _full_until(address: Address, context: PipelineContext) -> Millis | None:
    """Return until when an address has had its share; None if there is room."""
    sent = context.book.sent_lately(address, context.now)
    return Millis(sent[-context.burst] + LATELY) if len(sent) >= context.burst else None


def _flooded(notice: Notice, until: Millis | None, burst: int) -> Suppressed | None:
    if until is None or notice.kind is not NotificationKind.FIRING:
        return None
    return Suppressed(notice, "cap", f"{burst} messages went there within a minute", until)


def _late(address: Address, envelopes: Sequence[Envelope], context: PipelineContext) -> frozenset[Told]:
    """Return what an address gets together, because there is too much of it: all but the most pressing."""
    room = max(0, context.burst - len(context.book.sent_lately(address, context.now)))
    alone = [each for each in envelopes if address in each.addresses and address not in each.together]
    is_digest_due = any(address in each.together for each in envelopes)
    if len(alone) <= (room - 1 if is_digest_due else max(1, room)):
        return frozenset()
    return frozenset(_told(each) for each in sorted(alone, key=_pressing)[max(0, room - 1) :])


def _joined(envelope: Envelope, late: Mapping[Address, frozenset[Told]]) -> Envelope:
    """Return an envelope with the addresses where it goes out together with others."""
    others = {address for address in envelope.addresses if _told(envelope) in late.get(address, ())}
    return replace(envelope, together=envelope.together | others)


def _told(envelope: Envelope) -> Told:
    return envelope.notice.subject_id, envelope.notice.kind


def _pressing(envelope: Envelope) -> tuple[int, Millis]:
    """Return what puts the worst first, and of equals the oldest."""
    return -URGENCY[envelope.notice.severity], envelope.notice.since


def _readers(envelopes: Iterable[Envelope]) -> Collection[Address]:
    """Return the addresses that somebody reads at."""
    addresses = dict.fromkeys(address for envelope in envelopes for address in envelope.addresses)
    return [(channel, where) for channel, where in addresses if channel not in MACHINES]
