"""What `samples.db` still knows of the things rules are about: read thing by thing, and never without a limit."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from netmon.clock import Interval, Millis
from netmon.engine.known import Fields
from netmon.judgement.sessions import session_of
from netmon.model import DeviceName, Entity, EntityKind
from netmon.rules.identity import NETMON
from netmon.store.database import SAMPLES_FILE, complaining, open_present

MOST_SERIES = 200_000
MEASUREMENTS: Mapping[EntityKind, tuple[str, ...]] = MappingProxyType(
    {
        EntityKind.DEVICE: ("net_dev",),
        EntityKind.INTERFACE: ("net_if",),
        EntityKind.LINK: ("net_link",),
        EntityKind.MUNICIPALITY: ("net_muni",),
        EntityKind.SESSION: ("net_session",),
        EntityKind.NETMON: ("netmon_self",),
    }
)
"""Where what is measured of each kind is kept."""
OUTBOX = "outbox"
"""Of netmon itself what is kept of each collector has names that rules know for something else."""
SERIES = "SELECT id, tags FROM series WHERE name = ? ORDER BY id LIMIT ?"
SAMPLES = "SELECT time, fields FROM samples WHERE series = ? AND time >= ? AND time < ? ORDER BY time LIMIT ?"


@dataclass(frozen=True, slots=True)
class Sampled:
    """What was written down of a thing at a moment."""

    at: Millis
    fields: Fields


class Recording:
    """A samples file that is only read."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / SAMPLES_FILE
        self._connection = open_present(self._path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def series(self, kind: EntityKind) -> dict[Entity, tuple[int, ...]]:
        """Return what was ever measured of a kind, and the rows of its series."""
        found: dict[Entity, tuple[int, ...]] = {}
        with complaining(self._path):
            for name in MEASUREMENTS.get(kind, ()):
                for key, body in self._connection.execute(SERIES, (name, MOST_SERIES)):
                    tags = json.loads(body)
                    if kind is not EntityKind.NETMON or tags.get("collector") == OUTBOX:
                        entity = _entity(kind, tags)
                        found[entity] = (*found.get(entity, ()), key)
        return found

    def samples(self, series: Iterable[int], window: Interval, limit: int) -> tuple[Sampled, ...]:
        """Return the samples of a thing in a period, oldest first; of each moment all fields together."""
        fields: dict[Millis, dict[str, object]] = {}
        with complaining(self._path):
            for key in series:
                for at, body in self._rows(key, window, limit - len(fields)):
                    fields.setdefault(Millis(at), {}).update(json.loads(body))
        return tuple(Sampled(at, dict(_values(fields[at]))) for at in sorted(fields))

    def _rows(self, series: int, window: Interval, limit: int) -> sqlite3.Cursor:
        return self._connection.execute(SAMPLES, (series, window.start, window.end, max(0, limit)))


def _values(fields: Mapping[str, object]) -> Iterator[tuple[str, int | float | str | bool]]:
    yield from ((name, value) for name, value in fields.items() if isinstance(value, int | float | str | bool))


def _entity(kind: EntityKind, tags: Mapping[str, str]) -> Entity:
    """Return the thing that a series is of."""
    match kind:
        case EntityKind.INTERFACE:
            return Entity(kind, f"{tags.get('device', '')}:{tags.get('ifname', '')}")
        case EntityKind.LINK:
            return Entity(kind, tags.get("link", ""))
        case EntityKind.MUNICIPALITY:
            return Entity(kind, tags.get("municipality", ""))
        case EntityKind.SESSION:
            device = DeviceName(tags.get("device", ""))
            return session_of(device, tags.get("protocol", ""), tags.get("neighbor", ""))
        case EntityKind.NETMON:
            return NETMON
        case _:
            return Entity(kind, tags.get("device", ""))
