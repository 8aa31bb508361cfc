"""Who is told of what: receivers, routes and rules."""

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from netmon.clock import EPOCH
from netmon.inventory.models.values import Duration, EmailAddress, Model, PhoneNumber, Reference, Slug, Text
from netmon.model import Severity

INCIDENT_RULE = "incident"
"""What a route's `rule` calls incidents: they need none."""
FLAPPING_RULE = "flapping"
"""What a route's `rule` calls flapping that was never told as an outage."""


class Receiver(Model):
    """Where messages go: addresses and numbers, and webhooks and topics whose URL is a secret."""

    email: tuple[EmailAddress, ...] = ()
    """Addresses that get each message."""
    webhook: tuple[Reference, ...] = ()
    """References of secrets that hold the URLs each message is posted to."""
    sms: tuple[PhoneNumber, ...] = ()
    """Telephone numbers that get each message as SMS."""
    ntfy: tuple[Reference, ...] = ()
    """References of secrets that hold the URLs of ntfy topics each message is pushed to."""


class Match(Model):
    """Which incidents and alerts a route takes; an empty field matches everything."""

    severity: tuple[Severity, ...] = ()
    """Of these severities."""
    orp: tuple[Slug, ...] = ()
    """That concern one of these districts (ORP)."""
    rule: tuple[Slug, ...] = ()
    """Raised by one of these rules; `incident` stands for incidents, `flapping` for what comes and goes unseen."""


class Route(Model):
    """Sends what matches to receivers or to an escalation; the first matching route wins unless it continues."""

    match: Match = Match()
    """What it takes; without it, everything."""
    receivers: tuple[Slug, ...] = ()
    """Who is told, all at once."""
    escalation: Slug | None = None
    """Who is called one after another until somebody takes it; stands instead of receivers."""
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


VARIABLE = r"^[a-z_][a-z0-9_]{0,31}$"
Variable = Annotated[str, StringConstraints(pattern=VARIABLE)]


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
    let: Annotated[dict[Variable, Text], Field(max_length=20)] = Field(default_factory=dict)
    """Names for expressions; those below, and the message, may use them."""
    levels: Annotated[dict[Severity, Level], Field(min_length=1)]
    """When it fires, by severity."""
    missing: Missing = Missing.UNKNOWN
    """What no data does."""
    summary: Text
    """What the message says; values stand in braces, such as `{device.name}` or `{in_util:.1f}`."""
    runbook: Text | None = None
    """Where it is written what to do; a critical level needs one."""
