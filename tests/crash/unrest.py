"""What comes and goes stays remembered: kills take nothing off a penalty, only time does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from netmon.judgement.flapping import SPENT, Penalty, decayed
from netmon.model import Entity, EntityKind
from netmon.settings import Flapping
from netmon.store.unrest import PENALTY
from tests.crash.witness import rows

PENALTIES = "SELECT kind, name, body FROM penalties"
FLAPPING = Flapping()
"""The sandbox changes nothing of how penalties grow old."""


@dataclass
class Unrest:
    """Compares the penalties after one kill with those after the next."""

    sights: list[dict[Entity, Penalty]] = field(default_factory=list)

    def look(self, state: Path) -> None:
        """Note the penalties."""
        kept = ((Entity(EntityKind(kind), name), body) for kind, name, body in rows(state, PENALTIES))
        self.sights.append({entity: PENALTY.validate_json(body) for entity, body in kept})

    def testify(self, state: Path) -> Iterator[str]:
        """Say which penalties have shrunk otherwise than with time."""
        self.look(state)
        for before, after in zip(self.sights, self.sights[1:], strict=False):
            for entity, penalty in before.items():
                if not _lives_on(penalty, after.get(entity)):
                    yield f"{entity} had {penalty}, and then {after.get(entity)}"

    def carried(self) -> int:
        """Return how many penalties a kill met."""
        return sum(map(len, self.sights))


def _lives_on(before: Penalty, after: Penalty | None) -> bool:
    return after is not None and after.at >= before.at and after.value >= decayed(before, after.at, FLAPPING) - SPENT
