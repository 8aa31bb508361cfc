"""How people are reached: mail, a sign of life, and the drill that tries it all."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from netmon.clock import MINUTE, Millis
from netmon.inventory.models import Weekday
from netmon.settings.kinds import Period, Reference, TimeOfDay


class Smtp(BaseModel):
    """How e-mail leaves."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    """The server's name or address."""
    port: int = Field(default=25, ge=1, le=65535)
    """The server's port."""
    sender: str
    """Who the mail is from."""
    starttls: bool = False
    """Whether the conversation is encrypted; a server that cannot is refused."""
    user: str | None = None
    """Who logs in, if the server wants that."""
    password: Reference | None = None
    """The secret that the user logs in with."""


class Method(StrEnum):
    """How a server is asked over HTTP."""

    GET = "GET"
    POST = "POST"


class Heartbeat(BaseModel):
    """Where a sign of life goes while the audit finds nothing; who listens there cries when it stays away."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Reference
    """The secret that holds the address of the service outside."""
    every: Period = Millis(MINUTE)
    """How often it is told."""
    method: Method = Method.GET
    """How it is asked."""


class Drill(BaseModel):
    """When it is tried whether a critical incident would reach people: a test goes to all of them, each week."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Weekday
    """The day of the week: `wed`, when the sirens are tested too."""
    time: TimeOfDay = "12:00"
    """What the clocks in Europe/Prague show then."""
