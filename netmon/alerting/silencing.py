"""Whether a silence keeps a notice back, and how one says so."""

from collections.abc import Iterable

from netmon.alerting.notice import Notice
from netmon.clock import Millis, to_datetime
from netmon.foreign import one_line
from netmon.judgement.calendar import PRAGUE
from netmon.model import Entity, EntityKind, Hushed, Silence
from netmon.phrase import Phrase


def silence_over(notice: Notice, silences: Iterable[Silence], now: Millis) -> Silence | None:
    """Return the silence that keeps a notice back the longest, if any does."""
    found = (each for each in silences if each.is_in_force(now) and hushes(each.hushed, notice))
    return max(found, key=lambda each: each.until, default=None)


def hushes(hushed: Hushed, notice: Notice) -> bool:
    """Say whether a notice is among what is silenced; what names nothing silences nothing."""
    labels = notice.labels
    return not hushed.is_everything and (
        (not hushed.rules or labels.rule in hushed.rules)
        and (not hushed.severities or notice.severity in hushed.severities)
        and (not hushed.orps or (bool(labels.orps) and labels.orps <= set(hushed.orps)))
        and (not hushed.entities or _concerns(hushed.entities, notice))
    )


def reason_of(silence: Silence, now: Millis) -> Phrase:
    """Return why something was not told: `silence 3 of novakova until 18:00: výměna routeru`."""
    return Phrase(
        "silence {id} of {author} until {until}: {reason}",
        id=silence.id,
        author=one_line(silence.author),
        until=moment(silence.until, now),
        reason=one_line(silence.reason),
    )


def moment(at: Millis, now: Millis) -> str:
    """Return a time in Prague, with its day if that is not today's."""
    then, today = (to_datetime(each).astimezone(PRAGUE) for each in (at, now))
    return f"{then:%H:%M}" if then.date() == today.date() else f"{then:%Y-%m-%d %H:%M}"


def _concerns(entities: Iterable[Entity], notice: Notice) -> bool:
    """Say whether it is about one of the devices and links, or hits no municipality but those."""
    named = frozenset(entities)
    towns = {entity.name for entity in named if entity.kind is EntityKind.MUNICIPALITY}
    hit = notice.labels.municipalities
    return not notice.labels.elements.isdisjoint(named) or (bool(hit) and hit <= towns)
