"""Who is told of what: receivers, routes and rules."""

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field

from netmon.clock import EPOCH
from netmon.inventory.models.values import Duration, EmailAddress, Model, Reference, Slug, Text
from netmon.model import Severity


class Receiver(Model):
    """Where messages go: e-mail addresses, and webhooks whose URL is a secret."""

    email: tuple[EmailAddress, ...] = ()
    """Addresses that get each message."""
    webhook: tuple[Reference, ...] = ()
    """References of secrets that hold the URLs each message is posted to."""


class Match(Model):
    """Which incidents and alerts a route takes; an empty field matches everything."""

    severity: tuple[Severity, ...] = ()
    """Of these severities."""
    orp: tuple[Slug, ...] = ()
    """That concern one of these districts (ORP)."""
    rule: tuple[Slug, ...] = ()
    """Raised by one of these rules; incidents have none."""


class Route(Model):
    """Sends what matches to receivers; the first matching route wins unless it continues."""

    match: Match = Match()
    """What it takes; without it, everything."""
    receivers: Annotated[tuple[Slug, ...], Field(min_length=1)]
    """Who is told."""
    proceed: bool = False
    """Whether the routes after this one see it too."""


class ForEach(StrEnum):
    """What a rule is evaluated for."""

    DEVICE = "device"
    INTERFACE = "interface"
    LINK = "link"
    MUNICIPALITY = "municipality"
    SESSION = "session"
    NETMON = "netmon"


class Level(Model):
    """When a rule fires and when it clears; `for` is how long `fire` must hold."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    fire: Text
    """The expression that raises the alert."""
    clear: Text | None = None
    """The expression that ends it; by default that `fire` is false."""
    hold: Duration = Field(default=EPOCH, alias="for")
    """How long `fire` must hold first."""
    keep: Duration = EPOCH
    """How long `clear` must hold first."""


class Missing(StrEnum):
    """What missing data does to an alert; it never resolves one."""

    HOLD = "hold"
    UNKNOWN = "unknown"
    FIRE = "fire"


class Rule(Model):
    """A threshold or a state that somebody wants to hear about."""

    for_each: ForEach
    """What it is evaluated for."""
    where: Text | None = None
    """The expression that says for which of them; by default for all."""
    levels: Annotated[dict[Severity, Level], Field(min_length=1)]
    """When it fires, by severity."""
    missing: Missing = Missing.UNKNOWN
    """What no data does."""
    summary: Text
    """What the message says; values stand in braces, such as `{device.name}`."""
