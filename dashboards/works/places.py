"""What may be worked on, by the names people use: towns, routes, ducts, sites and devices."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Self

from dashboards.plain import plain
from dashboards.texts import Words
from dashboards.titles import link_title
from netmon.inventory.models import Inventory
from netmon.inventory.whereabouts import words_of
from netmon.model import Entity, EntityKind

Spoken = tuple[str, ...]
"""The words of a name, without case, diacritics and punctuation."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """One thing to work on: `label` is what a form proposes, `names` what it answers to besides."""

    label: str
    names: tuple[str, ...]
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that may be worked on, and what answers to which words."""

    places: tuple[Workplace, ...]
    by_label: Mapping[Spoken, Workplace]
    by_name: Mapping[Spoken, tuple[Workplace, ...]]

    @classmethod
    def of(cls, inventory: Inventory, words: Words) -> Self:
        """Return the register of an inventory; every label is told apart from every other."""
        found = tuple(_all(inventory, words))
        repeated = Counter(words_of(place.label) for place in found)
        places = tuple(place if repeated[words_of(place.label)] == 1 else _distinct(place) for place in found)
        by_name: dict[Spoken, tuple[Workplace, ...]] = {}
        for place in places:
            for name in dict.fromkeys(map(words_of, place.names)):
                by_name[name] = (*by_name.get(name, ()), place)
        return cls(places, {words_of(place.label): place for place in places}, by_name)

    def named(self, text: str) -> tuple[Workplace, ...]:
        """Return the place with this label, else all with this name; neither case, diacritics nor dashes count."""
        said = words_of(text)
        return (self.by_label[said],) if said in self.by_label else self.by_name.get(said, ())

    @property
    def names(self) -> tuple[str, ...]:
        """Every name somebody may have meant."""
        return tuple(dict.fromkeys(name for place in self.places for name in place.names))


def _all(inventory: Inventory, words: Words) -> Iterator[Workplace]:
    for code, municipality in inventory.municipalities.items():
        yield _place(EntityKind.MUNICIPALITY, code, municipality.name, words)
    for name, link in inventory.links.items():
        yield _place(EntityKind.LINK, name, link_title(inventory, link), words)
    for slug, risk in inventory.shared_risks.items():
        yield _place(EntityKind.SHARED_RISK, slug, plain(risk.title), words)
    for slug, devices in _by_site(inventory).items():
        title = plain(inventory.sites[slug].name)
        yield Workplace(words("works.site", title=title), (title, slug), devices)
    for device in inventory.devices:
        yield _place(EntityKind.DEVICE, device, device, words)


def _place(kind: EntityKind, key: str, title: str, words: Words) -> Workplace:
    return Workplace(words(f"entity.{kind.value}", title=title), (title, key), (Entity(kind, key),))


def _by_site(inventory: Inventory) -> Mapping[str, tuple[Entity, ...]]:
    """Return the devices of each site that has any."""
    devices: dict[str, tuple[Entity, ...]] = {}
    for name, device in inventory.devices.items():
        devices[device.site] = (*devices.get(device.site, ()), Entity(EntityKind.DEVICE, name))
    return devices


def _distinct(place: Workplace) -> Workplace:
    return replace(place, label=f"{place.label} ({place.names[-1]})")
