"""Whether what came of a test is what it says has to: each deviation with what was expected, what was, and where."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from netmon.clock import SECOND, Millis
from netmon.inventory.complaint import Place, quote
from netmon.inventory.likeness import did_you_mean
from netmon.inventory.models import Inventory
from netmon.model import AlertPhase, DeviceName, Entity, EntityKind, Message
from netmon.oncall.policy import Address, ways_of
from netmon.phrase import Phrase
from netmon.rehearsal.playing import Played, play
from netmon.rehearsal.reading import WrittenTest
from netmon.rehearsal.script import Expected, Notified
from netmon.rehearsal.virtual import Look, Premises, Subject
from netmon.rehearsal.words import span
from netmon.rules.book import RuleBook
from netmon.rules.identity import NETMON, identity
from netmon.rules.schema import vocabulary

EXAMPLES: Mapping[EntityKind, Entity] = MappingProxyType(
    {
        EntityKind.NETMON: NETMON,
        EntityKind.INTERFACE: Entity(EntityKind.INTERFACE, "example:port"),
        EntityKind.SESSION: Entity(EntityKind.SESSION, "example:bgp:neighbour"),
    }
)
"""What tests are about that name nothing; of other kinds it is simply called an example."""
MOST_SHOWN = 20
"""Deviations of one test."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """What is not as a test says, and where the test says it."""

    place: Place
    what: Phrase


@dataclass(frozen=True, slots=True)
class Tried:
    """A test that was played: what deviated, and what came of it, if it could be played at all."""

    written: WrittenTest
    deviations: tuple[Deviation, ...]
    played: Played | None = None

    @property
    def is_ok(self) -> bool:
        """Whether all came as it had to."""
        return not self.deviations


def try_out(written: WrittenTest, premises: Premises) -> Tried:
    """Play a test and compare."""
    book, inventory = premises.book, premises.inventory
    faults = tuple(_faults(written, book, inventory))
    if faults:
        return Tried(written, faults)
    test = written.test
    rule = book.rules[test.rule]
    subject = Subject.of(rule, _entity(written, book), premises, test.facts)
    played = play(test, subject)
    deviations = (*_unexpected(written, played), *_unsent(written, played, inventory))
    return Tried(written, deviations[:MOST_SHOWN], played)


def _entity(written: WrittenTest, book: RuleBook) -> Entity:
    kind = book.rules[written.test.rule].kind
    if written.test.about is not None:
        return Entity(kind, written.test.about)
    return EXAMPLES.get(kind, Entity(kind, "example"))


def _faults(written: WrittenTest, book: RuleBook, inventory: Inventory) -> Iterator[Deviation]:
    """Yield what a test names that there is not: it could only say something by accident."""
    test = written.test
    if test.rule not in book.rules:
        yield _unknown(written, ("rule",), test.rule, book.rules)
        return
    rule = book.rules[test.rule]
    if test.about is not None and identity(_entity(written, book), book.known) is None:
        yield _unknown(written, ("about",), test.about, [known.name for known in book.known if known.kind is rule.kind])
    names = vocabulary(rule.rule.for_each)
    for part, fields in (("facts", test.facts), ("series", test.series)):
        yield from (_unknown(written, (part, name), name, names) for name in fields if name not in names)
    devices = inventory.active_devices()
    for number, event in enumerate(test.events):
        for word in (event.down, event.up):
            if word is not None and DeviceName(word) not in devices:
                yield _unknown(written, ("events", number), word, devices)
    for number, notified in enumerate(test.notifications):
        if notified.to is not None and not _reached(notified.to, inventory):
            known = [*inventory.receivers, *inventory.people]
            yield _unknown(written, ("notifications", number), notified.to, known)


def _unknown(written: WrittenTest, way: tuple[str | int, ...], word: str, known: Iterable[str]) -> Deviation:
    cure = did_you_mean(word, list(known), otherwise=Phrase("look into the inventory"))
    return Deviation(written.place(*way), Phrase("unknown here: {word}; {cure}", word=quote(word), cure=cure))


def _unexpected(written: WrittenTest, played: Played) -> Iterator[Deviation]:
    """Yield the moments at which something else was so."""
    for number, expected in enumerate(written.test.expect):
        look = played.looks.get(Millis(-(-expected.at // SECOND) * SECOND))
        if look is None:
            what = Phrase("at {at} netmon did not run, so nothing can be expected", at=span(expected.at))
            yield Deviation(written.place("expect", number), what)
        elif not _is_as(expected, look):
            what = Phrase(
                "at {at} expected {expected}, was {found}",
                at=span(expected.at),
                expected=_expectation(expected),
                found=_found(expected, look),
            )
            yield Deviation(written.place("expect", number), what)


def _is_as(expected: Expected, look: Look) -> bool:
    alert, phase = look.alert, phase_of(look)
    return (
        (expected.state is None or expected.state is phase)
        and (expected.level is None or (alert is not None and alert.severity is expected.level))
        and (expected.says is None or (alert is not None and expected.says in alert.summary))
        and (expected.suppressed is None or expected.suppressed in (each.stage for each in look.suppressed))
    )


def phase_of(look: Look) -> AlertPhase:
    """Return where the alert stands at a look."""
    return AlertPhase.OK if look.alert is None else look.alert.phase


def _expectation(expected: Expected) -> Phrase:
    parts = [each.value for each in (expected.state, expected.level) if each is not None]
    if expected.says is not None:
        parts.append(quote(expected.says))
    if expected.suppressed is not None:
        parts.append(Phrase("held back by {stage}", stage=expected.suppressed))
    return Phrase("{parts}", parts=parts)


def _found(expected: Expected, look: Look) -> Phrase:
    """Return what was so, as far as it was asked, and what was known."""
    alert = look.alert
    parts: list[str] = [phase_of(look).value]
    if alert is not None:
        parts.append(alert.severity.value)
    if expected.says is not None and alert is not None:
        parts.append(quote(alert.summary))
    if expected.suppressed is not None:
        stages = [f"{each.stage}: {each.reason}" for each in look.suppressed]
        parts += stages or [Phrase("held back by nothing")]
    return Phrase("{parts}", parts=parts)


def _unsent(written: WrittenTest, played: Played, inventory: Inventory) -> Iterator[Deviation]:
    """Yield what was sent more or less often than it had to be."""
    for number, notified in enumerate(written.test.notifications):
        sent = sum(_is_meant(notified, at, message, inventory) for at, message in played.messages)
        if sent == notified.count or (notified.count is None and sent):
            continue
        all_sent = [f"{span(at)} {message.kind} {message.channel}" for at, message in played.messages]
        what = Phrase(
            "{time}: expected {expected}, sent was {sent}; of all messages: {all_sent}",
            time=_time(notified),
            expected=_wanted(notified),
            sent=sent,
            all_sent=all_sent[:MOST_SHOWN] or [Phrase("none")],
        )
        yield Deviation(written.place("notifications", number), what)


def _is_meant(notified: Notified, at: Millis, message: Message, inventory: Inventory) -> bool:
    start, end = notified.between or (notified.at or 0, (notified.at or 0) + SECOND)
    return (
        start <= at < end
        and notified.kind in (None, message.kind)
        and (notified.to is None or (message.channel, message.address) in _reached(notified.to, inventory))
    )


def _reached(name: str, inventory: Inventory) -> frozenset[Address]:
    """Return the addresses of a receiver or a person."""
    receiver, person = inventory.receivers.get(name), inventory.people.get(name)
    return frozenset((*(ways_of(receiver) if receiver else ()), *(person.ways if person else ())))


def _time(notified: Notified) -> str:
    return " – ".join(map(span, notified.between)) if notified.between else span(notified.at or Millis(0))


def _wanted(notified: Notified) -> Phrase:
    parts: list[str] = [] if notified.kind is None else [notified.kind.value]
    if notified.to is not None:
        parts.append(Phrase("to {name}", name=notified.to))
    often = Phrase("at least 1") if notified.count is None else Phrase("exactly {count}", count=notified.count)
    return Phrase("{parts}", parts=[often, *parts])
