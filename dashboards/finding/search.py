"""What people look for by a few letters: municipalities, devices, links and incidents that they may see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import czech_sort

from dashboards.desk import Visit
from dashboards.plain import plain
from dashboards.signs import SEVERITY_SIGNS, Sign, sign_of
from dashboards.titles import device_place, incident_title, link_title
from dashboards.towns.slugs import municipality_slug
from netmon.inventory.whereabouts import words_of
from netmon.model import Entity, EntityKind, IncidentId
from netmon.reader import Reader

LONGEST = 100
MOST_WORDS = 8
MOST_FOUND = 40
"""Of each kind; whoever sees more writes more letters."""
Wanted = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: `endpoint` and `key` lead to its page, `about` says which of several it is."""

    sign: Sign
    title: str
    about: str
    endpoint: str
    key: str


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything of one kind that was found, and how much of it is not shown."""

    word: str
    hits: tuple[Hit, ...]
    more: int


def findings(text: str, seen: Visit, reader: Reader) -> tuple[Findings, ...]:
    """Return what an asked text finds, by kinds; each of its words must begin, or stand within, one of the names.

    Neither case, diacritics nor dashes count.
    """
    wanted = words_of(text[:LONGEST])[:MOST_WORDS]
    if not wanted:
        return ()
    kinds: tuple[tuple[str, Iterable[Hit]], ...] = (
        ("found.municipalities", _municipalities(wanted, seen)),
        ("found.links", _links(wanted, seen)),
        ("found.devices", _devices(wanted, seen)),
        ("found.incidents", _incidents(text, seen, reader)),
    )
    listed = ((word, _best_first(hits, wanted)) for word, hits in kinds)
    return tuple(
        Findings(word, tuple(hits[:MOST_FOUND]), max(0, len(hits) - MOST_FOUND)) for word, hits in listed if hits
    )


def is_meant(wanted: Wanted, *names: str) -> bool:
    """Say whether every wanted word stands within the names."""
    told = " ".join(word for name in names for word in words_of(name))
    return all(word in told for word in wanted)


def _best_first(hits: Iterable[Hit], wanted: Wanted) -> list[Hit]:
    """Return hits: those whose title begins with what is wanted, then the others, by the alphabet."""
    return sorted(hits, key=lambda hit: (not _begins(hit.title, wanted), czech_sort.key(hit.title), hit.key))


def _begins(title: str, wanted: Wanted) -> bool:
    return " ".join(words_of(title)).startswith(" ".join(wanted))


def _municipalities(wanted: Wanted, seen: Visit) -> Iterator[Hit]:
    snapshot = seen.snapshot
    for code, place in snapshot.inventory.municipalities.items():
        if is_meant(wanted, place.name, code):
            about = f"ORP {snapshot.inventory.orps[place.orp].name}"
            sign = sign_of(snapshot.municipalities.get(code))
            yield Hit(sign, place.name, about, "municipality.show", municipality_slug(code, place.name))


def _links(wanted: Wanted, seen: Visit) -> Iterator[Hit]:
    snapshot, inventory = seen.snapshot, seen.snapshot.inventory
    for name, link in inventory.links.items():
        title = link_title(inventory, link)
        if is_meant(wanted, title, name) and _may_name(EntityKind.LINK, name, seen):
            yield Hit(sign_of(snapshot.links.get(name)), title, name, "link.show", name)


def _devices(wanted: Wanted, seen: Visit) -> Iterator[Hit]:
    snapshot, inventory = seen.snapshot, seen.snapshot.inventory
    for name, device in inventory.devices.items():
        place = device_place(inventory, device)
        if is_meant(wanted, name, place) and _may_name(EntityKind.DEVICE, name, seen):
            yield Hit(sign_of(snapshot.devices.get(name)), name, place, "device.show", name)


def _incidents(text: str, seen: Visit, reader: Reader) -> Iterator[Hit]:
    """Yield the incident whose number somebody wrote, whole."""
    record = reader.incident(IncidentId(text.strip().upper()))
    shown = seen.sees(record) if record else None
    if shown is not None:
        incident = shown.incident
        title = incident_title(seen.snapshot.inventory, incident, seen.words, seen.rights)
        yield Hit(SEVERITY_SIGNS[incident.severity], title, plain(incident.id), "incidents.show", incident.id)


def _may_name(kind: EntityKind, name: str, seen: Visit) -> bool:
    return seen.rights.knows_entity(Entity(kind, name), seen.snapshot.inventory)
