"""Where the doctor looks: the directories, environment, secrets and clock of the netmon to be run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from netmon.clock import Clock
from netmon.secret import SecretStore


@dataclass(frozen=True, slots=True)
class Place:
    """What a netmon started here would be given."""

    inventory: Path
    state: Path
    environment: Mapping[str, str] = field(repr=False)
    secrets: SecretStore
    clock: Clock

    @classmethod
    def of(cls, inventory: Path, state: Path, environment: Mapping[str, str], clock: Clock) -> Self:
        """Return the place of two directories; they count more than what the environment says of them."""
        directories = {"NETMON_INVENTORY": str(inventory), "NETMON_STATE": str(state)}
        known = {**environment, **directories}
        return cls(inventory, state, known, SecretStore.from_environment(known), clock)
