"""How far the inventory has moved from another system of record, thing by thing and key by key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from netmon.imports.assembling import Assembled
from netmon.imports.standing import SECTIONS, Body, Sections, Standing
from netmon.inventory.models import DeviceStatus
from netmon.inventory.quantities import parse_bits_per_second

DEFAULTS = {"status": str(DeviceStatus.ACTIVE)}
"""What is meant where nothing is written."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A site, device or link by its name."""

    section: str
    name: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A key that the two say different things about; None where one says nothing."""

    thing: Thing
    key: str
    theirs: str | None
    ours: str | None


@dataclass(frozen=True, slots=True)
class Drift:
    """What only they have, what only we have, and what both have and say differently.

    Of `elsewhere` people wrote themselves: netmon tells the difference, and never overwrites it.
    """

    theirs: tuple[Thing, ...]
    ours: tuple[Thing, ...]
    changed: tuple[Difference, ...]
    elsewhere: tuple[Difference, ...]

    @property
    def needs_writing(self) -> bool:
        """Whether the file of the import is to change."""
        return bool(self.theirs or self.ours or self.changed)

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.needs_writing or self.elsewhere)


def drift_between(assembled: Assembled, standing: Standing) -> Drift:
    """Return the difference between what was found and what stands."""
    theirs, ours = _things(assembled.sections), _things(standing.own)
    return Drift(
        tuple(thing for thing in theirs if thing not in set(ours)),
        tuple(thing for thing in ours if thing not in set(theirs)),
        tuple(_differences(assembled.sections, standing.own)),
        tuple(_differences(assembled.elsewhere, _spoken_of(assembled.elsewhere, standing.elsewhere))),
    )


def _things(sections: Sections) -> Sequence[Thing]:
    return [Thing(section, name) for section in SECTIONS for name in sections[section]]


def _spoken_of(theirs: Sections, ours: Sections) -> Sections:
    """Return of our things only the keys that they speak of: the rest is nobody's business but ours."""
    return {
        section: {
            name: {key: value for key, value in ours[section][name].items() if key in body or key in DEFAULTS}
            for name, body in theirs[section].items()
        }
        for section in SECTIONS
    }


def _differences(theirs: Sections, ours: Sections) -> Iterator[Difference]:
    """Yield the keys whose values differ, of the things that both have."""
    for section in SECTIONS:
        for name, body in theirs[section].items():
            if name in ours[section]:
                yield from _of_thing(Thing(section, name), body, ours[section][name])


def _of_thing(thing: Thing, theirs: Body, ours: Body) -> Iterator[Difference]:
    for key in dict.fromkeys((*theirs, *ours)):
        said, stands = (_written(body.get(key, DEFAULTS.get(key))) for body in (theirs, ours))
        if _meant(key, said) != _meant(key, stands):
            yield Difference(thing, key, said, stands)


def _written(value: object) -> str | None:
    """Return a value as one text, as people would say it."""
    match value:
        case None:
            return None
        case list():
            return ", ".join(map(str, value))
        case dict():
            return ", ".join(f"{key}: {_written(one)}" for key, one in value.items())
        case _:
            return str(value)


def _meant(key: str, text: str | None) -> object:
    """Return what a text means, so that two ways to write one thing are no difference."""
    match key, text:
        case "capacity", str():
            return parse_bits_per_second(text)
        case "latitude" | "longitude", str():
            return float(text)
        case "ends", str():
            return frozenset(text.split(", "))
        case _:
            return text
