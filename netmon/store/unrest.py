"""How what comes and goes is kept: a row for each penalty, and one for each trouble that people know of."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from netmon.judgement.flapping import Penalties, Penalty
from netmon.model import Entity, EntityKind
from netmon.store.rows import to_json

PENALTY = TypeAdapter(Penalty)


@dataclass(frozen=True, slots=True)
class KeptUnrest:
    """Penalties by what they are of, and troubles as JSON by subject: only alerting knows what stands in them."""

    penalties: Penalties = field(default_factory=dict)
    episodes: Mapping[str, str] = field(default_factory=dict)


def load(connection: sqlite3.Connection) -> KeptUnrest:
    """Return what was saved last."""
    penalties = connection.execute("SELECT kind, name, body FROM penalties ORDER BY kind, name")
    episodes = connection.execute("SELECT subject_id, body FROM episodes ORDER BY subject_id")
    return KeptUnrest(
        penalties={Entity(EntityKind(kind), name): PENALTY.validate_json(body) for kind, name, body in penalties},
        episodes=dict(episodes.fetchall()),
    )


def save(connection: sqlite3.Connection, before: KeptUnrest, after: KeptUnrest) -> None:
    """Write what changed; nothing is written while all is quiet."""
    gone = before.penalties.keys() - after.penalties.keys()
    connection.executemany(
        "DELETE FROM penalties WHERE kind = ? AND name = ?", ((entity.kind, entity.name) for entity in gone)
    )
    connection.executemany(
        "REPLACE INTO penalties (kind, name, body) VALUES (?, ?, ?)",
        (
            (entity.kind, entity.name, to_json(penalty, PENALTY))
            for entity, penalty in after.penalties.items()
            if before.penalties.get(entity) != penalty
        ),
    )
    over = before.episodes.keys() - after.episodes.keys()
    connection.executemany("DELETE FROM episodes WHERE subject_id = ?", ((subject,) for subject in over))
    changed = after.episodes.items() - before.episodes.items()
    connection.executemany("REPLACE INTO episodes (subject_id, body) VALUES (?, ?)", sorted(changed))
