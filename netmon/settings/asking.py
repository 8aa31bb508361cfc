"""How devices are asked, and where they may tell of themselves."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, IPvAnyAddress

from netmon.clock import SECOND, Millis
from netmon.settings.kinds import Duration


class Snmp(BaseModel):
    """How patient the SNMP door is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timeout: Annotated[Duration, Field(ge=1)] = Millis(2 * SECOND)
    """How long an attempt waits for an answer."""
    attempts: int = Field(default=2, ge=1, le=5)
    """How often a request is sent before the device counts as silent."""


class Traps(BaseModel):
    """Where devices may tell of themselves; `port` 162, the standard one, takes CAP_NET_BIND_SERVICE."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    listen: IPvAnyAddress
    """The address that traps and informs are received at; `::` is every one."""
    port: int = Field(default=1162, ge=0, le=65535)
    """The port that they are received at."""
