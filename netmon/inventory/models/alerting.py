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
    webhook: tuple[Reference, ...] = ()


class Match(Model):
    """Which incidents and alerts a route takes; an empty field matches everything."""

    severity: tuple[Severity, ...] = ()
    orp: tuple[Slug, ...] = ()
    rule: tuple[Slug, ...] = ()


class Route(Model):
    """Sends what matches to receivers; the first matching route wins unless it continues."""

    match: Match = Match()
    receivers: Annotated[tuple[Slug, ...], Field(min_length=1)]
    proceed: bool = False


class ForEach(StrEnum):
    """What a rule is evaluated for."""

    DEVICE = "device"
    INTERFACE = "interface"
    LINK = "link"
    MUNICIPALITY = "municipality"
    NETMON = "netmon"


class Level(Model):
    """When a rule fires and when it clears; `for` is how long `fire` must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    fire: Text
    clear: Text | None = None
    hold: Duration = Field(default=EPOCH, alias="for")
    keep: Duration = EPOCH


class Missing(StrEnum):
    """What missing data does to an alert; it never resolves one."""

    HOLD = "hold"
    UNKNOWN = "unknown"
    FIRE = "fire"


class Rule(Model):
    """A threshold or a state that somebody wants to hear about."""

    for_each: ForEach
    where: Text | None = None
    levels: Annotated[dict[Severity, Level], Field(min_length=1)]
    missing: Missing = Missing.UNKNOWN
    summary: Text
