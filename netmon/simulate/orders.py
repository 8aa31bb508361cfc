"""What the demo and its agents say to each other over a pipe: one JSON line each way.

The agents get their `Assignment` first, then one `Order` at a time, and answer each with a `Report`.
Communities travel here because a pipe, unlike argv or the environment, cannot be read by others.
"""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from netmon.clock import Millis
from netmon.inventory.models import Inventory
from netmon.model import LinkName

LONGEST_LINE = 16 * 1024 * 1024
"""An inventory of thousands of devices is a few megabytes of JSON."""


class Line(BaseModel):
    """A frozen value that travels as one line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def encode(self) -> bytes:
        """Return the line, its newline included."""
        return self.model_dump_json().encode() + b"\n"


class Assignment(Line):
    """The region to be, and the community of each credential that its devices name."""

    inventory: Inventory
    seed: int
    since: Millis
    communities: Mapping[str, str]


class Action(StrEnum):
    """What can be done to a link."""

    CUT = "cut"
    HEAL = "heal"


class Order(Line):
    """Do something to a link now."""

    action: Action
    link: LinkName


class Report(Line):
    """What came of it: how many agents are there, how many of them are silent, or what went wrong."""

    agents: int = 0
    silent: int = 0
    at: Millis = Millis(0)
    error: str | None = None
