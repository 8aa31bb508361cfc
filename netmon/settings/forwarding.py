"""Where points go besides the embedded store."""

from pydantic import BaseModel, ConfigDict, Field

from netmon.settings.kinds import Reference, Size

LARGEST_BACKLOG = 5_000_000_000
"""Bytes; over 72 hours of InfluxDB being away at the largest planned size."""


class Influx(BaseModel):
    """Where points are forwarded; `token` is a secret reference."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(pattern="^https?://")
    """The server, such as `http://127.0.0.1:8086`."""
    org: str = "netmon"
    """The organisation; InfluxDB 1.x ignores it."""
    bucket: str = "netmon"
    """Where points go."""
    token: Reference
    """The secret that may write there."""
    reader: Reference | None = None
    """The secret that may read there; without one the other is tried. Only `netmon influx verify` reads."""
    backlog: Size = Field(default=LARGEST_BACKLOG, ge=1_000_000)
    """Bytes that may wait for it; of what is more, the oldest counters are dropped."""
    rollups: bool = True
    """Whether roll-ups go to its policies `5m` and `1h`."""
