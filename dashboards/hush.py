"""Silences as a page has them: a form as it was typed, and cards of those that were asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from dashboards.incidents.cards import person
from dashboards.plain import plain
from dashboards.texts import Words
from dashboards.titles import entity_name
from dashboards.works.places import Register
from netmon.clock import Millis
from netmon.foreign import one_line
from netmon.inventory.models import FLAPPING_RULE, INCIDENT_RULE, Inventory
from netmon.model import SILENCEABLE, Hushed, Severity, Silence
from netmon.reader import Reader

LENGTHS = (1, 2, 4, 8, 24, 72, 168)
"""Hours that a silence may last; the last is the longest there is."""
USUAL_LENGTH = 4
PLACES = 2
MOST_PLACES = 20
LONGEST_VALUE = 200
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """A form as it was typed; `places` are names of devices, routes and towns."""

    places: tuple[str, ...] = ()
    rule: str = ""
    orp: str = ""
    severity: str = ""
    hours: int = USUAL_LENGTH
    reason: str = ""

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> Self:
        """Return what stands in a form, nothing of it longer than it may be."""
        hours = form.get("hours", "")
        return cls(
            places=tuple(filter(None, map(_value, form.getlist("what")[:MOST_PLACES]))),
            rule=_value(form.get("rule", "")),
            orp=_value(form.get("orp", "")),
            severity=_value(form.get("severity", "")),
            hours=next((length for length in LENGTHS if str(length) == hours), USUAL_LENGTH),
            reason=one_line(form.get("reason", ""))[:LONGEST_REASON],
        )


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form proposes: names of places, rules, and districts by slug and name."""

    places: tuple[str, ...]
    rules: tuple[str, ...]
    orps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SilenceCard:
    """One silence in words."""

    silence: Silence
    what: str
    author: str
    reason: str
    is_in_force: bool


def choices(inventory: Inventory, words: Words) -> Choices:
    """Return what a form proposes."""
    places = Register.of(inventory, words).places
    return Choices(
        tuple(place.label for place in places if all(entity.kind in SILENCEABLE for entity in place.entities)),
        (INCIDENT_RULE, FLAPPING_RULE, *sorted(inventory.rules)),
        tuple((slug, plain(orp.name)) for slug, orp in inventory.orps.items()),
    )


def hushed_of(wanted: Wanted, register: Register) -> tuple[Hushed, tuple[str, ...]]:
    """Return what a form wants to be silent, and the names that mean nothing, or several things."""
    found = {name: register.named(name) for name in wanted.places}
    strange = tuple(name for name, places in found.items() if len(places) != 1)
    strange += () if wanted.severity in {"", *Severity} else (wanted.severity,)
    hushed = Hushed(
        rules=(wanted.rule,) if wanted.rule else (),
        entities=tuple(dict.fromkeys(each for places in found.values() for place in places for each in place.entities)),
        orps=(wanted.orp,) if wanted.orp else (),
        severities=(Severity(wanted.severity),) if wanted.severity and not strange else (),
    )
    return hushed, strange


def silence_cards(reader: Reader, inventory: Inventory, words: Words, now: Millis) -> Sequence[SilenceCard]:
    """Return the silences of late as cards, the newest first."""
    return [
        SilenceCard(
            each,
            " · ".join(_named(each.hushed, inventory, words)),
            person(each.author, reader),
            plain(each.reason),
            each.is_in_force(now),
        )
        for each in reader.silences()
    ]


def _named(hushed: Hushed, inventory: Inventory, words: Words) -> Iterator[str]:
    yield from (entity_name(inventory, entity, words) for entity in hushed.entities)
    yield from (words("silence.of_rule", rule=plain(rule)) for rule in hushed.rules)
    yield from (words("silence.of_orp", name=_orp(orp, inventory)) for orp in hushed.orps)
    yield from (words(f"severity.{severity.value}") for severity in hushed.severities)


def _orp(slug: str, inventory: Inventory) -> str:
    known = inventory.orps.get(slug)
    return plain(slug if known is None else known.name)


def _value(text: str) -> str:
    return one_line(text)[:LONGEST_VALUE].strip()
