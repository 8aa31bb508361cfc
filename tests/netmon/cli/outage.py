"""A day of the region, for commands that tell of the past: from three to two hours before its end the spur was cut."""

from dataclasses import dataclass
from pathlib import Path

import click
from click.testing import CliRunner, Result

from netmon.clock import DAY, HOUR, SECOND, Millis, to_datetime
from netmon.model import (
    DeviceState,
    Entity,
    Evidence,
    EvidenceKind,
    Impact,
    Incident,
    IncidentId,
    LinkState,
    MunicipalityState,
    Severity,
    State,
    Transition,
)
from netmon.store.state import StateStore
from tests.netmon.region import FAR, HUB, MID, NEAR, SPUR, TOWNS, TRUNK, device, link, municipality, write_region

CUT_OFF = TOWNS["c"]
UP: dict[Entity, State] = {
    **{device(name): DeviceState.UP for name in (HUB, NEAR, MID, FAR)},
    **{link(name): LinkState.UP for name in (SPUR, TRUNK)},
    **{municipality(code): MunicipalityState.OPERATIONAL for code in TOWNS.values()},
}
DOWN: dict[Entity, State] = {
    device(FAR): DeviceState.UNREACHABLE,
    link(SPUR): LinkState.DOWN,
    municipality(CUT_OFF): MunicipalityState.ISOLATED,
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day that ends at a moment, which is also that of netmon's last beat."""

    end: Millis

    @property
    def began(self) -> Millis:
        """When the records begin."""
        return Millis(self.end - DAY)

    @property
    def lost(self) -> Millis:
        """When the spur was cut."""
        return Millis(self.end - 3 * HOUR)

    @property
    def back(self) -> Millis:
        """When it was mended."""
        return Millis(self.end - 2 * HOUR)

    @property
    def cut(self) -> Incident:
        """The incident."""
        return Incident(
            id=IncidentId("the-cut"),
            cause=link(SPUR),
            candidates=(link(SPUR), device(FAR)),
            severity=Severity.CRITICAL,
            impact=Impact(isolated=(CUT_OFF,), inhabitants=100),
            started=self.lost,
            detected=Millis(self.lost + 9 * SECOND),
            evidence=(Evidence(EvidenceKind.SILENT, device(FAR), self.lost),),
            ended=self.back,
        )

    def record(self, directory: Path) -> Path:
        """Write inventory and state; return the state directory."""
        write_region(directory / "inventory")
        changes = [
            *(Transition(entity, None, new, self.began, self.began, "") for entity, new in UP.items()),
            *(Transition(entity, None, new, self.lost, self.lost, "") for entity, new in DOWN.items()),
            *(Transition(entity, None, UP[entity], self.back, self.back, "") for entity in DOWN),
        ]
        with StateStore(directory / "state") as store:
            store.record_history(changes, [self.cut])
            store.beat(self.end)
        return directory / "state"


def run(command: click.Command, state: Path, *words: str, language: str = "en") -> Result:
    """Call a command about a state and the inventory beside it."""
    environment = {
        "NETMON_LANGUAGE": language,
        "NETMON_STATE": str(state),
        "NETMON_INVENTORY": str(state.parent / "inventory"),
    }
    return CliRunner().invoke(command, words, env=environment, prog_name=f"netmon {command.name}")


def at(moment: int) -> str:
    """Return a moment as it is typed."""
    return to_datetime(Millis(moment)).isoformat()
