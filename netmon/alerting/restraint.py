"""Who is spared: people asleep from what can wait, and everybody from a flood. Nothing is ever dropped.

The end of what was told is never held back. What begins and ends meanwhile is told afterwards (`belated`).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from netmon.alerting.notice import Notice
from netmon.alerting.stages import Envelope, Outcome, PipelineContext, Suppressed
from netmon.clock import EPOCH, Millis
from netmon.inventory.models import QuietHours
from netmon.model import EntityKind, NotificationKind, Severity
from netmon.oncall.book import LATELY, URGENCY
from netmon.oncall.policy import Address
from netmon.oncall.quiet import last_quiet_end, quiet_until
from netmon.phrase import Phrase

MACHINES = frozenset({"webhook"})
"""Channels whose readers do not tire, and want each message as it is."""
EVERYTHING = ""
"""The mark of what is told together whatever it is about."""
Hold = Callable[[Envelope, Address], Suppressed | None]
Told = tuple[str, NotificationKind]
"""A subject, and what is said of it: what tells one envelope of a round from another."""


def hush(envelopes: Sequence[Envelope], context: PipelineContext) -> Outcome:
    """Let people sleep through what is not critical, and tell it together when they get up."""
    kept = _held(envelopes, lambda envelope, address: _asleep(envelope, address, context.now))
    overnight = [_marked(each, _overnight(each, context.now), EVERYTHING) for each in kept.passed]
    return Outcome(tuple(_but_alone(overnight)), kept.suppressed)


def gather(envelopes: Sequence[Envelope], _context: PipelineContext) -> Outcome:
    """Tell a reader in one message what a round says of one cause or municipality.

    What is critical goes by itself: so it has the next way open if the first does not carry it.
    """
    placed = [_marked(each, _single(each), place_of(each.notice)) for each in envelopes]
    return Outcome(tuple(_but_alone(placed)))


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
        suppressed += _kept(envelope, reasons)
    return Outcome(tuple(passed), tuple(suppressed))


def _kept(envelope: Envelope, reasons: Mapping[Address, Suppressed | None]) -> Iterator[Suppressed]:
    """Yield why an envelope is held back, once for everybody who is spared equally long."""
    for held in {held.until: held for held in reasons.values() if held is not None}.values():
        spared = (address for address, each in reasons.items() if each is not None and each.until == held.until)
        yield replace(held, spared=envelope.only(spared))


def _asleep(envelope: Envelope, address: Address, now: Millis) -> Suppressed | None:
    until = quiet_until(_quiet_hours(envelope, address), now)
    return None if until is None else Suppressed(envelope.notice, "hush", Phrase("quiet hours"), until)


def place_of(notice: Notice) -> str:
    """Return what a notice is told with: the one municipality that it is about, else what it names as the cause."""
    if len(notice.labels.municipalities) == 1:
        return f"{EntityKind.MUNICIPALITY}/{min(notice.labels.municipalities)}"
    match notice.payload.get("cause"):
        case {"kind": kind, "name": name}:
            return f"{kind}/{name}"
    return notice.subject_id


def _single(envelope: Envelope) -> Iterator[Address]:
    """Yield the addresses where what can wait is read and nothing else is together with it yet."""
    if envelope.notice.severity is not Severity.CRITICAL:
        yield from (address for address in _readers([envelope]) if address not in envelope.together)


def _marked(envelope: Envelope, addresses: Iterable[Address], mark: str) -> Envelope:
    """Return an envelope that goes to some of its addresses together with whatever bears the same mark."""
    return replace(envelope, together={**envelope.together, **dict.fromkeys(addresses, mark)})


def _overnight(envelope: Envelope, now: Millis) -> frozenset[Address]:
    """Return the addresses of people who have slept through the beginning."""
    ends = {address: last_quiet_end(_quiet_hours(envelope, address), now) for address in envelope.addresses}
    return frozenset(address for address, end in ends.items() if end is not None and envelope.notice.since < end)


def _quiet_hours(envelope: Envelope, address: Address) -> QuietHours | None:
    """Return the hours in which the one an address reaches is spared; the end of what was told has no case."""
    if envelope.case is None or envelope.notice.severity is Severity.CRITICAL:
        return None
    person = envelope.case.policy.person_at(address)
    return None if person is None else person.quiet


def _but_alone(envelopes: Sequence[Envelope]) -> Iterator[Envelope]:
    """Yield the envelopes; what would be alone in a message for several goes out by itself."""
    shared = Counter(mark for each in envelopes for mark in each.together.items())
    for each in envelopes:
        yield replace(each, together=dict(mark for mark in each.together.items() if shared[mark] > 1))


def _full_until(address: Address, context: PipelineContext) -> Millis | None:
    """Return until when an address has had its share; None if there is room.

    What is held back once waits a minute for company: so a flood ends in one message and does not trickle on.
    """
    sent = context.book.sent_lately(address, context.now)
    waiting = [case.opened for case in context.book.cases.values() if address in case.spared]
    ends = [sent[-context.burst]] if len(sent) >= context.burst else []
    until = max([*ends, *sorted(waiting)[:1]], default=EPOCH) + LATELY
    return Millis(until) if context.now < until <= context.now + LATELY else None


def _flooded(notice: Notice, until: Millis | None, burst: int) -> Suppressed | None:
    if until is None or notice.kind not in {NotificationKind.FIRING, NotificationKind.PASSED}:
        return None
    reason = Phrase("{count:message|messages} went there within a minute", count=burst)
    return Suppressed(notice, "cap", reason, until)


def _late(address: Address, envelopes: Sequence[Envelope], context: PipelineContext) -> frozenset[Told]:
    """Return what an address gets together, because there is too much of it: all but the most pressing."""
    room = max(0, context.burst - len(context.book.sent_lately(address, context.now)))
    due = [each for each in envelopes if address in each.addresses]
    waited = _waited(address, due, context)
    alone = [each for each in due if address not in each.together and _told(each) not in waited]
    marks = {each.together[address] for each in due if address in each.together}
    if len(alone) + len(marks) + bool(waited) <= max(1, room):
        return waited
    first = {_told(each) for each in sorted(alone, key=_pressing)[: max(0, room - 1)]}
    return frozenset(_told(each) for each in due) - first


def _waited(address: Address, due: Sequence[Envelope], context: PipelineContext) -> frozenset[Told]:
    """Return what was held back before and goes out now, unless it is a single thing."""
    cases = context.book.cases
    held = [each for each in due if (case := cases.get(each.notice.subject_id)) and address in case.spared]
    return frozenset(_told(each) for each in held) if len(held) > 1 else frozenset()


def _joined(envelope: Envelope, late: Mapping[Address, frozenset[Told]]) -> Envelope:
    """Return an envelope with the addresses where it goes out together with others."""
    others = (address for address in envelope.addresses if _told(envelope) in late.get(address, ()))
    return _marked(envelope, others, EVERYTHING)


def _told(envelope: Envelope) -> Told:
    return envelope.notice.subject_id, envelope.notice.kind


def _pressing(envelope: Envelope) -> tuple[bool, int, Millis]:
    """Return what puts the worst first, and of equals the oldest; what is over before it was told can wait."""
    notice = envelope.notice
    return notice.kind is NotificationKind.PASSED, -URGENCY[notice.severity], notice.since


def _readers(envelopes: Iterable[Envelope]) -> Collection[Address]:
    """Return the addresses that somebody reads at."""
    addresses = dict.fromkeys(address for envelope in envelopes for address in envelope.addresses)
    return [(channel, where) for channel, where in addresses if channel not in MACHINES]
