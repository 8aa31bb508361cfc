"""What a test of a rule says: what is measured and what happens, and what has to come of it."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from netmon.clock import DAY, EPOCH, MINUTE, Millis
from netmon.errors import CommandRefused
from netmon.inventory.complaint import Misfit
from netmon.inventory.models.values import DeviceKey, Duration, Model, Slug, Text
from netmon.model import AlertPhase, FieldValue, NotificationKind, Severity
from netmon.phrase import Phrase
from netmon.rehearsal.series import Heard, parse_series
from netmon.report.period import moment

LONGEST = Millis(2 * DAY)
"""How long a test may last, in its own time."""
MOST_TESTS = 500
"""Tests of one file."""
NOON = "2026-03-02T12:00"
"""When a test begins that does not say it: a Monday, far from any change of the clocks."""
SUPPRESSING = ("damp", "route", "group", "inhibit", "silence", "acknowledge", "dedup", "hush", "cap")
"""The stages that hold a message back, in their order."""


def _local(text: object) -> Millis:
    """Return the moment of a local time; raise Misfit."""
    try:
        return moment(str(text))
    except CommandRefused:
        what, cure = Phrase("this is no time of the region"), Phrase("write one such as 2026-10-25T14:30")
        raise Misfit(what, cure) from None


def _stage(text: object) -> str:
    if text not in SUPPRESSING:
        what, cure = Phrase("no stage is called so"), Phrase("write one of {stages}", stages=list(SUPPRESSING))
        raise Misfit(what, cure)
    return str(text)


def _fact(text: object) -> FieldValue:
    """Return what is written as a number, a flag or a word."""
    written = str(text)
    try:
        return int(written)
    except ValueError:
        pass
    try:
        return float(written)
    except ValueError:
        return {"true": True, "false": False}.get(written, written)


def _as_values(written: object) -> object:
    return {"values": written} if isinstance(written, str) else written


Moment = Annotated[Duration, Field(ge=0, le=LONGEST)]
"""How long after the beginning of the test."""


class Measured(Model):
    """The samples of one field."""

    values: Annotated[tuple[Heard, ...], BeforeValidator(parse_series)]
    """What each visit brings: `0+5x10 _x3 stale`."""
    every: Annotated[Duration, Field(ge=1_000)] | None = None
    """How far the visits are apart, if not as those of the test."""


class Event(Model):
    """Something that happens; exactly one of what it may be."""

    at: Moment
    """When."""
    down: DeviceKey | None = None
    """The device that stops answering; all around it go on."""
    up: DeviceKey | None = None
    """The device that answers again."""
    restart: Duration | None = None
    """For how long netmon does not run."""
    maintenance: Duration | None = None
    """For how long there is planned work at what the test is about."""

    @model_validator(mode="after")
    def _require_one(self) -> Self:
        if len(self.model_fields_set - {"at"}) != 1:
            cure = Phrase("write one of down, up, restart and maintenance beside the time")
            raise Misfit(Phrase("an event is one thing"), cure)
        return self


class Expected(Model):
    """What has to be so at a moment."""

    at: Moment
    """When; what happens at that moment has happened."""
    state: AlertPhase | None = None
    """Where the alert stands."""
    level: Severity | None = None
    """Which severity it has."""
    says: Text | None = None
    """What its message contains."""
    suppressed: Annotated[str, BeforeValidator(_stage)] | None = None
    """The stage that holds its message back."""


class Notified(Model):
    """What has to be sent, at a moment or between two of which the second does not count."""

    at: Moment | None = None
    """When, to the second."""
    between: tuple[Moment, Moment] | None = None
    """Or between when."""
    kind: NotificationKind | None = None
    """What it says; by default anything."""
    to: Slug | None = None
    """To which receiver or person; by default anybody."""
    count: Annotated[int, Field(ge=0, le=10_000)] | None = None
    """How often exactly; by default once or more."""

    @model_validator(mode="after")
    def _require_time(self) -> Self:
        if (self.at is None) == (self.between is None):
            raise Misfit(Phrase("a message has one time"), Phrase("write either at: 10m or between: [10m, 15m]"))
        return self


class RuleTest(Model):
    """One case of one rule about one thing, from its beginning on."""

    name: Text
    """What it shows, as a sentence."""
    rule: Slug
    """The rule it is a case of."""
    about: Text | None = None
    """The thing it is about, by its name in the inventory; by default one that the inventory does not know."""
    clock: Annotated[Millis, BeforeValidator(_local)] = Field(default=NOON, validate_default=True)
    """When it begins, in the region's time."""
    facts: dict[str, Annotated[FieldValue, BeforeValidator(_fact)]] = Field(default_factory=dict)
    """What holds all the time: it stands over what the inventory says."""
    every: Annotated[Duration, Field(ge=1_000)] = MINUTE
    """How far the visits are apart."""
    series: dict[str, Annotated[Measured, BeforeValidator(_as_values)]] = Field(default_factory=dict)
    """What the visits bring, by field."""
    events: tuple[Event, ...] = ()
    """What happens meanwhile."""
    expect: tuple[Expected, ...] = ()
    """What has to be so when."""
    notifications: tuple[Notified, ...] = ()
    """What has to be sent about it."""

    @property
    def length(self) -> Millis:
        """How long the test lasts: until the last moment that it asks about."""
        asked = [each.at for each in self.expect]
        asked += [each.between[1] if each.between else each.at or EPOCH for each in self.notifications]
        return max(asked, default=EPOCH)


class Script(Model):
    """The tests of one file."""

    tests: Annotated[tuple[RuleTest, ...], Field(min_length=1, max_length=MOST_TESTS)]
    """One case after another."""


def script_of(written: Any) -> Script:  # noqa: ANN401 -- whatever the file holds
    """Return the script of what a file says; raise pydantic's ValidationError."""
    return Script.model_validate(written)
