"""What was told to whom under which plan: the memory that escalation, repetition and the storm cap rest on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from netmon.clock import DAY, MINUTE, Interval, Millis
from netmon.model import Severity
from netmon.oncall.policy import Address, Policy

LATELY = MINUTE
"""How far back it matters how much an address was sent."""
OWED_FOR = Millis(2 * DAY)
"""How long after it began something is still told to whoever was spared: longer than any night."""
URGENCY = {Severity.CRITICAL: 2, Severity.WARNING: 1, Severity.INFO: 0}
Call = tuple[int, str, str]
"""A round, and the channel and address that were called in it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One subject that people are called about.

    `policy` is the one in force when the first call went out. `since` is what steps are counted from: it
    moves with a clock that is set; `opened` is the time the record says. `first` is the number of its first
    round: above 0 when it began anew, worse than before or after an acknowledgement that ran out.
    `spared` are addresses that are still to hear of it; if that it is `over` comes first, its payload is told them.
    """

    policy: Policy
    severity: Severity
    opened: Millis
    since: Millis
    first: int = 0
    called: frozenset[Call] = frozenset()
    spared: frozenset[Address] = frozenset()
    over: Mapping[str, object] | None = None

    def due(self, now: Millis) -> dict[Address, int]:
        """Return who should have been called by now, and in which round."""
        calls = self.policy.calls(self.severity, self._waited(now), now)
        return {address: self.first + number for address, number in calls.items()}

    def next_at(self, now: Millis) -> Millis | None:
        """Return when the next step is due."""
        waited = self.policy.next_call(self._waited(now))
        return None if waited is None else Millis(self.since + waited)

    def is_taken(self, acknowledged: Interval | None, now: Millis) -> bool:
        """Say whether somebody who took it since has it still."""
        return acknowledged is not None and self._is_since(acknowledged, now) and now < acknowledged.end

    def begins_anew(self, severity: Severity, acknowledged: Interval | None, now: Millis) -> bool:
        """Say whether it became worse, or whoever took it since has let its time run out."""
        is_worse = URGENCY[severity] > URGENCY[self.severity]
        return is_worse or (acknowledged is not None and self._is_since(acknowledged, now) and acknowledged.end <= now)

    def anew(self, policy: Policy, severity: Severity, now: Millis) -> "Case":
        """Return the case that calls everybody again, from the first step."""
        rounds = [number for number, _, _ in self.called]
        return Case(policy, severity, now, now, first=max(rounds, default=self.first) + 1)

    def with_calls(self, calls: Iterable[Call]) -> "Case":
        """Return the case after these calls."""
        return replace(self, called=self.called | frozenset(calls))

    def sparing(self, addresses: Iterable[Address]) -> "Case":
        """Return the case of which these addresses, and no others, are still to hear."""
        return replace(self, spared=frozenset(addresses))

    def is_owing(self, now: Millis) -> bool:
        """Say whether somebody is still to hear of it, and it is no old story."""
        return bool(self.spared) and now - self.opened < OWED_FOR

    def _is_since(self, acknowledged: Interval, now: Millis) -> bool:
        """Say whether somebody took it after it began, by the clock as it was or as it was set since."""
        return self.opened <= acknowledged.start or self.since <= acknowledged.start <= now

    def _waited(self, now: Millis) -> Millis:
        return Millis(max(0, now - self.since))


@dataclass(frozen=True, slots=True)
class CallBook:
    """Every subject that people are called about, and when each address was sent something of late."""

    cases: Mapping[str, Case] = field(default_factory=dict)
    lately: Mapping[Address, tuple[Millis, ...]] = field(default_factory=dict)

    def called(self, subject_id: str) -> Case | None:
        """Return the case of a subject, if anybody has been called about it: until then no plan binds."""
        case = self.cases.get(subject_id)
        return case if case is not None and case.called else None

    def sent_lately(self, address: Address, now: Millis) -> tuple[Millis, ...]:
        """Return when the address was sent something within the last minute."""
        return tuple(at for at in self.lately.get(address, ()) if now - LATELY < at <= now)

    def after(self, cases: Mapping[str, Case], sent: Iterable[Address], now: Millis) -> "CallBook":
        """Return the book with these cases, once something was sent to each of these addresses."""
        lately = {address: self.sent_lately(address, now) for address in self.lately}
        for address in sent:
            lately[address] = (*lately.get(address, ()), now)
        return CallBook(cases, {address: times for address, times in lately.items() if times})

    def moved(self, step: Millis) -> "CallBook":
        """Return the book after the wall clock was set: what was waited for stays waited for, and no more."""
        if not step:
            return self
        cases = {subject: replace(case, since=Millis(case.since + step)) for subject, case in self.cases.items()}
        lately = {address: tuple(Millis(at + step) for at in times) for address, times in self.lately.items()}
        return CallBook(cases, lately)
