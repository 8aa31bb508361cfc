"""A test, played: visits, events and looks in the order of its own time, a second at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from netmon.clock import SECOND, Interval, Millis
from netmon.model import FieldValue, Message
from netmon.rehearsal.backdrop import Backdrop
from netmon.rehearsal.script import Event, Measured, RuleTest
from netmon.rehearsal.series import Silence
from netmon.rehearsal.virtual import NOTHING, Look, Rehearsal, Subject


@dataclass(frozen=True, slots=True)
class Played:
    """What was so at the moments that a test asks about, and everything that was sent, with its time."""

    looks: dict[Millis, Look]
    """By how long after the beginning."""
    messages: tuple[tuple[Millis, Message], ...]


def play(test: RuleTest, subject: Subject) -> Played:
    """Return what comes of a test."""
    player = _Player(test, subject)
    looks: dict[Millis, Look] = {}
    messages: list[tuple[Millis, Message]] = []
    asked = {_second(each.at) for each in test.expect}
    for after in range(0, _second(test.length) + 1, SECOND):
        look = player.second(Millis(after), is_asked=after in asked)
        if look is not None:
            looks |= {Millis(after): look} if after in asked else {}
            messages += ((Millis(after), message) for message in look.messages)
    return Played(looks, tuple(messages))


class _Player:
    """Puts in what a test says for each second."""

    def __init__(self, test: RuleTest, subject: Subject) -> None:
        self._test = test
        self._rehearsal = Rehearsal(subject)
        is_placed = any(event.down or event.up for event in test.events)
        detection = subject.settings.detection
        self._backdrop = Backdrop(subject.inventory, detection, test.clock) if is_placed else None
        self._validity = detection.validity
        self._events = _by_second(chain.from_iterable(_edges(event) for event in test.events))
        self._visits = _by_second(_visits(test))
        self._resumes_at: Millis | None = None

    def second(self, after: Millis, *, is_asked: bool) -> Look | None:
        """Return what a second comes to, if there is occasion to look."""
        now = Millis(self._test.clock + after)
        for event in self._events.get(after, ()):
            self._happen(event, after, now)
        if self._resumes_at is not None:
            return None
        for visit in self._visits.get(after, ()):
            self._visit(visit, now)
        is_due = self._backdrop is not None and self._backdrop.is_due(now)
        if not (is_asked or is_due or self._rehearsal.is_due(now)):
            return None
        return self._rehearsal.look(now, self._backdrop.judged(now) if self._backdrop else NOTHING)

    def _visit(self, visit: "_Visit", now: Millis) -> None:
        if visit.value is Silence.STALE:
            self._rehearsal.lose([visit.field])
        elif not isinstance(visit.value, Silence):
            self._rehearsal.hear({visit.field: visit.value}, now, Millis(now + int(visit.every * self._validity)))

    def _happen(self, event: Event, after: Millis, now: Millis) -> None:
        if self._backdrop is not None and (device := event.down or event.up):
            self._backdrop.turn(device, now, answers=event.up is not None)
        if event.restart is not None:
            self._be_away(event.restart, after, now)
        if event.maintenance is not None:
            self._rehearsal.plan_work(Interval(now, Millis(now + event.maintenance)))

    def _be_away(self, span: Millis, after: Millis, now: Millis) -> None:
        """Stop, or begin again after a while."""
        if self._resumes_at is None:
            self._resumes_at = _second(Millis(after + span))
        else:
            self._resumes_at = None
            self._rehearsal.restart(Interval(Millis(now - span), now))


@dataclass(frozen=True, slots=True)
class _Visit:
    """What one visit brings of one field."""

    at: Millis
    field: str
    value: FieldValue | Silence
    every: Millis


Timed = TypeVar("Timed", Event, _Visit)


def _visits(test: RuleTest) -> Iterator[_Visit]:
    for field, measured in test.series.items():
        every = _every(measured, test)
        yield from (_Visit(Millis(n * every), field, value, every) for n, value in enumerate(measured.values))


def _every(measured: Measured, test: RuleTest) -> Millis:
    return test.every if measured.every is None else measured.every


def _edges(event: Event) -> Iterator[Event]:
    """Yield an event where it begins and, if netmon is away, where it is back."""
    yield event
    if event.restart is not None:
        yield event.model_copy(update={"at": Millis(event.at + max(SECOND, event.restart))})


def _by_second(timed: Iterator[Timed]) -> dict[Millis, list[Timed]]:
    """Return what happens in each second."""
    found: dict[Millis, list[Timed]] = {}
    for each in timed:
        found.setdefault(_second(each.at), []).append(each)
    return found


def _second(moment: Millis) -> Millis:
    """Return the first whole second that a moment belongs to: netmon looks once a second."""
    return Millis(-(-moment // SECOND) * SECOND)
